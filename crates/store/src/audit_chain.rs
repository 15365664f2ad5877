//! 审计链怎样算、怎样核对. The hash of an entry, the walk along the chain, and the checkpoint that
//! shows a chain rewritten as a whole. Nothing here needs the database: an exported chain is
//! checked with the same code. `docs/audit.md` gives the layout to whoever checks without us.

use std::collections::BTreeMap;

use chrono::{DateTime, SubsecRound, Utc};
use serde::{Deserialize, Serialize};
use sm3::{Digest, Sm3};

use crate::audit::AuditEntry;

/// What is wrong with a chain at one place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FaultKind {
    /// 被改: the hash does not fit what the entry says.
    Altered,
    /// 缺失: the entry is not there, later ones are.
    Missing,
    /// 次序不对: an entry that is itself untouched stands where it was not written.
    OutOfOrder,
    /// 接不上: the entry fits its own hash, but does not name the one before it. That one, or some
    /// before it, was written anew.
    Unlinked,
    /// 截断: entries at the end are not there.
    CutOff,
    /// 链尾被改写: the head does not remember the last entry.
    HeadRewritten,
    /// 与检查点不符: the chain was written anew since the checkpoint was taken.
    NotAsCheckpointed,
    /// 检查点在导出范围之前: the chain begins behind the checkpoint, which says nothing then.
    CheckpointNotCovered,
}

/// The first place where a chain is not sound.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChainFault {
    /// The place.
    pub seq: i64,
    /// What is wrong there.
    pub kind: FaultKind,
}

/// How far a chain is sound.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ChainState {
    /// The first place that was looked at.
    pub first: i64,
    /// The last place up to which everything is sound; `first - 1` when nothing is.
    pub last: i64,
    /// How many entries are sound.
    pub sound: i64,
    /// Hash of the last sound entry, in hexadecimal.
    pub hash: String,
    /// Places of the checkpoints that were met.
    pub checkpoints: Vec<i64>,
    /// The first fault, none when the chain is sound.
    pub fault: Option<ChainFault>,
}

/// A walk along a chain, entry by entry.
#[derive(Debug)]
pub struct ChainWalk {
    first: i64,
    seq: i64,
    /// None before the first entry of a chain that does not begin at 1.
    hash: Option<Vec<u8>>,
    /// The last place an entry may have been written at.
    last: i64,
    checkpoints: BTreeMap<i64, Vec<Vec<u8>>>,
    /// Places and hashes of the checkpoints met.
    met: Vec<(i64, Vec<u8>)>,
    /// What is wrong with a checkpoint that lies before the first entry.
    before: Option<ChainFault>,
}

/// 检查点: where a chain ended at some time, to be kept where its owner cannot reach it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Checkpoint {
    /// `shouwang`.
    pub program: String,
    /// Version of the program.
    pub version: String,
    /// When it was taken, to the second.
    pub taken_at: DateTime<Utc>,
    /// Place of the last entry.
    pub seq: i64,
    /// Hash of that entry, in hexadecimal.
    pub hash: String,
    /// SM3 over the above: shows a slip in copying, not a forgery.
    pub sm3: String,
}

impl AuditEntry {
    /// SM3 over the canonical form: the previous hash, the place and the microseconds since 1970
    /// as 8 bytes each, then every text as its length in 8 bytes and its UTF-8, big-endian
    /// throughout.
    #[must_use]
    pub fn digest(&self) -> Vec<u8> {
        self.digest_at(self.seq)
    }

    fn digest_at(&self, seq: i64) -> Vec<u8> {
        let mut sm3 = Sm3::new();
        sm3.update(&self.previous);
        sm3.update(seq.to_be_bytes());
        sm3.update(self.at.timestamp_micros().to_be_bytes());
        for text in [&self.actor, &self.action, &self.subject, &self.detail] {
            update_text(&mut sm3, text);
        }
        sm3.finalize().to_vec()
    }

    /// Whether it is untouched but for its place: it was written at another of these places.
    fn is_moved(&self, first: i64, last: i64) -> bool {
        (first..=last).any(|it| it != self.seq && self.digest_at(it) == self.hash)
    }
}

impl ChainWalk {
    /// A walk along a chain of about so many entries that begins behind a place: behind 0 for a
    /// whole chain. What lies before it is unknown, unless a checkpoint was taken just there.
    #[must_use]
    pub fn behind(seq: i64, entries: i64, checkpoints: &[Checkpoint]) -> ChainWalk {
        let mut by_place: BTreeMap<i64, Vec<Vec<u8>>> = BTreeMap::new();
        for it in checkpoints {
            by_place.entry(it.seq).or_default().push(bytes_of_hex(&it.hash).unwrap_or_default());
        }
        let earlier = by_place.range(..seq).next();
        let mut before =
            earlier.map(|(seq, _)| ChainFault { seq: *seq, kind: FaultKind::CheckpointNotCovered });
        let here = by_place.get(&seq).and_then(|it| it.first().cloned());
        let hash = if seq == 0 { Some(vec![0; 32]) } else { here };
        let mut met = Vec::new();
        if let (Some(taken), Some(hash)) = (by_place.get(&seq), &hash) {
            if taken.iter().all(|it| it == hash) {
                met.push((seq, hash.clone()));
            } else {
                before = Some(ChainFault { seq, kind: FaultKind::NotAsCheckpointed });
            }
        }
        let last = seq.saturating_add(entries);
        ChainWalk { first: seq + 1, seq, hash, last, checkpoints: by_place, met, before }
    }

    /// Place of the last entry that was sound.
    #[must_use]
    pub fn place(&self) -> i64 {
        self.seq
    }

    /// Hash of the last entry that was sound; empty when none is known.
    #[must_use]
    pub fn hash(&self) -> &[u8] {
        self.hash.as_deref().unwrap_or_default()
    }

    /// Takes the next entry.
    ///
    /// # Errors
    /// What is wrong with it; then the walk ends here. That an entry is [`FaultKind::Missing`] says
    /// only that it does not come next: it may still come later.
    pub fn step(&mut self, entry: &AuditEntry) -> Result<(), ChainFault> {
        let seq = self.seq + 1;
        let fault = |kind| Err(ChainFault { seq, kind });
        if entry.seq < seq {
            return fault(FaultKind::OutOfOrder);
        }
        if seq < entry.seq {
            return fault(FaultKind::Missing);
        }
        if entry.hash != entry.digest() {
            return match entry.is_moved(self.first, self.last) {
                true => fault(FaultKind::OutOfOrder),
                false => fault(FaultKind::Altered),
            };
        }
        if self.hash.as_ref().is_some_and(|it| *it != entry.previous) {
            return fault(FaultKind::Unlinked);
        }
        (self.seq, self.hash) = (seq, Some(entry.hash.clone()));
        if let Some(taken) = self.checkpoints.get(&seq) {
            if taken.iter().any(|it| *it != entry.hash) {
                return fault(FaultKind::NotAsCheckpointed);
            }
            self.met.push((seq, entry.hash.clone()));
        }
        Ok(())
    }

    /// Ends the walk, with the fault it ended at or that the caller knows of. A checkpoint behind
    /// the last entry says that the end was cut off.
    #[must_use]
    pub fn end(mut self, fault: Option<ChainFault>) -> ChainState {
        let start = self.first - 1;
        let fault = fault.or(self.before).or_else(|| {
            let last = *self.checkpoints.keys().last()?;
            let cut_off = ChainFault { seq: self.seq + 1, kind: FaultKind::CutOff };
            (self.seq < last).then_some(cut_off)
        });
        // What differs from a checkpoint differs somewhere behind the last one that was met.
        if fault.is_some_and(|it| it.kind == FaultKind::NotAsCheckpointed) {
            let met = self.met.last().cloned();
            (self.seq, self.hash) = met.map_or((start, None), |it| (it.0, Some(it.1)));
        }
        ChainState {
            first: self.first,
            last: self.seq,
            sound: self.seq - start,
            hash: hex(self.hash()),
            checkpoints: self.met.iter().map(|it| it.0).collect(),
            fault,
        }
    }
}

impl ChainState {
    /// Nothing is wrong.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        self.fault.is_none()
    }
}

impl FaultKind {
    /// What it means, for people.
    #[must_use]
    pub fn zh(self) -> &'static str {
        match self {
            FaultKind::Altered => "内容与散列不符，被改过",
            FaultKind::Missing => "缺失，被删去",
            FaultKind::OutOfOrder => "次序不对，被调换了位置",
            FaultKind::Unlinked => "接不上前一条，前面的内容被整条改写过",
            FaultKind::CutOff => "缺失，末尾被截断",
            FaultKind::HeadRewritten => "链尾的记录与最后一条不符，被改写过",
            FaultKind::NotAsCheckpointed => "与检查点不符，此前的内容被整段改写过",
            FaultKind::CheckpointNotCovered => {
                "检查点在导出范围之前，没有核对到：请从更早的一条导出"
            }
        }
    }
}

impl Checkpoint {
    /// A checkpoint at the end of a chain.
    #[must_use]
    pub fn new(version: &str, taken_at: DateTime<Utc>, seq: i64, hash: &[u8]) -> Checkpoint {
        let mut it = Checkpoint {
            program: "shouwang".to_owned(),
            version: version.to_owned(),
            taken_at: taken_at.trunc_subsecs(0),
            seq,
            hash: hex(hash),
            sm3: String::new(),
        };
        it.sm3 = it.digest();
        it
    }

    /// SM3, in hexadecimal, over program and version as texts, the microseconds of its time and its
    /// place as 8 bytes each, and the 32 bytes of the hash; texts and numbers as in an entry.
    #[must_use]
    pub fn digest(&self) -> String {
        let mut sm3 = Sm3::new();
        update_text(&mut sm3, &self.program);
        update_text(&mut sm3, &self.version);
        sm3.update(self.taken_at.timestamp_micros().to_be_bytes());
        sm3.update(self.seq.to_be_bytes());
        sm3.update(bytes_of_hex(&self.hash).unwrap_or_default());
        hex(&sm3.finalize())
    }

    /// It was copied without a slip.
    #[must_use]
    pub fn is_intact(&self) -> bool {
        self.sm3 == self.digest() && bytes_of_hex(&self.hash).is_some_and(|it| it.len() == 32)
    }
}

fn update_text(sm3: &mut Sm3, text: &str) {
    sm3.update((text.len() as u64).to_be_bytes());
    sm3.update(text);
}

/// Bytes in hexadecimal, two small letters or digits each.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|it| format!("{it:02x}")).collect()
}

/// The bytes of a hexadecimal text, or none when it is not one.
#[must_use]
pub fn bytes_of_hex(text: &str) -> Option<Vec<u8>> {
    if !text.len().is_multiple_of(2) || !text.bytes().all(|it| it.is_ascii_hexdigit()) {
        return None;
    }
    (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).ok()).collect()
}

//! 审计链 checked, exported and pinned down: in the database, and offline in a file, by the same
//! walk. `docs/audit.md` holds the forms for whoever checks with a program of their own.

use std::{
    fs::File,
    io::{BufRead, BufReader, Write},
    path::Path,
};

use anyhow::Context;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::{
    AuditEntry, ChainFault, ChainState, ChainWalk, Checkpoint, DbError, FaultKind, bytes_of_hex,
    hex,
};

use crate::home::Home;

/// How many entries are exported at a time.
const PAGE: i64 = 1000;

/// Why the chain cannot be checked, exported or pinned down.
#[derive(Debug, thiserror::Error)]
pub enum AuditError {
    /// A checkpoint of a broken chain would bear witness to the wrong thing.
    #[error("审计链第 {} 条{}：没有写检查点，请先查清", .0.seq, .0.kind.zh())]
    Unsound(ChainFault),
    /// The file is no checkpoint, or was copied with a slip.
    #[error("检查点 {0} 读不懂或抄错了：请用写出时的原文件")]
    BadCheckpoint(String),
    /// The file has no entries.
    #[error("{0} 里没有一条审计记录：请用 audit export 写出的文件")]
    Empty(String),
    /// There is no such place in the chain.
    #[error("审计链没有第 {0} 条：请写 1 以上、不超过链尾的编号")]
    NoSuchPlace(i64),
    /// Database or files.
    #[error(transparent)]
    Internal(#[from] anyhow::Error),
}

impl AuditError {
    /// The code clients may rely on.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            AuditError::Unsound(_) => "audit.unsound",
            AuditError::BadCheckpoint(_) => "audit.bad_checkpoint",
            AuditError::Empty(_) => "audit.empty",
            AuditError::NoSuchPlace(_) => "audit.no_such_place",
            AuditError::Internal(_) => "internal",
        }
    }
}

impl From<DbError> for AuditError {
    fn from(error: DbError) -> AuditError {
        AuditError::Internal(error.into())
    }
}

/// One line of an exported chain. The order of the fields is that of the file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AuditLine {
    /// Place in the chain.
    pub seq: i64,
    /// Microseconds since 1970-01-01T00:00:00Z.
    pub at_us: i64,
    /// Who.
    pub actor: String,
    /// What was done.
    pub action: String,
    /// To what.
    pub subject: String,
    /// The particulars: JSON as a text, for its very bytes are hashed.
    pub detail: String,
    /// Hash of the entry before, in hexadecimal.
    pub previous: String,
    /// Hash of this entry, in hexadecimal.
    pub hash: String,
}

impl AuditLine {
    fn of(entry: AuditEntry) -> AuditLine {
        AuditLine {
            seq: entry.seq,
            at_us: entry.at.timestamp_micros(),
            actor: entry.actor,
            action: entry.action,
            subject: entry.subject,
            detail: entry.detail,
            previous: hex(&entry.previous),
            hash: hex(&entry.hash),
        }
    }

    /// The entry it says; none when time or hashes are no such things.
    fn entry(self) -> Option<AuditEntry> {
        Some(AuditEntry {
            seq: self.seq,
            at: DateTime::from_timestamp_micros(self.at_us)?,
            actor: self.actor,
            action: self.action,
            subject: self.subject,
            detail: self.detail,
            previous: bytes_of_hex(&self.previous)?,
            hash: bytes_of_hex(&self.hash)?,
        })
    }
}

/// Walks the chain of a deployment, and holds it against checkpoints taken earlier.
///
/// # Errors
/// When the database cannot be read. A fault in the chain is part of the answer.
pub async fn verify(home: &Home, checkpoints: &[Checkpoint]) -> Result<ChainState, AuditError> {
    Ok(home.db.read().await?.verify_audit(checkpoints).await?)
}

/// Writes into the chain that it is being pinned down, and gives the checkpoint at its end.
/// `version` is the program's.
///
/// # Errors
/// [`AuditError::Unsound`], or when the database refuses.
pub async fn checkpoint(
    home: &Home,
    version: &str,
    actor: &str,
    now: DateTime<Utc>,
) -> Result<Checkpoint, AuditError> {
    let mut tx = home.db.write().await?;
    if let Some(fault) = tx.verify_audit(&[]).await?.fault {
        return Err(AuditError::Unsound(fault));
    }
    tx.append_audit(now, actor, "audit.checkpoint", "audit", &json!({ "version": version }))
        .await?;
    let (seq, hash) = tx.audit_head().await?;
    tx.commit().await?;
    Ok(Checkpoint::new(version, now, seq, &hash))
}

/// Writes the entries from a place on, one a line, and gives how many. That they were exported is
/// the last of them. A chain that is not sound is exported as it is: it is evidence.
///
/// # Errors
/// [`AuditError::NoSuchPlace`], or when database or file refuse.
pub async fn export(
    home: &Home,
    from: i64,
    out: &mut dyn Write,
    actor: &str,
    now: DateTime<Utc>,
) -> Result<i64, AuditError> {
    let mut tx = home.db.write().await?;
    let (last, _) = tx.audit_head().await?;
    if from < 1 || last.max(1) < from {
        return Err(AuditError::NoSuchPlace(from));
    }
    tx.append_audit(now, actor, "audit.export", "audit", &json!({ "from": from })).await?;
    tx.commit().await?;

    let mut tx = home.db.read().await?;
    let (mut place, mut written) = (from - 1, 0);
    loop {
        let entries = tx.audit_after(place, PAGE).await?;
        let Some(last) = entries.last() else { break };
        place = last.seq;
        for entry in entries {
            let line = serde_json::to_string(&AuditLine::of(entry)).map_err(anyhow::Error::from)?;
            writeln!(out, "{line}").context("写不进文件：请检查磁盘")?;
            written += 1;
        }
    }
    out.flush().context("写不进文件：请检查磁盘")?;
    Ok(written)
}

/// Checks an exported chain, with nothing but the file and checkpoints. What was cut off its end
/// only a checkpoint shows.
///
/// # Errors
/// [`AuditError::Empty`], or when the file cannot be read. A fault in the chain is part of the
/// answer.
pub fn check(path: &Path, checkpoints: &[Checkpoint]) -> Result<ChainState, AuditError> {
    let open = || {
        let file = File::open(path).with_context(|| format!("打不开 {}", path.display()))?;
        anyhow::Ok(BufReader::new(file).split(b'\n'))
    };
    let lines = open()?.count();
    if lines == 0 {
        return Err(AuditError::Empty(path.display().to_string()));
    }
    let first = match open()?.next() {
        Some(Ok(line)) => entry_of(&line).map_or(1, |it| it.seq.max(1)),
        _ => 1,
    };
    let entries = i64::try_from(lines).unwrap_or(i64::MAX);
    let mut walk = ChainWalk::behind(first - 1, entries, checkpoints);
    let mut rest = open()?;
    while let Some(line) = rest.next() {
        let line = line.with_context(|| format!("读不下去 {}", path.display()))?;
        let step = match entry_of(&line) {
            Some(entry) => walk.step(&entry),
            // A line that cannot be read is not what was exported.
            None => Err(ChainFault { seq: walk.place() + 1, kind: FaultKind::Altered }),
        };
        if let Err(fault) = step {
            let is_it = |line: Vec<u8>| entry_of(&line).is_some_and(|it| it.seq == fault.seq);
            let comes_later =
                fault.kind == FaultKind::Missing && rest.map_while(Result::ok).any(is_it);
            let kind = if comes_later { FaultKind::OutOfOrder } else { fault.kind };
            return Ok(walk.end(Some(ChainFault { kind, ..fault })));
        }
    }
    Ok(walk.end(None))
}

/// Reads a checkpoint that [`checkpoint`] gave.
///
/// # Errors
/// [`AuditError::BadCheckpoint`] when it is none, or differs from what was written.
pub fn read_checkpoint(path: &Path) -> Result<Checkpoint, AuditError> {
    let bad = || AuditError::BadCheckpoint(path.display().to_string());
    let text = std::fs::read(path).with_context(|| format!("打不开 {}", path.display()))?;
    let checkpoint: Checkpoint = serde_json::from_slice(&text).map_err(|_| bad())?;
    if checkpoint.is_intact() { Ok(checkpoint) } else { Err(bad()) }
}

fn entry_of(line: &[u8]) -> Option<AuditEntry> {
    serde_json::from_slice::<AuditLine>(line).ok()?.entry()
}

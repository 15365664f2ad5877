//! 审计链. Who did what to what, chained with SM3 so that tampering shows. An entry is appended in
//! the unit of work that makes the change, so one cannot happen without the other.
//!
//! Entries are never changed nor removed; the tables refuse it. Someone who owns the database can
//! still rewrite the whole chain: a [`crate::Checkpoint`] kept elsewhere shows it.

use chrono::{DateTime, SubsecRound, Utc};
use serde_json::Value;

use crate::{
    audit_chain::{ChainFault, ChainState, ChainWalk, Checkpoint, FaultKind},
    db::{Tx, on_db},
};

/// One entry of the chain.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct AuditEntry {
    /// Its place in the chain; the first is 1.
    pub seq: i64,
    /// When, to the microsecond.
    pub at: DateTime<Utc>,
    /// Who.
    pub actor: String,
    /// What was done, such as `batch.commit`.
    pub action: String,
    /// To what, such as `batch 12`.
    pub subject: String,
    /// The particulars, as JSON text.
    pub detail: String,
    /// The hash of the entry before it; zeros for the first.
    pub previous: Vec<u8>,
    /// SM3 over all of the above.
    pub hash: Vec<u8>,
}

/// How many entries are checked at a time.
const PAGE: i64 = 1000;

impl Tx {
    /// Appends an entry and gives its place in the chain. Other units of work that append wait
    /// from here until this one ends, so append last.
    pub async fn append_audit(
        &mut self,
        at: DateTime<Utc>,
        actor: &str,
        action: &str,
        subject: &str,
        detail: &Value,
    ) -> sqlx::Result<i64> {
        // Taking the next place locks the head of the chain.
        let sql = "update audit_head set seq = seq + 1 where id = 1 returning seq, hash";
        let (seq, previous): (i64, Vec<u8>) = on_db!(self, fetch_one, sqlx::query_as(sql))?;
        let mut entry = AuditEntry {
            seq,
            at: at.trunc_subsecs(6),
            actor: actor.to_owned(),
            action: action.to_owned(),
            subject: subject.to_owned(),
            detail: detail.to_string(),
            previous,
            hash: Vec::new(),
        };
        entry.hash = entry.digest();

        let sql = "insert into audit (seq, at, actor, action, subject, detail, previous, hash)
                   values ($1, $2, $3, $4, $5, $6, $7, $8)";
        on_db!(
            self,
            execute,
            sqlx::query(sql)
                .bind(entry.seq)
                .bind(entry.at)
                .bind(&entry.actor)
                .bind(&entry.action)
                .bind(&entry.subject)
                .bind(&entry.detail)
                .bind(&entry.previous)
                .bind(&entry.hash)
        )?;
        let sql = "update audit_head set hash = $1 where id = 1";
        on_db!(self, execute, sqlx::query(sql).bind(&entry.hash))?;
        Ok(seq)
    }

    /// Entries behind a place in the chain, in order.
    pub async fn audit_after(&mut self, seq: i64, limit: i64) -> sqlx::Result<Vec<AuditEntry>> {
        let sql = "select seq, at, actor, action, subject, detail, previous, hash from audit
                   where seq > $1 order by seq limit $2";
        on_db!(self, fetch_all, sqlx::query_as(sql).bind(seq).bind(limit))
    }

    /// The end of the chain as its head remembers it: place and hash of the last entry.
    pub async fn audit_head(&mut self) -> sqlx::Result<(i64, Vec<u8>)> {
        let sql = "select seq, hash from audit_head where id = 1";
        on_db!(self, fetch_one, sqlx::query_as(sql))
    }

    /// Walks the chain, and holds it against checkpoints taken earlier. Says how far it is sound
    /// and what is wrong behind that.
    pub async fn verify_audit(&mut self, checkpoints: &[Checkpoint]) -> sqlx::Result<ChainState> {
        let head = self.audit_head().await?;
        let sql = "select count(*) from audit";
        let entries: i64 = on_db!(self, fetch_one, sqlx::query_scalar(sql))?;
        // Some may have been removed before the one that was moved.
        let mut walk = ChainWalk::behind(0, entries + PAGE, checkpoints);
        loop {
            let entries = self.audit_after(walk.place(), PAGE).await?;
            if entries.is_empty() {
                break;
            }
            for entry in entries {
                if let Err(fault) = walk.step(&entry) {
                    return Ok(walk.end(Some(fault)));
                }
            }
        }
        // Entries cut off the end leave the head behind.
        let fault = if walk.place() < head.0 {
            Some(ChainFault { seq: walk.place() + 1, kind: FaultKind::CutOff })
        } else if head.0 < walk.place() || head.1 != walk.hash() {
            Some(ChainFault { seq: head.0, kind: FaultKind::HeadRewritten })
        } else {
            None
        };
        Ok(walk.end(fault))
    }
}

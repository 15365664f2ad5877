//! The audit chain shows tampering.

use serde_json::json;
use store::{ChainFault, Checkpoint, Db, FaultKind, Tx};

use crate::common::{at, execute, execute_bound, on_each_engine};

async fn with_three_entries(db: &Db) {
    for n in 1..=3 {
        let mut tx = db.write().await.unwrap();
        let detail = json!({ "files": n, "note": "导入" });
        let seq =
            tx.append_audit(at(8), "an", "batch.commit", &format!("batch {n}"), &detail).await;
        assert_eq!(seq.unwrap(), n);
        tx.commit().await.unwrap();
    }
}

/// Takes the guard off, as only someone who owns the database can.
async fn without_triggers(db: &Db) -> Tx {
    let mut tx = db.write().await.unwrap();
    match &tx {
        Tx::Sqlite(_) => {
            execute(&mut tx, "drop trigger audit_refuses_update").await.unwrap();
            execute(&mut tx, "drop trigger audit_refuses_delete").await.unwrap();
        }
        Tx::Postgres(_) => {
            execute(&mut tx, "alter table audit disable trigger user").await.unwrap();
        }
    }
    tx
}

/// How many entries are sound, and the fault behind them.
async fn state(tx: &mut Tx) -> (i64, Option<ChainFault>) {
    let state = tx.verify_audit(&[]).await.unwrap();
    (state.sound, state.fault)
}

fn fault(seq: i64, kind: FaultKind) -> Option<ChainFault> {
    Some(ChainFault { seq, kind })
}

#[tokio::test]
async fn a_sound_chain_verifies_and_reads_back() {
    on_each_engine(async |db| {
        assert_eq!(state(&mut db.read().await.unwrap()).await, (0, None));
        with_three_entries(&db).await;
        let mut tx = db.read().await.unwrap();
        assert_eq!(state(&mut tx).await, (3, None));
        let entries = tx.audit_after(1, 1).await.unwrap();
        assert_eq!((entries.len(), entries[0].seq, entries[0].at), (1, 2, at(8)));
        assert_eq!(entries[0].subject, "batch 2");
        assert_eq!(entries[0].detail, r#"{"files":2,"note":"导入"}"#);
    })
    .await;
}

#[tokio::test]
async fn an_entry_that_is_rolled_back_leaves_no_gap() {
    on_each_engine(async |db| {
        with_three_entries(&db).await;
        let mut tx = db.write().await.unwrap();
        assert_eq!(tx.append_audit(at(9), "bo", "x", "y", &json!({})).await.unwrap(), 4);
        drop(tx);
        let mut tx = db.write().await.unwrap();
        assert_eq!(tx.append_audit(at(9), "bo", "x", "y", &json!({})).await.unwrap(), 4);
        assert_eq!(state(&mut tx).await, (4, None));
    })
    .await;
}

#[tokio::test]
async fn entries_can_be_neither_changed_nor_removed() {
    on_each_engine(async |db| {
        with_three_entries(&db).await;
        for sql in [
            "update audit set actor = 'bo' where seq = 2",
            "delete from audit where seq = 3",
            "delete from audit_head",
        ] {
            let mut tx = db.write().await.unwrap();
            let refused = execute(&mut tx, sql).await.unwrap_err();
            assert!(refused.to_string().contains("append-only"), "{refused}");
        }
        assert_eq!(state(&mut db.read().await.unwrap()).await, (3, None));
    })
    .await;
}

#[tokio::test]
async fn tampering_shows_where_it_begins_and_what_it_is() {
    use FaultKind as F;
    on_each_engine(async |db| {
        with_three_entries(&db).await;
        let swap = "update audit set seq = case seq when 1 then 12 else 11 end where seq < 3";
        let swapped = "update audit set seq = seq - 10 where 10 < seq";
        let head_back = "update audit_head set seq = 2";
        let other_head =
            "update audit_head set hash = (select hash from audit where seq = 2) where id = 1";
        let renumber = "update audit set seq = 2 where seq = 3";
        let remove = |n| match n {
            2 => "delete from audit where seq = 2",
            _ => "delete from audit where seq = 3",
        };
        for (statements, seq, kind) in [
            (vec!["update audit set actor = 'bo' where seq = 2"], 2, F::Altered),
            (vec!["update audit set detail = '{}' where seq = 1"], 1, F::Altered),
            (vec!["update audit set hash = previous where seq = 3"], 3, F::Altered),
            (vec![remove(2)], 2, F::Missing),
            (vec![remove(3)], 3, F::CutOff),
            (vec!["delete from audit"], 1, F::CutOff),
            (vec![swap, swapped], 1, F::OutOfOrder),
            (vec![remove(2), renumber], 2, F::OutOfOrder),
            (vec![head_back], 2, F::HeadRewritten),
            (vec![other_head], 3, F::HeadRewritten),
        ] {
            let mut tx = without_triggers(&db).await;
            assert_eq!(state(&mut tx).await, (3, None));
            for sql in &statements {
                execute(&mut tx, sql).await.unwrap();
            }
            let found = state(&mut tx).await;
            assert_eq!(found.1, fault(seq, kind), "{statements:?}");
            let sound = if kind == F::HeadRewritten { 3 } else { seq - 1 };
            assert_eq!(found.0, sound, "{statements:?}");
        }
    })
    .await;
}

/// Writes an entry anew with a hash that fits it, as someone who knows how would, behind the entry
/// whose hash is given; gives the new hash.
async fn forge(tx: &mut Tx, seq: i64, previous: Vec<u8>) -> Vec<u8> {
    let mut entry = tx.audit_after(seq - 1, 1).await.unwrap().remove(0);
    (entry.actor, entry.previous) = ("chen".into(), previous);
    entry.hash = entry.digest();
    let sql = "update audit set actor = 'chen', previous = $2, hash = $3 where seq = $1";
    execute_bound(tx, sql, seq, &entry.previous, &entry.hash).await.unwrap();
    entry.hash
}

#[tokio::test]
async fn an_entry_made_to_fit_its_hash_does_not_fit_the_next() {
    on_each_engine(async |db| {
        with_three_entries(&db).await;
        let mut tx = without_triggers(&db).await;
        let first = tx.audit_after(0, 1).await.unwrap().remove(0);
        forge(&mut tx, 2, first.hash).await;
        assert_eq!(state(&mut tx).await, (2, fault(3, FaultKind::Unlinked)));
    })
    .await;
}

#[tokio::test]
async fn a_chain_rewritten_to_its_end_is_shown_by_a_checkpoint_only() {
    on_each_engine(async |db| {
        with_three_entries(&db).await;
        let mut tx = without_triggers(&db).await;
        let (seq, hash) = tx.audit_head().await.unwrap();
        let late = Checkpoint::new("0.1.0", at(9), seq, &hash);
        let entries = tx.audit_after(0, 10).await.unwrap();
        let early = Checkpoint::new("0.1.0", at(9), 1, &entries[0].hash);
        assert!(late.is_intact() && !Checkpoint { seq: 2, ..late.clone() }.is_intact());
        let sound = tx.verify_audit(&[late.clone(), early.clone()]).await.unwrap();
        assert_eq!((sound.fault, sound.checkpoints), (None, vec![1, 3]));

        let second = forge(&mut tx, 2, entries[0].hash.clone()).await;
        let third = forge(&mut tx, 3, second).await;
        let sql = "update audit_head set seq = $1, hash = $3 where $2 = $2";
        execute_bound(&mut tx, sql, 3, &third, &third).await.unwrap();

        assert_eq!(state(&mut tx).await, (3, None));
        let found = tx.verify_audit(&[early.clone(), late]).await.unwrap();
        assert_eq!(found.fault, fault(3, FaultKind::NotAsCheckpointed));
        // Up to the checkpoint that still fits, nothing was rewritten.
        assert_eq!((found.sound, found.checkpoints), (1, vec![1]));
        assert!(tx.verify_audit(&[early]).await.unwrap().is_sound());
    })
    .await;
}

#[tokio::test]
async fn a_chain_cut_off_together_with_its_head_is_shown_by_a_checkpoint_only() {
    on_each_engine(async |db| {
        with_three_entries(&db).await;
        let mut tx = without_triggers(&db).await;
        let (seq, hash) = tx.audit_head().await.unwrap();
        let checkpoint = Checkpoint::new("0.1.0", at(9), seq, &hash);
        let second = tx.audit_after(1, 1).await.unwrap().remove(0);
        execute(&mut tx, "delete from audit where seq = 3").await.unwrap();
        let sql = "update audit_head set seq = $1, hash = $3 where $2 = $2";
        execute_bound(&mut tx, sql, 2, &second.hash, &second.hash).await.unwrap();
        assert_eq!(state(&mut tx).await, (2, None));
        let found = tx.verify_audit(&[checkpoint]).await.unwrap();
        assert_eq!((found.sound, found.fault), (2, fault(3, FaultKind::CutOff)));
    })
    .await;
}

#[tokio::test]
async fn entries_of_several_writers_make_one_chain() {
    on_each_engine(async |db| {
        let writers: Vec<_> = ["an", "bo", "chen"]
            .into_iter()
            .map(|actor| {
                let db = db.clone();
                tokio::spawn(async move {
                    for _ in 0..20 {
                        let mut tx = db.write().await.unwrap();
                        tx.append_audit(at(8), actor, "look", "person 1", &json!({}))
                            .await
                            .unwrap();
                        tx.commit().await.unwrap();
                    }
                })
            })
            .collect();
        for writer in writers {
            writer.await.unwrap();
        }
        assert_eq!(state(&mut db.read().await.unwrap()).await, (60, None));
    })
    .await;
}

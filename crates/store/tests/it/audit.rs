//! The audit chain shows tampering.

use serde_json::json;
use store::{Db, Tx};

use crate::common::{at, execute, on_each_engine};

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

#[tokio::test]
async fn a_sound_chain_verifies_and_reads_back() {
    on_each_engine(async |db| {
        assert_eq!(db.read().await.unwrap().verify_audit().await.unwrap(), (0, None));
        with_three_entries(&db).await;
        let mut tx = db.read().await.unwrap();
        assert_eq!(tx.verify_audit().await.unwrap(), (3, None));
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
        assert_eq!(tx.verify_audit().await.unwrap(), (4, None));
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
        assert_eq!(db.read().await.unwrap().verify_audit().await.unwrap(), (3, None));
    })
    .await;
}

#[tokio::test]
async fn tampering_shows_where_it_begins() {
    on_each_engine(async |db| {
        with_three_entries(&db).await;
        for (sql, sound) in [
            ("update audit set actor = 'bo' where seq = 2", 1),
            ("update audit set detail = '{}' where seq = 1", 0),
            ("delete from audit where seq = 2", 1),
            ("delete from audit where seq = 3", 2),
            ("delete from audit", 0),
        ] {
            let mut tx = without_triggers(&db).await;
            assert_eq!(tx.verify_audit().await.unwrap(), (3, None));
            execute(&mut tx, sql).await.unwrap();
            assert_eq!(tx.verify_audit().await.unwrap(), (sound, Some(sound + 1)), "{sql}");
        }
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
        assert_eq!(db.read().await.unwrap().verify_audit().await.unwrap(), (60, None));
    })
    .await;
}

//! All or nothing, and one after the other.

use std::time::Duration;

use serde_json::json;
use store::Db;

use crate::common::{COUNTY, at, household, new_batch, on_each_engine, person, with_register};

/// What a crash in the middle of an import leaves behind: nothing but the batch that was opened.
#[tokio::test]
async fn a_unit_of_work_that_is_dropped_leaves_nothing() {
    on_each_engine(async |db| {
        let mut tx = with_register(&db).await;
        let batch = tx.open_batch(&new_batch()).await.unwrap();
        tx.commit().await.unwrap();

        let mut tx = db.write().await.unwrap();
        let people: Vec<_> = (4..900).map(|it| person(it, 1)).collect();
        tx.save_persons(&people).await.unwrap();
        tx.allocate("persons", 900).await.unwrap();
        assert!(tx.commit_batch(batch, at(9), None).await.unwrap());
        tx.append_audit(at(9), "an", "batch.commit", "batch 1", &json!({})).await.unwrap();
        drop(tx);

        let mut tx = db.write().await.unwrap();
        assert_eq!(tx.persons_in(COUNTY).await.unwrap().len(), 3);
        assert_eq!(tx.allocate("persons", 1).await.unwrap(), 1);
        assert_eq!(tx.open_batches().await.unwrap()[0].id, batch);
        assert_eq!(tx.verify_audit(&[]).await.unwrap().last, 0);
    })
    .await;
}

#[tokio::test]
async fn a_reader_sees_one_state_of_things() {
    on_each_engine(async |db| {
        with_register(&db).await.commit().await.unwrap();
        let mut reader = db.read().await.unwrap();
        assert_eq!(reader.households_in(COUNTY).await.unwrap().len(), 3);
        let mut writer = db.write().await.unwrap();
        writer.save_households(&[household(4)]).await.unwrap();
        writer.commit().await.unwrap();
        assert_eq!(reader.households_in(COUNTY).await.unwrap().len(), 3);
        assert_eq!(db.read().await.unwrap().households_in(COUNTY).await.unwrap().len(), 4);
    })
    .await;
}

/// On SQLite the second writer waits for the first; on PostgreSQL it waits at the counter.
#[tokio::test]
async fn two_writers_queue() {
    on_each_engine(async |db| {
        let mut first = db.write().await.unwrap();
        assert_eq!(first.allocate("households", 1).await.unwrap(), 1);
        let second = tokio::spawn({
            let db = db.clone();
            async move {
                let mut second = db.write().await.unwrap();
                let number = second.allocate("households", 1).await.unwrap();
                second.commit().await.unwrap();
                number
            }
        });
        tokio::time::sleep(Duration::from_millis(300)).await;
        assert!(!second.is_finished());
        first.commit().await.unwrap();
        assert_eq!(second.await.unwrap(), 2);
    })
    .await;
}

/// A second process may open the file and read while an import is writing.
#[tokio::test]
async fn a_file_can_be_opened_again_while_someone_writes() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store.sqlite");
    let db = Db::open(path.to_str().unwrap()).await.unwrap();
    with_register(&db).await.commit().await.unwrap();

    let mut writer = db.write().await.unwrap();
    writer.save_households(&[household(4)]).await.unwrap();
    let again = Db::open(&format!("sqlite:{}", path.display())).await.unwrap();
    assert_eq!(again.read().await.unwrap().households_in(COUNTY).await.unwrap().len(), 3);
    writer.commit().await.unwrap();
    assert_eq!(again.read().await.unwrap().households_in(COUNTY).await.unwrap().len(), 4);
}

#[tokio::test]
async fn an_unusable_path_is_named() {
    let problem = Db::open("/nowhere/at/all.sqlite").await.unwrap_err();
    assert!(problem.to_string().contains("/nowhere/at/all.sqlite"), "{problem}");
}

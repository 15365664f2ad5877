//! Batches, and what they bring.

use serde_json::json;
use store::{
    Db, Mapping, NewBatch, NewLakeFile, NewQuarantined, NewSourceFile, Quarantined, Review,
    SourceFile, Tx,
};

use crate::common::{
    COUNTY, OTHER_COUNTY, at, insert_sheet, new_batch, on_each_engine, with_register,
};

fn lake_file(batch_id: i64, source_file_id: i64, month: &str) -> NewLakeFile {
    NewLakeFile {
        source_file_id: Some(source_file_id),
        batch_id,
        table_name: "medical_claims".into(),
        county_id: COUNTY,
        month: month.into(),
        path: format!("lake/medical_claims/{month}/{source_file_id}.parquet"),
        rows: 10,
        part: "rows".into(),
    }
}

fn bad_row(source_file_id: i64, row: i64) -> NewQuarantined {
    NewQuarantined {
        source_file_id,
        row,
        reason: "id_checksum".into(),
        column_name: Some("身份证号".into()),
        original_sealed: vec![1, 2, 3],
        candidates: json!([{ "person": 1, "why": "name_and_village" }]),
    }
}

fn rows_of(quarantined: &[Quarantined]) -> Vec<(i64, i64)> {
    quarantined.iter().map(|it| (it.source_file_id, it.row)).collect()
}

/// A batch with one sheet, one lake file and two quarantined rows; gives batch, sheet and the
/// first quarantined row.
async fn filled_batch(tx: &mut Tx, sha256: &str) -> (i64, i64, i64) {
    let batch = tx.open_batch(&new_batch()).await.unwrap();
    let sheet = insert_sheet(tx, batch, sha256).await;
    tx.insert_lake_file(&lake_file(batch, sheet, "2023-10")).await.unwrap();
    let first = tx.insert_quarantine(&[bad_row(sheet, 7), bad_row(sheet, 9)]).await.unwrap();
    (batch, sheet, first)
}

#[tokio::test]
async fn what_a_batch_brought_counts_while_it_is_committed() {
    on_each_engine(async |db| {
        let mut tx = with_register(&db).await;
        let (batch, sheet, _) = filled_batch(&mut tx, "aa").await;
        let counts = async |tx: &mut Tx| {
            let files =
                tx.lake_files_for(COUNTY, "medical_claims", "2023-01", "2023-12").await.unwrap();
            let rows = tx.open_quarantine(COUNTY, None).await.unwrap();
            let known = tx.find_imported(COUNTY, "2023-10", "aa", "").await.unwrap();
            (files.len(), rows.len(), known.map(|it| it.id))
        };
        assert_eq!(counts(&mut tx).await, (0, 0, None));
        assert_eq!(tx.open_batches().await.unwrap().len(), 1);

        assert!(tx.commit_batch(batch, at(9), Some("packs")).await.unwrap());
        assert!(!tx.commit_batch(batch, at(10), None).await.unwrap());
        assert_eq!(counts(&mut tx).await, (1, 2, Some(sheet)));
        assert_eq!(tx.open_batches().await.unwrap(), []);
        let [stored] = &tx.batches_in(COUNTY).await.unwrap()[..] else { panic!("one batch") };
        assert_eq!(stored.state, "committed");
        assert_eq!((stored.created_at, stored.committed_at), (at(8), Some(at(9))));
        assert_eq!(stored.packs_hash.as_deref(), Some("packs"));

        assert!(tx.roll_back_batch(batch).await.unwrap());
        assert!(!tx.roll_back_batch(batch).await.unwrap());
        assert_eq!(counts(&mut tx).await, (0, 0, None));
        assert_eq!(tx.lake_files_of_batch(batch).await.unwrap().len(), 1);
    })
    .await;
}

#[tokio::test]
async fn lake_files_come_oldest_first_within_their_months_and_county() {
    on_each_engine(async |db| {
        let mut tx = with_register(&db).await;
        let batch = tx.open_batch(&new_batch()).await.unwrap();
        let sheet = insert_sheet(&mut tx, batch, "aa").await;
        for month in ["2023-10", "2022-11", "2022-10", "2023-09"] {
            tx.insert_lake_file(&lake_file(batch, sheet, month)).await.unwrap();
        }
        let snapshot = NewLakeFile {
            source_file_id: None,
            table_name: "registry".into(),
            part: "snapshot".into(),
            ..lake_file(batch, sheet, "2023-10")
        };
        tx.insert_lake_file(&snapshot).await.unwrap();
        tx.commit_batch(batch, at(9), None).await.unwrap();

        let found =
            tx.lake_files_for(COUNTY, "medical_claims", "2022-11", "2023-10").await.unwrap();
        let months: Vec<&str> = found.iter().map(|it| it.month.as_str()).collect();
        assert_eq!(months, ["2022-11", "2023-09", "2023-10"]);
        assert_eq!(found[0].path, format!("lake/medical_claims/2022-11/{sheet}.parquet"));
        let found =
            tx.lake_files_for(OTHER_COUNTY, "medical_claims", "2022-11", "2023-10").await.unwrap();
        assert_eq!(found, []);
        let found = tx.lake_files_for(COUNTY, "registry", "2023-10", "2023-10").await.unwrap();
        assert_eq!(found[0].source_file_id, None);
    })
    .await;
}

#[tokio::test]
async fn a_sheet_comes_back_with_its_report() {
    on_each_engine(async |db| {
        let mut tx = with_register(&db).await;
        let batch = tx.open_batch(&new_batch()).await.unwrap();
        let counts = json!({ "read": 12, "stored": 9, "quarantined": { "id_checksum": 3 } });
        let file = NewSourceFile {
            batch_id: batch,
            path: "医保局/住院.xlsx".into(),
            sha256: "ab".repeat(32),
            sheet: "10月".into(),
            feed: Some("medical_inpatient".into()),
            table_name: Some("medical_claims".into()),
            department: Some("医保局".into()),
            format: Some("xlsx".into()),
            header_row: Some(3),
            header: vec!["姓名".into(), "身份证号".into()],
            counts: counts.clone(),
            ..NewSourceFile::default()
        };
        tx.insert_source_file(41, &file).await.unwrap();
        let unreadable = NewSourceFile {
            batch_id: batch,
            path: "坏.xls".into(),
            error_code: Some("file_truncated".into()),
            error_message: Some("文件不完整".into()),
            ..NewSourceFile::default()
        };
        tx.insert_source_file(42, &unreadable).await.unwrap();

        let stored: SourceFile = tx.source_file(41).await.unwrap().unwrap();
        assert_eq!((stored.path, stored.header_row), (file.path, Some(3)));
        assert_eq!((stored.header, stored.counts), (file.header, counts));
        let all = tx.source_files_of(batch).await.unwrap();
        assert_eq!(all.iter().map(|it| it.id).collect::<Vec<_>>(), [41, 42]);
        assert_eq!(all[1].error_code.as_deref(), Some("file_truncated"));

        // A file that failed may be tried again.
        tx.commit_batch(batch, at(9), None).await.unwrap();
        assert!(tx.find_imported(COUNTY, "2023-10", "", "").await.unwrap().is_none());
        let sha256 = "ab".repeat(32);
        let found = async |tx: &mut Tx, county, month, sheet| {
            tx.find_imported(county, month, &sha256, sheet).await.unwrap().is_some()
        };
        assert!(found(&mut tx, COUNTY, "2023-10", "10月").await);
        assert!(!found(&mut tx, COUNTY, "2023-10", "9月").await);
        assert!(!found(&mut tx, COUNTY, "2023-11", "10月").await);
        assert!(!found(&mut tx, OTHER_COUNTY, "2023-10", "10月").await);
    })
    .await;
}

#[tokio::test]
async fn mended_rows_leave_quarantine_and_return_when_the_mending_is_rolled_back() {
    on_each_engine(async |db| {
        let mut tx = with_register(&db).await;
        let (batch, sheet, first) = filled_batch(&mut tx, "aa").await;
        tx.commit_batch(batch, at(9), None).await.unwrap();

        let (mending, mender, _) = filled_batch(&mut tx, "bb").await;
        assert_eq!(tx.mend_quarantine(&[first, 9_999], mender).await.unwrap(), 1);
        assert_eq!(tx.mend_quarantine(&[first], mender).await.unwrap(), 0);
        assert_eq!(tx.mend_quarantine(&[], mender).await.unwrap(), 0);
        tx.commit_batch(mending, at(10), None).await.unwrap();
        let open = tx.open_quarantine(COUNTY, None).await.unwrap();
        assert_eq!(rows_of(&open), [(sheet, 9), (mender, 7), (mender, 9)]);
        assert_eq!(tx.resolved_candidate_rows(COUNTY).await.unwrap(), [(sheet, 7)]);
        let mended = tx.quarantined(first).await.unwrap().unwrap();
        assert_eq!((mended.state.as_str(), mended.mended_by_source_file), ("mended", Some(mender)));

        tx.roll_back_batch(mending).await.unwrap();
        let open = tx.open_quarantine(COUNTY, Some(batch)).await.unwrap();
        assert_eq!(rows_of(&open), [(sheet, 7), (sheet, 9)]);
        assert_eq!(tx.open_quarantine(COUNTY, Some(mending)).await.unwrap(), []);
        assert_eq!(tx.open_quarantine(OTHER_COUNTY, None).await.unwrap(), []);
        assert_eq!(tx.resolved_candidate_rows(COUNTY).await.unwrap(), []);
    })
    .await;
}

#[tokio::test]
async fn a_person_settles_a_quarantined_row_once() {
    on_each_engine(async |db| {
        let mut tx = with_register(&db).await;
        let (batch, sheet, first) = filled_batch(&mut tx, "aa").await;
        tx.commit_batch(batch, at(9), None).await.unwrap();

        assert!(tx.confirm_quarantined(first, 2, 2).await.unwrap());
        assert!(!tx.confirm_quarantined(first, 3, 3).await.unwrap());
        assert!(!tx.dismiss_quarantined(first).await.unwrap());
        assert!(tx.dismiss_quarantined(first + 1).await.unwrap());
        let settled = tx.quarantined(first).await.unwrap().unwrap();
        assert_eq!((settled.person_id, settled.household_id), (Some(2), Some(2)));
        assert_eq!(settled.candidates, bad_row(sheet, 7).candidates);
        assert_eq!(settled.original_sealed, [1, 2, 3]);
        assert_eq!(tx.resolved_candidate_rows(COUNTY).await.unwrap(), [(sheet, 7), (sheet, 9)]);
        assert_eq!(tx.open_quarantine(COUNTY, None).await.unwrap(), []);
    })
    .await;
}

#[tokio::test]
async fn a_batch_left_open_goes_without_a_trace() {
    on_each_engine(async |db: Db| {
        let mut tx = with_register(&db).await;
        let (committed, _, first) = filled_batch(&mut tx, "aa").await;
        tx.commit_batch(committed, at(9), None).await.unwrap();
        let (left, sheet, _) = filled_batch(&mut tx, "bb").await;
        tx.mend_quarantine(&[first], sheet).await.unwrap();
        let review = Review {
            source_file_id: sheet,
            row: 3,
            reason: "name_conflict".into(),
            detail: None,
            person_id: None,
            household_id: None,
            state: "open".into(),
        };
        tx.insert_reviews(&[review]).await.unwrap();
        tx.commit().await.unwrap();

        let mut tx = db.write().await.unwrap();
        let open: Vec<i64> = tx.open_batches().await.unwrap().iter().map(|it| it.id).collect();
        assert_eq!(open, [left]);
        assert_eq!(
            tx.delete_open_batch(left).await.unwrap(),
            Some(vec![format!("lake/medical_claims/2023-10/{sheet}.parquet")])
        );
        assert_eq!(tx.delete_open_batch(left).await.unwrap(), None);
        assert_eq!(tx.delete_open_batch(committed).await.unwrap(), None);
        assert_eq!(tx.source_files_of(left).await.unwrap(), []);
        assert_eq!(tx.lake_files_of_batch(left).await.unwrap(), []);
        assert_eq!(tx.reviews_of_batch(left).await.unwrap(), []);
        assert_eq!(tx.open_quarantine(COUNTY, None).await.unwrap().len(), 2);
    })
    .await;
}

#[tokio::test]
async fn a_row_may_be_reviewed_for_several_reasons() {
    on_each_engine(async |db| {
        let mut tx = with_register(&db).await;
        let (batch, sheet, _) = filled_batch(&mut tx, "aa").await;
        let review = |row, reason: &str, state: &str| Review {
            source_file_id: sheet,
            row,
            reason: reason.into(),
            detail: Some("id_swapped".into()),
            person_id: Some(1),
            household_id: Some(1),
            state: state.into(),
        };
        let reviews = [
            review(3, "name_conflict", "open"),
            review(3, "person_dead", "open"),
            review(5, "name_conflict", "dismissed"),
        ];
        tx.insert_reviews(&reviews).await.unwrap();
        assert_eq!(tx.reviews_of_batch(batch).await.unwrap(), reviews);
        assert_eq!(tx.open_reviews(COUNTY).await.unwrap(), []);
        tx.commit_batch(batch, at(9), None).await.unwrap();
        assert_eq!(tx.open_reviews(COUNTY).await.unwrap(), reviews[..2]);
        assert_eq!(tx.open_reviews(OTHER_COUNTY).await.unwrap(), []);
    })
    .await;
}

#[tokio::test]
async fn the_mapping_last_used_is_remembered() {
    on_each_engine(async |db| {
        let mut tx = db.write().await.unwrap();
        let mapping = |feed: &str, hour, target: &str| Mapping {
            county_id: COUNTY,
            header_hash: -7,
            feed: feed.into(),
            mapping: json!({ "headers": [["身份证号码", target]] }),
            updated_at: at(hour),
        };
        tx.save_mapping(&mapping("disability_new", 8, "note")).await.unwrap();
        tx.save_mapping(&mapping("disability_new", 9, "id_number")).await.unwrap();
        tx.save_mapping(&mapping("disability_all", 8, "id_number")).await.unwrap();
        let found = tx.mapping_for(COUNTY, -7).await.unwrap();
        assert_eq!(found, Some(mapping("disability_new", 9, "id_number")));
        assert_eq!(tx.mapping_for(COUNTY, 7).await.unwrap(), None);
        assert_eq!(tx.mapping_for(OTHER_COUNTY, -7).await.unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn batches_of_a_county_come_month_by_month() {
    on_each_engine(async |db| {
        let mut tx = db.write().await.unwrap();
        for (county_id, month) in
            [(COUNTY, "2023-11"), (COUNTY, "2023-10"), (OTHER_COUNTY, "2023-10")]
        {
            let batch = NewBatch { county_id, month: month.into(), ..new_batch() };
            tx.open_batch(&batch).await.unwrap();
        }
        let found = tx.batches_in(COUNTY).await.unwrap();
        let found: Vec<(i64, &str)> = found.iter().map(|it| (it.id, it.month.as_str())).collect();
        assert_eq!(found, [(2, "2023-10"), (1, "2023-11")]);
        assert_eq!(tx.batch(3).await.unwrap().unwrap().county_id, OTHER_COUNTY);
    })
    .await;
}

#[tokio::test]
async fn the_last_source_of_a_table_is_the_newest_that_counts() {
    on_each_engine(async |db| {
        let mut tx = with_register(&db).await;
        let mut sheets = Vec::new();
        for (name, table) in
            [("old", "national_persons"), ("new", "national_persons"), ("x", "dibao")]
        {
            let batch = tx.open_batch(&new_batch()).await.unwrap();
            let id = tx.allocate("source_files", 1).await.unwrap();
            let file = NewSourceFile {
                batch_id: batch,
                path: name.into(),
                sha256: name.into(),
                table_name: Some(table.into()),
                ..NewSourceFile::default()
            };
            tx.insert_source_file(id, &file).await.unwrap();
            sheets.push((batch, id));
        }
        let last = async |tx: &mut Tx, county| {
            let found = tx.last_source_of(county, "national_persons").await.unwrap();
            found.map(|it| it.id)
        };
        assert_eq!(last(&mut tx, COUNTY).await, None);
        for (batch, _) in &sheets {
            assert!(tx.commit_batch(*batch, at(9), None).await.unwrap());
        }
        assert_eq!(last(&mut tx, COUNTY).await, Some(sheets[1].1));
        assert_eq!(last(&mut tx, OTHER_COUNTY).await, None);
        assert!(tx.roll_back_batch(sheets[1].0).await.unwrap());
        assert_eq!(last(&mut tx, COUNTY).await, Some(sheets[0].1));
    })
    .await;
}

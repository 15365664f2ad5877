//! Files of records, and files sent to be imported by a job: as those who keep the ledger, on SQLite,
//! and on PostgreSQL when `TEST_POSTGRES_URL` is set.

use std::fs;

use app::{
    jobs::{self, JobError, JobIn},
    ledgers::{self, LedgerError, RecordsIn},
    uploads::{self, UploadIn},
};
use chrono::TimeDelta;
use serde_json::Value;

use crate::{
    ledger_files::{Files, on_each_engine},
    support::{TOWNSHIP, VILLAGE, at},
};

const PHOTO: &[u8] = b"\xFF\xD8\xFF\xE0 a photograph of the works";

#[tokio::test]
async fn a_file_of_a_record_is_sealed_kept_and_taken_away_with_a_reason() {
    on_each_engine(async |files: Files| {
        files.works(&[("G1", "核桃基地", 10_000)]).await;
        let record = files.records("works").await[0].record;
        let home = &files.office.home;
        let village = files.office.staff("chen.village", "village_worker", VILLAGE, "").await;
        let west = files.office.staff("xi.town", "township_officer", "990123101", "").await;
        let above = files.office.staff("bo.prefecture", "prefecture_officer", "9901", "").await;

        let added =
            ledgers::attach(home, &village, "works", record, "现场.jpg", PHOTO, at(1)).await;
        let added = added.unwrap();
        assert_eq!((added.media.as_str(), added.bytes), ("image/jpeg", PHOTO.len() as i64));
        let again =
            ledgers::attach(home, &village, "works", record, "现场.jpg", PHOTO, at(2)).await;
        assert_eq!(again.unwrap().attachment, added.attachment, "sent twice, there once");
        let other =
            ledgers::attach(home, &village, "works", record, "现场.jpg", b"%PDF-1", at(2)).await;
        assert_ne!(other.unwrap().attachment, added.attachment, "another of the same name");
        let sealed = home.db.read().await.unwrap();
        let mut sealed = sealed;
        let sealed = sealed.attachment_content("works", record, added.attachment).await.unwrap();
        let sealed = sealed.unwrap();
        assert!(!sealed.windows(10).any(|it| it == &PHOTO[4..14]), "sealed in the database");

        let seen = ledgers::attachments(home, &files.county, "works", record, files.today).await;
        let seen = seen.unwrap();
        assert_eq!((seen.attachments.len(), seen.may_attach), (2, true));
        let seen = ledgers::attachments(home, &above, "works", record, files.today).await.unwrap();
        assert!(!seen.may_attach, "who only looks adds nothing");
        let read =
            ledgers::attached(home, &files.county, "works", record, added.attachment, at(3)).await;
        assert_eq!(read.unwrap().content, PHOTO);

        // Outside the scope there is nothing; who does not keep the ledger adds and takes nothing.
        let none = ledgers::attachments(home, &west, "works", record, files.today).await;
        assert!(matches!(none, Err(LedgerError::NotFound)));
        let none = ledgers::attached(home, &west, "works", record, added.attachment, at(3)).await;
        assert!(matches!(none, Err(LedgerError::NotFound)));
        let none = ledgers::attach(home, &west, "works", record, "a.jpg", PHOTO, at(3)).await;
        assert!(matches!(none, Err(LedgerError::NotFound)));
        let none = ledgers::attach(home, &above, "works", record, "a.jpg", PHOTO, at(3)).await;
        assert!(matches!(none, Err(LedgerError::NotAllowed { .. })));
        let id = added.attachment;
        let none = ledgers::detach(home, &above, "works", record, id, "不要", at(3)).await;
        assert!(matches!(none, Err(LedgerError::NotAllowed { .. })));
        let none = ledgers::detach(home, &village, "works", record, id, " ", at(3)).await;
        assert!(matches!(none, Err(LedgerError::NoReason)));

        ledgers::detach(home, &village, "works", record, id, "拍错了", at(4)).await.unwrap();
        let seen = ledgers::attachments(home, &village, "works", record, files.today).await;
        assert_eq!(seen.unwrap().attachments.len(), 1);
        let gone = ledgers::attached(home, &village, "works", record, id, at(5)).await;
        assert!(matches!(gone, Err(LedgerError::NotFound)));
        let history = ledgers::history(home, &village, "works", record, files.today).await.unwrap();
        let told: Vec<(i64, &str, Option<&str>)> = history
            .iter()
            .map(|it| (it.version, it.action.as_str(), it.reason.as_deref()))
            .collect();
        assert_eq!(
            told,
            [
                (1, "import", None),
                (2, "attach", None),
                (3, "attach", None),
                (4, "detach", Some("拍错了"))
            ]
        );
        assert_eq!(history[3].file.as_deref(), Some("现场.jpg"));
        assert_eq!(files.office.audited("ledger.attach").await.len(), 2);
        assert_eq!(files.office.audited("ledger.read_attachment").await.len(), 1);
        let removed = files.office.audited("ledger.detach").await;
        assert!(removed[0].detail.to_string().contains("拍错了"));
        // The record says the same as before, and the next change goes on from here.
        let shown = ledgers::show(home, &village, "works", record, files.today).await.unwrap();
        assert_eq!((shown.version, shown.title.as_str()), (4, "核桃基地"));
    })
    .await;
}

#[tokio::test]
async fn an_import_that_is_taken_up_again_records_nothing_twice() {
    on_each_engine(async |files: Files| {
        let home = &files.office.home;
        let clerk = files.office.staff("wang.town", "township_officer", TOWNSHIP, "").await;
        let upload = uploads::begin(home, &clerk, &UploadIn { region: TOWNSHIP.into() }, at(1));
        let upload = upload.unwrap().upload;
        let place = uploads::place(home, &clerk, &upload, "工程.csv").unwrap();
        let sheet = "乡镇,村,工程名称,工程类型,总投资（元）\n东镇,东一村,水渠,没有这种,1\n东镇,东一村,道路,产业,2\n";
        fs::write(&place, sheet).unwrap();
        let wanted = JobIn::ImportRecords(RecordsIn {
            ledger: "works".into(),
            region: TOWNSHIP.into(),
            upload: upload.clone(),
            preview: false,
        });
        let job = jobs::start(home, &clerk, &wanted, at(1)).await.unwrap().job;
        let lease = TimeDelta::seconds(60);
        let first = jobs::claim(home, at(2), lease).await.unwrap().unwrap();
        let done = jobs::run(home, &first, at(2), &|_, _, _| ()).await.unwrap();
        let counts = |it: &Value| [it["read"].clone(), it["added"].clone(), it["quarantined_rows"].clone()];
        assert_eq!(counts(&done), [2, 1, 1].map(Value::from), "{done}");
        assert_eq!(files.records("works").await.len(), 1);

        // The worker died before it could say so: another takes the job up and finds it done.
        let second = jobs::claim(home, at(10), lease).await.unwrap().unwrap();
        assert_eq!((second.id.as_str(), second.attempts), (job.as_str(), 2));
        let told = jobs::run(home, &second, at(10), &|_, _, _| ()).await.unwrap();
        assert_eq!(told, done);
        assert_eq!(files.records("works").await.len(), 1);
        assert_eq!(files.office.audited("ledger.import").await.len(), 1);

        // One that was overtaken while it read writes nothing.
        fs::create_dir_all(place.parent().unwrap()).unwrap();
        fs::write(&place, sheet.replace("道路", "桥")).unwrap();
        let overtaken = store::Job { result: None, ..first };
        let error = jobs::run(home, &overtaken, at(11), &|_, _, _| ()).await.unwrap_err();
        assert!(format!("{error:#}").contains("接手"), "{error:#}");
        assert_eq!(files.records("works").await.len(), 1);

        // What was left out is there for whoever sent the file, and sealed on disk.
        jobs::end(home, &second, "done", &told, at(12), at(12)).await.unwrap();
        let (_, workbook) = ledgers::left_out_of(home, &clerk, "works", &job, at(12)).await.unwrap();
        assert!(workbook.starts_with(b"PK"));
        let kept = files.office.folder.path().join("uploads").join(&upload).join("left_out");
        assert!(!fs::read(kept).unwrap().starts_with(b"PK"));
        let none = ledgers::left_out_of(home, &files.county, "works", &job, at(12)).await;
        assert!(matches!(none, Err(LedgerError::NotFound)));
        let none = jobs::show(home, &files.county, &job).await;
        assert!(matches!(none, Err(JobError::NotFound)));
        uploads::clear_old(home, at(60 * 25)).unwrap();
        let none = ledgers::left_out_of(home, &clerk, "works", &job, at(60 * 25)).await;
        assert!(matches!(none, Err(LedgerError::NotFound)));
    })
    .await;
}

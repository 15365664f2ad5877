//! Jobs are claimed once, taken up again when their worker falls silent, and ended once; a key is
//! answered once.

use chrono::{DateTime, TimeDelta, Utc};
use kernel::RegionLevel;
use serde_json::json;
use store::{Job, Scope};

use crate::common::{COUNTY, OTHER_COUNTY, at, on_each_engine};

fn job(id: &str) -> Job {
    Job {
        id: id.into(),
        kind: "screen".into(),
        payload: json!({ "month": "2023-10" }),
        state: "waiting".into(),
        done: 0,
        total: 0,
        message: String::new(),
        result: None,
        account: "an".into(),
        actor: "account:an".into(),
        province_id: 1,
        prefecture_id: Some(2),
        county_id: Some(COUNTY),
        township_id: None,
        village_id: None,
        attempts: 0,
        created_at: at(8),
        run_after: at(8),
        lease_until: None,
        finished_at: None,
    }
}

fn soon(moment: DateTime<Utc>) -> DateTime<Utc> {
    moment + TimeDelta::minutes(1)
}

#[tokio::test]
async fn a_job_is_claimed_by_one_and_taken_up_by_another_when_the_first_is_silent() {
    on_each_engine(async |db| {
        let mut tx = db.write().await.unwrap();
        tx.add_job(&job("a")).await.unwrap();
        tx.add_job(&Job { run_after: at(20), ..job("later") }).await.unwrap();
        let first = tx.claim_job(at(9), soon(at(9))).await.unwrap().unwrap();
        assert_eq!((first.id.as_str(), first.attempts, first.state.as_str()), ("a", 1, "running"));
        assert_eq!(tx.claim_job(at(9), soon(at(9))).await.unwrap(), None);
        assert!(tx.report_job(&first, (3, 10, "镇沅"), soon(at(9))).await.unwrap());

        // The worker dies; an hour later its lease is over.
        let second = tx.claim_job(at(10), soon(at(10))).await.unwrap().unwrap();
        assert_eq!((second.id.as_str(), second.attempts, second.done), ("a", 2, 3));
        // It comes back and finds that it no longer has the job.
        assert!(!tx.report_job(&first, (4, 10, ""), soon(at(10))).await.unwrap());
        let report = json!({ "clues": 7 });
        assert!(!tx.end_job(&first, "done", &report, at(10), at(10)).await.unwrap());
        assert!(tx.end_job(&second, "done", &report, at(10), at(10)).await.unwrap());
        let county = Scope::region(COUNTY, RegionLevel::County);
        let ended = tx.job_in("a", &county).await.unwrap().unwrap();
        assert_eq!((ended.state.as_str(), &ended.result), ("done", &Some(report)));
        assert_eq!(ended.finished_at, Some(at(10)));
        let elsewhere = Scope::region(OTHER_COUNTY, RegionLevel::County);
        assert_eq!(tx.job_in("a", &elsewhere).await.unwrap(), None);

        let newest = tx.jobs_of("an", None, 1).await.unwrap();
        assert_eq!(newest[0].id, "later");
        assert_eq!(tx.jobs_of("an", Some("later"), 9).await.unwrap()[0].id, "a");
        assert_eq!(tx.jobs_of("bo", None, 9).await.unwrap(), []);
    })
    .await;
}

#[tokio::test]
async fn a_job_that_failed_for_now_waits() {
    on_each_engine(async |db| {
        let mut tx = db.write().await.unwrap();
        tx.add_job(&job("a")).await.unwrap();
        let claimed = tx.claim_job(at(9), soon(at(9))).await.unwrap().unwrap();
        let why = json!({ "error": "磁盘已满" });
        assert!(tx.end_job(&claimed, "waiting", &why, at(11), at(9)).await.unwrap());
        assert_eq!(tx.claim_job(at(10), soon(at(10))).await.unwrap(), None);
        let again = tx.claim_job(at(12), soon(at(12))).await.unwrap().unwrap();
        assert_eq!((again.attempts, again.finished_at), (2, None));
    })
    .await;
}

#[tokio::test]
async fn a_key_is_reserved_once_and_forgotten_when_old() {
    on_each_engine(async |db| {
        let mut tx = db.write().await.unwrap();
        let request = [7_u8; 32];
        assert!(tx.reserve_key("an", "k", &request, at(9)).await.unwrap());
        assert!(!tx.reserve_key("an", "k", &request, at(9)).await.unwrap());
        assert!(tx.reserve_key("bo", "k", &request, at(9)).await.unwrap());
        assert_eq!(tx.find_key("an", "k").await.unwrap().unwrap().status, None);
        tx.keep_answer("an", "k", 201, b"sealed").await.unwrap();
        let kept = tx.find_key("an", "k").await.unwrap().unwrap();
        assert_eq!((kept.status, kept.answer_sealed), (Some(201), Some(b"sealed".to_vec())));
        tx.forget_key("bo", "k").await.unwrap();
        assert_eq!(tx.find_key("bo", "k").await.unwrap(), None);
        assert_eq!(tx.forget_keys_before(at(10)).await.unwrap(), 1);
        assert_eq!(tx.find_key("an", "k").await.unwrap(), None);
    })
    .await;
}

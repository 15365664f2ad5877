//! An inbox in the invented village: families without a case, and what they ask for.

use app::{
    appeals::{self, AppealError, AppealView, NewAppeal, Receipt},
    home::Home,
};
use casework::{AppealAction, Assignee};
use chrono::{DateTime, TimeZone, Utc};
use kernel::RegionLevel;
use store::{AuditEntry, Household, Person, Scope};

use crate::{
    families::{household, person},
    village::{COUNTY, VILLAGE, VILLAGE_CODE, Village, day, number, phone},
};

/// What nobody outside the office may read anywhere.
pub const WORDS: &str = "家里停水两个月了，喝水要到三公里外挑，望解决";

/// Ten in the morning of 10 October 2023 in China.
pub fn now() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2023, 10, 10, 2, 0, 0).single().expect("an instant")
}

pub fn county() -> Scope {
    Scope::region(COUNTY, RegionLevel::County)
}

/// A family of one in a village of the county: household and person of the same number, name 户主`id`.
pub async fn settle(home: &Home, id: i64, village_id: i64) {
    let household = Household {
        village_id,
        national_household_no: None,
        police_book_no: Some(format!("book{id}")),
        ..household(id)
    };
    let person = Person {
        phone_index: Some(home.keys.blind_phone(&phone(id))),
        ..person(&home.keys, id, id, name(id), &number(id))
    };
    let mut tx = home.db.write().await.expect("a unit of work");
    tx.save_households(&[household]).await.expect("a household");
    tx.save_persons(&[person]).await.expect("a person");
    tx.commit().await.expect("committed");
}

pub fn name(id: i64) -> String {
    format!("户主{}", ["零", "甲", "乙", "丙", "丁"][usize::try_from(id).expect("small")])
}

/// Families 1 to 3 in the village, none with a case.
pub async fn inbox() -> Village {
    let village = Village::new().await;
    for id in 1..=3 {
        settle(&village.home, id, VILLAGE).await;
    }
    village
}

/// What family 1 brings to the window: six inputs.
pub fn water(id: i64) -> NewAppeal {
    NewAppeal {
        channel: "self_application".into(),
        need: None,
        name: name(id),
        id_number: Some(number(id).reveal().to_owned()),
        phone: Some(phone(id)),
        region: VILLAGE_CODE.into(),
        text: WORDS.into(),
        proxy: None,
        received_on: day("2023-10-09"),
        outside_no: None,
    }
}

pub async fn receive(village: &Village, new: NewAppeal) -> Receipt {
    appeals::receive(&village.home, new, "an", now()).await.expect("received")
}

pub async fn try_to(
    village: &Village,
    id: &str,
    action: AppealAction,
) -> Result<AppealView, AppealError> {
    let (home, on) = (&village.home, day("2023-10-10"));
    appeals::act(home, &county(), id, None, action, on, "an", now()).await
}

pub async fn act(village: &Village, id: &str, action: AppealAction) -> AppealView {
    let word = action.word().0;
    try_to(village, id, action).await.unwrap_or_else(|error| panic!("{word}: {error}"))
}

pub fn to_department(department: &str) -> AppealAction {
    let assignee = Assignee::Department { department: department.into() };
    AppealAction::Assign { assignee }
}

pub fn answer(text: &str) -> AppealAction {
    AppealAction::Answer { text: text.into() }
}

/// Every audit row; the chain must be sound.
pub async fn audit(home: &Home) -> Vec<AuditEntry> {
    let mut tx = home.db.read().await.expect("a view");
    let entries = tx.audit_after(0, 10_000).await.expect("the chain");
    let sound = i64::try_from(entries.len()).expect("few");
    let state = tx.verify_audit(&[]).await.expect("checked");
    assert_eq!((state.sound, state.fault), (sound, None));
    entries
}

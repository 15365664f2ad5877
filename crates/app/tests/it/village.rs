//! An invented village: 990123100201, in which everybody's record holds what must never leave it.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use app::{
    accounts::Manager,
    cases,
    home::{Home, HomeOptions},
};
use casework::{
    Action, AuthorizationLetter, BaseType, ClueSource, DemocraticReview, Finding, GuaranteeStatus,
    HomeVerification, Opening, RiskCause, SignedBy,
};
use chrono::{DateTime, NaiveDate, TimeZone, Utc};
use kernel::ResidentId;
use policy::Risk;
use store::{Household, NewCase, Person, StoredCase, VillageGroup};

use crate::families::{household, person};

pub const VILLAGE_CODE: &str = "990123100201";
pub const COUNTY: i64 = 3;
pub const VILLAGE: i64 = 5;
pub const OTHER_VILLAGE: i64 = 6;

const REGIONS: &str = "\
id,parent_id,level,name,stat_code
1,,province,示例省,990000000000
2,1,prefecture,示例州,990100000000
3,2,county,示例县,990123000000
4,3,township,示例镇,990123100000
5,4,village,上村村民委员会,990123100201
6,4,village,下村村民委员会,990123100202
";

/// A home folder that goes with the test.
pub struct Village {
    pub home: Home,
    _folder: tempfile::TempDir,
}

pub fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

/// So many minutes into 1 November 2023.
pub fn at(minute: u32) -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2023, 11, 1, 0, minute, 0).single().expect("an instant")
}

/// The invented number of a person.
pub fn number(person: i64) -> ResidentId {
    ResidentId::with_check_digit(&format!("99012319700101{person:03}")).expect("a number")
}

/// The invented telephone of a person.
pub fn phone(person: i64) -> String {
    format!("139{:08}", 12_340_000 + person)
}

/// What was seen at a visit, as thoughtless hands write it.
pub fn summary(person: i64) -> String {
    format!(
        "户主患癌症住院手术，二级精神残疾；身份证{}，电话{}，卡号6228480012345678901",
        number(person).reveal(),
        phone(person)
    )
}

impl Village {
    /// The repository's packs, feeds and facts, with the regions above.
    pub async fn new() -> Village {
        let folder = tempfile::tempdir().expect("a folder");
        let definitions = folder.path().join("definitions");
        for part in ["feeds", "facts", "packs"] {
            copy(&PathBuf::from("../..").join(part), &definitions.join(part));
        }
        fs::create_dir_all(definitions.join("data")).expect("a folder");
        fs::copy("../../data/holidays.toml", definitions.join("data/holidays.toml"))
            .expect("a copy");
        fs::write(definitions.join("data/regions.csv"), REGIONS).expect("a file");
        let home = Home::open(folder.path(), &[], &HomeOptions::default()).await.expect("a home");
        let village = Village { home, _folder: folder };
        let mut tx = village.home.db.write().await.expect("a unit of work");
        let group =
            |id: i64, name: &str| VillageGroup { id, village_id: VILLAGE, name: name.to_owned() };
        tx.save_groups(&[group(1, "一组"), group(2, "二组")]).await.expect("groups");
        tx.commit().await.expect("committed");
        village
    }

    /// A household of three with an open case of the same number, dispatched. Its members are
    /// `id`01 to `id`03, the first its head.
    pub async fn settle(&self, id: i64, village_id: i64, group_id: Option<i64>, head: &str) {
        let mut tx = self.home.db.write().await.expect("a unit of work");
        let household = Household {
            village_id,
            group_id,
            members: 3,
            risks: vec!["illness".into(), "disability".into()],
            ..household(id)
        };
        tx.save_households(&[household]).await.expect("a household");
        let members: BTreeSet<i64> = (1..=3).map(|it| id * 100 + it).collect();
        let people: Vec<Person> = members.iter().map(|it| self.person(*it, id, head)).collect();
        tx.save_persons(&people).await.expect("people");
        let opening = Opening {
            household_id: id,
            base_type: BaseType::OrdinaryHousehold,
            members,
            first_clue_on: day("2023-10-31"),
            source: ClueSource::SelfApplication,
            clues: BTreeSet::new(),
        };
        let case = StoredCase {
            id,
            household_id: id,
            village_id,
            residence_village_id: None,
            stage: "clue".into(),
            is_open: true,
            version: 0,
            first_clue_on: opening.first_clue_on,
            opening: serde_json::to_value(&opening).expect("JSON"),
            opened_at: at(0),
            changed_at: at(0),
        };
        let regions = BTreeSet::from([1, 2, COUNTY, 4, village_id]);
        // The numbers written by hand here are not given out again.
        for counter in ["cases", "households"] {
            tx.allocate(counter, 100).await.expect("numbers");
        }
        tx.insert_cases(&[NewCase { case, regions, clues: BTreeSet::new() }])
            .await
            .expect("a case");
        tx.commit().await.expect("committed");
        self.act(id, "2023-11-01", Action::Dispatch { to: "上村".into() }).await;
    }

    fn person(&self, id: i64, household_id: i64, head: &str) -> Person {
        let keys = &self.home.keys;
        let is_head = id % 100 == 1;
        let name = if is_head { head.to_owned() } else { format!("成员{}", id % 100) };
        Person {
            is_head,
            phone_index: Some(keys.blind_phone(&phone(id))),
            phone_sealed: Some(keys.seal("phone", phone(id).as_bytes())),
            ..person(keys, id, household_id, name, &number(id))
        }
    }

    pub async fn act(&self, case: i64, on: &str, action: Action) {
        let word = action.word().0;
        let now = day(on).and_hms_opt(4, 0, 0).expect("an hour").and_utc();
        cases::act(&self.home, Manager::Owner("an"), case, None, action, day(on), now)
            .await
            .unwrap_or_else(|error| panic!("{word}: {error}"));
    }

    /// The steps of the nation's chain up to the notice: visit, comparison, meeting.
    pub async fn review(&self, case: i64) {
        let visit = HomeVerification {
            on: day("2023-11-01"),
            finding: Finding::Confirmed,
            summary: summary(case * 100 + 1),
            causes: vec![cause(Risk::Illness), cause(Risk::Disability)],
            net_income_per_capita: Some(500_000),
            guarantees: GuaranteeStatus {
                education: true,
                medical: true,
                housing: true,
                water: true,
            },
            has_labor: true,
            rigid_expenditure_solved: false,
            income_stable_months: 0,
        };
        let letter = AuthorizationLetter {
            signed_on: day("2023-11-01"),
            valid_until: day("2024-10-31"),
            signed_by: SignedBy::Thumbprint,
            covers: (1..=3).map(|it| case * 100 + it).collect(),
            attachment: None,
        };
        let review = DemocraticReview {
            on: day("2023-11-02"),
            present: 30,
            agree: 28,
            disagree: 2,
            passed: true,
            minutes: summary(case * 100 + 2),
        };
        let step = |it: &str| it.to_owned();
        let steps = [
            Action::VerifyHome { step: step("home_verification"), visit },
            Action::Authorize { letter },
            Action::CompareAssets { step: Some(step("asset_comparison")), hits: Vec::new() },
            Action::HoldReview { step: step("democratic_review"), review },
        ];
        for action in steps {
            self.act(case, "2023-11-02", action).await;
        }
    }
}

pub fn cause(risk: Risk) -> RiskCause {
    RiskCause { risk, detail: None, remark: None }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder") {
        let entry = entry.expect("an entry");
        let target = to.join(entry.file_name());
        match entry.path().is_dir() {
            true => copy(&entry.path(), &target),
            false => {
                fs::copy(entry.path(), target).expect("a copy");
            }
        }
    }
}

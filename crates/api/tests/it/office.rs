//! An invented county with two townships, its people, and the cast.
//!
//! **an** works for the county, **zhou** approves for it, **bo** in 东镇, **wen** in its village 东一村, **chen** in 西镇, which
//! has nothing to do with the others. **edu** is of the education bureau, **he** helps families of
//! his own, **lu** and **mo** assess for a third party, **sec** manages accounts, **aud** audits.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    sync::{Arc, Mutex},
};

use api::{Server, router};
use app::{
    accounts::{self, Manager, NewAccountIn},
    home::{Home, HomeOptions},
    screen::CountyReport,
};
use axum::{
    Router,
    body::Body,
    http::{Request, StatusCode, header},
};
use chrono::{DateTime, NaiveDate, TimeDelta, TimeZone, Utc};
use http_body_util::BodyExt as _;
use kernel::resident_id::ResidentId;
use serde_json::{Value, json};
use store::{Clue, Household, Person, RunInputs};
use tower::ServiceExt as _;

const REGIONS: &str = "\
id,parent_id,level,name,stat_code,pseudo
1,,province,测试省,990000000000,
2,1,prefecture,测试州,990100000000,
3,2,county,测试县,990123000000,
4,3,township,东镇,990123100000,
5,4,village,东一村,990123100201,
6,3,township,西镇,990123101000,
7,6,village,西一村,990123101201,
";

const MONTH: &str = "2023-10";

/// The cast: login, roles, region, department.
const CAST: [(&str, &[&str], &str, Option<&str>); 11] = [
    ("an", &["county_officer", "county_approver"], "990123", None),
    ("zhou", &["county_approver"], "990123", None),
    ("bo", &["township_officer", "township_reviewer"], "990123100", None),
    ("wen", &["village_worker"], "990123100201", None),
    ("chen", &["township_officer", "township_reviewer"], "990123101", None),
    ("edu", &["department_officer"], "990123", Some("教体局")),
    ("helper", &["helper"], "990123100", None),
    ("lu", &["assessor"], "990123", None),
    ("mo", &["assessor"], "990123", None),
    ("security", &["security_admin"], "990123", None),
    ("auditor", &["auditor"], "990123", None),
];

const PASSWORD: &str = "Shan1gao-shui";

/// Names of people in 西镇: nobody of 东镇 may ever see one.
pub const WEST: [&str; 2] = ["西门望", "西河清"];

/// The office: router, clock, signed-in cast.
pub struct Office {
    pub server: Server,
    pub router: Router,
    clock: Arc<Mutex<DateTime<Utc>>>,
    cookies: BTreeMap<String, String>,
    pub accounts: BTreeMap<String, String>,
    _folder: tempfile::TempDir,
}

/// An answer.
pub struct Answer {
    pub status: StatusCode,
    pub kind: String,
    pub headers: axum::http::HeaderMap,
    pub bytes: Vec<u8>,
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.bytes).unwrap_or(Value::Null)
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    /// The code of a problem.
    pub fn code(&self) -> String {
        assert_eq!(self.kind, "application/problem+json", "{}", self.text());
        self.json()["code"].as_str().unwrap_or_default().to_owned()
    }
}

pub fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

/// The invented number of a person.
pub fn number(person: i64) -> ResidentId {
    ResidentId::with_check_digit(&format!("99012319700101{person:03}")).expect("a number")
}

pub fn phone(person: i64) -> String {
    format!("139{:08}", 12_340_000 + person)
}

impl Office {
    /// Four households, one clue each: 1 and 2 in 东一村 (illness, schooling), 3 and 4 in 西一村.
    pub async fn new() -> Office {
        Office::with_provider(None).await
    }

    /// The same, with an `oidc.toml` in its home.
    pub async fn with_provider(settings: Option<&str>) -> Office {
        let folder = tempfile::tempdir().expect("a folder");
        let definitions = folder.path().join("definitions");
        for part in ["feeds", "facts", "packs"] {
            copy(&PathBuf::from("../..").join(part), &definitions.join(part));
        }
        fs::create_dir_all(definitions.join("data")).expect("a folder");
        fs::copy("../../data/holidays.toml", definitions.join("data/holidays.toml"))
            .expect("copied");
        fs::write(definitions.join("data/regions.csv"), REGIONS).expect("a file");
        if let Some(settings) = settings {
            let path = folder.path().join("oidc.toml");
            fs::write(&path, settings).expect("a file");
            for_its_owner(&path);
        }
        let home = Home::open(folder.path(), &[], &HomeOptions::default()).await.expect("a home");
        let start = Utc.with_ymd_and_hms(2023, 11, 1, 1, 0, 0).single().expect("an instant");
        let clock = Arc::new(Mutex::new(start));
        let time = clock.clone();
        let now = Arc::new(move || *time.lock().expect("the clock"));
        let server = Server::new(home, now, true);
        let router = router(server.clone()).expect("access.toml and endpoints agree");
        let mut office = Office {
            server,
            router,
            clock,
            cookies: BTreeMap::new(),
            accounts: BTreeMap::new(),
            _folder: folder,
        };
        office.populate().await;
        office.hire().await;
        office
    }

    /// The same office after a restart: definitions are read anew.
    pub async fn reopened(self) -> Office {
        let Office { server, router: old, clock, cookies, accounts, _folder } = self;
        drop((old, server));
        let options = HomeOptions::default();
        let home = Home::open(_folder.path(), &[], &options).await.expect("a home");
        let time = clock.clone();
        let now = Arc::new(move || *time.lock().expect("the clock"));
        let server = Server::new(home, now, true);
        let router = router(server.clone()).expect("access.toml and endpoints agree");
        Office { server, router, clock, cookies, accounts, _folder }
    }

    pub fn now(&self) -> DateTime<Utc> {
        *self.clock.lock().expect("the clock")
    }

    /// Time passes; everybody signs in again.
    pub async fn wait(&mut self, days: i64) {
        *self.clock.lock().expect("the clock") += TimeDelta::days(days);
        let logins: Vec<String> = self.cookies.keys().cloned().collect();
        for login in logins {
            self.sign_in(&login).await;
        }
    }

    /// Less time than a session takes.
    pub fn wait_minutes(&self, minutes: i64) {
        *self.clock.lock().expect("the clock") += TimeDelta::minutes(minutes);
    }

    async fn hire(&mut self) {
        for (login, roles, region, department) in CAST {
            let new = NewAccountIn {
                login: written(login),
                name: format!("甲{login}"),
                phone: None,
                roles: roles.iter().map(|it| (*it).to_owned()).collect(),
                region: region.into(),
                department: department.map(str::to_owned),
            };
            let owner = Manager::Owner("cli");
            let first = accounts::create(&self.server.home, owner, new, self.now()).await;
            let first = first.unwrap_or_else(|error| panic!("{login}: {error}"));
            self.accounts.insert(login.to_owned(), first.account.clone());
            let answer = self.session(login, &first.password).await;
            self.remember(login, &answer);
            let body = json!({ "current": first.password, "new": PASSWORD });
            let answer = self.post(login, "/api/v1/session/password", &body).await;
            assert_eq!(answer.status, StatusCode::OK, "{login}: {}", answer.text());
            self.remember(login, &answer);
        }
    }

    pub async fn sign_in(&mut self, login: &str) {
        let answer = self.session(login, PASSWORD).await;
        assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.text());
        self.remember(login, &answer);
    }

    pub async fn session(&self, login: &str, password: &str) -> Answer {
        let body = json!({ "login": written(login), "password": password });
        self.send(self.request("POST", "/api/v1/session", Some(&body), &[])).await
    }

    fn remember(&mut self, login: &str, answer: &Answer) {
        let cookie = answer.headers.get(header::SET_COOKIE).and_then(|it| it.to_str().ok());
        let cookie = cookie.and_then(|it| it.split(';').next()).expect("a cookie").to_owned();
        self.cookies.insert(login.to_owned(), cookie);
    }

    pub fn cookie(&self, login: &str) -> String {
        self.cookies[login].clone()
    }

    pub fn request(
        &self,
        method: &str,
        path: &str,
        body: Option<&Value>,
        headers: &[(&str, &str)],
    ) -> Request<Body> {
        let mut request = Request::builder().method(method).uri(path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        match body {
            Some(body) => request
                .header("content-type", "application/json")
                .body(Body::from(body.to_string()))
                .expect("a request"),
            None => request.body(Body::empty()).expect("a request"),
        }
    }

    pub async fn send(&self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.expect("an answer");
        let (parts, body) = response.into_parts();
        let bytes = body.collect().await.expect("a body").to_bytes().to_vec();
        let kind = parts.headers.get(header::CONTENT_TYPE).and_then(|it| it.to_str().ok());
        let kind = kind.unwrap_or_default().to_owned();
        Answer { status: parts.status, kind, headers: parts.headers, bytes }
    }

    pub async fn get(&self, who: &str, path: &str) -> Answer {
        let cookie = self.cookie(who);
        self.send(self.request("GET", path, None, &[("cookie", &cookie)])).await
    }

    pub async fn post(&self, who: &str, path: &str, body: &Value) -> Answer {
        let cookie = self.cookie(who);
        self.send(self.request("POST", path, Some(body), &[("cookie", &cookie)])).await
    }

    /// What must work.
    pub async fn does(&self, who: &str, path: &str, body: &Value) -> Value {
        let answer = self.post(who, path, body).await;
        assert!(answer.status.is_success(), "{who} {path}: {} {}", answer.status, answer.text());
        answer.json()
    }

    pub async fn sees(&self, who: &str, path: &str) -> Value {
        let answer = self.get(who, path).await;
        assert!(answer.status.is_success(), "{who} {path}: {} {}", answer.status, answer.text());
        answer.json()
    }

    /// Does one thing with a case as it stands.
    pub async fn acts(&self, who: &str, case: i64, action: Value) -> Answer {
        let seen = self.sees("an", &format!("/api/v1/cases/{case}")).await;
        let body = json!({ "version": seen["version"], "action": action });
        self.post(who, &format!("/api/v1/cases/{case}/actions"), &body).await
    }

    /// The case of a household, dispatched by the county.
    pub async fn case_of(&self, household: i64) -> i64 {
        let found = self.sees("an", &format!("/api/v1/households/{household}")).await;
        found["cases"][0]["case"].as_i64().expect("a case")
    }

    pub async fn dispatch(&self) {
        let done = self.does("an", "/api/v1/clues/dispatch", &json!({ "month": MONTH })).await;
        assert_eq!(done["opened"], 4, "{done}");
    }

    async fn populate(&self) {
        let home = &self.server.home;
        let mut tx = home.db.write().await.expect("a unit of work");
        let inputs = RunInputs {
            county_id: 3,
            month: MONTH.into(),
            as_of: day("2023-10-31"),
            packs_hash: home.packs().hash(),
            facts_hash: home.definitions.facts.hash(),
            lake_files_hash: "none".into(),
            lake_files: Vec::new(),
        };
        let run = tx.start_run(&inputs, self.now()).await.expect("a run");
        let (mut households, mut people, mut clues) = (Vec::new(), Vec::new(), Vec::new());
        for (id, township, village, head, risk, rule, fact) in [
            (1, 4, 5, "东方明", "illness", "R102", "medical_single_stay"),
            (2, 4, 5, "东郭学", "schooling", "R301", "suspected_dropout"),
            (3, 6, 7, WEST[0], "illness", "R102", "medical_single_stay"),
            (4, 6, 7, WEST[1], "schooling", "R301", "suspected_dropout"),
        ] {
            households.push(household(id, township, village));
            people.extend((1..=3).map(|it| self.person(id * 100 + it, id, head)));
            clues.push(clue(id, run, township, village, risk, rule, fact));
        }
        // The numbers written by hand here are not given out again.
        tx.allocate("households", 100).await.expect("numbers");
        tx.save_households(&households).await.expect("households");
        tx.save_persons(&people).await.expect("people");
        tx.save_clues(&clues).await.expect("clues");
        let report = serde_json::to_value(CountyReport::default()).expect("a report");
        tx.finish_run(run, self.now(), &report).await.expect("finished");
        tx.commit().await.expect("committed");
    }

    fn person(&self, id: i64, household_id: i64, head: &str) -> Person {
        let keys = &self.server.home.keys;
        let number = number(id);
        let is_head = id % 100 == 1;
        let surname: String = head.chars().take(2).collect();
        Person {
            id,
            household_id,
            county_id: 3,
            name: if is_head { head.to_owned() } else { format!("{surname}家{}", id % 100) },
            id_index: keys.blind_index(&number),
            id_sealed: keys.seal("id_number", number.reveal().as_bytes()),
            birth: number.birth(),
            sex: "female".into(),
            is_head,
            departed: None,
            departed_on: None,
            phone_index: Some(keys.blind_phone(&phone(id))),
            phone_sealed: Some(keys.seal("phone", phone(id).as_bytes())),
            former_county_id: None,
            other_household_ids: Vec::new(),
        }
    }
}

/// The login of somebody of the cast; others write their own.
fn written(login: &str) -> String {
    match CAST.iter().any(|it| it.0 == login) {
        true => format!("{login}.cast"),
        false => login.to_owned(),
    }
}

fn household(id: i64, township_id: i64, village_id: i64) -> Household {
    Household {
        id,
        province_id: 1,
        prefecture_id: 2,
        county_id: 3,
        township_id,
        village_id,
        group_id: None,
        national_household_no: Some(format!("9901231{township_id}0020{id:06}")),
        police_book_no: None,
        base_type: "ordinary_household".into(),
        monitoring_type: None,
        monitoring_state: "none".into(),
        identified_on: None,
        eliminated_on: None,
        no_labor_safety_net: false,
        members: 3,
        risks: Vec::new(),
    }
}

fn clue(
    household_id: i64,
    run_id: i64,
    township_id: i64,
    village_id: i64,
    risk: &str,
    rule: &str,
    fact: &str,
) -> Clue {
    let evidence = json!([{
        "rule": rule, "title": "示例", "signal": rule, "effect": "clue", "raises": risk,
        "pack": "cn-53", "basis": "default", "sure": true,
        "conditions": [{
            "fact": fact, "zh": "示例", "unit": "fen", "op": "at_least", "actual": 2_600_000,
            "limit": 2_000_000, "holds": true, "parameter": null,
        }],
    }]);
    Clue {
        id: format!("990123-202310-{household_id:06}"),
        run_id,
        county_id: 3,
        township_id,
        village_id,
        household_id,
        month: MONTH.into(),
        class: "new_clue".into(),
        signals: json!([rule]),
        signals_to_confirm: json!([]),
        risks: json!([risk]),
        rules: json!([rule]),
        evidence,
        state: "open".into(),
        packs_hash: String::new(),
        created_at: Utc.with_ymd_and_hms(2023, 11, 1, 0, 0, 0).single().expect("an instant"),
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder") {
        let entry = entry.expect("an entry");
        let target = to.join(entry.file_name());
        match entry.path().is_dir() {
            true => copy(&entry.path(), &target),
            false => {
                fs::copy(entry.path(), target).expect("copied");
            }
        }
    }
}

/// A file with a secret in it.
fn for_its_owner(path: &Path) {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;

        fs::set_permissions(path, fs::Permissions::from_mode(0o600)).expect("permissions");
    }
}

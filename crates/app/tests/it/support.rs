//! A home folder with the repository's definitions and an invented county, 990123.

use std::{collections::BTreeMap, fs, path::Path, sync::LazyLock};

use app::{
    accounts::{self, AccountView, Manager, NewAccountIn},
    home::{Embedded, Home, HomeOptions},
    import::{ImportRequest, import},
    sign_in::{SignedIn, sign_in},
    staff::Staff,
};
use chrono::{DateTime, TimeDelta, TimeZone, Utc};
use store::AuditEntry;

/// Nobody lives there: a county with two townships of one village each, and its neighbour.
const REGIONS: &str = "\
id,parent_id,level,name,stat_code,pseudo
1,,province,测试省,990000000000,
2,1,prefecture,测试州,990100000000,
3,2,county,测试县,990123000000,
4,3,township,东镇,990123100000,
5,4,village,东一村,990123100201,
6,3,township,西镇,990123101000,
7,6,village,西一村,990123101201,
8,2,county,邻县,990124000000,
";

pub const PREFECTURE: &str = "9901";
pub const COUNTY: &str = "990123";
pub const TOWNSHIP: &str = "990123100";
pub const VILLAGE: &str = "990123100201";
pub const OTHER_VILLAGE: &str = "990123101201";
pub const OTHER_COUNTY: &str = "990124";

/// The manifest of a pack of the county's own, `packs/cn-990123/pack.toml`.
pub const COUNTY_PACK: &str = r#"
name   = "cn-990123"
zh     = "测试县"
region = "990123"

[documents]
plan = { zh = "测试县规划（示例）", found = "测试用" }
"#;

/// What everybody chooses for a password.
pub const PASSWORD: &str = "Shan1gao-shui";

/// Whoever holds the machine.
pub const OWNER: Manager<'static> = Manager::Owner("cli");

static EMBEDDED: LazyLock<Vec<Embedded>> = LazyLock::new(|| {
    let mut files = vec![("data/regions.csv", REGIONS)];
    add(Path::new("../../data/holidays.toml"), &mut files);
    for folder in ["feeds", "facts", "packs"] {
        add(&Path::new("../..").join(folder), &mut files);
    }
    files
});

fn add(path: &Path, files: &mut Vec<Embedded>) {
    if path.is_dir() {
        for entry in fs::read_dir(path).unwrap() {
            add(&entry.unwrap().path(), files);
        }
        return;
    }
    let name = path.strip_prefix("../..").unwrap().to_string_lossy().into_owned();
    files.push((name.leak(), fs::read_to_string(path).unwrap().leak()));
}

/// An office, with the folder it works in.
pub struct Office {
    pub home: Home,
    pub folder: tempfile::TempDir,
}

pub async fn office() -> Office {
    let folder = tempfile::tempdir().unwrap();
    let home = Home::open(folder.path(), &EMBEDDED, &HomeOptions::default()).await.unwrap();
    Office { home, folder }
}

/// The same with more definitions; one of a name that is there takes its place.
pub async fn office_with(more: &[Embedded]) -> Office {
    let mut files = EMBEDDED.clone();
    files.retain(|(name, _)| !more.iter().any(|(other, _)| other == name));
    files.extend(more);
    let folder = tempfile::tempdir().unwrap();
    let home = Home::open(folder.path(), &files, &HomeOptions::default()).await.unwrap();
    Office { home, folder }
}

/// So many minutes after nine in the morning of 2 March 2026 in China.
pub fn at(minutes: i64) -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 3, 2, 1, 0, 0).unwrap() + TimeDelta::minutes(minutes)
}

/// Somebody to be made: roles with blanks between, and a department where one is written.
pub fn somebody(login: &str, roles: &str, region: &str, department: &str) -> NewAccountIn {
    NewAccountIn {
        login: login.into(),
        name: format!("甲{login}"),
        phone: None,
        roles: roles.split_whitespace().map(str::to_owned).collect(),
        region: region.into(),
        department: (!department.is_empty()).then(|| department.into()),
    }
}

impl Office {
    /// Makes an account whose owner has signed in and chosen [`PASSWORD`], at 0 minutes.
    pub async fn hire(&self, new: NewAccountIn) -> SignedIn {
        let first = accounts::create(&self.home, OWNER, new, at(0)).await.unwrap();
        let here = sign_in(&self.home, &first.login, &first.password, None, at(0)).await.unwrap();
        accounts::change_own_password(&self.home, &here.staff, &first.password, PASSWORD, at(0))
            .await
            .unwrap()
    }

    /// The same, of an account of which only the person matters.
    pub async fn staff(&self, login: &str, roles: &str, region: &str, department: &str) -> Staff {
        self.hire(somebody(login, roles, region, department)).await.staff
    }

    /// Imports a file into a county and gives the batch.
    pub async fn take_in(
        &self,
        county: &str,
        month: &str,
        (name, text): (&str, &str),
        now: DateTime<Utc>,
    ) -> i64 {
        let path = self.folder.path().join(name);
        fs::write(&path, text).unwrap();
        let request = ImportRequest {
            paths: vec![path],
            county: self.home.region(county).unwrap().clone(),
            month: month.parse().unwrap(),
            dry_run: false,
            mapping: None,
            corrections: BTreeMap::new(),
            note: String::new(),
            actor: "an".into(),
        };
        let report = import(&self.home, &request, now, &()).await.unwrap();
        assert!(report.errors.is_empty() && report.committed, "{name}: {:?}", report.errors);
        report.batch.unwrap()
    }

    pub async fn show(&self, account_id: &str, now: DateTime<Utc>) -> AccountView {
        accounts::show(&self.home, OWNER, account_id, now).await.unwrap()
    }

    /// The chain of entries with this action. The chain must be sound.
    pub async fn audited(&self, action: &str) -> Vec<AuditEntry> {
        let mut tx = self.home.db.read().await.unwrap();
        let entries = tx.audit_after(0, 1000).await.unwrap();
        let sound = i64::try_from(entries.len()).unwrap();
        let state = tx.verify_audit(&[]).await.unwrap();
        assert_eq!((state.sound, state.fault), (sound, None));
        entries.into_iter().filter(|it| it.action == action).collect()
    }
}

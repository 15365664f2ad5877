//! Small packs written into a folder that goes away with the test.

use std::{collections::BTreeMap, fs, path::Path};

use chrono::NaiveDate;
use policy::{FactInfo, FactNames, Packs, Problem, Subject, Unit};

pub const NATION: &str = r#"
name = "cn"
zh = "全国"
region = ""
[documents]
plan = { zh = "示例规划", file = "plan.txt" }
[roles]
village_worker = "村级核实人员"
county_approver = "县级审定人员"
"#;

pub const PROVINCE: &str = r#"
name = "cn-99"
zh = "示例省"
region = "99"
[documents]
plan = { zh = "示例省规划", file = "province.txt" }
"#;

pub const COUNTY: &str = r#"
name = "cn-990123"
zh = "示例县"
region = "990123"
"#;

/// Only files with another name than these are worth repeating in a test.
pub const LINE: &str = r#"
[line]
zh = "示例线"
unit = "yuan"
[[line.values]]
from = "2021-01-01"
value = 6000
basis = "plan 第一章"
[[line.values]]
from = "2024-01-01"
value = 8700.50
basis = "default"
note = "试用"
"#;

pub const RULE: &str = r#"
title = "收入低于线"
basis = "plan 第一章"
subject = "household"
from = "2021-01-01"
raises = "illness"
signal = "low"
effect = "clue"
priority = 2
[[all]]
fact = "income"
is = "below"
param = "money.line"
"#;

pub const CASES: &str = r#"
[[case]]
name = "低于线触发"
on = "2023-10-31"
facts = { income = 5999.99 }
fires = true
[[case]]
name = "恰好等于线不触发"
on = "2023-10-31"
facts = { income = 6000 }
fires = false
[[case]]
name = "数据未到"
on = "2023-10-31"
facts = {}
unknown = ["income"]
fires = "unknown"
"#;

/// A chain of four steps, in force before any rule of these tests.
pub const CHAIN: &str = r#"
zh = "示例程序"
[[versions]]
from = "2020-01-01"
basis = "plan 第二章"
[versions.whole]
time = "15 days"
basis = "default"
note = "见于记录"
[[versions.steps]]
name = "visit"
zh = "实地调查"
kind = "home_verification"
level = "village"
role = "village_worker"
limit = { time = "3 working days", basis = "plan 第二章" }
[[versions.steps]]
name = "comparison"
zh = "比对"
kind = "asset_comparison"
level = "county"
role = "county_approver"
alongside = true
[[versions.steps]]
name = "notice"
zh = "公示"
kind = "village_notice"
level = "village"
role = "village_worker"
at_least = { time = "5 days", basis = "plan 第二章" }
stops_clock = true
[[versions.steps]]
name = "approval"
zh = "审定"
kind = "approval"
level = "county"
role = "county_approver"
decides = true
"#;

/// A pack of the nation with one parameter, one rule, its cases and both chains; more files may replace these.
pub fn folder(more: &[(&str, &str)]) -> tempfile::TempDir {
    let mut files = BTreeMap::from([
        ("cn/pack.toml", NATION),
        ("cn/parameters/money.toml", LINE),
        ("cn/rules/R001.toml", RULE),
        ("cn/cases/R001.toml", CASES),
        ("cn/chains/identification.toml", CHAIN),
        ("cn/chains/elimination.toml", CHAIN),
    ]);
    files.extend(more.iter().copied());
    let dir = tempfile::tempdir().expect("a folder for the test");
    for (path, text) in files {
        let path = dir.path().join(path);
        fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        fs::write(path, text).expect("a file");
    }
    dir
}

pub fn facts() -> FactNames {
    let fact = |name: &str, unit, subject| {
        let codes = match unit {
            Unit::Code => vec!["a".into(), "b".into()],
            _ => Vec::new(),
        };
        (name.to_owned(), FactInfo { zh: name.to_owned(), unit, subject, codes })
    };
    FactNames::from([
        fact("income", Unit::Fen, Subject::Household),
        fact("members", Unit::Persons, Subject::Household),
        fact("poor", Unit::Bool, Subject::Household),
        fact("class", Unit::Code, Subject::Household),
        fact("share", Unit::BasisPoints, Subject::Household),
        fact("lost_on", Unit::Date, Subject::Household),
        fact("age", Unit::Years, Subject::Person),
    ])
}

pub fn load(dir: &Path) -> Packs {
    Packs::load(dir, &facts()).expect("the packs are sound")
}

/// The problems as they are printed.
pub fn problems(more: &[(&str, &str)]) -> Vec<String> {
    let dir = folder(more);
    policy::check(dir.path(), &facts()).iter().map(Problem::to_string).collect()
}

pub fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

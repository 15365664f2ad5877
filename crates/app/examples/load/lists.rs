//! What people open every day, asked for as the HTTP interface does, at every level; beside it the
//! usual way. One process, warm, one question after the other.

use std::{collections::BTreeSet, time::Instant};

use app::{
    CaseFilter, Scope, cases,
    home::Home,
    households::{self, SearchIn},
    staff::Staff,
};
use kernel::RegionLevel;
use serde_json::{Value, json};

use crate::{
    alternative,
    invented::{Place, household_no, name, villages},
    office,
    province::{PROVINCE, today},
};

/// A question is asked so often, unless it takes too long.
const TIMES: usize = 60;

/// No question is asked for longer than this once it was asked five times.
const SECONDS: f64 = 6.0;

/// A page of 50, and one more to see whether another follows.
const PAGE: i64 = 51;

/// The stage whose pages are turned: a third of all cases.
const STAGE: &str = "identified";

const LEVELS: [(RegionLevel, usize, &[&str]); 5] = [
    (RegionLevel::Village, 12, &["village_worker"]),
    (RegionLevel::Township, 9, &["township_officer", "township_reviewer"]),
    (RegionLevel::County, 6, &["county_officer", "county_approver"]),
    (RegionLevel::Prefecture, 4, &["prefecture_officer"]),
    (RegionLevel::Province, 2, &["province_officer"]),
];

/// A region that is asked about.
struct Asked {
    scope: Scope,
    code: String,
    /// Cases in [`STAGE`].
    cases: i64,
    staff: Staff,
    /// A household of the region.
    household: i64,
}

pub async fn run(home: &Home) -> anyhow::Result<Value> {
    let places = villages(home, PROVINCE)?;
    let households = count(home).await?;
    let mut rows = Vec::new();
    for (level, digits, roles) in LEVELS {
        let asked = regions_of(home, &places, level, digits, roles, households).await?;
        let mut add = |what: &str, timing: Timing| {
            eprintln!(
                "{} {what} {}: p50 {:.2} ms, p95 {:.2} ms, {} rows",
                office::engine(home),
                level.word(),
                timing.p50,
                timing.p95,
                timing.rows
            );
            rows.push(timing.told(what, level));
        };
        let of = |scope: &Scope, department: &str| Scope {
            department: Some(department.to_owned()),
            ..scope.clone()
        };
        let filter = CaseFilter { stage: STAGE.into(), ..CaseFilter::default() };
        let late = CaseFilter {
            stage: "dispatched".into(),
            due_before: Some(today()),
            ..CaseFilter::default()
        };
        let list = async |scope: &Scope, filter: &CaseFilter, after: i64| {
            anyhow::Ok(cases::list(home, scope, filter, after, PAGE).await?.len())
        };

        let it = ask(&asked, async |it| list(&it.scope, &filter, 0).await).await?;
        add("first page", it);
        let it = ask(&asked, async |it| list(&it.scope, &filter, households / 2).await).await?;
        add("page in the middle", it);
        let it = ask(&asked, async |it| list(&it.scope, &late, 0).await).await?;
        add("first page, overdue only", it);
        for (what, department) in [
            ("first page of a department", "医保局"),
            ("first page of a department with few cases", "残联"),
        ] {
            let it = ask(&asked, async |it| list(&of(&it.scope, department), &filter, 0).await);
            add(what, it.await?);
        }
        let it = ask(&asked, async |it| Ok(cases::counts(home, &it.scope).await?.len())).await?;
        add("counts by stage", it);
        let it = ask(&asked, async |it| Ok(cases::overdue(home, &it.scope, today()).await?.len()));
        add("overdue by stage", it.await?);
        let it =
            ask(&asked, async |it| Ok(cases::counts(home, &of(&it.scope, "残联")).await?.len()));
        add("counts of a department with few cases", it.await?);
        let it =
            ask(&asked, async |it| Ok(cases::todos(home, &it.staff, today(), 200).await?.len()));
        add("to-dos", it.await?);
        let search = async |scope: &Scope, wanted: SearchIn| {
            anyhow::Ok(households::search(home, scope, &wanted).await?.len())
        };
        let it = ask(&asked, async |it| {
            let name = Some(name(it.household));
            search(&it.scope, SearchIn { name, ..SearchIn::default() }).await
        });
        add("search by name", it.await?);
        let it = ask(&asked, async |it| {
            let name = Some("李明明".to_owned());
            search(&it.scope, SearchIn { name, ..SearchIn::default() }).await
        });
        add("search by the commonest name", it.await?);
        let it = ask(&asked, async |it| {
            let household_no = Some(household_no(it.household));
            search(&it.scope, SearchIn { household_no, ..SearchIn::default() }).await
        });
        add("search by household number", it.await?);

        let it = ask(&asked, async |it| alternative::page(home, &it.code, STAGE, 0).await).await?;
        add("prefix: first page", it);
        let it =
            ask(&asked, async |it| alternative::page(home, &it.code, STAGE, it.cases / 2).await);
        add("prefix: page in the middle, by offset", it.await?);
        let it = ask(&asked, async |it| alternative::counts(home, &it.code).await).await?;
        add("prefix: counts by stage", it);
    }
    Ok(json!({
        "engine": office::engine(home), "profile": office::profile(), "households": households,
        "villages": places.len(), "rows": rows,
    }))
}

/// How long a question took.
pub struct Timing {
    p50: f64,
    p95: f64,
    times: usize,
    /// Rows of the last answer.
    rows: usize,
}

impl Timing {
    /// As results keep it.
    pub fn told(&self, what: &str, level: RegionLevel) -> Value {
        json!({
            "what": what, "level": level.word(), "p50": self.p50, "p95": self.p95,
            "times": self.times, "rows": self.rows,
        })
    }
}

/// Asks one question of region after region, once to warm up and then until it was asked enough.
pub async fn ask<T>(
    asked: &[T],
    question: impl AsyncFn(&T) -> anyhow::Result<usize>,
) -> anyhow::Result<Timing> {
    let mut rows = 0;
    for it in asked {
        rows = question(it).await?;
    }
    let begun = Instant::now();
    let mut times = Vec::new();
    for it in asked.iter().cycle().take(TIMES) {
        let started = Instant::now();
        question(it).await?;
        times.push(started.elapsed().as_secs_f64() * 1000.0);
        if SECONDS < begun.elapsed().as_secs_f64() && 5 <= times.len() {
            break;
        }
    }
    times.sort_by(f64::total_cmp);
    let at = |share: f64| times[((times.len() - 1) as f64 * share).round() as usize];
    Ok(Timing { p50: at(0.5), p95: at(0.95), times: times.len(), rows })
}

/// Up to ten regions of a level, evenly chosen.
async fn regions_of(
    home: &Home,
    places: &[Place],
    level: RegionLevel,
    digits: usize,
    roles: &[&str],
    households: i64,
) -> anyhow::Result<Vec<Asked>> {
    let all: BTreeSet<i64> = places.iter().map(|it| it.at(level)).collect();
    let all: Vec<i64> = all.into_iter().collect();
    let step = all.len().div_ceil(10);
    let mut asked = Vec::new();
    for id in all.into_iter().step_by(step) {
        let scope = Scope::region(id, level);
        let code = home.definitions.regions.get(id).map(|it| it.stat_code[..digits].to_owned());
        let counted = cases::counts(home, &scope).await?;
        let cases = counted.iter().find(|it| it.0 == STAGE).map_or(0, |it| it.1);
        let filter = CaseFilter { stage: STAGE.into(), ..CaseFilter::default() };
        let some = cases::list(home, &scope, &filter, households / 3, 1).await?;
        asked.push(Asked {
            code: code.unwrap_or_default(),
            cases,
            household: some.first().map_or(1, |it| it.household),
            staff: Staff {
                account_id: "load".into(),
                login: "load".into(),
                name: "甲".into(),
                roles: roles.iter().map(|it| (*it).to_owned()).collect(),
                scope: scope.clone(),
                department: None,
                viewed_by: None,
                token_id: None,
                must_change_password: false,
                must_set_up_totp: false,
            },
            scope,
        });
    }
    Ok(asked)
}

/// How many households there are.
async fn count(home: &Home) -> anyhow::Result<i64> {
    let province = home.region(PROVINCE)?.id;
    let counted = cases::counts(home, &Scope::region(province, RegionLevel::Province)).await?;
    Ok(counted.iter().map(|it| it.1).sum())
}

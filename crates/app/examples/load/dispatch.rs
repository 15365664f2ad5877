//! The new clues of a county's month are dispatched at once; beside it, the floor: the same rows
//! go into an empty database by the same statements, and nobody loads, decides or looks anything up.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
    time::Instant,
};

use anyhow::{Context, ensure};
use app::{cases, departments::departments_of_clue, home::Home};
use chrono::{DateTime, NaiveDate, TimeZone, Utc};
use kernel::{Month, RegionLevel};
use serde_json::{Value, json};
use store::{CaseAction, CaseStep, CaseSummary, Clue, NewCase, RunInputs, Scope};

use crate::{
    invented::{People, household, villages},
    office,
};

const COUNTY: &str = "532327";
const MONTH: &str = "2023-10";
const MEMBERS: i64 = 3;
const EVIDENCE: &str = include_str!("evidence.json");

/// Everything one dispatch writes but its audit entry.
struct Written {
    cases: Vec<NewCase>,
    actions: Vec<CaseAction>,
    summaries: Vec<CaseSummary>,
}

pub async fn run(folder: &Path, server: Option<&str>, clues: i64) -> anyhow::Result<Value> {
    let home = office::new(&folder.join("dispatched"), server).await?;
    fill(&home, clues).await?;
    let county = home.region(COUNTY)?.clone();
    let month: Month = MONTH.parse().context("a month")?;
    let dispatch = async || {
        let started = Instant::now();
        let done =
            cases::dispatch(&home, &county, month, None, month.last_day(), "bench", now()).await?;
        anyhow::Ok((done, started.elapsed().as_secs_f64()))
    };
    let (done, seconds) = dispatch().await?;
    ensure!(i64::try_from(done.opened)? == clues, "{done:?}");
    let (again, seconds_again) = dispatch().await?;
    ensure!(i64::try_from(again.already)? == clues, "{again:?}");

    let written = read_back(&home, clues).await?;
    let bare = office::new(&folder.join("bare"), server).await?;
    fill(&bare, clues).await?;
    let started = Instant::now();
    let mut tx = bare.db.write().await?;
    tx.insert_cases(&written.cases).await?;
    tx.record_first_actions(&written.actions).await?;
    tx.save_case_summaries(&written.summaries).await?;
    tx.append_audit(now(), "bench", "cases.dispatch", "region 532327", &json!({})).await?;
    tx.commit().await?;
    let floor = started.elapsed().as_secs_f64();
    let scope = Scope::region(county.id, RegionLevel::County);
    ensure!(
        cases::counts(&home, &scope).await? == cases::counts(&bare, &scope).await?,
        "not the same cases"
    );

    let rows = |of: &dyn Fn(&NewCase) -> usize| written.cases.iter().map(of).sum::<usize>();
    Ok(json!({
        "engine": office::engine(&home), "profile": office::profile(), "clues": clues,
        "seconds": seconds, "floor": floor, "again": seconds_again,
        "rows": {
            "cases": written.cases.len(), "case_regions": rows(&|it| it.regions.len()),
            "case_clues": rows(&|it| it.clues.len()), "case_actions": written.actions.len(),
            "case_summaries": written.summaries.len(),
            "case_steps": written.summaries.iter().map(|it| it.steps.len()).sum::<usize>(),
            "case_departments": written.summaries.iter().map(|it| it.departments.len()).sum::<usize>(),
        },
    }))
}

fn now() -> DateTime<Utc> {
    Utc.timestamp_opt(1_698_800_000, 0).unwrap()
}

/// Households over all villages of the county, each with three people and a new clue.
async fn fill(home: &Home, clues: i64) -> anyhow::Result<()> {
    let places = villages(home, COUNTY)?;
    let people = People::new(&home.keys)?;
    let evidence: Value = serde_json::from_str(EVIDENCE)?;
    let mut tx = home.db.write().await?;
    let inputs = RunInputs {
        county_id: places[0].county,
        month: MONTH.into(),
        as_of: NaiveDate::from_ymd_opt(2023, 10, 31).context("a day")?,
        packs_hash: home.packs().hash(),
        facts_hash: home.definitions.facts.hash(),
        lake_files_hash: String::new(),
        lake_files: Vec::new(),
    };
    let run = tx.start_run(&inputs, now()).await?;
    let (mut households, mut persons, mut found) = (Vec::new(), Vec::new(), Vec::new());
    for (id, place) in (1..=clues).zip(places.iter().cycle()) {
        households.push(household(id, place, MEMBERS));
        persons.extend(
            (1..=MEMBERS).map(|it| people.person(id * MEMBERS + it, id, place.county, it == 1)),
        );
        found.push(Clue {
            id: format!("{COUNTY}-202310-{id:06}"),
            run_id: run,
            county_id: place.county,
            township_id: place.township,
            village_id: place.village,
            household_id: id,
            month: MONTH.into(),
            class: "new_clue".into(),
            signals: json!(["single_stay"]),
            signals_to_confirm: json!([]),
            risks: json!(["illness"]),
            rules: json!(["R102", "R108", "R901"]),
            evidence: evidence.clone(),
            state: "open".into(),
            packs_hash: inputs.packs_hash.clone(),
            created_at: now(),
        });
    }
    tx.save_households(&households).await?;
    tx.save_persons(&persons).await?;
    tx.save_clues(&found).await?;
    tx.finish_run(run, now(), &json!({})).await?;
    tx.commit().await?;
    Ok(())
}

/// What the dispatch wrote, as the store takes it.
async fn read_back(home: &Home, clues: i64) -> anyhow::Result<Written> {
    let regions = &home.definitions.regions;
    let county = home.region(COUNTY)?.id;
    let mut tx = home.db.read().await?;
    let clues_of: BTreeMap<i64, Clue> =
        tx.clues_in(county, MONTH).await?.into_iter().map(|it| (it.household_id, it)).collect();
    let roles: Vec<String> = app::access::Access::get().roles.keys().cloned().collect();
    let scope = Scope::region(county, RegionLevel::County);
    let mut steps: BTreeMap<i64, CaseSummary> = BTreeMap::new();
    for it in tx.todos_in(&scope, &roles, clues * 10).await? {
        let summary = steps.entry(it.case_id).or_default();
        summary.whole_due = it.whole_due;
        summary.steps.push(CaseStep { step: it.step, zh: it.zh, role: it.role, due: it.due });
    }
    let mut written = Written { cases: Vec::new(), actions: Vec::new(), summaries: Vec::new() };
    let households: Vec<i64> = (1..=clues).collect();
    for mut case in tx.cases_of(&households).await? {
        let clue = clues_of.get(&case.household_id).context("a clue")?;
        written.actions.extend(tx.case_history(case.id).await?);
        written.summaries.push(CaseSummary {
            case_id: case.id,
            departments: departments_of_clue(home, clue),
            ..steps.remove(&case.id).unwrap_or_default()
        });
        // As it was inserted: the first action moves it.
        (case.stage, case.version) = ("clue".into(), 0);
        written.cases.push(NewCase {
            regions: regions
                .ancestors(case.village_id)
                .map(|it| it.id)
                .chain([case.village_id])
                .collect(),
            clues: BTreeSet::from([clue.id.clone()]),
            case,
        });
    }
    Ok(written)
}

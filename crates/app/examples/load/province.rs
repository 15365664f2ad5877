//! A province's households, spread evenly over its villages, each with a head and a case.

use std::time::Instant;

use anyhow::Context;
use app::home::Home;
use chrono::{DateTime, NaiveDate, TimeDelta, TimeZone, Utc};
use serde_json::{Value, json};
use store::{CaseStep, CaseSummary, NewCase, StoredCase};

use crate::{
    alternative,
    invented::{People, Place, household, mix, villages},
    office,
};

/// The province: its regions are real, nobody in them is.
pub const PROVINCE: &str = "53";

/// The cases of a village were opened in so many months, county by county, not in one go.
const MONTHS: i64 = 10;

/// Rows are made lasting in portions.
const PORTION: i64 = 50_000;

/// The day everything is looked at.
pub fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2023, 11, 15).expect("a day")
}

pub async fn fill(home: &Home, households: i64) -> anyhow::Result<Value> {
    let places = villages(home, PROVINCE)?;
    let people = People::new(&home.keys)?;
    let started = Instant::now();
    let count = i64::try_from(places.len())?;
    // Household i stands at this place of the walk through all villages, month after month.
    let place_of = |id: i64| {
        let walked = i128::from(id - 1) * i128::from(MONTHS * count) / i128::from(households);
        usize::try_from(walked % i128::from(count)).map(|it| places[it])
    };
    alternative::prepare(home).await?;
    for first in (1..=households).step_by(usize::try_from(PORTION)?) {
        let last = households.min(first + PORTION - 1);
        let (mut all, mut persons) = (Vec::new(), Vec::new());
        let (mut cases, mut summaries) = (Vec::new(), Vec::new());
        for id in first..=last {
            let place = place_of(id)?;
            all.push(household(id, &place, 1));
            persons.push(people.person(id, id, place.county, true));
            let (case, summary) = case(id, &place)?;
            cases.push(case);
            summaries.push(summary);
        }
        let mut tx = home.db.write().await?;
        tx.save_households(&all).await?;
        tx.save_persons(&persons).await?;
        tx.insert_cases(&cases).await?;
        tx.save_case_summaries(&summaries).await?;
        tx.commit().await?;
        if last % 500_000 < PORTION {
            eprintln!("{}: {last} households, {:.0?}", office::engine(home), started.elapsed());
        }
    }
    alternative::fill(home).await?;
    Ok(json!({
        "engine": office::engine(home), "households": households, "villages": count,
        "seconds": started.elapsed().as_secs_f64(),
    }))
}

/// A case as it might stand after some years of work: most are over, a third is monitored.
fn case(id: i64, place: &Place) -> anyhow::Result<(NewCase, CaseSummary)> {
    let by = mix(id + 1_000_000_000);
    let share = by % 100;
    let stage = match share {
        0..10 => "dispatched",
        10..20 => "identifying",
        20..50 => "identified",
        50..52 => "eliminating",
        52..92 => "eliminated",
        _ => "dismissed",
    };
    let due = today() + TimeDelta::days(i64::try_from((by >> 8) % 60)? - 10);
    let step = |name: &str, zh: &str, role: &str| {
        vec![CaseStep { step: name.into(), zh: zh.into(), role: role.into(), due: Some(due) }]
    };
    let steps = match (stage, share % 5) {
        ("dispatched", _) => step("home_verification", "入户核实", "village_worker"),
        ("identifying", 0 | 1) => step("analysis", "综合分析研判", "township_officer"),
        ("identifying", 2 | 3) => step("township_review", "乡镇审核", "township_reviewer"),
        ("identifying", _) => step("county_approval", "县级审定", "county_approver"),
        ("identified", 0) => step("plan_measures", "定责任人和帮扶计划", "township_officer"),
        ("eliminating", _) => step("county_approval", "县级审定", "county_approver"),
        _ => Vec::new(),
    };
    let runs = matches!(stage, "dispatched" | "identifying" | "eliminating");
    let monitored = matches!(stage, "identified" | "eliminating" | "eliminated");
    let types = ["unstable_out_of_poverty", "marginal_vulnerable", "sudden_severe_difficulty"];
    let department = match (by >> 24) % 1000 {
        0 => Some("残联"),
        1..334 => Some("医保局"),
        334..500 => Some("教体局"),
        _ => None,
    };
    let at: DateTime<Utc> = Utc.timestamp_opt(1_698_800_000, 0).single().context("an instant")?;
    let case = StoredCase {
        id,
        household_id: id,
        village_id: place.village,
        residence_village_id: None,
        stage: stage.into(),
        is_open: !matches!(stage, "eliminated" | "dismissed"),
        version: 3,
        first_clue_on: due - TimeDelta::days(15),
        opening: json!({
            "household_id": id, "base_type": "ordinary_household", "source": "department_alert",
            "first_clue_on": due - TimeDelta::days(15), "clues": [], "members": [id],
        }),
        opened_at: at,
        changed_at: at,
    };
    let summary = CaseSummary {
        case_id: id,
        monitoring_type: monitored.then(|| types[share as usize % 3].to_owned()),
        risks: if monitored { vec!["illness".into()] } else { Vec::new() },
        identified_on: monitored.then_some(due - TimeDelta::days(400)),
        eliminated_on: (stage == "eliminated").then_some(due - TimeDelta::days(30)),
        officer: monitored.then(|| "李助（驻村工作队）".to_owned()),
        officer_account: None,
        has_labor: Some(by & 1 == 0),
        whole_due: runs.then_some(due + TimeDelta::days(5)),
        steps,
        departments: department.map(str::to_owned).into_iter().collect(),
        ..CaseSummary::default()
    };
    let regions = place.regions().into_iter().collect();
    Ok((NewCase { case, regions, clues: [].into() }, summary))
}

//! 承接国家系统记录: households that the national system monitors, or has monitored, become cases,
//! so that they are helped, followed and reported like those identified here.
//!
//! A household that has a case of ours is left alone: where case and record disagree, both are
//! listed for a person to decide.

use std::collections::{BTreeMap, BTreeSet};

use casework::{
    Action, Case, CaseTerms, ClueSource, Entry, MonitoringType, NationalRecord, RiskCause, Stage,
    next,
};
use chrono::{DateTime, NaiveDate, Utc};
use kernel::{Region, RegionLevel};
use policy::Risk;
use serde::Serialize;
use serde_json::json;
use store::{CaseAction, CaseSummary, Household, NewCase, StoredCase, Tx};

use crate::{
    case_opening::{Family, new_case, opening},
    case_summary::summary,
    cases::{CaseError, action_row, counties_of, county_code, terms},
    home::Home,
};

/// The canonical table that monitoring is read from.
const SOURCE_TABLE: &str = "national_persons";

/// What became of the national records of a region.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct TakenOver {
    /// Monitored households whose cases were opened as 帮扶中.
    pub opened: usize,
    /// Households whose risk is eliminated, opened as 风险已消除.
    pub ended: usize,
    /// Households that have a case which does not contradict the record.
    pub already: usize,
    /// Households whose case and record contradict each other; nothing was changed.
    pub differing: Vec<Difference>,
    /// Cases opened from records that lack something a decision of ours would have.
    pub incomplete: Vec<Incomplete>,
    /// Households whose monitoring type nobody gives: they were left, by the keys of the register.
    pub without_type: Vec<i64>,
}

/// A case and a national record that contradict each other.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// Key of the household.
    pub household: i64,
    /// 户编号.
    pub household_no: String,
    /// 村, with its township.
    pub village: String,
    /// Our case.
    pub case: i64,
    /// Where it stands.
    pub stage: String,
    /// The same, in Chinese.
    pub stage_zh: String,
    /// 监测类型 of our case.
    pub monitoring_type: Option<String>,
    /// `monitored` or `eliminated` in the national system.
    pub national_state: String,
    /// 监测类型 in the national system.
    pub national_type: Option<String>,
    /// 识别监测时间 in the national system.
    pub identified_on: Option<NaiveDate>,
    /// 风险消除时间 in the national system.
    pub eliminated_on: Option<NaiveDate>,
}

/// A case whose record lacks something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Incomplete {
    /// The case.
    pub case: i64,
    /// Key of the household.
    pub household: i64,
    /// 户编号.
    pub household_no: String,
    /// What it lacks, in Chinese.
    pub missing: Vec<String>,
}

/// What is to be written, gathered over all counties.
#[derive(Default)]
struct Gathered {
    cases: Vec<NewCase>,
    actions: Vec<CaseAction>,
    summaries: Vec<CaseSummary>,
}

/// Opens cases for the households of a region that the register knows as monitored or eliminated.
/// Doing it twice changes nothing. `on` is the day it counts for.
///
/// # Errors
/// When the packs have no figures for the region, or the database refuses; then nothing is changed.
pub async fn take_over(
    home: &Home,
    region: &Region,
    on: NaiveDate,
    actor: &str,
    now: DateTime<Utc>,
) -> Result<TakenOver, CaseError> {
    let mut done = TakenOver::default();
    let mut gathered = Gathered::default();
    let mut tx = home.db.write().await?;
    for county in counties_of(home, region)? {
        let mut households = tx.monitored_households_in(county.id).await?;
        households.retain(|it| is_inside(it, region));
        let fresh = without_case(home, &mut tx, households, &mut done).await?;
        let source = source_of(&mut tx, county.id).await?;
        open_cases(home, &mut tx, &fresh, &source, on, actor, now, &mut gathered, &mut done)
            .await?;
    }
    tx.insert_cases(&gathered.cases).await?;
    tx.record_first_actions(&gathered.actions).await?;
    tx.save_case_summaries(&gathered.summaries).await?;
    tx.append_audit(
        now,
        actor,
        "cases.take_over",
        &format!("region {}", region.stat_code),
        &json!({ "opened": done.opened, "ended": done.ended, "already": done.already,
                 "differing": done.differing.len(), "incomplete": done.incomplete.len() }),
    )
    .await?;
    tx.commit().await?;
    Ok(done)
}

fn is_inside(household: &Household, region: &Region) -> bool {
    match region.level {
        RegionLevel::Township => household.township_id == region.id,
        RegionLevel::Village => household.village_id == region.id,
        _ => true,
    }
}

/// The households that have no case yet; the others are counted or listed.
async fn without_case(
    home: &Home,
    tx: &mut Tx,
    households: Vec<Household>,
    done: &mut TakenOver,
) -> Result<Vec<Household>, CaseError> {
    let ids: Vec<i64> = households.iter().map(|it| it.id).collect();
    // The open one where there is one, else the last.
    let mut cases: BTreeMap<i64, StoredCase> = BTreeMap::new();
    for case in tx.cases_of(&ids).await? {
        if !cases.get(&case.household_id).is_some_and(|it| it.is_open) {
            cases.insert(case.household_id, case);
        }
    }
    let case_ids: Vec<i64> = cases.values().map(|it| it.id).collect();
    let types = tx.monitoring_types_of(&case_ids).await?;
    let mut fresh = Vec::new();
    for household in households {
        let Some(case) = cases.get(&household.id) else {
            fresh.push(household);
            continue;
        };
        let ours = types.get(&case.id).map(String::as_str);
        match agree(&case.stage, ours, &household) {
            true => done.already += 1,
            false => done.differing.push(difference(home, case, ours, household)),
        }
    }
    Ok(fresh)
}

/// Whether a case and a national record can both be right. A household that has been eliminated
/// may well have a new clue that is being looked into.
fn agree(stage: &str, monitoring_type: Option<&str>, household: &Household) -> bool {
    let is_monitored = stage_of(stage).is_some_and(Stage::is_monitored);
    match household.monitoring_state.as_str() {
        "monitored" => is_monitored && monitoring_type == household.monitoring_type.as_deref(),
        _ => !is_monitored,
    }
}

fn stage_of(word: &str) -> Option<Stage> {
    Stage::ALL.into_iter().find(|it| it.word() == word)
}

fn difference(
    home: &Home,
    case: &StoredCase,
    monitoring_type: Option<&str>,
    household: Household,
) -> Difference {
    Difference {
        household: household.id,
        household_no: number_of(&household),
        village: home.definitions.regions.name_path(household.village_id),
        case: case.id,
        stage: case.stage.clone(),
        stage_zh: stage_of(&case.stage).map_or("", Stage::zh).to_owned(),
        monitoring_type: monitoring_type.map(str::to_owned),
        national_state: household.monitoring_state,
        national_type: household.monitoring_type,
        identified_on: household.identified_on,
        eliminated_on: household.eliminated_on,
    }
}

fn number_of(household: &Household) -> String {
    household
        .national_household_no
        .clone()
        .or_else(|| household.police_book_no.clone())
        .unwrap_or_default()
}

/// The file that the register's monitoring was last read from, for the history to name.
async fn source_of(tx: &mut Tx, county_id: i64) -> Result<String, CaseError> {
    Ok(match tx.last_source_of(county_id, SOURCE_TABLE).await? {
        Some(file) => format!("国家系统导出：{}（批次 {}）", file.path, file.batch_id),
        None => "登记簿（没有留下导入批次）".to_owned(),
    })
}

#[expect(clippy::too_many_arguments, reason = "the loop over one county, kept apart for reading")]
async fn open_cases(
    home: &Home,
    tx: &mut Tx,
    households: &[Household],
    source: &str,
    on: NaiveDate,
    actor: &str,
    now: DateTime<Utc>,
    gathered: &mut Gathered,
    done: &mut TakenOver,
) -> Result<(), CaseError> {
    let mut records = Vec::new();
    for household in households {
        match record_of(household, source) {
            Some(record) => records.push((household, record)),
            None => done.without_type.push(household.id),
        }
    }
    let ids: Vec<i64> = records.iter().map(|it| it.0.id).collect();
    let families = Family::find_many(tx, &ids).await?;
    let first = tx.allocate("cases", i64::try_from(ids.len()).unwrap_or_default()).await?;
    let mut terms_of: BTreeMap<String, CaseTerms> = BTreeMap::new();
    for (id, (household, record)) in (first..).zip(records) {
        let family = families.get(&household.id).ok_or(CaseError::NoHousehold(household.id))?;
        let code = county_code(home, family.village_id)?;
        let terms = match terms_of.get(&code) {
            Some(terms) => terms.clone(),
            None => terms_of.entry(code.clone()).or_insert(terms(home, &code, on)?).clone(),
        };
        let begun = record.identified_on.unwrap_or(on).min(on);
        let opening = opening(family, ClueSource::NationalRegister, begun, BTreeSet::new());
        let missing = record.missing();
        let entry = Entry { on, action: Action::TakeOver { record }, terms, chain: None };
        let case = next(&Case::open(opening.clone()), &entry)?;
        let mut new = new_case(home, id, family, &opening, now)?;
        new.case.is_open = case.stage != Stage::Eliminated;
        match new.case.is_open {
            true => done.opened += 1,
            false => done.ended += 1,
        }
        if !missing.is_empty() {
            let (household, household_no) = (household.id, number_of(household));
            done.incomplete.push(Incomplete { case: id, household, household_no, missing });
        }
        gathered.summaries.push(summary(home, &new.case, &case, BTreeSet::new())?);
        gathered.actions.push(action_row(id, &case, &entry, actor, now)?);
        gathered.cases.push(new);
    }
    Ok(())
}

/// The national record of a household, as the register keeps it; none without a type.
fn record_of(household: &Household, source: &str) -> Option<NationalRecord> {
    let word = household.monitoring_type.as_deref()?;
    let monitoring_type: MonitoringType = serde_json::from_value(json!(word)).ok()?;
    let causes = household.risks.iter().filter_map(|it| Risk::from_code(it));
    Some(NationalRecord {
        monitoring_type,
        causes: causes.map(|risk| RiskCause { risk, detail: None, remark: None }).collect(),
        identified_on: household.identified_on,
        eliminated: household.monitoring_state == "eliminated",
        eliminated_on: household.eliminated_on,
        no_labor_safety_net: household.no_labor_safety_net,
        source: source.to_owned(),
    })
}

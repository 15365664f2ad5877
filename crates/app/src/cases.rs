//! Cases: opened from clues, dispatched, moved by what people do, and shown with what is due.
//!
//! Load, decide, record: the history is loaded and replayed, [`casework::next`] decides, and the
//! action is recorded with the figures of its day in one transaction with its audit row.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Context;
use casework::{
    Action, AssistanceOfficer, Case, CaseTerms, ClueSource, DemocraticReview, Entry,
    HomeVerification, Measure, Opening, RiskCause, Stage, StepClock, WholeClock, allowed, clocks,
    next, replay, whole_clock,
};
use chrono::{DateTime, NaiveDate, Utc};
use kernel::{Fen, Month, Region, RegionLevel};
use policy::{ChainKind, ReviewChain, Risk};
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::{CaseAction, CaseFilter, CaseLine, Clue, DbError, Scope, StoredCase, Tx, Verification};

use crate::{
    access::Access,
    accounts::Manager,
    case_opening::{Family, new_case, opening},
    case_summary::summary,
    departments::departments_of_clue,
    home::Home,
    no_figure::NoFigure,
    screen::ClueClass,
    shocks,
    staff::Staff,
};

/// Parameters of the packs that decide about cases.
const LINE: &str = "income.monitoring_line";
const MOST_CAUSES: &str = "case.most_causes";
const STABLE_MONTHS: &str = "case.stable_months";
const REMIND_DAYS: &str = "case.remind_days";

/// Why something with a case is not possible.
#[derive(Debug, thiserror::Error)]
pub enum CaseError {
    /// There is no such case, or the region may not know of it.
    #[error("没有编号 {0} 的案：请用 cases list 查看")]
    NotFound(i64),
    /// Somebody else acted first.
    #[error("这个案刚被别人办过一步：请重新打开再办")]
    Stale,
    /// The procedure stands in the way.
    #[error(transparent)]
    Action(#[from] casework::ActionError),
    /// There is no such household.
    #[error("没有这一户（{0}）：请先导入登记")]
    NoHousehold(i64),
    /// The person's roles do not do this.
    #[error("{action}由{needed}办：请转给他们")]
    Role {
        /// In Chinese.
        action: &'static str,
        /// The roles that may, in Chinese.
        needed: String,
    },
    /// The day lies ahead.
    #[error("{0} 还没有到：办理日期不能晚于今天")]
    NotYet(NaiveDate),
    /// No such clue, or of another family.
    #[error("没有线索 {0}，或它不是这一户的")]
    NoSuchClue(String),
    /// Another case answers the clue.
    #[error("线索 {0} 已由另一个案办理")]
    ClueTaken(String),
    /// Somebody wrote a national record by hand.
    #[error("国家系统记录不能单独填写：请导入国家系统的人员信息，再用 cases take-over 整批承接")]
    OnlyFromRegister,
    /// Database, packs or files.
    #[error(transparent)]
    Internal(#[from] anyhow::Error),
}

impl CaseError {
    /// The code clients may rely on.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            CaseError::NotFound(_) => "case.not_found",
            CaseError::Stale => "case.stale",
            CaseError::Action(error) => error.code(),
            CaseError::NoHousehold(_) => "household.not_found",
            CaseError::Role { .. } => "case.role",
            CaseError::NotYet(_) => "case.not_yet",
            CaseError::NoSuchClue(_) => "clue.not_found",
            CaseError::ClueTaken(_) => "case.clue_taken",
            CaseError::OnlyFromRegister => "case.only_from_register",
            CaseError::Internal(_) => "internal",
        }
    }
}

impl From<DbError> for CaseError {
    fn from(error: DbError) -> CaseError {
        CaseError::Internal(error.into())
    }
}

/// What became of the clues of a month.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Dispatched {
    /// Cases opened and sent to their villages.
    pub opened: usize,
    /// Clues on families that have an open case: they joined it.
    pub joined: usize,
    /// New risks of monitored households: they joined the case of the family, where a person adds
    /// the risk.
    pub supplements: usize,
    /// Clues that a case answers already.
    pub already: usize,
    /// Clues left as they are: doubtful ones wait for confirmation, known ones say nothing new, and
    /// a monitored household that has not been taken over has no case that a new risk could join.
    pub left: usize,
}

/// A case as people see it.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
pub struct CaseView {
    /// Number.
    pub case: i64,
    /// 户主.
    pub householder: String,
    /// Key of the household.
    pub household: i64,
    /// 户编号.
    pub household_no: String,
    /// 村, with its township.
    pub village: String,
    /// Stage.
    pub stage: Stage,
    /// Stage, in Chinese.
    pub stage_zh: String,
    /// How many actions there were; the next one has to name it.
    pub version: i64,
    /// The day of the first clue.
    pub first_clue_on: NaiveDate,
    /// The clues it answers.
    pub clues: BTreeSet<String>,
    /// The same with what they say; risks not on record are added with `add_cause`.
    pub clue_list: Vec<CaseClue>,
    /// What the national record that was taken over lacked, and nobody has filled in since.
    pub missing: Vec<String>,
    /// The steps that may be done now, with their limits.
    pub steps: Vec<StepView>,
    /// The limit of the whole.
    pub due: Option<NaiveDate>,
    /// 正常, 临期 or 超期 of the whole.
    pub state: Option<String>,
    /// What the stage knows; conditions may still stand in the way.
    pub actions: Vec<String>,
    /// 风险, as identified.
    pub causes: Vec<RiskCause>,
    /// 帮扶责任人.
    pub officer: Option<AssistanceOfficer>,
    /// 帮扶措施, with what was delivered.
    pub measures: Vec<Measure>,
    /// The last 民主评议.
    pub meeting: Option<DemocraticReview>,
    /// What was done.
    pub history: Vec<HistoryView>,
}

/// A clue that a case answers.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
pub struct CaseClue {
    /// Its id.
    pub clue: String,
    /// The month that was screened.
    pub month: String,
    /// Class.
    pub class: String,
    /// Class, in Chinese.
    pub class_zh: String,
    /// Codes of the risks it points to that are not on record with the household.
    pub new_risks: Vec<String>,
    /// The same, in Chinese.
    pub new_risks_zh: Vec<String>,
}

/// A step that may be done now.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
pub struct StepView {
    /// Name in the chain.
    pub step: String,
    /// In the words of the plan.
    pub zh: String,
    /// The last day in time.
    pub due: Option<NaiveDate>,
    /// 正常, 临期 or 超期.
    pub state: String,
}

/// One action of a history.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
pub struct HistoryView {
    /// Place, from 1.
    pub number: i64,
    /// The day it counts for.
    pub day: NaiveDate,
    /// Who.
    pub actor: String,
    /// Word.
    pub action: String,
    /// In Chinese.
    pub action_zh: String,
    /// The stage after it.
    pub stage: String,
    /// The whole entry.
    pub entry: serde_json::Value,
}

/// One line of a list of cases.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
pub struct CaseRow {
    /// Number.
    pub case: i64,
    /// Key of the household.
    pub household: i64,
    /// 户编号.
    pub household_no: String,
    /// 户主.
    pub householder: String,
    /// Stage.
    pub stage: String,
    /// Version; an action has to name it.
    pub version: i64,
    /// The day of the first clue.
    pub first_clue_on: NaiveDate,
    /// 村 of the 户籍地, with its township.
    pub village: String,
    /// 村 of the 居住地 of a household that was relocated.
    pub residence: Option<String>,
    /// 监测类型.
    pub monitoring_type: Option<String>,
    /// 风险.
    pub risks: Vec<String>,
    /// 识别日期.
    pub identified_on: Option<NaiveDate>,
    /// 帮扶责任人.
    pub officer: Option<String>,
    /// The last day in time of the run under way.
    pub due: Option<NaiveDate>,
}

/// Opens cases for the new clues of a region's month, or for those of them that are named, and
/// sends each to its village. Doing it twice changes nothing.
///
/// # Errors
/// When the database refuses; then nothing is changed.
pub async fn dispatch(
    home: &Home,
    region: &Region,
    month: Month,
    only: Option<&BTreeSet<String>>,
    on: NaiveDate,
    actor: &str,
    now: DateTime<Utc>,
) -> Result<Dispatched, CaseError> {
    let mut done = Dispatched::default();
    let mut tx = home.db.write().await?;
    let mut fresh: BTreeMap<i64, Vec<Clue>> = BTreeMap::new();
    let mut supplements: BTreeMap<i64, Vec<Clue>> = BTreeMap::new();
    for county in counties_of(home, region)? {
        for clue in tx.clues_in(county.id, &month.to_string()).await? {
            let inside = match region.level {
                RegionLevel::Township => clue.township_id == region.id,
                RegionLevel::Village => clue.village_id == region.id,
                _ => true,
            };
            let named = only.is_none_or(|it| it.contains(&clue.id));
            if !inside || !named || clue.state != "open" {
                continue;
            }
            match ClueClass::from_word(&clue.class) {
                Some(ClueClass::NewClue | ClueClass::ReopenReview) => {
                    fresh.entry(clue.household_id).or_default().push(clue);
                }
                Some(ClueClass::RiskSupplement) => {
                    supplements.entry(clue.household_id).or_default().push(clue);
                }
                _ => done.left += 1,
            }
        }
    }
    let ids: BTreeSet<i64> = fresh.keys().chain(supplements.keys()).copied().collect();
    let ids: Vec<i64> = ids.into_iter().collect();
    let open: BTreeMap<i64, StoredCase> =
        tx.open_cases_of(&ids).await?.into_iter().map(|it| (it.household_id, it)).collect();
    for case in open.values() {
        for (waiting, joined) in
            [(&mut fresh, &mut done.joined), (&mut supplements, &mut done.supplements)]
        {
            for clue in waiting.remove(&case.household_id).unwrap_or_default() {
                if tx.join_clue(&clue.id, case.id).await? {
                    let action = Action::JoinClue { clue: clue.id };
                    record(home, &mut tx, case.id, action, None, on, actor, now).await?;
                    *joined += 1;
                } else {
                    done.already += 1;
                }
            }
        }
    }
    // A clue whose case is over has been answered; it does not open another.
    for waiting in [&mut fresh, &mut supplements] {
        let answered = tx.answered_clues(&clue_ids(waiting)).await?;
        waiting.retain(|_, clues| {
            let before = clues.len();
            clues.retain(|it| !answered.contains(&it.id));
            done.already += before - clues.len();
            !clues.is_empty()
        });
    }
    done.left += supplements.values().map(Vec::len).sum::<usize>();

    let first = tx.allocate("cases", i64::try_from(fresh.len()).unwrap_or_default()).await?;
    let households: Vec<i64> = fresh.keys().copied().collect();
    let families = Family::find_many(&mut tx, &households).await?;
    let (mut cases, mut actions, mut summaries) = (Vec::new(), Vec::new(), Vec::new());
    for (id, (household_id, clues)) in (first..).zip(&fresh) {
        let family = families.get(household_id).ok_or(CaseError::NoHousehold(*household_id))?;
        let clue_ids = clues.iter().map(|it| it.id.clone()).collect();
        let opening = opening(family, ClueSource::DepartmentAlert, month.last_day(), clue_ids);
        let to = home.definitions.regions.name_path(family.village_id);
        let day = on.max(month.last_day());
        let entry = entry(home, family.village_id, Action::Dispatch { to }, day)?;
        let case = next(&Case::open(opening.clone()), &entry)?;
        let new = new_case(home, id, family, &opening, now)?;
        let departments = clues.iter().flat_map(|it| departments_of_clue(home, it)).collect();
        summaries.push(summary(home, &new.case, &case, departments)?);
        actions.push(action_row(id, &case, &entry, actor, now)?);
        cases.push(new);
    }
    tx.insert_cases(&cases).await?;
    tx.record_first_actions(&actions).await?;
    tx.save_case_summaries(&summaries).await?;
    done.opened = cases.len();
    tx.append_audit(
        now,
        actor,
        "cases.dispatch",
        &format!("region {}", region.stat_code),
        &json!({ "month": month.to_string(), "opened": done.opened, "joined": done.joined,
                 "supplements": done.supplements }),
    )
    .await?;
    tx.commit().await?;
    Ok(done)
}

/// One thing to be done with a case.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ActIn {
    /// The version of the case that was seen; another one is refused.
    pub version: i64,
    /// The day it counts for; today when absent, never later.
    #[serde(default)]
    pub on: Option<NaiveDate>,
    /// What is done.
    pub action: Action,
}

/// One thing to be done with one of many cases.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BulkActIn {
    /// The case.
    pub case: i64,
    /// The version of the case that was seen.
    pub version: i64,
    /// The day it counts for; today when absent, never later.
    #[serde(default)]
    pub on: Option<NaiveDate>,
    /// What is done.
    pub action: Action,
}

/// What became of one of many.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct BulkDone {
    /// The case.
    pub case: i64,
    /// It was done.
    pub done: bool,
    /// The version after it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<i64>,
    /// Why it was not done.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// The same in words, and what to do.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
}

/// Does one thing with a case, if the person, the procedure and the version allow it.
///
/// # Errors
/// [`CaseError::NotFound`] outside the person's scope, [`CaseError::Role`],
/// [`CaseError::Stale`] when `version` is not the case's, or what stands in the way.
pub async fn act(
    home: &Home,
    who: Manager<'_>,
    case_id: i64,
    version: Option<i64>,
    action: Action,
    on: NaiveDate,
    now: DateTime<Utc>,
) -> Result<CaseView, CaseError> {
    let mut tx = home.db.write().await?;
    act_in(home, &mut tx, who, case_id, version, action, on, now).await?;
    tx.commit().await?;
    show(home, who, case_id, kernel::china_day(now)).await
}

/// Does one thing with each of many cases, each by itself: what is refused says why, and the
/// others are done. Each stands in its own transaction with its audit row.
///
/// # Errors
/// Only when the database fails.
pub async fn act_on_many(
    home: &Home,
    who: Manager<'_>,
    wanted: Vec<BulkActIn>,
    now: DateTime<Utc>,
) -> Result<Vec<BulkDone>, CaseError> {
    let mut done = Vec::with_capacity(wanted.len());
    let today = kernel::china_day(now);
    for it in wanted {
        let on = it.on.unwrap_or(today);
        let mut tx = home.db.write().await?;
        let version = Some(it.version);
        let became = act_in(home, &mut tx, who, it.case, version, it.action, on, now).await;
        done.push(match became {
            Ok(version) => {
                tx.commit().await?;
                BulkDone {
                    case: it.case,
                    done: true,
                    version: Some(version),
                    code: None,
                    detail: None,
                }
            }
            Err(CaseError::Internal(error)) => return Err(CaseError::Internal(error)),
            Err(error) => BulkDone {
                case: it.case,
                done: false,
                version: None,
                code: Some(error.code().to_owned()),
                detail: Some(error.to_string()),
            },
        });
    }
    Ok(done)
}

/// Checks, does and audits one thing; gives the version after it.
#[expect(clippy::too_many_arguments, reason = "the one way a person acts on a case")]
async fn act_in(
    home: &Home,
    tx: &mut Tx,
    who: Manager<'_>,
    case_id: i64,
    version: Option<i64>,
    action: Action,
    on: NaiveDate,
    now: DateTime<Utc>,
) -> Result<i64, CaseError> {
    let today = kernel::china_day(now);
    if today < on {
        return Err(CaseError::NotYet(on));
    }
    if matches!(action, Action::TakeOver { .. }) {
        return Err(CaseError::OnlyFromRegister);
    }
    let stored = find(tx, who, case_id).await?;
    let (_, case, _) = load(tx, case_id).await?;
    if let Manager::Staff(staff) = who {
        may_act(home, staff, &stored, &case, &action, on)?;
    }
    if let Action::JoinClue { clue } = &action {
        join_clue(tx, &stored, clue).await?;
    }
    let word = action.word().0;
    let actor = who.actor();
    let moved = record(home, tx, case_id, action, version, on, &actor, now).await?;
    let detail = json!({ "action": word, "version": moved.version });
    tx.append_audit(now, &actor, "case.act", &format!("case {case_id}"), &detail).await?;
    Ok(i64::from(moved.version))
}

/// A clue joins the case of its own household only, and only one case.
async fn join_clue(tx: &mut Tx, stored: &StoredCase, clue: &str) -> Result<(), CaseError> {
    let known = tx.clue(clue).await?.filter(|it| it.household_id == stored.household_id);
    if known.is_none() {
        return Err(CaseError::NoSuchClue(clue.to_owned()));
    }
    if !tx.join_clue(clue, stored.id).await? {
        return Err(CaseError::ClueTaken(clue.to_owned()));
    }
    Ok(())
}

/// The case, if it lies in the person's scope.
async fn find(tx: &mut Tx, who: Manager<'_>, case_id: i64) -> Result<StoredCase, CaseError> {
    let found = match who {
        Manager::Owner(_) => tx.find_case(case_id).await?,
        Manager::Staff(staff) => tx.case_in(case_id, &staff.scope).await?,
    };
    found.ok_or(CaseError::NotFound(case_id))
}

/// Whether somebody's roles may do this here: a step of the chain is for the role the chain names,
/// everything else for the roles `access.toml` names.
pub(crate) fn may_act(
    home: &Home,
    staff: &Staff,
    stored: &StoredCase,
    case: &Case,
    action: &Action,
    on: NaiveDate,
) -> Result<(), CaseError> {
    let access = Access::get();
    let role = match action.step() {
        Some(step) => step_role(home, stored, case, step, on)?,
        None => None,
    };
    let allowed: BTreeSet<String> = match role {
        Some(role) => BTreeSet::from([role]),
        None => access.roles_of_action(action.word().0).clone(),
    };
    if staff.roles.is_disjoint(&allowed) {
        let needed = crate::staff::roles_zh(&allowed).join("、");
        return Err(CaseError::Role { action: action.word().1, needed });
    }
    Ok(())
}

/// The role that does a step: of the run under way, or of the run that would begin now.
fn step_role(
    home: &Home,
    stored: &StoredCase,
    case: &Case,
    step: &str,
    on: NaiveDate,
) -> Result<Option<String>, CaseError> {
    let running = case.review.as_ref().filter(|_| case.stage != Stage::Dispatched);
    let role = |chain: &ReviewChain| chain.step(step).map(|it| it.role.clone());
    match running {
        Some(review) => Ok(role(&review.chain)),
        None => {
            let code = county_code(home, stored.village_id)?;
            let packs = &home.packs();
            let chain = packs.review_chain(ChainKind::Identification, &code, on);
            Ok(chain.as_ref().and_then(role))
        }
    }
}

/// A case with its history, what may be done, and what is due on a day.
///
/// # Errors
/// [`CaseError::NotFound`] outside the person's scope, or when the database cannot be read.
pub async fn show(
    home: &Home,
    who: Manager<'_>,
    case_id: i64,
    today: NaiveDate,
) -> Result<CaseView, CaseError> {
    let mut tx = home.db.read().await?;
    find(&mut tx, who, case_id).await?;
    let (stored, case, history) = load(&mut tx, case_id).await?;
    let household = tx.household(stored.household_id).await?;
    let mut householder = String::new();
    for id in &case.members {
        let person = tx.person(*id).await?;
        householder = person.filter(|it| it.is_head).map_or(householder, |it| it.name);
    }
    let code = county_code(home, stored.village_id)?;
    let remind = figure(home, REMIND_DAYS, &code, today)
        .and_then(|it| u32::try_from(it.0).ok())
        .unwrap_or_default();
    let holidays = &home.definitions.holidays;
    let whole = whole_clock(&case, holidays, remind, today);
    let number = household.and_then(|it| it.national_household_no.or(it.police_book_no));
    Ok(CaseView {
        case: stored.id,
        householder,
        household: case.household_id,
        household_no: number.unwrap_or_default(),
        village: home.definitions.regions.name_path(stored.village_id),
        stage: case.stage,
        stage_zh: case.stage.zh().to_owned(),
        version: stored.version,
        first_clue_on: case.first_clue_on,
        clue_list: clue_list(&mut tx, &case).await?,
        clues: case.clues.clone(),
        missing: case.missing(),
        steps: clocks(&case, holidays, remind, today).iter().map(step_view).collect(),
        due: whole.as_ref().map(|it| it.due),
        state: whole.as_ref().map(WholeClock::state_zh).map(str::to_owned),
        actions: can_be_done(case.stage),
        causes: case.monitoring.as_ref().map(|it| it.causes.clone()).unwrap_or_default(),
        officer: case.officer.clone(),
        measures: case.measures.clone(),
        meeting: case.meeting.clone(),
        history: history.into_iter().map(history_view).collect(),
    })
}

/// The clues a case answers, with the risks that are not among its causes.
async fn clue_list(tx: &mut Tx, case: &Case) -> Result<Vec<CaseClue>, CaseError> {
    let causes = case.monitoring.as_ref().map_or(&[][..], |it| &it.causes);
    let mut list = Vec::new();
    for id in &case.clues {
        let Some(clue) = tx.clue(id).await? else { continue };
        let risks: Vec<String> = serde_json::from_value(clue.risks).unwrap_or_default();
        let new_risks: Vec<Risk> = risks
            .iter()
            .filter_map(|it| Risk::from_code(it))
            .filter(|risk| !causes.iter().any(|it| it.risk == *risk))
            .collect();
        list.push(CaseClue {
            clue: clue.id,
            month: clue.month,
            class_zh: ClueClass::from_word(&clue.class).map_or("", ClueClass::zh).to_owned(),
            class: clue.class,
            new_risks: new_risks.iter().map(|it| it.code().to_owned()).collect(),
            new_risks_zh: new_risks.iter().map(|it| it.zh().to_owned()).collect(),
        });
    }
    Ok(list)
}

/// What people can do at a stage. National records are taken over all together, by no person.
fn can_be_done(stage: Stage) -> Vec<String> {
    let words = allowed(stage).into_iter().filter(|it| *it != "take_over");
    words.map(str::to_owned).collect()
}

/// One page of the cases of a scope, beginning behind the case `after`.
///
/// # Errors
/// When the database cannot be read.
pub async fn list(
    home: &Home,
    scope: &Scope,
    filter: &CaseFilter,
    after: i64,
    limit: i64,
) -> anyhow::Result<Vec<CaseRow>> {
    let mut tx = home.db.read().await?;
    let lines = tx.cases_in(scope, filter, after, limit).await?;
    Ok(lines.into_iter().map(|it| case_row(home, it)).collect())
}

/// How many cases a scope has in each stage.
///
/// # Errors
/// When the database cannot be read.
pub async fn counts(home: &Home, scope: &Scope) -> anyhow::Result<Vec<(String, i64)>> {
    Ok(home.db.read().await?.count_cases(scope).await?)
}

/// How many runs of a scope are past their limit on a day, by stage.
///
/// # Errors
/// When the database cannot be read.
pub async fn overdue(
    home: &Home,
    scope: &Scope,
    today: NaiveDate,
) -> anyhow::Result<Vec<(String, i64)>> {
    Ok(home.db.read().await?.count_overdue(scope, today).await?)
}

/// One thing somebody has to do.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
pub struct TodoRow {
    /// Case.
    pub case: i64,
    /// Version of the case.
    pub version: i64,
    /// 户主.
    pub householder: String,
    /// 村, with its township.
    pub village: String,
    /// Step of the chain.
    pub step: String,
    /// In the words of the plan.
    pub step_zh: String,
    /// The role that does it.
    pub role: String,
    /// The last day in time of the step.
    pub due: Option<NaiveDate>,
    /// The last day in time of the whole.
    pub whole_due: Option<NaiveDate>,
    /// `in_time`, `at_risk` or `overdue` on the day asked for, by whichever ends first.
    pub state: String,
}

/// What somebody's roles have to do, what ends first comes first. Reminders are of cases; nobody
/// is counted or ranked.
///
/// # Errors
/// When the database cannot be read.
pub async fn todos(
    home: &Home,
    staff: &Staff,
    today: NaiveDate,
    limit: i64,
) -> anyhow::Result<Vec<TodoRow>> {
    let roles: Vec<String> = staff.roles.iter().cloned().collect();
    let mut tx = home.db.read().await?;
    let found = tx.todos_in(&staff.scope, &roles, limit).await?;
    let mut rows = Vec::with_capacity(found.len());
    for it in found {
        let code = county_code(home, it.village_id)?;
        let remind = figure(home, REMIND_DAYS, &code, today).map_or(0, |it| it.0);
        let ends = [it.due, it.whole_due].into_iter().flatten().min();
        let state = match ends.map(|it| (it - today).num_days()) {
            Some(left) if left < 0 => "overdue",
            Some(left) if left <= remind => "at_risk",
            _ => "in_time",
        };
        rows.push(TodoRow {
            case: it.case_id,
            version: it.version,
            householder: it.householder.unwrap_or_default(),
            village: home.definitions.regions.name_path(it.village_id),
            step: it.step,
            step_zh: it.zh,
            role: it.role,
            due: it.due,
            whole_due: it.whole_due,
            state: state.to_owned(),
        });
    }
    Ok(rows)
}

/// 已办 or 我发起的: one thing somebody did with a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct DoneRow {
    /// Case.
    pub case: i64,
    /// 户主.
    pub householder: String,
    /// 村, with its township.
    pub village: String,
    /// What was done, by its word.
    pub action: String,
    /// In Chinese.
    pub action_zh: String,
    /// The day it counts for.
    pub day: NaiveDate,
    /// When it was recorded.
    pub at: DateTime<Utc>,
    /// Where the case stands now.
    pub stage: Stage,
}

/// What somebody did with cases, the newest first; only the cases they began, when asked for.
///
/// # Errors
/// When the database cannot be read.
pub async fn done(
    home: &Home,
    staff: &Staff,
    began: bool,
    before: Option<(DateTime<Utc>, i64)>,
    limit: i64,
) -> anyhow::Result<Vec<DoneRow>> {
    let mut tx = home.db.read().await?;
    let found = tx.actions_of(&staff.actor(), began, before, limit).await?;
    let rows = found.into_iter().filter_map(|it| {
        let words = Action::WORDS.iter().chain([&Action::CHANGE_HOUSEHOLD]);
        let zh = words.clone().find(|(word, _)| *word == it.action).map_or("", |it| it.1);
        Some(DoneRow {
            case: it.case_id,
            householder: it.householder.unwrap_or_default(),
            village: home.definitions.regions.name_path(it.village_id),
            action: it.action,
            action_zh: zh.to_owned(),
            day: it.day,
            at: it.at,
            stage: serde_json::from_value(it.stage.into()).ok()?,
        })
    });
    Ok(rows.collect())
}

fn case_row(home: &Home, it: CaseLine) -> CaseRow {
    let regions = &home.definitions.regions;
    CaseRow {
        case: it.id,
        household: it.household_id,
        household_no: it.household_no.unwrap_or_default(),
        householder: it.householder.unwrap_or_default(),
        stage: it.stage,
        version: it.version,
        first_clue_on: it.first_clue_on,
        village: regions.name_path(it.village_id),
        residence: it.residence_village_id.map(|it| regions.name_path(it)),
        monitoring_type: it.monitoring_type,
        risks: it.risks.and_then(|it| serde_json::from_value(it).ok()).unwrap_or_default(),
        identified_on: it.identified_on,
        officer: it.officer,
        due: it.whole_due,
    }
}

#[expect(clippy::too_many_arguments, reason = "the one way an action is recorded")]
pub(crate) async fn record(
    home: &Home,
    tx: &mut Tx,
    case_id: i64,
    action: Action,
    version: Option<i64>,
    on: NaiveDate,
    actor: &str,
    now: DateTime<Utc>,
) -> Result<Case, CaseError> {
    let (stored, case, _) = load(tx, case_id).await?;
    if version.is_some_and(|it| it != stored.version) {
        return Err(CaseError::Stale);
    }
    let entry = entry(home, stored.village_id, action, on)?;
    let departments = match &entry.action {
        Action::JoinClue { clue } => departments_of(home, tx, clue).await?,
        _ => BTreeSet::new(),
    };
    let moved = next(&case, &entry)?;
    let row = action_row(case_id, &moved, &entry, actor, now)?;
    let is_open = !matches!(moved.stage, Stage::Dismissed | Stage::Closed | Stage::Eliminated);
    if !tx.record_action(&row, is_open, moved.household_id).await? {
        return Err(CaseError::Stale);
    }
    tx.save_case_summaries(&[summary(home, &stored, &moved, departments)?]).await?;
    if let Action::VerifyHome { visit, .. } = &entry.action {
        tell_clues(tx, &stored, &moved, visit).await?;
    }
    let (household, action) = (moved.household_id, &entry.action);
    shocks::after_case_action(home, tx, household, case_id, action, on, actor, now).await?;
    Ok(moved)
}

/// What a visit of the identification found goes back to the clues that led there, for the hit
/// rates and so that the same is not asked again within the silence period.
async fn tell_clues(
    tx: &mut Tx,
    stored: &StoredCase,
    moved: &Case,
    visit: &HomeVerification,
) -> Result<(), CaseError> {
    let identifies =
        moved.review.as_ref().is_some_and(|it| it.chain.kind == ChainKind::Identification);
    if !identifies {
        return Ok(());
    }
    let finding = word_of(&visit.finding);
    tx.save_clue_verifications(stored.id, visit.on, &finding).await?;
    let mut risks: BTreeSet<String> =
        visit.causes.iter().map(|it| it.risk.code().to_owned()).collect();
    for it in tx.risks_of_clues(stored.id).await? {
        risks.extend(serde_json::from_value::<Vec<String>>(it).unwrap_or_default());
    }
    for risk in risks {
        let told = Verification {
            household_id: stored.household_id,
            verified_on: visit.on,
            risk,
            result: finding.clone(),
        };
        tx.save_verification(&told).await?;
    }
    Ok(())
}

pub(crate) async fn load(
    tx: &mut Tx,
    case_id: i64,
) -> Result<(StoredCase, Case, Vec<CaseAction>), CaseError> {
    let stored = tx.find_case(case_id).await?.ok_or(CaseError::NotFound(case_id))?;
    let history = tx.case_history(case_id).await?;
    let opening: Opening = serde_json::from_value(stored.opening.clone())
        .with_context(|| format!("案 {case_id} 的开头读不出来"))?;
    let entries: Vec<Entry> = history
        .iter()
        .map(|it| serde_json::from_value(it.entry.clone()))
        .collect::<Result<_, _>>()
        .with_context(|| format!("案 {case_id} 的历史读不出来"))?;
    let case = replay(opening, &entries)
        .with_context(|| format!("案 {case_id} 的历史不合程序：数据库可能被别的程序改过"))?;
    Ok((stored, case, history))
}

/// The entry of an action: with the figures of its day, and with the chain where one begins.
pub(crate) fn entry(
    home: &Home,
    village: i64,
    action: Action,
    on: NaiveDate,
) -> Result<Entry, CaseError> {
    let code = county_code(home, village)?;
    let kind = match action {
        Action::VerifyHome { .. } | Action::Analyze { .. } => Some(ChainKind::Identification),
        Action::BeginElimination { .. } => Some(ChainKind::Elimination),
        _ => None,
    };
    let packs = &home.packs();
    let chain = kind.and_then(|it| packs.review_chain(it, &code, on));
    Ok(Entry { on, action, terms: terms(home, &code, on)?, chain })
}

pub(crate) fn terms(home: &Home, code: &str, on: NaiveDate) -> anyhow::Result<CaseTerms> {
    let mut sources = Vec::new();
    let mut read = |name: &str| {
        let (value, source) = figure(home, name, code, on)?;
        sources.push(source);
        Some(value)
    };
    let needed = |value: Option<i64>, name: &str| {
        let value = value.and_then(|it| u32::try_from(it).ok());
        value.ok_or_else(|| NoFigure::of(name, code, on))
    };
    let line = read(LINE).map(Fen);
    let most_causes = needed(read(MOST_CAUSES), MOST_CAUSES)?;
    let stable_months = needed(read(STABLE_MONTHS), STABLE_MONTHS)?;
    Ok(CaseTerms { line, most_causes, stable_months, sources })
}

/// A parameter's value, and where it comes from for people to read.
pub(crate) fn figure(home: &Home, name: &str, code: &str, on: NaiveDate) -> Option<(i64, String)> {
    let found = home.packs().parameter(name, code, on)?;
    let source =
        format!("{name} {}（{}，{}，{}起）", found.show(), found.pack, found.basis, found.from);
    Some((found.value, source))
}

/// The stored word of a value that is a word in JSON.
pub(crate) fn word_of(value: &impl Serialize) -> String {
    let word = serde_json::to_value(value).ok();
    word.and_then(|it| it.as_str().map(str::to_owned)).unwrap_or_default()
}

pub(crate) fn action_row(
    case_id: i64,
    after: &Case,
    entry: &Entry,
    actor: &str,
    now: DateTime<Utc>,
) -> anyhow::Result<CaseAction> {
    Ok(CaseAction {
        case_id,
        number: i64::from(after.version),
        day: entry.on,
        at: now,
        actor: actor.to_owned(),
        action: entry.action.word().0.to_owned(),
        stage: after.stage.word().to_owned(),
        entry: serde_json::to_value(entry)?,
    })
}

/// The departments whose data raised a clue.
async fn departments_of(home: &Home, tx: &mut Tx, clue: &str) -> anyhow::Result<BTreeSet<String>> {
    let clue = tx.clue(clue).await?;
    Ok(clue.map(|it| departments_of_clue(home, &it)).unwrap_or_default())
}

fn clue_ids(fresh: &BTreeMap<i64, Vec<Clue>>) -> Vec<String> {
    fresh.values().flatten().map(|it| it.id.clone()).collect()
}

pub(crate) fn counties_of(home: &Home, region: &Region) -> anyhow::Result<Vec<Region>> {
    let regions = &home.definitions.regions;
    match region.level {
        RegionLevel::Township | RegionLevel::Village => {
            let county = regions.chain(region.id).county.and_then(|it| regions.get(it));
            Ok(county.cloned().into_iter().collect())
        }
        _ => home.counties_of(region),
    }
}

/// The six digits of the county of a village, as packs name regions.
pub(crate) fn county_code(home: &Home, village: i64) -> anyhow::Result<String> {
    let regions = &home.definitions.regions;
    let county = regions.chain(village).county.and_then(|it| regions.get(it));
    let county = county.context("这个村不在任何县里：请检查行政区划")?;
    Ok(county.leading_digits().to_owned())
}

fn step_view(clock: &StepClock) -> StepView {
    StepView {
        step: clock.step.clone(),
        zh: clock.zh.clone(),
        due: clock.due,
        state: clock.state.zh().to_owned(),
    }
}

fn history_view(it: CaseAction) -> HistoryView {
    let all = Action::WORDS.iter().chain([&Action::CHANGE_HOUSEHOLD]);
    let zh = all.into_iter().find(|word| word.0 == it.action).map_or("", |it| it.1);
    HistoryView {
        number: it.number,
        day: it.day,
        actor: it.actor,
        action: it.action,
        action_zh: zh.to_owned(),
        stage: it.stage,
        entry: it.entry,
    }
}

//! 走访 on a telephone: what is to be visited, updates that were written without signal, and what
//! they make of a visit.
//!
//! Versions work as in ODK's entities. A telephone works on a *branch* that began at the server's
//! version *trunk*; its updates have places 0, 1, 2 … in it. An update whose predecessors have not
//! arrived is held. An update changes fields one by one, the last to arrive wins; where another
//! branch has changed the same field to something else since the trunk, the field is a conflict and
//! a person decides. A complete visit without conflicts becomes an action on its case, under the
//! same conditions as everywhere.

use std::collections::BTreeSet;

use casework::{Action, Finding, GuaranteeStatus, HomeVerification, RiskCause};
use chrono::{DateTime, NaiveDate, Utc};
use policy::{ChainKind, StepKind};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use store::{DbError, Tx, Visit, VisitUpdate};

use crate::{
    accounts::Manager,
    cases::{self, CaseError},
    follow_ups,
    home::Home,
    staff::Staff,
};

/// The most updates of one request.
const MOST: usize = 200;

/// Why visits cannot be taken.
#[derive(Debug, thiserror::Error)]
pub enum VisitError {
    /// There is none of that id in the scope.
    #[error("没有这次走访，或不在您的范围内")]
    NotFound,
    /// Too many at once.
    #[error("一次最多上传 {MOST} 笔：请分几次")]
    TooMany,
    /// Somebody else was first.
    #[error("这次走访刚被别人改过：请刷新再看")]
    Stale,
    /// The procedure.
    #[error(transparent)]
    Case(#[from] CaseError),
    /// Database.
    #[error(transparent)]
    Internal(#[from] anyhow::Error),
}

impl VisitError {
    /// The code clients may rely on.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            VisitError::NotFound => "visit.not_found",
            VisitError::TooMany => "visit.too_many",
            VisitError::Stale => "visit.stale",
            VisitError::Case(error) => error.code(),
            VisitError::Internal(_) => "internal",
        }
    }
}

impl From<DbError> for VisitError {
    fn from(error: DbError) -> VisitError {
        VisitError::Internal(error.into())
    }
}

/// What kind of visit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum VisitKind {
    /// 入户核查.
    VerifyHome,
    /// 回访.
    FollowUp,
}

/// A household to visit, with what the form needs without signal. No identity number.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
pub struct VisitDue {
    /// The case.
    pub case: i64,
    /// 入户核查 or 回访.
    pub kind: VisitKind,
    /// The step of the chain; empty for 回访.
    pub step: String,
    /// In the words of the plan.
    pub step_zh: String,
    /// 户主.
    pub householder: String,
    /// 户编号.
    pub household_no: String,
    /// 村, with its township.
    pub village: String,
    /// Names of the members.
    pub members: Vec<String>,
    /// Why the household came to notice, in words.
    pub reasons: Vec<String>,
    /// The last day in time.
    pub due: Option<NaiveDate>,
    /// A visit that was begun and is not recorded yet.
    pub begun: Option<VisitView>,
}

/// A visit as it stands on the server.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
pub struct VisitView {
    /// Id.
    pub visit: String,
    /// The case.
    pub case: i64,
    /// 入户核查 or 回访.
    pub kind: String,
    /// Updates it has taken.
    pub version: i64,
    /// The fields.
    #[schema(value_type = Object)]
    pub fields: Value,
    /// Fields that were changed in two places.
    pub conflicts: Vec<VisitConflict>,
    /// `open`, `conflict`, `refused` or `recorded`.
    pub state: String,
    /// Why the procedure refuses it.
    pub problem: Option<String>,
}

/// A field that was changed in two places.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct VisitConflict {
    /// The field.
    pub field: String,
    /// What stood there.
    #[schema(value_type = Object)]
    pub was: Value,
    /// What stands there now.
    #[schema(value_type = Object)]
    pub became: Value,
    /// When the later one arrived.
    pub at: DateTime<Utc>,
}

/// One update as a telephone sends it.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct VisitUpdateIn {
    /// Id of the update; sent again it counts once.
    pub id: String,
    /// Id of the visit, made by the telephone that began it.
    pub visit: String,
    /// The case.
    pub case: i64,
    /// 入户核查 or 回访.
    pub kind: VisitKind,
    /// The step of the chain; empty for 回访.
    #[serde(default)]
    pub step: String,
    /// Id of the branch.
    pub branch: String,
    /// The version of the server the branch began at; 0 for a new visit.
    pub trunk: i64,
    /// Place in the branch, from 0.
    pub place: i64,
    /// The fields it changes.
    #[schema(value_type = Object)]
    pub fields: Map<String, Value>,
    /// The form is complete.
    #[serde(default)]
    pub submits: bool,
}

/// What became of an update.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
pub struct VisitUpdateDone {
    /// Id of the update.
    pub id: String,
    /// `applied`, `held` (an earlier one is still to come) or `refused`.
    pub became: String,
    /// Why it is refused.
    pub problem: Option<String>,
    /// The visit after it.
    pub visit: Option<VisitView>,
}

/// The decision of a person about a visit with conflicts, or one that was refused.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SettleIn {
    /// The version that was seen.
    pub version: i64,
    /// The fields as they shall be; those not named stay.
    #[serde(default)]
    #[schema(value_type = Object)]
    pub fields: Map<String, Value>,
}

/// What somebody has to visit: steps that are visits, and households to be followed up.
///
/// # Errors
/// When the database cannot be read.
pub async fn due(
    home: &Home,
    staff: &Staff,
    today: NaiveDate,
    limit: i64,
) -> Result<Vec<VisitDue>, VisitError> {
    let mut found = Vec::new();
    for it in cases::todos(home, staff, today, limit).await? {
        found.push((it.case, VisitKind::VerifyHome, it.step, it.step_zh, it.due.or(it.whole_due)));
    }
    for it in follow_ups::follow_ups_due(home, &staff.scope, today, limit).await? {
        found.push((it.case, VisitKind::FollowUp, String::new(), "回访".into(), Some(it.due)));
    }
    let mut visits = Vec::new();
    for (case, kind, step, step_zh, due) in found {
        let view = cases::show(home, Manager::Staff(staff), case, today).await?;
        // Of the steps of a chain only visits are made at the door.
        if kind == VisitKind::VerifyHome && !is_visit(home, staff, &step, today) {
            continue;
        }
        let mut tx = home.db.read().await?;
        let members = tx.members_of(view.household).await?;
        let mut reasons = Vec::new();
        for clue in &view.clues {
            if let Some(clue) = tx.clue(clue).await? {
                reasons.extend(titles(&clue));
            }
        }
        reasons.dedup();
        let begun = match visit_of_case(&mut tx, case).await? {
            Some(it) => Some(shown(it)?),
            None => None,
        };
        visits.push(VisitDue {
            case,
            kind,
            step,
            step_zh,
            householder: view.householder,
            household_no: view.household_no,
            village: view.village,
            members: members
                .into_iter()
                .filter(|it| it.departed.is_none())
                .map(|it| it.name)
                .collect(),
            reasons,
            due,
            begun,
        });
    }
    Ok(visits)
}

/// Whether a step of the own region's chains is made at the door.
fn is_visit(home: &Home, staff: &Staff, step: &str, today: NaiveDate) -> bool {
    let region = home.definitions.regions.get(staff.scope.region_id);
    let code = region.map(|it| it.stat_code.as_str()).unwrap_or_default();
    let packs = home.packs();
    [ChainKind::Identification, ChainKind::Elimination].into_iter().any(|kind| {
        let chain = packs.review_chain(kind, code, today);
        let named = chain.as_ref().and_then(|it| it.step(step));
        named.is_some_and(|it| it.kind == StepKind::HomeVerification)
    })
}

/// Takes updates as they come, each by itself: what is refused says why, and the others count.
///
/// # Errors
/// [`VisitError::TooMany`], or when the database fails.
pub async fn take(
    home: &Home,
    staff: &Staff,
    updates: Vec<VisitUpdateIn>,
    now: DateTime<Utc>,
) -> Result<Vec<VisitUpdateDone>, VisitError> {
    if MOST < updates.len() {
        return Err(VisitError::TooMany);
    }
    let mut done = Vec::with_capacity(updates.len());
    for it in updates {
        let id = it.id.clone();
        match take_one(home, staff, it, now).await {
            Ok(it) => done.push(it),
            Err(VisitError::Internal(error)) => return Err(VisitError::Internal(error)),
            Err(error) => done.push(VisitUpdateDone {
                id,
                became: "refused".to_owned(),
                problem: Some(error.to_string()),
                visit: None,
            }),
        }
    }
    Ok(done)
}

/// The visits of the scope that wait for a person's decision.
///
/// # Errors
/// When the database cannot be read.
pub async fn to_settle(
    home: &Home,
    staff: &Staff,
    limit: i64,
) -> Result<Vec<VisitView>, VisitError> {
    let mut tx = home.db.read().await?;
    let mut views = Vec::new();
    for state in ["conflict", "refused"] {
        for it in tx.visits_in(&staff.scope, state, limit).await? {
            views.push(shown(it)?);
        }
    }
    Ok(views)
}

/// Records a visit as a person decides: the conflicts are settled, the fields named are taken.
///
/// # Errors
/// [`VisitError::NotFound`], [`VisitError::Stale`], or what the procedure says.
pub async fn settle(
    home: &Home,
    staff: &Staff,
    id: &str,
    wanted: SettleIn,
    now: DateTime<Utc>,
) -> Result<VisitView, VisitError> {
    staff.may_write().map_err(anyhow::Error::from)?;
    let mut tx = home.db.write().await?;
    let found = tx.visit(&id.replace('\0', "")).await?;
    let mut visit = found.ok_or(VisitError::NotFound)?;
    in_scope(&mut tx, staff, visit.case_id).await?;
    if visit.version != wanted.version || !matches!(visit.state.as_str(), "conflict" | "refused") {
        return Err(VisitError::Stale);
    }
    let mut fields = visit.fields.as_object().cloned().unwrap_or_default();
    fields.extend(wanted.fields);
    visit.fields = Value::Object(fields);
    visit.conflicts = json!([]);
    visit.version += 1;
    visit.state = "open".to_owned();
    visit.problem = None;
    visit.changed_at = now;
    tx.save_visit(&visit).await?;
    let subject = format!("case {}", visit.case_id);
    let detail = json!({ "visit": visit.id });
    tx.append_audit(now, &staff.actor(), "visit.settle", &subject, &detail).await?;
    tx.commit().await?;
    record(home, staff, visit, now).await
}

async fn take_one(
    home: &Home,
    staff: &Staff,
    it: VisitUpdateIn,
    now: DateTime<Utc>,
) -> Result<VisitUpdateDone, VisitError> {
    staff.may_write().map_err(anyhow::Error::from)?;
    let kind = match it.kind {
        VisitKind::VerifyHome => "verify_home",
        VisitKind::FollowUp => "follow_up",
    };
    let mut tx = home.db.write().await?;
    in_scope(&mut tx, staff, it.case).await?;
    let known = tx.visit(&it.visit).await?;
    if known.as_ref().is_some_and(|known| known.case_id != it.case) {
        return Err(VisitError::NotFound);
    }
    let update = VisitUpdate {
        id: it.id.clone(),
        visit_id: it.visit.clone(),
        branch: it.branch,
        trunk: it.trunk,
        place: it.place,
        fields: Value::Object(it.fields),
        submits: it.submits,
        account: staff.account_id.clone(),
        received_at: now,
        version: None,
    };
    tx.insert_visit_update(&update).await?;
    let mut visit = known.unwrap_or_else(|| Visit {
        id: it.visit.clone(),
        case_id: it.case,
        kind: kind.to_owned(),
        step: it.step,
        version: 0,
        fields: json!({}),
        conflicts: json!([]),
        state: "open".to_owned(),
        problem: None,
        account: staff.account_id.clone(),
        created_at: now,
        changed_at: now,
    });
    let updates = tx.visit_updates(&it.visit).await?;
    let (applied, complete) = apply(&mut visit, updates, now);
    for (id, version) in &applied {
        tx.apply_visit_update(id, *version).await?;
    }
    tx.save_visit(&visit).await?;
    let counted = tx.visit_updates(&it.visit).await?;
    let counts = counted.iter().any(|known| known.id == it.id && known.version.is_some());
    let subject = format!("case {}", visit.case_id);
    let detail = json!({ "visit": visit.id, "update": it.id, "counts": counts });
    tx.append_audit(now, &staff.actor(), "visit.update", &subject, &detail).await?;
    tx.commit().await?;

    let view = match complete && visit.state == "open" {
        true => record(home, staff, visit, now).await?,
        false => shown(visit)?,
    };
    Ok(VisitUpdateDone {
        id: it.id,
        became: if counts { "applied" } else { "held" }.to_owned(),
        problem: None,
        visit: Some(view),
    })
}

/// Applies the updates that are due, in the order of their branches; gives which became which
/// version, and whether one of them completed the form. What has been recorded changes no more.
fn apply(
    visit: &mut Visit,
    mut updates: Vec<VisitUpdate>,
    now: DateTime<Utc>,
) -> (Vec<(String, i64)>, bool) {
    let mut applied = Vec::new();
    let mut complete = false;
    if visit.state == "recorded" {
        return (applied, false);
    }
    loop {
        let next = |branch: &str| updates_in(&updates, branch);
        let ready =
            updates.iter().position(|it| it.version.is_none() && it.place == next(&it.branch));
        let Some(at) = ready else { break };
        visit.version += 1;
        updates[at].version = Some(visit.version);
        let it = updates[at].clone();
        merge(visit, &it, &updates, now);
        complete |= it.submits;
        applied.push((it.id, visit.version));
    }
    let conflicts = visit.conflicts.as_array().is_some_and(|it| !it.is_empty());
    if complete && conflicts {
        visit.state = "conflict".to_owned();
    }
    if !applied.is_empty() {
        visit.changed_at = now;
    }
    (applied, complete)
}

/// How many updates of a branch count.
fn updates_in(updates: &[VisitUpdate], branch: &str) -> i64 {
    let counted = updates.iter().filter(|it| it.branch == branch && it.version.is_some());
    i64::try_from(counted.count()).unwrap_or(i64::MAX)
}

/// Takes the fields of an update; where another branch wrote something else since the trunk, notes
/// a conflict.
fn merge(visit: &mut Visit, it: &VisitUpdate, updates: &[VisitUpdate], now: DateTime<Utc>) {
    let elsewhere: BTreeSet<&String> = updates
        .iter()
        .filter(|other| other.branch != it.branch)
        .filter(|other| other.version.is_some_and(|version| it.trunk < version))
        .filter_map(|other| other.fields.as_object())
        .flat_map(Map::keys)
        .collect();
    let mut fields = visit.fields.as_object().cloned().unwrap_or_default();
    let mut conflicts: Vec<VisitConflict> =
        serde_json::from_value(visit.conflicts.clone()).unwrap_or_default();
    for (field, value) in it.fields.as_object().into_iter().flatten() {
        let was = fields.insert(field.clone(), value.clone());
        if let Some(was) = was.filter(|was| elsewhere.contains(field) && was != value) {
            conflicts.retain(|known| known.field != *field);
            conflicts.push(VisitConflict {
                field: field.clone(),
                was,
                became: value.clone(),
                at: now,
            });
        }
    }
    visit.fields = Value::Object(fields);
    visit.conflicts = serde_json::to_value(conflicts).unwrap_or_default();
}

/// Makes a complete visit an action on its case; what the procedure refuses is kept with its words.
async fn record(
    home: &Home,
    staff: &Staff,
    mut visit: Visit,
    now: DateTime<Utc>,
) -> Result<VisitView, VisitError> {
    let became = match action(&visit) {
        Ok((action, on)) => {
            let who = Manager::Staff(staff);
            cases::act(home, who, visit.case_id, None, action, on, now).await.map_err(|it| match it
            {
                CaseError::Internal(error) => Err(VisitError::Internal(error)),
                refused => Ok(refused.to_string()),
            })
        }
        Err(missing) => Err(Ok(missing)),
    };
    match became {
        Ok(_) => {
            visit.state = "recorded".to_owned();
            visit.problem = None;
        }
        Err(Ok(problem)) => {
            visit.state = "refused".to_owned();
            visit.problem = Some(problem);
        }
        Err(Err(error)) => return Err(error),
    }
    let mut tx = home.db.write().await?;
    tx.save_visit(&visit).await?;
    tx.commit().await?;
    shown(visit)
}

/// The fields of a form, flat.
#[derive(Deserialize)]
struct Form {
    on: NaiveDate,
    #[serde(default)]
    summary: String,
    finding: Option<Finding>,
    #[serde(default)]
    causes: Vec<RiskCause>,
    net_income_per_capita: Option<i64>,
    education: Option<bool>,
    medical: Option<bool>,
    housing: Option<bool>,
    water: Option<bool>,
    has_labor: Option<bool>,
    #[serde(default)]
    rigid_expenditure_solved: bool,
    #[serde(default)]
    income_stable_months: u32,
}

/// The action a complete visit is, and its day; or what the form lacks.
fn action(visit: &Visit) -> Result<(Action, NaiveDate), String> {
    let form: Form = serde_json::from_value(visit.fields.clone())
        .map_err(|_| "走访表没有填完：请补填走访日期等必填项".to_owned())?;
    let on = form.on;
    if visit.kind == "follow_up" {
        return match form.summary.trim().is_empty() {
            true => Err("请写回访情况".to_owned()),
            false => Ok((Action::FollowUp { summary: form.summary }, on)),
        };
    }
    let must = |value: Option<bool>, what: &str| value.ok_or_else(|| format!("请填写{what}"));
    let verification = HomeVerification {
        on,
        finding: form.finding.ok_or("请填写是否属实")?,
        summary: form.summary,
        causes: form.causes,
        net_income_per_capita: form.net_income_per_capita,
        guarantees: GuaranteeStatus {
            education: must(form.education, "义务教育")?,
            medical: must(form.medical, "基本医疗")?,
            housing: must(form.housing, "住房安全")?,
            water: must(form.water, "饮水安全")?,
        },
        has_labor: must(form.has_labor, "有无劳动力")?,
        rigid_expenditure_solved: form.rigid_expenditure_solved,
        income_stable_months: form.income_stable_months,
    };
    Ok((Action::VerifyHome { step: visit.step.clone(), visit: verification }, on))
}

/// The visit of a case that is not recorded yet.
async fn visit_of_case(tx: &mut Tx, case: i64) -> Result<Option<Visit>, VisitError> {
    let found = tx.visits_of_case(case).await?;
    Ok(found.into_iter().rev().find(|it| it.state != "recorded"))
}

async fn in_scope(tx: &mut Tx, staff: &Staff, case: i64) -> Result<(), VisitError> {
    let found = tx.case_in(case, &staff.scope).await?;
    found.map(|_| ()).ok_or(VisitError::NotFound)
}

fn titles(clue: &store::Clue) -> Vec<String> {
    let rules: Vec<crate::screen::RuleEvidence> =
        serde_json::from_value(clue.evidence.clone()).unwrap_or_default();
    rules.into_iter().filter(|it| it.effect == "clue").map(|it| it.title).collect()
}

fn shown(it: Visit) -> Result<VisitView, VisitError> {
    Ok(VisitView {
        visit: it.id,
        case: it.case_id,
        kind: it.kind,
        version: it.version,
        fields: it.fields,
        conflicts: serde_json::from_value(it.conflicts).map_err(anyhow::Error::from)?,
        state: it.state,
        problem: it.problem,
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    fn visit() -> Visit {
        let at = DateTime::UNIX_EPOCH;
        Visit {
            id: "v".into(),
            case_id: 1,
            kind: "verify_home".into(),
            step: "home_verification".into(),
            version: 0,
            fields: json!({}),
            conflicts: json!([]),
            state: "open".into(),
            problem: None,
            account: "a".into(),
            created_at: at,
            changed_at: at,
        }
    }

    fn update(branch: &str, trunk: i64, place: i64, fields: Value, submits: bool) -> VisitUpdate {
        VisitUpdate {
            id: format!("{branch}{place}"),
            visit_id: "v".into(),
            branch: branch.into(),
            trunk,
            place,
            fields,
            submits,
            account: "a".into(),
            received_at: DateTime::UNIX_EPOCH,
            version: None,
        }
    }

    /// Updates arrive one by one, as requests bring them.
    fn arrive(updates: Vec<VisitUpdate>) -> Visit {
        let mut visit = visit();
        let mut known: Vec<VisitUpdate> = Vec::new();
        for it in updates {
            known.push(it);
            let (applied, _) = apply(&mut visit, known.clone(), DateTime::UNIX_EPOCH);
            let versions: BTreeMap<String, i64> = applied.into_iter().collect();
            for it in &mut known {
                it.version = it.version.or(versions.get(&it.id).copied());
            }
        }
        visit
    }

    #[test]
    fn an_update_waits_for_those_before_it() {
        let second = update("p", 0, 1, json!({ "summary": "second" }), true);
        let first = update("p", 0, 0, json!({ "summary": "first", "water": true }), false);
        let held = arrive(vec![second.clone()]);
        assert_eq!((held.version, held.fields), (0, json!({})));
        let both = arrive(vec![second, first]);
        assert_eq!(both.version, 2);
        assert_eq!(both.fields, json!({ "summary": "second", "water": true }));
        assert_eq!(both.conflicts, json!([]));
    }

    #[test]
    fn two_telephones_that_touch_different_fields_do_not_collide() {
        let one = update("p", 0, 0, json!({ "water": true }), false);
        let other = update("q", 0, 0, json!({ "housing": false }), true);
        let visit = arrive(vec![one, other]);
        assert_eq!(visit.fields, json!({ "water": true, "housing": false }));
        assert_eq!((visit.conflicts, visit.state.as_str()), (json!([]), "open"));
    }

    #[test]
    fn the_last_write_wins_and_a_person_is_asked() {
        let one = update("p", 0, 0, json!({ "has_labor": true }), false);
        let other = update("q", 0, 0, json!({ "has_labor": false }), true);
        let visit = arrive(vec![one, other]);
        assert_eq!(visit.fields, json!({ "has_labor": false }));
        assert_eq!(visit.state, "conflict");
        let conflicts = visit.conflicts.as_array().expect("a list");
        assert_eq!(
            (&conflicts[0]["field"], &conflicts[0]["was"]),
            (&json!("has_labor"), &json!(true))
        );
    }

    #[test]
    fn whoever_has_seen_a_change_may_change_it_again() {
        let one = update("p", 0, 0, json!({ "has_labor": true }), false);
        let later = update("q", 1, 0, json!({ "has_labor": false }), false);
        assert_eq!(arrive(vec![one, later]).conflicts, json!([]));
    }
}

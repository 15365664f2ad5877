//! 政策: the review chains of a region on a day, drafts of other packs, and what became of the
//! clues that the present ones raised.

use app::{
    accounts::Manager,
    policy_catalogue::{self, PolicyParameterView, RulePage, RuleView},
    policy_drafts::{self, DraftStep, PolicyDraftIn, PolicyDraftPage, PolicyDraftView},
    policy_view::{self, ChainView},
    precision::{self, Precision, PrecisionBy},
    reach,
};
use axum::{extract::State, http::StatusCode};
use chrono::NaiveDate;
use kernel::RegionLevel;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use crate::{
    answer::Answer,
    gate::Who,
    input::{Json, Path, Query, month},
    problem::Problem,
    server::Server,
};

/// Which region and day.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct ChainQuery {
    /// Statistical code of a province, prefecture or county.
    region: String,
    /// The day; today when absent.
    on: Option<NaiveDate>,
}

/// The chains of identification and elimination, with roles, limits and where they come from.
#[utoipa::path(get, path = "/api/v1/policy/chains", operation_id = "show_chains", tag = "policy",
    params(ChainQuery), responses((status = 200, body = Vec<ChainView>)))]
pub(crate) async fn show_chains(
    State(server): State<Server>,
    Who(_): Who,
    Query(it): Query<ChainQuery>,
) -> Answer<Vec<ChainView>> {
    let on = it.on.unwrap_or_else(|| server.today());
    let chains = policy_view::chains(&server.home, &it.region, on);
    Ok(axum::Json(chains.ok_or_else(|| Problem::not_found("地区"))?))
}

/// The parameters of a region on a day, with where each comes from.
#[utoipa::path(get, path = "/api/v1/policy/parameters", operation_id = "list_parameters",
    tag = "policy", params(ChainQuery),
    responses((status = 200, body = Vec<PolicyParameterView>)))]
pub(crate) async fn list_parameters(
    State(server): State<Server>,
    Who(_): Who,
    Query(it): Query<ChainQuery>,
) -> Answer<Vec<PolicyParameterView>> {
    let on = it.on.unwrap_or_else(|| server.today());
    let region = known(&server, &it.region)?;
    Ok(axum::Json(policy_catalogue::parameters(&server.home, &region, on)))
}

/// Every value of a parameter in a region, the oldest first.
#[utoipa::path(get, path = "/api/v1/policy/parameters/{name}", operation_id = "show_parameter",
    tag = "policy", params(("name" = String, Path), ChainQuery),
    responses((status = 200, body = Vec<PolicyParameterView>)))]
pub(crate) async fn show_parameter(
    State(server): State<Server>,
    Who(_): Who,
    Path(name): Path<String>,
    Query(it): Query<ChainQuery>,
) -> Answer<Vec<PolicyParameterView>> {
    let region = known(&server, &it.region)?;
    let history = policy_catalogue::history(&server.home, &region, &name);
    match history.is_empty() {
        true => Err(Problem::not_found("参数")),
        false => Ok(axum::Json(history)),
    }
}

/// The rules of a region on a day.
#[utoipa::path(get, path = "/api/v1/policy/rules", operation_id = "list_rules", tag = "policy",
    params(ChainQuery), responses((status = 200, body = Vec<RuleView>)))]
pub(crate) async fn list_rules(
    State(server): State<Server>,
    Who(_): Who,
    Query(it): Query<ChainQuery>,
) -> Answer<Vec<RuleView>> {
    let on = it.on.unwrap_or_else(|| server.today());
    let region = known(&server, &it.region)?;
    Ok(axum::Json(policy_catalogue::rules(&server.home, &region, on)))
}

/// A rule with the cases it has passed.
#[utoipa::path(get, path = "/api/v1/policy/rules/{rule}", operation_id = "show_rule",
    tag = "policy", params(("rule" = String, Path), ChainQuery),
    responses((status = 200, body = RulePage)))]
pub(crate) async fn show_rule(
    State(server): State<Server>,
    Who(_): Who,
    Path(rule): Path<String>,
    Query(it): Query<ChainQuery>,
) -> Answer<RulePage> {
    let on = it.on.unwrap_or_else(|| server.today());
    let region = known(&server, &it.region)?;
    let found = policy_catalogue::rule(&server.home, &region, on, &rule);
    Ok(axum::Json(found.ok_or_else(|| Problem::not_found("规则"))?))
}

/// The code of a region as the packs know it.
fn known(server: &Server, code: &str) -> Result<String, Problem> {
    let region = server.home.definitions.regions.by_stat_code(code);
    Ok(region.ok_or_else(|| Problem::not_found("地区"))?.stat_code.clone())
}

/// Whose clues, of when, and by what they are counted together.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct PrecisionQuery {
    /// Statistical code of a county or what is above it; the own region when absent.
    region: Option<String>,
    /// First month, such as `2023-10`.
    #[param(pattern = "^[0-9]{4}-[0-9]{2}$")]
    from: String,
    /// Last month.
    #[param(pattern = "^[0-9]{4}-[0-9]{2}$")]
    to: String,
    /// Of `quarter`, `county`, `township`, `department`, `feed`, `rule`, separated by commas;
    /// quarter, department and rule when absent.
    by: Option<String>,
}

/// A further version of a draft.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct DraftBody {
    /// The version that was seen.
    version: i64,
    /// The draft as it stands now.
    draft: PolicyDraftIn,
}

/// What is done with a draft.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct DraftStepBody {
    /// The version that was seen.
    version: i64,
    /// What is done.
    step: DraftStep,
    /// With which words.
    #[serde(default)]
    note: Option<String>,
}

/// The drafts of the own region, of those above it and below it, the newest first.
#[utoipa::path(get, path = "/api/v1/policy/drafts", operation_id = "list_policy_drafts",
    tag = "policy", responses((status = 200, body = Vec<PolicyDraftView>)))]
pub(crate) async fn list_policy_drafts(
    State(server): State<Server>,
    Who(staff): Who,
) -> Answer<Vec<PolicyDraftView>> {
    Ok(axum::Json(policy_drafts::list(&server.home, Manager::Staff(&staff)).await?))
}

/// Begins a draft. It may change packs of the own region and below, from its first day on.
#[utoipa::path(post, path = "/api/v1/policy/drafts", operation_id = "begin_policy_draft",
    tag = "policy", request_body = PolicyDraftIn,
    responses((status = 201, body = PolicyDraftView)))]
pub(crate) async fn begin_policy_draft(
    State(server): State<Server>,
    Who(staff): Who,
    Json(wanted): Json<PolicyDraftIn>,
) -> Result<(StatusCode, axum::Json<PolicyDraftView>), Problem> {
    let who = Manager::Staff(&staff);
    let made = policy_drafts::begin(&server.home, who, wanted, server.now()).await?;
    Ok((StatusCode::CREATED, axum::Json(made)))
}

/// One draft: its files, what they change, its versions.
#[utoipa::path(get, path = "/api/v1/policy/drafts/{draft}", operation_id = "show_policy_draft",
    tag = "policy", params(("draft" = String, Path)),
    responses((status = 200, body = PolicyDraftPage)))]
pub(crate) async fn show_policy_draft(
    State(server): State<Server>,
    Who(staff): Who,
    Path(draft): Path<String>,
) -> Answer<PolicyDraftPage> {
    Ok(axum::Json(policy_drafts::show(&server.home, Manager::Staff(&staff), &draft).await?))
}

/// Saves a further version; one that was submitted has to be submitted again.
#[utoipa::path(put, path = "/api/v1/policy/drafts/{draft}", operation_id = "save_policy_draft",
    tag = "policy", params(("draft" = String, Path)), request_body = DraftBody,
    responses((status = 200, body = PolicyDraftView)))]
pub(crate) async fn save_policy_draft(
    State(server): State<Server>,
    Who(staff): Who,
    Path(draft): Path<String>,
    Json(it): Json<DraftBody>,
) -> Answer<PolicyDraftView> {
    let who = Manager::Staff(&staff);
    let now = server.now();
    let saved = policy_drafts::save(&server.home, who, &draft, it.version, it.draft, now).await?;
    Ok(axum::Json(saved))
}

/// Submits or withdraws a draft.
#[utoipa::path(post, path = "/api/v1/policy/drafts/{draft}/steps", operation_id = "move_policy_draft",
    tag = "policy", params(("draft" = String, Path)), request_body = DraftStepBody,
    responses((status = 200, body = PolicyDraftView)))]
pub(crate) async fn move_policy_draft(
    State(server): State<Server>,
    Who(staff): Who,
    Path(draft): Path<String>,
    Json(it): Json<DraftStepBody>,
) -> Answer<PolicyDraftView> {
    if matches!(it.step, DraftStep::Approve | DraftStep::Reject) {
        return Err(Problem::invalid("批准或不批准请用 decision"));
    }
    let who = Manager::Staff(&staff);
    let (step, note) = (it.step, it.note.as_deref());
    let now = server.now();
    let moved = policy_drafts::step(&server.home, who, &draft, it.version, step, note, now).await?;
    Ok(axum::Json(moved))
}

/// Approves or rejects a draft; nobody decides what they have written at.
#[utoipa::path(post, path = "/api/v1/policy/drafts/{draft}/decision",
    operation_id = "decide_policy_draft", tag = "policy", params(("draft" = String, Path)),
    request_body = DraftStepBody, responses((status = 200, body = PolicyDraftView)))]
pub(crate) async fn decide_policy_draft(
    State(server): State<Server>,
    Who(staff): Who,
    Path(draft): Path<String>,
    Json(it): Json<DraftStepBody>,
) -> Answer<PolicyDraftView> {
    if !matches!(it.step, DraftStep::Approve | DraftStep::Reject) {
        return Err(Problem::invalid("这里只批准（approve）或不批准（reject）"));
    }
    let who = Manager::Staff(&staff);
    let (step, note) = (it.step, it.note.as_deref());
    let now = server.now();
    let decided =
        policy_drafts::step(&server.home, who, &draft, it.version, step, note, now).await?;
    Ok(axum::Json(decided))
}

/// What became of clues: how many were found true, by department, rule, region and quarter.
#[utoipa::path(get, path = "/api/v1/precision", operation_id = "show_precision", tag = "policy",
    params(PrecisionQuery), responses((status = 200, body = Precision)))]
pub(crate) async fn show_precision(
    State(server): State<Server>,
    Who(staff): Who,
    Query(it): Query<PrecisionQuery>,
) -> Answer<Precision> {
    let home = &server.home;
    let own = home.definitions.regions.get(staff.scope.region_id);
    let region = match &it.region {
        Some(code) => reach::region_in(home, &staff.scope, code),
        None => own,
    };
    let region = region.ok_or_else(|| Problem::not_found("地区"))?.clone();
    if matches!(region.level, RegionLevel::Township | RegionLevel::Village) {
        return Err(Problem::invalid("命中率按县或以上统计：请写县、市（州）或省的代码"));
    }
    let (from, to) = (month(&it.from)?, month(&it.to)?);
    if to < from || from.plus_months(LONGEST) < to {
        return Err(Problem::invalid("起止月份请按先后写，最长五年"));
    }
    let words = it.by.as_deref().unwrap_or("quarter,department,rule");
    let by = words.split(',').map(PrecisionBy::from_word).collect::<Option<Vec<_>>>();
    let by = by.ok_or_else(|| {
        Problem::invalid("by 只能写 quarter、county、township、department、feed、rule，用逗号隔开")
    })?;
    Ok(axum::Json(precision::precision(home, &region, from, to, &by).await?))
}

/// Months that may be counted at once.
const LONGEST: i32 = 60;

//! Appeals as people see them.

use casework::{Appeal, AppealAction, AppealStage, ClockState, ClueSource, appeal_allowed};
use chrono::NaiveDate;
use kernel::{RegionLevel, ResidentId};
use policy::AppealPolicy;
use serde::Serialize;
use store::{AppealCount, Scope, StoredAppeal, StoredAppealAction, Tx};

use super::{
    AppealError, MOST_CANDIDATES, load, policy_of, stage_of, suggestion, without_long_numbers,
};
use crate::{cases::figure, home::Home};

/// Parameter of the packs: how many days before its end a limit is at risk.
const REMIND_DAYS: &str = "case.remind_days";

/// One appeal, for those who work on it. Identity number and telephones are masked.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
pub struct AppealView {
    /// The appeal.
    pub appeal: String,
    /// 回执号.
    pub receipt: String,
    /// The channel.
    pub channel: String,
    /// In Chinese.
    pub channel_zh: String,
    /// 线索来源 the channel counts as.
    pub source: ClueSource,
    /// Its number in the other system.
    pub outside_no: Option<String>,
    /// What is asked for.
    pub need: String,
    /// In Chinese.
    pub need_zh: String,
    /// It is a risk lead by itself.
    pub lead: bool,
    /// Who deals with it.
    pub department: String,
    /// The township or village that has been asked.
    pub assigned_region: Option<String>,
    /// Where it comes from, as far as is known.
    pub place: String,
    /// 困难对象.
    pub name: String,
    /// 身份证号, masked.
    pub id_number: Option<String>,
    /// 电话, masked.
    pub phone: Option<String>,
    /// 代办人.
    pub proxy_name: Option<String>,
    /// 代办人电话, masked.
    pub proxy_phone: Option<String>,
    /// 困难情况.
    pub text: String,
    /// The household.
    pub household: Option<i64>,
    /// The person.
    pub person: Option<i64>,
    /// Whom it may be about, while nobody has said. A person decides.
    pub candidates: Vec<AppealCandidate>,
    /// 关联的案.
    pub case: Option<i64>,
    /// 不立案理由.
    pub no_case_reason: Option<String>,
    /// The appeal that is answered for both.
    pub joined_to: Option<String>,
    /// The appeals that are answered together with this one.
    pub joined: Vec<String>,
    /// Where it stands.
    pub stage: AppealStage,
    /// In Chinese.
    pub stage_zh: String,
    /// How many actions there were; the next one has to name it.
    pub version: i64,
    /// The day it was received.
    pub received_on: NaiveDate,
    /// The last day in time of what has to be done next.
    pub due_on: Option<NaiveDate>,
    /// 正常, 临期 or 超期.
    pub state: Option<String>,
    /// The last answer.
    pub answer: Option<String>,
    /// What the packs suggest to answer, by how far the case is.
    pub suggested_answer: Option<String>,
    /// Whether the applicant is satisfied.
    pub satisfied: Option<bool>,
    /// What the stage knows; conditions may still stand in the way.
    pub actions: Vec<String>,
    /// What was done.
    pub history: Vec<AppealHistoryView>,
}

/// Somebody an appeal may be about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct AppealCandidate {
    /// The person.
    pub person: i64,
    /// The household.
    pub household: i64,
    /// 户编号.
    pub household_no: String,
    /// The village.
    pub village: String,
    /// What speaks for it, in Chinese.
    pub why: Vec<String>,
}

/// One action of a history.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
pub struct AppealHistoryView {
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

/// One line of a list of appeals.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
pub struct AppealRow {
    /// The appeal.
    pub appeal: String,
    /// 回执号.
    pub receipt: String,
    /// The channel.
    pub channel: String,
    /// In Chinese.
    pub channel_zh: String,
    /// What is asked for.
    pub need: String,
    /// In Chinese.
    pub need_zh: String,
    /// It is a risk lead by itself.
    pub lead: bool,
    /// Who deals with it.
    pub department: String,
    /// Where it comes from, as far as is known.
    pub place: String,
    /// 困难对象.
    pub name: String,
    /// The household.
    pub household: Option<i64>,
    /// 关联的案.
    pub case: Option<i64>,
    /// The appeal that is answered for both.
    pub joined_to: Option<String>,
    /// Where it stands.
    pub stage: AppealStage,
    /// In Chinese.
    pub stage_zh: String,
    /// Version; an action has to name it.
    pub version: i64,
    /// The day it was received.
    pub received_on: NaiveDate,
    /// The last day in time of what has to be done next.
    pub due_on: Option<NaiveDate>,
    /// 正常, 临期 or 超期.
    pub state: Option<String>,
}

/// How many appeals there are of a stage and a need.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct AppealCountView {
    /// Stage.
    pub stage: String,
    /// In Chinese.
    pub stage_zh: String,
    /// Need.
    pub need: String,
    /// In Chinese.
    pub need_zh: String,
    /// How many.
    pub count: i64,
}

/// How far an appeal is, for the applicant. It names nobody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Progress {
    /// 回执号.
    pub receipt: String,
    /// The day it was received.
    pub received_on: NaiveDate,
    /// What is asked for, in Chinese.
    pub need: String,
    /// Where it stands, in Chinese.
    pub stage: String,
    /// What comes next, in Chinese.
    pub next: String,
    /// The last day in time of it.
    pub due_on: Option<NaiveDate>,
    /// The last answer.
    pub answer: Option<String>,
    /// The day of it.
    pub answered_on: Option<NaiveDate>,
    /// Where to call.
    pub hotline: String,
}

/// What is otherwise masked.
#[derive(Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct RevealedContact {
    /// 身份证号.
    pub id_number: Option<String>,
    /// 电话.
    pub phone: Option<String>,
    /// 代办人电话.
    pub proxy_phone: Option<String>,
}

/// An appeal with everything about it.
pub(super) async fn view(
    home: &Home,
    tx: &mut Tx,
    scope: &Scope,
    stored: StoredAppeal,
    today: NaiveDate,
) -> Result<AppealView, AppealError> {
    let (appeal, history) = load(tx, &stored).await?;
    let policy = policy_of(home, &stored, today)?;
    // Families that do not concern a department are not shown to it, not even as candidates.
    let may_choose = scope.department.is_none() && scope.helper.is_none();
    let candidates = match stored.household_id {
        None if may_choose => candidates(home, tx, &stored).await?,
        _ => Vec::new(),
    };
    let joined = tx.appeals_joined_to(&stored.id).await?;
    let suggested_answer = suggestion(tx, &policy, &stored, today).await?;
    let revealed = revealed(home, &stored)?;
    let text = home.keys.open("appeal", &stored.text_sealed);
    let text = text.map_err(anyhow::Error::from)?;
    let assigned_region = match &appeal.assignee {
        Some(casework::Assignee::Region { region }) => Some(region.clone()),
        _ => None,
    };
    let row = row(home, stored, Some(&policy), today);
    Ok(AppealView {
        receipt: row.receipt,
        channel: row.channel,
        channel_zh: row.channel_zh,
        source: appeal.source,
        need: row.need,
        need_zh: row.need_zh,
        lead: row.lead,
        department: row.department,
        assigned_region,
        place: row.place,
        name: row.name,
        id_number: revealed.id_number.as_deref().map(masked_id),
        phone: revealed.phone.as_deref().map(masked_phone),
        proxy_phone: revealed.proxy_phone.as_deref().map(masked_phone),
        text: String::from_utf8_lossy(&text).into_owned(),
        household: row.household,
        person: appeal.person_id,
        candidates,
        case: row.case,
        no_case_reason: appeal.no_case_reason,
        joined_to: row.joined_to,
        joined: joined.into_iter().map(|it| it.id).collect(),
        stage: row.stage,
        stage_zh: row.stage_zh,
        version: row.version,
        received_on: row.received_on,
        due_on: row.due_on,
        state: row.state,
        answer: appeal.answers.last().map(|it| it.1.clone()),
        suggested_answer,
        satisfied: appeal.satisfied,
        actions: appeal_allowed(appeal.stage).into_iter().map(str::to_owned).collect(),
        history: history.into_iter().map(history_view).collect(),
        outside_no: row.outside_no,
        proxy_name: row.proxy_name,
        appeal: row.appeal,
    })
}

/// Lines of a list.
pub(super) fn rows(home: &Home, found: Vec<StoredAppeal>, today: NaiveDate) -> Vec<AppealRow> {
    // Lists are of one place mostly; its packs are overlaid once.
    let mut policies = std::collections::BTreeMap::new();
    found
        .into_iter()
        .map(|it| {
            let policy =
                policies.entry(it.county_id).or_insert_with(|| policy_of(home, &it, today).ok());
            row(home, it, policy.as_ref(), today).into()
        })
        .collect()
}

/// A count with its labels.
pub(super) fn count(policy: Option<&AppealPolicy>, it: AppealCount) -> AppealCountView {
    AppealCountView {
        stage_zh: stage_of(&it.stage).zh().to_owned(),
        need_zh: need_zh(policy, &it.need),
        stage: it.stage,
        need: it.need,
        count: it.count,
    }
}

/// What the applicant may know.
pub(super) fn progress(policy: &AppealPolicy, stored: &StoredAppeal, appeal: &Appeal) -> Progress {
    let answer = appeal.answers.last();
    Progress {
        receipt: stored.receipt.clone(),
        received_on: stored.received_on,
        need: need_zh(Some(policy), &stored.need),
        stage: appeal.stage.zh().to_owned(),
        next: appeal.stage.next_zh().to_owned(),
        due_on: stored.due_on,
        answer: answer.map(|it| without_long_numbers(&it.1)),
        answered_on: answer.map(|it| it.0),
        hotline: policy.hotline.clone(),
    }
}

/// The sealed numbers, opened.
pub(super) fn revealed(home: &Home, stored: &StoredAppeal) -> Result<RevealedContact, AppealError> {
    let open = |purpose: &str, sealed: Option<&Vec<u8>>| -> anyhow::Result<Option<String>> {
        let Some(sealed) = sealed else { return Ok(None) };
        Ok(Some(String::from_utf8(home.keys.open(purpose, sealed)?)?))
    };
    Ok(RevealedContact {
        id_number: open("id_number", stored.id_sealed.as_ref())?,
        phone: open("phone", stored.phone_sealed.as_ref())?,
        proxy_phone: open("phone", stored.proxy_phone_sealed.as_ref())?,
    })
}

/// How many days before its end a limit is at risk.
pub(super) fn remind_days(home: &Home, code: &str, today: NaiveDate) -> u64 {
    figure(home, REMIND_DAYS, code, today).and_then(|it| u64::try_from(it.0).ok()).unwrap_or(0)
}

/// The people of the same name in the place the appeal names, or in the county when it names none.
async fn candidates(
    home: &Home,
    tx: &mut Tx,
    stored: &StoredAppeal,
) -> Result<Vec<AppealCandidate>, AppealError> {
    let (place, why) = match (stored.village_id, stored.township_id) {
        (Some(village), _) => (Scope::region(village, RegionLevel::Village), "同村"),
        (None, Some(township)) => (Scope::region(township, RegionLevel::Township), "同乡镇"),
        (None, None) => (Scope::region(stored.county_id, RegionLevel::County), "同县"),
    };
    let found = tx.namesakes_in(&place, &stored.name, MOST_CANDIDATES).await?;
    let regions = &home.definitions.regions;
    let candidate = |it: store::Namesake| {
        let mut why = vec!["姓名一致".to_owned(), why.to_owned()];
        if it.phone_index.is_some() && it.phone_index == stored.phone_index {
            why.push("电话一致".to_owned());
        }
        AppealCandidate {
            person: it.person_id,
            household: it.household_id,
            household_no: it.household_no.unwrap_or_default(),
            village: regions.name_path(it.village_id),
            why,
        }
    };
    let mut candidates: Vec<AppealCandidate> = found.into_iter().map(candidate).collect();
    candidates.sort_by_key(|it| std::cmp::Reverse(it.why.len()));
    Ok(candidates)
}

/// A line with what only the single view shows.
struct Line {
    appeal: String,
    receipt: String,
    channel: String,
    channel_zh: String,
    outside_no: Option<String>,
    need: String,
    need_zh: String,
    lead: bool,
    department: String,
    place: String,
    name: String,
    proxy_name: Option<String>,
    household: Option<i64>,
    case: Option<i64>,
    joined_to: Option<String>,
    stage: AppealStage,
    stage_zh: String,
    version: i64,
    received_on: NaiveDate,
    due_on: Option<NaiveDate>,
    state: Option<String>,
}

fn row(home: &Home, it: StoredAppeal, policy: Option<&AppealPolicy>, today: NaiveDate) -> Line {
    let regions = &home.definitions.regions;
    let county = regions.get(it.county_id).map_or("", |it| it.stat_code.as_str());
    let remind = remind_days(home, county, today);
    let stage = stage_of(&it.stage);
    let channel = policy.and_then(|all| all.channel(&it.channel));
    Line {
        place: regions.name_path(it.village_id.or(it.township_id).unwrap_or(it.county_id)),
        channel_zh: channel.map_or_else(|| it.channel.clone(), |it| it.zh.clone()),
        need_zh: need_zh(policy, &it.need),
        state: it.due_on.map(|due| state(due, remind, today).zh().to_owned()),
        stage_zh: stage.zh().to_owned(),
        appeal: it.id,
        receipt: it.receipt,
        channel: it.channel,
        outside_no: it.outside_no,
        need: it.need,
        lead: it.lead,
        department: it.department,
        name: it.name,
        proxy_name: it.proxy_name,
        household: it.household_id,
        case: it.case_id,
        joined_to: it.joined_to,
        stage,
        version: it.version,
        received_on: it.received_on,
        due_on: it.due_on,
    }
}

impl From<Line> for AppealRow {
    fn from(it: Line) -> AppealRow {
        AppealRow {
            appeal: it.appeal,
            receipt: it.receipt,
            channel: it.channel,
            channel_zh: it.channel_zh,
            need: it.need,
            need_zh: it.need_zh,
            lead: it.lead,
            department: it.department,
            place: it.place,
            name: it.name,
            household: it.household,
            case: it.case,
            joined_to: it.joined_to,
            stage: it.stage,
            stage_zh: it.stage_zh,
            version: it.version,
            received_on: it.received_on,
            due_on: it.due_on,
            state: it.state,
        }
    }
}

fn state(due: NaiveDate, remind: u64, today: NaiveDate) -> ClockState {
    match (due - today).num_days() {
        left if left < 0 => ClockState::Overdue,
        left if left.unsigned_abs() <= remind => ClockState::AtRisk,
        _ => ClockState::InTime,
    }
}

fn need_zh(policy: Option<&AppealPolicy>, need: &str) -> String {
    policy.and_then(|it| it.need(need)).map_or_else(|| need.to_owned(), |it| it.zh.clone())
}

fn masked_id(number: &str) -> String {
    ResidentId::read(number).map_or_else(|_| "＊".repeat(18), |it| it.id.to_string())
}

/// The first three digits and the last two.
fn masked_phone(phone: &str) -> String {
    let hidden = phone.len().saturating_sub(5);
    let (first, last) = (phone.get(..3), phone.get(phone.len().saturating_sub(2)..));
    format!("{}{}{}", first.unwrap_or(""), "*".repeat(hidden), last.unwrap_or(""))
}

fn history_view(it: StoredAppealAction) -> AppealHistoryView {
    let zh = AppealAction::WORDS.iter().find(|word| word.0 == it.action).map_or("", |it| it.1);
    AppealHistoryView {
        number: it.number,
        day: it.day,
        actor: it.actor,
        action: it.action,
        action_zh: zh.to_owned(),
        stage: it.stage,
        entry: it.entry,
    }
}

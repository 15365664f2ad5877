//! 排查名单: the households of a campaign, and where each of them stands.

use chrono::NaiveDate;
use kernel::Fen;
use serde::Serialize;
use shock::{Entry, MemberStage};
use store::{ShockEvent, ShockMember, ShockMemberAction, ShockMemberFilter, Tx};

use super::{
    error::ShockError,
    recording::stage_of,
    terms::{Tags, region_of, type_of},
    view::known_event,
};
use crate::{home::Home, reach, staff::Staff};

/// How households are noted that people added.
pub(super) const ADDED: &str = "added";

/// A household on the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct EventHouseholdRow {
    /// Our own number of the household.
    pub household: i64,
    /// 户主.
    pub householder: String,
    /// Its village, with what lies above it.
    pub village: String,
    /// Statistical code of the village.
    pub region: String,
    /// The way it was found by, in words.
    pub found_by: String,
    /// What it was found by, or why it was added.
    pub why: Option<String>,
    /// Where it stands.
    pub stage: MemberStage,
    /// In Chinese.
    pub stage_zh: String,
    /// What was found.
    pub finding: Option<String>,
    /// How far it has recovered.
    pub recovery: Option<String>,
    /// 分区.
    pub zone: Option<String>,
    /// Its name.
    pub zone_zh: Option<String>,
    /// 分类.
    pub class: Option<String>,
    /// Its name.
    pub class_zh: Option<String>,
    /// 损失 in yuan.
    pub loss: Option<String>,
    /// The case that looks at the family.
    pub case: Option<i64>,
    /// The day the next round is due.
    pub next_round: Option<NaiveDate>,
    /// That day has come.
    pub round_due: bool,
    /// Rounds made.
    pub rounds: i64,
    /// To be sent with what is done.
    pub version: i64,
}

/// A household of the list with its history.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
pub struct EventHousehold {
    /// As the list shows it.
    #[serde(flatten)]
    pub row: EventHouseholdRow,
    /// What was done.
    pub history: Vec<EventHouseholdHistory>,
}

/// One action.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
pub struct EventHouseholdHistory {
    /// Place, from 1.
    pub number: i64,
    /// The day it counts for.
    pub day: NaiveDate,
    /// Who.
    pub actor: String,
    /// Its word.
    pub action: String,
    /// In Chinese.
    pub action_zh: String,
    /// The stage after it.
    pub stage: String,
    /// The whole entry, with the figures of its day.
    pub entry: serde_json::Value,
}

/// Which part of a list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MemberFilter {
    /// Statistical code of a region of the scope.
    pub region: Option<String>,
    /// Stage.
    pub stage: Option<MemberStage>,
    /// Only those whose round is due.
    pub due: bool,
}

/// A page of the share of a scope, by household, behind `after`.
///
/// # Errors
/// [`ShockError::NotFound`].
pub async fn members(
    home: &Home,
    staff: &Staff,
    event_id: i64,
    filter: &MemberFilter,
    after: i64,
    limit: i64,
    today: NaiveDate,
) -> Result<Vec<EventHouseholdRow>, ShockError> {
    let scope = reach::narrowed(home, &staff.scope, filter.region.as_deref());
    let scope = scope.ok_or(ShockError::NotFound)?;
    let mut tx = home.db.read().await?;
    let event = known_event(home, &mut tx, &staff.scope, event_id).await?;
    let wanted = ShockMemberFilter {
        stage: filter.stage.map(|it| it.word().to_owned()),
        due_by: filter.due.then_some(today),
    };
    let found = tx.shock_members_in(event_id, &scope, &wanted, after, limit).await?;
    rows(home, &mut tx, &event, &found, today).await
}

/// One household of the list with everything that was done.
///
/// # Errors
/// [`ShockError::NotFound`].
pub async fn show_member(
    home: &Home,
    staff: &Staff,
    event_id: i64,
    household: i64,
    today: NaiveDate,
) -> Result<EventHousehold, ShockError> {
    let mut tx = home.db.read().await?;
    let event = known_event(home, &mut tx, &staff.scope, event_id).await?;
    let found = tx.shock_member_in(event_id, household, &staff.scope).await?;
    let found = found.ok_or(ShockError::NotFound)?;
    let history = tx.shock_history(event_id, household).await?;
    let mut rows = rows(home, &mut tx, &event, &[found], today).await?;
    let row = rows.pop().ok_or(ShockError::NotFound)?;
    Ok(EventHousehold { row, history: history.into_iter().map(history_view).collect() })
}

fn history_view(it: ShockMemberAction) -> EventHouseholdHistory {
    let entry: Option<Entry> = serde_json::from_value(it.entry.clone()).ok();
    EventHouseholdHistory {
        number: it.number,
        day: it.day,
        actor: it.actor,
        action: it.action,
        action_zh: entry.map_or("", |it| it.action.word().1).to_owned(),
        stage: it.stage,
        entry: it.entry,
    }
}

async fn rows(
    home: &Home,
    tx: &mut Tx,
    event: &ShockEvent,
    members: &[ShockMember],
    today: NaiveDate,
) -> Result<Vec<EventHouseholdRow>, ShockError> {
    let kind = type_of(home, event).ok();
    let tags = Tags::of(home, region_of(home, event)?, today);
    let ids: Vec<i64> = members.iter().map(|it| it.household_id).collect();
    let heads = tx.heads_of(&ids).await?;
    let regions = &home.definitions.regions;
    let row = |it: &ShockMember| {
        let stage = stage_of(it)?;
        let head = heads.iter().find(|(household, _)| *household == it.household_id);
        let way = kind.as_ref().and_then(|kind| kind.way(&it.found_by));
        let found_by = match it.found_by.as_str() {
            ADDED => "人工加入".to_owned(),
            name => way.map_or_else(|| name.to_owned(), |it| it.zh.clone()),
        };
        Ok(EventHouseholdRow {
            household: it.household_id,
            householder: head.map(|(_, name)| name.clone()).unwrap_or_default(),
            village: regions.name_path(it.village_id),
            region: regions.get(it.village_id).map(|it| it.stat_code.clone()).unwrap_or_default(),
            found_by,
            why: it.why.clone(),
            stage,
            stage_zh: stage.zh().to_owned(),
            finding: it.finding.clone(),
            recovery: it.recovery.clone(),
            zone_zh: it.zone.as_deref().map(|it| tags.zone_zh(it)),
            zone: it.zone.clone(),
            class_zh: it.class.as_deref().map(|it| tags.class_zh(it)),
            class: it.class.clone(),
            loss: it.loss_fen.map(|it| Fen(it).to_string()),
            case: it.case_id,
            next_round: it.next_round,
            round_due: stage == MemberStage::Following
                && it.next_round.is_some_and(|it| it <= today),
            rounds: it.rounds,
            version: it.version,
        })
    };
    members.iter().map(row).collect()
}

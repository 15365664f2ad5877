//! 排查名单: the households of a campaign. A village sees its own share, reports what it found, and
//! follows each household until it has recovered.

use chrono::{DateTime, NaiveDate, Utc};
use kernel::{Fen, china_day};
use serde::{Deserialize, Serialize};
use serde_json::json;
use shock::{Entry, EventFinding, Member, MemberAction, MemberStage, Recovery, next};
use store::{ShockEvent, ShockMember, ShockMemberAction, ShockMemberFilter, Tx};

use super::{
    cases::case_for,
    error::ShockError,
    find::Area,
    terms::{Tags, follow_up, region_of, type_of},
    view::known_event,
};
use crate::{home::Home, reach, staff::Staff};

/// How households are noted that people added.
const ADDED: &str = "added";

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

/// What was found at a household, or how it is now.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EventHouseholdReport {
    /// The version of the household that was seen.
    pub version: i64,
    /// The day it counts for; today when absent, never later.
    #[serde(default)]
    pub on: Option<NaiveDate>,
    /// What is reported.
    pub action: MemberAction,
}

/// A household to be put on the list by a person.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewEventHousehold {
    /// The household.
    pub household: i64,
    /// Why.
    pub reason: String,
}

/// A household to be taken off the list, or put back.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EventListChange {
    /// The version of the household that was seen.
    pub version: i64,
    /// It comes off the list; otherwise it comes back.
    pub drop: bool,
    /// Why.
    pub reason: String,
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

/// Puts a household of the scope on the list, with the reason.
///
/// # Errors
/// [`ShockError::NotFound`] outside the scope, [`ShockError::State`] when no campaign is open or the
/// household is on the list.
pub async fn add_member(
    home: &Home,
    staff: &Staff,
    event_id: i64,
    new: &NewEventHousehold,
    now: DateTime<Utc>,
) -> Result<(), ShockError> {
    let reason = new.reason.trim();
    if reason.is_empty() {
        return Err(ShockError::Value("请写明加入的理由".into()));
    }
    let today = china_day(now);
    let mut tx = home.db.write().await?;
    let event = surveyed(home, &mut tx, staff, event_id).await?;
    if !tx.household_is_in(new.household, &staff.scope).await? {
        return Err(ShockError::NotFound);
    }
    let household = tx.household(new.household).await?.ok_or(ShockError::NotFound)?;
    let area = Area::of(tx.shock_areas(event_id).await?);
    if !area.holds(home, household.village_id, household.group_id) {
        return Err(ShockError::Value("这一户不在事件的范围里".into()));
    }
    if !tx.listed_for_shock(event_id, &[new.household]).await?.is_empty() {
        return Err(ShockError::State("这一户已经在名单里".into()));
    }
    let place = (new.household, household.village_id);
    let how = (ADDED, Some(reason.to_owned()));
    let member = written_member(home, event_id, place, how, today, &Member::listed(today));
    tx.add_shock_members(std::slice::from_ref(&member)).await?;
    let detail = json!({ "household": new.household, "reason": reason });
    let subject = format!("event {}", event.id);
    tx.append_audit(now, &staff.actor(), "event.add_household", &subject, &detail).await?;
    tx.commit().await?;
    Ok(())
}

/// Takes a household off the list, or puts it back, with the reason.
///
/// # Errors
/// As [`report`].
pub async fn change_listing(
    home: &Home,
    staff: &Staff,
    event_id: i64,
    household: i64,
    change: &EventListChange,
    now: DateTime<Utc>,
) -> Result<(), ShockError> {
    let reason = change.reason.clone();
    let action = match change.drop {
        true => MemberAction::Drop { reason },
        false => MemberAction::Restore { reason },
    };
    act(home, staff, event_id, household, change.version, action, None, now).await
}

/// Records what was found at a household, its tags, or a round of following. A household in hardship
/// gets its case: the open one, or a new one that is sent to its village.
///
/// # Errors
/// [`ShockError::NotFound`] outside the scope, [`ShockError::Stale`], what the course refuses.
pub async fn report(
    home: &Home,
    staff: &Staff,
    event_id: i64,
    household: i64,
    report: &EventHouseholdReport,
    now: DateTime<Utc>,
) -> Result<(), ShockError> {
    let action = report.action.clone();
    let by_hand = matches!(
        action,
        MemberAction::Report { .. } | MemberAction::Tag { .. } | MemberAction::FollowUp { .. }
    );
    if !by_hand {
        let words = "这里只登记核实结果、分区分类和跟踪；移出名单由乡镇、县办理，别的由案带来";
        return Err(ShockError::Value(words.into()));
    }
    act(home, staff, event_id, household, report.version, action, report.on, now).await
}

#[expect(clippy::too_many_arguments, reason = "the one way a person acts on a household of a list")]
async fn act(
    home: &Home,
    staff: &Staff,
    event_id: i64,
    household: i64,
    version: i64,
    action: MemberAction,
    on: Option<NaiveDate>,
    now: DateTime<Utc>,
) -> Result<(), ShockError> {
    let today = china_day(now);
    let on = on.unwrap_or(today);
    if today < on {
        return Err(ShockError::NotYet(on));
    }
    let mut tx = home.db.write().await?;
    let event = surveyed(home, &mut tx, staff, event_id).await?;
    let stored = tx.shock_member_in(event_id, household, &staff.scope).await?;
    let stored = stored.ok_or(ShockError::NotFound)?;
    if stored.version != version {
        return Err(ShockError::Stale);
    }
    let actor = staff.actor();
    let (zone, class) = match &action {
        MemberAction::Report { zone, class, .. } | MemberAction::Tag { zone, class } => {
            (zone.as_deref(), class.as_deref())
        }
        _ => (None, None),
    };
    Tags::of(home, region_of(home, &event)?, on).check(zone, class)?;
    let hardship = matches!(action, MemberAction::Report { finding: EventFinding::Hardship, .. });
    let word = action.word().0;
    let mut recording = Recording { home, tx: &mut tx, event: &event, actor: &actor, on, now };
    let after = recording.record(stored, action).await?;
    if hardship {
        let found = case_for(home, &mut tx, &event, household, &actor, on, now).await?;
        let action = match found {
            (case, true) => MemberAction::Monitor { case },
            (case, false) => MemberAction::LinkCase { case },
        };
        recording = Recording { home, tx: &mut tx, event: &event, actor: &actor, on, now };
        recording.record(after, action).await?;
    }
    let detail = json!({ "household": household, "action": word });
    let subject = format!("event {event_id}");
    tx.append_audit(now, &actor, "event.act", &subject, &detail).await?;
    tx.commit().await?;
    Ok(())
}

/// An event of the scope whose campaign is open.
async fn surveyed(
    home: &Home,
    tx: &mut Tx,
    staff: &Staff,
    event_id: i64,
) -> Result<ShockEvent, ShockError> {
    let event = known_event(home, tx, &staff.scope, event_id).await?;
    match event.state.as_str() {
        "surveying" => Ok(event),
        "closed" => Err(ShockError::State("事件已结束".into())),
        _ => Err(ShockError::State("还没有开展排查：请先由登记的单位找户、开展排查".into())),
    }
}

/// The one way an action on a household of a list is recorded.
pub(super) struct Recording<'a> {
    pub(super) home: &'a Home,
    pub(super) tx: &'a mut Tx,
    pub(super) event: &'a ShockEvent,
    pub(super) actor: &'a str,
    pub(super) on: NaiveDate,
    pub(super) now: DateTime<Utc>,
}

impl Recording<'_> {
    /// Asks the course, keeps the entry with the figures of its day, and moves the row.
    pub(super) async fn record(
        self,
        stored: ShockMember,
        action: MemberAction,
    ) -> Result<ShockMember, ShockError> {
        let Recording { home, tx, event, actor, on, now } = self;
        let kind = type_of(home, event)?;
        let terms = follow_up(home, &kind, region_of(home, event)?, on)?;
        let entry = Entry { on, action, terms };
        let after = next(&read_member(&stored), &entry)?;
        let moved = moved(stored, &after);
        let row = ShockMemberAction {
            event_id: moved.event_id,
            household_id: moved.household_id,
            number: moved.version,
            day: on,
            at: now,
            actor: actor.to_owned(),
            action: entry.action.word().0.to_owned(),
            stage: moved.stage.clone(),
            entry: serde_json::to_value(&entry).map_err(anyhow::Error::from)?,
        };
        match tx.record_shock_action(&row, &moved).await? {
            true => Ok(moved),
            false => Err(ShockError::Stale),
        }
    }
}

/// A household as it is stored; `place` is household and village, `how` the way with its reason.
pub(super) fn written_member(
    home: &Home,
    event_id: i64,
    place: (i64, i64),
    how: (&str, Option<String>),
    on: NaiveDate,
    member: &Member,
) -> ShockMember {
    let chain = home.definitions.regions.chain(place.1);
    let fresh = ShockMember {
        event_id,
        household_id: place.0,
        province_id: chain.province.unwrap_or_default(),
        prefecture_id: chain.prefecture.unwrap_or_default(),
        county_id: chain.county.unwrap_or_default(),
        township_id: chain.township.unwrap_or_default(),
        village_id: place.1,
        found_by: how.0.to_owned(),
        why: how.1,
        stage: String::new(),
        finding: None,
        recovery: None,
        zone: None,
        class: None,
        loss_fen: None,
        case_id: None,
        next_round: None,
        rounds: 0,
        listed_on: on,
        last_on: on,
        version: 0,
    };
    moved(fresh, member)
}

fn moved(stored: ShockMember, after: &Member) -> ShockMember {
    let recovery = |it: Recovery| crate::cases::word_of(&it);
    ShockMember {
        stage: after.stage.word().to_owned(),
        finding: after.finding.map(|it| it.word().to_owned()),
        recovery: after.recovery.map(recovery),
        zone: after.zone.clone(),
        class: after.class.clone(),
        loss_fen: after.loss_fen,
        case_id: after.case,
        next_round: after.next_round,
        rounds: after.rounds.into(),
        last_on: after.last_on,
        version: after.version,
        ..stored
    }
}

fn read_member(it: &ShockMember) -> Member {
    let recovery = it.recovery.clone().map(serde_json::Value::from);
    Member {
        stage: MemberStage::from_word(&it.stage).unwrap_or(MemberStage::ToVerify),
        finding: it.finding.as_deref().and_then(EventFinding::from_word),
        recovery: recovery.and_then(|it| serde_json::from_value(it).ok()),
        zone: it.zone.clone(),
        class: it.class.clone(),
        loss_fen: it.loss_fen,
        case: it.case_id,
        next_round: it.next_round,
        rounds: u32::try_from(it.rounds).unwrap_or_default(),
        last_on: it.last_on,
        version: it.version,
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
        let stage = MemberStage::from_word(&it.stage).unwrap_or(MemberStage::ToVerify);
        let head = heads.iter().find(|(household, _)| *household == it.household_id);
        let way = kind.as_ref().and_then(|kind| kind.way(&it.found_by));
        let found_by = match it.found_by.as_str() {
            ADDED => "人工加入".to_owned(),
            name => way.map_or_else(|| name.to_owned(), |it| it.zh.clone()),
        };
        EventHouseholdRow {
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
        }
    };
    Ok(members.iter().map(row).collect())
}

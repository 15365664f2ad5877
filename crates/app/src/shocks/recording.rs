//! A household of a campaign as it is stored, and the one way what happens to it is recorded.

use anyhow::Context;
use chrono::{DateTime, NaiveDate, Utc};
use shock::{Entry, EventFinding, Member, MemberAction, MemberStage, Recovery, next};
use store::{ShockEvent, ShockMember, ShockMemberAction, Tx};

use super::{
    error::ShockError,
    terms::{follow_up, region_of, type_of},
};
use crate::home::Home;

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
        let after = next(&read_member(&stored)?, &entry)?;
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

fn read_member(it: &ShockMember) -> anyhow::Result<Member> {
    let unknown =
        |what: &str| format!("事件 {} 户 {} 的{what}读不懂", it.event_id, it.household_id);
    let finding = |word: &str| EventFinding::from_word(word).with_context(|| unknown("核实结果"));
    let recovery =
        |word: &str| serde_json::from_value(word.into()).with_context(|| unknown("恢复情况"));
    Ok(Member {
        stage: stage_of(it)?,
        finding: it.finding.as_deref().map(finding).transpose()?,
        recovery: it.recovery.as_deref().map(recovery).transpose()?,
        zone: it.zone.clone(),
        class: it.class.clone(),
        loss_fen: it.loss_fen,
        case: it.case_id,
        next_round: it.next_round,
        rounds: u32::try_from(it.rounds).with_context(|| unknown("轮次"))?,
        last_on: it.last_on,
        version: it.version,
    })
}

/// Where a household stands.
pub(super) fn stage_of(it: &ShockMember) -> anyhow::Result<MemberStage> {
    let stage = MemberStage::from_word(&it.stage);
    stage.with_context(|| format!("事件 {} 户 {} 的阶段读不懂", it.event_id, it.household_id))
}

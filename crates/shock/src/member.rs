//! A household on the list of a campaign: where it stands, and what an action makes of it.

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::{Entry, EventFinding, MemberAction as A, Recovery, ShockActionError as E};

/// Where a household stands.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
#[schema(as = EventHouseholdStage)]
pub enum MemberStage {
    /// 待核实.
    ToVerify,
    /// 跟踪中: affected, not recovered yet.
    Following,
    /// 没有受影响.
    NotAffected,
    /// 已恢复.
    Recovered,
    /// 已纳入监测: its case follows it.
    Monitored,
    /// 移出名单.
    Dropped,
}

impl MemberStage {
    /// Every stage.
    pub const ALL: [MemberStage; 6] = [
        MemberStage::ToVerify,
        MemberStage::Following,
        MemberStage::NotAffected,
        MemberStage::Recovered,
        MemberStage::Monitored,
        MemberStage::Dropped,
    ];

    /// The stored word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            MemberStage::ToVerify => "to_verify",
            MemberStage::Following => "following",
            MemberStage::NotAffected => "not_affected",
            MemberStage::Recovered => "recovered",
            MemberStage::Monitored => "monitored",
            MemberStage::Dropped => "dropped",
        }
    }

    /// The Chinese name.
    #[must_use]
    pub fn zh(self) -> &'static str {
        match self {
            MemberStage::ToVerify => "待核实",
            MemberStage::Following => "跟踪中",
            MemberStage::NotAffected => "没有受影响",
            MemberStage::Recovered => "已恢复",
            MemberStage::Monitored => "已纳入监测",
            MemberStage::Dropped => "已移出",
        }
    }

    /// The stage of a stored word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<MemberStage> {
        MemberStage::ALL.into_iter().find(|it| it.word() == word)
    }

    /// Something is still to be done: an event with such a household cannot be closed.
    #[must_use]
    pub fn is_open(self) -> bool {
        matches!(self, MemberStage::ToVerify | MemberStage::Following)
    }
}

/// A household on the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// Where it stands.
    pub stage: MemberStage,
    /// What was found last; none before anybody went.
    pub finding: Option<EventFinding>,
    /// How far it has recovered, as the last round says.
    pub recovery: Option<Recovery>,
    /// 分区.
    pub zone: Option<String>,
    /// 分类.
    pub class: Option<String>,
    /// 损失, fen.
    pub loss_fen: Option<i64>,
    /// The case that looks at the family.
    pub case: Option<i64>,
    /// The day the next round is due.
    pub next_round: Option<NaiveDate>,
    /// Rounds made.
    pub rounds: u32,
    /// The day of the last action.
    pub last_on: NaiveDate,
    /// How many actions there were; the second of two writers has an old one.
    pub version: i64,
}

impl Member {
    /// A household as it comes on the list on a day.
    #[must_use]
    pub fn listed(on: NaiveDate) -> Member {
        Member {
            stage: MemberStage::ToVerify,
            finding: None,
            recovery: None,
            zone: None,
            class: None,
            loss_fen: None,
            case: None,
            next_round: None,
            rounds: 0,
            last_on: on,
            version: 0,
        }
    }
}

/// The household after an action.
///
/// # Errors
/// What stands in the way; the household is as it was.
pub fn next(member: &Member, entry: &Entry) -> Result<Member, E> {
    let Entry { on, action, terms } = entry;
    let on = *on;
    if on < member.last_on {
        return Err(E::DayBefore { given: on, last: member.last_on });
    }
    use MemberStage as S;
    let refused = || E::NotAllowed { stage: member.stage, action_zh: action.word().1 };
    let mut after = member.clone();
    let again = || on.checked_add_days(Days::new(terms.follow_up_days.into()));
    match action {
        A::Report { finding, zone, class, loss_fen, .. } => {
            // What was found may be corrected as long as no round has been made.
            let corrected =
                member.rounds == 0 && matches!(member.stage, S::Following | S::NotAffected);
            if member.stage != S::ToVerify && !corrected {
                return Err(refused());
            }
            if loss_fen.is_some_and(|it| it < 0) {
                return Err(E::NegativeLoss);
            }
            tag(&mut after, zone.as_ref(), class.as_ref());
            after.loss_fen = loss_fen.or(after.loss_fen);
            found(&mut after, *finding, again());
        }
        A::Tag { zone, class } => {
            if member.stage == S::Dropped {
                return Err(refused());
            }
            tag(&mut after, zone.as_ref(), class.as_ref());
        }
        A::Visit { case, finding } => {
            if member.stage != S::ToVerify {
                return Err(refused());
            }
            after.case = Some(*case);
            found(&mut after, *finding, again());
        }
        A::LinkCase { case } => {
            if !member.stage.is_open() {
                return Err(refused());
            }
            after.case = Some(*case);
        }
        A::FollowUp { recovery, note } => {
            if member.stage != S::Following {
                return Err(refused());
            }
            needed(note, "跟踪情况")?;
            after.rounds += 1;
            after.recovery = Some(*recovery);
            (after.stage, after.next_round) = match recovery {
                Recovery::Recovered => (S::Recovered, None),
                Recovery::NotRecovered | Recovery::Partly => (S::Following, again()),
            };
        }
        A::Monitor { case } => {
            if !member.stage.is_open() {
                return Err(refused());
            }
            (after.stage, after.case, after.next_round) = (S::Monitored, Some(*case), None);
        }
        A::Drop { reason } => {
            if !member.stage.is_open() {
                return Err(refused());
            }
            needed(reason, "移出的理由")?;
            (after.stage, after.next_round) = (S::Dropped, None);
        }
        A::Restore { reason } => {
            if member.stage != S::Dropped {
                return Err(refused());
            }
            needed(reason, "恢复的理由")?;
            (after.stage, after.finding, after.next_round) = (S::ToVerify, None, None);
        }
    }
    after.last_on = on;
    after.version += 1;
    Ok(after)
}

fn tag(member: &mut Member, zone: Option<&String>, class: Option<&String>) {
    member.zone = zone.cloned().or(member.zone.take());
    member.class = class.cloned().or(member.class.take());
}

fn found(member: &mut Member, finding: EventFinding, again: Option<NaiveDate>) {
    member.finding = Some(finding);
    (member.stage, member.next_round) = match finding {
        EventFinding::Hardship | EventFinding::NoHardship => (MemberStage::Following, again),
        EventFinding::NotAffected => (MemberStage::NotAffected, None),
        EventFinding::Unreachable => (MemberStage::ToVerify, None),
    };
}

/// A text that is not empty.
fn needed(text: &str, what: &'static str) -> Result<(), E> {
    if text.trim().is_empty() { Err(E::TextNeeded { what }) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::{MemberStage as S, *};
    use crate::Terms;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    fn entry(on: &str, action: A) -> Entry {
        Entry { on: day(on), action, terms: Terms { follow_up_days: 30, source: "试".into() } }
    }

    fn report(finding: EventFinding) -> A {
        A::Report { finding, zone: None, class: None, loss_fen: None, note: None }
    }

    fn follow(recovery: Recovery) -> A {
        A::FollowUp { recovery, note: "看过".into() }
    }

    /// Plays actions, one a day from 1 September on, and gives stage and next round.
    fn played(actions: &[A]) -> Result<(S, Option<NaiveDate>), E> {
        let mut member = Member::listed(day("2023-09-01"));
        for (at, action) in actions.iter().enumerate() {
            member = next(&member, &entry(&format!("2023-09-{:02}", at + 1), action.clone()))?;
        }
        Ok((member.stage, member.next_round))
    }

    #[test]
    fn the_course_from_the_list_to_recovery() {
        use EventFinding::{Hardship, NoHardship, NotAffected, Unreachable};
        let drop = || A::Drop { reason: "搬走了".into() };
        for (actions, expected) in [
            (vec![report(Hardship)], (S::Following, Some("2023-10-01"))),
            (vec![report(NoHardship)], (S::Following, Some("2023-10-01"))),
            (vec![report(NotAffected)], (S::NotAffected, None)),
            (vec![report(Unreachable)], (S::ToVerify, None)),
            (vec![report(Unreachable), report(Hardship)], (S::Following, Some("2023-10-02"))),
            (vec![report(NotAffected), report(NoHardship)], (S::Following, Some("2023-10-02"))),
            (vec![report(Hardship), follow(Recovery::Partly)], (S::Following, Some("2023-10-02"))),
            (vec![report(Hardship), follow(Recovery::Recovered)], (S::Recovered, None)),
            (vec![A::Visit { case: 7, finding: Hardship }], (S::Following, Some("2023-10-01"))),
            (vec![report(Hardship), A::Monitor { case: 7 }], (S::Monitored, None)),
            (vec![drop(), A::Restore { reason: "弄错".into() }], (S::ToVerify, None)),
        ] {
            let expected = (expected.0, expected.1.map(day));
            assert_eq!(played(&actions), Ok(expected), "{actions:?}");
        }
    }

    #[test]
    fn what_the_course_refuses() {
        let refused = |stage, action_zh| E::NotAllowed { stage, action_zh };
        let recovered = [report(EventFinding::Hardship), follow(Recovery::Recovered)];
        for (actions, expected) in [
            (vec![follow(Recovery::Partly)], refused(S::ToVerify, "登记跟踪")),
            (
                [&recovered[..], &[follow(Recovery::Partly)]].concat(),
                refused(S::Recovered, "登记跟踪"),
            ),
            (
                [&recovered[..], &[report(EventFinding::NotAffected)]].concat(),
                refused(S::Recovered, "登记核实结果"),
            ),
            (
                vec![
                    report(EventFinding::Hardship),
                    follow(Recovery::Partly),
                    report(EventFinding::NotAffected),
                ],
                refused(S::Following, "登记核实结果"),
            ),
            (vec![A::Drop { reason: " ".into() }], E::TextNeeded { what: "移出的理由" }),
            (vec![A::Restore { reason: "x".into() }], refused(S::ToVerify, "恢复到名单")),
        ] {
            assert_eq!(played(&actions), Err(expected), "{actions:?}");
        }
        let member = Member::listed(day("2023-09-02"));
        let early = next(&member, &entry("2023-09-01", report(EventFinding::Hardship)));
        assert_eq!(early, Err(E::DayBefore { given: day("2023-09-01"), last: day("2023-09-02") }));
    }

    #[test]
    fn tags_stay_until_others_are_given() {
        let tagged = A::Tag { zone: Some("severe".into()), class: None };
        let member = Member::listed(day("2023-09-01"));
        let member = next(&member, &entry("2023-09-01", tagged)).expect("tagged");
        let member =
            next(&member, &entry("2023-09-02", report(EventFinding::Hardship))).expect("seen");
        assert_eq!(member.zone.as_deref(), Some("severe"));
        assert_eq!(member.version, 2);
    }
}

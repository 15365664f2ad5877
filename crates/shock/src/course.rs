//! 恢复进度: how many households of a share stand where.

use chrono::NaiveDate;
use serde::Serialize;

use crate::{EventFinding, MemberStage};

/// The course of a share: a village's, or the whole event's.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = EventCourse)]
pub struct Course {
    /// On the list, dropped ones left out.
    pub listed: i64,
    /// Not verified yet.
    pub to_verify: i64,
    /// Verified.
    pub verified: i64,
    /// In hardship, of those verified.
    pub hardship: i64,
    /// Affected without hardship, of those verified.
    pub no_hardship: i64,
    /// Not affected, of those verified.
    pub not_affected: i64,
    /// Being followed.
    pub following: i64,
    /// Of these, with a round that is due.
    pub rounds_due: i64,
    /// Recovered.
    pub recovered: i64,
    /// Monitored.
    pub monitored: i64,
    /// Dropped from the list.
    pub dropped: i64,
}

impl Course {
    /// Both shares together.
    #[must_use]
    pub fn plus(&self, other: &Course) -> Course {
        Course {
            listed: self.listed + other.listed,
            to_verify: self.to_verify + other.to_verify,
            verified: self.verified + other.verified,
            hardship: self.hardship + other.hardship,
            no_hardship: self.no_hardship + other.no_hardship,
            not_affected: self.not_affected + other.not_affected,
            following: self.following + other.following,
            rounds_due: self.rounds_due + other.rounds_due,
            recovered: self.recovered + other.recovered,
            monitored: self.monitored + other.monitored,
            dropped: self.dropped + other.dropped,
        }
    }
}

/// Counts households that stand at a stage with a finding; `due` is the day their next round is.
#[must_use]
pub fn course(
    stage: MemberStage,
    finding: Option<EventFinding>,
    due: Option<NaiveDate>,
    today: NaiveDate,
    households: i64,
) -> Course {
    let mut counted = Course::default();
    if stage == MemberStage::Dropped {
        counted.dropped = households;
        return counted;
    }
    counted.listed = households;
    match stage {
        MemberStage::ToVerify => counted.to_verify = households,
        MemberStage::Following => {
            counted.following = households;
            if due.is_some_and(|it| it <= today) {
                counted.rounds_due = households;
            }
        }
        MemberStage::Recovered => counted.recovered = households,
        MemberStage::Monitored => counted.monitored = households,
        MemberStage::NotAffected | MemberStage::Dropped => {}
    }
    if stage != MemberStage::ToVerify {
        counted.verified = households;
        match finding {
            Some(EventFinding::Hardship) => counted.hardship = households,
            Some(EventFinding::NoHardship) => counted.no_hardship = households,
            Some(EventFinding::NotAffected) => counted.not_affected = households,
            Some(EventFinding::Unreachable) | None => {}
        }
    }
    counted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_adds_up() {
        let today = "2023-10-01".parse().expect("a date");
        let due = Some(today);
        let later = "2023-10-02".parse().ok();
        let all = [
            course(MemberStage::ToVerify, None, None, today, 4),
            course(MemberStage::Following, Some(EventFinding::Hardship), due, today, 2),
            course(MemberStage::Following, Some(EventFinding::NoHardship), later, today, 1),
            course(MemberStage::NotAffected, Some(EventFinding::NotAffected), None, today, 3),
            course(MemberStage::Recovered, Some(EventFinding::NoHardship), None, today, 1),
            course(MemberStage::Dropped, None, None, today, 5),
        ];
        let sum = all.iter().fold(Course::default(), |sum, it| sum.plus(it));
        assert_eq!((sum.listed, sum.to_verify, sum.verified, sum.dropped), (11, 4, 7, 5));
        assert_eq!((sum.hardship, sum.no_hardship, sum.not_affected), (2, 2, 3));
        assert_eq!((sum.following, sum.rounds_due, sum.recovered), (3, 2, 1));
    }
}

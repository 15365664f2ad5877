//! Random actions on random appeals: whatever is accepted, the history makes the same appeal
//! again, nothing leads where the table does not, and no lead is closed unseen.

use std::collections::BTreeMap;

use casework::{AppealAction, AppealStage, Assignee};
use chrono::Days;
use proptest::prelude::*;

use crate::appeals::Story;

/// How often random histories reached each stage.
static REACHED: std::sync::Mutex<BTreeMap<AppealStage, u32>> =
    std::sync::Mutex::new(BTreeMap::new());

fn action(which: usize, yes: bool) -> AppealAction {
    let text = || if yes { "有".to_owned() } else { String::new() };
    let household = if yes { 1 } else { 2 };
    match which {
        0 | 1 => AppealAction::Accept,
        2 => AppealAction::CorrectNeed { need: if yes { "water" } else { "not_hardship" }.into() },
        3 => AppealAction::Identify { household, person: yes.then_some(5) },
        4 => AppealAction::OpenCase { case: yes.then_some(7) },
        5 => AppealAction::LinkCase { case: 8 },
        6 => AppealAction::ExplainNoCase { reason: text() },
        7 => AppealAction::Assign {
            assignee: Assignee::Department { department: "水务局".into() },
        },
        8 => AppealAction::Assign { assignee: Assignee::Region { region: "990123100201".into() } },
        9 => AppealAction::Return { reason: text() },
        10 if yes => AppealAction::SendOn { receiver: "邻县".into(), reason: text() },
        11 => AppealAction::Handle { what: text() },
        12 | 13 => AppealAction::Answer { text: text() },
        14 => AppealAction::Rate { satisfied: yes, remark: None },
        15 | 16 => AppealAction::Close,
        17 => AppealAction::Reopen { reason: text() },
        18 if yes => AppealAction::Join { appeal: "另一件".into() },
        19 => AppealAction::Separate { reason: text() },
        20 if yes => AppealAction::Withdraw { reason: text() },
        _ => AppealAction::Accept,
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, ..ProptestConfig::default() })]

    fn random_histories(
        lead in any::<bool>(),
        hands in prop::collection::vec((0..21_usize, any::<bool>(), 0..9_u64), 1..60),
    ) {
        let mut story = Story::new(lead);
        let mut today = story.opening.received_on;
        for (which, yes, days) in hands {
            today = today + Days::new(days);
            let (before, action) = (story.appeal.clone(), action(which, yes));
            let word = action.word().0;
            // `try_to` replays the whole history after every action and compares.
            if story.try_to(today, action).is_err() {
                prop_assert_eq!(&story.appeal, &before);
                continue;
            }
            let stage = story.appeal.stage;
            prop_assert_eq!(AppealAction::leads_to(before.stage, word), Some(stage), "{}", word);
            prop_assert_eq!(story.appeal.version, before.version + 1);
            if stage == AppealStage::Closed {
                prop_assert!(!story.appeal.is_unexamined_lead());
            }
            if matches!(stage, AppealStage::Closed | AppealStage::Answered) {
                prop_assert!(!story.appeal.answers.is_empty());
            }
            prop_assert!(stage != AppealStage::Joined || story.appeal.joined_to.is_some());
            *REACHED.lock().expect("a lock").entry(stage).or_default() += 1;
        }
    }
}

#[test]
fn the_history_of_an_appeal_is_the_record() {
    random_histories();
    let reached = REACHED.lock().expect("a lock");
    for stage in AppealStage::ALL {
        let is_start = stage == AppealStage::Received;
        assert!(is_start || reached.contains_key(&stage), "none came to {stage:?}: {reached:?}");
    }
}

//! The procedure of appeals by tables, and its documents held against the code.

use std::collections::BTreeSet;

use casework::{
    Appeal, AppealAction, AppealActionError, AppealEntry, AppealOpening, AppealStage, AppealTerms,
    Assignee, ClueSource, appeal_allowed, appeal_due, appeal_workflow_table, next_appeal,
    replay_appeal,
};
use chrono::NaiveDate;
use kernel::Holidays;
use policy::Limit;

use crate::family::day;

pub fn limit(days: u32, working: bool) -> Limit {
    Limit { days, working, basis: "default".into(), is_default: true, note: Some("试".into()) }
}

pub fn terms(need: &str, lead: bool) -> AppealTerms {
    AppealTerms {
        need: need.into(),
        department: if need == "water" { "水务局" } else { "信访局" }.into(),
        lead,
        accept: limit(2, false),
        answer: limit(15, true),
    }
}

pub fn opening(lead: bool) -> AppealOpening {
    AppealOpening {
        channel: "hotline_12317".into(),
        source: ClueSource::PetitionHotline,
        terms: terms(if lead { "water" } else { "not_hardship" }, lead),
        received_on: day("2023-10-09"),
        household_id: None,
        person_id: None,
    }
}

/// An appeal and its history; every step replays the whole.
pub struct Story {
    pub opening: AppealOpening,
    pub history: Vec<AppealEntry>,
    pub appeal: Appeal,
}

impl Story {
    pub fn new(lead: bool) -> Story {
        let opening = opening(lead);
        let appeal = Appeal::open(opening.clone());
        Story { opening, history: Vec::new(), appeal }
    }

    pub fn try_to(&mut self, on: NaiveDate, action: AppealAction) -> Result<(), AppealActionError> {
        let chosen = match &action {
            AppealAction::CorrectNeed { need } => Some(terms(need, need == "water")),
            _ => None,
        };
        let entry = AppealEntry { on, action, terms: chosen };
        let after = next_appeal(&self.appeal, &entry)?;
        self.history.push(entry);
        let again = replay_appeal(self.opening.clone(), &self.history).expect("its own history");
        assert_eq!(again, after, "the history makes the same appeal");
        self.appeal = after;
        Ok(())
    }

    #[track_caller]
    fn does(&mut self, on: &str, action: AppealAction) {
        self.try_to(day(on), action).expect("it is possible");
    }

    #[track_caller]
    fn cannot(&mut self, on: &str, action: AppealAction, code: &str) {
        let error = self.try_to(day(on), action).expect_err("something stands in the way");
        assert_eq!(error.code(), code, "{error}");
    }
}

fn text(text: &str) -> String {
    text.to_owned()
}

fn to_department(department: &str) -> AppealAction {
    let assignee = Assignee::Department { department: department.into() };
    AppealAction::Assign { assignee }
}

#[test]
fn a_lead_is_answered_and_closed_only_when_somebody_looked() {
    let mut it = Story::new(true);
    it.cannot("2023-10-08", AppealAction::Accept, "appeal.day_before");
    it.cannot("2023-10-09", AppealAction::Answer { text: text("好") }, "appeal.not_allowed");
    it.does("2023-10-10", AppealAction::Accept);
    it.does("2023-10-10", to_department("水务局"));
    it.does("2023-10-11", AppealAction::Return { reason: text("属乡镇供水站") });
    assert_eq!((it.appeal.stage, it.appeal.assignee.clone()), (AppealStage::Returned, None));
    it.does("2023-10-11", to_department("住建局"));
    assert_eq!(it.appeal.department(), "住建局");
    it.does("2023-10-12", AppealAction::Handle { what: text("已修水管") });
    it.cannot("2023-10-12", AppealAction::Answer { text: text(" ") }, "appeal.text_needed");
    it.does("2023-10-13", AppealAction::Answer { text: text("已恢复供水") });
    it.cannot("2023-10-13", AppealAction::Close, "appeal.lead_unexamined");
    it.cannot("2023-10-13", AppealAction::OpenCase { case: Some(7) }, "appeal.no_household");
    it.does("2023-10-13", AppealAction::Identify { household: 1, person: None });
    it.cannot("2023-10-13", AppealAction::OpenCase { case: None }, "appeal.incomplete");
    it.does("2023-10-13", AppealAction::OpenCase { case: Some(7) });
    it.does("2023-10-14", AppealAction::Rate { satisfied: true, remark: None });
    it.does("2023-10-14", AppealAction::Close);
    it.cannot(
        "2023-10-14",
        AppealAction::Withdraw { reason: text("不用了") },
        "appeal.not_allowed",
    );
    assert_eq!((it.appeal.case_id, it.appeal.satisfied), (Some(7), Some(true)));
    // Another family after all: the case says nothing of it.
    it.does("2023-10-15", AppealAction::Reopen { reason: text("又停水") });
    it.does("2023-10-15", AppealAction::Identify { household: 2, person: Some(3) });
    assert!(it.appeal.is_unexamined_lead());
}

#[test]
fn a_question_is_closed_without_a_case_and_cannot_become_one() {
    let mut it = Story::new(false);
    it.does("2023-10-10", AppealAction::Accept);
    it.does("2023-10-10", AppealAction::Identify { household: 1, person: None });
    it.cannot("2023-10-10", AppealAction::OpenCase { case: Some(7) }, "appeal.not_a_lead");
    it.does("2023-10-10", AppealAction::Answer { text: text("带身份证和发票") });
    it.does("2023-10-10", AppealAction::Close);
    assert_eq!(it.appeal.version, 4);
}

#[test]
fn a_lead_is_explained_or_sent_on_or_joined_instead() {
    let mut it = Story::new(true);
    it.does("2023-10-10", AppealAction::Accept);
    it.cannot("2023-10-10", AppealAction::ExplainNoCase { reason: text("") }, "appeal.text_needed");
    it.does("2023-10-10", AppealAction::ExplainNoCase { reason: text("重复反映，已解决") });
    it.does("2023-10-10", AppealAction::Answer { text: text("已解决") });
    it.does("2023-10-10", AppealAction::Close);

    let mut it = Story::new(true);
    let away =
        AppealAction::SendOn { receiver: text("大姚县"), reason: text("户籍在大姚县") };
    it.does("2023-10-10", away);
    assert_eq!(it.appeal.stage, AppealStage::Closed);
    assert_eq!(it.appeal.answers[0].1, "已转大姚县：户籍在大姚县");

    let mut it = Story::new(true);
    it.does("2023-10-10", AppealAction::Join { appeal: text("a") });
    it.does("2023-10-12", AppealAction::Answer { text: text("一并答复") });
    it.does("2023-10-12", AppealAction::Close);
    it.does("2023-10-13", AppealAction::Reopen { reason: text("没有解决") });
    assert_eq!(it.appeal.joined_to, None, "it is worked on by itself");
    it.does("2023-10-13", AppealAction::Answer { text: text("再答复") });
    it.cannot("2023-10-13", AppealAction::Close, "appeal.lead_unexamined");
}

#[test]
fn a_corrected_need_brings_its_department_and_limits() {
    let mut it = Story::new(false);
    it.does("2023-10-10", AppealAction::CorrectNeed { need: text("water") });
    assert_eq!((it.appeal.department(), it.appeal.terms.lead), ("水务局", true));
    let without = AppealEntry {
        on: day("2023-10-10"),
        action: AppealAction::CorrectNeed { need: text("housing") },
        terms: Some(terms("water", true)),
    };
    let error = next_appeal(&it.appeal, &without).expect_err("another need's terms");
    assert_eq!(error.code(), "appeal.incomplete");
}

#[test]
fn what_is_due_follows_the_stage() {
    let holidays = std::fs::read_to_string("../../data/holidays.toml").expect("the holidays");
    let holidays = Holidays::parse(&holidays).expect("sound");
    let due = |it: &Story| appeal_due(&it.appeal, &holidays).map(|it| it.to_string());
    let mut it = Story::new(true);
    assert_eq!(due(&it).as_deref(), Some("2023-10-11"), "two days to accept");
    it.does("2023-10-10", AppealAction::Accept);
    assert_eq!(due(&it).as_deref(), Some("2023-10-30"), "fifteen working days to answer");
    it.does("2023-10-12", AppealAction::Answer { text: text("好") });
    assert_eq!(due(&it), None);
    it.does("2023-11-01", AppealAction::Reopen { reason: text("没有解决") });
    assert_eq!(due(&it).as_deref(), Some("2023-11-22"), "counted from the day it was reopened");
    it.does("2023-11-01", AppealAction::Join { appeal: text("a") });
    assert_eq!(due(&it), None, "the other one is due");
}

/// `docs/appeals-workflow.md` holds the table that the procedure really follows. To rewrite it,
/// run the test with `UPDATE_WORKFLOW=1`.
#[test]
fn the_document_of_appeals_holds_the_table() {
    let path = "../../docs/appeals-workflow.md";
    let text = format!(
        "# 群众诉求：状态和动作\n\n\
         由 `cargo test -p casework` 与代码核对，请勿手改；重写：\
         `UPDATE_WORKFLOW=1 cargo test -p casework the_document_of_appeals`。\n\
         诉求类型、归口部门、时限、渠道、回执和答复的句子在各地政策包的 `appeals.toml`；\
         各动作的字段见 `crates/casework/golden/appeal_actions.jsonl`。\n\n\
         - 线索类诉求（`lead = true`）办结前，要已立案、已关联案，或说明不立案的理由；并件的随主件。\n\
         - 答复、退回、转出、重办、撤回都要写明内容或理由。\n\n{}",
        appeal_workflow_table()
    );
    if std::env::var_os("UPDATE_WORKFLOW").is_some() {
        std::fs::write(path, &text).expect("the document can be written");
    }
    let held = std::fs::read_to_string(path).expect("docs/appeals-workflow.md");
    assert_eq!(held, text, "docs/appeals-workflow.md is not what the code does");
}

#[test]
fn every_action_on_an_appeal_is_known_somewhere_and_every_stage_can_be_reached() {
    for (word, _) in AppealAction::WORDS {
        assert!(AppealStage::ALL.iter().any(|it| AppealAction::is_known(*it, word)), "{word}");
    }
    let mut reached = BTreeSet::from([AppealStage::Received]);
    loop {
        let next: Vec<AppealStage> = reached
            .iter()
            .flat_map(|from| appeal_allowed(*from).into_iter().map(|it| (*from, it)))
            .filter_map(|(from, word)| AppealAction::leads_to(from, word))
            .collect();
        let before = reached.len();
        reached.extend(next);
        if reached.len() == before {
            break;
        }
    }
    assert_eq!(reached, AppealStage::ALL.into_iter().collect());
    assert_eq!(appeal_allowed(AppealStage::Withdrawn), [""; 0]);
    for stage in AppealStage::ALL {
        assert_eq!(AppealStage::from_word(stage.word()), Some(stage));
        assert!(!stage.next_zh().is_empty());
    }
}

#[test]
fn every_stored_form_of_an_appeal_is_still_read_and_written_the_same() {
    let text = std::fs::read_to_string("golden/appeal_actions.jsonl").expect("the golden file");
    let mut words = BTreeSet::new();
    for line in text.lines() {
        let action: AppealAction =
            serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"));
        words.insert(action.word().0);
        let stored: serde_json::Value = serde_json::from_str(line).expect("JSON");
        assert_eq!(stored["do"], action.word().0);
        assert_eq!(serde_json::to_value(&action).expect("JSON"), stored);
    }
    let all: BTreeSet<&str> = AppealAction::WORDS.iter().map(|it| it.0).collect();
    assert_eq!(words, all, "a line for every kind of action");
}

/// A channel of a pack names a source by its stored word.
#[test]
fn the_sources_a_pack_may_name_are_those_of_the_casework() {
    for (word, _) in policy::CLUE_SOURCES {
        let source: Result<ClueSource, _> = serde_json::from_value(word.into());
        assert!(source.is_ok(), "{word}");
    }
}

/// Stages and actions of appeals are in the glossary under the label that people see.
#[test]
fn stages_and_actions_of_appeals_are_terms() {
    let text = std::fs::read_to_string("../../glossary.toml").expect("glossary.toml");
    let has = |identifier: &str, zh: &str| {
        text.split("[[term]]").any(|term| {
            term.lines().any(|it| it == format!("identifier = \"{identifier}\""))
                && term.lines().any(|it| it == format!("zh = \"{zh}\""))
        })
    };
    for (word, zh) in AppealAction::WORDS {
        assert!(has(word, zh), "{word} {zh}");
    }
    for stage in AppealStage::ALL {
        assert!(has(stage.word(), stage.zh()), "{}", stage.word());
    }
}

//! The workflow table is held against the code.

use std::collections::BTreeSet;

use casework::{Action, Stage, allowed, workflow_table};

/// `docs/workflow.md` holds the table that the procedure really follows. To rewrite it, run the
/// test with `UPDATE_WORKFLOW=1`.
#[test]
fn the_document_holds_the_table() {
    let path = "../../docs/workflow.md";
    let text = format!(
        "# 监测对象的一生：状态和动作\n\n\
         由 `cargo test -p casework` 与代码核对，请勿手改；重写：\
         `UPDATE_WORKFLOW=1 cargo test -p casework the_document`。\n\
         识别认定和风险消除里的各步骤、顺序和时限在各地政策包的 `chains/`。\n\
         “家庭变化”（出生、死亡、迁入迁出、分户、合户、户主变更、整户自然消亡）任何状态都可登记，不在表内。\n\n{}",
        workflow_table()
    );
    if std::env::var_os("UPDATE_WORKFLOW").is_some() {
        std::fs::write(path, &text).expect("the document can be written");
    }
    let held = std::fs::read_to_string(path).expect("docs/workflow.md");
    assert_eq!(held, text, "docs/workflow.md is not what the code does");
}

#[test]
fn every_action_is_known_somewhere_and_every_stage_can_be_reached_and_left() {
    for (word, _) in Action::WORDS {
        assert!(Stage::ALL.iter().any(|it| Action::knows(*it, word)), "{word}");
    }
    let mut reached = BTreeSet::from([Stage::Clue]);
    loop {
        let next: BTreeSet<Stage> = reached
            .iter()
            .flat_map(|from| allowed(*from).into_iter().map(|it| (*from, it)))
            .flat_map(|(from, word)| Action::leads_to(from, word).iter().copied())
            .collect();
        let before = reached.len();
        reached.extend(next);
        if reached.len() == before {
            break;
        }
    }
    // A household that died out or merged is closed by a change in the family, not by a step.
    let all: BTreeSet<Stage> = Stage::ALL.into_iter().filter(|it| *it != Stage::Closed).collect();
    assert_eq!(reached, all);
    assert!(allowed(Stage::Closed).is_empty());
}

/// Every stage and action is in the glossary under the label that people see, and no other.
#[test]
fn stages_and_actions_are_terms() {
    let text = std::fs::read_to_string("../../glossary.toml").expect("glossary.toml");
    let terms: Vec<(&str, &str)> = text
        .split("[[term]]")
        .filter_map(|term| {
            let value = |key: &str| {
                let line = term.lines().find(|it| it.starts_with(key))?;
                Some(line.split_once('=')?.1.trim().trim_matches('"'))
            };
            Some((value("identifier")?, value("zh")?))
        })
        .collect();
    let actions = Action::WORDS.into_iter().chain([Action::CHANGE_HOUSEHOLD]);
    for (word, zh) in actions {
        assert!(terms.contains(&(word, zh)), "{word} {zh}");
    }
    for stage in Stage::ALL {
        assert!(terms.iter().any(|it| it.0 == stage.word()), "{}", stage.word());
    }
}

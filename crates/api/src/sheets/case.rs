//! The papers of a case: letter, survey form, meeting record, card, plan.

use std::collections::BTreeMap;

use app::{cases::CaseView, dossier::Dossier, households::MemberView, paper::PaperWords};
use casework::AssistanceOfficer;
use chrono::NaiveDate;
use pages::{
    paper as sheets,
    paper::{Contact, Known, Origin, Sheet},
};

use super::living;

pub(crate) fn authorization(
    sheet: Sheet,
    words: &PaperWords,
    case: &CaseView,
    dossier: &Dossier,
) -> String {
    let member = |it: &MemberView| sheets::LetterMember {
        name: it.name.clone(),
        relation: if it.is_head { "户主".to_owned() } else { String::new() },
        id_number: it.id_number.clone(),
        guardian: None,
    };
    sheets::AuthorizationLetter {
        sheet,
        term: words.term.clone(),
        householder: case.householder.clone(),
        address: case.village.clone(),
        members: living(dossier).map(member).collect(),
        blank_members: 0,
        queries: words.queries.clone(),
        valid_until: None,
        agent: None,
    }
    .render()
}

pub(crate) fn verification(
    sheet: Sheet,
    words: &PaperWords,
    case: &CaseView,
    dossier: &Dossier,
) -> String {
    let mut facts: BTreeMap<&str, Vec<(&str, Known)>> = BTreeMap::new();
    let mut found: Vec<(String, Known)> = Vec::new();
    for group in &dossier.findings {
        for it in &group.facts {
            let origin = Origin { source: group.department.clone(), as_of: dossier.as_of };
            let known = Known { value: it.value_zh.clone(), origin: Some(origin) };
            match &it.person {
                Some(person) => facts.entry(person).or_default().push((&it.zh, known)),
                None => found.push((it.zh.clone(), known)),
            }
        }
    }
    let member = |it: &MemberView| {
        let health = facts.get(it.name.as_str()).into_iter().flatten().next();
        sheets::VisitedMember {
            name: it.name.clone(),
            relation: plain(if it.is_head { "户主" } else { "" }),
            id_number: plain(&it.id_number),
            health: health.map_or_else(Known::default, |(zh, known)| Known {
                value: format!("{zh} {}", known.value),
                origin: known.origin.clone(),
            }),
            ..sheets::VisitedMember::default()
        }
    };
    let count = living(dossier).count();
    let mut household = vec![
        ("家庭人口".to_owned(), plain(&count.to_string())),
        ("户编号".to_owned(), plain(&case.household_no)),
    ];
    household.append(&mut found);
    let reasons = dossier.clues.iter().flat_map(|clue| {
        clue.reasons.iter().map(|it| Known {
            value: it.clone(),
            origin: Some(Origin { source: format!("{}筛查", clue.month), as_of: None }),
        })
    });
    let blank = |groups: &[(String, Vec<String>)]| -> Vec<sheets::AmountGroup> {
        let line = |item: &String| sheets::AmountLine { item: item.clone(), ..Default::default() };
        let group = |(heading, items): &(String, Vec<String>)| sheets::AmountGroup {
            heading: heading.clone(),
            lines: items.iter().map(line).collect(),
        };
        groups.iter().map(group).collect()
    };
    let yes_no = || vec!["有保障".to_owned(), "有问题".to_owned()];
    let check = |label: &str| sheets::CheckRow {
        label: label.to_owned(),
        known: Known::default(),
        answers: yes_no(),
    };
    let pointing: Vec<&String> = case.clue_list.iter().flat_map(|it| &it.new_risks_zh).collect();
    let risk = |label: &String| sheets::RiskBox {
        label: label.clone(),
        pointer: plain(if pointing.contains(&label) { "线索提示" } else { "" }),
    };
    sheets::VerificationForm {
        sheet,
        householder: case.householder.clone(),
        household,
        reasons: reasons.collect(),
        members: living(dossier).map(member).collect(),
        blank_members: 2,
        period: words.income_year,
        income: blank(&words.income),
        spending: blank(&words.spending),
        guarantees: ["义务教育", "基本医疗", "住房安全", "饮水安全"]
            .into_iter()
            .map(check)
            .collect(),
        risks: words.risks.iter().map(risk).collect(),
    }
    .render()
}

pub(crate) fn review(sheet: Sheet, case: &CaseView) -> String {
    let held = case.meeting.clone();
    let matter = match case.stage {
        casework::Stage::Eliminating | casework::Stage::Eliminated => "风险消除",
        _ => "纳入监测",
    };
    let counted = held.as_ref();
    sheets::ReviewRecord {
        sheet,
        meeting: "村民主评议会".to_owned(),
        on: counted.map(|it| it.on),
        place: String::new(),
        chair: String::new(),
        recorder: String::new(),
        invited: None,
        present: counted.map(|it| it.present),
        stepped_aside: String::new(),
        matters: vec![sheets::ReviewMatter {
            householder: case.householder.clone(),
            group: String::new(),
            matter: matter.to_owned(),
            agree: counted.map(|it| it.agree),
            disagree: counted.map(|it| it.disagree),
            abstain: counted.map(|it| it.present.saturating_sub(it.agree + it.disagree)),
            passed: counted.map(|it| it.passed),
            opinion: String::new(),
        }],
        minutes: held.map(|it| it.minutes).unwrap_or_default(),
        attendees: Vec::new(),
        blank_attendees: 16,
    }
    .render()
}

pub(crate) fn card(
    sheet: Sheet,
    words: &PaperWords,
    case: &CaseView,
    dossier: &Dossier,
    today: NaiveDate,
) -> String {
    let officer = case.officer.as_ref();
    let who = officer.map(|it| it.name.clone()).unwrap_or_default();
    let measures = case.measures.iter().map(|it| sheets::CardMeasure {
        what: it.what.clone(),
        who: who.clone(),
        when: it.delivered.last().map(|it| it.on.to_string()).unwrap_or_default(),
        state: if it.delivered.is_empty() { "正在办" } else { "已落实" }.to_owned(),
    });
    // A card hangs on a wall: it does not say who printed it.
    let sheet = Sheet { printed_by: String::new(), ..sheet };
    sheets::HouseholdCard {
        sheet,
        householder: case.householder.clone(),
        group: String::new(),
        members: u32::try_from(living(dossier).count()).unwrap_or(0),
        helpers: officer.into_iter().map(|it| contact("帮扶责任人", it)).collect(),
        measures: measures.collect(),
        policies: Vec::new(),
        hotline: words.hotline.clone(),
        as_of: today,
    }
    .render()
}

pub(crate) fn plan(sheet: Sheet, case: &CaseView, dossier: &Dossier) -> String {
    let officer = case.officer.as_ref();
    let risks = case.causes.iter().map(|it| it.risk.zh().to_owned());
    let who = officer.map(|it| it.name.clone()).unwrap_or_default();
    let measures = case.measures.iter().map(|it| sheets::PlanMeasure {
        group: it.group.zh().to_owned(),
        answers: it.answers.zh().to_owned(),
        what: it.what.clone(),
        who: who.clone(),
        due: None,
        delivered: it
            .delivered
            .iter()
            .map(|it| sheets::Delivery { on: it.on, what: it.what.clone() })
            .collect(),
    });
    let count = living(dossier).count();
    sheets::AssistancePlan {
        sheet,
        householder: case.householder.clone(),
        household: vec![("家庭人口".to_owned(), plain(&count.to_string()))],
        risks: risks.collect(),
        goal: String::new(),
        officer: officer.map(|it| contact("帮扶责任人", it)).unwrap_or_default(),
        measures: measures.collect(),
        blank_measures: 3,
    }
    .render()
}

fn plain(value: &str) -> Known {
    Known { value: value.to_owned(), origin: None }
}

fn contact(duty: &str, it: &AssistanceOfficer) -> Contact {
    Contact {
        duty: duty.to_owned(),
        name: it.name.clone(),
        unit: it.unit.clone(),
        phone: String::new(),
    }
}

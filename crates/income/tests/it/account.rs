//! The worked examples of the field notes (§2.4), and accounts with holes.

use std::collections::BTreeMap;

use income::{ComponentState, Known, LineFrom, LineValue, Plausibility, Sheet};
use kernel::Fen;
use policy::IncomeComponent;

use crate::support::{facts, packs, sheet};

/// Everything that counts is known to be nothing, and then what is given in yuan.
fn household(sheet: &Sheet, members: i64, yuan: &[(&str, i64)]) -> Known {
    let mut known = Known { members: Some(members), ..Known::default() };
    for it in sheet.lines.iter().filter(|it| it.counts) {
        known.lines.insert(it.line.id.clone(), LineValue::feed(Fen(0)));
    }
    for (line, amount) in yuan {
        assert!(sheet.line(line).is_some(), "{line}");
        known.lines.insert((*line).to_owned(), LineValue::said(Fen(amount * 100)));
    }
    known
}

#[test]
fn example_a_is_within_the_range() {
    let sheet = sheet("2024-09-30");
    let mut known = household(
        &sheet,
        4,
        &[
            ("work_wages", 18_000),
            ("crops", 2_400),
            ("livestock", 9_000),
            ("forest_fruit", 3_500),
            ("crops_cost", 6_200),
            ("land_transfer", 800),
            ("asset_dividends", 300),
            ("pension", 3_000),
            ("other_transfer", 620),
        ],
    );
    known.out_of_poverty = true;
    let (account, explained) = sheet.explain(&known).unwrap();
    assert_eq!(account.wage, Some(1_800_000));
    assert_eq!(account.operating, Some(1_490_000));
    assert_eq!(account.property, Some(110_000));
    assert_eq!(account.transfer, Some(362_000));
    assert_eq!(account.operating_expense, Some(620_000));
    assert_eq!(account.net, Some(3_142_000));
    assert_eq!(account.net_per_capita, Some(785_500));
    assert_eq!(account.reference_per_capita, Some(785_500));
    assert_eq!(account.class.as_deref(), Some("unstable_out_of_poverty"));
    assert!(explained.steps.iter().any(|it| it.name == "net" && it.shown == "31420元"));
}

#[test]
fn example_b_falls_below_the_line_after_expenses() {
    let sheet = sheet("2024-09-30");
    let known = household(
        &sheet,
        3,
        &[
            ("work_wages", 36_000),
            ("crops", 4_000),
            ("crops_cost", 4_000),
            ("insurance_claims", 3_000),
            ("medical_self_paid", 21_000),
        ],
    );
    let account = &sheet.accounts(&[known]).unwrap()[0];
    assert_eq!(account.net, Some(3_600_000));
    assert_eq!(account.net_per_capita, Some(1_200_000));
    assert_eq!(account.reference, Some(1_800_000));
    assert_eq!(account.reference_per_capita, Some(600_000));
    assert_eq!(account.class.as_deref(), Some("sudden_severe_difficulty"));
}

#[test]
fn example_c_may_not_be_eliminated() {
    let sheet = sheet("2024-09-30");
    let mut known = household(
        &sheet,
        2,
        &[
            ("crops", 1_200),
            ("crops_cost", 400),
            ("other_property", 600),
            ("dibao_money", 10_800),
            ("pension", 1_500),
            ("disability_aid", 300),
            ("medical_self_paid", 800),
        ],
    );
    known.out_of_poverty = true;
    known.no_labor = Some(true);
    let (account, explained) = sheet.explain(&known).unwrap();
    assert_eq!(account.transfer, Some(1_260_000));
    assert_eq!(account.net, Some(1_400_000));
    assert_eq!(account.net_per_capita, Some(700_000));
    assert_eq!(account.reference_per_capita, Some(660_000));
    assert_eq!(account.class.as_deref(), Some("unstable_out_of_poverty"));
    let safety_net = explained.steps.iter().find(|it| it.name == "safety_net").unwrap();
    assert_eq!(safety_net.value, Some(1));
}

#[test]
fn many_and_one_alone_come_out_the_same() {
    let sheet = sheet("2024-09-30");
    let households: Vec<Known> = (1..40)
        .map(|at| household(&sheet, at % 6 + 1, &[("work_wages", at * 1000), ("crops_cost", at)]))
        .collect();
    let many = sheet.accounts(&households).unwrap();
    for (known, account) in households.iter().zip(&many) {
        assert_eq!(&sheet.explain(known).unwrap().0, account);
    }
}

#[test]
fn a_line_nobody_has_answered_leaves_the_account_open() {
    let sheet = sheet("2024-09-30");
    let mut known = household(&sheet, 2, &[("work_wages", 30_000)]);
    known.lines.remove("livestock");
    let account = &sheet.accounts(&[known]).unwrap()[0];
    assert_eq!((account.net, account.net_per_capita, account.operating), (None, None, None));
    assert_eq!(account.wage, Some(3_000_000), "what is known stays known");
    assert_eq!(account.unanswered().collect::<Vec<_>>(), ["livestock"]);
}

#[test]
fn a_total_stands_for_lines_that_nobody_knows_but_not_beside_them() {
    let sheet = sheet("2024-09-30");
    let mut known = household(&sheet, 2, &[("crops", 2_000)]);
    known.lines.remove("livestock");
    let total = LineValue { fen: 500_000, from: LineFrom::National };
    known.totals.insert(IncomeComponent::Operating, total);
    // A total is not added to lines that are all known.
    known.totals.insert(IncomeComponent::Wage, total);
    let account = &sheet.accounts(&[known.clone()]).unwrap()[0];
    assert_eq!((account.operating, account.wage), (Some(500_000), Some(0)));
    let operating = account.component(IncomeComponent::Operating).unwrap();
    assert_eq!((operating.state, operating.exceeds_total), (ComponentState::Total, false));

    // More was received than the total says: that is told, and nothing received is taken away.
    known.totals.insert(IncomeComponent::Operating, LineValue { fen: 100_000, ..total });
    let account = &sheet.accounts(&[known]).unwrap()[0];
    assert_eq!(account.operating, Some(200_000));
    assert!(account.component(IncomeComponent::Operating).unwrap().exceeds_total);
}

#[test]
fn what_does_not_count_changes_nothing_and_is_not_asked() {
    let sheet = sheet("2024-09-30");
    let with = household(&sheet, 1, &[("work_wages", 8_000), ("compensation", 50_000)]);
    let without = household(&sheet, 1, &[("work_wages", 8_000)]);
    let accounts = sheet.accounts(&[with, without]).unwrap();
    assert_eq!(accounts[0].net, accounts[1].net);
    let line = sheet.line("compensation").unwrap();
    assert!(!line.counts);
    assert!(line.switch.as_ref().unwrap().is_default);
}

#[test]
fn implausible_accounts_are_found_and_the_unknown_is_not() {
    let sheet = sheet("2024-09-30");
    let checks = Plausibility::compile(&packs(), &sheet, &facts()).unwrap();
    let columns: BTreeMap<&str, Vec<i64>> = [
        ("monitored", vec![1, 1, 0]),
        ("net_per_capita", vec![2_000_001, 2_000_000, 800_000]),
        ("wage", vec![0, 9_999, 10_000]),
        ("last_net_per_capita", vec![i64::MIN, 2_500_000, 999_999]),
        ("out_of_pocket", vec![0, 0, 100]),
        ("seriously_ill_members", vec![1, 0, 1]),
    ]
    .into();
    let found = checks.judge(3, &|name| columns.get(name).cloned()).unwrap();
    let ids: Vec<&str> = checks.iter().map(|it| it.id.as_str()).collect();
    let named: Vec<Vec<&str>> =
        found.iter().map(|it| it.iter().map(|at| ids[*at]).collect()).collect();
    assert_eq!(named[0], ["high_per_capita", "ill_without_cost"]);
    assert_eq!(named[1], ["tiny_wage", "sharp_fall"], "exactly a fifth less is a sharp fall");
    assert_eq!(named[2], [""; 0]);
}

#[test]
fn the_shipped_lines_and_checks_are_sound_everywhere() {
    assert_eq!(income::check(&packs(), &facts()), []);
}

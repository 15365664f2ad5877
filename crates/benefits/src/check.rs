//! What must be true of benefits in all regions and on all days, and that their cases pass.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use policy::{Benefit, BenefitOutcome, Packs, Problem};

use crate::{
    cases::{self, Shows},
    compile::Compiled,
};

/// Compiles every benefit for every region that has a pack, on every day on which something in it
/// begins or ends, and runs every case. What is wrong, ordered by file and line; empty when
/// [`crate::Schedule::compile`] succeeds everywhere.
#[must_use]
pub fn check(packs: &Packs) -> Vec<Problem> {
    let mut problems = Vec::new();
    for region in packs.regions() {
        for day in days(packs, region) {
            for benefit in packs.benefits(region, day) {
                if let Err(list) = Compiled::new(packs, benefit, region, day) {
                    problems.extend(list);
                }
            }
        }
    }
    if problems.is_empty() {
        run_cases(packs, &mut problems);
    }
    problems.sort_by(|left, right| {
        (&left.file, left.line, &left.message).cmp(&(&right.file, right.line, &right.message))
    });
    // A formula that is wrong is wrong for every region and day.
    problems.dedup();
    problems
}

fn days(packs: &Packs, region: &str) -> BTreeSet<NaiveDate> {
    let mut days = BTreeSet::new();
    for benefit in packs.all_benefits() {
        let starts =
            benefit.parameters.iter().flat_map(|it| packs.days_of_change(&it.parameter, region));
        let last = benefit.to.unwrap_or(NaiveDate::MAX);
        days.extend(starts.filter(|it| (benefit.from..=last).contains(it)));
        days.insert(benefit.from);
        days.extend(benefit.to.and_then(|it| it.succ_opt()));
    }
    days
}

fn run_cases(packs: &Packs, problems: &mut Vec<Problem>) {
    let known: BTreeSet<&str> = packs.all_benefits().map(|it| it.id.as_str()).collect();
    let mut shown: BTreeMap<&str, Vec<Shows>> = BTreeMap::new();
    for case in packs.benefit_cases() {
        let fault =
            |message: String| Problem { file: case.file.clone(), line: Some(case.line), message };
        if !known.contains(case.benefit.as_str()) {
            problems.push(fault(format!("没有待遇 {}，请把文件改名或删去", case.benefit)));
            continue;
        }
        match cases::run(packs, case) {
            Ok(it) => shown.entry(&case.benefit).or_default().push(it),
            Err(message) => {
                shown.entry(&case.benefit).or_default().push(Shows::Other);
                problems.push(fault(message));
            }
        }
    }
    for benefit in packs.all_benefits() {
        problems.extend(lacking(benefit, shown.get(benefit.id.as_str()).map_or(&[], |it| it)));
    }
}

/// A benefit needs a case of somebody who is entitled and of somebody who is not; an account one.
fn lacking(benefit: &Benefit, shown: &[Shows]) -> Option<Problem> {
    let wanted = match benefit.outcome {
        BenefitOutcome::Account if shown.is_empty() => "案例",
        BenefitOutcome::Account => return None,
        _ if !shown.contains(&Shows::Entitled) => "符合的案例",
        _ if !shown.contains(&Shows::NotEntitled) => "不符合的案例（fails）",
        _ => return None,
    };
    let message = format!("缺少{wanted}，请写进 benefit_cases/{}.toml", benefit.id);
    Some(Problem { file: benefit.file.clone(), line: Some(benefit.line), message })
}

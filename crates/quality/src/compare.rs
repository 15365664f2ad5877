//! Sets a run beside the one before: what is new, what remains, what is mended.

use std::collections::HashMap;

use crate::report::{Change, CheckState, Finding, Report};

/// By what a finding is known again: rows move from export to export, households and names stay.
fn key(it: &Finding) -> [String; 5] {
    [&it.check, &it.household_no, &it.name, &it.township, &it.village].map(Clone::clone)
}

/// Marks the findings of `report` and notes what of `previous` is gone. Several findings of one
/// key are counted, so that mending one of two spells shows as one mended.
pub(crate) fn compare(report: &mut Report, previous: &Report) {
    let mut before: HashMap<_, Vec<&Finding>> = HashMap::new();
    for it in previous.findings.iter().rev() {
        before.entry(key(it)).or_default().push(it);
    }
    for it in &mut report.findings {
        let was_there = before.get_mut(&key(it)).and_then(Vec::pop).is_some();
        it.change = Some(if was_there { Change::Remains } else { Change::New });
    }
    // What has been exempted since is neither mended nor still open.
    for it in &report.exempted {
        if let Some(list) = before.get_mut(&key(&it.finding)) {
            list.pop();
        }
    }
    let judged = |id: &str| {
        let mut checks = report.checks.iter();
        checks.any(|it| it.id == id && it.state != CheckState::NotJudged)
    };
    let mut gone: Vec<Finding> = before.into_values().flatten().cloned().collect();
    gone.sort_by(|a, b| (&a.check, &a.file, a.row).cmp(&(&b.check, &b.file, b.row)));
    for it in &mut gone {
        it.change = None;
    }
    let (mended, unknown) = gone.into_iter().partition(|it| judged(&it.check));
    report.mended = mended;
    report.not_judged_again = unknown;
}

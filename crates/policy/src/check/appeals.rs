//! Where a pack says something about appeals, every region it applies to must have the whole.

use chrono::{Days, NaiveDate};

use crate::{packs::Packs, problem::Problem, written::Pack};

/// Notes what is missing for a pack's region on a day on which a version begins or has ended.
pub(super) fn are_whole(packs: &Packs, problems: &mut Vec<Problem>) {
    for pack in packs.packs.iter().filter(|it| !it.appeals.is_empty()) {
        for day in days(packs, pack) {
            if let Some(Err(missing)) = packs.appeals_or_missing(&pack.info.region, day) {
                problems.push(Problem {
                    file: format!("{}/appeals.toml", pack.info.name),
                    line: None,
                    message: format!(
                        "{day} 起缺少 {missing}；请在这个或上级政策包的 appeals.toml 里补上"
                    ),
                });
                break;
            }
        }
    }
}

fn days(packs: &Packs, pack: &Pack) -> Vec<NaiveDate> {
    let versions = || packs.chain_of(&pack.info.region).flat_map(|it| &it.appeals);
    let ends = versions().filter_map(|it| it.to?.checked_add_days(Days::new(1)));
    let mut days: Vec<NaiveDate> = ends.chain(versions().map(|it| it.from)).collect();
    days.sort();
    days
}

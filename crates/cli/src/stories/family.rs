//! Which household of a month a story is about.

use std::collections::BTreeSet;

use anyhow::Context;
use app::{
    Scope,
    departments::departments_of_clue,
    home::Home,
    households::{self, HouseholdView, MemberView},
    screen::ClueClass,
};
use chrono::NaiveDate;
use kernel::{Month, Region, RegionLevel};

use crate::stories::story::{Find, Story};

/// The age from which somebody may have a household of their own.
const OF_AGE: u32 = 18;

/// A household of the month, and what is known of it before anything is done.
#[derive(Debug, Clone)]
pub struct Family {
    /// Key.
    pub household: i64,
    /// 户编号.
    pub household_no: String,
    /// The clue it came by.
    pub clue: String,
    /// 村.
    pub village: Region,
    /// 乡镇.
    pub township: Region,
}

/// Finds a family for every story, in the order of the stories; none gets two.
///
/// # Errors
/// When there is none for one of them, or one is being worked on already.
pub async fn find_all(
    home: &Home,
    county: &Region,
    month: Month,
    stories: &[Story],
) -> anyhow::Result<Vec<Family>> {
    let mut tx = home.db.read().await?;
    let clues = tx.clues_in(county.id, &month.to_string()).await?;
    drop(tx);
    anyhow::ensure!(
        !clues.is_empty(),
        "{} {month} 没有线索：请先导入、筛查这个月，再演故事",
        county.name
    );
    let regions = &home.definitions.regions;
    let scope = Scope::region(county.id, RegionLevel::County);
    let mut taken = BTreeSet::new();
    let mut families = Vec::new();
    for story in stories {
        let mut found = None;
        for clue in &clues {
            if taken.contains(&clue.household_id) || !fits_clue(&story.find, clue) {
                continue;
            }
            let seen = households::show(home, &scope, clue.household_id).await?;
            if !fits(&story.find, &seen, month.last_day()) {
                continue;
            }
            anyhow::ensure!(
                seen.cases.is_empty(),
                "户 {} 已经有案：故事要在刚筛查、还没有派发的数据里演，请换一个数据文件夹",
                seen.household_no
            );
            let departments = departments_of_clue(home, clue);
            anyhow::ensure!(
                story.find.waits_for_confirmation || departments.contains(&story.department),
                "{}.toml：线索不是“{}”的数据引起的，而是 {}",
                story.name,
                story.department,
                departments.into_iter().collect::<Vec<_>>().join("、")
            );
            let region = |id: i64| regions.get(id).cloned().context("区划里没有这个村");
            found = Some(Family {
                household: clue.household_id,
                household_no: seen.household_no,
                clue: clue.id.clone(),
                village: region(clue.village_id)?,
                township: region(clue.township_id)?,
            });
            break;
        }
        let found = found.with_context(|| {
            format!("{}.toml：这个月没有一户合乎 [find]，请放宽或换一个月", story.name)
        })?;
        taken.insert(found.household);
        families.push(found);
    }
    Ok(families)
}

/// Who lives there.
pub fn living(seen: &HouseholdView) -> Vec<&MemberView> {
    seen.members.iter().filter(|it| it.departed.is_none()).collect()
}

/// The youngest of age who is not the head.
pub fn grown(members: &[&MemberView], on: NaiveDate) -> Option<i64> {
    let of_age = members.iter().filter(|it| !it.is_head && OF_AGE <= age(it, on));
    of_age.max_by_key(|it| it.birth).map(|it| it.person)
}

fn fits_clue(find: &Find, clue: &store::Clue) -> bool {
    let (class, signals) = match find.waits_for_confirmation {
        true => (ClueClass::NewClueAfterConfirmation, &clue.signals_to_confirm),
        false => (ClueClass::NewClue, &clue.signals),
    };
    let raised: Vec<String> = serde_json::from_value(signals.clone()).unwrap_or_default();
    let any = find.signals.is_empty() || find.signals.iter().any(|it| raised.contains(it));
    any && clue.state == "open" && ClueClass::from_word(&clue.class) == Some(class)
}

fn fits(find: &Find, seen: &HouseholdView, on: NaiveDate) -> bool {
    let members = living(seen);
    let count = members.len();
    members.iter().any(|it| it.is_head)
        && find.base_type.as_ref().is_none_or(|it| *it == seen.base_type)
        && find.least_members.is_none_or(|it| it <= count)
        && find.most_members.is_none_or(|it| count <= it)
        && find.least_age.is_none_or(|least| members.iter().all(|it| least <= age(it, on)))
        && (!find.grown || grown(&members, on).is_some())
}

fn age(member: &MemberView, on: NaiveDate) -> u32 {
    on.years_since(member.birth).unwrap_or(0)
}

//! Which household of a month a story is about.

use std::collections::BTreeSet;

use anyhow::Context;
use app::{
    Scope,
    departments::departments_of_clue,
    home::Home,
    households::{self, HouseholdView},
    screen::ClueClass,
};
use chrono::NaiveDate;
use kernel::{Month, Region, RegionLevel};
use serde::Deserialize;

use crate::stories::story::{Find, Story};

/// The age from which somebody may have a household of their own.
const OF_AGE: u32 = 18;

/// Years by which a child is younger than the head, at least; a wife or a brother is not.
const YOUNGER: u32 = 16;

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

/// Somebody who lives, or lived, in a household.
#[derive(Debug, Clone, Deserialize)]
pub struct Lives {
    /// Key.
    pub person: i64,
    /// 姓名.
    pub name: String,
    /// 出生日期.
    pub birth: NaiveDate,
    /// 户主.
    pub is_head: bool,
    /// `dead` or `moved`.
    pub departed: Option<String>,
}

impl Lives {
    /// Still there.
    pub fn is_here(&self) -> bool {
        self.departed.is_none()
    }
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

/// The youngest of age who may be a child of the head.
pub fn grown(members: &[&Lives], on: NaiveDate) -> Option<i64> {
    let head = members.iter().find(|it| it.is_head)?;
    let may_leave = |it: &&&Lives| {
        OF_AGE <= age(it, on) && it.birth.years_since(head.birth).is_some_and(|it| YOUNGER <= it)
    };
    members.iter().filter(may_leave).max_by_key(|it| it.birth).map(|it| it.person)
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
    let members: Vec<Lives> = seen
        .members
        .iter()
        .map(|it| Lives {
            person: it.person,
            name: it.name.clone(),
            birth: it.birth,
            is_head: it.is_head,
            departed: it.departed.clone(),
        })
        .collect();
    let members: Vec<&Lives> = members.iter().filter(|it| it.is_here()).collect();
    let count = members.len();
    members.iter().any(|it| it.is_head)
        && find.base_type.as_ref().is_none_or(|it| *it == seen.base_type)
        && find.least_members.is_none_or(|it| it <= count)
        && find.most_members.is_none_or(|it| count <= it)
        && find.least_age.is_none_or(|least| members.iter().all(|it| least <= age(it, on)))
        && (!find.grown || grown(&members, on).is_some())
}

fn age(member: &Lives, on: NaiveDate) -> u32 {
    on.years_since(member.birth).unwrap_or(0)
}

//! Clues as people and scripts read them: one row per household.

use kernel::{Month, Region, RegionLevel};
use serde::Serialize;
use store::Clue;

use crate::{
    home::Home,
    screen::{ClueClass, RuleEvidence},
};

/// One clue with the names that its keys stand for.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
pub struct ClueRow {
    /// Clue id.
    pub clue: String,
    /// Month.
    pub month: String,
    /// Household number of the national system; the police book number where
    /// there is none.
    pub household_no: String,
    /// Name of the head.
    pub householder: String,
    /// Statistical code of the village, 12 digits.
    pub village_code: String,
    /// Township.
    pub township: String,
    /// Village.
    pub village: String,
    /// Class, see [`ClueClass`].
    pub class: String,
    /// Signals that sure rows raise.
    pub facts: Vec<String>,
    /// Signals that only doubtful rows raise.
    pub facts_to_confirm: Vec<String>,
    /// Risks: of a monitored household those not on record, else all.
    pub risks: Vec<String>,
    /// Rules that fired, context rules included.
    pub rules: Vec<String>,
    /// `open`, `known`, `withdrawn` …
    pub state: String,
    /// The evidence of each rule.
    pub evidence: Vec<RuleEvidence>,
}

/// The clues of a region's month, by county and id; withdrawn ones left out.
///
/// # Errors
/// When the database cannot be read.
pub async fn clues(home: &Home, region: &Region, month: Month) -> anyhow::Result<Vec<ClueRow>> {
    let mut rows = Vec::new();
    let mut tx = home.db.read().await?;
    for county in counties(home, region)? {
        let heads: std::collections::BTreeMap<i64, String> = tx
            .persons_in(county.id)
            .await?
            .into_iter()
            .filter(|it| it.is_head)
            .map(|it| (it.household_id, it.name))
            .collect();
        let households: std::collections::BTreeMap<i64, store::Household> =
            tx.households_in(county.id).await?.into_iter().map(|it| (it.id, it)).collect();
        for clue in tx.clues_in(county.id, &month.to_string()).await? {
            let inside = match region.level {
                RegionLevel::Township => clue.township_id == region.id,
                RegionLevel::Village => clue.village_id == region.id,
                _ => true,
            };
            if inside && clue.state != "withdrawn" {
                let household = households.get(&clue.household_id);
                let head = heads.get(&clue.household_id).cloned().unwrap_or_default();
                rows.push(row(home, clue, household, head));
            }
        }
    }
    Ok(rows)
}

/// The counties that may hold clues of a region: its own county for a township
/// or village.
fn counties(home: &Home, region: &Region) -> anyhow::Result<Vec<Region>> {
    match region.level {
        RegionLevel::Township | RegionLevel::Village => {
            let county = home.definitions.regions.chain(region.id).county;
            Ok(county
                .and_then(|it| home.definitions.regions.get(it))
                .cloned()
                .into_iter()
                .collect())
        }
        _ => home.counties_of(region),
    }
}

pub(crate) fn row(
    home: &Home,
    clue: Clue,
    household: Option<&store::Household>,
    householder: String,
) -> ClueRow {
    let regions = &home.definitions.regions;
    let village = regions.get(clue.village_id);
    let number = household
        .and_then(|it| it.national_household_no.clone().or_else(|| it.police_book_no.clone()));
    ClueRow {
        clue: clue.id,
        month: clue.month,
        household_no: number.unwrap_or_default(),
        householder,
        village_code: village.map(|it| it.stat_code.clone()).unwrap_or_default(),
        township: regions.get(clue.township_id).map(|it| it.name.clone()).unwrap_or_default(),
        village: village.map(|it| it.name.clone()).unwrap_or_default(),
        class: clue.class,
        facts: words(clue.signals),
        facts_to_confirm: words(clue.signals_to_confirm),
        risks: words(clue.risks),
        rules: words(clue.rules),
        state: clue.state,
        evidence: serde_json::from_value(clue.evidence).unwrap_or_default(),
    }
}

/// A stored list of words.
fn words(stored: serde_json::Value) -> Vec<String> {
    serde_json::from_value(stored).unwrap_or_default()
}

impl ClueRow {
    /// The class in Chinese.
    #[must_use]
    pub fn class_zh(&self) -> &'static str {
        ClueClass::from_word(&self.class).map_or("", ClueClass::zh)
    }

    /// The risks in Chinese, with spaces between.
    #[must_use]
    pub fn risks_zh(&self) -> String {
        let names: Vec<&str> = self
            .risks
            .iter()
            .filter_map(|it| policy::Risk::from_code(it))
            .map(policy::Risk::zh)
            .collect();
        names.join(" ")
    }

    /// Why, in one line an officer reads: each rule's title with the value that
    /// passed the limit.
    #[must_use]
    pub fn why_zh(&self) -> String {
        let reasons: Vec<String> = self
            .evidence
            .iter()
            .filter(|it| it.effect == "clue")
            .map(|it| {
                let values: Vec<String> = it
                    .conditions
                    .iter()
                    .filter(|it| it.holds && it.unit != "bool")
                    .map(condition_zh)
                    .collect();
                let confirm = if it.sure { "" } else { "（待确认）" };
                format!("{}{confirm}：{}", it.title, values.join("，"))
            })
            .collect();
        reasons.join("；")
    }
}

/// One condition in words: fact, value, comparison, limit.
#[must_use]
pub fn condition_zh(it: &crate::screen::ConditionEvidence) -> String {
    let comparison = policy::Comparison::from_name(&it.op).map_or("", policy::Comparison::zh);
    let actual = it.actual.map_or("无".to_owned(), |value| value_zh(value, &it.unit));
    format!("{}{actual}，{comparison}{}", it.zh, value_zh(it.limit, &it.unit))
}

/// A stored value with its unit in Chinese.
#[must_use]
pub fn value_zh(value: i64, unit: &str) -> String {
    match unit {
        "fen" => format!("{}元", kernel::Fen(value)),
        "bool" => if value == 0 { "否" } else { "是" }.to_owned(),
        "basis_points" => format!("{}.{:02}%", value / 100, (value % 100).abs()),
        "date" => kernel::date_of(value).to_string(),
        unit => {
            let zh = policy::Unit::from_name(unit).map_or("", policy::Unit::zh);
            format!("{value}{zh}")
        }
    }
}

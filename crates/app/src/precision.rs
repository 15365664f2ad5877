//! 命中率: what became of the clues of a time, so that thresholds and silence can be tuned with it.
//!
//! A clue counts once in every line it belongs to: for a department, a file kind, a rule or a
//! region. Nothing here is about the people who went there.

use std::collections::{BTreeMap, BTreeSet};

use kernel::{Month, Region, RegionLevel};
use policy::Effect;
use serde::{Deserialize, Serialize};
use store::ClueFinding;

use crate::{home::Home, screen::latest_reports};

/// By what clues are counted together.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum PrecisionBy {
    /// 季度.
    Quarter,
    /// 县.
    County,
    /// 乡镇.
    Township,
    /// 提供数据的部门.
    Department,
    /// 数据文件的种类.
    Feed,
    /// 规则.
    Rule,
}

impl PrecisionBy {
    /// Each, in the order of columns.
    pub const ALL: [PrecisionBy; 6] = [
        PrecisionBy::Quarter,
        PrecisionBy::County,
        PrecisionBy::Township,
        PrecisionBy::Department,
        PrecisionBy::Feed,
        PrecisionBy::Rule,
    ];

    /// The word, such as `department`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            PrecisionBy::Quarter => "quarter",
            PrecisionBy::County => "county",
            PrecisionBy::Township => "township",
            PrecisionBy::Department => "department",
            PrecisionBy::Feed => "feed",
            PrecisionBy::Rule => "rule",
        }
    }

    /// The Chinese heading.
    #[must_use]
    pub fn zh(self) -> &'static str {
        match self {
            PrecisionBy::Quarter => "季度",
            PrecisionBy::County => "县",
            PrecisionBy::Township => "乡镇",
            PrecisionBy::Department => "部门",
            PrecisionBy::Feed => "数据",
            PrecisionBy::Rule => "规则",
        }
    }

    /// What a word stands for.
    #[must_use]
    pub fn from_word(word: &str) -> Option<PrecisionBy> {
        PrecisionBy::ALL.into_iter().find(|it| it.word() == word)
    }
}

/// The hit rates of a region.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Precision {
    /// Statistical code of the region.
    pub region: String,
    /// First month counted.
    pub from: String,
    /// Last month counted.
    pub to: String,
    /// By what.
    pub by: Vec<PrecisionBy>,
    /// All clues together, each once.
    pub total: PrecisionRow,
    /// Line by line.
    pub rows: Vec<PrecisionRow>,
    /// How it was counted.
    pub notes: Vec<String>,
}

/// Clues that are counted together.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct PrecisionRow {
    /// The values of what was asked for, in its order; of a rule, id and title.
    pub key: Vec<String>,
    /// Clues raised and not withdrawn, those that said nothing new left out.
    pub clues: i64,
    /// Of them, answered by a case.
    pub dispatched: i64,
    /// Visited, and found true.
    pub confirmed: i64,
    /// Visited, and found untrue.
    pub not_confirmed: i64,
    /// Visited, and nobody could tell.
    pub unverifiable: i64,
    /// Became a reason to monitor the household.
    pub identified: i64,
    /// Found true among those that a visit told apart, in basis points; none where no visit did.
    pub hit_rate_basis_points: Option<i64>,
}

/// What became of the clues of months (both included) in a region, by what is asked for.
///
/// # Errors
/// When the region is a township or a village, or the database cannot be read.
pub async fn precision(
    home: &Home,
    region: &Region,
    from: Month,
    to: Month,
    by: &[PrecisionBy],
) -> anyhow::Result<Precision> {
    anyhow::ensure!(from <= to, "起始月份 {from} 在截止月份 {to} 之后");
    let mut rows: BTreeMap<Vec<String>, PrecisionRow> = BTreeMap::new();
    let mut total = PrecisionRow::default();
    for county in home.counties_of(region)? {
        let sources = sources(home, &county, from, to).await?;
        let mut tx = home.db.read().await?;
        let clues = tx.clue_findings(county.id, &from.to_string(), &to.to_string()).await?;
        drop(tx);
        for clue in clues.iter().filter(|it| it.class != "already_known") {
            total.count(clue);
            for key in keys(home, &county, clue, by, &sources) {
                let row = rows.entry(key.clone()).or_default();
                row.key = key;
                row.count(clue);
            }
        }
    }
    Ok(Precision {
        region: region.stat_code.clone(),
        from: from.to_string(),
        to: to.to_string(),
        by: by.to_vec(),
        total,
        rows: rows.into_values().collect(),
        notes: vec![
            "命中率：核实属实 ÷（属实＋不属实）；无法核实和还没去的不计入".into(),
            "一条线索由几条规则、几个部门的数据共同提出的，在各行各计一次，合计只计一次".into(),
            "只统计线索，不统计核实的人".into(),
        ],
    })
}

/// Month and rule → the departments and feeds whose rows the rule read.
type Sources = BTreeMap<(String, String), BTreeSet<(String, String)>>;

async fn sources(home: &Home, county: &Region, from: Month, to: Month) -> anyhow::Result<Sources> {
    let mut sources = Sources::new();
    let mut month = from;
    while month <= to {
        for report in latest_reports(home, county, month).await? {
            for it in report.rules {
                let key = (month.to_string(), it.rule);
                sources.entry(key).or_default().insert((it.department, it.feed));
            }
        }
        month = month.plus_months(1);
    }
    Ok(sources)
}

/// Every line a clue belongs to.
fn keys(
    home: &Home,
    county: &Region,
    clue: &ClueFinding,
    by: &[PrecisionBy],
    sources: &Sources,
) -> BTreeSet<Vec<String>> {
    let nobody = BTreeSet::from([(String::new(), String::new())]);
    let mut keys = BTreeSet::new();
    for (rule, title) in reasons(clue) {
        let found = sources.get(&(clue.month.clone(), rule.clone())).unwrap_or(&nobody);
        for (department, feed) in found {
            let value = |it: &PrecisionBy| match it {
                PrecisionBy::Quarter => quarter(&clue.month),
                PrecisionBy::County => county.name.clone(),
                PrecisionBy::Township => township(home, clue.township_id),
                PrecisionBy::Department => department.clone(),
                PrecisionBy::Feed => feed_zh(home, feed),
                PrecisionBy::Rule => format!("{rule} {title}"),
            };
            keys.insert(by.iter().map(value).collect());
        }
    }
    keys
}

/// What a clue keeps of a rule that fired.
#[derive(Deserialize)]
struct Fired {
    rule: String,
    title: String,
    effect: String,
}

/// The rules of a clue that were reasons to visit, as they stood then, with their titles.
fn reasons(clue: &ClueFinding) -> BTreeMap<String, String> {
    let fired: Vec<Fired> = serde_json::from_value(clue.evidence.clone()).unwrap_or_default();
    let reasons = fired.into_iter().filter(|it| it.effect == Effect::Clue.name());
    reasons.map(|it| (it.rule, it.title)).collect()
}

/// `2023-10` is `2023Q4`.
fn quarter(month: &str) -> String {
    match month.parse::<Month>() {
        Ok(it) => format!("{}Q{}", it.year, (it.month - 1) / 3 + 1),
        Err(_) => month.to_owned(),
    }
}

fn township(home: &Home, id: i64) -> String {
    let region = home.definitions.regions.get(id).filter(|it| it.level == RegionLevel::Township);
    region.map(|it| it.name.clone()).unwrap_or_default()
}

fn feed_zh(home: &Home, feed: &str) -> String {
    let found = home.definitions.feeds.iter().find(|it| it.name == feed);
    found.map_or_else(|| feed.to_owned(), |it| it.zh.clone())
}

impl PrecisionRow {
    fn count(&mut self, clue: &ClueFinding) {
        self.clues += 1;
        self.dispatched += i64::from(clue.case_id.is_some());
        match clue.finding.as_deref() {
            Some("confirmed") => self.confirmed += 1,
            Some("not_confirmed") => self.not_confirmed += 1,
            Some(_) => self.unverifiable += 1,
            None => {}
        }
        self.identified += i64::from(clue.identified_on.is_some());
        let told = self.confirmed + self.not_confirmed;
        self.hit_rate_basis_points = (0 < told).then(|| self.confirmed * 10_000 / told);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_belongs_to_its_quarter() {
        assert_eq!(quarter("2023-01"), "2023Q1");
        assert_eq!(quarter("2023-03"), "2023Q1");
        assert_eq!(quarter("2023-10"), "2023Q4");
    }

    #[test]
    fn only_visits_that_told_true_from_untrue_make_a_rate() {
        let mut row = PrecisionRow::default();
        let clue = |finding: Option<&str>| ClueFinding {
            id: "c".into(),
            household_id: 1,
            township_id: 4,
            village_id: 5,
            month: "2023-10".into(),
            class: "new_clue".into(),
            evidence: serde_json::json!([]),
            case_id: finding.map(|_| 1),
            finding: finding.map(str::to_owned),
            identified_on: None,
        };
        row.count(&clue(None));
        row.count(&clue(Some("unverifiable")));
        assert_eq!((row.clues, row.dispatched, row.hit_rate_basis_points), (2, 1, None));
        for finding in ["confirmed", "not_confirmed", "not_confirmed"] {
            row.count(&clue(Some(finding)));
        }
        assert_eq!((row.clues, row.hit_rate_basis_points), (5, Some(3333)));
    }
}

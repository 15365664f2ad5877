//! 报表: how numbers of the dictionary are set out on paper. A report computes nothing: every cell
//! names an indicator, and what is compared with it is the same indicator of another month.

use kernel::RegionLevel;
use policy::Basis;
use serde::{Deserialize, Serialize};

/// A report that a pack defines.
#[derive(Clone, Debug)]
pub struct Report {
    /// The identifier: the name of the file.
    pub id: String,
    /// In Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
    /// 表号.
    pub number: Option<String>,
    /// 制表机关: a parameter that is a text.
    pub issuer: Option<String>,
    /// Levels of the regions it is made for.
    pub levels: Vec<RegionLevel>,
    /// Roles and groups of roles that may print it.
    pub print: Vec<String>,
    /// It is meant for others than the office: small counts are left out unless somebody prints it
    /// for the office alone.
    pub leaves_office: bool,
    /// How it is set out.
    pub layout: ReportLayout,
    /// Where it comes from.
    pub basis: Basis,
    /// The pack.
    pub pack: String,
    /// Leading digits of the pack's region.
    pub region: String,
    /// The file below the folder of packs.
    pub file: String,
}

/// How a report is set out, by a pack or by somebody who puts one together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReportLayout {
    /// The heading; `{region}` and `{period}` stand for the region and the month.
    pub title: String,
    /// 计量单位 of the sheet, in words.
    #[serde(default)]
    pub unit: Option<String>,
    /// Remarks below it.
    #[serde(default)]
    pub notes: Vec<String>,
    /// Its parts, from top to bottom.
    pub parts: Vec<ReportPart>,
}

/// A part of a report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum ReportPart {
    /// Regions by figures.
    Table {
        /// A heading above it.
        #[serde(default)]
        heading: Option<String>,
        /// Which regions.
        rows: ReportRows,
        /// 合计: the region itself in a row of its own.
        #[serde(default)]
        total: bool,
        /// A column for each figure.
        figures: Vec<ReportFigure>,
    },
    /// Figures of the region itself, one below the other.
    List {
        /// A heading above it.
        #[serde(default)]
        heading: Option<String>,
        /// A line for each figure.
        figures: Vec<ReportFigure>,
    },
    /// Sentences with figures in them.
    Text {
        /// A heading above it.
        #[serde(default)]
        heading: Option<String>,
        /// A paragraph each; `{indicator}` stands for its value.
        paragraphs: Vec<String>,
    },
}

/// The regions of a table, always in the order of their codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ReportRows {
    /// One level below.
    Below,
    /// Every prefecture below.
    Prefecture,
    /// Every county below.
    County,
    /// Every township below.
    Township,
    /// Every village below.
    Village,
}

/// A figure: an indicator, and what is shown of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReportFigure {
    /// The indicator.
    pub indicator: String,
    /// A heading that it shares with its neighbours.
    #[serde(default)]
    pub group: Option<String>,
    /// Its own heading; the name of the indicator when absent.
    #[serde(default)]
    pub label: Option<String>,
    /// What is shown.
    #[serde(default)]
    pub show: Shown,
    /// With which month it is compared, or of which month the value is.
    #[serde(default)]
    pub compare: Option<Compared>,
}

/// What is shown of an indicator.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Shown {
    /// Its value.
    #[default]
    Value,
    /// 增减: the value less that of the month compared with.
    Change,
    /// 增长: the same in per cent of it.
    Growth,
}

/// Another month.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Compared {
    /// 上月.
    Previous,
    /// 上年同月.
    YearBefore,
}

/// A piece of a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Phrase {
    /// As it stands.
    Words(String),
    /// The name of the region.
    Region,
    /// The month in words.
    Period,
    /// A figure.
    Figure(ReportFigure),
}

impl ReportRows {
    /// The level of the rows below a region of this level; none below a village.
    #[must_use]
    pub fn level(self, of: RegionLevel) -> Option<RegionLevel> {
        let level = match self {
            ReportRows::Prefecture => RegionLevel::Prefecture,
            ReportRows::County => RegionLevel::County,
            ReportRows::Township => RegionLevel::Township,
            ReportRows::Village => RegionLevel::Village,
            ReportRows::Below => match of {
                RegionLevel::Province => RegionLevel::Prefecture,
                RegionLevel::Prefecture => RegionLevel::County,
                RegionLevel::County => RegionLevel::Township,
                RegionLevel::Township | RegionLevel::Village => RegionLevel::Village,
            },
        };
        (of < level).then_some(level)
    }
}

impl ReportFigure {
    /// The month it is compared with: the one before, where a change is shown and none is named.
    #[must_use]
    pub fn compared(&self) -> Option<Compared> {
        match self.show {
            Shown::Value => self.compare,
            Shown::Change | Shown::Growth => Some(self.compare.unwrap_or(Compared::Previous)),
        }
    }
}

impl ReportPart {
    /// The figures it names, those in sentences too. A sentence that cannot be read has none.
    #[must_use]
    pub fn figures(&self) -> Vec<ReportFigure> {
        match self {
            ReportPart::Table { figures, .. } | ReportPart::List { figures, .. } => figures.clone(),
            ReportPart::Text { paragraphs, .. } => {
                let read = paragraphs.iter().filter_map(|it| phrases(it).ok()).flatten();
                let figure = |it| match it {
                    Phrase::Figure(figure) => Some(figure),
                    _ => None,
                };
                read.filter_map(figure).collect()
            }
        }
    }
}

impl ReportLayout {
    /// The figures it names.
    #[must_use]
    pub fn figures(&self) -> Vec<ReportFigure> {
        self.parts.iter().flat_map(ReportPart::figures).collect()
    }

    /// Everything that is wrong with it, in Chinese. `knows` says whether there is an indicator.
    #[must_use]
    pub fn problems(&self, knows: &dyn Fn(&str) -> bool) -> Vec<String> {
        let mut found = Vec::new();
        if self.title.trim().is_empty() {
            found.push("报表要有标题".to_owned());
        }
        if self.parts.is_empty() {
            found.push("报表没有内容：请加上表格、清单或文字".to_owned());
        }
        if let Err(error) = phrases(&self.title) {
            found.push(error);
        }
        for part in &self.parts {
            if let ReportPart::Text { paragraphs, .. } = part {
                found.extend(paragraphs.iter().filter_map(|it| phrases(it).err()));
            } else if part.figures().is_empty() {
                found.push("表格、清单里至少要有一个指标".to_owned());
            }
        }
        for it in self.figures() {
            if !knows(&it.indicator) {
                found.push(format!("没有指标 {}：用 indicators list 查看", it.indicator));
            }
        }
        found
    }
}

/// Reads a sentence: `{region}`, `{period}`, `{indicator}`, `{indicator|change}`,
/// `{indicator|growth|year_before}`, `{indicator|value|previous}`.
///
/// # Errors
/// What is wrong with it, in Chinese.
pub fn phrases(text: &str) -> Result<Vec<Phrase>, String> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some((words, after)) = rest.split_once('{') {
        let Some((name, after)) = after.split_once('}') else {
            return Err(format!("“{text}”里的花括号没有成对"));
        };
        if !words.is_empty() {
            found.push(Phrase::Words(words.to_owned()));
        }
        found.push(phrase(name)?);
        rest = after;
    }
    if rest.contains('}') {
        return Err(format!("“{text}”里的花括号没有成对"));
    }
    if !rest.is_empty() {
        found.push(Phrase::Words(rest.to_owned()));
    }
    Ok(found)
}

fn phrase(name: &str) -> Result<Phrase, String> {
    match name {
        "region" => return Ok(Phrase::Region),
        "period" => return Ok(Phrase::Period),
        _ => {}
    }
    let mut words = name.split('|').map(str::trim);
    let indicator = words.next().unwrap_or_default().to_owned();
    let show = match words.next() {
        None | Some("value") => Shown::Value,
        Some("change") => Shown::Change,
        Some("growth") => Shown::Growth,
        Some(other) => return Err(format!("{{{name}}} 里的 {other} 应是 value、change 或 growth")),
    };
    let compare = match words.next() {
        None => None,
        Some("previous") => Some(Compared::Previous),
        Some("year_before") => Some(Compared::YearBefore),
        Some(other) => return Err(format!("{{{name}}} 里的 {other} 应是 previous 或 year_before")),
    };
    if indicator.is_empty() || words.next().is_some() {
        return Err(format!("{{{name}}} 应写成 {{指标}} 或 {{指标|change|previous}}"));
    }
    Ok(Phrase::Figure(ReportFigure { indicator, group: None, label: None, show, compare }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_is_read_into_words_and_figures() {
        let read = phrases("{region}有{a}户，比上月{a|change}").unwrap();
        assert_eq!(read.len(), 6 - 1);
        assert_eq!(read[0], Phrase::Region);
        let Phrase::Figure(change) = &read[4] else { panic!("{read:?}") };
        assert_eq!((change.show, change.compared()), (Shown::Change, Some(Compared::Previous)));
        assert_eq!(phrases("没有数").unwrap(), [Phrase::Words("没有数".into())]);
        for wrong in ["{a", "a}", "{a|double}", "{a|value|tomorrow}", "{}", "{a|value|previous|x}"]
        {
            assert!(phrases(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn rows_lie_below_the_region() {
        assert_eq!(ReportRows::Below.level(RegionLevel::County), Some(RegionLevel::Township));
        assert_eq!(ReportRows::Below.level(RegionLevel::Village), None);
        assert_eq!(ReportRows::Village.level(RegionLevel::County), Some(RegionLevel::Village));
        assert_eq!(ReportRows::County.level(RegionLevel::County), None);
    }

    #[test]
    fn what_is_wrong_is_listed_together() {
        let layout = ReportLayout {
            title: " ".into(),
            unit: None,
            notes: Vec::new(),
            parts: vec![
                ReportPart::List { heading: None, figures: Vec::new() },
                ReportPart::Text { heading: None, paragraphs: vec!["{a}和{b".into()] },
                ReportPart::Text { heading: None, paragraphs: vec!["{nothing}".into()] },
            ],
        };
        let problems = layout.problems(&|it| it == "a");
        assert_eq!(problems.len(), 4, "{problems:?}");
    }
}

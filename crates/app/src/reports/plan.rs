//! The plan of a printing: everything but the numbers.

use indicator::{
    Compared, Phrase, Report, ReportFigure, ReportLayout, ReportPart, ReportRows, Shown, phrases,
};
use kernel::{Period, Region, RegionLevel};
use serde::{Deserialize, Serialize};

use super::{error::ReportError, period};
use crate::{home::Home, small_counts};

/// Everything but the numbers. It is kept with each printing, so its fields are only ever added to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Plan {
    /// The report or template.
    pub(super) report: String,
    /// The heading.
    pub(super) title: String,
    /// 表号.
    pub(super) number: Option<String>,
    /// 制表机关.
    pub(super) issuer: Option<String>,
    /// 计量单位.
    pub(super) unit: Option<String>,
    /// The region.
    pub(super) region: Place,
    /// Its name, from the province on.
    pub(super) region_name: String,
    /// The period.
    pub(super) period: Period,
    /// Its parts.
    pub(super) parts: Vec<PlanPart>,
    /// Remarks.
    pub(super) notes: Vec<String>,
    /// Counts of fewer households are left out; none when it stays in the office.
    pub(super) hidden_below: Option<i64>,
}

/// A region of a plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Place {
    /// Our own id.
    pub(super) id: i64,
    /// Statistical code.
    pub(super) code: String,
    /// Name.
    pub(super) name: String,
}

/// A part of a plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(super) enum PlanPart {
    /// Regions by figures; the total is the region of the plan.
    Table { heading: Option<String>, rows: Vec<Place>, total: bool, figures: Vec<PlanFigure> },
    /// Figures of the region.
    List { heading: Option<String>, figures: Vec<PlanFigure> },
    /// Sentences.
    Text { heading: Option<String>, paragraphs: Vec<Vec<PlanPhrase>> },
}

/// A figure with its words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct PlanFigure {
    /// The indicator.
    pub(super) indicator: String,
    /// The heading it shares.
    pub(super) group: Option<String>,
    /// Its heading.
    pub(super) label: String,
    /// What the indicator is counted in.
    pub(super) unit: String,
    /// The same in Chinese.
    pub(super) unit_zh: String,
    /// How it is computed, in one line.
    pub(super) formula: String,
    /// What is shown.
    pub(super) show: Shown,
    /// With which period it is compared.
    pub(super) compare: Option<Compared>,
}

/// A piece of a sentence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum PlanPhrase {
    /// As it stands.
    Words(String),
    /// A number.
    Figure(PlanFigure),
}

/// What is planned besides region and period.
pub(super) struct ToPlan<'a> {
    /// The report or template.
    pub(super) id: &'a str,
    /// How it is set out.
    pub(super) layout: &'a ReportLayout,
    /// The definition, of a report of the packs.
    pub(super) defined: Option<&'a Report>,
    /// It leaves the office.
    pub(super) for_others: bool,
}

impl Plan {
    /// Of a region and a period.
    pub(super) fn of(
        home: &Home,
        it: &ToPlan<'_>,
        region: &Region,
        of: Period,
    ) -> Result<Plan, ReportError> {
        let code = region.leading_digits();
        let problems =
            it.layout.problems(&|name| home.definitions.indicators.get(code, name).is_some());
        if !problems.is_empty() {
            return Err(ReportError::Layout(problems));
        }
        let packs = home.packs();
        let text = |name: &String| packs.parameter(name, code, of.to()).and_then(|it| it.text);
        let words = Words { home, region, code, period: of };
        let mut parts = Vec::new();
        for part in &it.layout.parts {
            parts.push(words.part(part)?);
        }
        let fewest = small_counts::fewest(&packs, code, of.to());
        Ok(Plan {
            report: it.id.to_owned(),
            title: words.sentence(&it.layout.title),
            number: it.defined.and_then(|it| it.number.clone()),
            issuer: it.defined.and_then(|it| it.issuer.as_ref()).and_then(text),
            unit: it.layout.unit.clone(),
            region: place(region),
            region_name: home.definitions.regions.name_path(region.id),
            period: of,
            parts,
            notes: it.layout.notes.clone(),
            hidden_below: it.for_others.then_some(fewest),
        })
    }

    /// The regions whose numbers it shows.
    pub(super) fn regions(&self) -> Vec<i64> {
        let rows = self.parts.iter().flat_map(|it| match it {
            PlanPart::Table { rows, .. } => rows.as_slice(),
            _ => &[],
        });
        let mut ids: Vec<i64> = rows.map(|it| it.id).chain([self.region.id]).collect();
        ids.sort_unstable();
        ids.dedup();
        ids
    }

    /// Its figures.
    pub(super) fn figures(&self) -> Vec<&PlanFigure> {
        let mut found = Vec::new();
        for part in &self.parts {
            match part {
                PlanPart::Table { figures, .. } | PlanPart::List { figures, .. } => {
                    found.extend(figures);
                }
                PlanPart::Text { paragraphs, .. } => {
                    found.extend(paragraphs.iter().flatten().filter_map(|it| match it {
                        PlanPhrase::Figure(figure) => Some(figure),
                        PlanPhrase::Words(_) => None,
                    }));
                }
            }
        }
        found
    }

    /// The periods whose numbers it shows.
    pub(super) fn periods(&self) -> Vec<Period> {
        let others = self.figures().into_iter().filter_map(|it| it.compare);
        let others = others.map(|it| period::compared(self.period, it));
        let mut all: Vec<Period> =
            std::iter::once(self.period).chain(others).flat_map(period::counting).collect();
        all.sort_unstable();
        all.dedup();
        all
    }
}

fn place(region: &Region) -> Place {
    Place { id: region.id, code: region.stat_code.clone(), name: region.name.clone() }
}

/// Words of a region and a period.
struct Words<'a> {
    home: &'a Home,
    region: &'a Region,
    code: &'a str,
    period: Period,
}

impl Words<'_> {
    fn part(&self, part: &ReportPart) -> Result<PlanPart, ReportError> {
        Ok(match part {
            ReportPart::Table { heading, rows, total, figures } => PlanPart::Table {
                heading: heading.as_deref().map(|it| self.sentence(it)),
                rows: self.rows(*rows)?,
                total: *total,
                figures: figures.iter().map(|it| self.figure(it)).collect(),
            },
            ReportPart::List { heading, figures } => PlanPart::List {
                heading: heading.as_deref().map(|it| self.sentence(it)),
                figures: figures.iter().map(|it| self.figure(it)).collect(),
            },
            ReportPart::Text { heading, paragraphs } => PlanPart::Text {
                heading: heading.as_deref().map(|it| self.sentence(it)),
                paragraphs: paragraphs.iter().map(|it| self.phrases(it)).collect(),
            },
        })
    }

    /// Regions in the order of their codes: nobody is first because of a number.
    fn rows(&self, rows: ReportRows) -> Result<Vec<Place>, ReportError> {
        let level = rows.level(self.region.level).ok_or_else(|| {
            ReportError::Level(match rows {
                ReportRows::Below => "有下级的地区".to_owned(),
                _ => "所列地区的上级".to_owned(),
            })
        })?;
        let mut found = Vec::new();
        let mut open = vec![self.region];
        while let Some(region) = open.pop() {
            for it in self.home.definitions.regions.children(region.id) {
                if it.level == level {
                    found.push(place(it));
                } else if it.level < level {
                    open.push(it);
                }
            }
        }
        found.sort_by(|a, b| a.code.cmp(&b.code));
        Ok(found)
    }

    fn figure(&self, it: &ReportFigure) -> PlanFigure {
        let defined = self.home.definitions.indicators.get(self.code, &it.indicator);
        let name = defined.map(|it| it.zh.clone()).unwrap_or_default();
        PlanFigure {
            indicator: it.indicator.clone(),
            group: it.group.clone(),
            label: it.label.clone().unwrap_or(name),
            unit: defined.map(|it| it.unit.name().to_owned()).unwrap_or_default(),
            unit_zh: defined.map(|it| it.unit.zh().to_owned()).unwrap_or_default(),
            formula: defined.map(indicator::Indicator::formula).unwrap_or_default(),
            show: it.show,
            compare: it.compared(),
        }
    }

    fn phrases(&self, text: &str) -> Vec<PlanPhrase> {
        let read = phrases(text).unwrap_or_default();
        let piece = |it: Phrase| match it {
            Phrase::Words(words) => PlanPhrase::Words(words),
            Phrase::Region => PlanPhrase::Words(self.region.name.clone()),
            Phrase::Period => PlanPhrase::Words(period::in_words(self.period)),
            Phrase::Figure(figure) => PlanPhrase::Figure(self.figure(&figure)),
        };
        read.into_iter().map(piece).collect()
    }

    /// A heading: without figures.
    fn sentence(&self, text: &str) -> String {
        let pieces = self.phrases(text).into_iter().map(|it| match it {
            PlanPhrase::Words(words) => words,
            PlanPhrase::Figure(figure) => figure.label,
        });
        pieces.collect()
    }
}

/// Levels in words, for a message.
pub(super) fn levels_zh(levels: &[RegionLevel]) -> String {
    let words = levels.iter().map(|it| match it {
        RegionLevel::Province => "省级",
        RegionLevel::Prefecture => "州市",
        RegionLevel::County => "县级",
        RegionLevel::Township => "乡镇",
        RegionLevel::Village => "村",
    });
    words.collect::<Vec<_>>().join("、")
}

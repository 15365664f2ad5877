//! What is printed: a plan with its numbers filled in.

use indicator::{Amount, Compared, Shown};
use serde::{Deserialize, Serialize};

use super::{
    hidden::hidden,
    numbers::{Number, Numbers},
    period,
    plan::{Place, Plan, PlanFigure, PlanPart, PlanPhrase},
};

/// Digits after the point.
const PLACES: u32 = 2;

/// What is printed. The same plan and the same numbers give the same content to the byte; when it
/// was printed and by whom is no part of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct ReportContent {
    /// The report, or the id of the template.
    pub report: String,
    /// The heading.
    pub title: String,
    /// 表号.
    pub number: Option<String>,
    /// 制表机关; none where the pen has to say it.
    pub issuer: Option<String>,
    /// 计量单位.
    pub unit: Option<String>,
    /// Statistical code of the region.
    pub region: String,
    /// The region, from the province on.
    pub region_name: String,
    /// Such as `2023-10`.
    pub period: String,
    /// The same in words.
    pub period_zh: String,
    /// Its parts, from top to bottom.
    pub parts: Vec<ReportContentPart>,
    /// Remarks.
    pub notes: Vec<String>,
    /// Counts of fewer households are left out; none when it stays in the office.
    pub hidden_below: Option<i64>,
}

/// A part of what is printed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ReportContentPart {
    /// Regions by figures.
    Table {
        /// A heading above it.
        heading: Option<String>,
        /// The columns.
        columns: Vec<ReportHeading>,
        /// The rows, in the order of codes, the total last.
        rows: Vec<ReportRegionRow>,
    },
    /// Figures one below the other.
    List {
        /// A heading above it.
        heading: Option<String>,
        /// The lines.
        items: Vec<ReportItem>,
    },
    /// Sentences.
    Text {
        /// A heading above it.
        heading: Option<String>,
        /// Each a list of pieces, to be read one after the other.
        paragraphs: Vec<Vec<ReportPiece>>,
    },
}

/// What a figure is called.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct ReportHeading {
    /// A heading that it shares with its neighbours.
    pub group: Option<String>,
    /// Its own.
    pub label: String,
    /// The unit in Chinese; 百分点 for the change of a share.
    pub unit: String,
    /// How it is computed.
    pub formula: String,
}

/// A region's row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct ReportRegionRow {
    /// Statistical code.
    pub region: String,
    /// Name; 合计 for the total.
    pub name: String,
    /// It is the region of the report itself.
    pub is_total: bool,
    /// A cell for each column.
    pub cells: Vec<ReportCell>,
}

/// A figure in a line of its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct ReportItem {
    /// What it is called.
    pub heading: ReportHeading,
    /// Its number.
    pub cell: ReportCell,
}

/// A number on paper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct ReportCell {
    /// A plain decimal; none where there is no number, or it is hidden.
    pub value: Option<String>,
    /// It is left out because so few households could be told from it.
    pub hidden: bool,
    /// What opens it; none for what is hidden or not there.
    pub source: Option<CellSource>,
}

/// What opens a number: with the moment of the report, the parts behind it can be asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct CellSource {
    /// The indicator.
    pub indicator: String,
    /// Statistical code of the region.
    pub region: String,
    /// The period it was stored for.
    pub period: String,
    /// `computed` opens down to households; `ledger` is a figure of a ledger, `reported` was entered.
    pub how: String,
    /// The document of one that was entered.
    pub document: Option<String>,
}

/// A piece of a sentence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct ReportPiece {
    /// The words, or the number with its unit.
    pub text: String,
    /// What opens the number.
    pub source: Option<CellSource>,
}

impl ReportContent {
    /// Fills a plan in.
    pub(super) fn of(plan: &Plan, numbers: &Numbers) -> ReportContent {
        let filling = Filling { plan, numbers };
        ReportContent {
            report: plan.report.clone(),
            title: plan.title.clone(),
            number: plan.number.clone(),
            issuer: plan.issuer.clone(),
            unit: plan.unit.clone(),
            region: plan.region.code.clone(),
            region_name: plan.region_name.clone(),
            period: plan.period.to_string(),
            period_zh: period::in_words(plan.period),
            parts: plan.parts.iter().map(|it| filling.part(it)).collect(),
            notes: plan.notes.clone(),
            hidden_below: plan.hidden_below,
        }
    }

    /// As it is kept, and as its SM3 is taken.
    pub(super) fn text(&self) -> anyhow::Result<String> {
        Ok(serde_json::to_string(self)?)
    }
}

struct Filling<'a> {
    plan: &'a Plan,
    numbers: &'a Numbers,
}

impl Filling<'_> {
    fn part(&self, part: &PlanPart) -> ReportContentPart {
        match part {
            PlanPart::Table { heading, rows, total, figures } => {
                self.table(heading.as_ref(), rows, *total, figures)
            }
            PlanPart::List { heading, figures } => {
                ReportContentPart::List { heading: heading.clone(), items: self.items(figures) }
            }
            PlanPart::Text { heading, paragraphs } => ReportContentPart::Text {
                heading: heading.clone(),
                paragraphs: paragraphs
                    .iter()
                    .map(|it| it.iter().map(|it| self.piece(it)).collect())
                    .collect(),
            },
        }
    }

    fn table(
        &self,
        heading: Option<&String>,
        rows: &[Place],
        total: bool,
        figures: &[PlanFigure],
    ) -> ReportContentPart {
        let ids: Vec<i64> = rows.iter().map(|it| it.id).collect();
        let mut filled: Vec<ReportRegionRow> = rows
            .iter()
            .map(|it| ReportRegionRow {
                region: it.code.clone(),
                name: it.name.clone(),
                is_total: false,
                cells: Vec::new(),
            })
            .collect();
        for figure in figures {
            let hidden = self.hidden_in(&ids, figure, total);
            for ((row, place), hidden) in filled.iter_mut().zip(rows).zip(hidden) {
                row.cells.push(self.cell(place, figure, hidden));
            }
        }
        if total {
            let region = &self.plan.region;
            let cell = |it: &PlanFigure| {
                let hidden = self.hidden_in(&[region.id], it, false);
                self.cell(region, it, hidden == [true])
            };
            filled.push(ReportRegionRow {
                region: region.code.clone(),
                name: "合计".to_owned(),
                is_total: true,
                cells: figures.iter().map(cell).collect(),
            });
        }
        let columns = figures.iter().map(PlanFigure::heading).collect();
        ReportContentPart::Table { heading: heading.cloned(), columns, rows: filled }
    }

    /// Lines of one group may add up to what is known elsewhere: they are hidden together.
    fn items(&self, figures: &[PlanFigure]) -> Vec<ReportItem> {
        let mut items = Vec::new();
        for group in figures.chunk_by(|a, b| a.group == b.group && a.unit == b.unit) {
            let of: Vec<Option<i64>> = group.iter().map(|it| self.tells(it)).collect();
            let hidden = self.fewest().map_or_else(
                || vec![false; of.len()],
                |fewest| hidden(&of, group.iter().all(|it| it.group.is_some()), fewest),
            );
            for (figure, hidden) in group.iter().zip(hidden) {
                let cell = self.cell(&self.plan.region, figure, hidden);
                items.push(ReportItem { heading: figure.heading(), cell });
            }
        }
        items
    }

    /// The fewest households that both numbers of a figure tell of.
    fn tells(&self, figure: &PlanFigure) -> Option<i64> {
        let (now, then) = self.numbers(self.plan.region.id, figure);
        let of = [now, then].into_iter().flatten().filter_map(|it| it.households);
        of.filter(|it| 0 < *it).min().or(Some(0))
    }

    fn fewest(&self) -> Option<i64> {
        self.plan.hidden_below
    }

    /// Which regions' cells of a figure are hidden: where either of two numbers is.
    fn hidden_in(&self, regions: &[i64], figure: &PlanFigure, total: bool) -> Vec<bool> {
        let Some(fewest) = self.fewest() else { return vec![false; regions.len()] };
        let pairs: Vec<_> = regions.iter().map(|it| self.numbers(*it, figure)).collect();
        let of = |number: Option<&Number>| number.and_then(|it| it.households);
        let now: Vec<Option<i64>> = pairs.iter().map(|it| of(it.0)).collect();
        let then: Vec<Option<i64>> = pairs.iter().map(|it| of(it.1)).collect();
        let (now, then) = (hidden(&now, total, fewest), hidden(&then, total, fewest));
        now.into_iter().zip(then).map(|(now, then)| now || then).collect()
    }

    /// The number a figure shows, and the one it is compared with.
    fn numbers(&self, region: i64, figure: &PlanFigure) -> (Option<&Number>, Option<&Number>) {
        let get = |period| self.numbers.get(region, &figure.indicator, period);
        let own = self.plan.period;
        match (figure.show, figure.compare) {
            (Shown::Value, None) => (get(own), None),
            (Shown::Value, Some(with)) => (get(period::compared(own, with)), None),
            (_, with) => {
                let with = with.unwrap_or(Compared::Previous);
                (get(own), get(period::compared(own, with)))
            }
        }
    }

    /// What a figure comes to.
    fn amount(figure: &PlanFigure, now: Option<&Number>, then: Option<&Number>) -> Option<Amount> {
        let now = now?.amount?;
        let found = match figure.show {
            Shown::Value => now,
            Shown::Change => now.less(then?.amount?),
            Shown::Growth => {
                let then = then?.amount?;
                now.less(then).percent_of(then)?
            }
        };
        Some(found.rounded(PLACES))
    }

    fn cell(&self, place: &Place, figure: &PlanFigure, hidden: bool) -> ReportCell {
        if hidden {
            return ReportCell { value: None, hidden: true, source: None };
        }
        let (now, then) = self.numbers(place.id, figure);
        let amount = Filling::amount(figure, now, then);
        let source = now.filter(|_| amount.is_some()).map(|it| CellSource {
            indicator: figure.indicator.clone(),
            region: place.code.clone(),
            period: it.period.to_string(),
            how: it.how.clone(),
            document: it.document.clone(),
        });
        ReportCell { value: amount.map(|it| it.to_string()), hidden: false, source }
    }

    fn piece(&self, phrase: &PlanPhrase) -> ReportPiece {
        let figure = match phrase {
            PlanPhrase::Words(words) => {
                return ReportPiece { text: words.clone(), source: None };
            }
            PlanPhrase::Figure(figure) => figure,
        };
        let region = &self.plan.region;
        let hidden = self.hidden_in(&[region.id], figure, false) == [true];
        let cell = self.cell(region, figure, hidden);
        let fewest = self.fewest().unwrap_or_default();
        let text = match (&cell.value, cell.hidden) {
            (_, true) => format!("（少于{fewest}户，不列）"),
            (None, false) => "（没有数）".to_owned(),
            (Some(value), false) => figure.said(value),
        };
        ReportPiece { text, source: cell.source }
    }
}

impl PlanFigure {
    fn heading(&self) -> ReportHeading {
        let unit = match (self.show, self.unit.as_str()) {
            (Shown::Growth, _) => "%",
            (Shown::Change, "percent") => "百分点",
            _ => &self.unit_zh,
        };
        ReportHeading {
            group: self.group.clone(),
            label: self.label.clone(),
            unit: unit.to_owned(),
            formula: self.formula.clone(),
        }
    }

    /// A number in a sentence: 12户, 增加3户, 下降0.5个百分点, 持平.
    fn said(&self, value: &str) -> String {
        let down = value.strip_prefix('-');
        match (self.show, down) {
            (Shown::Value, _) if self.unit == "percent" => format!("{value}%"),
            (Shown::Value, _) => format!("{value}{}", self.unit_zh),
            (_, None) if value == "0" => "持平".to_owned(),
            (Shown::Growth, None) => format!("增长{value}%"),
            (Shown::Growth, Some(value)) => format!("下降{value}%"),
            (Shown::Change, None) if self.unit == "percent" => format!("上升{value}个百分点"),
            (Shown::Change, Some(value)) if self.unit == "percent" => {
                format!("下降{value}个百分点")
            }
            (Shown::Change, None) => format!("增加{value}{}", self.unit_zh),
            (Shown::Change, Some(value)) => format!("减少{value}{}", self.unit_zh),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_is_said_with_its_direction() {
        let figure = |show, unit: &str, zh: &str| PlanFigure {
            indicator: "a".into(),
            group: None,
            label: "甲".into(),
            unit: unit.into(),
            unit_zh: zh.into(),
            formula: String::new(),
            show,
            compare: None,
        };
        let households = figure(Shown::Change, "households", "户");
        assert_eq!(households.said("3"), "增加3户");
        assert_eq!(households.said("-2"), "减少2户");
        assert_eq!(households.said("0"), "持平");
        assert_eq!(figure(Shown::Change, "percent", "%").said("-0.5"), "下降0.5个百分点");
        assert_eq!(figure(Shown::Growth, "yuan", "元").said("7.6"), "增长7.6%");
        assert_eq!(figure(Shown::Value, "percent", "%").said("95"), "95%");
        assert_eq!(figure(Shown::Value, "yuan", "元").said("-4"), "-4元");
    }
}

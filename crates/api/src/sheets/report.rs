//! The paper of a printing.

use app::reports::{ReportCell, ReportContentPart, ReportHeading, ReportPrintView, paper_of};
use pages::paper::{PaperLine, PaperPart, PaperTable, ReportPaper, Sheet};

pub(crate) fn report(it: &ReportPrintView) -> String {
    let paper = paper_of(it);
    let content = paper.content;
    let mut notes = content.notes.clone();
    if let Some(fewest) = content.hidden_below {
        notes.insert(0, format!("* 少于{fewest}户，或能由合计推算，不列。"));
    }
    ReportPaper {
        sheet: Sheet {
            number: paper.number,
            region: content.region_name,
            office: String::new(),
            printed_by: paper.printed_by,
            printed_on: paper.printed_on,
        },
        title: content.title,
        number: content.number.unwrap_or_default(),
        issuer: content.issuer.unwrap_or_default(),
        unit: content.unit.unwrap_or_default(),
        period: content.period_zh,
        as_of: paper.as_of,
        parts: content.parts.into_iter().map(part).collect(),
        notes,
        sm3: it.sm3.clone(),
    }
    .render()
}

fn part(it: ReportContentPart) -> PaperPart {
    match it {
        ReportContentPart::Table { heading, columns, rows } => PaperPart::Table(PaperTable {
            heading: heading.unwrap_or_default(),
            columns: columns.into_iter().map(column).collect(),
            rows: rows
                .into_iter()
                .map(|it| (it.name, it.cells.into_iter().map(value).collect(), it.is_total))
                .collect(),
        }),
        ReportContentPart::List { heading, items } => {
            let line = |it: app::reports::ReportItem| PaperLine {
                group: it.heading.group.unwrap_or_default(),
                label: it.heading.label,
                unit: it.heading.unit,
                value: value(it.cell),
            };
            PaperPart::List(heading.unwrap_or_default(), items.into_iter().map(line).collect())
        }
        ReportContentPart::Text { heading, paragraphs } => {
            let said =
                |it: Vec<app::reports::ReportPiece>| it.into_iter().map(|it| it.text).collect();
            PaperPart::Text(heading.unwrap_or_default(), paragraphs.into_iter().map(said).collect())
        }
    }
}

fn column(it: ReportHeading) -> (String, String, String) {
    (it.group.unwrap_or_default(), it.label, it.unit)
}

fn value(it: ReportCell) -> String {
    let sign = if it.hidden { "*" } else { "—" };
    it.value.unwrap_or_else(|| sign.to_owned())
}

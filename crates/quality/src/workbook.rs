//! The workbook an office works with: summary by village, all checks, one sheet for each check
//! that found something with the original row beside the finding. Every cell is text, so nothing
//! from a file is executed. It holds identity numbers, because the original rows do.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use anyhow::Context;
use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, Workbook};

use crate::{
    check::Level,
    report::{CheckResult, CheckState, Finding, Report},
    run::Outcome,
};

/// How many characters Excel takes in a cell.
const CELL: usize = 32_767;

/// Writes the workbook.
///
/// # Errors
/// When a file cannot be read again, or the workbook cannot be written.
pub fn write_workbook(path: &Path, outcome: &Outcome) -> anyhow::Result<()> {
    let report = &outcome.report;
    let mut book = Book { book: Workbook::new(), styles: Styles::new() };
    book.summary(report)?;
    book.checks(report)?;
    let originals = originals(outcome)?;
    for check in report.checks.iter().filter(|it| it.findings > 0) {
        book.findings(check, outcome, &originals)?;
    }
    book.exempted(report)?;
    book.mended(report)?;
    book.reading(report, outcome)?;
    book.book.save(path).with_context(|| format!("无法写入 {}", path.display()))?;
    Ok(())
}

type Originals = BTreeMap<usize, BTreeMap<u32, Vec<String>>>;

/// The original cells of all rows found, by source and row.
fn originals(outcome: &Outcome) -> anyhow::Result<Originals> {
    let mut wanted: BTreeMap<usize, BTreeSet<u32>> = BTreeMap::new();
    for it in &outcome.report.findings {
        wanted.entry(it.source).or_default().insert(it.row);
    }
    let read = |(source, rows): (usize, BTreeSet<u32>)| {
        Ok((source, outcome.sources.original(source, &rows)?))
    };
    wanted.into_iter().map(read).collect()
}

struct Styles {
    title: Format,
    header: Format,
    cell: Format,
}

impl Styles {
    fn new() -> Styles {
        let border = Color::RGB(0x00C0_C6CE);
        Styles {
            title: Format::new().set_bold().set_font_size(14),
            header: Format::new()
                .set_bold()
                .set_align(FormatAlign::Center)
                .set_align(FormatAlign::VerticalCenter)
                .set_text_wrap()
                .set_background_color(Color::RGB(0x00E8_EDF3))
                .set_border(FormatBorder::Thin)
                .set_border_color(border),
            // Text, so that long numbers stay as they are when somebody edits the cell.
            cell: Format::new()
                .set_num_format("@")
                .set_align(FormatAlign::Top)
                .set_border(FormatBorder::Thin)
                .set_border_color(border),
        }
    }
}

struct Book {
    book: Workbook,
    styles: Styles,
}

impl Book {
    /// A sheet with a title, a header with column widths, and rows of text.
    fn sheet(
        &mut self,
        name: &str,
        title: &str,
        columns: &[(&str, f64)],
        rows: impl IntoIterator<Item = Vec<String>>,
    ) -> anyhow::Result<()> {
        let sheet = self.book.add_worksheet();
        sheet.set_name(name)?;
        sheet.write_string_with_format(0, 0, title, &self.styles.title)?;
        for (place, (header, width)) in columns.iter().enumerate() {
            let place = u16::try_from(place)?;
            sheet.set_column_width(place, *width)?;
            sheet.write_string_with_format(1, place, *header, &self.styles.header)?;
        }
        sheet.set_freeze_panes(2, 0)?;
        let mut last = 1;
        for (number, row) in rows.into_iter().enumerate() {
            last = u32::try_from(number)? + 2;
            for (place, cell) in row.iter().enumerate() {
                let cell: String = cell.chars().take(CELL).collect();
                let place = u16::try_from(place)?;
                sheet.write_string_with_format(last, place, cell, &self.styles.cell)?;
            }
        }
        if let Some(right) = columns.len().checked_sub(1) {
            sheet.autofilter(1, 0, last, u16::try_from(right)?)?;
        }
        Ok(())
    }

    fn summary(&mut self, report: &Report) -> anyhow::Result<()> {
        let mut columns = vec![("乡镇", 16.0), ("村", 18.0), ("疑点", 9.0), ("涉及户", 9.0)];
        columns.extend(Level::ALL.map(|it| (it.zh(), 10.0)));
        columns.extend([("新增", 9.0), ("已整改", 9.0)]);
        let line = |township: &str, village: &str, of: &[&crate::report::PlaceTotal]| {
            let sum = |count: fn(&crate::report::PlaceTotal) -> usize| {
                of.iter().map(|it| count(it)).sum::<usize>().to_string()
            };
            let mut row = vec![township.to_owned(), village.to_owned()];
            row.extend([sum(|it| it.findings), sum(|it| it.households)]);
            row.extend(Level::ALL.map(|level| {
                let counts = of.iter().filter_map(|it| it.levels.get(level.word()));
                counts.sum::<usize>().to_string()
            }));
            row.extend([sum(|it| it.new), sum(|it| it.mended)]);
            row
        };
        let all: Vec<_> = report.places.iter().collect();
        let mut rows = vec![line("全部", "", &all)];
        let townships: BTreeSet<&str> = all.iter().map(|it| it.township.as_str()).collect();
        for township in townships {
            let here: Vec<_> = all.iter().filter(|it| it.township == township).copied().collect();
            rows.push(line(township, "小计", &here));
            rows.extend(here.iter().map(|it| line(township, &it.village, &[it])));
        }
        let not_judged =
            report.checks.iter().filter(|it| it.state == CheckState::NotJudged).count();
        let title = format!(
            "疑点核查 {} {}：{} 条规则，{} 条没有判断（见“规则”），疑点 {} 处，豁免 {} 处",
            report.region,
            report.on,
            report.checks.len(),
            not_judged,
            report.findings.len(),
            report.exempted.len()
        );
        self.sheet("汇总", &title, &columns, rows)
    }

    fn checks(&mut self, report: &Report) -> anyhow::Result<()> {
        let columns = [
            ("编号", 13.0),
            ("级别", 10.0),
            ("对象", 6.0),
            ("表", 24.0),
            ("疑点", 50.0),
            ("怎么改", 40.0),
            ("结果", 10.0),
            ("疑点数", 8.0),
            ("豁免数", 8.0),
            ("为什么没有判断", 40.0),
            ("用到的数", 40.0),
            ("依据", 18.0),
            ("读法", 40.0),
            ("政策包", 10.0),
            ("条件", 60.0),
        ];
        let rows = report.checks.iter().map(|it| {
            let state = match it.state {
                CheckState::Found => "有疑点",
                CheckState::Clean => "没有疑点",
                CheckState::NotJudged => "没有判断",
            };
            let parameters = it.parameters.iter().map(|it| {
                let basis = match (&it.note, it.is_default) {
                    (Some(note), true) => format!("默认值：{note}"),
                    _ => it.basis.clone(),
                };
                format!("{} {}（{} {basis}）", it.zh, it.value, it.pack)
            });
            vec![
                it.id.clone(),
                it.level.zh().to_owned(),
                it.object.zh().to_owned(),
                it.export.clone(),
                it.title.clone(),
                it.fix.clone(),
                state.to_owned(),
                it.findings.to_string(),
                it.exempted.to_string(),
                it.why.join("；"),
                parameters.collect::<Vec<_>>().join("；"),
                it.basis.clone(),
                it.note.clone().unwrap_or_default(),
                it.pack.clone(),
                it.condition.clone(),
            ]
        });
        self.sheet("规则", "全部规则和结果", &columns, rows.collect::<Vec<_>>())
    }

    fn findings(
        &mut self,
        check: &CheckResult,
        outcome: &Outcome,
        originals: &Originals,
    ) -> anyhow::Result<()> {
        let found: Vec<&Finding> =
            outcome.report.findings.iter().filter(|it| it.check == check.id).collect();
        // Files of one export may have their columns in another order: the first one's headers
        // stand above, and those of others are put under the same header.
        let mut headers: Vec<&str> = Vec::new();
        let sources: BTreeSet<usize> = found.iter().map(|it| it.source).collect();
        let header_of = |source: usize| {
            outcome.sources.sources.get(source).map_or(&[][..], |it| &it.layout.header)
        };
        for source in &sources {
            let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
            for header in header_of(*source) {
                // A header that stands twice in a file stands twice here.
                let times = seen.entry(header).or_default();
                *times += 1;
                if headers.iter().filter(|it| **it == header).count() < *times {
                    headers.push(header);
                }
            }
        }
        let mut columns = vec![
            ("乡镇", 12.0),
            ("村", 14.0),
            ("户编号", 16.0),
            ("姓名", 10.0),
            ("疑点", 36.0),
            ("所见", 44.0),
            ("怎么改", 36.0),
            ("与上次比", 10.0),
            ("文件", 24.0),
            ("工作表", 14.0),
            ("行", 8.0),
        ];
        columns.extend(headers.iter().map(|it| (*it, 14.0)));
        let rows = found.iter().map(|it| {
            let mut change = it.change.map_or("", |it| it.zh()).to_owned();
            if let Some(until) = it.exemption_expired {
                change.push_str(&format!("（豁免已于{until}到期）"));
            }
            let mut row = vec![
                it.township.clone(),
                it.village.clone(),
                it.household_no.clone(),
                it.name.clone(),
                check.title.clone(),
                it.seen.clone(),
                check.fix.clone(),
                change,
                it.file.clone(),
                it.sheet.clone(),
                it.row.to_string(),
            ];
            let cells = originals.get(&it.source).and_then(|rows| rows.get(&it.row));
            let mut beside = vec![String::new(); headers.len()];
            let mut used = vec![false; headers.len()];
            for (place, header) in header_of(it.source).iter().enumerate() {
                let free = (0..headers.len()).find(|at| headers[*at] == header && !used[*at]);
                if let Some(at) = free {
                    used[at] = true;
                    let cell = cells.and_then(|cells| cells.get(place));
                    beside[at] = cell.cloned().unwrap_or_default();
                }
            }
            row.extend(beside);
            row
        });
        let title = format!("{} {}（{}）", check.id, check.title, check.level.zh());
        self.sheet(&check.id, &title, &columns, rows.collect::<Vec<_>>())
    }

    fn exempted(&mut self, report: &Report) -> anyhow::Result<()> {
        let columns = [
            ("规则", 13.0),
            ("乡镇", 12.0),
            ("村", 14.0),
            ("户编号", 16.0),
            ("姓名", 10.0),
            ("理由", 40.0),
            ("批准人", 12.0),
            ("到期日", 12.0),
            ("所见", 44.0),
            ("文件", 24.0),
            ("行", 8.0),
        ];
        let rows = report.exempted.iter().map(|it| {
            let finding = &it.finding;
            vec![
                finding.check.clone(),
                finding.township.clone(),
                finding.village.clone(),
                finding.household_no.clone(),
                finding.name.clone(),
                it.reason.clone(),
                it.approver.clone(),
                it.until.to_string(),
                finding.seen.clone(),
                finding.file.clone(),
                finding.row.to_string(),
            ]
        });
        let unused = report.unused_exemptions.iter().map(|it| {
            let what = format!("清单第{}行没有用上：已经整改，或写错了编号", it.row);
            vec![
                it.check.clone(),
                String::new(),
                String::new(),
                it.household_no.clone(),
                it.name.clone(),
                what,
            ]
        });
        self.sheet("豁免", "豁免的疑点", &columns, rows.chain(unused).collect::<Vec<_>>())
    }

    fn mended(&mut self, report: &Report) -> anyhow::Result<()> {
        let columns = [
            ("结果", 14.0),
            ("规则", 13.0),
            ("乡镇", 12.0),
            ("村", 14.0),
            ("户编号", 16.0),
            ("姓名", 10.0),
            ("上次所见", 44.0),
            ("上次的文件", 24.0),
            ("上次的行", 10.0),
        ];
        let line = |result: &str, it: &Finding| {
            vec![
                result.to_owned(),
                it.check.clone(),
                it.township.clone(),
                it.village.clone(),
                it.household_no.clone(),
                it.name.clone(),
                it.seen.clone(),
                it.file.clone(),
                it.row.to_string(),
            ]
        };
        let mended = report.mended.iter().map(|it| line("已整改", it));
        let unknown = report.not_judged_again.iter().map(|it| line("这次没有判断", it));
        let rows: Vec<_> = mended.chain(unknown).collect();
        self.sheet("已整改", "上次有、这次没有的疑点", &columns, rows)
    }

    fn reading(&mut self, report: &Report, outcome: &Outcome) -> anyhow::Result<()> {
        let columns = [
            ("文件", 40.0),
            ("工作表", 16.0),
            ("是哪张表", 28.0),
            ("表头行", 8.0),
            ("读入行", 8.0),
            ("跳过行", 8.0),
            ("说明", 90.0),
        ];
        let rows = report.files.iter().map(|it| {
            let mut notes = Vec::new();
            if !it.missing_columns.is_empty() {
                notes.push(format!("没有这些列：{}", it.missing_columns.join("、")));
            }
            if !it.extra_columns.is_empty() {
                notes.push(format!("规则用不到的列：{}", it.extra_columns.join("、")));
            }
            if it.skipped > 0 {
                notes.push(format!("跳过合计、重复的表头或没有编号的行：{:?} 等", it.skipped_rows));
            }
            for unread in &it.unread {
                notes.push(format!(
                    "{} 有 {} 格读不出来，当作空：第 {:?} 行等",
                    unread.column, unread.cells, unread.rows
                ));
            }
            vec![
                it.file.clone(),
                it.sheet.clone(),
                it.export.clone(),
                it.header_row.to_string(),
                it.rows.to_string(),
                it.skipped.to_string(),
                notes.join("；"),
            ]
        });
        let errors = report.errors.iter().map(|it| {
            let mut row = vec![it.file.clone(), it.sheet.clone(), "没有读入".to_owned()];
            row.extend([String::new(), String::new(), String::new(), it.message.clone()]);
            row
        });
        let absent = outcome
            .schema
            .sheets
            .iter()
            .filter(|sheet| !report.files.iter().any(|it| it.export == sheet.zh));
        let absent = absent.map(|it| {
            let mut row = vec![String::new(), String::new(), it.zh.clone()];
            row.extend(["", "", "", "没有这张表，要看它的规则没有判断"].map(str::to_owned));
            row
        });
        let rows: Vec<_> = rows.chain(errors).chain(absent).collect();
        self.sheet("读取情况", "读了哪些文件", &columns, rows)
    }
}

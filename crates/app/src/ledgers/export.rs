//! 导出: the records of a query as a sheet that can be changed and imported again.

use std::{
    fs::File,
    io::{BufWriter, Seek as _, Write},
};

use anyhow::Context;
use chrono::{DateTime, Utc};
use kernel::{RegionLevel, calendar::china_day};
use ledger::Ledger;
use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, Workbook, Worksheet};
use serde::Serialize;
use serde_json::json;

use super::{
    error::LedgerError,
    read::{RecordQuery, narrowed},
    sheet::{Slot, export_slots, texts},
    template::sheet_name,
    terms::Terms,
};
use crate::{home::Home, staff::Staff};

/// More rows than this are written as CSV: a workbook is put together in memory.
const MOST_IN_WORKBOOK: u64 = 200_000;

/// How many records are read at a time.
const PAGE: i64 = 1_000;

/// Excel keeps fifteen digits of a number; longer ones stay text.
const DIGITS: usize = 15;

/// What a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SheetFormat {
    /// A workbook.
    Xlsx,
    /// Text with commas, in UTF-8 with a byte order mark, as Excel opens it.
    Csv,
}

impl SheetFormat {
    /// The ending of its name.
    #[must_use]
    pub fn extension(self) -> &'static str {
        match self {
            SheetFormat::Xlsx => "xlsx",
            SheetFormat::Csv => "csv",
        }
    }
}

/// What was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct LedgerExport {
    /// A name for the file.
    pub file_name: String,
    /// What it is.
    pub format: SheetFormat,
    /// How many records are in it.
    pub records: u64,
}

/// Writes the records of a query, the newest first, and that they left. What is personal is masked.
/// Up to 200,000 records make a workbook, more make CSV; read page by page either way.
///
/// Whoever calls it throws away what was written when it fails.
///
/// # Errors
/// [`LedgerError::NoLedger`], or when something cannot be read or written.
pub async fn export(
    home: &Home,
    staff: &Staff,
    ledger: &str,
    query: &RecordQuery,
    now: DateTime<Utc>,
    out: &mut (dyn Write + Send),
) -> Result<LedgerExport, LedgerError> {
    super::ready(home).await?;
    let today = china_day(now);
    let terms = Terms::of(home, staff.scope.region_id, today);
    let ledger = terms.seen(staff, ledger)?;
    let (scope, filter) = narrowed(home, staff, ledger, query, today)?;
    let slots = export_slots(ledger, scope.level < RegionLevel::County);
    let names: Vec<&str> = ledger.fields.iter().map(|it| it.name.as_str()).collect();
    let mut tx = home.db.read().await?;
    let counted = tx.count_records(ledger, &scope, &filter).await?;
    let counted: i64 = counted.iter().map(|(_, records)| records).sum();
    let mut sheet = if u64::try_from(counted).unwrap_or_default() > MOST_IN_WORKBOOK {
        Sheet::Csv(Csv::new(out, ledger, &slots)?)
    } else {
        Sheet::Xlsx(Box::new(Xlsx::new(ledger, &slots)?), out)
    };
    let mut before = None;
    let mut records = 0;
    loop {
        let page = tx.records(ledger, &names, &scope, &filter, before, PAGE).await?;
        let Some(last) = page.last() else { break };
        before = Some(last.id);
        records += page.len() as u64;
        for row in texts(&mut tx, &terms, ledger, &slots, &page).await? {
            sheet.write(&row)?;
        }
    }
    drop(tx);
    let format = sheet.finish()?;
    let place = home.definitions.regions.get(scope.region_id);
    let place_name = place.map(|it| it.name.clone()).unwrap_or_default();
    let extension = format.extension();
    let file_name = format!("{}_{place_name}_{today}.{extension}", sheet_name(&ledger.words.zh));
    let mut tx = home.db.write().await?;
    let detail = json!({
        "region": place.map(|it| &it.stat_code), "records": records, "format": extension,
        "state": query.state, "voided": query.voided, "overdue": query.overdue,
        "fields": query.equal.keys().collect::<Vec<_>>(),
    });
    tx.append_audit(now, &staff.actor(), "ledger.export", &ledger.id, &detail).await?;
    tx.commit().await?;
    Ok(LedgerExport { file_name, format, records })
}

/// The same into a file without a name, which is gone when it is closed: what is larger than
/// memory can be sent on as it was written.
///
/// # Errors
/// As [`export`].
pub async fn export_file(
    home: &Home,
    staff: &Staff,
    ledger: &str,
    query: &RecordQuery,
    now: DateTime<Utc>,
) -> Result<(LedgerExport, File), LedgerError> {
    let file = tempfile::tempfile_in(home.exports()?).context("无法写入 exports 文件夹")?;
    let mut out = BufWriter::new(file);
    let done = export(home, staff, ledger, query, now, &mut out).await?;
    let mut file = out.into_inner().map_err(|it| anyhow::Error::from(it.into_error()))?;
    file.rewind().map_err(anyhow::Error::from)?;
    Ok((done, file))
}

/// A sheet that is being written.
enum Sheet<'o> {
    Xlsx(Box<Xlsx>, &'o mut (dyn Write + Send)),
    Csv(Csv<'o>),
}

impl Sheet<'_> {
    fn write(&mut self, row: &[String]) -> anyhow::Result<()> {
        match self {
            Sheet::Xlsx(it, _) => it.write(row),
            Sheet::Csv(it) => it.write(row),
        }
    }

    fn finish(self) -> anyhow::Result<SheetFormat> {
        match self {
            Sheet::Xlsx(mut it, out) => {
                it.sheet.set_freeze_panes(1, 0)?;
                let mut book = Workbook::new();
                book.push_worksheet(it.sheet);
                let bytes = book.save_to_buffer().context("做不出工作簿")?;
                out.write_all(&bytes)?;
                out.flush()?;
                Ok(SheetFormat::Xlsx)
            }
            Sheet::Csv(it) => {
                it.out.flush()?;
                Ok(SheetFormat::Csv)
            }
        }
    }
}

/// A workbook: amounts and counts as numbers, everything else as text.
struct Xlsx {
    sheet: Worksheet,
    /// Which columns hold numbers.
    numbers: Vec<bool>,
    text: Format,
    row: u32,
}

impl Xlsx {
    fn new(ledger: &Ledger, slots: &[Slot]) -> anyhow::Result<Xlsx> {
        let mut sheet = Worksheet::new();
        sheet.set_name(sheet_name(&ledger.words.zh))?;
        let header = Format::new()
            .set_bold()
            .set_background_color(Color::RGB(0x00D9_E2F3))
            .set_border(FormatBorder::Thin)
            .set_align(FormatAlign::Center)
            .set_text_wrap();
        for (at, slot) in (0..).zip(slots) {
            sheet.write_string_with_format(0, at, slot.header(ledger), &header)?;
            sheet.set_column_width(at, if matches!(slot, Slot::Key(_)) { 22.0 } else { 16.0 })?;
        }
        let is_number = |slot: &Slot| match slot {
            Slot::Field(at) => {
                let field = &ledger.fields[*at];
                field.ty.scale().is_some() && !field.personal
            }
            _ => false,
        };
        let numbers = slots.iter().map(is_number).collect();
        Ok(Xlsx { sheet, numbers, text: Format::new().set_num_format("@"), row: 0 })
    }

    fn write(&mut self, row: &[String]) -> anyhow::Result<()> {
        self.row += 1;
        for ((at, cell), is_number) in (0..).zip(row).zip(&self.numbers) {
            if cell.is_empty() {
                continue;
            }
            match cell.parse::<f64>() {
                Ok(number) if *is_number && cell.len() <= DIGITS => {
                    self.sheet.write_number(self.row, at, number)?
                }
                _ => self.sheet.write_string_with_format(self.row, at, cell, &self.text)?,
            };
        }
        Ok(())
    }
}

/// Text with commas. Nothing in it is executed by a spreadsheet.
struct Csv<'o> {
    out: &'o mut (dyn Write + Send),
    line: String,
}

impl<'o> Csv<'o> {
    fn new(
        out: &'o mut (dyn Write + Send),
        ledger: &Ledger,
        slots: &[Slot],
    ) -> anyhow::Result<Csv<'o>> {
        out.write_all("\u{FEFF}".as_bytes())?;
        let mut csv = Csv { out, line: String::new() };
        let header: Vec<String> = slots.iter().map(|it| it.header(ledger)).collect();
        csv.write(&header)?;
        Ok(csv)
    }

    fn write(&mut self, row: &[String]) -> anyhow::Result<()> {
        self.line.clear();
        for (at, cell) in row.iter().enumerate() {
            if at > 0 {
                self.line.push(',');
            }
            let cell = intake::neutralise_formula(cell);
            if cell.contains([',', '"', '\n', '\r']) {
                self.line.push('"');
                self.line.push_str(&cell.replace('"', "\"\""));
                self.line.push('"');
            } else {
                self.line.push_str(&cell);
            }
        }
        self.line.push_str("\r\n");
        self.out.write_all(self.line.as_bytes())?;
        Ok(())
    }
}

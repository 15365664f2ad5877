//! 导入: a sheet of records. New rows are recorded, changed ones changed, and what was exported comes
//! back as it is; every row goes through the rules a form goes through.
//!
//! One file is one unit of work with one audit row. A row that cannot be taken keeps its cells and
//! its reasons for a workbook that is mended and imported again; the others go on. What is read is
//! what was added, changed, unchanged or left out: the sum is checked.

mod cell;
mod header;
mod lookup;

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    fs::File,
    io::Read as _,
    path::Path,
};

use anyhow::{Context, ensure};
use chrono::{DateTime, Utc};
use intake::{Book, FileError, Record};
use kernel::{RegionLevel, calendar::china_day};
use ledger::{FieldType, Ledger, Plain, ValueFault};
use rust_xlsxwriter::Workbook;
use serde::Serialize;
use serde_json::json;
use sha2::{Digest, Sha256};
use store::{LedgerRecord, RecordFilter, Scope};

use self::{
    cell::{fault, is_same},
    header::Layout,
    lookup::Lookups,
};
use super::{
    error::{LedgerError, Refusal},
    sheet::{Slot, has_key, key_word, mark, read_version, state_zh, texts},
    template::{EXPLANATION, sheet_name},
    terms::{Terms, may_keep},
    writer::{Change, Draft, Step, Writer, opened, refusal},
};
use crate::{home::Home, jobs::Heard, reach, staff::Staff, workbook};

/// How many rows are looked at and written together.
const CHUNK: usize = 500;

/// How many rows that were left out are kept with their cells; of more, the number is told.
const MOST_KEPT: usize = 50_000;

/// Columns of the workbook of rows that were left out.
const REASON: &str = "未导入原因";
const SOURCE_ROW: &str = "原表行号";

/// Columns of ours that an import does not look at.
const OWN_COLUMNS: [&str; 2] = [REASON, SOURCE_ROW];

/// What is to be imported.
#[derive(Debug, Clone, Copy)]
pub struct ImportOrder<'a> {
    /// The ledger.
    pub ledger: &'a str,
    /// Statistical code of the county the file is about, or of a township or village in it, which
    /// then is the place of rows that name none.
    pub region: &'a str,
    /// The file.
    pub path: &'a Path,
    /// Only says what would happen.
    pub preview: bool,
}

/// What became of a file: read = added + changed + unchanged + left out.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct LedgerImport {
    /// The file's name.
    pub file: String,
    /// The ledger.
    pub ledger: String,
    /// Nothing was written.
    pub preview: bool,
    /// Rows read.
    pub read: u64,
    /// New records.
    pub added: u64,
    /// Records that were changed.
    pub changed: u64,
    /// Records that are as they were.
    pub unchanged: u64,
    /// Rows that were left out.
    pub quarantined_rows: u64,
    /// Rows that are no data: sums, headers printed again.
    pub skipped: u64,
    /// The rows that were left out, the first 50,000.
    pub quarantined: Vec<QuarantinedRow>,
    /// The sheets that were read.
    pub sheets: Vec<ImportedSheet>,
    /// Sheets without a header of this ledger.
    pub ignored_sheets: Vec<String>,
    /// The rows that were left out, with their reasons, as a workbook to mend and import.
    #[serde(skip)]
    pub errors_workbook: Option<Vec<u8>>,
}

/// A row that was left out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct QuarantinedRow {
    /// The sheet; empty for text files.
    pub sheet: String,
    /// Row of the sheet, or number of the record.
    pub row: u32,
    /// What is wrong and what to do, in Chinese.
    pub reasons_zh: Vec<String>,
    /// The same in English.
    pub reasons_en: Vec<String>,
}

/// A sheet that was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct ImportedSheet {
    /// Its name; empty for text files.
    pub sheet: String,
    /// Where its header stands.
    pub header_row: u32,
    /// Amounts are in this unit where their header names none.
    pub unit: Option<String>,
    /// Headers that mean nothing in this ledger; these columns were not read.
    pub unknown_columns: Vec<String>,
    /// Columns of the ledger that the sheet does not have.
    pub absent_columns: Vec<String>,
}

/// Imports a file, all of it in one unit of work, or only says what would happen.
///
/// # Errors
/// What is wrong with the file as a whole, missing rights, and a database that cannot be written.
/// Then nothing is.
pub async fn import(
    home: &Home,
    staff: &Staff,
    order: &ImportOrder<'_>,
    now: DateTime<Utc>,
    heard: Heard<'_>,
) -> Result<LedgerImport, LedgerError> {
    super::ready(home).await?;
    let region = reach::region_in(home, &staff.scope, order.region)
        .ok_or_else(|| LedgerError::WrongRegion { levels: "地区".into() })?;
    let terms = Terms::of(home, region.id, china_day(now));
    let ledger = terms.seen(staff, order.ledger)?;
    if !may_keep(staff, ledger) {
        return Err(LedgerError::NotAllowed { what: ledger.words.zh.clone() });
    }
    let by_county = region.level < RegionLevel::County && !ledger.levels.contains(&region.level);
    if by_county {
        return Err(of_file(
            format!("{}按县导入：请选一个县（市、区）", ledger.words.zh),
            format!("{} is imported by county: choose one", ledger.words.en),
        ));
    }
    let file = order.path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let opened = Opened::open(&file, order.path, ledger, region.level)?;
    let mut report = LedgerImport {
        file: file.clone(),
        ledger: ledger.id.clone(),
        preview: order.preview,
        sheets: opened.reports(ledger),
        ignored_sheets: opened.ignored.clone(),
        ..LedgerImport::default()
    };
    let total = opened.count(&file)?;
    let mut tx = home.db.write().await?;
    let mut work = Work {
        writer: Writer { tx: &mut tx, terms: &terms, actor: staff.actor(), now },
        ledger,
        region_id: region.id,
        scope: Scope { region_id: region.id, level: region.level, ..staff.scope.clone() },
        lookups: Lookups::of(&terms),
        places: HashMap::new(),
        seen: HashMap::new(),
        left_out: Vec::new(),
        report: &mut report,
    };
    for (number, sheet) in opened.sheets.iter().enumerate() {
        work.load(&sheet.layout).await?;
        let mut records = opened.book.records(sheet.place).map_err(|it| unreadable(&file, &it))?;
        let mut chunk: Vec<Line> = Vec::with_capacity(CHUNK);
        let mut record = Record::default();
        while let Some(row) = records.next(&mut record).map_err(|it| unreadable(&file, &it))? {
            if row <= sheet.layout.header_row || record.is_blank() {
                continue;
            }
            if is_no_data(&sheet.layout, &record) {
                work.report.skipped += 1;
                continue;
            }
            work.report.read += 1;
            chunk.push(Line { sheet: number, row, record: record.clone() });
            if chunk.len() == CHUNK {
                work.take(&sheet.layout, std::mem::take(&mut chunk)).await?;
                heard(steps(work.report.read), total, &file);
            }
        }
        work.take(&sheet.layout, chunk).await?;
        heard(steps(work.report.read), total, &file);
    }
    let left_out = std::mem::take(&mut work.left_out);
    report.add_up()?;
    if !left_out.is_empty() {
        report.errors_workbook = Some(errors_workbook(&report, &opened, &left_out)?);
        report.quarantined = left_out.into_iter().map(|it| it.told(&opened)).collect();
    }
    if !order.preview {
        let detail = json!({
            "region": region.stat_code, "file": file, "sha256": fingerprint(order.path)?,
            "read": report.read, "added": report.added, "changed": report.changed,
            "unchanged": report.unchanged, "quarantined": report.quarantined_rows,
        });
        tx.append_audit(now, &staff.actor(), "ledger.import", &ledger.id, &detail).await?;
        tx.commit().await?;
    }
    Ok(report)
}

impl LedgerImport {
    fn add_up(&self) -> anyhow::Result<()> {
        let told = self.added + self.changed + self.unchanged + self.quarantined_rows;
        ensure!(
            self.read == told,
            "{}：读入 {} 行，只说得清 {told} 行，没有导入任何一行：请把文件交给维护人员",
            self.file,
            self.read
        );
        Ok(())
    }
}

/// A file whose sheets were recognised.
struct Opened {
    book: Book,
    sheets: Vec<OpenedSheet>,
    ignored: Vec<String>,
}

struct OpenedSheet {
    place: usize,
    name: String,
    layout: Layout,
}

impl Opened {
    /// Opens a file and finds the sheets that are of this ledger.
    fn open(
        file: &str,
        path: &Path,
        ledger: &Ledger,
        level: RegionLevel,
    ) -> Result<Opened, LedgerError> {
        let book = intake::open(path).map_err(|it| unreadable(file, &it))?;
        let mut sheets = Vec::new();
        let mut ignored = Vec::new();
        for place in book.data_sheets() {
            let name = book.sheets()[place].name.clone();
            let head = book.head(place).map_err(|it| unreadable(file, &it))?;
            match header::find(ledger, &head).filter(|_| name != EXPLANATION) {
                Some(layout) => sheets.push(OpenedSheet { place, name, layout }),
                None => ignored.push(name),
            }
        }
        // A sheet of something else may have a column or two of the same name.
        let most = sheets.iter().map(|it| it.layout.columns.len()).max().unwrap_or_default();
        let (sheets, others): (Vec<_>, Vec<_>) =
            sheets.into_iter().partition(|it| it.layout.columns.len() * 2 > most);
        ignored.extend(others.into_iter().map(|it| it.name));
        ignored.retain(|it| it != EXPLANATION);
        if sheets.is_empty() {
            return Err(of_file(
                format!(
                    "{file}：没有找到“{}”的表头。请下载导入模板，把列名写得和模板一样再导入",
                    ledger.words.zh
                ),
                format!(
                    "{file}: no header of {} found; name the columns as in the template",
                    ledger.words.en
                ),
            ));
        }
        for sheet in &sheets {
            sheet.check(file, ledger, level)?;
        }
        Ok(Opened { book, sheets, ignored })
    }

    fn reports(&self, ledger: &Ledger) -> Vec<ImportedSheet> {
        let report = |it: &OpenedSheet| ImportedSheet {
            sheet: it.name.clone(),
            header_row: it.layout.header_row,
            unit: it.layout.unit.map(ToOwned::to_owned),
            unknown_columns: it.layout.unknown.clone(),
            absent_columns: it.layout.absent(ledger),
        };
        self.sheets.iter().map(report).collect()
    }

    /// How many rows there are, for whoever waits.
    fn count(&self, file: &str) -> Result<i64, LedgerError> {
        let mut count = 0;
        let mut record = Record::default();
        for sheet in &self.sheets {
            let mut records = self.book.records(sheet.place).map_err(|it| unreadable(file, &it))?;
            while let Some(row) = records.next(&mut record).map_err(|it| unreadable(file, &it))? {
                count += i64::from(row > sheet.layout.header_row && !record.is_blank());
            }
        }
        Ok(count)
    }
}

impl OpenedSheet {
    /// What is wrong with the columns as a whole.
    fn check(&self, file: &str, ledger: &Ledger, level: RegionLevel) -> Result<(), LedgerError> {
        let row = self.layout.header_row;
        let (at_zh, at_en) = match self.name.as_str() {
            "" => (format!("{file}第 {row} 行"), format!("{file}, row {row}")),
            name => {
                (format!("{file}“{name}”第 {row} 行"), format!("{file}, sheet {name}, row {row}"))
            }
        };
        let missing = self.layout.missing(ledger, level);
        if !missing.is_empty() {
            return Err(of_file(
                format!(
                    "{at_zh}的表头缺少必填的列：{}。请补上这些列再导入（可对照导入模板）",
                    missing.join("、")
                ),
                format!("{at_en}: the header lacks required columns: {}", missing.join(", ")),
            ));
        }
        if let Some((header, unit)) = self.layout.other_units.first() {
            return Err(of_file(
                format!("{at_zh}：“{header}”的单位和台账的“{unit}”不同，请换算后改表头再导入"),
                format!("{at_en}: \"{header}\" is not in {unit}; convert the column first"),
            ));
        }
        Ok(())
    }
}

/// A row of the file.
struct Line {
    sheet: usize,
    row: u32,
    record: Record,
}

/// A row that was left out, with its cells.
struct LeftOut {
    line: Line,
    reasons: Vec<ValueFault>,
}

impl LeftOut {
    fn told(self, opened: &Opened) -> QuarantinedRow {
        let (zh, en) = self.reasons.into_iter().map(|it| (it.zh, it.en)).unzip();
        QuarantinedRow {
            sheet: opened.sheets[self.line.sheet].name.clone(),
            row: self.line.row,
            reasons_zh: zh,
            reasons_en: en,
        }
    }
}

/// A record that a row of the file is about.
struct Known {
    record: LedgerRecord,
    /// What an export would say now, by column of the layout.
    texts: Vec<String>,
}

/// What a row asks for.
enum Asked {
    New(Draft),
    Change { record: Box<LedgerRecord>, values: BTreeMap<String, Plain> },
    Nothing,
}

/// An import under way.
struct Work<'w, 'a> {
    writer: Writer<'w>,
    ledger: &'a Ledger,
    region_id: i64,
    scope: Scope,
    lookups: Lookups<'a>,
    /// Places that were looked up, by township and village.
    places: HashMap<(String, String), Result<i64, ValueFault>>,
    /// Records that were named, with the row.
    seen: HashMap<i64, u32>,
    left_out: Vec<LeftOut>,
    report: &'w mut LedgerImport,
}

impl Work<'_, '_> {
    /// Reads what the columns of a sheet need to be understood.
    async fn load(&mut self, layout: &Layout) -> Result<(), LedgerError> {
        for column in &layout.columns {
            if let Slot::Field(at) | Slot::Key(at) = column.slot {
                let field = &self.ledger.fields[at];
                self.lookups.load(self.writer.tx, self.ledger, field).await?;
            }
        }
        Ok(())
    }

    /// Takes some rows.
    async fn take(&mut self, layout: &Layout, lines: Vec<Line>) -> Result<(), LedgerError> {
        let known = self.known(layout, &lines).await?;
        let mut new = Vec::new();
        let mut changed = Vec::new();
        for line in lines {
            match self.judge(layout, &line, &known) {
                Ok(Asked::New(draft)) => new.push((line, draft)),
                Ok(Asked::Change { record, values }) => changed.push((line, record, values)),
                Ok(Asked::Nothing) => self.report.unchanged += 1,
                Err(reasons) => self.leave_out(line, reasons),
            }
        }
        self.add(new).await?;
        for (line, record, values) in changed {
            let change = Change { word: "import", reason: None, step: Step::Stay };
            let done = self.writer.try_apply(self.ledger, &record, &values, change).await?;
            match done {
                Ok(_) => self.report.changed += 1,
                Err(refusals) => self.leave_out(line, refusals.into_iter().map(told).collect()),
            }
        }
        Ok(())
    }

    /// Records new ones. Of two that may not both be there the first is taken, and the second is
    /// asked for after it, so that it is refused for what it is.
    async fn add(&mut self, mut rows: Vec<(Line, Draft)>) -> Result<(), LedgerError> {
        while !rows.is_empty() {
            let mut taken = BTreeSet::new();
            let (now, later): (Vec<_>, Vec<_>) = rows.into_iter().partition(|(_, draft)| {
                let keys = twin_keys(self.ledger, draft);
                let is_first = keys.iter().all(|it| !taken.contains(it));
                taken.extend(keys);
                is_first
            });
            rows = later;
            let (lines, drafts): (Vec<Line>, Vec<Draft>) = now.into_iter().unzip();
            let written = self.writer.add(self.ledger, &drafts, "import").await?;
            for ((line, draft), written) in lines.into_iter().zip(&drafts).zip(written) {
                match written {
                    Ok(id) => {
                        self.report.added += 1;
                        let title = draft.values.get(&self.ledger.title);
                        self.lookups.written(self.ledger, id, title);
                    }
                    Err(refusals) => {
                        self.leave_out(line, refusals.into_iter().map(told).collect());
                    }
                }
            }
        }
        Ok(())
    }

    fn leave_out(&mut self, line: Line, reasons: Vec<ValueFault>) {
        self.report.quarantined_rows += 1;
        if self.left_out.len() < MOST_KEPT {
            self.left_out.push(LeftOut { line, reasons });
        }
    }

    /// The records that these rows are about.
    async fn known(
        &mut self,
        layout: &Layout,
        lines: &[Line],
    ) -> Result<HashMap<i64, Known>, LedgerError> {
        let mut known = HashMap::new();
        let Some(at) = layout.at(Slot::Record) else { return Ok(known) };
        let ids: BTreeSet<i64> =
            lines.iter().filter_map(|it| layout.cell(at, &it.record).parse().ok()).collect();
        if ids.is_empty() {
            return Ok(known);
        }
        let list: Vec<String> = ids.iter().map(ToString::to_string).collect();
        let filter = RecordFilter {
            condition: Some(format!("r.id in ({})", list.join(", "))),
            ..RecordFilter::default()
        };
        let fields = &self.ledger.fields;
        let names: Vec<&str> = fields.iter().map(|it| it.name.as_str()).collect();
        let Writer { tx, terms, .. } = &mut self.writer;
        let mut records = Vec::new();
        for voided in [false, true] {
            let filter = RecordFilter { voided, ..filter.clone() };
            let most = i64::try_from(ids.len()).unwrap_or(i64::MAX);
            records
                .extend(tx.records(self.ledger, &names, &self.scope, &filter, None, most).await?);
        }
        let slots: Vec<Slot> = layout.columns.iter().map(|it| it.slot).collect();
        let texts = texts(tx, terms, self.ledger, &slots, &records).await?;
        for (record, texts) in records.into_iter().zip(texts) {
            known.insert(record.id, Known { record, texts });
        }
        Ok(known)
    }

    fn judge(
        &mut self,
        layout: &Layout,
        line: &Line,
        known: &HashMap<i64, Known>,
    ) -> Result<Asked, Vec<ValueFault>> {
        let number = layout.at(Slot::Record).map_or("", |it| layout.cell(it, &line.record));
        if number.is_empty() {
            return self.judge_new(layout, line).map(Asked::New);
        }
        let id: Option<i64> = number.parse().ok();
        let Some((id, it)) = id.and_then(|it| Some((it, known.get(&it)?))) else {
            return Err(vec![fault(
                &format!("没有记录编号 {number}，或不在所选的地区里：新记录请把编号空着"),
                &format!("no record {number} in this region; leave the number blank for a new one"),
            )]);
        };
        if let Some(first) = self.seen.insert(id, line.row) {
            self.seen.insert(id, first);
            return Err(vec![fault(
                &format!("记录编号 {id} 在第 {first} 行已有：请只留一行"),
                &format!("record {id} stands in row {first} already: keep one row"),
            )]);
        }
        self.judge_known(layout, line, it)
    }

    fn judge_new(&mut self, layout: &Layout, line: &Line) -> Result<Draft, Vec<ValueFault>> {
        let mut reasons = Vec::new();
        let cell = |slot| layout.at(slot).map_or("", |it| layout.cell(it, &line.record));
        let first = self.ledger.first_state();
        let state = cell(Slot::State);
        if !state.is_empty()
            && ![&first.words.zh, &first.words.en, &first.name].contains(&&state.to_owned())
        {
            reasons.push(fault(
                &format!(
                    "新记录从“{}”开始，不能直接写成“{state}”：请导入后逐步办理",
                    first.words.zh
                ),
                &format!("a new record begins as \"{}\"", first.words.en),
            ));
        }
        let region_id = match self.place(layout, line) {
            Ok(it) => it,
            Err(why) => {
                reasons.push(why);
                self.region_id
            }
        };
        let mut values = BTreeMap::new();
        for (at, field) in self.ledger.fields.iter().enumerate() {
            if field.value.is_some() {
                continue;
            }
            match self.read(layout, line, at) {
                None => {}
                Some(Ok(value)) => {
                    values.insert(field.name.clone(), value);
                }
                Some(Err(why)) => reasons.push(named(self.ledger, at, why)),
            }
        }
        match reasons.is_empty() {
            true => Ok(Draft { region_id, values, state: None }),
            false => Err(reasons),
        }
    }

    fn judge_known(
        &mut self,
        layout: &Layout,
        line: &Line,
        known: &Known,
    ) -> Result<Asked, Vec<ValueFault>> {
        let ledger = self.ledger;
        let record = &known.record;
        let differs = |slot: Slot| {
            let at = layout.at(slot)?;
            let cell = layout.cell(at, &line.record);
            (!is_same(cell, &known.texts[at])).then_some(cell)
        };
        let text = |slot| layout.at(slot).map_or("", |it| layout.cell(it, &line.record));
        let version = read_version(text(Slot::Version));
        let cells = mark(ledger, |it| text(Slot::Field(it)));
        let is_as_exported = version.is_some_and(|it| it.1 == Some(cells.as_str()));
        // What others changed since the export is not to be changed back.
        let is_computed = |it: Slot| it.field(ledger).is_some_and(|it| it.value.is_some());
        let is_touched = |it: Slot| {
            it != Slot::Version && differs(it).is_some() && !(is_as_exported && is_computed(it))
        };
        let stale = version.map(|it| it.0).filter(|it| *it != record.version);
        if let Some(version) = stale
            && layout.columns.iter().any(|it| is_touched(it.slot))
        {
            let now = record.version;
            return Err(vec![fault(
                &format!(
                    "导出以后（版本 {version}）这条记录有人改过，现在是版本 {now}：请重新导出再改"
                ),
                &format!("changed since version {version} was exported, now {now}: export again"),
            )]);
        }
        let mut reasons = Vec::new();
        if let Some(cell) = differs(Slot::State)
            && !ledger.state(&record.state).is_some_and(|it| it.name == cell || it.words.en == cell)
        {
            reasons.push(fault(
                &format!(
                    "状态现在是“{}”，不能在表里改成“{cell}”：请在台账里办理",
                    state_zh(ledger, record)
                ),
                "the state cannot be changed in a sheet: take the step in the ledger",
            ));
        }
        let moved = [Slot::County, Slot::Township, Slot::Village]
            .into_iter()
            .any(|it| differs(it).is_some());
        if moved && self.place(layout, line) != Ok(record.region_id) {
            reasons.push(fault(
                "地区不能改：写错了请作废，重新登记",
                "the place cannot be changed: void the record and record it anew",
            ));
        }
        let was = match opened(self.writer.terms.home, ledger, record) {
            Ok(it) => it,
            Err(_) => {
                return Err(vec![fault(
                    "这条记录的密封字段打不开：请联系维护人员",
                    "the sealed fields of this record cannot be opened",
                )]);
            }
        };
        let mut values = was.clone();
        for (at, field) in ledger.fields.iter().enumerate() {
            let name = differs(Slot::Field(at));
            let key = differs(Slot::Key(at)).is_some();
            if name.is_none() && !key {
                continue;
            }
            if field.value.is_some() {
                if is_touched(Slot::Field(at)) {
                    reasons.push(named(ledger, at, computed()));
                }
                continue;
            }
            if has_key(&field.ty) && !key && !name.unwrap_or_default().is_empty() {
                let word = key_word(&field.ty);
                reasons.push(named(
                    ledger,
                    at,
                    fault(
                        &format!("只改了姓名：换成别人要同时写对{word}"),
                        "only the name was changed: for somebody else give the number too",
                    ),
                ));
                continue;
            }
            match self.read(layout, line, at) {
                None => {}
                Some(Ok(value)) => {
                    values.insert(field.name.clone(), value);
                }
                Some(Err(why)) => reasons.push(named(ledger, at, why)),
            }
        }
        if !reasons.is_empty() {
            return Err(reasons);
        }
        if values == was {
            return Ok(Asked::Nothing);
        }
        if record.voided {
            return Err(vec![fault("已作废的记录不能改", "a voided record cannot be changed")]);
        }
        Ok(Asked::Change { record: Box::new(record.clone()), values })
    }

    /// What a row says of a field; none when the file has no column for it.
    fn read(&self, layout: &Layout, line: &Line, at: usize) -> Option<Result<Plain, ValueFault>> {
        let field = &self.ledger.fields[at];
        let column = layout.at(Slot::Field(at));
        let key = layout.at(Slot::Key(at));
        if column.is_none() && key.is_none() {
            return None;
        }
        let text = column.map_or("", |it| layout.cell(it, &line.record));
        let text = cell::tidy(text, field.ty == FieldType::LongText);
        let text = text.trim();
        let key = key.map_or("", |it| layout.cell(it, &line.record));
        Some(match &field.ty {
            FieldType::Person => self.lookups.person(text, key),
            FieldType::Household => self.lookups.household(text, key),
            _ if text.is_empty() => Ok(Plain::Blank),
            FieldType::Link { to } => self.lookups.record(to, text),
            FieldType::Region { levels } => self.lookups.region(text, levels),
            _ => {
                let fen = column.map_or(100, |it| layout.columns[it].fen);
                cell::read(self.ledger, field, text, fen)
            }
        })
    }

    /// Whose record a row is.
    fn place(&mut self, layout: &Layout, line: &Line) -> Result<i64, ValueFault> {
        let regions = &self.writer.terms.home.definitions.regions;
        let cell = |slot| layout.at(slot).map_or("", |it| layout.cell(it, &line.record));
        let county = cell(Slot::County);
        let own = regions.chain(self.region_id).county.and_then(|it| regions.get(it));
        let is_own = own.is_some_and(|it| it.name.starts_with(county.trim()));
        if !county.is_empty() && !is_own {
            return Err(fault(
                &format!("“{county}”不是所选的县：请分县导入"),
                &format!("\"{county}\" is not the county of this import: import it by itself"),
            ));
        }
        let (township, village) = (cell(Slot::Township), cell(Slot::Village));
        let found = if township.is_empty() && village.is_empty() {
            self.region_id
        } else {
            let key = (township.to_owned(), village.to_owned());
            let found = match self.places.get(&key) {
                Some(it) => it.clone(),
                None => {
                    let found = self.lookups.place(township, village);
                    self.places.entry(key).or_insert(found).clone()
                }
            };
            found?
        };
        let Some(region) = regions.get(found) else { return Ok(found) };
        if !self.ledger.levels.contains(&region.level) {
            let levels: Vec<&str> =
                self.ledger.levels.iter().map(|it| crate::access::level_zh(*it)).collect();
            let words: Vec<&str> = self.ledger.levels.iter().map(|it| it.word()).collect();
            return Err(fault(
                &format!("要写明是哪里的：这张台账的记录属于{}", levels.join("、")),
                &format!("the place is missing: a record belongs to a {}", words.join(" or ")),
            ));
        }
        let inside =
            found == self.region_id || regions.ancestors(found).any(|it| it.id == self.region_id);
        if !inside {
            return Err(fault(
                &format!("“{township}{village}”不在所选的地区里"),
                &format!("\"{township}{village}\" lies outside the region of this import"),
            ));
        }
        Ok(found)
    }
}

/// What a draft must not share with another, one text for each combination; none where something
/// is blank.
fn twin_keys(ledger: &Ledger, draft: &Draft) -> Vec<String> {
    let is_filled_in = |name: &str| {
        ledger.field(name).is_some_and(|it| it.otherwise.is_some() || it.value.is_some())
    };
    let key = |(number, names): (usize, &Vec<String>)| {
        let mut key = format!("{number}");
        for name in names {
            let part = match (name.as_str(), draft.values.get(name)) {
                ("region", _) => draft.region_id.to_string(),
                (_, Some(Plain::Number(it))) => it.to_string(),
                (_, Some(Plain::Text(it))) => it.clone(),
                // What is filled in or computed may make them differ, or not.
                _ if is_filled_in(name) => String::new(),
                // A blank is like no other; of several fields together, blanks are alike.
                _ if names.len() == 1 => return None,
                _ => String::new(),
            };
            key.push('\u{1F}');
            key.push_str(&part);
        }
        Some(key)
    };
    ledger.unique.iter().enumerate().filter_map(key).collect()
}

/// A reason with the field it is about.
fn named(ledger: &Ledger, at: usize, why: ValueFault) -> ValueFault {
    let words = &ledger.fields[at].words;
    ValueFault { zh: format!("{}：{}", words.zh, why.zh), en: format!("{}: {}", words.en, why.en) }
}

fn computed() -> ValueFault {
    fault(
        "是自动计算的，不能改：请改它依据的内容，或重新导出再改",
        "computed, cannot be changed: change what it follows from, or export again",
    )
}

fn told(it: Refusal) -> ValueFault {
    ValueFault { zh: it.zh, en: it.en }
}

/// Sums and headers printed again.
fn is_no_data(layout: &Layout, record: &Record) -> bool {
    let first = record.iter().map(str::trim).find(|it| !it.is_empty()).unwrap_or("");
    let first = kernel::cleaning::squeeze(first);
    let is_sum = ["合计", "小计", "总计", "共计"].iter().any(|word| {
        first.strip_prefix(word).is_some_and(|rest| !rest.starts_with(char::is_alphabetic))
    });
    is_sum || layout.is_header(record)
}

/// The rows that were left out: their own columns, then why. Mended, it can be imported as it is.
fn errors_workbook(
    report: &LedgerImport,
    opened: &Opened,
    left_out: &[LeftOut],
) -> anyhow::Result<Vec<u8>> {
    let mut book = Workbook::new();
    for (number, sheet) in opened.sheets.iter().enumerate() {
        let rows: Vec<&LeftOut> = left_out.iter().filter(|it| it.line.sheet == number).collect();
        if rows.is_empty() {
            continue;
        }
        let layout = &sheet.layout;
        let wide = rows.iter().map(|it| it.line.record.len()).max().unwrap_or_default();
        let wide = wide.max(layout.header.len());
        let own: Vec<usize> = (0..wide)
            .filter(|at| {
                let header = layout.header.get(*at).map_or("", String::as_str);
                !OWN_COLUMNS.contains(&header)
            })
            .collect();
        let mut columns: Vec<(&str, f64)> = own
            .iter()
            .map(|at| (layout.header.get(*at).map_or("", String::as_str), 18.0))
            .collect();
        columns.extend([(REASON, 60.0), (SOURCE_ROW, 10.0)]);
        let cells: Vec<Vec<String>> = rows
            .iter()
            .map(|it| {
                let mut cells: Vec<String> =
                    own.iter().map(|at| it.line.record.get(*at).to_owned()).collect();
                let reasons: Vec<&str> = it.reasons.iter().map(|it| it.zh.as_str()).collect();
                cells.extend([reasons.join("；"), it.line.row.to_string()]);
                cells
            })
            .collect();
        let unit = layout.unit.map(|it| format!("（单位：{it}）")).unwrap_or_default();
        let more = report.quarantined_rows.saturating_sub(left_out.len() as u64);
        let more = match more {
            0 => String::new(),
            it => format!("；另有 {it} 行没有列出，改好这些后再导入一次原文件"),
        };
        let title = format!("没有导入的行：改好后可以直接导入本工作簿{more}{unit}");
        let name = if sheet.name.is_empty() { "未导入" } else { &sheet.name };
        workbook::sheet(&mut book, &sheet_name(name), &title, &columns, &cells)?;
    }
    book.save_to_buffer().context("做不出未导入行的工作簿")
}

fn of_file(zh: String, en: String) -> LedgerError {
    LedgerError::Refused(vec![refusal("file", None, &zh, &en)])
}

fn unreadable(file: &str, error: &FileError) -> LedgerError {
    let en = match error.code() {
        "file_empty" => "the file is empty (0 bytes): ask for it again",
        "file_no_data" => "there is no data in it (sheets empty or hidden): is it the right file?",
        "file_truncated" => "the end of the file is missing: ask for it again",
        "file_password" => "it has a password: save it without one",
        "file_unknown_format" => "no table of a known kind: save it as xlsx or csv",
        _ => "it cannot be read: open it in a spreadsheet program and save it again",
    };
    of_file(format!("{file}：{error}"), format!("{file}: {en}"))
}

fn fingerprint(path: &Path) -> anyhow::Result<String> {
    let mut file = File::open(path)?;
    let mut hash = Sha256::new();
    let mut buffer = vec![0; 1 << 16];
    loop {
        match file.read(&mut buffer)? {
            0 => break,
            read => hash.update(&buffer[..read]),
        }
    }
    Ok(hash.finalize().iter().map(|it| format!("{it:02x}")).collect())
}

fn steps(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

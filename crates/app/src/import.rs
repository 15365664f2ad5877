//! Department files in: read, matched, counted, stored or quarantined.
//!
//! A batch is opened first and counts only when it is committed at the end; one
//! that is interrupted leaves nothing behind ([`crate::home::Home::open`] clears
//! it away). Register files are looked at before all others, because the rest is
//! matched to the people they name.

mod files;
mod report;
mod roster;
mod sheet;

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use anyhow::{Context, bail};
use chrono::{DateTime, Utc};
use hashbrown::HashSet;
use intake::{Book, FileError, Recognised, Roster, RowReader, SavedMapping};
use kernel::{Month, Region, RegionNames, fingerprint};
use serde_json::json;
use store::{Mapping, NewBatch, NewLakeFile, NewSourceFile, Tx};

pub use files::{Found, find_files};
pub use report::{FileErrorReport, ImportReport, SheetReport};

use crate::{home::Home, register::Register, residence};
use sheet::{SheetWork, read_sheet};

/// Bytes of a short row of a department's file.
const SHORTEST_ROW: usize = 120;

/// What to import.
#[derive(Debug, Clone)]
pub struct ImportRequest {
    /// Files and folders.
    pub paths: Vec<PathBuf>,
    /// The county the files are about.
    pub county: Region,
    /// The month they answer for.
    pub month: Month,
    /// Only say what would happen.
    pub dry_run: bool,
    /// A corrected mapping, used wherever it fits.
    pub mapping: Option<SavedMapping>,
    /// Corrected mappings of single sheets, by file and sheet as the report names them.
    pub corrections: BTreeMap<(String, String), SavedMapping>,
    /// What to remember of this batch.
    pub note: String,
    /// Who imports.
    pub actor: String,
}

/// Hears how far the import is.
pub trait Progress {
    /// So many sheets there are to read.
    fn sheets(&self, count: usize);
    /// This sheet is being read now.
    fn reading(&self, file: &str, sheet: &str);
    /// Rows read of the present sheet.
    fn rows(&self, rows: u64);
}

/// Nobody watches.
impl Progress for () {
    fn sheets(&self, _: usize) {}
    fn reading(&self, _: &str, _: &str) {}
    fn rows(&self, _: u64) {}
}

/// One sheet that was recognised.
struct Recognisable {
    /// Path as given.
    path: String,
    sha256: String,
    bytes: u64,
    book: usize,
    sheet: usize,
    recognised: Recognised,
}

/// Imports files as one batch.
///
/// # Errors
/// When nothing can be read at all, when the rows do not add up, or when the
/// database refuses; then nothing of the batch counts. A file that cannot be
/// read is an entry in the report, and the others go on.
pub async fn import(
    home: &Home,
    request: &ImportRequest,
    now: DateTime<Utc>,
    progress: &dyn Progress,
) -> anyhow::Result<ImportReport> {
    let county = &request.county;
    let found = find_files(&request.paths)?;
    anyhow::ensure!(
        !found.files.is_empty(),
        "没有可导入的文件：请检查路径（认识的扩展名有 xlsx、xls、csv、txt、tsv、html、parquet）"
    );
    let mut report = ImportReport::new(county, request.month, request.dry_run);
    report.ignored = found.ignored;

    let mut books = Vec::new();
    let mut sheets = Vec::new();
    let mut tx = home.db.read().await?;
    for file in &found.files {
        let sha256 = files::sha256(&file.path)?;
        match intake::open(&file.path) {
            Err(error) => report.errors.push(FileErrorReport::new(&file.name, "", &sha256, &error)),
            Ok(book) => {
                recognise_sheets(
                    home,
                    &mut tx,
                    request,
                    file,
                    &sha256,
                    &book,
                    books.len(),
                    &mut sheets,
                    &mut report,
                )
                .await?;
                books.push(book);
            }
        }
    }
    let feeds = &home.definitions.feeds;
    let register_rank = |it: &Recognisable| {
        let register = feeds.get(&it.recognised.feed).and_then(|it| it.register);
        register.map_or(u8::MAX, |it| it as u8)
    };
    sheets.sort_by(|one, other| {
        // The larger file of a kind is the base, smaller ones supplement it.
        let order = |it: &Recognisable| {
            (register_rank(it), it.recognised.feed.clone(), u64::MAX - it.bytes)
        };
        (order(one), &one.path, one.sheet).cmp(&(order(other), &other.path, other.sheet))
    });
    progress.sheets(sheets.len());

    let names = RegionNames::of(&home.definitions.regions, county.id);
    let has_register_files = sheets.iter().any(|it| register_rank(it) != u8::MAX);
    let (register, roster) = if has_register_files {
        let mut register = Register::load(&mut tx, county).await?;
        drop(tx);
        note_registers(home, request, &books, &sheets, &names, &mut register)?;
        put_together(home, county, &mut register, request.dry_run).await?;
        let roster = roster::of_register(&register);
        (register, roster)
    } else {
        let register = Register::groups_of(&mut tx, county).await?;
        let people = tx.roster_of(county.id).await?;
        drop(tx);
        let roster = roster::as_saved(&register, people);
        (register, roster)
    };
    anyhow::ensure!(
        !roster.is_empty() || sheets.is_empty(),
        "{} 还没有登记簿，无法匹配：请把户籍人口或国家系统人员信息一起导入",
        county.name
    );

    let batch = match request.dry_run {
        true => None,
        false => {
            let mut tx = home.db.write().await?;
            let (households, persons) = register.save(&mut tx).await?;
            let since = request.month.last_day();
            let said = &register.residences;
            let residences = residence::note_imported(home, &mut tx, said, since).await?;
            let batch = NewBatch {
                county_id: county.id,
                month: request.month.to_string(),
                created_at: now,
                note: request.note.clone(),
            };
            let id = tx.open_batch(&batch).await?;
            tx.append_audit(
                now,
                &request.actor,
                "register.save",
                &format!("county {}", county.stat_code),
                &json!({ "households": households, "persons": persons, "residences": residences }),
            )
            .await?;
            tx.commit().await?;
            Some(id)
        }
    };
    let outcome = read_all(
        home,
        request,
        &books,
        &sheets,
        &names,
        &register,
        &roster,
        batch,
        progress,
        &mut report,
    )
    .await;
    let Some(batch) = batch else { return outcome.map(|()| report) };
    match outcome {
        Ok(()) => {
            commit(home, request, batch, &sheets, now, &mut report).await?;
            Ok(report)
        }
        Err(error) => {
            abandon(home, batch).await?;
            Err(error)
        }
    }
}

/// Takes a committed batch back. Its rows no longer count; quarantined rows that
/// it mended wait again. People and households it named stay registered.
///
/// # Errors
/// When there is no such batch, or it does not count (any more).
pub async fn roll_back(
    home: &Home,
    batch: i64,
    actor: &str,
    now: DateTime<Utc>,
) -> anyhow::Result<()> {
    let mut tx = home.db.write().await?;
    let known = tx
        .batch(batch)
        .await?
        .with_context(|| format!("没有批次 {batch}：用 batches list 查看编号"))?;
    if !tx.roll_back_batch(batch).await? {
        bail!("批次 {batch} 的状态是 {}，不能回滚", known.state);
    }
    tx.append_audit(
        now,
        actor,
        "batch.rollback",
        &format!("batch {batch}"),
        &json!({ "month": known.month }),
    )
    .await?;
    tx.commit().await?;
    Ok(())
}

#[expect(clippy::too_many_arguments, reason = "one loop of the import, kept apart for reading")]
async fn recognise_sheets(
    home: &Home,
    tx: &mut Tx,
    request: &ImportRequest,
    file: &Found,
    sha256: &str,
    book: &Book,
    position: usize,
    sheets: &mut Vec<Recognisable>,
    report: &mut ImportReport,
) -> anyhow::Result<()> {
    let data: Vec<usize> = book.data_sheets().collect();
    if data.is_empty() {
        report.errors.push(FileErrorReport::new(&file.name, "", sha256, &FileError::NoData));
    }
    let file_name =
        Path::new(&file.name).file_name().unwrap_or_default().to_string_lossy().into_owned();
    let mut unknown = Vec::new();
    let mut recognised_one = false;
    for sheet in data {
        let name = &book.sheets()[sheet].name;
        let head = match book.head(sheet) {
            Ok(head) => head,
            Err(error) => {
                report.errors.push(FileErrorReport::new(&file.name, name, sha256, &error));
                continue;
            }
        };
        let corrected = request.corrections.get(&(file.name.clone(), name.clone()));
        let mut remembered = corrected.or(request.mapping.as_ref()).cloned();
        for row in &head {
            if remembered.is_none() {
                let hash = header_hash(row.cells.iter());
                let saved = tx.mapping_for(request.county.id, hash).await?;
                remembered = saved.and_then(|it| serde_json::from_value(it.mapping).ok());
            }
        }
        match intake::recognise(
            &home.definitions.feeds,
            &head,
            &file_name,
            name,
            remembered.as_ref(),
        ) {
            Ok(recognised) => {
                recognised_one = true;
                sheets.push(Recognisable {
                    path: file.name.clone(),
                    sha256: sha256.to_owned(),
                    bytes: std::fs::metadata(&file.path)?.len(),
                    book: position,
                    sheet,
                    recognised,
                });
            }
            Err(error) => unknown.push(FileErrorReport::new(&file.name, name, sha256, &error)),
        }
    }
    // The cover sheet of our own error workbook, and other sheets of notes in a
    // workbook that holds data, are no mistake.
    if recognised_one {
        report.ignored.extend(
            unknown
                .iter()
                .filter(|it| it.code == "feed_unknown")
                .map(|it| format!("{} [{}]", it.file, it.sheet)),
        );
        unknown.retain(|it| it.code != "feed_unknown");
    }
    report.errors.extend(unknown);
    Ok(())
}

/// Fingerprint of a header's cells in their order.
fn header_hash<'a>(cells: impl Iterator<Item = &'a str>) -> i64 {
    let cells: Vec<&str> = cells.map(str::trim).collect();
    let end = cells.iter().rposition(|it| !it.is_empty()).map_or(0, |it| it + 1);
    fingerprint(&cells[..end].join("\t"))
}

/// Reads the register files for what they say of people and households.
fn note_registers(
    home: &Home,
    request: &ImportRequest,
    books: &[Book],
    sheets: &[Recognisable],
    names: &RegionNames,
    register: &mut Register,
) -> anyhow::Result<()> {
    let feeds = &home.definitions.feeds;
    for it in sheets {
        let Some(feed) = feeds.get(&it.recognised.feed) else { continue };
        let Some(file) = feed.register else { continue };
        let records = books[it.book].records(it.sheet)?;
        let mut reader = RowReader::new(feeds, &it.recognised, records, request.month.last_day())?;
        let mut row = intake::Row::new();
        while let Some(step) = reader.next_into(&mut row)? {
            if step == intake::Step::Row {
                register.note(file, &feed.table, &row, names, &home.keys);
            }
        }
    }
    Ok(())
}

async fn put_together(
    home: &Home,
    county: &Region,
    register: &mut Register,
    dry_run: bool,
) -> anyhow::Result<()> {
    let (households, persons, groups) = register.keys_wanted();
    let mut tx = if dry_run { home.db.read().await? } else { home.db.write().await? };
    let elsewhere: Vec<store::Person> = tx
        .persons_by_index(&register.unknown_people())
        .await?
        .into_iter()
        .filter(|it| it.county_id != county.id)
        .collect();
    let next = if dry_run {
        // Keys that nobody will keep.
        (i64::MAX / 2, i64::MAX / 2, i64::MAX / 2)
    } else {
        (
            tx.allocate("households", households).await?,
            tx.allocate("persons", persons).await?,
            tx.allocate("village_groups", groups).await?,
        )
    };
    if !dry_run {
        tx.commit().await?;
    }
    let regions = &home.definitions.regions;
    let chain = regions.chain(county.id);
    register.put_together(
        next,
        elsewhere,
        (chain.province.unwrap_or_default(), chain.prefecture.unwrap_or_default()),
        &home.keys,
    );
    register.place_in_townships(|village| regions.get(village).and_then(|it| it.parent));
    Ok(())
}

#[expect(clippy::too_many_arguments, reason = "the one loop over all sheets")]
async fn read_all(
    home: &Home,
    request: &ImportRequest,
    books: &[Book],
    sheets: &[Recognisable],
    names: &RegionNames,
    register: &Register,
    roster: &Roster,
    batch: Option<i64>,
    progress: &dyn Progress,
    report: &mut ImportReport,
) -> anyhow::Result<()> {
    let mut seen: BTreeMap<String, HashSet<i64>> = BTreeMap::new();
    let waiting: BTreeMap<i64, String> = home
        .db
        .read()
        .await?
        .open_quarantine(request.county.id, None)
        .await?
        .into_iter()
        .map(|it| (it.id, it.reason))
        .collect();
    let month = request.month.to_string();
    for it in sheets {
        let sheet_name = books[it.book].sheets()[it.sheet].name.clone();
        progress.reading(&it.path, &sheet_name);
        let feed = home
            .definitions
            .feeds
            .get(&it.recognised.feed)
            .context("识别出的文件种类不在定义里")?
            .clone();
        let mut tx = home.db.read().await?;
        let before = tx.find_imported(request.county.id, &month, &it.sha256, &sheet_name).await?;
        if !seen.contains_key(&feed.name) {
            let mut known = known_rows(home, &mut tx, request, &feed).await?;
            // A row is seldom shorter than this; growing the set step by step costs more.
            known.reserve(usize::try_from(it.bytes).unwrap_or_default() / SHORTEST_ROW);
            seen.insert(feed.name.clone(), known);
        }
        drop(tx);
        let source_id = match batch {
            None => 0,
            Some(_) => {
                let mut tx = home.db.write().await?;
                let id = tx.allocate("source_files", 1).await?;
                tx.commit().await?;
                id
            }
        };
        let work = SheetWork {
            home,
            request,
            feed: &feed,
            recognised: &it.recognised,
            book: &books[it.book],
            sheet: it.sheet,
            path: &it.path,
            names,
            register,
            roster,
            source_id,
            write: batch.is_some(),
            imported_before: before.map(|it| it.batch_id),
            waiting: &waiting,
        };
        let known = seen.get_mut(&feed.name).context("seen")?;
        match read_sheet(&work, known, progress) {
            Err(sheet::SheetError::File(error)) => {
                report.errors.push(FileErrorReport::new(&it.path, &sheet_name, &it.sha256, &error));
            }
            Err(sheet::SheetError::Other(error)) => return Err(error),
            Ok(done) => {
                if let Some(batch) = batch {
                    record(
                        home,
                        request,
                        batch,
                        source_id,
                        it,
                        &books[it.book],
                        &sheet_name,
                        &done,
                    )
                    .await?;
                }
                report.sheets.push(done.report);
            }
        }
    }
    report.add_up()
}

/// Fingerprints of the rows that earlier batches stored: of the same month, or
/// of any month for rows that carry a number of their own.
async fn known_rows(
    home: &Home,
    tx: &mut Tx,
    request: &ImportRequest,
    feed: &intake::Feed,
) -> anyhow::Result<HashSet<i64>> {
    let month = request.month.to_string();
    let (from, to) = match feed.natural_key {
        Some(_) => ("0000-00".to_owned(), "9999-99".to_owned()),
        None => (month.clone(), month),
    };
    let mut known = HashSet::new();
    for file in tx.lake_files_for(request.county.id, &feed.table.name, &from, &to).await? {
        known.extend(lake::row_hashes::of_part(&home.lake().join(&file.path))?);
    }
    Ok(known)
}

/// Records one sheet under the open batch.
#[expect(clippy::too_many_arguments, reason = "one row of the record of decisions")]
async fn record(
    home: &Home,
    request: &ImportRequest,
    batch: i64,
    source_id: i64,
    it: &Recognisable,
    book: &Book,
    sheet_name: &str,
    done: &sheet::SheetDone,
) -> anyhow::Result<()> {
    let report = &done.report;
    let mut tx = home.db.write().await?;
    tx.insert_source_file(
        source_id,
        &NewSourceFile {
            batch_id: batch,
            path: it.path.clone(),
            sha256: it.sha256.clone(),
            sheet: sheet_name.to_owned(),
            feed: Some(report.feed.clone()),
            table_name: Some(report.table.clone()),
            department: Some(report.department.clone()),
            format: Some(report.format.clone()),
            encoding: book.encoding().map(|it| it.name().to_owned()),
            delimiter: book.delimiter().map(String::from),
            header_row: Some(i64::from(report.header_row)),
            header: it.recognised.columns.iter().map(|it| it.header.clone()).collect(),
            counts: serde_json::to_value(report)?,
            error_code: None,
            error_message: None,
        },
    )
    .await?;
    for chunk in done.quarantined.chunks(2_000) {
        tx.insert_quarantine(chunk).await?;
    }
    tx.insert_reviews(&done.reviews).await?;
    tx.mend_quarantine(&done.mended, source_id).await?;
    if let Some(part) = &done.part {
        tx.insert_lake_file(&NewLakeFile {
            source_file_id: Some(source_id),
            batch_id: batch,
            table_name: report.table.clone(),
            county_id: request.county.id,
            month: request.month.to_string(),
            path: part.path.clone(),
            rows: i64::try_from(part.rows)?,
            part: "rows".to_owned(),
        })
        .await?;
    }
    tx.commit().await?;
    Ok(())
}

/// Makes the batch count: errors of files, remembered mappings, the batch's
/// state and its audit row in one transaction.
async fn commit(
    home: &Home,
    request: &ImportRequest,
    batch: i64,
    sheets: &[Recognisable],
    now: DateTime<Utc>,
    report: &mut ImportReport,
) -> anyhow::Result<()> {
    let mut tx = home.db.write().await?;
    for error in &report.errors {
        let id = tx.allocate("source_files", 1).await?;
        let file = NewSourceFile {
            batch_id: batch,
            path: error.file.clone(),
            sha256: error.sha256.clone(),
            sheet: error.sheet.clone(),
            counts: json!({}),
            error_code: Some(error.code.clone()),
            error_message: Some(error.message.clone()),
            ..NewSourceFile::default()
        };
        tx.insert_source_file(id, &file).await?;
    }
    for it in sheets {
        let saved = it.recognised.saved();
        let header = it.recognised.columns.iter().map(|it| it.header.as_str());
        tx.save_mapping(&Mapping {
            county_id: request.county.id,
            header_hash: header_hash(header),
            feed: saved.feed.clone(),
            mapping: serde_json::to_value(&saved)?,
            updated_at: now,
        })
        .await?;
    }
    anyhow::ensure!(
        tx.commit_batch(batch, now, Some(&home.packs().hash())).await?,
        "批次 {batch} 已不在打开状态，没有提交"
    );
    tx.append_audit(
        now,
        &request.actor,
        "batch.commit",
        &format!("batch {batch}"),
        &json!({ "county": request.county.stat_code, "month": request.month.to_string(),
                 "totals": report.totals, "files": report.sheets.len(), "errors": report.errors.len() }),
    )
    .await?;
    tx.commit().await?;
    report.batch = Some(batch);
    report.committed = true;
    Ok(())
}

/// Removes an open batch and what it wrote.
pub(crate) async fn abandon(home: &Home, batch: i64) -> anyhow::Result<()> {
    let mut tx = home.db.write().await?;
    if let Some(paths) = tx.delete_open_batch(batch).await? {
        for path in paths {
            let _ = std::fs::remove_file(home.lake().join(path));
        }
    }
    tx.commit().await?;
    Ok(())
}

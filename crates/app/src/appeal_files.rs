//! Appeals by file: those of the provincial platform and of the hotlines come in, and what became
//! of them goes back.
//!
//! A row of an export is received, known already, joined to an open appeal, skipped as no data, or
//! refused with its reason; the sum is checked. Good rows go on without the bad ones.

use std::path::PathBuf;

use chrono::{DateTime, NaiveDate, Utc};
use intake::{Book, Feed, FileError, Recognised, Row, RowReader, Step};
use kernel::{Region, RegionLevel, RegionNames, date_of};
use policy::AppealPolicy;
use serde::Serialize;
use serde_json::json;
use store::Scope;

use crate::{
    appeals::{AppealError, Desk, Taken, take, without_long_numbers},
    home::Home,
    import::{FileErrorReport, find_files},
    register::place_of,
    workbook,
};

/// The canonical table of the files that hold appeals.
const TABLE: &str = "appeals";

/// The channel of a row that names none.
const OTHER_CHANNEL: &str = "other";

/// What an import says of itself: rows in = received + known + joined + skipped + refused.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct AppealImport {
    /// Records read.
    pub read: u64,
    /// Appeals taken down, to be dealt with by themselves.
    pub received: u64,
    /// Rows that were received before, by the number of the other system.
    pub known: u64,
    /// Appeals taken down and joined to an open one of the same family for the same.
    pub joined: u64,
    /// Records that are no data: titles, headers, blanks, sums.
    pub skipped: u64,
    /// Rows that were not taken.
    pub refused: u64,
    /// Of those taken down, about a person of the register.
    pub identified: u64,
    /// Of those taken down, linked to the family's open case.
    pub linked: u64,
    /// Of those taken down, answered by the other system.
    pub answered: u64,
    /// Each row that was not taken.
    pub refusals: Vec<AppealRefusal>,
    /// Each file or sheet that could not be read.
    pub errors: Vec<FileErrorReport>,
    /// Files that are no tables.
    pub ignored: Vec<String>,
}

/// A row that was not taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AppealRefusal {
    /// File as given.
    pub file: String,
    /// Sheet; empty for text files.
    pub sheet: String,
    /// Row of the sheet, or number of the record.
    pub row: u32,
    /// Stable code.
    pub code: String,
    /// What is wrong and what to do.
    pub message: String,
}

/// One line of the file that goes back to another system. No name, number or telephone is in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AppealFeedback {
    /// Number in the other system.
    pub outside_no: String,
    /// 回执号.
    pub receipt: String,
    /// What was asked for, in Chinese.
    pub need: String,
    /// The day it was received.
    pub received_on: NaiveDate,
    /// Where it stands, in Chinese.
    pub stage: String,
    /// The last answer.
    pub result: String,
    /// The day of the last action.
    pub on: NaiveDate,
}

/// Takes the rows of exports down. `region` is the county the files are about, or a township or
/// village of it, which then is the place of rows that name none; `on` is the day of the import.
/// Doing it twice takes nothing down twice.
///
/// # Errors
/// When there is nothing to read, the packs say nothing of appeals, the rows do not add up, or the
/// database refuses; then nothing is stored. A file that cannot be read is an entry of the report.
pub async fn import_files(
    home: &Home,
    paths: &[PathBuf],
    region: &Region,
    on: NaiveDate,
    actor: &str,
    now: DateTime<Utc>,
) -> Result<AppealImport, AppealError> {
    let regions = &home.definitions.regions;
    let county = regions.chain(region.id).county.and_then(|it| regions.get(it));
    let county = county.ok_or_else(|| AppealError::NoSuchRegion(region.stat_code.clone()))?;
    let names = RegionNames::of(regions, county.id);
    let found = find_files(paths)?;
    let mut report = AppealImport { ignored: found.ignored, ..AppealImport::default() };
    let mut work = Work {
        desk: Desk { home, tx: home.db.write().await?, on, actor, now },
        region,
        names: &names,
    };
    for file in &found.files {
        match intake::open(&file.path) {
            Ok(book) => work.read_book(&file.name, &book, &mut report).await?,
            Err(error) => report.errors.push(unreadable(&file.name, "", &error)),
        }
    }
    report.add_up()?;
    let Desk { mut tx, .. } = work.desk;
    let detail = json!({
        "read": report.read, "received": report.received, "known": report.known,
        "joined": report.joined, "skipped": report.skipped, "refused": report.refused,
        "linked": report.linked,
    });
    let subject = format!("county {}", county.stat_code);
    tx.append_audit(now, actor, "appeals.import", &subject, &detail).await?;
    tx.commit().await?;
    Ok(report)
}

/// What became of the appeals of a channel on which something was done in these days, both
/// included. That it left the office is recorded.
///
/// # Errors
/// When the region has no such channel, or the database cannot be read.
pub async fn feedback(
    home: &Home,
    scope: &Scope,
    channel: &str,
    (from, to): (NaiveDate, NaiveDate),
    actor: &str,
    now: DateTime<Utc>,
) -> Result<Vec<AppealFeedback>, AppealError> {
    let policy = policy_of_scope(home, scope, to)?;
    if policy.channel(channel).is_none() {
        return Err(AppealError::no_such_channel(&policy, channel));
    }
    let mut tx = home.db.write().await?;
    let mut lines = Vec::new();
    for stored in tx.appeals_to_feed_back(scope, channel, from, to).await? {
        let (appeal, _) = crate::appeals::load(&mut tx, &stored).await?;
        let need = policy.need(&stored.need).map_or(stored.need.clone(), |it| it.zh.clone());
        lines.push(AppealFeedback {
            outside_no: stored.outside_no.unwrap_or_default(),
            receipt: stored.receipt,
            need,
            received_on: stored.received_on,
            stage: appeal.stage.zh().to_owned(),
            result: appeal
                .answers
                .last()
                .map_or_else(String::new, |it| without_long_numbers(&it.1)),
            on: stored.last_on,
        });
    }
    let detail = json!({
        "channel": channel, "from": from, "to": to, "rows": lines.len(),
    });
    let subject = format!("region {}", scope.region_id);
    tx.append_audit(now, actor, "appeals.feedback", &subject, &detail).await?;
    tx.commit().await?;
    Ok(lines)
}

/// The same as an Excel workbook.
///
/// # Errors
/// As [`feedback`], or when the workbook cannot be made.
pub async fn feedback_workbook(
    home: &Home,
    scope: &Scope,
    channel: &str,
    days: (NaiveDate, NaiveDate),
    actor: &str,
    now: DateTime<Utc>,
) -> Result<Vec<u8>, AppealError> {
    let lines = feedback(home, scope, channel, days, actor, now).await?;
    let policy = policy_of_scope(home, scope, days.1)?;
    let zh = policy.channel(channel).map_or(channel, |it| it.zh.as_str());
    let title = format!("诉求办理结果反馈：{zh}，{} 至 {}", days.0, days.1);
    Ok(workbook::appeal_feedback(&title, &lines)?)
}

fn policy_of_scope(home: &Home, scope: &Scope, on: NaiveDate) -> Result<AppealPolicy, AppealError> {
    let region = home.definitions.regions.get(scope.region_id);
    let code = region.map_or("", |it| it.stat_code.as_str());
    home.packs().appeals(code, on).ok_or(AppealError::NoPolicy)
}

/// An import under way.
struct Work<'a> {
    desk: Desk<'a>,
    region: &'a Region,
    names: &'a RegionNames,
}

/// Where a row stands, for refusals.
#[derive(Clone, Copy)]
struct Place<'a> {
    file: &'a str,
    sheet: &'a str,
}

impl Work<'_> {
    async fn read_book(
        &mut self,
        file: &str,
        book: &Book,
        report: &mut AppealImport,
    ) -> Result<(), AppealError> {
        let sheets: Vec<usize> = book.data_sheets().collect();
        if sheets.is_empty() {
            report.errors.push(unreadable(file, "", &FileError::NoData));
        }
        for sheet in sheets {
            let name = book.sheets()[sheet].name.clone();
            let place = Place { file, sheet: &name };
            match self.recognise(book, sheet, file) {
                Ok((feed, recognised)) if feed.table.name == TABLE => {
                    // A sheet that breaks off is not taken at all.
                    let (read, skipped) = (report.read, report.skipped);
                    let done = self.read_sheet(book, sheet, &feed, &recognised, place, report);
                    match done.await {
                        Ok(()) => (),
                        Err(SheetError::Appeal(error)) => return Err(error),
                        Err(SheetError::File(error)) => {
                            (report.read, report.skipped) = (read, skipped);
                            report.errors.push(unreadable(file, &name, &error));
                        }
                    }
                }
                Ok((feed, _)) => report.errors.push(not_appeals(file, &name, &feed)),
                Err(error) => report.errors.push(unreadable(file, &name, &error)),
            }
        }
        Ok(())
    }

    fn recognise(
        &self,
        book: &Book,
        sheet: usize,
        file: &str,
    ) -> Result<(Feed, Recognised), FileError> {
        let feeds = &self.desk.home.definitions.feeds;
        let head = book.head(sheet)?;
        let file_name = file.rsplit('/').next().unwrap_or(file);
        let name = &book.sheets()[sheet].name;
        let recognised = intake::recognise(feeds, &head, file_name, name, None)?;
        let feed = feeds.get(&recognised.feed).ok_or(FileError::NoData)?;
        Ok((Feed::clone(feed), recognised))
    }

    async fn read_sheet(
        &mut self,
        book: &Book,
        sheet: usize,
        feed: &Feed,
        recognised: &Recognised,
        place: Place<'_>,
        report: &mut AppealImport,
    ) -> Result<(), SheetError> {
        let feeds = &self.desk.home.definitions.feeds;
        let records = book.records(sheet)?;
        let mut reader = RowReader::new(feeds, recognised, records, self.desk.on)?;
        let number = recognised
            .columns
            .iter()
            .position(|it| it.targets.iter().any(|target| target == "case_no"));
        // The whole sheet is read before anything is stored: no reader waits for the database.
        let mut rows: Vec<(Row, String)> = Vec::new();
        let mut row = Row::new();
        while let Some(step) = reader.next_into(&mut row)? {
            report.read += 1;
            if matches!(step, Step::Skipped { .. }) {
                report.skipped += 1;
                continue;
            }
            let outside_no = number.map_or("", |it| row.original.trimmed(it)).to_owned();
            rows.push((row.clone(), outside_no));
        }
        drop(reader);
        for (row, outside_no) in rows {
            match self.take_row(feed, &row, outside_no, report).await {
                Ok(()) => (),
                Err(RowError::Appeal(error)) => return Err(SheetError::Appeal(error)),
                Err(RowError::Refused { code, message }) => {
                    report.refused += 1;
                    report.refusals.push(AppealRefusal {
                        file: place.file.to_owned(),
                        sheet: place.sheet.to_owned(),
                        row: row.row,
                        code: code.to_owned(),
                        message,
                    });
                }
            }
        }
        Ok(())
    }

    async fn take_row(
        &mut self,
        feed: &Feed,
        row: &Row,
        outside_no: String,
        report: &mut AppealImport,
    ) -> Result<(), RowError> {
        let home = self.desk.home;
        let cells = Cells { feed, row };
        if outside_no.is_empty() {
            return Err(refused("no_number", "没有编号：请补上来源系统的编号，再导入一次"));
        }
        if row.person.name.is_empty() {
            return Err(refused("no_name", "没有姓名：请补上困难对象的姓名，再导入一次"));
        }
        let Some(received_on) = cells.int("received_on").map(date_of) else {
            return Err(refused(
                "no_date",
                "受理或申请日期空着、看不懂，或在导入日之后：请改好日期，再导入一次",
            ));
        };
        let category = cells.text("category");
        let text = match row.person.text.trim() {
            "" => category.clone(),
            text => text.to_owned(),
        };
        if text.is_empty() {
            return Err(refused("no_text", "没有诉求内容：请补上内容或分类，再导入一次"));
        }
        let region = self.place(row);
        let policy = home.packs().appeals(&region.stat_code, received_on);
        let Some(policy) = policy else {
            return Err(refused(
                "no_policy",
                "政策包里没有这一天的 appeals.toml：请核对日期，或补上政策",
            ));
        };
        let caller = row.person.caller.trim();
        let is_proxy = !caller.is_empty() && caller != row.person.name;
        // The telephone of an export is that of whoever called or applied.
        let phone = Some(row.person.phone.clone()).filter(|it| !it.is_empty());
        let (phone, proxy) = match is_proxy {
            true => (None, Some((caller.to_owned(), phone))),
            false => (phone, None),
        };
        let taken = Taken {
            channel: cells.code("channel").unwrap_or_else(|| OTHER_CHANNEL.to_owned()),
            need: None,
            category,
            name: row.person.name.clone(),
            id: row.id.as_ref().ok().map(|it| it.id),
            phone,
            region,
            text,
            proxy,
            received_on,
            outside_no: Some(outside_no),
            is_done: policy.done_states.contains(&cells.text("state")),
        };
        let is_done = taken.is_done;
        let done = match take(&mut self.desk, &policy, taken).await {
            Err(error @ AppealError::NoSuchChannel { .. }) => {
                return Err(refused("no_channel", &format!("{error}，或写进 appeals.toml")));
            }
            done => done.map_err(RowError::Appeal)?,
        };
        let it = &done.stored;
        if done.known {
            report.known += 1;
            return Ok(());
        }
        match it.joined_to {
            Some(_) => report.joined += 1,
            None => report.received += 1,
        }
        report.identified += u64::from(it.household_id.is_some());
        report.linked += u64::from(it.case_id.is_some());
        report.answered += u64::from(is_done);
        Ok(())
    }

    /// The village or township a row names, or the region of the import.
    fn place(&self, row: &Row) -> Region {
        let regions = &self.desk.home.definitions.regions;
        let (village, _) = place_of(&row.person, self.names);
        let township = || match row.person.township.as_str() {
            "" => None,
            name => self.names.township(name),
        };
        let found = village.or_else(township).and_then(|it| regions.get(it));
        let is_place =
            |it: &&Region| matches!(it.level, RegionLevel::Village | RegionLevel::Township);
        found.filter(is_place).unwrap_or(self.region).clone()
    }
}

/// The canonical cells of a row, by name.
struct Cells<'a> {
    feed: &'a Feed,
    row: &'a Row,
}

impl Cells<'_> {
    fn int(&self, column: &str) -> Option<i64> {
        self.row.values[self.feed.table.position(column)?].as_int()
    }

    fn text(&self, column: &str) -> String {
        let value = self.feed.table.position(column).map(|it| &self.row.values[it]);
        value.and_then(|it| it.as_text()).map_or_else(String::new, |it| it.trim().to_owned())
    }

    fn code(&self, column: &str) -> Option<String> {
        let ty = &self.feed.table.column(column)?.ty;
        Some(ty.code_at(self.int(column)?)?.to_owned())
    }
}

/// A row cannot be taken, or the whole import fails.
enum RowError {
    Refused { code: &'static str, message: String },
    Appeal(AppealError),
}

fn refused(code: &'static str, message: &str) -> RowError {
    RowError::Refused { code, message: message.to_owned() }
}

/// The file is at fault, or something else is.
enum SheetError {
    File(FileError),
    Appeal(AppealError),
}

impl From<FileError> for SheetError {
    fn from(error: FileError) -> SheetError {
        SheetError::File(error)
    }
}

impl AppealImport {
    /// Makes sure that no row was lost.
    fn add_up(&self) -> anyhow::Result<()> {
        let sum = self.received + self.known + self.joined + self.skipped + self.refused;
        anyhow::ensure!(
            self.read == sum && self.refused == self.refusals.len() as u64,
            "对不上账：读入{}行，收到{}，已收过{}，并件{}，跳过{}，未收{}。这是程序错误，没有保存，请反馈",
            self.read,
            self.received,
            self.known,
            self.joined,
            self.skipped,
            self.refused
        );
        Ok(())
    }
}

fn unreadable(file: &str, sheet: &str, error: &FileError) -> FileErrorReport {
    FileErrorReport::new(file, sheet, "", error)
}

fn not_appeals(file: &str, sheet: &str, feed: &Feed) -> FileErrorReport {
    FileErrorReport {
        file: file.to_owned(),
        sheet: sheet.to_owned(),
        sha256: String::new(),
        code: "not_appeals".to_owned(),
        message: format!("这是{}（{}），不是诉求：请用 import 命令导入", feed.zh, feed.department),
    }
}

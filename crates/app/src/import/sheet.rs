//! One sheet: every record read, judged, counted, and stored or quarantined.

use std::collections::BTreeMap;

use hashbrown::HashSet;
use intake::{
    Book, Candidate, Feed, FileError, HouseholdRepeats, Matcher, Outcome, Recognised, ReviewReason,
    Roster, Row, RowReader, RowSubject, Step, UnmatchedReason, Verdict,
};
use kernel::{IdProblem, MatchLevel, RegionNames, ResidentId, date_of};
use lake::{
    layout::part_path,
    writer::{PartWriter, RowKeys},
};
use serde_json::json;
use store::{NewQuarantined, Review};

use super::{ImportRequest, Progress, SheetReport};
use crate::{
    home::Home,
    quarantine_export::NUMBER_HEADER,
    register::{Register, place_of},
};

/// With more namesakes than this a row says too little to ask households; it
/// waits in quarantine.
const MOST_IN_QUESTION: usize = 3;

/// How often the progress is told.
const ROWS_BETWEEN_WORDS: u64 = 5_000;

/// Reason of a row whose number is sound, while the register has somebody of the
/// same name and birth date without a number.
pub const REGISTERED_WITHOUT_NUMBER: &str = "registered_without_number";

/// Everything reading a sheet needs.
pub struct SheetWork<'a> {
    pub home: &'a Home,
    pub request: &'a ImportRequest,
    pub feed: &'a Feed,
    pub recognised: &'a Recognised,
    pub book: &'a Book,
    pub sheet: usize,
    pub path: &'a str,
    pub names: &'a RegionNames,
    pub register: &'a Register,
    pub roster: &'a Roster,
    pub source_id: i64,
    /// Whether parts are written; a dry run only counts.
    pub write: bool,
    pub imported_before: Option<i64>,
    /// Rows of earlier batches that wait, with their reasons.
    pub waiting: &'a BTreeMap<i64, String>,
}

impl SheetWork<'_> {
    fn waits_for_a_number(&self, entry: i64) -> bool {
        self.waiting.get(&entry).is_some_and(|it| it == REGISTERED_WITHOUT_NUMBER)
    }
}

/// What came of a sheet.
pub struct SheetDone {
    pub report: SheetReport,
    pub quarantined: Vec<NewQuarantined>,
    pub reviews: Vec<Review>,
    /// Quarantined rows of earlier batches that are mended now.
    pub mended: Vec<i64>,
    pub part: Option<Part>,
}

/// The Parquet part that was written.
pub struct Part {
    /// Path below the lake.
    pub path: String,
    pub rows: u64,
}

/// The file is at fault, or something else is.
#[derive(Debug, thiserror::Error)]
pub enum SheetError {
    #[error(transparent)]
    File(#[from] FileError),
    #[error(transparent)]
    Other(#[from] anyhow::Error),
}

/// Reads a sheet. `seen` are the fingerprints of rows this feed has brought.
pub fn read_sheet(
    work: &SheetWork<'_>,
    seen: &mut HashSet<i64>,
    progress: &dyn Progress,
) -> Result<SheetDone, SheetError> {
    let index = |id: &ResidentId| work.home.keys.blind_index(id);
    let phone = |number: &str| work.home.keys.blind_phone(number);
    let matcher = Matcher::new(work.roster, &index).with_phones(&phone);
    let repeats = household_repeats(work)?;
    let number_column =
        work.recognised.columns.iter().position(|it| it.header.trim() == NUMBER_HEADER);
    let mut reader = open(work)?;
    let mut done = SheetDone {
        report: blank_report(work),
        quarantined: Vec::new(),
        reviews: Vec::new(),
        mended: Vec::new(),
        part: None,
    };
    let mut part = work.write.then(|| new_part(work)).transpose()?;
    let mut persons: HashSet<i64> = HashSet::new();
    let mut row = Row::new();
    while let Some(step) = reader.next_into(&mut row)? {
        done.report.read += 1;
        if done.report.read.is_multiple_of(ROWS_BETWEEN_WORDS) {
            progress.rows(done.report.read);
        }
        if let Step::Skipped { why, .. } = step {
            skip(&mut done.report, why.code());
            continue;
        }
        if work.imported_before.is_some() {
            done.report.data_rows += 1;
            skip(&mut done.report, "already_imported");
            continue;
        }
        done.report.data_rows += 1;
        let entry = number_column.and_then(|it| row.original.get(it).trim().parse::<i64>().ok());
        let entry = entry.filter(|it| work.waiting.contains_key(it));
        let print = row.natural_key.unwrap_or(row.content_hash);
        if !seen.insert(print) {
            done.report.duplicates += 1;
            skip(&mut done.report, "duplicate");
            done.mended.extend(entry);
            continue;
        }
        for warning in &row.warnings {
            *done.report.warnings.entry(warning.code.code().to_owned()).or_default() += 1;
        }
        judge(
            work,
            &matcher,
            repeats.as_ref(),
            &mut row,
            print,
            entry,
            &mut part,
            &mut persons,
            &mut done,
        )?;
    }
    progress.rows(done.report.read);
    done.report.matched_persons = persons.len() as u64;
    done.report.mended = done.mended.len() as u64;
    if let Some(part) = part {
        let rows = part.finish()?;
        let path = part_name(work);
        if rows > 0 {
            done.part = Some(Part { path, rows });
        } else {
            std::fs::remove_file(work.home.lake().join(path)).map_err(anyhow::Error::from)?;
        }
    }
    Ok(done)
}

#[expect(clippy::too_many_arguments, reason = "one row's way through the sheet")]
fn judge(
    work: &SheetWork<'_>,
    matcher: &Matcher<'_>,
    repeats: Option<&HouseholdRepeats>,
    row: &mut Row,
    print: i64,
    entry: Option<i64>,
    part: &mut Option<PartWriter>,
    persons: &mut HashSet<i64>,
    done: &mut SheetDone,
) -> Result<(), SheetError> {
    let (village, group) = place_of(&row.person, work.names);
    let event = work.feed.event_date.and_then(|it| row.values[it].as_int()).map(date_of);
    let verdict = matcher.verdict(row, village, event, work.feed, repeats);
    let mut keys = RowKeys {
        pid: verdict.pid.and_then(known),
        hid: verdict.hid,
        gid: None,
        vid: village,
        level: verdict.level,
        file: i32::try_from(work.source_id).map_err(anyhow::Error::from)?,
        row: i32::try_from(row.row).map_err(anyhow::Error::from)?,
        row_hash: print,
    };
    let report = &mut done.report;
    let mut store_it = true;
    match &verdict.outcome {
        Outcome::Matched => {
            report.matched += 1;
            persons.extend(keys.pid);
        }
        Outcome::Accepted => {
            report.accepted += 1;
            (keys.gid, keys.vid) = whole_unit(work, row, village, group.as_deref());
        }
        // Who was registered without a number is known only beside the register:
        // a row that waits for that reason has not been mended by being repeated.
        Outcome::Unmatched(_) if entry.is_some_and(|it| work.waits_for_a_number(it)) => {
            report.quarantined += 1;
            *report.reasons.entry(REGISTERED_WITHOUT_NUMBER.to_owned()).or_default() += 1;
            return Ok(());
        }
        Outcome::Unmatched(reason) => {
            report.unmatched += 1;
            *report.unmatched_reasons.entry(unmatched_code(*reason).to_owned()).or_default() += 1;
        }
        Outcome::Review(reason) => {
            report.review += 1;
            *report.review_reasons.entry(reason.code().to_owned()).or_default() += 1;
            done.reviews.push(review(work, row, *reason, &verdict));
            review_keys(matcher, work, row, village, *reason, &mut keys);
        }
        Outcome::Candidate { problem, candidates, chosen } => {
            report.quarantined += 1;
            report.candidate += 1;
            let reason = problem.map_or(REGISTERED_WITHOUT_NUMBER, IdProblem::code);
            *report.reasons.entry(reason.to_owned()).or_default() += 1;
            if entry.is_none() {
                done.quarantined.push(quarantined(work, row, reason, candidates));
            }
            // The row waits, and so does what it says: as evidence in doubt, for
            // each of the households it may be about.
            store_it = false;
            if entry.is_none()
                && let Some(part) = part
            {
                for it in in_question(candidates, *chosen) {
                    let pid = known(it.pid);
                    part.push(&RowKeys { pid, hid: Some(it.hid), ..keys }, &row.values)?;
                }
            }
        }
        Outcome::Quarantined(problem) => {
            report.quarantined += 1;
            *report.reasons.entry(problem.code().to_owned()).or_default() += 1;
            if entry.is_none() {
                done.quarantined.push(quarantined(work, row, problem.code(), &[]));
            }
            store_it = false;
        }
    }
    let is_stored = !matches!(verdict.outcome, Outcome::Candidate { .. } | Outcome::Quarantined(_));
    if is_stored {
        report.stored += 1;
        done.mended.extend(entry);
    }
    if store_it && let Some(part) = part {
        part.push(&keys, &row.values)?;
    }
    Ok(())
}

/// A key of the register; people registered without a number have none.
fn known(pid: i64) -> Option<i64> {
    (0 < pid).then_some(pid)
}

/// The candidates whose households have to be asked: the one that everything
/// but the number points to, or a few among whom nothing decides.
fn in_question(candidates: &[Candidate], chosen: Option<usize>) -> Vec<&Candidate> {
    if let Some(chosen) = chosen {
        return vec![&candidates[chosen]];
    }
    let mut households = HashSet::new();
    let distinct: Vec<&Candidate> =
        candidates.iter().filter(|it| households.insert(it.hid)).collect();
    if distinct.len() <= MOST_IN_QUESTION { distinct } else { Vec::new() }
}

/// The group or village a row speaks for.
fn whole_unit(
    work: &SheetWork<'_>,
    row: &Row,
    village: Option<i64>,
    group: Option<&str>,
) -> (Option<i64>, Option<i64>) {
    match (row.subject, village) {
        (RowSubject::Group, Some(village)) => {
            let gid = group.and_then(|it| work.register.group(village, it));
            // A group nobody knows stands for no household, not for the whole village.
            (gid, gid.map(|_| village))
        }
        (_, village) => (None, village),
    }
}

/// Whom a contradictory row counts for until somebody decides. With a
/// stranger's number it is the person of that name in that village.
fn review_keys(
    matcher: &Matcher<'_>,
    work: &SheetWork<'_>,
    row: &mut Row,
    village: Option<i64>,
    reason: ReviewReason,
    keys: &mut RowKeys,
) {
    match reason {
        ReviewReason::NameConflict { swapped_with: Some(other) } => keys.pid = known(other),
        ReviewReason::NameConflict { swapped_with: None } => {
            let id = std::mem::replace(&mut row.id, Err(IdProblem::Checksum));
            let by_name = matcher.verdict(row, village, None, work.feed, None);
            row.id = id;
            if by_name.pid.is_some() {
                (keys.pid, keys.hid) = (by_name.pid.and_then(known), by_name.hid);
            }
        }
        ReviewReason::SameIdTwoHouseholds => (),
        ReviewReason::PersonDead | ReviewReason::PersonMoved | ReviewReason::ClaimAfterDeath => {
            keys.level = MatchLevel::Departed;
        }
    }
}

fn review(work: &SheetWork<'_>, row: &Row, reason: ReviewReason, verdict: &Verdict) -> Review {
    let swapped = matches!(reason, ReviewReason::NameConflict { swapped_with: Some(_) });
    Review {
        source_file_id: work.source_id,
        row: i64::from(row.row),
        reason: reason.code().to_owned(),
        detail: swapped.then(|| "id_swapped".to_owned()),
        person_id: verdict.pid.and_then(known),
        household_id: verdict.hid,
        state: "open".to_owned(),
    }
}

fn quarantined(
    work: &SheetWork<'_>,
    row: &Row,
    reason: &str,
    candidates: &[Candidate],
) -> NewQuarantined {
    let column = work
        .recognised
        .columns
        .iter()
        .find(|it| it.targets.iter().any(|it| it == "id_number" || it == "disability_cert_no"));
    let cells: Vec<&str> = row.original.iter().collect();
    let cells = serde_json::to_vec(&cells).unwrap_or_default();
    let who: Vec<_> = candidates
        .iter()
        .map(|it| {
            let why: Vec<&str> = it.why.iter().map(|it| it.zh()).collect();
            json!({ "pid": it.pid, "hid": it.hid,
                    "who": format!("{}（{}）", row.person.name, why.join("、")) })
        })
        .collect();
    NewQuarantined {
        source_file_id: work.source_id,
        row: i64::from(row.row),
        reason: reason.to_owned(),
        column_name: column.map(|it| it.header.clone()),
        original_sealed: work.home.keys.seal("quarantine", &cells),
        candidates: serde_json::Value::Array(who),
    }
}

fn unmatched_code(reason: UnmatchedReason) -> &'static str {
    match reason {
        UnmatchedReason::NotInRegister => "not_in_register",
        UnmatchedReason::DiedStruckOff => "died_struck_off",
        UnmatchedReason::MovedStruckOff => "moved_struck_off",
    }
}

/// Numbers that the sheet lists in two households, for feeds that can tell.
fn household_repeats(work: &SheetWork<'_>) -> Result<Option<HouseholdRepeats>, SheetError> {
    if work.feed.one_household.is_empty() {
        return Ok(None);
    }
    let mut repeats = HouseholdRepeats::new(&work.feed.one_household);
    let mut reader = open(work)?;
    let mut row = Row::new();
    while let Some(step) = reader.next_into(&mut row)? {
        if step == Step::Row {
            repeats.see(&row);
        }
    }
    Ok(Some(repeats))
}

fn open(work: &SheetWork<'_>) -> Result<RowReader, FileError> {
    RowReader::new(
        &work.home.definitions.feeds,
        work.recognised,
        work.book.records(work.sheet)?,
        work.request.month.last_day(),
    )
}

fn skip(report: &mut SheetReport, why: &str) {
    report.skipped += 1;
    *report.skipped_reasons.entry(why.to_owned()).or_default() += 1;
}

fn part_name(work: &SheetWork<'_>) -> String {
    let part = part_path(
        &work.feed.table.name,
        &work.request.county.stat_code[..6],
        &work.request.month.to_string(),
        &format!("{:08}", work.source_id),
    );
    part.to_string_lossy().replace('\\', "/")
}

fn new_part(work: &SheetWork<'_>) -> anyhow::Result<PartWriter> {
    PartWriter::create(&work.feed.table, &work.home.lake().join(part_name(work)))
}

fn blank_report(work: &SheetWork<'_>) -> SheetReport {
    let book = work.book;
    SheetReport {
        file: work.path.to_owned(),
        sheet: book.sheets()[work.sheet].name.clone(),
        feed: work.feed.name.clone(),
        feed_zh: work.feed.zh.clone(),
        table: work.feed.table.name.clone(),
        department: work.feed.department.clone(),
        format: book.format().name().to_owned(),
        encoding: book.encoding().map(|it| it.name().to_owned()),
        delimiter: book.delimiter().map(String::from),
        header_row: work.recognised.header_row,
        mapping: work
            .recognised
            .columns
            .iter()
            .filter(|it| !it.header.is_empty())
            .map(|it| (it.header.clone(), it.targets.clone()))
            .collect(),
        missing_columns: work.recognised.missing.clone(),
        already_imported: work.imported_before,
        ..SheetReport::default()
    }
}

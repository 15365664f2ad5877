//! Reads files as an import would and says what was found and how long it took.
//!
//! `cargo run --release -p intake --example measure -- FILE…`

use std::collections::{BTreeMap, HashMap};
use std::path::Path;
use std::time::Instant;

use intake::{
    Duplicates, Feeds, Matcher, Roster, RosterPerson, Row, RowReader, Step, Tally, open, recognise,
};
use kernel::{MatchLevel, ResidentId, Tables, date_of};

fn main() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../feeds");
    let read = |path: &Path| std::fs::read_to_string(path).expect("a readable feed file");
    let tables = Tables::parse(&read(&folder.join("tables.toml"))).expect("valid tables");
    let mut files: Vec<(String, String)> = std::fs::read_dir(&folder)
        .expect("the folder of feeds")
        .filter_map(Result::ok)
        .map(|entry| (entry.file_name().to_string_lossy().into_owned(), read(&entry.path())))
        .collect();
    files.sort();
    let feeds = Feeds::parse(&tables, &files).expect("valid feeds");
    for path in std::env::args().skip(1) {
        if let Err(error) = measure(&feeds, Path::new(&path)) {
            println!("{path}: {} {error}", error.code());
        }
    }
}

fn measure(feeds: &Feeds, path: &Path) -> Result<(), intake::FileError> {
    let begin = Instant::now();
    let book = open(path)?;
    let opened = begin.elapsed();
    let file_name = path.file_name().unwrap_or_default().to_string_lossy();
    let as_of = chrono::NaiveDate::from_ymd_opt(2023, 10, 31).unwrap_or_default();
    for sheet in book.data_sheets() {
        let name = &book.sheets()[sheet].name;
        let recognised = recognise(feeds, &book.head(sheet)?, &file_name, name, None)?;
        let feed = feeds.get(&recognised.feed).expect("a recognised feed").clone();
        let roster = roster_of(feeds, &recognised, &book, sheet, as_of)?;
        let index = |id: &ResidentId| {
            let mut index = [0; 16];
            index[..8].copy_from_slice(&id.seventeen().to_le_bytes());
            index
        };
        let matcher = Matcher::new(&roster, &index);

        let begin = Instant::now();
        let mut reader = RowReader::new(feeds, &recognised, book.records(sheet)?, as_of)?;
        let mut row = Row::new();
        let mut tally = Tally::default();
        while let Some(step) = reader.next_into(&mut row)? {
            tally.step(step);
        }
        let reading = begin.elapsed();

        let begin = Instant::now();
        let mut reader = RowReader::new(feeds, &recognised, book.records(sheet)?, as_of)?;
        let mut duplicates = Duplicates::new();
        let mut levels: HashMap<Option<MatchLevel>, u32> = HashMap::new();
        let mut warnings: BTreeMap<String, (u32, Vec<String>)> = BTreeMap::new();
        while let Some(step) = reader.next_into(&mut row)? {
            if step != Step::Row {
                continue;
            }
            let level = match duplicates.seen(&row) {
                Some(_) => None,
                None => {
                    let event = feed.event_date.and_then(|slot| row.values[slot].as_int());
                    Some(matcher.verdict(&row, None, event.map(date_of), &feed, None).level)
                }
            };
            *levels.entry(level).or_default() += 1;
            for warning in &row.warnings {
                let key = format!("{} {}", warning.column, warning.code.code());
                let seen = warnings.entry(key).or_default();
                seen.0 += 1;
                if seen.1.len() < 4 && warning.raw.chars().filter(char::is_ascii_digit).count() < 9 {
                    seen.1.push(warning.raw.clone());
                }
            }
        }
        let all = begin.elapsed();

        let rate = |seconds: f64| f64::from(tally.records) / seconds / 1000.0;
        println!(
            "{file_name} [{name}] {} header {}: {tally}",
            recognised.feed, recognised.header_row
        );
        println!(
            "  open {:.3} s; read {:.0} thousand rows/s; read, dedupe and match {:.0} thousand rows/s",
            opened.as_secs_f64(),
            rate(reading.as_secs_f64()),
            rate(all.as_secs_f64()),
        );
        println!("  not found in the sheet: {}", recognised.missing.join(" "));
        let unused = recognised.columns.iter().filter(|column| column.targets.is_empty());
        let unused: Vec<&str> = unused.map(|column| column.header.as_str()).collect();
        println!("  not used: {}", unused.join(" "));
        for (warning, (count, examples)) in warnings {
            println!("  {count} × {warning} {examples:?}");
        }
        drop(levels);
    }
    Ok(())
}

/// Everybody the sheet itself names with a number: matching then does all its work.
fn roster_of(
    feeds: &Feeds,
    recognised: &intake::Recognised,
    book: &intake::Book,
    sheet: usize,
    as_of: chrono::NaiveDate,
) -> Result<Roster, intake::FileError> {
    let mut reader = RowReader::new(feeds, recognised, book.records(sheet)?, as_of)?;
    let mut row = Row::new();
    let mut people = Vec::new();
    while let Some(step) = reader.next_into(&mut row)? {
        if let (Step::Row, Ok(reading)) = (step, &row.id) {
            let mut index = [0; 16];
            index[..8].copy_from_slice(&reading.id.seventeen().to_le_bytes());
            let pid = people.len() as i64;
            people.push(RosterPerson {
                pid,
                hid: pid,
                village: 0,
                name: row.person.name.clone(),
                birth: reading.id.birth(),
                phone: None,
                group: 0,
                index: Some(index),
                departed: None,
                other_households: false,
            });
        }
    }
    Ok(Roster::new(people, Vec::new()))
}

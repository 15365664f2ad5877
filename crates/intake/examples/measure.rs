//! Reads files as an import would and says what was found and how long it took in CPU time.
//!
//! `cargo run --release -p intake --example measure -- FILE…`

use std::collections::{BTreeMap, HashSet};
use std::path::{Path, PathBuf};

use intake::{
    Duplicates, Feeds, Matcher, Roster, RosterPerson, Row, RowReader, Step, Tally, open, recognise,
};
use kernel::{ResidentId, Tables, date_of};

fn main() {
    let folder = PathBuf::from("feeds");
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
    let begin = cpu_seconds();
    let book = open(path)?;
    let opened = cpu_seconds() - begin;
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

        let begin = cpu_seconds();
        let mut reader = RowReader::new(feeds, &recognised, book.records(sheet)?, as_of)?;
        let mut row = Row::new();
        let mut tally = Tally::default();
        while let Some(step) = reader.next_into(&mut row)? {
            tally.step(step);
        }
        let reading = cpu_seconds() - begin;

        let begin = cpu_seconds();
        let mut reader = RowReader::new(feeds, &recognised, book.records(sheet)?, as_of)?;
        let mut duplicates = Duplicates::with_capacity(tally.rows as usize);
        let (mut repeated, mut sure) = (0, 0);
        let mut warnings: BTreeMap<String, (u32, Vec<String>)> = BTreeMap::new();
        while let Some(step) = reader.next_into(&mut row)? {
            if step != Step::Row {
                continue;
            }
            if duplicates.seen(&row).is_some() {
                repeated += 1;
                continue;
            }
            let event = feed.event_date.and_then(|slot| row.values[slot].as_int()).map(date_of);
            let verdict = matcher.verdict(&row, None, event, &feed, None);
            sure += u32::from(verdict.level.is_sure());
            for warning in &row.warnings {
                let key = format!("{} {}", warning.column, warning.code.code());
                let seen = warnings.entry(key).or_default();
                seen.0 += 1;
                if seen.1.len() < 4 && warning.raw.chars().filter(char::is_ascii_digit).count() < 9
                {
                    seen.1.push(warning.raw.clone());
                }
            }
        }
        let all = cpu_seconds() - begin;

        let rate = |seconds: f64| f64::from(tally.records) / seconds / 1000.0;
        println!(
            "{file_name} [{name}] {} header {}: {tally}",
            recognised.feed, recognised.header_row
        );
        println!(
            "  open {:.3} s; read {:.0} thousand rows/s; read, dedupe and match {:.0} thousand rows/s",
            opened,
            rate(reading),
            rate(all),
        );
        println!("  repeated {repeated}, sure {sure}");
        println!("  not found in the sheet: {}", recognised.missing.join(" "));
        let unused = recognised.columns.iter().filter(|column| column.targets.is_empty());
        let unused: Vec<&str> = unused.map(|column| column.header.as_str()).collect();
        println!("  not used: {}", unused.join(" "));
        for (warning, (count, examples)) in warnings {
            println!("  {count} × {warning} {examples:?}");
        }
    }
    Ok(())
}

/// CPU seconds this process has used, in hundredths; 0 where the system does not say.
fn cpu_seconds() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or("").split_whitespace().collect();
    let ticks =
        |place: usize| fields.get(place).and_then(|it| it.parse::<f64>().ok()).unwrap_or(0.0);
    (ticks(11) + ticks(12)) / 100.0
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
    let mut known = HashSet::new();
    while let Some(step) = reader.next_into(&mut row)? {
        if let (Step::Row, Ok(reading)) = (step, &row.id)
            && known.insert(reading.id)
        {
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

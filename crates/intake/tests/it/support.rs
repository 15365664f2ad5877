//! What the tests share: the real feeds, and reading a file from front to back.

use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use intake::{
    Book, Feeds, FileError, Reading, Recognised, Row, RowReader, Skip, Tally, open, recognise,
};
use kernel::Tables;

/// The folder of the project.
pub fn project() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The feeds of the project.
pub fn feeds() -> Feeds {
    let folder = project().join("feeds");
    let mut files = Vec::new();
    for entry in std::fs::read_dir(&folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if name.ends_with(".toml") {
            files.push((name, std::fs::read_to_string(&path).unwrap()));
        }
    }
    files.sort();
    let tables = std::fs::read_to_string(folder.join("tables.toml")).unwrap();
    Feeds::parse(&Tables::parse(&tables).unwrap(), &files).unwrap()
}

/// The date of the data in all tests.
pub fn as_of() -> NaiveDate {
    NaiveDate::from_ymd_opt(2023, 10, 31).unwrap()
}

/// A sheet read from front to back.
pub struct ReadSheet {
    pub name: String,
    pub recognised: Recognised,
    pub rows: Vec<Row>,
    pub skipped: Vec<(u32, Skip)>,
    pub tally: Tally,
}

/// Reads a data sheet of a book.
pub fn read_sheet(
    feeds: &Feeds,
    book: &Book,
    sheet: usize,
    file_name: &str,
) -> Result<ReadSheet, FileError> {
    let name = book.sheets()[sheet].name.clone();
    let recognised = recognise(feeds, &book.head(sheet)?, file_name, &name, None)?;
    let reader = RowReader::new(feeds, &recognised, book.records(sheet)?, as_of())?;
    let mut read =
        ReadSheet { name, recognised, rows: Vec::new(), skipped: Vec::new(), tally: Tally::default() };
    for reading in reader {
        let reading = reading?;
        read.tally.count(&reading);
        match reading {
            Reading::Row(row) => read.rows.push(*row),
            Reading::Skipped { row, why } => read.skipped.push((row, why)),
        }
    }
    assert!(read.tally.adds_up());
    Ok(read)
}

/// Reads all data sheets of a file.
pub fn read_file(feeds: &Feeds, path: &Path) -> Result<Vec<ReadSheet>, FileError> {
    let book = open(path)?;
    let file_name = path.file_name().unwrap().to_string_lossy();
    book.data_sheets().map(|sheet| read_sheet(feeds, &book, sheet, &file_name)).collect()
}

//! What the tests share: the real feeds, and reading a file from front to back.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use chrono::NaiveDate;
use intake::{
    Book, Feeds, FileError, Reading, Recognised, Row, RowReader, Skip, Tally, open, recognise,
};
use kernel::{ResidentId, Tables};

/// The folder of the project.
pub fn project() -> PathBuf {
    PathBuf::from("../..")
}

/// The feeds of the project.
pub fn feeds() -> &'static Feeds {
    static FEEDS: OnceLock<Feeds> = OnceLock::new();
    FEEDS.get_or_init(load_feeds)
}

fn load_feeds() -> Feeds {
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
    let mut read = ReadSheet {
        name,
        recognised,
        rows: Vec::new(),
        skipped: Vec::new(),
        tally: Tally::default(),
    };
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

/// An invented number of region 990123, valid in its check digit.
pub fn id(birth: &str, order: u32) -> String {
    let seventeen = format!("990123{birth}{order:03}");
    ResidentId::with_check_digit(&seventeen).unwrap().reveal().to_owned()
}

/// Rows of cells, as a file holds them.
pub type Cells = Vec<Vec<String>>;

/// Rows of cells from literals.
pub fn cells(rows: &[&[&str]]) -> Cells {
    rows.iter().map(|row| row.iter().map(|&cell| cell.to_owned()).collect()).collect()
}

/// How a test writes a file.
#[derive(Clone, Copy, Debug)]
pub enum Writing {
    CsvGb18030,
    CsvUtf8,
    CsvUtf8Bom,
    Semicolon,
    TabUtf16Le,
    TabUtf16BeWithoutBom,
    Pipe,
    Xlsx,
    Html,
    Excel2003Xml,
    Parquet,
}

/// Writes the rows into the folder and returns the path. The name keeps its extension: what the
/// file is must be found out by content.
pub fn write(folder: &Path, name: &str, rows: &Cells, writing: Writing) -> PathBuf {
    let path = folder.join(name);
    let bytes = match writing {
        Writing::CsvGb18030 => encoding_rs::GB18030.encode(&text(rows, ',')).0.into_owned(),
        Writing::CsvUtf8 => text(rows, ',').into_bytes(),
        Writing::CsvUtf8Bom => format!("\u{FEFF}{}", text(rows, ',')).into_bytes(),
        Writing::Semicolon => encoding_rs::GB18030.encode(&text(rows, ';')).0.into_owned(),
        Writing::Pipe => encoding_rs::GB18030.encode(&text(rows, '|')).0.into_owned(),
        Writing::TabUtf16Le => {
            let text = format!("\u{FEFF}{}", text(rows, '\t'));
            text.encode_utf16().flat_map(u16::to_le_bytes).collect()
        }
        Writing::TabUtf16BeWithoutBom => {
            text(rows, '\t').encode_utf16().flat_map(u16::to_be_bytes).collect()
        }
        Writing::Xlsx => {
            let mut book = rust_xlsxwriter::Workbook::new();
            fill_sheet(book.add_worksheet(), rows);
            book.save_to_buffer().unwrap()
        }
        Writing::Html => page(rows, "table", "tr", "td").into_bytes(),
        Writing::Excel2003Xml => {
            let page = page(rows, "Table", "Row", "Cell");
            format!("<?xml version=\"1.0\"?><Workbook><Worksheet ss:Name=\"1\">{page}</Worksheet></Workbook>")
                .into_bytes()
        }
        Writing::Parquet => parquet(rows),
    };
    std::fs::write(&path, bytes).unwrap();
    path
}

/// Puts the rows into a sheet as text cells.
pub fn fill_sheet(sheet: &mut rust_xlsxwriter::Worksheet, rows: &Cells) {
    for (row, cells) in (0_u32..).zip(rows) {
        for (column, cell) in (0_u16..).zip(cells) {
            sheet.write_string(row, column, cell).unwrap();
        }
    }
}

fn text(rows: &Cells, delimiter: char) -> String {
    let cell = |cell: &String| match cell.contains(['"', '\n', '\r', delimiter]) {
        true => format!("\"{}\"", cell.replace('"', "\"\"")),
        false => cell.clone(),
    };
    let line = |row: &Vec<String>| {
        let cells: Vec<String> = row.iter().map(cell).collect();
        cells.join(&delimiter.to_string()) + "\r\n"
    };
    rows.iter().map(line).collect()
}

fn page(rows: &Cells, table: &str, tr: &str, td: &str) -> String {
    let escape = |cell: &String| cell.replace('&', "&amp;").replace('<', "&lt;");
    let cell = |cell: &String| format!("<{td}>{}</{td}>", escape(cell));
    let line =
        |row: &Vec<String>| format!("<{tr}>{}</{tr}>\n", row.iter().map(cell).collect::<String>());
    format!("<{table}>{}</{table}>", rows.iter().map(line).collect::<String>())
}

fn parquet(rows: &Cells) -> Vec<u8> {
    use arrow::array::{ArrayRef, RecordBatch, StringArray};
    let columns = rows[0].iter().enumerate().map(|(place, header)| {
        let cells = rows[1..].iter().map(|row| row.get(place).cloned().unwrap_or_default());
        let array: ArrayRef = std::sync::Arc::new(StringArray::from_iter_values(cells));
        (header.clone(), array)
    });
    let batch = RecordBatch::try_from_iter(columns).unwrap();
    let mut bytes = Vec::new();
    let mut writer =
        parquet::arrow::ArrowWriter::try_new(&mut bytes, batch.schema(), None).unwrap();
    writer.write(&batch).unwrap();
    writer.close().unwrap();
    bytes
}

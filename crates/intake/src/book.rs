//! Opening a file by what it contains, never by its name.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::path::Path;
use std::sync::Arc;

use crate::columnar::{ColumnarFile, ColumnarRecords};
use crate::delimited::{TextLayout, TextRecords};
use crate::encoding::{self, TextEncoding};
use crate::error::FileError;
use crate::grid::{Grid, GridCursor};
use crate::record::Record;
use crate::workbook::WorkbookSheet;
use crate::{markup, workbook};

/// How many rows [`Book::head`] gives: titles, header and some data.
pub const HEAD_ROWS: usize = 30;

/// The formats that are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileFormat {
    /// Excel since 2007.
    Xlsx,
    /// Excel 97 to 2003.
    Xls,
    /// Binary Excel.
    Xlsb,
    /// OpenDocument.
    Ods,
    /// An HTML page or Excel 2003 XML, usually under an .xls name.
    Markup,
    /// Text with delimiters.
    Text,
    /// Parquet.
    Parquet,
}

impl FileFormat {
    /// The stable word for machines.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            FileFormat::Xlsx => "xlsx",
            FileFormat::Xls => "xls",
            FileFormat::Xlsb => "xlsb",
            FileFormat::Ods => "ods",
            FileFormat::Markup => "html",
            FileFormat::Text => "csv",
            FileFormat::Parquet => "parquet",
        }
    }
}

/// An opened file.
#[derive(Debug)]
pub struct Book {
    format: FileFormat,
    sheets: Vec<Sheet>,
}

/// A sheet of a workbook, a table of a page, or the one sheet of a text file.
#[derive(Debug)]
pub struct Sheet {
    /// Its name; empty for text and Parquet files.
    pub name: String,
    /// Hidden sheets hold word lists, not data; they are not read.
    pub hidden: bool,
    content: Content,
}

/// One row of [`Book::head`].
#[derive(Clone, Debug)]
pub struct HeadRow {
    /// The row's number in the sheet, from 1.
    pub row: u32,
    /// Its cells.
    pub cells: Record,
}

/// The records of one sheet, in order, each exactly once.
pub struct Records(Source);

#[derive(Debug)]
enum Content {
    Grid(Arc<Grid>),
    Text(TextLayout),
    Columnar(ColumnarFile),
}

enum Source {
    Grid(Arc<Grid>, GridCursor),
    Text(Box<TextRecords>),
    Columnar(Box<ColumnarRecords>),
}

/// Opens a file. Text files and Parquet are read later, record by record; workbooks are read into
/// memory here.
///
/// # Errors
/// [`FileError`]: empty, without data, cut off, encrypted, of unknown format or damaged.
pub fn open(path: &Path) -> Result<Book, FileError> {
    let mut head = Vec::new();
    File::open(path)?.take(1 << 16).read_to_end(&mut head)?;
    let book = match head.as_slice() {
        [] => return Err(FileError::Empty),
        [b'P', b'K', 3, 4, ..] => open_zip(path)?,
        [b'P', b'A', b'R', b'1', ..] => open_parquet(path)?,
        [0xD0, 0xCF, 0x11, 0xE0, ..] => open_compound(path)?,
        _ => open_text(path, &head)?,
    };
    if book.data_sheets().next().is_none() { Err(FileError::NoData) } else { Ok(book) }
}

impl Book {
    /// The format, by content.
    pub fn format(&self) -> FileFormat {
        self.format
    }

    /// The encoding of a text file.
    pub fn encoding(&self) -> Option<TextEncoding> {
        self.layout().map(|layout| layout.encoding)
    }

    /// The delimiter of a text file.
    pub fn delimiter(&self) -> Option<char> {
        self.layout().map(|layout| char::from(layout.delimiter))
    }

    /// All sheets, hidden and empty ones included.
    pub fn sheets(&self) -> &[Sheet] {
        &self.sheets
    }

    /// The places of the sheets that are data: visible, with rows.
    pub fn data_sheets(&self) -> impl Iterator<Item = usize> {
        let sheets = self.sheets.iter().enumerate();
        sheets.filter(|(_, sheet)| !sheet.hidden && sheet.has_rows()).map(|(place, _)| place)
    }

    /// The first [`HEAD_ROWS`] rows of the sheet in this place.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn head(&self, sheet: usize) -> Result<Vec<HeadRow>, FileError> {
        let mut records = self.records(sheet)?;
        let mut head = Vec::new();
        let mut cells = Record::default();
        while head.len() < HEAD_ROWS {
            let Some(row) = records.next(&mut cells)? else { break };
            head.push(HeadRow { row, cells: cells.clone() });
        }
        Ok(head)
    }

    /// All rows of the sheet in this place, from the first. A place that does not exist has none.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn records(&self, sheet: usize) -> Result<Records, FileError> {
        let source = match self.sheets.get(sheet).map(|sheet| &sheet.content) {
            Some(Content::Grid(grid)) => Source::Grid(grid.clone(), GridCursor::default()),
            Some(Content::Text(layout)) => Source::Text(Box::new(layout.records()?)),
            Some(Content::Columnar(file)) => Source::Columnar(Box::new(file.records()?)),
            None => Source::Grid(Arc::default(), GridCursor::default()),
        };
        Ok(Records(source))
    }

    fn layout(&self) -> Option<&TextLayout> {
        match self.sheets.first().map(|sheet| &sheet.content) {
            Some(Content::Text(layout)) => Some(layout),
            _ => None,
        }
    }
}

impl Sheet {
    /// Whether the sheet has a row with anything in it. Hidden sheets are not looked at.
    pub fn has_rows(&self) -> bool {
        match &self.content {
            Content::Grid(grid) => !grid.is_empty(),
            Content::Text(_) => true,
            Content::Columnar(file) => file.rows > 0,
        }
    }
}

impl Records {
    /// Reads the next record into `record` and returns its row number, from 1: the row of the
    /// sheet, or the number of the record in a text file (a line break inside quotes starts no
    /// new record).
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn next(&mut self, record: &mut Record) -> Result<Option<u32>, FileError> {
        match &mut self.0 {
            Source::Grid(grid, cursor) => Ok(cursor.next(grid, record)),
            Source::Text(records) => records.next(record),
            Source::Columnar(records) => records.next(record),
        }
    }
}

fn open_zip(path: &Path) -> Result<Book, FileError> {
    let bytes = std::fs::read(path)?;
    // The list of contents stands at the end: without it the file was cut off in transfer.
    let tail = &bytes[bytes.len().saturating_sub(1 << 16)..];
    if memchr::memmem::rfind(tail, b"PK\x05\x06").is_none() {
        return Err(FileError::Truncated);
    }
    let holds = |name: &[u8]| memchr::memmem::rfind(&bytes, name).is_some();
    let (format, sheets) = if holds(b"xl/workbook.xml") {
        (FileFormat::Xlsx, workbook::xlsx(path)?)
    } else if holds(b"xl/workbook.bin") {
        (FileFormat::Xlsb, workbook::xlsb(path)?)
    } else if holds(b"opendocument.spreadsheet") {
        (FileFormat::Ods, workbook::ods(path)?)
    } else {
        return Err(FileError::UnknownFormat);
    };
    Ok(Book { format, sheets: sheets.into_iter().map(Sheet::from).collect() })
}

fn open_compound(path: &Path) -> Result<Book, FileError> {
    let bytes = std::fs::read(path)?;
    let holds = |name: &str| {
        let utf16: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        memchr::memmem::find(&bytes, &utf16).is_some()
    };
    if holds("EncryptedPackage") {
        return Err(FileError::Password);
    }
    if is_cut(&bytes) {
        return Err(FileError::Truncated);
    }
    if !holds("Workbook") && !holds("Book") {
        return Err(FileError::UnknownFormat);
    }
    let sheets = workbook::xls(path)?;
    Ok(Book { format: FileFormat::Xls, sheets: sheets.into_iter().map(Sheet::from).collect() })
}

/// Whether a sector that the header of a compound file names lies beyond the end.
fn is_cut(bytes: &[u8]) -> bool {
    let field = |at: usize| {
        let four = bytes.get(at..at + 4)?;
        four.try_into().ok().map(u32::from_le_bytes)
    };
    let Some(shift) = bytes.get(30) else { return true };
    let size = 1_u64 << shift.min(&16);
    let lies_inside = |sector: u32| (u64::from(sector) + 2) * size <= bytes.len() as u64;
    let named = std::iter::once(48).chain((0..109).map(|place| 76 + place * 4));
    // Numbers from FFFFFFFA on are marks, not sectors.
    let mut sectors = named.filter_map(field).filter(|&sector| sector < 0xFFFF_FFFA);
    field(508).is_none() || !sectors.all(lies_inside)
}

fn open_parquet(path: &Path) -> Result<Book, FileError> {
    let mut file = File::open(path)?;
    let mut end = [0; 4];
    if file.metadata()?.len() < 12 {
        return Err(FileError::Truncated);
    }
    file.seek(SeekFrom::End(-4))?;
    file.read_exact(&mut end)?;
    if end != *b"PAR1" {
        return Err(FileError::Truncated);
    }
    let content = Content::Columnar(ColumnarFile::open(path)?);
    let sheets = vec![Sheet { name: String::new(), hidden: false, content }];
    Ok(Book { format: FileFormat::Parquet, sheets })
}

fn open_text(path: &Path, head: &[u8]) -> Result<Book, FileError> {
    let Some((encoding, bom)) = encoding::sniff(head) else {
        return Err(FileError::UnknownFormat);
    };
    if markup::is_table_page(&encoding.decode(&head[bom..])) {
        return open_markup(path, encoding, bom);
    }
    match TextLayout::sniff(path)? {
        Some(layout) => {
            let content = Content::Text(layout);
            let sheets = vec![Sheet { name: String::new(), hidden: false, content }];
            Ok(Book { format: FileFormat::Text, sheets })
        }
        None => Err(FileError::NoData),
    }
}

fn open_markup(path: &Path, sniffed: TextEncoding, bom: usize) -> Result<Book, FileError> {
    let bytes = std::fs::read(path)?;
    let named = if bom == 0 { markup::charset(&bytes) } else { None };
    let text = match named {
        // A page that says GBK but is UTF-8, or the reverse, is common: valid UTF-8 is UTF-8.
        Some(named) if sniffed == TextEncoding::Gb18030 && named != encoding_rs::UTF_8 => {
            named.decode_without_bom_handling(&bytes).0
        }
        _ => sniffed.decode(&bytes[bom..]),
    };
    let sheets = markup::tables(&text).into_iter();
    let sheets = sheets.map(|table| Sheet {
        name: table.name,
        hidden: false,
        content: Content::Grid(Arc::new(table.grid)),
    });
    Ok(Book { format: FileFormat::Markup, sheets: sheets.collect() })
}

impl From<WorkbookSheet> for Sheet {
    fn from(sheet: WorkbookSheet) -> Sheet {
        let WorkbookSheet { name, hidden, grid } = sheet;
        Sheet { name, hidden, content: Content::Grid(Arc::new(grid)) }
    }
}

//! Excel and OpenDocument workbooks.

use std::fs::File;
use std::io::{BufReader, Read, Seek};
use std::path::Path;

use calamine::{
    CellErrorType, Data, DataRef, ExcelDateTime, Ods, Reader, SheetType, SheetVisible, Xls,
    XlsError, Xlsb, Xlsx, open_workbook_from_rs,
};

use crate::error::FileError;
use crate::grid::Grid;
use crate::merges::{self, Downward};

/// One sheet of a workbook as it was read.
pub(crate) struct WorkbookSheet {
    pub(crate) name: String,
    pub(crate) hidden: bool,
    pub(crate) grid: Grid,
}

type Source = BufReader<File>;

pub(crate) fn xlsx(path: &Path) -> Result<Vec<WorkbookSheet>, FileError> {
    let mut book: Xlsx<Source> = open(path)?;
    let merged = merges::downward(path);
    let mut sheets = Vec::new();
    for sheet in data_sheets(book.sheets_metadata()) {
        let hidden = sheet.visible != SheetVisible::Visible;
        let mut grid = Grid::default();
        if !hidden {
            let mut text = String::new();
            let mut cells = book.worksheet_cells_reader(&sheet.name).map_err(unreadable)?;
            while let Some(cell) = cells.next_cell().map_err(unreadable)? {
                let (row, column) = cell.get_position();
                grid.push(row, column, text_of_ref(cell.get_value(), &mut text));
            }
            drop(cells);
            grid.fill_down(merged.get(&sheet.name).map(Vec::as_slice).unwrap_or(&[]));
        }
        sheets.push(WorkbookSheet { name: sheet.name, hidden, grid });
    }
    Ok(sheets)
}

pub(crate) fn xls(path: &Path) -> Result<Vec<WorkbookSheet>, FileError> {
    let mut book: Xls<Source> =
        open_workbook_from_rs(BufReader::new(File::open(path)?)).map_err(|error| match error {
            XlsError::Password => FileError::Password,
            error => unreadable(error),
        })?;
    whole(&mut book, |book, name| {
        downward(&book.merge_cells_by_sheet_name(name).unwrap_or_default())
    })
}

pub(crate) fn xlsb(path: &Path) -> Result<Vec<WorkbookSheet>, FileError> {
    whole::<Xlsb<Source>>(&mut open(path)?, |_, _| Vec::new())
}

pub(crate) fn ods(path: &Path) -> Result<Vec<WorkbookSheet>, FileError> {
    whole::<Ods<Source>>(&mut open(path)?, |_, _| Vec::new())
}

fn open<R: Reader<Source>>(path: &Path) -> Result<R, FileError>
where
    R::Error: std::fmt::Display,
{
    open_workbook_from_rs(BufReader::new(File::open(path)?)).map_err(unreadable)
}

/// Reads the visible sheets of the formats that are not streamed.
fn whole<R: Reader<Source>>(
    book: &mut R,
    merged: impl Fn(&R, &str) -> Vec<Downward>,
) -> Result<Vec<WorkbookSheet>, FileError>
where
    Source: Read + Seek,
    R::Error: std::fmt::Display,
{
    let mut sheets = Vec::new();
    for sheet in data_sheets(book.sheets_metadata()) {
        let hidden = sheet.visible != SheetVisible::Visible;
        let mut grid = Grid::default();
        if !hidden {
            let range = book.worksheet_range(&sheet.name).map_err(unreadable)?;
            let (first_row, first_column) = range.start().unwrap_or_default();
            let mut text = String::new();
            for (row, column, cell) in range.used_cells() {
                let (row, column) = (first_row + row as u32, first_column + column as u32);
                grid.push(row, column, text_of(cell, &mut text));
            }
            grid.fill_down(&merged(book, &sheet.name));
        }
        sheets.push(WorkbookSheet { name: sheet.name, hidden, grid });
    }
    Ok(sheets)
}

fn data_sheets(sheets: &[calamine::Sheet]) -> Vec<calamine::Sheet> {
    sheets.iter().filter(|sheet| sheet.typ == SheetType::WorkSheet).cloned().collect()
}

/// First row, last row and column of the regions that cover more than one row.
fn downward(merged: &[calamine::Dimensions]) -> Vec<Downward> {
    let tall = merged.iter().filter(|region| region.end.0 > region.start.0);
    tall.map(|region| (region.start.0, region.end.0, region.start.1)).collect()
}

fn text_of_ref<'a>(cell: &'a DataRef<'_>, buffer: &'a mut String) -> &'a str {
    match cell {
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text,
        DataRef::SharedString(text) => text,
        DataRef::Int(number) => put(buffer, number.to_string()),
        DataRef::Float(number) => put(buffer, number_text(*number)),
        DataRef::Bool(yes) => {
            if *yes {
                "TRUE"
            } else {
                "FALSE"
            }
        }
        DataRef::DateTime(moment) => put(buffer, moment_text(moment)),
        DataRef::Error(error) => error_text(error),
        DataRef::Empty => "",
    }
}

fn text_of<'a>(cell: &'a Data, buffer: &'a mut String) -> &'a str {
    match cell {
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => text,
        Data::Int(number) => put(buffer, number.to_string()),
        Data::Float(number) => put(buffer, number_text(*number)),
        Data::Bool(yes) => {
            if *yes {
                "TRUE"
            } else {
                "FALSE"
            }
        }
        Data::DateTime(moment) => put(buffer, moment_text(moment)),
        Data::Error(error) => error_text(error),
        Data::Empty => "",
        // Rich text and the like: what it displays.
        #[allow(unreachable_patterns)]
        other => put(buffer, other.to_string()),
    }
}

fn put(buffer: &mut String, text: String) -> &str {
    *buffer = text;
    buffer
}

/// A number cell as text. Excel keeps fifteen digits: a whole number with more has lost its last
/// ones, and is written in scientific notation so that nobody takes the zeros for digits.
fn number_text(number: f64) -> String {
    if number.fract() == 0.0 && number.abs() < 1e15 {
        format!("{}", number as i64)
    } else if number.abs() >= 1e15 {
        format!("{number:E}")
    } else {
        format!("{number}")
    }
}

fn moment_text(moment: &ExcelDateTime) -> String {
    let serial = moment.as_f64();
    if moment.is_duration() || !(1.0..2_958_466.0).contains(&serial) {
        return number_text(serial);
    }
    let (year, month, day, hour, minute, second, _) = moment.to_ymd_hms_milli();
    match (hour, minute, second) {
        (0, 0, 0) => format!("{year:04}-{month:02}-{day:02}"),
        _ => format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}"),
    }
}

fn error_text(error: &CellErrorType) -> &'static str {
    match error {
        CellErrorType::NA => "#N/A",
        CellErrorType::Ref => "#REF!",
        _ => "#VALUE!",
    }
}

fn unreadable(error: impl std::fmt::Display) -> FileError {
    FileError::Unreadable(error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_without_inventing_digits() {
        let check = |number: f64, expected: &str| assert_eq!(number_text(number), expected);
        check(5.0, "5");
        check(-0.5, "-0.5");
        check(13_800_000_000.0, "13800000000");
        check(532_327_450_324_744.0, "532327450324744");
        check(532_327_194_902_139_000.0, "5.32327194902139E17");
        check(44_682.5, "44682.5");
        check(0.1 + 0.2, "0.30000000000000004");
    }
}

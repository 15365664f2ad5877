//! The floor of an import: the cells of a file, split and decoded, and nothing more.
//!
//! `floor FILE` prints rows, cells and letters as JSON. Text by the `csv` crate (GB18030 unless
//! the name says utf8), workbooks by calamine.

use std::{fs::File, path::Path};

use calamine::Reader;
use encoding_rs::{GB18030, UTF_8};

#[derive(Default)]
struct Counted {
    rows: u64,
    cells: u64,
    letters: usize,
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let file = std::env::args().nth(1).ok_or("floor FILE")?;
    let counted = if file.ends_with(".xlsx") { workbook(&file)? } else { text(&file)? };
    println!(
        r#"{{"rows": {}, "cells": {}, "letters": {}}}"#,
        counted.rows, counted.cells, counted.letters
    );
    Ok(())
}

fn text(file: &str) -> Result<Counted, Box<dyn std::error::Error>> {
    let encoding = if file.contains("utf8") { UTF_8 } else { GB18030 };
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(File::open(file)?);
    let mut record = csv::ByteRecord::new();
    let mut counted = Counted::default();
    while reader.read_byte_record(&mut record)? {
        counted.rows += 1;
        for cell in &record {
            counted.cells += 1;
            counted.letters += match cell.is_ascii() {
                true => cell.len(),
                false => encoding.decode_without_bom_handling(cell).0.len(),
            };
        }
    }
    Ok(counted)
}

fn workbook(file: &str) -> Result<Counted, Box<dyn std::error::Error>> {
    let mut book: calamine::Xlsx<_> = calamine::open_workbook(Path::new(file))?;
    let name = book.sheet_names().first().cloned().ok_or("no sheet")?;
    let mut cells = book.worksheet_cells_reader(&name)?;
    let mut counted = Counted::default();
    while let Some(cell) = cells.next_cell()? {
        counted.rows = counted.rows.max(u64::from(cell.get_position().0) + 1);
        counted.cells += 1;
        counted.letters += match cell.get_value() {
            calamine::DataRef::String(it) => it.len(),
            calamine::DataRef::SharedString(it) => it.len(),
            _ => 0,
        };
    }
    Ok(counted)
}

//! Finds out which of the exports a sheet is, where its header stands, and which column is which.

use std::collections::{BTreeSet, HashMap};

use intake::{HeadRow, Record, loose_header, normal_header};

use crate::schema::{Schema, Sheet};

/// A sheet that was recognised.
#[derive(Clone, Debug)]
pub(crate) struct Layout {
    /// Its place in [`Schema::sheets`].
    pub(crate) sheet: usize,
    pub(crate) header_row: u32,
    /// Every header as it stands, from the left.
    pub(crate) header: Vec<String>,
    /// For every column of the schema, the cells that may fill it: the first with something in it
    /// counts, because one export gives 风险是否已消除 twice.
    pub(crate) places: Vec<Vec<usize>>,
}

impl Layout {
    /// The schema's columns that are there.
    pub(crate) fn columns(&self, sheet: &Sheet) -> BTreeSet<String> {
        let filled =
            sheet.columns.iter().zip(&self.places).filter(|(_, places)| !places.is_empty());
        filled.map(|(column, _)| column.name.clone()).collect()
    }

    /// Headers that no column of the schema is called by; they are kept in the original row.
    pub(crate) fn extra(&self) -> Vec<String> {
        let used: BTreeSet<usize> = self.places.iter().flatten().copied().collect();
        let rest = self.header.iter().enumerate().filter(|(place, _)| !used.contains(place));
        rest.map(|(_, header)| header.clone()).filter(|it| !it.is_empty()).collect()
    }

    /// Whether a row repeats the header, as printed lists do on every page.
    pub(crate) fn is_header(&self, record: &Record) -> bool {
        let same = |(place, header): (usize, &String)| record.trimmed(place) == header;
        self.header.iter().enumerate().all(same)
    }
}

/// The export whose headers fit the most, wherever in the first rows they stand. None when no
/// export has all the columns by which it is known.
pub(crate) fn recognise(schema: &Schema, head: &[HeadRow]) -> Option<Layout> {
    let mut best: Option<(usize, Layout)> = None;
    for (number, sheet) in schema.sheets.iter().enumerate() {
        let headers = Headers::of(sheet);
        for row in head.iter().filter(|it| !it.cells.is_blank()) {
            let header: Vec<String> = row.cells.iter().map(|it| it.trim().to_owned()).collect();
            let mut places = vec![Vec::new(); sheet.columns.len()];
            for (place, text) in header.iter().enumerate() {
                if let Some(column) = headers.find(text) {
                    places[column].push(place);
                }
            }
            let has = |name: &String| {
                let column = sheet.columns.iter().position(|it| it.name == *name);
                column.is_some_and(|it| !places[it].is_empty())
            };
            if sheet.required.is_empty() || !sheet.required.iter().all(has) {
                continue;
            }
            let fits = places.iter().filter(|it| !it.is_empty()).count();
            if best.as_ref().is_none_or(|(most, _)| *most < fits) {
                best = Some((fits, Layout { sheet: number, header_row: row.row, header, places }));
            }
        }
    }
    best.map(|(_, layout)| layout)
}

/// What the columns of a sheet are called.
struct Headers {
    exact: HashMap<String, usize>,
    /// Without what stands in brackets; none where two columns would be called the same.
    loose: HashMap<String, Option<usize>>,
}

impl Headers {
    fn of(sheet: &Sheet) -> Headers {
        let mut headers = Headers { exact: HashMap::new(), loose: HashMap::new() };
        for (number, column) in sheet.columns.iter().enumerate() {
            for header in std::iter::once(&column.name).chain(&column.headers) {
                let normal = normal_header(header);
                let loose = loose_header(&normal).into_owned();
                headers.exact.entry(normal).or_insert(number);
                let known = headers.loose.entry(loose).or_insert(Some(number));
                if *known != Some(number) {
                    *known = None;
                }
            }
        }
        headers
    }

    fn find(&self, header: &str) -> Option<usize> {
        let normal = normal_header(header);
        if normal.is_empty() {
            return None;
        }
        let loose = || self.loose.get(loose_header(&normal).as_ref()).copied().flatten();
        self.exact.get(&normal).copied().or_else(loose)
    }
}

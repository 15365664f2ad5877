//! Opens the files, recognises the exports and puts their rows into the database.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    path::{Path, PathBuf},
};

use chrono::NaiveDate;
use intake::{Book, Record, open};

use crate::{
    cells::{self, IdFacts, Value},
    database::Database,
    recognise::{Layout, recognise},
    report::{FileError, FileReport, Unread},
    schema::{Present, Schema, Sheet},
};

/// How many values go into one statement; SQLite takes 32,766.
const VALUES: usize = 16_000;

/// How many row numbers of a kind are named.
const NAMED_ROWS: usize = 20;

/// A sheet of a file that is one of the exports.
#[derive(Debug)]
pub(crate) struct Source {
    pub(crate) file: String,
    pub(crate) sheet_name: String,
    pub(crate) layout: Layout,
    book: usize,
    place: usize,
}

/// Everything that was opened.
#[derive(Debug, Default)]
pub(crate) struct Sources {
    books: Vec<Book>,
    pub(crate) sources: Vec<Source>,
    pub(crate) errors: Vec<FileError>,
}

impl Sources {
    /// Opens files and recognises their sheets. What cannot be opened or recognised becomes an
    /// error with what to do; the others go on.
    pub(crate) fn open(
        files: &[(String, PathBuf)],
        schema: &Schema,
        progress: &dyn Fn(&str),
    ) -> Sources {
        let mut all = Sources::default();
        let mut seen = BTreeSet::new();
        for (name, path) in files {
            let same = path.canonicalize().unwrap_or_else(|_| path.clone());
            if seen.insert(same) {
                progress(name);
                all.add(name, path, schema);
            }
        }
        all
    }

    fn add(&mut self, name: &str, path: &Path, schema: &Schema) {
        let book = match open(path) {
            Ok(book) => book,
            Err(error) => return self.fail(name, "", error.code(), error.to_string()),
        };
        let mut known = false;
        for place in book.data_sheets() {
            let sheet_name = book.sheets()[place].name.clone();
            match book.head(place) {
                Ok(head) => {
                    let Some(layout) = recognise(schema, &head) else { continue };
                    known = true;
                    let file = name.to_owned();
                    let book = self.books.len();
                    self.sources.push(Source { file, sheet_name, layout, book, place });
                }
                Err(error) => self.fail(name, &sheet_name, error.code(), error.to_string()),
            }
        }
        if !known {
            let names: Vec<String> =
                schema.sheets.iter().map(|it| format!("“{}”", it.zh)).collect();
            let message = format!(
                "不是全国系统的导出表（{}）：前{}行里没有找到它们的表头，请检查是否发错了文件",
                names.join("、"),
                intake::HEAD_ROWS
            );
            self.fail(name, "", "sheet_unknown", message);
        }
        self.books.push(book);
    }

    fn fail(&mut self, file: &str, sheet: &str, code: &str, message: String) {
        self.errors.push(FileError {
            file: file.to_owned(),
            sheet: sheet.to_owned(),
            code: code.to_owned(),
            message,
        });
    }

    /// The columns there are to be read. Where one export came in several files, a column counts
    /// only when all of them have it: rows of the others would look as if it were empty.
    pub(crate) fn present(&self, schema: &Schema) -> Present {
        let mut columns: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for source in &self.sources {
            let sheet = &schema.sheets[source.layout.sheet];
            let there = source.layout.columns(sheet);
            columns
                .entry(sheet.name.clone())
                .and_modify(|it| it.retain(|name| there.contains(name)))
                .or_insert(there);
        }
        Present::new(schema, columns)
    }

    /// Puts every row into the database.
    pub(crate) async fn load(
        &self,
        database: &mut Database,
        schema: &Schema,
        present: &Present,
        on: NaiveDate,
        progress: &dyn Fn(&str),
    ) -> anyhow::Result<Vec<FileReport>> {
        let mut rows = Rows::default();
        let mut reports = Vec::new();
        database.execute("BEGIN").await?;
        for (number, source) in self.sources.iter().enumerate() {
            progress(&source.file);
            let sheet = &schema.sheets[source.layout.sheet];
            let writer = Writer::new(schema, sheet, present, on);
            let mut report = FileReport {
                file: source.file.clone(),
                sheet: source.sheet_name.clone(),
                export: sheet.zh.clone(),
                header_row: source.layout.header_row,
                missing_columns: missing(sheet, &source.layout),
                extra_columns: source.layout.extra(),
                ..FileReport::default()
            };
            let mut waiting: Vec<Vec<Value>> = Vec::new();
            let mut record = Record::default();
            let mut records = self.books[source.book].records(source.place)?;
            while let Some(row) = records.next(&mut record)? {
                if row <= source.layout.header_row || record.is_blank() {
                    continue;
                }
                if is_no_data(&source.layout, sheet, &record) {
                    report.skipped += 1;
                    if report.skipped_rows.len() < NAMED_ROWS {
                        report.skipped_rows.push(row);
                    }
                    continue;
                }
                let cell = |column: usize| {
                    let filled = source.layout.places[column].iter().map(|it| record.get(*it));
                    filled.clone().find(|it| !it.trim().is_empty()).unwrap_or("")
                };
                let values = writer.values(&mut rows, number, row, cell, &mut report.unread);
                let full = VALUES / values.len();
                waiting.push(values);
                if waiting.len() == full {
                    database.insert(&writer.into, &mut waiting).await?;
                }
                report.rows += 1;
            }
            database.insert(&writer.into, &mut waiting).await?;
            reports.push(report);
        }
        database.execute("COMMIT").await?;
        Ok(reports)
    }

    /// Cells of these rows of a source as they stand in the file, by row.
    pub(crate) fn original(
        &self,
        source: usize,
        wanted: &BTreeSet<u32>,
    ) -> anyhow::Result<BTreeMap<u32, Vec<String>>> {
        let mut found = BTreeMap::new();
        let Some(source) = self.sources.get(source) else { return Ok(found) };
        let mut records = self.books[source.book].records(source.place)?;
        let mut record = Record::default();
        while found.len() < wanted.len() {
            let Some(row) = records.next(&mut record)? else { break };
            if wanted.contains(&row) {
                found.insert(row, record.iter().map(str::to_owned).collect());
            }
        }
        Ok(found)
    }
}

fn missing(sheet: &Sheet, layout: &Layout) -> Vec<String> {
    let empty = sheet.columns.iter().zip(&layout.places).filter(|(_, places)| places.is_empty());
    empty.map(|(column, _)| column.headers.first().unwrap_or(&column.name).clone()).collect()
}

/// Sub-totals, headers printed again, and rows that have none of what a row is known by.
fn is_no_data(layout: &Layout, sheet: &Sheet, record: &Record) -> bool {
    let first = record.iter().map(str::trim).find(|it| !it.is_empty()).unwrap_or("");
    let total = ["合计", "小计", "总计"].iter().any(|it| first.starts_with(it));
    let known_by = sheet.columns.iter().zip(&layout.places);
    let mut known_by = known_by.filter(|(column, _)| sheet.required.contains(&column.name));
    let nothing =
        known_by.all(|(_, places)| places.iter().all(|it| record.trimmed(*it).is_empty()));
    total || nothing || layout.is_header(record)
}

/// What is counted over all rows.
#[derive(Debug, Default)]
pub(crate) struct Rows {
    next: i64,
    households: HashMap<(String, String), i64>,
    people: HashMap<(String, String), i64>,
}

/// Turns the cells of one sheet into values for its table.
#[derive(Debug)]
pub(crate) struct Writer<'a> {
    pub(crate) into: String,
    schema: &'a Schema,
    sheet: &'a Sheet,
    on: NaiveDate,
    /// The schema's columns that the table has.
    columns: Vec<usize>,
    household: Option<usize>,
    id: Option<usize>,
}

impl<'a> Writer<'a> {
    pub(crate) fn new(
        schema: &'a Schema,
        sheet: &'a Sheet,
        present: &Present,
        on: NaiveDate,
    ) -> Writer<'a> {
        let there = |it: &usize| present.has(&sheet.name, &sheet.columns[*it].name);
        let columns: Vec<usize> = (0..sheet.columns.len()).filter(there).collect();
        let place = |name: &str| {
            let place = sheet.columns.iter().position(|it| it.name == name);
            place.filter(|it| columns.contains(it))
        };
        let household = place("户编号");
        let id = sheet.id_column().and_then(|it| place(&it.name));
        let mut names: Vec<&str> = crate::schema::BUILT_IN.to_vec();
        if id.is_some() {
            names.extend(crate::schema::BUILT_IN_ID);
        }
        names.extend(columns.iter().map(|it| sheet.columns[*it].name.as_str()));
        let into = format!("INSERT INTO {} ({})", sheet.name, names.join(", "));
        Writer { into, schema, sheet, on, columns, household, id }
    }

    /// The values of a row; cells that could not be read are noted.
    pub(crate) fn values<'c>(
        &self,
        rows: &mut Rows,
        source: usize,
        row: u32,
        cell: impl Fn(usize) -> &'c str,
        unread: &mut Vec<Unread>,
    ) -> Vec<Value> {
        rows.next += 1;
        let number = rows.next;
        let or_row = |key: String| if key.is_empty() { format!("#{number}") } else { key };
        let household = self.household.map_or("", &cell);
        let household = or_row(match self.read(self.household, household) {
            Value::Text(it) => it,
            _ => String::new(),
        });
        let sheet = &self.sheet.name;
        let first = *rows.households.entry((sheet.clone(), household.clone())).or_insert(number);
        let mut values = vec![
            Value::Whole(number),
            Value::Whole(source as i64),
            Value::Whole(i64::from(row)),
            Value::Text(household),
            Value::Whole(first),
        ];
        if let Some(id) = self.id {
            let facts = IdFacts::of(cell(id));
            let key = or_row(facts.key);
            let first = *rows.people.entry((sheet.clone(), key.clone())).or_insert(number);
            values.extend([
                Value::Text(key),
                Value::Whole(first),
                Value::Whole(facts.length),
                Value::Text(facts.problem.to_owned()),
                facts.birth.map_or(Value::Null, Value::Whole),
                Value::Whole(facts.category),
                Value::Whole(facts.grade),
            ]);
        }
        for place in &self.columns {
            let column = &self.sheet.columns[*place];
            let words = column.words.as_ref().and_then(|it| self.schema.words.get(it));
            values.push(match cells::read(cell(*place), column.ty, words, self.on) {
                Ok(value) => value,
                Err(_) => {
                    note(unread, &column.name, row);
                    Value::Null
                }
            });
        }
        values
    }

    fn read(&self, column: Option<usize>, cell: &str) -> Value {
        let Some(column) = column.map(|it| &self.sheet.columns[it]) else { return Value::Null };
        cells::read(cell, column.ty, None, self.on).unwrap_or(Value::Null)
    }
}

fn note(unread: &mut Vec<Unread>, column: &str, row: u32) {
    let known = unread.iter_mut().find(|it| it.column == column);
    let it = match known {
        Some(it) => it,
        None => {
            unread.push(Unread { column: column.to_owned(), cells: 0, rows: Vec::new() });
            let last = unread.len() - 1;
            &mut unread[last]
        }
    };
    it.cells += 1;
    if it.rows.len() < NAMED_ROWS {
        it.rows.push(row);
    }
}

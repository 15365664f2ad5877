//! How an office writes: sheets, encodings, and slips of the pen.

use std::{fs, path::Path};

use anyhow::Context;
use chrono::NaiveDate;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook};

use super::people::{County, Person};
use super::plan::Plan;
use crate::random::Random;

/// Where files go, and whose they are.
pub(super) struct Office<'a> {
    out: &'a Path,
    pub county: &'a County,
    pub plan: &'a Plan,
    /// Paths below the folder, as written.
    pub written: Vec<String>,
}

/// One list.
#[derive(Default)]
pub(super) struct Sheet {
    pub name: &'static str,
    /// Lines above the header.
    pub titles: Vec<String>,
    pub header: Vec<&'static str>,
    pub rows: Vec<Vec<String>>,
    /// Headers whose cells are numbers in a workbook.
    pub numbers: &'static [&'static str],
    /// How many leading columns behind 序号 are merged where equal.
    pub merged: usize,
}

/// How text is encoded.
#[derive(Clone, Copy)]
pub(super) enum Encoding {
    Gb18030,
    Utf8Bom,
}

/// A row from what can be written as text.
macro_rules! row {
    ($($cell:expr),* $(,)?) => { vec![$($cell.to_string()),*] };
}
pub(super) use row;

impl<'a> Office<'a> {
    pub fn new(out: &'a Path, county: &'a County, plan: &'a Plan) -> Office<'a> {
        Office { out, county, plan, written: Vec::new() }
    }

    /// Writes bytes and remembers the path.
    pub fn save(&mut self, path: &str, bytes: &[u8]) -> anyhow::Result<()> {
        let whole = self.out.join(path);
        if let Some(folder) = whole.parent() {
            fs::create_dir_all(folder).with_context(|| format!("建不了 {}", folder.display()))?;
        }
        fs::write(&whole, bytes).with_context(|| format!("写不了 {}", whole.display()))?;
        self.written.push(path.to_owned());
        Ok(())
    }

    /// A text file with commas; titles stand alone in their line.
    pub fn csv(&mut self, path: &str, sheet: &Sheet, encoding: Encoding) -> anyhow::Result<()> {
        let mut writer = csv::WriterBuilder::new()
            .flexible(true)
            .terminator(csv::Terminator::CRLF)
            .from_writer(Vec::new());
        for title in &sheet.titles {
            writer.write_record([title])?;
        }
        writer.write_record(&sheet.header)?;
        for row in &sheet.rows {
            writer.write_record(row)?;
        }
        let text = String::from_utf8(writer.into_inner().map_err(|it| it.into_error())?)?;
        match encoding {
            Encoding::Utf8Bom => self.save(path, format!("\u{FEFF}{text}").as_bytes()),
            Encoding::Gb18030 => self.save(path, &encoding_rs::GB18030.encode(&text).0),
        }
    }

    /// A workbook. The time of making is the data date: equal seeds give equal bytes.
    pub fn xlsx(&mut self, path: &str, sheets: &[Sheet]) -> anyhow::Result<()> {
        let mut book = Workbook::new();
        let made = ExcelDateTime::parse_from_str(&self.county.as_of.to_string())?;
        book.set_properties(&DocProperties::new().set_creation_datetime(&made));
        let centre = Format::new();
        for sheet in sheets {
            let page = book.add_worksheet();
            if !sheet.name.is_empty() {
                page.set_name(sheet.name)?;
            }
            for (line, title) in sheet.titles.iter().enumerate() {
                page.write_string(line as u32, 0, title)?;
            }
            let top = sheet.titles.len() as u32;
            for (column, title) in sheet.header.iter().enumerate() {
                page.write_string(top, column as u16, *title)?;
            }
            for (line, row) in sheet.rows.iter().enumerate() {
                for (column, cell) in row.iter().enumerate().filter(|(_, it)| !it.is_empty()) {
                    let number =
                        sheet.header.get(column).is_some_and(|it| sheet.numbers.contains(it));
                    let (line, column) = (top + 1 + line as u32, column as u16);
                    match cell.parse::<f64>() {
                        Ok(value) if number => page.write_number(line, column, value)?,
                        _ => page.write_string(line, column, cell)?,
                    };
                }
            }
            for column in 1..=sheet.merged {
                let mut first = 0;
                for line in 1..=sheet.rows.len() {
                    let same = |it: usize| sheet.rows.get(it).map(|row| &row[1..=column]);
                    if same(line) == same(first) {
                        continue;
                    }
                    if line - first > 1 {
                        let (from, to) = (top + 1 + first as u32, top + line as u32);
                        let cell = &sheet.rows[first][column];
                        page.merge_range(from, column as u16, to, column as u16, cell, &centre)?;
                    }
                    first = line;
                }
            }
        }
        let bytes = book.save_to_buffer()?;
        self.save(path, &bytes)
    }

    /// A page of a web system, saved under the name of a workbook.
    pub fn html(&mut self, path: &str, sheet: &Sheet) -> anyhow::Result<()> {
        let line = |cells: Vec<&str>, tag: &str| {
            let cells: Vec<String> =
                cells.iter().map(|it| format!("<{tag}>{it}</{tag}>")).collect();
            format!("<tr>{}</tr>\r\n", cells.concat())
        };
        let mut page = String::from(
            "<html><head><meta charset=\"utf-8\"></head><body><table border=\"1\">\r\n",
        );
        page += &line(sheet.header.clone(), "th");
        for row in &sheet.rows {
            page += &line(row.iter().map(String::as_str).collect(), "td");
        }
        page += "</table></body></html>\r\n";
        self.save(path, page.as_bytes())
    }

    /// 202310
    pub fn month(&self) -> String {
        self.county.as_of.format("%Y%m").to_string()
    }

    /// 20231031
    pub fn day(&self) -> String {
        self.county.as_of.format("%Y%m%d").to_string()
    }

    /// 2023年10月
    pub fn month_zh(&self) -> String {
        self.county.as_of.format("%Y年%-m月").to_string()
    }
}

impl Sheet {
    /// Slips in four of a thousand rows, and one of a thousand twice. `usable` leaves the identity
    /// numbers such that a careful reader still understands them.
    pub fn mess(mut self, random: &mut Random, usable: bool) -> Sheet {
        let place = |words: &[&str]| {
            self.header.iter().position(|it| words.iter().any(|word| it.contains(word)))
        };
        let id = place(&["身份证", "身份号码", "证件号", "身份证明"]);
        let name = place(&["姓名", "所有人", "权利人", "户主"]);
        let date = place(&["日期", "时间"]);
        let amount = place(&["金额", "保障金", "费用总额", "月收入", "损失", "供养金"]);
        let mut done = Vec::with_capacity(self.rows.len() + self.rows.len() / 900);
        for mut row in std::mem::take(&mut self.rows) {
            if random.chance(4_000) {
                match random.below(10) {
                    0..5 => change(&mut row, id, |it| wrong_id(random, it, usable)),
                    5..7 => change(&mut row, name, |it| wrong_name(random, it)),
                    7 => change(&mut row, amount, |it| wrong_amount(random, it)),
                    _ => change(&mut row, date, |it| other_date(random, it)),
                }
            }
            if random.chance(1_000) && row.len() == self.header.len() {
                done.push(row.clone());
            }
            done.push(row);
        }
        self.rows = done;
        self
    }

    /// Numbers the rows in the first column.
    pub fn numbered(mut self) -> Sheet {
        for (place, row) in self.rows.iter_mut().enumerate() {
            row[0] = (place + 1).to_string();
        }
        self
    }
}

/// 1234.56
pub(super) fn yuan(fen: i64) -> String {
    format!("{}{}.{:02}", if fen < 0 { "-" } else { "" }, fen.abs() / 100, fen.abs() % 100)
}

/// 男 or 女
pub(super) fn sex(person: &Person) -> &'static str {
    if person.male { "男" } else { "女" }
}

fn change(row: &mut [String], column: Option<usize>, how: impl FnOnce(&str) -> String) {
    if let Some(cell) = column.and_then(|it| row.get_mut(it))
        && !cell.is_empty()
    {
        *cell = how(cell);
    }
}

fn wrong_id(random: &mut Random, id: &str, usable: bool) -> String {
    let tab = if id.ends_with('\t') { "\t" } else { "" };
    let id = id.trim_end();
    if id.len() < 18 {
        return id.to_owned();
    }
    let kinds = if usable { 6 } else { 10 };
    let other = match random.below(kinds) {
        0 => format!(" {id}"),
        1 => format!("{} {} {}", &id[..6], &id[6..14], &id[14..]),
        2 => id.to_lowercase(),
        3 => id.chars().map(full_width).collect(),
        4 => format!("'{id}"),
        5 => format!("{id}\u{3000}"),
        6 | 7 => String::new(),
        8 => {
            let last = if id.as_bytes()[17] == b'1' { '2' } else { '1' };
            format!("{}{last}{}", &id[..17], &id[18..])
        }
        _ => format!("{}.{}E+17", &id[..1], &id[1..6]),
    };
    other + tab
}

fn wrong_name(random: &mut Random, name: &str) -> String {
    let mut letters: Vec<char> = name.chars().collect();
    match random.below(3) {
        0 => letters.insert(1, ' '),
        1 => letters.insert(1, '\u{3000}'),
        _ => letters.push(' '),
    }
    letters.into_iter().collect()
}

fn wrong_amount(random: &mut Random, amount: &str) -> String {
    match random.below(4) {
        0 => format!("{amount}元"),
        1 => format!("￥{amount}"),
        2 => amount.chars().map(full_width).collect(),
        _ => format!(" {amount}"),
    }
}

fn other_date(random: &mut Random, date: &str) -> String {
    let read = ["%Y-%m-%d", "%Y/%m/%d", "%Y%m%d", "%Y.%m.%d"]
        .iter()
        .find_map(|form| NaiveDate::parse_from_str(date, form).ok());
    let forms = ["%Y年%-m月%-d日", "%Y.%-m.%-d", "%Y%m%d", "%Y/%-m/%-d"];
    read.map_or_else(|| date.to_owned(), |it| it.format(random.pick(&forms)).to_string())
}

fn full_width(letter: char) -> char {
    if letter.is_ascii_digit() {
        char::from_u32(letter as u32 + 0xFEE0).unwrap_or(letter)
    } else {
        letter
    }
}

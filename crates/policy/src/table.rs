//! One TOML table being read: keys are taken one by one, and whatever is left over is a fault.
//!
//! Read this way rather than through serde, because an officer should see every fault of a file at
//! once, each with its line, and because money must not pass through a float.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use toml::de::{DeTable, DeValue};

use crate::{
    problem::{Faults, Problem},
    suggest,
};

/// A value and the line it stands on.
#[derive(Clone, Debug)]
pub struct Lined<T> {
    /// The line, from 1.
    pub line: u32,
    /// The value.
    pub value: T,
}

/// A TOML value; numbers keep their text.
#[derive(Clone, Debug)]
pub enum Item {
    /// In quotation marks.
    Text(String),
    /// As written.
    Number(String),
    /// `true` or `false`.
    Flag(bool),
    /// A bare date or time, as written.
    Date(String),
    /// `[…]` or `[[…]]`.
    List(Vec<Lined<Item>>),
    /// `[…]` or `{…}`.
    Table(Table),
}

/// A table whose keys are still to be taken.
#[derive(Clone, Debug)]
pub struct Table {
    /// The line of its heading.
    pub line: u32,
    entries: BTreeMap<String, Lined<Item>>,
    known: Vec<&'static str>,
}

/// Reads a file; faults of syntax are noted, and what could be read is returned.
pub fn parse(file: &str, text: &str, problems: &mut Vec<Problem>) -> Table {
    let (document, errors) = DeTable::parse_recoverable(text);
    let lines = Lines::of(text);
    for error in errors {
        problems.push(Problem {
            file: file.to_owned(),
            line: error.span().map(|span| lines.at(span.start)),
            message: format!(
                "不是正确的 TOML，请检查引号、等号和方括号（{}）",
                error.message().lines().collect::<Vec<_>>().join(" ")
            ),
        });
    }
    table(&lines, 1, document.get_ref())
}

fn table(lines: &Lines, line: u32, source: &DeTable<'_>) -> Table {
    let entries = source.iter().map(|(key, value)| {
        let line = lines.at(key.span().start);
        (key.get_ref().to_string(), Lined { line, value: item(lines, line, value.get_ref()) })
    });
    Table { line, entries: entries.collect(), known: Vec::new() }
}

fn item(lines: &Lines, line: u32, value: &DeValue<'_>) -> Item {
    match value {
        DeValue::String(it) => Item::Text(it.to_string()),
        DeValue::Integer(it) => Item::Number(it.to_string()),
        DeValue::Float(it) => Item::Number(it.as_str().to_owned()),
        DeValue::Boolean(it) => Item::Flag(*it),
        DeValue::Datetime(it) => Item::Date(it.to_string()),
        DeValue::Array(list) => Item::List(
            list.iter()
                .map(|it| {
                    let line = lines.at(it.span().start);
                    Lined { line, value: item(lines, line, it.get_ref()) }
                })
                .collect(),
        ),
        DeValue::Table(it) => Item::Table(table(lines, line, it)),
    }
}

/// Where the lines of a text end.
struct Lines(Vec<usize>);

impl Lines {
    fn of(text: &str) -> Lines {
        let bytes = text.bytes().enumerate();
        Lines(bytes.filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at).collect())
    }

    /// The line of a place, from 1.
    fn at(&self, offset: usize) -> u32 {
        let newlines = self.0.partition_point(|end| *end < offset);
        u32::try_from(newlines).map_or(u32::MAX, |count| count.saturating_add(1))
    }
}

impl Table {
    /// Takes a key out, whatever it holds.
    pub fn take(&mut self, key: &'static str) -> Option<Lined<Item>> {
        self.know(key);
        self.entries.remove(key)
    }

    /// Takes everything out; for tables whose keys are names, not fields.
    pub fn take_all(&mut self) -> impl Iterator<Item = (String, Lined<Item>)> {
        std::mem::take(&mut self.entries).into_iter()
    }

    /// Takes a text that may be missing.
    pub fn text(&mut self, key: &'static str, faults: &mut Faults<'_>) -> Option<Lined<String>> {
        let Lined { line, value } = self.take(key)?;
        match value {
            Item::Text(text) if !text.trim().is_empty() => Some(Lined { line, value: text }),
            Item::Text(_) => {
                faults.at(line, format!("{key} 是空的，请填写或删去"));
                None
            }
            _ => {
                faults.at(line, format!("{key} 应是文字，请加引号"));
                None
            }
        }
    }

    /// Takes a text that must be there.
    pub fn required_text(
        &mut self,
        key: &'static str,
        faults: &mut Faults<'_>,
    ) -> Option<Lined<String>> {
        self.require(key, faults).then(|| self.text(key, faults)).flatten()
    }

    /// Takes a date written `"2023-10-31"`, with or without quotation marks.
    pub fn date(&mut self, key: &'static str, faults: &mut Faults<'_>) -> Option<Lined<NaiveDate>> {
        let Lined { line, value } = self.take(key)?;
        let date = match value {
            Item::Text(text) | Item::Date(text) => text.parse().ok(),
            _ => None,
        };
        if date.is_none() {
            faults.at(line, format!("{key} 应是日期，写作 \"2023-10-31\""));
        }
        date.map(|value| Lined { line, value })
    }

    /// Takes a date that must be there.
    pub fn required_date(
        &mut self,
        key: &'static str,
        faults: &mut Faults<'_>,
    ) -> Option<Lined<NaiveDate>> {
        self.require(key, faults).then(|| self.date(key, faults)).flatten()
    }

    /// Takes a yes or no; missing is no.
    pub fn flag(&mut self, key: &'static str, faults: &mut Faults<'_>) -> bool {
        match self.take(key) {
            Some(Lined { value: Item::Flag(flag), .. }) => flag,
            Some(Lined { line, .. }) => {
                faults.at(line, format!("{key} 只能写 true 或 false"));
                false
            }
            None => false,
        }
    }

    /// Takes `[[key]]`, a list of tables; missing is empty.
    pub fn tables(&mut self, key: &'static str, faults: &mut Faults<'_>) -> Vec<Table> {
        let Some(Lined { line, value }) = self.take(key) else { return Vec::new() };
        let Item::List(list) = value else {
            faults.at(line, format!("{key} 应写成 [[{key}]]，每条一段"));
            return Vec::new();
        };
        let mut tables = Vec::new();
        for Lined { line, value } in list {
            match value {
                Item::Table(table) => tables.push(table),
                _ => faults.at(line, format!("{key} 应写成 [[{key}]]，每条一段")),
            }
        }
        tables
    }

    /// Takes `[key]`, a table; missing is none.
    pub fn table(&mut self, key: &'static str, faults: &mut Faults<'_>) -> Option<Table> {
        match self.take(key)? {
            Lined { value: Item::Table(table), .. } => Some(table),
            Lined { line, .. } => {
                faults.at(line, format!("{key} 应是一张表，写作 [{key}] 或 {{ … }}"));
                None
            }
        }
    }

    /// Notes a fault when the key is missing.
    pub fn require(&mut self, key: &'static str, faults: &mut Faults<'_>) -> bool {
        self.know(key);
        let there = self.has(key);
        if !there {
            faults.at(self.line, format!("缺少 {key}，请补上"));
        }
        there
    }

    /// Whether the key is still there.
    pub fn has(&self, key: &str) -> bool {
        self.entries.contains_key(key)
    }

    fn know(&mut self, key: &'static str) {
        if !self.known.contains(&key) {
            self.known.push(key);
        }
    }

    /// Whatever was not taken is not known: notes each such key, with the keys that are.
    pub fn finish(self, faults: &mut Faults<'_>) {
        for (key, Lined { line, .. }) in &self.entries {
            faults.at(
                *line,
                format!(
                    "不认识的键 {key}{}，请改正或删去；这里可用：{}",
                    suggest::hint(key, self.known.iter().copied()),
                    self.known.join("、")
                ),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_fault_of_a_file_is_noted_with_its_line() {
        let mut problems = Vec::new();
        let mut top =
            parse("x.toml", "titel = \"a\"\nfrom = 20230101\n\n[[all]]\nfact = 1\n", &mut problems);
        let mut faults = Faults { file: "x.toml", list: &mut problems };
        assert!(top.required_text("title", &mut faults).is_none());
        assert!(top.required_date("from", &mut faults).is_none());
        for mut condition in top.tables("all", &mut faults) {
            assert_eq!(condition.line, 4);
            condition.required_text("fact", &mut faults);
        }
        top.finish(&mut faults);
        let lines: Vec<_> = problems.iter().map(|it| (it.line, it.message.as_str())).collect();
        assert_eq!(
            lines,
            [
                (Some(1), "缺少 title，请补上"),
                (Some(2), "from 应是日期，写作 \"2023-10-31\""),
                (Some(5), "fact 应是文字，请加引号"),
                (
                    Some(1),
                    "不认识的键 titel（是不是想写 title？），请改正或删去；这里可用：title、from、all"
                ),
            ]
        );
    }

    #[test]
    fn broken_toml_is_a_fault_with_a_line() {
        let mut problems = Vec::new();
        parse("x.toml", "a = 1\nb = \"open\n", &mut problems);
        assert_eq!(problems.first().and_then(|it| it.line), Some(2), "{problems:?}");
    }

    #[test]
    fn dates_may_be_written_with_or_without_quotation_marks() {
        let mut problems = Vec::new();
        let mut top = parse("x", "a = 2023-10-31\nb = \"2023-10-31\"\n", &mut problems);
        let mut faults = Faults { file: "x", list: &mut problems };
        let bare = top.date("a", &mut faults).map(|it| it.value);
        assert_eq!(bare, top.date("b", &mut faults).map(|it| it.value));
        assert!(bare.is_some() && problems.is_empty());
    }
}

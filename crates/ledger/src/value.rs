//! Values as people type them and as they are kept.

use chrono::{Datelike, NaiveDate};
use kernel::{
    ResidentId,
    cleaning::squeeze,
    decimal,
    value::{date_of, days_of},
};

use crate::{
    field::{Field, FieldType},
    ledger::Ledger,
};

/// A value, readable.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Plain {
    /// Nothing.
    #[default]
    Blank,
    /// A whole number: fen, days since 1970-01-01, yes and no, keys of people, places and records.
    Number(i64),
    /// Text, codes; several codes as `,one,two,`.
    Text(String),
}

/// Why what was typed is no value of the field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ValueFault {
    /// In Chinese, with what to write.
    pub zh: String,
    /// In English.
    pub en: String,
}

fn fault(zh: impl Into<String>, en: impl Into<String>) -> ValueFault {
    ValueFault { zh: zh.into(), en: en.into() }
}

/// What stands between several words in one cell.
pub(crate) const BETWEEN: [char; 6] = ['、', ',', '，', ';', '；', '\n'];

/// How dates may be written.
const DATES: [&str; 6] =
    ["%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日", "%Y%m%d", "%Y-%m-%d %H:%M:%S"];

/// Years that are no slip of the finger.
const YEARS: std::ops::RangeInclusive<i64> = 1900..=2100;

impl Ledger {
    /// What was typed into a field. People, households, places and records are given by their keys
    /// here; finding them by words is for whoever knows the register.
    ///
    /// # Errors
    /// Why it is no value of this field, and what to write.
    pub fn read(&self, field: &Field, typed: &str) -> Result<Plain, ValueFault> {
        let text = typed.trim();
        if text.is_empty() {
            return Ok(Plain::Blank);
        }
        match &field.ty {
            FieldType::Text | FieldType::Name => limited(text, FieldType::LINE, false),
            FieldType::LongText => limited(text, FieldType::LINES, true),
            FieldType::Number => scaled(text, 0),
            FieldType::Money => scaled(text, 2),
            FieldType::Decimal { places } => scaled(text, *places),
            FieldType::Date => date(text).map(|it| Plain::Number(days_of(it))),
            FieldType::Month => month(text).map(|it| Plain::Number(days_of(it))),
            FieldType::Year => {
                let year = squeeze(text).trim_end_matches('年').parse().ok();
                year.filter(|it| YEARS.contains(it))
                    .map(Plain::Number)
                    .ok_or_else(|| fault("年份请写成 2023", "write the year as 2023"))
            }
            FieldType::YesNo => match &*squeeze(text) {
                "是" | "有" | "true" | "1" | "yes" | "Yes" | "√" | "TRUE" => {
                    Ok(Plain::Number(1))
                }
                "否" | "无" | "没有" | "不是" | "false" | "0" | "no" | "No" | "×" | "FALSE" => {
                    Ok(Plain::Number(0))
                }
                _ => Err(fault("请写“是”或“否”", "write yes or no")),
            },
            FieldType::Code { list } => self.code(list, text).map(Plain::Text),
            FieldType::Codes { list } => self.codes(list, text),
            FieldType::Region { .. }
            | FieldType::Household
            | FieldType::Person
            | FieldType::Link { .. } => match text.parse() {
                Ok(key) => Ok(Plain::Number(key)),
                Err(_) => Err(fault("请从列表里选择", "choose from the list")),
            },
            FieldType::Phone => {
                let digits: String =
                    text.chars().filter(|it| !matches!(it, ' ' | '-' | '－')).collect();
                let good = (7..=12).contains(&digits.len())
                    && digits.chars().all(|it| it.is_ascii_digit());
                match good {
                    true => Ok(Plain::Text(digits)),
                    false => {
                        Err(fault("电话应是 7 到 12 位数字", "a telephone has 7 to 12 digits"))
                    }
                }
            }
            FieldType::IdNumber => match ResidentId::read(text) {
                Ok(it) => Ok(Plain::Text(it.id.reveal().to_owned())),
                Err(_) => Err(fault(
                    "身份证号不对：应是 18 位，并通过校验",
                    "not a valid identity number of 18 characters",
                )),
            },
            FieldType::AccountNumber => {
                let digits: String = text.chars().filter(|it| !it.is_whitespace()).collect();
                let good = (8..=30).contains(&digits.len())
                    && digits.chars().all(|it| it.is_ascii_digit() || it == '-');
                match good {
                    true => Ok(Plain::Text(digits)),
                    false => Err(fault("账号应是 8 到 30 位数字", "an account has 8 to 30 digits")),
                }
            }
        }
    }

    fn code(&self, list: &str, word: &str) -> Result<String, ValueFault> {
        let list = self.list(list);
        match list.and_then(|it| it.code_of(word)) {
            Some(code) => Ok(code.code.clone()),
            None => {
                let items = list.map(|it| it.items.as_slice()).unwrap_or_default();
                let zh: Vec<&str> = items.iter().map(|it| it.words.zh.as_str()).collect();
                let en: Vec<&str> = items.iter().map(|it| it.words.en.as_str()).collect();
                Err(fault(
                    format!("没有“{word}”，可写：{}", zh.join("、")),
                    format!("no \"{word}\"; write one of: {}", en.join(", ")),
                ))
            }
        }
    }

    fn codes(&self, list: &str, text: &str) -> Result<Plain, ValueFault> {
        let mut codes = Vec::new();
        for word in text.split(BETWEEN) {
            if word.trim().is_empty() {
                continue;
            }
            let code = self.code(list, word)?;
            if !codes.contains(&code) {
                codes.push(code);
            }
        }
        Ok(match codes.is_empty() {
            true => Plain::Blank,
            false => Plain::Text(format!(",{},", codes.join(","))),
        })
    }

    /// A value as people read it, in Chinese or English. Keys of people, places and records are
    /// shown as they are: whoever knows their names shows those.
    #[must_use]
    pub fn show(&self, field: &Field, value: &Plain, in_english: bool) -> String {
        let number = match value {
            Plain::Blank => return String::new(),
            Plain::Text(text) => {
                let Some(list) = field.ty.list().and_then(|it| self.list(it)) else {
                    return text.clone();
                };
                let words = text.split(',').filter(|it| !it.is_empty()).map(|code| {
                    let word = list.get(code).map(|it| match in_english {
                        true => it.words.en.as_str(),
                        false => it.words.zh.as_str(),
                    });
                    word.unwrap_or(code)
                });
                let words: Vec<&str> = words.collect();
                return words.join(if in_english { ", " } else { "、" });
            }
            Plain::Number(it) => *it,
        };
        match &field.ty {
            FieldType::Money => point(number, 2),
            FieldType::Decimal { places } => point(number, *places),
            FieldType::Date => date_of(number).to_string(),
            FieldType::Month => {
                let day = date_of(number);
                format!("{:04}-{:02}", day.year(), day.month())
            }
            FieldType::YesNo => match (number != 0, in_english) {
                (true, false) => "是",
                (false, false) => "否",
                (true, true) => "yes",
                (false, true) => "no",
            }
            .to_owned(),
            _ => number.to_string(),
        }
    }
}

fn limited(text: &str, most: usize, lines: bool) -> Result<Plain, ValueFault> {
    if text.chars().count() > most {
        return Err(fault(format!("最多 {most} 个字"), format!("at most {most} characters")));
    }
    if !lines && text.contains('\n') {
        return Err(fault("只写一行", "one line only"));
    }
    Ok(Plain::Text(text.to_owned()))
}

fn scaled(text: &str, places: u32) -> Result<Plain, ValueFault> {
    let plain = kernel::cleaning::number(text);
    let fraction = plain.split_once('.').map_or("", |it| it.1).trim_end_matches('0');
    let wrong = || match places {
        0 => fault("应是整数", "a whole number"),
        it => {
            fault(format!("应是数，最多 {it} 位小数"), format!("a number with at most {it} places"))
        }
    };
    if fraction.len() > places as usize {
        return Err(wrong());
    }
    decimal::scaled(&plain, 10_i64.pow(places)).map(Plain::Number).ok_or_else(wrong)
}

fn date(text: &str) -> Result<NaiveDate, ValueFault> {
    let text = squeeze(text);
    DATES
        .iter()
        .find_map(|it| NaiveDate::parse_from_str(&text, it).ok())
        .filter(|it| YEARS.contains(&i64::from(it.year())))
        .ok_or_else(|| fault("日期请写成 2023-10-31", "write the date as 2023-10-31"))
}

fn month(text: &str) -> Result<NaiveDate, ValueFault> {
    let text = squeeze(text);
    let plain: String = text.chars().map(|it| if it.is_ascii_digit() { it } else { '-' }).collect();
    let mut parts = plain.split('-').filter(|it| !it.is_empty());
    let found = match (parts.next(), parts.next()) {
        (Some(year), Some(month)) => Some((year.to_owned(), month.to_owned())),
        (Some(both), None) if both.len() == 6 => Some((both[..4].to_owned(), both[4..].to_owned())),
        _ => None,
    };
    found
        .and_then(|(year, month)| {
            NaiveDate::from_ymd_opt(year.parse().ok()?, month.parse().ok()?, 1)
        })
        .filter(|it| YEARS.contains(&i64::from(it.year())))
        .ok_or_else(|| fault("月份请写成 2023-10", "write the month as 2023-10"))
}

/// 123450 with two places as `1234.5`.
fn point(number: i64, places: u32) -> String {
    let ten = 10_u64.pow(places);
    let (whole, rest) = (number.unsigned_abs() / ten, number.unsigned_abs() % ten);
    let sign = if number < 0 { "-" } else { "" };
    let width = places as usize;
    let text = format!("{sign}{whole}.{rest:0width$}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

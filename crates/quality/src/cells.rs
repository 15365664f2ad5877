//! One cell as a value of the database.

use chrono::NaiveDate;
use intake::{DateCell, read_date};
use kernel::{
    Month, ResidentId, birth_hint,
    cleaning::{number, squeeze},
};

use crate::{
    bind::day,
    schema::{CellType, Words},
};

/// What stands in the database.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Value {
    Null,
    Whole(i64),
    Real(f64),
    Text(String),
}

/// A cell that says something which is no number, month or date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Unreadable;

/// Reads a cell. Empty texts are `''`; empty numbers, months and dates are NULL.
///
/// # Errors
/// [`Unreadable`], for numbers, months and dates.
pub(crate) fn read(
    cell: &str,
    ty: CellType,
    words: Option<&Words>,
    on: NaiveDate,
) -> Result<Value, Unreadable> {
    let text = |it: String| match words.and_then(|words| words.get(&it)) {
        Some(word) => Value::Text(word.clone()),
        None => Value::Text(it),
    };
    Ok(match ty {
        CellType::Text => text(squeeze(cell.trim()).into_owned()),
        CellType::Id => Value::Text(number(cell)),
        CellType::Code | CellType::Phone => Value::Text(without_point(&number(cell)).to_owned()),
        CellType::List => text(list(cell)),
        CellType::Number => number_of(cell)?.map_or(Value::Null, Value::Real),
        CellType::Month => match date_of(cell, on)? {
            Some(date) => Value::Whole(day(date) / 100),
            None => Value::Null,
        },
        CellType::Date => match date_of(cell, on)? {
            Some(date) => Value::Whole(day(date)),
            None => Value::Null,
        },
    })
}

/// A number that Excel kept as a float: `13800000000.0`.
fn without_point(text: &str) -> &str {
    match text.split_once('.') {
        Some((whole, zeros)) if zeros.bytes().all(|it| it == b'0') => whole,
        _ => text,
    }
}

/// Several choices in one cell, with commas between.
fn list(cell: &str) -> String {
    let parts = cell.split([',', '，', '、', ';', '；', '|', '\n', '\r', '\t']);
    let parts = parts.map(|it| squeeze(it.trim()).into_owned()).filter(|it| !it.is_empty());
    parts.collect::<Vec<_>>().join(",")
}

/// Checks compare with limits and add up areas; amounts are not booked here, so a float will do.
fn number_of(cell: &str) -> Result<Option<f64>, Unreadable> {
    let text: String = squeeze(cell.trim()).chars().filter(|it| *it != ',').collect();
    let text = text.trim_matches(['\'', '"']);
    if matches!(text, "" | "-" | "--" | "—" | "/") {
        return Ok(None);
    }
    match text.parse::<f64>() {
        Ok(value) if value.is_finite() => Ok(Some(value)),
        _ => Err(Unreadable),
    }
}

fn date_of(cell: &str, on: NaiveDate) -> Result<Option<NaiveDate>, Unreadable> {
    let text = squeeze(cell.trim());
    // 202310 and 2023年10月 are months here, which dates read too, but never as 2010-23.
    if let Ok(month) = text.parse::<Month>() {
        return Ok(Some(month.first_day()));
    }
    match read_date(cell, on) {
        DateCell::Is(date) => Ok(Some(date)),
        DateCell::Blank => Ok(None),
        DateCell::Impossible | DateCell::Ambiguous | DateCell::Unreadable => Err(Unreadable),
    }
}

/// What an identity number says: length, problem, birth date, kind and grade of disability.
pub(crate) struct IdFacts {
    /// First 18 characters; empty when there are none.
    pub(crate) key: String,
    pub(crate) length: i64,
    /// Empty, or the word of [`kernel::IdProblem`] without `id_`.
    pub(crate) problem: &'static str,
    pub(crate) birth: Option<i64>,
    pub(crate) category: i64,
    pub(crate) grade: i64,
}

impl IdFacts {
    pub(crate) fn of(cell: &str) -> IdFacts {
        let cleaned = number(cell);
        let cleaned = without_point(&cleaned);
        let reading = ResidentId::read(cell);
        let mark = reading.as_ref().ok().and_then(|it| it.disability);
        IdFacts {
            key: cleaned.chars().take(18).collect(),
            length: cleaned.chars().count() as i64,
            problem: reading.err().map_or("", |it| it.code().trim_start_matches("id_")),
            birth: birth_hint(cell).map(day),
            category: mark.map_or(0, |it| i64::from(it.category)),
            grade: mark.map_or(0, |it| i64::from(it.grade)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(cell: &str, ty: CellType, expected: Result<Value, Unreadable>) {
        let on = NaiveDate::from_ymd_opt(2023, 10, 31).unwrap();
        assert_eq!(read(cell, ty, None, on), expected, "{cell:?} {ty:?}");
    }

    #[test]
    fn cells_are_read_as_their_column_says() {
        let text = |it: &str| Ok(Value::Text(it.to_owned()));
        check(" 李 文勇\n", CellType::Text, text("李文勇"));
        check("", CellType::Text, text(""));
        check("13800000000.0", CellType::Phone, text("13800000000"));
        check("护路员、 保洁员；水管员", CellType::List, text("护路员,保洁员,水管员"));
        check("1,234.5", CellType::Number, Ok(Value::Real(1234.5)));
        check("", CellType::Number, Ok(Value::Null));
        check("约3亩", CellType::Number, Err(Unreadable));
        for month in ["202310", "2023-10", "2023年10月", "2023/10/05", "20231005"] {
            check(month, CellType::Month, Ok(Value::Whole(202_310)));
        }
        check("至今", CellType::Month, Ok(Value::Null));
        check("去年", CellType::Month, Err(Unreadable));
        check("19840625", CellType::Date, Ok(Value::Whole(19_840_625)));
        check("1984-06-25", CellType::Date, Ok(Value::Whole(19_840_625)));
    }
}

//! Dates as offices write them.

use chrono::{Datelike, NaiveDate};
use kernel::cleaning::squeeze;

/// What a cell says about a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateCell {
    /// A date; the first of the month where only the month is given.
    Is(NaiveDate),
    /// The cell is empty, or a word that says there is none.
    Blank,
    /// It looks like a date but the calendar has no such day.
    Impossible,
    /// It can be read in two ways.
    Ambiguous,
    /// It is no date.
    Unreadable,
}

/// Reads a cell. A two-digit year is of this century unless that lies after `as_of`.
///
/// Understood: 2023-09-13, 2023/9/13, 2023.9.13, 2023年9月13日, 20230913, 202309, 2023.9, 2023年9月,
/// 23.9.13, Excel serial numbers (44682), and any of them with a time behind.
/// `2023.1` is ambiguous: Excel writes it for January and, as a number, for October.
pub fn read(cell: &str, as_of: NaiveDate) -> DateCell {
    let cell = cell.trim();
    if let Some(date) = iso(cell.as_bytes()) {
        return date.map_or(DateCell::Impossible, DateCell::Is);
    }
    let mut text = without_time(cell).to_owned();
    text = squeeze(&text).into_owned();
    let text = text.trim_matches(['\'', '’', '`', '"', '。', '号', '起', '前']);
    if matches!(
        text,
        "" | "无" | "-" | "--" | "—" | "/" | "\\" | "不详" | "暂无" | "未知" | "至今" | "长期"
    ) {
        return DateCell::Blank;
    }
    let text =
        text.strip_suffix(".0").filter(|rest| rest.len() >= 5 && is_digits(rest)).unwrap_or(text);
    if is_digits(text) {
        return digits(text, as_of);
    }
    let mut parts = [0_u32; 3];
    let mut count = 0;
    let mut texts = [""; 3];
    for part in text.split(['-', '/', '.', '年', '月', '日', '_', '、', '—', '–', '~']) {
        if part.is_empty() {
            continue;
        }
        if count == 3 || part.len() > 4 || !is_digits(part) {
            return DateCell::Unreadable;
        }
        texts[count] = part;
        parts[count] = part.parse().unwrap_or(0);
        count += 1;
    }
    match (count, parts) {
        (3, [year, month, day]) if texts[0].len() == 4 => ymd(year, month, day),
        (3, [year, month, day]) if texts[0].len() <= 2 => short_year(year, month, day, as_of),
        (2, _) if text.contains('.') && texts[1] == "1" => DateCell::Ambiguous,
        (2, [year, month, _]) if texts[0].len() == 4 => ymd(year, month, 1),
        (1, _) if texts[0].len() == 4 && text.ends_with('年') => DateCell::Ambiguous,
        _ => DateCell::Unreadable,
    }
}

/// `2023-09-13`, `2023/09/13` and `20230913` without any cleaning.
fn iso(bytes: &[u8]) -> Option<Option<NaiveDate>> {
    let (year, month, day) = match bytes {
        [year @ .., b'-' | b'/', m1, m2, b'-' | b'/', d1, d2] if year.len() == 4 => {
            (year, [*m1, *m2], [*d1, *d2])
        }
        [year @ .., m1, m2, d1, d2] if year.len() == 4 => (year, [*m1, *m2], [*d1, *d2]),
        _ => return None,
    };
    let number = |digits: &[u8]| {
        digits.iter().try_fold(0_u32, |number, &byte| {
            byte.is_ascii_digit().then(|| number * 10 + u32::from(byte - b'0'))
        })
    };
    let (year, month, day) = (number(year)?, number(&month)?, number(&day)?);
    (1850..=2149).contains(&year).then(|| date(year, month, day))
}

fn digits(text: &str, as_of: NaiveDate) -> DateCell {
    let number: u32 = text.parse().unwrap_or(0);
    match text.len() {
        8 => ymd(number / 10_000, number / 100 % 100, number % 100),
        6 if (1850..=2149).contains(&(number / 100)) && (1..=12).contains(&(number % 100)) => {
            ymd(number / 100, number % 100, 1)
        }
        6 if (1850..=2149).contains(&(number / 100)) => DateCell::Impossible,
        6 => short_year(number / 10_000, number / 100 % 100, number % 100, as_of),
        // Serial numbers of Excel from 1927 to 2173; its day 60 never was.
        5 if (10_000..=99_999).contains(&number) => {
            let first = NaiveDate::from_ymd_opt(1899, 12, 30).unwrap_or_default();
            let date = first.checked_add_days(chrono::Days::new(number.into()));
            date.map_or(DateCell::Impossible, DateCell::Is)
        }
        14 | 12 => {
            let day = text.get(..8).unwrap_or_default();
            let number: u32 = day.parse().unwrap_or(0);
            ymd(number / 10_000, number / 100 % 100, number % 100)
        }
        _ => DateCell::Unreadable,
    }
}

fn short_year(year: u32, month: u32, day: u32, as_of: NaiveDate) -> DateCell {
    let this_century = u32::try_from(as_of.year()).unwrap_or(2000) / 100 * 100;
    match date(this_century + year, month, day) {
        Some(date) if date <= as_of => DateCell::Is(date),
        Some(_) => ymd(this_century - 100 + year, month, day),
        None => DateCell::Impossible,
    }
}

fn ymd(year: u32, month: u32, day: u32) -> DateCell {
    date(year, month, day).map_or(DateCell::Impossible, DateCell::Is)
}

fn date(year: u32, month: u32, day: u32) -> Option<NaiveDate> {
    if !(1850..=2149).contains(&year) {
        return None;
    }
    NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day)
}

/// `2023-10-31 08:42:17`, `2023/10/31T08:42`, `2023-10-31上午8时`, `44682.5`.
fn without_time(cell: &str) -> &str {
    let cell = cell.trim();
    if let Some((serial, fraction)) = cell.split_once('.')
        && serial.len() == 5
        && is_digits(serial)
        && is_digits(fraction)
    {
        return serial;
    }
    if let Some(at) = ["上午", "下午", "T"].iter().find_map(|mark| cell.find(mark)) {
        return cell[..at].trim_end();
    }
    let Some(at) = cell.find([':', '：', '时']) else { return cell };
    let before = cell[..at].trim_end_matches(|c: char| c.is_ascii_digit());
    if before.ends_with(|c: char| c.is_whitespace() || c == '日') {
        before.trim_end()
    } else {
        cell
    }
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_dates() {
        let as_of: NaiveDate = "2023-10-31".parse().unwrap();
        let check = |cell: &str, expected: &str| {
            assert_eq!(read(cell, as_of), DateCell::Is(expected.parse().unwrap()), "{cell}");
        };
        for cell in [
            "2023-09-13",
            "2023/9/13",
            "2023.9.13",
            "2023年9月13日",
            "2023年09月13日",
            "20230913",
            "23.9.13",
            "23/09/13",
            "23年9月13日",
            "45182",
            "45182.0",
            "45182.75",
            " 2023.9.13 ",
            "2023-09-13 08:42:17",
            "2023/9/13 8:42",
            "2023-09-13T08:42:17",
            "２０２３．９．１３",
            "'2023-09-13",
            "2023年9月13日 上午8:05",
            "20230913084217",
            "2023-9-13日",
        ] {
            check(cell, "2023-09-13");
        }
        check("202309", "2023-09-01");
        check("2023年9月", "2023-09-01");
        check("2023.9", "2023-09-01");
        check("2023-10", "2023-10-01");
        check("2023.10", "2023-10-01");
        check("99.5.1", "1999-05-01");
        check("230913", "2023-09-13");
        check("2033-01-20", "2033-01-20");
        check("44682", "2022-05-01");
    }

    #[test]
    fn says_why_not() {
        let as_of: NaiveDate = "2023-10-31".parse().unwrap();
        let check = |cell: &str, expected| assert_eq!(read(cell, as_of), expected, "{cell}");
        check("2023-13-03", DateCell::Impossible);
        check("20230931", DateCell::Impossible);
        check("2023-02-30", DateCell::Impossible);
        check("2023年2月30日", DateCell::Impossible);
        check("202313", DateCell::Impossible);
        check("0000-00-00", DateCell::Impossible);
        check("2023.1", DateCell::Ambiguous);
        check("2023年", DateCell::Ambiguous);
        check("", DateCell::Blank);
        check("无", DateCell::Blank);
        check("至今", DateCell::Blank);
        check("上个月", DateCell::Unreadable);
        check("3月5日", DateCell::Unreadable);
        check("12345678901", DateCell::Unreadable);
        check("1", DateCell::Unreadable);
    }
}

//! What a cell says of a field, as people and programs write it into sheets.

use std::borrow::Cow;

use kernel::{cleaning, decimal, person_name};
use ledger::{Field, FieldType, Ledger, Plain, ValueFault};

/// Reads a cell of a field that needs no register. `fen` is what one of the column's unit is worth.
pub(super) fn read(
    ledger: &Ledger,
    field: &Field,
    cell: &str,
    fen: i64,
) -> Result<Plain, ValueFault> {
    let cell = tidy(cell, field.ty == FieldType::LongText);
    let cell = cell.trim();
    if cell.is_empty() {
        return Ok(Plain::Blank);
    }
    if field.personal && cell.contains('*') {
        return Err(fault(
            "打了星号，不是真实内容：新登记的请写完整",
            "masked: write it in full for a new record",
        ));
    }
    if field.ty.is_text() && is_scientific(cell) {
        return Err(lost_digits());
    }
    match &field.ty {
        FieldType::Money => money(cell, fen).map(Plain::Number).ok_or_else(|| {
            fault(
                "应是金额，如 1200.5 或 0.12万元",
                "an amount, such as 1200.5 or 0.12万元 (ten thousand yuan)",
            )
        }),
        FieldType::Decimal { places } => {
            let scaled = decimal::scaled(&plain_number(cell, field), 10_i64.pow(*places));
            scaled.map(Plain::Number).ok_or_else(|| {
                fault(
                    &format!("应是数，{places} 位小数"),
                    &format!("a number with {places} places"),
                )
            })
        }
        FieldType::Number => ledger.read(field, &plain_number(cell, field)),
        FieldType::Year => ledger.read(field, cell.trim_end_matches("年度")),
        FieldType::Name => ledger.read(field, &person_name::clean(cell)),
        _ => ledger.read(field, cell),
    }
}

/// A cell without what nobody sees: control characters, and line breaks where there is one line.
pub(super) fn tidy(cell: &str, lines: bool) -> Cow<'_, str> {
    let unseen = |it: char| it.is_control() && !(lines && it == '\n');
    if !cell.contains(unseen) {
        return Cow::Borrowed(cell);
    }
    let kept = cell.replace("\r\n", "\n");
    let kept = kept.chars().filter_map(|it| match it {
        '\n' | '\r' if lines => Some('\n'),
        '\n' | '\r' | '\t' => Some(' '),
        it if it.is_control() => None,
        it => Some(it),
    });
    Cow::Owned(kept.collect())
}

/// Whether a cell is what was exported: text that a spreadsheet would have executed got an
/// apostrophe in front.
pub(super) fn is_same(cell: &str, exported: &str) -> bool {
    let exported = exported.trim();
    cell == exported
        || tidy(cell, true) == tidy(exported, true)
        || intake::neutralise_formula(exported) == cell
}

/// 5.32327E+17: a spreadsheet has dropped the last digits of a long number.
pub(super) fn is_scientific(cell: &str) -> bool {
    let Some((mantissa, exponent)) = cell.split_once(['E', 'e']) else { return false };
    let exponent = exponent.strip_prefix('+').unwrap_or(exponent);
    let is_number =
        |it: &str| !it.is_empty() && it.bytes().all(|it| it.is_ascii_digit() || it == b'.');
    mantissa.contains('.') && is_number(mantissa) && is_number(exponent)
}

pub(super) fn lost_digits() -> ValueFault {
    fault(
        "长数字被表格软件改成了科学计数法，后几位已丢失：请把这一列设成“文本”再填",
        "the spreadsheet has dropped digits of a long number: make the column text and write it anew",
    )
}

pub(super) fn fault(zh: &str, en: &str) -> ValueFault {
    ValueFault { zh: zh.to_owned(), en: en.to_owned() }
}

/// A number without its unit and without the commas between thousands.
fn plain_number(cell: &str, field: &Field) -> String {
    let number = cleaning::number(cell);
    let unit = field.unit.as_deref().map(cleaning::number).unwrap_or_default();
    let bare = number.strip_suffix(unit.as_str()).unwrap_or(&number);
    without_commas(bare)
}

/// An amount in fen: a plain number is in the unit of the column, one with a unit of its own is in
/// that. What is smaller than a fen is rounded, as for amounts in department files.
fn money(cell: &str, fen: i64) -> Option<i64> {
    let text = cleaning::number(cell);
    let text = text.strip_prefix("人民币").unwrap_or(&text);
    let text = text.trim_start_matches(['¥', '￥']);
    let end = text
        .find(|it: char| !(it.is_ascii_digit() || matches!(it, '.' | ',' | '-' | '+')))
        .unwrap_or(text.len());
    let (number, unit) = text.split_at(end);
    let fen = match unit {
        "" | "整" => fen,
        "元" | "元整" | "圆" | "圆整" => 100,
        "千元" => 100_000,
        "万元" | "万" | "万元整" => 1_000_000,
        "亿元" | "亿" => 10_000_000_000,
        _ => return None,
    };
    decimal::scaled(&without_commas(number), fen)
}

/// Thousands are separated by commas, and by nothing else: 1,234.5 but not 1,2.
fn without_commas(number: &str) -> String {
    let whole = number.split('.').next().unwrap_or_default();
    let mut groups = whole.trim_start_matches(['-', '+']).split(',');
    let first = groups.next().is_some_and(|it| (1..=3).contains(&it.len()));
    match first && groups.all(|it| it.len() == 3) {
        true => number.replace(',', ""),
        false => number.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_as_offices_write_them() {
        let check = |cell: &str, fen: i64, expected: Option<i64>| {
            assert_eq!(money(cell, fen), expected, "{cell}");
        };
        check("1200.5", 100, Some(120_050));
        check("12.5", 1_000_000, Some(12_500_000));
        check("12.5万元", 100, Some(12_500_000));
        check("500元", 1_000_000, Some(50_000));
        check("￥1,234,567.80", 100, Some(123_456_780));
        check("0.30000000000000004", 100, Some(30));
        check("-3", 100, Some(-300));
        check("1,2", 100, None);
        check("约3万", 100, None);
        check("三万", 100, None);
    }

    #[test]
    fn long_numbers_that_lost_digits_are_seen() {
        assert!(is_scientific("5.32327E+17"));
        assert!(is_scientific("5.32327194902139E17"));
        assert!(!is_scientific("2E"));
        assert!(!is_scientific("3E5"));
        assert!(!is_scientific("E座"));
        assert!(!is_scientific("1.5"));
    }

    #[test]
    fn what_went_out_is_the_same_when_it_comes_in() {
        assert!(is_same("'=1+1", "=1+1"));
        assert!(is_same("第一行\r\n第二行", "第一行\n第二行"));
        assert!(is_same("", " "));
        assert!(!is_same("甲", "乙"));
    }
}

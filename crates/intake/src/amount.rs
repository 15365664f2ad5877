//! Money and areas as offices write them: 1,234.5元, ￥300, 0.64万元, 约 2000, １５００.

use kernel::cleaning::squeeze;
use kernel::decimal::scaled;

/// How sure an amount is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Amount {
    /// A clean amount.
    Sure(i64),
    /// An amount with 约, 左右 or 多 beside it.
    About(i64),
    /// The cell is empty.
    Blank,
    /// The cell says something that is no amount.
    Unreadable,
}

/// Reads a cell. A plain number is in units of which one is `per_one` of the result; a number with
/// its own unit (元, 千元, 万元, 亩, 公顷 …) uses the factor that `own_unit` gives for it.
pub(crate) fn read(cell: &str, per_one: i64, own_unit: fn(&str) -> Option<i64>) -> Amount {
    let cell = cell.trim();
    if cell.is_empty() {
        return Amount::Blank;
    }
    if let Some(number) = plain(cell, per_one) {
        return Amount::Sure(number);
    }
    let mut text = squeeze(cell).into_owned();
    if text.is_empty() {
        return Amount::Blank;
    }
    let mut about = false;
    for word in ["大约", "大概", "约", "近", "左右", "余", "多", "上下"] {
        if text.contains(word) {
            about = true;
            text = text.replace(word, "");
        }
    }
    let text = text.trim_matches(['\'', '’', '`', '"']);
    let text = text.strip_prefix("人民币").unwrap_or(text);
    let text = text.trim_start_matches(['¥', '￥', '$']);
    let digits_end = text
        .find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | ',' | '-' | '+' | '\'')))
        .unwrap_or(text.len());
    let (number, unit) = text.split_at(digits_end);
    let per_one = match unit {
        "" => per_one,
        "整" | "圆整" | "元整" => own_unit("元").unwrap_or(per_one),
        _ => match own_unit(unit) {
            Some(factor) => factor,
            None => return Amount::Unreadable,
        },
    };
    let Some(number) = without_commas(number) else { return Amount::Unreadable };
    match scaled(&number, per_one) {
        Some(number) if about => Amount::About(number),
        Some(number) => Amount::Sure(number),
        None => Amount::Unreadable,
    }
}

/// Fen in one of the money unit that stands behind a number.
pub(crate) fn fen_unit(unit: &str) -> Option<i64> {
    match unit {
        "元" | "圆" | "块" | "块钱" | "rmb" | "RMB" | "元人民币" => Some(100),
        "千元" | "千" => Some(100_000),
        "万元" | "万" | "W" | "w" | "万元人民币" | "万人民币" => Some(1_000_000),
        "百万元" => Some(100_000_000),
        "亿元" | "亿" => Some(10_000_000_000),
        "角" | "毛" => Some(10),
        "分" => Some(1),
        _ => None,
    }
}

/// Hundredths of a mu in one of the unit.
pub(crate) fn mu_unit(unit: &str) -> Option<i64> {
    match unit {
        "亩" => Some(100),
        "公顷" => Some(1_500),
        "万亩" => Some(1_000_000),
        _ => None,
    }
}

/// Hundredths of a square metre in one of the unit.
pub(crate) fn square_metre_unit(unit: &str) -> Option<i64> {
    match unit {
        "平方米" | "平米" | "平方" | "平" | "m2" | "㎡" | "M2" => Some(100),
        _ => None,
    }
}

/// A whole number with or without what is counted behind it: 5户, 12 人, 3.0.
pub(crate) fn whole_number(cell: &str) -> Amount {
    let cell = cell.trim();
    if !cell.is_empty() && cell.len() <= 9 && cell.bytes().all(|byte| byte.is_ascii_digit()) {
        return cell.parse().map_or(Amount::Unreadable, Amount::Sure);
    }
    let exact = |number: i64| (number % 1000 == 0).then_some(number / 1000);
    match read(cell, 1000, counted_unit) {
        Amount::Sure(number) => exact(number).map_or(Amount::Unreadable, Amount::Sure),
        Amount::About(number) => exact(number).map_or(Amount::Unreadable, Amount::About),
        other => other,
    }
}

/// Thousandths in one of what is counted.
fn counted_unit(unit: &str) -> Option<i64> {
    let units = ["户", "人", "个", "口", "级", "年级", "名", "次", "头", "辆", "岁", "天", "月"];
    units.contains(&unit).then_some(1000)
}

/// A number without commas, units or blanks: nearly every cell.
pub(crate) fn plain(cell: &str, per_one: i64) -> Option<i64> {
    if per_one != 100 || cell.len() > 15 {
        return scaled(cell, per_one);
    }
    let (negative, digits) = match cell.as_bytes() {
        [b'-', rest @ ..] => (true, rest),
        rest => (false, rest),
    };
    let mut number = 0_i64;
    let mut after_point = None;
    for &byte in digits {
        match (byte, after_point) {
            (b'0'..=b'9', Some(2..)) => return scaled(cell, per_one),
            (b'0'..=b'9', places) => {
                number = number * 10 + i64::from(byte - b'0');
                after_point = places.map(|places| places + 1);
            }
            (b'.', None) => after_point = Some(0),
            _ => return None,
        }
    }
    if digits.len() <= usize::from(after_point.is_some()) {
        return None;
    }
    let number = match after_point {
        None | Some(0) => number * 100,
        Some(1) => number * 10,
        Some(_) => number,
    };
    Some(if negative { -number } else { number })
}

/// Thousands are separated by commas, and by nothing else: 1,234.5 but not 1,2.
fn without_commas(number: &str) -> Option<String> {
    if !number.contains(',') {
        return Some(number.to_owned());
    }
    let whole = number.split('.').next().unwrap_or_default();
    let groups: Vec<&str> = whole.trim_start_matches(['-', '+']).split(',').collect();
    let right = groups.iter().skip(1).all(|group| group.len() == 3)
        && groups.first().is_some_and(|first| (1..=3).contains(&first.len()));
    right.then(|| number.replace(',', ""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_money() {
        let check = |cell: &str, expected: Amount| {
            assert_eq!(read(cell, 100, fen_unit), expected, "{cell}");
        };
        check("1234.56", Amount::Sure(123_456));
        check("0", Amount::Sure(0));
        check("-0.00", Amount::Sure(0));
        check("5.", Amount::Sure(500));
        check(".5", Amount::Sure(50));
        check("0.30000000000000004", Amount::Sure(30));
        check("8700.005", Amount::Sure(870_001));
        check(" 157.03 ", Amount::Sure(15_703));
        check("1,010", Amount::Sure(101_000));
        check("1,234,567.8", Amount::Sure(123_456_780));
        check("￥33.33", Amount::Sure(3_333));
        check("¥1,500元", Amount::Sure(150_000));
        check("55.23元", Amount::Sure(5_523));
        check("１１４．９８", Amount::Sure(11_498));
        check("0.64万元", Amount::Sure(640_000));
        check("3.5万", Amount::Sure(3_500_000));
        check("2千元", Amount::Sure(200_000));
        check("500元整", Amount::Sure(50_000));
        check("人民币300元", Amount::Sure(30_000));
        check("-21.2", Amount::Sure(-2_120));
        check("约18500元", Amount::About(1_850_000));
        check("2000元左右", Amount::About(200_000));
        check("1万多", Amount::About(1_000_000));
        check("", Amount::Blank);
        check(" \u{3000}", Amount::Blank);
        for unreadable in
            ["待核", "/", "无", "-", ".", "1,2", "12元3角", "好几万", "5000-6000", "1.2.3", "3人"]
        {
            check(unreadable, Amount::Unreadable);
        }
    }

    #[test]
    fn a_unit_in_the_cell_wins_over_the_column() {
        let wan = 1_000_000;
        assert_eq!(read("500", wan, fen_unit), Amount::Sure(500_000_000));
        assert_eq!(read("500万元", wan, fen_unit), Amount::Sure(500_000_000));
        assert_eq!(read("500元", wan, fen_unit), Amount::Sure(50_000));
    }

    #[test]
    fn reads_areas_and_counts() {
        assert_eq!(read("8.8", 100, mu_unit), Amount::Sure(880));
        assert_eq!(read("2公顷", 100, mu_unit), Amount::Sure(3_000));
        assert_eq!(read("146.48平方米", 100, square_metre_unit), Amount::Sure(14_648));
        assert_eq!(whole_number("31"), Amount::Sure(31));
        assert_eq!(whole_number("5.0"), Amount::Sure(5));
        assert_eq!(whole_number("12 户"), Amount::Sure(12));
        assert_eq!(whole_number("2.5"), Amount::Unreadable);
        assert_eq!(whole_number("若干"), Amount::Unreadable);
    }
}

//! Units, and numbers as officers write them.

use serde::{Deserialize, Serialize};

/// What a figure is counted in. Officers write 元 and per cent; stored are 分 and basis points.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// 元, up to two digits after the point; stored as [`Unit::Fen`].
    Yuan,
    /// 分, one hundredth of a yuan.
    Fen,
    /// 人.
    Persons,
    /// 户.
    Households,
    /// 天.
    Days,
    /// 月, whole calendar months.
    Months,
    /// 年.
    Years,
    /// Rows of a department's list, 条.
    Rows,
    /// Things of other kinds, 个: villages, firms, centres.
    Count,
    /// 亩, a fifteenth of a hectare.
    Mu,
    /// 公里.
    Kilometres,
    /// Per cent, up to two digits after the point; stored as [`Unit::BasisPoints`].
    Percent,
    /// One hundredth of a per cent, 万分点.
    BasisPoints,
    /// Yes or no, stored as 1 and 0.
    Bool,
    /// A word of a code list.
    Code,
    /// Free text.
    Text,
    /// A date, as days since 1970-01-01. Facts only, and never compared.
    Date,
}

impl Unit {
    /// Every unit, in the order of the enum.
    pub const ALL: [Unit; 17] = [
        Unit::Yuan,
        Unit::Fen,
        Unit::Persons,
        Unit::Households,
        Unit::Days,
        Unit::Months,
        Unit::Years,
        Unit::Rows,
        Unit::Count,
        Unit::Mu,
        Unit::Kilometres,
        Unit::Percent,
        Unit::BasisPoints,
        Unit::Bool,
        Unit::Code,
        Unit::Text,
        Unit::Date,
    ];

    /// The word used in the files, for example `basis_points`.
    pub fn name(self) -> &'static str {
        match self {
            Unit::Yuan => "yuan",
            Unit::Fen => "fen",
            Unit::Persons => "persons",
            Unit::Households => "households",
            Unit::Days => "days",
            Unit::Months => "months",
            Unit::Years => "years",
            Unit::Rows => "rows",
            Unit::Count => "count",
            Unit::Mu => "mu",
            Unit::Kilometres => "kilometres",
            Unit::Percent => "percent",
            Unit::BasisPoints => "basis_points",
            Unit::Bool => "bool",
            Unit::Code => "code",
            Unit::Text => "text",
            Unit::Date => "date",
        }
    }

    /// The unit of that name, or none.
    pub fn from_name(name: &str) -> Option<Unit> {
        Unit::ALL.into_iter().find(|unit| unit.name() == name)
    }

    /// The Chinese word for it.
    pub fn zh(self) -> &'static str {
        match self {
            Unit::Yuan => "元",
            Unit::Fen => "分",
            Unit::Persons => "人",
            Unit::Households => "户",
            Unit::Days => "天",
            Unit::Months => "个月",
            Unit::Years => "年",
            Unit::Rows => "条",
            Unit::Count => "个",
            Unit::Mu => "亩",
            Unit::Kilometres => "公里",
            Unit::Percent => "%",
            Unit::BasisPoints => "万分点",
            Unit::Bool => "是否",
            Unit::Code => "代码",
            Unit::Text => "文字",
            Unit::Date => "日期",
        }
    }

    /// The unit a value is stored in: 分 for 元, basis points for per cent, else itself.
    pub fn stored(self) -> Unit {
        match self {
            Unit::Yuan => Unit::Fen,
            Unit::Percent => Unit::BasisPoints,
            other => other,
        }
    }

    /// The unit people write: 元 for 分, per cent for basis points, else itself.
    pub fn written(self) -> Unit {
        match self {
            Unit::Fen => Unit::Yuan,
            Unit::BasisPoints => Unit::Percent,
            other => other,
        }
    }

    /// A stored value as people write it: 870000 分 is `8700元`, 1000 basis points `10%`,
    /// 3 months `3个月`, 1 of a yes/no `是`.
    pub fn show(self, stored: i64) -> String {
        match self.written() {
            Unit::Bool => if stored == 0 { "否" } else { "是" }.to_owned(),
            unit @ (Unit::Yuan | Unit::Percent) => format!("{}{}", hundredths(stored), unit.zh()),
            Unit::Code | Unit::Text | Unit::Date => stored.to_string(),
            unit => format!("{stored}{}", unit.zh()),
        }
    }

    /// Whether values of this unit are numbers that a multiple makes sense of.
    pub(crate) fn is_number(self) -> bool {
        !matches!(self, Unit::Bool | Unit::Code | Unit::Text | Unit::Date)
    }

    /// Whether this counts things, so that 0 and 1 need no parameter.
    pub(crate) fn is_count(self) -> bool {
        matches!(self, Unit::Persons | Unit::Households | Unit::Rows | Unit::Count)
    }
}

/// 1073751 as `10737.51`, 870000 as `8700`.
fn hundredths(stored: i64) -> String {
    let sign = if stored < 0 { "-" } else { "" };
    let (whole, rest) = (stored.unsigned_abs() / 100, stored.unsigned_abs() % 100);
    match rest {
        0 => format!("{sign}{whole}"),
        rest if rest % 10 == 0 => format!("{sign}{whole}.{}", rest / 10),
        rest => format!("{sign}{whole}.{rest:02}"),
    }
}

/// A plain decimal with at most `places` digits after the point, times ten to the power of
/// `places`. None when it is not one, has more digits, or does not fit.
pub(crate) fn decimal(text: &str, places: usize) -> Option<i64> {
    let (negative, digits) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let all_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || !all_digits(whole) || !all_digits(fraction) {
        return None;
    }
    let fraction = fraction.trim_end_matches('0');
    if fraction.len() > places {
        return None;
    }
    let value: i64 = format!("{whole}{fraction:0<places$}").parse().ok()?;
    Some(if negative { -value } else { value })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_are_read_exactly_or_not_at_all() {
        assert_eq!(decimal("8700", 2), Some(870_000));
        assert_eq!(decimal("10737.51", 2), Some(1_073_751));
        assert_eq!(decimal("-0.5", 2), Some(-50));
        assert_eq!(decimal("1.500", 2), Some(150));
        assert_eq!(decimal("1.505", 2), None);
        assert_eq!(decimal("1e3", 2), None);
        assert_eq!(decimal("", 2), None);
        assert_eq!(decimal(".5", 2), None);
        assert_eq!(decimal("99999999999999999999", 2), None);
    }

    #[test]
    fn stored_values_are_shown_as_people_write_them() {
        assert_eq!(Unit::Fen.show(870_000), "8700元");
        assert_eq!(Unit::Fen.show(1_073_751), "10737.51元");
        assert_eq!(Unit::Fen.show(-50), "-0.5元");
        assert_eq!(Unit::BasisPoints.show(1_000), "10%");
        assert_eq!(Unit::Months.show(3), "3个月");
        assert_eq!(Unit::Bool.show(1), "是");
    }

    #[test]
    fn every_unit_is_found_by_its_name() {
        for unit in Unit::ALL {
            assert_eq!(Unit::from_name(unit.name()), Some(unit));
        }
        assert_eq!(Unit::from_name("acre"), None);
    }
}

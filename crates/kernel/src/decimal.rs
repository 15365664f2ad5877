//! Plain decimal text as an integer of a smaller unit, without floating point.

/// Reads a plain decimal ("1234.5", "-0.125") and returns it in units of which `per_one` make one:
/// `scaled("1234.5", 100)` is 123450. A rest smaller than one unit is rounded, halves away from
/// zero. Signs are `-` and `+`; there must be at least one digit; nothing else is allowed: no
/// blanks, commas or exponents. `None` also when the result does not fit.
pub fn scaled(text: &str, per_one: i64) -> Option<i64> {
    let (negative, digits) = match text.as_bytes() {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        rest => (false, rest),
    };
    let (whole, fraction) = match digits.iter().position(|&byte| byte == b'.') {
        Some(point) => (&digits[..point], &digits[point + 1..]),
        None => (digits, &digits[digits.len()..]),
    };
    if whole.len() + fraction.len() == 0 || !whole.iter().chain(fraction).all(u8::is_ascii_digit) {
        return None;
    }

    // Eighteen digits behind the point decide every rounding that an i64 unit can show.
    let fraction = &fraction[..fraction.len().min(18)];
    let mut mantissa: i128 = 0;
    for digit in whole.iter().chain(fraction) {
        mantissa = mantissa.checked_mul(10)?.checked_add(i128::from(digit - b'0'))?;
    }
    let ten_to_places = 10_i128.pow(fraction.len() as u32);
    let units = mantissa.checked_mul(i128::from(per_one))?;
    let rounded = (units.checked_mul(2)? + ten_to_places) / (2 * ten_to_places);
    i64::try_from(if negative { -rounded } else { rounded }).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_plain_decimals() {
        let check = |text: &str, expected: Option<i64>| {
            assert_eq!(scaled(text, 100), expected, "{text}");
        };
        check("0", Some(0));
        check("1234.5", Some(123_450));
        check("1234.56", Some(123_456));
        check("-7", Some(-700));
        check("+7.01", Some(701));
        check(".5", Some(50));
        check("5.", Some(500));
        check("0.004", Some(0));
        check("0.005", Some(1));
        check("-0.005", Some(-1));
        check("-0.0049", Some(0));
        check("8699.999999999999", Some(870_000));
        check("0.3000000000000000000000001", Some(30));
        check("92233720368547758.07", Some(i64::MAX));
        check("92233720368547758.08", None);
        check("999999999999999999999999999999999999999999", None);
        for refused in ["", "-", ".", "1.2.3", "1,200", "1e5", " 1", "1 ", "１", "--1", "约5", "-."]
        {
            check(refused, None);
        }
    }

    #[test]
    fn other_units() {
        assert_eq!(scaled("1.23456", 1_000_000), Some(1_234_560), "ten thousand yuan, in fen");
        assert_eq!(scaled("3.5", 1), Some(4));
        assert_eq!(scaled("-3.5", 1), Some(-4));
        assert_eq!(scaled("0.0000005", 1_000_000), Some(1));
    }
}

//! Telephone numbers.

use kernel::cleaning::squeeze;

/// A cell of telephone numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Phone {
    /// A mobile or landline number, digits only.
    Is(String),
    /// Nothing was written.
    Blank,
    /// The digits form no number.
    Doubtful,
}

/// Whether a cell is a mobile number that needs no cleaning.
pub(crate) fn is_clean_mobile(cell: &str) -> bool {
    let bytes = cell.as_bytes();
    bytes.len() == 11
        && bytes[0] == b'1'
        && (b'3'..=b'9').contains(&bytes[1])
        && bytes.iter().all(u8::is_ascii_digit)
}

/// Reads a cell; of two numbers the first that is one is taken.
pub(crate) fn read(cell: &str) -> Phone {
    let cell = cell.trim();
    if is_clean_mobile(cell) {
        return Phone::Is(cell.to_owned());
    }
    let text = squeeze(cell);
    if matches!(text.as_ref(), "" | "无" | "-" | "--" | "/" | "没有" | "暂无" | "不详") {
        return Phone::Blank;
    }
    let parts = cell.split(['/', '、', ',', '，', ';', '；', '或', '\n', '\r', '／', '|']);
    match parts.map(one).find(|part| matches!(part, Phone::Is(_))) {
        Some(phone) => phone,
        // Two numbers with only a blank between them.
        None => cell
            .split_whitespace()
            .map(one)
            .find(|part| matches!(part, Phone::Is(number) if number.len() == 11))
            .unwrap_or(Phone::Doubtful),
    }
}

fn one(part: &str) -> Phone {
    let text = squeeze(part);
    let text = text.trim_matches(['\'', '’', '`', '"', '=', '(', ')']);
    let text = text.strip_suffix(".0").unwrap_or(text);
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let others = text.chars().filter(|c| !c.is_ascii_digit());
    if !others.clone().all(|c| matches!(c, '-' | '+' | '(' | ')' | '—' | '.')) {
        return Phone::Doubtful;
    }
    let digits = match digits.strip_prefix("0086").or_else(|| digits.strip_prefix("86")) {
        Some(rest) if is_clean_mobile(rest) => rest.to_owned(),
        _ => digits,
    };
    let is_landline = match digits.as_bytes() {
        [b'0', ..] => (10..=12).contains(&digits.len()),
        [b'2'..=b'8', ..] => (7..=8).contains(&digits.len()),
        _ => false,
    };
    if is_clean_mobile(&digits) || is_landline { Phone::Is(digits) } else { Phone::Doubtful }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_phones() {
        let check = |cell: &str, expected: &str| {
            assert_eq!(read(cell), Phone::Is(expected.to_owned()), "{cell}");
        };
        check("16322620818", "16322620818");
        check("16322620818.0", "16322620818");
        check("164 4300 0321", "16443000321");
        check("164-4300-0321", "16443000321");
        check("+86 16443000321", "16443000321");
        check("１６４４３０００３２１", "16443000321");
        check("16908876958/16908877339", "16908876958");
        check("16908876958 16908877339", "16908876958");
        check("1690887695、16908877339", "16908877339");
        check("0878-6711234", "08786711234");
        check("6711234", "6711234");
        assert_eq!(read(""), Phone::Blank);
        assert_eq!(read("无"), Phone::Blank);
        for doubtful in ["1683900590", "12345678901", "同上", "1.63227E+10"] {
            assert_eq!(read(doubtful), Phone::Doubtful, "{doubtful}");
        }
    }
}

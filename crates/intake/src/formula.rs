//! Text for exported files that no spreadsheet takes for a formula.

use std::borrow::Cow;

/// The text with an apostrophe before it when a spreadsheet would execute it: after leading white
/// space it begins with `=`, `+`, `-` or `@` (also full-width), or with a control character. Plain
/// numbers such as `-12.5` stay as they are.
pub fn neutralise_formula(text: &str) -> Cow<'_, str> {
    let begins = text.trim_start_matches([' ', '\u{3000}', '\u{FEFF}', '\u{200B}']);
    let dangerous = begins
        .starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠', '|'])
        && !is_number(begins);
    if dangerous { Cow::Owned(format!("'{text}")) } else { Cow::Borrowed(text) }
}

fn is_number(text: &str) -> bool {
    kernel::decimal::scaled(text.trim_end(), 1).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_executed() {
        let check = |text: &str, expected: &str| assert_eq!(neutralise_formula(text), expected);
        check("=cmd|'/C calc'!A0", "'=cmd|'/C calc'!A0");
        check(" =1+1", "' =1+1");
        check("@SUM(A1)", "'@SUM(A1)");
        check("-2+3", "'-2+3");
        check("＝HYPERLINK()", "'＝HYPERLINK()");
        check("\t=1", "'\t=1");
        check("-12.5", "-12.5");
        check("+86", "+86");
        check("李文勇", "李文勇");
        check("", "");
    }
}

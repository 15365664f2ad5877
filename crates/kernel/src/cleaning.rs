//! What every cell goes through before it is read: one form of each character, nothing unseen.

use std::borrow::Cow;

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfkc_quick};

/// Full-width forms become ASCII and compatibility characters their ordinary ones (NFKC); white
/// space, line breaks, control and zero-width characters are removed. Borrowed when the text is
/// clean already.
pub fn squeeze(text: &str) -> Cow<'_, str> {
    let is_clean = text.chars().all(is_plain)
        || (is_nfkc_quick(text.chars()) == IsNormalized::Yes && !text.chars().any(is_unseen));
    if is_clean {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().filter(|&c| !is_unseen(c)).nfkc().filter(|&c| !is_unseen(c)).collect())
}

/// A number or code as offices mean it: squeezed, without the apostrophes and the `="…"` by which
/// Excel keeps digits as text, in capital letters.
pub fn number(cell: &str) -> String {
    let squeezed: String = cell
        .chars()
        .filter(|&c| !is_unseen(c) && !is_apostrophe(c))
        .nfkc()
        .filter(|&c| !is_unseen(c) && !is_apostrophe(c))
        .collect();
    let bare = squeezed.strip_prefix('=').unwrap_or(&squeezed);
    bare.trim_matches(['"', '“', '”']).to_uppercase()
}

/// White space, control characters, zero-width characters, marks of writing direction, BOM.
pub fn is_unseen(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(
            c,
            '\u{00AD}' | '\u{034F}' | '\u{061C}' | '\u{180E}' | '\u{200B}'..='\u{200F}'
                | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}'
                | '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}'
        )
}

/// Visible ASCII and the usual Han characters, which need no look into the tables of Unicode.
fn is_plain(c: char) -> bool {
    matches!(c, '!'..='~' | '\u{4E00}'..='\u{9FFF}')
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '`' | '´' | '‘' | '’' | '‛' | '′' | '＇')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_unseen_remains() {
        let check = |text: &str, expected: &str| assert_eq!(squeeze(text), expected, "{text:?}");
        check("永定镇", "永定镇");
        check(" 永 定\u{3000}镇\t\r\n", "永定镇");
        check("\u{FEFF}永\u{200B}定\u{00A0}镇", "永定镇");
        check("１２３（Ａ）", "123(A)");
        check("\u{202D}532327\u{202C}", "532327");
        check("", "");
        assert!(matches!(squeeze("永定镇"), Cow::Borrowed(_)));
    }

    #[test]
    fn numbers_lose_what_excel_put_around_them() {
        let check = |cell: &str, expected: &str| assert_eq!(number(cell), expected, "{cell:?}");
        check("'000000199001010014", "000000199001010014");
        check("’000000199001010014", "000000199001010014");
        check("´12`", "12");
        check("=\"000000199001010014\"", "000000199001010014");
        check("＝＂12x＂", "12X");
        check(" 1 2\n3x ", "123X");
    }
}

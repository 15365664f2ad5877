//! One form of a region's name, so that equal names compare equal.

use std::borrow::Cow;

use crate::cleaning::squeeze;

/// One form of a region's name: squeezed; no brackets, strokes or points; 〇 and Chinese digits
/// in a row (七〇七, 八0八) as ASCII digits; known variants of characters as one.
pub(crate) fn fold(text: &str) -> String {
    let squeezed = squeeze(text);
    let plain = match squeezed.contains("(农村社区)") {
        true => Cow::Owned(squeezed.replace("(农村社区)", "")),
        false => squeezed,
    };
    let mut folded = String::with_capacity(plain.len());
    let mut digits: Vec<char> = Vec::new();
    for c in plain.chars().filter(|&c| !is_punctuation(c)) {
        if digit_of(c).is_some() {
            digits.push(c);
        } else {
            write_digits(&mut digits, &mut folded);
            folded.push(usual_variant(c));
        }
    }
    write_digits(&mut digits, &mut folded);
    folded
}

/// Writes a row of digits: as they stand when there is only one, or only letters O.
fn write_digits(digits: &mut Vec<char>, to: &mut String) {
    let is_number = 1 < digits.len() && digits.iter().any(|&c| !matches!(c, 'O' | 'o'));
    match is_number {
        true => to.extend(digits.drain(..).filter_map(digit_of)),
        false => to.extend(digits.drain(..)),
    }
}

/// The text without what stands in brackets.
pub(super) fn without_brackets(text: &str) -> String {
    let mut depth = 0_usize;
    let mut outside = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '(' | '（' | '[' | '【' | '〔' => depth += 1,
            ')' | '）' | ']' | '】' | '〕' => depth = depth.saturating_sub(1),
            c if depth == 0 => outside.push(c),
            _ => {}
        }
    }
    outside
}

fn is_punctuation(c: char) -> bool {
    matches!(
        c,
        '(' | ')'
            | '['
            | ']'
            | '【'
            | '】'
            | '〔'
            | '〕'
            | '-'
            | '–'
            | '—'
            | '_'
            | ','
            | '、'
            | '/'
            | '\\'
            | ';'
            | ':'
            | '|'
            | '·'
            | '.'
            | '。'
            | '"'
            | '\''
            | '“'
            | '”'
            | '‘'
            | '’'
            | '#'
    )
}

/// The digit that stands in numbers written digit by digit.
pub(crate) fn digit_of(c: char) -> Option<char> {
    Some(match c {
        '0'..='9' => c,
        '〇' | '○' | '◯' | '零' | 'O' | 'o' => '0',
        '一' => '1',
        '二' => '2',
        '三' => '3',
        '四' => '4',
        '五' => '5',
        '六' => '6',
        '七' => '7',
        '八' => '8',
        '九' => '9',
        _ => return None,
    })
}

/// Characters that stand for one another in names of places here: U+25532 is missing in many
/// fonts and written 鄂; the others are old or traditional forms.
fn usual_variant(c: char) -> char {
    match c {
        '𥔲' => '鄂',
        '淜' => '棚',
        '邨' => '村',
        '垻' | '埧' | '壩' => '坝',
        '迆' => '迤',
        c => c,
    }
}

/// What stands where a character was lost: a box, a question mark, the private use area.
pub(super) fn is_unreadable(c: char) -> bool {
    matches!(
        c,
        '?' | '*' | '□' | '■' | '〓' | '\u{FFFD}' | '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..
    )
}

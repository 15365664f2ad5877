//! Long numbers in a text, however they are written: what must not hang on a notice board.

use crate::cleaning::squeeze;

/// How many digits the longest number in a text has. Identity numbers, telephones and bank
/// accounts have seven or more, and nothing a notice has to say of a household has: a year and a
/// house number are shorter, and a date is broken by 年 and 月.
///
/// Digits count in every script, full-width, circled and Chinese ones too, and a number goes on
/// over blanks, dashes, dots, commas, brackets and stars: `138-0013 8000` has eleven digits, and
/// so has `１３８（００１３）８０００`. The list comma 、 ends a number, because groups are listed with it.
pub fn longest_number(text: &str) -> usize {
    let (mut longest, mut digits) = (0, 0);
    for c in squeeze(text).chars() {
        if is_digit(c) {
            digits += 1;
            longest = longest.max(digits);
        } else if !is_inside_number(c) {
            digits = 0;
        }
    }
    longest
}

fn is_digit(c: char) -> bool {
    const CHINESE: &str = "零○一二三四五六七八九两壹贰叁肆伍陆柒捌玖幺";
    c.is_numeric() || CHINESE.contains(c)
}

/// What people write between the digits of one number.
fn is_inside_number(c: char) -> bool {
    matches!(
        c,
        '-' | '_' | '.' | ',' | '/' | '\\' | '*' | '\'' | '"' | '~' | '+' | '=' | '|' | '`' | '#'
            | '(' | ')' | '[' | ']' | '<' | '>' | '·' | '•' | '・' | '−' | '’' | '‘'
            | '\u{2010}'..='\u{2015}'
            // Marks laid over a digit: struck out, encircled.
            | '\u{0300}'..='\u{036F}' | '\u{20D0}'..='\u{20FF}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_seen_however_it_is_written() {
        let check = |text: &str, expected: usize| {
            assert_eq!(longest_number(text), expected, "{text:?}");
        };
        check("", 0);
        check("村委会公示栏", 0);
        check("第12组公示栏", 2);
        check("2023年11月1日至2023年11月5日", 4);
        check("1、2、3、4、5、6、7组", 1);
        check("二〇二三年十一月一日", 4);
        check("电话12317、0878-6712345", 11);
        check("000000199001010014", 18);
        check("00000019900101001X", 17);
        check("０００００0199001010014", 18);
        check("000000 19900101 0014", 18);
        check("000000-1990-0101-0014", 18);
        check("000000\u{200B}1990\u{3000}0101\t0014", 18);
        check("139（0013）8000", 11);
        check("139，0013，8000", 11);
        check("139****8000", 7);
        check("一三九零零一三八〇〇〇", 11);
        check("①③⑨00138000", 11);
        check("١٣٩٠٠١٣٨٠٠٠", 11);
        check("1\u{336}3\u{336}9\u{336}00138000", 11);
        check("6228 4800 1234 5678 901", 19);
    }
}

//! Numbers that must not be seen by others: a net under the net of whoever fills a page.

use kernel::ResidentId;

/// Digits of a mobile telephone, and characters of an identity number.
const PHONE: usize = 11;
const ID: usize = 18;

/// What marks the telephones of offices, in front of all other attributes.
const MARK: &str = " data-office";

/// Whether a page shows an identity number (18 characters, sound check digit) or a mobile
/// telephone, whole or in groups (`138 0013 8000`), in narrow or full-width digits.
///
/// Contacts of offices and of those who help are meant to be seen: elements marked `data-office`
/// are left out. Free text cannot pass for one, because it is escaped.
#[must_use]
pub fn contains_identity(html: &str) -> bool {
    let (mut groups, mut separators) = (Vec::new(), 0);
    let mut group = String::new();
    for c in without_offices(html).chars().map(narrow).chain(['<']) {
        if c.is_ascii_digit() || (c == 'X' && !group.is_empty()) {
            group.push(c);
            separators = 0;
            continue;
        }
        if !group.is_empty() {
            groups.push(std::mem::take(&mut group));
        }
        separators += 1;
        if !is_separator(c) || 2 < separators {
            if holds_identity(&groups) {
                return true;
            }
            groups.clear();
        }
    }
    false
}

/// Whether neighbouring groups make a number, or one long group holds an identity number (that of
/// a disability certificate goes on behind it).
fn holds_identity(groups: &[String]) -> bool {
    let long = groups.iter().flat_map(|it| windows(it, ID)).any(is_id);
    long || (0..groups.len()).any(|first| {
        let mut number = String::new();
        groups[first..].iter().any(|group| {
            number.push_str(group);
            is_phone(&number) || is_id(&number)
        })
    })
}

fn is_phone(number: &str) -> bool {
    let bare = number.strip_prefix("86").filter(|it| it.len() == PHONE).unwrap_or(number);
    let digits = bare.as_bytes();
    digits.len() == PHONE && digits[0] == b'1' && b'3' <= digits[1] && !bare.contains('X')
}

fn is_id(number: &str) -> bool {
    number.len() == ID && ResidentId::read(number).is_ok()
}

/// Every part of this length. Groups are ASCII.
fn windows(group: &str, length: usize) -> impl Iterator<Item = &str> {
    (length..=group.len()).map(move |end| &group[end - length..end])
}

fn narrow(c: char) -> char {
    match c {
        '０'..='９' => char::from(b'0' + (c as u32 - '０' as u32) as u8),
        'x' | 'ｘ' | 'Ｘ' => 'X',
        other => other,
    }
}

/// What people write between the groups of one number.
fn is_separator(c: char) -> bool {
    matches!(
        c,
        ' ' | '\u{a0}' | '\u{3000}' | '\u{200b}' | '-' | '–' | '—' | '·' | '(' | ')' | '（' | '）'
    )
}

/// The page without the elements that begin `<name data-office`. None holds another of its name.
fn without_offices(html: &str) -> String {
    let mut kept = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(open) = rest.find('<') {
        kept.push_str(&rest[..=open]);
        rest = &rest[open + 1..];
        let name_end = rest.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(rest.len());
        let (name, behind) = rest.split_at(name_end);
        if behind.starts_with(MARK) {
            let closing = format!("</{name}>");
            rest = behind.split_once(closing.as_str()).map_or("", |(_, it)| it);
        }
    }
    kept.push_str(rest);
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_found_however_they_are_written() {
        let check = |html: &str, expected: bool| {
            assert_eq!(contains_identity(html), expected, "{html}");
        };
        check("<td>11010519491231002X</td>", true);
        check("<td>11010519491231002x</td>", true);
        check("<td>440524188001010014</td>", true);
        check("残疾人证 44052418800101001444B1", true);
        check("440524 18800101 0014", true);
        check("１３８００１３８０００", true);
        check("电话138-0013-8000", true);
        check("电话 138 0013 8000。", true);
        check("第12组 138 0013 8000", true);
        check("+86 13800138000", true);
        check("8613800138000", true);
        check("<input value=\"13800138000\">", true);

        check("440524188001010015", false);
        check("530***********1234，138****8000", false);
        check("编号 XS532327202600367", false);
        check("回执号 1380013800", false);
        check("<td>138</td><td>0013</td><td>8000</td>", false);
        check("热线 12317，电话 0878-6712345", false);
        check("2026年11月5日 至 2026年11月9日", false);
    }

    #[test]
    fn contacts_of_offices_are_meant_to_be_seen() {
        let helper = "<td data-office>普文忠 13900139000</td><a data-office href=\"tel:13900139000\">13900139000</a>";
        assert!(!contains_identity(helper));
        assert!(contains_identity(&format!("{helper}<td>13800138000</td>")));
        assert!(contains_identity("<p>&#60;td data-office&#62;13800138000</p>"));
        assert!(contains_identity("<input value=\" data-office 13800138000\">"));
    }
}

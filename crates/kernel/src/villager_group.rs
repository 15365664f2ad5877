//! Villager groups (村民小组): they have no code, only what people call them.

use crate::cleaning::squeeze;
use crate::region_names::fold::{digit_of, fold};

/// The longest name of a villager group, in characters.
const LONGEST_GROUP: usize = 10;

/// One way to write a villager group, for comparing what two departments wrote: 第1村民小组, 1组,
/// 一组 and 1 are 一组; 凹子村民小组 and 凹子 are 凹子组; 3社 is 三社. `None` when the cell names
/// none.
pub fn group_name(cell: &str) -> Option<String> {
    let squeezed = squeeze(cell);
    let text = fold(squeezed.strip_suffix(".0").unwrap_or(&squeezed));
    if matches!(text.as_str(), "" | "无" | "不详" | "暂无" | "空" | "0" | "*") {
        return None;
    }
    if let Some(group) = leading_group(&text) {
        return Some(group.name());
    }
    let is_name = text.chars().count() <= LONGEST_GROUP && !text.contains('号');
    is_name.then(|| Group { stem: &text, marker: "组" }.name())
}

/// A villager group as it stands in an address.
pub(crate) struct Group<'t> {
    /// 凹子, 一, 第3
    pub(crate) stem: &'t str,
    /// 组, 社 or 队
    marker: &'static str,
}

impl Group<'_> {
    /// 凹子组, 一组, 三社
    pub(crate) fn name(&self) -> String {
        let stem = match self.stem.strip_prefix('第') {
            Some(number) if is_numeral(number) => number,
            _ => self.stem,
        };
        format!("{}{}", with_chinese_numerals(stem), self.marker)
    }
}

/// The villager group that a text begins with. 社 and 队 name one only behind a number.
pub(crate) fn leading_group(text: &str) -> Option<Group<'_>> {
    const MARKERS: [(&str, &str); 7] = [
        ("村民小组", "组"),
        ("居民小组", "组"),
        ("小组", "组"),
        ("组", "组"),
        ("生产队", "队"),
        ("队", "队"),
        ("社", "社"),
    ];
    for (place, _) in text.char_indices().take(LONGEST_GROUP + 1).skip(1) {
        let (stem, rest) = text.split_at(place);
        if !rest.starts_with(['村', '居', '小', '组', '生', '队', '社']) {
            continue;
        }
        for (word, marker) in MARKERS {
            let needs_number = matches!(word, "队" | "社");
            let is_group = rest.starts_with(word)
                && !(rest.starts_with("社区") || stem.contains('号'))
                && (!needs_number || is_numeral(stem.strip_prefix('第').unwrap_or(stem)));
            if is_group {
                return Some(Group { stem, marker });
            }
        }
    }
    None
}

/// Whether the text is a number, in ASCII or Chinese digits.
pub(crate) fn is_numeral(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c == '十' || digit_of(c).is_some())
}

/// ASCII numbers from 1 to 99 as Chinese numerals: 新房子12 → 新房子十二.
fn with_chinese_numerals(text: &str) -> String {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let characters: Vec<char> = text.chars().collect();
    let mut written = String::with_capacity(text.len());
    for run in characters.chunk_by(|a, b| a.is_ascii_digit() && b.is_ascii_digit()) {
        let run: String = run.iter().collect();
        match run.parse::<usize>() {
            Ok(number @ 1..=99) => {
                let (tens, ones) = (number / 10, number % 10);
                if 1 < tens {
                    written.push_str(DIGITS[tens]);
                }
                if 0 < tens {
                    written.push('十');
                }
                written.push_str(DIGITS[ones]);
            }
            _ => written.push_str(&run),
        }
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_have_one_spelling() {
        let check = |cell: &str, expected: Option<&str>| {
            assert_eq!(group_name(cell).as_deref(), expected, "{cell:?}");
        };
        for cell in
            ["一组", "1组", "１组", "第一组", "第1村民小组", "1", "1.0", " 一 ", "一小组", "01"]
        {
            check(cell, Some("一组"));
        }
        for cell in ["凹子组", "凹子村民小组", "凹子", "凹子小组", "凹子组86号", "凹 子 组"]
        {
            check(cell, Some("凹子组"));
        }
        check("10组", Some("十组"));
        check("11", Some("十一组"));
        check("20组", Some("二十组"));
        check("第九十九村民小组", Some("九十九组"));
        check("3社", Some("三社"));
        check("第五社", Some("五社"));
        check("第2生产队", Some("二队"));
        check("新房子2组", Some("新房子二组"));
        for none in ["", " ", "无", "不详", "0", "86号", "*"] {
            check(none, None);
        }
    }
}

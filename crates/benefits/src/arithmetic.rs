//! A formula in words, with the values it met: `取小(目录内费用(8000元) × …)`.

use std::collections::BTreeMap;

/// What the words of the formulas mean.
const WORDS: [(&str, &str); 18] = [
    ("least", "取小"),
    ("greatest", "取大"),
    ("coalesce", "取已知"),
    ("share_of", "按比例"),
    ("full_months", "满月数"),
    ("days_between", "天数"),
    ("case", "若"),
    ("when", ""),
    ("then", "则"),
    ("else", "否则"),
    ("end", ""),
    ("and", "且"),
    ("or", "或"),
    ("not", "非"),
    ("between", "在"),
    ("in", "属于"),
    ("true", "是"),
    ("false", "否"),
];

/// `text` with every name in `shown` replaced by its words and value.
pub(crate) fn in_words(text: &str, shown: &BTreeMap<&str, String>) -> String {
    let mut words = String::new();
    let text = text.replace("is not null", "已知").replace("is null", "未知");
    let mut rest = text.as_str();
    while let Some(first) = rest.chars().next() {
        let is_name = |it: char| it.is_ascii_alphanumeric() || it == '_';
        let length = if first == '\'' {
            // A code, kept as it is.
            rest[1..].find('\'').map_or(rest.len(), |it| it + 2)
        } else if first.is_ascii_alphabetic() || first == '_' {
            rest.find(|it| !is_name(it)).unwrap_or(rest.len())
        } else {
            first.len_utf8()
        };
        let (token, after) = rest.split_at(length);
        rest = after;
        match token {
            "*" => words.push('×'),
            "/" => words.push('÷'),
            "-" => words.push('－'),
            "+" => words.push('＋'),
            "\n" => words.push(' '),
            _ => match (shown.get(token), WORDS.iter().find(|(it, _)| *it == token)) {
                (Some(value), _) => words.push_str(value),
                (None, Some((_, word))) => words.push_str(word),
                (None, None) => words.push_str(token),
            },
        }
    }
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_words_and_values() {
        let shown = BTreeMap::from([
            ("cost", "费用(8000元)".to_owned()),
            ("rate", "比例(70%)".to_owned()),
            ("stage", "学段(高中)".to_owned()),
        ]);
        let check = |text: &str, expected: &str| assert_eq!(in_words(text, &shown), expected);
        check("share_of(cost, rate)", "按比例(费用(8000元), 比例(70%))");
        check("least(cost - 1, costs)", "取小(费用(8000元) － 1, costs)");
        check("stage in ('rate', 'x')", "学段(高中) 属于 ('rate', 'x')");
        check("case when cost > 0\n then 1 else 0 end", "若 费用(8000元) > 0 则 1 否则 0");
        check("cost is not null and x is null", "费用(8000元) 已知 且 x 未知");
        check("", "");
        check("'open", "'open");
    }
}

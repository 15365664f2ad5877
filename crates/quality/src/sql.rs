//! The SQL of checks, as far as we look into it: its names, its parameters, and what it must not do.

use std::collections::BTreeSet;

/// A piece of a condition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Token<'a> {
    /// A table, column, function or key word.
    Name(&'a str),
    /// `:name`, without the colon.
    Parameter(&'a str),
    /// A string, comment, number, operator or blank.
    Other(&'a str),
}

/// Cuts SQL into pieces; put together again they are the same text.
pub(crate) fn tokens(sql: &str) -> Vec<Token<'_>> {
    let mut found = Vec::new();
    let mut rest = sql;
    while let Some(first) = rest.chars().next() {
        let length = if first == '\'' {
            quoted(rest)
        } else if rest.starts_with("--") {
            rest.find('\n').unwrap_or(rest.len())
        } else if first == ':' {
            1 + word(&rest[1..])
        } else if is_word(first) {
            word(rest)
        } else {
            first.len_utf8()
        };
        let (piece, after) = rest.split_at(length);
        found.push(match first {
            ':' if 1 < length => Token::Parameter(&piece[1..]),
            first if is_word(first) && !first.is_ascii_digit() => Token::Name(piece),
            _ => Token::Other(piece),
        });
        rest = after;
    }
    found
}

/// The names in SQL: tables, columns, functions, key words.
pub(crate) fn names(sql: &str) -> BTreeSet<&str> {
    let names = tokens(sql).into_iter();
    names.filter_map(|it| if let Token::Name(name) = it { Some(name) } else { None }).collect()
}

/// The parameters in SQL.
pub(crate) fn parameters(sql: &str) -> BTreeSet<&str> {
    let found = tokens(sql).into_iter();
    found.filter_map(|it| if let Token::Parameter(it) = it { Some(it) } else { None }).collect()
}

/// SQL with its parameters written in as literals, and without comments. The name of a parameter
/// that has none is the error.
pub(crate) fn fill<'a>(
    sql: &str,
    literal: impl Fn(&str) -> Option<&'a str>,
) -> Result<String, String> {
    let mut text = String::with_capacity(sql.len());
    for token in tokens(sql) {
        match token {
            Token::Parameter(name) => {
                text.push_str(literal(name).ok_or_else(|| name.to_owned())?);
            }
            Token::Other(piece) if piece.starts_with("--") => {}
            Token::Name(piece) | Token::Other(piece) => text.push_str(piece),
        }
    }
    Ok(text)
}

/// Why this SQL is no condition: it would end the statement and begin another, or leave a bracket
/// or string open. Nothing a pack says may do more than read.
pub(crate) fn fault(sql: &str) -> Option<&'static str> {
    let mut depth = 0_i32;
    for token in tokens(sql) {
        let Token::Other(piece) = token else { continue };
        match piece {
            ";" => return Some("条件里不能有分号"),
            "\"" | "`" | "[" => return Some("列名直接写，不加引号和方括号；文字用单引号"),
            "(" => depth += 1,
            ")" => depth -= 1,
            _ if piece.starts_with('\'') && (piece.len() < 2 || !piece.ends_with('\'')) => {
                return Some("有一处单引号没有配对");
            }
            _ => {}
        }
        if depth < 0 {
            return Some("括号没有配对");
        }
    }
    (depth != 0).then_some("括号没有配对")
}

fn is_word(it: char) -> bool {
    it.is_alphanumeric() || it == '_'
}

/// How many bytes of letters, digits and underlines there are at the beginning.
fn word(text: &str) -> usize {
    text.find(|it| !is_word(it)).unwrap_or(text.len())
}

/// The length of the string at the beginning; two quotation marks inside are one.
fn quoted(text: &str) -> usize {
    let mut at = 1;
    loop {
        match text[at..].find('\'') {
            None => return text.len(),
            Some(end) if text[at + end + 1..].starts_with('\'') => at += end + 2,
            Some(end) => return at + end + 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_parameters_are_found_and_strings_are_left_alone() {
        let sql = "年龄 >= :岗位年龄止 AND 备注 <> 'it''s :no 名' -- :comment\nAND 户.面积 > 1.5";
        let expected = BTreeSet::from(["年龄", "AND", "备注", "户", "面积"]);
        assert_eq!(names(sql), expected);
        assert_eq!(parameters(sql), BTreeSet::from(["岗位年龄止"]));
        let filled = fill(sql, |name| (name == "岗位年龄止").then_some("70"));
        assert_eq!(filled.unwrap(), "年龄 >= 70 AND 备注 <> 'it''s :no 名' \nAND 户.面积 > 1.5");
        assert_eq!(fill(sql, |_| None), Err("岗位年龄止".to_owned()));
    }

    #[test]
    fn a_condition_can_only_read() {
        for sql in ["1; ATTACH 'x' AS y", "\"年龄\" > 1", "(1", "1)) OR ((1", "备注 = 'a", "[年龄]"]
        {
            assert!(fault(sql).is_some(), "{sql}");
        }
        for sql in ["备注 <> ';'", "年龄 IN (1, 2)", "备注 = '(\"'"] {
            assert_eq!(fault(sql), None, "{sql}");
        }
    }
}

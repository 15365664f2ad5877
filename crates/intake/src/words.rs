//! The words a department writes for a code, and finding one in a cell.

use hashbrown::HashMap;

use kernel::cleaning::squeeze;

/// What a cell's words mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Meaning {
    /// The cell says this.
    Is(i64),
    /// The cell says something we have no word for.
    Unknown,
    /// Two words of equal length that mean different things are in the cell.
    Ambiguous,
}

/// Words and the numbers they stand for.
#[derive(Clone, Debug, Default)]
pub(crate) struct Words {
    whole: HashMap<String, i64>,
    /// Words of two characters and more, the longest first.
    inside: Vec<(String, i64)>,
}

/// What turns the word behind it into its opposite.
const NEGATIONS: [&str; 18] = [
    "未", "不", "无", "非", "没", "没有", "尚未", "不是", "未经", "不能", "无法", "并未", "暂未",
    "不再", "未能", "不予", "否", "未被",
];

impl Words {
    /// Words that are looked for in a cell: first the whole cell, then (unless `whole_only`) the
    /// longest word contained in it.
    pub(crate) fn new(words: impl IntoIterator<Item = (String, i64)>, whole_only: bool) -> Words {
        let mut list = Words::default();
        for (word, value) in words {
            let word = normal(&word);
            if !whole_only && word.chars().count() >= 2 {
                list.inside.push((word.clone(), value));
            }
            list.whole.entry(word).or_insert(value);
        }
        list.inside.sort_by_key(|(word, _)| std::cmp::Reverse(word.chars().count()));
        list
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.whole.is_empty()
    }

    /// The meaning of a cell that is not blank.
    pub(crate) fn meaning(&self, cell: &str) -> Meaning {
        let cell = normal(cell);
        if let Some(&value) = self.whole.get(&cell) {
            return Meaning::Is(value);
        }
        let mut found: Option<(usize, i64)> = None;
        for (word, value) in &self.inside {
            let length = word.chars().count();
            match found {
                Some((longest, _)) if length < longest => break,
                Some((_, other)) if other != *value && holds(&cell, word) => {
                    return Meaning::Ambiguous;
                }
                None if holds(&cell, word) => found = Some((length, *value)),
                _ => (),
            }
        }
        found.map_or(Meaning::Unknown, |(_, value)| Meaning::Is(value))
    }
}

/// Whether the text holds the word and nothing before it denies it.
fn holds(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, _)| {
        let before = &text[..at];
        !NEGATIONS.iter().any(|negation| before.ends_with(negation))
    })
}

/// Words that tell yes from no in a free text: no is asked first.
#[derive(Clone, Debug, Default)]
pub(crate) struct TextWords {
    pub(crate) no: Vec<String>,
    pub(crate) yes: Vec<String>,
}

impl TextWords {
    pub(crate) fn new(no: &[String], yes: &[String]) -> TextWords {
        let normal = |words: &[String]| words.iter().map(|word| normal(word)).collect();
        TextWords { no: normal(no), yes: normal(yes) }
    }

    pub(crate) fn meaning(&self, text: &str) -> Option<bool> {
        let text = normal(text);
        let holds = |words: &[String]| words.iter().any(|word| text.contains(word.as_str()));
        if holds(&self.no) {
            return Some(false);
        }
        holds(&self.yes).then_some(true)
    }
}

fn normal(text: &str) -> String {
    squeeze(text).to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(list: &[(&str, i64)]) -> Words {
        Words::new(list.iter().map(|&(word, value)| (word.to_owned(), value)), false)
    }

    #[test]
    fn the_longest_word_decides() {
        let list = words(&[
            ("改造中", 1),
            ("未改造", 0),
            ("已竣工", 2),
            ("已竣工验收", 3),
            ("是", 9),
            ("Ａ类", 7),
        ]);
        let check =
            |cell: &str, expected: Meaning| assert_eq!(list.meaning(cell), expected, "{cell}");
        check("未改造", Meaning::Is(0));
        check(" 改造 中\n", Meaning::Is(1));
        check("已竣工验收（10月）", Meaning::Is(3));
        check("已竣工", Meaning::Is(2));
        check("a类", Meaning::Is(7));
        check("但是", Meaning::Unknown);
        check("未已竣工", Meaning::Unknown);
        check("", Meaning::Unknown);
    }

    #[test]
    fn a_denied_word_is_not_there() {
        let list = words(&[("复学", 1), ("吊销", 5), ("注销", 6)]);
        let check =
            |cell: &str, expected: Meaning| assert_eq!(list.meaning(cell), expected, "{cell}");
        check("已劝返复学", Meaning::Is(1));
        check("尚未复学", Meaning::Unknown);
        check("多次劝返未果，没有复学", Meaning::Unknown);
        check("吊销，未注销", Meaning::Is(5));
        check("吊销和注销", Meaning::Ambiguous);
    }
}

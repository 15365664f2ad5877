//! What stands around every page for farmers.

use crate::{APPLY_CSS, ASSETS_AT, Lang, READ_ALOUD_JS};

/// How large the letters are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TextSize {
    /// 标准字: 18 px.
    #[default]
    Standard,
    /// 大字: 24 px.
    Big,
    /// 特大字: 30 px.
    Biggest,
}

impl TextSize {
    /// The size asked for as `?big=1` or `?big=2`; the standard for any other word.
    #[must_use]
    pub fn read(word: &str) -> TextSize {
        match word {
            "1" => TextSize::Big,
            "2" => TextSize::Biggest,
            _ => TextSize::Standard,
        }
    }

    /// The word for `?big=`; none for the standard.
    #[must_use]
    pub fn word(self) -> Option<&'static str> {
        match self {
            TextSize::Standard => None,
            TextSize::Big => Some("1"),
            TextSize::Biggest => Some("2"),
        }
    }

    pub(crate) fn class(self) -> &'static str {
        match self {
            TextSize::Standard => "",
            TextSize::Big => "big",
            TextSize::Biggest => "biggest",
        }
    }
}

/// What stands around a page: language and size, who answers, where to call.
#[derive(Clone, Debug, Default)]
pub struct Frame {
    /// The language.
    pub lang: Lang,
    /// How large the letters are.
    pub size: TextSize,
    /// Path and query of this page without `lang` and `big`, to which the links for language and
    /// size add theirs. None on the answer to a POST: a link would lose what was typed. There the
    /// choice goes on with the hidden fields of the form, `lang` and `big`.
    pub here: Option<String>,
    /// The office in charge, as people know it.
    pub office: String,
    /// The hotline, from the packs.
    pub hotline: String,
    /// Address of the application form, where somebody may also apply for another; none where it
    /// is closed.
    pub apply_at: Option<String>,
    /// Whether the script that reads aloud is linked.
    pub read_aloud: bool,
}

/// A link that changes size or language.
pub(crate) struct Turn {
    pub(crate) label: &'static str,
    pub(crate) href: String,
    /// It is how the page is now.
    pub(crate) is_now: bool,
    pub(crate) lang: Lang,
}

impl Frame {
    pub(crate) fn css(&self) -> String {
        format!("{ASSETS_AT}{}", APPLY_CSS.name)
    }

    pub(crate) fn script(&self) -> String {
        format!("{ASSETS_AT}{}", READ_ALOUD_JS.name)
    }

    /// Links for the three sizes and the other language.
    pub(crate) fn turns(&self) -> Vec<Turn> {
        let Some(here) = &self.here else { return Vec::new() };
        let size = |size: TextSize, zh, en| Turn {
            label: self.lang.say(zh, en),
            href: dressed(here, self.lang, size),
            is_now: size == self.size,
            lang: self.lang,
        };
        let other = if self.lang.is_zh() { Lang::En } else { Lang::Zh };
        vec![
            size(TextSize::Standard, "标准字", "Standard text"),
            size(TextSize::Big, "大字", "Large text"),
            size(TextSize::Biggest, "特大字", "Largest text"),
            Turn {
                label: other.say("中文", "English"),
                href: dressed(here, other, self.size),
                is_now: false,
                lang: other,
            },
        ]
    }

    /// An address of ours with the language and size of this page.
    pub(crate) fn to(&self, address: &str) -> String {
        dressed(address, self.lang, self.size)
    }

    /// A telephone number as an address.
    pub(crate) fn tel(&self, number: &str) -> String {
        tel(number)
    }
}

/// `tel:` and the digits.
pub(crate) fn tel(number: &str) -> String {
    let digits: String = number.chars().filter(|it| it.is_ascii_digit() || *it == '+').collect();
    format!("tel:{digits}")
}

/// The address with `lang` and `big`, in front of its fragment.
fn dressed(address: &str, lang: Lang, size: TextSize) -> String {
    let (path, fragment) = match address.split_once('#') {
        Some((path, fragment)) => (path, Some(fragment)),
        None => (address, None),
    };
    let mut whole = path.to_owned();
    for (key, word) in [("lang", lang.word()), ("big", size.word())] {
        let Some(word) = word else { continue };
        let joint = if whole.contains('?') { '&' } else { '?' };
        whole.push_str(&format!("{joint}{key}={word}"));
    }
    if let Some(fragment) = fragment {
        whole.push('#');
        whole.push_str(fragment);
    }
    whole
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_keep_language_and_size() {
        let check = |address: &str, lang, size, expected: &str| {
            assert_eq!(dressed(address, lang, size), expected);
        };
        check("/apply", Lang::Zh, TextSize::Standard, "/apply");
        check("/apply", Lang::En, TextSize::Big, "/apply?lang=en&big=1");
        check("/apply?village=1", Lang::Zh, TextSize::Biggest, "/apply?village=1&big=2");
        check(
            "/apply?village=1#proxy",
            Lang::En,
            TextSize::Standard,
            "/apply?village=1&lang=en#proxy",
        );
    }

    #[test]
    fn numbers_are_dialled_without_what_is_written_between() {
        assert_eq!(tel("0878-671 2345（上班时间）"), "tel:08786712345");
    }
}

//! Reads the tags of a page, as far as the tests need them.

/// A tag.
pub struct Tag<'a> {
    /// Its name.
    pub name: &'a str,
    /// Whether it ends an element.
    pub closes: bool,
    /// Attributes with their values, as they are written.
    pub attributes: Vec<(&'a str, &'a str)>,
    /// The text up to the next tag.
    pub text: &'a str,
}

impl<'a> Tag<'a> {
    pub fn get(&self, attribute: &str) -> Option<&'a str> {
        self.attributes.iter().find(|(key, _)| *key == attribute).map(|(_, value)| *value)
    }

    /// Whether no end follows.
    pub fn is_void(&self) -> bool {
        ["meta", "link", "input", "br", "!doctype", "path", "col"].contains(&self.name)
    }
}

/// The tags of a page in their order. What is no tag after `<` is a mistake of the page.
pub fn tags(html: &str) -> Vec<Tag<'_>> {
    html.split('<')
        .skip(1)
        .map(|part| {
            let (tag, text) = part.split_once('>').unwrap_or_else(|| panic!("no end: <{part}"));
            let closes = tag.starts_with('/');
            let tag = tag.trim_start_matches('/').trim_end_matches('/');
            let (name, rest) = tag.split_once(char::is_whitespace).unwrap_or((tag, ""));
            Tag { name, closes, attributes: attributes(rest), text }
        })
        .collect()
}

fn attributes(mut rest: &str) -> Vec<(&str, &str)> {
    let mut found = Vec::new();
    loop {
        rest = rest.trim_start();
        if rest.is_empty() {
            return found;
        }
        let end = rest.find(|c: char| c == '=' || c.is_whitespace()).unwrap_or(rest.len());
        let (key, behind) = rest.split_at(end);
        match behind.strip_prefix("=\"") {
            Some(quoted) => {
                let (value, behind) = quoted.split_once('"').expect("the value has an end");
                found.push((key, value));
                rest = behind;
            }
            None => {
                assert!(!behind.starts_with('='), "not quoted: {key}{behind}");
                found.push((key, ""));
                rest = behind;
            }
        }
    }
}

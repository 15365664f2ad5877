//! Names of people, written in one way.

use crate::cleaning::squeeze;

/// A name without blanks and unseen characters, in one form of each character; whatever dot
/// stands between Han characters or letters is `·` (阿苏•木乃, 阿苏.木乃 → 阿苏·木乃).
pub fn clean(name: &str) -> String {
    let squeezed = squeeze(name);
    let mut cleaned = String::with_capacity(squeezed.len());
    let mut characters = squeezed.chars().peekable();
    let mut before: Option<char> = None;
    while let Some(c) = characters.next() {
        let between = before.is_some_and(char::is_alphabetic)
            && characters.peek().is_some_and(|next| next.is_alphabetic());
        let kept = if between && is_dot(c) { '·' } else { c };
        cleaned.push(kept);
        before = Some(kept);
    }
    cleaned
}

fn is_dot(c: char) -> bool {
    matches!(c, '·' | '•' | '‧' | '∙' | '⋅' | '・' | '･' | '.' | '．' | '●' | '。' | '｡' | '︒')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_spelling_of_each_name() {
        let check = |name: &str, expected: &str| assert_eq!(clean(name), expected, "{name:?}");
        check("李 文\u{3000}勇", "李文勇");
        check("\u{FEFF}李文勇\u{200B}\n", "李文勇");
        for dot in ['·', '•', '‧', '∙', '⋅', '・', '･', '.', '．', '●'] {
            check(&format!("阿苏{dot}木乃"), "阿苏·木乃");
            check(&format!(" 阿苏 {dot} 木乃 "), "阿苏·木乃");
        }
        check("Ａli.b", "Ali·b");
        check("李某.", "李某.");
        check("·李", "·李");
        check("3.5", "3.5");
        check("", "");
        check("𰝟渡", "𰝟渡");
    }
}

//! When a name in a department's file is the name in the register.

use pinyin::ToPinyin;

use kernel::person_name;

/// Characters that stand where another could not be written or was hidden. 某 at the end stands
/// for all that follows the family name.
const WILDCARDS: [char; 16] =
    ['某', '□', '*', '?', '\u{FFFD}', '○', '〇', '×', '■', '▢', '囗', '＿', '_', '●', '◇', '△'];

/// Characters that are typed for one another because they look alike.
const LOOK_ALIKE: [&str; 24] = [
    "芳芬",
    "宏弘",
    "侯候",
    "杨扬",
    "帅师",
    "晴睛",
    "己已巳",
    "末未",
    "日曰",
    "戌戍戊",
    "祟崇",
    "汝女",
    "楠南",
    "阵陈",
    "娟绢",
    "延廷",
    "卉奔",
    "冶治",
    "仑伦",
    "昊昱",
    "彬杉",
    "钧均",
    "斌武",
    "茜西",
];

/// Whether both are the name of one person, with the ways offices write it: blanks and dots, a
/// lost rare character, 某 and □, a character of the same sound or one that looks alike. The
/// family name (the first character) must be the same. An empty name agrees with every name.
pub fn agree(written: &str, registered: &str) -> bool {
    if written == registered || written.is_empty() || registered.is_empty() {
        return true;
    }
    let (written, registered) = (person_name::clean(written), person_name::clean(registered));
    if written == registered {
        return true;
    }
    let a: Vec<char> = written.chars().collect();
    let b: Vec<char> = registered.chars().collect();
    if a.first() != b.first() {
        return false;
    }
    if a.len() == b.len() && a.iter().zip(&b).skip(1).all(|(&a, &b)| characters_agree(a, b)) {
        return true;
    }
    is_cut(&a, &b) || is_cut(&b, &a) || lost_rare(&a, &b) || lost_rare(&b, &a)
}

fn characters_agree(a: char, b: char) -> bool {
    a == b
        || WILDCARDS.contains(&a)
        || WILDCARDS.contains(&b)
        || is_rare(a) != is_rare(b)
        || LOOK_ALIKE.iter().any(|group| group.contains(a) && group.contains(b))
        || sounds_alike(a, b)
}

/// 杨某 for 杨家明.
fn is_cut(short: &[char], long: &[char]) -> bool {
    let [known @ .., '某'] = short else { return false };
    !known.is_empty() && known.len() < long.len() && long.starts_with(known)
}

/// The rare characters were dropped altogether: 王伟 for 王𠮷伟.
fn lost_rare(short: &[char], long: &[char]) -> bool {
    let common: Vec<char> = long.iter().copied().filter(|&c| !is_rare(c)).collect();
    2 <= common.len() && common.len() < long.len() && short == common.as_slice()
}

/// Outside the characters that every office computer can write.
fn is_rare(c: char) -> bool {
    matches!(u32::from(c),
        0x3400..=0x4DBF | 0xE000..=0xF8FF | 0x9FA6..=0x9FFF | 0x20000..=0x323AF)
}

/// The same syllable without its tone, as people of the south-west hear it: zh ch sh like z c s,
/// n like l, and -n like -ng.
fn sounds_alike(a: char, b: char) -> bool {
    match (a.to_pinyin(), b.to_pinyin()) {
        (Some(a), Some(b)) => folded(a.plain()) == folded(b.plain()),
        _ => false,
    }
}

fn folded(syllable: &str) -> String {
    let (first, rest) = match syllable.as_bytes() {
        [b'z' | b'c' | b's', b'h', ..] => (&syllable[..1], &syllable[2..]),
        [b'n', ..] => ("l", &syllable[1..]),
        _ => syllable.split_at(1.min(syllable.len())),
    };
    format!("{first}{}", rest.strip_suffix('g').unwrap_or(rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_person() {
        for (written, registered) in [
            ("李文勇", "李文勇"),
            ("李 文\u{3000}勇", "李文勇"),
            ("古丽娜•吐尔逊", "古丽娜·吐尔逊"),
            ("王?豪", "王㻬豪"),
            ("苏*", "苏䶮"),
            ("茶某航", "茶𬱖航"),
            ("鲁□军", "鲁𤧛军"),
            ("王吉伟", "王𠮷伟"),
            ("王伟", "王𠮷伟"),
            ("杨某", "杨家明"),
            ("吴某宏", "吴正宏"),
            ("鲁正君", "鲁正军"),
            ("陶仕民", "陶仕明"),
            ("王美贞", "王美珍"),
            ("李穷", "李琼"),
            ("罗文芳", "罗文芬"),
            ("", "李文勇"),
        ] {
            assert!(agree(written, registered), "{written} {registered}");
            assert!(agree(registered, written), "{registered} {written}");
        }
    }

    #[test]
    fn two_people() {
        for (written, registered) in [
            ("李文勇", "王文勇"),
            ("李文勇", "李文军"),
            ("李文", "李文勇"),
            ("李文勇", "李勇文"),
            ("某文勇", "李文勇"),
            ("张伟", "王伟"),
            ("李英", "李勇"),
            ("某", "李文勇"),
        ] {
            assert!(!agree(written, registered), "{written} {registered}");
        }
    }
}

//! Pages filled with invented people: as they usually are, with nothing in them, and with what
//! breaks pages. Shared by the tests and by the example that writes them into a folder.

pub mod online;
pub mod paper;

use chrono::NaiveDate;

/// Text that must come out as it went in, and not as markup.
pub const HOSTILE: &str = r#"</td><script>alert("1")</script> & 'a'"#;
/// A long name with a middle dot, and characters outside the BMP.
pub const LONG_NAME: &str = "阿卜杜热合曼·麦麦提伊斯拉木江·𥔲𰝟㵲";

/// A page as it is shown: its name, and its HTML.
pub type Rendered = (String, String);

pub fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).expect("a day of the calendar")
}

pub fn strings(words: &[&str]) -> Vec<String> {
    words.iter().map(|it| (*it).to_owned()).collect()
}

/// Every page.
pub fn everything() -> Vec<Rendered> {
    [
        online::ordinary(),
        online::biggest(),
        online::awkward(),
        paper::ordinary(),
        paper::blank(),
        paper::awkward(),
    ]
    .concat()
}

//! The nearest pack with a version in force on the day gives the text; contact, office and
//! forbidden words come from the region's own packs.

use policy::{ChainKind, NameShown, NoticeField, NoticeKind, NoticeTemplate};

use crate::fixture::{COUNTY, PROVINCE, day, folder, load};

pub const FILE: &str = "cn/notices/identification.toml";

pub const NOTICE: &str = r#"
zh = "示例公示"
[[versions]]
from = "2021-01-01"
basis = "plan 第三章"
title = "{village}公示"
body = ["{meeting_day}评议。", "{from}至{until}，请向{office}反映：{contact}。"]
signature = "{village}"
fields = ["group", "householder", "review_result"]
name = "full"
[versions.results]
identification = "拟纳入"
"#;

pub const WORDS: &str = r#"
[[versions]]
from = "2021-01-01"
basis = "plan 第四章"
health = ["病"]
causes = ["因残"]
"#;

pub const CONTACT: &str = r#"
[contact]
zh = "电话"
unit = "text"
[[contact.values]]
from = "2021-01-01"
value = "12317"
basis = "default"
note = "示例"
[office]
zh = "部门"
unit = "text"
[[office.values]]
from = "2021-01-01"
value = "示例局"
basis = "default"
note = "示例"
"#;

/// A nation with one notice, and what a test adds or replaces.
pub fn with_notice<'a>(more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut files = vec![
        (FILE, NOTICE),
        ("cn/notices/forbidden_words.toml", WORDS),
        ("cn/parameters/notice.toml", CONTACT),
    ];
    files.extend_from_slice(more);
    files
}

fn heading(template: &NoticeTemplate) -> String {
    template.version.title.fill(|it| it.zh().to_owned())
}

#[test]
fn a_notice_is_read_as_it_is_written() {
    let dir = folder(&with_notice(&[]));
    let packs = load(dir.path());
    let kind = NoticeKind::Identification;
    let template = packs.notice_template(kind, "990123", day("2023-10-31")).expect("a notice");
    let version = &template.version;
    assert_eq!((version.zh.as_str(), version.pack.as_str()), ("示例公示", "cn"));
    assert_eq!((version.basis.as_str(), version.is_default), ("示例规划 第三章", false));
    assert_eq!(heading(&template), "村公示");
    let shown = |it: NoticeField| it.word().to_owned();
    let body: Vec<String> = version.body.iter().map(|it| it.fill(shown)).collect();
    assert_eq!(body, ["meeting_day评议。", "from至until，请向office反映：contact。"]);
    assert_eq!(
        version.fields,
        [NoticeField::Group, NoticeField::Householder, NoticeField::ReviewResult]
    );
    assert_eq!(version.name, NameShown::Full);
    assert_eq!(version.results[&ChainKind::Identification], "拟纳入");
    assert_eq!((template.contact.as_str(), template.office.as_str()), ("12317", "示例局"));
    assert_eq!(template.forbidden_words, ["因残", "病"]);
    assert_eq!(packs.notice_template(kind, "990123", day("2020-12-31")), None);
    assert_eq!(packs.notice_template(NoticeKind::Measures, "990123", day("2023-10-31")), None);
}

#[test]
fn the_nearest_pack_with_a_version_on_the_day_gives_the_text() {
    let province = NOTICE
        .replace("{village}公示\"", "{village}省里的公示\"")
        .replace("\"full\"", "\"surname\"")
        .replace("from = \"2021-01-01\"", "from = \"2023-01-01\"\nto = \"2024-12-31\"");
    let phone = CONTACT
        .split("[office]")
        .next()
        .expect("a part")
        .replace("value = \"12317\"", "value = \"县里的电话：0999-6712345\"");
    let words = WORDS.replace("[\"病\"]", "[\"癌\"]").replace("2021-01-01", "2023-01-01");
    let dir = folder(&with_notice(&[
        ("cn-99/pack.toml", PROVINCE),
        ("cn-99/notices/identification.toml", &province),
        ("cn-99/notices/forbidden_words.toml", &words),
        ("cn-990123/pack.toml", COUNTY),
        ("cn-990123/parameters/notice.toml", &phone),
    ]));
    let packs = load(dir.path());
    let at = |region: &str, on: &str| {
        packs.notice_template(NoticeKind::Identification, region, day(on)).expect("a notice")
    };
    assert_eq!(heading(&at("990123", "2022-12-31")), "村公示");
    assert_eq!(heading(&at("990123", "2023-01-01")), "村省里的公示");
    assert_eq!(heading(&at("990123004005", "2024-12-31")), "村省里的公示");
    assert_eq!(heading(&at("990123", "2025-01-01")), "村公示", "the province's has ended");
    assert_eq!(heading(&at("98", "2023-10-31")), "村公示", "another province");
    assert_eq!(at("990123", "2023-10-31").version.name, NameShown::Surname);

    // The county has a telephone of its own, and the nation's office.
    let county = at("990123", "2023-10-31");
    assert_eq!(
        (county.contact.as_str(), county.office.as_str()),
        ("县里的电话：0999-6712345", "示例局")
    );
    assert_eq!(at("990124", "2023-10-31").contact, "12317");

    // A nearer pack adds words and takes none away.
    assert_eq!(at("990123", "2023-10-31").forbidden_words, ["因残", "病", "癌"]);
    assert_eq!(at("990123", "2022-12-31").forbidden_words, ["因残", "病"]);
    assert_eq!(at("98", "2023-10-31").forbidden_words, ["因残", "病"]);
}

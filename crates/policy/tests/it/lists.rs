//! Lists of regions and of words: what is refused, and which list counts.

use policy::ListKind;

use crate::fixture::{COUNTY, PROVINCE, day, folder, load, problems};

const REGIONS: &str = r#"
[key_counties]
zh = "重点帮扶县"
of = "regions"
[[key_counties.versions]]
from = "2021-01-01"
to = "2025-12-31"
basis = "plan 第六章"
count = 2
items = [
    { code = "990123", zh = "示例县" },
    { code = "990124", zh = "另一县" },
]
"#;

const GROUPS: &str = r#"
[key_groups]
zh = "重点人群"
of = "words"
[[key_groups.versions]]
from = "2021-01-01"
basis = "plan 第三章"
items = [
    { code = "poor", zh = "困难户", fact = "poor" },
    { code = "shock", zh = "突发", note = "没有名单" },
]
[[key_groups.versions]]
from = "2026-01-01"
basis = "default"
note = "暂沿用"
items = [{ code = "poor", zh = "困难户" }]
"#;

const FILE: &str = "cn-99/lists/regions.toml";
const WORDS: &str = "cn-99/lists/people.toml";

/// One problem, which says this.
#[track_caller]
fn refuses(file: &str, text: &str, says: &str) {
    let found = problems(&[("cn-99/pack.toml", PROVINCE), (file, text)]);
    assert!(found.len() == 1 && found[0].contains(says), "wanted {says:?}, got {found:#?}");
}

#[test]
fn what_is_wrong_with_a_list_is_said_with_file_and_line() {
    refuses(FILE, &REGIONS.replace("count =", "cuont ="), "不认识的键 cuont（是不是想写 count？）");
    refuses(FILE, &REGIONS.replace("\"regions\"", "\"counties\""), "第4行：of 只能写 regions");
    refuses(FILE, &REGIONS.replace("count = 2", "count = 3"), "count 写 3，items 有 2 项");
    refuses(FILE, &REGIONS.replace("count = 2", "count = \"two\""), "第9行：count 应是整数");
    refuses(FILE, &REGIONS.replace("990124", "99012"), "第12行：code 写统计用区划代码");
    refuses(FILE, &REGIONS.replace("990124", "980124"), "980124 不在本政策包的地区（99）里");
    refuses(FILE, &REGIONS.replace("plan 第六章", "paln 第六章"), "没有文件 paln");
    refuses(FILE, "[empty]\nzh = \"空\"\nof = \"words\"\n", "empty 没有版本");
    refuses(WORDS, &GROUPS.replace("\"shock\"", "\"poor\""), "poor 写了两次，请只留一个");
    refuses(WORDS, &GROUPS.replace("\"shock\"", "\"Shock\""), "code 只用小写英文字母");
    refuses(
        WORDS,
        &GROUPS.replace("fact = \"poor\"", "fact = \"por\""),
        "没有事实 por（是不是想写 poor？）",
    );
    refuses(WORDS, &GROUPS.replace("fact = \"poor\"", "fact = \"age\""), "age 说的是人");
    refuses(WORDS, &GROUPS.replace("2026-01-01", "2021-01-01"), "在 2021-01-01 有两个版本");
    refuses("cn-99/lists/Regions.toml", REGIONS, "文件名是名单的主题");
}

#[test]
fn a_number_without_names_needs_a_word_of_why() {
    let only = "[villages]\nzh = \"村\"\nof = \"regions\"\n[[villages.versions]]\nfrom = \"2021-01-01\"\nbasis = \"plan 第二章\"\n";
    refuses(FILE, only, "名单是空的");
    refuses(FILE, &format!("{only}count = 374\n"), "count 写 374，items 有 0 项");
    let said = format!("{only}count = 374\nnote = \"规划没有列名称\"\n");
    let dir = folder(&[("cn-99/pack.toml", PROVINCE), (FILE, &said)]);
    let list = load(dir.path()).list("regions.villages", "99", day("2023-10-31")).expect("a list");
    assert_eq!((list.size(), list.is_whole(), list.items.len()), (374, false, 0));
}

#[test]
fn a_list_counts_as_a_whole_from_the_nearest_pack_and_by_day() {
    let nation = GROUPS.replace("困难户", "别的户");
    let dir = folder(&[
        ("cn-99/pack.toml", PROVINCE),
        ("cn-990123/pack.toml", COUNTY),
        ("cn/lists/people.toml", &nation),
        (WORDS, GROUPS),
        (FILE, REGIONS),
    ]);
    let packs = load(dir.path());
    let groups = |region: &str, on: &str| packs.list("people.key_groups", region, day(on));
    let near = groups("990123", "2023-10-31").expect("a list");
    assert_eq!((near.pack.as_str(), near.of, near.items.len()), ("cn-99", ListKind::Words, 2));
    assert_eq!(near.items[0].fact.as_deref(), Some("poor"));
    assert_eq!(groups("98", "2023-10-31").expect("a list").items[0].zh, "别的户");
    assert!(groups("990123", "2026-06-30").expect("a list").is_default);
    assert_eq!(groups("990123", "2020-06-30"), None);

    let naming = |region: &str, on: &str| -> Vec<String> {
        packs.lists_naming(region, day(on)).into_iter().map(|it| it.name).collect()
    };
    assert_eq!(naming("990123", "2023-10-31"), ["regions.key_counties"]);
    assert_eq!(naming("990123101", "2023-10-31"), ["regions.key_counties"]);
    assert_eq!(naming("990125", "2023-10-31"), Vec::<String>::new());
    assert_eq!(naming("990123", "2026-01-01"), Vec::<String>::new());
}

#[test]
fn a_nearer_list_keeps_the_kind() {
    let other =
        GROUPS.replace("[key_groups", "[key_counties").replace("[[key_groups", "[[key_counties");
    let found = problems(&[
        ("cn-99/pack.toml", PROVINCE),
        ("cn/lists/regions.toml", &other),
        (FILE, REGIONS),
    ]);
    assert!(found.len() == 1 && found[0].contains("与上级政策包的 of 不同"), "{found:#?}");
}

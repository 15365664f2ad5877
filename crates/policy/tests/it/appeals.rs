//! The inbox of appeals: overlaid need by need, read strictly, and what the shipped packs say.

use policy::AppealPolicy;

use crate::{
    fixture::{COUNTY, PROVINCE, day, folder, load, problems},
    shipped::packs,
};

const FILE: &str = "cn/appeals.toml";
const APPEALS: &str = r#"
zh = "诉求"
[[versions]]
from = "2021-01-01"
basis = "plan 第一章"
otherwise = "other"
hotline = "12317"
receipt = "已收到{need}，回执号 {receipt}"
accept = { time = "2 days", basis = "plan 第一章" }
answer = { time = "15 working days", basis = "plan 第一章" }
done = { states = ["已办结"], answer = "来源系统已答复" }
[versions.answers]
identified = "已纳入（{receipt}）"
[[versions.needs]]
name = "complaint"
zh = "投诉"
en = "Complaint"
department = "信访局"
words = ["举报"]
[[versions.needs]]
name = "water"
zh = "饮水"
en = "Water"
department = "水务局"
lead = true
categories = ["供水"]
words = ["停水"]
accept = { time = "1 day", basis = "plan 第二章" }
[[versions.needs]]
name = "other"
zh = "其他"
en = "Other"
department = "乡村振兴局"
lead = true
[[versions.channels]]
name = "petition"
zh = "信访"
source = "petition_hotline"
"#;

const NEARER: &str = r#"
zh = "诉求"
[[versions]]
from = "2023-01-01"
basis = "plan 第三章"
accept = { time = "3 days", basis = "plan 第三章" }
[[versions.needs]]
name = "roads"
zh = "道路"
en = "Roads"
department = "交通局"
words = ["路"]
[[versions.needs]]
name = "water"
zh = "饮水"
en = "Water"
department = "水利局"
lead = true
words = ["停水"]
[[versions.channels]]
name = "petition"
zh = "信访（来信来访）"
source = "petition_hotline"
"#;

fn names(policy: &AppealPolicy) -> String {
    let names: Vec<&str> = policy.needs.iter().map(|it| it.name.as_str()).collect();
    names.join(" ")
}

#[test]
fn a_nearer_need_replaces_a_farther_one_and_limits_come_from_the_nearest() {
    let dir = folder(&[
        (FILE, APPEALS),
        ("cn-99/pack.toml", PROVINCE),
        ("cn-99/appeals.toml", NEARER),
        ("cn-990123/pack.toml", COUNTY),
    ]);
    let packs = load(dir.path());
    let at = |region: &str, on: &str| packs.appeals(region, day(on)).expect("an inbox");

    let nation = at("990123", "2022-12-31");
    assert_eq!(names(&nation), "complaint water other");
    let water = nation.need("water").expect("a need");
    assert_eq!((water.accept.show(), water.answer.show()), ("1天".into(), "15个工作日".into()));
    assert_eq!(nation.need("other").map(|it| it.accept.days), Some(2));

    let county = at("990123", "2023-01-01");
    assert_eq!(names(&county), "roads complaint water other", "a new need is looked for first");
    let water = county.need("water").expect("a need");
    assert_eq!((water.department.as_str(), water.pack.as_str()), ("水利局", "cn-99"));
    assert_eq!(water.accept.days, 3, "the province's need has no limit but the province's");
    assert_eq!(county.need("other").map(|it| it.accept.days), Some(3));
    assert_eq!(county.channel("petition").map(|it| it.zh.as_str()), Some("信访（来信来访）"));
    assert_eq!(county.receipt, nation.receipt);
    assert_eq!(packs.appeals("990123", day("2020-12-31")), None);
    assert_eq!(names(&at("98", "2023-10-31")), "complaint water other", "another province");
}

#[test]
fn a_category_speaks_before_the_text_and_earlier_needs_before_later_ones() {
    let dir = folder(&[(FILE, APPEALS)]);
    let policy = load(dir.path()).appeals("99", day("2023-10-31")).expect("an inbox");
    let guess = |category: &str, text: &str| policy.guess(category, text).name.clone();
    assert_eq!(guess("供水", "我要举报"), "water");
    assert_eq!(guess("其他", "停水了，我要举报"), "complaint");
    assert_eq!(guess("", "停水三天"), "water");
    assert_eq!(guess("", "没有话费"), "other");
}

#[test]
fn what_is_wrong_with_an_inbox_is_said_with_line_and_remedy() {
    let table: &[(&str, &str, &[&str])] = &[
        ("hotline =", "hotlin =", &["不认识的键 hotlin", "hotline？"]),
        ("lead = true\ncategories", "led = true\ncategories", &["不认识的键 led", "lead？"]),
        ("回执号 {receipt}\"", "回执号 {recipt}\"", &["不认识的空格 {recipt}", "{receipt}"]),
        ("已纳入（{receipt}）", "已纳入（{receipt", &["不认识的空格"]),
        (
            "source = \"petition_hotline\"",
            "source = \"petition_hotlin\"",
            &["没有线索来源 petition_hotlin（是不是想写 petition_hotline？）"],
        ),
        ("words = [\"举报\"]", "words = \"举报\"", &["words 写作 [\"词\", \"词\"]"]),
        ("2 days", "two days", &["看不懂时限 two days"]),
        ("name = \"water\"", "name = \"饮水\"", &["name 只用小写英文字母"]),
        ("name = \"water\"", "name = \"complaint\"", &["诉求类型 complaint 写了两次"]),
        ("department = \"水务局\"", "", &["缺少 department"]),
        ("from = \"2021-01-01\"", "", &["缺少 from，请补上"]),
        // What no pack on the way says.
        ("otherwise = \"other\"", "", &["2021-01-01 起缺少 otherwise"]),
        ("otherwise = \"other\"", "otherwise = \"none\"", &["otherwise 所指的 needs"]),
        ("receipt = \"已收到{need}，回执号 {receipt}\"", "", &["缺少 receipt"]),
        (
            "accept = { time = \"2 days\", basis = \"plan 第一章\" }",
            "",
            &["2021-01-01 起缺少 accept"],
        ),
    ];
    for (from, to, says) in table {
        assert_eq!(APPEALS.matches(from).count(), 1, "{from:?} once");
        let found = problems(&[(FILE, &APPEALS.replace(from, to))]);
        let said = found
            .iter()
            .any(|line| line.starts_with(FILE) && says.iter().all(|it| line.contains(it)));
        assert!(said, "wanted {says:?}, got {found:#?}");
    }
    assert_eq!(problems(&[(FILE, APPEALS)]), [""; 0]);
}

#[test]
fn the_shipped_inbox_sends_each_need_to_its_department() {
    let policy = packs().appeals("532327", day("2023-10-31")).expect("an inbox");
    let check = |category: &str, text: &str, expected: &str| {
        let need = policy.guess(category, text);
        assert_eq!(format!("{} {}", need.name, need.department), expected, "{category} {text}");
    };
    check("医疗救助", "", "medical 医保局");
    check("其他", "住院花了三万", "medical 医保局");
    check("其他", "村上的墙体开裂了，没有人来修", "housing 住建局");
    check("其他", "娃娃好久没有去读书了", "education 教体局");
    check("", "停水一个月了", "water 水务局");
    check("", "厂里没有订单，回来几个月了", "income_job 人社局");
    check("", "冰雹把烤烟打完了", "disaster 应急局");
    check("", "残疾证办下来了，有没有补贴", "disability 残联");
    check("", "家里揭不开锅了", "food_clothing 民政局");
    check("", "看能不能评个低保", "civil_affairs 民政局");
    check("政策咨询", "住院怎么报销", "not_hardship 信访局");
    check("其他", "路不好走", "other 乡村振兴局");
    assert!(!policy.need("not_hardship").expect("a need").lead);
    assert!(policy.needs.iter().all(|it| it.accept.is_default && it.answer.is_default));
    assert!(policy.channel("chuxiong_app").is_some(), "Yongren's own door");
    assert!(policy.channel("guizhou_qr").is_none());
    let guizhou = packs().appeals("520100", day("2023-10-31")).expect("an inbox");
    assert!(guizhou.channel("guizhou_qr").is_some() && guizhou.channel("hotline_12317").is_some());
}

//! Notices that do not load, and what the officer is told.

use crate::{
    fixture::problems,
    notices::{CONTACT, FILE, NOTICE, WORDS, with_notice},
};

const PARAMETERS: &str = "cn/parameters/notice.toml";

/// One problem, which says each of these.
#[track_caller]
fn refuses(more: &[(&str, &str)], says: &[&str]) {
    let found = problems(&with_notice(more));
    let all_said = |line: &String| says.iter().all(|it| line.contains(it));
    assert!(found.len() == 1 && all_said(&found[0]), "wanted {says:?}, got {found:#?}");
}

#[track_caller]
fn changed(text: &str, from: &str, to: &str) -> String {
    assert_eq!(text.matches(from).count(), 1, "{from:?} once");
    text.replace(from, to)
}

#[test]
fn what_is_wrong_with_a_notice_is_said_with_file_line_and_remedy() {
    let table: &[(&str, &str, &[&str])] = &[
        // What is nobody's business has no place.
        ("{meeting_day}评议", "{id_number}评议", &["第7行", "公示里没有 id_number", "一律不公示"]),
        ("{meeting_day}评议", "{cause}评议", &["公示里没有 cause", "village 村"]),
        ("{meeting_day}评议", "{phone}评议", &["公示里没有 phone"]),
        ("\"group\", ", "\"health\", ", &["公示里没有 health", "householder 户主", "一律不公示"]),
        ("\"group\", ", "\"risk_cause\", ", &["公示里没有 risk_cause"]),
        ("\"group\", ", "\"grop\", ", &["公示里没有 grop（是不是想写 group？）"]),
        // A place of the notice, a place of the household.
        ("{meeting_day}评议", "{householder}评议", &["householder}（户主）是每户一个的", "fields"]),
        ("\"group\", ", "\"village\", ", &["village（村）不是每户一个的", "body"]),
        ("{meeting_day}评议", "{meeting_day评议", &["花括号没有成对"]),
        ("\"group\", ", "\"householder\", ", &["fields 里 householder 写了两次"]),
        // What a notice has to say.
        ("{contact}", "电话", &["第3行", "body 里缺少 {contact}：公示要写明投诉举报方式"]),
        ("{until}", "月底", &["body 里缺少 {until}"]),
        ("\"householder\", ", "", &["fields 里缺少 householder"]),
        ("title = \"{village}公示\"", "", &["第3行：缺少 title"]),
        ("name = \"full\"", "", &["缺少 name"]),
        ("name = \"full\"", "name = \"all\"", &["name 只能写 \"full\"", "\"surname\""]),
        ("name = \"full\"", "name = \"full\"\nfont = \"大\"", &["不认识的键 font"]),
        ("basis = \"plan 第三章\"", "basis = \"default\"", &["basis 为 default 时要写 note"]),
        ("basis = \"plan 第三章\"", "basis = \"law 第三章\"", &["没有文件 law"]),
        (
            "fields = [\"group\", \"householder\", \"review_result\"]",
            "fields = []",
            &["fields 写作"],
        ),
        // Results and groups.
        ("identification = \"拟纳入\"", "", &["[versions.results] 要写 identification"]),
        (
            "identification = \"拟纳入\"",
            "identification = \"拟纳入\"\nelimination = \"消除\"",
            &["不认识的键 elimination"],
        ),
        (", \"review_result\"", "", &["fields 没有 review_result", "删去 [versions.results]"]),
        (", \"review_result\"", ", \"review_result\", \"measure_groups\"", &["要写 other_groups"]),
        ("name = \"full\"", "name = \"full\"\nundecided = \"待定\"", &["请删去 undecided"]),
        (
            "name = \"full\"",
            "name = \"full\"\nother_groups = \"其他\"",
            &["请删去 measure_groups 和 other_groups"],
        ),
        // What the guard would find in the template itself.
        (
            "{meeting_day}评议",
            "{meeting_day}评议，电话6712345",
            &["不能有长串数字", "notice.contact"],
        ),
        ("拟纳入", "拟纳入１３９０013 8000", &["不能有长串数字"]),
        ("拟纳入", "因病拟纳入", &["第3行", "模板的文字里有禁用词“病”"]),
    ];
    for (from, to, says) in table {
        let notice = changed(NOTICE, from, to);
        let mut says = says.to_vec();
        says.push(FILE);
        refuses(&[(FILE, &notice)], &says);
    }
}

#[test]
fn a_notice_has_versions_on_distinct_days() {
    refuses(&[(FILE, "zh = \"公示\"\n")], &[FILE, "没有版本，请加一段 [[versions]]"]);
    let (_, version) = NOTICE.split_once("[[versions]]").expect("a version");
    let twice = format!("{NOTICE}[[versions]]{version}");
    refuses(&[(FILE, &twice)], &[FILE, "民主评议结果公示在 2021-01-01 有两个版本"]);
}

#[test]
fn files_of_notices_have_five_names() {
    let says =
        ["notices/exit.toml", "measures.toml（帮扶措施公示）", "forbidden_words.toml（禁用词）"];
    refuses(&[("cn/notices/exit.toml", NOTICE)], &says);
}

#[test]
fn forbidden_words_are_there_on_every_first_day_and_are_words() {
    let late = WORDS.replace("2021-01-01", "2022-01-01");
    let path = "cn/notices/forbidden_words.toml";
    refuses(&[(path, &late)], &[FILE, "2021-01-01 有公示模板，却没有禁用词"]);
    refuses(&[(path, &changed(WORDS, "[\"病\"]", "[]"))], &[path, "health 写作"]);
    refuses(&[(path, &changed(WORDS, "[\"病\"]", "\"病\""))], &[path, "health 写作"]);
    refuses(&[(path, &changed(WORDS, "[\"病\"]", "[1]"))], &[path, "health 写作"]);
    refuses(&[(path, &changed(WORDS, "causes = [\"因残\"]", ""))], &[path, "缺少 causes"]);
}

#[test]
fn the_contact_is_there_and_is_a_telephone_at_most() {
    let without = CONTACT.replace("[office]", "[bureau]").replace("office.values", "bureau.values");
    refuses(
        &[(PARAMETERS, &without)],
        &[FILE, "用到 {office}，而参数 notice.office 在 2021-01-01 没有值"],
    );
    let ended = changed(
        CONTACT,
        "from = \"2021-01-01\"\nvalue = \"12317\"",
        "from = \"2021-01-01\"\nto = \"2022-06-30\"\nvalue = \"12317\"",
    );
    refuses(&[(PARAMETERS, &ended)], &[FILE, "notice.contact 在 2022-07-01 没有值"]);
    let with = |value: &str| changed(CONTACT, "\"12317\"", &format!("\"{value}\""));
    let account = with("请汇至 6228480012345678901");
    refuses(&[(PARAMETERS, &account)], &[PARAMETERS, "notice.contact 里有比电话更长的数字"]);
    refuses(&[(PARAMETERS, &with("疾病科"))], &[PARAMETERS, "notice.contact 里有禁用词“病”"]);
    let telephones = with("12317、0999-67123456、13900138000");
    assert_eq!(problems(&with_notice(&[(PARAMETERS, &telephones)])), [""; 0]);
}

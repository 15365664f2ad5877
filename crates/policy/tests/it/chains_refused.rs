//! Chains that do not load, and what the officer is told.

use crate::fixture::{CHAIN, NATION, PROVINCE, day, folder, load, problems};

const FILE: &str = "cn/chains/identification.toml";

/// One problem, which says each of these.
#[track_caller]
fn refuses(more: &[(&str, &str)], says: &[&str]) {
    let found = problems(more);
    let all_said = |line: &String| says.iter().all(|it| line.contains(it));
    assert!(found.len() == 1 && all_said(&found[0]), "wanted {says:?}, got {found:#?}");
}

#[track_caller]
fn changed(from: &str, to: &str) -> String {
    assert_eq!(CHAIN.matches(from).count(), 1, "{from:?} once");
    CHAIN.replace(from, to)
}

#[test]
fn what_is_wrong_with_a_chain_is_said_with_file_line_and_remedy() {
    let table: &[(&str, &str, &[&str])] = &[
        // Keys and words.
        ("zh = \"示例程序\"", "zh = \"程序\"\nlevel = 1", &["第3行：不认识的键 level"]),
        ("decides = true", "decide = true\ndecides = true", &["不认识的键 decide", "decides？"]),
        ("[versions.whole]", "[versions.total]", &["不认识的键 total", "whole"]),
        (
            "time = \"15 days\"",
            "tiem = \"1 day\"\ntime = \"15 days\"",
            &["不认识的键 tiem", "time？"],
        ),
        (
            "kind = \"asset_comparison\"",
            "kind = \"asset_comparisn\"",
            &["第20行", "没有步骤种类 asset_comparisn（是不是想写 asset_comparison？）", "公告"],
        ),
        ("kind = \"approval\"", "kind = \"审核\"", &["没有步骤种类 审核", "approval 审核审定"]),
        (
            "role = \"county_approver\"\nalongside",
            "role = \"county_aprover\"\nalongside",
            &["没有角色 county_aprover（是不是想写 county_approver？）", "[roles]"],
        ),
        (
            "level = \"county\"\nrole = \"county_approver\"\ndecides",
            "level = \"conty\"\nrole = \"county_approver\"\ndecides",
            &["没有级别 conty（是不是想写 county？）", "village、township、county"],
        ),
        ("name = \"visit\"", "name = \"入户\"", &["name 只用小写英文字母"]),
        ("alongside = true", "alongside = \"yes\"", &["alongside 只能写 true 或 false"]),
        // What must be there.
        ("zh = \"实地调查\"", "", &["第10行：缺少 zh，请补上"]),
        ("time = \"15 days\"", "", &["第6行：缺少 time，请补上"]),
        ("from = \"2020-01-01\"", "", &["第3行：缺少 from，请补上"]),
        // Limits and where they come from.
        ("15 days", "fifteen days", &["看不懂时限 fifteen days", "\"15 working days\""]),
        ("15 days", "0 days", &["看不懂时限 0 days"]),
        ("15 days", "15", &["看不懂时限 15，"]),
        ("15 days", "15天", &["看不懂时限 15天", "\"15 days\" 是 15 天"]),
        ("time = \"15 days\"", "time = 15", &["time 应是文字，请加引号"]),
        (
            "limit = { time = \"3 working days\", basis = \"plan 第二章\" }",
            "limit = \"3 days\"",
            &["limit 应是一张表"],
        ),
        ("note = \"见于记录\"", "", &["basis 为 default 时要写 note"]),
        (
            "basis = \"plan 第二章\"\n[versions.whole]",
            "basis = \"paln 第二章\"\n[versions.whole]",
            &["第5行：没有文件 paln（是不是想写 plan？）", "[documents]"],
        ),
        (
            "\"3 working days\", basis = \"plan 第二章\"",
            "\"3 working days\", basis = \"law 第二章\"",
            &["没有文件 law", "没有文件依据的写 default"],
        ),
        // Steps among each other.
        ("name = \"comparison\"", "name = \"visit\"", &["第17行：步骤 visit 写了两次"]),
        (
            "at_least = { time = \"5 days\", basis = \"plan 第二章\" }",
            "",
            &["notice 是村内公示，要写 at_least", "\"5 days\""],
        ),
        (
            "alongside = true",
            "at_least = { time = \"5 days\", basis = \"plan 一\" }",
            &["at_least 只用于 village_notice"],
        ),
        ("limit = { time", "alongside = true\nlimit = { time", &["第10行：第一步没有上一步"]),
        ("decides = true", "", &["第3行：没有作出决定的一步", "decides = true"]),
        ("alongside = true", "decides = true", &["comparison、approval 都写了 decides"]),
        (
            "decides = true\n",
            "decides = true\n[[versions.steps]]\nname = \"prefecture\"\nzh = \"州审定\"\n\
             kind = \"approval\"\nlevel = \"prefecture\"\nrole = \"county_approver\"\n",
            &["approval 之后还有审核 prefecture；请把 decides 写到 prefecture"],
        ),
        ("kind = \"approval\"", "kind = \"analysis\"", &["approval 不是 approval，不能作决定"]),
        ("decides = true", "decides = true\nalongside = true", &["要等前面各步办完"]),
    ];
    for (from, to, says) in table {
        let chain = changed(from, to);
        let mut says = says.to_vec();
        says.push(FILE);
        refuses(&[(FILE, &chain)], &says);
    }
}

#[test]
fn a_chain_has_versions_and_a_version_has_steps() {
    refuses(&[(FILE, "zh = \"程序\"\n")], &[FILE, "没有版本，请加一段 [[versions]]"]);
    let (head, _) = CHAIN.split_once("[[versions.steps]]").expect("steps");
    refuses(&[(FILE, head)], &[FILE, "第3行：没有步骤，请加 [[versions.steps]]"]);
    let (_, version) = CHAIN.split_once("[[versions]]").expect("a version");
    let twice = format!("{CHAIN}[[versions]]{version}");
    refuses(&[(FILE, &twice)], &[FILE, "识别认定在 2020-01-01 有两个版本，请只留一个"]);
}

#[test]
fn files_of_chains_have_two_names() {
    let says =
        ["chains/exit.toml", "identification.toml（识别认定）或 elimination.toml（风险消除）"];
    refuses(&[("cn/chains/exit.toml", CHAIN)], &says);
    refuses(&[("cn/chain/identification.toml", CHAIN)], &["cn/chain：不认识的文件或文件夹"]);
}

#[test]
fn roles_are_listed_with_their_chinese_names() {
    let nation = NATION.replace("\"村级核实人员\"", "1");
    let says = ["cn/pack.toml", "角色 village_worker 要写中文名称"];
    let found = problems(&[("cn/pack.toml", &nation)]);
    assert!(found.iter().any(|it| says.iter().all(|part| it.contains(part))), "{found:#?}");
    let nation = format!("{NATION}GridWorker = \"网格员\"\n");
    refuses(&[("cn/pack.toml", &nation)], &["角色 GridWorker 只用小写英文字母"]);
}

#[test]
fn every_day_with_rules_has_both_chains() {
    let late = CHAIN.replace("2020-01-01", "2022-01-01");
    refuses(
        &[("cn/chains/elimination.toml", &late)],
        &["cn/chains/elimination.toml：2021-01-01 有规则，却没有风险消除的程序", "都要有"],
    );
    let ended =
        CHAIN.replace("from = \"2020-01-01\"", "from = \"2020-01-01\"\nto = \"2023-06-30\"");
    // The county is not told a second time.
    refuses(
        &[(FILE, &ended), ("cn-99/pack.toml", PROVINCE)],
        &["cn/chains/identification.toml：2023-07-01 有规则，却没有识别认定的程序"],
    );
    // A chain of the province ends; the nation's takes over.
    let dir =
        folder(&[("cn-99/pack.toml", PROVINCE), ("cn-99/chains/identification.toml", &ended)]);
    let after =
        load(dir.path()).review_chain(policy::ChainKind::Identification, "99", day("2023-07-01"));
    assert_eq!(after.map(|it| it.pack), Some("cn".into()));
}

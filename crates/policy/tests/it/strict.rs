//! What does not load, and what the officer is told.

use policy::Packs;

use crate::fixture::{CASES, LINE, NATION, PROVINCE, RULE, facts, folder, problems};

/// One problem, which says this.
#[track_caller]
fn refuses(more: &[(&str, &str)], says: &str) {
    let found = problems(more);
    assert!(found.len() == 1 && found[0].contains(says), "wanted {says:?}, got {found:#?}");
}

fn rule(from: &str, to: &str) -> String {
    assert!(RULE.contains(from));
    RULE.replace(from, to)
}

#[test]
fn sound_packs_have_no_problems() {
    assert_eq!(problems(&[]), Vec::<String>::new());
}

#[test]
fn unknown_keys_are_refused_with_file_and_line() {
    refuses(
        &[("cn/rules/R001.toml", &rule("title", "titel = \"x\"\ntitle"))],
        "cn/rules/R001.toml 第2行：不认识的键 titel（是不是想写 title？），请改正或删去",
    );
    refuses(
        &[("cn/parameters/money.toml", &LINE.replace("zh =", "en = \"line\"\nzh ="))],
        "cn/parameters/money.toml 第3行：不认识的键 en",
    );
    refuses(
        &[("cn/pack.toml", &NATION.replace("zh = \"全国\"", "zh = \"全国\"\nx = 1"))],
        "不认识的键 x",
    );
    refuses(&[("cn/cases/R001.toml", &format!("{CASES}nots = 1\n"))], "不认识的键 nots");
}

#[test]
fn unknown_files_and_folders_are_refused() {
    refuses(&[("cn/rule/R002.toml", RULE)], "cn/rule：不认识的文件或文件夹");
    refuses(&[("cn/rules/101.toml", RULE)], "cn/rules/101.toml：文件名是规则编号");
    refuses(&[("cn/rules/R001.toml.bak", RULE)], "只读 .toml 文件");
    refuses(&[("cn-x/rules/R001.toml", RULE)], "cn-x/pack.toml：没有这个文件");
}

#[test]
fn unknown_facts_and_parameters_are_refused() {
    refuses(
        &[("cn/rules/R001.toml", &rule("\"income\"", "\"incom\""))],
        "第11行：没有事实 incom（是不是想写 income？）",
    );
    refuses(
        &[("cn/rules/R001.toml", &rule("money.line", "money.lin"))],
        "没有参数 money.lin（是不是想写 money.line？）",
    );
    refuses(&[("cn/rules/R001.toml", &rule("\"income\"", "\"age\""))], "age 说的是人");
    refuses(&[("cn/rules/R001.toml", &rule("\"income\"", "\"lost_on\""))], "不能直接比较");
}

#[test]
fn units_that_do_not_fit_are_refused() {
    refuses(
        &[("cn/rules/R001.toml", &rule("\"income\"", "\"members\""))],
        "单位不合：members（人）不能与 money.line（元）比较",
    );
    refuses(
        &[("cn/parameters/money.toml", &LINE.replace("\"yuan\"", "\"yaun\""))],
        "没有单位 yaun，可用：yuan、fen",
    );
    let persons = LINE.replace("yuan", "persons").replace("8700.50", "8700");
    refuses(
        &[("cn-99/pack.toml", PROVINCE), ("cn-99/parameters/money.toml", &persons)],
        "money.line 的单位是人，而 cn 里是元",
    );
}

#[test]
fn figures_belong_into_parameters() {
    let literal = |fact: &str, is: &str, value: &str| {
        rule(
            "fact = \"income\"\nis = \"below\"\nparam = \"money.line\"",
            &format!("fact = \"{fact}\"\nis = \"{is}\"\nvalue = {value}"),
        )
    };
    let refused = [
        ("income", "below", "8700", "请写进 parameters/"),
        ("members", "at_least", "2", "请写进 parameters/"),
        ("poor", "equal_to", "1", "value 写 true 或 false"),
        ("poor", "above", "true", "只能用 equal_to 或 not_equal"),
        ("class", "equal_to", "\"c\"", "class 没有代码 c，可用：a、b"),
        ("income", "under", "8700", "没有比较 under，可用：at_least 达到"),
    ];
    for (fact, is, value, says) in refused {
        refuses(&[("cn/rules/R001.toml", &literal(fact, is, value))], says);
    }

    let cases = |fires: &str, not: &str| {
        let case = |facts: &str, fires: bool| {
            format!(
                "[[case]]\nname = \"试\"\non = \"2023-10-31\"\nfacts = {{ {facts} }}\nfires = {fires}\n"
            )
        };
        case(fires, true) + &case(not, false)
    };
    for (fact, is, value, fires, not) in [
        ("members", "at_least", "1", "members = 1", "members = 0"),
        ("poor", "equal_to", "true", "poor = true", "poor = false"),
        ("class", "equal_to", "\"b\"", "class = \"b\"", "class = \"a\""),
    ] {
        let found = problems(&[
            ("cn/rules/R001.toml", &literal(fact, is, value)),
            ("cn/cases/R001.toml", &cases(fires, not)),
        ]);
        assert_eq!(found, Vec::<String>::new(), "{fact}");
    }
}

#[test]
fn money_is_read_exactly_or_not_at_all() {
    refuses(&[("cn/parameters/money.toml", &LINE.replace("8700.50", "8700.505"))], "最多两位小数");
    refuses(
        &[("cn/parameters/money.toml", &LINE.replace("8700.50", "true"))],
        "应是数（单位：元）",
    );
}

#[test]
fn a_default_says_where_it_comes_from_and_a_document_is_registered() {
    refuses(&[("cn/parameters/money.toml", &LINE.replace("note = \"试用\"", ""))], "要写 note");
    refuses(
        &[("cn/rules/R001.toml", &rule("\"plan 第一章\"", "\"paln 第一章\""))],
        "没有文件 paln（是不是想写 plan？）",
    );
    refuses(&[("cn/rules/R001.toml", &rule("\"plan 第一章\"", "\"plan\""))], "要写到章节");
}

#[test]
fn every_day_of_a_rule_needs_its_parameters() {
    refuses(
        &[("cn/rules/R001.toml", &rule("from = \"2021-01-01\"", "from = \"2020-06-01\""))],
        "money.line 在 2020-06-01 没有值",
    );
    let ended = LINE.replace("value = 8700.50", "to = \"2024-12-31\"\nvalue = 8700.50");
    refuses(&[("cn/parameters/money.toml", &ended)], "money.line 在 2025-01-01 没有值");
}

#[test]
fn a_rule_needs_cases_that_fire_that_do_not_and_that_stand_on_the_limit() {
    let case = |facts: &str, fires: &str| {
        format!("[[case]]\nname = \"试\"\non = \"2023-10-31\"\nfacts = {facts}\nfires = {fires}\n")
    };
    let yes = case("{ income = 5000 }", "true");
    let no = case("{ income = 7000 }", "false");
    let edge = case("{ income = 6000 }", "false");
    refuses(&[("cn/cases/R001.toml", &(yes.clone() + &no))], "缺少边界案例");
    refuses(&[("cn/cases/R001.toml", &edge)], "缺少触发的案例");
    assert_eq!(problems(&[("cn/cases/R001.toml", &(yes + &edge))]), Vec::<String>::new());
    let found = problems(&[("cn/rules/R002.toml", &rule("\"low\"", "\"low_too\""))]);
    assert_eq!(found.len(), 3, "no cases at all: {found:#?}");
    refuses(&[("cn/cases/R009.toml", CASES)], "cn/cases/R009.toml：没有规则 R009");
}

#[test]
fn a_case_that_goes_the_other_way_shows_the_comparison() {
    let wrong = format!(
        "{CASES}[[case]]\nname = \"想错了\"\non = \"2023-10-31\"\nfacts = {{ income = 6000 }}\nfires = true\n"
    );
    refuses(
        &[("cn/cases/R001.toml", &wrong)],
        "案例「想错了」：应触发，实际不触发。income = 6000元，低于6000元：不成立",
    );
    let stray = format!(
        "{CASES}[[case]]\nname = \"多写\"\non = \"2023-10-31\"\nfacts = {{ poor = true }}\nfires = false\n"
    );
    refuses(&[("cn/cases/R001.toml", &stray)], "R001 没有用到事实 poor");
}

#[test]
fn a_signal_stays_with_its_rule() {
    refuses(
        &[("cn/rules/R002.toml", RULE), ("cn/cases/R002.toml", CASES)],
        "cn/rules/R002.toml 第1行：signal low 已由 cn/rules/R001.toml 使用",
    );
    refuses(
        &[
            ("cn-99/pack.toml", PROVINCE),
            ("cn-99/rules/R001.toml", &rule("\"low\"", "\"other\"")),
            ("cn-99/cases/R001.toml", CASES),
        ],
        "代替 cn/rules/R001.toml 时 signal 不能变",
    );
}

#[test]
fn two_packs_of_one_region_are_refused() {
    let twin = NATION.replace("\"cn\"", "\"cn-b\"");
    refuses(&[("cn-b/pack.toml", &twin)], "与 cn 是同一地区");
}

#[test]
fn switching_off_what_is_not_there_is_refused() {
    let off = "off = true\nfrom = \"2023-01-01\"\nbasis = \"plan 第一章\"\n";
    refuses(
        &[("cn-99/pack.toml", PROVINCE), ("cn-99/rules/R009.toml", off)],
        "上级政策包没有 R009，不必停用",
    );
}

#[test]
fn all_problems_are_found_at_once_and_loading_lists_them() {
    let bad_rule = rule("priority = 2", "priority = 12").replace("\"clue\"", "\"alarm\"");
    let bad_line = LINE.replace("from = \"2021-01-01\"", "from = \"2021年\"");
    let dir = folder(&[("cn/rules/R001.toml", &bad_rule), ("cn/parameters/money.toml", &bad_line)]);
    let found = policy::check(dir.path(), &facts());
    let messages: Vec<&str> = found.iter().map(|it| it.message.as_str()).collect();
    for says in ["priority 写 1 至 9", "effect 只能写 clue", "from 应是日期"] {
        assert!(messages.iter().any(|it| it.contains(says)), "{says}: {messages:#?}");
    }
    let error = Packs::load(dir.path(), &facts()).expect_err("it does not load").to_string();
    assert!(error.starts_with(&format!("政策包有 {} 处问题", found.len())), "{error}");
}

#[test]
fn an_empty_folder_is_not_a_set_of_packs() {
    let dir = tempfile::tempdir().expect("a folder");
    let found = policy::check(dir.path(), &facts());
    assert!(found.len() == 1 && found[0].message.contains("这里没有政策包"), "{found:?}");
}

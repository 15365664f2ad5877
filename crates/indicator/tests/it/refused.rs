//! What is wrong in a file is told with the file and the line.

use std::fs;

use indicator::{Indicators, Outside};
use policy::{Packs, Unit};

use crate::support::{facts, roles};

const PACK: &str = "name = \"cn\"\nzh = \"全国\"\nregion = \"\"\n\n[documents]\nplan = { zh = \"规划\", file = \"plan.txt\" }\n";

/// The faults of one file in a pack that has nothing else.
fn faults(path: &str, text: &str) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    let pack = folder.path().join("cn");
    let file = pack.join(path);
    fs::create_dir_all(file.parent().unwrap()).unwrap();
    fs::write(pack.join("pack.toml"), PACK).unwrap();
    fs::write(file, text).unwrap();
    let (_, names) = facts();
    let packs = Packs::load(folder.path(), &names).unwrap();
    let figures = [(String::new(), "projects".to_owned(), "paid".to_owned(), Unit::Yuan)];
    let roles = roles();
    let outside = Outside { packs: &packs, facts: &names, roles: &roles, figures: &figures };
    let (_, problems) = Indicators::read(folder.path(), &outside).unwrap();
    problems.iter().map(ToString::to_string).collect()
}

fn refuses(path: &str, text: &str, line: u32, words: &str) {
    let found = faults(path, text);
    let wanted = format!("cn/{path} 第{line}行");
    assert!(
        found.iter().any(|it| it.starts_with(&wanted) && it.contains(words)),
        "no “{words}” on line {line}: {found:#?}"
    );
}

fn indicator(body: &str) -> String {
    format!(
        "[a]\nzh = \"甲\"\nen = \"A\"\nunit = \"persons\"\nfrom = \"2021-01-01\"\nbasis = \"plan 第一章\"\n{body}\n"
    )
}

fn target(body: &str) -> String {
    format!(
        "[[targets]]\nid = \"a\"\nzh = \"甲\"\nen = \"A\"\nseries = \"a\"\nsource = \"plan 第一章\"\n{body}\n"
    )
}

#[test]
fn indicators_are_refused_with_file_and_line() {
    let path = "indicators/x.toml";
    assert_eq!(faults(path, &indicator("sum = \"members\"")), Vec::<String>::new());
    refuses(path, &indicator("sum = \"membrs\""), 7, "membrs");
    refuses(path, &indicator("sum = \"members * 12\""), 7, "12");
    refuses(path, &indicator("count = true"), 1, "unit");
    refuses(path, &indicator("sum = \"members\"\nmean = \"members\""), 1, "一种算法");
    refuses(path, &indicator("ledger = \"projects\"\nfigure = \"payd\""), 8, "payd");
    refuses(path, &indicator("ledger = \"projects\"\nfigure = \"paid\""), 8, "元");
    refuses(
        path,
        &indicator("sum = \"members\"\nparameters = { line = \"no.such\" }"),
        8,
        "no.such",
    );
    refuses(path, &indicator("sum = \"age\""), 7, "age");
    let no_english = indicator("sum = \"members\"").replace("en = \"A\"\n", "");
    refuses(path, &no_english, 1, "en");
    let no_document = indicator("sum = \"members\"").replace("plan 第一章", "paln 第一章");
    refuses(path, &no_document, 6, "paln");
}

#[test]
fn targets_are_refused_with_file_and_line() {
    let path = "targets/x.toml";
    assert_eq!(faults(path, &target("value = \"5\"\ncomparator = \">=\"")), Vec::<String>::new());
    refuses(path, &target("value = \"5\""), 1, "comparator");
    refuses(path, &target("value = \"很多\"\ncomparator = \">=\""), 7, "很多");
    refuses(path, &target("value = \"5\"\ncomparator = \"=>\""), 8, "comparator");
    refuses(path, &target("value = \"5\"\ncomparator = \"=\"\nunit = \"筐\""), 9, "筐");
    refuses(path, &target("value = \"5\"\ncomparator = \"=\"\ntarget = \"2025年\""), 9, "2025");
    refuses(path, &target("value = \"5\"\ncomparator = \"=\"\noddities = [99]"), 1, "99");
    refuses(path, &target("value = \"5\"\ncomparator = \"=\"\nparent = \"p\""), 1, "groups");
    refuses(path, &target("value = \"5\"\ncomparator = \"=\"\nowner = \"x\""), 9, "owner");
    refuses(path, &target(""), 1, "baseline");
}

#[test]
fn a_conflict_that_is_none_is_refused() {
    let text = "[[years]]\nyear = 2015\npersons = \"5\"\nsource = \"plan 第一章\"\n\n\
        [[conflicts]]\ncolumn = \"persons\"\nfrom = 2015\nto = 2015\nstated = \"5\"\nzh = \"甲\"\nen = \"A\"\nsource = \"plan 第二章\"\n";
    refuses("history/x.toml", text, 6, "不是矛盾");
}

fn report(body: &str) -> String {
    format!(
        "zh = \"甲\"\nen = \"A\"\ntitle = \"甲\"\nlevels = [\"county\"]\nprint = [\"@county\"]\nbasis = \"plan 第一章\"\n{body}\n"
    )
}

#[test]
fn counts_of_cases_are_refused_with_file_and_line() {
    let path = "indicators/x.toml";
    assert_eq!(
        faults(path, &indicator("cases = { stages = [\"identified\"] }")),
        Vec::<String>::new()
    );
    assert_eq!(faults(path, &indicator("clues = \"raised\"")), Vec::<String>::new());
    refuses(path, &indicator("clues = \"lost\""), 7, "raised");
    refuses(path, &indicator("cases = { stages = [\"helped\"] }"), 1, "helped");
    refuses(path, &indicator("cases = { risk = \"rain\" }"), 7, "rain");
    refuses(path, &indicator("cases = { identified = \"week\" }"), 7, "month");
    refuses(path, &indicator("cases = { }"), 1, "数哪些案");
    let yuan = indicator("clues = \"raised\"").replace("persons", "yuan");
    refuses(path, &yuan, 1, "unit");
}

#[test]
fn reports_are_refused_with_file_and_line() {
    let path = "reports/x.toml";
    let text = "[[parts]]\nkind = \"text\"\nparagraphs = [\"{region}\"]";
    assert_eq!(faults(path, &report(text)), Vec::<String>::new());
    refuses(path, &report(""), 1, "没有内容");
    refuses(path, &report("[[parts]]\nkind = \"chart\""), 8, "table");
    refuses(path, &report(&text.replace("region", "nothing")), 1, "nothing");
    let table = "[[parts]]\nkind = \"table\"\nrows = \"hamlet\"\nfigures = [{ indicator = \"a\" }]";
    refuses(path, &report(table), 9, "hamlet");
    refuses(path, &report(text).replace("@county", "@all"), 1, "@all");
    refuses(path, &report(&format!("issuer = \"no.such\"\n{text}")), 7, "no.such");
}

//! What an office sees of its packs: lists, the register, and a page for each.

use std::{collections::BTreeSet, fs};

use crate::support::Office;

#[test]
fn lists_and_register_are_shown_with_their_documents() {
    let office = Office::new();
    let view = office.json(&["policy", "show", "--region", "522732", "--on", "2023-10-31"]);
    let named: Vec<&str> =
        view["named_in"].as_array().expect("names").iter().filter_map(|it| it.as_str()).collect();
    assert_eq!(named, ["乡村振兴夯实基础县", "国家乡村振兴重点帮扶县"]);
    let lists = view["lists"].as_array().expect("lists");
    let of = |name: &str| lists.iter().find(|it| it["name"] == name).expect("a list");
    assert_eq!(of("regions.lead_counties")["items"].as_array().map(Vec::len), Some(36));
    assert_eq!(of("assessment.grades")["pack"], "cn");
    let register = view["register"].as_array().expect("the register");
    let credit = register.iter().find(|it| it["id"] == "microcredit").expect("micro-credit");
    assert_eq!(
        (&credit["kind"], &credit["outcome"]),
        (&"financial".into(), &"strengthened".into())
    );
    assert!(credit["basis"].as_str().is_some_and(|it| it.contains("第七章第三节")), "{credit}");

    let short = office.text(&["policy", "show", "--region", "522732", "--on", "2023-10-31"]);
    assert!(short.contains("本地列入：乡村振兴夯实基础县") && !short.contains("黔货出山"));
    let dali = office.json(&["policy", "show", "--region", "532901", "--on", "2023-10-31"]);
    let mut odd = dali["parameters"].as_array().expect("parameters").iter();
    let odd = odd.find(|it| it["name"] == "baseline.unstable_households").expect("it");
    assert!(odd["note"].as_str().is_some_and(|it| it.contains("照录")), "oddities are said: {odd}");
    let words = ["policy", "show", "--region", "522732", "--on", "2023-10-31", "--register"];
    assert!(office.text(&words).contains("黔货出山"));
}

#[test]
fn every_pack_gets_a_page_in_markdown_and_html() {
    let office = Office::new();
    let out = office.folder.path().join("pages");
    office.text(&["policy", "pages", "--out", &out.to_string_lossy()]);
    let names: BTreeSet<String> = fs::read_dir(&out)
        .expect("the pages")
        .map(|it| it.expect("an entry").file_name().to_string_lossy().into_owned())
        .collect();
    assert_eq!(names.len(), 12, "{names:?}");
    let same = |name: &str| {
        let written = fs::read_to_string(out.join(name)).expect("a page");
        let stored = fs::read_to_string(format!("../../docs/packs/{name}")).expect("a page");
        assert!(written == stored, "docs/packs/{name} is old: cargo xtask codegen");
    };
    names.iter().filter(|it| it.ends_with(".md")).for_each(|it| same(it));
    let page = fs::read_to_string(out.join("cn-532327.html")).expect("a page");
    assert!(page.contains("<td>100%</td>") && page.contains("约束性") && !page.contains("<script"));
}

/// A mistake in a list or in the register is named with its file and line, and nothing is written.
#[test]
fn a_mistake_in_a_list_or_in_the_register_is_named_with_its_line() {
    let office = Office::new();
    let packs = office.folder.path().join("mine");
    copy("../../packs".as_ref(), &packs);
    let change = |path: &str, from: &str, to: &str| {
        let path = packs.join(path);
        let text = fs::read_to_string(&path).expect("a file");
        assert!(text.contains(from), "{from}");
        fs::write(path, text.replacen(from, to, 1)).expect("written");
    };
    change("cn-52/lists/regions.toml", "count = 36", "count = 37");
    change("cn-53/register.toml", "measure microcredit", "measure microcredits");
    let said = office.run(&["policy", "check", &packs.to_string_lossy()]);
    let text = String::from_utf8_lossy(&said.stdout).into_owned();
    assert!(!said.status.success());
    assert!(text.contains("cn-52/lists/regions.toml 第7行：count 写 37，items 有 36 项"), "{text}");
    assert!(text.contains("cn-53/register.toml 第"), "{text}");
}

fn copy(from: &std::path::Path, to: &std::path::Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder") {
        let entry = entry.expect("an entry");
        let target = to.join(entry.file_name());
        match entry.path().is_dir() {
            true => copy(&entry.path(), &target),
            false => drop(fs::copy(entry.path(), target).expect("copied")),
        }
    }
}

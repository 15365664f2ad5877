//! What changes between two sets of packs, and what a tried value does.

use policy::{ChangeKind, Packs, days_of_change, diff};

use crate::fixture::{COUNTY, LINE, day, facts, folder, load};

/// The changes of a region on a day as `name: words`.
fn words(old: &Packs, new: &Packs, region: &str, on: &str) -> Vec<String> {
    diff(old, new, region, day(on), &facts())
        .into_iter()
        .map(|it| format!("{}: {}", it.name, it.words))
        .collect()
}

#[test]
fn a_new_value_is_told_from_its_day_on() {
    let old_dir = folder(&[]);
    let old = load(old_dir.path());
    let line = format!(
        "{LINE}[[line.values]]\nfrom = \"2025-01-01\"\nvalue = 9000\nbasis = \"plan 第二章\"\n"
    );
    let new_dir = folder(&[("cn/parameters/money.toml", &line)]);
    let new = load(new_dir.path());

    assert_eq!(words(&old, &new, "99", "2024-12-31"), Vec::<String>::new());
    // The rule that reads the line changes with it.
    assert_eq!(
        words(&old, &new, "99", "2025-01-01"),
        [
            "money.line: 由8700.5元改为9000元（2025-01-01起，示例规划 第二章）",
            "R001: 条件由“income低于8700.5元（示例线）”改为“income低于9000元（示例线）”",
        ]
    );
    assert!(days_of_change(&old, &new).contains(&day("2025-01-01")));
    assert!(!days_of_change(&old, &old).contains(&day("2025-01-01")));
}

#[test]
fn a_tried_value_holds_where_the_nearest_pack_answers() {
    let dir = folder(&[("cn-990123/pack.toml", COUNTY), ("cn-990123/parameters/money.toml", LINE)]);
    let packs = load(dir.path());
    let on = day("2023-10-31");
    let tried = packs.supposing("money.line", "990123", on, "+10%").expect("tried");
    let at = |packs: &Packs, region: &str, on: &str| {
        packs.parameter("money.line", region, day(on)).expect("a value").value
    };
    assert_eq!(at(&tried, "990123", "2023-10-31"), 660_000);
    assert_eq!(at(&tried, "990123", "2023-10-30"), 600_000, "nothing changes for the past");
    assert_eq!(at(&tried, "990123", "2024-01-01"), 870_050, "a later value stays");
    assert_eq!(at(&tried, "990124", "2023-10-31"), 600_000, "another county has its own");
    assert_eq!(at(&packs, "990123", "2023-10-31"), 600_000, "the packs themselves stay");
    assert_ne!(tried.hash(), packs.hash());
    let same = packs.supposing("money.line", "990123", on, "6000").expect("tried");
    assert_eq!(at(&same, "990123", "2023-10-31"), 600_000);
    assert!(
        diff(&packs, &tried, "990123", on, &facts()).iter().any(|it| it.kind == ChangeKind::Rule)
    );
}

#[test]
fn what_is_no_value_is_refused_with_what_is_expected() {
    let dir = folder(&[]);
    let packs = load(dir.path());
    let on = day("2023-10-31");
    let refused = |name: &str, written: &str| {
        packs.supposing(name, "990123", on, written).expect_err("refused").to_string()
    };
    assert!(refused("money.line", "很多").contains("应是数"), "{}", refused("money.line", "很多"));
    assert!(refused("money.line", "1.005").contains("应是数"));
    assert!(refused("money.nothing", "1").contains("没有参数 money.nothing"));
}

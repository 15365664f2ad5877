//! Targets beside values, with answers worked out by hand.

use indicator::{Amount, Indicators, Light, Limits, Path, Progress, Step, Target, judge, steps};
use kernel::Period;

use crate::support::shipped;

const LIMITS: Limits = Limits { green: 10_000, yellow: 9_000 };

fn amount(text: &str) -> Amount {
    Amount::parse(text).unwrap()
}

fn judged(target: &Target, values: &[(&str, &str)], path: Path, today: &str) -> Progress {
    let values: Vec<(Period, Amount)> =
        values.iter().map(|(at, it)| (at.parse().unwrap(), amount(it))).collect();
    let wanted = target.number().map(|(it, comparator, _)| (it, comparator));
    judge(target, wanted, &values, path, LIMITS, today.parse().unwrap())
}

fn find<'a>(all: &'a Indicators, region: &str, zh: &str) -> &'a Target {
    all.targets_of(region).find(|it| it.zh == zh).unwrap_or_else(|| panic!("no {zh}"))
}

fn shown(it: Option<Amount>) -> String {
    it.map(|it| it.rounded(2).to_string()).unwrap_or_default()
}

/// Item 4 of Yongren: 90 in 2020, 95 in 2025. By October 2023, 34 of 60 months: 92.83 is due.
#[test]
fn a_rate_with_a_base_moves_on_a_line() {
    let all = shipped();
    let target = find(&all, "532327", "产业帮扶覆盖率");
    let check = |values: &[(&str, &str)], today: &str, expected: [&str; 5], light: Light| {
        let it = judged(target, values, Path::Linear, today);
        let found = [
            shown(it.gap),
            shown(it.share),
            shown(it.on_path),
            shown(it.of_due),
            shown(it.forecast.map(|it| it.value)),
        ];
        assert_eq!((found, it.light), (expected.map(str::to_owned), light), "{values:?}");
    };
    // 2.5 of 5 gone, 2.5 of 2.83 due: 88.24 per cent. The line goes on to 90 + 2.5/34·60.
    check(&[("202310", "92.5")], "2023-10", ["2.5", "50", "92.83", "88.24", "94.41"], Light::Red);
    check(
        &[("202310", "92.6")],
        "2023-10",
        ["2.4", "52", "92.83", "91.76", "94.59"],
        Light::Yellow,
    );
    check(
        &[("202310", "92.9")],
        "2023-10",
        ["2.1", "58", "92.83", "102.35", "95.12"],
        Light::Green,
    );
    check(&[("2023Q4", "95")], "2023-12", ["0", "100", "93", "166.67", "98.33"], Light::Green);
    // A value of the future does not count.
    check(
        &[("202310", "92.5"), ("2024", "99")],
        "2023-10",
        ["2.5", "50", "92.83", "88.24", "94.41"],
        Light::Red,
    );
    check(&[], "2023-10", ["", "", "", "", ""], Light::Grey);
}

#[test]
fn a_yearly_target_is_due_each_year_and_a_ceiling_is_read_downwards() {
    let all = shipped();
    let trained = find(&all, "53", "脱贫劳动力培训人数（每年）");
    let it = judged(trained, &[("2023", "57")], Path::Linear, "2023-12");
    assert_eq!(
        (shown(it.gap), shown(it.of_due), it.light),
        ("3".into(), "95".into(), Light::Yellow)
    );
    let fee = find(&all, "53", "政策性农担业务担保费率");
    let it = judged(fee, &[("2023", "1")], Path::Linear, "2023-12");
    assert_eq!(
        (shown(it.gap), shown(it.of_due), it.light),
        ("0.2".into(), "80".into(), Light::Red)
    );
    let it = judged(fee, &[("2023", "0.75")], Path::Linear, "2023-12");
    assert_eq!((it.reached, it.light), (Some(true), Light::Green));
}

#[test]
fn words_are_tested_and_equal_without_a_way_means_equal() {
    let all = shipped();
    let hollow = find(&all, "52", "5万元以下“空壳村”");
    let it = judged(hollow, &[("2023", "3")], Path::Linear, "2023-12");
    assert_eq!((it.reached, shown(it.gap)), (Some(false), "3".into()));
    let it = judged(hollow, &[("2023", "0")], Path::Linear, "2023-12");
    assert_eq!(it.reached, Some(true));
    let cover = find(&all, "53", "产业帮扶覆盖");
    assert_eq!(judged(cover, &[("2023", "99.9")], Path::Linear, "2023-12").reached, Some(false));
    assert_eq!(judged(cover, &[("2023", "100")], Path::Linear, "2023-12").reached, Some(true));
    // 6265 households before and after: neither more nor less.
    let kept = find(&all, "532327", "已脱贫户");
    for (value, reached, gap, light) in [
        ("6265", true, "0", Light::Green),
        ("6260", false, "5", Light::Yellow),
        ("6270", false, "5", Light::Yellow),
        ("5000", false, "1265", Light::Red),
        ("8000", false, "1735", Light::Red),
    ] {
        let it = judged(kept, &[("202310", value)], Path::Linear, "2023-10");
        let found = (it.reached, shown(it.gap), it.light);
        assert_eq!(found, (Some(reached), gap.to_owned(), light), "{value}");
    }
}

/// 10721 in 2020 to 23563 in 2025, three of five years gone: 17196.2 on the compound path.
#[test]
fn incomes_grow_by_a_rate() {
    let all = shipped();
    let target =
        all.targets_of("53").find(|it| it.zh == "人均纯收入" && it.due.text() == "2025").unwrap();
    let it = judged(target, &[("2023", "16147")], Path::Compound, "2023-12");
    assert_eq!(shown(it.on_path), "17196.2");
    // 16147/10721 over 36 months, 24 more: 16147·(16147/10721)^(2/3).
    assert_eq!(shown(it.forecast.map(|it| it.value)), "21215.97");
    assert_eq!((it.forecast_reaches, it.light), (Some(false), Light::Red));
}

#[test]
fn without_a_base_or_a_year_nothing_is_due() {
    let all = shipped();
    let brands = find(&all, "53", "全国知名劳务品牌");
    let it = judged(brands, &[("2023", "4")], Path::Linear, "2023-12");
    assert_eq!((shown(it.gap), shown(it.share), it.light), ("6".into(), "40".into(), Light::Grey));
    assert_eq!(judged(brands, &[("2023", "10")], Path::Linear, "2023-12").light, Light::Green);
}

/// The numbers of the steps are those of the progress, and their arithmetic can be done again.
#[test]
fn steps_say_the_arithmetic() {
    let all = shipped();
    let told = |target: &Target, value: &str| -> Vec<(String, String)> {
        let it = judged(target, &[("202310", value)], Path::Linear, "2023-10");
        let wanted = target.number().map(|(it, comparator, _)| (it, comparator));
        let pair = |it: Step| (it.arithmetic, it.result);
        steps(target, wanted, Path::Linear, &it).into_iter().map(pair).collect()
    };
    let pairs = |expected: &[(&str, &str)]| -> Vec<(String, String)> {
        expected.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect()
    };
    let target = find(&all, "532327", "产业帮扶覆盖率");
    assert_eq!(
        told(target, "92.5"),
        pairs(&[
            ("95 − 92.5", "2.5"),
            ("(92.5 − 90) ÷ (95 − 90)", "50%"),
            ("90 + (95 − 90) × 34 ÷ 60", "92.833333"),
            ("(92.5 − 90) ÷ (92.833333 − 90)", "88.24%"),
            ("2020-12=90, 2023-10=92.5", "94.41"),
        ])
    );
    // What is reached misses nothing.
    assert_eq!(told(target, "96")[0].0, "(96 − 90) ÷ (95 − 90)");
}

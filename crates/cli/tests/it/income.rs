//! Income accounts of the sample county: everything that lists know is filled in, and what a village
//! still has to type is said.

use crate::support::{Office, sample};

#[test]
fn every_account_that_lists_can_fill_is_filled_and_the_burden_is_printed() {
    let Some(sample) = sample() else { return };
    let office = Office::new();
    office.import(&sample);
    let at = ["--region", "532327", "--period", "2023"];
    let filled = office.json(&[&["income", "fill"][..], &at].concat());
    let number = |it: &serde_json::Value| it.as_i64().expect("a number");
    println!("{}", office.text(&[&["income", "burden"][..], &at].concat()));

    // 脱贫户, and others that are monitored.
    assert!(number(&filled["households"]) >= 6265, "{filled}");
    let forms = filled["forms"].as_array().expect("forms");
    assert_eq!(forms.len(), 2, "the year's and that before an identification");
    for form in forms {
        let parts = ["filled", "entered", "covered", "not_counted", "asked"];
        let sum: i64 = parts.iter().map(|it| number(&form[*it])).sum();
        assert_eq!(sum, number(&form["fields"]), "every field is accounted for");
        let households = number(&form["households"]);
        assert!(households > 0);
        for line in form["lines"].as_array().expect("lines") {
            let by_facts = [
                "work_wages",
                "dibao_money",
                "tekun_money",
                "one_off_relief",
                "medical_self_paid",
                "medical_reimbursement",
            ];
            if by_facts.contains(&line["line"].as_str().expect("a name")) {
                assert_eq!(number(&line["filled"]), households, "{line}");
                assert!(number(&line["above_zero"]) > 0, "{line}");
            }
        }
        assert!(number(&form["asked_share"]) <= number(&form["asked_share_without_totals"]));
    }
    let again = office.json(&[&["income", "fill"][..], &at].concat());
    assert_eq!(again["repeated"], true);

    let found = office.json(&[&["income", "analyse"][..], &at].concat());
    let bands = found["bands"].as_array().expect("bands");
    let households: i64 = bands.iter().map(|it| number(&it["households"])).sum();
    assert_eq!(households, number(&filled["complete"]));
    let regions = found["regions"].as_array().expect("townships");
    let households: i64 = regions.iter().map(|it| number(&it["households"])).sum();
    assert_eq!(households, number(&filled["households"]));
    println!("{}", office.text(&[&["income", "analyse"][..], &at].concat()));

    // Handed back in the national system's own file: every row, its columns in their order.
    let template = sample.join("01_国家系统导出/（自定义）监测对象信息_20231031.xlsx");
    let out = office.folder.path().join("交回.xlsx");
    let words = ["--template", template.to_str().expect("a path"), "--out"];
    let words = [&["income", "export"][..], &at, &words, &[out.to_str().expect("a path")]].concat();
    let exported = office.json(&words);
    assert_eq!(number(&exported["rows"]), 23_018);
    assert_eq!(number(&exported["written"]) + number(&exported["left"]), number(&exported["rows"]));
    let words = ["income", "import", at[0], at[1], at[2], at[3], out.to_str().expect("a path")];
    let read = office.json(&words);
    assert_eq!(number(&read["rows"]), 23_018, "the file handed back can be read again");
}

//! Benefits computed from a file of inputs, and the check of the packs that runs their cases.

use std::fs;

use crate::support::Office;

const TRIAL: &str = "\
benefit = \"inpatient_settlement\"
region = \"532327\"
on = \"2023-10-31\"
[given]
covered = 20000
monitored = true
out_of_poverty = false
";

#[test]
fn a_file_of_inputs_is_computed_without_a_database() {
    let office = Office::new();
    let file = office.folder.path().join("trial.toml");
    fs::write(&file, TRIAL).expect("written");
    let file = file.to_string_lossy().into_owned();
    let it = office.json(&["benefits", "try", &file]);
    assert_eq!(it["state"], "entitled");
    assert_eq!(it["amount"], 1_836_560);
    assert_eq!(it["class"], "monitored");
    let text = office.text(&["benefits", "try", &file]);
    for part in ["大病保险支付 = 832元", "默认值", "第四章第二节", "没有给，按此"]
    {
        assert!(text.contains(part), "{part}\n{text}");
    }
    assert!(!office.home().join("shouwang.db").exists());

    fs::write(&file, TRIAL.replace("covered", "cover")).expect("written");
    let told = office.fails(&["benefits", "try", &file]);
    assert!(told.contains("cover") && told.contains("可以给"), "{told}");
}

#[test]
fn the_check_of_packs_runs_the_cases_of_benefits() {
    let office = Office::new();
    let text = office.text(&["policy", "check"]);
    assert!(text.contains("没有问题"), "{text}");
    let case = office.home().join("definitions/packs/cn/benefit_cases/yulu_aid.toml");
    let broken = fs::read_to_string(&case).expect("it is laid out").replacen("3000", "2999", 1);
    fs::write(&case, broken).expect("written");
    let output = office.run(&["policy", "check"]);
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(!output.status.success());
    assert!(text.contains("yulu_aid.toml 第1行") && text.contains("a_term = 1500元"), "{text}");
}

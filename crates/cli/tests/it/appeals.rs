//! The inbox from outside: an export comes in, one appeal is worked to its end, results go back.

use serde_json::json;

use crate::{
    invented::{name, number, write_register},
    support::Office,
};

#[test]
fn an_export_is_imported_worked_on_and_fed_back() {
    let office = Office::new();
    let files = office.folder.path().join("files");
    std::fs::create_dir_all(&files).expect("a folder");
    write_register(&files, 8);
    office.import(&files);
    let row = |no: &str, person: usize, text: &str| {
        let (name, id) = (name(person), number(person));
        format!(
            "{no},群众举手,2023-10-09 09:00:00,{name},{id},{name},13900000000,永定镇,,其他,{text},待签收"
        )
    };
    let header = "申请编号,申请方式,申请时间,困难对象,证件号码,申请人,申请人电话,乡镇,村,困难类型,困难描述,状态";
    let path = office.folder.path().join("救助平台申请导出.csv");
    let text = [
        header.to_owned(),
        row("P1", 0, "停水两个月"),
        row("P2", 2, "房子漏雨"),
        row("", 4, "停水"),
    ];
    std::fs::write(&path, text.join("\n")).expect("a file");
    let path = path.to_string_lossy();

    let import =
        || office.json(&["appeals", "import", &path, "--region", "532327", "--on", "2023-10-31"]);
    let done = import();
    assert_eq!(
        (&done["read"], &done["received"], &done["skipped"], &done["refused"]),
        (&json!(4), &json!(2), &json!(1), &json!(1)),
        "{done}"
    );
    assert_eq!(
        (&done["identified"], &done["refusals"][0]["code"]),
        (&json!(2), &json!("no_number"))
    );
    assert_eq!(import()["known"], json!(2));

    let region = ["--region", "532327"];
    let list = |more: &[&str]| office.json(&[&["appeals", "list"][..], &region, more].concat());
    assert_eq!(list(&[]).as_array().map(Vec::len), Some(2), "a count for each need");
    let late = list(&["--due", "--on", "2023-10-31"]);
    assert_eq!(late[0]["state"], "超期", "{late}");
    let water = &list(&["--need", "water"])[0];
    assert_eq!((&water["department"], &water["stage"]), (&json!("水务局"), &json!("received")));
    let id = water["appeal"].as_str().expect("an id").to_owned();
    let act = |action: &str| {
        let words = ["appeals", "act", &id, action, "--on", "2023-11-01"];
        office.json(&[&words[..], &region].concat())
    };
    act(r#"{"do":"accept"}"#);
    let opened = act(r#"{"do":"open_case"}"#);
    assert!(opened["case"].is_i64(), "{opened}");
    act(r#"{"do":"answer","text":"已恢复供水"}"#);
    assert_eq!(act(r#"{"do":"close"}"#)["stage"], "closed");
    let shown = office.text(&[&["appeals", "show", &id][..], &region].concat());
    assert!(shown.contains("已办结") && !shown.contains(&number(0)), "{shown}");
    let refused = office.fails(
        &[&["appeals", "act", &id, r#"{"do":"accept"}"#, "--version", "1"][..], &region].concat(),
    );
    assert!(refused.contains("刚被别人办过"), "{refused}");
    let elsewhere = office.fails(&["appeals", "show", &id, "--region", "532326"]);
    assert!(elsewhere.contains("没有这件诉求"), "{elsewhere}");

    let out = office.folder.path().join("结果.xlsx");
    let out = out.to_string_lossy();
    let days = ["--from", "2023-11-01", "--to", "2023-11-01", "-o", &out];
    let words = ["appeals", "feedback", "--channel", "platform_self"];
    office.text(&[&words[..], &region, &days].concat());
    let mut book = calamine::open_workbook_auto(&*out).expect("a workbook");
    let range = calamine::Reader::worksheet_range_at(&mut book, 0).expect("a sheet").expect("rows");
    let cells: Vec<String> =
        range.rows().nth(2).expect("a row").iter().map(|it| it.to_string()).collect();
    assert_eq!(
        (cells[0].as_str(), cells[4].as_str(), cells[5].as_str()),
        ("P1", "已办结", "已恢复供水")
    );
    assert!(!cells.join(" ").contains(&name(0)), "{cells:?}");
}

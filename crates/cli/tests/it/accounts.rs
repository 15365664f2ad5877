//! The first administrator is made on the machine itself.

use serde_json::json;

use crate::support::Office;

#[test]
fn an_administrator_is_made_listed_disabled_and_enabled() {
    let office = Office::new();
    let create = |login: &str, role: &str, region: &str| {
        let words = ["accounts", "create", "--login", login, "--name", "甲"];
        [&words[..], &["--role", role, "--region", region]].concat().join(" ")
    };
    let words = create("Admin.Jia", "security_admin", "532327");
    let made = office.json(&words.split(' ').collect::<Vec<_>>());
    assert_eq!(made["login"], "admin.jia");
    let first = made["password"].as_str().expect("a password");
    assert!(16 <= first.len());

    let twice = office.fails(&words.split(' ').collect::<Vec<_>>());
    assert!(twice.contains("登录名 admin.jia 已有人用"), "{twice}");
    let wrong = create("bo.yi", "security_admin", "532327101");
    let wrong = office.fails(&wrong.split(' ').collect::<Vec<_>>());
    assert!(wrong.contains("“安全管理员”的账号要放在省级、州市级、县级"), "{wrong}");

    let list = office.json(&["accounts", "list", "--region", "53"]);
    assert_eq!(list[0]["login"], "admin.jia");
    assert_eq!(list[0]["region_name"], "云南省楚雄彝族自治州永仁县");
    assert_eq!(list[0]["roles"], json!(["security_admin"]));
    assert!(!list.to_string().contains(first));
    assert_eq!(office.json(&["accounts", "list", "--region", "5329"]), json!([]));

    let reset = office.json(&["accounts", "reset-password", "ADMIN.JIA"]);
    assert_ne!(reset["password"].as_str(), Some(first));
    assert!(office.fails(&["accounts", "unlock", "nobody"]).contains("没有这个账号"));
    assert_eq!(office.json(&["accounts", "unlock", "admin.jia"])[0]["state"], "active");
    assert_eq!(office.json(&["accounts", "disable", "admin.jia"])[0]["state"], "disabled");
    let rows = office.csv(&["accounts", "list", "--region", "532327"]);
    assert_eq!(rows[0]["state"], "disabled");
    assert_eq!(rows[0]["region"], "532327000000");
    let lost = office.fails(&["accounts", "reset-password", "admin.jia", "--format", "csv"]);
    assert!(lost.contains("没有这种输出形式"), "{lost}");
    assert_eq!(office.json(&["accounts", "enable", "admin.jia"])[0]["state"], "active");
}

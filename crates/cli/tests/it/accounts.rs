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

#[test]
fn an_account_is_linked_with_an_identity_and_the_subject_is_shown_nowhere() {
    let office = Office::new();
    for login in ["admin.jia", "admin.yi"] {
        let words = ["accounts", "create", "--login", login, "--name", "甲", "--role"];
        office.json(&[&words[..], &["security_admin", "--region", "532327"]].concat());
    }
    let link = |login: &'static str| ["accounts", "link", login, "--subject", "9901-officer"];
    let unlink = ["accounts", "unlink", "admin.jia"];
    let off = office.fails(&link("admin.jia"));
    assert!(off.contains("没有配置统一身份认证平台"), "{off}");
    assert_eq!(office.json(&unlink)[0]["oidc"], false, "nothing to take away");

    let file = office.home().join("oidc.toml");
    std::fs::write(&file, "issuer = \"http://sso.example\"\nclient_secret = \"s3cret\"\n").unwrap();
    for_its_owner(&file);
    let wrong = office.fails(&unlink);
    for it in ["oidc.toml 第 1 行：issuer 要用 https", "没有写 client_id", "没有写 redirect"]
    {
        assert!(wrong.contains(it), "{wrong}");
    }
    assert!(!wrong.contains("s3cret"), "{wrong}");
    std::fs::write(&file, SETTINGS).unwrap();
    let linked = office.json(&link("admin.jia"));
    assert_eq!(linked[0]["oidc"], true);
    assert!(!linked.to_string().contains("9901-officer"));
    let taken = office.fails(&link("admin.yi"));
    assert!(taken.contains("已经关联了另一个账号"), "{taken}");
    assert!(raw(&office).contains("admin.jia") && !raw(&office).contains("9901-officer"));
    assert_eq!(office.json(&unlink)[0]["oidc"], false);
    assert_eq!(office.json(&link("admin.yi"))[0]["oidc"], true);
}

const SETTINGS: &str = r#"
issuer        = "https://sso.example"
client_id     = "shouwang"
client_secret = "s3cret"
redirect      = "https://shouwang.example/api/v1/session/oidc/callback"
label_zh      = "统一身份认证"
label_en      = "Single sign-on"
"#;

/// Everything the database file holds, as text.
fn raw(office: &Office) -> String {
    let bytes = std::fs::read(office.home().join("shouwang.db")).expect("the database");
    String::from_utf8_lossy(&bytes).into_owned()
}

fn for_its_owner(path: &std::path::Path) {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;

        std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o600)).unwrap();
    }
}

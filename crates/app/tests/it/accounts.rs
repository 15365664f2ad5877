//! Accounts: made, changed, limited to a scope, and never in plain text.

use std::{collections::BTreeSet, fs};

use app::{
    accounts::{
        self, AccountChangeIn, AccountState, Manager, change, change_own_password, create, list,
        reset_password, show, unlock,
    },
    sign_in::{sign_in, staff_of_session, staff_of_token, view_as},
    tokens::{self, TokenState},
    totp,
};
use chrono::{Days, TimeDelta};
use kernel::RegionLevel;
use store::Scope;

use crate::support::{
    COUNTY, OTHER_COUNTY, OTHER_VILLAGE, OWNER, Office, PASSWORD, PREFECTURE, TOWNSHIP, VILLAGE,
    at, office, somebody,
};

/// Changes an account at its present version.
async fn changed(
    office: &Office,
    manager: Manager<'_>,
    id: &str,
    what: AccountChangeIn,
) -> Result<(), &'static str> {
    let version = office.show(id, at(1)).await.version;
    let what = AccountChangeIn { version, ..what };
    change(&office.home, manager, id, what, at(1)).await.map(|_| ()).map_err(|it| it.code())
}

fn roles(words: &str) -> Option<BTreeSet<String>> {
    Some(words.split_whitespace().map(str::to_owned).collect())
}

#[tokio::test]
async fn an_account_is_made_with_a_first_password_that_must_be_changed() {
    let office = office().await;
    let mut new = somebody(" An.Li ", "county_officer helper", COUNTY, "");
    new.phone = Some("164-4300-0321".into());
    let first = create(&office.home, OWNER, new, at(0)).await.unwrap();
    let view = office.show(&first.account, at(0)).await;
    assert_eq!((view.login.as_str(), view.phone.as_deref()), ("an.li", Some("164****0321")));
    assert_eq!(view.roles_zh, ["县级业务人员", "帮扶责任人"]);
    assert_eq!((view.region.as_str(), view.level.as_str()), ("990123000000", "county"));
    assert_eq!(view.region_name, "测试省测试州测试县");
    assert_eq!((view.state, view.version, view.totp), (AccountState::Active, 1, false));

    let here = sign_in(&office.home, "AN.li", &first.password, None, at(1)).await.unwrap();
    assert!(here.staff.must_change_password);
    assert_eq!(here.staff.actor(), format!("account:{}", first.account));
    let again = change_own_password(&office.home, &here.staff, &first.password, PASSWORD, at(2))
        .await
        .unwrap();
    assert!(!again.staff.must_change_password);
    let old = staff_of_session(&office.home, &here.token, at(2)).await.unwrap_err();
    assert_eq!(old.code(), "session.ended");
    assert_eq!(staff_of_session(&office.home, &again.token, at(2)).await.unwrap(), again.staff);
    let old = sign_in(&office.home, "an.li", &first.password, None, at(3)).await.unwrap_err();
    assert_eq!(old.code(), "session.refused");

    // After 90 days it has to be changed again.
    let later = at(2) + TimeDelta::days(91);
    let here = sign_in(&office.home, "an.li", PASSWORD, None, later).await.unwrap();
    assert!(here.staff.must_change_password);
}

#[tokio::test]
async fn what_is_not_in_order_is_refused_with_its_code() {
    let office = office().await;
    office.staff("an.li", "county_officer", COUNTY, "").await;
    let check = async |login: &str, roles: &str, region: &str, department: &str, expected: &str| {
        let new = somebody(login, roles, region, department);
        let refused = create(&office.home, OWNER, new, at(0)).await.unwrap_err();
        assert_eq!(refused.code(), expected, "{login} {roles} {region} {department}");
    };
    check("AN.LI", "county_officer", COUNTY, "", "account.login_taken").await;
    check("安", "county_officer", COUNTY, "", "account.login_form").await;
    check("16443000321", "county_officer", COUNTY, "", "account.login_personal").await;
    check("bo.li", "", COUNTY, "", "account.no_roles").await;
    check("bo.li", "king", COUNTY, "", "account.no_such_role").await;
    check("bo.li", "county_officer", TOWNSHIP, "", "account.wrong_level").await;
    check("bo.li", "township_officer county_officer", COUNTY, "", "account.wrong_level").await;
    check("bo.li", "county_officer auditor", COUNTY, "", "account.roles_apart").await;
    check("bo.li", "security_admin system_admin", COUNTY, "", "account.roles_apart").await;
    check("bo.li", "department_officer", COUNTY, "", "account.department_needed").await;
    check("bo.li", "county_officer", COUNTY, "教体局", "account.no_department_wanted").await;
    check("bo.li", "county_officer", "990199", "", "account.no_such_region").await;
    for phone in ["12345", "26443000321", "电话"] {
        let mut new = somebody("bo.li", "county_officer", COUNTY, "");
        new.phone = Some(phone.into());
        let refused = create(&office.home, OWNER, new, at(0)).await.unwrap_err();
        assert_eq!(refused.code(), "account.phone_form", "{phone}");
    }
    let mut new = somebody("bo.li", "county_officer", COUNTY, "");
    new.name = " ".into();
    let refused = create(&office.home, OWNER, new, at(0)).await.unwrap_err();
    assert_eq!(refused.code(), "account.name_form");
}

#[tokio::test]
async fn an_administrator_reaches_the_own_region_and_what_lies_below() {
    let office = office().await;
    let home = &office.home;
    let admin = office.staff("admin", "security_admin", COUNTY, "").await;
    let manager = Manager::Staff(&admin);
    let above = office.staff("above", "prefecture_officer", PREFECTURE, "").await;
    let beside = office.staff("beside", "county_officer", OTHER_COUNTY, "").await;
    let below = create(home, manager, somebody("below", "village_worker", VILLAGE, ""), at(0))
        .await
        .unwrap();

    let page = list(home, &admin.scope, "", 10, at(0)).await.unwrap();
    assert_eq!(page.iter().map(|it| it.login.as_str()).collect::<Vec<_>>(), ["admin", "below"]);
    let page = list(home, &admin.scope, "admin", 10, at(0)).await.unwrap();
    assert_eq!(page.len(), 1, "behind the first");
    assert_eq!(show(home, manager, &below.account, at(0)).await.unwrap().login, "below");
    for outside in [&above.account_id, &beside.account_id] {
        let code = show(home, manager, outside, at(0)).await.unwrap_err().code();
        assert_eq!(code, "account.not_found");
        let code = reset_password(home, manager, outside, at(0)).await.unwrap_err().code();
        assert_eq!(code, "account.not_found");
        let code = unlock(home, manager, outside, at(0)).await.unwrap_err().code();
        assert_eq!(code, "account.not_found");
        let name = AccountChangeIn { name: Some("乙".into()), ..Default::default() };
        assert_eq!(changed(&office, manager, outside, name).await, Err("account.not_found"));
    }
    assert_eq!(show(home, manager, "a\0b", at(0)).await.unwrap_err().code(), "account.not_found");
    for region in [OTHER_COUNTY, PREFECTURE] {
        let role = if region == PREFECTURE { "prefecture_officer" } else { "county_officer" };
        let refused = create(home, manager, somebody("x.li", role, region, ""), at(0)).await;
        assert_eq!(refused.unwrap_err().code(), "account.no_such_region");
        let moved = AccountChangeIn { region: Some(region.into()), ..Default::default() };
        let refused = changed(&office, manager, &below.account, moved).await;
        assert_eq!(refused, Err("account.no_such_region"));
    }
    // Within the county the account may be moved.
    let moved = AccountChangeIn { region: Some(OTHER_VILLAGE.into()), ..Default::default() };
    assert_eq!(changed(&office, manager, &below.account, moved).await, Ok(()));
    assert_eq!(office.show(&below.account, at(1)).await.region, "990123101201");
}

#[tokio::test]
async fn nobody_changes_the_own_roles_nor_resets_the_own_password() {
    let office = office().await;
    let admin = office.staff("admin", "security_admin", COUNTY, "").await;
    let manager = Manager::Staff(&admin);
    for what in [
        AccountChangeIn { roles: roles("county_officer"), ..Default::default() },
        AccountChangeIn { region: Some(TOWNSHIP.into()), ..Default::default() },
        AccountChangeIn { state: Some(AccountState::Disabled), ..Default::default() },
    ] {
        let refused = changed(&office, manager, &admin.account_id, what).await;
        assert_eq!(refused, Err("account.own_account"));
    }
    let name = AccountChangeIn { name: Some("乙".into()), ..Default::default() };
    assert_eq!(changed(&office, manager, &admin.account_id, name).await, Ok(()));
    let refused = reset_password(&office.home, manager, &admin.account_id, at(1)).await;
    assert_eq!(refused.unwrap_err().code(), "account.own_account");
    let refused = unlock(&office.home, manager, &admin.account_id, at(1)).await;
    assert_eq!(refused.unwrap_err().code(), "account.own_account");
}

#[tokio::test]
async fn a_change_is_checked_versioned_and_recorded() {
    let office = office().await;
    let an = office.staff("an.li", "county_officer", COUNTY, "").await;
    let id = &an.account_id;
    for (what, expected) in [
        (
            AccountChangeIn { roles: roles("county_officer auditor"), ..Default::default() },
            "account.roles_apart",
        ),
        (AccountChangeIn { roles: roles(""), ..Default::default() }, "account.no_roles"),
        (
            AccountChangeIn { roles: roles("village_worker"), ..Default::default() },
            "account.wrong_level",
        ),
        (
            AccountChangeIn { region: Some(TOWNSHIP.into()), ..Default::default() },
            "account.wrong_level",
        ),
        (
            AccountChangeIn { department: Some("教体局".into()), ..Default::default() },
            "account.no_department_wanted",
        ),
        (
            AccountChangeIn { roles: roles("department_officer"), ..Default::default() },
            "account.department_needed",
        ),
    ] {
        assert_eq!(changed(&office, OWNER, id, what).await, Err(expected));
    }
    let both = AccountChangeIn {
        roles: roles("department_officer"),
        department: Some("教体局".into()),
        phone: Some("16443000321".into()),
        ..Default::default()
    };
    let version = office.show(id, at(1)).await.version;
    assert_eq!(changed(&office, OWNER, id, both).await, Ok(()));
    let stale = AccountChangeIn { version, name: Some("乙".into()), ..Default::default() };
    let stale = change(&office.home, OWNER, id, stale, at(1)).await.unwrap_err();
    assert_eq!(stale.code(), "account.stale");

    let entry = office.audited("account.change").await.pop().unwrap();
    assert_eq!((entry.actor.as_str(), entry.subject), ("cli", format!("account {id}")));
    assert_eq!(
        entry.detail,
        r#"{"department":{"from":null,"to":"教体局"},"phone":true,"roles":{"from":["county_officer"],"to":["department_officer"]}}"#
    );
}

#[tokio::test]
async fn a_disabled_account_is_signed_out_and_stays_out_until_it_is_enabled() {
    let office = office().await;
    let home = &office.home;
    let here = office.hire(somebody("an.li", "county_officer", COUNTY, "")).await;
    let id = &here.staff.account_id;
    assert!(staff_of_session(home, &here.token, at(1)).await.is_ok());
    let off = AccountChangeIn { state: Some(AccountState::Disabled), ..Default::default() };
    assert_eq!(changed(&office, OWNER, id, off).await, Ok(()));
    let ended = staff_of_session(home, &here.token, at(1)).await.unwrap_err();
    assert_eq!(ended.code(), "session.ended");
    let refused = sign_in(home, "an.li", PASSWORD, None, at(1)).await.unwrap_err();
    assert_eq!(refused.code(), "session.refused");
    let on = AccountChangeIn { state: Some(AccountState::Active), ..Default::default() };
    assert_eq!(changed(&office, OWNER, id, on).await, Ok(()));
    assert!(
        staff_of_session(home, &here.token, at(1)).await.is_err(),
        "the old session stays ended"
    );
    assert!(sign_in(home, "an.li", PASSWORD, None, at(1)).await.is_ok());
}

#[tokio::test]
async fn a_reset_password_ends_sessions_and_has_to_be_changed() {
    let office = office().await;
    let home = &office.home;
    let admin = office.staff("admin", "security_admin", COUNTY, "").await;
    let here = office.hire(somebody("an.li", "county_officer", COUNTY, "")).await;
    let new =
        reset_password(home, Manager::Staff(&admin), &here.staff.account_id, at(1)).await.unwrap();
    assert!(staff_of_session(home, &here.token, at(1)).await.is_err());
    assert!(sign_in(home, "an.li", PASSWORD, None, at(1)).await.is_err());
    let here = sign_in(home, "an.li", &new.password, None, at(1)).await.unwrap();
    assert!(here.staff.must_change_password);
    let back = change_own_password(home, &here.staff, &new.password, PASSWORD, at(1)).await;
    assert_eq!(back.unwrap_err().code(), "password.used_before");
    let entry = office.audited("account.reset_password").await.pop().unwrap();
    assert_eq!(entry.actor, format!("account:{}", admin.account_id));
    assert_eq!(entry.detail, r#"{"sessions_ended":1}"#);
}

#[tokio::test]
async fn the_last_five_passwords_are_not_used_again() {
    let office = office().await;
    let home = &office.home;
    let mut staff = office.staff("an.li", "county_officer", COUNTY, "").await;
    let wrong = change_own_password(home, &staff, "Shan1gao-xxx", "Shan2gao-shui", at(1)).await;
    assert_eq!(wrong.unwrap_err().code(), "password.wrong");
    let short = change_own_password(home, &staff, PASSWORD, "Shan1", at(1)).await;
    assert_eq!(short.unwrap_err().code(), "password.too_short");
    let same = change_own_password(home, &staff, PASSWORD, PASSWORD, at(1)).await;
    assert_eq!(same.unwrap_err().code(), "password.used_before");
    let mut current = PASSWORD.to_owned();
    for n in 2..=5 {
        let next = format!("Shan{n}gao-shui");
        staff = change_own_password(home, &staff, &current, &next, at(n)).await.unwrap().staff;
        current = next;
    }
    let fifth = change_own_password(home, &staff, &current, PASSWORD, at(6)).await;
    assert_eq!(fifth.unwrap_err().code(), "password.used_before");
    staff =
        change_own_password(home, &staff, &current, "Shan6gao-shui", at(6)).await.unwrap().staff;
    let sixth = change_own_password(home, &staff, "Shan6gao-shui", PASSWORD, at(7)).await;
    assert!(sixth.is_ok(), "five others were used since");
}

#[tokio::test]
async fn what_an_account_knows_of_follows_its_roles() {
    let office = office().await;
    let an = office.staff("an.li", "county_officer", COUNTY, "").await;
    assert_eq!(an.scope, Scope::region(3, RegionLevel::County));
    let edu = office.staff("edu", "department_officer", COUNTY, "教体局").await;
    assert_eq!(edu.scope.department.as_deref(), Some("教体局"));
    let helper = office.staff("helper", "helper", TOWNSHIP, "").await;
    assert_eq!(helper.scope.helper.as_deref(), Some(helper.account_id.as_str()));
    let both = office.staff("both", "helper village_worker", VILLAGE, "").await;
    assert_eq!(both.scope, Scope::region(5, RegionLevel::Village), "the whole village");
    let view = edu.view(&office.home);
    assert_eq!((view.region_name.as_str(), view.own_families), ("测试省测试州测试县", false));
    assert!(helper.view(&office.home).own_families);
}

#[tokio::test]
async fn a_manager_views_as_somebody_and_writes_nothing() {
    let office = office().await;
    let home = &office.home;
    let manager = office.staff("manager", "county_officer", COUNTY, "").await;
    let worker = office.staff("worker", "village_worker", VILLAGE, "").await;
    let admin = office.staff("admin", "security_admin", COUNTY, "").await;
    let beside = office.staff("beside", "county_officer", OTHER_COUNTY, "").await;

    let viewed = view_as(home, &manager, &worker.account_id, at(1)).await.unwrap();
    assert_eq!(viewed.scope, worker.scope);
    assert_eq!(viewed.viewed_by.as_deref(), Some(manager.account_id.as_str()));
    let both = format!("account:{} as {}", manager.account_id, worker.account_id);
    assert_eq!(viewed.actor(), both);
    assert!(viewed.view(home).read_only);
    let entry = office.audited("session.view_as").await.pop().unwrap();
    assert_eq!(entry.actor, manager.actor());
    assert_eq!(entry.subject, format!("account {}", worker.account_id));

    let code = |refused: app::account_error::AccountError| refused.code();
    assert_eq!(viewed.may_write().map_err(code), Err("session.read_only"));
    let refused = change_own_password(home, &viewed, PASSWORD, "Shan2gao-shui", at(1)).await;
    assert_eq!(refused.map(|_| ()).map_err(code), Err("session.read_only"));
    let refused = totp::begin(home, &viewed, at(1)).await;
    assert_eq!(refused.map(|_| ()).map_err(code), Err("session.read_only"));
    let refused = view_as(home, &viewed, &worker.account_id, at(1)).await;
    assert_eq!(refused.map(|_| ()).map_err(code), Err("session.read_only"));
    let new = somebody("new.li", "village_worker", VILLAGE, "");
    let refused = create(home, Manager::Staff(&viewed), new, at(1)).await;
    assert_eq!(refused.map(|_| ()).map_err(code), Err("session.read_only"));

    let refused = view_as(home, &manager, &admin.account_id, at(1)).await;
    assert_eq!(refused.map(|_| ()).map_err(code), Err("account.not_viewable"));
    let refused = view_as(home, &manager, &beside.account_id, at(1)).await;
    assert_eq!(refused.map(|_| ()).map_err(code), Err("account.not_found"));
    let off = AccountChangeIn { state: Some(AccountState::Disabled), ..Default::default() };
    changed(&office, OWNER, &worker.account_id, off).await.unwrap();
    let refused = view_as(home, &manager, &worker.account_id, at(1)).await;
    assert_eq!(refused.map(|_| ()).map_err(code), Err("account.not_viewable"));
}

#[tokio::test]
async fn a_departments_token_opens_until_it_ends_or_is_revoked() {
    let office = office().await;
    let home = &office.home;
    let edu = office.staff("edu", "department_officer", COUNTY, "教体局").await;
    let today = kernel::china_day(at(0));
    let week = today + Days::new(6);
    let new = tokens::create(home, &edu, "学籍系统", week, at(0)).await.unwrap();
    assert!(new.secret.starts_with("sw_"));

    let at_work = staff_of_token(home, &new.secret, at(5)).await.unwrap();
    assert_eq!((&at_work.account_id, &at_work.scope), (&edu.account_id, &edu.scope));
    assert_eq!(at_work.token_id.as_deref(), Some(new.token.token.as_str()));
    let listed = tokens::list(home, OWNER, &edu.account_id, at(5)).await.unwrap();
    assert_eq!(listed[0].last_used_on, Some(today));
    // A system does not act as the person.
    let refused = change_own_password(home, &at_work, PASSWORD, "Shan2gao-shui", at(5)).await;
    assert_eq!(refused.unwrap_err().code(), "session.needed");
    let refused = tokens::create(home, &at_work, "另一个", week, at(5)).await;
    assert_eq!(refused.unwrap_err().code(), "session.needed");

    let ended = at(0) + TimeDelta::days(7);
    assert!(staff_of_token(home, &new.secret, ended).await.is_err());
    let listed = tokens::list(home, OWNER, &edu.account_id, ended).await.unwrap();
    assert_eq!(listed[0].state, TokenState::Expired);
    let id = &new.token.token;
    let other = office.staff("other", "security_admin", OTHER_COUNTY, "").await;
    let refused = tokens::revoke(home, Manager::Staff(&other), &edu.account_id, id, at(6)).await;
    assert_eq!(refused.unwrap_err().code(), "account.not_found");
    tokens::revoke(home, Manager::Staff(&edu), &edu.account_id, id, at(6)).await.unwrap();
    let again = tokens::revoke(home, Manager::Staff(&edu), &edu.account_id, id, at(6)).await;
    assert_eq!(again.unwrap_err().code(), "token.not_found");
    assert_eq!(staff_of_token(home, &new.secret, at(6)).await.unwrap_err().code(), "session.ended");
    assert!(staff_of_token(home, "sw_none", at(6)).await.is_err());
    assert!(staff_of_session(home, &new.secret, at(6)).await.is_err(), "it is no session");
}

#[tokio::test]
async fn tokens_are_for_departments_and_for_a_time() {
    let office = office().await;
    let home = &office.home;
    let edu = office.staff("edu", "department_officer", COUNTY, "教体局").await;
    let an = office.staff("an.li", "county_officer", COUNTY, "").await;
    let today = kernel::china_day(at(0));
    for (staff, name, last_day, expected) in [
        (&an, "学籍系统", today, "token.not_for_role"),
        (&edu, " ", today, "token.name_form"),
        (&edu, "学籍系统", today - Days::new(1), "token.days"),
        (&edu, "学籍系统", today + Days::new(366), "token.days"),
    ] {
        let refused = tokens::create(home, staff, name, last_day, at(0)).await;
        assert_eq!(refused.unwrap_err().code(), expected);
    }
    // With the role goes the token; with the account too.
    let new = tokens::create(home, &edu, "学籍系统", today, at(0)).await.unwrap();
    let other = AccountChangeIn {
        roles: roles("county_officer"),
        department: Some(String::new()),
        ..Default::default()
    };
    changed(&office, OWNER, &edu.account_id, other).await.unwrap();
    assert!(staff_of_token(home, &new.secret, at(1)).await.is_err());
}

#[tokio::test]
async fn no_password_token_secret_or_telephone_is_stored_in_plain_text() {
    let office = office().await;
    let home = &office.home;
    let mut new = somebody("edu", "department_officer", COUNTY, "教体局");
    new.phone = Some("16443000321".into());
    let first = create(home, OWNER, new, at(0)).await.unwrap();
    let here = sign_in(home, "edu", &first.password, None, at(0)).await.unwrap();
    let here =
        change_own_password(home, &here.staff, &first.password, PASSWORD, at(0)).await.unwrap();
    assert!(sign_in(home, "edu", "Mistyped-77", None, at(0)).await.is_err());
    assert!(sign_in(home, "typed.by.mistake", "Mistyped-88", None, at(0)).await.is_err());
    let last_day = kernel::china_day(at(0));
    let token = tokens::create(home, &here.staff, "学籍系统", last_day, at(0)).await.unwrap();
    let setup = totp::begin(home, &here.staff, at(0)).await.unwrap();
    let secret = totp_rs::Secret::try_from_base32(&setup.secret).unwrap();

    let mut bytes = Vec::new();
    for name in ["shouwang.db", "shouwang.db-wal"] {
        bytes.extend(fs::read(office.folder.path().join(name)).unwrap_or_default());
    }
    let holds = |needle: &[u8]| bytes.windows(needle.len()).any(|it| it == needle);
    assert!(holds("学籍系统".as_bytes()) && holds(b"edu"), "the right files are read");
    for (what, needle) in [
        ("first password", first.password.as_bytes()),
        ("password", PASSWORD.as_bytes()),
        ("mistyped password", b"Mistyped-77"),
        ("password of nobody", b"Mistyped-88"),
        ("unknown login", b"typed.by.mistake"),
        ("session", here.token.as_bytes()),
        ("token", token.secret.as_bytes()),
        ("token without its beginning", &token.secret.as_bytes()[3..]),
        ("secret of codes", secret.as_bytes()),
        ("secret of codes in base 32", setup.secret.as_bytes()),
        ("telephone", b"16443000321"),
    ] {
        assert!(!holds(needle), "{what}");
    }
    for shown in
        [format!("{first:?}"), format!("{here:?}"), format!("{token:?}"), format!("{setup:?}")]
    {
        for secret in [&first.password, &here.token, &token.secret, &setup.secret] {
            assert!(!shown.contains(secret.as_str()), "{shown}");
        }
    }
}

#[tokio::test]
async fn an_account_is_found_by_its_login() {
    let office = office().await;
    let an = office.staff("an.li", "county_officer", COUNTY, "").await;
    let id = accounts::id_of_login(&office.home, OWNER, "An.Li").await.unwrap();
    assert_eq!(id, an.account_id);
    let missing = accounts::id_of_login(&office.home, OWNER, "bo.li").await.unwrap_err();
    assert_eq!(missing.code(), "account.not_found");
    let other = office.staff("other", "security_admin", OTHER_COUNTY, "").await;
    let outside = accounts::id_of_login(&office.home, Manager::Staff(&other), "an.li").await;
    assert_eq!(outside.unwrap_err().code(), "account.not_found");
}

//! Appeals from the window to the answer.

use app::appeals::{self, NewAppeal, Proxy};
use casework::{Action, AppealAction, AppealStage, Assignee, ClueSource, DismissalReason};
use kernel::RegionLevel;
use store::{AppealFilter, CaseFilter, Scope};

use crate::{
    appeals_inbox::{
        WORDS, act, answer, audit, county, inbox, name, now, receive, to_department, try_to, water,
    },
    village::{OTHER_VILLAGE, VILLAGE, VILLAGE_CODE, day, number, phone},
};

#[tokio::test]
async fn an_appeal_is_received_routed_visited_answered_and_closed() {
    let village = inbox().await;
    let home = &village.home;
    let receipt = receive(&village, water(1)).await;
    assert_eq!((receipt.need.as_str(), receipt.need_zh.as_str()), ("water", "饮水"));
    assert_eq!((receipt.known, receipt.joined_to.clone(), receipt.case), (false, None, None));
    assert_eq!(receipt.due_on, Some(day("2023-10-11")));
    for part in [&receipt.receipt, "饮水", "2023-10-11", "12317"] {
        assert!(receipt.text.contains(part), "{part}: {}", receipt.text);
    }
    let id = receipt.appeal.as_str();

    let view = appeals::show(home, &county(), id, day("2023-10-10")).await.expect("shown");
    assert_eq!((view.stage, view.department.as_str()), (AppealStage::Received, "水务局"));
    assert_eq!((view.household, view.person), (Some(1), Some(1)));
    assert_eq!((view.text.as_str(), view.source), (WORDS, ClueSource::SelfApplication));
    assert!(view.place.contains("上村"), "{}", view.place);
    assert_eq!(view.state.as_deref(), Some("临期"));
    let (masked, in_clear) = (view.id_number.unwrap_or_default(), number(1));
    assert!(masked != in_clear.reveal() && masked.len() >= 18, "{masked}");
    assert_eq!(view.phone.map(|it| it.contains('*')), Some(true));

    act(&village, id, AppealAction::Accept).await;
    let view = act(&village, id, to_department("水务局")).await;
    assert_eq!(view.due_on, Some(day("2023-10-30")), "fifteen working days");
    let progress =
        async || appeals::progress(home, &receipt.receipt, &phone(1), day("2023-10-10")).await;
    let shown = progress().await.expect("the applicant's telephone");
    assert_eq!((shown.stage.as_str(), shown.answer.clone()), ("已转办", None));
    let text = serde_json::to_string(&shown).expect("JSON");
    assert!(!text.contains(WORDS) && !text.contains(&name(1)), "{text}");

    // The lead becomes a case of the family; a second time it is the same case.
    let view = act(&village, id, AppealAction::OpenCase { case: None }).await;
    let case = view.case.expect("a case");
    assert_eq!(view.suggested_answer, None, "nobody has been asked to look");
    village.act(case, "2023-10-10", Action::Dispatch { to: "上村".into() }).await;
    let view = appeals::show(home, &county(), id, day("2023-10-10")).await.expect("shown");
    let suggested = view.suggested_answer.expect("a sentence");
    assert!(suggested.contains("饮水") && suggested.contains(&receipt.receipt), "{suggested}");
    let filter = CaseFilter { stage: "dispatched".into(), ..CaseFilter::default() };
    let water_office = Scope { department: Some("水务局".into()), ..county() };
    let cases = app::cases::list(home, &water_office, &filter, 0, 10).await.expect("listed");
    assert_eq!(cases.iter().map(|it| it.case).collect::<Vec<_>>(), [case]);

    act(&village, id, AppealAction::Handle { what: "水管已修".into() }).await;
    let view = act(&village, id, answer("已恢复供水，经办人13900000000")).await;
    assert_eq!((view.stage, view.due_on, view.state), (AppealStage::Answered, None, None));
    act(&village, id, AppealAction::Rate { satisfied: true, remark: None }).await;
    act(&village, id, AppealAction::Close).await;
    let shown = progress().await.expect("the applicant's telephone");
    assert_eq!(shown.answer.as_deref(), Some("已恢复供水，经办人＊＊＊"));
    assert_eq!(shown.answered_on, Some(day("2023-10-10")));

    // Whoever was not content has it done again.
    let again = AppealAction::Reopen { reason: "又停水".into() };
    assert_eq!(act(&village, id, again).await.stage, AppealStage::Reopened);
    let counts = appeals::counts(home, &county(), day("2023-10-10")).await.expect("counted");
    assert_eq!((counts.len(), counts[0].stage_zh.as_str(), counts[0].count), (1, "重新办理", 1));
    let opened = audit(home).await.into_iter().filter(|it| it.action == "case.open").count();
    assert_eq!(opened, 1);
}

#[tokio::test]
async fn a_wrong_telephone_and_a_wrong_receipt_are_answered_alike() {
    let village = inbox().await;
    let receipt = receive(&village, water(1)).await.receipt;
    let today = day("2023-10-10");
    let proxy = Proxy { name: "乡邻".into(), phone: Some("13800000001".into()) };
    let for_other = NewAppeal { phone: None, proxy: Some(proxy), ..water(2) };
    let other = receive(&village, for_other).await.receipt;
    let ask = async |receipt: &str, phone: &str| {
        let found = appeals::progress(&village.home, receipt, phone, today).await;
        found.map(|it| it.receipt).map_err(|error| (error.code(), error.to_string()))
    };
    let spaced = format!("{} {}", &receipt[..5], &receipt[5..]);
    assert_eq!(ask(&spaced, &format!(" {}", phone(1))).await, Ok(receipt.clone()));
    assert_eq!(ask(&other, "138-0000-0001").await, Ok(other.clone()), "whoever applied may ask");
    let refused = ask(&receipt, &phone(2)).await;
    assert_eq!(refused.as_ref().map_err(|it| it.0), Err("appeal.not_found"));
    for (receipt, phone) in [
        ("0000000000", phone(1)),
        ("1234567890", phone(1)),
        (receipt.as_str(), String::new()),
        (receipt.as_str(), "电话".into()),
        (other.as_str(), phone(2)),
    ] {
        assert_eq!(ask(receipt, &phone).await, refused, "{receipt} {phone}");
    }
}

#[tokio::test]
async fn the_same_thing_is_taken_down_once_and_answered_once() {
    let village = inbox().await;
    let from_outside = |id: i64| NewAppeal {
        channel: "hotline_12317".into(),
        outside_no: Some("W-1".into()),
        ..water(id)
    };
    let first = receive(&village, from_outside(1)).await;
    let again = receive(&village, from_outside(1)).await;
    assert_eq!((again.known, &again.appeal, &again.receipt), (true, &first.appeal, &first.receipt));

    // The same family at another door, for the same and for something else.
    let second = receive(&village, water(1)).await;
    assert_eq!(second.joined_to.as_ref(), Some(&first.appeal));
    let roof = NewAppeal { text: "房子漏雨".into(), ..water(1) };
    let roof = receive(&village, roof).await;
    assert_eq!((roof.need.as_str(), roof.joined_to), ("housing", None));
    let neighbour = receive(&village, water(2)).await;
    assert_eq!(neighbour.joined_to, None);

    let view = act(&village, &first.appeal, AppealAction::Accept).await;
    assert_eq!(view.joined, [second.appeal.clone()]);
    act(&village, &first.appeal, answer("已恢复供水")).await;
    let today = day("2023-10-10");
    let show =
        async |id: &str| appeals::show(&village.home, &county(), id, today).await.expect("shown");
    let joined = show(&second.appeal).await;
    assert_eq!(
        (joined.stage, joined.answer.as_deref()),
        (AppealStage::Answered, Some("已恢复供水"))
    );
    assert_eq!(show(&neighbour.appeal).await.stage, AppealStage::Received);
    // The main one is a lead that nobody has looked at; when it is explained, both are closed.
    let error = try_to(&village, &first.appeal, AppealAction::Close).await.expect_err("unseen");
    assert_eq!(error.code(), "appeal.lead_unexamined");
    let reason = AppealAction::ExplainNoCase { reason: "供水故障，已修好".into() };
    act(&village, &first.appeal, reason).await;
    act(&village, &first.appeal, AppealAction::Close).await;
    assert_eq!(show(&second.appeal).await.stage, AppealStage::Closed);
    // What was answered is no open appeal: the next one is new.
    assert_eq!(receive(&village, water(1)).await.joined_to, None);

    // A withdrawn main one leaves the other to be worked on.
    let third = receive(&village, water(2)).await;
    assert_eq!(third.joined_to.as_ref(), Some(&neighbour.appeal));
    let away = AppealAction::Withdraw { reason: "已解决".into() };
    act(&village, &neighbour.appeal, away).await;
    assert_eq!(show(&third.appeal).await.stage, AppealStage::Accepted);
}

#[tokio::test]
async fn a_lead_is_linked_to_the_open_case_and_a_dismissed_family_gets_a_new_one() {
    let village = inbox().await;
    // Household 7 has an open case; its head is person 701.
    village.settle(7, VILLAGE, None, "赵某").await;
    let of_seven = |text: &str| NewAppeal {
        name: "赵某".into(),
        id_number: Some(number(701).reveal().to_owned()),
        text: text.into(),
        ..water(1)
    };
    let water_lead = receive(&village, of_seven("停水两个月了")).await;
    assert_eq!(water_lead.case, Some(7), "one visit answers both");
    let question = receive(&village, of_seven("请问医保怎么交")).await;
    assert_eq!((question.need.as_str(), question.case), ("not_hardship", None));

    let reason = DismissalReason::NoRisk;
    village.act(7, "2023-11-01", Action::Dismiss { reason, text: "已解决".into() }).await;
    let today = day("2023-11-02");
    let sentence =
        appeals::suggested_answer(&village.home, &county(), &water_lead.appeal, today).await;
    assert!(sentence.expect("shown").is_some_and(|it| it.contains("暂不纳入")));
    let roof = receive(&village, of_seven("房子漏雨")).await;
    assert_eq!(roof.case, None, "the case is over");
    let opened = act(&village, &roof.appeal, AppealAction::OpenCase { case: None }).await;
    assert!(opened.case.is_some_and(|it| it != 7));
    // Another lead of the family finds it; the link can be made by hand, to its own case only.
    let sick = receive(&village, of_seven("住院花了三万")).await;
    assert_eq!(sick.case, opened.case);
    let wrong = AppealAction::LinkCase { case: 99 };
    assert_eq!(
        try_to(&village, &sick.appeal, wrong).await.expect_err("no case").code(),
        "appeal.no_such_case"
    );
    let stranger = receive(&village, water(1)).await;
    let of_seven = AppealAction::LinkCase { case: 7 };
    assert_eq!(
        try_to(&village, &stranger.appeal, of_seven).await.expect_err("another family's").code(),
        "appeal.no_such_case"
    );
}

#[tokio::test]
async fn a_name_is_never_enough() {
    let village = inbox().await;
    let home = &village.home;
    let by_name = NewAppeal { id_number: None, ..water(1) };
    let receipt = receive(&village, by_name).await;
    let id = receipt.appeal.as_str();
    let view = appeals::show(home, &county(), id, day("2023-10-10")).await.expect("shown");
    assert_eq!((view.household, view.candidates.len()), (None, 1));
    let candidate = &view.candidates[0];
    assert_eq!((candidate.household, candidate.person), (1, 1));
    assert_eq!(candidate.why, ["姓名一致", "同村", "电话一致"]);
    let water_office = Scope { department: Some("水务局".into()), ..county() };
    let view = appeals::show(home, &water_office, id, day("2023-10-10")).await.expect("theirs");
    assert!(view.candidates.is_empty(), "families are not the department's to see");

    // Somebody else's number under this name is no answer either.
    let stolen = NewAppeal { id_number: Some(number(2).reveal().to_owned()), ..water(3) };
    let stolen = receive(&village, NewAppeal { name: name(3), ..stolen }).await;
    let view = appeals::show(home, &county(), &stolen.appeal, day("2023-10-10")).await.expect("it");
    assert_eq!(view.household, None);

    let error = try_to(&village, id, AppealAction::OpenCase { case: None }).await;
    assert_eq!(error.expect_err("whose case").code(), "appeal.no_household");
    for (household, person, code) in
        [(99, None, "appeal.no_such_household"), (1, Some(2), "appeal.no_such_person")]
    {
        let action = AppealAction::Identify { household, person };
        assert_eq!(try_to(&village, id, action).await.expect_err("refused").code(), code);
    }
    // Family 1 has an open appeal for water already; once known, the two are one.
    let known = receive(&village, water(1)).await;
    let view = act(&village, id, AppealAction::Identify { household: 1, person: Some(1) }).await;
    assert_eq!((view.household, view.joined_to), (Some(1), Some(known.appeal)));
}

#[tokio::test]
async fn what_cannot_be_taken_down_is_said_with_what_to_do() {
    let village = inbox().await;
    let bad = |change: fn(&mut NewAppeal)| {
        let mut new = water(1);
        change(&mut new);
        new
    };
    let table: [(NewAppeal, &str); 9] = [
        (bad(|it| it.channel = "fax".into()), "appeal.no_such_channel"),
        (bad(|it| it.need = Some("moon".into())), "appeal.no_such_need"),
        (bad(|it| it.name = " ".into()), "appeal.name_needed"),
        (bad(|it| it.text = "\n".into()), "appeal.words_needed"),
        (bad(|it| it.id_number = Some("123".into())), "appeal.id_number"),
        (bad(|it| it.phone = Some("没有".into())), "appeal.phone"),
        (bad(|it| it.region = "990123".into()), "appeal.no_such_region"),
        (bad(|it| it.received_on = day("2023-10-11")), "appeal.received_on"),
        (bad(|it| it.received_on = day("2020-12-31")), "appeal.no_policy"),
    ];
    for (new, code) in table {
        let error = appeals::receive(&village.home, new, "an", now()).await.expect_err(code);
        assert_eq!(error.code(), code);
        let text = error.to_string();
        assert!(!text.contains(WORDS) && !text.contains(&phone(1)), "{text}");
    }
    let counts = appeals::counts(&village.home, &county(), day("2023-10-10")).await;
    assert_eq!(counts.expect("counted"), [], "nothing was stored");

    let id = receive(&village, water(1)).await.appeal;
    act(&village, &id, AppealAction::Accept).await;
    let to_region = |region: &str| AppealAction::Assign {
        assignee: Assignee::Region { region: region.into() },
    };
    for (action, code) in [
        (to_department("月球局"), "appeal.no_such_department"),
        (to_region("990123"), "appeal.no_such_region"),
        (to_region("532327101"), "appeal.no_such_region"),
        (AppealAction::CorrectNeed { need: "moon".into() }, "appeal.no_such_need"),
        (AppealAction::Join { appeal: id.clone() }, "appeal.joined_to_itself"),
        (AppealAction::Join { appeal: "x".into() }, "appeal.no_such_appeal"),
        (AppealAction::Accept, "appeal.not_allowed"),
    ] {
        assert_eq!(try_to(&village, &id, action).await.expect_err(code).code(), code);
    }
    let here = county();
    let stale = appeals::act(
        &village.home,
        &here,
        &id,
        Some(0),
        answer("好"),
        day("2023-10-10"),
        "an",
        now(),
    );
    assert_eq!(stale.await.expect_err("somebody was first").code(), "appeal.stale");
    let corrected = AppealAction::CorrectNeed { need: "housing".into() };
    let view = act(&village, &id, corrected).await;
    assert_eq!((view.need_zh.as_str(), view.department.as_str()), ("住房", "住建局"));
    // The village that is asked sees it, wherever it came from.
    let view = act(&village, &id, to_region("990123100202")).await;
    assert!(view.place.contains("下村"), "{}", view.place);
    let there = Scope::region(OTHER_VILLAGE, RegionLevel::Village);
    assert!(appeals::show(&village.home, &there, &id, day("2023-10-10")).await.is_ok());
}

#[tokio::test]
async fn what_lies_outside_the_scope_does_not_exist() {
    let village = inbox().await;
    let home = &village.home;
    let today = day("2023-10-14");
    let id = receive(&village, water(1)).await.appeal;
    let roof = receive(&village, NewAppeal { text: "房子漏雨".into(), ..water(2) }).await.appeal;
    let here = Scope::region(VILLAGE, RegionLevel::Village);
    let there = Scope::region(OTHER_VILLAGE, RegionLevel::Village);
    let houses = Scope { department: Some("住建局".into()), ..county() };
    let helper = Scope { helper: Some("bo".into()), ..county() };
    for (scope, seen) in
        [(&here, vec![&id, &roof]), (&there, vec![]), (&houses, vec![&roof]), (&helper, vec![])]
    {
        let all = AppealFilter::default();
        let rows = appeals::list(home, scope, &all, "", 10, today).await.expect("listed");
        let mut found: Vec<&String> = rows.iter().map(|it| &it.appeal).collect();
        let mut seen = seen;
        found.sort();
        seen.sort();
        assert_eq!(found, seen);
        let due = appeals::due(home, scope, today, 10).await.expect("listed");
        assert_eq!(due.len(), seen.len());
        assert!(due.iter().all(|it| it.state.as_deref() == Some("超期")));
        let of_family = appeals::of_household(home, scope, 1, today).await.expect("listed");
        assert_eq!(of_family.len(), usize::from(seen.contains(&&id)));
        for appeal in [&id, &roof] {
            let is_seen = seen.contains(&appeal);
            let shown = appeals::show(home, scope, appeal, today).await;
            let revealed = appeals::reveal(home, scope, appeal, "bo", now()).await;
            let suggested = appeals::suggested_answer(home, scope, appeal, today).await;
            assert_eq!(
                (shown.is_ok(), revealed.is_ok(), suggested.is_ok()),
                (is_seen, is_seen, is_seen)
            );
            if !is_seen {
                let acted = appeals::act(
                    home,
                    scope,
                    appeal,
                    None,
                    AppealAction::Accept,
                    today,
                    "bo",
                    now(),
                );
                assert_eq!(acted.await.expect_err("not theirs").code(), "appeal.not_found");
            }
        }
    }
    let revealed = appeals::reveal(home, &here, &id, "an", now()).await.expect("theirs");
    assert_eq!(revealed.id_number.as_deref(), Some(number(1).reveal()));
    assert_eq!(revealed.phone, Some(phone(1)));
    let looked = audit(home).await.into_iter().filter(|it| it.action == "appeal.reveal");
    assert_eq!(looked.map(|it| it.actor).collect::<Vec<_>>(), ["bo", "bo", "bo", "an"]);
}

#[tokio::test]
async fn neither_the_audit_nor_the_database_file_holds_what_was_entrusted() {
    let village = inbox().await;
    let home = &village.home;
    let proxy = Proxy { name: "乡邻某某".into(), phone: Some("13800000001".into()) };
    let receipt = receive(&village, NewAppeal { proxy: Some(proxy), ..water(1) }).await;
    let by_name = NewAppeal { id_number: None, region: VILLAGE_CODE.into(), ..water(2) };
    receive(&village, by_name).await;
    act(&village, &receipt.appeal, AppealAction::Accept).await;
    act(&village, &receipt.appeal, answer("已恢复供水")).await;
    appeals::reveal(home, &county(), &receipt.appeal, "an", now()).await.expect("theirs");

    let entrusted = [
        number(1).reveal().to_owned(),
        phone(1),
        phone(2),
        "13800000001".to_owned(),
        WORDS.to_owned(),
        receipt.receipt.clone(),
    ];
    for entry in audit(home).await {
        let text = format!("{} {} {} {}", entry.actor, entry.action, entry.subject, entry.detail);
        for secret in entrusted.iter().chain([&name(1), &name(2), &"乡邻".to_owned()]) {
            assert!(!text.contains(secret.as_str()), "{text}");
        }
    }
    let mut files = 0;
    for file in ["shouwang.db", "shouwang.db-wal"] {
        let Ok(bytes) = std::fs::read(home.folder.join(file)) else { continue };
        files += bytes.len();
        // The receipt number has to be found; the rest is sealed.
        for secret in &entrusted[..5] {
            let wanted = secret.as_bytes();
            assert!(!bytes.windows(wanted.len()).any(|it| it == wanted), "{file}: {secret}");
        }
        let marker = receipt.receipt.as_bytes();
        println!("{file}: {}", bytes.windows(marker.len()).any(|it| it == marker));
    }
    assert!(100_000 < files, "the files were really read");
}

//! Notices from an invented village: what they say, when they may hang, and what never leaves.

use std::collections::BTreeSet;

use app::{
    accounts::Manager,
    cases,
    notices::{
        NoticeError, NoticeIn, NoticeState, draft, end_due, list, of_case, post, post_and_record,
        public_in, show, withdraw,
    },
};
use casework::{Action, Measure, MeasureGroup, MonitoringType};
use kernel::{RegionLevel, longest_number};
use policy::{NoticeKind, Risk};
use store::Scope;

use crate::village::{
    COUNTY, OTHER_VILLAGE, VILLAGE, VILLAGE_CODE, Village, at, cause, day, number, phone, summary,
};

const OWNER: Manager<'static> = Manager::Owner("an");

fn county() -> Scope {
    Scope::region(COUNTY, RegionLevel::County)
}

fn wanted(cases: &[i64], kind: NoticeKind, from: &str, until: &str) -> NoticeIn {
    NoticeIn {
        case_ids: cases.iter().copied().collect(),
        kind,
        from: day(from),
        until: day(until),
        place: "村委会公示栏".into(),
    }
}

fn identification(cases: &[i64]) -> NoticeIn {
    wanted(cases, NoticeKind::Identification, "2023-11-03", "2023-11-07")
}

/// Two families whose cases have come as far as the notice.
async fn village_of_two() -> Village {
    let village = Village::new().await;
    village.settle(1, VILLAGE, Some(1), "甲一").await;
    village.settle(2, VILLAGE, None, "乙二").await;
    village.review(1).await;
    village.review(2).await;
    village
}

fn rows(text: &casework::NoticeText) -> Vec<String> {
    text.table.iter().flat_map(|it| &it.rows).map(|it| it.join(" ")).collect()
}

/// Whatever is kept on record: numbers, telephones, illness. None of it may stand in a text.
#[track_caller]
fn nothing_leaks(what: &str, text: &str) {
    for person in (1..=9).flat_map(|case| (1..=3).map(move |it| case * 100 + it)) {
        assert!(!text.contains(number(person).reveal()), "{what}: {text}");
        assert!(!text.contains(&phone(person)), "{what}: {text}");
    }
    for word in [
        "病",
        "残",
        "癌",
        "住院",
        "手术",
        "精神",
        "6228",
        "健康帮扶",
        "综合保障",
        "illness",
        "disability",
    ] {
        assert!(!text.contains(word), "{what}, {word}: {text}");
    }
}

#[tokio::test]
async fn a_draft_says_what_the_practice_asks_for_and_writes_nothing() {
    let village = village_of_two().await;
    let home = &village.home;
    let text = draft(home, &county(), &identification(&[1, 2]), day("2023-11-03")).await;
    let text = text.expect("a draft");
    assert_eq!(text.title, "示例镇上村村民委员会防返贫监测民主评议结果公示");
    assert!(text.paragraphs[0].contains("2023年11月2日，我村召开"), "{:?}", text.paragraphs);
    assert!(text.paragraphs[1].contains("2023年11月3日至2023年11月7日"), "{:?}", text.paragraphs);
    // The type follows from base type and income against the line.
    assert_eq!(
        rows(&text),
        [
            "一组 甲一 3 边缘易致贫户 评议通过，拟纳入监测对象",
            " 乙二 3 边缘易致贫户 评议通过，拟纳入监测对象",
        ]
    );
    for state in [NoticeState::Posted, NoticeState::Ended, NoticeState::Withdrawn] {
        assert_eq!(list(home, &county(), state, "", 10).await.expect("a list"), []);
    }
    let case = cases::show(home, OWNER, 1, day("2023-11-03")).await.expect("a case");
    assert!(case.history.iter().all(|it| it.action != "publish_notice"));
}

/// The emission test: records full of numbers and illness, and everything that leaves `notices`.
#[tokio::test]
async fn nothing_of_a_record_but_what_is_public_leaves_with_a_notice() {
    let village = village_of_two().await;
    let home = &village.home;
    let today = day("2023-11-03");
    let view = post_and_record(home, &county(), &identification(&[1, 2]), today, OWNER, at(2))
        .await
        .expect("posted");
    let json = |it: serde_json::Result<String>| it.expect("JSON");
    nothing_leaks("view", &json(serde_json::to_string(&view)));
    let public = public_in(home, VILLAGE_CODE, today).await.expect("public");
    assert_eq!(public.len(), 1);
    let public = json(serde_json::to_string(&public));
    nothing_leaks("public", &public);
    assert!(!public.contains("\"an\""), "who posted it is not public: {public}");
    let listed = list(home, &county(), NoticeState::Posted, "", 10).await.expect("a list");
    nothing_leaks("list", &json(serde_json::to_string(&listed)));
    // The longest number anybody reads is the year or the hotline.
    for sentence in view.text.paragraphs.iter().chain(rows(&view.text).iter()) {
        assert!(longest_number(sentence) <= 5, "{sentence}");
    }

    // What stands in the database, and in the audit.
    let mut tx = home.db.read().await.expect("a read");
    let stored = tx.notice_in(&county(), &view.id).await.expect("a query").expect("a notice");
    nothing_leaks("stored", &stored.body.to_string());
    let audit = tx.audit_after(0, 100).await.expect("the audit");
    let audit = audit.iter().find(|it| it.action == "notice.post").expect("an entry");
    nothing_leaks("audit", &audit.detail);
    assert!(!audit.detail.contains("甲一"), "{}", audit.detail);
    // The record itself does hold it all: the test would see it.
    let history = tx.case_history(1).await.expect("a history");
    assert!(history.iter().any(|it| it.entry.to_string().contains(&summary(101))));
}

#[tokio::test]
async fn what_thoughtless_hands_write_is_refused_and_not_repeated() {
    let village = Village::new().await;
    let as_name = number(301);
    let names = ["甲一 13900138000", "乙二（残疾）", as_name.reveal()];
    for (id, name) in (1..).zip(names) {
        village.settle(id, VILLAGE, Some(1), name).await;
        village.review(id).await;
    }
    village.settle(4, VILLAGE, Some(1), "丁四").await;
    village.review(4).await;
    let refused = async |wanted: NoticeIn| {
        let error = post(&village.home, &county(), &wanted, day("2023-11-03"), OWNER, at(2))
            .await
            .expect_err("it should be refused");
        nothing_leaks("error", &error.to_string());
        assert!(longest_number(&error.to_string()) <= 1, "{error}");
        error.code()
    };
    assert_eq!(refused(identification(&[1])).await, "notice.number");
    assert_eq!(refused(identification(&[2])).await, "notice.health");
    assert_eq!(refused(identification(&[3, 4])).await, "notice.number");
    let at_place = |place: &str| NoticeIn { place: place.into(), ..identification(&[4]) };
    assert_eq!(
        refused(at_place("卡６２２８　４８００　１２３４　５６７８")).await,
        "notice.number"
    );
    assert_eq!(refused(at_place("丁四住 院处")).await, "notice.health");
    assert_eq!(refused(at_place(" ")).await, "notice.no_place");
    assert_eq!(
        public_in(&village.home, VILLAGE_CODE, day("2023-11-04")).await.expect("public"),
        []
    );
}

#[tokio::test]
async fn a_notice_hangs_as_long_as_the_chain_says() {
    let village = village_of_two().await;
    let until = |until: &str| NoticeIn { until: day(until), ..identification(&[1]) };
    let at_least = |wanted: NoticeIn| {
        let home = &village.home;
        async move { draft(home, &county(), &wanted, day("2023-11-03")).await.map(|_| ()) }
    };
    match at_least(until("2023-11-06")).await {
        Err(NoticeError::TooShort { earliest }) => assert_eq!(earliest, day("2023-11-07")),
        other => panic!("{other:?}"),
    }
    assert!(at_least(until("2023-11-07")).await.is_ok());
    assert_eq!(
        at_least(until("2023-11-02")).await.expect_err("short").code(),
        "notice.ends_before_it_begins"
    );
    let late = draft(&village.home, &county(), &identification(&[1]), day("2023-11-08")).await;
    assert_eq!(late.expect_err("late").code(), "notice.over");
}

#[tokio::test]
async fn a_notice_is_posted_once_a_run_in_one_village_by_those_who_see_the_case() {
    let village = village_of_two().await;
    village.settle(3, OTHER_VILLAGE, None, "丙三").await;
    village.review(3).await;
    village.settle(4, VILLAGE, Some(1), "丁四").await;
    let home = &village.home;
    let today = day("2023-11-03");
    let code = async |scope: &Scope, cases: &[i64]| {
        let wanted = identification(cases);
        post_and_record(home, scope, &wanted, today, OWNER, at(2)).await.err().map(|it| it.code())
    };
    assert_eq!(code(&county(), &[]).await, Some("notice.nobody_listed"));
    assert_eq!(code(&county(), &[1, 3]).await, Some("notice.two_villages"));
    assert_eq!(code(&county(), &[1, 4]).await, Some("notice.not_now"), "not reviewed yet");
    assert_eq!(code(&county(), &[1, 99]).await, Some("notice.no_case"));
    let other = Scope::region(OTHER_VILLAGE, RegionLevel::Village);
    assert_eq!(code(&other, &[1]).await, Some("notice.no_case"));
    let helper = Scope { helper: Some("bo".into()), ..county() };
    assert_eq!(code(&helper, &[1]).await, Some("notice.no_case"));
    let wrong = wanted(&[1], NoticeKind::Elimination, "2023-11-03", "2023-11-07");
    let wrong = draft(home, &county(), &wrong, today).await.expect_err("not now");
    assert_eq!(wrong.code(), "notice.not_now");

    // Both families of a village share a notice, and it stands in both histories.
    let own = Scope::region(VILLAGE, RegionLevel::Village);
    let view = post_and_record(home, &own, &identification(&[1, 2]), today, OWNER, at(1))
        .await
        .expect("posted");
    assert_eq!(view.case_ids, [1, 2]);
    for case in [1, 2] {
        let history = cases::show(home, OWNER, case, today).await.expect("a case").history;
        assert_eq!(history.last().expect("an action").action, "publish_notice");
    }
    // The second time nothing is written, in no case.
    assert_eq!(code(&county(), &[2]).await, Some("notice.already_posted"));
    assert_eq!(cases::show(home, OWNER, 2, today).await.expect("a case").version, 6);

    // A notice with a mistake comes down, and a right one may follow.
    assert_eq!(
        withdraw(home, &other, &view.id, "错", "an", at(3)).await.expect_err("unseen").code(),
        "notice.not_found"
    );
    assert_eq!(
        withdraw(home, &own, &view.id, " ", "an", at(3)).await.expect_err("why").code(),
        "notice.reason_needed"
    );
    let down = withdraw(home, &own, &view.id, "名单有误", "an", at(3)).await.expect("down");
    assert_eq!(
        (down.state, down.withdrawn_reason.as_deref()),
        (NoticeState::Withdrawn, Some("名单有误"))
    );
    assert_eq!(
        withdraw(home, &own, &view.id, "错", "an", at(3)).await.expect_err("twice").code(),
        "notice.already_withdrawn"
    );
    assert_eq!(public_in(home, VILLAGE_CODE, today).await.expect("public"), []);
    assert_eq!(code(&county(), &[2]).await, None);
    let of_two = of_case(home, &county(), 2).await.expect("a list");
    let states: Vec<NoticeState> = of_two.iter().map(|it| it.state).collect();
    assert_eq!(states, [NoticeState::Withdrawn, NoticeState::Posted]);
    assert_eq!(of_case(home, &county(), 1).await.expect("a list").len(), 1);
}

#[tokio::test]
async fn the_public_sees_a_notice_for_its_days_and_the_job_ends_it() {
    let village = village_of_two().await;
    let home = &village.home;
    let (scope, wanted) = (county(), identification(&[1]));
    let posted = post(home, &scope, &wanted, day("2023-11-02"), OWNER, at(2));
    let id = posted.await.expect("posted").id;
    let hangs =
        async |on: &str| public_in(home, VILLAGE_CODE, day(on)).await.expect("public").len();
    assert_eq!(hangs("2023-11-02").await, 0);
    assert_eq!(hangs("2023-11-03").await, 1);
    assert_eq!(hangs("2023-11-07").await, 1);
    assert_eq!(hangs("2023-11-08").await, 0, "the job has not run");
    assert_eq!(end_due(home, day("2023-11-07"), "守望", at(5)).await.expect("ended"), 0);
    assert_eq!(end_due(home, day("2023-11-08"), "守望", at(5)).await.expect("ended"), 1);
    assert_eq!(end_due(home, day("2023-11-08"), "守望", at(6)).await.expect("ended"), 0);
    let view = show(home, &county(), &id).await.expect("a notice");
    assert_eq!((view.state, view.state_zh.as_str()), (NoticeState::Ended, "已届满"));
    for code in ["990123100202", "990123100"] {
        let found = public_in(home, code, day("2023-11-04")).await;
        match code.len() {
            12 => assert_eq!(found.expect("another village"), []),
            _ => assert_eq!(found.expect_err("a township").code(), "notice.no_village"),
        }
    }
}

#[tokio::test]
async fn namesakes_are_told_apart_as_far_as_it_takes() {
    let village = Village::new().await;
    // Two of a name in different groups; two of another in the same; one whose namesake has no
    // case; one alone.
    for (id, group, head) in
        [(1, 1, "甲同"), (2, 2, "甲同"), (3, 1, "乙同"), (4, 1, "乙同"), (5, 2, "丙独")]
    {
        village.settle(id, VILLAGE, Some(group), head).await;
        village.review(id).await;
    }
    let text = draft(&village.home, &county(), &identification(&[1, 2, 3, 5]), day("2023-11-03"))
        .await
        .expect("a draft");
    let names: Vec<&str> =
        text.table.iter().flat_map(|it| &it.rows).map(|it| it[1].as_str()).collect();
    let number = number(301);
    let four = &number.reveal()[14..];
    // The group has a column of its own.
    assert_eq!(names, ["甲同", "甲同", &format!("乙同（证件号后四位{four}）"), "丙独"]);
    assert!(!text.title.contains(four));
}

#[tokio::test]
async fn measures_are_publicised_without_those_that_reveal_health_and_the_decision_is_announced() {
    let village = village_of_two().await;
    let home = &village.home;
    let today = day("2023-11-03");
    let measures = |from: &str, until: &str| wanted(&[1], NoticeKind::Measures, from, until);
    let early = draft(home, &county(), &measures("2023-11-03", "2023-11-09"), today).await;
    assert_eq!(early.expect_err("no plan").code(), "notice.not_now");
    post_and_record(home, &county(), &identification(&[1]), today, OWNER, at(2))
        .await
        .expect("posted");
    let step = |it: &str| it.to_owned();
    village.act(1, "2023-11-08", Action::CloseNotice { step: step("village_notice") }).await;
    let opinion = "同意".to_owned();
    village.act(1, "2023-11-08", Action::Approve { step: step("township_review"), opinion }).await;
    let identify = Action::Identify {
        step: step("county_approval"),
        monitoring_type: MonitoringType::MarginalVulnerable,
        causes: vec![cause(Risk::Illness), cause(Risk::Disability)],
        reason: None,
    };
    village.act(1, "2023-11-09", identify).await;
    let measure = |group, answers| Measure {
        number: 0,
        group,
        answers,
        what: summary(101),
        catalogue: None,
        delivered: Vec::new(),
    };
    let plan = Action::PlanMeasures {
        measures: vec![
            measure(MeasureGroup::Health, Risk::Illness),
            measure(MeasureGroup::Employment, Risk::Illness),
            measure(MeasureGroup::ComprehensiveSecurity, Risk::Disability),
        ],
    };
    village.act(1, "2023-11-10", plan).await;

    let today = day("2023-11-10");
    let view = post_and_record(
        home,
        &county(),
        &measures("2023-11-10", "2023-11-16"),
        today,
        OWNER,
        at(4),
    )
    .await
    .expect("posted");
    assert_eq!(rows(&view.text), ["一组 甲一 就业帮扶、其他帮扶措施"]);
    nothing_leaks("measures", &serde_json::to_string(&view).expect("JSON"));
    // A second set of measures is publicised too, but not on the same first day.
    let set = async |from: &str, until: &str| {
        let wanted = measures(from, until);
        post(home, &county(), &wanted, today, OWNER, at(5)).await.err().map(|it| it.code())
    };
    assert_eq!(set("2023-11-10", "2023-11-20").await, Some("notice.already_posted"));
    assert_eq!(set("2023-11-17", "2023-11-23").await, None);

    let announcement = wanted(&[1], NoticeKind::Announcement, "2023-11-10", "2023-11-16");
    let view =
        post_and_record(home, &county(), &announcement, today, OWNER, at(6)).await.expect("posted");
    assert_eq!(rows(&view.text), ["一组 甲一 3 边缘易致贫户 确定为监测对象"]);
    nothing_leaks("announcement", &serde_json::to_string(&view).expect("JSON"));
    let case = cases::show(home, OWNER, 1, today).await.expect("a case");
    assert_eq!(case.history.last().expect("an action").action, "announce");
    let ids: BTreeSet<String> = list(home, &county(), NoticeState::Posted, "", 10)
        .await
        .expect("a list")
        .into_iter()
        .map(|it| it.id)
        .collect();
    assert_eq!(ids.len(), 4);
}

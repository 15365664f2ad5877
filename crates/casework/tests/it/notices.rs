//! What a notice says, and what does not come out of it whatever goes in.

use std::collections::BTreeSet;

use casework::{
    MeasureGroup, MonitoringType, Namesake, NoticeFrame, NoticeHousehold, NoticeRefused,
    NoticeText, render,
};
use kernel::longest_number;
use policy::{ChainKind, NameShown, NoticeField, NoticeKind, NoticeTemplate, TemplateText};
use proptest::prelude::*;

use crate::family::{YONGREN, day, packs};

fn template(kind: NoticeKind) -> NoticeTemplate {
    packs().notice_template(kind, YONGREN, day("2023-11-01")).expect("a notice")
}

fn frame() -> NoticeFrame {
    NoticeFrame {
        village: "永定镇大坝村民委员会".into(),
        place: "村委会公示栏".into(),
        from: day("2023-11-01"),
        until: day("2023-11-05"),
    }
}

fn household(name: &str, group: &str) -> NoticeHousehold {
    NoticeHousehold {
        householder: name.into(),
        group: (!group.is_empty()).then(|| group.into()),
        members: 4,
        monitoring_type: Some(MonitoringType::MarginalVulnerable),
        procedure: Some(ChainKind::Identification),
        measure_groups: BTreeSet::new(),
        meeting_day: Some(day("2023-10-30")),
        namesake: Namesake::Nobody,
        last4: Some("001X".into()),
    }
}

/// The cells of the list, row by row.
fn rows(text: &NoticeText) -> Vec<String> {
    text.table.iter().flat_map(|it| &it.rows).map(|it| it.join(" ")).collect()
}

fn refused(
    template: &NoticeTemplate,
    frame: &NoticeFrame,
    households: &[NoticeHousehold],
) -> &'static str {
    render(template, frame, households).expect_err("it should be refused").code()
}

#[test]
fn the_notice_of_an_identification_reads_as_the_village_writes_it() {
    let mut second = household("起云德", "");
    (second.monitoring_type, second.meeting_day) = (None, Some(day("2023-10-29")));
    let households = [household("甲一", "一组"), second];
    let text =
        render(&template(NoticeKind::Identification), &frame(), &households).expect("a notice");
    assert_eq!(text.title, "永定镇大坝村民委员会防返贫监测民主评议结果公示");
    assert_eq!(
        text.paragraphs,
        [
            "根据农户申请和授权，2023年10月29日、2023年10月30日，我村召开村“两委”（扩大）会议，\
             履行防返贫监测民主评议程序。现将民主评议结果公示如下（名单附后）。",
            "公示时间：2023年11月1日至2023年11月5日。如有异议，请在公示期内向村民委员会提出，\
             也可以向县级防止返贫监测和帮扶主管部门反映：12317热线。",
        ]
    );
    let table = text.table.clone().expect("a list");
    assert_eq!(table.header, ["村民小组", "户主", "家庭人口", "监测对象类别", "结果"]);
    assert_eq!(
        rows(&text),
        [
            "一组 甲一 4 边缘易致贫户 评议通过，拟纳入监测对象",
            " 起云德 4 以县级审定为准 评议通过，拟纳入监测对象",
        ]
    );
    assert_eq!(text.signature, "永定镇大坝村民委员会");
    assert_eq!((text.from, text.until), (day("2023-11-01"), day("2023-11-05")));
    let stored = serde_json::to_value(&text).expect("JSON");
    assert_eq!(serde_json::from_value::<NoticeText>(stored).expect("JSON"), text);
}

#[test]
fn every_shipped_notice_of_every_region_is_written() {
    for region in ["450000", "510000", "520000", "530000", "532901", YONGREN] {
        for kind in NoticeKind::ALL {
            let template =
                packs().notice_template(kind, region, day("2023-11-01")).expect("a notice");
            let mut household = household("甲一", "一组");
            household.procedure = kind.shows_results_of().first().copied();
            household.measure_groups = BTreeSet::from([MeasureGroup::Industry]);
            let text = render(&template, &frame(), &[household]).expect("a notice");
            assert!(text.paragraphs.iter().any(|it| it.contains("12317")), "{region}");
            let sentences = [&text.title, &text.signature].into_iter().chain(&text.paragraphs);
            assert!(!sentences.into_iter().any(|it| it.contains(['{', '}'])), "{text:?}");
        }
    }
}

#[test]
fn groups_of_measures_that_reveal_health_become_other_measures() {
    let measures = template(NoticeKind::Measures);
    let shown = |groups: &[MeasureGroup]| {
        let mut household = household("甲一", "一组");
        household.measure_groups = groups.iter().copied().collect();
        rows(&render(&measures, &frame(), &[household]).expect("a notice")).remove(0)
    };
    use MeasureGroup as M;
    assert_eq!(shown(&[M::Industry, M::Housing]), "一组 甲一 产业帮扶、住房安全保障");
    assert_eq!(shown(&[M::Health]), "一组 甲一 其他帮扶措施");
    assert_eq!(
        shown(&[M::Health, M::Employment, M::ComprehensiveSecurity]),
        "一组 甲一 就业帮扶、其他帮扶措施"
    );
    // The template's identifiers are those of the groups: each that is named is named so.
    for group in measures.version.measure_groups.keys() {
        let group: M = serde_json::from_value(group.as_str().into()).expect("a group");
        assert!(!shown(&[group]).contains("其他帮扶措施"), "{group:?}");
    }
}

#[test]
fn namesakes_are_told_apart_by_group_and_only_then_by_four_digits() {
    let mut template = template(NoticeKind::Identification);
    let named = |template: &NoticeTemplate, namesake, group: &str, last4: Option<&str>| {
        let household = NoticeHousehold {
            namesake,
            last4: last4.map(str::to_owned),
            ..household("欧阳乙", group)
        };
        let at = template.version.fields.iter().position(|it| *it == NoticeField::Householder);
        let text = render(template, &frame(), &[household]).map_err(|it| it.code())?;
        let cells = &text.table.expect("a list").rows[0];
        Ok::<String, &str>(cells[at.expect("a column")].clone())
    };
    use Namesake as N;
    let name = || Ok("欧阳乙".to_owned());
    assert_eq!(named(&template, N::Nobody, "一组", Some("001X")), name());
    // The group stands in its own column.
    assert_eq!(named(&template, N::InVillage, "一组", Some("001X")), name());
    assert_eq!(
        named(&template, N::InGroup, "一组", Some("001X")),
        Ok("欧阳乙（证件号后四位001X）".into())
    );
    assert_eq!(
        named(&template, N::InVillage, "", Some("0012")),
        Ok("欧阳乙（证件号后四位0012）".into())
    );
    for last4 in [None, Some("12"), Some("12345"), Some("00一2"), Some("X001")] {
        assert_eq!(named(&template, N::InGroup, "一组", last4), Err("notice.namesakes_alike"));
    }
    template.version.fields.retain(|it| *it != NoticeField::Group);
    assert_eq!(named(&template, N::InVillage, "一组", None), Ok("欧阳乙（一组）".into()));
    template.version.name = NameShown::Surname;
    assert_eq!(named(&template, N::InGroup, "一组", Some("001X")), Ok("欧*".into()));
}

#[test]
fn what_is_missing_is_said() {
    let template = template(NoticeKind::Identification);
    assert_eq!(refused(&template, &frame(), &[]), "notice.nobody_listed");
    let backwards = NoticeFrame { until: day("2023-10-31"), ..frame() };
    let one = [household("甲一", "一组")];
    assert_eq!(refused(&template, &backwards, &one), "notice.ends_before_it_begins");
    let mut changed = household("甲一", "一组");
    changed.meeting_day = None;
    assert_eq!(refused(&template, &frame(), &[changed]), "notice.no_meeting");
    assert_eq!(refused(&template, &frame(), &[household(" ", "一组")]), "notice.no_householder");
    let mut changed = household("甲一", "一组");
    changed.procedure = Some(ChainKind::Elimination);
    assert_eq!(refused(&template, &frame(), &[changed]), "notice.no_words");
}

/// A refusal tells an officer where to look, and not what it found.
#[test]
fn a_refusal_names_the_place() {
    let template = template(NoticeKind::Identification);
    let says = |frame: NoticeFrame, household: NoticeHousehold| {
        let error = render(&template, &frame, &[self::household("甲一", "一组"), household])
            .expect_err("it should be refused");
        (error.code(), error.to_string())
    };
    let (code, text) = says(frame(), household("乙二13900138000", "一组"));
    assert_eq!(code, "notice.number");
    assert!(text.starts_with("第 2 户的“户主”里有一长串数字") && !text.contains("139"), "{text}");
    let (code, text) = says(frame(), household("乙二（残疾）", "一组"));
    assert_eq!(code, "notice.health");
    assert!(text.starts_with("第 2 户的“户主”里有会透露健康状况的词"), "{text}");
    assert!(!text.contains('残'), "{text}");
    let place = NoticeFrame { place: "问 0999-6712345".into(), ..frame() };
    let (code, text) = says(place, household("乙二", "一组"));
    assert_eq!(code, "notice.number");
    assert!(text.starts_with("“张贴地点”里"), "{text}");
    // A village may be called so; it says nothing of a household.
    let village = NoticeFrame { village: "示例镇智力村民委员会".into(), ..frame() };
    assert!(render(&template, &village, &[household("甲一", "一组")]).is_ok());
    let village = NoticeFrame { village: "示例村13900138000".into(), ..frame() };
    assert_eq!(says(village, household("乙二", "一组")).0, "notice.number");
}

/// Two halves, each harmless by itself, put side by side by a template.
#[test]
fn halves_of_a_number_are_seen_once_they_stand_together() {
    let mut template = template(NoticeKind::Identification);
    template.version.fields.retain(|it| *it != NoticeField::Group);
    let mut halves = household("乙139001", "380001组");
    halves.namesake = Namesake::InVillage;
    assert_eq!(refused(&template, &frame(), &[halves]), "notice.number");
    template.version.body = vec![TemplateText::parse("1390013{from}").expect("a sentence")];
    let one = [household("甲一", "一组")];
    assert_eq!(refused(&template, &frame(), &one), "notice.number");
}

/// The ways in which people write digits.
const WRITINGS: [fn(&str) -> String; 8] = [
    |it| it.to_owned(),
    |it| digits(it, "０１２３４５６７８９", ""),
    |it| digits(it, "0123456789", " "),
    |it| digits(it, "0123456789", "-"),
    |it| digits(it, "０１２３４５６７８９", "　"),
    |it| digits(it, "〇一二三四五六七八九", ""),
    |it| digits(it, "0123456789", "\u{200B}"),
    |it| digits(it, "٠١٢٣٤٥٦٧٨٩", "．"),
];

fn digits(number: &str, alphabet: &str, between: &str) -> String {
    let written = number.chars().map(|c| {
        let digit = c.to_digit(10).and_then(|it| alphabet.chars().nth(it as usize));
        digit.unwrap_or(c).to_string()
    });
    written.collect::<Vec<_>>().join(between)
}

/// What must not come out: identity numbers of both lengths, telephones, accounts, words of
/// health, each as somebody might write it.
fn secrets() -> impl Strategy<Value = String> {
    let number = prop_oneof![
        "[1-9][0-9]{5}(19|20)[0-9]{2}[01][0-9][0-3][0-9][0-9]{3}[0-9X]",
        "[1-9][0-9]{14}",
        "1[3-9][0-9]{9}",
        "0[0-9]{2,3}[2-8][0-9]{6,7}",
        "[2-8][0-9]{6,7}",
        "[1-9][0-9]{11,18}",
    ];
    let number = (number, 0..WRITINGS.len()).prop_map(|(it, way)| WRITINGS[way](&it));
    let words = template(NoticeKind::Identification).forbidden_words;
    let word = (prop::sample::select(words), prop_oneof!["", " ", "-", "\u{200B}", "　"]).prop_map(
        |(word, between)| word.chars().map(String::from).collect::<Vec<_>>().join(&between),
    );
    prop_oneof![2 => number, 1 => word]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_500, ..ProptestConfig::default() })]

    #[test]
    fn what_must_not_be_published_never_comes_out(
        secret in secrets(),
        before in "\\PC{0,5}",
        behind in "[^0-9]{0,5}",
        field in 0..4_usize,
        kind in 0..4_usize,
        surname in any::<bool>(),
        namesake in prop::sample::select(vec![
            Namesake::Nobody, Namesake::InVillage, Namesake::InGroup,
        ]),
    ) {
        let kind = NoticeKind::ALL[kind];
        let mut template = template(kind);
        if surname {
            template.version.name = NameShown::Surname;
        }
        let mut household = household("甲一", "一组");
        household.procedure = kind.shows_results_of().first().copied();
        household.namesake = namesake;
        let mut frame = frame();
        let text = format!("{before}{secret}{behind}");
        match field {
            0 => household.householder = text,
            1 => household.group = Some(text),
            2 => household.last4 = Some(text),
            _ => frame.place = text,
        }
        let refused = render(&template, &frame, &[household]);
        let error = refused.expect_err("it should be refused");
        let is_guard =
            matches!(error, NoticeRefused::Number { .. } | NoticeRefused::Health { .. });
        prop_assert!(is_guard, "{error:?}");
        for said in [error.to_string(), format!("{error:?}")] {
            prop_assert!(longest_number(&said) <= 1, "{said}");
            prop_assert!(!said.contains(&secret), "{said}");
        }
    }

    #[test]
    fn whatever_is_written_no_long_number_and_no_forbidden_word_comes_out(
        householder in "\\PC{1,12}",
        group in "\\PC{0,12}",
        last4 in "[0-9X]{0,6}",
        place in "\\PC{0,12}",
        namesake in prop::sample::select(vec![
            Namesake::Nobody, Namesake::InVillage, Namesake::InGroup,
        ]),
    ) {
        let template = template(NoticeKind::Identification);
        let mut household = household(&householder, &group);
        (household.namesake, household.last4) = (namesake, Some(last4));
        let frame = NoticeFrame { place, ..frame() };
        if let Ok(text) = render(&template, &frame, &[household]) {
            let cells = text.table.iter().flat_map(|it| &it.rows).flatten();
            let sentences = [&text.title, &text.signature].into_iter().chain(&text.paragraphs);
            for said in cells.chain(sentences) {
                prop_assert!(longest_number(said) <= 6, "{said}");
                let word = template.forbidden_words.iter().find(|it| said.contains(it.as_str()));
                prop_assert_eq!(word, None);
            }
        }
    }
}

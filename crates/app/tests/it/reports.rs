//! Reports of an invented county: printed, printed again after the data have changed, opened,
//! suppressed for others, put together for somebody, asked for twice.

use app::{
    batches, indicators,
    reports::{
        self, AnswerIn, LayoutOrder, NewNumberRequest, NewReportTemplate, PrintOrder, PrintQuery,
        ReportCell, ReportContent, ReportContentPart, ReportError, ReportOrder, RequestQuery,
    },
    staff::Staff,
};
use indicator::{ReportFigure, ReportLayout, ReportPart, ReportRows, Shown};

use crate::support::{
    COUNTY, COUNTY_PACK, OTHER_COUNTY, OTHER_VILLAGE, Office, TOWNSHIP, VILLAGE, at, office,
    office_with,
};

const HEADER: &str = "户编号,姓名,证件号码,与户主关系,乡镇,村,户类型,监测对象类别,工资性收入,生产经营性收入,财产性收入,转移性收入,生产经营性支出\n";

/// A report of the pack of the invented county.
const REPORT: &str = r#"
zh     = "脱贫户情况表"
en     = "Households lifted out of poverty"
number = "测01表"
issuer = "notice.office"
levels = ["county", "township"]
print  = ["county_officer", "@township"]
leaves_office = true
title  = "{region}{period}脱贫户情况表"
unit   = "户、元"
basis  = "plan 第一章"

[[parts]]
kind  = "table"
rows  = "below"
total = true
figures = [
    { group = "脱贫户", label = "户数", indicator = "out_of_poverty_households" },
    { group = "脱贫户", label = "比上月", indicator = "out_of_poverty_households", show = "change" },
    { indicator = "net_income_out_of_poverty" },
]

[[parts]]
kind = "text"
paragraphs = ["{region}有脱贫户{out_of_poverty_households}，比上月{out_of_poverty_households|change}。"]
"#;

fn number(person: usize) -> String {
    let seventeen = format!("99012319700101{:03}", 600 + person);
    kernel::ResidentId::with_check_digit(&seventeen).unwrap().reveal().to_owned()
}

/// Families of one, each with a wage; the first so many live in 东镇.
fn families(wages: &[&str], east: usize) -> String {
    let mut text = HEADER.to_owned();
    for (household, wage) in wages.iter().enumerate() {
        let place = if household < east { "东镇,东一村" } else { "西镇,西一村" };
        let id = number(household);
        text.push_str(&format!(
            "990123000{household:03},甲{household},{id},户主,{place},脱贫户,,{wage},0,0,0,0\n"
        ));
    }
    text
}

async fn take_in(office: &Office, month: &str, name: &str, text: &str, minutes: i64) -> i64 {
    office.take_in(COUNTY, month, (name, text), at(minutes)).await
}

async fn compute(office: &Office, staff: &Staff, month: &str, minutes: i64) {
    let month = month.parse().unwrap();
    indicators::compute(&office.home, staff, COUNTY, month, at(minutes), &|_: &str| ())
        .await
        .unwrap();
}

/// The repository's packs, and the report of the invented county.
async fn reporting() -> Office {
    office_with(&[
        ("packs/cn-990123/pack.toml", COUNTY_PACK),
        ("packs/cn-990123/reports/lifted.toml", REPORT),
    ])
    .await
}

fn order(period: &str, for_others: Option<bool>) -> PrintOrder {
    PrintOrder { region: COUNTY.into(), period: period.into(), as_of: None, for_others }
}

/// The cells of the first table: name of the row, then its values, `*` for what is hidden.
fn table(content: &ReportContent) -> Vec<Vec<String>> {
    let ReportContentPart::Table { rows, .. } = &content.parts[0] else { panic!("a table") };
    let shown = |it: &ReportCell| match &it.value {
        Some(value) => value.clone(),
        None => if it.hidden { "*" } else { "—" }.to_owned(),
    };
    rows.iter()
        .map(|it| [vec![it.name.clone()], it.cells.iter().map(shown).collect()].concat())
        .collect()
}

fn sentence(content: &ReportContent) -> String {
    let Some(ReportContentPart::Text { paragraphs, .. }) = content.parts.last() else {
        panic!("sentences")
    };
    paragraphs[0].iter().map(|it| it.text.as_str()).collect()
}

const NAME: &str = "监测对象信息.csv";

#[tokio::test]
async fn what_was_printed_in_march_is_printed_again_to_the_byte() {
    let office = reporting().await;
    let an = office.staff("an.li", "county_officer", COUNTY, "").await;
    let batch = take_in(&office, "2023-10", NAME, &families(&["10000", "20000"], 1), 1).await;
    compute(&office, &an, "2023-10", 2).await;
    let inside = order("2023-10", Some(false));
    let printed = reports::print(&office.home, &an, "lifted", &inside, at(3)).await.unwrap();
    assert_eq!(printed.content.title, "测试县2023年10月脱贫户情况表");
    assert_eq!(
        table(&printed.content),
        [["东镇", "1", "—", "10000"], ["西镇", "1", "—", "20000"], ["合计", "2", "—", "15000"]]
    );
    assert_eq!(sentence(&printed.content), "测试县有脱贫户2户，比上月（没有数）。");
    assert!(printed.same && at(3) < printed.as_of && printed.as_of < at(4));
    let bytes = serde_json::to_string(&printed.content).unwrap();

    // Two days later a wage turns out to be another, and a family is new.
    let later = 2 * 24 * 60;
    batches::roll_back(&office.home, &an, batch, at(later)).await.unwrap();
    take_in(&office, "2023-10", NAME, &families(&["12345.6", "20000", "9000"], 1), later).await;
    compute(&office, &an, "2023-10", later + 1).await;

    let now = at(later + 2);
    let again = reports::printed(&office.home, &an.scope, &printed.print, now).await.unwrap();
    assert!(again.same);
    assert_eq!(serde_json::to_string(&again.content).unwrap(), bytes);
    assert_eq!((&again.sm3, &again.printed_by), (&printed.sm3, &"甲an.li".to_owned()));
    assert_eq!(again.open_as_of, Some("2026-03-02".parse().unwrap()));
    // As of that day, with the definitions of today: the same too.
    let that_day = PrintOrder { as_of: Some("2026-03-02".parse().unwrap()), ..inside.clone() };
    let anew = reports::print(&office.home, &an, "lifted", &that_day, now).await.unwrap();
    assert_eq!((serde_json::to_string(&anew.content).unwrap(), &anew.sm3), (bytes, &printed.sm3));
    assert_ne!(anew.print, printed.print, "it is another printing");
    // As of now it differs, and the difference is told.
    let today = reports::print(&office.home, &an, "lifted", &inside, now).await.unwrap();
    assert_ne!(today.sm3, printed.sm3);
    assert_eq!(table(&today.content)[2], ["合计", "3", "—", "13781.87"]);
    let changes = reports::compare(&office.home, &an.scope, &printed.print, now).await.unwrap();
    assert!(!changes.same);
    let told: Vec<(&str, &str, Option<&str>)> = changes
        .changes
        .iter()
        .map(|it| (it.place.as_str(), it.figure.as_str(), it.is.as_deref()))
        .collect();
    assert!(told.contains(&("西镇", "户数", Some("2"))), "{told:?}");
    assert!(!told.iter().any(|it| it.0 == "东镇" && it.1 == "户数"), "{told:?}");
    assert_eq!(office.audited("report.print").await.len(), 3);
    let kept = reports::prints(&office.home, &an.scope, &PrintQuery::default()).await.unwrap();
    assert_eq!(kept.len(), 3);
    assert_eq!(kept[2].print, printed.print, "the newest first");
}

#[tokio::test]
async fn every_number_opens_down_to_its_households() {
    let office = reporting().await;
    let an = office.staff("an.li", "county_officer", COUNTY, "").await;
    take_in(&office, "2023-10", NAME, &families(&["10000", "20000"], 1), 1).await;
    compute(&office, &an, "2023-10", 2).await;
    let show = ReportOrder {
        report: "lifted",
        region: COUNTY,
        period: "2023-10",
        as_of: None,
        for_others: false,
    };
    let seen = reports::show(&office.home, &an.scope, &show, at(3)).await.unwrap();
    let ReportContentPart::Table { rows, .. } = &seen.content.parts[0] else { panic!("a table") };
    let mut opened = 0;
    for row in rows {
        for cell in &row.cells {
            let Some(source) = &cell.source else {
                assert_eq!(cell.value, None, "a number without a way behind it");
                continue;
            };
            assert_eq!(source.how, "computed");
            let order = indicators::OpenOrder {
                indicator: &source.indicator,
                region: &source.region,
                month: source.period.parse().unwrap(),
                as_of: seen.open_as_of,
                after: 0,
                limit: 50,
            };
            let it = indicators::open(&office.home, &an, &order, at(4)).await.unwrap();
            assert_eq!(it.value, cell.value);
            assert!(!it.rows.is_empty());
            opened += 1;
        }
    }
    assert_eq!(opened, 6);
}

#[tokio::test]
async fn what_leaves_the_office_hides_small_counts() {
    let office = reporting().await;
    let an = office.staff("an.li", "county_officer", COUNTY, "").await;
    let wages = ["10000"; 10];
    take_in(&office, "2023-10", NAME, &families(&wages, 4), 1).await;
    compute(&office, &an, "2023-10", 2).await;
    let printed =
        reports::print(&office.home, &an, "lifted", &order("2023-10", None), at(3)).await.unwrap();
    assert_eq!((printed.for_others, printed.content.hidden_below), (true, Some(5)));
    // Four in 东镇; with the sum shown, the six in 西镇 would tell them.
    assert_eq!(
        table(&printed.content),
        [["东镇", "*", "*", "*"], ["西镇", "*", "*", "*"], ["合计", "10", "—", "10000"]]
    );
    let ReportContentPart::Table { rows, .. } = &printed.content.parts[0] else { panic!() };
    assert!(rows[0].cells[0].source.is_none(), "what is hidden is not opened");
    let kept = order("2023-10", Some(false));
    let inside = reports::print(&office.home, &an, "lifted", &kept, at(4)).await.unwrap();
    assert_eq!(table(&inside.content)[0], ["东镇", "4", "—", "10000"]);
    assert_eq!(inside.content.hidden_below, None);
    // A sentence about a township of four.
    let of = PrintOrder { region: TOWNSHIP.into(), ..order("2023-10", None) };
    let small = reports::print(&office.home, &an, "lifted", &of, at(5)).await.unwrap();
    assert!(sentence(&small.content).contains("（少于5户，不列）"), "{}", sentence(&small.content));
    assert_eq!(table(&small.content), [["东一村", "*", "*", "*"], ["合计", "*", "*", "*"]]);
}

#[tokio::test]
async fn changes_are_against_the_month_before() {
    let office = reporting().await;
    let an = office.staff("an.li", "county_officer", COUNTY, "").await;
    take_in(&office, "2023-09", NAME, &families(&["10000", "20000"], 1), 1).await;
    compute(&office, &an, "2023-09", 2).await;
    take_in(&office, "2023-10", "十月.csv", &families(&["10000", "20000", "9000"], 1), 3).await;
    compute(&office, &an, "2023-10", 4).await;
    let inside = order("2023-10", Some(false));
    let printed = reports::print(&office.home, &an, "lifted", &inside, at(5)).await.unwrap();
    let rows = table(&printed.content);
    assert_eq!((&rows[0][2], &rows[1][2], &rows[2][2]), (&"0".into(), &"1".into(), &"1".into()));
    assert_eq!(sentence(&printed.content), "测试县有脱贫户3户，比上月增加1户。");
    let bytes = reports::report_workbook(&reports::paper_of(&printed)).unwrap();
    assert!(bytes.starts_with(b"PK"));
}

#[tokio::test]
async fn who_may_not_print_or_see_is_told_nothing() {
    let office = reporting().await;
    let east = office.staff("east.li", "township_officer", TOWNSHIP, "").await;
    let zhou = office.staff("zhou.li", "county_approver", COUNTY, "").await;
    let an = office.staff("an.li", "county_officer", COUNTY, "").await;
    let now = at(3);
    let code = |it: Result<reports::ReportPrintView, ReportError>| it.unwrap_err().code();
    let of = |region: &str| PrintOrder { region: region.into(), ..order("2023-10", None) };
    let home = &office.home;
    assert_eq!(
        code(reports::print(home, &zhou, "lifted", &of(COUNTY), now).await),
        "report.may_not_print"
    );
    assert_eq!(
        code(reports::print(home, &east, "lifted", &of(COUNTY), now).await),
        "report.not_found"
    );
    assert_eq!(
        code(reports::print(home, &an, "lifted", &of(OTHER_COUNTY), now).await),
        "report.not_found"
    );
    assert_eq!(code(reports::print(home, &an, "no_such", &of(COUNTY), now).await), "report.none");
    assert_eq!(code(reports::print(home, &an, "lifted", &of(VILLAGE), now).await), "report.level");
    let week = PrintOrder { period: "2023IY".into(), ..of(COUNTY) };
    assert_eq!(code(reports::print(home, &an, "lifted", &week, now).await), "report.period");
    let ahead = PrintOrder { as_of: Some("2026-03-03".parse().unwrap()), ..of(COUNTY) };
    assert_eq!(code(reports::print(home, &an, "lifted", &ahead, now).await), "report.ahead");

    // A county's printing does not exist for a township; its own does.
    let printed = reports::print(home, &an, "lifted", &of(COUNTY), now).await.unwrap();
    let refused = reports::printed(home, &east.scope, &printed.print, now).await;
    assert!(matches!(refused, Err(ReportError::NotFound)));
    let refused = reports::compare(home, &east.scope, &printed.print, now).await;
    assert!(matches!(refused, Err(ReportError::NotFound)));
    let own = reports::print(home, &east, "lifted", &of(TOWNSHIP), now).await.unwrap();
    let seen = reports::prints(home, &east.scope, &PrintQuery::default()).await.unwrap();
    assert_eq!(seen.iter().map(|it| &it.print).collect::<Vec<_>>(), [&own.print]);
}

#[tokio::test]
async fn a_report_is_put_together_for_somebody_and_ends() {
    let office = office().await;
    let an = office.staff("an.li", "county_officer", COUNTY, "").await;
    let east = office.staff("east.li", "township_officer", TOWNSHIP, "").await;
    take_in(&office, "2023-10", NAME, &families(&["10000", "20000"], 1), 1).await;
    compute(&office, &an, "2023-10", 2).await;
    let figure = |indicator: &str| ReportFigure {
        indicator: indicator.into(),
        group: None,
        label: None,
        show: Shown::Value,
        compare: None,
    };
    let layout = |indicator: &str| ReportLayout {
        title: "{period}{region}脱贫户".into(),
        unit: None,
        notes: Vec::new(),
        parts: vec![ReportPart::Table {
            heading: None,
            rows: ReportRows::Village,
            total: false,
            figures: vec![figure(indicator)],
        }],
    };
    let preview = LayoutOrder {
        layout: layout("out_of_poverty_households"),
        region: COUNTY.into(),
        period: "2023-10".into(),
        as_of: None,
        for_others: false,
    };
    let seen = reports::preview(&office.home, &an.scope, &preview, at(3)).await.unwrap();
    assert_eq!(table(&seen.content), [["东一村", "1"], ["西一村", "1"]]);
    let wrong = LayoutOrder { layout: layout("no_such"), ..preview };
    let refused = reports::preview(&office.home, &an.scope, &wrong, at(3)).await.unwrap_err();
    assert_eq!(refused.code(), "report.layout");

    let new = NewReportTemplate {
        name: "州里要的".into(),
        layout: layout("out_of_poverty_households"),
        asker: " 州农业农村局 ".into(),
        document: Some("州农发〔2023〕8号".into()),
        asked_on: "2023-11-06".parse().unwrap(),
        purpose: "督导".into(),
    };
    let saved = reports::save_template(&office.home, &an, &new, at(4)).await.unwrap();
    assert_eq!(saved.asker, "州农业农村局");
    let bare = NewReportTemplate { asker: " ".into(), ..new };
    let refused = reports::save_template(&office.home, &an, &bare, at(4)).await.unwrap_err();
    assert_eq!(refused.code(), "report.missing");

    let listed = reports::list(&office.home, &an, COUNTY).await.unwrap();
    let line = listed.iter().find(|it| it.report == saved.template).unwrap();
    assert_eq!((line.kind.as_str(), line.may_print), ("template", true));
    assert!(listed.iter().any(|it| it.report == "monthly_dispatch"));
    assert!(!listed.iter().any(|it| it.report == "village_page"), "it is not for counties");
    let of_east = reports::list(&office.home, &east, TOWNSHIP).await.unwrap();
    assert!(!of_east.iter().any(|it| it.report == saved.template), "it is the county's");

    // What was put together leaves the office unless it is said otherwise.
    let others = order("2023-10", None);
    let printed = reports::print(&office.home, &an, &saved.template, &others, at(5)).await.unwrap();
    assert_eq!(table(&printed.content), [["东一村", "*"], ["西一村", "*"]]);
    reports::end_template(&office.home, &an, &saved.template, at(6)).await.unwrap();
    let ended = reports::print(&office.home, &an, &saved.template, &others, at(6)).await;
    assert_eq!(ended.unwrap_err().code(), "report.none");
    let listed = reports::list(&office.home, &an, COUNTY).await.unwrap();
    assert!(!listed.iter().any(|it| it.report == saved.template));
    let again = reports::printed(&office.home, &an.scope, &printed.print, at(7)).await.unwrap();
    assert!(again.same, "what was printed with it stays");
    for action in ["report.save_template", "report.end_template"] {
        assert_eq!(office.audited(action).await.len(), 1, "{action}");
    }
}

#[tokio::test]
async fn whoever_asks_twice_is_shown_the_first_time() {
    let office = office().await;
    let an = office.staff("an.li", "county_officer", COUNTY, "").await;
    let east = office.staff("east.li", "township_officer", TOWNSHIP, "").await;
    let new = |region: &str, period: &str, asker: &str| NewNumberRequest {
        region: region.into(),
        period: period.into(),
        indicators: vec!["all_persons".into(), "all_households".into()],
        asker: asker.into(),
        document: None,
        asked_on: "2023-11-06".parse().unwrap(),
        purpose: "月报".into(),
        due_on: None,
    };
    let home = &office.home;
    let first =
        reports::record(home, &east, &new(VILLAGE, "2023-10", "县统计局"), at(1)).await.unwrap();
    assert!(first.earlier.is_empty());
    let names: Vec<&str> =
        first.recorded.indicators.iter().map(|it| it.indicator.as_str()).collect();
    assert_eq!(names, ["all_households", "all_persons"]);
    // Of the county, which the village lies in; another village and another month are others.
    let second =
        reports::record(home, &an, &new(COUNTY, "2023-10", "县委办"), at(2)).await.unwrap();
    let earlier: Vec<&str> = second.earlier.iter().map(|it| it.asker.as_str()).collect();
    assert_eq!(earlier, ["县统计局"]);
    let other =
        reports::record(home, &an, &new(OTHER_VILLAGE, "2023-10", "县委办"), at(3)).await.unwrap();
    assert_eq!(other.earlier.len(), 1, "the county's, not the other village's");
    assert_eq!(other.earlier[0].region, second.recorded.region);
    let later =
        reports::record(home, &an, &new(VILLAGE, "2023-11", "县委办"), at(4)).await.unwrap();
    assert!(later.earlier.is_empty());

    let missing = NewNumberRequest { indicators: Vec::new(), ..new(COUNTY, "2023-10", "甲") };
    assert_eq!(
        reports::record(home, &an, &missing, at(5)).await.unwrap_err().code(),
        "report.missing"
    );
    let unknown =
        NewNumberRequest { indicators: vec!["x".into()], ..new(COUNTY, "2023-10", "甲") };
    assert_eq!(
        reports::record(home, &an, &unknown, at(5)).await.unwrap_err().code(),
        "report.layout"
    );
    let outside = reports::record(home, &east, &new(COUNTY, "2023-10", "甲"), at(5)).await;
    assert_eq!(outside.unwrap_err().code(), "report.not_found");

    let query = RequestQuery { words: Some("统计".into()), ..RequestQuery::default() };
    let found = reports::requests(home, &an.scope, &query).await.unwrap();
    assert_eq!(found.len(), 1);
    let seen = reports::requests(home, &east.scope, &RequestQuery::default()).await.unwrap();
    assert_eq!(seen.len(), 2, "of the own township only");
    let given = AnswerIn { answer: "已报".into(), print: None };
    let id = &first.recorded.request;
    let answered = reports::answer(home, &east, id, &given, at(6)).await.unwrap();
    assert_eq!(answered.answered_by.as_deref(), Some("甲east.li"));
    let twice = reports::answer(home, &east, id, &given, at(7)).await.unwrap_err();
    assert_eq!(twice.code(), "report.answer_taken");
    let refused = reports::answer(home, &east, &second.recorded.request, &given, at(7)).await;
    assert_eq!(refused.unwrap_err().code(), "report.not_found");
    assert_eq!(office.audited("report.request").await.len(), 4);
    assert_eq!(office.audited("report.answer").await.len(), 1);
}

#[test]
fn definitions_name_the_stages_and_types_of_cases() {
    use casework::MonitoringType;

    let stages = [
        casework::Stage::Clue,
        casework::Stage::Dispatched,
        casework::Stage::Identifying,
        casework::Stage::Identified,
        casework::Stage::Assisted,
        casework::Stage::Eliminating,
        casework::Stage::Eliminated,
        casework::Stage::Dismissed,
        casework::Stage::Closed,
    ];
    assert_eq!(stages.map(casework::Stage::word), indicator::STAGES);
    let types = [
        MonitoringType::UnstableOutOfPoverty,
        MonitoringType::MarginalVulnerable,
        MonitoringType::SuddenSevereDifficulty,
    ];
    let words = types.map(|it| serde_json::to_value(it).unwrap());
    assert_eq!(words, indicator::TYPES.map(|it| serde_json::json!(it)));
}

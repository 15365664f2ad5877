//! Indicators of an invented county: computed, added up, opened, entered by hand.

use std::collections::BTreeMap;

use app::{
    batches,
    indicators::{
        self, ComputeReport, IndicatorError, NewEvaluation, NewTask, NewValue, OpenOrder, list,
        report, targets, targets_workbook, value_history,
    },
    ledgers,
    staff::Staff,
};
use chrono::NaiveDate;

use crate::support::{
    COUNTY, COUNTY_PACK, OTHER_COUNTY, OTHER_VILLAGE, Office, PREFECTURE, TOWNSHIP, VILLAGE, at,
    office, office_with,
};

/// Two counties with villages.
const TWO_COUNTIES: &str = "\
id,parent_id,level,name,stat_code,pseudo
1,,province,测试省,990000000000,
2,1,prefecture,测试州,990100000000,
3,2,county,测试县,990123000000,
4,3,township,东镇,990123100000,
5,4,village,东一村,990123100201,
8,2,county,邻县,990124000000,
9,8,township,南镇,990124100000,
10,9,village,南一村,990124100201,
";

/// A county with a plan of three lines.
const PLAN: &str = r#"
[[targets]]
id = "x_income_2025"
zh = "脱贫人口人均纯收入"
en = "Net income per head"
indicator = "net_income_out_of_poverty"
unit = "元"
baseline_year = 2020
baseline = "10000"
target = "2025"
value = "20000"
comparator = ">="
nature = "expected"
source = "plan 第二章"

[[targets]]
id = "x_persons_2025"
zh = "脱贫人口"
en = "People lifted out of poverty"
indicator = "out_of_poverty_persons"
unit = "人"
baseline_year = 2020
baseline = "1"
target = "2025"
value = "1"
comparator = "="
nature = "binding"
source = "plan 第二章"

[[targets]]
id = "x_brands"
zh = "劳务品牌"
en = "Labour brands"
series = "x_brands"
unit = "个"
value = "2"
comparator = ">="
source = "plan 第三章"
"#;

/// The columns of the national export that incomes are read from.
const HEADER: &str = "户编号,姓名,证件号码,与户主关系,乡镇,村,户类型,监测对象类别,工资性收入,生产经营性收入,财产性收入,转移性收入,生产经营性支出\n";

/// Household, base type, village, people, wage and net income per head of the household.
const FAMILIES: [(usize, &str, &str, usize, &str); 4] = [
    (0, "脱贫户", "东镇,东一村", 2, "20000"),
    (1, "脱贫户", "东镇,东一村", 1, "9000"),
    (2, "脱贫户", "西镇,西一村", 3, ""),
    (3, "一般农户", "西镇,西一村", 1, ""),
];

fn number(person: usize) -> String {
    let seventeen = format!("99012319700101{:03}", 600 + person);
    kernel::ResidentId::with_check_digit(&seventeen).unwrap().reveal().to_owned()
}

/// Imports a file of October 2023 into a county and gives the batch.
async fn take_into(office: &Office, county: &str, name: &str, text: &str) -> i64 {
    office.take_in(county, "2023-10", (name, text), at(0)).await
}

async fn take_in(office: &Office, name: &str, text: &str) {
    take_into(office, COUNTY, name, text).await;
}

/// A family of one with this wage, as the national export has it.
fn alone(household: usize, place: &str, wage: &str) -> String {
    let id = number(household);
    format!("99012300000{household},甲{household},{id},户主,{place},脱贫户,,{wage},0,0,0,0\n")
}

/// The national export: each member's row repeats the figures of the household.
async fn county() -> Office {
    let office = office().await;
    let mut text = String::from(HEADER);
    for (household, base, place, people, wages) in FAMILIES {
        for member in 0..people {
            let person = household * 10 + member;
            let relation = if member == 0 { "户主" } else { "之子" };
            let rest = if wages.is_empty() { "," } else { "0,0" };
            let more = if wages.is_empty() { ",," } else { ",0,0" };
            text.push_str(&format!(
                "99012300000{household},甲{person},{},{relation},{place},{base},,{wages},{rest}{more}\n",
                number(person)
            ));
        }
    }
    take_in(&office, "监测对象信息.csv", &text).await;
    office
}

async fn computed(office: &Office, staff: &Staff, region: &str, minutes: i64) -> ComputeReport {
    let month = "2023-10".parse().unwrap();
    indicators::compute(&office.home, staff, region, month, at(minutes), &|_: &str| ())
        .await
        .unwrap()
}

async fn value(office: &Office, staff: &Staff, region: &str, indicator: &str) -> Option<String> {
    known(office, staff, region, indicator, None).await
}

async fn known(
    office: &Office,
    staff: &Staff,
    region: &str,
    indicator: &str,
    as_of: Option<&str>,
) -> Option<String> {
    let as_of = as_of.map(|it| it.parse().unwrap());
    let lines = list(&office.home, &staff.scope, region, as_of).await.unwrap();
    lines.into_iter().find(|it| it.indicator == indicator).unwrap().value
}

#[tokio::test]
async fn a_month_is_computed_once_and_added_up() {
    let office = county().await;
    let an = office.staff("an.li", "prefecture_officer", PREFECTURE, "").await;
    let first = computed(&office, &an, PREFECTURE, 1).await;
    assert_eq!(first.counties.len(), 1);
    let county = &first.counties[0];
    assert_eq!((county.households, county.repeated), (4, false));
    assert!(0 < first.written && first.written == county.values + first.from_ledgers);
    // A list that has not arrived: nothing is guessed.
    let water = county.not_computed.iter().find(|it| it.indicator == "drinking_water_share");
    assert_eq!(water.unwrap().missing_tables, ["water_problems"]);

    let of = async |region: &str, indicator: &str| value(&office, &an, region, indicator).await;
    assert_eq!(of(COUNTY, "out_of_poverty_households").await.as_deref(), Some("3"));
    assert_eq!(of(COUNTY, "out_of_poverty_persons").await.as_deref(), Some("6"));
    // 20,000 and 9000 yuan for three people; the third family has no figures.
    assert_eq!(of(COUNTY, "net_income_out_of_poverty").await.as_deref(), Some("9666.666667"));
    assert_eq!(of(VILLAGE, "out_of_poverty_persons").await.as_deref(), Some("3"));
    assert_eq!(of(OTHER_VILLAGE, "out_of_poverty_persons").await.as_deref(), Some("3"));
    // A share of no known part is no number.
    assert_eq!(of(OTHER_VILLAGE, "net_income_out_of_poverty").await, None);
    // The prefecture adds up its counties.
    assert_eq!(of(PREFECTURE, "net_income_out_of_poverty").await.as_deref(), Some("9666.666667"));

    let month = "2023-10".parse().unwrap();
    let low = indicators::compute(&office.home, &an, TOWNSHIP, month, at(2), &|_: &str| ()).await;
    assert_eq!(low.unwrap_err().code(), "indicator.level");

    let again = computed(&office, &an, PREFECTURE, 2).await;
    assert_eq!((again.counties[0].repeated, again.written), (true, 0));
    assert_eq!(office.audited("indicator.compute").await.len(), 1);
}

#[tokio::test]
async fn a_number_opens_down_to_households_within_the_scope() {
    let office = county().await;
    let an = office.staff("an.li", "county_officer", COUNTY, "").await;
    computed(&office, &an, COUNTY, 1).await;
    let order = |region: &'static str| OpenOrder {
        indicator: "net_income_out_of_poverty",
        region,
        month: "2023-10".parse().unwrap(),
        as_of: None,
        after: 0,
        limit: 2,
    };
    let opened = indicators::open(&office.home, &an, &order(COUNTY), at(2)).await.unwrap();
    assert_eq!((opened.households, opened.missing, opened.same_inputs), (3, 1, true));
    assert_eq!((opened.numerator, opened.denominator), (2_900_000, Some(3)));
    assert_eq!((opened.rows.len(), opened.more), (2, true));
    let next = OpenOrder { after: 2, ..order(COUNTY) };
    let rest = indicators::open(&office.home, &an, &next, at(2)).await.unwrap();
    let parts: Vec<Option<i64>> =
        opened.rows.iter().chain(&rest.rows).map(|it| it.numerator).collect();
    assert_eq!(parts, [Some(2_000_000), Some(900_000), None]);
    assert_eq!(opened.rows[0].householder.as_deref(), Some("甲0"));
    let fact = opened.rows[0].facts.iter().find(|it| it.fact == "net_income").unwrap();
    assert_eq!(fact.value.as_deref(), Some("20000元"));
    let towns: Vec<&str> = opened.regions.iter().map(|it| it.name.as_str()).collect();
    assert_eq!(towns, ["东镇", "西镇"]);
    assert_eq!(office.audited("indicator.open").await.len(), 2);

    // A township opens its own; the others do not exist for it.
    let east = office.staff("east.li", "township_officer", TOWNSHIP, "").await;
    let own = indicators::open(&office.home, &east, &order(TOWNSHIP), at(3)).await.unwrap();
    assert_eq!((own.rows.len(), own.missing), (2, 0));
    for region in [COUNTY, OTHER_VILLAGE, OTHER_COUNTY] {
        let refused = indicators::open(&office.home, &east, &order(region), at(3)).await;
        assert!(matches!(refused, Err(IndicatorError::NotFound)), "{region}");
        let refused = list(&office.home, &east.scope, region, None).await;
        assert!(matches!(refused, Err(IndicatorError::NotFound)), "{region}");
    }
    let wrong = OpenOrder { indicator: "no_such", ..order(TOWNSHIP) };
    let refused = indicators::open(&office.home, &east, &wrong, at(3)).await;
    assert!(matches!(refused, Err(IndicatorError::NoIndicator(_))));

    // New data: the number says that it is old until it is computed again.
    take_in(
        &office,
        "在校学生花名册.csv",
        &format!("学生姓名,身份证号,学段\n甲1,{},中职\n", number(1)),
    )
    .await;
    let opened = indicators::open(&office.home, &an, &order(COUNTY), at(4)).await.unwrap();
    assert!(!opened.same_inputs);
    let again = computed(&office, &an, COUNTY, 5).await;
    assert!(!again.counties[0].repeated);
    assert_eq!(again.written, 0, "the same numbers stay as they were stated");
    let opened = indicators::open(&office.home, &an, &order(COUNTY), at(6)).await.unwrap();
    assert!(opened.same_inputs);
}

#[tokio::test]
async fn only_the_county_whose_feed_changed_is_computed_again() {
    let office = office_with(&[("data/regions.csv", TWO_COUNTIES)]).await;
    let name = "监测对象信息.csv";
    let text = format!("{HEADER}{}", alone(1, "东镇,东一村", "10000"));
    take_into(&office, COUNTY, name, &text).await;
    let text = format!("{HEADER}{}", alone(2, "南镇,南一村", "20000"));
    let batch = take_into(&office, OTHER_COUNTY, name, &text).await;
    let an = office.staff("an.li", "prefecture_officer", PREFECTURE, "").await;
    let income = "net_income_out_of_poverty";

    let repeated = |report: &ComputeReport| -> Vec<(String, bool)> {
        report.counties.iter().map(|it| (it.county.clone(), it.repeated)).collect()
    };
    let both = |first: bool, second: bool| {
        vec![("990123000000".to_owned(), first), ("990124000000".to_owned(), second)]
    };
    let done = computed(&office, &an, PREFECTURE, 1).await;
    assert_eq!(repeated(&done), both(false, false));
    assert_eq!(value(&office, &an, PREFECTURE, income).await.as_deref(), Some("15000"));
    let done = computed(&office, &an, PREFECTURE, 2).await;
    assert_eq!((repeated(&done), done.written), (both(true, true), 0));

    // The neighbour's file is taken back and comes again with another wage.
    batches::roll_back(&office.home, &an, batch, at(3)).await.unwrap();
    let text = format!("{HEADER}{}", alone(2, "南镇,南一村", "30000"));
    take_into(&office, OTHER_COUNTY, name, &text).await;
    let done = computed(&office, &an, PREFECTURE, 4).await;
    assert_eq!(repeated(&done), both(true, false));
    assert!(0 < done.written);
    assert_eq!(value(&office, &an, COUNTY, income).await.as_deref(), Some("10000"));
    assert_eq!(value(&office, &an, OTHER_COUNTY, income).await.as_deref(), Some("30000"));
    assert_eq!(value(&office, &an, PREFECTURE, income).await.as_deref(), Some("20000"));
    // What was equal was not written again, and nothing was computed in vain.
    let history = value_history(&office.home, &an.scope, income, COUNTY, "2023-10").await.unwrap();
    assert_eq!(history.len(), 1);
    assert_eq!(office.audited("indicator.compute").await.len(), 3);
}

#[tokio::test]
async fn what_was_shown_in_march_is_shown_again() {
    let office = office().await;
    let name = "监测对象信息.csv";
    let text = format!("{HEADER}{}", alone(1, "东镇,东一村", "10000"));
    let batch = take_into(&office, COUNTY, name, &text).await;
    let an = office.staff("an.li", "county_officer", COUNTY, "").await;
    let income = "net_income_out_of_poverty";
    let shown = async |as_of| known(&office, &an, COUNTY, income, as_of).await;
    computed(&office, &an, COUNTY, 1).await;
    let then = shown(None).await;
    assert_eq!(then.as_deref(), Some("10000"));

    // Two days later the wage turns out to be another.
    let later = 2 * 24 * 60;
    batches::roll_back(&office.home, &an, batch, at(later)).await.unwrap();
    let text = format!("{HEADER}{}", alone(1, "东镇,东一村", "12345.6"));
    take_into(&office, COUNTY, name, &text).await;
    computed(&office, &an, COUNTY, later + 1).await;
    assert_eq!(shown(None).await.as_deref(), Some("12345.6"));
    assert_eq!(shown(Some("2026-03-02")).await, then);
    assert_eq!(shown(Some("2026-03-03")).await, then);
    assert_eq!(shown(Some("2026-03-04")).await.as_deref(), Some("12345.6"));
    assert_eq!(shown(Some("2026-03-01")).await, None, "nothing had been computed yet");

    let opened = async |as_of: Option<&str>| {
        let order = OpenOrder {
            indicator: income,
            region: COUNTY,
            month: "2023-10".parse().unwrap(),
            as_of: as_of.map(|it| it.parse().unwrap()),
            after: 0,
            limit: 10,
        };
        let it = indicators::open(&office.home, &an, &order, at(later + 2)).await.unwrap();
        (it.value.unwrap(), it.same_inputs)
    };
    assert_eq!(opened(None).await, ("12345.6".to_owned(), true));
    // The number of then; and it is said that the rows below are those of now.
    assert_eq!(opened(Some("2026-03-02")).await, ("10000".to_owned(), false));
}

#[tokio::test]
async fn a_number_by_hand_has_its_document_and_its_history() {
    let office = county().await;
    let an = office.staff("an.li", "county_officer", COUNTY, "").await;
    let new = |indicator: &str, value: &str| NewValue {
        indicator: indicator.into(),
        region: COUNTY.into(),
        period: "2023".into(),
        value: value.into(),
        document: "2023年统计公报 第三节".into(),
        note: None,
    };
    let name = "national_rural_growth";
    report(&office.home, &an, &new(name, "7.6"), at(1)).await.unwrap();
    report(&office.home, &an, &new(name, "7.6"), at(2)).await.unwrap();
    let last = report(&office.home, &an, &new(name, "7.7"), at(3)).await.unwrap();
    assert_eq!(last.value.as_deref(), Some("7.7"));
    let history = value_history(&office.home, &an.scope, name, COUNTY, "2023").await.unwrap();
    let told: Vec<_> =
        history.iter().map(|it| (it.value.as_deref(), it.replaced_at.is_some())).collect();
    assert_eq!(told, [(Some("7.7"), false), (Some("7.6"), true)]);
    assert_eq!(office.audited("indicator.report").await.len(), 2);

    let refused = async |new: NewValue| report(&office.home, &an, &new, at(4)).await.unwrap_err();
    assert_eq!(refused(new("no_such", "1")).await.code(), "indicator.none");
    assert_eq!(refused(new(name, "7.6%")).await.code(), "indicator.value");
    let bare = NewValue { document: " ".into(), ..new(name, "1") };
    assert_eq!(refused(bare).await.code(), "indicator.no_document");
    let wrong = NewValue { period: "23年".into(), ..new(name, "1") };
    assert_eq!(refused(wrong).await.code(), "indicator.period");
    let elsewhere = NewValue { region: OTHER_COUNTY.into(), ..new(name, "1") };
    assert_eq!(refused(elsewhere).await.code(), "indicator.not_found");
    // What the system computes is not typed over.
    computed(&office, &an, COUNTY, 5).await;
    let typed = NewValue { period: "202310".into(), ..new("out_of_poverty_persons", "7") };
    assert_eq!(refused(typed).await.code(), "indicator.computed");
}

#[tokio::test]
async fn ledgers_give_their_figures_and_nothing_recorded_is_not_zero() {
    let office = county().await;
    let an = office.staff("an.li", "county_officer", COUNTY, "").await;
    assert_eq!(computed(&office, &an, COUNTY, 1).await.from_ledgers, 0);
    for (year, income, used) in [("2023", "80000000", "6000000"), ("2022", "50000000", "50000000")]
    {
        let texts = [
            ("year", year),
            ("income", income),
            ("proceeds", "16000000"),
            ("used", used),
            ("note", "县财政决算"),
        ];
        let texts = texts.map(|(name, text)| (name.to_owned(), text.to_owned()));
        let values = BTreeMap::from(texts);
        ledgers::add(&office.home, &an, "land_incomes", COUNTY, &values, at(2)).await.unwrap();
    }
    let done = computed(&office, &an, COUNTY, 3).await;
    assert_eq!((done.from_ledgers, done.written), (1, 1));
    // Six of eighty million in 2023; the other year does not count.
    assert_eq!(value(&office, &an, COUNTY, "land_income_used").await.as_deref(), Some("7.5"));
    assert_eq!(computed(&office, &an, COUNTY, 4).await.written, 0);
    assert_eq!(office.audited("indicator.read_ledgers").await.len(), 1);
}

#[tokio::test]
async fn a_region_without_a_plan_has_no_targets_but_the_table_is_there() {
    let office = county().await;
    let an = office.staff("an.li", "county_officer", COUNTY, "").await;
    let month = "2023-10".parse().unwrap();
    let table = targets(&office.home, &an.scope, COUNTY, month, None).await.unwrap();
    assert!(table.targets.is_empty());
    // What concerns the plans in general is shown everywhere.
    assert!(table.oddities.iter().any(|it| it.no == 24));
    assert!(table.lights.contains("默认值"));
    assert!(targets_workbook(&table).unwrap().starts_with(b"PK"));
}

/// The office of the county with a plan, its income computed: 10,000 where 14,811 is due.
async fn planned() -> (Office, Staff) {
    let more =
        [("packs/cn-990123/pack.toml", COUNTY_PACK), ("packs/cn-990123/targets/plan.toml", PLAN)];
    let office = office_with(&more).await;
    let text = format!("{HEADER}{}", alone(1, "东镇,东一村", "10000"));
    take_into(&office, COUNTY, "监测对象信息.csv", &text).await;
    let an = office.staff("an.li", "county_officer", COUNTY, "").await;
    computed(&office, &an, COUNTY, 1).await;
    (office, an)
}

#[tokio::test]
async fn what_is_behind_gets_a_task_with_its_owner_and_day() {
    let (office, an) = planned().await;
    let month = "2023-10".parse().unwrap();
    let shown = async |staff: &Staff, today: &str| {
        let today = today.parse().unwrap();
        let home = &office.home;
        let table =
            indicators::targets_with_tasks(home, staff, COUNTY, month, None, today).await.unwrap();
        table.targets
    };
    let before = shown(&an, "2026-03-02").await;
    let lights: Vec<(&str, &str, bool)> =
        before.iter().map(|it| (it.target.as_str(), it.light.as_str(), it.needs_task)).collect();
    assert_eq!(
        lights,
        [
            ("x_income_2025", "red", true),
            ("x_persons_2025", "green", false),
            ("x_brands", "grey", false)
        ]
    );

    let new = |owner: &str, due: &str| NewTask {
        region: COUNTY.into(),
        month,
        task: None,
        owner_unit: owner.into(),
        owner_post: Some("分管副局长".into()),
        with_units: None,
        due_on: due.parse().unwrap(),
    };
    let open = async |target: &str, new: NewTask| {
        indicators::open_task(&office.home, &an, target, &new, at(2)).await
    };
    let record = open("x_income_2025", new("县人社局", "2026-06-30")).await.unwrap();
    let after = shown(&an, "2026-03-02").await;
    let [task] = after[0].tasks.as_slice() else { panic!("{:?}", after[0].tasks) };
    assert!(!after[0].needs_task);
    assert_eq!((task.record, task.owner_unit.as_str()), (record, "县人社局"));
    assert_eq!(task.owner_post.as_deref(), Some("分管副局长"));
    assert_eq!(task.due_on.map(|it| it.to_string()).as_deref(), Some("2026-06-30"));
    assert!(task.task.contains("还差10000元"), "{}", task.task);
    assert!(!task.overdue && shown(&an, "2026-07-01").await[0].tasks[0].overdue);
    assert!(after[1].tasks.is_empty() && after[2].tasks.is_empty());

    // The ledger is the ledger: its rules and the scope hold.
    let error = open("x_income_2025", new("", "2026-06-30")).await.unwrap_err();
    assert_eq!(error.code(), "ledger.refused");
    let error = open("no_such", new("县人社局", "2026-06-30")).await.unwrap_err();
    assert_eq!(error.code(), "indicator.none");
    let elsewhere = NewTask { region: OTHER_COUNTY.into(), ..new("县人社局", "2026-06-30") };
    let error = open("x_income_2025", elsewhere).await.unwrap_err();
    assert_eq!(error.code(), "indicator.not_found");
    assert_eq!(office.audited("ledger.record").await.len(), 1);

    // Done and confirmed: what is still behind needs another.
    let fills = [("outcome", "办了两期培训"), ("done_on", "2026-03-02")];
    let fills = fills.map(|(name, text)| (name.to_owned(), text.to_owned()));
    for (action, fills) in [("finish", BTreeMap::from(fills)), ("confirm", BTreeMap::new())] {
        let seen = ledgers::show(&office.home, &an, "task_items", record, day("2026-03-02")).await;
        let step = ledgers::StepTaken {
            version: seen.unwrap().version,
            action,
            typed: &fills,
            reason: None,
            on: None,
        };
        ledgers::act(&office.home, &an, "task_items", record, &step, at(3)).await.unwrap();
    }
    let ended = shown(&an, "2026-07-01").await;
    assert!(ended[0].needs_task && ended[0].tasks[0].ended && !ended[0].tasks[0].overdue);
}

#[tokio::test]
async fn a_round_of_evaluation_keeps_the_table_of_its_day() {
    let (office, an) = planned().await;
    let new = NewEvaluation {
        region: COUNTY.into(),
        month: "2023-10".parse().unwrap(),
        as_of: None,
        name: "规划中期评估".into(),
        round: "mid_term".into(),
        way: "own".into(),
        evaluator: "县乡村振兴局".into(),
    };
    let record = indicators::evaluate(&office.home, &an, &new, at(2)).await.unwrap();
    let ledger = "plan_evaluations";
    let today = day("2026-03-02");
    let seen = ledgers::show(&office.home, &an, ledger, record, today).await.unwrap();
    let value = |name: &str| seen.values[name].value.clone().unwrap_or_default();
    let counts = ["all", "reached", "green", "yellow", "red", "grey"];
    let counts = counts.map(|it| value(&format!("targets_{it}")));
    assert_eq!(counts, ["3", "1", "1", "0", "1", "1"]);
    assert_eq!((value("judged_on"), value("known_on")), ("2023-10-31".into(), "2026-03-02".into()));
    let files = ledgers::attachments(&office.home, &an, ledger, record, today).await.unwrap();
    let [file] = files.attachments.as_slice() else { panic!("one table") };
    let id = file.attachment;
    let file = ledgers::attached(&office.home, &an, ledger, record, id, at(3)).await.unwrap();
    assert!(file.content.starts_with(b"PK"));

    let refused = NewEvaluation { round: "sometime".into(), ..new.clone() };
    let error = indicators::evaluate(&office.home, &an, &refused, at(4)).await.unwrap_err();
    assert_eq!(error.code(), "ledger.refused");
    let elsewhere = NewEvaluation { region: OTHER_COUNTY.into(), ..new };
    let error = indicators::evaluate(&office.home, &an, &elsewhere, at(4)).await.unwrap_err();
    assert_eq!(error.code(), "indicator.not_found");
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// x_income_2025 grows from 10,000 in 2020 to 20,000 in 2025. In October 2023, 34 of 60 months are
/// gone, and families have 10,000 yuan.
#[tokio::test]
async fn a_target_tells_its_values_its_path_and_its_arithmetic() {
    let (office, an) = planned().await;
    let (month, today) = ("2023-10".parse().unwrap(), "2023-11-02".parse().unwrap());
    let told = async |target: &str, staff: &Staff| {
        indicators::story(&office.home, staff, target, COUNTY, month, None, today).await
    };
    let income = told("x_income_2025", &an).await.unwrap();
    assert_eq!(
        (income.target.plan.as_str(), income.target.chapter.as_str()),
        ("测试县规划（示例）", "第二章")
    );
    let values: Vec<(&str, &str, bool)> =
        income.values.iter().map(|it| (it.period.as_str(), it.value.as_str(), it.opens)).collect();
    assert_eq!(values, [("2023-10", "10000", true)]);
    let path: Vec<String> =
        income.path.iter().map(|it| format!("{} {}", it.month, it.value)).collect();
    assert_eq!(path.len(), 6);
    assert_eq!((path[0].as_str(), path[5].as_str()), ("2020-12 10000", "2025-12 20000"));
    assert_eq!(income.wanted.as_deref(), Some("20000"));
    let step = |en: &str| income.steps.iter().find(|it| it.en.starts_with(en)).unwrap();
    let missing = step("missing");
    assert_eq!((missing.arithmetic.as_str(), missing.result.as_str()), ("20000 − 10000", "10000"));
    let gone = step("gone");
    assert_eq!(
        (gone.arithmetic.as_str(), gone.result.as_str()),
        ("(10000 − 10000) ÷ (20000 − 10000)", "0%")
    );
    let due = step("due by then");
    assert_eq!(due.arithmetic, "10000 × (20000 ÷ 10000)^(34 ÷ 60)");
    assert!(due.result.starts_with("14810.9"), "{}", due.result);
    assert_eq!(step("of what is due").result, "0%");
    let measure = income.indicator.unwrap();
    assert_eq!(measure.indicator, "net_income_out_of_poverty");

    // What nothing computes is entered by hand, and names its document.
    let brands = told("x_brands", &an).await.unwrap();
    assert!(brands.indicator.is_none() && brands.values.is_empty() && brands.steps.is_empty());
    let new = NewValue {
        indicator: "x_brands".into(),
        region: COUNTY.into(),
        period: "2022".into(),
        value: "1".into(),
        document: "年报".into(),
        note: None,
    };
    report(&office.home, &an, &new, at(2)).await.unwrap();
    let brands = told("x_brands", &an).await.unwrap();
    assert_eq!(brands.values.len(), 1);
    assert_eq!(
        (brands.values[0].document.as_deref(), brands.values[0].opens),
        (Some("年报"), false)
    );
    assert!(brands.path.is_empty(), "the plan states no base");

    let none = told("no_such", &an).await;
    assert!(matches!(none, Err(IndicatorError::NoIndicator(_))));
    let east = office.staff("east.li", "township_officer", TOWNSHIP, "").await;
    assert!(matches!(told("x_income_2025", &east).await, Err(IndicatorError::NotFound)));
}

//! Income accounts of an invented county: filled from lists, completed by the village, compared.

use std::fs;

use app::{
    income::{
        IncomeError, IncomeFilled, IncomeQuery, IncomeValueIn, Period, accounts, analyse,
        analysis_workbook, enter, export_national, fill, import_national, period_of, show,
    },
    screen::screen,
};
use kernel::RegionLevel;
use store::Scope;

use crate::support::{COUNTY, Office, TOWNSHIP, VILLAGE, at, office};

fn number(person: usize) -> String {
    let seventeen = format!("990123{}0101{:03}", 1960 + person, 600 + person);
    kernel::ResidentId::with_check_digit(&seventeen).unwrap().reveal().to_owned()
}

async fn take_in(office: &Office, name: &str, text: &str) {
    office.take_in(COUNTY, "2023-10", (name, text), at(0)).await;
}

/// Three households of two: 0 and 1 out of poverty in the east, 2 monitored in the west. The
/// national system has a total of every component of household 0, and no operating one of 1 and 2.
async fn county() -> Office {
    let office = office().await;
    let mut persons = String::from(
        "户编号,姓名,证件号码,与户主关系,乡镇,村,户类型,监测对象类别,风险是否已消除,识别监测时间,致贫/返贫风险1,\
         工资性收入,生产经营性收入,财产性收入,转移性收入,生产经营性支出,家庭理赔收入,合规自付支出\n",
    );
    for household in 0..3 {
        let (base, monitored, place) = match household {
            2 => ("一般农户", "边缘易致贫户,否,202305,因病", "西镇,西一村"),
            _ => ("脱贫户", ",,,", "东镇,东一村"),
        };
        let income = match household {
            0 => "20000,6000,500,900,1000,0,0",
            _ => "10000,,0,0,,,",
        };
        for (person, relation) in [(household * 2, "户主"), (household * 2 + 1, "配偶")] {
            persons.push_str(&format!(
                "99012300000{household},甲{person},{},{relation},{place},{base},{monitored},{income}\n",
                number(person)
            ));
        }
    }
    take_in(&office, "监测对象信息.csv", &persons).await;
    let dibao = format!(
        "乡镇,村,户主姓名,保障对象姓名,身份证号码,保障类别,月保障金,起始日期\n\
         西镇,西一村,甲4,甲4,{},A类,400,2022-01-01\n",
        number(4)
    );
    take_in(&office, "农村低保备案表.csv", &dibao).await;
    let paid = format!(
        "姓名,身份证号,项目,补助金额,发放日期\n\
         甲0,{},高龄补贴,600,2023-03-20\n\
         甲0,{},高龄补贴,600,2023-10-20\n\
         甲2,{},退耕还林补助,300,2022-12-01\n",
        number(0),
        number(0),
        number(2)
    );
    take_in(&office, "补贴发放名单.csv", &paid).await;
    office
}

fn year(office: &Office) -> Period {
    period_of(&office.home, COUNTY, "2023").unwrap()
}

async fn filled(office: &Office) -> IncomeFilled {
    let county = office.home.region(COUNTY).unwrap().clone();
    fill(&office.home, &county, year(office), None, "an", at(1)).await.unwrap()
}

fn scope(office: &Office, code: &str) -> Scope {
    let region = office.home.region(code).unwrap();
    Scope::region(region.id, region.level)
}

async fn household(office: &Office, no: &str) -> i64 {
    let county = office.home.region(COUNTY).unwrap().id;
    let mut tx = office.home.db.read().await.unwrap();
    tx.household_by_no(county, no).await.unwrap().unwrap().id
}

fn said(line: &str, yuan: &str) -> IncomeValueIn {
    IncomeValueIn {
        line: line.into(),
        yuan: Some(yuan.into()),
        kind: "said".into(),
        source: "户主".into(),
        reason: None,
    }
}

#[tokio::test]
async fn lists_fill_what_they_know_and_the_rest_is_asked_or_covered() {
    let office = county().await;
    let report = filled(&office).await;
    assert_eq!((report.households, report.complete), (3, 1), "{report:?}");
    assert_eq!(report.evidence, "2023-10");
    let annual = report.forms.iter().find(|it| it.form == "annual").unwrap();
    assert_eq!(annual.households, 3);
    let parts = [annual.filled, annual.entered, annual.covered, annual.not_counted, annual.asked];
    assert_eq!(parts.iter().sum::<i64>(), annual.fields, "every field is accounted for");
    let dibao = annual.lines.iter().find(|it| it.line == "dibao_money").unwrap();
    assert_eq!((dibao.filled, dibao.above_zero, dibao.asked), (3, 1, 0));
    let crops = annual.lines.iter().find(|it| it.line == "crops").unwrap();
    assert_eq!((crops.filled, crops.covered, crops.asked), (0, 1, 2));
    assert!(report.forms.iter().all(|it| it.form != "quarterly"), "not collected by quarter");

    // The same question again changes nothing.
    assert!(filled(&office).await.repeated);
    assert_eq!(office.audited("income.fill").await.len(), 1);
}

#[tokio::test]
async fn a_sharp_fall_is_a_fact_that_screening_reads() {
    let office = county().await;
    let home = &office.home;
    let region = home.region(COUNTY).unwrap().clone();
    let screened = async |minutes| {
        let month = "2023-10".parse().unwrap();
        let done = screen(home, &region, month, "an", at(minutes), &|_| {}).await.unwrap();
        done.counties.into_iter().next().unwrap()
    };
    let first = screened(5).await;
    assert!(first.not_judged.iter().any(|it| it.rule == "R612"), "nothing to compare with");

    // One account is complete; the year before it was half as much again.
    filled(&office).await;
    let complete = household(&office, "990123000000").await;
    let mut tx = home.db.write().await.unwrap();
    let now = tx.income_account(complete, "2023-09", 12).await.unwrap().unwrap();
    let head = now.net_per_capita.unwrap();
    let before = store::IncomeAccount {
        period: "2022-09".into(),
        net_per_capita: Some(head * 3 / 2),
        ..now.clone()
    };
    tx.upsert_income_accounts(&[before]).await.unwrap();
    tx.commit().await.unwrap();
    let seen = async || show(home, &scope(&office, COUNTY), complete, year(&office)).await.unwrap();
    let view = seen().await;
    assert!(view.outdated, "the list still says there is nothing to compare with");
    assert_eq!(view.last_net_per_capita, Some(head * 3 / 2));
    let month = Some("2023-10".parse().unwrap());
    fill(home, &region, year(&office), month, "an", at(6)).await.unwrap();
    assert!(!seen().await.outdated);

    let second = screened(10).await;
    assert!(!second.not_judged.iter().any(|it| it.rule == "R612"));
    let fell = second.rules.iter().find(|it| it.rule == "R612").unwrap();
    assert_eq!((fell.rows, fell.findings), (1, 1), "{fell:?}");
    assert_eq!(office.audited("lake.take_in").await.len(), 1);
    // What the screening took of the accounts changes none of them.
    let again = fill(home, &region, year(&office), month, "an", at(11)).await.unwrap();
    assert!(again.repeated);
}

#[tokio::test]
async fn an_account_shows_where_every_value_comes_from() {
    let office = county().await;
    filled(&office).await;
    let monitored = household(&office, "990123000002").await;
    let all = scope(&office, COUNTY);
    let view = show(&office.home, &all, monitored, year(&office)).await.unwrap();
    let dibao = view.lines.iter().find(|it| it.line == "dibao_money").unwrap();
    // 400 yuan in each of the twelve months of the income year.
    assert_eq!((dibao.fen, dibao.from.as_deref()), (Some(480_000), Some("feed")));
    assert_eq!((dibao.rows.len(), dibao.rows[0].row), (1, 2));
    assert!(dibao.rows[0].file.ends_with("农村低保备案表.csv"));
    assert_eq!(view.net, None, "operating income is unknown");
    assert!(view.lines.iter().any(|it| it.line == "crops" && it.asked));
    assert!(view.lines.iter().all(|it| it.counts || !it.asked), "what does not count is not asked");

    let first = household(&office, "990123000000").await;
    let view = show(&office.home, &all, first, year(&office)).await.unwrap();
    let old_age = view.lines.iter().find(|it| it.line == "old_age").unwrap();
    // The payment of October lies behind the income year.
    assert_eq!((old_age.fen, old_age.payments.len()), (Some(60_000), 1));
    assert_eq!(view.net, Some(2_640_000), "600 of the 900 of transfers are known");
    assert_eq!(view.net_per_capita, Some(1_320_000));
    assert!(view.explanation.unwrap().steps.iter().any(|it| it.name == "net"));

    let west = scope(&office, "990123101");
    let hidden = show(&office.home, &west, first, year(&office)).await;
    assert!(matches!(hidden, Err(IncomeError::NotFound)));
}

#[tokio::test]
async fn the_village_adds_what_nobody_knows_and_corrects_with_a_reason() {
    let office = county().await;
    filled(&office).await;
    let id = household(&office, "990123000001").await;
    let village = office.staff("cun", "village_worker", VILLAGE, "").await;
    let period = year(&office);
    let home = &office.home;
    let asked = [
        said("operating", "8000"),
        said("operating_expense", "3000"),
        said("claims", "0"),
        said("out_of_pocket", "0"),
    ];
    let entered = enter(home, &village, id, period, &asked, at(2)).await.unwrap();
    assert_eq!(entered.entered, 4);
    // 10,000 + 8,000 + 0 + 300 from the list of returned farmland - 3,000.
    assert_eq!((entered.net, entered.net_per_capita), (Some(1_530_000), Some(765_000)));

    // The same again is no entry; another value of what is known needs a reason.
    assert_eq!(enter(home, &village, id, period, &asked, at(3)).await.unwrap().entered, 0);
    let other = said("returned_farmland", "500");
    let refused = enter(home, &village, id, period, std::slice::from_ref(&other), at(3)).await;
    assert!(matches!(refused, Err(IncomeError::ReasonNeeded(..))), "{refused:?}");
    let other = IncomeValueIn { reason: Some("名单漏了一笔".into()), ..other };
    enter(home, &village, id, period, &[other], at(4)).await.unwrap();
    let view = show(home, &village.scope, id, period).await.unwrap();
    let line = view.lines.iter().find(|it| it.line == "returned_farmland").unwrap();
    assert_eq!((line.fen, line.feed), (Some(50_000), Some(30_000)), "both are kept");
    assert_eq!(line.entries[0].reason.as_deref(), Some("名单漏了一笔"));
    assert_eq!(line.entries[0].by, "甲cun");
    assert_eq!(view.net, Some(1_550_000));

    // Taken back, the list's value counts again.
    let back =
        IncomeValueIn {
            yuan: None, reason: Some("记错".into()), ..said("returned_farmland", "")
        };
    enter(home, &village, id, period, &[back], at(5)).await.unwrap();
    let view = show(home, &village.scope, id, period).await.unwrap();
    assert_eq!(view.net, Some(1_530_000));

    // What was entered stays when the county fills again.
    let report = filled(&office).await;
    assert_eq!((report.repeated, report.complete), (false, 2));
    assert_eq!(office.audited("income.enter").await.len(), 3);

    let wrong = enter(home, &village, id, period, &[said("crops", "-5")], at(6)).await;
    assert!(matches!(wrong, Err(IncomeError::Value { .. })));
    let wrong = enter(home, &village, id, period, &[said("crop", "5")], at(6)).await;
    assert!(matches!(wrong, Err(IncomeError::NoSuchLine(_))));
    let quarter = period_of(home, COUNTY, "2023Q3").unwrap();
    let wrong = enter(home, &village, id, quarter, &[said("crops", "5")], at(6)).await;
    assert!(matches!(wrong, Err(IncomeError::NotQuarterly)));
}

/// Village and county at the same time: whoever comes first, what was entered counts.
#[tokio::test]
async fn what_is_entered_while_the_county_fills_is_not_lost() {
    let office = county().await;
    filled(&office).await;
    let id = household(&office, "990123000001").await;
    let village = office.staff("cun", "village_worker", VILLAGE, "").await;
    let (home, period) = (&office.home, year(&office));
    let others =
        [said("operating_expense", "3000"), said("claims", "0"), said("out_of_pocket", "0")];
    enter(home, &village, id, period, &others, at(1)).await.unwrap();
    for round in 1..=12 {
        let yuan = format!("{}", 8_000 + round);
        let value = IncomeValueIn { reason: Some("改正".into()), ..said("operating", &yuan) };
        let entering = enter(home, &village, id, period, std::slice::from_ref(&value), at(2));
        let (_, entered) = tokio::join!(filled(&office), entering);
        assert_eq!(entered.unwrap().entered, 1);
        let mut tx = home.db.read().await.unwrap();
        let stored = tx.income_account(id, "2023-09", 12).await.unwrap().unwrap();
        // 10,000 + 8,000 and a yuan more each time + 300 - 3,000.
        assert_eq!(stored.net, Some(1_530_000 + round * 100), "round {round}");
    }
}

#[tokio::test]
async fn lists_follow_the_scope_and_the_analysis_counts_what_is_known() {
    let office = county().await;
    filled(&office).await;
    let period = year(&office);
    let query = IncomeQuery { limit: 50, ..IncomeQuery::default() };
    let all = accounts(&office.home, &scope(&office, COUNTY), period, &query).await.unwrap();
    let east = accounts(&office.home, &scope(&office, TOWNSHIP), period, &query).await.unwrap();
    assert_eq!((all.len(), east.len()), (3, 2));
    let open = IncomeQuery { open: true, ..query.clone() };
    let open = accounts(&office.home, &scope(&office, COUNTY), period, &open).await.unwrap();
    assert_eq!(open.len(), 2);
    assert!(open.iter().all(|it| it.unanswered.contains(&"crops".to_owned())));
    let low = IncomeQuery { below: Some(1_320_000), ..query.clone() };
    let low = accounts(&office.home, &scope(&office, COUNTY), period, &low).await.unwrap();
    assert_eq!(low.len(), 0, "exactly on the bound is not below it");

    let found = analyse(&office.home, &scope(&office, COUNTY), period).await.unwrap();
    assert_eq!((found.households, found.complete, found.persons), (3, 1, 2));
    assert_eq!(found.bands.iter().map(|it| it.households).sum::<i64>(), 1);
    let net = found.components.iter().find(|it| it.part == "net").unwrap();
    assert_eq!(net.per_head, 1_320_000);
    assert_eq!(found.regions.len(), 2);
    let monitored = found.groups.iter().filter(|it| it.kind == "monitored");
    assert_eq!(monitored.map(|it| it.households).sum::<i64>(), 3);
    // One household is few enough to be recognised: the workbook leaves it out.
    assert_eq!(found.small_count, 5);
    assert!(!analysis_workbook(&found).unwrap().is_empty());
    let department = Scope { department: Some("民政局".into()), ..scope(&office, COUNTY) };
    assert!(analyse(&office.home, &department, period).await.is_err());
    assert_eq!(found.region.len(), 12);
    assert_eq!(office.home.region(COUNTY).unwrap().level, RegionLevel::County);
}

#[tokio::test]
async fn a_collection_is_read_without_overwriting_and_handed_back_in_its_own_columns() {
    let office = county().await;
    filled(&office).await;
    let period = year(&office);
    let county = office.home.region(COUNTY).unwrap().clone();
    let mut text = String::from(
        "乡镇,村,户编号,姓名,证件号码,与户主关系,人均纯收入（元）,工资性收入,生产经营性收入,生产经营性支出,家庭理赔收入,合规自付支出\n",
    );
    for (no, person, wage, operating) in [
        ("990123000000", 0, "20000", "7000"),
        ("990123000000", 1, "20000", "7000"),
        ("990123000001", 2, "10000", "8000"),
        ("990123000001", 3, "10000", "9999"),
        ("990123000009", 5, "1", "1"),
    ] {
        text.push_str(&format!(
            "东镇,东一村,{no},甲{person},{},户主,1,{wage},{operating},1000,0,0\n",
            number(person)
        ));
    }
    let file = office.folder.path().join("年度采集.csv");
    fs::write(&file, &text).unwrap();
    let (_, it) = import_national(&office.home, &county, period, &file, "an", at(2)).await.unwrap();
    assert_eq!((it.rows, it.repeated, it.households, it.no_data), (5, 1, 2, 0));
    // Operating income of household 0 is 6000 here: told, not overwritten.
    assert_eq!(it.differences.len(), 1, "{:?}", it.differences);
    assert_eq!((it.differences[0].in_file, it.differences[0].here), (700_000, 600_000));
    // Household 1 had no operating income nor expense, claims and spending.
    assert_eq!(it.entered, 4);
    assert_eq!(it.refused.len(), 2, "{:?}", it.refused);
    assert_eq!((it.refused[0].row, it.refused[1].row), (5, 6));
    let (_, again) =
        import_national(&office.home, &county, period, &file, "an", at(3)).await.unwrap();
    assert_eq!((again.entered, again.differences.len()), (0, 1));

    let out = office.folder.path().join("交回.xlsx");
    let it = export_national(&office.home, &county, period, &file, &out, "an", at(4));
    let it = it.await.unwrap();
    assert_eq!((it.rows, it.written, it.left), (5, 4, 1));
    let book = intake::open(&out).unwrap();
    let head = book.head(0).unwrap();
    let cells: Vec<&str> = head[0].cells.iter().collect();
    assert_eq!(cells[..3], ["乡镇", "村", "户编号"], "the columns stay in their order");
    assert_eq!(head[1].cells.get(8), "6000", "what counts here is handed back");
    assert_eq!(head[1].cells.get(6), "13200");
    assert_eq!(head[5].cells.get(6), "1", "whom we do not know stays as it was");
}

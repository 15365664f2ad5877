//! 一户一档 on paper.

use app::dossier::Dossier;
use pages::{Table, paper as sheets, paper::Sheet};

use super::living;

pub(crate) fn whole_dossier(sheet: Sheet, it: &Dossier) -> String {
    let register = "登记簿";
    let row = |label: &str, value: String, source: &str| sheets::DossierRow {
        label: label.to_owned(),
        value,
        source: source.to_owned(),
        as_of: None,
    };
    let table = |caption: &str, header: &[&str], rows: Vec<Vec<String>>, source: &str| {
        let header = header.iter().map(|it| (*it).to_owned()).collect();
        sheets::DossierTable {
            caption: caption.to_owned(),
            table: Table { header, rows },
            source: source.to_owned(),
            as_of: it.as_of,
        }
    };
    let section = |heading: &str, tables: Vec<sheets::DossierTable>| sheets::DossierSection {
        heading: heading.to_owned(),
        rows: Vec::new(),
        tables,
    };
    let sex = |it: &str| if it == "male" { "男" } else { "女" }.to_owned();
    let household = &it.household;
    let head = household.members.iter().find(|it| it.is_head);
    let members = household.members.iter().map(|it| {
        let departed = it.departed.clone().unwrap_or_default();
        vec![it.name.clone(), sex(&it.sex), it.birth.to_string(), it.id_number.clone(), departed]
    });
    let members = table(
        "家庭成员",
        &["姓名", "性别", "出生日期", "证件号码", "备注"],
        members.collect(),
        register,
    );
    let mut sections = vec![sheets::DossierSection {
        heading: "基本情况".to_owned(),
        rows: vec![
            row("户编号", household.household_no.clone(), register),
            row("住址", household.village.clone(), register),
            row("家庭人口", living(it).count().to_string(), register),
        ],
        tables: vec![members],
    }];
    for group in &it.findings {
        let rows = group.facts.iter().flat_map(|fact| {
            fact.rows.iter().map(|row| {
                vec![
                    fact.zh.clone(),
                    row.person.clone().unwrap_or_default(),
                    row.value_zh.clone(),
                    format!("{} 第{}行", row.file, row.row),
                ]
            })
        });
        let header = ["内容", "人员", "值", "来源文件"];
        sections.push(section(
            &format!("比对结果·{}", group.department),
            vec![table("", &header, rows.collect(), &group.department)],
        ));
    }
    let clues = it.clues.iter().map(|it| {
        vec![it.month.clone(), it.clue.clone(), it.class_zh.clone(), it.reasons.join("；")]
    });
    sections.push(section(
        "风险线索",
        vec![table("", &["月份", "编号", "类别", "为什么"], clues.collect(), "筛查")],
    ));
    let visits =
        it.visits.iter().map(|it| vec![it.on.to_string(), it.kind_zh.clone(), it.summary.clone()]);
    sections.push(section(
        "走访",
        vec![table("", &["日期", "类型", "情况"], visits.collect(), "走访记录")],
    ));
    let measures = it.measures.iter().map(|it| {
        let delivered: Vec<String> =
            it.delivered.iter().map(|it| format!("{} {}", it.on, it.what)).collect();
        vec![it.answers_zh.clone(), it.what.clone(), delivered.join("；")]
    });
    let header = ["针对的风险", "措施", "落实情况"];
    sections.push(section("帮扶措施", vec![table("", &header, measures.collect(), "帮扶记录")]));
    let changes = it.changes.iter().map(|it| vec![it.on.to_string(), it.zh.clone()]);
    sections.push(section(
        "家庭变化",
        vec![table("", &["日期", "变化"], changes.collect(), "办理记录")],
    ));
    sections
        .retain(|it| !it.rows.is_empty() || it.tables.iter().any(|it| !it.table.rows.is_empty()));
    sheets::HouseholdDossier {
        sheet,
        householder: head.map(|it| it.name.clone()).unwrap_or_default(),
        sections,
    }
    .render()
}

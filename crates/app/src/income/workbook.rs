//! Accounts and their analysis as workbooks.

use ::income::shown_counts;
use kernel::Fen;

use super::{
    analysis::{GroupView, IncomeAnalysis},
    list::IncomeLine,
};
use crate::workbook;

fn yuan(fen: Option<i64>) -> String {
    fen.map_or_else(String::new, |it| Fen(it).to_string())
}

fn percent(basis_points: Option<i64>) -> String {
    let shown = |it: i64| {
        let sign = if it < 0 { "-" } else { "" };
        format!("{sign}{}.{:02}%", it.abs() / 100, it.abs() % 100)
    };
    basis_points.map_or_else(String::new, shown)
}

/// What a part of net income is called.
fn part_zh(part: &str) -> &'static str {
    match part {
        "wage" => "工资性",
        "operating" => "生产经营性（减支出）",
        "property" => "财产性",
        "transfer" => "转移性",
        _ => "纯收入",
    }
}

/// Each household of a list in a row, for the office's own use: it names families.
///
/// # Errors
/// When the workbook cannot be made.
pub fn accounts_workbook(title: &str, lines: &[IncomeLine]) -> anyhow::Result<Vec<u8>> {
    let rows: Vec<Vec<String>> = lines
        .iter()
        .map(|it| {
            vec![
                it.village.clone(),
                it.household_no.clone(),
                it.householder.clone(),
                it.members.map_or_else(String::new, |it| it.to_string()),
                if it.out_of_poverty { "脱贫户" } else { "一般农户" }.to_owned(),
                if it.monitored { "是" } else { "否" }.to_owned(),
                yuan(it.wage),
                yuan(it.operating),
                yuan(it.property),
                yuan(it.transfer),
                yuan(it.operating_expense),
                yuan(it.net),
                yuan(it.net_per_capita),
                yuan(it.reference_per_capita),
                yuan(it.last_net_per_capita),
                it.unanswered.len().to_string(),
            ]
        })
        .collect();
    workbook::sheets(
        title,
        &[(
            "收入台账",
            &[
                ("村", 24.0),
                ("户编号", 16.0),
                ("户主", 10.0),
                ("人口", 8.0),
                ("户类型", 10.0),
                ("监测对象", 10.0),
                ("工资性收入", 12.0),
                ("生产经营性收入", 14.0),
                ("财产性收入", 12.0),
                ("转移性收入", 12.0),
                ("生产经营性支出", 14.0),
                ("家庭纯收入", 12.0),
                ("人均纯收入（元）", 14.0),
                ("人均收入参考范围", 16.0),
                ("上年人均纯收入", 14.0),
                ("未填项数", 10.0),
            ],
            &rows,
        )],
    )
}

/// The analysis with small counts left out, so that it may leave the office.
///
/// # Errors
/// When the workbook cannot be made.
pub fn analysis_workbook(it: &IncomeAnalysis) -> anyhow::Result<Vec<u8>> {
    let hidden = format!("少于{}户或可推算，不列", it.small_count);
    let count = |it: Option<i64>| it.map_or_else(|| hidden.clone(), |it| it.to_string());
    let households: Vec<i64> = it.bands.iter().map(|it| it.households).collect();
    let shown = shown_counts(&households, it.small_count);
    let bands: Vec<Vec<String>> = it
        .bands
        .iter()
        .zip(&shown)
        .map(|(band, shown)| {
            let range = match (band.from, band.below) {
                (None, Some(below)) => format!("{}元以下", Fen(below)),
                (Some(from), Some(below)) => format!("{}元至{}元（不含）", Fen(from), Fen(below)),
                (Some(from), None) => format!("{}元以上（含）", Fen(from)),
                (None, None) => "全部".to_owned(),
            };
            let line = if band.below_is_line { "上界是当年监测线" } else { "" };
            let persons = shown.map(|_| band.persons);
            vec![range, count(*shown), count(persons), line.to_owned()]
        })
        .collect();
    let components: Vec<Vec<String>> = it
        .components
        .iter()
        .map(|it| {
            vec![
                part_zh(&it.part).to_owned(),
                yuan(Some(it.per_head)),
                percent(it.share),
                yuan(it.last_per_head),
                percent(it.growth),
            ]
        })
        .collect();
    let path: Vec<Vec<String>> = it
        .path
        .iter()
        .map(|it| {
            let follows = match it.follows {
                Some(false) => "从印出的基数算不出文件写的增速，照录",
                _ => "",
            };
            vec![
                part_zh(&it.part).to_owned(),
                format!("{}年 {}", it.plan.base_year, Fen(it.plan.base)),
                format!("{}年 {}", it.plan.year, Fen(it.plan.value)),
                percent(it.plan.stated),
                percent(it.plan.computed),
                follows.to_owned(),
                yuan(Some(it.reached)),
                yuan(Some(it.difference)),
                it.basis.clone(),
            ]
        })
        .collect();
    let groups = |groups: &[GroupView]| -> Vec<Vec<String>> {
        let counts: Vec<i64> = groups.iter().map(|it| it.complete).collect();
        // Regions add up to the whole; a group is counted against the rest of its kind.
        let mut shown = vec![None; groups.len()];
        let mut kinds: Vec<&str> = groups.iter().map(|it| it.kind.as_str()).collect();
        kinds.dedup();
        for kind in kinds {
            let at: Vec<usize> = (0..groups.len()).filter(|at| groups[*at].kind == kind).collect();
            let of: Vec<i64> = at.iter().map(|at| counts[*at]).collect();
            for (at, it) in at.into_iter().zip(shown_counts(&of, it.small_count)) {
                shown[at] = it;
            }
        }
        let row = |(group, shown): (&GroupView, &Option<i64>)| {
            let mut row = vec![group.zh.clone(), count(*shown)];
            let figures =
                [group.per_head, group.wage, group.operating, group.property, group.transfer];
            row.push(count(shown.map(|_| group.persons)));
            row.extend(figures.map(|it| yuan(it.filter(|_| shown.is_some()))));
            row.push(percent(group.growth.filter(|_| shown.is_some())));
            row
        };
        groups.iter().zip(&shown).map(row).collect()
    };
    let columns: &[(&str, f64)] = &[
        ("名称", 26.0),
        ("户数（收入已知）", 22.0),
        ("人数", 22.0),
        ("人均纯收入", 14.0),
        ("工资性", 12.0),
        ("生产经营性（减支出）", 18.0),
        ("财产性", 12.0),
        ("转移性", 12.0),
        ("比上年增长", 12.0),
    ];
    let title = format!(
        "收入分析 {} {}（户{}，收入已知{}）",
        it.name, it.period, it.households, it.complete
    );
    workbook::sheets(
        &title,
        &[
            (
                "分段",
                &[("人均纯收入", 30.0), ("户数", 22.0), ("人数", 22.0), ("说明", 20.0)],
                &bands,
            ),
            (
                "构成",
                &[
                    ("项目", 22.0),
                    ("人均（元）", 14.0),
                    ("占纯收入", 12.0),
                    ("上年人均（元）", 14.0),
                    ("比上年增长", 12.0),
                ],
                &components,
            ),
            (
                "规划路径",
                &[
                    ("项目", 22.0),
                    ("基期（元）", 18.0),
                    ("规划（元）", 18.0),
                    ("文件写的年均增速", 16.0),
                    ("按基期算的年均增速", 18.0),
                    ("说明", 34.0),
                    ("实际（元）", 14.0),
                    ("相差（元）", 14.0),
                    ("依据", 40.0),
                ],
                &path,
            ),
            ("下级地区", columns, &groups(&it.regions)),
            ("人群和地区名单", columns, &groups(&it.groups)),
        ],
    )
}

//! The result of a closed round as a workbook, to be sent to whoever asked for the assessment.
//!
//! Counts of households that are small are left out: the file leaves the office.

use chrono::{DateTime, Utc};
use kernel::china_day;

use super::{
    error::AssessmentError,
    rights::known,
    show::{RoundView, is_closed, show},
    table::ItemView,
};
use crate::{
    home::Home,
    small_counts,
    staff::Staff,
    workbook::{SheetOf, sheets},
};

/// The workbook of a closed round, with its name. Reading it is noted in the audit.
///
/// # Errors
/// [`AssessmentError::NotClosed`] before, [`AssessmentError::NotFound`] outside the scope.
pub async fn round_workbook(
    home: &Home,
    staff: &Staff,
    id: &str,
    now: DateTime<Utc>,
) -> Result<(String, Vec<u8>), AssessmentError> {
    let view = show(home, staff, id, now).await?;
    if !is_closed(&view) {
        return Err(AssessmentError::NotClosed);
    }
    let mut tx = home.db.write().await?;
    let it = known(home, &mut tx, &staff.scope, id).await?;
    let code = it.region.leading_digits();
    let small = small_counts::fewest(&home.packs(), code, china_day(now));
    let detail = serde_json::json!({ "region": view.line.region, "year": view.line.year });
    tx.append_audit(now, &staff.actor(), "assessment.export", id, &detail).await?;
    tx.commit().await?;
    let name = format!("考核评估-{}-{}", view.line.object, view.line.year);
    Ok((name, book(&view, small)?))
}

fn book(view: &RoundView, small: i64) -> anyhow::Result<Vec<u8>> {
    let line = &view.line;
    let table = &view.table;
    let text = |it: &Option<String>| it.clone().unwrap_or_default();
    let title = format!(
        "{}年{} {}：{}（{}分）",
        line.year,
        line.zh,
        line.object,
        text(&line.grade_zh),
        text(&line.total)
    );
    let part_columns = [
        ("工作", 44.0),
        ("权重", 8.0),
        ("得分", 10.0),
        ("满分", 10.0),
        ("百分制", 10.0),
        ("权重的依据", 40.0),
    ];
    let parts: Vec<Vec<String>> = table
        .parts
        .iter()
        .map(|it| {
            let score = text(&it.score);
            let basis = format!("{} {}", it.basis, text(&it.note));
            vec![it.zh.clone(), it.weight.clone(), it.points.clone(), it.of.clone(), score, basis]
        })
        .chain([vec![
            "总分".to_owned(),
            String::new(),
            String::new(),
            String::new(),
            text(&table.total),
            table.arithmetic.clone(),
        ]])
        .collect();
    let item_columns = [
        ("工作", 24.0),
        ("内容", 12.0),
        ("考核项", 36.0),
        ("满分", 8.0),
        ("得分", 8.0),
        ("数", 12.0),
        ("期间", 10.0),
        ("分子/分母", 14.0),
        ("怎样折分", 40.0),
        ("数的来源", 44.0),
        ("理由", 36.0),
    ];
    let items: Vec<Vec<String>> = table
        .parts
        .iter()
        .flat_map(|part| part.items.iter().map(|it| cells(&part.zh, it, small)))
        .collect();
    let after_columns = [
        ("结果运用、问题", 44.0),
        ("任务", 44.0),
        ("责任单位", 20.0),
        ("时限", 12.0),
        ("状态", 10.0),
    ];
    let consequences = table.consequences.iter().map(|it| {
        let due = it.due_on.map(|it| it.to_string()).unwrap_or_default();
        vec![it.zh.clone(), String::new(), String::new(), due, it.basis.clone()]
    });
    let findings = view.findings.iter().map(|it| {
        let due = it.due_on.map(|it| it.to_string()).unwrap_or_default();
        vec![it.problem.clone(), text(&it.title), text(&it.owner_unit), due, text(&it.state)]
    });
    let after: Vec<Vec<String>> = consequences.chain(findings).collect();
    let all: [SheetOf<'_>; 3] = [
        ("结果", &part_columns, &parts),
        ("各项", &item_columns, &items),
        ("结果运用和整改", &after_columns, &after),
    ];
    sheets(&title, &all)
}

fn cells(part: &str, it: &ItemView, small: i64) -> Vec<String> {
    let text = |it: &Option<String>| it.clone().unwrap_or_default();
    // Points lie on a straight line over the number: they would tell it.
    let hidden = is_small(it, small).then(|| format!("少于{small}户，不列"));
    let score = match (&hidden, it.not_applicable) {
        (_, true) => "不涉及".to_owned(),
        (Some(hidden), _) => hidden.clone(),
        (None, _) => text(&it.score),
    };
    let head = vec![part.to_owned(), text(&it.aspect_zh), it.zh.clone(), it.points.clone(), score];
    let rest = match &it.evidence {
        None => vec![String::new(); 5],
        Some(of) => {
            let source = format!("{} {}", of.name, of.formula);
            let counts = match (of.numerator, of.denominator) {
                (Some(above), Some(below)) => format!("{above}/{below}"),
                _ => String::new(),
            };
            match hidden {
                Some(hidden) => {
                    vec![hidden.clone(), text(&of.period), hidden, String::new(), source]
                }
                None => {
                    let value = format!("{}{}", text(&of.value), of.unit);
                    vec![value, text(&of.period), counts, text(&of.arithmetic), source]
                }
            }
        }
    };
    head.into_iter().chain(rest).chain([text(&it.reason)]).collect()
}

/// Households or people that could be told apart: few on either side of the line.
fn is_small(it: &ItemView, small: i64) -> bool {
    let Some(of) = &it.evidence else { return false };
    let (Some(above), Some(below)) = (of.numerator, of.denominator) else { return false };
    let few = |it: i64| 0 < it && it < small;
    few(above) || few(below - above) || few(below)
}

//! The table of targets as a workbook.

use super::target_views::{TargetTable, TargetView};
use crate::{
    task_items::TaskItem,
    workbook::{SheetOf, sheets},
};

/// The targets with progress and lights, the oddities, and the conflicts of the history.
///
/// # Errors
/// When the workbook cannot be made.
pub fn targets_workbook(table: &TargetTable) -> anyhow::Result<Vec<u8>> {
    let known = table.as_of.map(|it| format!("，按{it}当日的数")).unwrap_or_default();
    let title = format!("{} 规划目标进度（截至{}{known}）", table.region_name, table.month);
    let columns = [
        ("序号", 6.0),
        ("指标", 40.0),
        ("单位", 8.0),
        ("性质", 8.0),
        ("基期年", 8.0),
        ("基期值", 12.0),
        ("目标年", 12.0),
        ("目标", 18.0),
        ("语气", 8.0),
        ("怎样判断", 30.0),
        ("现值", 12.0),
        ("期间", 12.0),
        ("数的来源", 30.0),
        ("差距", 10.0),
        ("完成%", 10.0),
        ("应到", 10.0),
        ("预测", 12.0),
        ("预测方法和依据的点", 40.0),
        ("灯", 8.0),
        ("说明", 36.0),
        ("任务：责任单位、完成时限", 36.0),
        ("原文蹊跷处", 12.0),
        ("出处", 60.0),
    ];
    let rows: Vec<Vec<String>> = table.targets.iter().map(cells).collect();
    let odd: Vec<Vec<String>> = table
        .oddities
        .iter()
        .map(|it| vec![it.no.to_string(), it.zh.clone(), it.place.clone()])
        .collect();
    let conflicts: Vec<Vec<String>> = table
        .conflicts
        .iter()
        .map(|it| {
            let (stated, added) = (it.stated.clone(), it.added.clone());
            vec![it.zh.clone(), it.years.clone(), stated, added, it.source.clone()]
        })
        .collect();
    let odd_columns =
        [("编号", 8.0), ("原文里的矛盾和蹊跷处（照列，不改数）", 90.0), ("在哪里", 30.0)];
    let conflict_columns =
        [("内容", 40.0), ("年份", 14.0), ("文中写的", 14.0), ("各年相加", 14.0), ("出处", 60.0)];
    let all: [SheetOf<'_>; 3] = [
        ("目标", &columns, &rows),
        ("蹊跷处", &odd_columns, &odd),
        ("历史里的矛盾", &conflict_columns, &conflicts),
    ];
    sheets(&format!("{title} {}", table.lights), &all)
}

fn cells(it: &TargetView) -> Vec<String> {
    let text = |it: &Option<String>| it.clone().unwrap_or_default();
    let how = match (it.how.as_deref(), &it.document) {
        (Some("reported"), Some(document)) => document.clone(),
        (Some("ledger"), _) => "台账".to_owned(),
        (Some("computed"), _) => match &it.counties {
            Some(counties) => format!("系统计算（{counties}个县）"),
            None => "系统计算".to_owned(),
        },
        _ => String::new(),
    };
    let forecast = it.forecast.as_ref();
    let light = match it.light.as_str() {
        "green" => "绿灯",
        "yellow" => "黄灯",
        "red" => "红灯",
        _ => "",
    };
    let nature = match it.nature.as_str() {
        "binding" => "约束性",
        "expected" => "预期性",
        _ => "",
    };
    let tasks: Vec<String> = it.tasks.iter().map(task).collect();
    let wanted = format!(
        "{}{}",
        text(&it.comparator).replace(">=", "≥").replace("<=", "≤"),
        text(&it.wanted)
    );
    vec![
        text(&it.item),
        it.zh.clone(),
        it.unit.clone(),
        nature.to_owned(),
        it.baseline_year.map(|it| it.to_string()).unwrap_or_default(),
        text(&it.baseline),
        it.due.clone(),
        wanted,
        text(&it.firmness),
        text(&it.test_zh),
        text(&it.value),
        text(&it.period),
        how,
        text(&it.gap),
        text(&it.share),
        text(&it.on_path),
        forecast.map(|it| it.value.clone()).unwrap_or_default(),
        forecast
            .map(|it| format!("{}：{}", it.method_zh, it.points.join("，")))
            .unwrap_or_default(),
        light.to_owned(),
        it.why_zh.clone(),
        if it.needs_task { "落后，还没有任务".to_owned() } else { tasks.join("；") },
        it.oddities.iter().map(ToString::to_string).collect::<Vec<_>>().join("，"),
        it.source.clone(),
    ]
}

fn task(it: &TaskItem) -> String {
    let due = it.due_on.map(|it| format!("，{it}")).unwrap_or_default();
    let state = match (it.ended, it.overdue) {
        (true, _) => "，已办结",
        (false, true) => "，已超时限",
        (false, false) => "",
    };
    format!("{}{due}{state}", it.owner_unit)
}

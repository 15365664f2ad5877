//! A county's benefits as a workbook.

use kernel::Fen;

use super::county::CountyBenefits;
use crate::workbook;

/// Two sheets: each benefit with its counts, and where entitlement and payment differ.
///
/// # Errors
/// When the workbook cannot be made.
pub fn county_workbook(it: &CountyBenefits) -> anyhow::Result<Vec<u8>> {
    let counts: Vec<Vec<String>> = it
        .benefits
        .iter()
        .map(|it| {
            let state = if !it.missing_tables.is_empty() {
                format!("缺：{}", it.missing_tables.join("、"))
            } else if it.compared {
                "已与发放名单比对".to_owned()
            } else {
                "本期没有这一项的发放名单，未比对".to_owned()
            };
            vec![
                it.zh.clone(),
                it.department.clone().unwrap_or_default(),
                it.of.zh().to_owned(),
                it.entitled.to_string(),
                it.amount.map_or(String::new(), |it| Fen(it).to_string()),
                it.unknown.to_string(),
                it.payments.to_string(),
                Fen(it.paid).to_string(),
                it.not_received.to_string(),
                it.not_entitled.to_string(),
                it.differ.to_string(),
                if it.uses_default { "含默认值，待确认" } else { "" }.to_owned(),
                state,
            ]
        })
        .collect();
    let rows: Vec<Vec<String>> = it
        .rows
        .iter()
        .map(|it| {
            let payments: Vec<String> = it
                .payments
                .iter()
                .map(|it| {
                    let day = it.paid_on.map_or(String::new(), |it| it.to_string());
                    format!("{day} {} {}元（{} 第{}行）", it.item, Fen(it.amount), it.file, it.row)
                })
                .collect();
            vec![
                it.village.clone(),
                it.household_no.clone(),
                it.householder.clone(),
                it.name.clone().unwrap_or_default(),
                it.zh.clone(),
                it.finding.zh().to_owned(),
                Fen(it.entitled).to_string(),
                Fen(it.received).to_string(),
                Fen(it.difference).to_string(),
                it.reason.clone(),
                payments.join("；"),
            ]
        })
        .collect();
    let title = format!("待遇核对 {} {}（系统测算，由部门核实）", it.name, it.on);
    workbook::sheets(
        &title,
        &[
            (
                "核对",
                &[
                    ("村", 24.0),
                    ("户编号", 16.0),
                    ("户主", 10.0),
                    ("本人", 10.0),
                    ("待遇", 24.0),
                    ("情况", 14.0),
                    ("应享（元）", 12.0),
                    ("已发（元）", 12.0),
                    ("相差（元）", 12.0),
                    ("身份或原因", 30.0),
                    ("发放记录", 60.0),
                ],
                &rows,
            ),
            (
                "各项待遇",
                &[
                    ("待遇", 30.0),
                    ("部门", 14.0),
                    ("按人或户", 10.0),
                    ("符合", 10.0),
                    ("应发（元）", 16.0),
                    ("不能判断", 10.0),
                    ("发放笔数", 10.0),
                    ("已发（元）", 16.0),
                    ("符合而未发", 12.0),
                    ("发了而不符合", 14.0),
                    ("数额不同", 10.0),
                    ("依据", 18.0),
                    ("说明", 40.0),
                ],
                &counts,
            ),
        ],
    )
}

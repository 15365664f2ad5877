//! A scope's cases as a workbook. Nothing in it that is hidden on screen; who took it and when
//! stands in its title and in the audit chain.

use casework::Stage;
use chrono::{DateTime, Utc};
use policy::Risk;
use serde_json::json;
use store::CaseFilter;

use crate::{cases, home::Home, staff::Staff, workbook};

/// Rows read at a time.
const PAGE: i64 = 1_000;

/// The most rows of a workbook: Excel holds 1,048,576.
const MOST: usize = 1_000_000;

/// A workbook of the cases of the person's scope in a stage, or in all stages.
///
/// # Errors
/// When the database cannot be read or the workbook not be made.
pub async fn export(
    home: &Home,
    staff: &Staff,
    stage: Option<Stage>,
    now: DateTime<Utc>,
) -> anyhow::Result<Vec<u8>> {
    let stages = stage.map_or(Stage::ALL.to_vec(), |it| vec![it]);
    let mut rows = Vec::new();
    for stage in stages {
        let filter = CaseFilter { stage: stage.word().to_owned(), ..CaseFilter::default() };
        let mut after = 0;
        loop {
            let page = cases::list(home, &staff.scope, &filter, after, PAGE).await?;
            let Some(last) = page.last() else { break };
            after = last.case;
            rows.extend(page.into_iter().map(|it| {
                let day =
                    |it: Option<chrono::NaiveDate>| it.map_or(String::new(), |it| it.to_string());
                let risks: Vec<&str> =
                    it.risks.iter().filter_map(|it| Risk::from_code(it)).map(Risk::zh).collect();
                vec![
                    it.case.to_string(),
                    it.village,
                    it.residence.unwrap_or_default(),
                    it.household_no,
                    it.householder,
                    stage.zh().to_owned(),
                    risks.join("、"),
                    it.first_clue_on.to_string(),
                    day(it.identified_on),
                    it.officer.unwrap_or_default(),
                    day(it.due),
                ]
            }));
            anyhow::ensure!(rows.len() <= MOST, "超过 {MOST} 行：请按状态或下级地区分开导出");
        }
    }
    let region = home.definitions.regions.name_path(staff.scope.region_id);
    let title =
        format!("监测对象办理台账 {region} {}（{} 导出）", kernel::china_day(now), staff.name);
    let columns = [
        ("案号", 10.0),
        ("户籍村", 24.0),
        ("居住村", 24.0),
        ("户编号", 16.0),
        ("户主", 10.0),
        ("状态", 12.0),
        ("风险", 24.0),
        ("首条线索", 12.0),
        ("识别日期", 12.0),
        ("帮扶责任人", 24.0),
        ("全程截止", 12.0),
    ];
    let bytes = workbook::one_sheet("台账", &title, &columns, &rows)?;
    let mut tx = home.db.write().await?;
    let detail = json!({ "rows": rows.len(), "stage": stage.map(Stage::word) });
    let subject = format!("region {}", staff.scope.region_id);
    tx.append_audit(now, &staff.actor(), "cases.export", &subject, &detail).await?;
    tx.commit().await?;
    Ok(bytes)
}

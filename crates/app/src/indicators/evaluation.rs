//! 中期评估、终期评估: a round in which the targets of a plan are looked at together.
//!
//! A round is a record of the ledger of plan evaluations, where it gets its conclusion. It begins
//! with the table of targets as it is known that day: counted into the record, and attached to it
//! as a workbook, so that it stays what it was whatever becomes of the values.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use indicator::Light;
use kernel::{Month, china_day};
use serde::{Deserialize, Serialize};

use super::{
    error::IndicatorError, target_views::TargetTable, targets::targets, workbook::targets_workbook,
};
use crate::{home::Home, ledgers, staff::Staff};

/// The ledger of plan evaluations.
const LEDGER: &str = "plan_evaluations";

/// A round to begin.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewEvaluation {
    /// Statistical code of the region whose plan it is.
    pub region: String,
    /// The month the targets are judged in, such as `2023-06`.
    #[schema(value_type = String)]
    pub month: Month,
    /// The day whose knowledge of the values counts; the present one when absent.
    #[serde(default)]
    pub as_of: Option<NaiveDate>,
    /// 评估名称.
    pub name: String,
    /// `yearly`, `mid_term` or `final`, as the ledger lists them.
    pub round: String,
    /// `own`, `third_party` or `upper_level`, as the ledger lists them.
    pub way: String,
    /// 评估单位.
    pub evaluator: String,
}

/// How far the targets of a table are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct TargetCounts {
    /// Lines that want something; a line that states a base only is none.
    pub all: usize,
    /// Reached.
    pub reached: usize,
    /// 绿灯, the reached among them.
    pub green: usize,
    /// 黄灯.
    pub yellow: usize,
    /// 红灯.
    pub red: usize,
    /// Without a light: no value, or nothing that could be due.
    pub grey: usize,
}

impl TargetCounts {
    /// Of a table.
    #[must_use]
    pub fn of(table: &TargetTable) -> TargetCounts {
        let wanting = || table.targets.iter().filter(|it| it.wanted.is_some());
        let light = |it: Light| wanting().filter(|of| of.light == it.name()).count();
        TargetCounts {
            all: wanting().count(),
            reached: wanting().filter(|it| it.reached == Some(true)).count(),
            green: light(Light::Green),
            yellow: light(Light::Yellow),
            red: light(Light::Red),
            grey: light(Light::Grey),
        }
    }
}

/// Begins a round: records it with the counts of that day, and attaches the table of targets. Gives
/// the record's number. Two units of work: when the table cannot be attached, the record is there
/// and says by which day's values the table is to be printed again.
///
/// # Errors
/// [`IndicatorError::NotFound`] outside the scope, and what the ledger refuses.
pub async fn evaluate(
    home: &Home,
    staff: &Staff,
    new: &NewEvaluation,
    now: DateTime<Utc>,
) -> Result<i64, IndicatorError> {
    let known_on = new.as_of.unwrap_or_else(|| china_day(now));
    let table = targets(home, &staff.scope, &new.region, new.month, Some(known_on)).await?;
    let workbook = targets_workbook(&table)?;
    let counts = TargetCounts::of(&table);
    let values = [
        ("name", new.name.trim().to_owned()),
        ("round", new.round.trim().to_owned()),
        ("way", new.way.trim().to_owned()),
        ("evaluator", new.evaluator.trim().to_owned()),
        ("judged_on", new.month.last_day().to_string()),
        ("known_on", known_on.to_string()),
        ("targets_all", counts.all.to_string()),
        ("targets_reached", counts.reached.to_string()),
        ("targets_green", counts.green.to_string()),
        ("targets_yellow", counts.yellow.to_string()),
        ("targets_red", counts.red.to_string()),
        ("targets_grey", counts.grey.to_string()),
    ];
    let values: BTreeMap<String, String> = values
        .into_iter()
        .filter(|(_, it)| !it.is_empty())
        .map(|(name, it)| (name.to_owned(), it))
        .collect();
    let record = ledgers::add(home, staff, LEDGER, &new.region, &values, now).await?;
    let name = format!("规划目标-{}-{}.xlsx", table.region, table.month);
    ledgers::attach(home, staff, LEDGER, record, &name, &workbook, now).await?;
    Ok(record)
}

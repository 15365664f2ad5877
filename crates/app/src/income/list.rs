//! Lists of accounts.

use std::collections::HashMap;

use ::income::IncomePeriod;
use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::json;
use store::{IncomeFilter, Scope};

use super::{
    error::IncomeError,
    names::{IncomeFindingName, named},
    period::stored,
};
use crate::{home::Home, reach, staff::Staff};

/// Which accounts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct IncomeQuery {
    /// Only those with a net income per head of at least so much, in fen.
    pub from: Option<i64>,
    /// Only those with less.
    pub below: Option<i64>,
    /// Only those with this finding.
    pub finding: Option<String>,
    /// Only those with something unknown.
    pub open: bool,
    /// Beginning behind this household.
    pub after: i64,
    /// At most so many.
    pub limit: i64,
}

/// One account in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct IncomeLine {
    /// Key of the household.
    pub household: i64,
    /// 户编号.
    pub household_no: String,
    /// 户主.
    pub householder: String,
    /// 村, with its township.
    pub village: String,
    /// 家庭人口.
    pub members: Option<i64>,
    /// 脱贫户.
    pub out_of_poverty: bool,
    /// 监测对象.
    pub monitored: bool,
    /// 工资性收入, fen.
    pub wage: Option<i64>,
    /// 生产经营性收入, fen.
    pub operating: Option<i64>,
    /// 财产性收入, fen.
    pub property: Option<i64>,
    /// 转移性收入, fen.
    pub transfer: Option<i64>,
    /// 生产经营性支出, fen.
    pub operating_expense: Option<i64>,
    /// 家庭纯收入, fen; none while something is unknown.
    pub net: Option<i64>,
    /// 人均纯收入, fen.
    pub net_per_capita: Option<i64>,
    /// 人均收入参考范围, fen.
    pub reference_per_capita: Option<i64>,
    /// The same months a year before, fen.
    pub last_net_per_capita: Option<i64>,
    /// The monitoring type suggested.
    pub class: Option<String>,
    /// Lines that nobody has answered.
    pub unanswered: Vec<String>,
    /// Identifiers of what to look at again.
    pub findings: Vec<String>,
    /// The same by name.
    pub finding_names: Vec<IncomeFindingName>,
}

/// The accounts of a scope in a period, by household.
///
/// # Errors
/// When the database cannot be read.
pub async fn accounts(
    home: &Home,
    scope: &Scope,
    period: IncomePeriod,
    query: &IncomeQuery,
) -> Result<Vec<IncomeLine>, IncomeError> {
    let (last, months) = stored(period);
    let filter = IncomeFilter {
        from: query.from,
        below: query.below,
        finding: query.finding.clone(),
        open: query.open,
        after: query.after,
        limit: query.limit,
    };
    let mut tx = home.db.read().await?;
    let found = tx.income_accounts(scope, &last, months, &filter).await?;
    let ids: Vec<i64> = found.iter().map(|it| it.household_id).collect();
    let heads: HashMap<i64, String> = tx.heads_of(&ids).await?.into_iter().collect();
    let known = tx.households_by_id(&ids).await?;
    let mut numbers: HashMap<i64, String> = known
        .into_iter()
        .filter_map(|it| Some((it.id, it.national_household_no.or(it.police_book_no)?)))
        .collect();
    let mut lines = Vec::with_capacity(found.len());
    for it in found {
        let components: Vec<::income::ComponentAccount> =
            serde_json::from_value(it.components).map_err(anyhow::Error::from)?;
        let open = components.into_iter().filter(|it| it.state == ::income::ComponentState::Open);
        let findings: Vec<String> =
            serde_json::from_value(it.findings).map_err(anyhow::Error::from)?;
        let county = home.definitions.regions.get(it.county_id);
        let code = county.map(kernel::Region::leading_digits).unwrap_or_default();
        lines.push(IncomeLine {
            household: it.household_id,
            household_no: numbers.remove(&it.household_id).unwrap_or_default(),
            householder: heads.get(&it.household_id).cloned().unwrap_or_default(),
            village: home.definitions.regions.name_path(it.village_id),
            members: it.members,
            out_of_poverty: it.out_of_poverty,
            monitored: it.monitored,
            wage: it.wage,
            operating: it.operating,
            property: it.property,
            transfer: it.transfer,
            operating_expense: it.operating_expense,
            net: it.net,
            net_per_capita: it.net_per_capita,
            reference_per_capita: it.reference_per_capita,
            last_net_per_capita: it.last_net_per_capita,
            class: it.class,
            unanswered: open.flat_map(|it| it.unanswered).collect(),
            finding_names: named(home, code, period, findings.iter().cloned()),
            findings,
        });
    }
    Ok(lines)
}

/// The accounts of a scope for a workbook. It names families, so that it is in the audit chain.
///
/// # Errors
/// When the database cannot be read or written.
pub async fn export_accounts(
    home: &Home,
    staff: &Staff,
    scope: &Scope,
    period: IncomePeriod,
    query: &IncomeQuery,
    now: DateTime<Utc>,
) -> Result<Vec<IncomeLine>, IncomeError> {
    let lines = accounts(home, scope, period, query).await?;
    let region = home.definitions.regions.get(scope.region_id);
    let subject = format!("region {}", region.map_or("", |it| it.stat_code.as_str()));
    let (last, months) = stored(period);
    let detail = json!({ "period": last, "months": months, "rows": lines.len() });
    let mut tx = home.db.write().await?;
    tx.append_audit(now, &staff.actor(), "income.export_list", &subject, &detail).await?;
    tx.commit().await?;
    Ok(lines)
}

/// The periods that were filled in the counties of a scope, newest first: last month and months.
///
/// # Errors
/// When the database cannot be read.
pub async fn periods(home: &Home, scope: &Scope) -> Result<Vec<(String, i64)>, IncomeError> {
    let counties: Vec<i64> = reach::counties(home, scope).iter().map(|it| it.id).collect();
    let mut tx = home.db.read().await?;
    Ok(tx.income_periods(&counties).await?)
}

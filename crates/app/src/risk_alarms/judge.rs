//! Judges the triggers of a region's month, county by county, and keeps what they come to.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use kernel::{Month, Region, china_day};
use serde::Serialize;
use serde_json::json;
use store::{RiskAlarm, new_id};

use super::{error::AlarmError, trigger::judged};
use crate::{home::Home, ledgers, reach, staff::Staff};

/// What a region's month came to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct JudgeReport {
    /// Statistical code of the region.
    pub region: String,
    /// The month.
    pub month: String,
    /// Each county.
    pub counties: Vec<JudgedCounty>,
}

/// What a county's month came to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct JudgedCounty {
    /// Statistical code.
    pub county: String,
    /// Name.
    pub name: String,
    /// Triggers and products that were judged.
    pub judged: i64,
    /// Alarms raised.
    pub raised: i64,
    /// Those for which figures are missing.
    pub unknown: i64,
    /// Judgments that differ from those before, or are new.
    pub written: i64,
}

/// Judges every trigger of the counties of a region for a month. Judging twice changes nothing; what
/// has changed takes the place of the judgment before. Shares of indicators have to be computed
/// first: a month without them is unknown.
///
/// # Errors
/// [`AlarmError::NotFound`] outside the scope, [`AlarmError::Level`] below the county.
pub async fn judge(
    home: &Home,
    staff: &Staff,
    region: &str,
    month: Month,
    now: DateTime<Utc>,
) -> Result<JudgeReport, AlarmError> {
    ledgers::ready(home).await?;
    let region = reach::region_in(home, &staff.scope, region).ok_or(AlarmError::NotFound)?;
    let counties = home.counties_of(region).map_err(|_| AlarmError::Level)?;
    let mut report = JudgeReport {
        region: region.stat_code.clone(),
        month: month.to_string(),
        counties: Vec::new(),
    };
    for county in &counties {
        report.counties.push(of_county(home, staff, county, month, now).await?);
    }
    Ok(report)
}

async fn of_county(
    home: &Home,
    staff: &Staff,
    county: &Region,
    month: Month,
    now: DateTime<Utc>,
) -> Result<JudgedCounty, AlarmError> {
    let (packs, code) = (home.packs(), county.leading_digits());
    let mut tx = home.db.write().await?;
    let mut fresh = Vec::new();
    for trigger in packs.alarm_triggers(code, month.last_day()) {
        let found = judged(home, &mut tx, county, &trigger, month, china_day(now)).await?;
        for it in found {
            fresh.push(RiskAlarm {
                id: new_id(now),
                trigger_id: trigger.id.clone(),
                region_id: it.region,
                month: month.to_string(),
                product: it.product,
                state: it.state.to_owned(),
                value: it.value,
                limit_value: trigger.limit.1.value,
                months: trigger.months.1.value,
                figures: serde_json::to_value(&it.figures).map_err(anyhow::Error::from)?,
                packs_hash: packs.hash(),
                judged_at: now,
                judged_by: staff.actor(),
                replaced_at: None,
            });
        }
    }
    let count = |state: &str| {
        let count = fresh.iter().filter(|it| it.state == state).count();
        i64::try_from(count).unwrap_or(i64::MAX)
    };
    let mut done = JudgedCounty {
        county: county.stat_code.clone(),
        name: county.name.clone(),
        judged: i64::try_from(fresh.len()).unwrap_or(i64::MAX),
        raised: count("raised"),
        unknown: count("unknown"),
        written: 0,
    };
    let mut regions = vec![county.id];
    regions.extend(home.definitions.regions.children(county.id).map(|it| it.id));
    let before = tx.risk_alarms(&regions, &month.to_string()).await?;
    let key = |it: &RiskAlarm| (it.region_id, it.trigger_id.clone(), it.product.clone());
    let mut before: BTreeMap<_, RiskAlarm> = before.into_iter().map(|it| (key(&it), it)).collect();
    let mut ended = Vec::new();
    fresh.retain(|it| match before.remove(&key(it)) {
        Some(known) if known.says_the_same(it) => false,
        Some(known) => {
            ended.push(known.id);
            true
        }
        None => true,
    });
    ended.extend(before.into_values().map(|it| it.id));
    if !ended.is_empty() || !fresh.is_empty() {
        tx.replace_risk_alarms(&ended, now).await?;
        tx.insert_risk_alarms(&fresh).await?;
        let detail = json!({ "month": month.to_string(), "judged": done.judged,
                             "raised": done.raised, "written": fresh.len() });
        let subject = format!("county {}", county.stat_code);
        tx.append_audit(now, &staff.actor(), "alarm.judge", &subject, &detail).await?;
        tx.commit().await?;
    }
    done.written = i64::try_from(fresh.len()).unwrap_or(i64::MAX);
    Ok(done)
}

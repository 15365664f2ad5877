//! Alarms of a scope and month, and what lies behind one.

use chrono::NaiveDate;
use kernel::{Fen, Month, Region, RegionLevel};
use policy::{AlarmTrigger, TriggerOf, Unit};
use serde::Serialize;
use store::{RiskAlarm, Scope, Tx};

use super::{error::AlarmError, trigger::Figures};
use crate::{
    home::Home,
    ledgers::{self, PriceFields},
    reach,
};

/// The name of the shares of new difficulties that screening counts, among triggers.
const CLUE_SHARE: &str = "clue_share";

/// An alarm, or a trigger that is quiet or cannot be judged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct RiskAlarmView {
    /// Its id; none of the shares that screening counts, which open to the month's clues.
    pub alarm: Option<String>,
    /// The trigger; `clue_share` of what screening counts.
    pub trigger: String,
    /// In Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
    /// The kind of event it may become.
    pub event_type: Option<String>,
    /// Statistical code of the region.
    pub region: String,
    /// Its name, with what lies above it.
    pub region_name: String,
    /// Level of the region.
    pub level: String,
    /// The month.
    pub month: String,
    /// The product, of a price.
    pub product: Option<String>,
    /// `raised`, `quiet` or `unknown`.
    pub state: String,
    /// The last month's figure as people read it.
    pub value: Option<String>,
    /// Months it has to last.
    pub months: i64,
    /// The limit.
    pub limit: AlarmLimit,
    /// Month by month, oldest first.
    pub figures: Vec<AlarmMonth>,
    /// The indicator whose households lie behind it.
    pub indicator: Option<String>,
    /// The ledger whose records lie behind it.
    pub ledger: Option<String>,
    /// These records; only of an alarm that is opened.
    pub records: Vec<AlarmRecord>,
    /// Document and place of the trigger, or `default`.
    pub basis: String,
}

/// The limit of a trigger, with where it comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct AlarmLimit {
    /// The parameter.
    pub parameter: String,
    /// In Chinese.
    pub zh: String,
    /// Its value as people read it.
    pub value: String,
    /// The pack.
    pub pack: String,
    /// Document and place, or `default`.
    pub basis: String,
    /// No document states it.
    pub is_default: bool,
    /// A remark.
    pub note: Option<String>,
}

/// One month behind an alarm.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct AlarmMonth {
    /// The month.
    pub month: String,
    /// The figure as people read it: a share, or by how much a price fell.
    pub value: Option<String>,
    /// Above the line, of a share.
    pub numerator: Option<i64>,
    /// Below it.
    pub denominator: Option<i64>,
    /// The price in yuan.
    pub price: Option<String>,
    /// The month it is compared with.
    pub base_month: Option<String>,
    /// The price of that month in yuan.
    pub base_price: Option<String>,
}

/// A quotation behind an alarm.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct AlarmRecord {
    /// The record in the ledger.
    pub record: i64,
    /// The day.
    pub on: NaiveDate,
    /// The price in yuan.
    pub price: String,
}

/// The alarms of a scope, or of a region in it, for a month: raised ones first, then those that
/// cannot be judged, then the quiet ones.
///
/// # Errors
/// [`AlarmError::NotFound`] outside the scope.
pub async fn list(
    home: &Home,
    scope: &Scope,
    region: Option<&str>,
    month: Month,
) -> Result<Vec<RiskAlarmView>, AlarmError> {
    let scope = reach::narrowed(home, scope, region).ok_or(AlarmError::NotFound)?;
    let regions = &home.definitions.regions;
    let counties = reach::counties(home, &scope);
    let mut ids: Vec<i64> = Vec::new();
    for county in &counties {
        let own = regions.children(county.id).map(|it| it.id).chain([county.id]);
        ids.extend(own.filter(|it| inside(home, &scope, *it)));
    }
    let mut tx = home.db.read().await?;
    let mut views = Vec::new();
    for it in tx.risk_alarms(&ids, &month.to_string()).await? {
        views.extend(view(home, &it));
    }
    for county in &counties {
        views.extend(clue_shares(home, &mut tx, &scope, county, month).await?);
    }
    let order = |state: &str| ["raised", "unknown", "quiet"].iter().position(|it| *it == state);
    views.sort_by(|a, b| {
        (order(&a.state), &a.trigger, &a.region, &a.product).cmp(&(
            order(&b.state),
            &b.trigger,
            &b.region,
            &b.product,
        ))
    });
    Ok(views)
}

/// One alarm with the records behind it. The households behind a share are opened with the
/// indicator.
///
/// # Errors
/// [`AlarmError::NotFound`] outside the scope.
pub async fn open(
    home: &Home,
    scope: &Scope,
    alarm: &str,
    today: NaiveDate,
) -> Result<RiskAlarmView, AlarmError> {
    ledgers::ready(home).await?;
    let mut tx = home.db.read().await?;
    let found = tx.risk_alarm(alarm).await?.filter(|it| inside(home, scope, it.region_id));
    let found = found.ok_or(AlarmError::NotFound)?;
    let mut view = view(home, &found).ok_or(AlarmError::NotFound)?;
    let county = home.definitions.regions.chain(found.region_id).county;
    let county = county.and_then(|it| home.definitions.regions.get(it));
    let trigger = county.and_then(|county| trigger_of(home, county, &found));
    if let (Some(county), Some(TriggerOf::Prices { ledger, product, on, price, .. })) =
        (county, trigger.map(|it| it.of))
    {
        let fields = PriceFields { ledger: &ledger, product: &product, on: &on, price: &price };
        let kept: Figures = serde_json::from_value(found.figures).unwrap_or_default();
        let quoted = ledgers::quotations(home, &mut tx, county, &fields, today).await?;
        let behind = quoted.unwrap_or_default().into_iter();
        let behind = behind.filter(|it| kept.records.contains(&it.record));
        view.records = behind
            .map(|it| AlarmRecord { record: it.record, on: it.on, price: Fen(it.fen).to_string() })
            .collect();
    }
    Ok(view)
}

/// Whether a region is a scope's own or lies below it.
fn inside(home: &Home, scope: &Scope, region: i64) -> bool {
    region == scope.region_id
        || home.definitions.regions.ancestors(region).any(|it| it.id == scope.region_id)
}

/// The trigger of an alarm, as the packs of its county have it on the last day of its month.
fn trigger_of(home: &Home, county: &Region, alarm: &RiskAlarm) -> Option<AlarmTrigger> {
    let month: Month = alarm.month.parse().ok()?;
    let triggers = home.packs().alarm_triggers(county.leading_digits(), month.last_day());
    triggers.into_iter().find(|it| it.id == alarm.trigger_id)
}

fn view(home: &Home, it: &RiskAlarm) -> Option<RiskAlarmView> {
    let regions = &home.definitions.regions;
    let region = regions.get(it.region_id)?;
    let county = regions.chain(region.id).county.and_then(|it| regions.get(it))?;
    // A trigger that was switched off since has no words any more; its judgments stay in the table.
    let trigger = trigger_of(home, county, it)?;
    let kept: Figures = serde_json::from_value(it.figures.clone()).unwrap_or_default();
    let percent = |points: i64| Unit::BasisPoints.show(points);
    let yuan = |fen: i64| Fen(fen).to_string();
    let (indicator, ledger) = match &trigger.of {
        TriggerOf::Indicator { indicator, .. } => {
            let code = county.leading_digits();
            let measured = home.definitions.indicators.get(code, indicator).map(|it| &it.measure);
            match measured {
                Some(indicator::Measure::Ledger { ledger, .. }) => (None, Some(ledger.clone())),
                _ => (Some(indicator.clone()), None),
            }
        }
        TriggerOf::Prices { ledger, .. } => (None, Some(ledger.clone())),
    };
    let (name, found) = &trigger.limit;
    Some(RiskAlarmView {
        alarm: Some(it.id.clone()),
        trigger: it.trigger_id.clone(),
        zh: trigger.zh.clone(),
        en: trigger.en.clone(),
        event_type: Some(trigger.shock.clone()),
        region: region.stat_code.clone(),
        region_name: regions.name_path(region.id),
        level: region.level.word().to_owned(),
        month: it.month.clone(),
        product: Some(it.product.clone()).filter(|it| !it.is_empty()),
        state: it.state.clone(),
        value: it.value.map(percent),
        months: it.months,
        limit: AlarmLimit {
            parameter: name.clone(),
            zh: found.zh.clone(),
            value: percent(it.limit_value),
            pack: found.pack.clone(),
            basis: found.basis.clone(),
            is_default: found.is_default,
            note: found.note.clone(),
        },
        figures: kept
            .months
            .into_iter()
            .map(|it| AlarmMonth {
                month: it.month,
                value: it.value.map(percent),
                numerator: it.numerator,
                denominator: it.denominator,
                price: it.fen.map(yuan),
                base_month: it.base_month,
                base_price: it.base_fen.map(yuan),
            })
            .collect(),
        indicator,
        ledger,
        records: Vec::new(),
        basis: trigger.basis.clone(),
    })
}

/// The shares of new difficulties that the month's screening counted, near misses among them.
async fn clue_shares(
    home: &Home,
    tx: &mut Tx,
    scope: &Scope,
    county: &Region,
    month: Month,
) -> Result<Vec<RiskAlarmView>, AlarmError> {
    let regions = &home.definitions.regions;
    let Some(run) = tx.latest_run(county.id, &month.to_string()).await? else {
        return Ok(Vec::new());
    };
    let percent = |points: i64| Unit::BasisPoints.show(points);
    let mut views = Vec::new();
    for it in tx.alarms_in(run.id).await? {
        let Some(region) = regions.get(it.region_id).filter(|it| inside(home, scope, it.id)) else {
            continue;
        };
        let name = match region.level {
            RegionLevel::Village => crate::screen::VILLAGE_SHARE,
            _ => crate::screen::TOWNSHIP_SHARE,
        };
        let found = home.packs().parameter(name, county.leading_digits(), month.last_day());
        let Some(found) = found else { continue };
        views.push(RiskAlarmView {
            alarm: None,
            trigger: CLUE_SHARE.to_owned(),
            zh: "新增困难户占比高".to_owned(),
            en: "Many households with new difficulties".to_owned(),
            event_type: None,
            region: region.stat_code.clone(),
            region_name: regions.name_path(region.id),
            level: region.level.word().to_owned(),
            month: month.to_string(),
            product: None,
            state: if it.raised { "raised" } else { "quiet" }.to_owned(),
            value: Some(percent(it.share_basis_points)),
            months: 1,
            limit: AlarmLimit {
                parameter: name.to_owned(),
                zh: found.zh,
                value: percent(it.limit_basis_points),
                pack: found.pack,
                basis: found.basis.clone(),
                is_default: found.is_default,
                note: found.note,
            },
            figures: vec![AlarmMonth {
                month: month.to_string(),
                value: Some(percent(it.share_basis_points)),
                numerator: Some(it.affected),
                denominator: Some(it.households),
                price: None,
                base_month: None,
                base_price: None,
            }],
            indicator: None,
            ledger: None,
            records: Vec::new(),
            basis: found.basis,
        });
    }
    Ok(views)
}

//! One trigger in one county and month: its figures month by month, and what they come to.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use indicator::Amount;
use kernel::{Month, Period, Region};
use policy::{AlarmTrigger, Comparison, PriceBase, TriggerOf};
use serde::{Deserialize, Serialize};
use shock::{Verdict, lasting, monthly, price_falls};
use store::{IndicatorValue, Tx, WhichValues};

use super::error::AlarmError;
use crate::{
    home::Home,
    ledgers::{self, PriceFields, Quotation},
};

/// What a trigger comes to for a region, and of prices for a product.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Judged {
    pub(super) region: i64,
    pub(super) product: String,
    pub(super) state: &'static str,
    /// The last month's figure in basis points.
    pub(super) value: Option<i64>,
    pub(super) figures: Figures,
}

/// The figures behind an alarm, as they are kept with it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Figures {
    /// Month by month, oldest first.
    pub(super) months: Vec<MonthFigure>,
    /// Records behind a price.
    #[serde(default)]
    pub(super) records: Vec<i64>,
}

/// One month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct MonthFigure {
    pub(super) month: String,
    /// In basis points; none where nobody knows.
    pub(super) value: Option<i64>,
    /// Parts of a share that was computed of households.
    #[serde(default)]
    pub(super) numerator: Option<i64>,
    #[serde(default)]
    pub(super) denominator: Option<i64>,
    /// The price in fen, and what it is compared with.
    #[serde(default)]
    pub(super) fen: Option<i64>,
    #[serde(default)]
    pub(super) base_month: Option<String>,
    #[serde(default)]
    pub(super) base_fen: Option<i64>,
}

/// Judges a trigger for a county and, where the figure has values there, its townships.
pub(super) async fn judged(
    home: &Home,
    tx: &mut Tx,
    county: &Region,
    trigger: &AlarmTrigger,
    month: Month,
    today: NaiveDate,
) -> Result<Vec<Judged>, AlarmError> {
    let months = u32::try_from(trigger.months.1.value).unwrap_or_default();
    let limit = trigger.limit.1.value;
    match &trigger.of {
        TriggerOf::Indicator { indicator, is } => {
            of_indicator(home, tx, county, indicator, (*is, limit, months), month).await
        }
        TriggerOf::Prices { ledger, product, on, price, against } => {
            let fields = PriceFields { ledger, product, on, price };
            let quoted = ledgers::quotations(home, tx, county, &fields, today).await?;
            let quoted = quoted.unwrap_or_default();
            Ok(of_prices(county.id, &quoted, (limit, months, *against), month))
        }
    }
}

async fn of_indicator(
    home: &Home,
    tx: &mut Tx,
    county: &Region,
    indicator: &str,
    (is, limit, months): (Comparison, i64, u32),
    month: Month,
) -> Result<Vec<Judged>, AlarmError> {
    let mut regions = vec![county.id];
    regions.extend(home.definitions.regions.children(county.id).map(|it| it.id));
    let which = WhichValues { indicator: Some(indicator), ..WhichValues::default() };
    let mut known: BTreeMap<i64, BTreeMap<Month, IndicatorValue>> = BTreeMap::new();
    for value in tx.indicator_values(&regions, which).await? {
        if let Ok(Period::Month(of)) = value.period.parse() {
            known.entry(value.region_id).or_default().insert(of, value);
        }
    }
    let mut all = Vec::new();
    for region in regions {
        let values = known.remove(&region).unwrap_or_default();
        // Only the county is asked for what nobody computed: a figure of a ledger has no townships.
        if values.is_empty() && region != county.id {
            continue;
        }
        let points = |month: Month| values.get(&month).and_then(basis_points);
        let verdict = lasting(month, months, is, limit, points);
        let figures = last_months(month, months).map(|month| {
            let value = values.get(&month);
            MonthFigure {
                month: month.to_string(),
                value: value.and_then(basis_points),
                numerator: value.and_then(|it| it.numerator),
                denominator: value.and_then(|it| it.denominator),
                fen: None,
                base_month: None,
                base_fen: None,
            }
        });
        all.push(Judged {
            region,
            product: String::new(),
            state: word(&verdict),
            value: points(month),
            figures: Figures { months: figures.collect(), records: Vec::new() },
        });
    }
    Ok(all)
}

/// A value in basis points: from its parts where it has some, exact; from its digits otherwise.
fn basis_points(value: &IndicatorValue) -> Option<i64> {
    match (value.how.as_str(), value.numerator, value.denominator) {
        ("computed", Some(above), Some(below)) if 0 < below => {
            i64::try_from(i128::from(above) * 10_000 / i128::from(below)).ok()
        }
        _ => {
            let amount = Amount::parse(value.value.as_deref()?)?;
            Some(amount.millionths().div_euclid(10_000))
        }
    }
}

/// Every product that was quoted in the months that are judged, or in those before them.
fn of_prices(
    county: i64,
    quoted: &[Quotation],
    (limit, months, against): (i64, u32, PriceBase),
    month: Month,
) -> Vec<Judged> {
    let mut by_product: BTreeMap<&str, Vec<&Quotation>> = BTreeMap::new();
    for it in quoted {
        by_product.entry(&it.product).or_default().push(it);
    }
    let first = month.plus_months(1 - i32::try_from(months).unwrap_or(i32::MAX));
    let mut all = Vec::new();
    for (product, quotations) in by_product {
        let dated: Vec<(NaiveDate, i64)> = quotations.iter().map(|it| (it.on, it.fen)).collect();
        let prices = monthly(&dated);
        if !prices.keys().any(|it| first <= *it && *it <= month) {
            continue;
        }
        let falls = price_falls(&prices, month, months, against);
        let of = |at: Month| falls.iter().find(|it| it.month == at).and_then(|it| it.fall);
        let verdict = lasting(month, months, Comparison::AtLeast, limit, of);
        let touched: Vec<Month> = falls.iter().flat_map(|it| [it.month, it.base_month]).collect();
        let behind = quotations.iter().filter(|it| touched.contains(&Month::of(it.on)));
        all.push(Judged {
            region: county,
            product: product.to_owned(),
            state: word(&verdict),
            value: of(month),
            figures: Figures {
                records: behind.map(|it| it.record).collect(),
                months: falls
                    .iter()
                    .map(|it| MonthFigure {
                        month: it.month.to_string(),
                        value: it.fall,
                        numerator: None,
                        denominator: None,
                        fen: it.fen,
                        base_month: Some(it.base_month.to_string()),
                        base_fen: it.base_fen,
                    })
                    .collect(),
            },
        });
    }
    all
}

fn last_months(last: Month, months: u32) -> impl Iterator<Item = Month> {
    let back = i32::try_from(months).unwrap_or(i32::MAX);
    (0..back).rev().map(move |ago| last.plus_months(-ago))
}

fn word(verdict: &Verdict) -> &'static str {
    match verdict {
        Verdict::Raised => "raised",
        Verdict::Quiet => "quiet",
        Verdict::Unknown(_) => "unknown",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_price_warns_when_it_stays_down_and_names_its_records() {
        let quotation = |record: i64, on: &str, fen: i64| Quotation {
            record,
            product: "核桃".into(),
            on: on.parse().expect("a date"),
            fen,
        };
        let mut quoted = vec![
            quotation(1, "2022-09-05", 1_000),
            quotation(2, "2022-10-05", 1_000),
            quotation(3, "2023-09-05", 780),
            quotation(4, "2023-10-05", 790),
            quotation(5, "2023-03-05", 2_000),
        ];
        let month: Month = "2023-10".parse().expect("a month");
        let judge = |quoted: &[Quotation]| {
            let judged = of_prices(3, quoted, (2_000, 2, PriceBase::YearBefore), month);
            judged
                .into_iter()
                .map(|it| (it.state, it.value, it.figures.records))
                .collect::<Vec<_>>()
        };
        assert_eq!(judge(&quoted), [("raised", Some(2_100), vec![1, 2, 3, 4])]);
        quoted[2].fen = 801;
        assert_eq!(judge(&quoted)[0].0, "quiet", "19.9 % is not sharp");
        quoted.remove(0);
        assert_eq!(judge(&quoted)[0].0, "unknown", "nothing to compare September with");
        assert!(judge(&quoted[3..]).is_empty(), "not quoted in these months");
    }
}

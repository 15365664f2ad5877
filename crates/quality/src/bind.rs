//! The figures that conditions use: dates of the data, and parameters of the packs for a region
//! and a day.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};
use kernel::Month;
use policy::{Packs, Resolved, Unit};

use crate::{report::ParameterView, sql};

/// The data date, as 20231031.
const DATA_DATE: &str = "数据日";
/// The month of the data date, counted from January of the year 0.
const THIS_MONTH: &str = "本月";
/// January of the year of the data date, counted the same way.
const FIRST_MONTH: &str = "年首月";

/// Names without a colon, and the literals they stand for.
#[derive(Clone, Debug)]
pub(crate) struct Bindings {
    literals: BTreeMap<String, String>,
    shown: BTreeMap<String, ParameterView>,
}

impl Bindings {
    /// The dates alone.
    pub(crate) fn new(on: NaiveDate) -> Bindings {
        let first = i64::from(on.year()) * 12;
        let literals = BTreeMap::from([
            (DATA_DATE.to_owned(), day(on).to_string()),
            (THIS_MONTH.to_owned(), (first + i64::from(on.month0())).to_string()),
            (FIRST_MONTH.to_owned(), first.to_string()),
        ]);
        Bindings { literals, shown: BTreeMap::new() }
    }

    /// With these parameters besides; a parameter without a value for the region and day is left
    /// out, and whatever uses it cannot be filled in.
    pub(crate) fn with<'a>(
        mut self,
        names: impl IntoIterator<Item = (&'a String, &'a String)>,
        packs: &Packs,
        region: &str,
        on: NaiveDate,
    ) -> Bindings {
        for (name, parameter) in names {
            let Some(found) = packs.parameter(parameter, region, on) else { continue };
            let Some(literal) = literal(&found, on) else { continue };
            self.literals.insert(name.clone(), literal);
            let view = ParameterView {
                name: parameter.clone(),
                zh: found.zh.clone(),
                value: found.show(),
                pack: found.pack,
                basis: found.basis,
                is_default: found.is_default,
                note: found.note,
            };
            self.shown.insert(name.clone(), view);
        }
        self
    }

    /// SQL with literals; the error names the parameter that has no value.
    pub(crate) fn fill(&self, sql: &str) -> Result<String, String> {
        sql::fill(sql, |name| self.literals.get(name).map(String::as_str))
    }

    /// The parameters that SQL uses, to be shown.
    pub(crate) fn used(&self, sql: &str) -> Vec<ParameterView> {
        let names = sql::parameters(sql).into_iter();
        names.filter_map(|name| self.shown.get(name).cloned()).collect()
    }
}

/// A day as 20231031.
pub(crate) fn day(on: NaiveDate) -> i64 {
    i64::from(on.year()) * 10_000 + i64::from(on.month()) * 100 + i64::from(on.day())
}

/// A parameter in SQL: 元 and per cent as they are written; of texts, `08-31` is the last such day
/// up to the data date, `2022-04` a month counted from January of the year 0.
fn literal(found: &Resolved, on: NaiveDate) -> Option<String> {
    let Some(text) = &found.text else {
        return Some(match found.unit.written() {
            Unit::Yuan | Unit::Percent => {
                let sign = if found.value < 0 { "-" } else { "" };
                let (whole, rest) = (found.value.abs() / 100, found.value.abs() % 100);
                format!("{sign}{whole}.{rest:02}")
            }
            _ => found.value.to_string(),
        });
    };
    if let Some((month, of_month)) = text.split_once('-')
        && let (2, Ok(month), Ok(of_month)) = (month.len(), month.parse(), of_month.parse())
    {
        let of_year = |year| NaiveDate::from_ymd_opt(year, month, of_month);
        let last = of_year(on.year()).filter(|it| *it <= on).or_else(|| of_year(on.year() - 1))?;
        return Some(day(last).to_string());
    }
    if let Ok(month) = text.parse::<Month>() {
        return Some((i64::from(month.year) * 12 + i64::from(month.month) - 1).to_string());
    }
    Some(format!("'{}'", text.replace('\'', "''")))
}

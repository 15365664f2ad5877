//! 打印: what forms on paper say that is neither a record nor a sentence of the form: terms, lists
//! and telephones from the packs.

use chrono::{Datelike, NaiveDate};
use policy::PolicyList;

use crate::home::Home;

/// Words of the packs that forms need.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PaperWords {
    /// What monitored households are called on the day.
    pub term: String,
    /// The office in charge.
    pub office: String,
    /// To whom objections go.
    pub contact: String,
    /// The hotline.
    pub hotline: String,
    /// What may be queried with a letter of authorisation.
    pub queries: Vec<String>,
    /// Headings and lines of the income that is asked for.
    pub income: Vec<(String, Vec<String>)>,
    /// The same for spending.
    pub spending: Vec<(String, Vec<String>)>,
    /// First and last day of the income year that ends last (practice §2.1).
    pub income_year: (NaiveDate, NaiveDate),
    /// 风险, each in words.
    pub risks: Vec<String>,
}

/// The words of a region on a day.
#[must_use]
pub fn words(home: &Home, region_code: &str, on: NaiveDate) -> PaperWords {
    let packs = home.packs();
    let text = |name: &str| {
        packs.parameter(name, region_code, on).and_then(|it| it.text).unwrap_or_default()
    };
    let list = |name: &str| packs.list(name, region_code, on);
    let lines = |names: &[&str]| -> Vec<(String, Vec<String>)> {
        names.iter().filter_map(|it| list(it)).map(|it| (it.zh.clone(), labels(&it))).collect()
    };
    PaperWords {
        term: text("labels.monitored_object"),
        office: text("notice.office"),
        contact: text("notice.contact"),
        hotline: packs.appeals(region_code, on).map(|it| it.hotline).unwrap_or_default(),
        queries: list("exclusion.cases").as_ref().map(labels).unwrap_or_default(),
        income: lines(&[
            "survey.wage_income",
            "survey.operating_income",
            "survey.property_income",
            "survey.transfer_income",
            "survey.operating_expense",
        ]),
        spending: lines(&["survey.rigid_spending"]),
        income_year: income_year(on),
        risks: policy::Risk::ALL.iter().map(|it| it.zh().to_owned()).collect(),
    }
}

fn labels(list: &PolicyList) -> Vec<String> {
    list.items.iter().map(|it| it.zh.clone()).collect()
}

/// From 1 October to 30 September, the last one that is over.
fn income_year(on: NaiveDate) -> (NaiveDate, NaiveDate) {
    let ends = match on.month() {
        10..=12 => on.year(),
        _ => on.year() - 1,
    };
    let day = |year: i32, month: u32, day: u32| NaiveDate::from_ymd_opt(year, month, day);
    (day(ends - 1, 10, 1).unwrap_or(on), day(ends, 9, 30).unwrap_or(on))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_income_year_is_the_last_that_is_over() {
        let day = |text: &str| text.parse::<NaiveDate>().expect("a date");
        let year = (day("2022-10-01"), day("2023-09-30"));
        assert_eq!(income_year(day("2023-10-01")), year);
        assert_eq!(income_year(day("2024-09-30")), year);
    }
}

//! Parameters: figures with the day they take effect and the document they come from.

use chrono::NaiveDate;
use serde::Serialize;

use crate::{basis::Basis, unit::Unit};

/// A parameter as it applies to one region on one day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Resolved {
    /// The Chinese name.
    pub zh: String,
    /// The stored value: 分, basis points, 1 and 0 for yes and no. Zero for code and text.
    pub value: i64,
    /// The value of a code or text parameter, else none.
    pub text: Option<String>,
    /// The unit of `value`, as stored ([`Unit::stored`]).
    pub unit: Unit,
    /// The pack the value was found in, for example `cn-53`.
    pub pack: String,
    /// Document and place, or `default`.
    pub basis: String,
    /// No document gives this figure: a default of the software, to be confirmed by the office.
    pub is_default: bool,
    /// Where a default comes from, or a remark on a documented value.
    pub note: Option<String>,
    /// The first day of this value.
    pub from: NaiveDate,
    /// Its last day, when the value was ended; a newer value ends it too.
    pub to: Option<NaiveDate>,
}

impl Resolved {
    /// The value as people write it, with its unit: `8700元`, `10%`, `3个月`.
    pub fn show(&self) -> String {
        self.text.clone().unwrap_or_else(|| self.unit.show(self.value))
    }
}

/// A parameter as one pack writes it.
#[derive(Clone, Debug)]
pub(crate) struct Parameter {
    pub(crate) file: String,
    pub(crate) line: u32,
    pub(crate) zh: String,
    pub(crate) unit: Unit,
    /// By first day, oldest first.
    pub(crate) values: Vec<Dated>,
}

/// One value and the days it applies.
#[derive(Clone, Debug)]
pub(crate) struct Dated {
    pub(crate) line: u32,
    pub(crate) from: NaiveDate,
    pub(crate) to: Option<NaiveDate>,
    pub(crate) value: i64,
    pub(crate) text: Option<String>,
    pub(crate) basis: Basis,
}

impl Parameter {
    /// The newest value that has begun by that day, unless it has ended. An older value does not
    /// come back when a newer one ends.
    pub(crate) fn on(&self, day: NaiveDate) -> Option<&Dated> {
        let newest = self.values.iter().rev().find(|it| it.from <= day)?;
        newest.to.is_none_or(|last| day <= last).then_some(newest)
    }
}

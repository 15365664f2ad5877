//! Time limits of a review chain.

use serde::{Deserialize, Serialize};

/// A number of days with its source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limit {
    /// How many days, at least one.
    pub days: u32,
    /// Working days (工作日), else calendar days.
    pub working: bool,
    /// Document and place, or `default`.
    pub basis: String,
    /// No document gives this figure: a default of the software, to be confirmed by the office.
    pub is_default: bool,
    /// Where a default comes from, or a remark on a documented figure.
    pub note: Option<String>,
}

impl Limit {
    /// The days as people write them: `15天`, `5个工作日`.
    pub fn show(&self) -> String {
        format!("{}{}", self.days, if self.working { "个工作日" } else { "天" })
    }
}

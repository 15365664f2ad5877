//! 国家系统记录: what the national system says of a household that was monitored before its case
//! began here. It was decided elsewhere and by its own rules, so it is taken as it is; what it
//! does not say is listed for somebody to fill in.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{MonitoringType, RiskCause};

/// One household's record in the national system.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct NationalRecord {
    /// 监测类型.
    pub monitoring_type: MonitoringType,
    /// 风险; the national export has neither details nor remarks.
    pub causes: Vec<RiskCause>,
    /// 识别监测时间.
    pub identified_on: Option<NaiveDate>,
    /// 风险是否已消除.
    pub eliminated: bool,
    /// 风险消除时间.
    pub eliminated_on: Option<NaiveDate>,
    /// 整户无劳动能力兜底保障户.
    pub no_labor_safety_net: bool,
    /// The file and batch it was read from, for people.
    pub source: String,
}

impl NationalRecord {
    /// What the record lacks that a decision made here would have, in words for people; empty when
    /// it lacks nothing.
    #[must_use]
    pub fn missing(&self) -> Vec<String> {
        let mut missing = Vec::new();
        if self.identified_on.is_none() {
            missing.push("识别日期".to_owned());
        }
        if self.eliminated && self.eliminated_on.is_none() {
            missing.push("风险消除日期".to_owned());
        }
        if self.causes.is_empty() {
            missing.push("风险".to_owned());
        }
        for cause in &self.causes {
            match cause.missing() {
                Some("detail") => missing.push(format!("{}：灾害种类和备注", cause.risk.zh())),
                Some(_) => missing.push(format!("{}：备注", cause.risk.zh())),
                None => (),
            }
        }
        missing
    }
}

//! 区域性风险预警: standing triggers over prices and indicators, judged by month, beside the shares of
//! new difficulties that screening counts. Every alarm opens to its figures and to what lies behind
//! them.

mod error;
mod judge;
mod list;
mod trigger;

pub use self::{
    error::AlarmError,
    judge::{JudgeReport, JudgedCounty, judge},
    list::{AlarmLimit, AlarmMonth, AlarmRecord, RiskAlarmView, list, open},
};

//! 监测对象: base type, monitoring type and causes, and which of them go together.

use chrono::NaiveDate;
use kernel::Fen;
use policy::Risk;
use serde::{Deserialize, Serialize};

/// What a household was before: de-poverty or ordinary.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum BaseType {
    /// 脱贫户.
    OutOfPovertyHousehold,
    /// 一般农户.
    OrdinaryHousehold,
}

/// The three kinds of monitored household.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum MonitoringType {
    /// 脱贫不稳定户.
    UnstableOutOfPoverty,
    /// 边缘易致贫户.
    MarginalVulnerable,
    /// 突发严重困难户.
    SuddenSevereDifficulty,
}

/// The types a household may have: within the line its base type decides, above it only sudden
/// difficulty is left (`practice.md` §1.2). Where income or line is not known, both.
#[must_use]
pub fn legal_types(
    base: BaseType,
    income_per_head: Option<Fen>,
    line: Option<Fen>,
) -> Vec<MonitoringType> {
    let within = match base {
        BaseType::OutOfPovertyHousehold => MonitoringType::UnstableOutOfPoverty,
        BaseType::OrdinaryHousehold => MonitoringType::MarginalVulnerable,
    };
    match (income_per_head, line) {
        (Some(income), Some(line)) if income.0 <= line.0 => vec![within],
        (Some(_), Some(_)) => vec![MonitoringType::SuddenSevereDifficulty],
        _ => vec![within, MonitoringType::SuddenSevereDifficulty],
    }
}

/// 返贫、致贫风险, with what the national system asks beside some of them.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
pub struct RiskCause {
    /// Which.
    pub risk: Risk,
    /// 自然灾害 needs the kind of disaster.
    #[serde(default)]
    pub detail: Option<String>,
    /// 自然灾害 and 其他 need a remark.
    #[serde(default)]
    pub remark: Option<String>,
}

impl RiskCause {
    /// What is missing: `detail` or `remark` (`practice.md` §1.6).
    #[must_use]
    pub fn missing(&self) -> Option<&'static str> {
        let filled = |it: &Option<String>| it.as_ref().is_some_and(|it| !it.trim().is_empty());
        match self.risk {
            Risk::NaturalDisaster if !filled(&self.detail) => Some("detail"),
            Risk::NaturalDisaster | Risk::Other if !filled(&self.remark) => Some("remark"),
            _ => None,
        }
    }
}

/// How a risk came to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum EliminationMode {
    /// 帮扶消除.
    ByAssistance,
    /// 自然消除.
    Naturally,
}

/// One spell of being monitored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Monitoring {
    /// 监测类型.
    pub monitoring_type: MonitoringType,
    /// 风险, the first the gravest.
    pub causes: Vec<RiskCause>,
    /// 识别日期.
    pub identified_on: NaiveDate,
    /// The line of that day, in fen, when the region has one.
    pub line: Option<i64>,
    /// Why, where the decision goes beside the line.
    pub reason: Option<String>,
}

//! The risks of falling back into poverty.

use serde::{Deserialize, Serialize};

/// A risk as the national system records it, in the order of `codes.risk` in `feeds/tables.toml`.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Risk {
    /// 因病.
    Illness,
    /// 因残.
    Disability,
    /// 因学.
    Schooling,
    /// 因自然灾害.
    NaturalDisaster,
    /// 因意外事故.
    Accident,
    /// 因产业项目失败.
    BusinessFailure,
    /// 因务工就业不稳.
    UnstableEmployment,
    /// 缺劳动力.
    LaborShortage,
    /// 因安全住房.
    UnsafeHousing,
    /// 因安全饮水.
    UnsafeWater,
    /// 其他.
    Other,
}

impl Risk {
    /// Every risk, in the order of the national list; the position is the stored code.
    pub const ALL: [Risk; 11] = [
        Risk::Illness,
        Risk::Disability,
        Risk::Schooling,
        Risk::NaturalDisaster,
        Risk::Accident,
        Risk::BusinessFailure,
        Risk::UnstableEmployment,
        Risk::LaborShortage,
        Risk::UnsafeHousing,
        Risk::UnsafeWater,
        Risk::Other,
    ];

    /// The code in the canonical tables, for example `unsafe_housing`.
    pub fn code(self) -> &'static str {
        match self {
            Risk::Illness => "illness",
            Risk::Disability => "disability",
            Risk::Schooling => "schooling",
            Risk::NaturalDisaster => "natural_disaster",
            Risk::Accident => "accident",
            Risk::BusinessFailure => "business_failure",
            Risk::UnstableEmployment => "unstable_employment",
            Risk::LaborShortage => "labor_shortage",
            Risk::UnsafeHousing => "unsafe_housing",
            Risk::UnsafeWater => "unsafe_water",
            Risk::Other => "other",
        }
    }

    /// The risk of that code, or none.
    pub fn from_code(code: &str) -> Option<Risk> {
        Risk::ALL.into_iter().find(|risk| risk.code() == code)
    }

    /// The words of the national system.
    pub fn zh(self) -> &'static str {
        match self {
            Risk::Illness => "因病",
            Risk::Disability => "因残",
            Risk::Schooling => "因学",
            Risk::NaturalDisaster => "因自然灾害",
            Risk::Accident => "因意外事故",
            Risk::BusinessFailure => "因产业项目失败",
            Risk::UnstableEmployment => "因务工就业不稳",
            Risk::LaborShortage => "缺劳动力",
            Risk::UnsafeHousing => "因安全住房",
            Risk::UnsafeWater => "因安全饮水",
            Risk::Other => "其他",
        }
    }

    /// The position in the list, which is what a code column stores.
    pub fn index(self) -> i64 {
        self as i64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_risk_stands_at_its_own_index() {
        for (index, risk) in Risk::ALL.into_iter().enumerate() {
            assert_eq!(risk.index(), index as i64);
            assert_eq!(Risk::from_code(risk.code()), Some(risk));
        }
    }
}

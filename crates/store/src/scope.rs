//! 数据范围. What an account may know of: a region and everything below it, and within that, for a
//! department officer only what concerns the department, for a helper only the families assigned.
//!
//! Finders of households, cases, clues and appeals take a scope; what lies outside it does not
//! exist for them, in lists, counts, exports and related fields alike.

use kernel::RegionLevel;

/// 数据范围 of an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scope {
    /// The region; everything in it and below it.
    pub region_id: i64,
    /// The level of that region.
    pub level: RegionLevel,
    /// Only what concerns this department, by the name it has in `feeds/`, such as `教体局`.
    pub department: Option<String>,
    /// Only the families this account is 帮扶责任人 of.
    pub helper: Option<String>,
}

impl Scope {
    /// Everything of a region.
    #[must_use]
    pub fn region(region_id: i64, level: RegionLevel) -> Scope {
        Scope { region_id, level, department: None, helper: None }
    }

    /// The column that holds a row's region of this level. Lists are filtered by one equality
    /// column a level, never by the beginning of a code.
    #[must_use]
    pub fn region_column(&self) -> &'static str {
        match self.level {
            RegionLevel::Province => "province_id",
            RegionLevel::Prefecture => "prefecture_id",
            RegionLevel::County => "county_id",
            RegionLevel::Township => "township_id",
            RegionLevel::Village => "village_id",
        }
    }
}

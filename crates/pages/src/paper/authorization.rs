//! 承诺授权书.

use askama::Template;
use chrono::NaiveDate;

use super::Sheet;

/// 申请及承诺授权查询书: the family promises truth and allows the query of its property, for every
/// member. Signed in the house, scanned, and kept in the family's file.
#[derive(Clone, Template)]
#[template(path = "paper/authorization.html", whitespace = "minimize")]
pub struct AuthorizationLetter {
    /// Head and foot.
    pub sheet: Sheet,
    /// What monitored households are called on the day, from the packs.
    pub term: String,
    /// 户主.
    pub householder: String,
    /// Village and group.
    pub address: String,
    /// Every member, the householder too.
    pub members: Vec<LetterMember>,
    /// Empty rows for members nobody knew of.
    pub blank_members: u32,
    /// What may be queried, from the packs: 存款, 车辆, 房屋.
    pub queries: Vec<String>,
    /// The last day it serves; none leaves a place for the pen.
    pub valid_until: Option<NaiveDate>,
    /// Who signs for somebody who cannot; none leaves places for the pen.
    pub agent: Option<Agent>,
}

/// A member who signs.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct LetterMember {
    /// The name.
    pub name: String,
    /// 与户主关系.
    pub relation: String,
    /// 证件号码, as the caller shows it.
    pub id_number: String,
    /// Who signs for a child, or for somebody under guardianship.
    pub guardian: Option<String>,
}

/// 代理人.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Agent {
    /// The name.
    pub name: String,
    /// Their relation to the household.
    pub relation: String,
    /// 证件号码, as the caller shows it.
    pub id_number: String,
    /// The telephone.
    pub phone: String,
    /// Why they sign.
    pub reason: String,
}

impl AuthorizationLetter {
    /// The paper as text.
    #[must_use]
    pub fn render(&self) -> String {
        crate::html(self)
    }

    fn title(&self) -> String {
        format!("{}申请及承诺授权查询书", self.term)
    }

    fn until(&self) -> String {
        super::sheet::day_or_blank(&self.valid_until)
    }
}

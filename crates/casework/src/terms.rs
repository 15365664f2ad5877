//! The figures a decision depends on, as they stood on its day.

use kernel::Fen;
use serde::{Deserialize, Serialize};

/// Figures of the region's pack on the day of an action. They are kept in the history beside the
/// action, so that a case can be replayed, and a decision explained, when the pack has changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct CaseTerms {
    /// 监测范围: the line, in fen a head and year, when the region has one.
    pub line: Option<Fen>,
    /// How many causes a household may have.
    pub most_causes: u32,
    /// Full months of stable income before elimination.
    pub stable_months: u32,
    /// Names and sources of the above, for people: `case.stable_months 6（cn，practice §1.7）`.
    #[serde(default)]
    pub sources: Vec<String>,
}

//! 矛盾和蹊跷处: where the plans do not agree with themselves, with each other, or with arithmetic.

/// One finding of appendix C of the requirements catalogue. It is shown beside what it concerns;
/// no figure of a plan is changed for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Oddity {
    /// Its number in the appendix.
    pub no: u32,
    /// Leading digits of the regions whose plans it concerns; empty text is the nation.
    pub regions: Vec<String>,
    /// In Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
    /// Where in the documents.
    pub place: String,
}

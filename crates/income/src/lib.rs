//! 收入台账: what a household earned in a period, line by line, and what many accounts show.
//!
//! The lines of the collection form and the arithmetic are data: lines in `packs/*/income`, the
//! account in `packs/*/benefits/income_account.toml`. This crate decides which lines are known,
//! gives them to the account, and never adds up money a second way: the account is computed and
//! explained by `benefits`, for one household and for a county alike.
//!
//! Amounts are whole fen, rates basis points; no float touches an amount. What is unknown leaves the
//! account open: an account with a line that nobody has answered has no net income.

mod account;
mod analysis;
mod growth;
mod period;
mod plausibility;
mod sheet;

pub use account::{Account, ComponentAccount, ComponentState, Known, LineFrom, LineValue};
pub use analysis::{Band, Bands, Composition, median, shown_counts};
pub use growth::{Growth, annual_growth};
pub use period::IncomePeriod;
pub use plausibility::{Plausibility, check};
pub use sheet::{Sheet, SheetLine};

//! 收入台账: accounts of households, filled from what departments have sent, completed by the
//! village, and looked at by region.
//!
//! What a list knows is filled in; only what nobody knows is asked. A value that is corrected keeps
//! the one before it and needs a reason. The arithmetic is the account of the packs (`::income`).

mod analysis;
mod base;
mod collections;
mod enter;
mod error;
mod fill;
mod gather;
mod hand_back;
mod lake;
mod list;
mod names;
mod national;
mod period;
mod show;
mod workbook;

pub use ::income::IncomePeriod as Period;
pub use analysis::{BandView, ComponentView, GroupView, IncomeAnalysis, PathView, analyse};
pub use collections::{
    IncomeCollectionLine, IncomeCollectionView, collection, collections, export_differences,
    hand_back, take_collection,
};
pub use enter::{EnteredIncome, IncomeValueIn, enter};
pub use error::IncomeError;
pub use fill::{FormBurden, IncomeFilled, LineBurden, fill, latest};
pub use hand_back::{IncomeExported, export_national};
pub(crate) use lake::{TABLE, taken};
pub use list::{IncomeLine, IncomeQuery, accounts, export_accounts, periods};
pub use names::{IncomeFindingCount, IncomeFindingName};
pub use national::{IncomeDifference, IncomeImported, IncomeRefused, import_national};
pub use period::{default_period, period_of};
pub use show::{
    IncomeAccountView, IncomeComponentView, IncomeEntryView, IncomeFindingView, IncomeLineView,
    IncomePayment, show,
};
pub use workbook::{accounts_workbook, analysis_workbook};

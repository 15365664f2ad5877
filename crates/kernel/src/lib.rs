//! Values of the domain: money, regions, identity numbers, periods, the canonical tables.
//!
//! This crate reads text and numbers that others hand it and says what they mean. It opens no
//! file, asks no clock and knows no other crate of ours.

pub mod calendar;
pub mod cleaning;
pub mod credit_code;
pub mod decimal;
pub mod fen;
pub mod level;
pub mod long_number;
pub mod period;
pub mod person_name;
pub mod region;
pub mod region_names;
pub mod resident_id;
pub mod table;
pub mod value;
pub mod villager_group;
pub mod yearly_factor;

pub use calendar::{CalendarError, Holidays, china_day};
pub use credit_code::{CreditCode, CreditCodeProblem};
pub use fen::Fen;
pub use level::MatchLevel;
pub use long_number::longest_number;
pub use period::{Month, Period, PeriodError, full_months_between, minus_months};
pub use region::{Region, RegionChain, RegionError, RegionLevel, RegionTree};
pub use region_names::{AddressMatch, RegionNames};
pub use resident_id::{DisabilityMark, IdForm, IdProblem, IdReading, ResidentId, Sex, birth_hint};
pub use table::{Column, ColumnType, Table, TableError, TableKind, Tables};
pub use value::{Value, date_of, days_of, fingerprint};
pub use villager_group::group_name;
pub use yearly_factor::yearly_factor;

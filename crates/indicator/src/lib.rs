//! 指标: what the plans measure, and how far it has come.
//!
//! Definitions, targets, history and reports are files of the packs (`indicators/`, `targets/`,
//! `history/`, `reports/`); [`Indicators::load`] reads them strictly, with file and line. [`compute`] makes a
//! value of a county's facts, [`judge`] sets a target beside values: gap, progress, the value on
//! the path, a forecast, a light. What plans contradict themselves in ([`Oddity`], [`Conflict`])
//! is carried along and never mended.
//!
//! This crate opens no database and asks no clock.

mod amount;
mod compute;
mod counted;
mod definition;
mod forecast;
mod growth;
mod history;
mod indicators;
mod oddity;
mod path;
mod printed_unit;
mod progress;
mod read;
mod report;
mod steps;
mod target;

pub use amount::Amount;
pub use compute::{Contribution, Tally, compute, contributions};
pub use counted::{CasesCounted, ClueEnd, Counted, Window};
pub use definition::{Aggregate, Indicator, Measure, Path};
pub use forecast::{Forecast, ForecastMethod, Point, forecast};
pub use growth::annual_growth;
pub use history::{Column, Conflict, ConflictKind, History, HistoryTotal, HistoryYear};
pub use indicators::{Indicators, Outside};
pub use oddity::Oddity;
pub use path::on_path;
pub use printed_unit::PrintedUnit;
pub use progress::{Light, Limits, Progress, judge};
/// Stages and monitoring types of a case, as definitions may name them.
pub use read::{STAGES, TYPES};
pub use report::{
    Compared, Phrase, Report, ReportFigure, ReportLayout, ReportPart, ReportRows, Shown, phrases,
};
pub use steps::{Step, steps};
pub use target::{
    Baseline, Cascade, Comparator, Due, Growth, Nature, Target, TargetGroup, Wanted, Word,
};

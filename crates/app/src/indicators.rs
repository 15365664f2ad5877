//! 指标和规划目标: computed from a county's month, read from ledgers, or entered by hand with its
//! document; set beside the targets of the plans; opened down to the households behind a number.
//!
//! A county's month is the unit of computing, as of screening. Regions above the county add up the
//! numerators and denominators of their counties; they never average shares.

mod compute;
mod counted;
mod drill;
mod error;
mod evaluation;
mod facts_of_month;
mod for_assessment;
mod from_ledgers;
mod list;
mod look;
mod report;
mod story;
mod target_views;
mod targets;
mod tasks;
pub(crate) mod values;
mod workbook;

pub(crate) use self::for_assessment::{Number, indicator_number, ledger_number, populations};
pub use self::{
    compute::{ComputeReport, CountyIndicators, NotComputed, compute},
    drill::{FactShown, HouseholdPart, OpenOrder, OpenedIndicator, RegionPart, open},
    error::IndicatorError,
    evaluation::{NewEvaluation, TargetCounts, evaluate},
    list::{IndicatorLine, list},
    report::{NewValue, StatedValue, report, value_history},
    story::{ArithmeticStep, PathPoint, TargetPoint, TargetStory, story},
    target_views::{
        ConflictView, ForecastView, GrowthView, OddityView, TargetTable, TargetView, UpperView,
    },
    targets::targets,
    tasks::{NewTask, open_task, targets_with_tasks},
    workbook::targets_workbook,
};

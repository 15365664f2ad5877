//! 突发事件: what becomes of a household that an event may have hit, from the list of the campaign
//! to recovery, and when prices and indicators warn of regional risk.
//!
//! No figure stands here: days, limits and months come from the packs. The crate knows no SQL, no
//! HTTP and not who may do what.

mod action;
mod course;
mod error;
mod event_state;
mod member;
mod prices;
mod warning;

pub use action::{Entry, EventFinding, MemberAction, Recovery, Terms};
pub use course::{Course, course};
pub use error::ShockActionError;
pub use event_state::EventState;
pub use member::{Member, MemberStage, next};
pub use prices::{MonthlyPrice, PriceFall, monthly, price_falls};
pub use warning::{Verdict, lasting};

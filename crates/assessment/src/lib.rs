//! 考核评估: the yearly assessment of a county, by a scheme of the packs.
//!
//! A scheme (`assessment/*.toml`) says which evaluations are joined, what each item is worth and
//! where its number comes from, which households are sampled and what they are asked, and which
//! grade follows. [`Schemes::load`] reads it strictly. [`draw`] takes a sample that anybody can
//! draw again from the recorded seed, [`scored`] makes points of a number, [`judge`] joins the
//! parts to a total and a grade.
//!
//! Places and units are assessed, never persons: no name of a cadre has a place in a scheme.
//!
//! This crate opens no database and asks no clock.

mod grade;
mod read;
mod sample;
mod scheme;
mod schemes;
mod score;

pub use grade::{ItemResult, Judgement, PartScore, judge};
pub use sample::{Drawn, Frame, draw, fingerprint_of, frames, order_of, wanted};
pub use scheme::{
    Answer, Consequence, Grade, Item, May, Object, Part, Question, Scale, Scheme, Source, Stratum,
    Trigger, Veto,
};
pub use schemes::{Outside, Schemes};
pub use score::{Scored, scored, share};

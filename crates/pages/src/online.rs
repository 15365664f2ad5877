//! Pages for farmers: a few KiB each, elder-friendly (工信部 适老化), no script needed.
//!
//! Each is made in Chinese and in English from one template, where both languages of a sentence
//! stand beside each other. Words that depend on a place or a day come from the caller, in the
//! language of the [`Frame`]; names, places and what people wrote stay Chinese.

mod apply;
mod closed;
mod frame;
mod notices;
mod place;
mod progress;
mod receipt;

pub use apply::{
    ApplyField, ApplyPage, ApplyValues, Choice, FieldError, HONEYPOT, PhotoRule, Village,
};
pub use closed::{ClosedPage, PaperForm, Platform};
pub use frame::{Frame, TextSize};
pub use notices::{HangingNotice, PublicNoticesPage};
pub use place::{PlacePage, PlaceStep};
pub use progress::{ProgressForm, ProgressPage};
pub use receipt::{NextStep, ReceiptPage};

//! Stories: families followed from the first clue to the last state, through the interface and as
//! the people of a county, refusals included.
//!
//! Reading order: [`story`] (what a file says), [`family`] (which household of the month it is
//! about), [`words`] (what stands for dates and members), [`cast`] (accounts, sessions, requests),
//! [`play`].

pub mod cast;
pub mod family;
pub mod play;
pub mod story;
pub mod words;

/// The stories that come with the program: path and text.
pub const EMBEDDED: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/stories.rs"));

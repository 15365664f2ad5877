//! Reads department files into typed rows, problems and quarantine; matches people.
//!
//! A file goes through four steps: [`open`] finds out by content what it is and gives its sheets;
//! [`recognise`] finds the header row of a sheet, the feed it is, and what each column means;
//! [`RowReader`] turns every record into exactly one reading, a typed [`Row`] or a reason why it
//! is no data; [`Matcher`] says whom a row is about. What cannot be read stays visible: cells as
//! [`Warning`]s, rows as outcomes with a reason, sheets as [`FileError`]s.
//!
//! The crate knows no database, no screen and no rule of policy. What departments call things is
//! data: `feeds/*.toml`, read by [`Feeds`].

mod amount;
mod book;
mod columnar;
mod dates;
mod delimited;
mod encoding;
mod error;
mod feed;
mod formula;
mod grid;
mod header;
mod markup;
mod merges;
mod names;
mod phone;
mod reader;
mod recognise;
mod record;
mod repeats;
mod roster;
mod row;
mod skip;
mod tally;
mod verdict;
mod words;
mod workbook;

pub use book::{Book, FileFormat, HEAD_ROWS, HeadRow, Records, Sheet, open};
pub use dates::{DateCell, read as read_date};
pub use encoding::TextEncoding;
pub use error::{FeedError, FileError};
pub use feed::{DepartedRule, Feed, FeedColumn, Feeds, Register, Role};
pub use formula::neutralise_formula;
pub use header::{loose as loose_header, normal as normal_header};
pub use names::agree as names_agree;
pub use reader::{RowReader, Step};
pub use recognise::{Recognised, SavedMapping, SourceColumn, recognise};
pub use record::Record;
pub use repeats::{Duplicates, HouseholdRepeats, Repeats};
pub use roster::{BlindIndex, Departure, Roster, RosterPerson, StruckOff, group_key, phone_key};
pub use row::{PersonCells, Reading, Row, RowSubject, Skip, Warning, WarningCode};
pub use tally::Tally;
pub use verdict::{Candidate, Evidence, Matcher, Outcome, ReviewReason, UnmatchedReason, Verdict};

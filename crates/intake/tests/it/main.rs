//! Whole files through the crate, as a department sends them.

mod another_county;
mod files;
mod invented;
mod matching;
mod sample;
mod support;
mod synonyms;

//! The program as offices use it: files in, clues out, killed, mended, explained.

mod accounts;
mod appeals;
mod audit;
mod cases;
mod interrupted;
mod invented;
mod mending;
mod sample_county;
mod stories;
mod support;

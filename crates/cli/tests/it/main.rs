//! The program as offices use it: files in, clues out, killed, mended, explained.

mod accounts;
mod audit;
mod appeals;
mod cases;
mod interrupted;
mod invented;
mod mending;
mod sample_county;
mod support;

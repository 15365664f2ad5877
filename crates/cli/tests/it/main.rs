//! The program as offices use it: files in, clues out, killed, mended, explained.

mod accounts;
mod appeals;
mod assessment;
mod audit;
mod benefits;
mod cases;
mod income;
mod interrupted;
mod invented;
mod killed_server;
mod mending;
mod policy;
mod sample_county;
mod served;
mod stories;
mod support;

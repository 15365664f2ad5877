//! Use cases on a real home folder: the repository's definitions, an empty database, and an
//! invented county.

mod access;
mod accounts;
mod assistance;
mod notices;
mod sign_in;
mod support;
mod village;

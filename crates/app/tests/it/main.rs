//! Use cases on a home folder with the repository's definitions.

mod access;
mod accounts;
mod sign_in;
mod support;

//! Tests of the crate through its public functions.

mod explained;
mod many;
mod shipped;
mod support;
mod wrong;

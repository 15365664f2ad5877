//! Invented populations for the demonstration and the benchmarks.
//!
//! Nobody here exists. [`population`] writes a county, a prefecture or a province
//! into a lake; [`screening`] screens it and [`bare_scan`] reads the same columns
//! and nothing more; [`indicators`] computes indicators over it; [`policy_bench`] judges rules and computes benefits from plain
//! columns; [`oracle`] writes down what other engines have to agree with.

pub mod bare_scan;
pub mod county_files;
pub mod import_files;
mod in_parallel;
pub mod indicators;
pub mod lake_folder;
pub mod oracle;
pub mod policy_bench;
pub mod population;
mod random;
pub mod screening;

pub use random::Random;

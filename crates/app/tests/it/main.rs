//! Use cases on a real home folder: the repository's definitions, an empty database, and an
//! invented county.

mod notices;
mod village;

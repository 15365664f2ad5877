//! Evidence in Parquet: canonical tables, declared facts, and the screening of a county's month.
//!
//! The lake knows persons and households by surrogate keys only. It holds no
//! identity number, no name and no telephone, and it never opens the record of
//! decisions: whoever calls it says which files belong to a county and a month.
//!
//! Reading order: [`layout`] (what a file looks like), [`writer`], [`snapshot`]
//! (who lives where on the day of the screening), [`expression`] and
//! [`declaration`] (what `facts/*.toml` may say), [`fold`] (computing them),
//! [`judging`] (comparing them with rules), [`contribution`] (the rows behind a
//! value), [`sql`] (the same facts as SQL).

pub mod contribution;
pub mod declaration;
pub mod expression;
mod fact_names;
pub mod fold;
pub mod judging;
pub mod labels;
pub mod layout;
pub mod payments;
pub mod registry_file;
pub mod row_hashes;
pub mod scan;
pub mod snapshot;
pub mod sql;
pub mod writer;

pub use fact_names::fact_names;

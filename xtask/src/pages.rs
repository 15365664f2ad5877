//! `docs/packs/` is generated from the packs. What writes it is a test of the policy crate, so that
//! this program needs no crate of ours; the same test holds the pages at every other run.

use std::process::Command;

use crate::run::run;

/// Rewrites the pages.
pub fn write() -> anyhow::Result<()> {
    let words = ["test", "--quiet", "--package", "policy", "--test", "it", "pages"];
    run(Command::new(env!("CARGO")).args(words).env("UPDATE_PACK_PAGES", "1"))
}

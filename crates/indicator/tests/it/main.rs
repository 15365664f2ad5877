//! What the repository's packs say of indicators, and what the crate makes of it.

mod history;
mod households;
mod progress;
mod refused;
mod support;
mod targets;

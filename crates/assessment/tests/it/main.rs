//! What the repository's packs say of assessment, and what is refused.

mod refused;
mod shipped;
mod support;

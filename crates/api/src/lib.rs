//! HTTP: routes, who may use them, problems, OpenAPI.
//!
//! A request goes through one door, the `gate`: it finds out who asks, whether their roles may
//! use the endpoint (`access.toml`), and whether the same write was answered before. The handler
//! then calls one use case of `app` with the time and the person, and shows what comes back.
//!
//! **Invariant:** nothing here decides. No SQL, no file of evidence, no rule; a handler without an
//! entry in `access.toml` keeps the program from starting.

mod answer;
mod crowd;
mod endpoints;
mod gate;
mod idempotency;
mod identity;
mod input;
mod page;
mod problem;
mod public;
mod router;
mod sent_file;
mod server;
mod sheets;
mod site;
mod worker;

pub use gate::{access_table, check_access};
pub use router::{openapi, router};
pub use server::{Clock, Server};
pub use worker::work;

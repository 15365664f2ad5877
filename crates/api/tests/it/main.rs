//! The interface through its router, as the people who use it.

mod access;
mod cases;
mod documents;
mod jobs;
mod office;
mod policy;
mod scope;
mod sessions;

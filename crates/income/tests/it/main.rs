//! The income account on the shipped packs: worked examples, lines that are missing, the plan.

mod account;
mod plan;
mod support;

//! What a person, a household or an organisation is entitled to on a day, with the arithmetic.
//!
//! A benefit is data: `packs/*/benefits/<id>.toml` names its inputs, the parameters it uses and its
//! steps, formulas in the syntax of `facts/*.toml`. [`Schedule`] compiles the benefits of a region
//! and a day, with the figures of the nearest packs put into the formulas; a benefit is then
//! computed for a million people over whole columns ([`Compiled::evaluate`]) or for one with every
//! step shown ([`Compiled::explain`]). Both go through the same formulas.
//!
//! Amounts are whole fen, rates basis points. This crate knows no database and no file format but
//! the packs, which `policy` reads.
//!
//! ```no_run
//! # fn main() -> anyhow::Result<()> {
//! # let facts = policy::FactNames::new();
//! let packs = policy::Packs::load("packs".as_ref(), &facts)?;
//! let on = "2023-10-31".parse()?;
//! let schedule = benefits::Schedule::compile(&packs, "532327", on)?;
//! let aid = schedule.get("medical_premium_aid").expect("it is in the packs");
//! let explained = aid.explain(&[("monitored".into(), 1)].into())?;
//! println!("{}", explained.amount.unwrap_or_default());
//! # Ok(())
//! # }
//! ```

mod arithmetic;
mod cases;
mod check;
mod column;
mod compile;
mod evaluate;
mod explain;
mod schedule;
mod shown;

pub use check::check;
pub use column::Column;
pub use compile::Compiled;
pub use evaluate::Entitlements;
pub use explain::{BenefitExplanation, InputShown, ParameterShown, State, StepShown, ValueFrom};
pub use schedule::Schedule;

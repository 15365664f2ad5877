//! HTML from the server: pages for farmers, and paper.
//!
//! Every page is a struct of plain fields with a `render`: whoever fills it decides, the page
//! shows. The pages for farmers are small, work without a script and on old telephones; those for
//! paper are printed by the browser on A4. Two style sheets and one small script are [`Asset`]s,
//! served at [`ASSETS_AT`]; colours and type are those of the console (`tokens.css`).
//!
//! **Invariant:** nothing here knows a database, HTTP or a policy. What depends on a place or a
//! day (limits, telephones, names of platforms, classes, lists) is a field. What must be masked is
//! masked by the caller; [`contains_identity`] is what the tests hold public pages against.

mod asset;
mod identity;
mod lang;
mod qr;
mod table;

pub mod online;
pub mod paper;

pub use asset::{APPLY_CSS, ASSETS, ASSETS_AT, Asset, PAPER_CSS, READ_ALOUD_JS};
pub use identity::contains_identity;
pub use lang::Lang;
pub use table::Table;

/// The page as text.
fn html(page: &impl askama::Template) -> String {
    page.render().expect("templates write into a String, and none of their values can fail")
}

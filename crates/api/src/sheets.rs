//! Papers filled from the views of `app`. What a form does not know is left for the pen.

use app::{dossier::Dossier, households::MemberView};

mod case;
mod dossier;
mod record;
mod report;

pub(crate) use case::{authorization, card, plan, review, verification};
pub(crate) use dossier::whole_dossier;
pub(crate) use record::record_form;
pub(crate) use report::report;

/// The members who live there now.
fn living(dossier: &Dossier) -> impl Iterator<Item = &MemberView> {
    dossier.household.members.iter().filter(|it| it.departed.is_none())
}

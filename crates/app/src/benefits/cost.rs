//! What benefits come to for a county by given packs, without looking at payments.

use std::sync::Arc;

use kernel::Region;
use policy::Packs;

use super::{BenefitCount, Computed, county::Found};
use crate::{evidence::CountyEvidence, home::Home};

/// Each benefit of a county: who is entitled, and to how much together. A benefit whose tables have
/// not arrived counts nobody and says which are missing.
///
/// # Errors
/// When evidence cannot be read, or a benefit is not sound.
pub(crate) fn cost(
    home: &Home,
    packs: &Packs,
    county: &Region,
    evidence: Arc<CountyEvidence>,
) -> anyhow::Result<Vec<BenefitCount>> {
    let computed = Computed::with(home, packs, county, evidence)?;
    let mut found = Found::default();
    for compiled in computed.schedule.benefits() {
        found.add(home, &computed, compiled, &[], county)?;
    }
    Ok(found.counts)
}

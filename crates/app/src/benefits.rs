//! 待遇: what a household is entitled to, and for a county who is entitled and has not received,
//! who has received and is not entitled.
//!
//! Facts are those of screening: computed from the county's lists of the month. Where a list that a
//! benefit needs has not arrived, nothing is said of that benefit.

mod cost;
mod county;
mod household;
mod paid;
mod trial;
mod workbook;

pub use county::{
    BenefitCount, BenefitFinding, BenefitRow, CountyBenefits, PaidRow, county_benefits,
};
pub use household::{BenefitsOf, HouseholdBenefits, Who, household_benefits};
pub use trial::{check, try_file};
pub use workbook::county_workbook;

pub(crate) use cost::cost;

use std::{collections::BTreeSet, sync::Arc};

use ::benefits::{Column, Compiled, Schedule};
use kernel::{Month, Region};
use lake::{declaration::Subject, fold::Folded};
use policy::{BenefitSubject, Packs};
use store::Tx;

use crate::{evidence::CountyEvidence, home::Home};

/// A county's benefits of a month with the facts they read.
struct Computed {
    evidence: Arc<CountyEvidence>,
    schedule: Schedule,
    folded: Folded,
}

impl Computed {
    async fn of(
        home: &Home,
        tx: &mut Tx,
        county: &Region,
        month: Month,
    ) -> anyhow::Result<Computed> {
        let evidence = Arc::new(CountyEvidence::of(home, tx, county, month).await?);
        Computed::with(home, &home.packs(), county, evidence)
    }

    /// By these packs, from evidence that has been read.
    fn with(
        home: &Home,
        packs: &Packs,
        county: &Region,
        evidence: Arc<CountyEvidence>,
    ) -> anyhow::Result<Computed> {
        let code = county.leading_digits();
        let schedule = Schedule::compile(packs, code, evidence.as_of)?;
        let facts = &home.definitions.facts;
        let wanted = facts.closure(schedule.facts());
        let folded = lake::fold::fold(facts, &wanted, &evidence.for_folding(home))?;
        Ok(Computed { evidence, schedule, folded })
    }

    /// The tables a benefit needs that have not arrived.
    fn missing_tables(&self, home: &Home, compiled: &Compiled) -> BTreeSet<String> {
        let facts = &home.definitions.facts;
        compiled
            .facts()
            .filter_map(|it| facts.get(it))
            .flat_map(|it| &it.needs)
            .filter(|it| !self.evidence.files.contains_key(*it))
            .cloned()
            .collect()
    }

    /// The values of an input, one for each person or household; nothing for what is given by hand.
    fn column(&self, home: &Home, compiled: &Compiled, input: &str) -> Option<Column> {
        let facts = &home.definitions.facts;
        let input = compiled.benefit.inputs.iter().find(|it| it.name == input)?;
        let position = facts.position(input.fact.as_deref()?)?;
        let values = self.folded.sure.column(position)?;
        let of_household = facts.all()[position].of == Subject::Household;
        if of_household && compiled.benefit.of == BenefitSubject::Person {
            return Some(Column::spread(values, &self.evidence.snapshot.household_of));
        }
        Some(Column::of(values.to_vec()))
    }

    /// The value of an input of one person or household.
    fn value(&self, home: &Home, fact: &str, person: Option<u32>, household: u32) -> Option<i64> {
        let facts = &home.definitions.facts;
        let position = facts.position(fact)?;
        let at = match facts.all()[position].of {
            Subject::Household => household,
            Subject::Person => person?,
        };
        let value = *self.folded.sure.column(position)?.get(at as usize)?;
        (value != lake::snapshot::ABSENT).then_some(value)
    }
}

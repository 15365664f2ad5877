//! The facts of a county's month that indicators read, and the figures of its rules.

use std::collections::BTreeMap;

use indicator::{Indicator, Measure};
use kernel::{Month, Region, fingerprint};
use lake::fold::{FactTable, fold};
use store::Tx;

use crate::{evidence::CountyEvidence, home::Home};

/// The evidence of a county's month with the indicators that apply to it.
pub(super) struct FactsOfMonth<'a> {
    pub(super) home: &'a Home,
    pub(super) county: Region,
    pub(super) evidence: CountyEvidence,
    /// Those over households, in force at the end of the month.
    pub(super) indicators: Vec<&'a Indicator>,
}

impl<'a> FactsOfMonth<'a> {
    /// Of a county; what is history is answered from what it was answered from then.
    pub(super) async fn of(
        home: &'a Home,
        tx: &mut Tx,
        county: &Region,
        month: Month,
    ) -> anyhow::Result<FactsOfMonth<'a>> {
        let evidence = CountyEvidence::answering(home, tx, county, month).await?;
        let code = county.leading_digits();
        let indicators = home.definitions.indicators.of(code).into_iter();
        let indicators = indicators
            .filter(|it| matches!(it.measure, Measure::Households { .. }))
            .filter(|it| it.from <= evidence.as_of)
            .collect();
        Ok(FactsOfMonth { home, county: county.clone(), evidence, indicators })
    }

    /// Everything the values depend on: evidence, facts, parameters, definitions.
    pub(super) fn hash(&self) -> String {
        let of = [
            self.evidence.hash(),
            self.home.definitions.facts.hash(),
            self.home.packs().hash(),
            self.home.definitions.indicators.hash().to_owned(),
        ];
        format!("{:016x}", fingerprint(&of.join(" ")).cast_unsigned())
    }

    /// Folds the facts that these indicators name.
    pub(super) fn fold(&self, wanted: &[&Indicator]) -> anyhow::Result<FactTable> {
        let facts = &self.home.definitions.facts;
        let wanted = facts.closure(wanted.iter().flat_map(|it| it.facts()));
        Ok(fold(facts, &wanted, &self.evidence.for_folding(self.home))?.sure)
    }

    /// The parameters of an indicator as they apply; none when one has no value on that day.
    pub(super) fn constants(&self, indicator: &Indicator) -> Option<BTreeMap<String, i64>> {
        let (packs, code) = (self.home.packs(), self.county.leading_digits());
        let value = |(name, parameter): &(String, String)| {
            let found = packs.parameter(parameter, code, self.evidence.as_of)?;
            Some((name.clone(), found.value))
        };
        indicator.parameters().iter().map(value).collect()
    }

    /// The tables an indicator needs and that have not arrived.
    pub(super) fn missing_tables(&self, indicator: &Indicator, table: &FactTable) -> Vec<String> {
        let facts = &self.home.definitions.facts;
        let mut missing: Vec<String> = indicator
            .facts()
            .into_iter()
            .filter_map(|it| facts.position(it))
            .filter(|it| table.is_unknown(*it))
            .flat_map(|it| &facts.all()[it].needs)
            .filter(|it| !self.evidence.files.contains_key(*it))
            .cloned()
            .collect();
        missing.sort();
        missing.dedup();
        missing
    }
}

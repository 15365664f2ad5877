//! One household: every benefit of it and of its members, each with its arithmetic.

use std::collections::BTreeMap;

use ::benefits::{BenefitExplanation, Compiled};
use anyhow::Context;
use chrono::NaiveDate;
use kernel::{Month, Region};
use policy::BenefitSubject;
use serde::Serialize;
use store::Scope;

use super::Computed;
use crate::home::Home;

/// Who is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Who {
    /// A household by its 户编号.
    HouseholdNo(String),
    /// A household by its key.
    Household(i64),
    /// A person by key: the household's benefits, and this member's only.
    Person(i64),
}

/// The benefits of a household.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
pub struct HouseholdBenefits {
    /// Key.
    pub household: i64,
    /// 户编号.
    pub household_no: String,
    /// 村, with its township.
    pub village: String,
    /// The day: the last of the month.
    pub on: NaiveDate,
    /// Fingerprint of the packs.
    pub packs: String,
    /// Of the household.
    pub of_household: Vec<BenefitsOf>,
    /// Of its members.
    pub of_members: Vec<BenefitsOf>,
}

/// One benefit of one household or person.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
pub struct BenefitsOf {
    /// Key of the person; none for the household.
    pub person: Option<i64>,
    /// Name of the person.
    pub name: Option<String>,
    /// Tables it needs that have not arrived: nothing certain can be said.
    pub missing_tables: Vec<String>,
    /// The result with every step.
    pub explanation: BenefitExplanation,
}

/// The benefits of a household of a county in a month; none when it is not in the scope.
///
/// # Errors
/// When the evidence cannot be read, or a benefit is not sound.
pub async fn household_benefits(
    home: &Home,
    scope: &Scope,
    county: &Region,
    who: &Who,
    month: Month,
) -> anyhow::Result<Option<HouseholdBenefits>> {
    let mut tx = home.db.read().await?;
    let household = match who {
        Who::Household(id) => Some(*id),
        Who::HouseholdNo(no) => {
            let no = no.trim().replace('\0', "");
            tx.household_by_no(county.id, &no).await?.map(|it| it.id)
        }
        Who::Person(id) => tx.person(*id).await?.map(|it| it.household_id),
    };
    let Some(household) = household else { return Ok(None) };
    if !tx.household_is_in(household, scope).await? {
        return Ok(None);
    }
    let Some(stored) = tx.household(household).await?.filter(|it| it.county_id == county.id) else {
        return Ok(None);
    };
    let members = tx.members_of(household).await?;
    let computed = Computed::of(home, &mut tx, county, month).await?;
    drop(tx);
    let snapshot = &computed.evidence.snapshot;
    let at = snapshot.household(household).context("这一户已不在登记簿里")?;

    let mut of_household = Vec::new();
    let mut of_members = Vec::new();
    for compiled in computed.schedule.iter().filter(|it| concerns(scope, it)) {
        match compiled.benefit.of {
            BenefitSubject::Household => {
                of_household.push(explained(home, &computed, compiled, None, None, at)?);
            }
            BenefitSubject::Person => {
                let wanted = members.iter().filter(|it| match who {
                    Who::Person(id) => it.id == *id,
                    _ => it.departed.is_none(),
                });
                for member in wanted {
                    let Some(position) = snapshot.person(member.id) else { continue };
                    let person = Some((member.id, position));
                    let name = Some(member.name.clone());
                    of_members.push(explained(home, &computed, compiled, person, name, at)?);
                }
            }
            BenefitSubject::Organisation => {}
        }
    }
    Ok(Some(HouseholdBenefits {
        household,
        household_no: stored.national_household_no.or(stored.police_book_no).unwrap_or_default(),
        village: home.definitions.regions.name_path(stored.village_id),
        on: computed.evidence.as_of,
        packs: computed.schedule.packs.clone(),
        of_household,
        of_members,
    }))
}

/// A department's officer sees what the department decides, and accounts.
pub(super) fn concerns(scope: &Scope, compiled: &Compiled) -> bool {
    match (&scope.department, &compiled.benefit.department) {
        (Some(mine), Some(theirs)) => mine == theirs,
        _ => true,
    }
}

fn explained(
    home: &Home,
    computed: &Computed,
    compiled: &Compiled,
    person: Option<(i64, u32)>,
    name: Option<String>,
    household: u32,
) -> anyhow::Result<BenefitsOf> {
    let mut given = BTreeMap::new();
    for input in &compiled.benefit.inputs {
        let Some(fact) = &input.fact else { continue };
        let position = person.map(|(_, position)| position);
        if let Some(value) = computed.value(home, fact, position, household) {
            given.insert(input.name.clone(), value);
        }
    }
    Ok(BenefitsOf {
        person: person.map(|(id, _)| id),
        name,
        missing_tables: computed.missing_tables(home, compiled).into_iter().collect(),
        explanation: compiled.explain(&given)?,
    })
}

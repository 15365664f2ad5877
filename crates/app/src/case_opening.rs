//! How a case begins, whether from a clue, from an appeal or from the national register: who
//! belongs to the family, where it is registered and where it lives.

use std::collections::{BTreeMap, BTreeSet};

use casework::{BaseType, ClueSource, Opening, Stage};
use chrono::{DateTime, NaiveDate, Utc};
use serde_json::json;
use store::{NewCase, StoredCase, Tx};

use crate::{cases::CaseError, home::Home};

/// A family whose case is to be opened.
#[derive(Debug, Clone)]
pub(crate) struct Family {
    /// The household.
    pub household_id: i64,
    /// 户籍地, a village.
    pub village_id: i64,
    /// 居住地 of a household that was relocated.
    pub residence_village_id: Option<i64>,
    /// 户类型.
    pub base_type: BaseType,
    /// Living members.
    pub members: BTreeSet<i64>,
}

impl Family {
    /// A family as the register has it.
    ///
    /// # Errors
    /// [`CaseError::NoHousehold`] when there is none of that key.
    pub(crate) async fn find(tx: &mut Tx, household_id: i64) -> Result<Family, CaseError> {
        let mut families = Family::find_many(tx, &[household_id]).await?;
        families.remove(&household_id).ok_or(CaseError::NoHousehold(household_id))
    }

    /// Families by the key of their household; keys the register does not have are left out.
    pub(crate) async fn find_many(
        tx: &mut Tx,
        household_ids: &[i64],
    ) -> Result<BTreeMap<i64, Family>, CaseError> {
        let mut families = BTreeMap::new();
        for it in tx.households_by_id(household_ids).await? {
            let family = Family {
                household_id: it.id,
                village_id: it.village_id,
                residence_village_id: None,
                base_type: base_type(&it.base_type),
                members: BTreeSet::new(),
            };
            families.insert(it.id, family);
        }
        for (household_id, person_id) in tx.living_members_of(household_ids).await? {
            if let Some(family) = families.get_mut(&household_id) {
                family.members.insert(person_id);
            }
        }
        for it in tx.residences_of(household_ids).await? {
            if let Some(family) = families.get_mut(&it.household_id) {
                family.residence_village_id = it.village_id;
            }
        }
        Ok(families)
    }
}

/// The regions that see the case of a household: those on the way from its home, and from its
/// residence, to the province.
pub(crate) fn regions_of(home: &Home, village: i64, residence: Option<i64>) -> BTreeSet<i64> {
    let regions = &home.definitions.regions;
    let seen_by = |village: i64| regions.ancestors(village).map(|it| it.id).chain([village]);
    [Some(village), residence].into_iter().flatten().flat_map(seen_by).collect()
}

/// 户类型 of the register; what it does not know is an ordinary household.
pub(crate) fn base_type(word: &str) -> BaseType {
    serde_json::from_value(json!(word)).unwrap_or(BaseType::OrdinaryHousehold)
}

/// A case at its beginning, to be inserted under a number of the counter `cases`.
pub(crate) fn new_case(
    home: &Home,
    id: i64,
    family: &Family,
    opening: &Opening,
    now: DateTime<Utc>,
) -> anyhow::Result<NewCase> {
    Ok(NewCase {
        regions: regions_of(home, family.village_id, family.residence_village_id),
        clues: opening.clues.clone(),
        case: StoredCase {
            id,
            household_id: family.household_id,
            village_id: family.village_id,
            residence_village_id: family.residence_village_id,
            stage: Stage::Clue.word().to_owned(),
            is_open: true,
            version: 0,
            first_clue_on: opening.first_clue_on,
            opening: serde_json::to_value(opening)?,
            opened_at: now,
            changed_at: now,
        },
    })
}

/// The opening of a family's case.
pub(crate) fn opening(
    family: &Family,
    source: ClueSource,
    first_clue_on: NaiveDate,
    clues: BTreeSet<String>,
) -> Opening {
    Opening {
        household_id: family.household_id,
        base_type: family.base_type,
        members: family.members.clone(),
        first_clue_on,
        source,
        clues,
    }
}

/// Opens one case for a family that has no open one, and gives its number. Nothing is dispatched
/// yet; the caller appends the audit row and commits.
pub(crate) async fn open_case(
    home: &Home,
    tx: &mut Tx,
    household_id: i64,
    source: ClueSource,
    first_clue_on: NaiveDate,
    departments: BTreeSet<String>,
    now: DateTime<Utc>,
) -> Result<i64, CaseError> {
    let family = Family::find(tx, household_id).await?;
    let opening = opening(&family, source, first_clue_on, BTreeSet::new());
    let id = tx.allocate("cases", 1).await?;
    let fresh = new_case(home, id, &family, &opening, now)?;
    tx.insert_cases(std::slice::from_ref(&fresh)).await?;
    let case = casework::Case::open(opening);
    let summary = crate::case_summary::summary(home, &fresh.case, &case, departments)?;
    tx.save_case_summaries(&[summary]).await?;
    Ok(id)
}

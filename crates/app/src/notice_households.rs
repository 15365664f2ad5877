//! What a notice may know of a household, loaded from its case and the register.

use std::collections::BTreeSet;

use anyhow::Context;
use casework::{Case, MonitoringType, Namesake, NoticeHousehold, Stage, legal_types};
use kernel::Fen;
use policy::ChainKind;
use store::{Person, StoredCase, Tx};

use crate::home::Home;

/// A case on its way onto a notice.
pub(crate) struct Listed {
    /// The case as it is found.
    pub(crate) stored: StoredCase,
    /// The case as its history makes it.
    pub(crate) case: Case,
}

/// The household of a case. The identity number is opened only where another householder in the
/// same group has the same name, and then four characters of it are kept. `line` is the line of
/// the day, which the type of a household that is not decided yet follows from.
pub(crate) async fn load(
    home: &Home,
    tx: &mut Tx,
    listed: &Listed,
    procedure: Option<ChainKind>,
    line: Option<Fen>,
) -> anyhow::Result<NoticeHousehold> {
    let Listed { stored, case } = listed;
    let household = tx.household(case.household_id).await?;
    let household = household.with_context(|| format!("案 {} 的户不在登记簿里", stored.id))?;
    let group = match household.group_id {
        Some(id) => {
            let groups = tx.groups_in(household.county_id).await?;
            groups.into_iter().find(|it| it.id == id).map(|it| it.name)
        }
        None => None,
    };
    let head = householder(tx, case).await?;
    let mut namesake = Namesake::Nobody;
    let mut last4 = None;
    if let Some(head) = &head {
        for other in tx.heads_named(household.village_id, &head.name).await? {
            if other.household_id == household.id {
                continue;
            }
            let is_elsewhere = household.group_id.is_some()
                && other.group_id.is_some()
                && other.group_id != household.group_id;
            namesake =
                namesake.max(if is_elsewhere { Namesake::InVillage } else { Namesake::InGroup });
        }
        if namesake == Namesake::InGroup {
            last4 = Some(last_four(home, head)?);
        }
    }
    Ok(NoticeHousehold {
        householder: head.map_or_else(String::new, |it| it.name),
        group,
        members: u32::try_from(case.members.len()).context("成员太多")?,
        monitoring_type: monitoring_type(case, line),
        procedure,
        measure_groups: case.measures.iter().map(|it| it.group).collect::<BTreeSet<_>>(),
        meeting_day: case.meeting.as_ref().map(|it| it.on),
        namesake,
        last4,
    })
}

async fn householder(tx: &mut Tx, case: &Case) -> anyhow::Result<Option<Person>> {
    for id in &case.members {
        let person = tx.person(*id).await?;
        if let Some(person) = person.filter(|it| it.is_head && it.departed.is_none()) {
            return Ok(Some(person));
        }
    }
    Ok(None)
}

/// The type that was decided; before the decision the one that follows from base type and income,
/// if only one does.
fn monitoring_type(case: &Case, line: Option<Fen>) -> Option<MonitoringType> {
    if case.stage != Stage::Identifying {
        return case.monitoring.as_ref().map(|it| it.monitoring_type);
    }
    let income = case.visit.as_ref().and_then(|it| it.net_income_per_capita).map(Fen);
    match legal_types(case.base_type, income, line)[..] {
        [only] => Some(only),
        _ => None,
    }
}

fn last_four(home: &Home, person: &Person) -> anyhow::Result<String> {
    let number = home.keys.open("id_number", &person.id_sealed)?;
    let number = String::from_utf8(number).context("证件号读不出来")?;
    let begin = number.len().checked_sub(4).context("证件号太短")?;
    Ok(number.get(begin..).context("证件号读不出来")?.to_owned())
}

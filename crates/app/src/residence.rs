//! 居住地 of relocated households (易地搬迁): the 户籍地 stays in the old village, and home and
//! residence both see the case. Few files give it, so an officer can enter it; what an officer has
//! entered no import overwrites.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use kernel::RegionLevel;
use serde::Serialize;
use serde_json::json;
use store::{DbError, Household, Residence, Scope, Tx};

use crate::{case_opening::regions_of, home::Home};

/// Stored words for who said it.
const OFFICER: &str = "officer";
const IMPORT: &str = "import";

/// Why a residence cannot be shown or set.
#[derive(Debug, thiserror::Error)]
pub enum ResidenceError {
    /// There is no such household, or the caller may not know of it.
    #[error("没有这一户（{0}）：请核对户的编号")]
    NotFound(i64),
    /// There is no such region.
    #[error("没有行政区划 {0}：请写村的 12 位统计用区划代码（用 regions 命令查找）")]
    NoSuchRegion(String),
    /// A household lives in a village.
    #[error("{0} 不是村：居住地请写到村或社区")]
    NotAVillage(String),
    /// Database or files.
    #[error(transparent)]
    Internal(#[from] anyhow::Error),
}

impl ResidenceError {
    /// The code clients may rely on.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            ResidenceError::NotFound(_) => "household.not_found",
            ResidenceError::NoSuchRegion(_) => "residence.no_such_region",
            ResidenceError::NotAVillage(_) => "residence.not_a_village",
            ResidenceError::Internal(_) => "internal",
        }
    }
}

impl From<DbError> for ResidenceError {
    fn from(error: DbError) -> ResidenceError {
        ResidenceError::Internal(error.into())
    }
}

/// Where a household is registered, and where it lives.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ResidenceView {
    /// Key of the household.
    pub household: i64,
    /// 户籍地, a village with its township.
    pub village: String,
    /// 居住地, when it is another village.
    pub residence: Option<String>,
    /// Code of that village.
    pub residence_code: Option<String>,
    /// Since when it is known; none when nobody has said anything.
    pub since: Option<NaiveDate>,
    /// `officer` or `import`.
    pub source: Option<String>,
    /// Cases that were moved by what was done just now.
    pub cases_moved: usize,
}

/// Where a household lives.
///
/// # Errors
/// [`ResidenceError::NotFound`] when it is not in the scope, or when the database cannot be read.
pub async fn show(
    home: &Home,
    scope: &Scope,
    household_id: i64,
) -> Result<ResidenceView, ResidenceError> {
    let mut tx = home.db.read().await?;
    let (household, residence) = find(home, &mut tx, scope, household_id).await?;
    Ok(view(home, &household, residence, 0))
}

/// Says where a household lives: a village by its code, or none when it lives where it is
/// registered. Its cases that are not over move along.
///
/// # Errors
/// [`ResidenceError`]; then nothing is changed.
pub async fn set(
    home: &Home,
    scope: &Scope,
    household_id: i64,
    village: Option<&str>,
    actor: &str,
    now: DateTime<Utc>,
) -> Result<ResidenceView, ResidenceError> {
    let mut tx = home.db.write().await?;
    let (household, _) = find(home, &mut tx, scope, household_id).await?;
    let village_id = match village {
        Some(code) => Some(village_of(home, code)?).filter(|it| *it != household.village_id),
        None => None,
    };
    let since = kernel::china_day(now);
    let residence = Residence { household_id, village_id, since, source: OFFICER.to_owned() };
    tx.save_residences(std::slice::from_ref(&residence)).await?;
    let moved = move_cases(home, &mut tx, &BTreeMap::from([(household_id, village_id)])).await?;
    let code = village_id.and_then(|it| code_of(home, it));
    tx.append_audit(
        now,
        actor,
        "household.residence",
        &format!("household {household_id}"),
        &json!({ "village": code, "cases_moved": moved }),
    )
    .await?;
    tx.commit().await?;
    Ok(view(home, &household, Some(residence), moved))
}

/// Takes what files say of residences: households with their villages. What an officer entered
/// stays. Gives how many residences are new or other than before.
pub(crate) async fn note_imported(
    home: &Home,
    tx: &mut Tx,
    said: &BTreeMap<i64, i64>,
    on: NaiveDate,
) -> anyhow::Result<usize> {
    let ids: Vec<i64> = said.keys().copied().collect();
    let known: BTreeMap<i64, Residence> =
        tx.residences_of(&ids).await?.into_iter().map(|it| (it.household_id, it)).collect();
    let is_news = |household: &i64, village: &i64| {
        known
            .get(household)
            .is_none_or(|it| it.source != OFFICER && it.village_id != Some(*village))
    };
    let news: BTreeMap<i64, Option<i64>> = said
        .iter()
        .filter(|(household, village)| is_news(household, village))
        .map(|(household, village)| (*household, Some(*village)))
        .collect();
    let residences: Vec<Residence> = news
        .iter()
        .map(|(household_id, village_id)| Residence {
            household_id: *household_id,
            village_id: *village_id,
            since: on,
            source: IMPORT.to_owned(),
        })
        .collect();
    tx.save_residences(&residences).await?;
    move_cases(home, tx, &news).await?;
    Ok(residences.len())
}

/// Moves the cases of households to where they live now: those under way, and those that are
/// followed up after elimination. What was dismissed or closed stays where it was.
async fn move_cases(
    home: &Home,
    tx: &mut Tx,
    residences: &BTreeMap<i64, Option<i64>>,
) -> anyhow::Result<usize> {
    let ids: Vec<i64> = residences.keys().copied().collect();
    let mut moved = 0;
    for case in tx.cases_of(&ids).await? {
        let residence = residences.get(&case.household_id).copied().flatten();
        let is_over = matches!(case.stage.as_str(), "dismissed" | "closed");
        if is_over || case.residence_village_id == residence {
            continue;
        }
        let regions = regions_of(home, case.village_id, residence);
        tx.move_case(case.id, residence, &regions).await?;
        moved += 1;
    }
    Ok(moved)
}

/// A household of the scope, and what is known of its residence.
async fn find(
    home: &Home,
    tx: &mut Tx,
    scope: &Scope,
    household_id: i64,
) -> Result<(Household, Option<Residence>), ResidenceError> {
    let none = || ResidenceError::NotFound(household_id);
    let household = tx.household(household_id).await?.ok_or_else(none)?;
    let residence = tx.residences_of(&[household_id]).await?.pop();
    let is_seen = if scope.department.is_some() || scope.helper.is_some() {
        // These see families by their cases only.
        !tx.cases_of_household(household_id, scope).await?.is_empty()
    } else {
        let lives_in = residence.as_ref().and_then(|it| it.village_id);
        regions_of(home, household.village_id, lives_in).contains(&scope.region_id)
    };
    if is_seen { Ok((household, residence)) } else { Err(none()) }
}

fn village_of(home: &Home, code: &str) -> Result<i64, ResidenceError> {
    let region = home.definitions.regions.by_stat_code(code);
    let region = region.ok_or_else(|| ResidenceError::NoSuchRegion(code.to_owned()))?;
    match region.level {
        RegionLevel::Village => Ok(region.id),
        _ => Err(ResidenceError::NotAVillage(region.name.clone())),
    }
}

fn code_of(home: &Home, village: i64) -> Option<String> {
    home.definitions.regions.get(village).map(|it| it.stat_code.clone())
}

fn view(
    home: &Home,
    household: &Household,
    residence: Option<Residence>,
    cases_moved: usize,
) -> ResidenceView {
    let village_id = residence.as_ref().and_then(|it| it.village_id);
    ResidenceView {
        household: household.id,
        village: home.definitions.regions.name_path(household.village_id),
        residence: village_id.map(|it| home.definitions.regions.name_path(it)),
        residence_code: village_id.and_then(|it| code_of(home, it)),
        since: residence.as_ref().map(|it| it.since),
        source: residence.map(|it| it.source),
        cases_moved,
    }
}

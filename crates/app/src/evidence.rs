//! Which files and which registry answer for a county's month.

use std::collections::{BTreeMap, BTreeSet};

use std::{fs, path::PathBuf};

use anyhow::Context;
use chrono::NaiveDate;
use hashbrown::HashSet;
use kernel::{Month, Region, TableKind, fingerprint};
use lake::{
    registry_file,
    snapshot::{Snapshot, SnapshotHousehold, SnapshotPerson},
};
use policy::Risk;
use serde::{Deserialize, Serialize};
use store::{Household, LakeFile, Person, Run, Tx};

use crate::home::Home;

/// What is kept beside the registry of a run, to run it again.
#[derive(Debug, Serialize, Deserialize)]
struct Frozen {
    moved_in: BTreeMap<String, BTreeSet<i64>>,
    moved_from: BTreeSet<i64>,
    decided: Vec<(i32, i32)>,
}

/// How far back flows such as claims are read: twelve months of window, and as
/// many again for rows that were settled late.
const MONTHS_OF_FLOWS: i32 = 24;

/// The evidence of one county for one month, ready to be folded.
#[derive(Debug)]
pub struct CountyEvidence {
    /// The registry.
    pub snapshot: Snapshot,
    /// Last day of the month.
    pub as_of: NaiveDate,
    /// Committed files per table that has arrived.
    pub files: BTreeMap<String, Vec<LakeFile>>,
    /// Files of other counties that hold older rows of people who moved here.
    pub files_elsewhere: BTreeMap<String, Vec<LakeFile>>,
    /// Candidate rows that somebody has decided.
    pub decided: HashSet<(i32, i32)>,
}

impl CountyEvidence {
    /// What a month is answered from. One that later months have followed is history: it is
    /// answered from the registry and the files it was answered from then.
    ///
    /// # Errors
    /// When the database, or something an earlier run used, cannot be read.
    pub async fn answering(
        home: &Home,
        tx: &mut Tx,
        county: &Region,
        month: Month,
    ) -> anyhow::Result<CountyEvidence> {
        let latest = tx.latest_run(county.id, &month.to_string()).await?;
        let is_history = tx.screened_after(county.id, &month.to_string()).await?;
        match latest.filter(|_| is_history) {
            Some(run) => CountyEvidence::of_run(home, tx, county, &run).await,
            None => CountyEvidence::of(home, tx, county, month).await,
        }
    }

    /// Reads the catalogue and the register of `county` as of the end of `month`.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn of(
        home: &Home,
        tx: &mut Tx,
        county: &Region,
        month: Month,
    ) -> anyhow::Result<CountyEvidence> {
        let as_of = month.last_day();
        let files = files_of(home, tx, county.id, month).await?;
        let persons = tx.persons_in(county.id).await?;
        let households = tx.households_in(county.id).await?;
        let mut snapshot = snapshot_of(&households, &persons, as_of);

        let mut files_elsewhere: BTreeMap<String, Vec<LakeFile>> = BTreeMap::new();
        for person in &persons {
            if let Some(former) = person.former_county_id.filter(|it| *it != county.id) {
                let region = home.definitions.regions.get(former);
                let code =
                    region.map_or_else(|| former.to_string(), |it| it.leading_digits().to_owned());
                snapshot.moved_in.entry(code).or_default().insert(person.id);
                for (table, parts) in files_of(home, tx, former, month).await? {
                    let known = files_elsewhere.entry(table).or_default();
                    for part in parts {
                        if !known.iter().any(|it| it.id == part.id) {
                            known.push(part);
                        }
                    }
                }
            }
        }

        let decided = tx
            .resolved_candidate_rows(county.id)
            .await?
            .into_iter()
            .map(|(file, row)| Ok((i32::try_from(file)?, i32::try_from(row)?)))
            .collect::<anyhow::Result<HashSet<_>>>()?;
        Ok(CountyEvidence { snapshot, as_of, files, files_elsewhere, decided })
    }

    /// The evidence exactly as a finished run had it: the registry of that day,
    /// the files it read, the candidates decided by then.
    ///
    /// # Errors
    /// When something the run used is gone.
    pub async fn of_run(
        home: &Home,
        tx: &mut Tx,
        county: &Region,
        run: &Run,
    ) -> anyhow::Result<CountyEvidence> {
        let folder = run_folder(home, county, run.id);
        let mut snapshot = registry_file::read(&folder)
            .with_context(|| format!("筛查 {} 的登记簿快照读不到", run.id))?;
        let frozen: Frozen = serde_json::from_str(&fs::read_to_string(folder.join(FROZEN))?)?;
        snapshot.moved_in = frozen.moved_in;
        let month: Month = run.month.parse().map_err(|error| anyhow::anyhow!("{error}"))?;
        let from = month.plus_months(-MONTHS_OF_FLOWS).to_string();
        let used: BTreeSet<i64> = run.lake_files.iter().copied().collect();
        let mut evidence = CountyEvidence {
            snapshot,
            as_of: run.as_of,
            files: BTreeMap::new(),
            files_elsewhere: BTreeMap::new(),
            decided: frozen.decided.into_iter().collect(),
        };
        let counties = std::iter::once(county.id).chain(frozen.moved_from);
        for id in counties {
            for table in home.definitions.tables.iter() {
                let files = tx.lake_files_for(id, &table.name, &from, &run.month).await?;
                let files = files.into_iter().filter(|it| used.contains(&it.id));
                let of_table = if id == county.id {
                    &mut evidence.files
                } else {
                    &mut evidence.files_elsewhere
                };
                for file in files {
                    of_table.entry(table.name.clone()).or_default().push(file);
                }
            }
        }
        Ok(evidence)
    }

    /// Keeps what [`CountyEvidence::of_run`] reads.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn freeze(&self, home: &Home, county: &Region, run: i64) -> anyhow::Result<()> {
        let folder = run_folder(home, county, run);
        registry_file::write(&folder, &self.snapshot)?;
        let frozen = Frozen {
            moved_in: self.snapshot.moved_in.clone(),
            moved_from: self.files_elsewhere.values().flatten().map(|it| it.county_id).collect(),
            decided: self.decided.iter().copied().collect(),
        };
        fs::write(folder.join(FROZEN), serde_json::to_string(&frozen)?)?;
        Ok(())
    }

    /// As the lake wants it, with full paths.
    #[must_use]
    pub fn for_folding(&self, home: &Home) -> lake::fold::Evidence<'_> {
        let paths = |files: &BTreeMap<String, Vec<LakeFile>>| {
            files
                .iter()
                .map(|(table, parts)| {
                    (table.clone(), parts.iter().map(|it| home.lake().join(&it.path)).collect())
                })
                .collect()
        };
        lake::fold::Evidence {
            snapshot: &self.snapshot,
            as_of: self.as_of,
            parts: paths(&self.files),
            parts_elsewhere: paths(&self.files_elsewhere),
            decided: &self.decided,
        }
    }

    /// Ids of all files read.
    #[must_use]
    pub fn file_ids(&self) -> Vec<i64> {
        let ids: BTreeSet<i64> = self
            .files
            .values()
            .chain(self.files_elsewhere.values())
            .flatten()
            .map(|it| it.id)
            .collect();
        ids.into_iter().collect()
    }

    /// Fingerprint of everything that decides the answer besides rules and
    /// facts: files, registry, and what people have decided of candidates.
    #[must_use]
    pub fn hash(&self) -> String {
        let mut text = format!("{:?}", self.file_ids());
        let mut decided: Vec<_> = self.decided.iter().collect();
        decided.sort_unstable();
        text.push_str(&format!("{decided:?}"));
        for it in &self.snapshot.persons {
            text.push_str(&format!("{} {} {} {:?};", it.pid, it.hid, it.birth, it.departed_on));
        }
        text.push_str(&format!("{:?}", self.snapshot.households));
        format!("{:016x}", fingerprint(&text))
    }
}

/// Name of the file beside the registry of a run.
const FROZEN: &str = "frozen.json";

/// Where the registry of a run is kept.
fn run_folder(home: &Home, county: &Region, run: i64) -> PathBuf {
    let code = county.leading_digits();
    home.lake().join("registry").join(format!("county={code}")).join(format!("run={run}"))
}

/// The tables that have arrived for a month, with their files: of a list, the
/// latest month that is still valid; of a flow, all months of the window.
async fn files_of(
    home: &Home,
    tx: &mut Tx,
    county: i64,
    month: Month,
) -> anyhow::Result<BTreeMap<String, Vec<LakeFile>>> {
    let mut arrived = BTreeMap::new();
    for table in home.definitions.tables.iter() {
        let valid = i32::try_from(table.valid_months).context("valid_months")?;
        let oldest_valid = month.plus_months(1 - valid).to_string();
        let from = match table.kind {
            TableKind::Snapshot => oldest_valid.clone(),
            TableKind::Events => month.plus_months(-MONTHS_OF_FLOWS).to_string(),
        };
        let files = tx.lake_files_for(county, &table.name, &from, &month.to_string()).await?;
        let Some(latest) = files.iter().map(|it| it.month.clone()).max() else { continue };
        if latest < oldest_valid {
            continue;
        }
        let files = match table.kind {
            TableKind::Snapshot => files.into_iter().filter(|it| it.month == latest).collect(),
            TableKind::Events => files,
        };
        arrived.insert(table.name.clone(), files);
    }
    Ok(arrived)
}

/// The registry as it stood on a day: monitoring begun and ended by then.
#[must_use]
pub fn snapshot_of(households: &[Household], persons: &[Person], as_of: NaiveDate) -> Snapshot {
    let households = households
        .iter()
        .map(|it| {
            let begun =
                it.monitoring_state != "none" && it.identified_on.is_none_or(|on| on <= as_of);
            let ended = it.monitoring_state == "eliminated"
                && it.eliminated_on.is_none_or(|on| on <= as_of);
            SnapshotHousehold {
                hid: it.id,
                township: it.township_id,
                village: it.village_id,
                group: it.group_id,
                out_of_poverty: it.base_type == "out_of_poverty_household",
                monitored: begun && !ended,
                eliminated: begun && ended,
                identified_on: it.identified_on.filter(|_| begun),
                risks: it
                    .risks
                    .iter()
                    .filter_map(|it| Risk::from_code(it))
                    .map(Risk::index)
                    .collect(),
            }
        })
        .collect();
    let persons = persons
        .iter()
        .map(|it| SnapshotPerson {
            pid: it.id,
            hid: it.household_id,
            birth: it.birth,
            departed_on: it.departed_on,
        })
        .collect();
    Snapshot::new(households, persons).0
}

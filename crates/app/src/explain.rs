//! The whole trace of a clue: source rows, facts, parameters, documents.

use std::collections::{BTreeMap, btree_map::Entry};

use anyhow::Context;
use kernel::{MatchLevel, Month};
use lake::contribution::{Contribution, contributions};
use serde::Serialize;
use store::{Scope, SourceFile, Tx};

use crate::{
    clue_list::{ClueRow, clues, value_zh},
    clue_page,
    evidence::CountyEvidence,
    home::Home,
    screen::{ConditionEvidence, RuleEvidence},
};

/// A source row behind a fact.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, utoipa::ToSchema)]
pub struct SourceRow {
    /// The fact taken from the row.
    pub fact: String,
    /// Its Chinese name.
    pub fact_zh: String,
    /// File as it was given.
    pub file: String,
    /// Sheet; empty for text files.
    pub sheet: String,
    /// Row, from 1.
    pub row: i32,
    /// SHA-256 of the file.
    pub sha256: String,
    /// Department.
    pub department: String,
    /// Month the file was imported for.
    pub batch: i64,
    /// Name of the person the row is about.
    pub person: Option<String>,
    /// How the row was matched, in words.
    pub matched: String,
    /// Whether somebody has to confirm the match.
    pub doubtful: bool,
    /// What the row is worth, in the fact's unit.
    pub value: i64,
    /// The same with its unit in Chinese.
    pub value_zh: String,
}

/// A condition with the rows it rests on.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
pub struct ExplainedCondition {
    /// The comparison.
    #[serde(flatten)]
    pub condition: ConditionEvidence,
    /// The rows.
    pub rows: Vec<SourceRow>,
}

/// A rule with its explained conditions.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
pub struct ExplainedRule {
    /// The rule as the clue keeps it.
    pub rule: RuleEvidence,
    /// Its conditions.
    pub conditions: Vec<ExplainedCondition>,
}

/// A clue with everything behind it.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
pub struct Explanation {
    /// The clue.
    pub clue: ClueRow,
    /// Run it comes from.
    pub run: i64,
    /// Data date.
    pub as_of: chrono::NaiveDate,
    /// Fingerprint of the packs of the run.
    pub packs: String,
    /// Fingerprint of the facts of the run.
    pub facts: String,
    /// The rules that fired.
    pub rules: Vec<ExplainedRule>,
}

/// Explains a clue that lies in a scope; none when it does not, or does not exist.
///
/// # Errors
/// When the evidence is gone.
pub async fn explain_in(
    home: &Home,
    scope: &Scope,
    clue_id: &str,
) -> anyhow::Result<Option<Explanation>> {
    let clue = home.db.read().await?.clue(&clue_id.replace('\0', "")).await?;
    match clue.filter(|it| clue_page::is_in(home, scope, it)) {
        Some(clue) => Ok(Some(explain(home, &clue.id).await?)),
        None => Ok(None),
    }
}

/// Explains the clue with this id, from the evidence its run used.
///
/// # Errors
/// When there is no such clue, or its evidence is gone.
pub async fn explain(home: &Home, clue_id: &str) -> anyhow::Result<Explanation> {
    let mut tx = home.db.read().await?;
    let clue = tx
        .clue(clue_id)
        .await?
        .with_context(|| format!("没有线索 {clue_id}：用 clues 命令查看编号"))?;
    let run = tx.run(clue.run_id).await?.context("线索所属的筛查记录不在了")?;
    let county =
        home.definitions.regions.get(clue.county_id).context("线索所在县不在行政区划里")?.clone();
    let month: Month = clue.month.parse().map_err(|error| anyhow::anyhow!("{error}"))?;
    let evidence = CountyEvidence::of_run(home, &mut tx, &county, &run).await?;
    let household =
        evidence.snapshot.household(clue.household_id).context("这一户已不在登记簿里")?;

    let mut names: BTreeMap<i64, String> = BTreeMap::new();
    for person in tx.persons_in(county.id).await? {
        if person.household_id == clue.household_id {
            names.insert(person.id, person.name);
        }
    }
    let folding = evidence.for_folding(home);
    let facts = &home.definitions.facts;
    let stored: Vec<RuleEvidence> = serde_json::from_value(clue.evidence.clone())?;
    let mut sources = SourceRows::new(home, names);
    let mut rules = Vec::new();
    for rule in stored {
        let mut conditions = Vec::new();
        for condition in &rule.conditions {
            let mut rows = Vec::new();
            for it in contributions(facts, &condition.fact, household, &folding)? {
                rows.push(sources.row(&mut tx, it).await?);
            }
            conditions.push(ExplainedCondition { condition: condition.clone(), rows });
        }
        rules.push(ExplainedRule { rule, conditions });
    }
    drop(tx);
    let row = clues(home, &county, month)
        .await?
        .into_iter()
        .find(|it| it.clue == clue_id)
        .context("线索已撤回：重新筛查后不再成立")?;
    Ok(Explanation {
        clue: row,
        run: run.id,
        as_of: run.as_of,
        packs: run.packs_hash,
        facts: run.facts_hash,
        rules,
    })
}

/// Says of rows of the lake where they came from: file, sheet, row, person.
pub(crate) struct SourceRows<'a> {
    home: &'a Home,
    names: BTreeMap<i64, String>,
    sources: BTreeMap<i32, Option<SourceFile>>,
}

impl<'a> SourceRows<'a> {
    /// With the names of the members of the household.
    pub(crate) fn new(home: &'a Home, names: BTreeMap<i64, String>) -> SourceRows<'a> {
        SourceRows { home, names, sources: BTreeMap::new() }
    }

    /// One row, as people can find it again.
    pub(crate) async fn row(&mut self, tx: &mut Tx, it: Contribution) -> anyhow::Result<SourceRow> {
        let source = match self.sources.entry(it.file) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(free) => free.insert(tx.source_file(i64::from(it.file)).await?),
        };
        let source = source.as_ref();
        let fact = self.home.definitions.facts.get(&it.fact);
        let unit = fact.map_or("", |it| it.unit.as_str());
        Ok(SourceRow {
            fact_zh: fact.map(|it| it.zh.clone()).unwrap_or_default(),
            fact: it.fact,
            file: source.map(|it| it.path.clone()).unwrap_or_default(),
            sheet: source.map(|it| it.sheet.clone()).unwrap_or_default(),
            row: it.row,
            sha256: source.map(|it| it.sha256.clone()).unwrap_or_default(),
            department: source.and_then(|it| it.department.clone()).unwrap_or_default(),
            batch: source.map_or(0, |it| it.batch_id),
            person: it.pid.and_then(|it| self.names.get(&it).cloned()),
            matched: MatchLevel::zh(it.level).to_owned(),
            doubtful: it.level.is_doubtful(),
            value: it.value,
            value_zh: value_zh(it.value, unit),
        })
    }
}

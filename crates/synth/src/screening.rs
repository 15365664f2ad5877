//! Screens a whole lake: registry, fold, judgment, county by county.

use std::{collections::BTreeMap, fs, fs::File, path::Path, sync::Arc};

use anyhow::Context;
use arrow::{
    array::{ArrayRef, Int16Array, Int64Array, RecordBatch},
    datatypes::{DataType, Field, Schema},
};
use chrono::NaiveDate;
use hashbrown::HashSet;
use lake::{
    declaration::Facts,
    fold::{self, Evidence},
    judging::{self, Judgment},
    snapshot::Snapshot,
};
use parquet::{arrow::ArrowWriter, file::properties::WriterProperties};
use policy::CompiledRule;
use serde::Serialize;

use crate::{in_parallel, lake_folder, population::registry};

/// What a screening found.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// Counties screened.
    pub counties: usize,
    /// Households judged.
    pub households: u64,
    /// Persons in the registries.
    pub persons: u64,
    /// Findings that rest on sure rows, by rule.
    pub hits: BTreeMap<String, u64>,
    /// Findings that also need a doubtful row, all rules together.
    pub doubtful: u64,
    /// Rules that could not be judged in some county.
    pub unknown: BTreeMap<String, u64>,
}

impl Counts {
    /// Findings that rest on sure rows, all rules together.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.hits.values().sum()
    }
}

/// Screens every county of the lake at `dir` with the same rules, `threads`
/// counties at a time. With `hits`, a folder, each county's sure findings are
/// written there as (`hid`, `rule`), the rule by its position among `rules`.
///
/// # Errors
/// When a file of the lake is missing or damaged, or the findings cannot be written.
pub fn screen_lake(
    dir: &Path,
    facts: &Facts,
    rules: &[CompiledRule],
    as_of: NaiveDate,
    threads: usize,
    hits: Option<&Path>,
) -> anyhow::Result<Counts> {
    if let Some(folder) = hits {
        fs::create_dir_all(folder)
            .with_context(|| format!("无法建立文件夹 {}", folder.display()))?;
    }
    let counties = lake_folder::counties(dir)?;
    let screened = in_parallel::each(&counties, threads, |county| {
        let (snapshot, judgment) = screen_county(dir, county, facts, rules, as_of)?;
        if let Some(folder) = hits {
            write_hits(&folder.join(format!("{county}.parquet")), &snapshot, &judgment)?;
        }
        Ok((snapshot.households.len() as u64, snapshot.persons.len() as u64, judgment))
    })?;

    let mut counts = Counts { counties: counties.len(), ..Counts::default() };
    let mut by_rule = vec![0; rules.len()];
    for (households, persons, judgment) in screened {
        counts.households += households;
        counts.persons += persons;
        for hit in judgment.hits {
            if hit.sure {
                by_rule[hit.rule] += 1;
            } else {
                counts.doubtful += 1;
            }
        }
        for (rule, _) in judgment.unknown {
            *counts.unknown.entry(rules[rule].id.clone()).or_default() += 1;
        }
    }
    counts.hits = rules.iter().map(|it| it.id.clone()).zip(by_rule).collect();
    Ok(counts)
}

/// Screens one county of the lake at `dir`.
///
/// # Errors
/// When a file of the lake is missing or damaged.
pub fn screen_county(
    dir: &Path,
    county: &str,
    facts: &Facts,
    rules: &[CompiledRule],
    as_of: NaiveDate,
) -> anyhow::Result<(Snapshot, Judgment)> {
    let wanted = facts.closure(judging::facts_read(rules));
    let (snapshot, folded) = fold_county(dir, county, facts, &wanted, as_of)?;
    let judgment = judging::judge(facts, rules, &folded);
    Ok((snapshot, judgment))
}

/// Computes the wanted facts of one county of the lake at `dir`.
///
/// # Errors
/// When a file of the lake is missing or damaged.
pub fn fold_county(
    dir: &Path,
    county: &str,
    facts: &Facts,
    wanted: &std::collections::BTreeSet<usize>,
    as_of: NaiveDate,
) -> anyhow::Result<(Snapshot, fold::Folded)> {
    let tables = wanted.iter().flat_map(|it| facts.all()[*it].needs.iter().cloned()).collect();
    let snapshot = registry::read(dir, county)?;
    let mut parts_elsewhere: BTreeMap<String, Vec<_>> = BTreeMap::new();
    for other in snapshot.moved_in.keys() {
        for (table, parts) in lake_folder::parts(dir, other, &tables)? {
            parts_elsewhere.entry(table).or_default().extend(parts);
        }
    }
    let decided = HashSet::new();
    let evidence = Evidence {
        snapshot: &snapshot,
        as_of,
        parts: lake_folder::parts(dir, county, &tables)?,
        parts_elsewhere,
        decided: &decided,
    };
    let folded = fold::fold(facts, wanted, &evidence)?;
    Ok((snapshot, folded))
}

fn write_hits(path: &Path, snapshot: &Snapshot, judgment: &Judgment) -> anyhow::Result<()> {
    let schema = Arc::new(Schema::new(vec![
        Field::new("hid", DataType::Int64, false),
        Field::new("rule", DataType::Int16, false),
    ]));
    let sure = || judgment.hits.iter().filter(|it| it.sure);
    let hid = |position: u32| snapshot.households[position as usize].hid;
    let columns: Vec<ArrayRef> = vec![
        Arc::new(sure().map(|it| hid(it.household)).collect::<Int64Array>()),
        Arc::new(
            sure().map(|it| i16::try_from(it.rule).unwrap_or(i16::MAX)).collect::<Int16Array>(),
        ),
    ];
    let file = File::create(path).with_context(|| format!("无法写入 {}", path.display()))?;
    let compressed = lake::layout::properties(&schema);
    let properties: Option<WriterProperties> = Some(compressed);
    let mut writer = ArrowWriter::try_new(file, schema.clone(), properties)?;
    writer.write(&RecordBatch::try_new(schema, columns)?)?;
    writer.close()?;
    Ok(())
}

/// The rules as other engines read them: id and comparisons, in the order of `rules`.
///
/// # Errors
/// Never in practice: the parts are plain text and numbers.
pub fn rules_json(rules: &[CompiledRule]) -> anyhow::Result<String> {
    #[derive(Serialize)]
    struct Comparison<'a> {
        fact: &'a str,
        op: &'a str,
        limit: i64,
    }
    #[derive(Serialize)]
    struct Rule<'a> {
        id: &'a str,
        all: Vec<Comparison<'a>>,
        any: Vec<Comparison<'a>>,
    }
    fn comparisons(conditions: &[policy::Cond]) -> Vec<Comparison<'_>> {
        conditions
            .iter()
            .map(|it| Comparison { fact: &it.fact, op: it.op.symbol(), limit: it.limit })
            .collect()
    }
    let rules: Vec<_> = rules
        .iter()
        .map(|it| Rule { id: &it.id, all: comparisons(&it.all), any: comparisons(&it.any) })
        .collect();
    Ok(serde_json::to_string_pretty(&rules)?)
}

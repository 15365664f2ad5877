//! Rules and benefits for invented people, from plain columns: what another engine of rules can
//! be given too.
//!
//! Nobody is imported, matched or folded here: inputs are drawn and written as Parquet, then
//! judged and computed. So the figures say what the rules and the arithmetic cost alone.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    fs::File,
    path::Path,
    sync::Arc,
    time::Instant,
};

use anyhow::Context;
use arrow::{
    array::{Array, ArrayRef, Int64Array, RecordBatch},
    datatypes::{DataType, Field, Schema},
};
use benefits::{Column, Compiled, Schedule};
use lake::{
    declaration::Facts,
    fold::{FactTable, Folded},
    judging::{facts_read, judge},
    scan::PartReader,
    snapshot::ABSENT,
};
use parquet::arrow::ArrowWriter;
use policy::{BenefitInput, CompiledRule, Unit};
use serde::Serialize;
use serde_json::json;

use crate::Random;

/// The benefits of one person that need nothing but columns.
pub const BENEFITS: [&str; 7] = [
    "inpatient_settlement",
    "medical_premium_aid",
    "pension_premium_aid",
    "school_aid",
    "training_aid",
    "travel_aid",
    "yulu_aid",
];

/// What computing took, and how much there was.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Timings {
    /// People.
    pub persons: usize,
    /// Benefits computed for each.
    pub benefits: usize,
    /// Seconds for all benefits, once the columns lie in memory.
    pub benefits_s: f64,
    /// People entitled, all benefits together.
    pub entitled: usize,
    /// Households.
    pub households: usize,
    /// Rules judged for each.
    pub rules: usize,
    /// Seconds for all rules, once the columns lie in memory.
    pub rules_s: f64,
    /// Pairs of household and rule.
    pub hits: usize,
}

/// Draws the inputs of `persons` people and of a quarter as many households, and writes them to
/// `dir` with the figures of the schedule and the rules.
///
/// # Errors
/// When a file cannot be written.
pub fn write_inputs(
    dir: &Path,
    schedule: &Schedule,
    rules: &[CompiledRule],
    persons: usize,
) -> anyhow::Result<()> {
    fs::create_dir_all(dir).with_context(|| format!("无法建立文件夹 {}", dir.display()))?;
    let mut columns: BTreeMap<String, Vec<i64>> = BTreeMap::new();
    let mut described = BTreeMap::new();
    for compiled in chosen(schedule)? {
        let mut inputs = BTreeMap::new();
        for input in &compiled.benefit.inputs {
            let name = column_of(compiled, input);
            let key = u64::try_from(columns.len())?;
            if !columns.contains_key(&name) {
                columns.insert(name.clone(), drawn(input, persons, key));
            }
            inputs.insert(input.name.clone(), json!({ "column": name, "codes": input.codes }));
        }
        let figures: BTreeMap<&str, i64> =
            compiled.parameters.iter().map(|(name, _, it)| (name.as_str(), it.value)).collect();
        described.insert(
            compiled.benefit.id.clone(),
            json!({ "inputs": inputs, "parameters": figures }),
        );
    }
    write(&dir.join("persons.parquet"), &columns)?;
    let schedule = json!({ "on": schedule.on, "benefits": described });
    fs::write(dir.join("schedule.json"), serde_json::to_string_pretty(&schedule)?)?;

    let mut limits: BTreeMap<&str, (Unit, Vec<i64>)> = BTreeMap::new();
    for it in rules.iter().flat_map(|it| it.all.iter().chain(&it.any)) {
        limits.entry(&it.fact).or_insert((it.unit, Vec::new())).1.push(it.limit);
    }
    let columns: BTreeMap<String, Vec<i64>> = (0_u64..)
        .zip(&limits)
        .map(|(key, (fact, (unit, limits)))| {
            ((*fact).to_owned(), around(*unit, limits, persons / 4, key))
        })
        .collect();
    write(&dir.join("households.parquet"), &columns)?;
    fs::write(dir.join("rules.json"), crate::screening::rules_json(rules)?)?;
    Ok(())
}

/// Computes what [`write_inputs`] has written: benefits into `ours_amounts.parquet`, a column a
/// benefit; rules into `ours_hits.parquet`, pairs of household and rule by position.
///
/// # Errors
/// When a file cannot be read or written, or a number overflows.
pub fn compute(
    dir: &Path,
    schedule: &Schedule,
    facts: &Facts,
    rules: &[CompiledRule],
) -> anyhow::Result<Timings> {
    let compiled = chosen(schedule)?;
    let names: BTreeSet<String> = compiled
        .iter()
        .flat_map(|it| it.benefit.inputs.iter().map(|input| column_of(it, input)))
        .collect();
    let read_columns = read(&dir.join("persons.parquet"), &names)?;
    let persons = read_columns.values().next().map_or(0, Vec::len);
    let columns: BTreeMap<&str, Column> =
        read_columns.iter().map(|(name, it)| (name.as_str(), Column::of(it.clone()))).collect();

    let began = Instant::now();
    let mut amounts = BTreeMap::new();
    for it in &compiled {
        let column = |name: &str| {
            let input = it.benefit.inputs.iter().find(|it| it.name == name)?;
            columns.get(column_of(it, input).as_str()).cloned()
        };
        amounts.insert(it.benefit.id.clone(), it.evaluate(persons, &column)?.amounts);
    }
    let benefits_s = began.elapsed().as_secs_f64();
    let entitled = amounts.values().flatten().filter(|it| **it > 0).count();
    write(&dir.join("ours_amounts.parquet"), &amounts)?;

    let names: BTreeSet<String> = facts_read(rules).map(str::to_owned).collect();
    let read_columns = read(&dir.join("households.parquet"), &names)?;
    let households = read_columns.values().next().map_or(0, Vec::len);
    let table: FactTable = read_columns
        .into_iter()
        .filter_map(|(name, values)| Some((facts.position(&name)?, values)))
        .collect();
    let folded = Folded { sure: table, ..Folded::default() };
    let began = Instant::now();
    let judgment = judge(facts, rules, &folded);
    let rules_s = began.elapsed().as_secs_f64();
    anyhow::ensure!(judgment.unknown.is_empty(), "a rule could not be judged");
    let hits = BTreeMap::from([
        ("household".to_owned(), judgment.hits.iter().map(|it| i64::from(it.household)).collect()),
        ("rule".to_owned(), judgment.hits.iter().map(|it| it.rule as i64).collect()),
    ]);
    write(&dir.join("ours_hits.parquet"), &hits)?;
    Ok(Timings {
        persons,
        benefits: compiled.len(),
        benefits_s,
        entitled,
        households,
        rules: rules.len(),
        rules_s,
        hits: judgment.hits.len(),
    })
}

fn chosen(schedule: &Schedule) -> anyhow::Result<Vec<&Compiled>> {
    let get = |id: &&str| schedule.get(id).with_context(|| format!("no benefit {id}"));
    BENEFITS.iter().map(get).collect()
}

/// A fact is one column however many benefits read it.
fn column_of(compiled: &Compiled, input: &BenefitInput) -> String {
    input.fact.clone().unwrap_or_else(|| format!("{}__{}", compiled.benefit.id, input.name))
}

fn drawn(input: &BenefitInput, rows: usize, key: u64) -> Vec<i64> {
    let mut random = Random::of(&[41, key]);
    let codes = i64::try_from(input.codes.len()).unwrap_or_default();
    let draw = |_| match input.unit {
        Unit::Bool => i64::from(random.chance(200_000)),
        // Who is not on the list of pupils or of workers has no value.
        Unit::Code if random.chance(400_000) && input.otherwise.is_none() => ABSENT,
        Unit::Code => random.below(codes),
        Unit::Months if random.chance(600_000) => ABSENT,
        Unit::Months => random.below(13),
        Unit::Years => random.below(95),
        _ => random.amount(800_000.0, 1.3),
    };
    (0..rows).map(draw).collect()
}

/// Values on both sides of the limits they are compared with, and some exactly on them. Most are
/// low, as most households have nothing that a rule would find.
fn around(unit: Unit, limits: &[i64], rows: usize, key: u64) -> Vec<i64> {
    let mut random = Random::of(&[43, key]);
    let draw = |_| {
        if random.chance(300_000) {
            return ABSENT;
        }
        let at = usize::try_from(random.below(limits.len() as i64)).unwrap_or_default();
        let limit = limits[at];
        match unit {
            Unit::Bool => i64::from(random.chance(100_000)),
            _ if random.chance(850_000) => random.below(limit),
            Unit::Code => random.below(limit + 2),
            _ if random.chance(50_000) => limit,
            _ => random.below(limit.abs() * 2 + 3) - i64::from(limit <= 0),
        }
    };
    (0..rows).map(draw).collect()
}

fn write(path: &Path, columns: &BTreeMap<String, Vec<i64>>) -> anyhow::Result<()> {
    let fields: Vec<Field> =
        columns.keys().map(|it| Field::new(it, DataType::Int64, true)).collect();
    let schema = Arc::new(Schema::new(fields));
    let arrays = columns.values().map(|it| {
        let value = |it: &i64| (*it != ABSENT).then_some(*it);
        Arc::new(it.iter().map(value).collect::<Int64Array>()) as ArrayRef
    });
    let batch = RecordBatch::try_new(schema.clone(), arrays.collect())?;
    let file = File::create(path).with_context(|| format!("无法写入 {}", path.display()))?;
    let mut writer = ArrowWriter::try_new(file, schema, None)?;
    writer.write(&batch)?;
    writer.close()?;
    Ok(())
}

fn read(path: &Path, names: &BTreeSet<String>) -> anyhow::Result<BTreeMap<String, Vec<i64>>> {
    let wanted: Vec<&str> = names.iter().map(String::as_str).collect();
    let mut part = PartReader::open(path, &wanted)?;
    let mut columns: BTreeMap<String, Vec<i64>> = BTreeMap::new();
    while let Some(rows) = part.next_rows()? {
        for name in names {
            let values = rows.column(name).with_context(|| format!("no column {name}"))?;
            let all = columns.entry(name.clone()).or_default();
            all.extend(
                (0..values.len())
                    .map(|row| if values.is_valid(row) { values.value(row) } else { ABSENT }),
            );
        }
    }
    Ok(columns)
}

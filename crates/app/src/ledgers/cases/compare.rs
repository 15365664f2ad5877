//! What came of a case, beside what it says should.

use std::collections::BTreeSet;

use anyhow::Context;
use chrono::NaiveDate;
use kernel::RegionLevel;
use store::{Cell, Scope};

use super::{file::Then, trial::Trial};
use crate::ledgers::{error::Refusal, writer::opened};

impl Trial<'_> {
    /// State, values and findings.
    pub(super) async fn compare(
        &mut self,
        ledger: &str,
        id: i64,
        then: &Then,
        on: NaiveDate,
    ) -> anyhow::Result<Vec<String>> {
        let terms = self.terms(on);
        let definition = terms.ledger(ledger).context("没有台账")?;
        let record = self.read(definition, id).await?;
        let mut wrong = Vec::new();
        if let Some(wanted) = &then.state {
            let state = definition.state(&record.state).map(|it| it.words.zh.as_str());
            if record.state != *wanted && state != Some(wanted) {
                wrong.push(format!("状态应是 {wanted}，实际是 {}", record.state));
            }
        }
        let values = opened(self.home, definition, &record).map_err(anyhow::Error::from)?;
        for (name, wanted) in &then.values {
            let field = definition.field(name).with_context(|| format!("没有字段 {name}"))?;
            let value = values.get(name).cloned().unwrap_or_default();
            let read = definition.read(field, wanted).map_err(|it| anyhow::anyhow!(it.zh))?;
            if read != value {
                let shown = definition.show(field, &value, false);
                wrong.push(format!("{name} 应是 {wanted}，实际是 {shown}"));
            }
        }
        let engine = self.tx.engine();
        let conditions: Vec<String> = definition
            .checks
            .iter()
            .map(|it| {
                let condition = terms.condition(engine, &it.condition);
                format!("case when {condition} then 1 else 0 end")
            })
            .collect();
        let rows = self.tx.record_values(definition, &conditions, &[id]).await?;
        let found: BTreeSet<&str> = definition
            .checks
            .iter()
            .zip(rows.iter().flat_map(|it| &it[1..]))
            .filter(|(_, cell)| cell.number() == Some(1))
            .map(|(check, _)| check.name.as_str())
            .collect();
        for name in then.finds.all().iter().chain(then.not.all()) {
            if !definition.checks.iter().any(|it| it.name == *name) {
                wrong.push(format!("没有疑点 {name}"));
            }
        }
        for name in then.finds.all() {
            if !found.contains(name.as_str()) {
                wrong.push(format!("应发现 {name}，实际没有"));
            }
        }
        for name in then.not.all() {
            if found.contains(name.as_str()) {
                wrong.push(format!("不应发现 {name}，实际发现了"));
            }
        }
        Ok(wrong)
    }

    /// The figures of the county.
    pub(super) async fn compare_figures(
        &mut self,
        ledger: &str,
        then: &Then,
        on: NaiveDate,
    ) -> anyhow::Result<Vec<String>> {
        let terms = self.terms(on);
        let definition = terms.ledger(ledger).context("没有台账")?;
        let engine = self.tx.engine();
        let scope = Scope::region(self.place.county, RegionLevel::County);
        let mut wrong = Vec::new();
        for (name, wanted) in &then.figures {
            let figure = definition.figures.iter().find(|it| it.name == *name);
            let figure = figure.with_context(|| format!("没有指标数 {name}"))?;
            let value = terms.value(engine, &figure.value);
            let condition = figure.condition.as_ref().map(|it| terms.condition(engine, it));
            let rows = self
                .tx
                .aggregate_records(definition, &scope, &value, condition.as_deref(), &[])
                .await?;
            let value = rows.first().and_then(|it| it.last()).and_then(Cell::number);
            let places = match figure.unit.stored() {
                policy::Unit::BasisPoints => figure.value.scale() - 2,
                _ => figure.value.scale(),
            };
            let read = kernel::decimal::scaled(wanted, 10_i64.pow(places));
            if wanted.is_empty() != value.is_none() || (!wanted.is_empty() && read != value) {
                wrong.push(format!("{name} 应是 {wanted}，实际是 {value:?}（{places} 位小数）"));
            }
        }
        Ok(wrong)
    }
}

/// What stands in the way is compared with what should.
pub(super) fn compare_refused(then: &Then, refused: &[Refusal]) -> Vec<String> {
    let codes: Vec<String> = refused
        .iter()
        .map(|it| match (&it.must, &it.field) {
            (Some(must), _) => must.clone(),
            (None, Some(field)) => format!("{}:{field}", it.code),
            (None, None) => it.code.clone(),
        })
        .collect();
    let wanted = then.refused.all();
    if wanted.is_empty() {
        return vec![format!("应办成，实际拒绝：{}（{}）", codes.join("、"), words(refused))];
    }
    // Of several fields that are unique together the first is named.
    let unique = codes.iter().any(|it| it.starts_with("unique"));
    let is_there = |it: &&String| codes.contains(it) || (unique && it.starts_with("unique"));
    let missing: Vec<&String> = wanted.iter().filter(|it| !is_there(it)).collect();
    match missing.is_empty() {
        true => Vec::new(),
        false => vec![format!("应拒绝（{}），实际是 {}", wanted.join("、"), codes.join("、"))],
    }
}

/// Why, in one line.
pub(super) fn words(refused: &[Refusal]) -> String {
    refused.iter().map(|it| it.zh.as_str()).collect::<Vec<_>>().join("；")
}

//! What is filled in and computed, and whether the rules hold: of the records that are written, and of
//! those that they belong to.

use std::collections::BTreeMap;

use ledger::{Action, FieldType, Ledger, column};

use super::{
    Links, Writer,
    refusals::{must_refusal, refusal, twin_refusal},
};
use crate::ledgers::error::{LedgerError, Refusal};

impl Writer<'_> {
    /// Fills in what is left blank, computes what is computed, and asks every rule. What is refused,
    /// by record.
    pub(super) async fn settle(
        &mut self,
        ledger: &Ledger,
        ids: &[i64],
        action: Option<&Action>,
        is_new: bool,
    ) -> Result<BTreeMap<i64, Vec<Refusal>>, LedgerError> {
        let engine = self.tx.engine();
        for field in &ledger.fields {
            if is_new && let Some(formula) = &field.otherwise {
                let value = self.terms.value(engine, formula);
                self.tx.compute_field(ledger, &field.name, &value, true, ids).await?;
            }
        }
        self.compute(ledger, ids).await?;
        let mut expressions = Vec::new();
        let mut refusals = Vec::new();
        for must in &ledger.musts {
            let named = action.is_some_and(|it| it.musts.contains(&must.name));
            if must.at_actions && !named {
                continue;
            }
            let condition = self.terms.condition(engine, &must.condition);
            let here = match must.states.as_slice() {
                [] => String::new(),
                states => format!("r.state in ('{}') and ", states.join("', '")),
            };
            expressions.push(format!("case when {here}not {condition} then 1 else 0 end"));
            refusals.push(must_refusal(must));
        }
        for names in &ledger.unique {
            let twin = ledger.twin_sql(names);
            expressions.push(format!("case when {twin} then 1 else 0 end"));
            refusals.push(twin_refusal(ledger, names));
        }
        let mut found: BTreeMap<i64, Vec<Refusal>> = BTreeMap::new();
        if expressions.is_empty() {
            return Ok(found);
        }
        for row in self.tx.record_values(ledger, &expressions, ids).await? {
            let id = row[0].number().unwrap_or_default();
            for (cell, refusal) in row[1..].iter().zip(&refusals) {
                if cell.number() == Some(1) {
                    found.entry(id).or_default().push(refusal.clone());
                }
            }
        }
        Ok(found)
    }

    async fn compute(&mut self, ledger: &Ledger, ids: &[i64]) -> Result<(), LedgerError> {
        let engine = self.tx.engine();
        for field in &ledger.fields {
            if let Some(formula) = &field.value {
                let value = self.terms.value(engine, formula);
                self.tx.compute_field(ledger, &field.name, &value, false, ids).await?;
            }
        }
        Ok(())
    }

    /// What a change means for the records it belongs to: what they compute from it, and whether
    /// their rules still hold; and so on upwards.
    pub(super) async fn ripple(
        &mut self,
        below: &Ledger,
        links: &Links,
        depth: usize,
    ) -> Result<Vec<Refusal>, LedgerError> {
        let mut refused = Vec::new();
        for (to, ids) in links {
            let Some(ledger) = self.terms.ledger(to) else { continue };
            let computes = ledger
                .fields
                .iter()
                .filter_map(|it| it.value.as_ref())
                .any(|it| it.other_ledgers().contains(below.id.as_str()));
            let rules: Vec<_> = ledger
                .musts
                .iter()
                .filter(|it| !it.at_actions)
                .filter(|it| {
                    it.condition.other_ledgers().contains(below.id.as_str())
                        || (computes && reads_computed(ledger, &it.condition))
                })
                .collect();
            if !computes && rules.is_empty() {
                continue;
            }
            let ids: Vec<i64> = ids.iter().copied().collect();
            if computes {
                self.compute(ledger, &ids).await?;
            }
            let engine = self.tx.engine();
            let mut expressions: Vec<String> = rules
                .iter()
                .map(|must| {
                    let condition = self.terms.condition(engine, &must.condition);
                    let here = match must.states.as_slice() {
                        [] => String::new(),
                        states => format!("r.state in ('{}') and ", states.join("', '")),
                    };
                    format!("case when r.voided = 0 and {here}not {condition} then 1 else 0 end")
                })
                .collect();
            let above: Vec<&ledger::Field> =
                ledger.fields.iter().filter(|it| matches!(it.ty, FieldType::Link { .. })).collect();
            expressions.extend(above.iter().map(|it| format!("r.{}", column(&it.name))));
            let mut links_above = Links::new();
            for row in self.tx.record_values(ledger, &expressions, &ids).await? {
                let (broken, linked) = row[1..].split_at(rules.len());
                for (cell, must) in broken.iter().zip(&rules) {
                    if cell.number() == Some(1) {
                        refused.push(must_refusal(must));
                    }
                }
                for (cell, field) in linked.iter().zip(&above) {
                    if let (Some(id), FieldType::Link { to }) = (cell.number(), &field.ty) {
                        links_above.entry(to.clone()).or_default().insert(id);
                    }
                }
            }
            if computes && depth > 0 && refused.is_empty() {
                let ledger = ledger.clone();
                refused.extend(Box::pin(self.ripple(&ledger, &links_above, depth - 1)).await?);
            }
        }
        refused.dedup();
        Ok(refused)
    }

    /// Nothing that others point to is voided.
    pub(super) async fn refuse_orphans(
        &mut self,
        ledger: &Ledger,
        id: i64,
    ) -> Result<(), LedgerError> {
        let ledgers = self.terms.ledgers.clone();
        let mut refused = Vec::new();
        for other in ledgers.iter() {
            for field in &other.fields {
                if !matches!(&field.ty, FieldType::Link { to } if *to == ledger.id) {
                    continue;
                }
                let sql = format!(
                    "(select count(*) from {} o where o.{} = r.id and o.voided = 0)",
                    other.table(),
                    column(&field.name)
                );
                let rows = self.tx.record_values(ledger, &[sql], &[id]).await?;
                let count = rows.first().and_then(|it| it[1].number()).unwrap_or_default();
                if count > 0 {
                    refused.push(refusal(
                        "must",
                        None,
                        &format!("还有 {count} 条{}关联着它，请先处理", other.words.zh),
                        &format!("{count} records of {} still point to it", other.words.en),
                    ));
                }
            }
        }
        if refused.is_empty() { Ok(()) } else { Err(LedgerError::Refused(refused)) }
    }
}

fn reads_computed(ledger: &Ledger, formula: &ledger::Formula) -> bool {
    let read = formula.own_fields();
    ledger.fields.iter().any(|it| it.value.is_some() && read.contains(it.name.as_str()))
}

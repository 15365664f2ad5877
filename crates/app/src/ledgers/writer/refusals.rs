//! What stands in the way of a record, in words.

use std::collections::BTreeMap;

use ledger::{Action, Ledger, Plain};
use store::LedgerRecord;

use crate::ledgers::error::Refusal;

/// Fields that may not be changed any more.
pub(super) fn fixed(
    ledger: &Ledger,
    before: &LedgerRecord,
    changed: &BTreeMap<String, Plain>,
) -> Vec<Refusal> {
    let fields = ledger.fields.iter().filter(|it| it.fixed);
    fields
        .filter(|it| before.state != ledger.first_state().name && changed.contains_key(&it.name))
        .map(|it| {
            refusal(
                "fixed",
                Some(&it.name),
                &format!("{}送出后不能再改；写错了请作废重新登记", it.words.zh),
                &format!("{} cannot be changed any more; void and record anew", it.words.en),
            )
        })
        .collect()
}

/// Fields that are left blank and may not be.
pub(super) fn missing(
    ledger: &Ledger,
    values: &BTreeMap<String, Plain>,
    action: Option<&Action>,
) -> Vec<Refusal> {
    let blank = |name: &str| matches!(values.get(name), None | Some(Plain::Blank));
    let mut refused = Vec::new();
    for field in &ledger.fields {
        let needed = action.is_some_and(|it| it.needs.contains(&field.name));
        let required = field.required && field.otherwise.is_none() && field.value.is_none();
        if (required || needed) && blank(&field.name) {
            let (code, zh, en) = match needed {
                true => ("needs", "这一步之前要填写", "has to be filled for this step"),
                false => ("required", "要填写", "has to be filled"),
            };
            refused.push(refusal(
                code,
                Some(&field.name),
                &format!("{}{zh}", field.words.zh),
                &format!("{} {en}", field.words.en),
            ));
        }
    }
    refused
}

/// A rule that does not hold.
pub(super) fn must_refusal(must: &ledger::Must) -> Refusal {
    Refusal {
        code: "must".into(),
        field: None,
        must: Some(must.name.clone()),
        zh: must.words.zh.clone(),
        en: must.words.en.clone(),
    }
}

/// A record that is there already.
pub(super) fn twin_refusal(ledger: &Ledger, names: &[String]) -> Refusal {
    let words = |pick: fn(&ledger::Words) -> &String, region: &str| {
        let each = names.iter().map(|it| match ledger.field(it) {
            Some(field) => pick(&field.words).clone(),
            None => region.to_owned(),
        });
        each.collect::<Vec<_>>()
    };
    let zh = words(|it| &it.zh, "地区").join("、");
    let en = words(|it| &it.en, "region").join(", ");
    Refusal {
        code: "unique".into(),
        field: names.iter().find(|it| ledger.field(it).is_some()).cloned(),
        must: None,
        zh: format!("{}里已有相同的{zh}，不能重复登记", ledger.words.zh),
        en: format!("a record of {} with the same {en} is there already", ledger.words.en),
    }
}

/// One thing that stands in the way.
pub(in crate::ledgers) fn refusal(code: &str, field: Option<&str>, zh: &str, en: &str) -> Refusal {
    Refusal {
        code: code.to_owned(),
        field: field.map(ToOwned::to_owned),
        must: None,
        zh: zh.to_owned(),
        en: en.to_owned(),
    }
}

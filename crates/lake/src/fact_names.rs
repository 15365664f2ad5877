//! The declared facts as policy knows them: names, units, subjects and words of codes.

use kernel::table::{ColumnType, Tables};
use policy::{FactInfo, FactNames, Unit};

use crate::declaration::{Facts, Source, Subject};

/// The facts that packs may name.
#[must_use]
pub fn fact_names(facts: &Facts, tables: &Tables) -> FactNames {
    let subject = |of| match of {
        Subject::Person => policy::Subject::Person,
        Subject::Household => policy::Subject::Household,
    };
    facts
        .all()
        .iter()
        .filter_map(|fact| {
            let info = FactInfo {
                zh: fact.zh.clone(),
                unit: Unit::from_name(&fact.unit)?,
                subject: subject(fact.of),
                codes: codes_of(&fact.source, tables),
            };
            Some((fact.name.clone(), info))
        })
        .collect()
}

/// The words of a fact whose value is a column of codes.
fn codes_of(source: &Source, tables: &Tables) -> Vec<String> {
    let Source::Table(source) = source else { return Vec::new() };
    let column = source.value.as_ref().and_then(|it| it.inputs.first());
    let found = column
        .and_then(|name| tables.get(&source.table)?.columns.iter().find(|it| it.name == *name));
    match found.map(|it| &it.ty) {
        Some(ColumnType::Code(codes)) => codes.to_vec(),
        _ => Vec::new(),
    }
}

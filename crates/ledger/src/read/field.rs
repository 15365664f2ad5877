//! `[[fields]]`.

use policy::{
    Faults,
    suggest::hint,
    table::{Item, Lined, Table},
};

use super::{Named, formula, levels, plain_texts, sourced, words, words_named};
use crate::field::{Field, FieldType};

/// Every word of `type`.
const TYPES: [&str; 19] = [
    "text",
    "long_text",
    "number",
    "decimal",
    "money",
    "date",
    "month",
    "year",
    "yes_no",
    "code",
    "codes",
    "region",
    "household",
    "person",
    "link",
    "name",
    "phone",
    "id_number",
    "account_number",
];

/// Most places of a decimal.
const MOST_PLACES: u32 = 4;

/// A field, and the section an extension puts it into.
pub(super) fn field(
    it: &mut Table,
    named: &Named<'_>,
    faults: &mut Faults<'_>,
) -> Option<(Field, Option<String>)> {
    let name = it.required_text("name", faults);
    let words = words(it, faults);
    let ty = field_type(it, faults);
    let personal = it.flag("personal", faults) || ty.as_ref().is_some_and(FieldType::is_personal);
    let field = Field {
        required: it.flag("required", faults),
        headers: plain_texts(it, "headers", faults),
        unit: it.text("unit", faults).map(|it| it.value),
        value: formula(it, "value", faults),
        otherwise: formula(it, "otherwise", faults),
        personal,
        health: it.flag("health", faults),
        fixed: it.flag("fixed", faults),
        department: it.text("source", faults).map(|it| it.value),
        help: words_named(it, "help_zh", "help_en", faults),
        source: sourced(it, named, false, faults),
        name: name?.value,
        words,
        ty: ty?,
    };
    let section = it.text("section", faults).map(|it| it.value);
    Some((field, section))
}

fn field_type(it: &mut Table, faults: &mut Faults<'_>) -> Option<FieldType> {
    let Lined { line, value } = it.required_text("type", faults)?;
    Some(match value.as_str() {
        "text" => FieldType::Text,
        "long_text" => FieldType::LongText,
        "number" => FieldType::Number,
        "decimal" => FieldType::Decimal { places: places(it, faults)? },
        "money" => FieldType::Money,
        "date" => FieldType::Date,
        "month" => FieldType::Month,
        "year" => FieldType::Year,
        "yes_no" => FieldType::YesNo,
        "code" => FieldType::Code { list: it.required_text("codes", faults)?.value },
        "codes" => FieldType::Codes { list: it.required_text("codes", faults)?.value },
        "region" => FieldType::Region { levels: levels(it, "of", faults) },
        "household" => FieldType::Household,
        "person" => FieldType::Person,
        "link" => FieldType::Link { to: it.required_text("to", faults)?.value },
        "name" => FieldType::Name,
        "phone" => FieldType::Phone,
        "id_number" => FieldType::IdNumber,
        "account_number" => FieldType::AccountNumber,
        other => {
            faults.at(line, format!("没有类型 {other}{}", hint(other, TYPES)));
            return None;
        }
    })
}

fn places(it: &mut Table, faults: &mut Faults<'_>) -> Option<u32> {
    if !it.require("places", faults) {
        return None;
    }
    let Lined { line, value } = it.take("places")?;
    let places = match &value {
        Item::Number(text) => text.parse().ok(),
        _ => None,
    };
    let places = places.filter(|it| (1..=MOST_PLACES).contains(it));
    if places.is_none() {
        faults.at(line, format!("places 写 1 到 {MOST_PLACES}"));
    }
    places
}

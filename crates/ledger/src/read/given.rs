//! `[measure]`, `[payment]` and `[lake]`.

use policy::{Faults, table::Table};

use super::{formula, plain_texts};
use crate::given::{Lake, Measure, MeasureCode, Payment};

pub(super) fn measure(mut it: Table, faults: &mut Faults<'_>) -> Option<Measure> {
    let of = it.required_text("of", faults);
    let always = it.text("code", faults).map(|it| MeasureCode::Always(it.value));
    let chosen = it.text("code_from", faults).map(|it| MeasureCode::FromField(it.value));
    if always.is_some() == chosen.is_some() {
        faults.at(it.line, "code 和 code_from 写其中一个");
    }
    let condition = formula(&mut it, "when", faults);
    let from = it.text("from", faults).map(|it| it.value);
    let to = it.text("to", faults).map(|it| it.value);
    let amount = it.text("amount", faults).map(|it| it.value);
    it.finish(faults);
    Some(Measure { of: of?.value, code: always.or(chosen)?, condition, from, to, amount })
}

pub(super) fn payment(mut it: Table, faults: &mut Faults<'_>) -> Option<Payment> {
    let of = it.required_text("of", faults);
    let benefit = it.required_text("benefit", faults);
    let amount = it.required_text("amount", faults);
    let on = it.required_text("on", faults);
    let condition = formula(&mut it, "when", faults);
    it.finish(faults);
    let (of, benefit) = (of?.value, benefit?.value);
    Some(Payment { of, benefit, amount: amount?.value, on: on?.value, condition })
}

pub(super) fn lake(mut it: Table, faults: &mut Faults<'_>) -> Option<Lake> {
    let of = it.required_text("of", faults);
    it.require("fields", faults);
    let fields = plain_texts(&mut it, "fields", faults);
    let condition = formula(&mut it, "when", faults);
    it.finish(faults);
    Some(Lake { of: of?.value, fields, condition })
}

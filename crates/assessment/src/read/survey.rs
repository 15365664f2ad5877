//! `[[strata]]` and `[[questions]]`: who is visited, and what they are asked.

use policy::{Faults, table::Table};

use super::{Place, each, required_amount, text, whole};
use crate::scheme::{Answer, Question, Stratum};

pub(super) fn stratum(it: &mut Table, place: &Place<'_>, faults: &mut Faults<'_>) -> Stratum {
    let line = it.line;
    let least = whole(it, "least", faults).unwrap_or(0);
    it.require("most", faults);
    let most = whole(it, "most", faults).unwrap_or(0);
    if most < least || most == 0 {
        faults.at(line, "most 要大于 0，且不小于 least");
    }
    Stratum {
        id: text(it, "id", faults),
        zh: text(it, "zh", faults),
        en: text(it, "en", faults),
        indicator: text(it, "indicator", faults),
        share: required_amount(it, "share", faults),
        least,
        most,
        reserve: whole(it, "reserve", faults).unwrap_or(0),
        basis: place.basis(it, faults),
    }
}

pub(super) fn question(it: &mut Table, place: &Place<'_>, faults: &mut Faults<'_>) -> Question {
    let line = it.line;
    let answers = each(it, "answers", faults, |it, faults| Answer {
        code: text(it, "code", faults),
        zh: text(it, "zh", faults),
        en: text(it, "en", faults),
        counts: !it.flag("outside", faults),
    });
    if answers.iter().filter(|it| it.counts).count() < 2 {
        faults.at(line, "answers 里至少要有两个算数的回答");
    }
    Question {
        id: text(it, "id", faults),
        zh: text(it, "zh", faults),
        en: text(it, "en", faults),
        answers,
        basis: place.basis(it, faults),
    }
}

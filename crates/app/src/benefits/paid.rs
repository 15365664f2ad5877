//! Which payments are those of a benefit, and whose they are.

use std::collections::{HashMap, HashSet};

use ::benefits::Compiled;
use chrono::{Datelike, NaiveDate};
use policy::{BenefitPeriod, BenefitSubject};

use crate::paid::{Payment, Source};

/// Payments by whoever received them.
pub(super) type Received<'a> = HashMap<u32, Vec<&'a Payment>>;

/// The payments of a benefit in its period up to the day. Whoever is on a list is taken from the
/// lists: the office that pays keeps both, and a payment must not count twice.
pub(super) fn of_benefit<'a>(
    paid: &'a [Payment],
    compiled: &Compiled,
    on: NaiveDate,
) -> Vec<&'a Payment> {
    let of = compiled.benefit.of;
    let (listed, kept): (Vec<&Payment>, Vec<&Payment>) = paid
        .iter()
        .filter(|it| is_of(it, compiled, on))
        .partition(|it| matches!(it.source, Source::List(_)));
    let known: HashSet<Option<u32>> = listed.iter().map(|it| receiver(it, of)).collect();
    let kept = kept.into_iter().filter(|it| !known.contains(&receiver(it, of)));
    listed.iter().copied().chain(kept).collect()
}

/// Whose payment it is: a person's or a household's, as the benefit is.
pub(super) fn receiver(it: &Payment, of: BenefitSubject) -> Option<u32> {
    match of {
        BenefitSubject::Person => it.person,
        _ => Some(it.household),
    }
}

fn is_of(it: &Payment, compiled: &Compiled, on: NaiveDate) -> bool {
    let benefit = &compiled.benefit;
    let is_named = match &it.source {
        Source::List(_) => benefit.paid_as.iter().any(|word| it.item.contains(word)),
        Source::Ledger { benefit: paid, .. } => *paid == benefit.id,
    };
    let in_period = it.paid_on.is_none_or(|day| {
        let same_year = day.year() == on.year();
        day <= on
            && match benefit.each {
                BenefitPeriod::Month => same_year && day.month() == on.month(),
                BenefitPeriod::Year => same_year,
                BenefitPeriod::Once => true,
            }
    });
    is_named && in_period
}

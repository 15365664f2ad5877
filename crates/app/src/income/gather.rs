//! Reads from the evidence of a county what lists know of every household that has a form to fill.

use std::collections::{BTreeSet, HashMap, HashSet};

use ::income::{IncomePeriod, Plausibility, Sheet};
use kernel::{Month, Region};
use lake::{
    declaration::Subject,
    fold::{Folded, fold},
    labels::labels,
    snapshot::ABSENT,
};
use store::{Household, Person, Tx};

use super::{base::Base, error::IncomeError};
use crate::{
    evidence::CountyEvidence,
    home::Home,
    paid::{Payment, Source, payments},
};

/// The parameter with the months after a period whose lists may still fill it.
const COLLECTION_MONTHS: &str = "income_account.collection_months";

/// The evidence of a county's period, computed.
pub(super) struct Gathered {
    pub(super) sheet: Sheet,
    pub(super) checks: Plausibility,
    pub(super) period: IncomePeriod,
    /// The month whose lists answer.
    pub(super) month: Month,
    pub(super) evidence: CountyEvidence,
    folded: Folded,
    /// Payments of the period, each with the line it fills.
    pub(super) paid: Vec<(Payment, String)>,
    /// Lines that lists know of: everybody in none of them has nothing. A ledger knows only of those
    /// it names.
    pub(super) known_lines: BTreeSet<String>,
    ethnicity: HashMap<i64, String>,
}

/// The form and the checks of a county and a period.
///
/// # Errors
/// When the definitions are not sound.
pub(super) fn sheet_of(
    home: &Home,
    county: &Region,
    period: IncomePeriod,
) -> anyhow::Result<(Sheet, Plausibility)> {
    let packs = home.packs();
    let sheet = Sheet::compile(&packs, county.leading_digits(), period.as_of())?;
    let names = home.definitions.fact_names();
    let checks = Plausibility::compile(&packs, &sheet, &names).map_err(|problems| {
        let lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
        anyhow::anyhow!("收入台账的合理性核对有误：\n{}", lines.join("\n"))
    })?;
    Ok((sheet, checks))
}

/// The month whose lists fill a period: the newest imported, at most some months after its end.
/// What lists of later months say is said of the period too: windows are counted back from its end.
pub(super) async fn month_of(
    home: &Home,
    tx: &mut Tx,
    county: &Region,
    period: IncomePeriod,
) -> Result<Month, IncomeError> {
    let code = county.leading_digits();
    let months = home.packs().parameter(COLLECTION_MONTHS, code, period.as_of());
    let later = months.and_then(|it| i32::try_from(it.value).ok()).unwrap_or_default();
    let (first, last) = (period.last.to_string(), period.last.plus_months(later).to_string());
    let mut newest = None;
    for table in home.definitions.tables.iter() {
        let files = tx.lake_files_for(county.id, &table.name, &first, &last).await?;
        newest = newest.max(files.into_iter().map(|it| it.month).max());
    }
    let newest = newest.ok_or_else(|| {
        let name = &county.name;
        IncomeError::NoLists(format!("{first} 至 {last} 没有导入过 {name} 的名单，请先导入"))
    })?;
    Ok(newest.parse().map_err(|error| anyhow::anyhow!("{error}"))?)
}

impl Gathered {
    /// Reads and computes everything.
    ///
    /// # Errors
    /// When evidence or definitions cannot be read.
    pub(super) async fn of(
        home: &Home,
        tx: &mut Tx,
        county: &Region,
        period: IncomePeriod,
        month: Month,
    ) -> Result<Gathered, IncomeError> {
        if month < period.last {
            return Err(IncomeError::NoLists(format!(
                "{month} 的名单还不能说明到 {} 为止的收入，请写更晚的月份",
                period.last
            )));
        }
        let (sheet, checks) = sheet_of(home, county, period)?;
        let mut evidence = CountyEvidence::of(home, tx, county, month).await?;
        evidence.as_of = period.as_of();
        // What earlier accounts gave to the screening is no source of new ones.
        evidence.files.remove(super::TABLE);
        if evidence.snapshot.households.is_empty() {
            return Err(IncomeError::NoLists(format!(
                "{} 还没有登记簿：请先导入户籍人口或国家系统导出",
                county.name
            )));
        }
        let facts = &home.definitions.facts;
        let names: Vec<&str> = sheet
            .facts()
            .into_iter()
            .chain(checks.names())
            .filter(|it| facts.position(it).is_some())
            .collect();
        let wanted = facts.closure(names);
        let folding = evidence.for_folding(home);
        let folded = fold(facts, &wanted, &folding)?;
        let ethnicity = labels(&folding, "police_register", "ethnicity")?.unwrap_or_default();
        drop(folding);
        let paid = payments(home, tx, county, &evidence).await?;
        let paid = of_lines(home, &sheet, &evidence, period, paid);
        let mut known_lines: BTreeSet<String> = paid
            .iter()
            .filter(|(it, _)| matches!(it.source, Source::List(_)))
            .map(|(_, line)| line.clone())
            .collect();
        for it in &sheet.lines {
            let position = it.line.fact.as_deref().and_then(|it| facts.position(it));
            if position.is_some_and(|it| folded.sure.column(it).is_some()) {
                known_lines.insert(it.line.id.clone());
            }
        }
        let ethnicity = ethnicity.into_iter().collect();
        Ok(Gathered {
            sheet,
            checks,
            period,
            month,
            evidence,
            folded,
            paid,
            known_lines,
            ethnicity,
        })
    }

    /// The tables that lines or totals need and that have not arrived.
    pub(super) fn missing_tables(&self, home: &Home) -> Vec<String> {
        let facts = &home.definitions.facts;
        let needed = self.sheet.facts().into_iter().filter_map(|it| facts.get(it));
        let missing: BTreeSet<String> = needed
            .flat_map(|it| it.needs.iter().cloned())
            .filter(|it| !self.evidence.files.contains_key(it))
            .collect();
        missing.into_iter().collect()
    }

    /// A household's value of a fact of households, where it is known.
    pub(super) fn fact(&self, home: &Home, name: &str, household: usize) -> Option<i64> {
        let facts = &home.definitions.facts;
        let position = facts.position(name)?;
        if facts.all()[position].of != Subject::Household {
            return None;
        }
        let value = *self.folded.sure.column(position)?.get(household)?;
        (value != ABSENT).then_some(value)
    }

    /// Whether a household is one of those a form is for.
    pub(super) fn fills(&self, home: &Home, household: usize) -> bool {
        let mut of = self.sheet.forms.iter().flat_map(|it| &it.of);
        of.any(|it| self.fact(home, it, household) == Some(1))
    }

    /// What lists and the register know of every household, by position.
    pub(super) fn bases(
        &self,
        home: &Home,
        households: &HashMap<i64, Household>,
        persons: &[Person],
    ) -> Vec<Base> {
        let snapshot = &self.evidence.snapshot;
        let mut living = vec![0_i64; snapshot.households.len()];
        for (person, household) in snapshot.persons.iter().zip(&snapshot.household_of) {
            if person.departed_on.is_none_or(|it| it > self.period.as_of()) {
                living[*household as usize] += 1;
            }
        }
        let mut sums: HashMap<(u32, &str), i64> = HashMap::new();
        for (payment, line) in &self.paid {
            *sums.entry((payment.household, line)).or_default() += payment.amount;
        }
        let heads: HashMap<i64, i64> =
            persons.iter().filter(|it| it.is_head).map(|it| (it.household_id, it.id)).collect();
        let totals = self.sheet.total_facts();
        let checked: Vec<&str> = self.checks.names();
        let mut bases = Vec::with_capacity(snapshot.households.len());
        for (at, household) in snapshot.households.iter().enumerate() {
            let position = u32::try_from(at).unwrap_or(u32::MAX);
            let fact = |name: &str| self.fact(home, name, at);
            let mut base = Base {
                // Who shares income is known to the national system; others count as registered.
                members: fact("income_members").filter(|it| *it > 0).or(Some(living[at])),
                out_of_poverty: household.out_of_poverty,
                monitored: household.monitored,
                no_labor: fact("no_labor_household").map(|it| it == 1).or_else(|| {
                    households.get(&household.hid)?.no_labor_safety_net.then_some(true)
                }),
                ethnicity: heads.get(&household.hid).and_then(|it| self.ethnicity.get(it).cloned()),
                ..Base::default()
            };
            base.members = base.members.filter(|it| *it > 0);
            for it in &self.sheet.lines {
                let line = &it.line;
                let is_known = self.known_lines.contains(&line.id);
                let value = match &line.fact {
                    Some(name) => fact(name).filter(|_| is_known),
                    None => {
                        let paid = sums.get(&(position, line.id.as_str())).copied();
                        paid.or(is_known.then_some(0))
                    }
                };
                if let Some(value) = value {
                    base.feeds.insert(line.id.clone(), value);
                }
            }
            if self.sheet.national_totals {
                for (component, name) in &totals {
                    if let Some(value) = fact(name) {
                        base.totals.insert(*component, value);
                    }
                }
            }
            for name in &checked {
                if let Some(value) = fact(name) {
                    base.facts.insert((*name).to_owned(), value);
                }
            }
            bases.push(base);
        }
        bases
    }
}

/// The payments of a period, each with the line it fills. A payment without a day is of the month its
/// list was imported for; one of a ledger without a day is of none. Where lists fill a line of a
/// household, what ledgers say of it is the same money once more and is left out.
pub(super) fn of_lines(
    home: &Home,
    sheet: &Sheet,
    evidence: &CountyEvidence,
    period: IncomePeriod,
    paid: Vec<Payment>,
) -> Vec<(Payment, String)> {
    let files = evidence.files.get(lake::payments::TABLE).into_iter().flatten();
    let months: HashMap<i64, Month> =
        files.filter_map(|it| Some((it.source_file_id?, it.month.parse().ok()?))).collect();
    let in_period = |it: &Payment| match (it.paid_on, &it.source) {
        (Some(day), _) => period.contains(day),
        (None, Source::List(file)) => {
            months.get(&i64::from(*file)).is_some_and(|it| period.contains(it.first_day()))
        }
        (None, Source::Ledger { .. }) => false,
    };
    let packs = home.packs();
    let words = |it: &Payment| match &it.source {
        Source::List(_) => it.item.clone(),
        Source::Ledger { benefit, .. } => {
            let mut benefits = packs.all_benefits().filter(|it| it.id == *benefit);
            benefits.next().map(|it| it.paid_as.join("、")).unwrap_or_default()
        }
    };
    let found = paid.into_iter().filter(in_period);
    let (listed, kept): (Vec<_>, Vec<_>) = found
        .filter_map(|it| {
            let line = line_of(sheet, &words(&it))?;
            Some((it, line))
        })
        .partition(|(it, _)| matches!(it.source, Source::List(_)));
    let known: HashSet<(u32, &str)> =
        listed.iter().map(|(it, line)| (it.household, line.as_str())).collect();
    let kept: Vec<_> = kept
        .into_iter()
        .filter(|(it, line)| !known.contains(&(it.household, line.as_str())))
        .collect();
    listed.into_iter().chain(kept).collect()
}

/// The line that a payment fills: the one with the longest word that its item holds.
fn line_of(sheet: &Sheet, item: &str) -> Option<String> {
    let words =
        sheet.lines.iter().flat_map(|it| it.line.paid_as.iter().map(move |word| (it, word)));
    let found = words.filter(|(_, word)| item.contains(word.as_str()));
    // Of equally long words the one that stands first in the form.
    let longest = found.rev().max_by_key(|(_, word)| word.chars().count());
    longest.map(|(it, _)| it.line.id.clone())
}

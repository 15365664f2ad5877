//! A county in one go: entitlements beside the payments of the departments' lists.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use ::benefits::{Compiled, Entitlements, State};
use chrono::NaiveDate;
use kernel::{Month, Region, RegionLevel};
use policy::{BenefitSubject, Formula};
use serde::{Deserialize, Serialize};
use store::{Scope, Tx};

use super::{
    Computed,
    household::concerns,
    paid::{Received, of_benefit, receiver},
};
use crate::{
    home::Home,
    ledgers,
    paid::{Payment, Source, payments},
};

/// How entitlement and payment differ. The words are stable.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum BenefitFinding {
    /// 应享未享: entitled, and nothing received.
    NotReceived,
    /// 少发: received less.
    ReceivedLess,
    /// 多发: received more.
    ReceivedMore,
    /// 不应享而享: received, and not entitled.
    NotEntitled,
}

impl BenefitFinding {
    /// In Chinese.
    #[must_use]
    pub fn zh(self) -> &'static str {
        match self {
            BenefitFinding::NotReceived => "符合而未发",
            BenefitFinding::ReceivedLess => "发得少",
            BenefitFinding::ReceivedMore => "发得多",
            BenefitFinding::NotEntitled => "发了而不符合",
        }
    }
}

/// What a county's month shows.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
pub struct CountyBenefits {
    /// Statistical code of the region asked for.
    pub region: String,
    /// Its name.
    pub name: String,
    /// Month.
    pub month: String,
    /// The day: the last of the month.
    pub on: NaiveDate,
    /// Fingerprint of the packs.
    pub packs: String,
    /// Each benefit.
    pub benefits: Vec<BenefitCount>,
    /// Where entitlement and payment differ, by household.
    pub rows: Vec<BenefitRow>,
}

/// One benefit of a county.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct BenefitCount {
    /// Identifier.
    pub benefit: String,
    /// 中文名.
    pub zh: String,
    /// Department.
    pub department: Option<String>,
    /// `person` or `household`.
    pub of: BenefitSubject,
    /// A figure in it rests on no document.
    pub uses_default: bool,
    /// Tables that have not arrived: nothing was computed.
    pub missing_tables: Vec<String>,
    /// Entitled people or households.
    pub entitled: i64,
    /// Together, in fen; none for what is given in kind.
    pub amount: Option<i64>,
    /// Of whom nothing can be said.
    pub unknown: i64,
    /// Payments of it in the departments' lists and in ledgers.
    pub payments: i64,
    /// Together, in fen.
    pub paid: i64,
    /// Whether entitlement and payment were compared for everybody: there is a list with payments of
    /// it. Those a ledger names are compared anyway.
    pub compared: bool,
    /// 符合而未发.
    pub not_received: i64,
    /// 发了而不符合.
    pub not_entitled: i64,
    /// Received more or less than entitled to.
    pub differ: i64,
}

/// A payment of a department's list, or of a ledger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct PaidRow {
    /// What for.
    pub item: String,
    /// Fen.
    pub amount: i64,
    /// The day, where the list has one.
    pub paid_on: Option<NaiveDate>,
    /// File as it was given; of a ledger its name.
    pub file: String,
    /// Row, from 1; of a ledger the record.
    pub row: i64,
}

/// One household or person whose payments differ from what it is entitled to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct BenefitRow {
    /// Benefit.
    pub benefit: String,
    /// 中文名.
    pub zh: String,
    /// Key of the household.
    pub household: i64,
    /// 户编号.
    pub household_no: String,
    /// 户主.
    pub householder: String,
    /// 村, with its township.
    pub village: String,
    /// Key of the person; none for a benefit of the household.
    pub person: Option<i64>,
    /// Name of the person.
    pub name: Option<String>,
    /// How it differs.
    pub finding: BenefitFinding,
    /// Fen.
    pub entitled: i64,
    /// Fen, in the period of the benefit.
    pub received: i64,
    /// Received less entitled, fen.
    pub difference: i64,
    /// As what somebody is entitled, or why not.
    pub reason: String,
    /// The payments.
    pub payments: Vec<PaidRow>,
}

/// Compares a county, or a township or village of it, with the payments; a month that has no
/// register yet is an error.
///
/// Payments count that name the benefit (`paid_as`) and fall into its period up to the day: the
/// month, the calendar year, or for what is given once everything in the evidence. A payment
/// without a day counts. A ledger's payments (`[payment]` of its definition) count for whoever is on
/// no list, and say nothing of those it does not name.
///
/// # Errors
/// When the evidence cannot be read, or a benefit is not sound.
pub async fn county_benefits(
    home: &Home,
    scope: &Scope,
    region: &Region,
    month: Month,
) -> anyhow::Result<CountyBenefits> {
    let regions = &home.definitions.regions;
    let is_county = |it: &&Region| it.level == RegionLevel::County;
    let county = std::iter::once(region)
        .chain(regions.ancestors(region.id))
        .find(is_county)
        .ok_or_else(|| anyhow::anyhow!("{} 不是县或县以下，请写县、乡镇或村的代码", region.name))?;
    ledgers::ready(home).await?;
    let mut tx = home.db.read().await?;
    let computed = Computed::of(home, &mut tx, county, month).await?;
    anyhow::ensure!(
        !computed.evidence.snapshot.households.is_empty(),
        "{} 还没有登记簿：请先用 import 导入户籍人口或国家系统导出",
        county.name
    );
    let paid = payments(home, &mut tx, county, &computed.evidence).await?;
    let mut found = Found::default();
    for compiled in computed.schedule.benefits().filter(|it| concerns(scope, it)) {
        found.add(home, &computed, compiled, &paid, region)?;
    }
    let rows = named(home, &mut tx, scope, county, &computed, found.rows).await?;
    Ok(CountyBenefits {
        region: region.stat_code.clone(),
        name: regions.name_path(region.id),
        month: month.to_string(),
        on: computed.evidence.as_of,
        packs: computed.schedule.packs.clone(),
        benefits: found.counts,
        rows,
    })
}

#[derive(Default)]
pub(super) struct Found {
    pub(super) counts: Vec<BenefitCount>,
    rows: Vec<Difference>,
}

/// A row before names are put to it.
struct Difference {
    benefit: String,
    zh: String,
    household: u32,
    person: Option<u32>,
    finding: BenefitFinding,
    entitled: i64,
    received: i64,
    reason: String,
    payments: Vec<Payment>,
}

impl Found {
    pub(super) fn add(
        &mut self,
        home: &Home,
        computed: &Computed,
        compiled: &Compiled,
        paid: &[Payment],
        region: &Region,
    ) -> anyhow::Result<()> {
        let benefit = &compiled.benefit;
        let snapshot = &computed.evidence.snapshot;
        let of_person = match benefit.of {
            BenefitSubject::Person => true,
            BenefitSubject::Household => false,
            BenefitSubject::Organisation => return Ok(()),
        };
        let mut count = BenefitCount {
            benefit: benefit.id.clone(),
            zh: benefit.zh.clone(),
            department: benefit.department.clone(),
            of: benefit.of,
            uses_default: compiled.uses_default(),
            missing_tables: computed.missing_tables(home, compiled).into_iter().collect(),
            entitled: 0,
            amount: None,
            unknown: 0,
            payments: 0,
            paid: 0,
            compared: false,
            not_received: 0,
            not_entitled: 0,
            differ: 0,
        };
        if !count.missing_tables.is_empty() {
            self.counts.push(count);
            return Ok(());
        }
        let inside = |household: u32| {
            let it = &snapshot.households[household as usize];
            match region.level {
                RegionLevel::Township => it.township == region.id,
                RegionLevel::Village => it.village == region.id,
                _ => true,
            }
        };
        let rows = if of_person { snapshot.persons.len() } else { snapshot.households.len() };
        let all = compiled.evaluate(rows, &|input| computed.column(home, compiled, input))?;

        // What each has received: by person, or by household.
        let mut received = Received::new();
        for payment in of_benefit(paid, compiled, computed.evidence.as_of) {
            // A list that arrived for the county speaks for all of it, a ledger for whom it names.
            count.compared |= matches!(payment.source, Source::List(_));
            if !inside(payment.household) {
                continue;
            }
            count.payments += 1;
            count.paid += payment.amount;
            if let Some(at) = receiver(payment, benefit.of) {
                received.entry(at).or_default().push(payment);
            }
        }

        let has_amount = !all.amounts.is_empty();
        count.amount = has_amount.then_some(0);
        for at in 0..rows {
            let position = u32::try_from(at)?;
            let household = if of_person { snapshot.household_of[at] } else { position };
            if !inside(household) {
                continue;
            }
            let state = all.state(at);
            let entitled = match state {
                State::Entitled => {
                    count.entitled += 1;
                    let amount = if has_amount { all.amounts[at] } else { 0 };
                    count.amount = count.amount.map(|it| it + amount);
                    amount
                }
                State::NotEntitled => 0,
                State::Unknown => {
                    count.unknown += 1;
                    continue;
                }
            };
            let paid = received.remove(&position);
            if !has_amount || !(count.compared || paid.is_some()) {
                continue;
            }
            let paid = paid.unwrap_or_default();
            let sum: i64 = paid.iter().map(|it| it.amount).sum();
            let finding = match (entitled, sum) {
                (entitled, sum) if entitled == sum => continue,
                (0, _) => BenefitFinding::NotEntitled,
                (_, 0) => BenefitFinding::NotReceived,
                (entitled, sum) if sum < entitled => BenefitFinding::ReceivedLess,
                _ => BenefitFinding::ReceivedMore,
            };
            match finding {
                BenefitFinding::NotReceived => count.not_received += 1,
                BenefitFinding::NotEntitled => count.not_entitled += 1,
                _ => count.differ += 1,
            }
            self.rows.push(Difference {
                benefit: benefit.id.clone(),
                zh: benefit.zh.clone(),
                household,
                person: of_person.then_some(position),
                finding,
                entitled,
                received: sum,
                reason: reason(compiled, &all, at),
                payments: paid.into_iter().cloned().collect(),
            });
        }
        self.counts.push(count);
        Ok(())
    }
}

/// As what somebody is entitled, or at which step not.
fn reason(compiled: &Compiled, all: &Entitlements, at: usize) -> String {
    if let Some(step) = all.step(at) {
        return compiled.told_at(step).to_owned();
    }
    let class = compiled.benefit.steps.iter().find(|it| it.name == "class");
    match (class.map(|it| &it.formula), all.classes.get(at)) {
        (Some(Formula::Choose(list)), Some(class)) => {
            let chosen = usize::try_from(*class).ok().and_then(|it| list.get(it));
            chosen.map(|it| it.zh.clone()).unwrap_or_default()
        }
        _ => String::new(),
    }
}

/// Puts names and files to the rows; for a helper only the families assigned stay.
async fn named(
    home: &Home,
    tx: &mut Tx,
    scope: &Scope,
    county: &Region,
    computed: &Computed,
    differences: Vec<Difference>,
) -> anyhow::Result<Vec<BenefitRow>> {
    let snapshot = &computed.evidence.snapshot;
    let wanted: BTreeSet<i64> =
        differences.iter().map(|it| snapshot.households[it.household as usize].hid).collect();
    let mut households = BTreeMap::new();
    for it in tx.households_in(county.id).await? {
        if wanted.contains(&it.id) {
            households.insert(it.id, it);
        }
    }
    if scope.helper.is_some() {
        let mut assigned = BTreeMap::new();
        for (id, it) in households {
            if tx.household_is_in(id, scope).await? {
                assigned.insert(id, it);
            }
        }
        households = assigned;
    }
    let mut names = HashMap::new();
    let mut heads = HashMap::new();
    for it in tx.persons_in(county.id).await? {
        if it.is_head {
            heads.insert(it.household_id, it.name.clone());
        }
        names.insert(it.id, it.name);
    }
    let mut files: BTreeMap<Source, String> = BTreeMap::new();
    let mut rows = Vec::new();
    for it in differences {
        let hid = snapshot.households[it.household as usize].hid;
        let Some(household) = households.get(&hid) else { continue };
        let mut payments = Vec::new();
        for paid in it.payments {
            let known = files.get(&paid.source).cloned();
            let file = match known {
                Some(file) => file,
                None => {
                    let file = paid.told_by(tx).await?;
                    files.insert(paid.source.clone(), file.clone());
                    file
                }
            };
            payments.push(PaidRow {
                item: paid.item,
                amount: paid.amount,
                paid_on: paid.paid_on,
                file,
                row: paid.row,
            });
        }
        let person = it.person.map(|at| snapshot.persons[at as usize].pid);
        let no = household.national_household_no.clone().or(household.police_book_no.clone());
        rows.push(BenefitRow {
            benefit: it.benefit,
            zh: it.zh,
            household: hid,
            household_no: no.unwrap_or_default(),
            householder: heads.get(&hid).cloned().unwrap_or_default(),
            village: home.definitions.regions.name_path(household.village_id),
            person,
            name: person.and_then(|it| names.get(&it).cloned()),
            finding: it.finding,
            entitled: it.entitled,
            received: it.received,
            difference: it.received - it.entitled,
            reason: it.reason,
            payments,
        });
    }
    rows.sort_by(|left, right| {
        (&left.village, left.household, &left.benefit, left.person).cmp(&(
            &right.village,
            right.household,
            &right.benefit,
            right.person,
        ))
    });
    Ok(rows)
}

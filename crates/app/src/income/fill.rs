//! Fills a county's period from lists and entries, and says what a village still has to type.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use ::income::{Account, ComponentState, IncomePeriod, Known, LineFrom, Plausibility, Sheet};
use anyhow::Context;
use chrono::{DateTime, Utc};
use kernel::{Month, Region, fingerprint};
use lake::snapshot::ABSENT;
use policy::IncomeForm;
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::{IncomeAccount, IncomeEntry, IncomeFill, Tx};

use super::{
    base::Base,
    error::IncomeError,
    gather::{Gathered, month_of},
    names::{IncomeFindingCount, with_names},
    period::stored,
};
use crate::{
    home::Home,
    ledgers,
    paid::{Payment, Source},
};

/// The parameter that says whether a region collects by quarter.
pub(super) const QUARTERLY: &str = "income_account.quarterly";

/// What came of filling a county's period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct IncomeFilled {
    /// County code.
    pub county: String,
    /// Its name.
    pub name: String,
    /// The period in words.
    pub period: String,
    /// The month whose lists answered.
    pub evidence: String,
    /// Nothing has changed since the last time: its answer stands.
    #[serde(default)]
    pub repeated: bool,
    /// Households with an account.
    pub households: i64,
    /// Of them with a net income: nothing that it needs is unknown.
    pub complete: i64,
    /// Households of which lists know more of a component than its stated total.
    pub exceeding: i64,
    /// Tables that have not arrived.
    pub missing_tables: Vec<String>,
    /// Households by what makes their account implausible.
    pub findings: BTreeMap<String, i64>,
    /// The same by name.
    #[serde(default)]
    #[schema(required = true)]
    pub finding_names: Vec<IncomeFindingCount>,
    /// 填报负担, by form.
    pub forms: Vec<FormBurden>,
}

/// How many fields of a form a village still has to type.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct FormBurden {
    /// Identifier.
    pub form: String,
    /// 中文名.
    pub zh: String,
    /// English name.
    pub en: String,
    /// Households it is for.
    pub households: i64,
    /// Lines times households.
    pub fields: i64,
    /// Filled from lists.
    pub filled: i64,
    /// Entered by people.
    pub entered: i64,
    /// Not asked, because a stated total stands for them.
    pub covered: i64,
    /// Not asked, because the line does not count.
    pub not_counted: i64,
    /// Still to be typed.
    pub asked: i64,
    /// Still to be typed, in basis points of all fields.
    pub asked_share: i64,
    /// What would have to be typed without totals of the national system, in basis points.
    pub asked_share_without_totals: i64,
    /// By line.
    pub lines: Vec<LineBurden>,
}

/// The same of one line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct LineBurden {
    /// Identifier.
    pub line: String,
    /// 中文名.
    pub zh: String,
    /// English name.
    #[serde(default)]
    #[schema(required = true)]
    pub en: String,
    /// Filled from lists.
    pub filled: i64,
    /// Of them more than nothing.
    pub above_zero: i64,
    /// Entered by people.
    pub entered: i64,
    /// A stated total stands for it.
    pub covered: i64,
    /// Still to be typed.
    pub asked: i64,
}

/// Fills a county's period: the same question twice changes nothing. `month` says whose lists
/// answer; without one the newest imported for the period.
///
/// # Errors
/// [`IncomeError::NoLists`] when nothing was imported, [`IncomeError::Period`] for a quarter, or
/// when evidence or definitions cannot be read.
pub async fn fill(
    home: &Home,
    county: &Region,
    period: IncomePeriod,
    month: Option<Month>,
    actor: &str,
    now: DateTime<Utc>,
) -> Result<IncomeFilled, IncomeError> {
    ledgers::ready(home).await.map_err(anyhow::Error::from)?;
    if period.months != 12 {
        let why = "从名单填的是12个月的账：写年度或最后一个月；季度的数由村里填";
        return Err(IncomeError::Period(why.to_owned()));
    }
    let mut tx = home.db.read().await?;
    let month = match month {
        Some(month) => month,
        None => month_of(home, &mut tx, county, period).await?,
    };
    let gathered = Gathered::of(home, &mut tx, county, period, month).await?;
    let (last, months) = stored(period);
    let first = period.first().to_string();
    let entries = tx.income_entries_of_county(county.id, &first, &last).await?;
    let before = stored(period.year_before());
    let earlier: HashMap<i64, i64> =
        tx.net_per_capita_of_county(county.id, &before.0, before.1).await?.into_iter().collect();
    let hash = inputs_hash(home, &gathered, &entries, &earlier);
    let known = tx.income_fill(county.id, &last, months).await?;
    if let Some(fill) = known.filter(|it| it.inputs_hash == hash)
        && let Ok(report) = serde_json::from_value::<IncomeFilled>(fill.report)
    {
        let report = IncomeFilled { repeated: true, ..report };
        return Ok(with_names(home, county, period, report)?);
    }
    let households: HashMap<i64, _> =
        tx.households_in(county.id).await?.into_iter().map(|it| (it.id, it)).collect();
    let persons = tx.persons_in(county.id).await?;
    drop(tx);

    let mut of_household: HashMap<i64, Vec<&IncomeEntry>> = HashMap::new();
    for it in &entries {
        of_household.entry(it.household_id).or_default().push(it);
    }
    let snapshot = &gathered.evidence.snapshot;
    let bases = gathered.bases(home, &households, &persons);
    let mut chosen = Vec::new();
    for (at, base) in bases.iter().enumerate() {
        let hid = snapshot.households[at].hid;
        let entered = of_household.get(&hid).map(Vec::as_slice).unwrap_or_default();
        if gathered.fills(home, at) || !entered.is_empty() {
            let known = base.known(&gathered.sheet, period, entered);
            chosen.push((hid, at, base, known));
        }
    }
    let knowns: Vec<Known> = chosen.iter().map(|(_, _, _, it)| it.clone()).collect();
    let accounts = gathered.sheet.accounts(&knowns)?;
    let of_chosen: Vec<&Base> = chosen.iter().map(|(_, _, it, _)| *it).collect();
    let lasts: Vec<Option<i64>> =
        chosen.iter().map(|(hid, _, _, _)| earlier.get(hid).copied()).collect();
    let findings = judge(&gathered.checks, &of_chosen, &knowns, &accounts, &lasts)?;

    let rows: Vec<IncomeAccount> = chosen
        .iter()
        .zip(&accounts)
        .zip(&findings)
        .zip(&lasts)
        .map(|((((hid, _, base, _), account), findings), earlier)| {
            let household = households.get(hid).context("登记簿里没有这一户")?;
            row(household, period, base, account, findings, *earlier)
        })
        .collect::<anyhow::Result<_>>()?;
    let forms = forms_in_force(home, county, &gathered);
    let report = IncomeFilled {
        county: county.leading_digits().to_owned(),
        name: county.name.clone(),
        period: period.to_string(),
        evidence: month.to_string(),
        repeated: false,
        households: count(rows.len()),
        complete: count(accounts.iter().filter(|it| it.is_complete()).count()),
        exceeding: count(
            accounts.iter().filter(|it| it.components.iter().any(|it| it.exceeds_total)).count(),
        ),
        missing_tables: gathered.missing_tables(home),
        findings: findings.iter().flatten().fold(BTreeMap::new(), |mut all, it| {
            *all.entry(it.clone()).or_default() += 1;
            all
        }),
        finding_names: Vec::new(),
        forms: forms
            .iter()
            .map(|form| {
                let of =
                    |at: usize| form.of.iter().any(|it| gathered.fact(home, it, at) == Some(1));
                let rows: Vec<(&Known, &Account)> = chosen
                    .iter()
                    .zip(&accounts)
                    .filter(|((_, at, _, _), _)| of(*at))
                    .map(|((_, _, _, known), account)| (known, account))
                    .collect();
                burden(form, &gathered, &rows)
            })
            .collect(),
    };
    let fill = IncomeFill {
        county_id: county.id,
        period: last.clone(),
        months,
        evidence: month.to_string(),
        inputs_hash: hash,
        packs_hash: home.packs().hash(),
        filled_at: now,
        report: serde_json::to_value(&report).map_err(anyhow::Error::from)?,
    };
    let mut tx = home.db.write().await?;
    // No entry is added from here on, until this is saved.
    tx.allocate("income_entries", 0).await?;
    let by_now = tx.income_entries_of_county(county.id, &first, &last).await?;
    tx.save_income_accounts(&fill, &rows).await?;
    // Where somebody entered a value meanwhile, what was computed does not know it.
    let newest = entries.last().map_or(0, |it| it.id);
    let late: BTreeSet<i64> =
        by_now.iter().filter(|it| newest < it.id).map(|it| it.household_id).collect();
    for hid in late {
        let household = households.get(&hid).zip(snapshot.household(hid));
        let Some((household, at)) = household else { continue };
        let own: Vec<&IncomeEntry> = by_now.iter().filter(|it| it.household_id == hid).collect();
        let definitions = (&gathered.sheet, &gathered.checks);
        let base = &bases[at as usize];
        let account = refill(&mut tx, definitions, household, period, base, &own).await?;
        tx.upsert_income_accounts(&[account]).await?;
    }
    let detail = json!({
        "period": last, "months": months, "evidence": month.to_string(),
        "households": report.households, "complete": report.complete,
        "packs": fill.packs_hash,
    });
    let subject = format!("county {}", report.county);
    tx.append_audit(now, actor, "income.fill", &subject, &detail).await?;
    tx.commit().await?;
    Ok(with_names(home, county, period, report)?)
}

/// What came of filling a county's period last; none when it was not.
///
/// # Errors
/// When the database cannot be read.
pub async fn latest(
    home: &Home,
    county: &Region,
    period: IncomePeriod,
) -> anyhow::Result<Option<IncomeFilled>> {
    let (last, months) = stored(period);
    let mut tx = home.db.read().await?;
    let fill = tx.income_fill(county.id, &last, months).await?;
    let Some(fill) = fill else { return Ok(None) };
    with_names(home, county, period, serde_json::from_value(fill.report)?).map(Some)
}

fn count(it: usize) -> i64 {
    i64::try_from(it).unwrap_or(i64::MAX)
}

/// Fingerprint of everything that decides the answer.
fn inputs_hash(
    home: &Home,
    gathered: &Gathered,
    entries: &[IncomeEntry],
    earlier: &HashMap<i64, i64>,
) -> String {
    let newest = entries.iter().map(|it| it.id).max().unwrap_or_default();
    let mut earlier: Vec<_> = earlier.iter().collect();
    let of_ledger = |it: &&Payment| matches!(it.source, Source::Ledger { .. });
    let ledgers: Vec<&Payment> = gathered.paid.iter().map(|it| &it.0).filter(of_ledger).collect();
    earlier.sort_unstable();
    let text = format!(
        "{} {} {} {} {} {newest} {} {earlier:?} {ledgers:?}",
        gathered.evidence.hash(),
        gathered.period,
        gathered.month,
        home.packs().hash(),
        home.definitions.facts.hash(),
        entries.len(),
    );
    format!("{:016x}", fingerprint(&text))
}

/// The findings of accounts, by identifier.
pub(super) fn judge(
    checks: &Plausibility,
    bases: &[&Base],
    knowns: &[Known],
    accounts: &[Account],
    lasts: &[Option<i64>],
) -> anyhow::Result<Vec<Vec<String>>> {
    use policy::IncomeComponent as C;
    let of_component = |component: C| {
        let value = |it: &Account| {
            let found = it.component(component)?;
            (found.state != ComponentState::Open).then_some(found.fen)
        };
        accounts.iter().map(|it| value(it).unwrap_or(ABSENT)).collect::<Vec<_>>()
    };
    let step = |of: fn(&Account) -> Option<i64>| {
        accounts.iter().map(|it| of(it).unwrap_or(ABSENT)).collect::<Vec<_>>()
    };
    let column = |name: &str| {
        Some(match name {
            "wage" => step(|it| it.wage),
            "operating" => step(|it| it.operating),
            "property" => step(|it| it.property),
            "transfer" => step(|it| it.transfer),
            "operating_cost" => step(|it| it.operating_expense),
            "net" => step(|it| it.net),
            "net_per_capita" => step(|it| it.net_per_capita),
            "reference" => step(|it| it.reference),
            "reference_per_capita" => step(|it| it.reference_per_capita),
            "claims" => of_component(C::Claims),
            "out_of_pocket" => of_component(C::OutOfPocket),
            "last_net_per_capita" => lasts.iter().map(|it| it.unwrap_or(ABSENT)).collect(),
            name => bases
                .iter()
                .zip(knowns)
                .map(|(base, known)| {
                    let line = known.lines.get(name).map(|it| it.fen);
                    line.or_else(|| base.facts.get(name).copied()).unwrap_or(ABSENT)
                })
                .collect(),
        })
    };
    let ids: Vec<&str> = checks.iter().map(|it| it.id.as_str()).collect();
    let found = checks.judge(accounts.len(), &column)?;
    Ok(found.into_iter().map(|it| it.into_iter().map(|at| ids[at].to_owned()).collect()).collect())
}

/// A household's account as it is stored.
pub(super) fn row(
    household: &store::Household,
    period: IncomePeriod,
    base: &Base,
    account: &Account,
    findings: &[String],
    last: Option<i64>,
) -> anyhow::Result<IncomeAccount> {
    let (period, months) = stored(period);
    Ok(IncomeAccount {
        household_id: household.id,
        period,
        months,
        province_id: household.province_id,
        prefecture_id: household.prefecture_id,
        county_id: household.county_id,
        township_id: household.township_id,
        village_id: household.village_id,
        members: account.members,
        out_of_poverty: base.out_of_poverty,
        monitored: base.monitored,
        no_labor: base.no_labor,
        ethnicity: base.ethnicity.clone(),
        wage: account.wage,
        operating: account.operating,
        property: account.property,
        transfer: account.transfer,
        operating_expense: account.operating_expense,
        net: account.net,
        net_per_capita: account.net_per_capita,
        reference: account.reference,
        reference_per_capita: account.reference_per_capita,
        last_net_per_capita: last,
        class: account.class.clone(),
        lines: serde_json::to_value(base)?,
        components: serde_json::to_value(&account.components)?,
        findings: serde_json::to_value(findings)?,
    })
}

/// The forms a county fills: those by quarter only where it collects by quarter.
fn forms_in_force(home: &Home, county: &Region, gathered: &Gathered) -> Vec<IncomeForm> {
    let day = gathered.period.as_of();
    let quarterly = home.packs().parameter(QUARTERLY, county.leading_digits(), day);
    let quarterly = quarterly.is_some_and(|it| it.value != 0);
    let forms = gathered.sheet.forms.iter();
    forms.filter(|it| it.months == 12 || quarterly).cloned().collect()
}

fn burden(form: &IncomeForm, gathered: &Gathered, rows: &[(&Known, &Account)]) -> FormBurden {
    let mut all = FormBurden {
        form: form.id.clone(),
        zh: form.zh.clone(),
        en: form.en.clone(),
        households: count(rows.len()),
        fields: 0,
        filled: 0,
        entered: 0,
        covered: 0,
        not_counted: 0,
        asked: 0,
        asked_share: 0,
        asked_share_without_totals: 0,
        lines: Vec::new(),
    };
    let lines = gathered.sheet.lines.iter();
    for it in lines.filter(|it| form.components.contains(&it.line.component)) {
        let mut line = LineBurden {
            line: it.line.id.clone(),
            zh: it.line.zh.clone(),
            en: it.line.en.clone(),
            filled: 0,
            above_zero: 0,
            entered: 0,
            covered: 0,
            asked: 0,
        };
        for (known, account) in rows {
            all.fields += 1;
            match known.lines.get(&it.line.id) {
                Some(value) if value.from == LineFrom::Feed => {
                    line.filled += 1;
                    line.above_zero += i64::from(value.fen != 0);
                }
                Some(_) => line.entered += 1,
                None if !it.counts => all.not_counted += 1,
                None => match account.component(it.line.component).map(|it| it.state) {
                    Some(ComponentState::Total) => line.covered += 1,
                    _ => line.asked += 1,
                },
            }
        }
        all.filled += line.filled;
        all.entered += line.entered;
        all.covered += line.covered;
        all.asked += line.asked;
        all.lines.push(line);
    }
    let share = |part: i64| match all.fields {
        0 => 0,
        fields => (part * 20_000 + fields) / (2 * fields),
    };
    all.asked_share_without_totals = share(all.asked + all.covered);
    all.asked_share = share(all.asked);
    all
}

/// The account of a single household computed anew from what lists know of it and all entries.
pub(super) async fn refill(
    tx: &mut Tx,
    (sheet, checks): (&Sheet, &Plausibility),
    household: &store::Household,
    period: IncomePeriod,
    base: &Base,
    entries: &[&IncomeEntry],
) -> anyhow::Result<IncomeAccount> {
    let known = base.known(sheet, period, entries);
    let accounts = sheet.accounts(std::slice::from_ref(&known))?;
    let before = stored(period.year_before());
    let earlier = tx.income_account(household.id, &before.0, before.1).await?;
    let earlier = earlier.and_then(|it| it.net_per_capita);
    let findings = judge(checks, &[base], &[known], &accounts, &[earlier])?;
    let (account, findings) = accounts.first().zip(findings.first()).context("算不出这一户")?;
    row(household, period, base, account, findings, earlier)
}

//! One account: every line with its source, every step of the arithmetic, and what it is compared
//! with.

use std::collections::BTreeMap;

use ::income::{ComponentState, IncomePeriod, Known, median};
use anyhow::Context;
use benefits::BenefitExplanation;
use chrono::{DateTime, Utc};
use kernel::{Fen, Month};
use lake::contribution::contributions;
use policy::IncomeComponent;
use serde::Serialize;
use store::{IncomeAccount, IncomeEntry, Scope, Tx};

use super::{
    base::Base,
    error::IncomeError,
    fill::refill,
    gather::{Gathered, of_lines, sheet_of},
    period::stored,
};
use crate::{
    evidence::CountyEvidence,
    explain::{SourceRow, SourceRows},
    home::Home,
    ledgers,
    paid::payments,
};

/// A payment of a list or a ledger that fills a line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct IncomePayment {
    /// What for, as the list writes it; of a ledger its name.
    pub item: String,
    /// Fen.
    pub amount: i64,
    /// The day, where the list has one.
    pub paid_on: Option<chrono::NaiveDate>,
    /// File as it was given; of a ledger its name.
    pub file: String,
    /// Row, from 1; of a ledger the record.
    pub row: i64,
}

/// What somebody entered for a line, the newest last.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct IncomeEntryView {
    /// Last month of the period it was entered for.
    pub period: String,
    /// Months of that period.
    pub months: i64,
    /// Fen; none takes the entry before back.
    pub fen: Option<i64>,
    /// `document`, `said` or `collected`.
    pub kind: String,
    /// What it rests on.
    pub source: String,
    /// Why what was known is corrected.
    pub reason: Option<String>,
    /// Who, by name.
    pub by: String,
    /// When.
    pub at: DateTime<Utc>,
}

/// One line of the form.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
pub struct IncomeLineView {
    /// Identifier.
    pub line: String,
    /// Component.
    pub component: IncomeComponent,
    /// 中文名.
    pub zh: String,
    /// English name.
    pub en: String,
    /// The department that knows it.
    pub department: Option<String>,
    /// Fen; none when nobody knows.
    pub fen: Option<i64>,
    /// Source of the value: `feed`, `document`, `said`, `collected`, `quarters`.
    pub from: Option<String>,
    /// What lists say, in fen, also where somebody corrected it.
    pub feed: Option<i64>,
    /// Whether it counts.
    pub counts: bool,
    /// The parameter that says whether it counts.
    pub switch: Option<String>,
    /// No document says whether it counts.
    pub switch_is_default: bool,
    /// The village is asked for it.
    pub asked: bool,
    /// Rows of lists it rests on.
    pub rows: Vec<SourceRow>,
    /// Payments it rests on.
    pub payments: Vec<IncomePayment>,
    /// Everything that was entered for it.
    pub entries: Vec<IncomeEntryView>,
}

/// One component.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct IncomeComponentView {
    /// Which.
    pub component: IncomeComponent,
    /// 中文名.
    pub zh: String,
    /// English name.
    pub en: String,
    /// On what it rests.
    pub state: ComponentState,
    /// What is taken for it, in fen; none while it is open.
    pub fen: Option<i64>,
    /// Known lines together, in fen.
    pub lines: i64,
    /// The total stated, in fen.
    pub total: Option<i64>,
    /// Who states the total: `national` or `collected`, `document`, `said`.
    pub total_from: Option<String>,
    /// Lists know more than the total says.
    pub exceeds_total: bool,
}

/// What makes an account worth a second look.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct IncomeFindingView {
    /// Identifier.
    pub id: String,
    /// 中文名.
    pub zh: String,
    /// English name.
    pub en: String,
    /// What to do.
    pub advice: String,
}

/// An account with everything behind it.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
pub struct IncomeAccountView {
    /// Key of the household.
    pub household: i64,
    /// 户编号.
    pub household_no: String,
    /// 户主.
    pub householder: String,
    /// 村, with its township.
    pub village: String,
    /// Last month of the period.
    pub period: String,
    /// Months of it.
    pub months: i64,
    /// The period in words.
    pub period_zh: String,
    /// The month whose lists answered.
    pub evidence: String,
    /// What was filled, and stands in lists and reports, is not what this page computes: a parameter
    /// or a quarter changed since.
    pub outdated: bool,
    /// 家庭人口.
    pub members: Option<i64>,
    /// 家庭纯收入, fen.
    pub net: Option<i64>,
    /// 人均纯收入, fen.
    pub net_per_capita: Option<i64>,
    /// 收入参考范围, fen.
    pub reference: Option<i64>,
    /// 人均收入参考范围, fen.
    pub reference_per_capita: Option<i64>,
    /// The monitoring type suggested if a risk exists; people decide.
    pub class: Option<String>,
    /// 人均纯收入 of the same months a year before, fen.
    pub last_net_per_capita: Option<i64>,
    /// 人均纯收入 in the middle of the village, fen.
    pub village_median: Option<i64>,
    /// How many accounts of the village the middle rests on.
    pub village_accounts: i64,
    /// What to look at again.
    pub findings: Vec<IncomeFindingView>,
    /// Components.
    pub components: Vec<IncomeComponentView>,
    /// Lines in the order of the form.
    pub lines: Vec<IncomeLineView>,
    /// The arithmetic, step by step; not while something it needs is unknown.
    pub explanation: Option<BenefitExplanation>,
}

/// One account of a household in the scope.
///
/// # Errors
/// [`IncomeError::NotFound`], [`IncomeError::NotFilled`], or when evidence cannot be read.
pub async fn show(
    home: &Home,
    scope: &Scope,
    household: i64,
    period: IncomePeriod,
) -> Result<IncomeAccountView, IncomeError> {
    ledgers::ready(home).await.map_err(anyhow::Error::from)?;
    let mut tx = home.db.read().await?;
    if scope.department.is_some() || !tx.household_is_in(household, scope).await? {
        return Err(IncomeError::NotFound);
    }
    let stored_household = tx.household(household).await?.ok_or(IncomeError::NotFound)?;
    let county = home.definitions.regions.get(stored_household.county_id).cloned();
    let county = county.ok_or(IncomeError::NotFound)?;
    let (last, months) = stored(period);
    let not_filled = || IncomeError::NotFilled(period.to_string());
    let account = tx.income_account(household, &last, months).await?.ok_or_else(not_filled)?;
    let fill = tx.income_fill(account.county_id, &last, months).await?.ok_or_else(not_filled)?;
    let first = period.first().to_string();
    let entries = tx.income_entries_of(household, &first, &last).await?;
    let base: Base = serde_json::from_value(account.lines.clone())
        .map_err(|error| IncomeError::Internal(error.into()))?;
    let (sheet, checks) = sheet_of(home, &county, period)?;
    let entered: Vec<&IncomeEntry> = entries.iter().collect();
    let known = base.known(&sheet, period, &entered);
    let (computed, explanation) = sheet.explain(&known)?;
    let definitions = (&sheet, &checks);
    let now = refill(&mut tx, definitions, &stored_household, period, &base, &entered).await?;
    let rows = source_rows(home, &mut tx, &county, &fill.evidence, period, household).await?;
    let mut views = Vec::new();
    for it in &sheet.lines {
        let line = &it.line;
        let value = known.lines.get(&line.id);
        let state = computed.component(line.component).map(|it| it.state);
        views.push(IncomeLineView {
            component: line.component,
            zh: line.zh.clone(),
            en: line.en.clone(),
            department: line.department.clone(),
            fen: value.map(|it| it.fen),
            from: value.map(|it| it.from.word().to_owned()),
            feed: base.feeds.get(&line.id).copied(),
            counts: it.counts,
            switch: line.counts.clone(),
            switch_is_default: it.switch.as_ref().is_some_and(|it| it.is_default),
            asked: it.counts && value.is_none() && state == Some(ComponentState::Open),
            rows: rows.facts.get(&line.id).cloned().unwrap_or_default(),
            payments: rows.payments.get(&line.id).cloned().unwrap_or_default(),
            entries: entries_of(&mut tx, &entries, &line.id).await?,
            line: line.id.clone(),
        });
    }
    let mut village = tx.net_per_capita_of_village(account.village_id, &last, months).await?;
    let found: Vec<String> =
        serde_json::from_value(now.findings.clone()).map_err(anyhow::Error::from)?;
    let heads = tx.heads_of(&[household]).await?;
    Ok(IncomeAccountView {
        household,
        household_no: stored_household
            .national_household_no
            .or(stored_household.police_book_no)
            .unwrap_or_default(),
        householder: heads.into_iter().next().map(|it| it.1).unwrap_or_default(),
        village: home.definitions.regions.name_path(stored_household.village_id),
        period: last,
        months,
        period_zh: period.to_string(),
        evidence: fill.evidence,
        outdated: !says_the_same(&account, &now),
        members: now.members,
        net: now.net,
        net_per_capita: now.net_per_capita,
        reference: now.reference,
        reference_per_capita: now.reference_per_capita,
        class: now.class,
        last_net_per_capita: now.last_net_per_capita,
        village_accounts: i64::try_from(village.len()).unwrap_or(i64::MAX),
        village_median: median(&mut village).map(|it| it.0),
        findings: checks
            .iter()
            .filter(|it| found.contains(&it.id))
            .map(|it| IncomeFindingView {
                id: it.id.clone(),
                zh: it.zh.clone(),
                en: it.en.clone(),
                advice: it.advice.clone(),
            })
            .collect(),
        components: components(&sheet, &known, &computed),
        lines: views,
        explanation: computed.is_complete().then_some(explanation),
    })
}

/// Whether two computations of an account come to the same.
fn says_the_same(one: &IncomeAccount, other: &IncomeAccount) -> bool {
    let figures = |it: &IncomeAccount| (it.net, it.reference, it.members, it.last_net_per_capita);
    (figures(one), &one.class, &one.findings) == (figures(other), &other.class, &other.findings)
}

fn components(
    sheet: &::income::Sheet,
    known: &Known,
    computed: &::income::Account,
) -> Vec<IncomeComponentView> {
    let view = |it: &::income::ComponentAccount| {
        let info = sheet.component(it.component)?;
        Some(IncomeComponentView {
            component: it.component,
            zh: info.zh.clone(),
            en: info.en.clone(),
            state: it.state,
            fen: (it.state != ComponentState::Open).then_some(it.fen),
            lines: it.lines,
            total: it.total,
            total_from: known.totals.get(&it.component).map(|it| it.from.word().to_owned()),
            exceeds_total: it.exceeds_total,
        })
    };
    computed.components.iter().filter_map(view).collect()
}

async fn entries_of(
    tx: &mut Tx,
    entries: &[IncomeEntry],
    line: &str,
) -> anyhow::Result<Vec<IncomeEntryView>> {
    let mut views = Vec::new();
    for it in entries.iter().filter(|it| it.line == line) {
        views.push(IncomeEntryView {
            period: it.period.clone(),
            months: it.months,
            fen: it.fen,
            kind: it.kind.clone(),
            source: it.source.clone(),
            reason: it.reason.clone(),
            by: ledgers::actor_name(tx, &it.account).await.map_err(anyhow::Error::from)?,
            at: it.at,
        });
    }
    Ok(views)
}

/// The rows of lists behind the lines of one household.
#[derive(Default)]
struct Rows {
    facts: BTreeMap<String, Vec<SourceRow>>,
    payments: BTreeMap<String, Vec<IncomePayment>>,
}

async fn source_rows(
    home: &Home,
    tx: &mut Tx,
    county: &kernel::Region,
    month: &str,
    period: IncomePeriod,
    household: i64,
) -> anyhow::Result<Rows> {
    let month: Month = month.parse().map_err(|error| anyhow::anyhow!("{error}"))?;
    let (sheet, _) = sheet_of(home, county, period)?;
    let mut evidence = CountyEvidence::of(home, tx, county, month).await?;
    evidence.as_of = period.as_of();
    let mut rows = Rows::default();
    let Some(at) = evidence.snapshot.household(household) else { return Ok(rows) };
    let members = tx.members_of(household).await?;
    let names = members.into_iter().map(|it| (it.id, it.name)).collect();
    let mut sources = SourceRows::new(home, names);
    let folding = evidence.for_folding(home);
    for it in &sheet.lines {
        let Some(fact) = &it.line.fact else { continue };
        for found in contributions(&home.definitions.facts, fact, at, &folding)? {
            let row = sources.row(tx, found).await?;
            rows.facts.entry(it.line.id.clone()).or_default().push(row);
        }
    }
    drop(folding);
    let mut paid = payments(home, tx, county, &evidence).await?;
    paid.retain(|it| it.household == at);
    for (paid, line) in of_lines(home, &sheet, &evidence, period, paid) {
        let file = paid.told_by(tx).await?;
        rows.payments.entry(line).or_default().push(IncomePayment {
            item: paid.item,
            amount: paid.amount,
            paid_on: paid.paid_on,
            file,
            row: paid.row,
        });
    }
    Ok(rows)
}

/// The account of a household that was computed, or what lists know of one that has none yet: a
/// household nobody had to ask before.
pub(super) async fn account_or_base(
    home: &Home,
    tx: &mut Tx,
    county: &kernel::Region,
    household: &store::Household,
    period: IncomePeriod,
) -> Result<(Option<IncomeAccount>, Base), IncomeError> {
    let (last, months) = stored(period);
    if let Some(account) = tx.income_account(household.id, &last, months).await? {
        let base = serde_json::from_value(account.lines.clone()).map_err(anyhow::Error::from)?;
        return Ok((Some(account), base));
    }
    let fill = tx.income_fill(county.id, &last, months).await?;
    let fill = fill.ok_or_else(|| IncomeError::NotFilled(period.to_string()))?;
    let month: Month = fill.evidence.parse().map_err(|error| anyhow::anyhow!("{error}"))?;
    let gathered = Gathered::of(home, tx, county, period, month).await?;
    let at = gathered.evidence.snapshot.household(household.id);
    let at = at.context("这一户已不在登记簿里")?;
    let households = [(household.id, household.clone())].into();
    let members = tx.members_of(household.id).await?;
    let bases = gathered.bases(home, &households, &members);
    let base = bases.into_iter().nth(at as usize).context("这一户已不在登记簿里")?;
    Ok((None, base))
}

/// A yuan amount for messages.
pub(super) fn yuan(fen: i64) -> String {
    format!("{}元", Fen(fen))
}

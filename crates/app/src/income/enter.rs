//! Values that people enter: what nobody knows, and corrections with their reason.

use ::income::IncomePeriod;
use chrono::{DateTime, Utc};
use kernel::Fen;
use policy::IncomeComponent;
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::IncomeEntry;

use super::{
    error::IncomeError,
    fill::{QUARTERLY, refill},
    gather::sheet_of,
    period::stored,
    show::{account_or_base, yuan},
};
use crate::{home::Home, ledgers, staff::Staff};

/// The longest source or reason, in characters.
const LONGEST: usize = 200;
/// Digits from which a number may be a telephone or an account.
const LONG_NUMBER: usize = 7;

/// One value as it is entered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct IncomeValueIn {
    /// The line, or the component when only its total is known.
    pub line: String,
    /// In yuan, such as `1200.50`; nothing takes the entry before back.
    #[serde(default)]
    pub yuan: Option<String>,
    /// `document` or `said`.
    pub kind: String,
    /// What it rests on: the paper, or who said it.
    #[serde(default)]
    pub source: String,
    /// Why a value that is known is corrected.
    #[serde(default)]
    pub reason: Option<String>,
}

/// What came of entering.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct EnteredIncome {
    /// Entries that were added; what was there already is not entered again.
    pub entered: i64,
    /// 家庭纯收入 of the year afterwards, fen; none while something is unknown, and for a quarter.
    pub net: Option<i64>,
    /// 人均纯收入 afterwards, fen.
    pub net_per_capita: Option<i64>,
    /// Identifiers of what to look at again.
    pub findings: Vec<String>,
}

/// Enters values of a household's period. A value that lists or others gave before is corrected
/// only with a reason, and stays in the history. An account of the twelve months is computed anew
/// at once; quarters count when the year is filled the next time.
///
/// # Errors
/// [`IncomeError`]: outside the scope, no such line, no amount, a reason is wanting.
pub async fn enter(
    home: &Home,
    staff: &Staff,
    household: i64,
    period: IncomePeriod,
    values: &[IncomeValueIn],
    now: DateTime<Utc>,
) -> Result<EnteredIncome, IncomeError> {
    ledgers::ready(home).await.map_err(anyhow::Error::from)?;
    let mut tx = home.db.write().await?;
    let outside = staff.scope.department.is_some();
    if outside || !tx.household_is_in(household, &staff.scope).await? {
        return Err(IncomeError::NotFound);
    }
    let stored_household = tx.household(household).await?.ok_or(IncomeError::NotFound)?;
    let county = home.definitions.regions.get(stored_household.county_id).cloned();
    let county = county.ok_or(IncomeError::NotFound)?;
    let is_year = period.months == 12;
    if !is_year {
        let code = county.leading_digits();
        let switch = home.packs().parameter(QUARTERLY, code, period.as_of());
        if switch.is_none_or(|it| it.value == 0) {
            return Err(IncomeError::NotQuarterly);
        }
    }
    let (sheet, checks) = sheet_of(home, &county, period)?;
    let (last, months) = stored(period);
    let first = period.first().to_string();
    let mut entries = tx.income_entries_of(household, &first, &last).await?;
    let base = match is_year {
        true => account_or_base(home, &mut tx, &county, &stored_household, period).await?.1,
        false => super::base::Base::default(),
    };
    let before = base.known(&sheet, period, &entries.iter().collect::<Vec<_>>());
    let mut new = Vec::new();
    for value in values {
        let component = IncomeComponent::from_word(&value.line);
        let (name, known) = match (sheet.line(&value.line), component) {
            (Some(it), _) => (it.line.zh.clone(), before.lines.get(&value.line)),
            (None, Some(component)) => {
                let info = sheet.component(component);
                let info = info.ok_or_else(|| IncomeError::NoSuchLine(value.line.clone()))?;
                (format!("{}合计", info.zh), before.totals.get(&component))
            }
            (None, None) => return Err(IncomeError::NoSuchLine(value.line.clone())),
        };
        let refused = |why: &str| IncomeError::Value { line: name.clone(), why: why.to_owned() };
        let fen = match value.yuan.as_deref().map(str::trim).filter(|it| !it.is_empty()) {
            None => None,
            Some(text) => {
                let read = Fen::from_yuan_text(text).map(|it| it.0).filter(|it| *it >= 0);
                Some(read.ok_or_else(|| refused("应是以元为单位、不小于零的数，如 1200.5"))?)
            }
        };
        if !matches!(value.kind.as_str(), "document" | "said") {
            return Err(refused("kind 写 document（有材料）或 said（本人口述）"));
        }
        let source = value.source.trim();
        if value.kind == "document" && source.is_empty() {
            return Err(refused("有材料的，请写明是什么材料"));
        }
        let reason = value.reason.as_deref().map(str::trim).filter(|it| !it.is_empty());
        if source.chars().count() > LONGEST || reason.is_some_and(|it| it.chars().count() > LONGEST)
        {
            return Err(refused("说明和理由最多200字"));
        }
        let is_long = |it: &str| kernel::longest_number(it) >= LONG_NUMBER;
        if is_long(source) || reason.is_some_and(is_long) {
            return Err(refused("说明和理由里不要写证件号、电话、账号"));
        }
        match known {
            Some(known) if Some(known.fen) == fen => continue,
            Some(known) if reason.is_none() => {
                return Err(IncomeError::ReasonNeeded(name, yuan(known.fen)));
            }
            None if fen.is_none() => continue,
            _ => {}
        }
        new.push(IncomeEntry {
            id: 0,
            household_id: household,
            county_id: county.id,
            period: last.clone(),
            months,
            line: value.line.clone(),
            fen,
            kind: value.kind.clone(),
            source: source.replace('\0', ""),
            reason: reason.map(|it| it.replace('\0', "")),
            account: staff.actor(),
            at: now,
        });
    }
    let wanted = i64::try_from(new.len()).unwrap_or_default();
    let mut id = tx.allocate("income_entries", wanted).await?;
    for it in &mut new {
        it.id = id;
        id += 1;
    }
    tx.add_income_entries(&new).await?;
    let lines: Vec<&str> = new.iter().map(|it| it.line.as_str()).collect();
    let detail = json!({ "period": last, "months": months, "lines": lines });
    entries.extend(new.iter().cloned());
    let account = match is_year {
        true => {
            let definitions = (&sheet, &checks);
            let entries: Vec<&IncomeEntry> = entries.iter().collect();
            let it = refill(&mut tx, definitions, &stored_household, period, &base, &entries);
            let account = it.await?;
            tx.upsert_income_accounts(std::slice::from_ref(&account)).await?;
            Some(account)
        }
        false => None,
    };
    if !new.is_empty() {
        let subject = format!("household {household}");
        tx.append_audit(now, &staff.actor(), "income.enter", &subject, &detail).await?;
    }
    tx.commit().await?;
    let findings = account.as_ref().map(|it| serde_json::from_value(it.findings.clone()));
    Ok(EnteredIncome {
        entered: wanted,
        net: account.as_ref().and_then(|it| it.net),
        net_per_capita: account.as_ref().and_then(|it| it.net_per_capita),
        findings: findings.transpose().map_err(anyhow::Error::from)?.unwrap_or_default(),
    })
}

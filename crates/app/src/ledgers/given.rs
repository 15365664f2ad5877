//! What ledgers say a family has been given: help that was delivered, money that was paid.

use chrono::NaiveDate;
use kernel::value::date_of;
use ledger::{FieldType, Formula, Ledger, MeasureCode, column};
use serde::Serialize;
use store::{Cell, Scope, Tx};

use super::{error::LedgerError, terms::Terms};
use crate::home::Home;

/// One thing a family has been given, as a ledger says it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Given {
    /// The ledger.
    pub ledger: String,
    /// The ledger, in Chinese.
    pub ledger_zh: String,
    /// The ledger, in English.
    pub ledger_en: String,
    /// The record.
    pub record: i64,
    /// The member it is for; none for the household.
    pub person: Option<i64>,
    /// The measure or the benefit, in Chinese.
    pub zh: String,
    /// Money of a benefit, rather than a measure.
    pub paid: bool,
    /// The first day, or the day it was paid.
    pub from: Option<NaiveDate>,
    /// The last day.
    pub to: Option<NaiveDate>,
    /// What it is worth, in fen.
    pub amount_fen: Option<i64>,
    /// The state of the record, in Chinese.
    pub state_zh: String,
}

/// Everything ledgers say a household and its members have been given, the newest first.
///
/// # Errors
/// When the database cannot be read.
pub(crate) async fn given(
    home: &Home,
    tx: &mut Tx,
    scope: &Scope,
    household: i64,
    county_id: i64,
    today: NaiveDate,
) -> Result<Vec<Given>, LedgerError> {
    let terms = Terms::of(home, county_id, today);
    let mut found = Vec::new();
    for ledger in terms.ledgers.iter() {
        if scope.department.as_ref().is_some_and(|it| *it != ledger.department) {
            continue;
        }
        if let Some(it) = &ledger.measure {
            let wanted = Wanted {
                of: &it.of,
                condition: it.condition.as_ref(),
                from: it.from.as_deref(),
                to: it.to.as_deref(),
                amount: it.amount.as_deref(),
                code: match &it.code {
                    MeasureCode::FromField(name) => Some(name),
                    MeasureCode::Always(_) => None,
                },
            };
            for (mut line, code) in lines(tx, &terms, ledger, household, county_id, &wanted).await?
            {
                let code = match &it.code {
                    MeasureCode::Always(code) => code.clone(),
                    MeasureCode::FromField(_) => code.unwrap_or_default(),
                };
                line.zh = terms.measure_zh(&code).unwrap_or_else(|| ledger.words.zh.clone());
                found.push(line);
            }
        }
        if let Some(it) = &ledger.payment {
            let wanted = Wanted {
                of: &it.of,
                condition: it.condition.as_ref(),
                from: Some(&it.on),
                to: None,
                amount: Some(&it.amount),
                code: None,
            };
            let benefit = terms.packs.all_benefits().find(|benefit| benefit.id == it.benefit);
            let zh = benefit.map_or_else(|| ledger.words.zh.clone(), |it| it.zh.clone());
            for (mut line, _) in lines(tx, &terms, ledger, household, county_id, &wanted).await? {
                line.zh.clone_from(&zh);
                line.paid = true;
                found.push(line);
            }
        }
    }
    found.sort_by(|a, b| (b.from, &b.ledger, b.record).cmp(&(a.from, &a.ledger, a.record)));
    Ok(found)
}

/// Which fields of a ledger say what was given.
struct Wanted<'a> {
    of: &'a str,
    condition: Option<&'a Formula>,
    from: Option<&'a str>,
    to: Option<&'a str>,
    amount: Option<&'a str>,
    code: Option<&'a str>,
}

/// The records of a ledger that are about a household or its members, with their code.
async fn lines(
    tx: &mut Tx,
    terms: &Terms<'_>,
    ledger: &Ledger,
    household: i64,
    county_id: i64,
    wanted: &Wanted<'_>,
) -> Result<Vec<(Given, Option<String>)>, LedgerError> {
    let Some(of) = ledger.field(wanted.of) else { return Ok(Vec::new()) };
    let is_person = of.ty == FieldType::Person;
    let own = match is_person {
        true => format!(
            "r.{} in (select p.id from persons p where p.household_id = {household})",
            column(&of.name)
        ),
        false => format!("r.{} = {household}", column(&of.name)),
    };
    let condition = match wanted.condition {
        Some(it) => format!("{own} and {}", terms.condition(tx.engine(), it)),
        None => own,
    };
    let scope = Scope::region(county_id, kernel::RegionLevel::County);
    let records = tx.records_where(ledger, &scope, &condition).await?;
    let ids: Vec<i64> = records.iter().map(|it| it.id).collect();
    let field = |name: Option<&str>| match name {
        Some(name) => format!("r.{}", column(name)),
        None => "null".to_owned(),
    };
    let expressions = [
        field(Some(&of.name)),
        field(wanted.from),
        field(wanted.to),
        field(wanted.amount),
        field(wanted.code),
    ];
    let mut found = Vec::new();
    for row in tx.record_values(ledger, &expressions, &ids).await? {
        let id = row[0].number().unwrap_or_default();
        let state = records.iter().find(|it| it.id == id).map(|it| it.state.as_str());
        let state = state.and_then(|it| ledger.state(it)).map(|it| it.words.zh.clone());
        let line = Given {
            ledger: ledger.id.clone(),
            ledger_zh: ledger.words.zh.clone(),
            ledger_en: ledger.words.en.clone(),
            record: id,
            person: row[1].number().filter(|_| is_person),
            zh: String::new(),
            paid: false,
            from: row[2].number().map(date_of),
            to: row[3].number().map(date_of),
            amount_fen: row[4].number(),
            state_zh: state.unwrap_or_default(),
        };
        let code = match &row[5] {
            Cell::Text(it) => Some(it.clone()),
            _ => None,
        };
        found.push((line, code));
    }
    Ok(found)
}

//! What applies in a region on a day: ledgers, figures, and who may do what.

use std::sync::Arc;

use chrono::{Days, NaiveDate};
use kernel::value::days_of;
use ledger::{Engine, Field, Formula, Ledger, STATE_COLUMN, column};
use policy::Packs;
use store::Scope;

use super::error::LedgerError;
use crate::{access::Access, home::Home, staff::Staff};

/// What applies in a region on a day.
#[derive(Debug)]
pub(super) struct Terms<'a> {
    pub(super) home: &'a Home,
    pub(super) packs: Arc<Packs>,
    pub(super) ledgers: Arc<Vec<Ledger>>,
    region_id: i64,
    code: String,
    pub(super) today: NaiveDate,
    /// Packs below the code count for nothing, even where their regions do.
    exact: bool,
}

impl<'a> Terms<'a> {
    /// Of a region: below the county, those of its county.
    pub(super) fn of(home: &'a Home, region_id: i64, today: NaiveDate) -> Terms<'a> {
        let regions = &home.definitions.regions;
        let county = regions.chain(region_id).county.unwrap_or(region_id);
        let code = regions.get(county).map(|it| it.leading_digits().to_owned()).unwrap_or_default();
        Terms { exact: false, ..Terms::of_pack(home, county, code, today) }
    }

    /// Of a region as if only the packs of this code and those above it applied.
    pub(super) fn of_pack(
        home: &'a Home,
        county: i64,
        code: String,
        today: NaiveDate,
    ) -> Terms<'a> {
        let packs = home.packs();
        let ledgers = home.definitions.ledgers.of(&packs, &code, today);
        Terms { home, packs, ledgers, region_id: county, code, today, exact: true }
    }

    /// A ledger of the region.
    pub(super) fn ledger(&self, id: &str) -> Option<&Ledger> {
        self.ledgers.iter().find(|it| it.id == id)
    }

    /// A ledger that somebody may see.
    pub(super) fn seen(&self, staff: &Staff, id: &str) -> Result<&Ledger, LedgerError> {
        self.ledger(id).filter(|it| may_see(staff, it)).ok_or(LedgerError::NoLedger)
    }

    /// A condition over the record `r`.
    pub(super) fn condition(&self, engine: Engine, formula: &Formula) -> String {
        formula.condition_sql(&ledger::Writing {
            engine,
            today: self.today,
            parameter: &|name| self.parameter_sql(name),
        })
    }

    /// A value over the record `r`.
    pub(super) fn value(&self, engine: Engine, formula: &Formula) -> String {
        formula.value_sql(&ledger::Writing {
            engine,
            today: self.today,
            parameter: &|name| self.parameter_sql(name),
        })
    }

    /// A field or the state of the record `r`; what is computed as of the day. A field that the
    /// ledger of the region has not got is null.
    pub(super) fn field(&self, engine: Engine, ledger: &Ledger, name: &str) -> String {
        match ledger.field(name) {
            Some(Field { value: Some(formula), .. }) => self.value(engine, formula),
            Some(_) => format!("r.{}", column(name)),
            None if name == STATE_COLUMN => "r.state".to_owned(),
            None => "null".to_owned(),
        }
    }

    /// The last day in time of a state, from the day it was reached.
    pub(super) fn due(&self, ledger: &Ledger, state: &str, since: NaiveDate) -> Option<i64> {
        let limit = ledger.state(state).filter(|it| !it.ends)?.limit.as_ref()?;
        let days = self.packs.parameter(limit, &self.code, self.today)?.value;
        since.checked_add_days(Days::new(days.try_into().ok()?)).map(days_of)
    }

    /// The name of a measure of the catalogue.
    pub(super) fn measure_zh(&self, id: &str) -> Option<String> {
        let measures = self.packs.measures(&self.code, self.today);
        measures.into_iter().find(|it| it.id == id).map(|it| it.zh)
    }

    /// The value of a parameter in days.
    pub(super) fn days(&self, name: &str) -> Option<u64> {
        self.packs.parameter(name, &self.code, self.today)?.value.try_into().ok()
    }

    /// A parameter as SQL. In a county it is one number; above it, one for each region that has its
    /// own.
    fn parameter_sql(&self, name: &str) -> Option<String> {
        let here = self.packs.parameter(name, &self.code, self.today).map(|it| it.value);
        let regions = &self.home.definitions.regions;
        let mut own: Vec<&str> =
            self.packs.regions().filter(|it| it.len() > self.code.len()).collect();
        own.sort_by_key(|it| std::cmp::Reverse(it.len()));
        let mut arms = Vec::new();
        for code in own {
            if self.exact || !code.starts_with(&self.code) {
                continue;
            }
            let there = self.packs.parameter(name, code, self.today).map(|it| it.value);
            let Some(region) = regions.by_stat_code(code).filter(|_| there != here) else {
                continue;
            };
            let column = Scope::region(region.id, region.level).region_column();
            arms.push(format!("when r.{column} = {} then {}", region.id, literal(there)));
        }
        if arms.is_empty() {
            return here.map(|it| literal(Some(it)));
        }
        Some(format!("(case {} else {} end)", arms.join(" "), literal(here)))
    }

    /// The region the terms are of.
    pub(super) fn region_id(&self) -> i64 {
        self.region_id
    }
}

fn literal(value: Option<i64>) -> String {
    match value {
        None => "null".into(),
        Some(it) if it < 0 => format!("({it})"),
        Some(it) => it.to_string(),
    }
}

/// Whether somebody may see a ledger: by role, and of a department only its own.
pub(super) fn may_see(staff: &Staff, ledger: &Ledger) -> bool {
    let access = Access::get();
    let by_role =
        access.is_among(&staff.roles, &ledger.see) || access.is_among(&staff.roles, &ledger.keep);
    by_role && own_department(staff, ledger)
}

/// Whether somebody keeps a ledger.
pub(super) fn may_keep(staff: &Staff, ledger: &Ledger) -> bool {
    Access::get().is_among(&staff.roles, &ledger.keep) && own_department(staff, ledger)
}

/// Whether somebody does an action.
pub(super) fn may_act(staff: &Staff, ledger: &Ledger, action: &ledger::Action) -> bool {
    Access::get().is_among(&staff.roles, &action.by) && own_department(staff, ledger)
}

fn own_department(staff: &Staff, ledger: &Ledger) -> bool {
    staff.department.as_ref().is_none_or(|it| *it == ledger.department)
}

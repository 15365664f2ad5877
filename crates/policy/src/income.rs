//! 收入台账: the lines of the collection form, the forms, and what makes an account implausible.
//!
//! Policy reads what a line is called, what fills it and whether it counts. The arithmetic is the
//! account itself, a benefit of the kind `account` ([`INCOME_ACCOUNT`]): a line only says to which
//! of its inputs it adds.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{packs::Packs, written::Pack};

/// The account of the packs that the lines feed.
pub const INCOME_ACCOUNT: &str = "income_account";

/// What a line belongs to.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum IncomeComponent {
    /// 工资性收入.
    Wage,
    /// 生产经营性收入.
    Operating,
    /// 财产性收入.
    Property,
    /// 转移性收入.
    Transfer,
    /// 生产经营性支出.
    OperatingExpense,
    /// 理赔收入.
    Claims,
    /// 合规自付支出.
    OutOfPocket,
}

impl IncomeComponent {
    /// Every component, in the order of the form.
    pub const ALL: [IncomeComponent; 7] = [
        IncomeComponent::Wage,
        IncomeComponent::Operating,
        IncomeComponent::Property,
        IncomeComponent::Transfer,
        IncomeComponent::OperatingExpense,
        IncomeComponent::Claims,
        IncomeComponent::OutOfPocket,
    ];

    /// The four kinds of income.
    pub const INCOMES: [IncomeComponent; 4] = [
        IncomeComponent::Wage,
        IncomeComponent::Operating,
        IncomeComponent::Property,
        IncomeComponent::Transfer,
    ];

    /// The word in files, which is also the name of the file.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            IncomeComponent::Wage => "wage",
            IncomeComponent::Operating => "operating",
            IncomeComponent::Property => "property",
            IncomeComponent::Transfer => "transfer",
            IncomeComponent::OperatingExpense => "operating_expense",
            IncomeComponent::Claims => "claims",
            IncomeComponent::OutOfPocket => "out_of_pocket",
        }
    }

    /// The component of a word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<IncomeComponent> {
        IncomeComponent::ALL.into_iter().find(|it| it.word() == word)
    }
}

/// One line of the collection form, as it applies to a region on a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct IncomeLine {
    /// Identifier.
    pub id: String,
    /// Component.
    pub component: IncomeComponent,
    /// 中文名.
    pub zh: String,
    /// English name.
    pub en: String,
    /// The input of [`INCOME_ACCOUNT`] it adds to.
    pub input: String,
    /// The department that knows it, where one does.
    pub department: Option<String>,
    /// The fact of the household that fills it, in fen.
    pub fact: Option<String>,
    /// How lists of payments call it: payments whose item holds one of these words fill it.
    pub paid_as: Vec<String>,
    /// Who is asked when no list knows it: a role of the packs.
    pub ask: String,
    /// The parameter that says whether it counts; without one it always does.
    pub counts: Option<String>,
    /// The pack it was found in.
    pub pack: String,
    /// Document and place, or `default`.
    pub basis: String,
    /// No document names it.
    pub is_default: bool,
    /// A remark.
    pub note: Option<String>,
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub to: Option<NaiveDate>,
}

/// A component with what it is called and which input of the account takes its total.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct IncomeComponentInfo {
    /// Which.
    pub component: IncomeComponent,
    /// 中文名.
    pub zh: String,
    /// English name.
    pub en: String,
    /// The input of [`INCOME_ACCOUNT`] that takes a total nobody has split into lines; its fact is
    /// the column of the national system.
    pub total: String,
}

/// A form of collection: which months, which components, whose households.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct IncomeForm {
    /// Identifier.
    pub id: String,
    /// 中文名.
    pub zh: String,
    /// English name.
    pub en: String,
    /// Months it covers.
    pub months: u32,
    /// The parameter with the month of the year it ends with; none when any month may be its last.
    pub ends: Option<String>,
    /// Components that are filled.
    pub components: Vec<IncomeComponent>,
    /// Facts of households of which one must hold: whose form it is.
    pub of: Vec<String>,
    /// Document and place, or `default`.
    pub basis: String,
    /// No document states it.
    pub is_default: bool,
    /// A remark.
    pub note: Option<String>,
    pub(crate) file: String,
    pub(crate) line: u32,
    pub(crate) from: NaiveDate,
    pub(crate) to: Option<NaiveDate>,
}

/// What makes an account worth a second look. Its formula is compiled where accounts are computed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct IncomeCheck {
    /// Identifier.
    pub id: String,
    /// 中文名.
    pub zh: String,
    /// English name.
    pub en: String,
    /// The condition, in the syntax of `facts/*.toml`.
    pub when: String,
    /// Names in the condition and the parameters they stand for.
    pub parameters: BTreeMap<String, String>,
    /// What to do.
    pub advice: String,
    /// Document and place, or `default`.
    pub basis: String,
    /// No document states it.
    pub is_default: bool,
    /// A remark.
    pub note: Option<String>,
    /// File below the folder of packs.
    pub file: String,
    /// Line of the condition.
    pub line: u32,
    pub(crate) from: NaiveDate,
    pub(crate) to: Option<NaiveDate>,
}

/// The lines of a component as one pack writes them.
#[derive(Clone, Debug)]
pub(crate) struct WrittenComponent {
    /// None where only single lines of a farther pack are replaced.
    pub(crate) info: Option<IncomeComponentInfo>,
    /// In the order of the file.
    pub(crate) lines: Vec<WrittenLine>,
}

/// One line as one pack writes it.
#[derive(Clone, Debug)]
pub(crate) struct WrittenLine {
    pub(crate) id: String,
    pub(crate) file: String,
    pub(crate) line: u32,
    pub(crate) from: NaiveDate,
    pub(crate) to: Option<NaiveDate>,
    /// None where it is switched off.
    pub(crate) body: Option<IncomeLine>,
}

/// Everything of income in one pack.
#[derive(Clone, Debug, Default)]
pub(crate) struct WrittenIncome {
    pub(crate) components: BTreeMap<IncomeComponent, WrittenComponent>,
    pub(crate) forms: Vec<IncomeForm>,
    pub(crate) checks: Vec<IncomeCheck>,
}

fn valid(from: NaiveDate, to: Option<NaiveDate>, on: NaiveDate) -> bool {
    from <= on && to.is_none_or(|last| on <= last)
}

impl Packs {
    /// The components for a region, in the order of the form.
    #[must_use]
    pub fn income_components(&self, region_code: &str) -> Vec<IncomeComponentInfo> {
        let nearest = |component| {
            self.chain_of(region_code)
                .find_map(|pack| pack.income.components.get(&component)?.info.clone())
        };
        IncomeComponent::ALL.into_iter().filter_map(nearest).collect()
    }

    /// The lines of the collection form in force for a region on a day, by component, in the order
    /// of the farthest pack; what nearer packs add comes after. A nearer pack replaces or switches
    /// off a line of the same name.
    #[must_use]
    pub fn income_lines(&self, region_code: &str, on: NaiveDate) -> Vec<IncomeLine> {
        let packs: Vec<&Pack> = self.chain_of(region_code).collect();
        let mut lines = Vec::new();
        for component in IncomeComponent::ALL {
            let written = |pack: &&'_ Pack| -> Vec<WrittenLine> {
                let of = pack.income.components.get(&component);
                of.map(|it| it.lines.clone()).unwrap_or_default()
            };
            let mut order: Vec<String> = Vec::new();
            for line in packs.iter().rev().flat_map(written) {
                if !order.contains(&line.id) {
                    order.push(line.id);
                }
            }
            for id in order {
                let nearest = packs
                    .iter()
                    .flat_map(written)
                    .find(|it| it.id == id && valid(it.from, it.to, on));
                lines.extend(nearest.and_then(|it| it.body));
            }
        }
        lines
    }

    /// The forms in force for a region on a day; of one name the nearest pack's.
    #[must_use]
    pub fn income_forms(&self, region_code: &str, on: NaiveDate) -> Vec<IncomeForm> {
        let mut found: Vec<IncomeForm> = Vec::new();
        for form in self.chain_of(region_code).flat_map(|it| &it.income.forms) {
            let known = found.iter().any(|it| it.id == form.id);
            if !known && valid(form.from, form.to, on) {
                found.push(form.clone());
            }
        }
        found
    }

    /// What makes an account implausible in a region on a day; of one name the nearest pack's.
    #[must_use]
    pub fn income_checks(&self, region_code: &str, on: NaiveDate) -> Vec<IncomeCheck> {
        let mut found: Vec<IncomeCheck> = Vec::new();
        for check in self.chain_of(region_code).flat_map(|it| &it.income.checks) {
            let known = found.iter().any(|it| it.id == check.id);
            if !known && valid(check.from, check.to, on) {
                found.push(check.clone());
            }
        }
        found
    }

    /// The days on which a line, form or check of income begins or one has ended, in the packs of a
    /// region.
    #[must_use]
    pub fn income_days(&self, region_code: &str) -> BTreeSet<NaiveDate> {
        let mut days = BTreeSet::new();
        for pack in self.chain_of(region_code) {
            let income = &pack.income;
            let lines = income.components.values().flat_map(|it| &it.lines);
            let spans = lines
                .map(|it| (it.from, it.to))
                .chain(income.forms.iter().map(|it| (it.from, it.to)))
                .chain(income.checks.iter().map(|it| (it.from, it.to)));
            for (from, to) in spans {
                days.insert(from);
                days.extend(to.and_then(|it| it.succ_opt()));
            }
        }
        days
    }
}

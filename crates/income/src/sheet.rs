//! The collection form of a region and a day, with the account that its lines feed.

use std::collections::BTreeMap;

use anyhow::Context;
use benefits::{Compiled, Schedule};
use chrono::NaiveDate;
use policy::{
    INCOME_ACCOUNT, IncomeComponent, IncomeComponentInfo, IncomeForm, IncomeLine, Packs, Resolved,
};

/// Steps of the account that this crate reads: the results, and one for each kind of income.
pub(crate) const STEPS: [&str; 11] = [
    "wage",
    "operating",
    "property",
    "transfer",
    "operating_cost",
    "one_off",
    "net",
    "net_per_capita",
    "reference",
    "reference_per_capita",
    "class",
];

/// A line with the answer to whether it counts.
#[derive(Clone, Debug)]
pub struct SheetLine {
    /// As the pack writes it.
    pub line: IncomeLine,
    /// Whether it counts.
    pub counts: bool,
    /// The parameter that says so; none where a line always counts.
    pub switch: Option<Resolved>,
}

/// Lines, components and the account of a region on a day.
#[derive(Clone, Debug)]
pub struct Sheet {
    /// Leading digits of the region's statistical code.
    pub region: String,
    /// The day: the last of the period.
    pub on: NaiveDate,
    /// Components in the order of the form.
    pub components: Vec<IncomeComponentInfo>,
    /// Lines by component.
    pub lines: Vec<SheetLine>,
    /// Forms of collection.
    pub forms: Vec<IncomeForm>,
    /// Whether a total of the national system may stand for lines nobody knows.
    pub national_totals: bool,
    /// The account.
    pub account: Compiled,
}

/// The parameter that lets totals of the national system stand for lines.
const NATIONAL_TOTALS: &str = "income_account.national_totals";

impl Sheet {
    /// Puts together what is in force. `region` is the leading digits of a statistical code.
    ///
    /// # Errors
    /// When the packs have no account, or it lacks a step that is read here.
    pub fn compile(packs: &Packs, region: &str, on: NaiveDate) -> anyhow::Result<Sheet> {
        let schedule = Schedule::compile(packs, region, on)?;
        let account = schedule.get(INCOME_ACCOUNT);
        let account = account.cloned().with_context(|| {
            format!("{on} 没有收入台账：请看 benefits/{INCOME_ACCOUNT}.toml 的 from、to")
        })?;
        for step in STEPS {
            anyhow::ensure!(
                account.benefit.steps.iter().any(|it| it.name == step),
                "benefits/{INCOME_ACCOUNT}.toml 缺少步骤 {step}"
            );
        }
        let truth = |name: &str| packs.parameter(name, region, on);
        let lines = packs
            .income_lines(region, on)
            .into_iter()
            .map(|line| {
                let switch = match &line.counts {
                    None => None,
                    Some(name) => Some(truth(name).with_context(|| {
                        format!("参数 {name} 在 {on} 没有值：{}计不计入收入", line.zh)
                    })?),
                };
                let counts = switch.as_ref().is_none_or(|it| it.value != 0);
                Ok(SheetLine { line, counts, switch })
            })
            .collect::<anyhow::Result<Vec<_>>>()?;
        Ok(Sheet {
            region: region.to_owned(),
            on,
            components: packs.income_components(region),
            lines,
            forms: packs.income_forms(region, on),
            national_totals: truth(NATIONAL_TOTALS).is_some_and(|it| it.value != 0),
            account,
        })
    }

    /// A line by its identifier.
    #[must_use]
    pub fn line(&self, id: &str) -> Option<&SheetLine> {
        self.lines.iter().find(|it| it.line.id == id)
    }

    /// A form by its identifier.
    #[must_use]
    pub fn form(&self, id: &str) -> Option<&IncomeForm> {
        self.forms.iter().find(|it| it.id == id)
    }

    /// What a component is called.
    #[must_use]
    pub fn component(&self, component: IncomeComponent) -> Option<&IncomeComponentInfo> {
        self.components.iter().find(|it| it.component == component)
    }

    /// The lines of a component that count.
    pub fn counted(&self, component: IncomeComponent) -> impl Iterator<Item = &SheetLine> {
        self.lines.iter().filter(move |it| it.line.component == component && it.counts)
    }

    /// The facts that fill it: lines, totals of the national system, and what the account itself
    /// reads of a household.
    #[must_use]
    pub fn facts(&self) -> Vec<&str> {
        let lines = self.lines.iter().filter_map(|it| it.line.fact.as_deref());
        let of_forms = self.forms.iter().flat_map(|it| it.of.iter().map(String::as_str));
        let mut facts: Vec<&str> = lines.chain(self.account.facts()).chain(of_forms).collect();
        facts.sort_unstable();
        facts.dedup();
        facts
    }

    /// The fact behind the total of each component: a column of the national system.
    #[must_use]
    pub fn total_facts(&self) -> BTreeMap<IncomeComponent, &str> {
        let inputs = &self.account.benefit.inputs;
        let fact = |name: &str| inputs.iter().find(|it| it.name == name)?.fact.as_deref();
        let components = self.components.iter();
        components.filter_map(|it| Some((it.component, fact(&it.total)?))).collect()
    }
}

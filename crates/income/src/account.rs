//! From what is known of a household to its account.

use std::collections::BTreeMap;

use anyhow::Context;
use benefits::{BenefitExplanation, Column};
use kernel::Fen;
use lake::snapshot::ABSENT;
use policy::{Formula, IncomeComponent};
use serde::{Deserialize, Serialize};

use crate::sheet::Sheet;

/// Where an amount comes from.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum LineFrom {
    /// 部门名单.
    Feed,
    /// 票据、协议等材料.
    Document,
    /// 本人口述.
    Said,
    /// 年度采集表.
    Collected,
    /// 国家系统的合计.
    National,
    /// 四个季度的填报相加.
    Quarters,
}

impl LineFrom {
    /// Every source.
    pub const ALL: [LineFrom; 6] = [
        LineFrom::Feed,
        LineFrom::Document,
        LineFrom::Said,
        LineFrom::Collected,
        LineFrom::National,
        LineFrom::Quarters,
    ];

    /// The stable word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            LineFrom::Feed => "feed",
            LineFrom::Document => "document",
            LineFrom::Said => "said",
            LineFrom::Collected => "collected",
            LineFrom::National => "national",
            LineFrom::Quarters => "quarters",
        }
    }

    /// The source of a word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<LineFrom> {
        LineFrom::ALL.into_iter().find(|it| it.word() == word)
    }

    /// In Chinese.
    #[must_use]
    pub fn zh(self) -> &'static str {
        match self {
            LineFrom::Feed => "部门名单",
            LineFrom::Document => "材料",
            LineFrom::Said => "口述",
            LineFrom::Collected => "年度采集表",
            LineFrom::National => "国家系统合计",
            LineFrom::Quarters => "各季度相加",
        }
    }
}

/// An amount with its source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineValue {
    /// Fen.
    pub fen: i64,
    /// Source.
    pub from: LineFrom,
}

/// What is known of one household in a period.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Known {
    /// Who shares income and spending; none when nobody is known to.
    pub members: Option<i64>,
    /// 脱贫户.
    pub out_of_poverty: bool,
    /// 整户无劳动力, where it is known.
    pub no_labor: Option<bool>,
    /// Lines by identifier; a line that is not here is unknown, which is not zero.
    pub lines: BTreeMap<String, LineValue>,
    /// Totals of components that somebody stated without splitting them.
    pub totals: BTreeMap<IncomeComponent, LineValue>,
}

/// On what a component rests.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ComponentState {
    /// Every line that counts is known.
    Lines,
    /// Some lines are not, and a total stands for the whole.
    Total,
    /// Some lines are not known, and nothing stands for them.
    Open,
}

/// One component of one household.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct ComponentAccount {
    /// Which.
    pub component: IncomeComponent,
    /// On what it rests.
    pub state: ComponentState,
    /// The known lines that count, together, in fen.
    pub lines: i64,
    /// The total stated, in fen.
    pub total: Option<i64>,
    /// What is taken for the component, in fen; while it is open only the known lines.
    pub fen: i64,
    /// Lines that count and that nobody has answered.
    pub unanswered: Vec<String>,
    /// The known lines are more than the total stated: one of them is wrong.
    pub exceeds_total: bool,
}

/// One household's account. Amounts in fen; none where something they rest on is unknown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    /// Components in the order of the form.
    pub components: Vec<ComponentAccount>,
    /// 家庭人口.
    pub members: Option<i64>,
    /// 工资性收入.
    pub wage: Option<i64>,
    /// 生产经营性收入.
    pub operating: Option<i64>,
    /// 财产性收入.
    pub property: Option<i64>,
    /// 转移性收入, with the one-off income that counts.
    pub transfer: Option<i64>,
    /// 生产经营性支出.
    pub operating_expense: Option<i64>,
    /// 家庭纯收入.
    pub net: Option<i64>,
    /// 人均纯收入.
    pub net_per_capita: Option<i64>,
    /// 收入参考范围.
    pub reference: Option<i64>,
    /// 人均收入参考范围.
    pub reference_per_capita: Option<i64>,
    /// The monitoring type suggested if a risk exists, or `none`; nobody is decided by it.
    pub class: Option<String>,
}

impl Account {
    /// Whether the four incomes and the expense are known.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.net.is_some()
    }

    /// Lines that nobody has answered.
    pub fn unanswered(&self) -> impl Iterator<Item = &str> {
        self.components
            .iter()
            .filter(|it| it.state == ComponentState::Open)
            .flat_map(|it| it.unanswered.iter().map(String::as_str))
    }

    /// What stands for a component.
    #[must_use]
    pub fn component(&self, component: IncomeComponent) -> Option<&ComponentAccount> {
        self.components.iter().find(|it| it.component == component)
    }
}

/// The inputs of the account for one household, and how each component came about.
struct Given {
    inputs: BTreeMap<String, i64>,
    components: Vec<ComponentAccount>,
}

impl Sheet {
    /// The accounts of many households.
    ///
    /// # Errors
    /// When an amount overflows.
    pub fn accounts(&self, households: &[Known]) -> anyhow::Result<Vec<Account>> {
        let given: Vec<Given> =
            households.iter().map(|it| self.given(it)).collect::<anyhow::Result<_>>()?;
        let mut columns: BTreeMap<&str, Vec<i64>> = BTreeMap::new();
        for (at, it) in given.iter().enumerate() {
            for (input, value) in &it.inputs {
                let column = columns.entry(input).or_insert_with(|| vec![ABSENT; households.len()]);
                column[at] = *value;
            }
        }
        let column = |name: &str| columns.get(name).map(|it| Column::of(it.clone()));
        let steps = self.account.values(households.len(), &column)?;
        let mut accounts = Vec::with_capacity(households.len());
        for (at, (known, given)) in households.iter().zip(given).enumerate() {
            let value = |step: &str| {
                steps.get(step).and_then(|it| it.get(at)).copied().filter(|it| *it != ABSENT)
            };
            accounts.push(self.account_of(known, given.components, &value)?);
        }
        Ok(accounts)
    }

    /// The account of one household, with every step of the arithmetic.
    ///
    /// # Errors
    /// When an amount overflows.
    pub fn explain(&self, known: &Known) -> anyhow::Result<(Account, BenefitExplanation)> {
        let given = self.given(known)?;
        let explanation = self.account.explain(&given.inputs)?;
        let value = |step: &str| explanation.steps.iter().find(|it| it.name == step)?.value;
        let account = self.account_of(known, given.components, &value)?;
        Ok((account, explanation))
    }

    /// What the account is given: lines that count, or the total where lines are missing.
    fn given(&self, known: &Known) -> anyhow::Result<Given> {
        let mut inputs: BTreeMap<String, i64> = BTreeMap::new();
        let mut add = |input: &str, fen: i64| {
            let sum = inputs.entry(input.to_owned()).or_default();
            *sum = sum.checked_add(fen).context("收入台账的数太大了，请核对各项的单位")?;
            anyhow::Ok(())
        };
        let mut components = Vec::new();
        for info in &self.components {
            let account = self.component_of(info.component, known)?;
            match account.state {
                ComponentState::Total => add(&info.total, account.fen)?,
                ComponentState::Lines | ComponentState::Open => {
                    for it in self.counted(info.component) {
                        if let Some(value) = known.lines.get(&it.line.id) {
                            add(&it.line.input, value.fen)?;
                        }
                    }
                }
            }
            components.push(account);
        }
        // What the account reads of the household itself.
        for input in &self.account.benefit.inputs {
            let value = match input.fact.as_deref() {
                Some("income_members") => known.members,
                Some("out_of_poverty_household") => Some(i64::from(known.out_of_poverty)),
                Some("no_labor_household") => known.no_labor.map(i64::from),
                _ => None,
            };
            if let Some(value) = value {
                inputs.insert(input.name.clone(), value);
            }
        }
        Ok(Given { inputs, components })
    }

    fn component_of(
        &self,
        component: IncomeComponent,
        known: &Known,
    ) -> anyhow::Result<ComponentAccount> {
        let mut lines = 0_i64;
        let mut unanswered = Vec::new();
        for it in self.counted(component) {
            match known.lines.get(&it.line.id) {
                Some(value) => {
                    let sum = lines.checked_add(value.fen);
                    lines = sum.context("收入台账的数太大了，请核对各项的单位")?;
                }
                None => unanswered.push(it.line.id.clone()),
            }
        }
        let total = known.totals.get(&component).map(|it| it.fen);
        let exceeds_total = total.is_some_and(|it| lines > it);
        let (state, fen) = match total {
            _ if unanswered.is_empty() => (ComponentState::Lines, lines),
            // What is known to have been paid is not less for a total that says so.
            Some(total) => (ComponentState::Total, total.max(lines)),
            None => (ComponentState::Open, lines),
        };
        Ok(ComponentAccount { component, state, lines, total, fen, unanswered, exceeds_total })
    }

    fn account_of(
        &self,
        known: &Known,
        components: Vec<ComponentAccount>,
        value: &dyn Fn(&str) -> Option<i64>,
    ) -> anyhow::Result<Account> {
        let open = |component: IncomeComponent| {
            let of = components.iter().find(|it| it.component == component);
            of.is_none_or(|it| it.state == ComponentState::Open)
        };
        let of = |component: IncomeComponent, step: &str| match open(component) {
            true => None,
            false => value(step),
        };
        use IncomeComponent as C;
        let net_is_known = !(C::INCOMES.into_iter().any(open) || open(C::OperatingExpense));
        let reference_is_known = net_is_known && !open(C::Claims) && !open(C::OutOfPocket);
        let net = |step: &str| value(step).filter(|_| net_is_known);
        let reference = |step: &str| value(step).filter(|_| reference_is_known);
        let transfer = of(C::Transfer, "transfer").zip(value("one_off")).map(|(a, b)| a + b);
        Ok(Account {
            members: known.members,
            wage: of(C::Wage, "wage"),
            operating: of(C::Operating, "operating"),
            property: of(C::Property, "property"),
            transfer,
            operating_expense: of(C::OperatingExpense, "operating_cost"),
            net: net("net"),
            net_per_capita: net("net_per_capita"),
            reference: reference("reference"),
            reference_per_capita: reference("reference_per_capita"),
            class: reference("class").map(|it| self.class(it)).transpose()?,
            components,
        })
    }

    fn class(&self, at: i64) -> anyhow::Result<String> {
        let step = self.account.benefit.steps.iter().find(|it| it.name == "class");
        let Some(Formula::Choose(list)) = step.map(|it| &it.formula) else {
            anyhow::bail!("收入台账的 class 这一步要用 choose 写");
        };
        let chosen = usize::try_from(at).ok().and_then(|it| list.get(it));
        Ok(chosen.context("收入台账的 class 没有这一种")?.code.clone())
    }
}

impl LineValue {
    /// From a list of a department.
    #[must_use]
    pub fn feed(fen: Fen) -> LineValue {
        LineValue { fen: fen.0, from: LineFrom::Feed }
    }

    /// As the household said.
    #[must_use]
    pub fn said(fen: Fen) -> LineValue {
        LineValue { fen: fen.0, from: LineFrom::Said }
    }
}

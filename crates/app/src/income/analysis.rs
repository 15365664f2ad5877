//! 收入分析: bands, composition, growth and the plan's path, by region and by group.

use std::collections::BTreeMap;

use ::income::{Composition, Growth, IncomePeriod};
use chrono::Datelike;
use kernel::{Fen, RegionLevel};
use policy::{ListKind, Packs};
use serde::Serialize;
use store::{IncomeGroup, IncomeSum, Scope, Tx};

use super::{error::IncomeError, period::stored};
use crate::{home::Home, small_counts};

/// The monitoring line of the year, one of the cut points.
const LINE: &str = "income.monitoring_line";
/// The other cut points.
const CUTS: [&str; 4] = [
    "income_account.band_1",
    "income_account.band_2",
    "income_account.band_3",
    "income_account.band_4",
];
/// Net income and its parts in the plan: name of the part, base, target.
const PATH: [(&str, &str, &str); 5] = [
    ("net", "income_path.net_income", "targets.net_income"),
    ("operating", "income_path.operating_income", "targets.operating_income"),
    ("wage", "income_path.wage_income", "targets.wage_income"),
    ("property", "income_path.property_income", "targets.property_income"),
    ("transfer", "income_path.transfer_income", "targets.transfer_income"),
];
const BASE_YEAR: &str = "income_path.base_year";
const STATED: &str = "targets.net_income_growth";

/// One band.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct BandView {
    /// Lower bound in fen, included; none for the lowest.
    pub from: Option<i64>,
    /// Upper bound in fen, not included; none for the highest.
    pub below: Option<i64>,
    /// The upper bound is the monitoring line.
    pub below_is_line: bool,
    /// Households.
    pub households: i64,
    /// Their members.
    pub persons: i64,
}

/// One part of net income per head.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct ComponentView {
    /// `net`, `wage`, `operating` (less expense), `property`, `transfer`.
    pub part: String,
    /// Per head, in fen.
    pub per_head: i64,
    /// Share of net income, in basis points; none for the whole.
    pub share: Option<i64>,
    /// Per head in the same months a year before, in fen.
    pub last_per_head: Option<i64>,
    /// Growth against them, in basis points.
    pub growth: Option<i64>,
}

/// One part of the plan's path for the year of the period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct PathView {
    /// Part, as in [`ComponentView::part`].
    pub part: String,
    /// The plan's figure with its base, growth stated and growth that follows from the base.
    pub plan: Growth,
    /// Whether the growth stated follows from the printed base.
    pub follows: Option<bool>,
    /// What was reached, per head, in fen.
    pub reached: i64,
    /// Reached less planned, in fen.
    pub difference: i64,
    /// Where the plan's figure stands.
    pub basis: String,
    /// A remark on it.
    pub note: Option<String>,
}

/// A group or a region.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct GroupView {
    /// What kind of group: `region`, `list`, `out_of_poverty`, `monitored`, `no_labor`,
    /// `ethnicity`.
    pub kind: String,
    /// Its code: a statistical code, the name of a list, `1` or `0`, a word.
    pub code: String,
    /// 中文名.
    pub zh: String,
    /// English name; the Chinese one where there is no other: of regions, of lists, of peoples.
    pub en: String,
    /// Households with an account.
    pub households: i64,
    /// Of them with a net income.
    pub complete: i64,
    /// Members of these.
    pub persons: i64,
    /// 人均纯收入, fen.
    pub per_head: Option<i64>,
    /// 工资性 per head, fen.
    pub wage: Option<i64>,
    /// 生产经营性 less expense per head, fen.
    pub operating: Option<i64>,
    /// 财产性 per head, fen.
    pub property: Option<i64>,
    /// 转移性 per head, fen.
    pub transfer: Option<i64>,
    /// Growth of net income per head against a year before, in basis points.
    pub growth: Option<i64>,
    /// Households by band, from the lowest.
    pub bands: Vec<i64>,
}

/// What the accounts of a region show.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct IncomeAnalysis {
    /// Statistical code.
    pub region: String,
    /// Its name.
    pub name: String,
    /// The period in words.
    pub period: String,
    /// Last month of it.
    pub last: String,
    /// Months.
    pub months: i64,
    /// Households with an account.
    pub households: i64,
    /// Of them with a net income; everything below is of these.
    pub complete: i64,
    /// Members of these.
    pub persons: i64,
    /// 监测线 of the year, fen.
    pub line: Option<i64>,
    /// The line rests on no document.
    pub line_is_default: bool,
    /// Distribution.
    pub bands: Vec<BandView>,
    /// Composition and growth.
    pub components: Vec<ComponentView>,
    /// Against the plan, where the plan has figures for the year.
    pub path: Vec<PathView>,
    /// The regions directly below.
    pub regions: Vec<GroupView>,
    /// Groups of households and sets of regions.
    pub groups: Vec<GroupView>,
    /// Households below which a cell does not leave the office.
    pub small_count: i64,
}

/// Analyses the accounts of a scope's region. For a helper or a department there is nothing: what
/// is counted is a whole region's.
///
/// # Errors
/// [`IncomeError::NotFilled`] when no account was computed.
pub async fn analyse(
    home: &Home,
    scope: &Scope,
    period: IncomePeriod,
) -> Result<IncomeAnalysis, IncomeError> {
    if scope.department.is_some() || scope.helper.is_some() {
        return Err(IncomeError::NotFound);
    }
    let regions = &home.definitions.regions;
    let region = regions.get(scope.region_id).ok_or(IncomeError::NotFound)?;
    let code = region.leading_digits();
    let packs = home.packs();
    let on = period.as_of();
    let line = packs.parameter(LINE, code, on);
    let mut cuts: Vec<i64> =
        CUTS.iter().filter_map(|it| packs.parameter(it, code, on)).map(|it| it.value).collect();
    cuts.extend(line.as_ref().map(|it| it.value));
    cuts.sort_unstable();
    cuts.dedup();

    let mut tx = home.db.read().await?;
    let (by_village, before) = both(&mut tx, scope, period, IncomeGroup::Village, &cuts).await?;
    let whole = Summed::of(&by_village, cuts.len());
    if whole.households == 0 {
        return Err(IncomeError::NotFilled(period.to_string()));
    }
    let earlier = Summed::of(&before, cuts.len());

    let mut below = Vec::new();
    let child = match region.level {
        RegionLevel::Province => Some(IncomeGroup::Prefecture),
        RegionLevel::Prefecture => Some(IncomeGroup::County),
        RegionLevel::County => Some(IncomeGroup::Township),
        RegionLevel::Township => Some(IncomeGroup::Village),
        RegionLevel::Village => None,
    };
    if let Some(child) = child {
        let (now, before) = both(&mut tx, scope, period, child, &cuts).await?;
        for (key, sums) in by_key(now) {
            let before = before.iter().filter(|it| it.key == key).cloned().collect::<Vec<_>>();
            let found = key.parse().ok().and_then(|it| regions.get(it));
            let code = found.map_or_else(|| key.clone(), |it| it.stat_code.clone());
            let zh = found.map(|it| it.name.clone()).unwrap_or_default();
            let sums = (Summed::of(&sums, cuts.len()), Summed::of(&before, cuts.len()));
            below.push(group("region", code, zh, &sums.0, &sums.1));
        }
    }
    let mut groups = lists(home, &packs, code, period, &by_village, &before, cuts.len());
    for (kind, by) in [
        ("out_of_poverty", IncomeGroup::OutOfPoverty),
        ("monitored", IncomeGroup::Monitored),
        ("no_labor", IncomeGroup::NoLabor),
        ("ethnicity", IncomeGroup::Ethnicity),
    ] {
        let (now, before) = both(&mut tx, scope, period, by, &cuts).await?;
        for (key, sums) in by_key(now) {
            let before = before.iter().filter(|it| it.key == key).cloned().collect::<Vec<_>>();
            let sums = (Summed::of(&sums, cuts.len()), Summed::of(&before, cuts.len()));
            groups.push(group(kind, key.clone(), name_of(kind, &key), &sums.0, &sums.1));
        }
    }
    drop(tx);

    let (last, months) = stored(period);
    let lower = std::iter::once(None).chain(cuts.iter().copied().map(Some));
    let upper = cuts.iter().copied().map(Some).chain([None]);
    let bands = lower.zip(upper).zip(whole.bands.iter().zip(&whole.band_persons));
    let line_value = line.as_ref().map(|it| it.value);
    let small = small_counts::fewest(&packs, code, on);
    Ok(IncomeAnalysis {
        region: region.stat_code.clone(),
        name: regions.name_path(region.id),
        period: period.to_string(),
        last,
        months,
        households: whole.households,
        complete: whole.complete,
        persons: whole.persons,
        line: line_value,
        line_is_default: line.is_some_and(|it| it.is_default),
        bands: bands
            .map(|((from, below), (households, persons))| BandView {
                from,
                below,
                below_is_line: below.is_some() && below == line_value,
                households: *households,
                persons: *persons,
            })
            .collect(),
        components: components(&whole, &earlier),
        path: path(&packs, code, period, &whole),
        regions: below,
        groups,
        small_count: small,
    })
}

/// Sums of a period and of the same months a year before.
async fn both(
    tx: &mut Tx,
    scope: &Scope,
    period: IncomePeriod,
    group: IncomeGroup,
    cuts: &[i64],
) -> Result<(Vec<IncomeSum>, Vec<IncomeSum>), IncomeError> {
    let (last, months) = stored(period);
    let now = tx.income_sums(scope, &last, months, group, cuts).await?;
    let (last, months) = stored(period.year_before());
    let before = tx.income_sums(scope, &last, months, group, cuts).await?;
    Ok((now, before))
}

fn by_key(sums: Vec<IncomeSum>) -> BTreeMap<String, Vec<IncomeSum>> {
    let mut by_key: BTreeMap<String, Vec<IncomeSum>> = BTreeMap::new();
    for it in sums {
        by_key.entry(it.key.clone()).or_default().push(it);
    }
    by_key
}

/// Some sums together.
#[derive(Debug, Default)]
struct Summed {
    households: i64,
    complete: i64,
    persons: i64,
    parts: Composition,
    bands: Vec<i64>,
    band_persons: Vec<i64>,
}

impl Summed {
    fn of(sums: &[IncomeSum], cuts: usize) -> Summed {
        let mut all = Summed {
            bands: vec![0; cuts + 1],
            band_persons: vec![0; cuts + 1],
            ..Summed::default()
        };
        for it in sums {
            all.households += it.households;
            let Ok(band) = usize::try_from(it.band) else { continue };
            all.complete += it.households;
            all.persons += it.persons;
            all.parts = all.parts.plus(Composition {
                wage: it.wage,
                operating: it.operating - it.operating_expense,
                property: it.property,
                transfer: it.transfer,
            });
            if let (Some(households), Some(persons)) =
                (all.bands.get_mut(band), all.band_persons.get_mut(band))
            {
                *households += it.households;
                *persons += it.persons;
            }
        }
        all
    }

    /// 人均纯收入: all net income over all heads, in fen.
    fn per_head(&self) -> Option<i64> {
        (self.persons > 0).then(|| self.parts.net() / self.persons)
    }
}

fn growth_of(now: Option<i64>, before: Option<i64>) -> Option<i64> {
    ::income::annual_growth(Fen(before?), Fen(now?), 1)
}

fn group(kind: &str, code: String, zh: String, now: &Summed, before: &Summed) -> GroupView {
    let parts = now.parts.per_head(now.persons);
    GroupView {
        kind: kind.to_owned(),
        en: english(kind, &code).map_or_else(|| zh.clone(), str::to_owned),
        code,
        zh,
        households: now.households,
        complete: now.complete,
        persons: now.persons,
        per_head: now.per_head(),
        wage: parts.map(|it| it.wage),
        operating: parts.map(|it| it.operating),
        property: parts.map(|it| it.property),
        transfer: parts.map(|it| it.transfer),
        growth: growth_of(now.per_head(), before.per_head()),
        bands: now.bands.clone(),
    }
}

fn name_of(kind: &str, key: &str) -> String {
    match (kind, key) {
        ("out_of_poverty", "1") => "脱贫户",
        ("out_of_poverty", _) => "一般农户",
        ("monitored", "1") => "监测对象（风险未消除）",
        ("monitored", _) => "非监测对象或风险已消除",
        ("no_labor", "1") => "整户无劳动力",
        ("no_labor", "0") => "有劳动力",
        ("no_labor", _) => "劳动力情况不明",
        ("ethnicity", "") => "民族不明",
        (_, word) => word,
    }
    .to_owned()
}

/// The lists of regions of the packs that name something here: key counties, border villages …
fn lists(
    home: &Home,
    packs: &Packs,
    code: &str,
    period: IncomePeriod,
    now: &[IncomeSum],
    before: &[IncomeSum],
    cuts: usize,
) -> Vec<GroupView> {
    let regions = &home.definitions.regions;
    let code_of = |it: &IncomeSum| {
        let region = it.key.parse().ok().and_then(|it| regions.get(it));
        region.map(|it| it.stat_code.clone()).unwrap_or_default()
    };
    let mut found = Vec::new();
    for list in packs.all_lists(code, period.as_of()) {
        if list.of != ListKind::Regions || list.items.is_empty() {
            continue;
        }
        let named = |sums: &[IncomeSum]| -> Vec<IncomeSum> {
            sums.iter().filter(|it| list.names_region(&code_of(it))).cloned().collect()
        };
        let (now, before) = (named(now), named(before));
        if !now.is_empty() {
            let sums = (Summed::of(&now, cuts), Summed::of(&before, cuts));
            found.push(group("list", list.name.clone(), list.zh.clone(), &sums.0, &sums.1));
        }
    }
    found
}

fn part(parts: Composition, name: &str) -> i64 {
    match name {
        "wage" => parts.wage,
        "operating" => parts.operating,
        "property" => parts.property,
        "transfer" => parts.transfer,
        _ => parts.net(),
    }
}

fn components(now: &Summed, before: &Summed) -> Vec<ComponentView> {
    let shares = now.parts.shares();
    let names = ["wage", "operating", "property", "transfer"];
    let per_head =
        |it: &Summed, name: &str| (it.persons > 0).then(|| part(it.parts, name) / it.persons);
    let view = |name: &str, share: Option<i64>| {
        let value = per_head(now, name)?;
        let last = per_head(before, name);
        Some(ComponentView {
            part: name.to_owned(),
            per_head: value,
            share,
            last_per_head: last,
            growth: growth_of(Some(value), last),
        })
    };
    let parts = names.iter().enumerate().map(|(at, name)| view(name, shares.map(|it| it[at])));
    std::iter::once(view("net", None)).chain(parts).flatten().collect()
}

fn path(packs: &Packs, code: &str, period: IncomePeriod, now: &Summed) -> Vec<PathView> {
    if now.persons == 0 {
        return Vec::new();
    }
    let on = period.as_of();
    let base_year = packs.parameter(BASE_YEAR, code, on);
    let base_year = base_year.and_then(|it| i32::try_from(it.value).ok());
    let mut found = Vec::new();
    for (name, base, target) in PATH {
        let base = packs.parameter(base, code, on);
        let target = packs.parameter(target, code, on);
        let (Some(base_year), Some(base), Some(target)) = (base_year, base, target) else {
            continue;
        };
        let stated = (name == "net").then(|| packs.parameter(STATED, code, on)).flatten();
        let plan = Growth::new(
            (base_year, Fen(base.value)),
            (on.year(), Fen(target.value)),
            stated.map(|it| it.value),
        );
        let reached = part(now.parts, name) / now.persons;
        found.push(PathView {
            part: name.to_owned(),
            follows: plan.follows(),
            reached,
            difference: reached - target.value,
            plan,
            basis: target.basis,
            note: target.note,
        });
    }
    found
}

/// What a group of our own making is called in English.
fn english(kind: &str, key: &str) -> Option<&'static str> {
    Some(match (kind, key) {
        ("out_of_poverty", "1") => "out of poverty",
        ("out_of_poverty", _) => "ordinary households",
        ("monitored", "1") => "monitored, risk not eliminated",
        ("monitored", _) => "not monitored, or risk eliminated",
        ("no_labor", "1") => "nobody able to work",
        ("no_labor", "0") => "somebody able to work",
        ("no_labor", _) => "ability to work unknown",
        ("ethnicity", "") => "people unknown",
        _ => return None,
    })
}

//! The targets of a region's plan beside the values there are.

use chrono::NaiveDate;
use indicator::{
    Amount, Cascade, Comparator, Due, History, Limits, Oddity, Path, Progress, Target, Wanted,
    annual_growth, judge,
};
use kernel::{Month, Period, Region};
use serde::Serialize;
use store::{Scope, Tx, WhichValues};

use super::{
    error::IndicatorError,
    tasks::TargetTask,
    values::{Values, end_of, values_of},
};
use crate::{home::Home, no_figure::NoFigure, reach};

/// Parameter: from which share of what is due a light is green.
const GREEN: &str = "indicators.green";
/// Parameter: from which share it is yellow.
const YELLOW: &str = "indicators.yellow";

/// The targets of a region.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct TargetTable {
    /// Statistical code of the region.
    pub region: String,
    /// The region, from the province on.
    pub region_name: String,
    /// The month they are judged in.
    pub month: String,
    /// The day whose knowledge of the values is shown; the present one when absent.
    pub as_of: Option<NaiveDate>,
    /// How lights are decided, with the parameters and where they come from.
    pub lights: String,
    /// The targets, in the order of the plan.
    pub targets: Vec<TargetView>,
    /// What the plans contradict themselves in, here and in general.
    pub oddities: Vec<OddityView>,
    /// Where the plan's history does not agree with itself.
    pub conflicts: Vec<ConflictView>,
}

/// One target.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct TargetView {
    /// The identifier.
    pub target: String,
    /// In Chinese, as printed.
    pub zh: String,
    /// In English.
    pub en: String,
    /// The unit, as printed.
    pub unit: String,
    /// The number of the line in the plan's table.
    pub item: Option<String>,
    /// The group of lines it belongs to, in Chinese.
    pub parent: Option<String>,
    /// The year of the base.
    pub baseline_year: Option<i32>,
    /// The base, as printed.
    pub baseline: Option<String>,
    /// `2025`, `2021-2025`, or empty.
    pub due: String,
    /// What is wanted, as printed.
    pub wanted: Option<String>,
    /// The test behind a word, or why there is none, in Chinese.
    pub test_zh: Option<String>,
    /// In English.
    pub test_en: Option<String>,
    /// `=`, `>=`, `>`, `<=` or `<`.
    pub comparator: Option<String>,
    /// 确保, 争取, 不低于, 左右 …
    pub firmness: Option<String>,
    /// `binding`, `expected` or `unstated`.
    pub nature: String,
    /// Document and place.
    pub source: String,
    /// The indicator or series its values are stored under.
    pub measure: String,
    /// Whether the system computes or reads it; a series is entered by hand.
    pub is_measured: bool,
    /// The period of the newest value.
    pub period: Option<String>,
    /// The newest value, in the unit of the target.
    pub value: Option<String>,
    /// `computed`, `ledger` or `reported`.
    pub how: Option<String>,
    /// The document of a reported value.
    pub document: Option<String>,
    /// Counties the value holds, of how many: `9/16`; above the county.
    pub counties: Option<String>,
    /// Whether it is reached.
    pub reached: Option<bool>,
    /// What is missing.
    pub gap: Option<String>,
    /// How much of the way has been gone, in per cent.
    pub share: Option<String>,
    /// Where it should stand by the end of the period.
    pub on_path: Option<String>,
    /// What has been gone of what is due, in per cent.
    pub of_due: Option<String>,
    /// Where it will stand when it is due.
    pub forecast: Option<ForecastView>,
    /// `green`, `yellow`, `red` or `grey`.
    pub light: String,
    /// Why, in Chinese.
    pub why_zh: String,
    /// In English.
    pub why_en: String,
    /// A rate of growth that follows from a base, beside the printed one.
    pub growth: Option<GrowthView>,
    /// The target above.
    pub upper: Option<UpperView>,
    /// Numbers of the oddities that concern it.
    pub oddities: Vec<u32>,
    /// Tasks that were opened for it, where they are asked for.
    pub tasks: Vec<TargetTask>,
    /// It is behind, and nobody has an open task for it.
    pub needs_task: bool,
}

/// A forecast with its method and its points.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct ForecastView {
    /// The month it is made for.
    pub month: String,
    /// The value.
    pub value: String,
    /// Whether that reaches the target.
    pub reaches: Option<bool>,
    /// The method, in Chinese.
    pub method_zh: String,
    /// In English.
    pub method_en: String,
    /// What it was made from: `2020-12=90`.
    pub points: Vec<String>,
}

/// A rate that follows from a base and an end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct GrowthView {
    /// The year of the base.
    pub base_year: i32,
    /// The base.
    pub base: String,
    /// The end.
    pub end: String,
    /// Their unit.
    pub unit: String,
    /// The rate that follows, in per cent a year.
    pub computed: Option<String>,
    /// What is printed.
    pub stated: Option<String>,
}

/// A target of the level above.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct UpperView {
    /// The identifier.
    pub target: String,
    /// Leading digits of its region.
    pub region: String,
    /// What is wanted there, as printed.
    pub wanted: Option<String>,
    /// Its unit.
    pub unit: String,
    /// `sum`: this one is a part of it; `compare`: the same measure.
    pub cascade: String,
    /// Of a compared one: this one asks for less.
    pub asks_less: Option<bool>,
}

/// An oddity of the documents.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct OddityView {
    /// Its number.
    pub no: u32,
    /// In Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
    /// Where.
    pub place: String,
}

/// Two figures for one thing in the history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct ConflictView {
    /// In Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
    /// The years: `2015-2019`.
    pub years: String,
    /// What is printed.
    pub stated: String,
    /// What the years add up to.
    pub added: String,
    /// Where it is printed.
    pub source: String,
    /// The number of the oddity.
    pub oddity: Option<u32>,
}

/// The targets of the plan of a region of the scope, judged in a month. With `as_of`, by the values
/// as they were known at the end of that day: what was replaced since counts, what came since does
/// not. Plans and limits are those in force.
///
/// # Errors
/// [`IndicatorError::NotFound`] outside the scope.
pub async fn targets(
    home: &Home,
    scope: &Scope,
    region: &str,
    month: Month,
    as_of: Option<NaiveDate>,
) -> Result<TargetTable, IndicatorError> {
    let region = reach::region_in(home, scope, region).ok_or(IndicatorError::NotFound)?;
    let code = region.leading_digits();
    let all = &home.definitions.indicators;
    let (limits, lights) = limits(home, code, month.last_day())?;
    let mut tx = home.db.read().await?;
    let which = WhichValues { as_of: as_of.and_then(end_of), ..WhichValues::default() };
    let values = values_of(home, &mut tx, region, which).await?;
    let above = values_above(home, &mut tx, region, which).await?;
    drop(tx);
    let look = Look { home, code: code, values: &values, above: &above, limits, month };
    Ok(TargetTable {
        region: region.stat_code.clone(),
        region_name: home.definitions.regions.name_path(region.id),
        month: month.to_string(),
        as_of,
        lights,
        targets: all.targets_of(code).map(|it| look.view(it)).collect(),
        oddities: all.oddities().iter().filter(|it| concerns(it, code)).map(oddity).collect(),
        conflicts: all
            .histories()
            .iter()
            .filter(|it| it.region == code)
            .flat_map(conflicts)
            .collect(),
    })
}

/// Reported numbers of the regions above: what targets are held against is published for them.
async fn values_above(
    home: &Home,
    tx: &mut Tx,
    region: &Region,
    which: WhichValues<'_>,
) -> anyhow::Result<Values> {
    let mut found = Values::new();
    let above: Vec<Region> = home.definitions.regions.ancestors(region.id).cloned().collect();
    for it in above {
        let ids = [it.id];
        for row in tx.indicator_values(&ids, which).await? {
            let Ok(period) = row.period.parse() else { continue };
            found.entry(row.indicator.clone()).or_default().push(super::values::Found {
                period,
                amount: row.value.as_deref().and_then(Amount::parse),
                how: row.how.clone(),
                tally: None,
                counties: None,
                rows: vec![row],
            });
        }
    }
    Ok(found)
}

fn limits(home: &Home, code: &str, on: NaiveDate) -> anyhow::Result<(Limits, String)> {
    let packs = home.packs();
    let of =
        |name: &str| packs.parameter(name, code, on).ok_or_else(|| NoFigure::of(name, code, on));
    let (green, yellow) = (of(GREEN)?, of(YELLOW)?);
    let is_default = green.is_default || yellow.is_default;
    let basis = if is_default { "默认值，请确认" } else { green.basis.as_str() };
    let text = format!(
        "实际进度占应到进度：{}以上绿灯，{}以上黄灯，再低红灯（{basis}）",
        green.show(),
        yellow.show()
    );
    Ok((Limits { green: green.value, yellow: yellow.value }, text))
}

/// What one target is judged with.
struct Look<'a> {
    home: &'a Home,
    code: &'a str,
    values: &'a Values,
    above: &'a Values,
    limits: Limits,
    month: Month,
}

impl Look<'_> {
    fn view(&self, target: &Target) -> TargetView {
        let all = &self.home.definitions.indicators;
        let path = all.get(self.code, &target.measure).map_or(Path::Linear, |it| it.path);
        let values = self.in_unit_of(target);
        let newest = self.newest(target);
        let wanted = self.wanted(target, newest.map(|it| it.period));
        let it = judge(target, wanted, &values, path, self.limits, self.month);
        let (test_zh, test_en) = self.test(target, wanted);
        let shown = |it: Option<Amount>| it.map(|it| it.rounded(2).to_string());
        let parent = target.parent.as_ref().and_then(|id| {
            let mut groups = all.groups().iter().filter(|it| it.region == target.region);
            groups.find(|it| it.id == *id).map(|it| it.zh.clone())
        });
        let base = target.baseline.as_ref();
        TargetView {
            target: target.id.clone(),
            zh: target.zh.clone(),
            en: target.en.clone(),
            unit: target.unit.zh.to_owned(),
            item: target.item.clone(),
            parent,
            baseline_year: base.and_then(|it| it.year),
            baseline: base.map(|it| it.text.clone()),
            due: target.due.text(),
            wanted: target.value_text.clone(),
            test_zh,
            test_en,
            comparator: target.comparator.map(|it| it.text().to_owned()),
            firmness: target.firmness.clone(),
            nature: target.nature.name().to_owned(),
            source: target.source.clone(),
            measure: target.measure.clone(),
            is_measured: target.is_measured,
            period: it.value.map(|(period, _)| period.to_string()),
            value: shown(it.value.map(|(_, it)| it)),
            how: newest.map(|it| it.how.clone()),
            document: newest.and_then(|it| it.rows.first()?.document.clone()),
            counties: newest.and_then(|it| it.counties).map(|(n, of)| format!("{n}/{of}")),
            reached: it.reached,
            gap: shown(it.gap),
            share: shown(it.share),
            on_path: shown(it.on_path),
            of_due: shown(it.of_due),
            forecast: forecast(&it),
            light: it.light.name().to_owned(),
            why_zh: self.why(target, &it, true),
            why_en: self.why(target, &it, false),
            growth: target.growth.as_ref().map(|it| GrowthView {
                base_year: it.base_year,
                base: it.base.to_string(),
                end: it.end.to_string(),
                unit: it.unit.zh.to_owned(),
                computed: it.computed.map(|it| it.to_string()),
                stated: target.value_text.clone(),
            }),
            upper: self.upper(target),
            oddities: target.oddities.clone(),
            tasks: Vec::new(),
            needs_task: false,
        }
    }

    /// What a target is measured by: its own measure, or what grows when it wants a rate.
    fn series<'t>(&self, target: &'t Target) -> &'t str {
        let grows = target.growth.as_ref().and_then(|it| it.of.as_deref());
        grows.unwrap_or(&target.measure)
    }

    fn newest(&self, target: &Target) -> Option<&super::values::Found> {
        let here = self.values.get(self.series(target)).into_iter().flatten();
        let past = here.filter(|it| Month::of(it.period.to()) <= self.month);
        past.filter(|it| it.amount.is_some()).max_by_key(|it| (it.period.to(), it.period.from()))
    }

    /// The values of a target in its printed unit; rates of growth where it wants one.
    fn in_unit_of(&self, target: &Target) -> Vec<(Period, Amount)> {
        let found = self.values.get(self.series(target)).into_iter().flatten();
        let rate = target.growth.as_ref().filter(|it| it.of.is_some());
        found
            .filter_map(|it| {
                let amount = it.amount?;
                let amount = match rate {
                    Some(growth) => {
                        let years = Month::of(it.period.to()).year - growth.base_year;
                        let present = amount.in_tens(growth.unit.power);
                        annual_growth(growth.base, present, u32::try_from(years).ok()?)?
                    }
                    // Numbers entered by hand for a series are in the printed unit already.
                    None if target.is_measured => amount.in_tens(target.unit.power),
                    None => amount,
                };
                Some((it.period, amount))
            })
            .collect()
    }

    /// The number a target comes to: its own, its word's, or that of the series it is held against
    /// in the same year.
    fn wanted(&self, target: &Target, period: Option<Period>) -> Option<(Amount, Comparator)> {
        if let Wanted::Against(series) = &target.wanted {
            let year = Month::of(period?.to()).year;
            let own = self.values.get(series).into_iter().flatten();
            let all = own.chain(self.above.get(series).into_iter().flatten());
            let same = all.filter(|it| Month::of(it.period.to()).year == year);
            let found = same.max_by_key(|it| it.period.to())?.amount?;
            return Some((found.in_tens(target.unit.power), target.comparator?));
        }
        target.number().map(|(amount, comparator, _)| (amount, comparator))
    }

    /// What a word is tested by, and why one cannot be.
    fn test(
        &self,
        target: &Target,
        wanted: Option<(Amount, Comparator)>,
    ) -> (Option<String>, Option<String>) {
        match &target.wanted {
            Wanted::Word(it) => (Some(it.zh.clone()), Some(it.en.clone())),
            Wanted::Open(zh, en) => (Some(zh.clone()), Some(en.clone())),
            Wanted::Against(series) => {
                let found = self.home.definitions.indicators.get(self.code, series);
                let (zh, en) = found.map_or((series.as_str(), series.as_str()), |it| {
                    (it.zh.as_str(), it.en.as_str())
                });
                let number = wanted.map(|(it, _)| it.to_string());
                let (missing_zh, missing_en) = ("还没有登记当年的数", "not entered for the year");
                (
                    Some(format!("与{zh}比：{}", number.as_deref().unwrap_or(missing_zh))),
                    Some(format!("against {en}: {}", number.as_deref().unwrap_or(missing_en))),
                )
            }
            Wanted::Number(_) | Wanted::Nothing => (None, None),
        }
    }

    fn why(&self, target: &Target, progress: &Progress, zh: bool) -> String {
        match &target.wanted {
            Wanted::Nothing if zh => "规划只写了基期".to_owned(),
            Wanted::Nothing => "the plan states a base only".to_owned(),
            Wanted::Open(text, _) if zh => text.clone(),
            Wanted::Open(_, text) => text.clone(),
            _ if zh => progress.why_zh.clone(),
            _ => progress.why_en.clone(),
        }
    }

    fn upper(&self, target: &Target) -> Option<UpperView> {
        let (id, cascade) = target.upper.as_ref()?;
        let above = self.home.definitions.indicators.target(id)?;
        let numbers = target.number().zip(above.number());
        let asks_less = match (cascade, numbers) {
            (Cascade::Compare, Some(((own, how, unit), (other, _, of)))) if unit.zh == of.zh => {
                Some(match how {
                    Comparator::AtMost | Comparator::Below => other < own,
                    _ => own < other,
                })
            }
            _ => None,
        };
        Some(UpperView {
            target: id.clone(),
            region: above.region.clone(),
            wanted: above.value_text.clone(),
            unit: above.unit.zh.to_owned(),
            cascade: if *cascade == Cascade::Sum { "sum" } else { "compare" }.to_owned(),
            asks_less,
        })
    }
}

fn forecast(progress: &Progress) -> Option<ForecastView> {
    let it = progress.forecast.as_ref()?;
    Some(ForecastView {
        month: it.at.to_string(),
        value: it.value.to_string(),
        reaches: progress.forecast_reaches,
        method_zh: it.method.zh().to_owned(),
        method_en: it.method.en().to_owned(),
        points: it.points.iter().map(|it| format!("{}={}", it.at, it.value)).collect(),
    })
}

/// Whether an oddity is about this region, or about the plans in general.
fn concerns(oddity: &Oddity, code: &str) -> bool {
    oddity.regions.iter().any(|it| it.is_empty() || it == code)
}

fn oddity(it: &Oddity) -> OddityView {
    OddityView { no: it.no, zh: it.zh.clone(), en: it.en.clone(), place: it.place.clone() }
}

fn conflicts(history: &History) -> Vec<ConflictView> {
    let view = |it: &indicator::Conflict| ConflictView {
        zh: it.zh.clone(),
        en: it.en.clone(),
        years: Due::Each(it.from, it.to).text(),
        stated: it.stated.to_string(),
        added: it.added.to_string(),
        source: it.source.clone(),
        oddity: it.oddity,
    };
    history.conflicts.iter().map(view).collect()
}

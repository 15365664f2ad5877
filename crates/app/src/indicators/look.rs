//! A region's values set beside the targets of its plan.

use chrono::NaiveDate;
use indicator::{
    Amount, Cascade, Comparator, Path, Progress, Target, Wanted, annual_growth, judge,
};
use kernel::{Month, Period, Region};
use store::{Scope, Tx, WhichValues};

use super::{
    error::IndicatorError,
    target_views::{ForecastView, GrowthView, TargetView, UpperView},
    targets::{Lights, lights},
    values::{Found, Values, end_of, values_of},
};
use crate::{home::Home, reach};

/// What a target comes to and how far it has come.
pub(super) struct Judged {
    /// The number that is wanted, and how a value is compared with it.
    pub(super) wanted: Option<(Amount, Comparator)>,
    /// How the value should move.
    pub(super) path: Path,
    /// How far it has come.
    pub(super) progress: Progress,
}

/// A region, a month, and what was known of its values on a day.
pub(super) struct Look<'a> {
    pub(super) home: &'a Home,
    pub(super) region: &'a Region,
    pub(super) code: &'a str,
    pub(super) month: Month,
    pub(super) as_of: Option<NaiveDate>,
    pub(super) lights: Lights,
    pub(super) values: Values,
    above: Values,
}

impl<'a> Look<'a> {
    /// Reads what targets of a region of the scope are judged with.
    pub(super) async fn at(
        home: &'a Home,
        scope: &Scope,
        region: &str,
        month: Month,
        as_of: Option<NaiveDate>,
    ) -> Result<Look<'a>, IndicatorError> {
        let region = reach::region_in(home, scope, region).ok_or(IndicatorError::NotFound)?;
        let code = region.leading_digits();
        let lights = lights(home, code, month.last_day())?;
        let mut tx = home.db.read().await?;
        let which = WhichValues { as_of: as_of.and_then(end_of), ..WhichValues::default() };
        let values = values_of(home, &mut tx, region, which).await?;
        let above = values_above(home, &mut tx, region, which).await?;
        Ok(Look { home, region, code, month, as_of, lights, values, above })
    }

    /// One target beside its values.
    pub(super) fn view(&self, target: &Target) -> TargetView {
        let all = &self.home.definitions.indicators;
        let newest = self.newest(target);
        let Judged { wanted, progress: it, .. } = self.judged(target);
        let (test_zh, test_en) = self.test(target, wanted);
        let shown = |it: Option<Amount>| it.map(|it| it.rounded(2).to_string());
        let parent = target.parent.as_ref().and_then(|id| {
            let mut groups = all.groups().iter().filter(|it| it.region == target.region);
            groups.find(|it| it.id == *id)
        });
        let base = target.baseline.as_ref();
        TargetView {
            target: target.id.clone(),
            zh: target.zh.clone(),
            en: target.en.clone(),
            unit: target.unit.zh.to_owned(),
            item: target.item.clone(),
            parent: parent.map(|it| it.zh.clone()),
            parent_en: parent.map(|it| it.en.clone()),
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
            plan: target.document.clone(),
            chapter: target.chapter.clone(),
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

    /// What a target comes to, how its value should move, and how far it has come.
    pub(super) fn judged(&self, target: &Target) -> Judged {
        let all = &self.home.definitions.indicators;
        let path = all.get(self.code, &target.measure).map_or(Path::Linear, |it| it.path);
        let wanted = self.wanted(target, self.newest(target).map(|it| it.period));
        let values: Vec<(Period, Amount)> =
            self.in_unit_of(target).map(|(found, amount)| (found.period, amount)).collect();
        let progress = judge(target, wanted, &values, path, self.lights.limits, self.month);
        Judged { wanted, path, progress }
    }

    /// What a target is measured by: its own measure, or what grows when it wants a rate.
    fn series<'t>(&self, target: &'t Target) -> &'t str {
        let grows = target.growth.as_ref().and_then(|it| it.of.as_deref());
        grows.unwrap_or(&target.measure)
    }

    fn newest(&self, target: &Target) -> Option<&Found> {
        let here = self.values.get(self.series(target)).into_iter().flatten();
        let past = here.filter(|it| Month::of(it.period.to()) <= self.month);
        past.filter(|it| it.amount.is_some()).max_by_key(|it| (it.period.to(), it.period.from()))
    }

    /// The values of a target in its printed unit; rates of growth where it wants one.
    pub(super) fn in_unit_of<'t>(
        &'t self,
        target: &'t Target,
    ) -> impl Iterator<Item = (&'t Found, Amount)> {
        let found = self.values.get(self.series(target)).into_iter().flatten();
        let rate = target.growth.as_ref().filter(|it| it.of.is_some());
        found.filter_map(move |it| {
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
            Some((it, amount))
        })
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
            found.entry(row.indicator.clone()).or_default().push(Found {
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

//! The targets of a region's plan beside the values there are.

use chrono::NaiveDate;
use indicator::{Due, History, Limits, Oddity};
use kernel::Month;
use store::Scope;

use super::{
    error::IndicatorError,
    look::Look,
    target_views::{ConflictView, OddityView, TargetTable},
};
use crate::{home::Home, no_figure::NoFigure};

/// Parameter: from which share of what is due a light is green.
const GREEN: &str = "indicators.green";
/// Parameter: from which share it is yellow.
const YELLOW: &str = "indicators.yellow";

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
    Ok(Look::at(home, scope, region, month, as_of).await?.table())
}

impl Look<'_> {
    /// Every target of the region's plan, and where the plan does not agree with itself.
    pub(super) fn table(&self) -> TargetTable {
        let all = &self.home.definitions.indicators;
        let code = self.code;
        let of_here = |it: &&History| it.region == code;
        TargetTable {
            region: self.region.stat_code.clone(),
            region_name: self.home.definitions.regions.name_path(self.region.id),
            month: self.month.to_string(),
            as_of: self.as_of,
            lights: self.lights.zh.clone(),
            lights_en: self.lights.en.clone(),
            targets: all.targets_of(code).map(|it| self.view(it)).collect(),
            oddities: all.oddities().iter().filter(|it| concerns(it, code)).map(oddity).collect(),
            conflicts: all.histories().iter().filter(of_here).flat_map(conflicts).collect(),
        }
    }
}

/// How lights are decided: the shares, and the sentence that says so.
pub(super) struct Lights {
    pub(super) limits: Limits,
    pub(super) zh: String,
    pub(super) en: String,
}

/// How lights are decided in a region on a day.
pub(super) fn lights(home: &Home, code: &str, on: NaiveDate) -> anyhow::Result<Lights> {
    let packs = home.packs();
    let of =
        |name: &str| packs.parameter(name, code, on).ok_or_else(|| NoFigure::of(name, code, on));
    let (green, yellow) = (of(GREEN)?, of(YELLOW)?);
    let is_default = green.is_default || yellow.is_default;
    let basis = if is_default { "默认值，请确认" } else { green.basis.as_str() };
    let zh = format!(
        "实际进度占应到进度：{}以上绿灯，{}以上黄灯，再低红灯（{basis}）",
        green.show(),
        yellow.show()
    );
    let basis = if is_default { "default, to be confirmed" } else { green.basis.as_str() };
    let en = format!(
        "what is gone of what is due: from {} green, from {} yellow, below red ({basis})",
        green.show(),
        yellow.show()
    );
    Ok(Lights { limits: Limits { green: green.value, yellow: yellow.value }, zh, en })
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

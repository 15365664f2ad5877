//! 进度: a target beside the values there are.

use kernel::{Month, Period};

use crate::{
    amount::Amount,
    definition::Path,
    forecast::{Forecast, Point, forecast, months},
    path::on_path,
    target::{Comparator, Due, Target},
};

/// 灯.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Light {
    /// Reached, or as far as time has gone.
    Green,
    /// A little behind.
    Yellow,
    /// Behind.
    Red,
    /// Nothing can be said.
    Grey,
}

/// Shares of what is due, in basis points, from which on a light is green or yellow.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// 绿灯.
    pub green: i64,
    /// 黄灯.
    pub yellow: i64,
}

/// How far a target has come.
#[derive(Clone, Debug)]
pub struct Progress {
    /// The newest value, in the unit of the target, and its period.
    pub value: Option<(Period, Amount)>,
    /// Whether it reaches the target.
    pub reached: Option<bool>,
    /// What is missing, always in the direction of the target; zero when reached.
    pub gap: Option<Amount>,
    /// How much of the way has been gone, in per cent: from the base where there is one.
    pub share: Option<Amount>,
    /// Where the value should stand at the end of its period.
    pub on_path: Option<Amount>,
    /// What has been gone of what is due by then, in per cent; it decides the light.
    pub of_due: Option<Amount>,
    /// Where the value will stand when the target is due.
    pub forecast: Option<Forecast>,
    /// Whether the forecast reaches the target.
    pub forecast_reaches: Option<bool>,
    /// The light.
    pub light: Light,
    /// Why it is that light, in Chinese.
    pub why_zh: String,
    /// In English.
    pub why_en: String,
}

/// Sets a target beside values in its unit. `wanted` and `comparator` are what the target comes to
/// ([`Target::number`], or the newest value of the series it is held against). `values` may be in
/// any order; only what ends by `today` counts.
///
/// "Equal" means reached at or beyond the number, seen from the base; where base and target are the
/// same, equal means equal.
#[must_use]
pub fn judge(
    target: &Target,
    wanted: Option<(Amount, Comparator)>,
    values: &[(Period, Amount)],
    path: Path,
    limits: Limits,
    today: Month,
) -> Progress {
    let mut values: Vec<(Period, Amount)> =
        values.iter().copied().filter(|(period, _)| Month::of(period.to()) <= today).collect();
    values.sort_by_key(|(period, _)| (period.to(), period.from()));
    let newest = values.last().copied();
    let mut progress = Progress::grey(newest, "还没有数", "no value yet");
    let (Some((wanted, comparator)), Some((period, value))) = (wanted, newest) else {
        if wanted.is_none() {
            progress.say(Light::Grey, "没有可以比较的目标", "no target to compare with");
        }
        return progress;
    };
    let base = target.baseline.as_ref().and_then(|it| Some((it.year?, it.number?)));
    let way = Way::of(comparator, wanted, base.map(|it| it.1));
    let reached = way.reached(comparator, value, wanted);
    progress.reached = Some(reached);
    progress.gap = Some(if reached { Amount::ZERO } else { way.missing(value, wanted) });
    progress.share = match base {
        Some((_, base)) if base != wanted => value.less(base).percent_of(wanted.less(base)),
        _ => way.held_against(value, wanted),
    };
    let now = Month::of(period.to());
    let due = match target.due {
        Due::Year(year) => Month::new(year, 12),
        Due::Each(_, _) | Due::Unstated => None,
    };
    if let (Some(due), Some((year, base))) = (due, base)
        && let Some(start) = Month::new(year, 12)
    {
        progress.on_path = on_path(path, base, wanted, months(start, now), months(start, due));
        progress.of_due = match progress.on_path {
            // It is to be kept where it is: all of it is due at any time.
            _ if base == wanted => way.held_against(value, wanted),
            Some(by_now) => value.less(base).percent_of(by_now.less(base)),
            None => None,
        };
    } else if due.is_none_or(|it| it <= now) && target.due != Due::Unstated {
        // It holds every year, or its year is over: all of it is due.
        progress.of_due = way.held_against(value, wanted);
    }
    if let Some(due) = due.filter(|it| now < *it) {
        progress.forecast = forecast(&points(base, &values), due, path);
        progress.forecast_reaches =
            progress.forecast.as_ref().map(|it| way.reached(comparator, it.value, wanted));
    }
    let nothing_due = base.is_some_and(|(_, base)| progress.on_path == Some(base));
    progress.light_up(reached, nothing_due, limits);
    progress
}

impl Progress {
    fn grey(value: Option<(Period, Amount)>, zh: &str, en: &str) -> Progress {
        Progress {
            value,
            reached: None,
            gap: None,
            share: None,
            on_path: None,
            of_due: None,
            forecast: None,
            forecast_reaches: None,
            light: Light::Grey,
            why_zh: zh.to_owned(),
            why_en: en.to_owned(),
        }
    }

    fn say(&mut self, light: Light, zh: impl Into<String>, en: impl Into<String>) {
        self.light = light;
        self.why_zh = zh.into();
        self.why_en = en.into();
    }

    fn light_up(&mut self, reached: bool, nothing_due: bool, limits: Limits) {
        if reached {
            return self.say(Light::Green, "已达到目标", "target reached");
        }
        let Some(share) = self.of_due else {
            if nothing_due {
                return self.say(
                    Light::Grey,
                    "这个数是基期的，还没有应完成的部分",
                    "a value of the base itself: nothing is due yet",
                );
            }
            return self.say(
                Light::Grey,
                "规划没有写基期或年份，说不出应到多少",
                "the plan states no base or no year, so nothing is due yet",
            );
        };
        let points = share.millionths() / 10_000;
        let light = match points {
            it if limits.green <= it => Light::Green,
            it if limits.yellow <= it => Light::Yellow,
            _ => Light::Red,
        };
        let share = share.rounded(2);
        self.say(
            light,
            format!("完成了应到进度的{share}%"),
            format!("{share}% of what is due by now"),
        );
    }
}

impl Light {
    /// `green`, `yellow`, `red` or `grey`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Light::Green => "green",
            Light::Yellow => "yellow",
            Light::Red => "red",
            Light::Grey => "grey",
        }
    }

    /// In Chinese.
    #[must_use]
    pub fn zh(self) -> &'static str {
        match self {
            Light::Green => "绿灯",
            Light::Yellow => "黄灯",
            Light::Red => "红灯",
            Light::Grey => "不亮灯",
        }
    }
}

/// Which way a value has to move.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    Up,
    Down,
    /// Neither more nor less.
    Same,
}

impl Way {
    /// The way of a comparator, seen from the base.
    pub(crate) fn of(comparator: Comparator, wanted: Amount, base: Option<Amount>) -> Way {
        match comparator {
            Comparator::AtLeast | Comparator::Above => Way::Up,
            Comparator::AtMost | Comparator::Below => Way::Down,
            Comparator::Equal => match base {
                Some(base) if base == wanted => Way::Same,
                Some(base) if wanted < base => Way::Down,
                _ => Way::Up,
            },
        }
    }

    fn reached(self, comparator: Comparator, value: Amount, wanted: Amount) -> bool {
        match (self, comparator) {
            (Way::Same, _) => value == wanted,
            (_, Comparator::Above) => wanted < value,
            (_, Comparator::Below) => value < wanted,
            (Way::Up, _) => wanted <= value,
            (Way::Down, _) => value <= wanted,
        }
    }

    fn missing(self, value: Amount, wanted: Amount) -> Amount {
        match self {
            Way::Up => wanted.less(value),
            Way::Down => value.less(wanted),
            Way::Same => wanted.less(value).max(value.less(wanted)),
        }
    }

    /// The value held against the target itself, in per cent; of a ceiling the other way round,
    /// and of what is to be kept whichever is the smaller.
    fn held_against(self, value: Amount, wanted: Amount) -> Option<Amount> {
        match self {
            Way::Down => wanted.percent_of(value),
            Way::Same if wanted < value => wanted.percent_of(value),
            _ => value.percent_of(wanted),
        }
    }
}

/// The base at the end of its year, and the last value of each year: months of one year would
/// otherwise weigh more than the years.
fn points(base: Option<(i32, Amount)>, values: &[(Period, Amount)]) -> Vec<Point> {
    let base = base.and_then(|(year, value)| Some(Point { at: Month::new(year, 12)?, value }));
    let mut points: Vec<Point> = base.into_iter().collect();
    for (period, value) in values {
        let at = Month::of(period.to());
        match points.last_mut().filter(|it| it.at.year == at.year) {
            Some(last) => *last = Point { at, value: *value },
            None => points.push(Point { at, value: *value }),
        }
    }
    points
}

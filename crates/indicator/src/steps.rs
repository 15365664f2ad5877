//! 怎么算的: the arithmetic behind a target's progress, so that somebody with a pocket calculator
//! comes to the same numbers.

use kernel::Month;

use crate::{
    amount::Amount,
    definition::Path,
    forecast::months,
    progress::{Progress, Way},
    target::{Comparator, Due, Target},
};

/// One step of the arithmetic.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// What is computed, in Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
    /// With the numbers filled in: `(92.5 − 90) ÷ (95 − 90)`.
    pub arithmetic: String,
    /// What it comes to, with `%` where it is a share.
    pub result: String,
}

/// The steps from a value to its progress, in the order in which they are made: what is missing,
/// how much of the way is gone, where the value should stand, how much of what is due is gone, and
/// where it will stand. `progress` is what [`crate::judge`] made with the same `target`, `wanted`
/// and `path`. Nothing for a target that has no value or nothing to compare with.
#[must_use]
pub fn steps(
    target: &Target,
    wanted: Option<(Amount, Comparator)>,
    path: Path,
    progress: &Progress,
) -> Vec<Step> {
    let (Some((wanted, comparator)), Some((period, value))) = (wanted, progress.value) else {
        return Vec::new();
    };
    let base = target.baseline.as_ref().and_then(|it| Some((it.year?, it.number?)));
    let way = Way::of(comparator, wanted, base.map(|it| it.1));
    let held = match way {
        Way::Down => format!("{wanted} ÷ {value}"),
        Way::Same if wanted < value => format!("{wanted} ÷ {value}"),
        _ => format!("{value} ÷ {wanted}"),
    };
    let mut all = Vec::new();
    if let Some(gap) = progress.gap.filter(|it| *it != Amount::ZERO) {
        let arithmetic = match way {
            Way::Down => format!("{value} − {wanted}"),
            Way::Same if wanted < value => format!("{value} − {wanted}"),
            _ => format!("{wanted} − {value}"),
        };
        all.push(step("还差", "missing", arithmetic, gap.to_string()));
    }
    if let Some(share) = progress.share {
        let arithmetic = match base {
            Some((_, base)) if base != wanted => {
                format!("({value} − {base}) ÷ ({wanted} − {base})")
            }
            _ => held.clone(),
        };
        all.push(step("完成", "gone of the way", arithmetic, percent(share)));
    }
    if let (Some(by_now), Some((year, base)), Due::Year(due)) = (progress.on_path, base, target.due)
        && let (Some(start), Some(due)) = (Month::new(year, 12), Month::new(due, 12))
    {
        let of = months(start, due);
        let gone = months(start, Month::of(period.to())).clamp(0, of);
        let arithmetic = match path {
            Path::Linear => format!("{base} + ({wanted} − {base}) × {gone} ÷ {of}"),
            Path::Compound => format!("{base} × ({wanted} ÷ {base})^({gone} ÷ {of})"),
        };
        let (zh, en) =
            ("这时应到（已过月数 ÷ 全部月数）", "due by then (months gone ÷ all months)");
        all.push(step(zh, en, arithmetic, by_now.to_string()));
    }
    if let Some(of_due) = progress.of_due {
        let arithmetic = match (base, progress.on_path) {
            (Some((_, base)), Some(by_now)) if base != wanted => {
                format!("({value} − {base}) ÷ ({by_now} − {base})")
            }
            _ => held,
        };
        all.push(step("占应到进度", "of what is due", arithmetic, percent(of_due)));
    }
    if let Some(it) = &progress.forecast {
        let points = it.points.iter().map(|it| format!("{}={}", it.at, it.value));
        let points: Vec<String> = points.collect();
        all.push(Step {
            zh: format!("到 {} 的预测（{}）", it.at, it.method.zh()),
            en: format!("forecast for {} ({})", it.at, it.method.en()),
            arithmetic: points.join(", "),
            result: it.value.to_string(),
        });
    }
    all
}

fn step(zh: &str, en: &str, arithmetic: String, result: String) -> Step {
    Step { zh: zh.to_owned(), en: en.to_owned(), arithmetic, result }
}

fn percent(share: Amount) -> String {
    format!("{}%", share.rounded(2))
}

//! 等次: parts joined to a total, a total to a grade, and vetoes over it.

use indicator::Amount;
use serde::{Deserialize, Serialize};

use crate::scheme::{Scheme, Trigger};

/// What became of an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ItemResult {
    /// The item.
    pub item: String,
    /// Its points; none while it has none.
    pub score: Option<Amount>,
    /// The number the points were made of.
    pub value: Option<Amount>,
    /// 不涉及: there is nothing of it here, and its points count on neither side.
    pub not_applicable: bool,
}

/// A part with its score.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartScore {
    /// The part.
    pub part: String,
    /// Points of its items.
    pub points: Amount,
    /// Points they could have had, without those that do not apply.
    pub of: Amount,
    /// The one over the other, of 100; none when no item applies.
    pub score: Option<Amount>,
}

/// What the results come to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judgement {
    /// Each part.
    pub parts: Vec<PartScore>,
    /// Items that have neither points nor a word that they do not apply.
    pub open: Vec<String>,
    /// The total of 100; none while an item is open.
    pub total: Option<Amount>,
    /// How it was found.
    pub arithmetic: String,
    /// The grade by the total alone.
    pub by_total: Option<String>,
    /// The grade with the vetoes that are in force.
    pub grade: Option<String>,
    /// Vetoes in force that were set off.
    pub vetoes: Vec<String>,
}

/// Joins the results of a scheme's items. `found` are the vetoes that somebody found; those the
/// scheme does not know, or has switched off, count for nothing.
#[must_use]
pub fn judge(scheme: &Scheme, results: &[ItemResult], found: &[String]) -> Judgement {
    let of_item = |id: &str| results.iter().find(|it| it.item == id);
    let open: Vec<String> = scheme
        .items
        .iter()
        .filter(|it| of_item(&it.id).is_none_or(|it| it.score.is_none() && !it.not_applicable))
        .map(|it| it.id.clone())
        .collect();
    let parts: Vec<PartScore> =
        scheme.parts.iter().map(|it| part(scheme, &it.id, results)).collect();
    let (total, arithmetic) = match open.is_empty() {
        true => total(scheme, &parts),
        false => (None, String::new()),
    };
    let by_total = total.and_then(|total| {
        scheme.grades.iter().find(|it| it.at_least <= total).map(|it| it.code.clone())
    });
    let vetoes: Vec<String> = scheme
        .vetoes
        .iter()
        .filter(|it| it.on)
        .filter(|it| match &it.trigger {
            Trigger::Above { item, limit } => {
                of_item(item).and_then(|it| it.value).is_some_and(|it| *limit < it)
            }
            Trigger::Found => found.contains(&it.id),
        })
        .map(|it| it.id.clone())
        .collect();
    let place = |code: &str| scheme.grades.iter().position(|it| it.code == code);
    let held = scheme.vetoes.iter().filter(|it| vetoes.contains(&it.id));
    let lowest = held.filter_map(|it| place(it.grade.as_deref()?)).max();
    let grade = by_total.as_deref().and_then(place);
    let grade = grade.map(|it| lowest.map_or(it, |lowest| it.max(lowest)));
    let grade = grade.map(|it| scheme.grades[it].code.clone());
    Judgement { parts, open, total, arithmetic, by_total, grade, vetoes }
}

fn part(scheme: &Scheme, id: &str, results: &[ItemResult]) -> PartScore {
    let mut points = Amount::ZERO;
    let mut of = Amount::ZERO;
    for item in scheme.items.iter().filter(|it| it.part == id) {
        let result = results.iter().find(|it| it.item == item.id);
        if result.is_some_and(|it| it.not_applicable) {
            continue;
        }
        of = of.plus(item.points);
        points = points.plus(result.and_then(|it| it.score).unwrap_or_default());
    }
    let score = points.percent_of(of).map(|it| it.rounded(2));
    PartScore { part: id.to_owned(), points, of, score }
}

/// The mean of the parts by their weights; a part to which nothing applies is left out.
fn total(scheme: &Scheme, parts: &[PartScore]) -> (Option<Amount>, String) {
    let mut above = 0_i128;
    let mut weights = 0_i128;
    let mut terms = Vec::new();
    let mut shown = Vec::new();
    for (part, of) in parts.iter().zip(&scheme.parts) {
        let Some(score) = part.score else { continue };
        above += i128::from(score.millionths()) * i128::from(of.weight.millionths());
        weights += i128::from(of.weight.millionths());
        terms.push(format!("{score} × {}", of.weight));
        shown.push(of.weight.to_string());
    }
    let total = Amount::ratio(above, weights * 1_000_000).map(|it| it.rounded(2));
    let arithmetic = match total {
        Some(total) => format!("({}) ÷ ({}) = {total}", terms.join(" + "), shown.join(" + ")),
        None => String::new(),
    };
    (total, arithmetic)
}

#[cfg(test)]
mod tests {
    use super::*;
    use policy::Basis;

    use crate::scheme::{Grade, Item, May, Object, Part, Source, Veto};

    fn amount(text: &str) -> Amount {
        Amount::parse(text).unwrap()
    }

    /// Two parts of weights 60 and 40, an item of 50 points in each and one more in the first.
    fn scheme() -> Scheme {
        let basis = Basis::default();
        let part = |id: &str, weight: &str| Part {
            id: id.into(),
            zh: id.into(),
            en: id.into(),
            weight: amount(weight),
            basis: Basis::default(),
        };
        let item = |id: &str, part: &str| Item {
            id: id.into(),
            zh: id.into(),
            en: id.into(),
            part: part.into(),
            aspect: None,
            points: amount("50"),
            source: Source::Person,
            scale: None,
            catalogue: Vec::new(),
            basis: Basis::default(),
        };
        let grade = |code: &str, at_least: &str| Grade {
            code: code.into(),
            zh: code.into(),
            at_least: amount(at_least),
            basis: Basis::default(),
        };
        let veto = |id: &str, on: bool, trigger: Trigger, grade: &str| Veto {
            id: id.into(),
            zh: id.into(),
            en: id.into(),
            on,
            trigger,
            grade: Some(grade.into()),
            basis: Basis::default(),
        };
        let above = || Trigger::Above { item: "b".into(), limit: amount("0") };
        Scheme {
            id: "s".into(),
            zh: "s".into(),
            en: "s".into(),
            object: Object::Place,
            from: "2021-01-01".parse().unwrap(),
            to: None,
            basis,
            may: May::default(),
            parts: vec![part("one", "60"), part("two", "40")],
            items: vec![item("a", "one"), item("b", "one"), item("c", "two")],
            strata: Vec::new(),
            questions: Vec::new(),
            vetoes: vec![
                veto("serious", true, Trigger::Found, "average"),
                veto("rate", true, above(), "fairly_good"),
                veto("off", false, above(), "average"),
            ],
            grades: vec![grade("good", "90"), grade("fairly_good", "75"), grade("average", "0")],
            consequences: Vec::new(),
            pack: "cn".into(),
            region: String::new(),
            file: String::new(),
            hash: String::new(),
        }
    }

    /// `50` is a score, `-` not applicable, `?` nothing.
    fn results(a: &str, b: &str, c: &str, value_of_b: Option<&str>) -> Vec<ItemResult> {
        [("a", a, None), ("b", b, value_of_b), ("c", c, None)]
            .into_iter()
            .map(|(item, score, value)| ItemResult {
                item: item.into(),
                score: Amount::parse(score),
                value: value.map(amount),
                not_applicable: score == "-",
            })
            .collect()
    }

    #[test]
    fn parts_are_joined_by_their_weights() {
        for (a, b, c, total, grade) in [
            ("50", "50", "50", Some("100"), Some("good")),
            ("45", "40", "50", Some("91"), Some("good")),
            ("50", "50", "37.5", Some("90"), Some("good")),
            ("45", "40", "45", Some("87"), Some("fairly_good")),
            ("0", "0", "50", Some("40"), Some("average")),
            // What does not apply counts on neither side.
            ("45", "-", "50", Some("94"), Some("good")),
            ("-", "-", "40", Some("80"), Some("fairly_good")),
            // What is open is not zero.
            ("45", "?", "50", None, None),
        ] {
            let found = judge(&scheme(), &results(a, b, c, None), &[]);
            assert_eq!(found.total, total.map(amount), "{a} {b} {c}");
            assert_eq!(found.grade.as_deref(), grade, "{a} {b} {c}");
            assert_eq!(found.open.is_empty(), total.is_some());
        }
    }

    #[test]
    fn nothing_applies_and_nothing_is_graded() {
        let found = judge(&scheme(), &results("-", "-", "-", None), &[]);
        assert_eq!((found.total, found.grade), (None, None));
    }

    #[test]
    fn vetoes_hold_the_grade_down_and_never_lift_it() {
        let serious = ["serious".to_owned()];
        for (value, found, score, grade, vetoes) in [
            ("0", &[][..], "50", "good", 0),
            // The one that is switched off would make it average.
            ("0.5", &[][..], "50", "fairly_good", 1),
            ("0", &serious[..], "50", "average", 1),
            ("0.5", &serious[..], "50", "average", 2),
            ("0.5", &[][..], "0", "average", 1),
            ("0", &["off".to_owned(), "unheard".to_owned()][..], "50", "good", 0),
        ] {
            let results = results(score, score, score, Some(value));
            let judged = judge(&scheme(), &results, found);
            assert_eq!(judged.grade.as_deref(), Some(grade), "{value} {found:?}");
            assert_eq!(judged.vetoes.len(), vetoes, "{value} {found:?}");
        }
    }

    #[test]
    fn the_arithmetic_of_the_total_is_shown() {
        let found = judge(&scheme(), &results("45", "40", "50", None), &[]);
        assert_eq!(found.arithmetic, "(85 × 60 + 100 × 40) ÷ (60 + 40) = 91");
    }
}

//! Units as plans print them.

use policy::Unit;

/// A unit as a plan prints it, with what is counted and how many of it make one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PrintedUnit {
    /// The word, `万人`; empty for a bare number.
    pub zh: &'static str,
    /// What is counted, where the program counts it.
    pub unit: Option<Unit>,
    /// The power of ten: 4 for 万.
    pub power: u32,
}

/// Every unit that plans print. A new word needs a line here, because what it counts decides
/// which indicators it fits.
const ALL: [(&str, Option<Unit>, u32); 29] = [
    ("", None, 0),
    ("元", Some(Unit::Yuan), 0),
    ("万元", Some(Unit::Yuan), 4),
    ("亿元", Some(Unit::Yuan), 8),
    ("%", Some(Unit::Percent), 0),
    ("个百分点", Some(Unit::Percent), 0),
    ("人", Some(Unit::Persons), 0),
    ("名", Some(Unit::Persons), 0),
    ("位", Some(Unit::Persons), 0),
    ("万", Some(Unit::Persons), 4),
    ("万人", Some(Unit::Persons), 4),
    ("万名", Some(Unit::Persons), 4),
    ("户", Some(Unit::Households), 0),
    ("万户", Some(Unit::Households), 4),
    ("个", Some(Unit::Count), 0),
    ("万个", Some(Unit::Count), 4),
    ("家", Some(Unit::Count), 0),
    ("座", Some(Unit::Count), 0),
    ("所", Some(Unit::Count), 0),
    ("条", Some(Unit::Count), 0),
    ("项", Some(Unit::Count), 0),
    ("亩", Some(Unit::Mu), 0),
    ("万亩", Some(Unit::Mu), 4),
    ("公里", Some(Unit::Kilometres), 0),
    ("万公里", Some(Unit::Kilometres), 4),
    ("年", Some(Unit::Years), 0),
    ("倍", None, 0),
    ("公斤", None, 0),
    ("千伏安", None, 0),
];

/// Units of which the program counts nothing and that stand for themselves.
const OTHERS: [&str; 1] = ["Mbps"];

impl PrintedUnit {
    /// The unit of this word; none when it is not known.
    #[must_use]
    pub fn of(word: &str) -> Option<PrintedUnit> {
        let other = OTHERS.into_iter().find(|it| *it == word);
        let other = other.map(|zh| PrintedUnit { zh, unit: None, power: 0 });
        let known = ALL.into_iter().find(|(zh, ..)| *zh == word);
        known.map(|(zh, unit, power)| PrintedUnit { zh, unit, power }).or(other)
    }

    /// Every word, for messages.
    #[must_use]
    pub fn words() -> String {
        let known = ALL.into_iter().map(|(zh, ..)| zh).filter(|it| !it.is_empty());
        known.chain(OTHERS).collect::<Vec<_>>().join("、")
    }
}

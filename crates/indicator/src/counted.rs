//! What is counted in the record of decisions instead of in facts: cases by where they stand, and
//! clues by what became of them.

use policy::Risk;

/// What is counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Counted {
    /// Households with a case.
    Cases(CasesCounted),
    /// Households with a clue of the month.
    Clues(ClueEnd),
}

/// Which cases: everything that is named has to hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CasesCounted {
    /// Stages at the end of the month; any when empty.
    pub stages: Vec<String>,
    /// 监测类型; any when empty.
    pub types: Vec<String>,
    /// A risk the household has.
    pub risk: Option<Risk>,
    /// 识别日期 in the month, or in its year so far.
    pub identified: Option<Window>,
    /// 风险消除日期 in the month, or in its year so far.
    pub eliminated: Option<Window>,
    /// The limit of the whole run has passed at the end of the month.
    pub overdue: bool,
    /// No measure is planned.
    pub without_measures: bool,
    /// Somebody can work, there are measures, and none of them is 开发式帮扶.
    pub without_development: bool,
}

/// A stretch of time that ends with the month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Window {
    /// The month.
    Month,
    /// Its calendar year up to its end.
    Year,
}

/// What became of a clue that said something new and was not withdrawn. The words are those of the
/// hit rates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClueEnd {
    /// Raised.
    Raised,
    /// Answered by a case.
    Dispatched,
    /// Visited, and found true.
    Confirmed,
    /// Visited, and found untrue.
    NotConfirmed,
    /// Became a reason to monitor the household.
    Identified,
}

impl Window {
    /// `month` or `year`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Window::Month => "month",
            Window::Year => "year",
        }
    }
}

impl ClueEnd {
    /// Each.
    pub const ALL: [ClueEnd; 5] = [
        ClueEnd::Raised,
        ClueEnd::Dispatched,
        ClueEnd::Confirmed,
        ClueEnd::NotConfirmed,
        ClueEnd::Identified,
    ];

    /// The word in a definition.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            ClueEnd::Raised => "raised",
            ClueEnd::Dispatched => "dispatched",
            ClueEnd::Confirmed => "confirmed",
            ClueEnd::NotConfirmed => "not_confirmed",
            ClueEnd::Identified => "identified",
        }
    }
}

impl Counted {
    /// In one line.
    #[must_use]
    pub fn formula(&self) -> String {
        match self {
            Counted::Clues(end) => format!("clues({})", end.word()),
            Counted::Cases(it) => {
                let mut parts = Vec::new();
                if !it.stages.is_empty() {
                    parts.push(format!("stage in ({})", it.stages.join(", ")));
                }
                if !it.types.is_empty() {
                    parts.push(format!("type in ({})", it.types.join(", ")));
                }
                parts.extend(it.risk.map(|it| format!("risk {}", it.code())));
                parts.extend(it.identified.map(|it| format!("identified in {}", it.word())));
                parts.extend(it.eliminated.map(|it| format!("eliminated in {}", it.word())));
                for (holds, word) in [
                    (it.overdue, "overdue"),
                    (it.without_measures, "no measures"),
                    (it.without_development, "able to work, no development measure"),
                ] {
                    parts.extend(holds.then(|| word.to_owned()));
                }
                format!("cases({})", parts.join(" and "))
            }
        }
    }
}

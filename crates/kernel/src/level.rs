//! How sure we are that a department's row is about a person of the register.

/// The level at which a row was matched to the register. The lake stores the number of
/// [`MatchLevel::code`]; a clerk reads the label.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(i8)]
pub enum MatchLevel {
    /// The number is readable, its owner is not in this county's register.
    Unmatched = 0,
    /// The identity number is the same.
    IdExact = 1,
    /// The identity number was taken out of a disability certificate or a school number.
    IdFromCertificate = 2,
    /// A 15-digit number, equal once it is written with 18.
    IdFromFifteen = 3,
    /// The row speaks of a whole villager group or village.
    Group = 4,
    /// The national household number is the same.
    Household = 5,
    /// The number is the same but something contradicts: a person must look.
    Review = 10,
    /// Name and village agree, there is no usable number: a person must confirm.
    Candidate = 20,
    /// The person has died or moved away.
    Departed = 30,
}

impl MatchLevel {
    /// All levels, in the order of their numbers.
    pub const ALL: [MatchLevel; 9] = [
        MatchLevel::Unmatched,
        MatchLevel::IdExact,
        MatchLevel::IdFromCertificate,
        MatchLevel::IdFromFifteen,
        MatchLevel::Group,
        MatchLevel::Household,
        MatchLevel::Review,
        MatchLevel::Candidate,
        MatchLevel::Departed,
    ];

    /// The number stored in the lake.
    pub fn code(self) -> i8 {
        self as i8
    }

    /// The level with this number, if there is one.
    pub fn from_code(code: i8) -> Option<MatchLevel> {
        MatchLevel::ALL.into_iter().find(|level| level.code() == code)
    }

    /// The stable word for machines.
    pub fn word(self) -> &'static str {
        self.names().0
    }

    /// The Chinese label.
    pub fn zh(self) -> &'static str {
        self.names().1
    }

    /// The English label.
    pub fn en(self) -> &'static str {
        self.names().2
    }

    /// The row counts as evidence about its household.
    pub fn is_sure(self) -> bool {
        matches!(self.code(), 1..=5)
    }

    /// The row waits for a person; it neither counts nor vanishes.
    pub fn is_doubtful(self) -> bool {
        matches!(self, MatchLevel::Review | MatchLevel::Candidate)
    }

    fn names(self) -> (&'static str, &'static str, &'static str) {
        match self {
            MatchLevel::Unmatched => {
                ("unmatched", "不在本县登记簿", "not in this county's register")
            }
            MatchLevel::IdExact => ("id_exact", "证号一致", "same identity number"),
            MatchLevel::IdFromCertificate => (
                "id_from_certificate",
                "由残疾人证号或学籍号得证号",
                "identity number taken from a disability certificate or school number",
            ),
            MatchLevel::IdFromFifteen => {
                ("id_from_fifteen", "15位升18位后一致", "same after extending 15 digits to 18")
            }
            MatchLevel::Group => ("group", "整组或整村", "a whole villager group or village"),
            MatchLevel::Household => ("household", "户编号一致", "same household number"),
            MatchLevel::Review => (
                "review",
                "证号一致但有矛盾，待人工",
                "same identity number but a contradiction: a person decides",
            ),
            MatchLevel::Candidate => (
                "candidate",
                "姓名和村一致，待人工确认",
                "same name and village: a person confirms",
            ),
            MatchLevel::Departed => ("departed", "人已死亡或迁出", "the person died or moved away"),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// Parquet files hold these numbers: a level never changes its own.
    #[test]
    fn numbers_never_change() {
        let numbers: Vec<i8> = MatchLevel::ALL.iter().map(|level| level.code()).collect();
        assert_eq!(numbers, [0, 1, 2, 3, 4, 5, 10, 20, 30]);
        for level in MatchLevel::ALL {
            assert_eq!(MatchLevel::from_code(level.code()), Some(level));
        }
        assert_eq!(MatchLevel::from_code(6), None);
    }

    #[test]
    fn a_level_is_sure_or_doubtful_or_neither() {
        let sure: Vec<i8> =
            MatchLevel::ALL.iter().filter(|l| l.is_sure()).map(|l| l.code()).collect();
        let doubtful: Vec<i8> =
            MatchLevel::ALL.iter().filter(|l| l.is_doubtful()).map(|l| l.code()).collect();
        assert_eq!(sure, [1, 2, 3, 4, 5]);
        assert_eq!(doubtful, [10, 20]);
    }

    #[test]
    fn labels_are_distinct() {
        let distinct = |name: fn(MatchLevel) -> &'static str| {
            MatchLevel::ALL.into_iter().map(name).collect::<BTreeSet<_>>().len()
        };
        assert_eq!(distinct(MatchLevel::word), 9);
        assert_eq!(distinct(MatchLevel::zh), 9);
        assert_eq!(distinct(MatchLevel::en), 9);
    }
}

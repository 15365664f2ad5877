//! Columns of inputs, as facts are kept: whole numbers, [`ABSENT`] where there is none.

use arrow::{
    array::{Array, Int64Array},
    buffer::NullBuffer,
};
use lake::snapshot::ABSENT;

/// One input of many people or households.
#[derive(Clone, Debug)]
pub struct Column(pub(crate) Int64Array);

impl Column {
    /// From the values of a fact.
    #[must_use]
    pub fn of(values: Vec<i64>) -> Column {
        let holes = values
            .contains(&ABSENT)
            .then(|| values.iter().map(|it| *it != ABSENT).collect::<NullBuffer>());
        Column(Int64Array::new(values.into(), holes))
    }

    /// The values of households (by position) for each person, `household_of[person]`.
    #[must_use]
    pub fn spread(values: &[i64], household_of: &[u32]) -> Column {
        Column::of(household_of.iter().map(|it| values[*it as usize]).collect())
    }

    /// The values as an array, null where there is none.
    #[must_use]
    pub fn into_array(self) -> Int64Array {
        self.0
    }

    /// How many values.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The same with `value` where there is none.
    pub(crate) fn filled(&self, value: i64) -> Int64Array {
        if self.0.null_count() == 0 {
            return self.0.clone();
        }
        self.0.iter().map(|it| Some(it.unwrap_or(value))).collect()
    }
}

/// The values of an array, [`ABSENT`] where there is none.
pub(crate) fn values(array: &Int64Array) -> Vec<i64> {
    if array.null_count() == 0 {
        return array.values().to_vec();
    }
    array.iter().map(|it| it.unwrap_or(ABSENT)).collect()
}

//! What a department knows of a household.

use chrono::NaiveDate;
use kernel::{table::Tables, value::days_of};

use super::{
    appeals::Appeals, assets::Assets, education::Education, housing_water::HousingWater,
    income::Income, medical::Medical, people::Home, security::Security, sheet::SheetPlace,
    shocks::Shocks, work::Work,
};
use crate::random::Random;

/// Writes the tables of one department for one county.
pub trait Department {
    /// Writes what is known of a household; `random` is its own.
    ///
    /// # Errors
    /// When a row cannot be written.
    fn home(&mut self, home: &Home, days: &Days, random: &mut Random) -> anyhow::Result<()>;

    /// Closes the parts; rows by table.
    ///
    /// # Errors
    /// When a part cannot be written.
    fn finish(self: Box<Self>) -> anyhow::Result<Vec<(&'static str, u64)>>;
}

/// Days counted back from the data date.
#[derive(Debug, Clone, Copy)]
pub struct Days {
    as_of: i64,
}

impl Days {
    /// Counted back from `as_of`.
    #[must_use]
    pub fn before(as_of: NaiveDate) -> Days {
        Days { as_of: days_of(as_of) }
    }

    /// That many days ago, as days since 1970-01-01.
    #[must_use]
    pub fn ago(self, days: i64) -> i64 {
        self.as_of - days
    }
}

/// Opens the tables of every department for one county.
///
/// # Errors
/// When a table or column does not exist, or a part cannot be made.
pub fn all(tables: &Tables, place: &SheetPlace<'_>) -> anyhow::Result<Vec<Box<dyn Department>>> {
    Ok(vec![
        Box::new(Income::open(tables, place)?),
        Box::new(Medical::open(tables, place)?),
        Box::new(Work::open(tables, place)?),
        Box::new(Security::open(tables, place)?),
        Box::new(Education::open(tables, place)?),
        Box::new(HousingWater::open(tables, place)?),
        Box::new(Assets::open(tables, place)?),
        Box::new(Appeals::open(tables, place)?),
        Box::new(Shocks::open(tables, place)?),
    ])
}

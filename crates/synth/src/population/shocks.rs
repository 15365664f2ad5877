//! Households on the lists of sudden events that have not recovered.

use kernel::table::Tables;

use super::{
    department::{Days, Department},
    people::Home,
    sheet::{
        Cell::{Day, Yes},
        Sheet, SheetPlace,
    },
};
use crate::random::Random;

/// No sample has such lists: an invented share, small beside that of the disaster lists.
const ON_A_LIST_PER_MILLION: i64 = 3_000;
/// Of these, hit by a price or a lost job rather than a disaster.
const ECONOMIC_PER_MILLION: i64 = 250_000;
/// Of these, in hardship when the village came.
const HARDSHIP_PER_MILLION: i64 = 150_000;

/// The lists of sudden events.
pub struct Shocks {
    listed: Sheet<3>,
}

impl Shocks {
    pub(super) fn open(tables: &Tables, place: &SheetPlace<'_>) -> anyhow::Result<Shocks> {
        let columns = ["happened_on", "economic", "hardship"];
        let listed = Sheet::open(tables, "shock_households", columns, place)?;
        Ok(Shocks { listed: listed.without_strangers() })
    }
}

impl Department for Shocks {
    fn home(&mut self, home: &Home, days: &Days, random: &mut Random) -> anyhow::Result<()> {
        if !random.chance(ON_A_LIST_PER_MILLION) {
            return Ok(());
        }
        // A family may be on two lists: hail in spring, a closed workshop in autumn.
        for _ in 0..random.between(1, 2) {
            let cells = [
                Day(days.ago(random.below(150))),
                Yes(random.chance(ECONOMIC_PER_MILLION)),
                Yes(random.chance(HARDSHIP_PER_MILLION)),
            ];
            self.listed.household_row(home, cells)?;
        }
        Ok(())
    }

    fn finish(self: Box<Self>) -> anyhow::Result<Vec<(&'static str, u64)>> {
        Ok(vec![("shock_households", self.listed.finish()?)])
    }
}

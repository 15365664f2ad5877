//! The labour bureau: work away from home, unemployment, returns.

use kernel::table::Tables;

use super::{
    department::{Days, Department},
    people::{Home, Labor},
    sheet::{
        Cell::{Code, Day, Int, None, Text, Yes},
        Sheet, SheetPlace,
    },
};
use crate::random::Random;

/// Work, unemployment and returns.
pub struct Work {
    migrant_work: Sheet<5>,
    unemployment: Sheet<4>,
    returnees: Sheet<4>,
}

impl Work {
    pub(super) fn open(tables: &Tables, place: &SheetPlace<'_>) -> anyhow::Result<Work> {
        let work = ["started_on", "ended_on", "monthly_wage", "place", "working"];
        let lost = ["lost_on", "registered_on", "reemployed", "reason"];
        let back = ["returned_on", "short_stay", "intention", "reason"];
        Ok(Work {
            migrant_work: Sheet::open(tables, "migrant_work", work, place)?,
            unemployment: Sheet::open(tables, "unemployment", lost, place)?,
            returnees: Sheet::open(tables, "returnees", back, place)?,
        })
    }
}

impl Department for Work {
    fn home(&mut self, home: &Home, days: &Days, random: &mut Random) -> anyhow::Result<()> {
        for member in home.members.iter().filter(|it| it.labor == Labor::Able) {
            // 8.76 million of 23.5 million are out at work.
            if random.chance(610_000) {
                let started = days.ago(random.between(5, 400));
                let ended =
                    if random.chance(60_000) { Day(days.ago(random.below(120))) } else { None };
                // Round hundreds, as they are told on the telephone.
                let wage = random.amount(3_600.0, 0.35) / 100 * 10_000;
                let wage = if random.chance(15_000) { None } else { Int(wage) };
                let place = random.pick(&["县内", "州内", "昆明市", "广东省", "浙江省", "四川省"]);
                let cells = [Day(started), ended, wage, Text(place), Yes(!random.chance(10_000))];
                self.migrant_work.row(home, member, cells)?;
            }
            // 298 and 278 in a county of 88,000.
            if random.chance(5_900) {
                let lost = random.between(5, 300);
                let cells = [
                    Day(days.ago(lost)),
                    Day(days.ago(lost - 4)),
                    if random.chance(150_000) { None } else { Yes(random.chance(400_000)) },
                    Text("单位裁员"),
                ];
                self.unemployment.row(home, member, cells)?;
            }
            if random.chance(5_500) {
                let intention = random.pick(&["go_out_again", "local_work", "undecided"]);
                let cells = [
                    Day(days.ago(random.between(3, 240))),
                    if random.chance(200_000) { None } else { Yes(random.chance(500_000)) },
                    Code(intention),
                    Text("照顾老人小孩"),
                ];
                self.returnees.row(home, member, cells)?;
            }
        }
        Ok(())
    }

    fn finish(self: Box<Self>) -> anyhow::Result<Vec<(&'static str, u64)>> {
        Ok(vec![
            ("migrant_work", self.migrant_work.finish()?),
            ("unemployment", self.unemployment.finish()?),
            ("returnees", self.returnees.finish()?),
        ])
    }
}

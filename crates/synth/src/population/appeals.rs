//! Hotlines, petitions and the assistance platform.

use kernel::table::Tables;

use super::{
    department::{Days, Department},
    people::Home,
    sheet::{
        Cell::{Code, Day, Int, Text, Yes},
        Sheet, SheetPlace,
    },
};
use crate::random::Random;

/// Hotlines, petitions and the assistance platform.
pub struct Appeals {
    appeals: Sheet<6>,
}

impl Appeals {
    pub(super) fn open(tables: &Tables, place: &SheetPlace<'_>) -> anyhow::Result<Appeals> {
        let columns = ["case_no", "channel", "received_on", "category", "hardship", "state"];
        Ok(Appeals { appeals: Sheet::open(tables, "appeals", columns, place)? })
    }
}

impl Department for Appeals {
    /// 340 in a county of 25,000 households in half a year.
    fn home(&mut self, home: &Home, days: &Days, random: &mut Random) -> anyhow::Result<()> {
        if !random.chance(13_600) {
            return Ok(());
        }
        let channels = [
            "hotline_12345",
            "hotline_12345",
            "hotline_12317",
            "petition",
            "mailbox",
            "platform_self",
            "platform_proxy",
            "platform_government",
        ];
        let cells = [
            Int(random.next().cast_signed()),
            Code(random.pick(&channels)),
            Day(days.ago(random.below(180))),
            Text("生活困难"),
            Yes(random.chance(400_000)),
            Text("已办结"),
        ];
        self.appeals.row(home, home.head(), cells)
    }

    fn finish(self: Box<Self>) -> anyhow::Result<Vec<(&'static str, u64)>> {
        Ok(vec![("appeals", self.appeals.finish()?)])
    }
}

//! The education bureau: school rolls and suspected dropouts.

use kernel::table::Tables;

use super::{
    department::{Days, Department},
    people::{Home, Member},
    sheet::{
        Cell::{Day, Int, None, Text, Yes},
        Sheet, SheetPlace,
    },
};
use crate::{population::sheet::Cell::Code, random::Random};

/// School rolls and suspected dropouts.
pub struct Education {
    school_roll: Sheet<4>,
    suspected_dropout: Sheet<5>,
}

impl Education {
    pub(super) fn open(tables: &Tables, place: &SheetPlace<'_>) -> anyhow::Result<Education> {
        let roll = ["stage", "year", "in_county", "self_paid"];
        let dropout = ["left_on", "reason", "returned", "exempt", "elsewhere"];
        Ok(Education {
            school_roll: Sheet::open(tables, "school_roll", roll, place)?,
            suspected_dropout: Sheet::open(tables, "suspected_dropout", dropout, place)?,
        })
    }

    /// Of the children who should be at school three in a thousand are on no roll; four in five
    /// of those are on the list of suspected dropouts (39 names in the sample).
    fn pupil(
        &mut self,
        home: &Home,
        member: &Member,
        days: &Days,
        random: &mut Random,
    ) -> anyhow::Result<()> {
        let (stage, year, cost) = match member.age {
            ..3 | 23.. => return Ok(()),
            3..=5 => ("preschool", 0, 0),
            6..=11 => ("primary", member.age - 5, 0),
            12..=15 => ("junior", (member.age - 5).min(9), 0),
            16..=18 if random.chance(500_000) => ("senior", 0, random.between(20, 60) * 10_000),
            16..=18 => ("vocational", 0, random.between(10, 40) * 10_000),
            19..=20 => ("higher_vocational", 0, random.between(60, 120) * 10_000),
            _ => ("university", 0, random.between(60, 200) * 10_000),
        };
        let enrolled = match member.age {
            6..=15 => 997_000,
            3..=5 => 920_000,
            _ => 600_000,
        };
        if random.chance(enrolled) {
            let cost = if cost == 0 { None } else { Int(cost) };
            let cells = [Code(stage), Int(year), Yes(!random.chance(90_000)), cost];
            return self.school_roll.row(home, member, cells);
        }
        if (6..=15).contains(&member.age) && random.chance(800_000) {
            let cells = [
                Day(days.ago(random.between(20, 60))),
                Text("未返校"),
                Yes(random.chance(200_000)),
                if random.chance(300_000) { None } else { Yes(random.chance(150_000)) },
                Yes(random.chance(100_000)),
            ];
            self.suspected_dropout.row(home, member, cells)?;
        }
        Ok(())
    }
}

impl Department for Education {
    fn home(&mut self, home: &Home, days: &Days, random: &mut Random) -> anyhow::Result<()> {
        for member in &home.members {
            self.pupil(home, member, days, random)?;
        }
        Ok(())
    }

    fn finish(self: Box<Self>) -> anyhow::Result<Vec<(&'static str, u64)>> {
        Ok(vec![
            ("school_roll", self.school_roll.finish()?),
            ("suspected_dropout", self.suspected_dropout.finish()?),
        ])
    }
}

//! Houses, drinking water, disasters.

use kernel::table::Tables;

use super::{
    department::{Days, Department},
    people::{GROUP_HOUSEHOLDS, Home},
    sheet::{
        Cell::{Code, Day, Int, None, Text, Yes},
        Sheet, SheetPlace,
    },
};
use crate::random::Random;

/// Houses, drinking water, disasters.
pub struct HousingWater {
    housing_safety: Sheet<4>,
    water_problems: Sheet<6>,
    disaster_losses: Sheet<5>,
    dry_groups: Vec<DryGroup>,
    storm: Option<Storm>,
}

/// A villager group without water: a row of its own, at the end of the part.
struct DryGroup {
    group: i64,
    village: i64,
    found_on: i64,
    restored_on: Option<i64>,
}

/// What hit a villager group: which, when, and how many of a thousand households.
struct Storm {
    group: i64,
    kind: &'static str,
    happened_on: i64,
    per_million: i64,
}

impl HousingWater {
    pub(super) fn open(tables: &Tables, place: &SheetPlace<'_>) -> anyhow::Result<HousingWater> {
        let house = ["grade", "found_on", "occupied", "repair"];
        let water = ["scope", "found_on", "restored_on", "restored", "households", "problem"];
        let loss = ["kind", "happened_on", "area", "house_damage", "direct_loss"];
        let houses = Sheet::open(tables, "housing_safety", house, place)?;
        Ok(HousingWater {
            housing_safety: houses.without_strangers(),
            water_problems: Sheet::open(tables, "water_problems", water, place)?,
            disaster_losses: Sheet::open(tables, "disaster_losses", loss, place)?,
            dry_groups: Vec::new(),
            storm: Option::None,
        })
    }

    /// Every house has been graded; 1.5 % are C or D, most of those repaired.
    fn house(&mut self, home: &Home, days: &Days, random: &mut Random) -> anyhow::Result<()> {
        let grade = match random.below(1_000) {
            0..620 => "a",
            620..985 => "b",
            985..996 => "c",
            _ => "d",
        };
        let repair = match (grade, random.below(10)) {
            ("a" | "b", _) => "not_needed",
            (_, 0) => "not_started",
            (_, 1) => "under_way",
            (_, 2) => "completed",
            _ => "accepted",
        };
        let found = days.ago(random.between(10, 2_000));
        let occupied = if random.chance(5_000) { None } else { Yes(!random.chance(150_000)) };
        self.housing_safety.row(
            home,
            home.head(),
            [Code(grade), Day(found), occupied, Code(repair)],
        )
    }

    fn water(&mut self, home: &Home, days: &Days, random: &mut Random) -> anyhow::Result<()> {
        let found = random.between(1, 365);
        let restored =
            random.chance(900_000).then(|| days.ago((found - random.between(1, 45)).max(0)));
        if home.number.is_multiple_of(GROUP_HOUSEHOLDS) && random.chance(10_000) {
            self.dry_groups.push(DryGroup {
                group: home.group,
                village: home.village,
                found_on: days.ago(found),
                restored_on: restored,
            });
        }
        if random.chance(33_000) {
            let cells = [
                Code("household"),
                Day(days.ago(found)),
                restored.map_or(None, Day),
                Yes(restored.is_some()),
                Int(1),
                Text("水量不足"),
            ];
            self.water_problems.row(home, home.head(), cells)?;
        }
        Ok(())
    }

    /// Storms hit groups: one group in sixteen, four households in ten there.
    fn disaster(&mut self, home: &Home, days: &Days, random: &mut Random) -> anyhow::Result<()> {
        if self.storm.as_ref().is_none_or(|it| it.group != home.group) {
            let (kind, day) = match random.below(4) {
                0 => ("风雹", days.ago(76)),
                1 => ("洪涝", days.ago(random.between(60, 150))),
                2 => ("干旱", days.ago(random.between(120, 240))),
                _ => ("低温冷冻", days.ago(random.between(250, 330))),
            };
            let per_million = if random.chance(62_000) { 400_000 } else { 0 };
            self.storm = Some(Storm { group: home.group, kind, happened_on: day, per_million });
        }
        let Some(storm) = &self.storm else { return Ok(()) };
        if !random.chance(storm.per_million) {
            return Ok(());
        }
        let damage = match random.below(100) {
            0 => "collapsed",
            1..4 => "severe",
            4..10 => "moderate",
            10..30 => "slight",
            _ => "none",
        };
        let loss = if random.chance(5_000) { None } else { Int(random.amount(250_000.0, 1.0)) };
        let area = Int(random.between(20, 1_500));
        let cells = [Text(storm.kind), Day(storm.happened_on), area, Code(damage), loss];
        self.disaster_losses.row(home, home.head(), cells)
    }
}

impl Department for HousingWater {
    fn home(&mut self, home: &Home, days: &Days, random: &mut Random) -> anyhow::Result<()> {
        self.house(home, days, random)?;
        self.water(home, days, random)?;
        self.disaster(home, days, random)
    }

    fn finish(mut self: Box<Self>) -> anyhow::Result<Vec<(&'static str, u64)>> {
        for dry in std::mem::take(&mut self.dry_groups) {
            let cells = [
                Code("group"),
                Day(dry.found_on),
                dry.restored_on.map_or(None, Day),
                Yes(dry.restored_on.is_some()),
                Int(GROUP_HOUSEHOLDS as i64),
                Text("水源枯竭"),
            ];
            self.water_problems.group_row(dry.group, dry.village, cells)?;
        }
        Ok(vec![
            ("housing_safety", self.housing_safety.finish()?),
            ("water_problems", self.water_problems.finish()?),
            ("disaster_losses", self.disaster_losses.finish()?),
        ])
    }
}

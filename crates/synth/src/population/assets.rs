//! Vehicles, firms, real estate: for the comparison of assets.

use kernel::table::Tables;

use super::{
    department::{Days, Department},
    people::Home,
    sheet::{
        Cell::{Code, Day, Int, None, Yes},
        Sheet, SheetPlace,
    },
};
use crate::random::Random;

/// Vehicles, firms, real estate.
pub struct Assets {
    vehicles: Sheet<4>,
    business_entities: Sheet<6>,
    real_estate: Sheet<4>,
}

impl Assets {
    pub(super) fn open(tables: &Tables, place: &SheetPlace<'_>) -> anyhow::Result<Assets> {
        let vehicle = ["kind", "registered_on", "state", "explained"];
        let firm = ["credit_code", "kind", "role", "capital", "state", "explained"];
        let estate = ["use", "area", "registered_on", "explained"];
        Ok(Assets {
            vehicles: Sheet::open(tables, "vehicles", vehicle, place)?,
            business_entities: Sheet::open(tables, "business_entities", firm, place)?,
            real_estate: Sheet::open(tables, "real_estate", estate, place)?,
        })
    }
}

impl Department for Assets {
    /// 3.10 million vehicles, 0.60 million roles in firms and 1.19 million titles in the province.
    fn home(&mut self, home: &Home, days: &Days, random: &mut Random) -> anyhow::Result<()> {
        for member in home.members.iter().filter(|it| 18 <= it.age) {
            let explained = random.chance(10_000);
            if random.chance(167_000) {
                let kinds = [
                    "car",
                    "car",
                    "minibus",
                    "truck",
                    "motorcycle",
                    "motorcycle",
                    "tractor",
                    "other",
                ];
                let kind = random.pick(&kinds);
                let state =
                    random.pick(&["normal", "normal", "normal", "normal", "scrapped", "cancelled"]);
                let day = days.ago(random.between(30, 5_000));
                self.vehicles.row(
                    home,
                    member,
                    [Code(kind), Day(day), Code(state), Yes(explained)],
                )?;
            }
            if random.chance(32_000) {
                let (kind, role) = match random.below(10) {
                    0..6 => ("self_employed", "operator"),
                    6..8 => ("cooperative", "member"),
                    8 => ("company", "shareholder"),
                    _ => ("company", "legal_representative"),
                };
                let state = random.pick(&["active", "active", "active", "revoked", "cancelled"]);
                let capital = if kind == "self_employed" {
                    None
                } else {
                    Int(random.amount(20_000_000.0, 1.2))
                };
                let code = Int(random.next().cast_signed());
                let cells = [code, Code(kind), Code(role), capital, Code(state), Yes(explained)];
                self.business_entities.row(home, member, cells)?;
            }
            if random.chance(64_000) {
                let uses = [
                    "commercial_housing",
                    "shop",
                    "homestead",
                    "homestead",
                    "resettlement",
                    "other",
                ];
                let cells = [
                    Code(random.pick(&uses)),
                    Int(random.between(3_000, 25_000)),
                    Day(days.ago(random.between(30, 6_000))),
                    Yes(explained),
                ];
                self.real_estate.row(home, member, cells)?;
            }
        }
        Ok(())
    }

    fn finish(self: Box<Self>) -> anyhow::Result<Vec<(&'static str, u64)>> {
        Ok(vec![
            ("vehicles", self.vehicles.finish()?),
            ("business_entities", self.business_entities.finish()?),
            ("real_estate", self.real_estate.finish()?),
        ])
    }
}

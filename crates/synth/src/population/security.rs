//! Insurance lists, dibao, tekun, temporary assistance, subsidies, and disability certificates.

use kernel::table::Tables;

use super::{
    department::{Days, Department},
    people::{Health, Home, Member},
    sheet::{
        Cell::{Code, Day, Int, None, Text, Yes},
        Sheet, SheetPlace,
    },
};
use crate::random::Random;

const CATEGORIES: [&str; 7] =
    ["physical", "visual", "hearing", "speech", "intellectual", "mental", "multiple"];

/// Social security.
pub struct Security {
    uninsured: Sheet<2>,
    dibao: Sheet<3>,
    tekun: Sheet<4>,
    temporary_assistance: Sheet<3>,
    payments: Sheet<3>,
    disability: Sheet<4>,
}

impl Security {
    pub(super) fn open(tables: &Tables, place: &SheetPlace<'_>) -> anyhow::Result<Security> {
        let tekun = ["mode", "self_care", "monthly_amount", "started_on"];
        let aid = ["amount", "paid_on", "reason"];
        let certificate = ["category", "grade", "certified_on", "state"];
        Ok(Security {
            uninsured: Sheet::open(tables, "uninsured", ["reason", "covered_elsewhere"], place)?,
            dibao: Sheet::open(tables, "dibao", ["grade", "monthly_amount", "started_on"], place)?,
            tekun: Sheet::open(tables, "tekun", tekun, place)?,
            temporary_assistance: Sheet::open(tables, "temporary_assistance", aid, place)?,
            payments: Sheet::open(tables, "payments", ["item", "amount", "paid_on"], place)?,
            disability: Sheet::open(tables, "disability", certificate, place)?,
        })
    }

    fn person(
        &mut self,
        home: &Home,
        member: &Member,
        days: &Days,
        random: &mut Random,
    ) -> anyhow::Result<()> {
        // 948 in a county of 88,000, many of them insured elsewhere.
        if random.chance(11_000) {
            let elsewhere = match random.below(10) {
                0..2 => None,
                it => Yes(it < 6),
            };
            self.uninsured.row(home, member, [Text("未缴费"), elsewhere])?;
        }
        // 2.03 million in the province, most of them lifted out of poverty.
        if random.chance(if home.in_national_system() { 170_000 } else { 45_000 }) {
            let grade = random.pick(&["a", "b", "b", "c", "c", "c"]);
            let cells = [
                Code(grade),
                Int(random.between(250, 550) * 100),
                Day(days.ago(random.between(5, 2_500))),
            ];
            self.dibao.row(home, member, cells)?;
        }
        if 60 <= member.age && random.chance(21_000) {
            let cells = [
                Code(random.pick(&["scattered", "scattered", "scattered", "centralised"])),
                Code(random.pick(&["full", "half", "none"])),
                Int(random.between(770, 1_200) * 100),
                Day(days.ago(random.between(30, 3_000))),
            ];
            self.tekun.row(home, member, cells)?;
        }
        // 372 in a county in ten months.
        if random.chance(4_200) {
            let amount = Int(random.between(3, 50) * 10_000);
            let cells = [amount, Day(days.ago(random.below(400))), Text("突发疾病")];
            self.temporary_assistance.row(home, member, cells)?;
        }
        // 1.05 million certificates in the province, 3 % of them of the last quarter.
        if member.health == Health::Disabled || random.chance(10_000) {
            let age =
                if random.chance(30_000) { random.below(92) } else { random.between(92, 3_600) };
            let category = random.pick(&CATEGORIES);
            let state = match random.below(100) {
                0..3 => "frozen",
                3..6 => "cancelled",
                _ => "valid",
            };
            let grade = random.between(1, 4);
            let cells = [Code(category), Int(grade), Day(days.ago(age)), Code(state)];
            self.disability.row(home, member, cells)?;
        }
        Ok(())
    }
}

impl Department for Security {
    fn home(&mut self, home: &Home, days: &Days, random: &mut Random) -> anyhow::Result<()> {
        for member in &home.members {
            self.person(home, member, days, random)?;
        }
        // The farmland subsidy: nine households in ten, once a year.
        if random.chance(900_000) {
            let cells = [
                Text("耕地地力保护补贴"),
                Int(random.amount(45_000.0, 0.7)),
                Day(days.ago(random.between(90, 150))),
            ];
            self.payments.row(home, home.head(), cells)?;
        }
        Ok(())
    }

    fn finish(self: Box<Self>) -> anyhow::Result<Vec<(&'static str, u64)>> {
        Ok(vec![
            ("uninsured", self.uninsured.finish()?),
            ("dibao", self.dibao.finish()?),
            ("tekun", self.tekun.finish()?),
            ("temporary_assistance", self.temporary_assistance.finish()?),
            ("payments", self.payments.finish()?),
            ("disability", self.disability.finish()?),
        ])
    }
}

//! The insurance bureau's claims and the health bureau's new diagnoses.

use kernel::table::Tables;

use super::{
    department::{Days, Department},
    people::{Health, Home, Member},
    sheet::{
        Cell::{Code, Day, Int, Text, Yes},
        Sheet, SheetPlace,
    },
};
use crate::random::Random;

const HOSPITALS: [&str; 8] = [
    "县人民医院",
    "县中医医院",
    "中心卫生院",
    "镇卫生院",
    "乡卫生院",
    "州人民医院",
    "省第一人民医院",
    "村卫生室",
];

/// Claims and diagnoses.
pub struct Medical {
    claims: Sheet<12>,
    diagnoses: Sheet<3>,
    claim_no: i64,
}

impl Medical {
    pub(super) fn open(tables: &Tables, place: &SheetPlace<'_>) -> anyhow::Result<Medical> {
        let claims = [
            "claim_no",
            "visit_no",
            "reversal",
            "visit_kind",
            "total_cost",
            "pooled_payment",
            "serious_illness_payment",
            "medical_assistance",
            "in_catalogue_self_paid",
            "outside_catalogue",
            "visited_on",
            "hospital",
        ];
        Ok(Medical {
            claims: Sheet::open(tables, "medical_claims", claims, place)?,
            diagnoses: Sheet::open(
                tables,
                "diagnoses",
                ["disease", "kind", "diagnosed_on"],
                place,
            )?,
            claim_no: kernel::value::fingerprint(place.county) >> 16 << 16,
        })
    }

    /// About 1.67 claims a person and year: thirty in a hundred have none, the ill many.
    fn claims_of(
        &mut self,
        home: &Home,
        member: &Member,
        days: &Days,
        random: &mut Random,
    ) -> anyhow::Result<()> {
        if random.chance(300_000) {
            return Ok(());
        }
        let most = if member.health == Health::Well { 4 } else { 12 };
        for _ in 0..random.below(most) {
            self.claim(home, member, days, random)?;
        }
        Ok(())
    }

    /// One settlement. In the sample 81 of 25,000 households have a stay of more than 6,000 yuan
    /// and 115 a person with more than 8,700 in the year; the medians give about that.
    fn claim(
        &mut self,
        home: &Home,
        member: &Member,
        days: &Days,
        random: &mut Random,
    ) -> anyhow::Result<()> {
        let kind = match random.below(100) {
            0..12 => "inpatient",
            12..22 => "outpatient_chronic",
            22..24 => "outpatient_special",
            _ => "outpatient",
        };
        let self_paid = match kind {
            "inpatient" => random.amount(130_000.0, 0.6),
            "outpatient_special" => random.amount(25_000.0, 0.7),
            _ => random.amount(3_500.0, 0.8),
        };
        let total = self_paid * random.between(25, 50) / 10;
        let outside = total * random.between(0, 15) / 100;
        let assistance = if home.in_national_system() { total / 10 } else { 0 };
        let serious = if 3_000_000 < total { total / 10 } else { 0 };
        let pooled = total - self_paid - outside - assistance - serious;
        // Most lie in the twelve months; one in thirty is older.
        let day = days.ago(if random.chance(33_000) {
            random.between(365, 420)
        } else {
            random.below(365)
        });
        let hospital = if kind == "inpatient" { random.below(7) } else { random.between(2, 7) };
        let hospital = HOSPITALS[usize::try_from(hospital).unwrap_or_default()];
        self.claim_no = self.claim_no.wrapping_add(random.between(1, 9));
        let mut write = |no: i64, reversal: bool, sign: i64| {
            let cells = [
                Int(no),
                Int(self.claim_no),
                Yes(reversal),
                Code(kind),
                Int(sign * total),
                Int(sign * pooled),
                Int(sign * serious),
                Int(sign * assistance),
                Int(sign * self_paid),
                Int(sign * outside),
                Day(day),
                Text(hospital),
            ];
            self.claims.row(home, member, cells)
        };
        write(self.claim_no, false, 1)?;
        // One settlement in two thousand is taken back.
        if random.chance(500) {
            write(self.claim_no ^ (1 << 60), true, -1)?;
        }
        Ok(())
    }
}

impl Department for Medical {
    fn home(&mut self, home: &Home, days: &Days, random: &mut Random) -> anyhow::Result<()> {
        for member in &home.members {
            self.claims_of(home, member, days, random)?;
            // 317 in a county of 88,000 in a month; three months are on the list.
            let ill = if member.health == Health::Well { 5_000 } else { 30_000 };
            if random.chance(ill) {
                let (disease, kind) = match random.below(10) {
                    0 => ("恶性肿瘤", "serious"),
                    1 => ("尿毒症", "serious"),
                    2 => ("精神分裂症", "mental"),
                    3..6 => ("2型糖尿病", "chronic"),
                    _ => ("高血压", "chronic"),
                };
                let day = days.ago(random.below(100));
                self.diagnoses.row(home, member, [Text(disease), Code(kind), Day(day)])?;
            }
        }
        Ok(())
    }

    fn finish(self: Box<Self>) -> anyhow::Result<Vec<(&'static str, u64)>> {
        Ok(vec![("medical_claims", self.claims.finish()?), ("diagnoses", self.diagnoses.finish()?)])
    }
}

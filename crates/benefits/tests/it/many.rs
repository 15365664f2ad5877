//! Many at once give what each gives alone.

use std::collections::BTreeMap;

use benefits::{Column, Compiled, Schedule};
use lake::snapshot::ABSENT;
use policy::Unit;

use crate::support::{day, packs};

/// Numbers that go round, so that every input meets every other in the end.
struct Wheel(u64);

impl Wheel {
    fn below(&mut self, below: u64) -> u64 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % below
    }
}

fn values(compiled: &Compiled, rows: usize, wheel: &mut Wheel) -> BTreeMap<String, Vec<i64>> {
    let mut columns = BTreeMap::new();
    for input in &compiled.benefit.inputs {
        let most = match input.unit {
            Unit::Bool => 2,
            Unit::Code => input.codes.len() as u64,
            Unit::Fen => 6_000_000,
            Unit::Date => 20_000,
            Unit::Years => 90,
            _ => 14,
        };
        let mut draw = |_| match wheel.below(10) {
            0 => ABSENT,
            _ => i64::try_from(wheel.below(most)).expect("small"),
        };
        columns.insert(input.name.clone(), (0..rows).map(&mut draw).collect());
    }
    columns
}

#[test]
fn each_alone_and_all_together_agree() {
    // More rows than are worked on at a time, so that the seams are looked at too.
    const ROWS: usize = 8 * 1024 + 500;
    let packs = packs();
    let mut entitled = 0;
    for region in ["", "52", "532327"] {
        let schedule = Schedule::compile(&packs, region, day("2023-10-31")).expect("it compiles");
        for compiled in schedule.iter() {
            let mut wheel = Wheel(7);
            let columns = values(compiled, ROWS, &mut wheel);
            let column = |name: &str| columns.get(name).map(|it| Column::of(it.clone()));
            let all = compiled.evaluate(ROWS, &column).expect("it computes");
            assert_eq!(all.len(), ROWS);
            for row in (0..ROWS).step_by(211).chain([8191, 8192, ROWS - 1]) {
                let given: BTreeMap<String, i64> = columns
                    .iter()
                    .filter(|(_, values)| values[row] != ABSENT)
                    .map(|(name, values)| (name.clone(), values[row]))
                    .collect();
                let one = compiled.explain(&given).expect("it computes");
                let id = &compiled.benefit.id;
                if let Some(at) = all.amounts.get(row) {
                    assert_eq!(one.amount.unwrap_or(ABSENT), *at, "{id} {row} {given:?}");
                    assert_eq!(one.state, all.state(row), "{id} {row} {given:?}");
                    let step = all.step(row).map(|it| &compiled.benefit.steps[it].name);
                    assert_eq!(one.decided_by.as_ref(), step, "{id} {row} {given:?}");
                    entitled += i64::from(*at > 0);
                }
            }
        }
    }
    assert!(100 < entitled, "the rows drawn entitle nobody");
}

#[test]
fn inputs_without_a_column_are_taken_for_granted_or_unknown() {
    let schedule = Schedule::compile(&packs(), "53", day("2023-10-31")).expect("it compiles");
    let aid = schedule.get("medical_premium_aid").expect("it");
    let column = |name: &str| match name {
        "departed" => Some(Column::of(vec![0, 0, 1])),
        "monitored" => Some(Column::of(vec![1, 0, 1])),
        "out_of_poverty" => Some(Column::of(vec![0, 0, 0])),
        _ => None,
    };
    let all = aid.evaluate(3, &column).expect("it computes");
    assert_eq!(all.amounts, [18_000, 0, 0]);
    let all = aid.evaluate(1, &|_| None).expect("it computes");
    assert_eq!(all.amounts, [ABSENT]);
    assert!(aid.evaluate(4, &column).is_err(), "a column is shorter than the rows");
}

#[test]
fn a_household_s_fact_is_spread_over_its_members() {
    let column = Column::spread(&[5, ABSENT], &[0, 0, 1]);
    assert_eq!((column.len(), column.is_empty()), (3, false));
}

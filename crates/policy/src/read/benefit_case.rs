//! `benefit_cases/<id>.toml`, and a trial: one case without expectations.

use crate::{
    benefit::{BenefitCase, WrittenValue},
    problem::{Faults, Problem},
    table::{self, Table},
};

/// The cases of one benefit.
pub(super) fn cases(
    benefit: &str,
    mut top: Table,
    pack_region: &str,
    faults: &mut Faults<'_>,
) -> Vec<BenefitCase> {
    let tables = top.tables("case", faults);
    top.finish(faults);
    tables.into_iter().filter_map(|it| case(benefit, it, pack_region, faults)).collect()
}

fn case(
    benefit: &str,
    mut table: Table,
    pack_region: &str,
    faults: &mut Faults<'_>,
) -> Option<BenefitCase> {
    let line = table.line;
    let name = table.required_text("name", faults);
    let on = table.required_date("on", faults);
    let region = match table.text("region", faults) {
        Some(region) if !region.value.starts_with(pack_region) => {
            faults.at(region.line, format!("region 不在本政策包的地区（{pack_region}）之内"));
            None
        }
        Some(region) => Some(region.value),
        None => Some(pack_region.to_owned()),
    };
    let given = values(&mut table, "given", faults);
    let steps = values(&mut table, "steps", faults);
    let fails = table.text("fails", faults).map(|it| it.value);
    let unknown = table.text("unknown", faults).map(|it| it.value);
    table.finish(faults);
    if steps.is_empty() && fails.is_none() && unknown.is_none() {
        faults.at(
            line,
            "案例要写 steps（应算出的数）、fails（应在哪一步不符合）或 unknown（缺哪个数）",
        );
    }
    Some(BenefitCase {
        benefit: benefit.to_owned(),
        name: name?.value,
        on: on?.value,
        region: region?,
        given,
        steps,
        fails,
        unknown,
        file: faults.file.to_owned(),
        line,
    })
}

/// Reads a trial: `benefit`, `region`, `on` and `[given]`.
///
/// # Errors
/// Everything that is wrong in it, by line.
pub fn read_trial(file: &str, text: &str) -> Result<BenefitCase, Vec<Problem>> {
    let mut problems = Vec::new();
    let mut top = table::parse(file, text, &mut problems);
    let mut faults = Faults { file, list: &mut problems };
    let benefit = top.required_text("benefit", &mut faults);
    let region = top.required_text("region", &mut faults);
    let on = top.required_date("on", &mut faults);
    let given = values(&mut top, "given", &mut faults);
    top.finish(&mut faults);
    match (benefit, region, on) {
        (Some(benefit), Some(region), Some(on)) if problems.is_empty() => Ok(BenefitCase {
            benefit: benefit.value,
            name: String::new(),
            on: on.value,
            region: region.value,
            given,
            steps: Vec::new(),
            fails: None,
            unknown: None,
            file: file.to_owned(),
            line: 1,
        }),
        _ => Err(problems),
    }
}

fn values(
    table: &mut Table,
    key: &'static str,
    faults: &mut Faults<'_>,
) -> Vec<(String, WrittenValue)> {
    let Some(mut values) = table.table(key, faults) else { return Vec::new() };
    values.take_all().map(|(name, item)| (name, WrittenValue::new(item))).collect()
}

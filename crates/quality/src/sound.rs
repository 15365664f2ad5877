//! Whether checks can be judged at all: conditions against the declared columns, parameters
//! against the packs, and every case.

use std::{collections::BTreeSet, path::Path};

use policy::{Packs, Problem};

use crate::{
    bind::Bindings,
    cases::{self, everything},
    catalogue::{Catalogue, PackChecks},
    database::{Database, said},
    derive::derive,
    judge::statement,
    schema::Schema,
};

/// Everything that is wrong with the checks of a folder of packs, by file and line. Empty means
/// that every condition can be judged on complete exports, and that every case passes.
///
/// # Errors
/// When SQLite itself cannot be opened.
pub async fn problems(folder: &Path, packs: &Packs) -> anyhow::Result<Vec<Problem>> {
    let mut problems = Vec::new();
    let catalogue = Catalogue::read(folder, packs, &mut problems);
    if problems.is_empty() {
        for pack in &catalogue.packs {
            declarations(&catalogue, packs, pack, &mut problems);
            conditions(&catalogue, packs, pack, &mut problems).await?;
        }
    }
    if problems.is_empty() {
        cases::run(&catalogue, packs, &mut problems).await?;
        have_cases(&catalogue, &mut problems);
    }
    problems.sort_by(|a, b| (&a.file, a.line, &a.message).cmp(&(&b.file, b.line, &b.message)));
    Ok(problems)
}

/// Word lists that columns name, and columns that derived columns read.
fn declarations(
    catalogue: &Catalogue,
    packs: &Packs,
    pack: &PackChecks,
    problems: &mut Vec<Problem>,
) {
    let schema = catalogue.schema_for(packs, &pack.region);
    let file = format!("{}/checks/columns.toml", pack.name);
    for column in pack.schema.sheets.iter().flat_map(|it| &it.columns) {
        if let Some(list) = column.words.as_ref().filter(|it| !schema.words.contains_key(*it)) {
            let message = format!("{} 的 words 写了 {list}，没有 [words.{list}]", column.name);
            problems.push(Problem { file: file.clone(), line: None, message });
        }
    }
    let present = everything(&schema);
    for it in &pack.schema.derived {
        if !present.derived.contains_key(&(it.sheet.clone(), it.name.clone())) {
            let message = format!("{} 算不出来：表 {} 或 {} 不存在", it.name, it.sheet, it.from);
            problems.push(Problem { file: it.file.clone(), line: Some(it.line), message });
        }
    }
}

/// Prepares every condition of a pack as it would run in its region on the first day it is in
/// force.
async fn conditions(
    catalogue: &Catalogue,
    packs: &Packs,
    pack: &PackChecks,
    problems: &mut Vec<Problem>,
) -> anyhow::Result<()> {
    if pack.checks.is_empty() && pack.schema.derived.is_empty() {
        return Ok(());
    }
    let region = &pack.region;
    let schema: Schema = catalogue.schema_for(packs, region);
    let present = everything(&schema);
    let mut database = Database::open().await?;
    database.create(&schema, &present).await?;
    let mut derived = false;
    for written in &pack.checks {
        let mut fault = |message: String| {
            let file = written.file.clone();
            problems.push(Problem { file, line: Some(written.line), message });
        };
        let dates = Bindings::new(written.from);
        if !derived {
            let bindings = dates.clone().with(&schema.parameters, packs, region, written.from);
            if let Err(error) = derive(&mut database, &schema, &present, &bindings).await {
                fault(format!("{error:#}"));
                return Ok(());
            }
            derived = true;
        }
        let id = &written.id;
        let Some(check) = &written.check else {
            let farther = catalogue.packs.iter().filter(|it| it.name != pack.name);
            let farther = farther.filter(|it| region.starts_with(&it.region));
            if !farther.flat_map(|it| &it.checks).any(|it| it.id == *id) {
                fault(format!("上级政策包没有 {id}，不必停用；请删去"));
            }
            continue;
        };
        let Some(sheet) = schema.sheet(&check.sheet) else {
            fault(format!("{id}：没有“{}”这张表", check.sheet));
            continue;
        };
        let names = check.parameters.iter().map(|(name, parameter)| (name, parameter));
        let bindings = dates.with(names, packs, region, written.from);
        match statement(check, sheet, &bindings) {
            Ok(sql) => {
                if let Err(error) = database.execute(&format!("EXPLAIN {sql}")).await {
                    fault(format!("{id} 的条件读不懂：{}", said(&error)));
                }
            }
            Err(name) => fault(format!(
                "{id} 用到“:{name}”：请在 [parameters] 里写它是哪个参数；参数在 {} 要有值",
                written.from
            )),
        }
    }
    Ok(())
}

/// Every check needs a case in which it finds something, and one in which it does not.
fn have_cases(catalogue: &Catalogue, problems: &mut Vec<Problem>) {
    let cases = || catalogue.packs.iter().flat_map(|it| &it.cases.cases);
    let named = |hits: bool| -> BTreeSet<&String> {
        cases().filter(|it| it.has_hits() == hits).flat_map(|it| &it.checks).collect()
    };
    let (firing, quiet) = (named(true), named(false));
    for written in catalogue.packs.iter().flat_map(|it| &it.checks) {
        let wanted = [(&firing, "触发", written.check.is_some()), (&quiet, "不触发", true)];
        for (there, what, needed) in wanted {
            if needed && !there.contains(&written.id) {
                let message =
                    format!("{} 缺少{what}的案例，请在 checks/cases 里加一个", written.id);
                let file = written.file.clone();
                problems.push(Problem { file, line: Some(written.line), message });
            }
        }
    }
    let known: BTreeSet<&String> =
        catalogue.packs.iter().flat_map(|it| &it.checks).map(|it| &it.id).collect();
    for case in cases() {
        for id in case.checks.iter().filter(|it| !known.contains(it)) {
            let (file, line) = case.place();
            let message = format!("没有规则 {id}，请改名或删去这个案例");
            problems.push(Problem { file, line: Some(line), message });
        }
    }
}

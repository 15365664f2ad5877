//! Cases: small families that a check must find, or must not.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use policy::{
    Faults, Packs, Problem,
    table::{Item, Lined, Table},
};

use crate::{
    bind::Bindings,
    catalogue::{Catalogue, PackChecks},
    database::{Database, said},
    derive::derive,
    judge::statement,
    load::{Rows, Writer},
    schema::{Present, Schema},
};

/// Cells of one row, by column.
type Cells = BTreeMap<String, String>;

/// The cases of a pack.
#[derive(Clone, Debug, Default)]
pub(crate) struct CaseFile {
    /// The day of cases that name none.
    on: Option<NaiveDate>,
    /// A row in which nothing is doubtful, for each sheet.
    base: BTreeMap<String, Cells>,
    pub(crate) cases: Vec<Case>,
}

/// Rows, and what a check finds in them.
#[derive(Clone, Debug)]
pub(crate) struct Case {
    pub(crate) checks: Vec<String>,
    name: String,
    on: Option<NaiveDate>,
    region: Option<String>,
    /// Sheet and what differs from the base, in order.
    rows: Vec<(String, Cells)>,
    /// Places of the rows found in the sheet of the check, from 1.
    hits: Vec<i64>,
    file: String,
    line: u32,
}

/// A file of `checks/cases/`: `on`, `[base]` with a row for each sheet, and `[[case]]`.
pub(crate) fn read(mut top: Table, cases: &mut CaseFile, faults: &mut Faults<'_>) {
    if let Some(on) = top.date("on", faults) {
        cases.on = Some(on.value);
    }
    if let Some(mut base) = top.table("base", faults) {
        for (sheet, Lined { line, value }) in base.take_all() {
            match value {
                Item::Table(row) => {
                    cases.base.insert(sheet, cells(row, faults));
                }
                _ => faults.at(line, format!("base.{sheet} 应是一张表：列 = \"值\"")),
            }
        }
    }
    for mut table in top.tables("case", faults) {
        cases.cases.extend(case(&mut table, faults));
    }
    top.finish(faults);
}

fn case(table: &mut Table, faults: &mut Faults<'_>) -> Option<Case> {
    let line = table.line;
    let checks = match table.take("check") {
        Some(Lined { value: Item::Text(it), .. }) => vec![it],
        Some(Lined { value: Item::List(list), .. }) => {
            let texts = list.into_iter().filter_map(|it| match it.value {
                Item::Text(it) => Some(it),
                _ => None,
            });
            texts.collect()
        }
        _ => {
            faults.at(line, "案例要写 check：哪一条规则，或几条规则的列表");
            return None;
        }
    };
    let name = table.required_text("name", faults)?.value;
    let on = table.date("on", faults).map(|it| it.value);
    let region = table.text("region", faults).map(|it| it.value);
    let mut hits = Vec::new();
    match table.take("hits") {
        Some(Lined { value: Item::List(list), .. }) => {
            for it in list {
                match it.value {
                    Item::Number(number) => hits.extend(number.parse::<i64>()),
                    _ => faults.at(it.line, "hits 里写行的序号，如 [1]；不触发写 []"),
                }
            }
        }
        _ => faults.at(line, "案例要写 hits：触发的是第几行，如 [1]；不触发写 []"),
    }
    let mut rows = Vec::new();
    for (sheet, Lined { line, value }) in table.take_all() {
        let Item::List(list) = value else {
            faults.at(line, format!("{sheet} 后面写行的列表，如 [{{ \"姓名\" = \"甲\" }}]"));
            continue;
        };
        for it in list {
            match it.value {
                Item::Table(row) => rows.push((sheet.clone(), cells(row, faults))),
                _ => faults.at(it.line, "一行写作 { \"列\" = \"值\" }"),
            }
        }
    }
    Some(Case { checks, name, on, region, rows, hits, file: faults.file.to_owned(), line })
}

fn cells(mut row: Table, faults: &mut Faults<'_>) -> Cells {
    let mut cells = Cells::new();
    for (column, Lined { line, value }) in row.take_all() {
        match value {
            Item::Text(it) | Item::Number(it) => {
                cells.insert(column, it);
            }
            _ => faults.at(line, format!("{column} 的值写文字或数")),
        }
    }
    cells
}

/// Runs every case of every pack. The database is made once for a region and emptied between
/// cases.
pub(crate) async fn run(
    catalogue: &Catalogue,
    packs: &Packs,
    problems: &mut Vec<Problem>,
) -> anyhow::Result<()> {
    let base = catalogue.packs.iter().map(|it| &it.cases);
    let mut all = CaseFile::default();
    for it in base.clone() {
        all.on = all.on.or(it.on);
        all.base.extend(it.base.clone());
    }
    for pack in &catalogue.packs {
        if pack.cases.cases.is_empty() {
            continue;
        }
        let schema = catalogue.schema_for(packs, &pack.region);
        let present = everything(&schema);
        let mut database = Database::open().await?;
        database.create(&schema, &present).await?;
        for case in &pack.cases.cases {
            let table = CaseTable { catalogue, packs, pack, schema: &schema, present: &present };
            let found = table.run(&mut database, &all, case).await;
            let faults = found.unwrap_or_else(|error| vec![format!("{error:#}")]);
            problems.extend(faults.into_iter().map(|message| Problem {
                file: case.file.clone(),
                line: Some(case.line),
                message: format!("案例“{}”：{message}", case.name),
            }));
        }
    }
    Ok(())
}

/// All sheets with all their columns.
pub(crate) fn everything(schema: &Schema) -> Present {
    let columns = schema.sheets.iter().map(|sheet| {
        let names = sheet.columns.iter().map(|it| it.name.clone()).collect();
        (sheet.name.clone(), names)
    });
    Present::new(schema, columns.collect())
}

/// What cases are run on.
struct CaseTable<'a> {
    catalogue: &'a Catalogue,
    packs: &'a Packs,
    pack: &'a PackChecks,
    schema: &'a Schema,
    present: &'a Present,
}

impl CaseTable<'_> {
    /// What is wrong with the answer; nothing when it is the expected one.
    async fn run(
        &self,
        database: &mut Database,
        all: &CaseFile,
        case: &Case,
    ) -> anyhow::Result<Vec<String>> {
        let on = case.on.or(all.on);
        let Some(on) = on else {
            return Ok(vec!["没有日期：请写 on，或在文件开头写一次".to_owned()]);
        };
        let region = case.region.as_deref().unwrap_or(&self.pack.region);
        let mut wrong = self.fill(database, all, case, on).await?;
        let dates = Bindings::new(on);
        let bindings = dates.clone().with(&self.schema.parameters, self.packs, region, on);
        derive(database, self.schema, self.present, &bindings).await?;
        let checks = self.catalogue.checks_for(self.packs, region, on);
        for id in &case.checks {
            let Some(check) = checks.iter().find(|it| it.id == *id) else {
                wrong.push(format!("{region} 在 {on} 没有规则 {id}"));
                continue;
            };
            let Some(sheet) = self.schema.sheet(&check.sheet) else { continue };
            let names = check.parameters.iter().map(|(name, parameter)| (name, parameter));
            let bindings = dates.clone().with(names, self.packs, region, on);
            let select = match statement(check, sheet, &bindings) {
                Ok(it) => it,
                Err(name) => {
                    wrong.push(format!("{id} 的参数“{name}”在 {on} 没有值"));
                    continue;
                }
            };
            let sql = format!("SELECT 行号 FROM {} WHERE 序 IN ({select}) ORDER BY 序", sheet.name);
            match database.numbers(&sql).await {
                Ok(found) if found == case.hits => {}
                Ok(found) => {
                    wrong.push(format!("{id} 应查出第 {:?} 行，实际是 {found:?}", case.hits))
                }
                Err(error) => wrong.push(format!("{id} 的条件读不懂：{}", said(&error))),
            }
        }
        Ok(wrong)
    }

    /// Puts the rows of a case into the empty tables.
    async fn fill(
        &self,
        database: &mut Database,
        all: &CaseFile,
        case: &Case,
        on: NaiveDate,
    ) -> anyhow::Result<Vec<String>> {
        let mut wrong = Vec::new();
        for sheet in &self.schema.sheets {
            database.execute(&format!("DELETE FROM {}", sheet.name)).await?;
        }
        let mut counted = Rows::default();
        let mut places: BTreeMap<&str, u32> = BTreeMap::new();
        for (name, differs) in &case.rows {
            let Some(sheet) = self.schema.sheet(name) else {
                wrong.push(format!("没有“{name}”表"));
                continue;
            };
            for column in differs.keys().filter(|it| sheet.column(it).is_none()) {
                wrong.push(format!("“{name}”表没有列 {column}"));
            }
            let place = places.entry(name).or_default();
            *place += 1;
            let base = all.base.get(name);
            let cell = |column: usize| {
                let column = &sheet.columns[column].name;
                let found = differs.get(column).or_else(|| base?.get(column));
                found.map_or("", String::as_str)
            };
            let writer = Writer::new(self.schema, sheet, self.present, on);
            let mut unread = Vec::new();
            let values = writer.values(&mut counted, 0, *place, cell, &mut unread);
            database.insert(&writer.into, &mut vec![values]).await?;
            wrong.extend(unread.iter().map(|it| format!("“{name}”表的 {} 读不出来", it.column)));
        }
        Ok(wrong)
    }
}

impl Case {
    pub(crate) fn has_hits(&self) -> bool {
        !self.hits.is_empty()
    }

    pub(crate) fn place(&self) -> (String, u32) {
        (self.file.clone(), self.line)
    }
}

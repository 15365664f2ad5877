//! What another engine has to agree with: the facts of a county, and their SQL.

use std::{fs, fs::File, path::Path, sync::Arc};

use anyhow::Context;
use arrow::{
    array::{ArrayRef, Int64Array, RecordBatch},
    datatypes::{DataType, Field, Schema},
};
use chrono::NaiveDate;
use lake::{
    declaration::{Fact, Facts, Subject},
    snapshot::ABSENT,
    sql,
};
use parquet::arrow::ArrowWriter;

use crate::{lake_folder, screening};

/// Name of the statement's file.
pub const STATEMENT: &str = "facts.sql";
/// Name of the folder of folded facts, one Parquet file per county.
pub const FOLDED: &str = "facts";

/// Writes into `out` the SQL of all declared facts, and what the fold makes of
/// them for each county of the lake at `dir`: `hid` and a column per household fact.
///
/// # Errors
/// When a file of the lake is missing or damaged, or `out` cannot be written.
pub fn write(dir: &Path, facts: &Facts, as_of: NaiveDate, out: &Path) -> anyhow::Result<()> {
    // An invented population keeps no ledgers; their facts are tried where ledgers are.
    let has_rows = |it: &Fact| !it.needs.iter().any(|table| table.starts_with("ledger_"));
    let wanted = (0..facts.all().len()).filter(|it| has_rows(&facts.all()[*it])).collect();
    let folder = out.join(FOLDED);
    fs::create_dir_all(&folder).with_context(|| format!("无法建立文件夹 {}", folder.display()))?;
    fs::write(out.join(STATEMENT), sql::statement(facts, &wanted, as_of))?;
    for county in lake_folder::counties(dir)? {
        let (snapshot, folded) = screening::fold_county(dir, &county, facts, &wanted, as_of)?;
        let mut fields = vec![Field::new("hid", DataType::Int64, false)];
        let hids: Int64Array = snapshot.households.iter().map(|it| it.hid).collect();
        let mut columns: Vec<ArrayRef> = vec![Arc::new(hids)];
        for position in &wanted {
            let fact = &facts.all()[*position];
            let Some(column) = folded.sure.column(*position) else { continue };
            if fact.of == Subject::Household {
                let values: Int64Array =
                    column.iter().map(|it| (*it != ABSENT).then_some(*it)).collect();
                fields.push(Field::new(&fact.name, DataType::Int64, true));
                columns.push(Arc::new(values));
            }
        }
        let schema = Arc::new(Schema::new(fields));
        let file = File::create(folder.join(format!("{county}.parquet")))?;
        let mut writer = ArrowWriter::try_new(file, schema.clone(), None)?;
        writer.write(&RecordBatch::try_new(schema, columns)?)?;
        writer.close()?;
    }
    Ok(())
}

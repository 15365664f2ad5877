//! Fills the derived columns, in the order in which they are declared.
//!
//! Every update rewrites its whole table, so columns that do not need each other are filled by one.

use anyhow::Context;

use crate::{
    bind::Bindings,
    database::Database,
    schema::{Derived, Present, Schema},
    sql,
};

/// Computes every derived column that can be computed.
///
/// # Errors
/// When an expression is no SQL, or a parameter has no value for the region and day; names file,
/// line and column.
pub(crate) async fn derive(
    database: &mut Database,
    schema: &Schema,
    present: &Present,
    bindings: &Bindings,
) -> anyhow::Result<()> {
    let mut together: Vec<(&Derived, String)> = Vec::new();
    for it in &schema.derived {
        let Some(way) = present.derived.get(&(it.sheet.clone(), it.name.clone())) else { continue };
        let Some(sql) = it.sql.get(*way) else { continue };
        let sql = bindings.fill(sql).map_err(|name| {
            anyhow::anyhow!("{}：参数“{name}”在这个地区、这一天没有值", place(it))
        })?;
        if !together.is_empty() && !joins(&together, it, &sql) {
            fill(database, &together).await?;
            together.clear();
        }
        together.push((it, sql));
    }
    fill(database, &together).await
}

/// Whether a column can be filled together with these: the same table from the same table, and
/// none of them is read.
fn joins(together: &[(&Derived, String)], it: &Derived, sql: &str) -> bool {
    let names = sql::names(sql);
    together.iter().all(|(other, _)| {
        (&other.sheet, &other.from, other.per) == (&it.sheet, &it.from, it.per)
            && !names.contains(other.name.as_str())
    })
}

fn place(it: &Derived) -> String {
    format!("{} 第{}行 {}", it.file, it.line, it.name)
}

async fn fill(database: &mut Database, together: &[(&Derived, String)]) -> anyhow::Result<()> {
    let places = || together.iter().map(|(it, _)| place(it)).collect::<Vec<_>>().join("、");
    run(database, together).await.with_context(|| format!("{}：算不出来", places()))
}

async fn run(database: &mut Database, together: &[(&Derived, String)]) -> Result<(), sqlx::Error> {
    let Some((first, _)) = together.first() else { return Ok(()) };
    let Derived { sheet, from, .. } = first;
    let Some(per) = first.per else {
        let set: Vec<String> =
            together.iter().map(|(it, sql)| format!("{} = ({sql})", it.name)).collect();
        return database.execute(&format!("UPDATE {sheet} SET {}", set.join(", "))).await;
    };
    let key = per.key();
    let values: Vec<String> = (0..together.len()).map(|it| format!("值{it}")).collect();
    let sums: Vec<String> = together
        .iter()
        .zip(&values)
        .map(|((_, sql), value)| format!("coalesce({sql}, 0) AS {value}"))
        .collect();
    let columns: Vec<&str> = together.iter().map(|(it, _)| it.name.as_str()).collect();
    let nothing = vec!["0"; together.len()].join(", ");
    for sql in [
        format!(
            "CREATE TEMP TABLE 合计 AS SELECT {key} AS 键, {} FROM {from} GROUP BY {key}",
            sums.join(", ")
        ),
        "CREATE INDEX temp.合计键 ON 合计 (键)".to_owned(),
        // Whoever has no row there has none of it, which is zero.
        format!(
            "INSERT INTO 合计 SELECT DISTINCT {key}, {nothing} FROM {sheet}
             WHERE {key} NOT IN (SELECT 键 FROM 合计)"
        ),
        format!(
            "UPDATE {sheet} SET ({}) = (SELECT {} FROM 合计 WHERE 键 = {sheet}.{key})",
            columns.join(", "),
            values.join(", ")
        ),
        "DROP TABLE 合计".to_owned(),
    ] {
        database.execute(&sql).await?;
    }
    Ok(())
}

//! Fills the derived columns, in the order in which they are declared.

use anyhow::Context;

use crate::{
    bind::Bindings,
    database::Database,
    schema::{Derived, Present, Schema},
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
    for it in &schema.derived {
        let Some(way) = present.derived.get(&(it.sheet.clone(), it.name.clone())) else { continue };
        let Some(sql) = it.sql.get(*way) else { continue };
        let sql = bindings.fill(sql).map_err(|name| {
            anyhow::anyhow!("{}：参数“{name}”在这个地区、这一天没有值", place(it))
        })?;
        fill(database, it, &sql).await.with_context(|| format!("{}：算不出来", place(it)))?;
    }
    Ok(())
}

fn place(it: &Derived) -> String {
    format!("{} 第{}行 {}", it.file, it.line, it.name)
}

async fn fill(database: &mut Database, it: &Derived, sql: &str) -> Result<(), sqlx::Error> {
    let Derived { sheet, name, from, .. } = it;
    let Some(per) = it.per else {
        return database.execute(&format!("UPDATE {sheet} SET {name} = ({sql})")).await;
    };
    let key = per.key();
    database
        .execute(&format!(
            "CREATE TEMP TABLE 合计 AS SELECT {key} AS 键, {sql} AS 值 FROM {from} GROUP BY {key}"
        ))
        .await?;
    database.execute("CREATE INDEX temp.合计键 ON 合计 (键)").await?;
    database
        .execute(&format!(
            "UPDATE {sheet} SET {name} = coalesce((SELECT 值 FROM 合计 WHERE 键 = {sheet}.{key}), 0)"
        ))
        .await?;
    database.execute("DROP TABLE 合计").await
}

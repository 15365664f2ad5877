//! A column that is only for reading, such as 民族: the text by person.

use arrow::array::Array;
use hashbrown::HashMap;
use kernel::level::MatchLevel;

use crate::{fold::Evidence, scan::PartReader};

/// The texts of a label column by person; of several rows about somebody the last one's. Rows that
/// wait for somebody to decide whose they are do not count. Nothing when the table has not arrived.
///
/// # Errors
/// When a part cannot be read.
pub fn labels(
    evidence: &Evidence<'_>,
    table: &str,
    column: &str,
) -> anyhow::Result<Option<HashMap<i64, String>>> {
    let Some(parts) = evidence.parts.get(table) else { return Ok(None) };
    let mut found = HashMap::new();
    for path in parts {
        let mut part = PartReader::open(path, &["pid", "level", column])?;
        while let Some(rows) = part.next_rows()? {
            let (Some(pids), Some(levels)) = (rows.column("pid"), rows.column("level")) else {
                continue;
            };
            for row in 0..rows.len() {
                let level = i8::try_from(levels.value(row)).ok().and_then(MatchLevel::from_code);
                if !level.is_some_and(MatchLevel::is_sure) || pids.is_null(row) {
                    continue;
                }
                if let Some(text) = rows.text(column, row).filter(|it| !it.is_empty()) {
                    found.insert(pids.value(row), text);
                }
            }
        }
    }
    Ok(Some(found))
}

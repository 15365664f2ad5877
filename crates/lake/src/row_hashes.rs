//! Fingerprints of the rows a part holds, to recognise rows sent again.

use std::path::Path;

use kernel::MatchLevel;

use crate::scan::PartReader;

/// The fingerprints of the rows of a part. Rows that still wait as candidates
/// are left out: their mended form is not a repetition.
///
/// # Errors
/// When the part cannot be read.
pub fn of_part(path: &Path) -> anyhow::Result<Vec<i64>> {
    let mut hashes = Vec::new();
    let mut part = PartReader::open(path, &["level", "row_hash"])?;
    let candidate = i64::from(MatchLevel::Candidate.code());
    while let Some(rows) = part.next_rows()? {
        let (Some(levels), Some(prints)) = (rows.column("level"), rows.column("row_hash")) else {
            continue;
        };
        hashes.extend(
            levels
                .values()
                .iter()
                .zip(prints.values())
                .filter(|(it, _)| **it != candidate)
                .map(|(_, it)| *it),
        );
    }
    Ok(hashes)
}

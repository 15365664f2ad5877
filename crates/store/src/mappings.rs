//! 表头映射. Which header means which column, remembered for a county's next file of that form.

use chrono::{DateTime, Utc};
use serde_json::Value;
use sqlx::types::Json;

use crate::db::{Tx, on_db};

/// A remembered mapping.
#[derive(Debug, Clone, PartialEq, sqlx::FromRow)]
pub struct Mapping {
    /// The county whose files look like this.
    pub county_id: i64,
    /// Fingerprint of the header's cells, in order.
    pub header_hash: i64,
    /// The feed.
    pub feed: String,
    /// Header to column, as intake writes it.
    pub mapping: Value,
    /// When it was last used or corrected.
    pub updated_at: DateTime<Utc>,
}

impl Tx {
    /// Remembers a mapping, in place of an earlier one for the same feed and header.
    pub async fn save_mapping(&mut self, mapping: &Mapping) -> sqlx::Result<()> {
        let sql = "insert into mappings (county_id, header_hash, feed, mapping, updated_at)
                   values ($1, $2, $3, $4, $5)
                   on conflict (county_id, header_hash, feed) do update
                   set mapping = excluded.mapping, updated_at = excluded.updated_at";
        on_db!(
            self,
            execute,
            sqlx::query(sql)
                .bind(mapping.county_id)
                .bind(mapping.header_hash)
                .bind(&mapping.feed)
                .bind(Json(&mapping.mapping))
                .bind(mapping.updated_at)
        )?;
        Ok(())
    }

    /// The mapping last used in a county for a header.
    pub async fn mapping_for(
        &mut self,
        county_id: i64,
        header_hash: i64,
    ) -> sqlx::Result<Option<Mapping>> {
        let sql = "select county_id, header_hash, feed, mapping, updated_at from mappings
                   where county_id = $1 and header_hash = $2
                   order by updated_at desc, feed limit 1";
        on_db!(self, fetch_optional, sqlx::query_as(sql).bind(county_id).bind(header_hash))
    }
}

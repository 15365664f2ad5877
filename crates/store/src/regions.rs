//! 行政区划。The tree of regions, loaded from the project's own data.

use kernel::region::{Region, RegionLevel};

use crate::{
    bulk::{Bulk, insert_many},
    db::{Tx, on_db},
};

const COLUMNS: &str =
    "id, parent, level, name, stat_code, mca_code, valid_from, valid_to, successor, pseudo";

impl Tx {
    /// Saves regions by id; saving the same ones again changes nothing. Parents and successors may
    /// come later in the list, or in a later call before the commit.
    pub async fn save_regions(&mut self, regions: &[Region]) -> sqlx::Result<()> {
        insert_many!(self, Bulk::upsert("regions", COLUMNS, "id"), regions, |query, it| query
            .bind(it.id)
            .bind(it.parent)
            .bind(level_text(it.level))
            .bind(&it.name)
            .bind(&it.stat_code)
            .bind(&it.mca_code)
            .bind(it.valid_from)
            .bind(it.valid_to)
            .bind(it.successor)
            .bind(it.pseudo));
        Ok(())
    }

    /// How many regions are stored.
    pub async fn region_count(&mut self) -> sqlx::Result<i64> {
        on_db!(self, fetch_one, sqlx::query_scalar("select count(*) from regions"))
    }
}

fn level_text(level: RegionLevel) -> &'static str {
    match level {
        RegionLevel::Province => "province",
        RegionLevel::Prefecture => "prefecture",
        RegionLevel::County => "county",
        RegionLevel::Township => "township",
        RegionLevel::Village => "village",
    }
}

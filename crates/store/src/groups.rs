//! 村民小组。Groups below a village; they have no official code.

use crate::{
    bulk::{Bulk, insert_many},
    db::{Tx, on_db},
};

/// 村民小组.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct VillageGroup {
    /// Our own number, from the counter `village_groups`.
    pub id: i64,
    /// The region it lies in, of level village.
    pub village_id: i64,
    /// As the registers write it, such as 凹子组; unique in its village.
    pub name: String,
}

impl Tx {
    /// Saves groups by id.
    pub async fn save_groups(&mut self, groups: &[VillageGroup]) -> sqlx::Result<()> {
        insert_many!(
            self,
            Bulk::upsert("village_groups", "id, village_id, name", "id"),
            groups,
            |query, it| query.bind(it.id).bind(it.village_id).bind(&it.name)
        );
        Ok(())
    }

    /// Every group of a county, by id.
    pub async fn groups_in(&mut self, county_id: i64) -> sqlx::Result<Vec<VillageGroup>> {
        let sql = "select g.id, g.village_id, g.name from village_groups g
                   join regions v on v.id = g.village_id
                   join regions t on t.id = v.parent
                   where t.parent = $1 order by g.id";
        on_db!(self, fetch_all, sqlx::query_as(sql).bind(county_id))
    }
}

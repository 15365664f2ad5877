//! 户。

use chrono::NaiveDate;
use sqlx::{AssertSqlSafe, types::Json};

use crate::{
    bulk::{Bulk, LIST, insert_many, placeholders},
    db::{Tx, on_db},
};

/// 户, where it lives and whether it is monitored.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Household {
    /// Our own number, from the counter `households`; also its key in the lake.
    pub id: i64,
    /// 省.
    pub province_id: i64,
    /// 市（州）.
    pub prefecture_id: i64,
    /// 县.
    pub county_id: i64,
    /// 乡镇.
    pub township_id: i64,
    /// 村.
    pub village_id: i64,
    /// 村民小组, when known.
    pub group_id: Option<i64>,
    /// 户编号 of the national system; ordinary households have none.
    pub national_household_no: Option<String>,
    /// 户口簿号.
    pub police_book_no: Option<String>,
    /// `ordinary_household` or `out_of_poverty_household`.
    pub base_type: String,
    /// 监测对象类别, such as `marginal_vulnerable`.
    pub monitoring_type: Option<String>,
    /// `none`, `monitored` or `eliminated`.
    pub monitoring_state: String,
    /// 识别监测时间.
    pub identified_on: Option<NaiveDate>,
    /// 风险消除时间.
    pub eliminated_on: Option<NaiveDate>,
    /// 整户无劳动能力兜底保障户.
    pub no_labor_safety_net: bool,
    /// How many people belong to it.
    pub members: i64,
    /// The risks on record with a monitored household.
    #[sqlx(json)]
    pub risks: Vec<String>,
}

/// A householder of some name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, sqlx::FromRow)]
pub struct NamesakeHead {
    /// The household.
    pub household_id: i64,
    /// Its 村民小组, when known.
    pub group_id: Option<i64>,
}

const COLUMNS: &str = "id, province_id, prefecture_id, county_id, township_id, village_id, group_id, \
    national_household_no, police_book_no, base_type, monitoring_type, monitoring_state, \
    identified_on, eliminated_on, no_labor_safety_net, members, risks";

impl Tx {
    /// Saves households by id. An id may stand in the list only once.
    pub async fn save_households(&mut self, households: &[Household]) -> sqlx::Result<()> {
        insert_many!(self, Bulk::upsert("households", COLUMNS, "id"), households, |query, it| {
            query
                .bind(it.id)
                .bind(it.province_id)
                .bind(it.prefecture_id)
                .bind(it.county_id)
                .bind(it.township_id)
                .bind(it.village_id)
                .bind(it.group_id)
                .bind(&it.national_household_no)
                .bind(&it.police_book_no)
                .bind(&it.base_type)
                .bind(&it.monitoring_type)
                .bind(&it.monitoring_state)
                .bind(it.identified_on)
                .bind(it.eliminated_on)
                .bind(it.no_labor_safety_net)
                .bind(it.members)
                .bind(Json(&it.risks))
        });
        Ok(())
    }

    /// The counties that have a register.
    pub async fn counties_in_use(&mut self) -> sqlx::Result<Vec<i64>> {
        let sql = "select distinct county_id from households order by county_id";
        on_db!(self, fetch_all, sqlx::query_scalar(sql))
    }

    /// Every household of a county, by id.
    pub async fn households_in(&mut self, county_id: i64) -> sqlx::Result<Vec<Household>> {
        let sql = format!("select {COLUMNS} from households where county_id = $1 order by id");
        on_db!(self, fetch_all, sqlx::query_as(AssertSqlSafe(sql)).bind(county_id))
    }

    /// The households of a county that the national system monitors, or has monitored, by id.
    pub async fn monitored_households_in(
        &mut self,
        county_id: i64,
    ) -> sqlx::Result<Vec<Household>> {
        let sql = format!(
            "select {COLUMNS} from households
             where county_id = $1 and monitoring_state in ('monitored', 'eliminated') order by id"
        );
        on_db!(self, fetch_all, sqlx::query_as(AssertSqlSafe(sql)).bind(county_id))
    }

    /// The households of these ids, in no particular order; ids nobody has are left out.
    pub async fn households_by_id(&mut self, ids: &[i64]) -> sqlx::Result<Vec<Household>> {
        let mut found = Vec::new();
        for chunk in ids.chunks(LIST) {
            let wanted = placeholders(1, chunk.len());
            let sql = format!("select {COLUMNS} from households where id in ({wanted})");
            let households: Vec<Household> = on_db!(self, fetch_all, {
                let mut query = sqlx::query_as(AssertSqlSafe(sql)).persistent(false);
                for id in chunk {
                    query = query.bind(id);
                }
                query
            })?;
            found.extend(households);
        }
        Ok(found)
    }

    /// One household.
    pub async fn household(&mut self, id: i64) -> sqlx::Result<Option<Household>> {
        let sql = format!("select {COLUMNS} from households where id = $1");
        on_db!(self, fetch_optional, sqlx::query_as(AssertSqlSafe(sql)).bind(id))
    }

    /// The households of a village whose head has this name, by id; people who left do not count.
    pub async fn heads_named(
        &mut self,
        village_id: i64,
        name: &str,
    ) -> sqlx::Result<Vec<NamesakeHead>> {
        let sql = "select h.id as household_id, h.group_id from households h
                   where h.village_id = $1 and exists
                       (select 1 from persons p where p.household_id = h.id and p.is_head
                            and p.departed is null and p.name = $2)
                   order by h.id";
        on_db!(self, fetch_all, sqlx::query_as(sql).bind(village_id).bind(name))
    }

    /// The household with a 户编号 in a county; the oldest, should two carry the same.
    pub async fn household_by_no(
        &mut self,
        county_id: i64,
        no: &str,
    ) -> sqlx::Result<Option<Household>> {
        let sql = format!(
            "select {COLUMNS} from households
             where county_id = $1 and national_household_no = $2 order by id limit 1"
        );
        on_db!(self, fetch_optional, sqlx::query_as(AssertSqlSafe(sql)).bind(county_id).bind(no))
    }
}

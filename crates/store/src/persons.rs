//! 人。The identity number is stored sealed, and found by its blind index.

use chrono::NaiveDate;
use sqlx::{AssertSqlSafe, types::Json};

use crate::{
    bulk::{Bulk, LIST, insert_many, placeholders},
    db::{Tx, on_db},
};

/// 家庭成员. Its `Debug` shows neither name nor number.
#[derive(Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Person {
    /// Our own number, from the counter `persons`; also the key in the lake.
    pub id: i64,
    /// The household the person belongs to now.
    pub household_id: i64,
    /// That household's county.
    pub county_id: i64,
    /// 姓名, cleaned.
    pub name: String,
    /// Blind index of the identity number, from [`crate::Keys::blind_index`]; unique.
    #[sqlx(try_from = "StoredIndex")]
    pub id_index: [u8; 16],
    /// The identity number, sealed.
    pub id_sealed: Vec<u8>,
    /// 出生日期.
    pub birth: NaiveDate,
    /// `male` or `female`.
    pub sex: String,
    /// 户主.
    pub is_head: bool,
    /// `dead` or `moved`; none while the person lives here.
    pub departed: Option<String>,
    /// Since when.
    pub departed_on: Option<NaiveDate>,
    /// Blind index of the phone number, from [`crate::Keys::blind_phone`].
    pub phone_index: Option<i64>,
    /// The phone number, sealed.
    pub phone_sealed: Option<Vec<u8>>,
    /// The county the person moved from, when known.
    pub former_county_id: Option<i64>,
    /// Other households that list the same identity number.
    #[sqlx(json)]
    pub other_household_ids: Vec<i64>,
}

impl std::fmt::Debug for Person {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Person")
            .field("id", &self.id)
            .field("household_id", &self.household_id)
            .finish_non_exhaustive()
    }
}

const COLUMNS: &str = "id, household_id, county_id, name, id_index, id_sealed, birth, sex, is_head, \
    departed, departed_on, phone_index, phone_sealed, former_county_id, other_household_ids";

impl Tx {
    /// Saves people by id. An id may stand in the list only once; an identity number that another
    /// id already has is refused.
    pub async fn save_persons(&mut self, persons: &[Person]) -> sqlx::Result<()> {
        insert_many!(self, Bulk::upsert("persons", COLUMNS, "id"), persons, |query, it| query
            .bind(it.id)
            .bind(it.household_id)
            .bind(it.county_id)
            .bind(&it.name)
            .bind(&it.id_index[..])
            .bind(&it.id_sealed)
            .bind(it.birth)
            .bind(&it.sex)
            .bind(it.is_head)
            .bind(&it.departed)
            .bind(it.departed_on)
            .bind(it.phone_index)
            .bind(&it.phone_sealed)
            .bind(it.former_county_id)
            .bind(Json(&it.other_household_ids)));
        Ok(())
    }

    /// Everyone on a county's register, by id: what matching needs, nothing decrypted.
    pub async fn persons_in(&mut self, county_id: i64) -> sqlx::Result<Vec<Person>> {
        let sql = format!("select {COLUMNS} from persons where county_id = $1 order by id");
        on_db!(self, fetch_all, sqlx::query_as(AssertSqlSafe(sql)).bind(county_id))
    }

    /// One person.
    pub async fn person(&mut self, id: i64) -> sqlx::Result<Option<Person>> {
        let sql = format!("select {COLUMNS} from persons where id = $1");
        on_db!(self, fetch_optional, sqlx::query_as(AssertSqlSafe(sql)).bind(id))
    }

    /// Everyone of a household, those who departed included, by id.
    pub async fn members_of(&mut self, household_id: i64) -> sqlx::Result<Vec<Person>> {
        let sql = format!("select {COLUMNS} from persons where household_id = $1 order by id");
        on_db!(self, fetch_all, sqlx::query_as(AssertSqlSafe(sql)).bind(household_id))
    }

    /// Who lives in these households: household and person, in no particular order. Those who
    /// died or moved away are left out.
    pub async fn living_members_of(
        &mut self,
        household_ids: &[i64],
    ) -> sqlx::Result<Vec<(i64, i64)>> {
        let mut found = Vec::new();
        for chunk in household_ids.chunks(LIST) {
            let wanted = placeholders(1, chunk.len());
            let sql = format!(
                "select household_id, id from persons
                 where departed is null and household_id in ({wanted})"
            );
            let members: Vec<(i64, i64)> = on_db!(self, fetch_all, {
                let mut query = sqlx::query_as(AssertSqlSafe(sql)).persistent(false);
                for id in chunk {
                    query = query.bind(id);
                }
                query
            })?;
            found.extend(members);
        }
        Ok(found)
    }

    /// The names of these people, by key.
    pub async fn names_of_persons(&mut self, ids: &[i64]) -> sqlx::Result<Vec<(i64, String)>> {
        let mut names = Vec::with_capacity(ids.len());
        for chunk in ids.chunks(LIST) {
            let wanted = placeholders(1, chunk.len());
            let sql = format!("select id, name from persons where id in ({wanted})");
            let found: Vec<(i64, String)> = on_db!(self, fetch_all, {
                let mut query = sqlx::query_as(AssertSqlSafe(sql.as_str())).persistent(false);
                for id in chunk {
                    query = query.bind(id);
                }
                query
            })?;
            names.extend(found);
        }
        Ok(names)
    }

    /// The person with this identity number, in any county.
    pub async fn find_person(&mut self, id_index: &[u8; 16]) -> sqlx::Result<Option<Person>> {
        let sql = format!("select {COLUMNS} from persons where id_index = $1");
        on_db!(self, fetch_optional, sqlx::query_as(AssertSqlSafe(sql)).bind(&id_index[..]))
    }

    /// The people with these identity numbers, in any county and in no particular order; numbers
    /// nobody has are left out.
    pub async fn persons_by_index(&mut self, indexes: &[[u8; 16]]) -> sqlx::Result<Vec<Person>> {
        let mut found = Vec::new();
        for chunk in indexes.chunks(LIST) {
            let wanted = placeholders(1, chunk.len());
            let sql = format!("select {COLUMNS} from persons where id_index in ({wanted})");
            let people: Vec<Person> = on_db!(self, fetch_all, {
                let mut query = sqlx::query_as(AssertSqlSafe(sql)).persistent(false);
                for index in chunk {
                    query = query.bind(&index[..]);
                }
                query
            })?;
            found.extend(people);
        }
        Ok(found)
    }
}

/// A blind index as it comes from the database.
#[derive(sqlx::Type)]
#[sqlx(transparent)]
struct StoredIndex(Vec<u8>);

impl TryFrom<StoredIndex> for [u8; 16] {
    type Error = WrongLength;

    fn try_from(stored: StoredIndex) -> Result<[u8; 16], WrongLength> {
        stored.0.try_into().map_err(|_| WrongLength)
    }
}

#[derive(Debug, thiserror::Error)]
#[error("a blind index in the database is not 16 bytes long")]
struct WrongLength;

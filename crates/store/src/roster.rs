//! 匹配底册。What rows are matched to: the people of a county with their places, and nothing else.
//!
//! A county has a few hundred thousand people, and fetching a row from SQLite costs the driver
//! twenty times what reading it costs the engine. So the engine writes thousands of people into
//! one text, and the text is taken apart here.

use std::collections::HashMap;

use chrono::NaiveDate;
use sqlx::AssertSqlSafe;

use crate::db::{Tx, on_db};

/// One person as rows are matched to them.
#[derive(Clone, PartialEq, Eq)]
pub struct RosterEntry {
    /// Key of the person.
    pub person_id: i64,
    /// Key of the household.
    pub household_id: i64,
    /// The household's village, a region of level village.
    pub village_id: i64,
    /// The household's villager group, when known.
    pub group_id: Option<i64>,
    /// 姓名, cleaned.
    pub name: String,
    /// Blind index of the identity number.
    pub id_index: [u8; 16],
    /// 出生日期.
    pub birth: NaiveDate,
    /// `dead` or `moved`; none while the person lives here.
    pub departed: Option<String>,
    /// Since when.
    pub departed_on: Option<NaiveDate>,
    /// Blind index of the phone number.
    pub phone_index: Option<i64>,
    /// Other households list the same identity number.
    pub in_other_households: bool,
}

/// Village and group of a household.
type Places = HashMap<i64, (i64, Option<i64>)>;

/// Ids whose records make one text.
const AS_ONE_TEXT: i64 = 2_000;

/// Characters that stand in no name: between records, and between the fields of one.
const BETWEEN_RECORDS: char = '\u{1E}';
const BETWEEN_FIELDS: char = '\u{1F}';

impl Tx {
    /// Everyone on a county's register, by id.
    pub async fn roster_of(&mut self, county_id: i64) -> anyhow::Result<Vec<RosterEntry>> {
        let index = match self {
            Tx::Sqlite(_) => "hex(p.id_index)",
            Tx::Postgres(_) => "encode(p.id_index, 'hex')",
        };
        let fields = [
            "p.id",
            "p.household_id",
            index,
            "cast(p.birth as text)",
            "coalesce(p.departed, '')",
            "coalesce(cast(p.departed_on as text), '')",
            "coalesce(cast(p.phone_index as text), '')",
            "case when cast(p.other_household_ids as text) = '[]' then '' else '1' end",
            "p.name",
        ];
        let sql = format!(
            "select string_agg({}, cast($2 as text)) from persons p
             where p.county_id = $1 group by p.id / {AS_ONE_TEXT}",
            fields.join(" || cast($3 as text) || ")
        );
        let places = self.places_of(county_id).await?;
        let texts = self.texts(sql, county_id).await?;
        let people = texts.iter().flat_map(|it| it.split(BETWEEN_RECORDS));
        let mut people = people
            .map(|it| entry(it, &places).ok_or(Unreadable))
            .collect::<Result<Vec<RosterEntry>, Unreadable>>()?;
        people.sort_unstable_by_key(|it| it.person_id);
        Ok(people)
    }

    /// Village and group by household. Two readings are cheaper than a join of every person.
    async fn places_of(&mut self, county_id: i64) -> anyhow::Result<Places> {
        let sql = format!(
            "select string_agg(id || cast($3 as text) || village_id || cast($3 as text)
                 || coalesce(cast(group_id as text), ''), cast($2 as text))
             from households where county_id = $1 group by id / {AS_ONE_TEXT}"
        );
        let texts = self.texts(sql, county_id).await?;
        let households = texts.iter().flat_map(|it| it.split(BETWEEN_RECORDS));
        let place = |text: &str| {
            let mut fields = text.split(BETWEEN_FIELDS).map(number);
            Some((fields.next()??, (fields.next()??, fields.next()?)))
        };
        households.map(|it| Ok(place(it).ok_or(Unreadable)?)).collect()
    }

    async fn texts(&mut self, sql: String, county_id: i64) -> sqlx::Result<Vec<String>> {
        on_db!(
            self,
            fetch_all,
            sqlx::query_scalar(AssertSqlSafe(sql))
                .bind(county_id)
                .bind(BETWEEN_RECORDS.to_string())
                .bind(BETWEEN_FIELDS.to_string())
        )
    }
}

fn number(text: &str) -> Option<i64> {
    text.parse().ok()
}

fn entry(text: &str, places: &Places) -> Option<RosterEntry> {
    let mut fields = text.splitn(9, BETWEEN_FIELDS);
    let mut next = || fields.next();
    let filled = |text: &'_ str| (!text.is_empty()).then(|| text.to_owned());
    let (person_id, household_id) = (number(next()?)?, number(next()?)?);
    let (village_id, group_id) = *places.get(&household_id)?;
    Some(RosterEntry {
        person_id,
        household_id,
        village_id,
        group_id,
        id_index: u128::from_str_radix(next()?, 16).ok()?.to_be_bytes(),
        birth: date(next()?)?,
        departed: filled(next()?),
        departed_on: date(next()?),
        phone_index: number(next()?),
        in_other_households: !next()?.is_empty(),
        name: next()?.to_owned(),
    })
}

/// 2023-10-31.
fn date(text: &str) -> Option<NaiveDate> {
    let (year, rest) = text.split_once('-')?;
    let (month, day) = rest.split_once('-')?;
    NaiveDate::from_ymd_opt(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
}

#[derive(Debug, thiserror::Error)]
#[error("登记簿里有一个人读不出来：数据库可能被别的程序改过，请从备份恢复")]
struct Unreadable;

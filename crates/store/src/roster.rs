//! 匹配底册。What rows are matched to: the people of a county with their places, and nothing else.
//!
//! A county has a few hundred thousand people, and fetching a row from SQLite costs the driver
//! twenty times what reading it costs the engine. So the engine writes thousands of people into
//! one text, and the text is taken apart here.

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

/// People a text holds.
const PEOPLE_A_TEXT: i64 = 2_000;

/// Characters that stand in no name: between people, and between what is said of one.
const BETWEEN_PEOPLE: char = '\u{1E}';
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
            "h.village_id",
            "coalesce(cast(h.group_id as text), '')",
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
             join households h on h.id = p.household_id
             where p.county_id = $1 group by p.id / {PEOPLE_A_TEXT}",
            fields.join(" || cast($3 as text) || ")
        );
        let texts: Vec<String> = on_db!(
            self,
            fetch_all,
            sqlx::query_scalar(AssertSqlSafe(sql))
                .bind(county_id)
                .bind(BETWEEN_PEOPLE.to_string())
                .bind(BETWEEN_FIELDS.to_string())
        )?;
        let people = texts.iter().flat_map(|it| it.split(BETWEEN_PEOPLE));
        let mut people = people
            .map(|it| entry(it).ok_or(Unreadable))
            .collect::<Result<Vec<RosterEntry>, Unreadable>>()?;
        people.sort_unstable_by_key(|it| it.person_id);
        Ok(people)
    }
}

fn entry(text: &str) -> Option<RosterEntry> {
    let mut fields = text.splitn(11, BETWEEN_FIELDS);
    let mut next = || fields.next();
    let number = |text: &str| text.parse::<i64>().ok();
    let filled = |text: &'_ str| (!text.is_empty()).then(|| text.to_owned());
    Some(RosterEntry {
        person_id: number(next()?)?,
        household_id: number(next()?)?,
        village_id: number(next()?)?,
        group_id: number(next()?),
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

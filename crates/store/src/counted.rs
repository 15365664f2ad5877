//! Counts over the record of decisions for indicators: households by where their case stood at the
//! end of a day, and households by what became of their clues; and the households themselves.

use chrono::NaiveDate;
use kernel::RegionLevel;
use sqlx::AssertSqlSafe;

use crate::{
    bulk::{LIST, placeholders},
    db::{Tx, on_db},
};

/// Which cases are counted: everything that is said has to hold.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CasesWanted {
    /// The last day that counts: a case stands where its last action up to then has left it.
    pub on: NaiveDate,
    /// Stages; any when empty.
    pub stages: Vec<String>,
    /// 监测类型; any when empty.
    pub types: Vec<String>,
    /// A risk among those of the household.
    pub risk: Option<String>,
    /// 识别日期 between two days, both included.
    pub identified: Option<(NaiveDate, NaiveDate)>,
    /// 风险消除日期 between two days, both included.
    pub eliminated: Option<(NaiveDate, NaiveDate)>,
    /// The limit of the whole run lies before the day.
    pub overdue: bool,
    /// No measure is planned.
    pub without_measures: bool,
    /// Somebody can work, measures are planned, and none is 开发式帮扶.
    pub without_development: bool,
}

/// Which clues of a month are counted, of those that say something new and were not withdrawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CluesWanted {
    /// All.
    Raised,
    /// Answered by a case.
    Dispatched,
    /// Visited, and found true.
    Confirmed,
    /// Visited, and found untrue.
    NotConfirmed,
    /// Became a reason to monitor the household.
    Identified,
}

/// The households and people of a region that are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, sqlx::FromRow)]
pub struct CountOfRegion {
    /// The region.
    pub region_id: i64,
    /// Households.
    pub households: i64,
    /// Their members.
    pub persons: i64,
}

/// A household that is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, sqlx::FromRow)]
pub struct CountedHousehold {
    /// The household.
    pub household_id: i64,
    /// Its village.
    pub village_id: i64,
    /// Its members.
    pub members: i64,
}

/// A value in a statement.
enum Bound {
    Text(String),
    Day(NaiveDate),
    Number(i64),
}

/// A condition that is put together, with the values it names.
#[derive(Default)]
struct Condition {
    text: String,
    values: Vec<Bound>,
}

impl Condition {
    fn value(&mut self, value: Bound) -> String {
        self.values.push(value);
        format!("${}", self.values.len())
    }

    fn and(&mut self, text: &str) {
        self.text.push_str(" and ");
        self.text.push_str(text);
    }

    fn texts(&mut self, column: &str, of: &[String]) {
        if of.is_empty() {
            return;
        }
        let names: Vec<String> = of.iter().map(|it| self.value(Bound::Text(it.clone()))).collect();
        self.and(&format!("{column} in ({})", names.join(", ")));
    }

    fn between(&mut self, column: &str, days: Option<(NaiveDate, NaiveDate)>) {
        let Some((first, last)) = days else { return };
        let (first, last) = (self.value(Bound::Day(first)), self.value(Bound::Day(last)));
        self.and(&format!("{column} between {first} and {last}"));
    }
}

/// Of cases `c` with their summary `s` and the action `a` that holds on the day.
fn of_cases(wanted: &CasesWanted) -> Condition {
    let mut it = Condition::default();
    let on = it.value(Bound::Day(wanted.on));
    it.text = format!(
        "a.number = (select max(b.number) from case_actions b
                     where b.case_id = c.id and b.day <= {on})"
    );
    it.texts("a.stage", &wanted.stages);
    it.texts("s.monitoring_type", &wanted.types);
    if let Some(risk) = &wanted.risk {
        let named = it.value(Bound::Text(format!("%\"{risk}\"%")));
        it.and(&format!("cast(s.risks as text) like {named}"));
    }
    it.between("s.identified_on", wanted.identified);
    it.between("s.eliminated_on", wanted.eliminated);
    if wanted.overdue {
        it.and(&format!("s.whole_due < {on}"));
    }
    if wanted.without_measures {
        it.and("s.measures = 0");
    }
    if wanted.without_development {
        it.and("s.has_labor is true and 0 < s.measures and s.developmental = 0");
    }
    it
}

const CASES: &str = "from case_regions r
    join cases c on c.id = r.case_id
    join case_summaries s on s.case_id = c.id
    join case_actions a on a.case_id = c.id
    join households f on f.id = c.household_id";

/// Of clues `c` of a month.
fn of_clues(month: &str, wanted: CluesWanted) -> Condition {
    let mut it = Condition::default();
    let month = it.value(Bound::Text(month.to_owned()));
    it.text =
        format!("c.month = {month} and c.state <> 'withdrawn' and c.class <> 'already_known'");
    match wanted {
        CluesWanted::Raised => {}
        CluesWanted::Dispatched => it.and("k.case_id is not null"),
        CluesWanted::Confirmed => it.and("v.finding = 'confirmed'"),
        CluesWanted::NotConfirmed => it.and("v.finding = 'not_confirmed'"),
        CluesWanted::Identified => it.and("s.identified_on is not null"),
    }
    it
}

const CLUES: &str = "from clues c
    join households f on f.id = c.household_id
    left join case_clues k on k.clue_id = c.id
    left join clue_verifications v on v.clue_id = c.id
    left join case_summaries s on s.case_id = k.case_id";

/// The column of a clue that holds its region of a level; clues know no more than their county.
fn clue_column(level: RegionLevel) -> Option<&'static str> {
    match level {
        RegionLevel::County => Some("c.county_id"),
        RegionLevel::Township => Some("c.township_id"),
        RegionLevel::Village => Some("c.village_id"),
        RegionLevel::Province | RegionLevel::Prefecture => None,
    }
}

impl Tx {
    /// How many households of regions have such a case, a household with two of them once.
    /// Regions without one are left out.
    pub async fn count_cases_of(
        &mut self,
        regions: &[i64],
        wanted: &CasesWanted,
    ) -> sqlx::Result<Vec<CountOfRegion>> {
        let found = of_cases(wanted);
        let inner =
            format!("select distinct r.region_id, f.id, f.members {CASES} where {}", found.text);
        self.counted(regions, "r.region_id", &inner, &found.values).await
    }

    /// How many households of regions of one level have such a clue in a month.
    pub async fn count_clues_of(
        &mut self,
        level: RegionLevel,
        regions: &[i64],
        month: &str,
        wanted: CluesWanted,
    ) -> sqlx::Result<Vec<CountOfRegion>> {
        let Some(column) = clue_column(level) else { return Ok(Vec::new()) };
        let found = of_clues(month, wanted);
        let inner = format!(
            "select distinct {column} as region_id, f.id, f.members {CLUES} where {}",
            found.text
        );
        self.counted(regions, column, &inner, &found.values).await
    }

    async fn counted(
        &mut self,
        regions: &[i64],
        column: &str,
        inner: &str,
        values: &[Bound],
    ) -> sqlx::Result<Vec<CountOfRegion>> {
        let mut all = Vec::new();
        for some in regions.chunks(LIST) {
            let list = placeholders(values.len() + 1, some.len());
            let sql = format!(
                "select region_id, count(*) as households, cast(sum(members) as bigint) as persons
                 from ({inner} and {column} in ({list})) counted
                 group by region_id order by region_id"
            );
            let rows: Vec<CountOfRegion> = on_db!(self, fetch_all, {
                let mut query = sqlx::query_as(AssertSqlSafe(sql.as_str())).persistent(false);
                for it in values {
                    query = match it {
                        Bound::Text(it) => query.bind(it),
                        Bound::Day(it) => query.bind(*it),
                        Bound::Number(it) => query.bind(*it),
                    };
                }
                for it in some {
                    query = query.bind(*it);
                }
                query
            })?;
            all.extend(rows);
        }
        Ok(all)
    }

    /// The households behind such a count of a region, by their number.
    pub async fn households_of_cases(
        &mut self,
        region_id: i64,
        wanted: &CasesWanted,
    ) -> sqlx::Result<Vec<CountedHousehold>> {
        let mut found = of_cases(wanted);
        let region = found.value(Bound::Number(region_id));
        found.and(&format!("r.region_id = {region}"));
        self.counted_households(CASES, &found).await
    }

    /// The households behind such a count of clues of a region.
    pub async fn households_of_clues(
        &mut self,
        level: RegionLevel,
        region_id: i64,
        month: &str,
        wanted: CluesWanted,
    ) -> sqlx::Result<Vec<CountedHousehold>> {
        let Some(column) = clue_column(level) else { return Ok(Vec::new()) };
        let mut found = of_clues(month, wanted);
        let region = found.value(Bound::Number(region_id));
        found.and(&format!("{column} = {region}"));
        self.counted_households(CLUES, &found).await
    }

    async fn counted_households(
        &mut self,
        from: &str,
        found: &Condition,
    ) -> sqlx::Result<Vec<CountedHousehold>> {
        let sql = format!(
            "select distinct f.id as household_id, f.village_id, f.members {from}
             where {} order by household_id",
            found.text
        );
        on_db!(self, fetch_all, {
            let mut query = sqlx::query_as(AssertSqlSafe(sql.as_str())).persistent(false);
            for it in &found.values {
                query = match it {
                    Bound::Text(it) => query.bind(it),
                    Bound::Day(it) => query.bind(*it),
                    Bound::Number(it) => query.bind(*it),
                };
            }
            query
        })
    }

    /// Whether a region has any case at all.
    pub async fn has_cases(&mut self, region_id: i64) -> sqlx::Result<bool> {
        let sql = "select 1 from case_regions where region_id = $1 limit 1";
        let found: Option<i32> =
            on_db!(self, fetch_optional, sqlx::query_scalar(sql).bind(region_id))?;
        Ok(found.is_some())
    }
}

//! Records: written, read one by one and in lists, counted, added up.

use chrono::NaiveDate;
use kernel::{RegionChain, value::days_of};
use ledger::{Engine, Field, FieldType, Ledger, column};
use sqlx::AssertSqlSafe;

use super::cells::{Cell, CellKind, bind_cells, of_postgres, of_sqlite};
use crate::{bulk::placeholders, db::Tx, scope::Scope};

/// SQLite takes 32,766 bound values a statement.
const MOST_VALUES: usize = 32_000;

/// A record as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LedgerRecord {
    /// Its number.
    pub id: i64,
    /// Its region.
    pub region_id: i64,
    /// Its state.
    pub state: String,
    /// Since when, in days since 1970-01-01.
    pub state_since: i64,
    /// The day it was recorded.
    pub opened_on: i64,
    /// The last day in time in this state.
    pub due: Option<i64>,
    /// 作废.
    pub voided: bool,
    /// How often it was changed.
    pub version: i64,
    /// The fields that were asked for, in that order.
    pub cells: Vec<Cell>,
}

/// A record to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrittenRecord {
    /// As it stands.
    pub record: LedgerRecord,
    /// Its region and those above.
    pub regions: RegionChain,
}

/// A record, by whom it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordAbout {
    /// Its number.
    pub id: i64,
    /// The person, where it is about one.
    pub person: Option<i64>,
    /// The household, or that of the person; none when the person is in none any more.
    pub household: Option<i64>,
    /// The village of the record.
    pub village: Option<i64>,
    /// The values that were asked for, in that order.
    pub values: Vec<Cell>,
}

/// What a list is narrowed to, beside the scope.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RecordFilter {
    /// State.
    pub state: Option<String>,
    /// Still due, and before this day.
    pub due_before: Option<NaiveDate>,
    /// The voided ones, instead of the living.
    pub voided: bool,
    /// Fields with these values.
    pub equal: Vec<(String, CellKind, Cell)>,
    /// One of these fields has these words in it.
    pub contains: Option<(Vec<Searched>, String)>,
    /// A further condition over `r`, as the `ledger` crate wrote it.
    pub condition: Option<String>,
}

/// A field in which words are looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Searched {
    /// In its text.
    Text(String),
    /// In the name of the person it points to.
    Person(String),
    /// In the name of the head of the family it points to.
    Household(String),
}

impl Searched {
    /// Whether the field is like the value bound in this place.
    fn is_like(&self, at: usize) -> String {
        let like = format!("like ${at} escape '\\'");
        match self {
            Searched::Text(it) => format!("r.{} {like}", column(it)),
            Searched::Person(it) => format!(
                "exists (select 1 from persons p where p.id = r.{} and p.name {like})",
                column(it)
            ),
            Searched::Household(it) => format!(
                "exists (select 1 from persons p where p.household_id = r.{} and p.is_head \
                 and p.name {like})",
                column(it)
            ),
        }
    }
}

const BUILT_IN: [&str; 13] = [
    "id",
    "region_id",
    "province_id",
    "prefecture_id",
    "county_id",
    "township_id",
    "village_id",
    "state",
    "state_since",
    "opened_on",
    "due",
    "voided",
    "version",
];

const READ: &str =
    "r.id, r.region_id, r.state, r.state_since, r.opened_on, r.due, r.voided, r.version";

impl Tx {
    /// Which engine formulas are to be written for.
    #[must_use]
    pub fn engine(&self) -> Engine {
        match self {
            Tx::Sqlite(_) => Engine::Sqlite,
            Tx::Postgres(_) => Engine::Postgres,
        }
    }

    /// Writes new records. `fields` names the fields of `cells`, with what they hold.
    pub async fn insert_records(
        &mut self,
        ledger: &Ledger,
        fields: &[(String, CellKind)],
        records: &[WrittenRecord],
    ) -> sqlx::Result<()> {
        let names: Vec<String> = BUILT_IN
            .iter()
            .map(|it| (*it).to_owned())
            .chain(fields.iter().map(|(name, _)| column(name)))
            .collect();
        let width = names.len();
        for some in records.chunks((MOST_VALUES / width).max(1)) {
            let values: Vec<String> = (0..some.len())
                .map(|row| match self {
                    Tx::Postgres(_) => format!("({})", placeholders(row * width + 1, width)),
                    Tx::Sqlite(_) => format!("({})", vec!["?"; width].join(", ")),
                })
                .collect();
            let sql = format!(
                "insert into {} ({}) values {}",
                ledger.table(),
                names.join(", "),
                values.join(", ")
            );
            let cells: Vec<(CellKind, Cell)> =
                some.iter().flat_map(|it| all_cells(it, fields)).collect();
            let cells = cells.iter().map(|(kind, cell)| (*kind, cell));
            match self {
                Tx::Sqlite(tx) => {
                    let query = bind_cells!(sqlx::query(AssertSqlSafe(sql)), cells);
                    query.execute(&mut **tx).await?;
                }
                Tx::Postgres(tx) => {
                    let query = bind_cells!(sqlx::query(AssertSqlSafe(sql)), cells);
                    query.execute(&mut **tx).await?;
                }
            }
        }
        Ok(())
    }

    /// Writes a record that is there, if it still has this version. The second of two writers gets
    /// `false`.
    pub async fn update_record(
        &mut self,
        ledger: &Ledger,
        fields: &[(String, CellKind)],
        it: &WrittenRecord,
        version: i64,
    ) -> sqlx::Result<bool> {
        let cells = all_cells(it, fields);
        let names = BUILT_IN
            .iter()
            .map(|it| (*it).to_owned())
            .chain(fields.iter().map(|(name, _)| column(name)));
        let sets: Vec<String> =
            names.enumerate().map(|(at, name)| format!("{name} = ${}", at + 1)).collect();
        let sql = format!(
            "update {} set {} where id = {} and version = {version}",
            ledger.table(),
            sets.join(", "),
            it.record.id
        );
        let cells = cells.iter().map(|(kind, cell)| (*kind, cell));
        let changed = match self {
            Tx::Sqlite(tx) => bind_cells!(sqlx::query(AssertSqlSafe(sql)), cells)
                .execute(&mut **tx)
                .await?
                .rows_affected(),
            Tx::Postgres(tx) => bind_cells!(sqlx::query(AssertSqlSafe(sql)), cells)
                .execute(&mut **tx)
                .await?
                .rows_affected(),
        };
        Ok(changed == 1)
    }

    /// Takes records out again within the unit of work that wrote them.
    pub async fn take_back_records(&mut self, ledger: &Ledger, ids: &[i64]) -> sqlx::Result<()> {
        if ids.is_empty() {
            return Ok(());
        }
        self.apply(format!("delete from {} where id in ({})", ledger.table(), list(ids))).await
    }

    /// Sets a field of these records to the value of an expression over `r`.
    pub async fn compute_field(
        &mut self,
        ledger: &Ledger,
        field: &str,
        value_sql: &str,
        only_blank: bool,
        ids: &[i64],
    ) -> sqlx::Result<()> {
        let (table, name) = (ledger.table(), column(field));
        let blank = if only_blank { format!("and {table}.{name} is null") } else { String::new() };
        // The record is `r` in the expression on both engines.
        self.apply(format!(
            "update {table} set {name} = (select {value_sql} from {table} r where r.id = {table}.id)
             where {table}.id in ({}) {blank}",
            list(ids)
        ))
        .await
    }

    /// Values of expressions over the records `r` of a ledger with these ids, with the id first.
    pub async fn record_values(
        &mut self,
        ledger: &Ledger,
        expressions: &[String],
        ids: &[i64],
    ) -> sqlx::Result<Vec<Vec<Cell>>> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let more: String = expressions.iter().map(|it| format!(", {it}")).collect();
        let table = ledger.table();
        self.rows(format!("select r.id{more} from {table} r where r.id in ({})", list(ids))).await
    }

    /// Keeps others from changing these records until the unit of work ends. SQLite has one writer
    /// anyway.
    pub async fn lock_records(&mut self, ledger: &str, ids: &[i64]) -> sqlx::Result<()> {
        if ids.is_empty() || self.engine() == Engine::Sqlite {
            return Ok(());
        }
        let (table, ids) = (ledger::table(ledger), list(ids));
        let sql = format!("select id from {table} where id in ({ids}) order by id for update");
        self.rows(sql).await.map(|_| ())
    }

    /// Keeps others from writing records of a ledger in a county until the unit of work ends, so
    /// that what must be there only once is.
    pub async fn lock_ledger(&mut self, ledger: &Ledger, county_id: i64) -> sqlx::Result<()> {
        if self.engine() == Engine::Sqlite {
            return Ok(());
        }
        let key = kernel::value::fingerprint(&format!("{} {county_id}", ledger.id));
        self.rows(format!("select 1 from pg_advisory_xact_lock({key})")).await.map(|_| ())
    }

    /// A page of the records of a scope, the newest first, below the record `before`.
    pub async fn records(
        &mut self,
        ledger: &Ledger,
        fields: &[&str],
        scope: &Scope,
        filter: &RecordFilter,
        before: Option<i64>,
        limit: i64,
    ) -> sqlx::Result<Vec<LedgerRecord>> {
        let before = before.map(|it| format!("and r.id < {it}")).unwrap_or_default();
        let (wanted, cells) = wanted(ledger, scope, filter);
        let sql = format!(
            "select {READ}{} from {} r where {wanted} {before} order by r.id desc limit {limit}",
            columns(fields),
            ledger.table()
        );
        Ok(self.rows_bound(sql, &cells).await?.into_iter().map(record).collect())
    }

    /// How many records a scope has, by state.
    pub async fn count_records(
        &mut self,
        ledger: &Ledger,
        scope: &Scope,
        filter: &RecordFilter,
    ) -> sqlx::Result<Vec<(String, i64)>> {
        let (wanted, cells) = wanted(ledger, scope, filter);
        let table = ledger.table();
        let sql =
            format!("select r.state, count(*) from {table} r where {wanted} group by r.state");
        let rows = self.rows_bound(sql, &cells).await?;
        let count = |mut it: Vec<Cell>| {
            let count = it.pop().and_then(|it| it.number()).unwrap_or_default();
            let state = it.pop().and_then(|it| it.text().map(ToOwned::to_owned));
            (state.unwrap_or_default(), count)
        };
        Ok(rows.into_iter().map(count).collect())
    }

    /// One record of a scope; voided ones too.
    pub async fn record(
        &mut self,
        ledger: &Ledger,
        fields: &[&str],
        scope: &Scope,
        id: i64,
    ) -> sqlx::Result<Option<LedgerRecord>> {
        let inside = inside(ledger, scope);
        let sql = format!(
            "select {READ}{} from {} r where r.id = {id} and {inside}",
            columns(fields),
            ledger.table()
        );
        Ok(self.rows(sql).await?.into_iter().next().map(record))
    }

    /// Aggregates over the records of a scope, after the values they are grouped by. All of it is
    /// SQL over `r` that the `ledger` crate wrote.
    pub async fn aggregate_records(
        &mut self,
        ledger: &Ledger,
        scope: &Scope,
        value_sql: &str,
        condition: Option<&str>,
        by: &[String],
    ) -> sqlx::Result<Vec<Vec<Cell>>> {
        let filter =
            RecordFilter { condition: condition.map(ToOwned::to_owned), ..RecordFilter::default() };
        let (wanted, cells) = wanted(ledger, scope, &filter);
        let groups: String = by.iter().map(|it| format!("{it}, ")).collect();
        let group = match by {
            [] => String::new(),
            by => format!("group by {}", by.join(", ")),
        };
        let sql =
            format!("select {groups}{value_sql} from {} r where {wanted} {group}", ledger.table());
        self.rows_bound(sql, &cells).await
    }

    /// The ids of the living records of a scope for which a condition over `r` holds.
    pub async fn records_where(
        &mut self,
        ledger: &Ledger,
        scope: &Scope,
        condition: &str,
    ) -> sqlx::Result<Vec<LedgerRecord>> {
        let filter =
            RecordFilter { condition: Some(condition.to_owned()), ..RecordFilter::default() };
        let (wanted, cells) = wanted(ledger, scope, &filter);
        let sql = format!("select {READ} from {} r where {wanted}", ledger.table());
        Ok(self.rows_bound(sql, &cells).await?.into_iter().map(record).collect())
    }

    /// The living records of a scope for which a condition over `r` holds, by id: whom the field `of`
    /// names, and values of expressions over `r`.
    pub async fn records_about(
        &mut self,
        ledger: &Ledger,
        scope: &Scope,
        condition: Option<&str>,
        of: &Field,
        expressions: &[String],
    ) -> sqlx::Result<Vec<RecordAbout>> {
        let condition = condition.map(ToOwned::to_owned);
        let filter = RecordFilter { condition, ..RecordFilter::default() };
        let (wanted, cells) = wanted(ledger, scope, &filter);
        let more: String = expressions.iter().map(|it| format!(", {it}")).collect();
        let (table, of_column) = (ledger.table(), column(&of.name));
        let (person, household, join) = match of.ty {
            FieldType::Person => (
                format!("r.{of_column}"),
                "p.household_id".to_owned(),
                format!(" left join persons p on p.id = r.{of_column}"),
            ),
            _ => ("null".to_owned(), format!("r.{of_column}"), String::new()),
        };
        let sql = format!(
            "select r.id, {person}, {household}, r.village_id{more}
             from {table} r{join} where {wanted} order by r.id"
        );
        let about = |row: Vec<Cell>| {
            let mut cells = row.into_iter();
            let mut number = || cells.next().as_ref().and_then(Cell::number);
            let (id, person, household, village) = (number(), number(), number(), number());
            RecordAbout {
                id: id.unwrap_or_default(),
                person,
                household,
                village,
                values: cells.collect(),
            }
        };
        Ok(self.rows_bound(sql, &cells).await?.into_iter().map(about).collect())
    }

    pub(super) async fn rows(&mut self, sql: String) -> sqlx::Result<Vec<Vec<Cell>>> {
        self.rows_bound(sql, &[]).await
    }

    async fn rows_bound(
        &mut self,
        sql: String,
        cells: &[(CellKind, Cell)],
    ) -> sqlx::Result<Vec<Vec<Cell>>> {
        let cells = cells.iter().map(|(kind, cell)| (*kind, cell));
        match self {
            Tx::Sqlite(tx) => {
                let query = bind_cells!(sqlx::query(AssertSqlSafe(sql)), cells);
                query.fetch_all(&mut **tx).await?.iter().map(of_sqlite).collect()
            }
            Tx::Postgres(tx) => {
                let query = bind_cells!(sqlx::query(AssertSqlSafe(sql)), cells);
                query.fetch_all(&mut **tx).await?.iter().map(of_postgres).collect()
            }
        }
    }
}

fn all_cells(it: &WrittenRecord, fields: &[(String, CellKind)]) -> Vec<(CellKind, Cell)> {
    let WrittenRecord { record, regions } = it;
    let number = |it: Option<i64>| (CellKind::Number, it.map_or(Cell::Blank, Cell::Number));
    let mut cells = vec![
        number(Some(record.id)),
        number(Some(record.region_id)),
        number(regions.province),
        number(regions.prefecture),
        number(regions.county),
        number(regions.township),
        number(regions.village),
        (CellKind::Text, Cell::Text(record.state.clone())),
        number(Some(record.state_since)),
        number(Some(record.opened_on)),
        number(record.due),
        number(Some(i64::from(record.voided))),
        number(Some(record.version)),
    ];
    cells.extend(fields.iter().zip(&record.cells).map(|((_, kind), it)| (*kind, it.clone())));
    cells
}

fn record(mut cells: Vec<Cell>) -> LedgerRecord {
    let rest = cells.split_off(8);
    let number = |at: usize| cells[at].number().unwrap_or_default();
    LedgerRecord {
        id: number(0),
        region_id: number(1),
        state: cells[2].text().unwrap_or_default().to_owned(),
        state_since: number(3),
        opened_on: number(4),
        due: cells[5].number(),
        voided: number(6) != 0,
        version: number(7),
        cells: rest,
    }
}

fn columns(fields: &[&str]) -> String {
    fields.iter().map(|it| format!(", r.{}", column(it))).collect()
}

/// What of a scope a record lies in: its region, and for a helper the own families.
fn inside(ledger: &Ledger, scope: &Scope) -> String {
    let region = format!("r.{} = {}", scope.region_column(), scope.region_id);
    let Some(helper) = &scope.helper else { return region };
    let family = ledger.fields.iter().find_map(|it| match it.ty {
        FieldType::Household => Some(format!("r.{}", column(&it.name))),
        FieldType::Person => Some(format!(
            "(select p.household_id from persons p where p.id = r.{})",
            column(&it.name)
        )),
        _ => None,
    });
    let helper = helper.replace('\'', "''");
    match family {
        Some(family) => format!(
            "{region} and {family} in (select c.household_id from cases c join case_summaries h \
             on h.case_id = c.id where h.officer_account = '{helper}')"
        ),
        None => "1 = 0".to_owned(),
    }
}

fn wanted(ledger: &Ledger, scope: &Scope, it: &RecordFilter) -> (String, Vec<(CellKind, Cell)>) {
    let mut wanted = vec![inside(ledger, scope), format!("r.voided = {}", i64::from(it.voided))];
    let mut cells = Vec::new();
    let mut bind = |sql: &dyn Fn(usize) -> String, kind: CellKind, cell: Cell| {
        cells.push((kind, cell));
        wanted.push(sql(cells.len()));
    };
    if let Some(state) = &it.state {
        bind(&|at| format!("r.state = ${at}"), CellKind::Text, Cell::Text(state.clone()));
    }
    if let Some(day) = it.due_before {
        bind(&|at| format!("r.due < ${at}"), CellKind::Number, Cell::Number(days_of(day)));
    }
    for (name, kind, cell) in &it.equal {
        bind(&|at| format!("r.{} = ${at}", column(name)), *kind, cell.clone());
    }
    if let Some((fields, words)) = &it.contains {
        let escaped = words.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
        let like = Cell::Text(format!("%{escaped}%"));
        let any = |at: usize| {
            let each: Vec<String> = fields.iter().map(|it| it.is_like(at)).collect();
            // Where there is nothing to look in, nothing is found.
            if each.is_empty() { format!("${at} = ''") } else { format!("({})", each.join(" or ")) }
        };
        bind(&any, CellKind::Text, like);
    }
    if let Some(condition) = &it.condition {
        wanted.push(condition.clone());
    }
    (wanted.join(" and "), cells)
}

fn list(ids: &[i64]) -> String {
    ids.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

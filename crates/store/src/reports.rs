//! 报表: what was printed and how it was set out, reports that people put together for somebody who
//! asked, and the register of who asked for which numbers. Nothing printed is ever changed.

use chrono::{DateTime, NaiveDate, Utc};
use serde_json::Value;
use sm3::{Digest, Sm3};
use sqlx::{AssertSqlSafe, types::Json};

use crate::{
    audit_chain::hex,
    bulk::{Bulk, LIST, insert_many, placeholders},
    db::{Tx, on_db},
};

/// A report that was printed.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct ReportPrint {
    /// A UUID of version 7.
    pub id: String,
    /// The identifier of the report, or the id of the template.
    pub report: String,
    /// Its heading.
    pub title: String,
    /// The region.
    pub region_id: i64,
    /// The period as `kernel::Period` writes it.
    pub period: String,
    /// The moment whose numbers it shows.
    pub as_of: DateTime<Utc>,
    /// It leaves the office: small counts are left out.
    pub for_others: bool,
    /// Everything but the numbers, as JSON.
    pub plan: String,
    /// What was printed, as JSON, to the byte.
    pub content: String,
    /// SM3 of the content, in hexadecimal.
    pub sm3: String,
    /// Fingerprint of the packs.
    pub packs_hash: String,
    /// When.
    pub printed_at: DateTime<Utc>,
    /// Who, as the audit names them.
    pub printed_by: String,
}

/// A print in a list.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct ReportPrintLine {
    /// A UUID of version 7.
    pub id: String,
    /// The report or template.
    pub report: String,
    /// Its heading.
    pub title: String,
    /// The region.
    pub region_id: i64,
    /// The period.
    pub period: String,
    /// The moment whose numbers it shows.
    pub as_of: DateTime<Utc>,
    /// It leaves the office.
    pub for_others: bool,
    /// SM3 of the content.
    pub sm3: String,
    /// When.
    pub printed_at: DateTime<Utc>,
    /// Who.
    pub printed_by: String,
}

/// Which prints of a list.
#[derive(Debug, Clone, Default)]
pub struct PrintFilter {
    /// Of this report or template.
    pub report: Option<String>,
    /// Of this period.
    pub period: Option<String>,
    /// Those before this id, the newest first.
    pub before: Option<String>,
}

/// A report that somebody put together.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct ReportTemplate {
    /// A UUID of version 7.
    pub id: String,
    /// The region of whoever made it.
    pub region_id: i64,
    /// What it is called.
    pub name: String,
    /// How it is set out.
    pub layout: Value,
    /// Who asked: an office or a post.
    pub asker: String,
    /// The document that asks.
    pub document: Option<String>,
    /// The day it was asked.
    pub asked_on: NaiveDate,
    /// What for.
    pub purpose: String,
    /// When it was saved.
    pub created_at: DateTime<Utc>,
    /// By whom.
    pub created_by: String,
    /// Since when it is no longer used.
    pub ended_at: Option<DateTime<Utc>>,
    /// Who ended it.
    pub ended_by: Option<String>,
}

/// 要数: who asked for which numbers.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct NumberRequest {
    /// A UUID of version 7.
    pub id: String,
    /// Numbers of this region and what lies below it.
    pub region_id: i64,
    /// For this period.
    pub period: String,
    /// Who asked: an office or a post.
    pub asker: String,
    /// The document that asks.
    pub document: Option<String>,
    /// The day it was asked.
    pub asked_on: NaiveDate,
    /// What for.
    pub purpose: String,
    /// The day it is wanted.
    pub due_on: Option<NaiveDate>,
    /// When it was recorded.
    pub recorded_at: DateTime<Utc>,
    /// By whom.
    pub recorded_by: String,
    /// When it was answered.
    pub answered_at: Option<DateTime<Utc>>,
    /// By whom.
    pub answered_by: Option<String>,
    /// How.
    pub answer: Option<String>,
    /// The print that was handed over.
    pub print_id: Option<String>,
}

/// Which requests of a list.
#[derive(Debug, Clone, Default)]
pub struct RequestFilter {
    /// Words in the asker, the document or the purpose.
    pub words: Option<String>,
    /// That ask for this indicator.
    pub indicator: Option<String>,
    /// For this period.
    pub period: Option<String>,
    /// Not answered yet.
    pub open: bool,
    /// Those before this id, the newest first.
    pub before: Option<String>,
}

const PRINT: &str = "id, report, title, region_id, period, as_of, for_others, plan, content, sm3, \
    packs_hash, printed_at, printed_by";

const PRINT_LINE: &str =
    "id, report, title, region_id, period, as_of, for_others, sm3, printed_at, printed_by";

const TEMPLATE: &str = "id, region_id, name, layout, asker, document, asked_on, purpose, \
    created_at, created_by, ended_at, ended_by";

const REQUEST: &str = "id, region_id, period, asker, document, asked_on, purpose, due_on, \
    recorded_at, recorded_by, answered_at, answered_by, answer, print_id";

impl Tx {
    /// Keeps what is printed.
    pub async fn insert_report_print(&mut self, it: &ReportPrint) -> sqlx::Result<()> {
        let sql = format!("insert into report_prints ({PRINT}) values ({})", placeholders(1, 13));
        on_db!(
            self,
            execute,
            sqlx::query(AssertSqlSafe(sql))
                .bind(&it.id)
                .bind(&it.report)
                .bind(&it.title)
                .bind(it.region_id)
                .bind(&it.period)
                .bind(it.as_of)
                .bind(it.for_others)
                .bind(&it.plan)
                .bind(&it.content)
                .bind(&it.sm3)
                .bind(&it.packs_hash)
                .bind(it.printed_at)
                .bind(&it.printed_by)
        )?;
        Ok(())
    }

    /// One print.
    pub async fn find_report_print(&mut self, id: &str) -> sqlx::Result<Option<ReportPrint>> {
        let sql = format!("select {PRINT} from report_prints where id = $1");
        on_db!(self, fetch_optional, sqlx::query_as(AssertSqlSafe(sql)).bind(id))
    }

    /// The prints of some regions, the newest first.
    pub async fn report_prints(
        &mut self,
        regions: &[i64],
        filter: &PrintFilter,
        limit: i64,
    ) -> sqlx::Result<Vec<ReportPrintLine>> {
        let mut found: Vec<ReportPrintLine> = Vec::new();
        for some in regions.chunks(LIST) {
            let list = placeholders(5, some.len());
            let sql = format!(
                "select {PRINT_LINE} from report_prints
                 where (cast($1 as text) is null or report = $1)
                   and (cast($2 as text) is null or period = $2)
                   and (cast($3 as text) is null or id < $3)
                   and region_id in ({list})
                 order by id desc limit $4"
            );
            let rows: Vec<ReportPrintLine> = on_db!(self, fetch_all, {
                let mut query = sqlx::query_as(AssertSqlSafe(sql.as_str()))
                    .persistent(false)
                    .bind(&filter.report)
                    .bind(&filter.period)
                    .bind(&filter.before)
                    .bind(limit);
                for it in some {
                    query = query.bind(*it);
                }
                query
            })?;
            found.extend(rows);
        }
        found.sort_by(|a, b| b.id.cmp(&a.id));
        found.truncate(usize::try_from(limit).unwrap_or_default());
        Ok(found)
    }

    /// Saves a template.
    pub async fn insert_report_template(&mut self, it: &ReportTemplate) -> sqlx::Result<()> {
        let sql =
            format!("insert into report_templates ({TEMPLATE}) values ({})", placeholders(1, 12));
        on_db!(
            self,
            execute,
            sqlx::query(AssertSqlSafe(sql))
                .bind(&it.id)
                .bind(it.region_id)
                .bind(&it.name)
                .bind(Json(&it.layout))
                .bind(&it.asker)
                .bind(&it.document)
                .bind(it.asked_on)
                .bind(&it.purpose)
                .bind(it.created_at)
                .bind(&it.created_by)
                .bind(it.ended_at)
                .bind(&it.ended_by)
        )?;
        Ok(())
    }

    /// One template, in use or not.
    pub async fn find_report_template(&mut self, id: &str) -> sqlx::Result<Option<ReportTemplate>> {
        let sql = format!("select {TEMPLATE} from report_templates where id = $1");
        on_db!(self, fetch_optional, sqlx::query_as(AssertSqlSafe(sql)).bind(id))
    }

    /// The templates of some regions that are in use, the newest first.
    pub async fn report_templates(&mut self, regions: &[i64]) -> sqlx::Result<Vec<ReportTemplate>> {
        let mut found: Vec<ReportTemplate> = Vec::new();
        for some in regions.chunks(LIST) {
            let sql = format!(
                "select {TEMPLATE} from report_templates
                 where ended_at is null and region_id in ({})",
                placeholders(1, some.len())
            );
            let rows: Vec<ReportTemplate> = on_db!(self, fetch_all, {
                let mut query = sqlx::query_as(AssertSqlSafe(sql.as_str())).persistent(false);
                for it in some {
                    query = query.bind(*it);
                }
                query
            })?;
            found.extend(rows);
        }
        found.sort_by(|a, b| b.id.cmp(&a.id));
        Ok(found)
    }

    /// Ends a template; whether it was in use.
    pub async fn end_report_template(
        &mut self,
        id: &str,
        at: DateTime<Utc>,
        by: &str,
    ) -> sqlx::Result<bool> {
        let sql = "update report_templates set ended_at = $2, ended_by = $3
                   where id = $1 and ended_at is null";
        let ended = on_db!(self, execute, sqlx::query(sql).bind(id).bind(at).bind(by))?;
        Ok(ended == 1)
    }

    /// Records a request for numbers.
    pub async fn insert_number_request(
        &mut self,
        it: &NumberRequest,
        indicators: &[String],
    ) -> sqlx::Result<()> {
        let sql =
            format!("insert into number_requests ({REQUEST}) values ({})", placeholders(1, 14));
        on_db!(
            self,
            execute,
            sqlx::query(AssertSqlSafe(sql))
                .bind(&it.id)
                .bind(it.region_id)
                .bind(&it.period)
                .bind(&it.asker)
                .bind(&it.document)
                .bind(it.asked_on)
                .bind(&it.purpose)
                .bind(it.due_on)
                .bind(it.recorded_at)
                .bind(&it.recorded_by)
                .bind(it.answered_at)
                .bind(&it.answered_by)
                .bind(&it.answer)
                .bind(&it.print_id)
        )?;
        let bulk = Bulk::insert("number_request_indicators", "request_id, indicator");
        insert_many!(self, bulk, indicators, |query, indicator| query.bind(&it.id).bind(indicator));
        Ok(())
    }

    /// One request.
    pub async fn find_number_request(&mut self, id: &str) -> sqlx::Result<Option<NumberRequest>> {
        let sql = format!("select {REQUEST} from number_requests where id = $1");
        on_db!(self, fetch_optional, sqlx::query_as(AssertSqlSafe(sql)).bind(id))
    }

    /// The requests about some regions, the newest first.
    pub async fn number_requests(
        &mut self,
        regions: &[i64],
        filter: &RequestFilter,
        limit: i64,
    ) -> sqlx::Result<Vec<NumberRequest>> {
        let words = filter.words.as_ref().map(|it| {
            let plain = it.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
            format!("%{plain}%")
        });
        let open = if filter.open { "and answered_at is null" } else { "" };
        let mut found: Vec<NumberRequest> = Vec::new();
        for some in regions.chunks(LIST) {
            let list = placeholders(6, some.len());
            let sql = format!(
                r"select {REQUEST} from number_requests
                  where (cast($1 as text) is null or asker like $1 escape '\'
                         or document like $1 escape '\' or purpose like $1 escape '\')
                    and (cast($2 as text) is null or exists (
                         select 1 from number_request_indicators i
                         where i.indicator = $2 and i.request_id = number_requests.id))
                    and (cast($3 as text) is null or period = $3)
                    and (cast($4 as text) is null or id < $4)
                    {open} and region_id in ({list})
                  order by id desc limit $5"
            );
            let rows: Vec<NumberRequest> = on_db!(self, fetch_all, {
                let mut query = sqlx::query_as(AssertSqlSafe(sql.as_str()))
                    .persistent(false)
                    .bind(&words)
                    .bind(&filter.indicator)
                    .bind(&filter.period)
                    .bind(&filter.before)
                    .bind(limit);
                for it in some {
                    query = query.bind(*it);
                }
                query
            })?;
            found.extend(rows);
        }
        found.sort_by(|a, b| b.id.cmp(&a.id));
        found.truncate(usize::try_from(limit).unwrap_or_default());
        Ok(found)
    }

    /// What requests ask for: request, indicator.
    pub async fn indicators_of_requests(
        &mut self,
        requests: &[String],
    ) -> sqlx::Result<Vec<(String, String)>> {
        let mut found = Vec::new();
        for some in requests.chunks(LIST) {
            let sql = format!(
                "select request_id, indicator from number_request_indicators
                 where request_id in ({}) order by request_id, indicator",
                placeholders(1, some.len())
            );
            let rows: Vec<(String, String)> = on_db!(self, fetch_all, {
                let mut query = sqlx::query_as(AssertSqlSafe(sql.as_str())).persistent(false);
                for it in some {
                    query = query.bind(it);
                }
                query
            })?;
            found.extend(rows);
        }
        Ok(found)
    }

    /// Says how a request was answered; whether it was still open.
    pub async fn answer_number_request(
        &mut self,
        id: &str,
        answer: &str,
        print_id: Option<&str>,
        at: DateTime<Utc>,
        by: &str,
    ) -> sqlx::Result<bool> {
        let sql = "update number_requests
                   set answered_at = $2, answered_by = $3, answer = $4, print_id = $5
                   where id = $1 and answered_at is null";
        let answered = on_db!(
            self,
            execute,
            sqlx::query(sql).bind(id).bind(at).bind(by).bind(answer).bind(print_id)
        )?;
        Ok(answered == 1)
    }
}

/// SM3 of a text, in hexadecimal.
#[must_use]
pub fn sm3_of(text: &str) -> String {
    hex(&Sm3::digest(text.as_bytes()))
}

//! 收入台账: what people entered line by line, and the accounts computed of it. Entries are only
//! added: a later one of the same line counts, and what was there before stays.

use chrono::{DateTime, Utc};
use serde_json::Value;
use sqlx::{AssertSqlSafe, types::Json};

use crate::{
    bulk::{Bulk, insert_many},
    db::{Tx, on_db},
    scope::Scope,
};

/// One entry of one line of one household.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct IncomeEntry {
    /// Its number, in the order of entering.
    pub id: i64,
    /// The household.
    pub household_id: i64,
    /// 县 it lay in.
    pub county_id: i64,
    /// Last month of the period, such as `2023-09`.
    pub period: String,
    /// Months of the period.
    pub months: i64,
    /// The line, or the component when a total was stated.
    pub line: String,
    /// Fen; none takes the entry before back.
    pub fen: Option<i64>,
    /// `document`, `said` or `collected`.
    pub kind: String,
    /// What it rests on, in words.
    pub source: String,
    /// Why what was known is corrected.
    pub reason: Option<String>,
    /// Who entered it.
    pub account: String,
    /// When.
    pub at: DateTime<Utc>,
}

/// What a household had a head in twelve months.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct NewestIncome {
    /// The household.
    pub household_id: i64,
    /// 村.
    pub village_id: i64,
    /// Last month of the twelve.
    pub period: String,
    /// 人均纯收入, fen.
    pub net_per_capita: Option<i64>,
    /// 人均纯收入 of the same months a year before, fen.
    pub last_net_per_capita: Option<i64>,
    /// 人均收入参考范围, fen.
    pub reference_per_capita: Option<i64>,
}

/// The account of a household in a period. Amounts in fen.
#[derive(Debug, Clone, PartialEq, sqlx::FromRow)]
pub struct IncomeAccount {
    /// The household.
    pub household_id: i64,
    /// Last month of the period.
    pub period: String,
    /// Months of the period.
    pub months: i64,
    /// 省.
    pub province_id: i64,
    /// 州市.
    pub prefecture_id: i64,
    /// 县.
    pub county_id: i64,
    /// 乡镇.
    pub township_id: i64,
    /// 村.
    pub village_id: i64,
    /// 家庭人口.
    pub members: Option<i64>,
    /// 脱贫户.
    pub out_of_poverty: bool,
    /// 监测对象.
    pub monitored: bool,
    /// 整户无劳动力, where it is known.
    pub no_labor: Option<bool>,
    /// 户主的民族, where it is known.
    pub ethnicity: Option<String>,
    /// 工资性收入.
    pub wage: Option<i64>,
    /// 生产经营性收入.
    pub operating: Option<i64>,
    /// 财产性收入.
    pub property: Option<i64>,
    /// 转移性收入.
    pub transfer: Option<i64>,
    /// 生产经营性支出.
    pub operating_expense: Option<i64>,
    /// 家庭纯收入.
    pub net: Option<i64>,
    /// 人均纯收入.
    pub net_per_capita: Option<i64>,
    /// 收入参考范围.
    pub reference: Option<i64>,
    /// 人均收入参考范围.
    pub reference_per_capita: Option<i64>,
    /// 人均纯收入 of the same months a year before.
    pub last_net_per_capita: Option<i64>,
    /// The monitoring type suggested.
    pub class: Option<String>,
    /// Known lines with their sources.
    pub lines: Value,
    /// Components.
    pub components: Value,
    /// Identifiers of what makes it implausible.
    pub findings: Value,
}

/// What a county's period was computed from, and what came out.
#[derive(Debug, Clone, PartialEq, sqlx::FromRow)]
pub struct IncomeFill {
    /// 县.
    pub county_id: i64,
    /// Last month of the period.
    pub period: String,
    /// Months of the period.
    pub months: i64,
    /// The month whose lists filled it.
    pub evidence: String,
    /// Fingerprint of everything it was computed from.
    pub inputs_hash: String,
    /// Fingerprint of the packs.
    pub packs_hash: String,
    /// When.
    pub filled_at: DateTime<Utc>,
    /// Counts.
    pub report: Value,
}

/// Which accounts to list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct IncomeFilter {
    /// Only those with a net income per head of at least so much, in fen.
    pub from: Option<i64>,
    /// Only those with less.
    pub below: Option<i64>,
    /// Only those with this finding.
    pub finding: Option<String>,
    /// Only those with a line nobody has answered.
    pub open: bool,
    /// Beginning behind this household.
    pub after: i64,
    /// At most so many.
    pub limit: i64,
}

/// By what accounts are counted together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IncomeGroup {
    /// By village.
    Village,
    /// By township.
    Township,
    /// By county.
    County,
    /// By prefecture.
    Prefecture,
    /// 脱贫户 and others.
    OutOfPoverty,
    /// 监测对象 and others.
    Monitored,
    /// 整户无劳动力 and others.
    NoLabor,
    /// By 民族 of the head.
    Ethnicity,
}

impl IncomeGroup {
    fn column(self) -> &'static str {
        match self {
            IncomeGroup::Village => "cast(village_id as text)",
            IncomeGroup::Township => "cast(township_id as text)",
            IncomeGroup::County => "cast(county_id as text)",
            IncomeGroup::Prefecture => "cast(prefecture_id as text)",
            IncomeGroup::OutOfPoverty => "case when out_of_poverty then '1' else '0' end",
            IncomeGroup::Monitored => "case when monitored then '1' else '0' end",
            IncomeGroup::NoLabor => {
                "case when no_labor is null then '' when no_labor then '1' else '0' end"
            }
            IncomeGroup::Ethnicity => "coalesce(ethnicity, '')",
        }
    }
}

/// Accounts that belong together, summed up. Amounts in fen.
#[derive(Debug, Clone, Default, PartialEq, Eq, sqlx::FromRow)]
pub struct IncomeSum {
    /// The group: a region's id, `1` or `0`, a word; empty where it is not known.
    pub key: String,
    /// The band, from 0 for the lowest; -1 where net income is not known.
    pub band: i64,
    /// Households.
    pub households: i64,
    /// Their members.
    pub persons: i64,
    /// 工资性收入.
    pub wage: i64,
    /// 生产经营性收入.
    pub operating: i64,
    /// 财产性收入.
    pub property: i64,
    /// 转移性收入.
    pub transfer: i64,
    /// 生产经营性支出.
    pub operating_expense: i64,
}

const ENTRY: &str = "id, household_id, county_id, period, months, line, fen, kind, source, reason, \
                     account, at";
const ACCOUNT: &str = "household_id, period, months, province_id, prefecture_id, county_id, \
    township_id, village_id, members, out_of_poverty, monitored, no_labor, ethnicity, wage, \
    operating, property, transfer, operating_expense, net, net_per_capita, reference, \
    reference_per_capita, last_net_per_capita, class, lines, components, findings";
const FILL: &str =
    "county_id, period, months, evidence, inputs_hash, packs_hash, filled_at, report";

impl Tx {
    /// Adds entries, with the numbers they were given by [`Tx::allocate`] for `income_entries`.
    pub async fn add_income_entries(&mut self, entries: &[IncomeEntry]) -> sqlx::Result<()> {
        let bulk = Bulk::insert("income_entries", ENTRY);
        insert_many!(self, bulk, entries, |query, it| query
            .bind(it.id)
            .bind(it.household_id)
            .bind(it.county_id)
            .bind(&it.period)
            .bind(it.months)
            .bind(&it.line)
            .bind(it.fen)
            .bind(&it.kind)
            .bind(&it.source)
            .bind(&it.reason)
            .bind(&it.account)
            .bind(it.at));
        Ok(())
    }

    /// Every entry of a county's periods from one month to another, both included, oldest first.
    pub async fn income_entries_of_county(
        &mut self,
        county_id: i64,
        first: &str,
        last: &str,
    ) -> sqlx::Result<Vec<IncomeEntry>> {
        let sql = format!(
            "select {ENTRY} from income_entries
             where county_id = $1 and period between $2 and $3 order by id"
        );
        on_db!(
            self,
            fetch_all,
            sqlx::query_as(AssertSqlSafe(sql)).bind(county_id).bind(first).bind(last)
        )
    }

    /// Every entry of a household's periods from one month to another, oldest first.
    pub async fn income_entries_of(
        &mut self,
        household_id: i64,
        first: &str,
        last: &str,
    ) -> sqlx::Result<Vec<IncomeEntry>> {
        let sql = format!(
            "select {ENTRY} from income_entries
             where household_id = $1 and period between $2 and $3 order by id"
        );
        on_db!(
            self,
            fetch_all,
            sqlx::query_as(AssertSqlSafe(sql)).bind(household_id).bind(first).bind(last)
        )
    }

    /// Replaces the accounts of a county's period by these.
    pub async fn save_income_accounts(
        &mut self,
        fill: &IncomeFill,
        accounts: &[IncomeAccount],
    ) -> sqlx::Result<()> {
        let sql =
            "delete from income_accounts where county_id = $1 and period = $2 and months = $3";
        on_db!(
            self,
            execute,
            sqlx::query(sql).bind(fill.county_id).bind(&fill.period).bind(fill.months)
        )?;
        // Somebody who moved here may still have an account of the county they left.
        self.upsert_income_accounts(accounts).await?;
        let bulk = Bulk::upsert("income_fills", FILL, "county_id, period, months");
        let fills = [fill];
        insert_many!(self, bulk, &fills, |query, it| query
            .bind(it.county_id)
            .bind(&it.period)
            .bind(it.months)
            .bind(&it.evidence)
            .bind(&it.inputs_hash)
            .bind(&it.packs_hash)
            .bind(it.filled_at)
            .bind(Json(&it.report)));
        Ok(())
    }

    /// Saves accounts of single households over what is there.
    pub async fn upsert_income_accounts(&mut self, accounts: &[IncomeAccount]) -> sqlx::Result<()> {
        let bulk = Bulk::upsert("income_accounts", ACCOUNT, "household_id, period, months");
        insert_many!(self, bulk, accounts, |query, it| query
            .bind(it.household_id)
            .bind(&it.period)
            .bind(it.months)
            .bind(it.province_id)
            .bind(it.prefecture_id)
            .bind(it.county_id)
            .bind(it.township_id)
            .bind(it.village_id)
            .bind(it.members)
            .bind(it.out_of_poverty)
            .bind(it.monitored)
            .bind(it.no_labor)
            .bind(&it.ethnicity)
            .bind(it.wage)
            .bind(it.operating)
            .bind(it.property)
            .bind(it.transfer)
            .bind(it.operating_expense)
            .bind(it.net)
            .bind(it.net_per_capita)
            .bind(it.reference)
            .bind(it.reference_per_capita)
            .bind(it.last_net_per_capita)
            .bind(&it.class)
            .bind(Json(&it.lines))
            .bind(Json(&it.components))
            .bind(Json(&it.findings)));
        Ok(())
    }

    /// How a county's period was last computed.
    pub async fn income_fill(
        &mut self,
        county_id: i64,
        period: &str,
        months: i64,
    ) -> sqlx::Result<Option<IncomeFill>> {
        let sql = format!(
            "select {FILL} from income_fills
             where county_id = $1 and period = $2 and months = $3"
        );
        on_db!(
            self,
            fetch_optional,
            sqlx::query_as(AssertSqlSafe(sql)).bind(county_id).bind(period).bind(months)
        )
    }

    /// The periods of these counties that were computed: last month and months, newest first.
    pub async fn income_periods(&mut self, county_ids: &[i64]) -> sqlx::Result<Vec<(String, i64)>> {
        let mut found = Vec::new();
        for part in county_ids.chunks(crate::bulk::LIST) {
            let sql = format!(
                "select distinct period, months from income_fills where county_id in ({})",
                crate::bulk::placeholders(1, part.len())
            );
            let rows: Vec<(String, i64)> = on_db!(self, fetch_all, {
                let mut query = sqlx::query_as(AssertSqlSafe(sql.as_str())).persistent(false);
                for id in part {
                    query = query.bind(id);
                }
                query
            })?;
            found.extend(rows);
        }
        found.sort_by(|one, other| other.cmp(one));
        found.dedup();
        Ok(found)
    }

    /// The account of one household in a period.
    pub async fn income_account(
        &mut self,
        household_id: i64,
        period: &str,
        months: i64,
    ) -> sqlx::Result<Option<IncomeAccount>> {
        let sql = format!(
            "select {ACCOUNT} from income_accounts
             where household_id = $1 and period = $2 and months = $3"
        );
        on_db!(
            self,
            fetch_optional,
            sqlx::query_as(AssertSqlSafe(sql)).bind(household_id).bind(period).bind(months)
        )
    }

    /// 人均纯收入 of the households of a county in a period, where it is known.
    pub async fn net_per_capita_of_county(
        &mut self,
        county_id: i64,
        period: &str,
        months: i64,
    ) -> sqlx::Result<Vec<(i64, i64)>> {
        let sql = "select household_id, net_per_capita from income_accounts
                   where county_id = $1 and period = $2 and months = $3
                     and net_per_capita is not null order by household_id";
        on_db!(self, fetch_all, sqlx::query_as(sql).bind(county_id).bind(period).bind(months))
    }

    /// What screening reads of a county's newest twelve months that end between two months, by
    /// household: complete accounts only.
    pub async fn newest_incomes(
        &mut self,
        county_id: i64,
        first: &str,
        last: &str,
    ) -> sqlx::Result<Vec<NewestIncome>> {
        let sql = "select household_id, village_id, period, net_per_capita, last_net_per_capita,
                          reference_per_capita
                   from income_accounts
                   where county_id = $1 and months = 12 and net_per_capita is not null
                     and period = (select max(f.period) from income_fills f
                                   where f.county_id = $1 and f.months = 12
                                     and f.period between $2 and $3)
                   order by household_id";
        on_db!(self, fetch_all, sqlx::query_as(sql).bind(county_id).bind(first).bind(last))
    }

    /// 人均纯收入 of the accounts of a village in a period, where it is known.
    pub async fn net_per_capita_of_village(
        &mut self,
        village_id: i64,
        period: &str,
        months: i64,
    ) -> sqlx::Result<Vec<i64>> {
        let sql = "select net_per_capita from income_accounts
                   where village_id = $1 and period = $2 and months = $3
                     and net_per_capita is not null order by net_per_capita";
        on_db!(self, fetch_all, sqlx::query_scalar(sql).bind(village_id).bind(period).bind(months))
    }

    /// Accounts of a scope's region in a period, by household. A helper sees those of the families
    /// assigned, a department none: income is no department's.
    pub async fn income_accounts(
        &mut self,
        scope: &Scope,
        period: &str,
        months: i64,
        filter: &IncomeFilter,
    ) -> sqlx::Result<Vec<IncomeAccount>> {
        let finding = match self {
            Tx::Sqlite(_) => "exists (select 1 from json_each(a.findings) f where f.value = $8)",
            Tx::Postgres(_) => "jsonb_exists(a.findings, $8)",
        };
        let columns = ACCOUNT.split(", ").map(|it| format!("a.{}", it.trim()));
        let columns: Vec<String> = columns.collect();
        let sql = format!(
            "select {} from income_accounts a
             where a.{} = $1 and a.period = $2 and a.months = $3
               and cast($4 as text) is null
               and (cast($5 as text) is null or exists (select 1 from cases c
                    join case_summaries s on s.case_id = c.id
                    where c.household_id = a.household_id and s.officer_account = $5))
               and (cast($6 as bigint) is null or a.net_per_capita >= $6)
               and (cast($7 as bigint) is null or a.net_per_capita < $7)
               and (cast($8 as text) is null or {finding})
               and ($9 = 0 or a.net is null)
               and a.household_id > $10
             order by a.household_id limit $11",
            columns.join(", "),
            scope.region_column(),
        );
        on_db!(
            self,
            fetch_all,
            sqlx::query_as(AssertSqlSafe(sql.as_str()))
                .bind(scope.region_id)
                .bind(period)
                .bind(months)
                .bind(&scope.department)
                .bind(&scope.helper)
                .bind(filter.from)
                .bind(filter.below)
                .bind(&filter.finding)
                .bind(i64::from(filter.open))
                .bind(filter.after)
                .bind(filter.limit)
        )
    }

    /// The accounts of a region in a period, counted by group and band. `cuts` are the lower bounds
    /// of the bands above the lowest, in fen and in order; a household on a cut lies above it.
    pub async fn income_sums(
        &mut self,
        scope: &Scope,
        period: &str,
        months: i64,
        group: IncomeGroup,
        cuts: &[i64],
    ) -> sqlx::Result<Vec<IncomeSum>> {
        let bands = cuts
            .iter()
            .enumerate()
            .rev()
            .map(|(at, _)| format!("when net_per_capita >= ${} then {}", at + 4, at + 1));
        let bands: Vec<String> = bands.collect();
        let sum = |column: &str| {
            format!(
                "cast(coalesce(sum(case when net is null then 0 else {column} end), 0) as bigint) as {column}"
            )
        };
        let key = group.column();
        let sql = format!(
            "select {key} as key,
                    cast(case when net_per_capita is null then -1 {} else 0 end as bigint) as band,
                    count(*) as households,
                    cast(coalesce(sum(members), 0) as bigint) as persons,
                    {}, {}, {}, {}, {}
             from income_accounts
             where {} = $1 and period = $2 and months = $3
             group by 1, 2 order by 1, 2",
            bands.join(" "),
            sum("wage"),
            sum("operating"),
            sum("property"),
            sum("transfer"),
            sum("operating_expense"),
            scope.region_column(),
        );
        on_db!(self, fetch_all, {
            let mut query = sqlx::query_as(AssertSqlSafe(sql.as_str()))
                .bind(scope.region_id)
                .bind(period)
                .bind(months);
            for cut in cuts {
                query = query.bind(cut);
            }
            query
        })
    }
}

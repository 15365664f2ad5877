//! 帮扶覆盖. Who is helped, who waits, whose help is due to be looked at: counts by region, and the
//! cases behind every count. Days come in as arguments; which days they are is policy.
//! Every finder here takes a [`Scope`].

use chrono::NaiveDate;
use sqlx::AssertSqlSafe;

use crate::{
    case_lists::SCOPED,
    db::{Tx, on_db},
    scope::Scope,
};

/// What may be missing in the help for a monitored household.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum CoverageGap {
    /// Nothing in particular: every monitored household.
    None,
    /// Nobody is responsible.
    WithoutHelper,
    /// No measures, though it was identified by [`CoverageDays::measures_since`].
    WithoutMeasures,
    /// Somebody can work, and every measure is 综合保障.
    OnlyRelief,
    /// Somebody can work, and no measure is developmental, though it was identified by
    /// [`CoverageDays::developmental_since`].
    WithoutDevelopmental,
    /// Measures are planned, and nothing was delivered.
    NothingDelivered,
}

/// The days that coverage is counted with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CoverageDays {
    /// Whoever was identified on this day or before should have measures.
    pub measures_since: NaiveDate,
    /// Whoever was identified on this day or before and can work should have developmental ones.
    pub developmental_since: NaiveDate,
}

/// How the help of a region's monitored households stands.
#[derive(Debug, Clone, Default, PartialEq, Eq, sqlx::FromRow)]
pub struct CoverageCount {
    /// The region.
    pub region_id: i64,
    /// Monitored households.
    pub households: i64,
    /// Of them [`CoverageGap::WithoutHelper`].
    pub without_helper: i64,
    /// Of them [`CoverageGap::WithoutMeasures`].
    pub without_measures: i64,
    /// Of them [`CoverageGap::OnlyRelief`].
    pub only_relief: i64,
    /// Of them [`CoverageGap::WithoutDevelopmental`].
    pub without_developmental: i64,
    /// Of them [`CoverageGap::NothingDelivered`].
    pub nothing_delivered: i64,
    /// Measures of all of them together.
    pub measures: i64,
}

/// One household in a list of help.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct AssistanceLine {
    /// Number of the case.
    pub case_id: i64,
    /// Version; an action has to name it.
    pub version: i64,
    /// Stage.
    pub stage: String,
    /// Number of the household in the national system, or of the police book.
    pub household_no: Option<String>,
    /// 户主.
    pub householder: Option<String>,
    /// 户籍地.
    pub village_id: i64,
    /// 识别日期.
    pub identified_on: Option<NaiveDate>,
    /// 帮扶责任人.
    pub officer: Option<String>,
    /// Somebody can work.
    pub has_labor: Option<bool>,
    /// Measures planned.
    pub measures: i64,
    /// Of them developmental.
    pub developmental: i64,
    /// Of them 综合保障.
    pub relief: i64,
    /// Measures of which something was delivered.
    pub delivered: i64,
    /// The last 成效评议.
    pub effect_reviewed_on: Option<NaiveDate>,
    /// What it found.
    pub effect_outcome: Option<String>,
}

/// The yearly reviews of one village.
#[derive(Debug, Clone, Default, PartialEq, Eq, sqlx::FromRow)]
pub struct EffectReviewCount {
    /// 户籍地.
    pub village_id: i64,
    /// Households that are helped now.
    pub households: i64,
    /// Of them reviewed in the year.
    pub reviewed: i64,
    /// Reviews of the year that found 稳定性较弱, of households eliminated since too.
    pub weakly_stable: i64,
    /// That found 无劳动能力.
    pub no_labor: i64,
    /// That found 风险稳定消除.
    pub stably_removed: i64,
    /// The last day of a review in the year.
    pub last_on: Option<NaiveDate>,
}

/// A household that may be due for a 跟踪回访.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct FollowUpLine {
    /// Number of the case.
    pub case_id: i64,
    /// Version; an action has to name it.
    pub version: i64,
    /// Stage: eliminated, or assisted where nobody can work.
    pub stage: String,
    /// Number of the household.
    pub household_no: Option<String>,
    /// 户主.
    pub householder: Option<String>,
    /// 户籍地.
    pub village_id: i64,
    /// 监测联系人, or 帮扶责任人.
    pub officer: Option<String>,
    /// 风险消除日期.
    pub eliminated_on: Option<NaiveDate>,
    /// The last visit.
    pub followed_up_on: Option<NaiveDate>,
    /// The day the next visit counts from.
    pub since: NaiveDate,
}

/// Monitored households.
const MONITORED: &str = "r.stage in ('identified', 'assisted', 'eliminating')";

impl CoverageGap {
    /// As SQL; `$4` and `$5` are the days of [`CoverageDays`].
    fn condition(self) -> &'static str {
        match self {
            CoverageGap::None => "s.case_id is not null",
            CoverageGap::WithoutHelper => "s.officer is null",
            CoverageGap::WithoutMeasures => "s.measures = 0 and s.identified_on <= $4",
            CoverageGap::OnlyRelief => "s.has_labor and s.measures > 0 and s.relief = s.measures",
            CoverageGap::WithoutDevelopmental => {
                "s.has_labor and s.developmental = 0 and s.identified_on <= $5"
            }
            CoverageGap::NothingDelivered => "s.measures > 0 and s.delivered = 0",
        }
    }
}

const NAMES: &str = "coalesce(f.national_household_no, f.police_book_no) as household_no,
    (select p.name from persons p where p.household_id = c.household_id and p.is_head
     order by p.id limit 1) as householder";

fn counts() -> String {
    use CoverageGap as G;
    let counted = |gap: CoverageGap| format!("count(*) filter (where {})", gap.condition());
    format!(
        "count(*) as households, {} as without_helper, {} as without_measures,
         {} as only_relief, {} as without_developmental, {} as nothing_delivered,
         cast(coalesce(sum(s.measures), 0) as bigint) as measures",
        counted(G::WithoutHelper),
        counted(G::WithoutMeasures),
        counted(G::OnlyRelief),
        counted(G::WithoutDevelopmental),
        counted(G::NothingDelivered),
    )
}

impl Tx {
    /// How the help of a scope's monitored households stands, all together.
    pub async fn coverage(
        &mut self,
        scope: &Scope,
        days: CoverageDays,
    ) -> sqlx::Result<CoverageCount> {
        let sql = format!(
            "select $1 as region_id, {}
             from case_regions r join case_summaries s on s.case_id = r.case_id
             where {SCOPED} and {MONITORED}",
            counts()
        );
        on_db!(
            self,
            fetch_one,
            sqlx::query_as(AssertSqlSafe(sql.as_str()))
                .bind(scope.region_id)
                .bind(&scope.department)
                .bind(&scope.helper)
                .bind(days.measures_since)
                .bind(days.developmental_since)
        )
    }

    /// The same by the regions directly below; those without monitored households are left out. A
    /// household that was relocated from one of them into another counts in both.
    pub async fn coverage_by_region(
        &mut self,
        scope: &Scope,
        days: CoverageDays,
    ) -> sqlx::Result<Vec<CoverageCount>> {
        let sql = format!(
            "select k.region_id, {}
             from case_regions r join case_summaries s on s.case_id = r.case_id
             join case_regions k on k.case_id = r.case_id
             join regions g on g.id = k.region_id and g.parent = $1
             where {SCOPED} and {MONITORED}
             group by k.region_id order by k.region_id",
            counts()
        );
        on_db!(
            self,
            fetch_all,
            sqlx::query_as(AssertSqlSafe(sql.as_str()))
                .bind(scope.region_id)
                .bind(&scope.department)
                .bind(&scope.helper)
                .bind(days.measures_since)
                .bind(days.developmental_since)
        )
    }

    /// The cases behind a count, by number, beginning behind `after`.
    pub async fn coverage_cases(
        &mut self,
        scope: &Scope,
        gap: CoverageGap,
        days: CoverageDays,
        after: i64,
        limit: i64,
    ) -> sqlx::Result<Vec<AssistanceLine>> {
        // Both days are named, so that PostgreSQL knows the type of what a gap does not ask for.
        let sql = format!(
            "{} where {SCOPED} and {MONITORED} and {} and $4 is not null and $5 is not null
             and r.case_id > $6 order by r.case_id limit $7",
            lines(),
            gap.condition()
        );
        on_db!(
            self,
            fetch_all,
            sqlx::query_as(AssertSqlSafe(sql.as_str()))
                .bind(scope.region_id)
                .bind(&scope.department)
                .bind(&scope.helper)
                .bind(days.measures_since)
                .bind(days.developmental_since)
                .bind(after)
                .bind(limit)
        )
    }

    /// The townships and villages of a scope's monitored households in which nobody is responsible
    /// for any of them. Of a household that was relocated, both places are looked at.
    pub async fn regions_without_helper(&mut self, scope: &Scope) -> sqlx::Result<Vec<i64>> {
        let sql = format!(
            "select k.region_id from case_regions r
             join case_summaries s on s.case_id = r.case_id
             join case_regions k on k.case_id = r.case_id
             join regions g on g.id = k.region_id and g.level in ('township', 'village')
             where {SCOPED} and {MONITORED}
             group by k.region_id having count(s.officer) = 0 order by k.region_id"
        );
        on_db!(
            self,
            fetch_all,
            sqlx::query_scalar(AssertSqlSafe(sql.as_str()))
                .bind(scope.region_id)
                .bind(&scope.department)
                .bind(&scope.helper)
        )
    }

    /// The reviews from one day to another (both count) by village, of households that are helped
    /// or were helped before their risk was gone.
    pub async fn effect_reviews(
        &mut self,
        scope: &Scope,
        from: NaiveDate,
        to: NaiveDate,
    ) -> sqlx::Result<Vec<EffectReviewCount>> {
        let helped = "r.stage in ('assisted', 'eliminating')";
        let found = |outcome: &str| format!("count(*) filter (where v.outcome = '{outcome}')");
        let sql = format!(
            "select c.village_id, count(*) filter (where {helped}) as households,
                count(*) filter (where {helped} and v.case_id is not null) as reviewed,
                {} as weakly_stable, {} as no_labor, {} as stably_removed,
                max(v.reviewed_on) as last_on
             from case_regions r join cases c on c.id = r.case_id
             left join case_effect_reviews v on v.case_id = r.case_id
                and v.reviewed_on = (select max(x.reviewed_on) from case_effect_reviews x
                    where x.case_id = r.case_id and x.reviewed_on >= $4 and x.reviewed_on <= $5)
             where {SCOPED} and ({helped} or (r.stage = 'eliminated' and v.case_id is not null))
             group by c.village_id order by c.village_id",
            found("weakly_stable"),
            found("no_labor"),
            found("stably_removed"),
        );
        on_db!(
            self,
            fetch_all,
            sqlx::query_as(AssertSqlSafe(sql.as_str()))
                .bind(scope.region_id)
                .bind(&scope.department)
                .bind(&scope.helper)
                .bind(from)
                .bind(to)
        )
    }

    /// The households that are helped and have no review from one day to another, by number,
    /// beginning behind the case `after`.
    pub async fn cases_to_review(
        &mut self,
        scope: &Scope,
        from: NaiveDate,
        to: NaiveDate,
        after: i64,
        limit: i64,
    ) -> sqlx::Result<Vec<AssistanceLine>> {
        let sql = format!(
            "{} where {SCOPED} and r.stage = 'assisted'
               and not exists (select 1 from case_effect_reviews x where x.case_id = r.case_id
                   and x.reviewed_on >= $4 and x.reviewed_on <= $5)
               and r.case_id > $6 order by r.case_id limit $7",
            lines()
        );
        on_db!(
            self,
            fetch_all,
            sqlx::query_as(AssertSqlSafe(sql.as_str()))
                .bind(scope.region_id)
                .bind(&scope.department)
                .bind(&scope.helper)
                .bind(from)
                .bind(to)
                .bind(after)
                .bind(limit)
        )
    }

    /// The households last visited on `eliminated_by` or before since their risk was gone, and
    /// those without labour last visited or reviewed on `no_labor_by` or before; who has waited
    /// longest comes first. No day, none of that kind.
    pub async fn follow_ups(
        &mut self,
        scope: &Scope,
        eliminated_by: Option<NaiveDate>,
        no_labor_by: Option<NaiveDate>,
        limit: i64,
    ) -> sqlx::Result<Vec<FollowUpLine>> {
        let since = "coalesce(s.followed_up_on, case r.stage when 'eliminated' then s.eliminated_on
            else s.effect_reviewed_on end)";
        let sql = format!(
            "select r.case_id, c.version, r.stage, {NAMES}, c.village_id, s.officer,
                s.eliminated_on, s.followed_up_on, {since} as since
             from case_regions r join cases c on c.id = r.case_id
             join case_summaries s on s.case_id = r.case_id
             left join households f on f.id = c.household_id
             where {SCOPED}
               and ((r.stage = 'eliminated' and {since} <= $4)
                 or (r.stage = 'assisted' and s.effect_outcome = 'no_labor' and {since} <= $5))
             order by {since}, r.case_id limit $6"
        );
        on_db!(
            self,
            fetch_all,
            sqlx::query_as(AssertSqlSafe(sql.as_str()))
                .bind(scope.region_id)
                .bind(&scope.department)
                .bind(&scope.helper)
                .bind(eliminated_by)
                .bind(no_labor_by)
                .bind(limit)
        )
    }
}

/// What [`AssistanceLine`] takes, up to the condition.
fn lines() -> String {
    format!(
        "select r.case_id, c.version, r.stage, {NAMES}, c.village_id, s.identified_on, s.officer,
            s.has_labor, s.measures, s.developmental, s.relief, s.delivered, s.effect_reviewed_on,
            s.effect_outcome
         from case_regions r join cases c on c.id = r.case_id
         join case_summaries s on s.case_id = r.case_id
         left join households f on f.id = c.household_id"
    )
}

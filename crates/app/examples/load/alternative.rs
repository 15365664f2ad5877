//! The usual way, to compare with: every case carries its region's code, a region's cases are
//! those whose code begins so, and a page is skipped to by counting rows. It has the best index
//! for this on either engine.

use app::home::Home;
use sqlx::{AssertSqlSafe, Row as _};
use store::Tx;

/// Runs statements the store does not have.
async fn execute(home: &Home, statements: &[&'static str]) -> anyhow::Result<()> {
    let mut tx = home.db.write().await?;
    for sql in statements {
        match &mut tx {
            Tx::Sqlite(tx) => sqlx::query(*sql).execute(&mut **tx).await.map(|_| ())?,
            Tx::Postgres(tx) => sqlx::query(*sql).execute(&mut **tx).await.map(|_| ())?,
        }
    }
    tx.commit().await?;
    Ok(())
}

pub async fn prepare(home: &Home) -> anyhow::Result<()> {
    execute(
        home,
        &["create table coded_cases (
               id bigint not null primary key, stat_code text not null, stage text not null)"],
    )
    .await
}

pub async fn fill(home: &Home) -> anyhow::Result<()> {
    let index = match home.db {
        // `like` does not mind the case of letters, so its index must not either.
        store::Db::Sqlite(_) => {
            "create index coded_by_code on coded_cases (stat_code collate nocase, stage, id)"
        }
        store::Db::Postgres(_) => {
            "create index coded_by_code on coded_cases (stat_code text_pattern_ops, stage, id)"
        }
    };
    execute(
        home,
        &[
            "insert into coded_cases (id, stat_code, stage)
             select c.id, r.stat_code, c.stage from cases c join regions r on r.id = c.village_id",
            index,
        ],
    )
    .await?;
    let analyze = match home.db {
        store::Db::Sqlite(_) => "analyze coded_cases",
        store::Db::Postgres(_) => "analyze",
    };
    execute(home, &[analyze]).await
}

/// A page of cases with the same columns as ours.
pub async fn page(home: &Home, code: &str, stage: &str, offset: i64) -> anyhow::Result<usize> {
    // The beginning stands in the text: bound, neither engine would use the index.
    let sql = format!(
        "select c.id, c.household_id,
             coalesce(f.national_household_no, f.police_book_no) as household_no,
             (select p.name from persons p where p.household_id = c.household_id and p.is_head
              order by p.id limit 1) as householder,
             c.village_id, c.residence_village_id, c.stage, c.version, c.first_clue_on,
             s.monitoring_type, s.risks, s.identified_on, s.officer, s.whole_due
         from coded_cases k join cases c on c.id = k.id
         left join case_summaries s on s.case_id = c.id
         left join households f on f.id = c.household_id
         where k.stat_code like '{code}%' and k.stage = '{stage}'
         order by k.id limit 51 offset {offset}"
    );
    rows(home, sql).await
}

/// How many there are in each stage.
pub async fn counts(home: &Home, code: &str) -> anyhow::Result<usize> {
    let sql = format!(
        "select stage, count(*) from coded_cases where stat_code like '{code}%' group by stage"
    );
    rows(home, sql).await
}

async fn rows(home: &Home, sql: String) -> anyhow::Result<usize> {
    let mut tx = home.db.read().await?;
    let query = sqlx::query(AssertSqlSafe(sql.as_str())).persistent(false);
    // Every row is read to its last column, as ours are.
    Ok(match &mut tx {
        Tx::Sqlite(tx) => {
            let rows = query.fetch_all(&mut **tx).await?;
            rows.iter().map(|it| it.try_get_raw(it.len() - 1).map(|_| 1)).sum::<Result<_, _>>()?
        }
        Tx::Postgres(tx) => {
            let query = sqlx::query(AssertSqlSafe(sql.as_str())).persistent(false);
            let rows = query.fetch_all(&mut **tx).await?;
            rows.iter().map(|it| it.try_get_raw(it.len() - 1).map(|_| 1)).sum::<Result<_, _>>()?
        }
    })
}

//! Numbers we give out ourselves: one counter a kind of thing.

use crate::db::{Tx, on_db};

impl Tx {
    /// Takes the next `n` numbers of a counter and gives the first of them; the first ever is 1.
    /// Two units of work never get the same number. Numbers of one that is rolled back are given
    /// out again.
    pub async fn allocate(&mut self, counter: &str, n: i64) -> sqlx::Result<i64> {
        if n < 0 {
            return Err(sqlx::Error::InvalidArgument(format!("{counter}: {n} numbers asked for")));
        }
        let sql = "insert into counters (name, next) values ($1, 1 + $2)
                   on conflict (name) do update set next = counters.next + $2
                   returning next - $2";
        on_db!(self, fetch_one, sqlx::query_scalar(sql).bind(counter).bind(n))
    }
}

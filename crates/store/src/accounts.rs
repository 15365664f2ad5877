//! 账号。Who may sign in, where the account is placed and which roles it has; what it may do is
//! decided elsewhere.

use std::{collections::BTreeSet, fmt};

use chrono::{DateTime, Utc};
use sqlx::{AssertSqlSafe, types::Json};

use crate::{
    bulk::placeholders,
    db::{Tx, on_db},
    scope::Scope,
};

/// 账号. Its `Debug` shows neither login, name nor anything of the password.
#[derive(Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Account {
    /// Our own id, a UUIDv7.
    pub id: String,
    /// 登录名, in small letters; no two accounts have the same.
    pub login: String,
    /// 姓名.
    pub name: String,
    /// The telephone, sealed.
    pub phone_sealed: Option<Vec<u8>>,
    /// The password, hashed.
    pub password_hash: String,
    /// When it was last set.
    pub password_changed_at: DateTime<Utc>,
    /// Hashes of the passwords before it, the newest first.
    #[sqlx(json)]
    pub password_history: Vec<String>,
    /// Somebody else set the password: the owner has to choose one of their own.
    pub must_change_password: bool,
    /// 角色, by name.
    #[sqlx(json)]
    pub roles: BTreeSet<String>,
    /// The region it is placed at.
    pub region_id: i64,
    /// The level of that region, by its word.
    pub level: String,
    /// 省 of the region, or the region itself; the levels below the region are none.
    pub province_id: Option<i64>,
    /// 市（州）.
    pub prefecture_id: Option<i64>,
    /// 县.
    pub county_id: Option<i64>,
    /// 乡镇.
    pub township_id: Option<i64>,
    /// 村.
    pub village_id: Option<i64>,
    /// 部门, of a department officer.
    pub department: Option<String>,
    /// `active` or `disabled`.
    pub state: String,
    /// Failed sign-ins since the last that succeeded, or since the last lock.
    pub failed_logins: i64,
    /// Nobody signs in until then.
    pub locked_until: Option<DateTime<Utc>>,
    /// The secret of the one-time codes, sealed.
    pub totp_sealed: Option<Vec<u8>>,
    /// A secret that waits for its first code, sealed.
    pub totp_pending_sealed: Option<Vec<u8>>,
    /// The time step of the last code that was used.
    pub totp_last_step: Option<i64>,
    /// Blind index of the identity at the office's provider that is linked with the account.
    pub oidc_index: Option<Vec<u8>>,
    /// Counts the changes, from 1; signing in is none.
    pub version: i64,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub changed_at: DateTime<Utc>,
}

const COLUMNS: &str = "id, login, name, phone_sealed, password_hash, password_changed_at, \
    password_history, must_change_password, roles, region_id, level, province_id, prefecture_id, \
    county_id, township_id, village_id, department, state, failed_logins, locked_until, \
    totp_sealed, totp_pending_sealed, totp_last_step, oidc_index, version, created_at, \
    changed_at";

impl Tx {
    /// Adds an account. `false` when another has its login.
    pub async fn insert_account(&mut self, account: &Account) -> sqlx::Result<bool> {
        let values = placeholders(1, COLUMNS.split(',').count());
        let sql = format!(
            "insert into accounts ({COLUMNS}) values ({values}) on conflict (login) do nothing"
        );
        let added = on_db!(
            self,
            execute,
            sqlx::query(AssertSqlSafe(sql))
                .bind(&account.id)
                .bind(&account.login)
                .bind(&account.name)
                .bind(&account.phone_sealed)
                .bind(&account.password_hash)
                .bind(account.password_changed_at)
                .bind(Json(&account.password_history))
                .bind(account.must_change_password)
                .bind(Json(&account.roles))
                .bind(account.region_id)
                .bind(&account.level)
                .bind(account.province_id)
                .bind(account.prefecture_id)
                .bind(account.county_id)
                .bind(account.township_id)
                .bind(account.village_id)
                .bind(&account.department)
                .bind(&account.state)
                .bind(account.failed_logins)
                .bind(account.locked_until)
                .bind(&account.totp_sealed)
                .bind(&account.totp_pending_sealed)
                .bind(account.totp_last_step)
                .bind(&account.oidc_index)
                .bind(account.version)
                .bind(account.created_at)
                .bind(account.changed_at)
        )?;
        Ok(added == 1)
    }

    /// Saves everything of an account but its login, when it was made, what signing in counts, and
    /// its identity ([`Tx::link_identity`]).
    /// `account.version` is the new one; `false` when the stored one is not the one before it,
    /// because somebody else changed the account since it was read.
    pub async fn change_account(&mut self, account: &Account) -> sqlx::Result<bool> {
        let sql = "update accounts set version = $2, name = $3, phone_sealed = $4,
                       password_hash = $5, password_changed_at = $6, password_history = $7,
                       must_change_password = $8, roles = $9, region_id = $10, level = $11,
                       province_id = $12, prefecture_id = $13, county_id = $14, township_id = $15,
                       village_id = $16, department = $17, state = $18, totp_sealed = $19,
                       totp_pending_sealed = $20, changed_at = $21
                   where id = $1 and version = $2 - 1";
        let changed = on_db!(
            self,
            execute,
            sqlx::query(sql)
                .bind(&account.id)
                .bind(account.version)
                .bind(&account.name)
                .bind(&account.phone_sealed)
                .bind(&account.password_hash)
                .bind(account.password_changed_at)
                .bind(Json(&account.password_history))
                .bind(account.must_change_password)
                .bind(Json(&account.roles))
                .bind(account.region_id)
                .bind(&account.level)
                .bind(account.province_id)
                .bind(account.prefecture_id)
                .bind(account.county_id)
                .bind(account.township_id)
                .bind(account.village_id)
                .bind(&account.department)
                .bind(&account.state)
                .bind(&account.totp_sealed)
                .bind(&account.totp_pending_sealed)
                .bind(account.changed_at)
        )?;
        Ok(changed == 1)
    }

    /// One account, wherever it is placed: for those who sign in, and for the owner of the machine.
    pub async fn find_account(&mut self, id: &str) -> sqlx::Result<Option<Account>> {
        let sql = format!("select {COLUMNS} from accounts where id = $1");
        on_db!(self, fetch_optional, sqlx::query_as(AssertSqlSafe(sql)).bind(id))
    }

    /// The account of a login written in small letters.
    pub async fn account_of_login(&mut self, login: &str) -> sqlx::Result<Option<Account>> {
        let sql = format!("select {COLUMNS} from accounts where login = $1");
        on_db!(self, fetch_optional, sqlx::query_as(AssertSqlSafe(sql)).bind(login))
    }

    /// The account linked with an identity, by the blind index of that.
    pub async fn account_of_identity(&mut self, index: &[u8]) -> sqlx::Result<Option<Account>> {
        let sql = format!("select {COLUMNS} from accounts where oidc_index = $1");
        on_db!(self, fetch_optional, sqlx::query_as(AssertSqlSafe(sql)).bind(index))
    }

    /// Links an account with an identity, or takes the link away. `false` when the identity is
    /// linked with another account; then this unit of work is over.
    pub async fn link_identity(&mut self, id: &str, index: Option<&[u8]>) -> sqlx::Result<bool> {
        let sql = "update accounts set oidc_index = $2 where id = $1";
        match on_db!(self, execute, sqlx::query(sql).bind(id).bind(index)) {
            Err(sqlx::Error::Database(error)) if error.is_unique_violation() => Ok(false),
            changed => Ok(changed? == 1),
        }
    }

    /// An account, if it is within a scope.
    pub async fn account_in(&mut self, id: &str, scope: &Scope) -> sqlx::Result<Option<Account>> {
        let inside = inside(scope);
        let sql = format!("select {COLUMNS} from accounts where {inside} and id = $4");
        on_db!(
            self,
            fetch_optional,
            sqlx::query_as(AssertSqlSafe(sql))
                .bind(scope.region_id)
                .bind(&scope.department)
                .bind(&scope.helper)
                .bind(id)
        )
    }

    /// One page of the accounts within a scope, by login, beginning behind the login `after`.
    pub async fn accounts_in(
        &mut self,
        scope: &Scope,
        after: &str,
        limit: i64,
    ) -> sqlx::Result<Vec<Account>> {
        let inside = inside(scope);
        let sql = format!(
            "select {COLUMNS} from accounts where {inside} and login > $4 order by login limit $5"
        );
        on_db!(
            self,
            fetch_all,
            sqlx::query_as(AssertSqlSafe(sql))
                .bind(scope.region_id)
                .bind(&scope.department)
                .bind(&scope.helper)
                .bind(after)
                .bind(limit)
        )
    }

    /// Counts a failed sign-in and gives the count. Others who count wait until this unit of work
    /// ends, so that none of them is lost.
    pub async fn count_failed_login(&mut self, id: &str) -> sqlx::Result<i64> {
        let sql = "update accounts set failed_logins = failed_logins + 1 where id = $1
                   returning failed_logins";
        on_db!(self, fetch_one, sqlx::query_scalar(sql).bind(id))
    }

    /// Lets nobody sign in until then. Counting begins anew.
    pub async fn lock_account(&mut self, id: &str, until: DateTime<Utc>) -> sqlx::Result<()> {
        let sql = "update accounts set failed_logins = 0, locked_until = $2 where id = $1";
        on_db!(self, execute, sqlx::query(sql).bind(id).bind(until))?;
        Ok(())
    }

    /// Takes lock and count away: somebody signed in, or an administrator said so.
    pub async fn unlock_account(&mut self, id: &str) -> sqlx::Result<()> {
        let sql = "update accounts set failed_logins = 0, locked_until = null where id = $1";
        on_db!(self, execute, sqlx::query(sql).bind(id))?;
        Ok(())
    }

    /// Remembers the time step of a one-time code. `false` when a code of this step or a later one
    /// has been used: then it does not count again.
    pub async fn use_totp_step(&mut self, id: &str, step: i64) -> sqlx::Result<bool> {
        let sql = "update accounts set totp_last_step = $2
                   where id = $1 and (totp_last_step is null or totp_last_step < $2)";
        Ok(on_db!(self, execute, sqlx::query(sql).bind(id).bind(step))? == 1)
    }
}

/// Whether an account lies in a scope, in SQL: `$1` the region, `$2` the department, `$3` the
/// account itself, of a scope that has only the families assigned to it.
fn inside(scope: &Scope) -> String {
    let column = scope.region_column();
    format!(
        "{column} = $1 and (cast($2 as text) is null or department = $2)
         and (cast($3 as text) is null or id = $3)"
    )
}

impl fmt::Debug for Account {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Account")
            .field("id", &self.id)
            .field("state", &self.state)
            .field("version", &self.version)
            .finish_non_exhaustive()
    }
}

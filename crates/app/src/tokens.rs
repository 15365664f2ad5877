//! 接口令牌: what a department's system shows in place of a password.
//!
//! Only the account itself makes its tokens, so that nobody acts in its name; administrators see
//! and revoke them.

use std::fmt;

use anyhow::Context;
use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use serde::Serialize;
use serde_json::json;
use store::{ApiToken, new_id, token_hash};

use crate::{
    access::Access,
    account_error::AccountError,
    accounts::{Manager, audit, reach},
    home::Home,
    password::random_token,
    staff::Staff,
};

/// What tokens begin with, so that one left in a file is recognised.
const PREFIX: &str = "sw_";

/// The most characters of a name.
const NAME: usize = 40;

/// 令牌状态.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum TokenState {
    /// 有效.
    Active,
    /// 过期.
    Expired,
    /// 吊销.
    Revoked,
}

/// A token as its owner and administrators see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct TokenView {
    /// Id.
    pub token: String,
    /// What it is for.
    pub name: String,
    /// 状态.
    pub state: TokenState,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it ends.
    pub expires_at: DateTime<Utc>,
    /// When it was revoked.
    pub revoked_at: Option<DateTime<Utc>>,
    /// The last day it was used.
    pub last_used_on: Option<NaiveDate>,
}

/// A token that has just been made. `Debug` does not show the secret.
#[derive(Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct NewToken {
    /// The token as it is listed.
    pub token: TokenView,
    /// What the department's system shows; it is said once and stored nowhere.
    pub secret: String,
}

/// Makes a token of one's own account that holds through `last_day`.
///
/// # Errors
/// [`AccountError::NoTokensForRole`], [`AccountError::TokenName`], [`AccountError::TokenDays`].
pub async fn create(
    home: &Home,
    staff: &Staff,
    name: &str,
    last_day: NaiveDate,
    now: DateTime<Utc>,
) -> Result<NewToken, AccountError> {
    staff.in_person()?;
    let rules = &Access::get().tokens;
    if staff.roles.is_disjoint(&rules.for_roles) {
        return Err(AccountError::NoTokensForRole);
    }
    let name = name.trim();
    if !(1..=NAME).contains(&name.chars().count()) || name.contains('\0') {
        return Err(AccountError::TokenName);
    }
    let days = (last_day - kernel::china_day(now)).num_days();
    if !(0..=rules.longest_days).contains(&days) {
        return Err(AccountError::TokenDays { longest_days: rules.longest_days });
    }
    let secret = format!("{PREFIX}{}", random_token()?);
    let token = ApiToken {
        id: new_id(now),
        account_id: staff.account_id.clone(),
        name: name.to_owned(),
        hash: token_hash(&secret),
        created_at: now,
        expires_at: end_of(last_day)?,
        revoked_at: None,
        last_used_on: None,
    };
    let detail = json!({ "token": token.id, "last_day": last_day });
    let mut tx = home.db.write().await?;
    tx.insert_api_token(&token).await?;
    audit(&mut tx, now, Manager::Staff(staff), "token.create", &staff.account_id, &detail).await?;
    tx.commit().await?;
    Ok(NewToken { token: view(token, now), secret })
}

/// The tokens of an account, the oldest first, with those that have ended.
///
/// # Errors
/// [`AccountError::NotFound`] outside the manager's reach.
pub async fn list(
    home: &Home,
    manager: Manager<'_>,
    account_id: &str,
    now: DateTime<Utc>,
) -> Result<Vec<TokenView>, AccountError> {
    let mut tx = home.db.read().await?;
    let account = reach(&mut tx, manager, account_id).await?;
    let tokens = tx.api_tokens_of(&account.id).await?;
    Ok(tokens.into_iter().map(|it| view(it, now)).collect())
}

/// Revokes a token; from now on it opens nothing.
///
/// # Errors
/// [`AccountError::NotFound`] outside the manager's reach; [`AccountError::NoSuchToken`].
pub async fn revoke(
    home: &Home,
    manager: Manager<'_>,
    account_id: &str,
    token_id: &str,
    now: DateTime<Utc>,
) -> Result<(), AccountError> {
    manager.may_write()?;
    let mut tx = home.db.write().await?;
    let account = reach(&mut tx, manager, account_id).await?;
    if token_id.contains('\0') || !tx.revoke_api_token(&account.id, token_id, now).await? {
        return Err(AccountError::NoSuchToken);
    }
    let detail = json!({ "token": token_id });
    audit(&mut tx, now, manager, "token.revoke", &account.id, &detail).await?;
    tx.commit().await?;
    Ok(())
}

fn view(token: ApiToken, now: DateTime<Utc>) -> TokenView {
    let state = match token.revoked_at {
        Some(_) => TokenState::Revoked,
        None if token.expires_at <= now => TokenState::Expired,
        None => TokenState::Active,
    };
    TokenView {
        token: token.id,
        name: token.name,
        state,
        created_at: token.created_at,
        expires_at: token.expires_at,
        revoked_at: token.revoked_at,
        last_used_on: token.last_used_on,
    }
}

/// Midnight after a day in China, which is eight hours ahead.
fn end_of(day: NaiveDate) -> anyhow::Result<DateTime<Utc>> {
    let next = day.checked_add_days(Days::new(1)).context("日期太远")?;
    let midnight = next.and_hms_opt(0, 0, 0).context("日期有误")?;
    Ok(midnight.and_utc() - TimeDelta::hours(8))
}

impl fmt::Debug for NewToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NewToken").field("token", &self.token).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_holds_through_its_last_day_in_china() {
        let last: NaiveDate = "2026-03-01".parse().unwrap();
        let end = end_of(last).unwrap();
        assert_eq!(end.to_rfc3339(), "2026-03-01T16:00:00+00:00");
        assert_eq!(kernel::china_day(end - TimeDelta::seconds(1)), last);
        assert_ne!(kernel::china_day(end), last);
    }
}

//! 动态码: one-time codes of a telephone (RFC 6238), as a second thing to show besides the password.
//!
//! The secret is sealed for its account, and a code counts once.

use std::fmt;

use anyhow::Context;
use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::json;
use store::Account;
use totp_rs::{Builder, Totp};

use crate::{
    account_error::AccountError,
    accounts::{Manager, audit, reach},
    home::Home,
    password::random_bytes,
    sign_in::refuse,
    staff::Staff,
};

/// Whom the telephone shows the codes for.
const ISSUER: &str = "守望";

/// A secret to be put into a telephone. `Debug` does not show it.
#[derive(Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct TotpSetup {
    /// The secret in base 32, for typing.
    pub secret: String,
    /// The same as an `otpauth://` address, for a QR code.
    pub url: String,
}

/// Begins to set up codes. They count once [`confirm`] has seen the first.
///
/// # Errors
/// [`AccountError::TotpOn`] when they are set up already.
pub async fn begin(
    home: &Home,
    staff: &Staff,
    now: DateTime<Utc>,
) -> Result<TotpSetup, AccountError> {
    staff.in_person()?;
    let secret = random_bytes::<20>()?;
    let mut tx = home.db.write().await?;
    let mut account = tx.find_account(&staff.account_id).await?.ok_or(AccountError::NotSignedIn)?;
    if account.totp_sealed.is_some() {
        return Err(AccountError::TotpOn);
    }
    let codes = codes(&secret, &account.login)?;
    account.totp_pending_sealed = Some(home.keys.seal(&purpose(&account.id), &secret));
    account.version += 1;
    account.changed_at = now;
    if !tx.change_account(&account).await? {
        return Err(AccountError::Stale);
    }
    audit(&mut tx, now, Manager::Staff(staff), "totp.begin", &account.id, &json!({})).await?;
    tx.commit().await?;
    let url = codes.to_url().map_err(|error| anyhow::anyhow!("{error}"))?;
    Ok(TotpSetup { secret: codes.secret().to_base32(), url })
}

/// Confirms with a first code that the telephone has the secret. From now on signing in asks for
/// a code.
///
/// # Errors
/// [`AccountError::TotpOff`] when nothing was begun; [`AccountError::CodeRefused`].
pub async fn confirm(
    home: &Home,
    staff: &Staff,
    code: &str,
    now: DateTime<Utc>,
) -> Result<(), AccountError> {
    staff.in_person()?;
    let mut tx = home.db.write().await?;
    let mut account = tx.find_account(&staff.account_id).await?.ok_or(AccountError::NotSignedIn)?;
    let sealed = account.totp_pending_sealed.take().ok_or(AccountError::TotpOff)?;
    let step = step_of(home, &account, &sealed, code, now)?.ok_or(AccountError::CodeRefused)?;
    account.totp_sealed = Some(sealed);
    account.version += 1;
    account.changed_at = now;
    if !tx.change_account(&account).await? {
        return Err(AccountError::Stale);
    }
    if !tx.use_totp_step(&account.id, step).await? {
        return Err(AccountError::CodeRefused);
    }
    audit(&mut tx, now, Manager::Staff(staff), "totp.confirm", &account.id, &json!({})).await?;
    tx.commit().await?;
    Ok(())
}

/// Takes one's own codes away, with a last code: who has found an open screen cannot.
///
/// # Errors
/// [`AccountError::TotpOff`]; [`AccountError::CodeRefused`], which counts like a failed sign-in.
pub async fn remove(
    home: &Home,
    staff: &Staff,
    code: &str,
    now: DateTime<Utc>,
) -> Result<(), AccountError> {
    staff.in_person()?;
    let mut tx = home.db.write().await?;
    let account = tx.find_account(&staff.account_id).await?.ok_or(AccountError::NotSignedIn)?;
    let sealed = account.totp_sealed.clone().ok_or(AccountError::TotpOff)?;
    let is_locked = account.locked_until.is_some_and(|it| now < it);
    let step = step_of(home, &account, &sealed, code, now)?.filter(|_| !is_locked);
    let is_fresh = match step {
        Some(step) => tx.use_totp_step(&account.id, step).await?,
        None => false,
    };
    if !is_fresh {
        drop(tx);
        refuse(home, Some(&account), if is_locked { "locked" } else { "code" }, now).await?;
        return Err(AccountError::CodeRefused);
    }
    take_away(tx, Manager::Staff(staff), account, now).await
}

/// Takes the codes of an account away whose telephone was lost.
///
/// # Errors
/// [`AccountError::NotFound`] outside the manager's reach; [`AccountError::OwnAccount`];
/// [`AccountError::TotpOff`].
pub async fn remove_for(
    home: &Home,
    manager: Manager<'_>,
    account_id: &str,
    now: DateTime<Utc>,
) -> Result<(), AccountError> {
    manager.may_write()?;
    manager.not_oneself(account_id)?;
    let mut tx = home.db.write().await?;
    let account = reach(&mut tx, manager, account_id).await?;
    if account.totp_sealed.is_none() {
        return Err(AccountError::TotpOff);
    }
    take_away(tx, manager, account, now).await
}

async fn take_away(
    mut tx: store::Tx,
    manager: Manager<'_>,
    mut account: Account,
    now: DateTime<Utc>,
) -> Result<(), AccountError> {
    account.totp_sealed = None;
    account.totp_pending_sealed = None;
    account.version += 1;
    account.changed_at = now;
    if !tx.change_account(&account).await? {
        return Err(AccountError::Stale);
    }
    audit(&mut tx, now, manager, "totp.remove", &account.id, &json!({})).await?;
    tx.commit().await?;
    Ok(())
}

/// The time step of a code, if it is one of the step before, now, or the step after.
pub(crate) fn step_of(
    home: &Home,
    account: &Account,
    sealed: &[u8],
    code: &str,
    now: DateTime<Utc>,
) -> anyhow::Result<Option<i64>> {
    let secret = home.keys.open(&purpose(&account.id), sealed).context("动态码的密钥打不开")?;
    let seconds = u64::try_from(now.timestamp()).context("时间早于1970年")?;
    let step = codes(&secret, &account.login)?.check(code.trim(), seconds);
    Ok(step.map(i64::try_from).transpose()?)
}

/// SHA-1, six digits, 30 seconds: what every application on a telephone understands.
fn codes(secret: &[u8], login: &str) -> anyhow::Result<Totp> {
    let builder = Builder::new().with_secret(secret).with_issuer(Some(ISSUER));
    builder.with_account_name(login).build().map_err(|error| anyhow::anyhow!("{error}"))
}

/// A secret opens for its own account only.
fn purpose(account_id: &str) -> String {
    format!("totp {account_id}")
}

impl fmt::Debug for TotpSetup {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TotpSetup").finish_non_exhaustive()
    }
}

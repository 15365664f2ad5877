//! 统一身份认证: signing in through the office's provider, beside passwords.
//!
//! Who somebody is at the provider is found out above; here an account is found by it, and the
//! same things are asked of the account as of one that signs in with a password. Nobody gets an
//! account by signing in: the security administrator links account and identity.

use std::fmt;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use store::{bytes_of_hex, hex};

use crate::{
    account_error::AccountError,
    accounts::is_active,
    home::Home,
    identity_settings::IdentitySettings,
    sign_in::{self, OpenedWith, SignedIn, refuse},
};

/// What an attempt is sealed for.
const ATTEMPT: &str = "oidc_attempt";

/// The most characters of a subject (OpenID Connect Core, section 2).
const SUBJECT: usize = 255;

/// Somebody is on the way to the provider and back. Sealed, it waits in their browser. `Debug`
/// shows nothing of it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attempt {
    /// What the provider sends back with the code.
    pub state: String,
    /// What the ID token has to hold.
    pub nonce: String,
    /// The verifier of the code challenge (PKCE).
    pub verifier: String,
    /// Until when they may come back.
    pub expires_at: DateTime<Utc>,
}

/// Why somebody who comes back from the provider is not signed in, before any account is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// Nobody in this browser left for the provider, or too long ago, or the attempt was used.
    Attempt,
    /// The provider says no, or what it says does not hold.
    Unproved,
}

impl Attempt {
    /// As it waits in the browser.
    ///
    /// # Errors
    /// Never, as long as it can be written as JSON.
    pub fn seal(&self, home: &Home) -> anyhow::Result<String> {
        Ok(hex(&home.keys.seal(ATTEMPT, &serde_json::to_vec(self)?)))
    }

    /// What was sealed; none when this service did not seal it, or it is too old.
    #[must_use]
    pub fn open(home: &Home, sealed: &str, now: DateTime<Utc>) -> Option<Attempt> {
        let plain = home.keys.open(ATTEMPT, &bytes_of_hex(sealed)?).ok()?;
        let attempt: Attempt = serde_json::from_slice(&plain).ok()?;
        (now < attempt.expires_at).then_some(attempt)
    }
}

impl fmt::Debug for Attempt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Attempt").finish_non_exhaustive()
    }
}

/// Signs somebody in whom the provider knows by this subject. Their password may be old or
/// somebody else's: it was not used.
///
/// # Errors
/// [`AccountError::IdentityRefused`] when no account is linked, or it is locked or disabled: one
/// answer for all. [`AccountError::PasswordAndCodeNeeded`] when the account has one-time codes and
/// the provider's sign-in does not stand for one.
pub async fn sign_in(
    home: &Home,
    settings: &IdentitySettings,
    subject: &str,
    now: DateTime<Utc>,
) -> Result<SignedIn, AccountError> {
    let index = home.keys.blind_identity(&settings.issuer, subject);
    let found = home.db.read().await?.account_of_identity(&index).await?;
    let Some(account) = found else {
        refuse(home, None, "identity_not_linked", now).await?;
        return Err(AccountError::IdentityRefused);
    };
    let is_locked = account.locked_until.is_some_and(|it| now < it);
    let closed = match (is_active(&account), is_locked) {
        (false, _) => Some("disabled"),
        (true, true) => Some("locked"),
        (true, false) => None,
    };
    if let Some(reason) = closed {
        refuse(home, Some(&account), reason, now).await?;
        return Err(AccountError::IdentityRefused);
    }
    if account.totp_sealed.is_some() && !settings.counts_as_code {
        refuse(home, Some(&account), "identity_without_code", now).await?;
        return Err(AccountError::PasswordAndCodeNeeded);
    }

    let mut tx = home.db.write().await?;
    // Changes the row first: from here on nobody disables the account or takes its link away.
    tx.unlock_account(&account.id).await?;
    let current = tx.find_account(&account.id).await?;
    let still = |it: store::Account| {
        is_active(&it)
            && it.oidc_index == account.oidc_index
            && it.totp_sealed == account.totp_sealed
    };
    if !current.is_some_and(still) {
        drop(tx);
        refuse(home, Some(&account), "disabled", now).await?;
        return Err(AccountError::IdentityRefused);
    }
    let opened_with = match settings.counts_as_code {
        true => OpenedWith::IdentityWithCode,
        false => OpenedWith::Identity,
    };
    sign_in::begin(tx, &account, opened_with, now).await
}

/// Records that somebody came back from the provider and is not signed in, and gives what they are
/// told.
pub async fn refuse_attempt(home: &Home, refusal: Refusal, now: DateTime<Utc>) -> AccountError {
    let (reason, told) = match refusal {
        Refusal::Attempt => ("identity_attempt", AccountError::AttemptEnded),
        Refusal::Unproved => ("identity_unproved", AccountError::IdentityUnproved),
    };
    match refuse(home, None, reason, now).await {
        Ok(()) => told,
        Err(error) => error,
    }
}

/// The blind index of a subject as an administrator writes it; none for an empty one, which takes
/// the link away.
pub(crate) fn index_of(home: &Home, written: &str) -> Result<Option<Vec<u8>>, AccountError> {
    let subject = written.trim();
    if subject.is_empty() {
        return Ok(None);
    }
    let settings = home.identity.as_ref().ok_or(AccountError::IdentityOff)?;
    match subject.chars().count() <= SUBJECT && !subject.chars().any(char::is_control) {
        true => Ok(Some(home.keys.blind_identity(&settings.issuer, subject).to_vec())),
        false => Err(AccountError::SubjectForm),
    }
}

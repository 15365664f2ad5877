//! 登录: who is at work, by password, session or token, and managers who view as somebody else.
//! By the office's identity provider: [`crate::identity`].
//!
//! Whoever is refused gets one answer, after about the same time, whether the login exists or not.
//! Every refusal is in the audit chain, without what was typed.

use std::fmt;

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::json;
use store::{Account, Session, Tx, token_hash};

use crate::{
    access::Access,
    account_error::AccountError,
    accounts::{is_active, login_of},
    home::Home,
    password::{Turn, random_token},
    staff::Staff,
    totp,
};

/// Who acts when nobody is signed in, for the audit chain.
const NOBODY: &str = "nobody";

/// How often the use of a session is written down.
const TOUCH: TimeDelta = TimeDelta::minutes(1);

/// A session that has just begun. `Debug` does not show the token.
#[derive(Clone, PartialEq, Eq)]
pub struct SignedIn {
    /// What the session is recognised by; it is stored nowhere.
    pub token: String,
    /// When it ends, whatever is done.
    pub expires_at: DateTime<Utc>,
    /// Who is at work.
    pub staff: Staff,
}

/// What a session was opened with, and so what is not asked of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum OpenedWith {
    /// A password, with a one-time code where the account has them.
    Password,
    /// The office's provider: how old the account's password is does not matter.
    Identity,
    /// The office's provider, whose sign-in stands for a one-time code as well.
    IdentityWithCode,
}

impl OpenedWith {
    fn word(self) -> &'static str {
        match self {
            OpenedWith::Password => "password",
            OpenedWith::Identity => "identity",
            OpenedWith::IdentityWithCode => "identity_with_code",
        }
    }

    /// Of a word nobody knows everything is asked.
    fn of(word: &str) -> OpenedWith {
        match word {
            "identity" => OpenedWith::Identity,
            "identity_with_code" => OpenedWith::IdentityWithCode,
            _ => OpenedWith::Password,
        }
    }

    /// Takes away what such a session need not do first.
    fn relieve(self, staff: Staff) -> Staff {
        let by_password = self == OpenedWith::Password;
        let without_code = self != OpenedWith::IdentityWithCode;
        Staff {
            must_change_password: staff.must_change_password && by_password,
            must_set_up_totp: staff.must_set_up_totp && without_code,
            ..staff
        }
    }
}

/// Signs somebody in with login, password and, where the account has them, a one-time code.
///
/// # Errors
/// [`AccountError::SignInRefused`] for everything but the code; [`AccountError::CodeNeeded`] when
/// only that is missing; [`AccountError::CodeRefused`].
pub async fn sign_in(
    home: &Home,
    login: &str,
    password: &str,
    code: Option<&str>,
    now: DateTime<Utc>,
) -> Result<SignedIn, AccountError> {
    let turn = Turn::take().await?;
    let found = match login_of(login) {
        Ok(login) => home.db.read().await?.account_of_login(&login).await?,
        Err(_) => None,
    };
    let Some(account) = found else {
        turn.verify(password, None).await?;
        refuse(home, None, "unknown_login", now).await?;
        return Err(AccountError::SignInRefused);
    };
    if !is_right(home, &turn, &account, password, now).await? {
        return Err(AccountError::SignInRefused);
    }
    let step = match (&account.totp_sealed, code) {
        (None, _) => None,
        (Some(_), None) => return Err(AccountError::CodeNeeded),
        (Some(sealed), Some(code)) => {
            let step = totp::step_of(home, &account, sealed, code, now)?;
            if step.is_none() {
                refuse(home, Some(&account), "code", now).await?;
                return Err(AccountError::CodeRefused);
            }
            step
        }
    };

    let mut tx = home.db.write().await?;
    // Changes the row first: from here on nobody disables the account or sets its password.
    tx.unlock_account(&account.id).await?;
    let current = tx.find_account(&account.id).await?;
    if !current.is_some_and(|it| is_active(&it) && it.password_hash == account.password_hash) {
        drop(tx);
        refuse(home, Some(&account), "disabled", now).await?;
        return Err(AccountError::SignInRefused);
    }
    if let Some(step) = step
        && !tx.use_totp_step(&account.id, step).await?
    {
        drop(tx);
        refuse(home, Some(&account), "code_used", now).await?;
        return Err(AccountError::CodeRefused);
    }
    begin(tx, &account, OpenedWith::Password, now).await
}

/// Signs in an account that has shown what it has to: its session begins, and the chain says so.
pub(crate) async fn begin(
    mut tx: Tx,
    account: &Account,
    opened_with: OpenedWith,
    now: DateTime<Utc>,
) -> Result<SignedIn, AccountError> {
    let rules = &Access::get().session;
    let seen_before = now - TimeDelta::minutes(rules.idle_minutes);
    tx.delete_ended_sessions(&account.id, now, seen_before).await?;
    let signed_in = open_session(&mut tx, account, opened_with, now).await?;
    let subject = format!("account {}", account.id);
    let detail = match opened_with {
        OpenedWith::Password => json!({}),
        other => json!({ "with": other.word() }),
    };
    tx.append_audit(now, &signed_in.staff.actor(), "session.sign_in", &subject, &detail).await?;
    tx.commit().await?;
    Ok(signed_in)
}

/// Ends a session. Nothing happens when there is none.
///
/// # Errors
/// When the database refuses.
pub async fn sign_out(home: &Home, token: &str, now: DateTime<Utc>) -> Result<(), AccountError> {
    let hash = token_hash(token);
    let mut tx = home.db.write().await?;
    let Some(session) = tx.find_session(&hash).await? else { return Ok(()) };
    tx.delete_session(&hash).await?;
    let id = &session.account_id;
    let (actor, subject) = (format!("account:{id}"), format!("account {id}"));
    tx.append_audit(now, &actor, "session.sign_out", &subject, &json!({})).await?;
    tx.commit().await?;
    Ok(())
}

/// Who is at work in a session.
///
/// # Errors
/// [`AccountError::NotSignedIn`] when the session ended, was idle for too long, never was, or its
/// account is disabled.
pub async fn staff_of_session(
    home: &Home,
    token: &str,
    now: DateTime<Utc>,
) -> Result<Staff, AccountError> {
    let hash = token_hash(token);
    let mut tx = home.db.read().await?;
    let session = tx.find_session(&hash).await?.ok_or(AccountError::NotSignedIn)?;
    let idle = now - session.last_seen_at;
    if session.expires_at <= now || TimeDelta::minutes(Access::get().session.idle_minutes) <= idle {
        return Err(AccountError::NotSignedIn);
    }
    let account = tx.find_account(&session.account_id).await?.filter(is_active);
    drop(tx);
    let staff = Staff::of(&account.ok_or(AccountError::NotSignedIn)?, now)?;
    let staff = OpenedWith::of(&session.opened_with).relieve(staff);
    if TOUCH <= idle {
        let mut tx = home.db.write().await?;
        tx.touch_session(&hash, now).await?;
        tx.commit().await?;
    }
    Ok(staff)
}

/// Which account a department's system works for.
///
/// # Errors
/// [`AccountError::NotSignedIn`] when the token ended, was revoked, never was, its account is
/// disabled, or has no longer a role that may have tokens.
pub async fn staff_of_token(
    home: &Home,
    token: &str,
    now: DateTime<Utc>,
) -> Result<Staff, AccountError> {
    let mut tx = home.db.read().await?;
    let token = tx.find_api_token(&token_hash(token)).await?.ok_or(AccountError::NotSignedIn)?;
    if token.revoked_at.is_some() || token.expires_at <= now {
        return Err(AccountError::NotSignedIn);
    }
    let rules = &Access::get().tokens;
    let account = tx.find_account(&token.account_id).await?.filter(is_active);
    let account = account.ok_or(AccountError::NotSignedIn)?;
    drop(tx);
    if account.roles.is_disjoint(&rules.for_roles) {
        return Err(AccountError::NotSignedIn);
    }
    let today = kernel::china_day(now);
    if token.last_used_on.is_none_or(|it| it < today) {
        let mut tx = home.db.write().await?;
        tx.note_token_use(&token.id, today).await?;
        tx.commit().await?;
    }
    let staff = Staff::of(&account, now)?;
    // A system has no password to change and no codes to set up.
    Ok(Staff {
        token_id: Some(token.id),
        must_change_password: false,
        must_set_up_totp: false,
        ..staff
    })
}

/// 以他人身份查看: a manager sees what an account of the own scope sees, and can write nothing.
///
/// # Errors
/// [`AccountError::NotFound`] outside the scope; [`AccountError::NotViewable`] for those who
/// control others and for disabled accounts; [`AccountError::ReadOnly`] while viewing already.
pub async fn view_as(
    home: &Home,
    staff: &Staff,
    account_id: &str,
    now: DateTime<Utc>,
) -> Result<Staff, AccountError> {
    staff.in_person()?;
    let mut tx = home.db.write().await?;
    let account = tx.account_in(account_id, &staff.scope).await?.ok_or(AccountError::NotFound)?;
    if !is_active(&account) || Access::get().has_control(&account.roles) {
        return Err(AccountError::NotViewable);
    }
    let viewed = Staff {
        viewed_by: Some(staff.account_id.clone()),
        must_change_password: false,
        must_set_up_totp: false,
        ..Staff::of(&account, now)?
    };
    let subject = format!("account {account_id}");
    tx.append_audit(now, &staff.actor(), "session.view_as", &subject, &json!({})).await?;
    tx.commit().await?;
    Ok(viewed)
}

/// Whether this is the account's password, and the account may be used. Records a refusal.
pub(crate) async fn is_right(
    home: &Home,
    turn: &Turn,
    account: &Account,
    password: &str,
    now: DateTime<Utc>,
) -> Result<bool, AccountError> {
    let is_locked = account.locked_until.is_some_and(|it| now < it);
    let closed = match (is_active(account), is_locked) {
        (false, _) => Some("disabled"),
        (true, true) => Some("locked"),
        (true, false) => None,
    };
    // Of an account that is closed the password is not even tried: nobody can learn it meanwhile.
    let hash = closed.is_none().then_some(account.password_hash.as_str());
    if turn.verify(password, hash).await? {
        return Ok(true);
    }
    refuse(home, Some(account), closed.unwrap_or("password"), now).await?;
    Ok(false)
}

/// Records a refusal, and locks the account when it was one too many. What was typed is not kept.
pub(crate) async fn refuse(
    home: &Home,
    account: Option<&Account>,
    reason: &str,
    now: DateTime<Utc>,
) -> Result<(), AccountError> {
    let rules = &Access::get().lockout;
    let mut tx = home.db.write().await?;
    let Some(account) = account else {
        let detail = json!({ "reason": reason });
        tx.append_audit(now, NOBODY, "session.refused", "account unknown", &detail).await?;
        tx.commit().await?;
        return Ok(());
    };
    let subject = format!("account {}", account.id);
    // Whoever has no right to try, or shows something else than a password, guesses nothing.
    let counts = !matches!(reason, "disabled" | "locked" | "identity_without_code");
    let failures = match counts {
        true => tx.count_failed_login(&account.id).await?,
        false => 0,
    };
    let until = now + TimeDelta::minutes(rules.minutes);
    let is_locked = rules.failures <= failures;
    if is_locked {
        tx.lock_account(&account.id, until).await?;
    }
    let detail = json!({ "reason": reason, "failures": failures });
    tx.append_audit(now, NOBODY, "session.refused", &subject, &detail).await?;
    if is_locked {
        let detail = json!({ "until": until });
        tx.append_audit(now, NOBODY, "account.lock", &subject, &detail).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// Begins a session.
pub(crate) async fn open_session(
    tx: &mut Tx,
    account: &Account,
    opened_with: OpenedWith,
    now: DateTime<Utc>,
) -> Result<SignedIn, AccountError> {
    let token = random_token()?;
    let expires_at = now + TimeDelta::hours(Access::get().session.longest_hours);
    let session = Session {
        hash: token_hash(&token),
        account_id: account.id.clone(),
        created_at: now,
        last_seen_at: now,
        expires_at,
        opened_with: opened_with.word().to_owned(),
    };
    tx.insert_session(&session).await?;
    let staff = opened_with.relieve(Staff::of(account, now)?);
    Ok(SignedIn { token, expires_at, staff })
}

impl fmt::Debug for SignedIn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SignedIn").field("staff", &self.staff).finish_non_exhaustive()
    }
}

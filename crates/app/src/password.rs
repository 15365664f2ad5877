//! 密码: what one must look like, and how it is kept.
//!
//! Hashing is slow and takes memory on purpose. So at most as many hashes are computed at a time
//! as there are processors: whoever wants one takes a [`Turn`] first. Signing in keeps its turn
//! until the outcome is recorded, and many guesses at once do not outrun the lock.

use std::{
    num::NonZero,
    sync::{Arc, LazyLock},
};

use anyhow::Context;
use argon2::{
    Algorithm, Argon2, Params, Version,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::access::{Access, Hashing, PasswordRules};

/// Why a password will not do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PasswordProblem {
    /// Too few characters.
    #[error("密码至少 {least} 个字符")]
    TooShort {
        /// The fewest.
        least: usize,
    },
    /// Too many characters.
    #[error("密码最多 {most} 个字符")]
    TooLong {
        /// The most.
        most: usize,
    },
    /// Too few kinds of characters.
    #[error("密码要有大写字母、小写字母、数字、其他字符中的至少 {least} 种")]
    TooFewKinds {
        /// The fewest.
        least: usize,
    },
    /// It holds the login, forwards or backwards.
    #[error("密码里不能有登录名，正写、反写都不行")]
    HoldsLogin,
    /// It was used not long ago.
    #[error("不能用最近 {history} 次用过的密码")]
    UsedBefore {
        /// How many are remembered.
        history: usize,
    },
}

impl PasswordProblem {
    /// The code clients may rely on.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            PasswordProblem::TooShort { .. } => "password.too_short",
            PasswordProblem::TooLong { .. } => "password.too_long",
            PasswordProblem::TooFewKinds { .. } => "password.too_few_kinds",
            PasswordProblem::HoldsLogin => "password.holds_login",
            PasswordProblem::UsedBefore { .. } => "password.used_before",
        }
    }
}

impl PasswordRules {
    /// Whether a password will do for the account with this login.
    ///
    /// # Errors
    /// The first thing that is wrong with it.
    pub fn check(&self, login: &str, password: &str) -> Result<(), PasswordProblem> {
        let length = password.chars().count();
        if length < self.min_length {
            return Err(PasswordProblem::TooShort { least: self.min_length });
        }
        if self.max_length < length {
            return Err(PasswordProblem::TooLong { most: self.max_length });
        }
        let kinds: [fn(char) -> bool; 4] = [
            |c| c.is_ascii_uppercase(),
            |c| c.is_ascii_lowercase(),
            |c| c.is_ascii_digit(),
            |c| !c.is_ascii_alphanumeric(),
        ];
        if kinds.iter().filter(|is| password.chars().any(|c| is(c))).count() < self.kinds {
            return Err(PasswordProblem::TooFewKinds { least: self.kinds });
        }
        let (small, login) = (password.to_lowercase(), login.to_lowercase());
        let backwards: String = login.chars().rev().collect();
        if small.contains(&login) || small.contains(&backwards) {
            return Err(PasswordProblem::HoldsLogin);
        }
        Ok(())
    }
}

/// Letters and digits that nobody mistakes for each other when reading them aloud.
const SPELLABLE: &[u8] = b"abcdefghjkmnpqrstuvwxyzABCDEFGHJKMNPQRSTUVWXYZ23456789";

/// A random password for an account, in groups of four: at least 16 characters, more when the
/// rules ask for more.
pub fn random_password(rules: &PasswordRules, login: &str) -> anyhow::Result<String> {
    // A group and the hyphen behind it are five characters; the last has none.
    let groups = 4.max((rules.min_length + 1).div_ceil(5));
    loop {
        let mut password = String::new();
        for place in 0..groups * 4 {
            if place != 0 && place % 4 == 0 {
                password.push('-');
            }
            password.push(random_of(SPELLABLE)?);
        }
        if rules.check(login, &password).is_ok() {
            return Ok(password);
        }
    }
}

/// One of these characters, each as likely as the other.
fn random_of(characters: &[u8]) -> anyhow::Result<char> {
    let whole = 256 / characters.len() * characters.len();
    loop {
        let [byte] = random_bytes::<1>()?;
        let place = usize::from(byte);
        if place < whole {
            return Ok(char::from(characters[place % characters.len()]));
        }
    }
}

/// Bytes from the operating system.
pub(crate) fn random_bytes<const N: usize>() -> anyhow::Result<[u8; N]> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).context("系统给不出随机数")?;
    Ok(bytes)
}

/// 256 random bits in hexadecimal: what a session or an interface is recognised by.
pub(crate) fn random_token() -> anyhow::Result<String> {
    Ok(random_bytes::<32>()?.iter().map(|it| format!("{it:02x}")).collect())
}

static TURNS: LazyLock<Arc<Semaphore>> = LazyLock::new(|| {
    let processors = std::thread::available_parallelism().map_or(1, NonZero::get);
    Arc::new(Semaphore::new(processors))
});

/// Computed once: what the password of an unknown login is compared with, so that an answer takes
/// as long as for a known one.
static NOBODY: LazyLock<anyhow::Result<String>> = LazyLock::new(|| {
    let password = random_token()?;
    hash_now(&Access::get().hashing, password.as_bytes())
});

/// The right to compute hashes, one after the other. It ends when it is dropped.
pub(crate) struct Turn {
    _permit: OwnedSemaphorePermit,
}

impl Turn {
    /// Waits for a turn. Nobody takes a second one while holding one.
    pub async fn take() -> anyhow::Result<Turn> {
        let permit = Arc::clone(&TURNS).acquire_owned().await?;
        Ok(Turn { _permit: permit })
    }

    /// The hash of a password, with a salt of its own.
    pub async fn hash(&self, password: &str) -> anyhow::Result<String> {
        let password = password.to_owned();
        tokio::task::spawn_blocking(move || hash_now(&Access::get().hashing, password.as_bytes()))
            .await?
    }

    /// Whether a password is the one of a hash. With no hash it is not, after the same time.
    pub async fn verify(&self, password: &str, hash: Option<&str>) -> anyhow::Result<bool> {
        let (password, hash) = (password.to_owned(), hash.map(str::to_owned));
        tokio::task::spawn_blocking(move || match hash {
            Some(hash) => verify_now(password.as_bytes(), &hash),
            None => {
                let nobody = NOBODY.as_ref().map_err(|error| anyhow::anyhow!("{error:#}"))?;
                verify_now(password.as_bytes(), nobody)?;
                Ok(false)
            }
        })
        .await?
    }
}

fn hash_now(costs: &Hashing, password: &[u8]) -> anyhow::Result<String> {
    let params = Params::new(costs.memory_kib, costs.passes, costs.lanes, None)?;
    let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    let salt = random_bytes::<16>()?;
    Ok(argon2.hash_password_with_salt(password, &salt)?.to_string())
}

/// The costs are those in the hash: old passwords stay valid when the file asks for more.
fn verify_now(password: &[u8], hash: &str) -> anyhow::Result<bool> {
    let hash = PasswordHash::new(hash).context("存着的密码读不出来")?;
    Ok(Argon2::default().verify_password(password, &hash).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_password_must_look_like() {
        let check = |password: &str, expected: Result<(), &str>| {
            let rules = &Access::get().password;
            let outcome = rules.check("an.li", password);
            assert_eq!(
                outcome.as_ref().map_err(PasswordProblem::code).copied(),
                expected,
                "{password}"
            );
        };
        check("Shan1gao-shui", Ok(()));
        check("山高水长Shan2024", Ok(()));
        check("Shan1gao!", Err("password.too_short"));
        check("shangaoshuichang", Err("password.too_few_kinds"));
        check("shangaoshui1234", Err("password.too_few_kinds"));
        check("1234567890!!", Err("password.too_few_kinds"));
        check("Shan1gao-AN.LI", Err("password.holds_login"));
        check("Shan1gao-il.na", Err("password.holds_login"));
        check(&"Shan1-".repeat(40), Err("password.too_long"));
        check("", Err("password.too_short"));
    }

    #[test]
    fn random_passwords_fit_and_differ() {
        let rules = &Access::get().password;
        let one = random_password(rules, "an").unwrap();
        assert_eq!(one.len(), 19);
        assert_eq!(rules.check("an", &one), Ok(()));
        assert_ne!(one, random_password(rules, "an").unwrap());
        let long = PasswordRules { min_length: 40, ..rules.clone() };
        assert!(40 <= random_password(&long, "an").unwrap().len());
    }

    #[tokio::test]
    async fn a_hash_says_how_it_was_made_and_fits_its_password_only() {
        let turn = Turn::take().await.unwrap();
        let hash = turn.hash("Shan1gao-shui").await.unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
        assert_ne!(hash, turn.hash("Shan1gao-shui").await.unwrap(), "each has its own salt");
        assert!(turn.verify("Shan1gao-shui", Some(&hash)).await.unwrap());
        assert!(!turn.verify("Shan1gao-Shui", Some(&hash)).await.unwrap());
        assert!(!turn.verify("Shan1gao-shui", None).await.unwrap());
        assert!(turn.verify("x", Some("not a hash")).await.is_err());
    }

    #[test]
    fn a_hash_with_other_costs_is_still_recognised() {
        let costs = Hashing { memory_kib: 64, passes: 1, ..Access::get().hashing.clone() };
        let hash = hash_now(&costs, b"Shan1gao-shui").unwrap();
        assert!(verify_now(b"Shan1gao-shui", &hash).unwrap());
    }
}

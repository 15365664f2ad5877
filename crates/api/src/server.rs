//! What every request is given.

use std::{
    collections::BTreeMap,
    ops::Deref,
    sync::{Arc, Mutex, PoisonError},
};

use app::{home::Home, jobs::JobView};
use chrono::{DateTime, NaiveDate, Utc};

/// Says what time it is. The program passes the machine's clock; tests and the demonstration their
/// own.
pub type Clock = Arc<dyn Fn() -> DateTime<Utc> + Send + Sync>;

/// How far a job says it is: steps done, steps there are, what is going on.
pub(crate) type Said = (i64, i64, String);

/// What every request is given: the opened home and the time.
#[derive(Clone)]
pub struct Server(Arc<Inner>);

/// The parts of a [`Server`].
pub struct Inner {
    /// The opened deployment.
    pub home: Home,
    clock: Clock,
    /// How far the jobs of this process are. A job that writes holds SQLite's only write lock:
    /// meanwhile nobody can write down how far it is, and those who follow it are told from here.
    under_way: Mutex<BTreeMap<String, Said>>,
    /// Cookies are sent over TLS only.
    pub secure_cookies: bool,
}

impl Server {
    /// A server on a home. `secure_cookies` is left out only where people use plain HTTP on a
    /// closed network.
    #[must_use]
    pub fn new(home: Home, clock: Clock, secure_cookies: bool) -> Server {
        let under_way = Mutex::default();
        Server(Arc::new(Inner { home, clock, under_way, secure_cookies }))
    }

    /// Now.
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        (self.0.clock)()
    }

    /// Hears how far a job of this process is. The lock is held for no longer than a copy takes.
    pub(crate) fn hear(&self, job: &str, said: Said) {
        self.under_way.lock().unwrap_or_else(PoisonError::into_inner).insert(job.to_owned(), said);
    }

    /// How far a job of this process is; nothing once it has ended.
    pub(crate) fn heard(&self, job: &str) -> Option<Said> {
        self.under_way.lock().unwrap_or_else(PoisonError::into_inner).get(job).cloned()
    }

    /// Forgets a job that has ended.
    pub(crate) fn forget(&self, job: &str) {
        self.under_way.lock().unwrap_or_else(PoisonError::into_inner).remove(job);
    }

    /// A job with what is known of it beside the database.
    pub(crate) fn as_far_as_it_is(&self, job: JobView) -> JobView {
        match self.heard(&job.job).filter(|_| job.state == "running") {
            Some((done, total, message)) => JobView { done, total, message, ..job },
            None => job,
        }
    }

    /// Today in China.
    #[must_use]
    pub fn today(&self) -> NaiveDate {
        kernel::china_day(self.now())
    }
}

impl Deref for Server {
    type Target = Inner;

    fn deref(&self) -> &Inner {
        &self.0
    }
}

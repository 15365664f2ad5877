//! What every request is given.

use std::{ops::Deref, sync::Arc};

use app::home::Home;
use chrono::{DateTime, NaiveDate, Utc};

/// Says what time it is. The program passes the machine's clock; tests and the demonstration their
/// own.
pub type Clock = Arc<dyn Fn() -> DateTime<Utc> + Send + Sync>;

/// What every request is given: the opened home and the time.
#[derive(Clone)]
pub struct Server(Arc<Inner>);

/// The parts of a [`Server`].
pub struct Inner {
    /// The opened deployment.
    pub home: Home,
    clock: Clock,
    /// Cookies are sent over TLS only.
    pub secure_cookies: bool,
}

impl Server {
    /// A server on a home. `secure_cookies` is left out only where people use plain HTTP on a
    /// closed network.
    #[must_use]
    pub fn new(home: Home, clock: Clock, secure_cookies: bool) -> Server {
        Server(Arc::new(Inner { home, clock, secure_cookies }))
    }

    /// Now.
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        (self.0.clock)()
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

//! Addresses that send very much have to wait: what keeps programs away from pages where nobody
//! signs in.

use std::{
    collections::BTreeMap,
    net::{IpAddr, SocketAddr},
    sync::{Arc, Mutex, PoisonError},
};

use axum::{
    extract::{ConnectInfo, FromRequestParts},
    http::{HeaderMap, request::Parts},
};
use chrono::{DateTime, TimeDelta, Utc};

const HOUR: TimeDelta = TimeDelta::hours(1);

/// The most addresses that are remembered.
const REMEMBERED: usize = 50_000;

/// When an address sent something of a kind.
type Times = BTreeMap<(IpAddr, &'static str), Vec<DateTime<Utc>>>;

/// Who sent how much within the last hour, by address. Kept in memory only: a second server counts
/// for itself, and a restart forgets.
#[derive(Clone, Default)]
pub(crate) struct Crowd(Arc<Mutex<Times>>);

impl Crowd {
    /// Counts one more of this kind, unless there are too many already. Whoever has no address
    /// (a test, a socket) is not counted.
    pub(crate) fn lets_in(
        &self,
        sender: Option<IpAddr>,
        kind: &'static str,
        most: usize,
        now: DateTime<Utc>,
    ) -> bool {
        let Some(sender) = sender else { return true };
        let mut seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if REMEMBERED < seen.len() {
            seen.retain(|_, times| times.last().is_some_and(|it| now - *it < HOUR));
        }
        let times = seen.entry((sender, kind)).or_default();
        times.retain(|it| now - *it < HOUR);
        let few = times.len() < most;
        if few {
            times.push(now);
        }
        few
    }
}

/// The address a request comes from. Behind a proxy on the same machine it is the one the proxy
/// names.
pub(crate) struct Sender(pub Option<IpAddr>);

impl<S: Send + Sync> FromRequestParts<S> for Sender {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|it| it.0.ip());
        let named = || forwarded(&parts.headers);
        Ok(Sender(match peer {
            Some(peer) if peer.is_loopback() => named().or(Some(peer)),
            peer => peer,
        }))
    }
}

fn forwarded(headers: &HeaderMap) -> Option<IpAddr> {
    let text = headers.get("x-forwarded-for")?.to_str().ok()?;
    // The last one is the proxy's own word; those before it are the sender's.
    text.rsplit(',').next()?.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_that_sends_very_much_waits_an_hour() {
        let crowd = Crowd::default();
        let someone = Some(IpAddr::from([10, 0, 0, 1]));
        let start = DateTime::UNIX_EPOCH;
        assert!((0..3).all(|_| crowd.lets_in(someone, "apply", 3, start)));
        assert!(!crowd.lets_in(someone, "apply", 3, start));
        assert!(crowd.lets_in(someone, "progress", 3, start), "counted apart");
        assert!(crowd.lets_in(Some(IpAddr::from([10, 0, 0, 2])), "apply", 3, start));
        assert!(crowd.lets_in(someone, "apply", 3, start + HOUR));
    }
}

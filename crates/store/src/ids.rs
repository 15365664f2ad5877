//! Ids of records that leave the house: UUIDs of version 7, which sort by the time they were made
//! and cannot be guessed.

use chrono::{DateTime, Utc};

/// A new id, such as `018b8fc0-5e00-7c3a-9b1d-3f0a6c2e4d55`.
#[must_use]
pub fn new_id(now: DateTime<Utc>) -> String {
    let mut random = [0; 10];
    getrandom::fill(&mut random).expect("the operating system gives random bytes");
    let millis = u64::try_from(now.timestamp_millis()).unwrap_or_default();
    uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_of_version_seven_and_sort_by_time() {
        let at = |text: &str| new_id(text.parse().expect("an instant"));
        let id = at("2023-11-01T00:00:00Z");
        assert!(id.starts_with("018b882e-0800-7"), "{id}");
        assert_eq!(id.len(), 36);
        assert!(matches!(id.as_bytes()[19], b'8' | b'9' | b'a' | b'b'), "{id}");
        assert!(id < at("2023-11-01T00:00:00.001Z"));
        assert_ne!(id, at("2023-11-01T00:00:00Z"));
    }
}

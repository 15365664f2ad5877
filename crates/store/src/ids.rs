//! Ids of records that leave the house: UUIDs of version 7, which sort by the time they were made
//! and cannot be guessed.

use chrono::{DateTime, Utc};

/// A new id, such as `018b8fc0-5e00-7c3a-9b1d-3f0a6c2e4d55`.
pub fn new_id(now: DateTime<Utc>) -> String {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).expect("the operating system gives random bytes");
    let millis = now.timestamp_millis().to_be_bytes();
    bytes[..6].copy_from_slice(&millis[2..]);
    bytes[6] = 0x70 | (bytes[6] & 0x0f);
    bytes[8] = 0x80 | (bytes[8] & 0x3f);
    let hex: String = bytes.iter().map(|it| format!("{it:02x}")).collect();
    format!("{}-{}-{}-{}-{}", &hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..])
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

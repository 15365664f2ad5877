//! Identifiers that are not counted: ids in order of time, and numbers nobody can guess.

use chrono::{DateTime, Utc};

/// A UUID of version 7: ids made later sort behind those made earlier, to the millisecond.
#[must_use]
pub fn new_id(now: DateTime<Utc>) -> String {
    let mut random = [0_u8; 10];
    getrandom::fill(&mut random).expect("the operating system gives random bytes");
    let millis = now.timestamp_millis().max(0).unsigned_abs();
    let mut bytes = [0_u8; 16];
    bytes[..6].copy_from_slice(&millis.to_be_bytes()[2..]);
    bytes[6..].copy_from_slice(&random);
    bytes[6] = 0x70 | (bytes[6] & 0x0F);
    bytes[8] = 0x80 | (bytes[8] & 0x3F);
    let hex: String = bytes.iter().map(|it| format!("{it:02x}")).collect();
    format!("{}-{}-{}-{}-{}", &hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..])
}

/// A receipt number: nine random digits and a check digit, so that a slip of the pen is noticed and
/// the next number cannot be guessed.
#[must_use]
pub fn new_receipt() -> String {
    let mut random = [0_u8; 8];
    getrandom::fill(&mut random).expect("the operating system gives random bytes");
    let digits = format!("{:09}", u64::from_be_bytes(random) % 1_000_000_000);
    let check = luhn(&digits);
    format!("{digits}{check}")
}

/// Whether a text is a receipt number: ten digits of which the last one checks the others.
#[must_use]
pub fn is_receipt(text: &str) -> bool {
    text.len() == 10 && text.bytes().all(|it| it.is_ascii_digit()) && luhn(&text[..9]) == text[9..]
}

/// The check digit of Luhn: it tells every wrong digit, and nearly every two that changed places.
fn luhn(digits: &str) -> String {
    let sum: u32 = digits
        .bytes()
        .rev()
        .enumerate()
        .map(|(place, digit)| {
            let digit = u32::from(digit - b'0') * if place % 2 == 0 { 2 } else { 1 };
            digit / 10 + digit % 10
        })
        .sum();
    ((10 - sum % 10) % 10).to_string()
}

#[cfg(test)]
mod tests {
    use chrono::TimeZone;

    use super::*;

    #[test]
    fn ids_sort_by_time_and_have_the_form_of_version_7() {
        let at = |second| Utc.with_ymd_and_hms(2023, 11, 1, 9, 0, second).unwrap();
        let (first, second) = (new_id(at(1)), new_id(at(2)));
        assert!(first < second);
        assert_ne!(first, new_id(at(1)));
        assert_eq!((first.len(), &first[14..15]), (36, "7"));
        assert!(["8", "9", "a", "b"].contains(&&first[19..20]));
        assert!(first.starts_with("018b8a1c-"), "{first}");
    }

    #[test]
    fn a_receipt_tells_a_wrong_digit() {
        let receipt = new_receipt();
        assert!(is_receipt(&receipt), "{receipt}");
        assert_ne!(receipt, new_receipt());
        for place in 0..10 {
            let mut wrong = receipt.clone().into_bytes();
            wrong[place] = b'0' + (wrong[place] - b'0' + 1) % 10;
            assert!(!is_receipt(&String::from_utf8(wrong).unwrap()), "digit {place} of {receipt}");
        }
        // The example of the patent: 7992739871 with check digit 3.
        assert_eq!(luhn("7992739871"), "3");
        for text in ["", "123", "12345678901", "abcdefghij"] {
            assert!(!is_receipt(text), "{text}");
        }
    }
}

//! 回执号: a number an applicant can write down, and nobody can guess.

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
    use super::*;

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

//! 统一社会信用代码 (GB 32100).

use std::fmt;

use crate::cleaning;

/// The characters in the order of their values 0 to 30; I, O, S, V and Z are never used.
const ALPHABET: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";

/// Powers of 3 modulo 31.
const WEIGHTS: [usize; 17] = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];

/// A valid unified social credit code: 18 characters of the alphabet with the right check
/// character.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CreditCode([u8; 18]);

/// Why a cell gives no credit code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, thiserror::Error)]
pub enum CreditCodeProblem {
    /// Empty.
    #[error("未填统一社会信用代码：请补填18位代码")]
    Missing,
    /// Not 18 characters, or one that is never used.
    #[error("统一社会信用代码位数不对或含有不用的字符（I、O、S、V、Z等）：请对照营业执照更正")]
    Length,
    /// The check character is wrong.
    #[error("统一社会信用代码校验不通过（录错了某一位）：请对照营业执照更正")]
    Checksum,
}

impl CreditCodeProblem {
    /// The stable code for machines.
    pub fn code(self) -> &'static str {
        match self {
            CreditCodeProblem::Missing => "credit_code_missing",
            CreditCodeProblem::Length => "credit_code_length",
            CreditCodeProblem::Checksum => "credit_code_checksum",
        }
    }
}

impl CreditCode {
    /// Reads a cell, cleaned as identity numbers are; nothing is repaired.
    ///
    /// # Errors
    /// Any [`CreditCodeProblem`].
    pub fn read(cell: &str) -> Result<CreditCode, CreditCodeProblem> {
        let cleaned = cleaning::number(cell);
        if matches!(cleaned.as_str(), "" | "-" | "/" | "无" | "不详" | "暂无" | "NULL") {
            return Err(CreditCodeProblem::Missing);
        }
        let bytes =
            <[u8; 18]>::try_from(cleaned.as_bytes()).map_err(|_| CreditCodeProblem::Length)?;
        let mut sum = 0;
        for (&byte, weight) in bytes[..17].iter().zip(WEIGHTS) {
            sum += value_of(byte).ok_or(CreditCodeProblem::Length)? * weight;
        }
        let check = value_of(bytes[17]).ok_or(CreditCodeProblem::Length)?;
        if check != (31 - sum % 31) % 31 {
            return Err(CreditCodeProblem::Checksum);
        }
        Ok(CreditCode(bytes))
    }

    /// The 18 characters.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).expect("a CreditCode holds ASCII only")
    }

    /// The nine characters of the organisation code (GB 11714) inside it.
    pub fn organisation_code(&self) -> &str {
        &self.as_str()[8..17]
    }
}

impl fmt::Display for CreditCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Debug for CreditCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CreditCode({self})")
    }
}

fn value_of(byte: u8) -> Option<usize> {
    ALPHABET.iter().position(|&known| known == byte)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two codes that GB 32100 explanations commonly print.
    const KNOWN: [&str; 2] = ["91350100M000100Y43", "91440300708461136T"];

    #[test]
    fn reads_and_refuses() {
        let check = |cell: &str, expected: Result<&str, CreditCodeProblem>| {
            let read = CreditCode::read(cell);
            assert_eq!(read.as_ref().map(CreditCode::as_str), expected.as_ref().copied(), "{cell}");
        };
        for known in KNOWN {
            check(known, Ok(known));
            check(&format!(" {}\t", known.to_lowercase()), Ok(known));
        }
        check("９１３５０１００Ｍ０００１００Ｙ４３", Ok(KNOWN[0]));
        check("", Err(CreditCodeProblem::Missing));
        check(" 无 ", Err(CreditCodeProblem::Missing));
        check("91350100M000100Y4", Err(CreditCodeProblem::Length));
        check("91350100M000100Y4I", Err(CreditCodeProblem::Length));
        check("9135O100M000100Y43", Err(CreditCodeProblem::Length));
        check("91350100M000100Y44", Err(CreditCodeProblem::Checksum));
    }

    #[test]
    fn every_single_wrong_character_is_noticed() {
        for known in KNOWN {
            for place in 0..18 {
                for &other in ALPHABET {
                    let mut bytes = *<&[u8; 18]>::try_from(known.as_bytes()).unwrap();
                    if bytes[place] == other {
                        continue;
                    }
                    bytes[place] = other;
                    let text = std::str::from_utf8(&bytes).unwrap();
                    assert_eq!(CreditCode::read(text), Err(CreditCodeProblem::Checksum), "{text}");
                }
            }
        }
    }

    #[test]
    fn the_organisation_code_is_inside() {
        assert_eq!(CreditCode::read(KNOWN[0]).unwrap().organisation_code(), "M000100Y4");
        assert_eq!(CreditCodeProblem::Checksum.code(), "credit_code_checksum");
    }
}

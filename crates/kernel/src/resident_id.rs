//! 公民身份号码 (GB 11643), as offices write it.

use std::fmt;

use chrono::{Datelike, NaiveDate};

use crate::cleaning;

/// Weights of the first seventeen digits (GB 11643).
const WEIGHTS: [u16; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

/// The check digit for each remainder modulo 11.
const CHECK_DIGITS: [u8; 11] = *b"10X98765432";

/// The longest each month can be; there is no month 0.
const DAYS_OF_MONTH: [u32; 13] = [0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/// What people write where there is no number, after cleaning, in capitals.
const MISSING_WORDS: [&str; 32] = [
    "",
    "-",
    "--",
    "---",
    "—",
    "——",
    "/",
    "//",
    "\\",
    ".",
    "*",
    "0",
    "?",
    "无",
    "没有",
    "不详",
    "暂无",
    "未知",
    "空",
    "缺",
    "无证",
    "无身份证",
    "未办理",
    "未提供",
    "不清楚",
    "待补",
    "待核",
    "NULL",
    "NONE",
    "NAN",
    "N/A",
    "#N/A",
];

/// A valid identity number of 18 characters: digits, check digit right, birth date possible.
/// `Debug` and `Display` are masked (`532***********1234`); the only way to the digits is
/// [`ResidentId::reveal`].
///
/// The region at its front is that of the first registration and may be abolished: nothing here
/// compares it with today's regions.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ResidentId([u8; 18]);

/// Sex, as the seventeenth digit says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sex {
    /// Odd.
    Male,
    /// Even.
    Female,
}

/// Why a cell gives no identity number. Nothing is ever repaired.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum IdProblem {
    /// Empty, or a word that says there is none.
    Missing,
    /// Not 15 or 18 characters (20 or 22 for a disability certificate), or other characters.
    Length,
    /// The check digit is wrong, or it is right but the birth date does not exist.
    Checksum,
    /// Excel turned the number into scientific notation; the last digits are gone.
    LostDigits,
    /// Begins with 999999: a number given to people without an identity card.
    Placeholder,
}

impl IdProblem {
    /// All problems.
    pub const ALL: [IdProblem; 5] = [
        IdProblem::Missing,
        IdProblem::Length,
        IdProblem::Checksum,
        IdProblem::LostDigits,
        IdProblem::Placeholder,
    ];

    /// The stable code for machines.
    pub fn code(self) -> &'static str {
        match self {
            IdProblem::Missing => "id_missing",
            IdProblem::Length => "id_length",
            IdProblem::Checksum => "id_checksum",
            IdProblem::LostDigits => "id_lost_digits",
            IdProblem::Placeholder => "id_placeholder",
        }
    }

    /// What is wrong and what to do, in Chinese.
    pub fn zh(self) -> &'static str {
        match self {
            IdProblem::Missing => "未填身份证号：请补填18位身份证号",
            IdProblem::Length => "身份证号位数不对或含有其他字符：请对照证件改为18位",
            IdProblem::Checksum => {
                "身份证号校验不通过（录错了某一位，或出生日期不存在）：请对照证件更正"
            }
            IdProblem::LostDigits => {
                "身份证号被Excel转成科学计数法，末几位已丢失：请把该列设为文本后重新填写"
            }
            IdProblem::Placeholder => {
                "999999开头是无证人员的临时编号：请补填本人身份证号，确无证的由人工核对"
            }
        }
    }
}

impl fmt::Display for IdProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.zh())
    }
}

impl std::error::Error for IdProblem {}

/// How the number was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum IdForm {
    /// Eighteen characters.
    Eighteen,
    /// Fifteen digits of an old card, extended to eighteen with the century 19.
    FromFifteen,
    /// The first eighteen of a disability certificate number (残疾人证号, 20 or 22 characters).
    DisabilityCertificate,
    /// A school number (学籍号): G and eighteen characters.
    SchoolNumber,
}

/// Category and grade that a disability certificate number ends in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DisabilityMark {
    /// 1 visual, 2 hearing, 3 speech, 4 physical, 5 intellectual, 6 mental, 7 multiple.
    pub category: u8,
    /// 1 (most severe) to 4.
    pub grade: u8,
}

/// An identity number and how it was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct IdReading {
    /// The number.
    pub id: ResidentId,
    /// How it was written.
    pub form: IdForm,
    /// What a disability certificate number says besides.
    pub disability: Option<DisabilityMark>,
}

impl ResidentId {
    /// Reads a cell.
    ///
    /// Full-width characters, blanks, line breaks, zero-width characters, apostrophes, `="…"`, a
    /// trailing `.0` and a small x are cleaned; fifteen digits are extended; the number inside a
    /// school number or a disability certificate number is taken. Digits are never repaired.
    /// Eighteen clean characters are read without allocating.
    ///
    /// # Errors
    /// Any [`IdProblem`]. A birth date that does not exist is a `Checksum` problem.
    pub fn read(cell: &str) -> Result<IdReading, IdProblem> {
        if let Ok(bytes) = <&[u8; 18]>::try_from(cell.as_bytes())
            && let Some(sum) = weighted_sum(bytes)
        {
            let id = checked(bytes, sum)?;
            return Ok(IdReading { id, form: IdForm::Eighteen, disability: None });
        }
        read_cleaned(&clean(cell))
    }

    /// The number with these seventeen digits and the check digit that belongs to them. `None`
    /// when they are not seventeen digits or the birth date does not exist.
    pub fn with_check_digit(seventeen: &str) -> Option<ResidentId> {
        let digits = <&[u8; 17]>::try_from(seventeen.as_bytes()).ok()?;
        let mut bytes = [b'0'; 18];
        bytes[..17].copy_from_slice(digits);
        let sum = weighted_sum(&bytes)?;
        bytes[17] = check_digit(sum);
        has_possible_birth(&bytes).then_some(ResidentId(bytes))
    }

    /// The number itself, 18 characters. Personal data: not for logs, notices or messages.
    pub fn reveal(&self) -> &str {
        ascii(&self.0)
    }

    /// The birth date.
    pub fn birth(&self) -> NaiveDate {
        let (year, month, day) = year_month_day(&self.0);
        NaiveDate::from_ymd_opt(year.cast_signed(), month, day)
            .expect("a ResidentId is only made with a possible birth date")
    }

    /// The sex.
    pub fn sex(&self) -> Sex {
        if (self.0[16] - b'0') % 2 == 1 { Sex::Male } else { Sex::Female }
    }

    /// The first six digits: the county of the first registration, perhaps abolished since.
    pub fn county_code(&self) -> &str {
        ascii(&self.0[..6])
    }

    /// The first seventeen digits as a number. The check digit follows from them, so it stands
    /// for the whole, and is as personal.
    pub fn seventeen(&self) -> u64 {
        self.0[..17].iter().fold(0, |number, digit| number * 10 + u64::from(digit - b'0'))
    }
}

/// `532***********1234`
impl fmt::Display for ResidentId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}***********{}", ascii(&self.0[..3]), ascii(&self.0[14..]))
    }
}

/// Masked as `Display`.
impl fmt::Debug for ResidentId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ResidentId({self})")
    }
}

/// The birth date that can still be read in an unusable number: a wrong check digit, 999999 at
/// the front, a digit too few or too many at the end, or scientific notation that kept its first
/// fourteen digits. `None` when characters 7 to 14 are no date between 1900 and 2099. It is a
/// hint for finding candidates, never a match.
pub fn birth_hint(cell: &str) -> Option<NaiveDate> {
    let cleaned = clean(cell);
    let digits: String = match scientific(&cleaned) {
        Some((mantissa, 17)) => mantissa.chars().filter(char::is_ascii_digit).collect(),
        Some(_) => return None,
        None => {
            let number = cleaned.strip_prefix('G').unwrap_or(&cleaned);
            if !(16..=22).contains(&number.len()) {
                return None;
            }
            number.to_owned()
        }
    };
    let eight = digits.get(6..14).filter(|eight| eight.bytes().all(|b| b.is_ascii_digit()))?;
    let birth = NaiveDate::parse_from_str(eight, "%Y%m%d").ok()?;
    (1900..2100).contains(&birth.year()).then_some(birth)
}

/// Cleaned text, and without the `.0` of a number that was a float.
fn clean(cell: &str) -> String {
    let mut cleaned = cleaning::number(cell);
    if let Some((whole, zeros)) = cleaned.split_once('.')
        && !zeros.is_empty()
        && zeros.bytes().all(|byte| byte == b'0')
        && matches!(whole.len(), 15 | 18)
        && whole.bytes().all(|byte| byte.is_ascii_digit())
    {
        cleaned.truncate(whole.len());
    }
    cleaned
}

fn read_cleaned(cell: &str) -> Result<IdReading, IdProblem> {
    if MISSING_WORDS.contains(&cell) {
        return Err(IdProblem::Missing);
    }
    if scientific(cell).is_some() {
        return Err(IdProblem::LostDigits);
    }
    if cell.starts_with("999999") {
        return Err(IdProblem::Placeholder);
    }
    let bytes = cell.as_bytes();
    let (form, id) = match bytes.len() {
        18 => (IdForm::Eighteen, eighteen(bytes)?),
        15 => (IdForm::FromFifteen, from_fifteen(bytes)?),
        19 if bytes[0] == b'G' => (IdForm::SchoolNumber, eighteen(&bytes[1..])?),
        20 | 22 => {
            let (number, mark) = bytes.split_at(18);
            let disability = disability_mark(mark)?;
            let id = eighteen(number)?;
            let form = IdForm::DisabilityCertificate;
            return Ok(IdReading { id, form, disability: Some(disability) });
        }
        _ => return Err(IdProblem::Length),
    };
    Ok(IdReading { id, form, disability: None })
}

/// Mantissa and exponent of a number in scientific notation.
fn scientific(cell: &str) -> Option<(&str, u32)> {
    let (mantissa, exponent) = cell.split_once('E')?;
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let is_number = whole.len() == 1 && digits(whole) && digits(fraction);
    let exponent = exponent.strip_prefix('+').unwrap_or(exponent);
    (is_number && !exponent.is_empty() && digits(exponent)).then_some(())?;
    Some((mantissa, exponent.parse().ok()?))
}

fn eighteen(bytes: &[u8]) -> Result<ResidentId, IdProblem> {
    let bytes = <&[u8; 18]>::try_from(bytes).map_err(|_| IdProblem::Length)?;
    checked(bytes, weighted_sum(bytes).ok_or(IdProblem::Length)?)
}

/// `110105 491231 002` → `110105 19491231 002` and its check digit.
fn from_fifteen(old: &[u8]) -> Result<ResidentId, IdProblem> {
    let mut bytes = [b'0'; 18];
    bytes[..6].copy_from_slice(&old[..6]);
    bytes[6..8].copy_from_slice(b"19");
    bytes[8..17].copy_from_slice(&old[6..]);
    let sum = weighted_sum(&bytes).ok_or(IdProblem::Length)?;
    bytes[17] = check_digit(sum);
    if has_possible_birth(&bytes) { Ok(ResidentId(bytes)) } else { Err(IdProblem::Checksum) }
}

/// What follows the number in a disability certificate: category, grade, and B with a digit when
/// the card was issued again.
fn disability_mark(mark: &[u8]) -> Result<DisabilityMark, IdProblem> {
    match mark {
        [category @ b'1'..=b'7', grade @ b'1'..=b'4']
        | [category @ b'1'..=b'7', grade @ b'1'..=b'4', b'B', b'0'..=b'9'] => {
            Ok(DisabilityMark { category: category - b'0', grade: grade - b'0' })
        }
        _ => Err(IdProblem::Length),
    }
}

/// Σ digit × weight of the first seventeen, or `None` when a character is out of place.
fn weighted_sum(bytes: &[u8; 18]) -> Option<u16> {
    let mut sum = 0;
    let mut largest = 0;
    for place in 0..17 {
        let digit = bytes[place].wrapping_sub(b'0');
        largest = largest.max(digit);
        sum += u16::from(digit) * WEIGHTS[place];
    }
    (largest <= 9 && matches!(bytes[17], b'0'..=b'9' | b'X' | b'x')).then_some(sum)
}

fn check_digit(sum: u16) -> u8 {
    CHECK_DIGITS[usize::from(sum % 11)]
}

fn checked(bytes: &[u8; 18], sum: u16) -> Result<ResidentId, IdProblem> {
    if bytes.starts_with(b"999999") {
        return Err(IdProblem::Placeholder);
    }
    let last = bytes[17].to_ascii_uppercase();
    if last != check_digit(sum) || !has_possible_birth(bytes) {
        return Err(IdProblem::Checksum);
    }
    let mut id = *bytes;
    id[17] = last;
    Ok(ResidentId(id))
}

fn has_possible_birth(bytes: &[u8; 18]) -> bool {
    let (year, month, day) = year_month_day(bytes);
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let longest = match DAYS_OF_MONTH.get(month as usize) {
        Some(29) if !is_leap => 28,
        Some(&days) => days,
        None => 0,
    };
    (1850..2100).contains(&year) && 1 <= day && day <= longest
}

/// Characters 7 to 14, which must be digits.
fn year_month_day(bytes: &[u8; 18]) -> (u32, u32, u32) {
    let two =
        |place: usize| u32::from(bytes[place] - b'0') * 10 + u32::from(bytes[place + 1] - b'0');
    (two(6) * 100 + two(8), two(10), two(12))
}

fn ascii(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).expect("a ResidentId holds ASCII only")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An invented person of region 990123, which does not exist.
    fn an() -> String {
        ResidentId::with_check_digit("99012319840625733").unwrap().reveal().to_owned()
    }

    fn read(cell: &str) -> Result<(String, IdForm), &'static str> {
        let reading = ResidentId::read(cell).map_err(IdProblem::code)?;
        Ok((reading.id.reveal().to_owned(), reading.form))
    }

    #[test]
    fn every_seventeen_with_its_check_digit_reads_back() {
        let mut last_characters = [false; 11];
        for sequence in 0..1000 {
            for day in 1..=28 {
                let seventeen = format!("990123200802{day:02}{sequence:03}");
                let id = ResidentId::with_check_digit(&seventeen).unwrap();
                assert_eq!(read(id.reveal()), Ok((id.reveal().to_owned(), IdForm::Eighteen)));
                assert_eq!(id.seventeen().to_string(), seventeen);
                let last = id.reveal().as_bytes()[17];
                last_characters[if last == b'X' { 10 } else { usize::from(last - b'0') }] = true;
                for other in b"0123456789X" {
                    let wrong = format!("{seventeen}{}", char::from(*other));
                    assert_eq!(read(&wrong).is_ok(), *other == last, "{wrong}");
                }
            }
        }
        assert_eq!(last_characters, [true; 11]);
    }

    /// The two examples that GB 11643 itself prints.
    #[test]
    fn the_examples_of_the_standard() {
        for example in ["11010519491231002X", "440524188001010014"] {
            assert_eq!(ResidentId::read(example).unwrap().id.reveal(), example);
        }
    }

    #[test]
    fn a_wrong_digit_and_a_swap_of_neighbours_are_noticed() {
        let an = an();
        for place in 0..17 {
            for digit in b'0'..=b'9' {
                let mut bytes = an.clone().into_bytes();
                if bytes[place] == digit {
                    continue;
                }
                bytes[place] = digit;
                assert_eq!(read(std::str::from_utf8(&bytes).unwrap()), Err("id_checksum"));
            }
            let mut bytes = an.clone().into_bytes();
            bytes.swap(place, (place + 1).min(16));
            if bytes != an.as_bytes() {
                assert_eq!(read(std::str::from_utf8(&bytes).unwrap()), Err("id_checksum"));
            }
        }
    }

    #[test]
    fn cells_are_cleaned() {
        let an = an();
        let spaced: Vec<String> = an.chars().map(String::from).collect();
        let wide: String = an.chars().map(|c| char::from_u32(c as u32 + 0xFEE0).unwrap()).collect();
        let (front, back) = an.split_at(9);
        for cell in [
            an.clone(),
            format!("  {an}\t"),
            format!("\u{FEFF}{an}"),
            format!("{front}\u{200B}{back}\u{200E}"),
            format!("{front}\r\n{back}"),
            format!("{front}\u{00A0}{back}\u{3000}"),
            spaced.join(" "),
            wide,
            format!("'{an}"),
            format!("’{an}"),
            format!("`{an}`"),
            format!("=\"{an}\""),
            format!("＝＂{an}＂"),
            format!("\"{an}\""),
            format!("\u{202D}{an}\u{202C}"),
        ] {
            assert_eq!(read(&cell), Ok((an.clone(), IdForm::Eighteen)), "{cell:?}");
        }
    }

    #[test]
    fn a_small_x_becomes_large() {
        let id = "99012319840625009X";
        assert_eq!(read(id), Ok((id.to_owned(), IdForm::Eighteen)));
        for cell in ["99012319840625009x", " 99012319840625009x", "99012319840625009ｘ"] {
            assert_eq!(read(cell), Ok((id.to_owned(), IdForm::Eighteen)), "{cell}");
        }
    }

    #[test]
    fn a_number_that_was_a_float_loses_its_point() {
        let an = an();
        assert_eq!(read(&format!("{an}.0")), Ok((an.clone(), IdForm::Eighteen)));
        assert_eq!(read(&format!("{an}.")), Err("id_length"));
        assert_eq!(read(&format!("{an}.5")), Err("id_length"));
        assert_eq!(read("990123840625733.0").unwrap().1, IdForm::FromFifteen);
    }

    #[test]
    fn other_forms_hold_the_number() {
        let an = an();
        let check = |cell: &str, form: IdForm, mark: Option<(u8, u8)>| {
            let reading = ResidentId::read(cell).unwrap();
            assert_eq!(reading.id.reveal(), an, "{cell}");
            assert_eq!(reading.form, form, "{cell}");
            let disability = mark.map(|(category, grade)| DisabilityMark { category, grade });
            assert_eq!(reading.disability, disability, "{cell}");
        };
        check(&format!("G{an}"), IdForm::SchoolNumber, None);
        check(&format!(" g{an} "), IdForm::SchoolNumber, None);
        check(&format!("{an}41"), IdForm::DisabilityCertificate, Some((4, 1)));
        check(&format!("{an}74B1"), IdForm::DisabilityCertificate, Some((7, 4)));
        check(&format!("{an} 63 b2"), IdForm::DisabilityCertificate, Some((6, 3)));
        check("990123840625733", IdForm::FromFifteen, None);
    }

    #[test]
    fn what_cannot_be_used_says_why() {
        let an = an();
        let check = |cell: &str, code: &str| assert_eq!(read(cell), Err(code), "{cell:?}");
        for missing in
            ["", "  ", "无", "不详", "-", "/", "暂无", "null", "NULL", "None", "\u{FEFF}", "——"]
        {
            check(missing, "id_missing");
        }
        for lost in
            ["5.32327E+17", "5.32327194902139e+17", "５.32327E+17", "5E17", "9.90123840625733E+14"]
        {
            check(lost, "id_lost_digits");
        }
        check("990123198406257000", "id_checksum");
        check("990123198402307331", "id_checksum");
        check("999999198406257338", "id_placeholder");
        check("99999919840625733", "id_placeholder");
        check("999999", "id_placeholder");
        check("9.0123E", "id_length");
        check(&an[..17], "id_length");
        check(&format!("{an}1"), "id_length");
        check(&format!("{an}4"), "id_length");
        check(&format!("{an}81"), "id_length");
        check(&format!("{an}45"), "id_length");
        check(&format!("{an}41C1"), "id_length");
        check(&format!("G{}", &an[..17]), "id_length");
        check(&format!("L{an}"), "id_length");
        check("99012319840625X336", "id_length");
        check("9901231984******36", "id_length");
        check("身份证号码号", "id_length");
        check("公安局", "id_length");
        check("9901238406257", "id_length");
        check("99012384062573X", "id_length");
    }

    /// A correct check digit does not make 30 February a birthday.
    #[test]
    fn an_impossible_birth_date_is_a_checksum_problem() {
        for seventeen in
            ["99012319840230733", "99012319841301733", "99012319840600733", "99012300000101733"]
        {
            assert_eq!(ResidentId::with_check_digit(seventeen), None);
            let sum: u32 = seventeen
                .bytes()
                .zip(WEIGHTS)
                .map(|(byte, weight)| u32::from(byte - b'0') * u32::from(weight))
                .sum();
            let last = char::from(CHECK_DIGITS[sum as usize % 11]);
            assert_eq!(read(&format!("{seventeen}{last}")), Err("id_checksum"), "{seventeen}");
        }
        assert_eq!(read("990123840230733"), Err("id_checksum"));
        assert!(ResidentId::with_check_digit("99012320000229733").is_some());
        assert!(ResidentId::with_check_digit("99012319000229733").is_none());
        assert!(ResidentId::with_check_digit("9901231984062573").is_none());
        assert!(ResidentId::with_check_digit("9901231984062573X").is_none());
    }

    #[test]
    fn says_birth_sex_and_county() {
        let id = ResidentId::with_check_digit("99012319840625733").unwrap();
        assert_eq!(id.birth(), NaiveDate::from_ymd_opt(1984, 6, 25).unwrap());
        assert_eq!(id.sex(), Sex::Male);
        assert_eq!(id.county_code(), "990123");
        assert_eq!(ResidentId::with_check_digit("99012319840625734").unwrap().sex(), Sex::Female);
    }

    #[test]
    fn nothing_but_reveal_shows_the_digits() {
        let reading = ResidentId::read(&an()).unwrap();
        let last = &an()[14..];
        assert_eq!(reading.id.to_string(), format!("990***********{last}"));
        assert_eq!(reading.id.to_string().len(), 18);
        assert_eq!(format!("{:?}", reading.id), format!("ResidentId(990***********{last})"));
        assert!(!format!("{reading:?} {:#?}", reading.id).contains("19840625"));
    }

    #[test]
    fn a_birth_date_may_be_legible_in_an_unusable_number() {
        let check = |cell: &str, expected: Option<&str>| {
            let expected: Option<NaiveDate> = expected.map(|date| date.parse().unwrap());
            assert_eq!(birth_hint(cell), expected, "{cell:?}");
        };
        check("990123198406257330", Some("1984-06-25"));
        check("999999198406257330", Some("1984-06-25"));
        check("99012319840625733", Some("1984-06-25"));
        check("9901231984062573311", Some("1984-06-25"));
        check("G990123198406257330", Some("1984-06-25"));
        check("99012319840625733041B1", Some("1984-06-25"));
        check(" 990123 19840625 7330", Some("1984-06-25"));
        check("9.90123198406257E+17", Some("1984-06-25"));
        check("990123198406250000.0", Some("1984-06-25"));
        check("9.90123E+17", None);
        check("9.90123198406257E+14", None);
        check("990123198413257330", None);
        check("99012384062573", None);
        check("9901231984****7330", None);
        check("990123300006257330", None);
        check("无", None);
        check("身份证号码在派出所登记", None);
    }

    #[test]
    fn problems_have_codes_and_say_what_to_do() {
        for problem in IdProblem::ALL {
            assert!(problem.code().starts_with("id_"));
            assert!(problem.zh().contains('请'), "{problem}");
        }
    }
}

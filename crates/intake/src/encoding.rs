//! Which encoding a text file is written in.

use std::borrow::Cow;

use encoding_rs::{Decoder, Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};

/// The encodings Chinese offices send.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextEncoding {
    /// UTF-8, with or without a byte order mark.
    Utf8,
    /// GB18030, and GBK and GB2312 within it.
    Gb18030,
    /// UTF-16, low byte first ("Unicode text" of Excel).
    Utf16Le,
    /// UTF-16, high byte first.
    Utf16Be,
}

impl TextEncoding {
    /// The usual name: `utf-8`, `gb18030`, `utf-16le`, `utf-16be`.
    pub fn name(self) -> &'static str {
        match self {
            TextEncoding::Utf8 => "utf-8",
            TextEncoding::Gb18030 => "gb18030",
            TextEncoding::Utf16Le => "utf-16le",
            TextEncoding::Utf16Be => "utf-16be",
        }
    }

    pub(crate) fn decoder(self) -> Decoder {
        self.encoding().new_decoder_without_bom_handling()
    }

    pub(crate) fn decode(self, bytes: &[u8]) -> Cow<'_, str> {
        self.encoding().decode_without_bom_handling(bytes).0
    }

    fn encoding(self) -> &'static Encoding {
        match self {
            TextEncoding::Utf8 => UTF_8,
            TextEncoding::Gb18030 => GB18030,
            TextEncoding::Utf16Le => UTF_16LE,
            TextEncoding::Utf16Be => UTF_16BE,
        }
    }
}

/// The encoding of a text that begins with these bytes and the length of its byte order mark.
/// Bytes that are valid UTF-8 are UTF-8 (an unfinished last character does not count against it);
/// everything else is read as GB18030. Returns `None` for bytes that are no text.
pub(crate) fn sniff(head: &[u8]) -> Option<(TextEncoding, usize)> {
    match head {
        [0xEF, 0xBB, 0xBF, ..] => return Some((TextEncoding::Utf8, 3)),
        [0xFF, 0xFE, ..] => return Some((TextEncoding::Utf16Le, 2)),
        [0xFE, 0xFF, ..] => return Some((TextEncoding::Utf16Be, 2)),
        [0x84, 0x31, 0x95, 0x33, ..] => return Some((TextEncoding::Gb18030, 4)),
        _ => (),
    }
    if memchr::memchr(0, head).is_some() {
        return sniff_utf16(head).map(|encoding| (encoding, 0));
    }
    let encoding = match std::str::from_utf8(head) {
        Ok(_) => TextEncoding::Utf8,
        Err(error) if error.error_len().is_none() => TextEncoding::Utf8,
        Err(_) => TextEncoding::Gb18030,
    };
    let text = encoding.decode(head);
    // The last character may be cut off.
    let odd = text.chars().filter(|&c| is_odd(c)).count().saturating_sub(1);
    (odd * 50 <= text.chars().count()).then_some((encoding, 0))
}

/// UTF-16 without a mark: digits, commas and line ends leave zeros in every second byte.
fn sniff_utf16(head: &[u8]) -> Option<TextEncoding> {
    let zeros = |rest: usize| head.iter().skip(rest).step_by(2).filter(|&&byte| byte == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    let encoding = if odd > even { TextEncoding::Utf16Le } else { TextEncoding::Utf16Be };
    let text = encoding.decode(&head[..head.len() / 2 * 2]);
    let strange = text.chars().filter(|&c| is_odd(c) || c == '\0').count();
    let zeros_on_one_side =
        even.max(odd) * 10 >= head.len() / 2 && even.min(odd) * 50 <= head.len();
    (zeros_on_one_side && strange * 50 <= text.chars().count()).then_some(encoding)
}

/// A character no table holds: control characters and bytes that could not be decoded.
fn is_odd(c: char) -> bool {
    (c.is_control() && !matches!(c, '\n' | '\r' | '\t' | '\u{1A}')) || c == '\u{FFFD}'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn recognises_what_offices_send() {
        let check = |bytes: &[u8], expected: Option<(TextEncoding, usize)>| {
            assert_eq!(sniff(bytes), expected, "{bytes:?}");
        };
        let header = "序号,姓名,身份证号\r\n1,张三,000000199001010014\r\n";
        check(header.as_bytes(), Some((TextEncoding::Utf8, 0)));
        check(&[&[0xEF, 0xBB, 0xBF], header.as_bytes()].concat(), Some((TextEncoding::Utf8, 3)));
        check(&GB18030.encode(header).0, Some((TextEncoding::Gb18030, 0)));
        let le: Vec<u8> = header.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let be: Vec<u8> = header.encode_utf16().flat_map(u16::to_be_bytes).collect();
        check(&[&[0xFF, 0xFE], &le[..]].concat(), Some((TextEncoding::Utf16Le, 2)));
        check(&[&[0xFE, 0xFF], &be[..]].concat(), Some((TextEncoding::Utf16Be, 2)));
        check(&le, Some((TextEncoding::Utf16Le, 0)));
        check(&be, Some((TextEncoding::Utf16Be, 0)));
        check(b"1,2,3\n", Some((TextEncoding::Utf8, 0)));
        check(&header.as_bytes()[..8], Some((TextEncoding::Utf8, 0)));
        check(&[0x89, b'P', b'N', b'G', 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13], None);
        check(&[1, 2, 3, 4, 5, 6, 7, 8], None);
        check(&[0xFF; 64], None);
    }
}

//! A file that is the body of a request: its name, and its content part by part as it comes.

use app::uploads::UploadError;
use axum::{
    body::{Body, Bytes},
    http::{HeaderMap, StatusCode},
};
use futures_util::{Stream, StreamExt};

use crate::problem::Problem;

/// Says what the file is called, in UTF-8 bytes written as in an address (RFC 3986).
const NAME: &str = "x-file-name";

/// The name of a file that is sent.
pub(crate) fn named(headers: &HeaderMap) -> Result<String, Problem> {
    let name = headers.get(NAME).and_then(|it| it.to_str().ok()).and_then(decoded);
    Ok(name.ok_or(UploadError::BadName)?)
}

/// The parts of a body until it ends, breaks off, or is larger than `largest` bytes.
pub(crate) fn parts(
    body: Body,
    largest: u64,
    too_large: impl Fn() -> Problem,
) -> impl Stream<Item = Result<Bytes, Problem>> + Unpin {
    let mut received: u64 = 0;
    body.into_data_stream().map(move |part| {
        let part = part.map_err(|_| {
            let detail = "文件没有传完：请检查网络，再传一次";
            Problem::new(StatusCode::BAD_REQUEST, "upload.interrupted", detail)
        })?;
        received += part.len() as u64;
        if largest < received { Err(too_large()) } else { Ok(part) }
    })
}

/// The text behind `%E6%9D%91`.
fn decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, more @ ..] = rest {
        match (first, more) {
            (b'%', [high, low, more @ ..]) => {
                let digit = |it: &u8| char::from(*it).to_digit(16);
                bytes.push(u8::try_from(digit(high)? * 16 + digit(low)?).ok()?);
                rest = more;
            }
            (b'%', _) => return None,
            (plain, more) => {
                bytes.push(*plain);
                rest = more;
            }
        }
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::decoded;

    #[test]
    fn a_name_comes_by_its_bytes() {
        assert_eq!(decoded("%E6%9D%91a.xlsx").as_deref(), Some("村a.xlsx"));
        assert_eq!(decoded("plain.csv").as_deref(), Some("plain.csv"));
        for wrong in ["%", "%E", "%zz", "%ff"] {
            assert_eq!(decoded(wrong), None, "{wrong}");
        }
    }
}

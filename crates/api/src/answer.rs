//! Answers that are not JSON of a view: workbooks, other files, and pages.

use std::fs::File;

use axum::{
    body::Body,
    http::{HeaderName, HeaderValue, header},
    response::{Html, IntoResponse, Response},
};

use futures_util::stream;
use tokio::io::AsyncReadExt as _;

use crate::problem::Problem;

/// How much of a file is read at a time.
const PART: usize = 64 << 10;

/// What a handler gives back.
pub type Answer<T> = Result<axum::Json<T>, Problem>;

/// The media type of a workbook.
pub(crate) const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// A workbook to be saved by the browser under this name.
pub struct Workbook {
    /// Name of the file, without personal data.
    pub name: String,
    /// The file.
    pub bytes: Vec<u8>,
}

impl IntoResponse for Workbook {
    fn into_response(self) -> Response {
        Download::of_bytes(&format!("{}.xlsx", self.name), XLSX, self.bytes).into_response()
    }
}

/// A file to be saved by the browser; never shown in place of a page.
pub struct Download {
    headers: [(HeaderName, HeaderValue); 3],
    body: Body,
}

impl Download {
    /// A file that lies in memory, with its name and media type.
    #[must_use]
    pub fn of_bytes(name: &str, media: &str, bytes: Vec<u8>) -> Download {
        Download::of(name, media, Body::from(bytes))
    }

    /// A file that is read as it is sent.
    #[must_use]
    pub fn of_file(name: &str, media: &str, file: File) -> Download {
        let file = tokio::fs::File::from_std(file);
        let parts = stream::try_unfold(file, |mut file| async move {
            let mut part = vec![0; PART];
            let read = file.read(&mut part).await?;
            part.truncate(read);
            Ok::<_, std::io::Error>((0 < read).then_some((part, file)))
        });
        Download::of(name, media, Body::from_stream(parts))
    }

    fn of(name: &str, media: &str, body: Body) -> Download {
        let plain = HeaderValue::from_static("attachment");
        let named = format!("attachment; filename*=UTF-8''{}", percent(name));
        let octets = HeaderValue::from_static("application/octet-stream");
        let headers = [
            (header::CONTENT_TYPE, HeaderValue::from_str(media).unwrap_or(octets)),
            (header::CONTENT_DISPOSITION, HeaderValue::from_str(&named).unwrap_or(plain)),
            (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
        ];
        Download { headers, body }
    }
}

impl IntoResponse for Download {
    fn into_response(self) -> Response {
        (self.headers, self.body).into_response()
    }
}

/// A page the server wrote, and what it may load.
pub struct Page {
    /// The page.
    pub html: String,
    /// Its content security policy.
    pub policy: &'static str,
}

impl IntoResponse for Page {
    fn into_response(self) -> Response {
        let policy = HeaderValue::from_static(self.policy);
        ([(header::CONTENT_SECURITY_POLICY, policy)], Html(self.html)).into_response()
    }
}

/// RFC 8187: everything but letters, digits, `-`, `.` and `_` by its bytes.
fn percent(text: &str) -> String {
    let plain = |it: u8| it.is_ascii_alphanumeric() || b"-._".contains(&it);
    text.bytes()
        .map(|it| if plain(it) { (it as char).to_string() } else { format!("%{it:02X}") })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chinese_name_is_sent_by_its_bytes() {
        assert_eq!(percent("案a-1"), "%E6%A1%88a-1");
    }
}

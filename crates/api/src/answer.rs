//! Answers that are not JSON of a view: workbooks and pages.

use axum::{
    http::{HeaderName, HeaderValue, header},
    response::{Html, IntoResponse, Response},
};

use crate::problem::Problem;

/// What a handler gives back.
pub type Answer<T> = Result<axum::Json<T>, Problem>;

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// A workbook to be saved by the browser under this name.
pub struct Workbook {
    /// Name of the file, without personal data.
    pub name: String,
    /// The file.
    pub bytes: Vec<u8>,
}

impl IntoResponse for Workbook {
    fn into_response(self) -> Response {
        let plain = HeaderValue::from_static("attachment");
        let named = format!("attachment; filename*=UTF-8''{}.xlsx", percent(&self.name));
        let disposition = HeaderValue::from_str(&named).unwrap_or(plain);
        let headers: [(HeaderName, HeaderValue); 3] = [
            (header::CONTENT_TYPE, HeaderValue::from_static(XLSX)),
            (header::CONTENT_DISPOSITION, disposition),
            (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
        ];
        (headers, self.bytes).into_response()
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

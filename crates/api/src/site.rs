//! The console's files. Every address that is none of the interface is a page of the console, which
//! looks at the address itself.

use axum::{
    extract::Request,
    http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header},
    response::{Html, IntoResponse, Response},
};
use console::File;

use crate::problem::Problem;

/// The page everything begins with.
const INDEX: &str = "index.html";

/// The page of telephones.
const VISIT: &str = "visit.html";

/// Scripts and data come from here alone. Styles may stand in the page: the components write them.
const POLICY: &str = "default-src 'self'; img-src 'self' data: blob:; style-src 'self' \
    'unsafe-inline'; font-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; \
    frame-ancestors 'none'";

/// What a browser is told when the console was not built.
const NOT_BUILT: &str = "<!doctype html><html lang=\"zh-CN\"><meta charset=\"utf-8\"><title>守望</title>\
    <p>接口已经打开。页面还没有编译：请先运行 <code>cargo xtask console</code>，再打开这一页。\
    <p>The interface is open. The console has not been built: run <code>cargo xtask console</code>.";

/// Answers with a file, a page of the console, or a problem.
pub(crate) async fn page(request: Request) -> Response {
    let path = request.uri().path().trim_start_matches('/');
    let reads = request.method() == Method::GET || request.method() == Method::HEAD;
    if !reads || path.starts_with("api/") {
        return Problem::not_found("地址").into_response();
    }
    if let Some(found) = console::file(path) {
        return answer(request.headers(), path, found);
    }
    // A file that is not there; pages have no dot in their addresses.
    if path.rsplit('/').next().is_some_and(|it| it.contains('.')) {
        return Problem::not_found("地址").into_response();
    }
    let page = match path == "visit" || path.starts_with("visit/") {
        true => VISIT,
        false => INDEX,
    };
    match console::file(page) {
        Some(found) => answer(request.headers(), page, found),
        None => Html(NOT_BUILT).into_response(),
    }
}

fn answer(asked: &HeaderMap, path: &str, file: File) -> Response {
    let tag = format!("\"{}\"", &file.hash[..32]);
    // Names of assets carry the hash of their content.
    let keep = match path.starts_with("assets/") {
        true => "public, max-age=31536000, immutable",
        false => "no-cache",
    };
    let known = asked.get(header::IF_NONE_MATCH).is_some_and(|it| it.as_bytes() == tag.as_bytes());
    let takes_brotli = asked
        .get(header::ACCEPT_ENCODING)
        .and_then(|it| it.to_str().ok())
        .is_some_and(|it| it.split(',').any(|it| it.trim().starts_with("br")));
    let mut response = match (known, file.brotli.filter(|_| takes_brotli)) {
        (true, _) => StatusCode::NOT_MODIFIED.into_response(),
        (false, Some(brotli)) => {
            let mut response = brotli.into_owned().into_response();
            let encoding = HeaderValue::from_static("br");
            response.headers_mut().insert(header::CONTENT_ENCODING, encoding);
            response
        }
        (false, None) => file.bytes.into_owned().into_response(),
    };
    let headers = response.headers_mut();
    let mut set = |name: HeaderName, value: &str| {
        if let Ok(value) = HeaderValue::from_str(value) {
            headers.insert(name, value);
        }
    };
    set(header::CONTENT_TYPE, &with_charset(&file.kind));
    set(header::CACHE_CONTROL, keep);
    set(header::ETAG, &tag);
    set(header::VARY, "accept-encoding");
    set(header::CONTENT_SECURITY_POLICY, POLICY);
    response
}

fn with_charset(kind: &str) -> String {
    match kind.starts_with("text/") {
        true => format!("{kind}; charset=utf-8"),
        false => kind.to_owned(),
    }
}

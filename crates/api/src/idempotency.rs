//! A write with an `Idempotency-Key` is done once and answered twice. Village cadres with bad
//! signal send again when no answer came; what they sent must not count twice.

use app::{
    idempotency::{self, Earlier},
    staff::Staff,
};
use axum::{
    body::{Body, Bytes, to_bytes},
    extract::Request,
    http::{HeaderName, HeaderValue, Response as HttpResponse, StatusCode, header},
    middleware::Next,
    response::Response,
};

use crate::{problem::Problem, server::Server};

const KEY: HeaderName = HeaderName::from_static("idempotency-key");

/// Says that an answer was given before.
const REPLAYED: HeaderName = HeaderName::from_static("idempotency-replayed");

/// The most bytes of a request or an answer that is kept.
const MOST: usize = 1 << 20;

/// The most characters of a key.
const KEY_LENGTH: usize = 100;

/// Runs a write once for each key of an account; without a key it just runs.
pub(crate) async fn once(
    server: &Server,
    staff: &Staff,
    request: Request,
    next: Next,
) -> Result<Response, Problem> {
    let Some(key) = request.headers().get(KEY) else { return Ok(next.run(request).await) };
    let key = key.to_str().ok().filter(|it| !it.is_empty() && it.len() <= KEY_LENGTH);
    let key = key.ok_or_else(|| Problem::invalid("idempotency-key 要用 1 至 100 个字母或数字"))?;
    let key = key.to_owned();

    let (parts, body) = request.into_parts();
    let body = to_bytes(body, MOST).await.map_err(|_| {
        let detail = "带 idempotency-key 的请求最多 1 MiB";
        Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "request.too_large", detail)
    })?;
    let said = [parts.method.as_str().as_bytes(), parts.uri.to_string().as_bytes(), &body].concat();
    let home = &server.home;
    match idempotency::reserve(home, &staff.account_id, &key, &said, server.now()).await? {
        Earlier::None => (),
        Earlier::Other => {
            let detail = "这个 idempotency-key 已经用在别的请求上：请换一个";
            return Err(Problem::new(StatusCode::CONFLICT, "idempotency.other_request", detail));
        }
        Earlier::Unanswered => {
            let detail = "同一个请求正在办理，或上次办到一半中断了：请刷新看看结果，再决定是否重发";
            return Err(Problem::new(StatusCode::CONFLICT, "idempotency.unanswered", detail));
        }
        Earlier::Answered { status, body } => return Ok(replay(status, body)),
    }

    let response = next.run(Request::from_parts(parts, Body::from(body))).await;
    let (parts, body) = response.into_parts();
    let body = to_bytes(body, MOST).await.unwrap_or_default();
    // What broke here did nothing and may be tried again under the same key.
    if parts.status.is_server_error() {
        idempotency::forget(home, &staff.account_id, &key).await?;
    } else {
        let status = parts.status.as_u16();
        idempotency::keep(home, &staff.account_id, &key, status, &body).await?;
    }
    Ok(Response::from_parts(parts, Body::from(body)))
}

fn replay(status: u16, body: Vec<u8>) -> Response {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::OK);
    let kind = match status.is_success() {
        true => "application/json",
        false => "application/problem+json",
    };
    let mut response = HttpResponse::new(Body::from(Bytes::from(body)));
    *response.status_mut() = status;
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    response.headers_mut().insert(REPLAYED, HeaderValue::from_static("true"));
    response
}

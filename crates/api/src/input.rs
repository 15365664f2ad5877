//! What a handler is given, with problems in place of the framework's own texts.

use axum::{
    extract::{FromRequest, FromRequestParts, Request, rejection::JsonRejection},
    http::{StatusCode, request::Parts},
};
use kernel::Month;
use serde::de::DeserializeOwned;

use crate::problem::Problem;

/// A body in JSON.
pub struct Json<T>(pub T);

/// The query of the address.
pub struct Query<T>(pub T);

/// The variable parts of the address.
pub struct Path<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Json<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        match axum::Json::<T>::from_request(request, state).await {
            Ok(axum::Json(value)) => Ok(Json(value)),
            Err(JsonRejection::MissingJsonContentType(_)) => Err(Problem::new(
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                "request.not_json",
                "内容要用 JSON，并写明 content-type: application/json",
            )),
            Err(rejection) if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE => {
                Err(Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "request.too_large", "内容过大"))
            }
            // The framework's text repeats what was sent; what was sent may be personal.
            Err(rejection) => Err(Problem::invalid(format!("内容读不懂：{}", place(&rejection)))),
        }
    }
}

/// Where in the body something is wrong, without repeating what stands there.
fn place(rejection: &JsonRejection) -> String {
    let text = rejection.body_text();
    let text = text.split_once(": ").map_or(text.as_str(), |it| it.1);
    match text.find(['`', '"']) {
        // "children[0].day: invalid type: string \"…\"" keeps its place and its kind.
        Some(at) => text[..at].trim_end().to_owned(),
        None => text.to_owned(),
    }
}

impl<T: DeserializeOwned + Send, S: Send + Sync> FromRequestParts<S> for Query<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        match axum::extract::Query::<T>::from_request_parts(parts, state).await {
            Ok(axum::extract::Query(value)) => Ok(Query(value)),
            Err(_) => Err(Problem::invalid("地址里的参数有误：请对照接口说明")),
        }
    }
}

impl<T: DeserializeOwned + Send, S: Send + Sync> FromRequestParts<S> for Path<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        match axum::extract::Path::<T>::from_request_parts(parts, state).await {
            Ok(axum::extract::Path(value)) => Ok(Path(value)),
            // A number that is none names nothing.
            Err(_) => Err(Problem::not_found("记录")),
        }
    }
}

/// A month of an address.
pub fn month(text: &str) -> Result<Month, Problem> {
    text.parse().map_err(|_| Problem::invalid("月份请写成 2023-10"))
}

/// A month that may be left out.
pub fn maybe_month(text: Option<&str>) -> Result<Option<Month>, Problem> {
    text.map(month).transpose()
}

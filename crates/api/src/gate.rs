//! The one door: who asks, and whether their roles may use the endpoint.
//!
//! The endpoint is known by its operation id, its roles by `access.toml`. A session comes as a
//! cookie, a department's system shows a token. A manager who views as somebody else says so in
//! `x-view-as`, and may only read.

use std::{collections::BTreeMap, sync::Arc};

use app::{access::Access, sign_in, staff::Staff};
use axum::{
    extract::{FromRequestParts, MatchedPath, Request, State},
    http::{HeaderMap, Method, StatusCode, header, request::Parts},
    middleware::Next,
    response::{IntoResponse, Response},
};

use crate::{idempotency, problem::Problem, server::Server};

/// The cookie of a session.
pub(crate) const COOKIE: &str = "shouwang_session";

/// Names the account a manager views as.
const VIEW_AS: &str = "x-view-as";

/// Operation ids by method and path template.
pub(crate) type Operations = BTreeMap<(String, String), String>;

/// What the door knows.
#[derive(Clone)]
pub(crate) struct Gate {
    server: Server,
    operations: Arc<Operations>,
}

/// Whoever is at work, for handlers of endpoints that are not public.
pub(crate) struct Who(pub Staff);

/// The token of the session, for ending it.
#[derive(Clone)]
pub(crate) struct SessionToken(pub String);

/// How somebody shows who they are.
enum Shown {
    Session(String),
    Token(String),
}

impl Gate {
    pub(crate) fn new(server: Server, operations: Operations) -> Gate {
        Gate { server, operations: Arc::new(operations) }
    }
}

/// Lets a request through, or answers it with a problem.
pub(crate) async fn pass(State(gate): State<Gate>, request: Request, next: Next) -> Response {
    match check(&gate, request, next).await {
        Ok(response) => response,
        Err(problem) => problem.into_response(),
    }
}

async fn check(gate: &Gate, mut request: Request, next: Next) -> Result<Response, Problem> {
    let operation = operation(gate, &request)?;
    let access = Access::get();
    let roles = access.roles_of_endpoint(&operation);
    let roles = roles.ok_or_else(|| Problem::internal(&anyhow::anyhow!("{operation}")))?;
    if roles.contains("public") {
        return Ok(next.run(request).await);
    }

    let now = gate.server.now();
    let home = &gate.server.home;
    let shown = shown(request.headers()).ok_or_else(not_signed_in)?;
    let reads = request.method() == Method::GET || request.method() == Method::HEAD;
    let mut staff = match &shown {
        Shown::Session(token) => {
            if !reads {
                same_site(request.headers())?;
            }
            sign_in::staff_of_session(home, token, now).await?
        }
        Shown::Token(token) => sign_in::staff_of_token(home, token, now).await?,
    };
    // Nothing but what signs in and out, until the password is one's own.
    let settles = matches!(
        operation.as_str(),
        "who_am_i" | "sign_out" | "change_password" | "begin_totp" | "confirm_totp"
    );
    if staff.must_change_password && !settles {
        let detail = "请先修改密码，再办别的事";
        return Err(Problem::new(StatusCode::FORBIDDEN, "account.password_change_first", detail));
    }
    if staff.must_set_up_totp && !settles {
        let detail = "请先开通动态码，再办别的事";
        return Err(Problem::new(StatusCode::FORBIDDEN, "account.totp_first", detail));
    }
    if let Some(account) = request.headers().get(VIEW_AS).and_then(|it| it.to_str().ok()) {
        let may = access.roles_of_endpoint("view_as");
        if may.is_none_or(|it| staff.roles.is_disjoint(it)) {
            return Err(forbidden("您的角色不能以别人的身份查看"));
        }
        if !reads {
            return Err(forbidden("以别人的身份查看时不能改动"));
        }
        staff = sign_in::view_as(home, &staff, account, now).await?;
    }
    if !roles.contains("signed_in") && staff.roles.is_disjoint(roles) {
        return Err(forbidden("您的角色不能用这个功能：需要时请找安全管理员"));
    }

    if let Shown::Session(token) = shown {
        request.extensions_mut().insert(SessionToken(token));
    }
    request.extensions_mut().insert(staff.clone());
    if request.method() == Method::POST {
        return idempotency::once(&gate.server, &staff, request, next).await;
    }
    Ok(next.run(request).await)
}

/// The operation a request asks for.
fn operation(gate: &Gate, request: &Request) -> Result<String, Problem> {
    let path = request.extensions().get::<MatchedPath>().map(|it| it.as_str().to_owned());
    let method = match *request.method() {
        Method::HEAD => "GET",
        ref method => method.as_str(),
    };
    let key = (method.to_owned(), path.unwrap_or_default());
    gate.operations.get(&key).cloned().ok_or_else(|| {
        Problem::new(StatusCode::METHOD_NOT_ALLOWED, "request.method", "这个地址不支持这种请求")
    })
}

fn shown(headers: &HeaderMap) -> Option<Shown> {
    if let Some(value) = headers.get(header::AUTHORIZATION) {
        let token = value.to_str().ok()?.strip_prefix("Bearer ")?;
        return Some(Shown::Token(token.trim().to_owned()));
    }
    cookie(headers, COOKIE).map(Shown::Session)
}

/// The cookie of this name.
pub(crate) fn cookie(headers: &HeaderMap, name: &str) -> Option<String> {
    let cookies = headers.get_all(header::COOKIE).iter().filter_map(|it| it.to_str().ok());
    let mut pairs = cookies.flat_map(|it| it.split(';')).filter_map(|it| it.trim().split_once('='));
    pairs.find(|it| it.0 == name).map(|it| it.1.to_owned())
}

/// A write with a cookie must come from our own page: browsers say where a request comes from.
fn same_site(headers: &HeaderMap) -> Result<(), Problem> {
    let text = |name: &str| headers.get(name).and_then(|it| it.to_str().ok());
    let other_site = text("sec-fetch-site").is_some_and(|it| it != "same-origin" && it != "none");
    let other_host = match (text("origin"), text("host")) {
        (Some(origin), Some(host)) => origin.split_once("://").map_or(origin, |it| it.1) != host,
        _ => false,
    };
    if other_site || other_host {
        return Err(forbidden("这个请求来自别的网站，没有办理"));
    }
    Ok(())
}

fn not_signed_in() -> Problem {
    Problem::new(StatusCode::UNAUTHORIZED, "session.ended", "还没有登录，或登录已过期：请登录")
}

fn forbidden(detail: &str) -> Problem {
    Problem::new(StatusCode::FORBIDDEN, "access.forbidden", detail)
}

impl<S: Send + Sync> FromRequestParts<S> for Who {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        parts.extensions.get::<Staff>().cloned().map(Who).ok_or_else(not_signed_in)
    }
}

impl<S: Send + Sync> FromRequestParts<S> for SessionToken {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let detail = "这里要用登录的会话，不能用接口令牌";
        parts
            .extensions
            .get::<SessionToken>()
            .cloned()
            .ok_or_else(|| Problem::new(StatusCode::FORBIDDEN, "session.needed", detail))
    }
}

/// Endpoints without an entry in `access.toml`, and entries without an endpoint.
///
/// # Errors
/// With every one of them.
pub fn check_access(document: &utoipa::openapi::OpenApi) -> anyhow::Result<()> {
    let operations = operations_of(document);
    let access = Access::get();
    let mut problems = Vec::new();
    for ((method, path), operation) in &operations {
        if access.roles_of_endpoint(operation).is_none() {
            problems
                .push(format!("{method} {path}：access.toml 的 [endpoints] 里没有 {operation}"));
        }
    }
    for operation in access.endpoints.keys().filter(|it| *it != "view_as") {
        if !operations.values().any(|it| it == operation) {
            problems.push(format!("access.toml 的 [endpoints] 里写了 {operation}，没有这个接口"));
        }
    }
    anyhow::ensure!(problems.is_empty(), "{}", problems.join("\n"));
    Ok(())
}

/// The operation ids of a document by method and path.
pub(crate) fn operations_of(document: &utoipa::openapi::OpenApi) -> Operations {
    let mut operations = Operations::new();
    for (path, item) in &document.paths.paths {
        let methods = [
            ("GET", &item.get),
            ("POST", &item.post),
            ("PUT", &item.put),
            ("PATCH", &item.patch),
            ("DELETE", &item.delete),
        ];
        for (method, operation) in methods {
            if let Some(id) = operation.as_ref().and_then(|it| it.operation_id.clone()) {
                operations.insert((method.to_owned(), path.clone()), id);
            }
        }
    }
    operations
}

/// The role table as a page in Markdown: role × endpoint and role × action. `docs/roles.md` holds
/// it, and a test compares.
#[must_use]
pub fn access_table(document: &utoipa::openapi::OpenApi) -> String {
    use std::fmt::Write as _;

    let access = Access::get();
    let roles: Vec<&String> = access.roles.keys().collect();
    let mut text = String::from(
        "# 谁可以做什么\n\n由 `access.toml` 和接口生成（`UPDATE_ROLES=1 cargo test -p api`），不要手改。\n\n## 角色\n\n\
         | 角色 | 名称 | 级别 | 范围 | 不能兼任 |\n|---|---|---|---|---|\n",
    );
    for (name, role) in &access.roles {
        let levels: Vec<&str> = role.levels.iter().map(|it| it.word()).collect();
        let scope = match (role.department, role.own_families, role.control) {
            (true, _, _) => "本部门",
            (_, true, _) => "本人帮扶的户",
            (_, _, true) => "不看户",
            _ => "本地区",
        };
        let apart: Vec<&str> = role.apart.iter().map(String::as_str).collect();
        let _ = writeln!(
            text,
            "| `{name}` | {} | {} | {scope} | {} |",
            role.zh,
            levels.join("、"),
            apart.join("、")
        );
    }
    let header = |text: &mut String, first: &str| {
        let names: Vec<&str> = roles.iter().map(|it| access.roles[*it].zh.as_str()).collect();
        let _ = writeln!(text, "| {first} | {} |", names.join(" | "));
        let _ = writeln!(text, "|---|{}", "---|".repeat(names.len()));
    };
    text.push_str("\n## 角色 × 接口\n\n公开的接口不用登录，登录即可的不看角色。\n\n");
    header(&mut text, "接口");
    for ((method, path), operation) in operations_of(document) {
        let Some(allowed) = access.roles_of_endpoint(&operation) else { continue };
        let mark = |role: &&String| {
            if allowed.contains("public") {
                "公开"
            } else if allowed.contains("signed_in") {
                "登录"
            } else if allowed.contains(*role) {
                "✓"
            } else {
                ""
            }
        };
        let marks: Vec<&str> = roles.iter().map(mark).collect();
        let _ = writeln!(text, "| `{operation}` {method} {path} | {} |", marks.join(" | "));
    }
    text.push_str(
        "\n## 角色 × 动作\n\n“步骤”由当地流程写明的角色办，见 `shouwang policy show`。\n\n",
    );
    header(&mut text, "动作");
    let words = casework::Action::WORDS.iter().chain([&casework::Action::CHANGE_HOUSEHOLD]);
    for (word, zh) in words {
        let allowed = access.roles_of_action(word);
        let mark = |role: &&String| {
            if allowed.contains("step") {
                "步骤"
            } else if allowed.contains(*role) {
                "✓"
            } else {
                ""
            }
        };
        let marks: Vec<&str> = roles.iter().map(mark).collect();
        let _ = writeln!(text, "| `{word}` {zh} | {} |", marks.join(" | "));
    }
    text
}

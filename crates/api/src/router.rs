//! Every route on one page, and what stands around all of them.

use std::time::Duration;

use app::{
    import::ImportReport,
    ledgers::{LedgerImport, Refusal},
    simulate::Simulation,
};
use axum::{
    Extension, Router,
    extract::Request,
    http::{HeaderName, HeaderValue, StatusCode},
    middleware,
    response::{IntoResponse, Response},
};
use tower_http::{
    catch_panic::CatchPanicLayer, compression::CompressionLayer, limit::RequestBodyLimitLayer,
    set_header::SetResponseHeaderLayer, timeout::TimeoutLayer,
};
use utoipa::ToSchema as _;
use utoipa::openapi::{
    ContentBuilder, InfoBuilder, OpenApi, OpenApiBuilder, RefOr, Response as Described,
    ResponseBuilder,
    path::Operation,
    schema::{ComponentsBuilder, Ref},
    security::{ApiKey, ApiKeyValue, Http, HttpAuthScheme, SecurityRequirement, SecurityScheme},
};
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    endpoints as e,
    gate::{Gate, check_access, operations_of, pass},
    identity::IdentityProvider,
    problem::Problem,
    public,
    server::Server,
    site,
};

/// The most bytes of a request.
const MOST: usize = 4 << 20;

/// A request that takes longer is given up; what takes longer is a job.
const PATIENCE: Duration = Duration::from_secs(120);

/// The same for a file: village lines are slow.
const UPLOAD_PATIENCE: Duration = Duration::from_secs(3600);

fn routes() -> OpenApiRouter<Server> {
    let empty = OpenApiBuilder::new()
        .info(InfoBuilder::new().title("守望 Shouwang").version(env!("CARGO_PKG_VERSION")).build())
        .components(Some(
            reports(ComponentsBuilder::new())
                .schema_from::<Problem>()
                .schema_from::<Refusal>()
                .build(),
        ))
        .build();
    OpenApiRouter::with_openapi(empty)
        .routes(routes!(e::health::health))
        // 登录
        .routes(routes!(e::session::sign_in, e::session::who_am_i, e::session::sign_out))
        .routes(routes!(e::session::change_password))
        .routes(routes!(e::session::begin_totp, e::session::confirm_totp))
        .routes(routes!(e::session::remove_totp))
        .routes(routes!(e::identity::sign_in_means))
        .routes(routes!(e::identity::begin_oidc))
        .routes(routes!(e::identity::finish_oidc))
        // 账号
        .routes(routes!(e::accounts::list_accounts, e::accounts::create_account))
        .routes(routes!(e::accounts::show_account, e::accounts::change_account))
        .routes(routes!(e::accounts::reset_password))
        .routes(routes!(e::accounts::unlock_account))
        .routes(routes!(e::accounts::remove_totp_for))
        .routes(routes!(e::tokens::list_tokens))
        .routes(routes!(e::tokens::revoke_token))
        .routes(routes!(e::tokens::list_own_tokens, e::tokens::create_token))
        .routes(routes!(e::tokens::revoke_own_token))
        .routes(routes!(e::accounts::list_roles))
        .routes(routes!(e::regions::show_region))
        // 线索
        .routes(routes!(e::clues::list_clues))
        .routes(routes!(e::clues::dispatch_clues))
        .routes(routes!(e::clues::export_clues))
        .routes(routes!(e::clues::list_months))
        .routes(routes!(e::clues::explain_clue))
        .routes(routes!(e::cockpit::show_cockpit))
        // 导入
        .routes(routes!(e::uploads::begin_upload))
        .routes(routes!(e::uploads::show_upload, e::uploads::discard_upload))
        .routes(routes!(e::imports::list_imports))
        .routes(routes!(e::imports::show_arrivals))
        .routes(routes!(e::imports::export_quarantine))
        .routes(routes!(e::imports::show_import))
        .routes(routes!(e::imports::roll_back_import))
        .routes(routes!(e::imports::export_import_quarantine))
        .routes(routes!(e::imports::list_feeds))
        // 数据质量
        .routes(routes!(e::quality::list_quality_runs))
        .routes(routes!(e::quality::show_quality_run))
        .routes(routes!(e::quality::list_quality_findings))
        .routes(routes!(e::quality::export_quality_run))
        // 办案
        .routes(routes!(e::cases::list_cases))
        .routes(routes!(e::cases::count_cases))
        .routes(routes!(e::cases::list_todos))
        .routes(routes!(e::cases::list_done))
        .routes(routes!(e::cases::export_cases))
        .routes(routes!(e::cases::act_on_cases))
        .routes(routes!(e::cases::show_case))
        .routes(routes!(e::cases::act_on_case))
        // 走访
        .routes(routes!(e::visits::list_visits_due))
        .routes(routes!(e::visits::take_visit_updates))
        .routes(routes!(e::visits::list_visits_to_settle))
        .routes(routes!(e::visits::settle_visit))
        // 台账
        .routes(routes!(e::ledgers::list_ledgers))
        .routes(routes!(e::ledgers::show_ledger))
        .routes(routes!(e::ledgers::list_records, e::ledgers::add_record))
        .routes(routes!(e::ledgers::count_records))
        .routes(routes!(e::ledgers::list_ledger_figures))
        .routes(routes!(e::ledgers::show_record, e::ledgers::change_record))
        .routes(routes!(e::ledgers::act_on_record))
        .routes(routes!(e::ledgers::void_record))
        .routes(routes!(e::ledgers::restore_record))
        .routes(routes!(e::ledgers::show_record_history))
        .routes(routes!(e::ledgers::reveal_record))
        .routes(routes!(e::ledgers::list_link_choices))
        .routes(routes!(e::ledger_files::download_record_template))
        .routes(routes!(e::ledger_files::import_records))
        .routes(routes!(e::ledger_files::export_left_out_records))
        .routes(routes!(e::ledger_attachments::show_attachment))
        .routes(routes!(e::ledger_attachments::remove_attachment))
        .routes(routes!(e::ledgers::list_ledger_findings, e::ledgers::look_for_findings))
        // 指标和规划目标
        .routes(routes!(e::indicators::list_indicators))
        .routes(routes!(e::indicators::compute_indicators))
        .routes(routes!(e::indicators::report_indicator))
        .routes(routes!(e::indicators::list_indicator_values))
        .routes(routes!(e::indicators::open_indicator))
        .routes(routes!(e::indicators::list_targets))
        .routes(routes!(e::indicators::export_targets))
        .routes(routes!(e::indicators::show_target))
        .routes(routes!(e::indicators::open_target_task))
        .routes(routes!(e::indicators::begin_plan_evaluation))
        // 突发事件和区域性风险
        .routes(routes!(e::events::list_event_types))
        .routes(routes!(e::events::list_event_todos))
        .routes(routes!(e::events::list_events, e::events::record_event))
        .routes(routes!(e::events::show_event))
        .routes(routes!(e::events::preview_event))
        .routes(routes!(e::events::open_event_campaign))
        .routes(routes!(e::events::close_event))
        .routes(routes!(e::events::list_event_households, e::events::add_event_household))
        .routes(routes!(e::events::show_event_household))
        .routes(routes!(e::events::report_event_household))
        .routes(routes!(e::events::change_event_listing))
        .routes(routes!(e::events::activate_event_plan))
        .routes(routes!(e::events::open_event_task))
        .routes(routes!(e::risk_alarms::list_risk_alarms))
        .routes(routes!(e::risk_alarms::judge_risk_alarms))
        .routes(routes!(e::risk_alarms::open_risk_alarm))
        // 报表
        .routes(routes!(e::reports::list_reports))
        .routes(routes!(e::reports::show_report))
        .routes(routes!(e::reports::preview_report))
        .routes(routes!(e::reports::print_report))
        .routes(routes!(e::reports::list_report_prints))
        .routes(routes!(e::reports::show_report_print))
        .routes(routes!(e::reports::show_report_paper))
        .routes(routes!(e::reports::export_report_print))
        .routes(routes!(e::reports::compare_report_print))
        .routes(routes!(e::reports::save_report_template))
        .routes(routes!(e::reports::show_report_template))
        .routes(routes!(e::reports::end_report_template))
        .routes(routes!(e::reports::list_number_requests, e::reports::record_number_request))
        .routes(routes!(e::reports::answer_number_request))
        // 户
        // 考核评估
        .routes(routes!(e::assessments::list_assessments, e::assessments::open_assessment))
        .routes(routes!(e::assessments::list_assessment_schemes))
        .routes(routes!(e::assessments::show_assessment))
        .routes(routes!(e::assessments::void_assessment))
        .routes(routes!(
            e::assessments::show_assessment_sample,
            e::assessments::draw_assessment_sample
        ))
        .routes(routes!(e::assessments::assign_assessor))
        .routes(routes!(e::assessments::gather_assessment_evidence))
        .routes(routes!(
            e::assessments::list_assessment_scores,
            e::assessments::score_assessment_item
        ))
        .routes(routes!(e::assessments::close_assessment))
        .routes(routes!(e::assessments::add_assessment_finding))
        .routes(routes!(e::assessments::export_assessment))
        .routes(routes!(e::assessments::list_own_surveys))
        .routes(routes!(e::assessments::show_survey, e::assessments::record_survey))
        .routes(routes!(e::households::search_households))
        .routes(routes!(e::households::show_household))
        .routes(routes!(e::households::show_dossier))
        .routes(routes!(e::benefits::show_household_benefits))
        .routes(routes!(e::benefits::show_county_benefits))
        .routes(routes!(e::benefits::export_county_benefits))
        .routes(routes!(e::income::list_income_periods))
        .routes(routes!(e::income::list_income_accounts))
        .routes(routes!(e::income::export_income_accounts))
        .routes(routes!(e::income::show_income_analysis))
        .routes(routes!(e::income::export_income_analysis))
        .routes(routes!(e::income::show_income_burden))
        .routes(routes!(e::income::fill_income))
        .routes(routes!(
            e::income_collections::list_income_collections,
            e::income_collections::take_income_collection
        ))
        .routes(routes!(e::income_collections::show_income_collection))
        .routes(routes!(e::income_collections::export_income_differences))
        .routes(routes!(e::income_collections::hand_back_income))
        .routes(routes!(e::income::show_household_income, e::income::enter_household_income))
        .routes(routes!(e::households::record_household_event))
        .routes(routes!(e::households::reveal_person))
        // 诉求
        .routes(routes!(e::appeals::list_appeals, e::appeals::receive_appeal))
        .routes(routes!(e::appeals::count_appeals))
        .routes(routes!(e::appeals::list_appeal_terms))
        .routes(routes!(e::appeals::due_appeals))
        .routes(routes!(e::appeals::appeal_feedback))
        .routes(routes!(e::appeals::appeal_progress))
        .routes(routes!(e::appeals::show_appeal))
        .routes(routes!(e::appeals::act_on_appeal))
        .routes(routes!(e::appeals::reveal_appeal))
        // 帮扶
        .routes(routes!(e::assistance::list_measures))
        .routes(routes!(e::assistance::recommend))
        .routes(routes!(e::assistance::show_coverage))
        .routes(routes!(e::assistance::list_gap))
        .routes(routes!(e::assistance::show_effect_reviews, e::assistance::review_effects))
        .routes(routes!(e::assistance::list_to_review))
        .routes(routes!(e::assistance::list_follow_ups))
        // 公示
        .routes(routes!(e::notices::list_notices, e::notices::post_notice))
        .routes(routes!(e::notices::draft_notice))
        .routes(routes!(e::notices::public_notices))
        .routes(routes!(e::notices::show_notice))
        .routes(routes!(e::notices::withdraw_notice))
        // 打印
        .routes(routes!(e::paper::print_case))
        .routes(routes!(e::paper::print_dossier))
        .routes(routes!(e::paper::print_record))
        .routes(routes!(e::paper::print_notice))
        .routes(routes!(e::paper::print_board))
        .routes(routes!(e::paper::print_dispatch_report))
        // 任务
        .routes(routes!(e::jobs::list_jobs, e::jobs::start_job))
        .routes(routes!(e::jobs::show_job))
        .routes(routes!(e::jobs::follow_job))
        // 审计
        .routes(routes!(e::audit::list_audit))
        .routes(routes!(e::audit::verify_audit))
        .routes(routes!(e::audit::audit_checkpoint))
        // 政策
        .routes(routes!(e::policy::show_chains))
        .routes(routes!(e::policy::list_parameters))
        .routes(routes!(e::policy::show_parameter))
        .routes(routes!(e::policy::list_rules))
        .routes(routes!(e::policy::show_rule))
        .routes(routes!(e::policy::list_policy_drafts, e::policy::begin_policy_draft))
        .routes(routes!(e::policy::show_policy_draft, e::policy::save_policy_draft))
        .routes(routes!(e::policy::move_policy_draft))
        .routes(routes!(e::policy::decide_policy_draft))
        .routes(routes!(e::policy::show_precision))
}

/// The results of jobs, which are not in the description of any answer, and a word of an address.
fn reports(components: ComponentsBuilder) -> ComponentsBuilder {
    let mut named = Vec::new();
    ImportReport::schemas(&mut named);
    Simulation::schemas(&mut named);
    LedgerImport::schemas(&mut named);
    components
        .schema_from::<ImportReport>()
        .schema_from::<Simulation>()
        .schema_from::<LedgerImport>()
        .schema_from::<e::paper::CasePaper>()
        .schemas_from_iter(named)
}

/// What takes or gives large files, and its time.
fn upload_routes() -> OpenApiRouter<Server> {
    OpenApiRouter::new()
        .routes(routes!(e::uploads::put_upload_file))
        .routes(routes!(e::ledger_files::export_records))
        .routes(routes!(
            e::ledger_attachments::list_attachments,
            e::ledger_attachments::add_attachment
        ))
}

/// The interface in OpenAPI 3.1, as `openapi.json` holds it.
#[must_use]
pub fn openapi() -> OpenApi {
    parts().1
}

/// The routes, those for uploads apart, and the document of both.
fn parts() -> ((Router<Server>, Router<Server>), OpenApi) {
    let (router, mut document) = routes().split_for_parts();
    let (uploads, described) = upload_routes().split_for_parts();
    document.merge(described);
    ((router, uploads), complete(document))
}

/// The program as a service.
///
/// # Errors
/// When `access.toml` and the endpoints do not agree, or what `oidc.toml` names cannot be read.
pub fn router(server: Server) -> anyhow::Result<Router> {
    let ((router, uploads), document) = parts();
    check_access(&document)?;
    let text = serde_json::to_string(&document)?;
    let operations = operations_of(&document);
    let identity = IdentityProvider::of(&server.home)?;
    let nosniff = header("x-content-type-options", "nosniff");
    let frames = header("x-frame-options", "DENY");
    let referrer = header("referrer-policy", "no-referrer");
    let not_kept = header("cache-control", "no-store");
    let gate = middleware::from_fn_with_state(Gate::new(server.clone(), operations), pass);
    let timeout =
        |patience| TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, patience);
    let most = usize::try_from(e::uploads::LARGEST)?;
    let uploads = uploads
        .route_layer(gate.clone())
        .layer(RequestBodyLimitLayer::new(most))
        .layer(timeout(UPLOAD_PATIENCE));
    Ok(router
        .route_layer(gate)
        .merge(public::routes())
        .route(
            "/api/v1/openapi.json",
            axum::routing::get(move || async move {
                ([("content-type", "application/json")], text.clone())
            }),
        )
        .fallback(site::page)
        .method_not_allowed_fallback(async || {
            let detail = "这个地址不支持这种请求";
            Problem::new(StatusCode::METHOD_NOT_ALLOWED, "request.method", detail)
        })
        .layer(Extension(identity))
        .layer(CompressionLayer::new())
        .layer(RequestBodyLimitLayer::new(MOST))
        .layer(timeout(PATIENCE))
        .merge(uploads)
        .layer(CatchPanicLayer::custom(panicked))
        .layer(nosniff)
        .layer(frames)
        .layer(referrer)
        .layer(not_kept)
        .layer(middleware::from_fn(plain_texts_are_problems))
        .with_state(server))
}

fn header(name: &'static str, value: &'static str) -> SetResponseHeaderLayer<HeaderValue> {
    let name = HeaderName::from_static(name);
    SetResponseHeaderLayer::if_not_present(name, HeaderValue::from_static(value))
}

fn panicked(_: Box<dyn std::any::Any + Send>) -> Response {
    Problem::internal(&anyhow::anyhow!("a handler panicked")).into_response()
}

/// The layers above answer some things in plain text; here they become problems too.
async fn plain_texts_are_problems(request: Request, next: middleware::Next) -> Response {
    let response = next.run(request).await;
    let kind = response.headers().get("content-type").and_then(|it| it.to_str().ok());
    let is_plain = kind.is_none_or(|it| it.starts_with("text/plain"));
    match response.status() {
        StatusCode::PAYLOAD_TOO_LARGE if is_plain => {
            Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "request.too_large", "内容过大")
                .into_response()
        }
        StatusCode::SERVICE_UNAVAILABLE if is_plain => {
            let detail = "办得太久，没有等到结果：请稍后看看是否办好，再决定是否重发";
            Problem::new(StatusCode::SERVICE_UNAVAILABLE, "request.timeout", detail).into_response()
        }
        status if status.is_client_error() && is_plain => {
            Problem::new(status, "request.bad", "请求读不懂：请对照接口说明").into_response()
        }
        _ => response,
    }
}

/// What holds for every operation is written down here once: problems, and how to show who one is.
fn complete(mut document: OpenApi) -> OpenApi {
    let access = app::access::Access::get();
    for item in document.paths.paths.values_mut() {
        let operations =
            [&mut item.get, &mut item.post, &mut item.put, &mut item.patch, &mut item.delete];
        for operation in operations.into_iter().flatten() {
            let id = operation.operation_id.clone().unwrap_or_default();
            let is_public = access.roles_of_endpoint(&id).is_some_and(|it| it.contains("public"));
            add_problems(operation, is_public);
            if !is_public {
                operation.security = Some(vec![
                    SecurityRequirement::new("session", Vec::<String>::new()),
                    SecurityRequirement::new("token", Vec::<String>::new()),
                ]);
            }
        }
    }
    let components = document.components.get_or_insert_default();
    components.responses.extend(problem_responses());
    let cookie = SecurityScheme::ApiKey(ApiKey::Cookie(ApiKeyValue::new(crate::gate::COOKIE)));
    components.add_security_scheme("session", cookie);
    components
        .add_security_scheme("token", SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer)));
    document
}

/// The problems an operation may answer with: statuses, and what they mean.
const PROBLEMS: [(&str, &str); 10] = [
    ("400", "请求格式有误"),
    ("401", "没有登录，或登录没有成功"),
    ("403", "没有权限"),
    ("404", "没有，或不在范围内"),
    ("409", "与现状冲突：别人先办了，或幂等键用过"),
    ("413", "内容过大"),
    ("415", "不支持这种内容"),
    ("422", "内容有误，或程序不允许"),
    ("500", "程序出错"),
    ("503", "办得太久，或要问的系统没有答复"),
];

fn problem_name(status: &str) -> String {
    format!("Problem{status}")
}

fn problem_responses() -> impl Iterator<Item = (String, RefOr<Described>)> {
    PROBLEMS.into_iter().map(|(status, description)| {
        let content = ContentBuilder::new()
            .schema(Some(RefOr::Ref(Ref::from_schema_name("Problem"))))
            .build();
        let response = ResponseBuilder::new()
            .description(description)
            .content("application/problem+json", content)
            .build();
        (problem_name(status), RefOr::T(response))
    })
}

fn add_problems(operation: &mut Operation, is_public: bool) {
    for (status, _) in PROBLEMS {
        if is_public && status == "403" {
            continue;
        }
        let named = Ref::from_response_name(problem_name(status));
        let responses = &mut operation.responses.responses;
        responses.entry(status.to_owned()).or_insert_with(|| RefOr::Ref(named));
    }
}

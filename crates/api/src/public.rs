//! 农户的页面: application, receipt, progress, notices of a village. HTML that works without a
//! script; nobody signs in. What keeps programs away asks nothing of people: a form that was not
//! asked for here or is filled in within seconds is not taken, nor one with the field filled that
//! people do not see; and an address that sends very much has to wait.

use app::{
    appeals::{self, AppealError, NewAppeal, Proxy},
    notices,
    public_page::{self, CHANNEL, PublicPage},
};
use axum::{
    Extension, Form, Router,
    extract::{Path, Query, State},
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
    routing::get,
};
use kernel::{Region, RegionLevel, ResidentId};
use pages::{
    ASSETS, Lang,
    online::{
        ApplyField, ApplyPage, ApplyValues, Choice, ClosedPage, FieldError, Frame, HangingNotice,
        NextStep, PlacePage, PlaceStep, Platform, ProgressForm, ProgressPage, PublicNoticesPage,
        ReceiptPage, TextSize, Village,
    },
};
use serde::Deserialize;

use crate::{
    answer::Page,
    crowd::{Crowd, Sender},
    problem::Problem,
    server::Server,
};

/// Who asks, for the audit chain.
const ACTOR: &str = "public";

/// How often one address may send an application, or ask how far one is, within an hour.
const APPLICATIONS: usize = 20;
const QUESTIONS: usize = 60;
/// No scripts but our own, no other servers.
const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; \
    form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// The pages and the files beside them.
pub(crate) fn routes() -> Router<Server> {
    Router::new()
        .route("/apply", get(form).post(apply))
        .route("/apply/progress", get(ask).post(progress))
        .route("/villages/{village}/notices", get(village_notices))
        .route("/pages/{name}", get(asset))
        .layer(Extension(Crowd::default()))
}

/// Language, size, and which place.
#[derive(Deserialize, Default, Clone)]
#[serde(default)]
struct Look {
    lang: String,
    big: String,
    village: String,
    within: String,
    receipt: String,
}

/// What was sent.
#[derive(Deserialize, Default)]
#[serde(default)]
struct Sent {
    lang: String,
    big: String,
    village: String,
    token: String,
    name: String,
    phone: String,
    id_number: String,
    text: String,
    risk: String,
    consent: String,
    proxy_name: String,
    proxy_phone: String,
    proxy_relation: String,
    website: String,
}

/// Which application is asked about.
#[derive(Deserialize, Default)]
#[serde(default)]
struct Asked {
    lang: String,
    big: String,
    receipt: String,
    phone: String,
}

async fn form(State(server): State<Server>, Query(look): Query<Look>) -> Response {
    let Some(village) = public_page::village(&server.home, &look.village) else {
        return place(&server, &look).await;
    };
    match settings(&server, village) {
        Ok(page) if page.open => shown(apply_page(&server, &page, village, &look, None)),
        Ok(page) => closed(&page, &look),
        Err(problem) => problem.into_response(),
    }
}

async fn apply(
    State(server): State<Server>,
    Extension(crowd): Extension<Crowd>,
    Sender(sender): Sender,
    Form(sent): Form<Sent>,
) -> Response {
    let look = Look {
        lang: sent.lang.clone(),
        big: sent.big.clone(),
        village: sent.village.clone(),
        ..Look::default()
    };
    let Some(village) = public_page::village(&server.home, &sent.village) else {
        return place(&server, &look).await;
    };
    let page = match settings(&server, village) {
        Ok(page) if page.open => page,
        Ok(page) => return closed(&page, &look),
        Err(problem) => return problem.into_response(),
    };
    let lang = Lang::read(&look.lang);
    let now = server.now();
    let again = |errors: Vec<FieldError>, status: StatusCode| {
        let html = apply_page(&server, &page, village, &look, Some((&sent, errors)));
        (status, shown(html)).into_response()
    };
    if !crowd.lets_in(sender, "apply", APPLICATIONS, now) {
        let text = say(
            lang,
            "这个网络一小时内提交得太多了：请过一会儿再提交，或打热线电话、找村干部代报",
            "Too many applications from this network within an hour: please try again later, call \
             the hotline or ask a village cadre",
        );
        return again(whole(text), StatusCode::TOO_MANY_REQUESTS);
    }
    if !sent.website.is_empty() || !public_page::form_token_is_good(&server.home, &sent.token, now)
    {
        let text = say(
            lang,
            "页面打开得太久，或提交得太快：请核对内容，再按一次“提交”",
            "The page was open too long, or sent too fast: please check it and send again",
        );
        return again(whole(text), StatusCode::UNPROCESSABLE_ENTITY);
    }
    let errors = faults(lang, &sent);
    if !errors.is_empty() {
        return again(errors, StatusCode::UNPROCESSABLE_ENTITY);
    }
    match appeals::receive(&server.home, appeal(&sent, server.today()), ACTOR, now).await {
        Ok(receipt) => {
            let frame = frame(&page, &look, None);
            let english = page.needs.iter().find(|it| it.name == receipt.need);
            let need = match (lang, english) {
                (Lang::En, Some(it)) => it.en.clone(),
                _ => receipt.need_zh.clone(),
            };
            let at = format!("/apply/progress?receipt={}", receipt.receipt);
            let first = say(
                lang,
                "工作人员受理，告诉您是否属于受理范围",
                "The office says whether it takes the matter up",
            );
            let then = say(
                lang,
                "需要核实的，村里会上门；请带好看病、上学等票据",
                "If it has to be verified, somebody visits you; keep bills at hand",
            );
            shown(
                ReceiptPage {
                    frame,
                    receipt: receipt.receipt,
                    received_on: server.today(),
                    need,
                    is_known: receipt.known,
                    steps: vec![
                        NextStep { text: first, until: receipt.due_on },
                        NextStep { text: then, until: None },
                    ],
                    progress_url: at.clone(),
                    progress_at: at,
                }
                .render(),
            )
        }
        Err(AppealError::Internal(error)) => Problem::internal(&error).into_response(),
        Err(error) => again(whole(error.to_string()), StatusCode::UNPROCESSABLE_ENTITY),
    }
}

async fn ask(State(server): State<Server>, Query(look): Query<Look>) -> Response {
    let frame = bare(&server, &look, Some("/apply/progress")).await;
    let receipt = look.receipt.chars().filter(char::is_ascii_digit).take(20).collect();
    shown(
        ProgressForm {
            frame,
            action: "/apply/progress".to_owned(),
            receipt,
            phone: String::new(),
            error: None,
        }
        .render(),
    )
}

async fn progress(
    State(server): State<Server>,
    Extension(crowd): Extension<Crowd>,
    Sender(sender): Sender,
    Form(asked): Form<Asked>,
) -> Response {
    let look = Look { lang: asked.lang.clone(), big: asked.big.clone(), ..Look::default() };
    let lang = Lang::read(&look.lang);
    let frame = bare(&server, &look, None).await;
    let again = |error: String, status: StatusCode| {
        let form = ProgressForm {
            frame: frame.clone(),
            action: "/apply/progress".to_owned(),
            receipt: asked.receipt.clone(),
            phone: asked.phone.clone(),
            error: Some(error),
        };
        (status, shown(form.render())).into_response()
    };
    if !crowd.lets_in(sender, "progress", QUESTIONS, server.now()) {
        let text = say(
            lang,
            "这个网络查询得太多了：请过一会儿再查",
            "Too many questions from this network: please try again later",
        );
        return again(text, StatusCode::TOO_MANY_REQUESTS);
    }
    let today = server.today();
    match appeals::progress(&server.home, &asked.receipt, &asked.phone, today).await {
        Ok(it) => {
            let waits = it.answer.is_none();
            shown(
                ProgressPage {
                    frame: Frame { hotline: it.hotline.clone(), ..frame },
                    receipt: it.receipt,
                    received_on: it.received_on,
                    need: it.need,
                    stage: it.stage,
                    next: it.next,
                    is_late: waits && it.due_on.is_some_and(|due| due < today),
                    due_on: it.due_on,
                    answer: it.answer,
                    answered_on: it.answered_on,
                    again: "/apply/progress".to_owned(),
                }
                .render(),
            )
        }
        Err(AppealError::Internal(error)) => Problem::internal(&error).into_response(),
        Err(_) => {
            let text = say(
                lang,
                "没有查到：请核对回执号和申报时留的电话",
                "Nothing found: please check the receipt number and the telephone you left",
            );
            again(text, StatusCode::NOT_FOUND)
        }
    }
}

async fn village_notices(
    State(server): State<Server>,
    Path(code): Path<String>,
    Query(look): Query<Look>,
) -> Response {
    let Some(village) = public_page::village(&server.home, &code) else {
        return Problem::not_found("村").into_response();
    };
    let page = match settings(&server, village) {
        Ok(page) => page,
        Err(problem) => return problem.into_response(),
    };
    let found = match notices::public_in(&server.home, &code, server.today()).await {
        Ok(found) => found,
        Err(error) => return Problem::from(error).into_response(),
    };
    let hanging = found.into_iter().map(|it| HangingNotice {
        title: it.text.title,
        paragraphs: it.text.paragraphs,
        table: it.text.table.map(|it| pages::Table { header: it.header, rows: it.rows }),
        signature: it.text.signature,
        from: it.text.from,
        until: it.text.until,
        place: it.place,
    });
    let here = format!("/villages/{code}/notices");
    let page = PublicNoticesPage {
        frame: frame(&page, &look, Some(&here)),
        village: named(&server, village),
        today: server.today(),
        notices: hanging.collect(),
    };
    shown(page.render())
}

async fn asset(Path(name): Path<String>) -> Response {
    let Some(found) = ASSETS.iter().find(|it| it.name == name) else {
        return Problem::not_found("地址").into_response();
    };
    let kind = HeaderValue::from_static(found.content_type);
    let keep = HeaderValue::from_static("public, max-age=31536000, immutable");
    ([(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, keep)], found.body).into_response()
}

/// Asks for the place: counties in use, their townships, their villages.
async fn place(server: &Server, look: &Look) -> Response {
    let counties = counties(server).await;
    let regions = &server.home.definitions.regions;
    let within = regions.by_stat_code(&look.within);
    let link = |it: &Region| match it.level {
        RegionLevel::Village => format!("/apply?village={}", it.stat_code),
        _ => format!("/apply?within={}", it.stat_code),
    };
    let (step, name, children, back) = match within {
        Some(it) if it.level == RegionLevel::Township => {
            let county = it.parent.and_then(|parent| regions.get(parent));
            let back = county.map(|it| format!("/apply?within={}", it.stat_code));
            (PlaceStep::Village, it.name.clone(), regions.children(it.id).collect(), back)
        }
        Some(it) if it.level == RegionLevel::County => {
            let children: Vec<&Region> = regions.children(it.id).collect();
            (PlaceStep::Township, it.name.clone(), children, Some("/apply".to_owned()))
        }
        _ => {
            // One county is no choice.
            if let [only] = counties.as_slice() {
                return Redirect::to(&link(only)).into_response();
            }
            (PlaceStep::County, String::new(), counties.iter().collect(), None)
        }
    };
    let here = match within {
        Some(it) => format!("/apply?within={}", it.stat_code),
        None => "/apply".to_owned(),
    };
    let page = PlacePage {
        frame: bare(server, look, Some(&here)).await,
        within: name,
        step,
        places: children.into_iter().map(|it| (it.name.clone(), link(it))).collect(),
        back,
    };
    shown(page.render())
}

fn closed(page: &PublicPage, look: &Look) -> Response {
    let lang = Lang::read(&look.lang);
    let platform = Platform {
        name: page.platform.clone(),
        how: say(
            lang,
            "请在手机上搜索这个平台申报，或请村干部帮您申报",
            "Look for this platform on your telephone, or ask a village cadre to apply for you",
        ),
        href: None,
    };
    shown(ClosedPage { frame: frame(page, look, None), platform, paper: None }.render())
}

fn apply_page(
    server: &Server,
    page: &PublicPage,
    village: &Region,
    look: &Look,
    sent: Option<(&Sent, Vec<FieldError>)>,
) -> String {
    let here = format!("/apply?village={}", village.stat_code);
    let township = village.parent.map_or_else(String::new, |parent| {
        let region = server.home.definitions.regions.get(parent);
        region.map_or_else(String::new, |it| it.stat_code.clone())
    });
    let lang = Lang::read(&look.lang);
    let (values, errors) = match sent {
        Some((sent, errors)) => (values(sent), errors),
        None => Default::default(),
    };
    let is_answer = !errors.is_empty();
    ApplyPage {
        frame: frame(page, look, (!is_answer).then_some(here.as_str())),
        action: "/apply".to_owned(),
        token: public_page::form_token(&server.home, server.now()),
        village: Village { code: village.stat_code.clone(), name: named(server, village) },
        other_village: format!("/apply?within={township}"),
        promise: String::new(),
        risks: page
            .needs
            .iter()
            .map(|it| Choice {
                value: it.name.clone(),
                label: if lang == Lang::En { it.en.clone() } else { it.zh.clone() },
            })
            .collect(),
        several_risks: false,
        id_number_is_optional: true,
        photos: None,
        values,
        errors,
    }
    .render()
}

fn values(sent: &Sent) -> ApplyValues {
    ApplyValues {
        name: sent.name.clone(),
        phone: sent.phone.clone(),
        id_number: sent.id_number.clone(),
        text: sent.text.clone(),
        risks: if sent.risk.is_empty() { Vec::new() } else { vec![sent.risk.clone()] },
        consent: !sent.consent.is_empty(),
        proxy_name: sent.proxy_name.clone(),
        proxy_phone: sent.proxy_phone.clone(),
        proxy_relation: sent.proxy_relation.clone(),
    }
}

/// What is wrong with what was typed, in the order of the form.
fn faults(lang: Lang, sent: &Sent) -> Vec<FieldError> {
    let mut errors = Vec::new();
    let mut wrong = |field: ApplyField, zh: &'static str, en: &'static str| {
        errors.push(FieldError { field: Some(field), text: say(lang, zh, en) });
    };
    if sent.name.trim().is_empty() {
        wrong(ApplyField::Name, "请填写户主姓名", "Please fill in the name of the head");
    }
    let digits = sent.phone.chars().filter(char::is_ascii_digit).count();
    if !(7..=12).contains(&digits) {
        wrong(
            ApplyField::Phone,
            "请填写能打通的电话号码，查进度要用",
            "Please fill in a telephone number; you need it to ask how far it is",
        );
    }
    if !sent.id_number.trim().is_empty() && ResidentId::read(&sent.id_number).is_err() {
        wrong(
            ApplyField::IdNumber,
            "身份证号不对：请照身份证核对，不记得可以不填",
            "The identity number is wrong: please compare it with the card, or leave it empty",
        );
    }
    if sent.risk.is_empty() {
        wrong(ApplyField::Risk, "请选一项最主要的困难", "Please choose the main difficulty");
    }
    if sent.text.trim().is_empty() {
        wrong(ApplyField::Text, "请简单写一写困难情况", "Please say in a few words what happened");
    }
    if sent.consent.is_empty() {
        wrong(
            ApplyField::Consent,
            "请先勾选承诺；不同意的，可以打热线电话",
            "Please tick the promise; if you do not agree, call the hotline",
        );
    }
    errors
}

fn appeal(sent: &Sent, today: chrono::NaiveDate) -> NewAppeal {
    let some = |text: &str| (!text.trim().is_empty()).then(|| text.trim().to_owned());
    let relation = some(&sent.proxy_relation).map(|it| format!("（{it}）")).unwrap_or_default();
    NewAppeal {
        channel: CHANNEL.to_owned(),
        need: some(&sent.risk),
        name: sent.name.trim().to_owned(),
        id_number: some(&sent.id_number),
        phone: some(&sent.phone),
        region: sent.village.clone(),
        text: sent.text.trim().to_owned(),
        proxy: some(&sent.proxy_name).map(|name| Proxy {
            name: format!("{name}{relation}"),
            phone: some(&sent.proxy_phone),
        }),
        received_on: today,
        outside_no: None,
    }
}

fn settings(server: &Server, region: &Region) -> Result<PublicPage, Problem> {
    Ok(public_page::public_page(&server.home, region, server.today())?)
}

fn frame(page: &PublicPage, look: &Look, here: Option<&str>) -> Frame {
    Frame {
        lang: Lang::read(&look.lang),
        size: TextSize::read(&look.big),
        here: here.map(str::to_owned),
        office: page.office.clone(),
        hotline: page.hotline.clone(),
        apply_at: page.open.then(|| "/apply".to_owned()),
        read_aloud: true,
    }
}

/// A frame where no place is known yet: that of the first county there is.
async fn bare(server: &Server, look: &Look, here: Option<&str>) -> Frame {
    let counties = counties(server).await;
    let page = counties.first().and_then(|it| settings(server, it).ok());
    match page {
        Some(page) => frame(&page, look, here),
        None => Frame {
            lang: Lang::read(&look.lang),
            size: TextSize::read(&look.big),
            here: here.map(str::to_owned),
            ..Frame::default()
        },
    }
}

/// The counties that have a register here.
async fn counties(server: &Server) -> Vec<Region> {
    server.home.counties_in_use().await.unwrap_or_default()
}

fn named(server: &Server, village: &Region) -> String {
    let regions = &server.home.definitions.regions;
    let township = village.parent.and_then(|it| regions.get(it));
    format!("{}{}", township.map_or("", |it| it.name.as_str()), village.name)
}

fn whole(text: String) -> Vec<FieldError> {
    vec![FieldError { field: None, text }]
}

fn say(lang: Lang, zh: &str, en: &str) -> String {
    match lang {
        Lang::Zh => zh.to_owned(),
        Lang::En => en.to_owned(),
    }
}

fn shown(html: String) -> Response {
    Page { html, policy: POLICY }.into_response()
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_field_people_do_not_see_is_the_one_the_form_has() {
        assert_eq!(pages::online::HONEYPOT, "website");
    }
}

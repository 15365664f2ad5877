//! 打印: paper for one case, household, notice, village or region, as HTML that the browser prints on
//! A4. Numbers of people are masked as on the screen; what the forms do not know is left for the
//! pen.

use std::collections::BTreeMap;

use app::{
    accounts::Manager,
    cases::{self, CaseView},
    cockpit,
    dossier::{self, Dossier},
    households::MemberView,
    notices,
    paper::{self, PaperWords},
    public_page, reach,
    staff::Staff,
};
use axum::{
    extract::State,
    http::{HeaderName, HeaderValue},
    response::{Html, IntoResponse, Response},
};
use casework::{Action, AssistanceOfficer, Entry};
use chrono::NaiveDate;
use pages::{
    Table, paper as sheets,
    paper::{Contact, Known, Origin, Sheet},
};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use crate::{
    gate::Who,
    input::{Path, Query},
    problem::Problem,
    server::Server,
};

/// Nothing from elsewhere, no scripts.
const POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none'; frame-ancestors 'none'";

/// The papers of a case.
#[derive(Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum CasePaper {
    /// 承诺授权书.
    Authorization,
    /// 入户核查表.
    Verification,
    /// 民主评议记录.
    Review,
    /// 明白卡.
    Card,
    /// 帮扶计划.
    Plan,
}

/// Which region and month.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct ReportQuery {
    /// Statistical code of a region below the own one; the own region when absent.
    region: Option<String>,
    /// Month, such as `2023-10`; the last one screened when absent.
    month: Option<String>,
}

/// A paper of a case.
#[utoipa::path(get, path = "/api/v1/cases/{case}/paper/{form}", operation_id = "print_case",
    tag = "paper", params(("case" = i64, Path), ("form" = CasePaper, Path)),
    responses((status = 200, body = String, content_type = "text/html")))]
pub(crate) async fn print_case(
    State(server): State<Server>,
    Who(staff): Who,
    Path((case, form)): Path<(i64, CasePaper)>,
) -> Result<Response, Problem> {
    let today = server.today();
    let case = cases::show(&server.home, Manager::Staff(&staff), case, today).await?;
    let dossier = dossier::dossier(&server.home, &staff.scope, case.household, None).await?;
    let words = paper::words(&server.home, &dossier.household.village_code, today);
    let sheet = sheet(&server, &staff, &words, format!("案-{}", case.case), &case.village);
    Ok(shown(match form {
        CasePaper::Authorization => authorization(sheet, &words, &case, &dossier),
        CasePaper::Verification => verification(sheet, &words, &case, &dossier),
        CasePaper::Review => review(sheet, &case),
        CasePaper::Card => card(sheet, &words, &case, &dossier, today),
        CasePaper::Plan => plan(sheet, &case, &dossier),
    }))
}

/// 一户一档 on paper.
#[utoipa::path(get, path = "/api/v1/households/{household}/paper", operation_id = "print_dossier",
    tag = "paper", params(("household" = i64, Path)),
    responses((status = 200, body = String, content_type = "text/html")))]
pub(crate) async fn print_dossier(
    State(server): State<Server>,
    Who(staff): Who,
    Path(household): Path<i64>,
) -> Result<Response, Problem> {
    let dossier = dossier::dossier(&server.home, &staff.scope, household, None).await?;
    let code = &dossier.household.village_code;
    let words = paper::words(&server.home, code, server.today());
    let number = format!("户-{}", dossier.household.household_no);
    let sheet = sheet(&server, &staff, &words, number, &dossier.household.village);
    Ok(shown(whole_dossier(sheet, &dossier)))
}

/// A notice as it hangs.
#[utoipa::path(get, path = "/api/v1/notices/{notice}/paper", operation_id = "print_notice",
    tag = "paper", params(("notice" = String, Path)),
    responses((status = 200, body = String, content_type = "text/html")))]
pub(crate) async fn print_notice(
    State(server): State<Server>,
    Who(staff): Who,
    Path(notice): Path<String>,
) -> Result<Response, Problem> {
    let it = notices::show(&server.home, &staff.scope, &notice).await?;
    let own = staff.view(&server.home).region;
    let words = paper::words(&server.home, &own, server.today());
    // A notice hangs for everybody: it does not say who printed it.
    let mut sheet = sheet(&server, &staff, &words, format!("公示-{}", it.id), &it.village);
    sheet.printed_by = String::new();
    let sheet = sheets::NoticeSheet {
        sheet,
        title: it.text.title,
        paragraphs: it.text.paragraphs,
        table: it.text.table.map(|it| Table { header: it.header, rows: it.rows }),
        objections: String::new(),
        signature: it.text.signature,
        from: it.from,
        until: it.until,
        place: it.place,
    };
    Ok(shown(sheet.render()))
}

/// The poster for a village's board, with the QR code of its application form.
#[utoipa::path(get, path = "/api/v1/villages/{village}/board", operation_id = "print_board",
    tag = "paper", params(("village" = String, Path)),
    responses((status = 200, body = String, content_type = "text/html")))]
pub(crate) async fn print_board(
    State(server): State<Server>,
    Who(staff): Who,
    Path(village): Path<String>,
    headers: axum::http::HeaderMap,
) -> Result<Response, Problem> {
    let inside = reach::region_in(&server.home, &staff.scope, &village);
    let village = inside
        .and_then(|it| public_page::village(&server.home, &it.stat_code))
        .ok_or_else(|| Problem::not_found("村"))?;
    let page = public_page::public_page(&server.home, village, server.today())?;
    let regions = &server.home.definitions.regions;
    let host = headers.get("host").and_then(|it| it.to_str().ok()).unwrap_or_default();
    let scheme = if server.secure_cookies { "https" } else { "http" };
    let board = sheets::BoardPage {
        village: village.name.clone(),
        region: village.parent.map_or_else(String::new, |it| regions.name_path(it)),
        url: format!("{scheme}://{host}/apply?village={}", village.stat_code),
        platform: (!page.open).then_some(page.platform),
        hotline: page.hotline,
        contacts: Vec::new(),
        promise: String::new(),
        office: page.office,
    };
    Ok(shown(board.render()))
}

/// 派发调度表: the regions one level below with their figures.
#[utoipa::path(get, path = "/api/v1/cockpit/paper", operation_id = "print_dispatch_report",
    tag = "paper", params(ReportQuery),
    responses((status = 200, body = String, content_type = "text/html")))]
pub(crate) async fn print_dispatch_report(
    State(server): State<Server>,
    Who(staff): Who,
    Query(it): Query<ReportQuery>,
) -> Result<Response, Problem> {
    let month = it
        .month
        .map(|it| it.parse().map_err(|_| Problem::invalid("月份请写成 2023-10")))
        .transpose()?;
    let scope = reach::narrowed(&server.home, &staff.scope, it.region.as_deref())
        .ok_or_else(|| Problem::not_found("地区"))?;
    let today = server.today();
    let found = cockpit::cockpit(&server.home, &scope, month, today).await?;
    let words = paper::words(&server.home, &found.code, today);
    let month = found.month.clone().unwrap_or_default();
    let number = format!("调度-{}-{month}", found.code);
    let figure = |label: &str, source: &str| sheets::ReportFigure {
        label: label.to_owned(),
        unit: "户".to_owned(),
        source: source.to_owned(),
        as_of: None,
    };
    let row = |it: &cockpit::RegionFigures, is_total: bool| sheets::ReportRow {
        region: it.name.clone(),
        values: [it.new_clues, it.in_procedure, it.overdue, it.monitored, it.eliminated]
            .into_iter()
            .map(|it| Some(it.to_string()))
            .collect(),
        is_total,
    };
    let mut rows: Vec<_> = found.regions.iter().map(|it| row(it, false)).collect();
    rows.push(row(&found.figures, true));
    let report = sheets::DispatchReport {
        sheet: sheet(&server, &staff, &words, number, &found.region),
        title: format!("{month} 线索派发调度表"),
        as_of: found.as_of,
        regions: "地区".to_owned(),
        figures: vec![
            figure("新线索", "本月筛查提出、没有撤回的线索"),
            figure("办理中", "已派发、识别认定中"),
            figure("超期", "超过程序总时限还没有办完"),
            figure("监测对象", "已识别、帮扶中、风险消除中"),
            figure("风险已消除", "累计"),
        ],
        rows,
        remarks: found.notes,
    };
    Ok(shown(report.render()))
}

fn authorization(sheet: Sheet, words: &PaperWords, case: &CaseView, dossier: &Dossier) -> String {
    let member = |it: &MemberView| sheets::LetterMember {
        name: it.name.clone(),
        relation: if it.is_head { "户主".to_owned() } else { String::new() },
        id_number: it.id_number.clone(),
        guardian: None,
    };
    sheets::AuthorizationLetter {
        sheet,
        term: words.term.clone(),
        householder: case.householder.clone(),
        address: case.village.clone(),
        members: living(dossier).map(member).collect(),
        blank_members: 0,
        queries: words.queries.clone(),
        valid_until: None,
        agent: None,
    }
    .render()
}

fn verification(sheet: Sheet, words: &PaperWords, case: &CaseView, dossier: &Dossier) -> String {
    let mut facts: BTreeMap<&str, Vec<(&str, Known)>> = BTreeMap::new();
    let mut found: Vec<(String, Known)> = Vec::new();
    for group in &dossier.findings {
        for it in &group.facts {
            let origin = Origin { source: group.department.clone(), as_of: dossier.as_of };
            let known = Known { value: it.value_zh.clone(), origin: Some(origin) };
            match &it.person {
                Some(person) => facts.entry(person).or_default().push((&it.zh, known)),
                None => found.push((it.zh.clone(), known)),
            }
        }
    }
    let member = |it: &MemberView| {
        let health = facts.get(it.name.as_str()).into_iter().flatten().next();
        sheets::VisitedMember {
            name: it.name.clone(),
            relation: plain(if it.is_head { "户主" } else { "" }),
            id_number: plain(&it.id_number),
            health: health.map_or_else(Known::default, |(zh, known)| Known {
                value: format!("{zh} {}", known.value),
                origin: known.origin.clone(),
            }),
            ..sheets::VisitedMember::default()
        }
    };
    let count = living(dossier).count();
    let mut household = vec![
        ("家庭人口".to_owned(), plain(&count.to_string())),
        ("户编号".to_owned(), plain(&case.household_no)),
    ];
    household.append(&mut found);
    let reasons = dossier.clues.iter().flat_map(|clue| {
        clue.reasons.iter().map(|it| Known {
            value: it.clone(),
            origin: Some(Origin { source: format!("{}筛查", clue.month), as_of: None }),
        })
    });
    let blank = |groups: &[(String, Vec<String>)]| -> Vec<sheets::AmountGroup> {
        let line = |item: &String| sheets::AmountLine { item: item.clone(), ..Default::default() };
        let group = |(heading, items): &(String, Vec<String>)| sheets::AmountGroup {
            heading: heading.clone(),
            lines: items.iter().map(line).collect(),
        };
        groups.iter().map(group).collect()
    };
    let yes_no = || vec!["有保障".to_owned(), "有问题".to_owned()];
    let check = |label: &str| sheets::CheckRow {
        label: label.to_owned(),
        known: Known::default(),
        answers: yes_no(),
    };
    let pointing: Vec<&String> = case.clue_list.iter().flat_map(|it| &it.new_risks_zh).collect();
    let risk = |label: &String| sheets::RiskBox {
        label: label.clone(),
        pointer: plain(if pointing.contains(&label) { "线索提示" } else { "" }),
    };
    sheets::VerificationForm {
        sheet,
        householder: case.householder.clone(),
        household,
        reasons: reasons.collect(),
        members: living(dossier).map(member).collect(),
        blank_members: 2,
        period: words.income_year,
        income: blank(&words.income),
        spending: blank(&words.spending),
        guarantees: ["义务教育", "基本医疗", "住房安全", "饮水安全"]
            .into_iter()
            .map(check)
            .collect(),
        risks: words.risks.iter().map(risk).collect(),
    }
    .render()
}

fn review(sheet: Sheet, case: &CaseView) -> String {
    let held = entries(case).into_iter().rev().find_map(|it| match it.action {
        Action::HoldReview { review, .. } => Some(review),
        _ => None,
    });
    let matter = match case.stage {
        casework::Stage::Eliminating | casework::Stage::Eliminated => "风险消除",
        _ => "纳入监测",
    };
    let counted = held.as_ref();
    sheets::ReviewRecord {
        sheet,
        meeting: "村民主评议会".to_owned(),
        on: counted.map(|it| it.on),
        place: String::new(),
        chair: String::new(),
        recorder: String::new(),
        invited: None,
        present: counted.map(|it| it.present),
        stepped_aside: String::new(),
        matters: vec![sheets::ReviewMatter {
            householder: case.householder.clone(),
            group: String::new(),
            matter: matter.to_owned(),
            agree: counted.map(|it| it.agree),
            disagree: counted.map(|it| it.disagree),
            abstain: counted.map(|it| it.present.saturating_sub(it.agree + it.disagree)),
            passed: counted.map(|it| it.passed),
            opinion: String::new(),
        }],
        minutes: held.map(|it| it.minutes).unwrap_or_default(),
        attendees: Vec::new(),
        blank_attendees: 16,
    }
    .render()
}

fn card(
    sheet: Sheet,
    words: &PaperWords,
    case: &CaseView,
    dossier: &Dossier,
    today: NaiveDate,
) -> String {
    let officer = officer(case);
    let who = officer.as_ref().map(|it| it.name.clone()).unwrap_or_default();
    let measures = dossier.measures.iter().filter(|it| it.case == case.case);
    let measures = measures.map(|it| sheets::CardMeasure {
        what: it.what.clone(),
        who: who.clone(),
        when: it.planned_on.to_string(),
        state: if it.delivered.is_empty() { "正在办" } else { "已落实" }.to_owned(),
    });
    // A card hangs on a wall: it does not say who printed it.
    let sheet = Sheet { printed_by: String::new(), ..sheet };
    sheets::HouseholdCard {
        sheet,
        householder: case.householder.clone(),
        group: String::new(),
        members: u32::try_from(living(dossier).count()).unwrap_or(0),
        helpers: officer.into_iter().map(|it| contact("帮扶责任人", &it)).collect(),
        measures: measures.collect(),
        policies: Vec::new(),
        hotline: words.hotline.clone(),
        as_of: today,
    }
    .render()
}

fn plan(sheet: Sheet, case: &CaseView, dossier: &Dossier) -> String {
    let officer = officer(case);
    let planned = entries(case).into_iter().rev().find_map(|it| match it.action {
        Action::PlanMeasures { measures } => Some(measures),
        _ => None,
    });
    let groups: BTreeMap<u32, String> =
        planned.into_iter().flatten().map(|it| (it.number, it.group.zh().to_owned())).collect();
    let identified = entries(case).into_iter().rev().find_map(|it| match it.action {
        Action::Identify { causes, .. } => Some(causes),
        _ => None,
    });
    let risks = identified.into_iter().flatten().map(|it| it.risk.zh().to_owned());
    let who = officer.as_ref().map(|it| it.name.clone()).unwrap_or_default();
    let measures = dossier.measures.iter().filter(|it| it.case == case.case);
    let measures = measures.map(|it| sheets::PlanMeasure {
        group: groups.get(&it.number).cloned().unwrap_or_default(),
        answers: it.answers_zh.clone(),
        what: it.what.clone(),
        who: who.clone(),
        due: None,
        delivered: it
            .delivered
            .iter()
            .map(|it| sheets::Delivery { on: it.on, what: it.what.clone() })
            .collect(),
    });
    let count = living(dossier).count();
    sheets::AssistancePlan {
        sheet,
        householder: case.householder.clone(),
        household: vec![("家庭人口".to_owned(), plain(&count.to_string()))],
        risks: risks.collect(),
        goal: String::new(),
        officer: officer.map(|it| contact("帮扶责任人", &it)).unwrap_or_default(),
        measures: measures.collect(),
        blank_measures: 3,
    }
    .render()
}

fn whole_dossier(sheet: Sheet, it: &Dossier) -> String {
    let register = "登记簿";
    let row = |label: &str, value: String, source: &str| sheets::DossierRow {
        label: label.to_owned(),
        value,
        source: source.to_owned(),
        as_of: None,
    };
    let table = |caption: &str, header: &[&str], rows: Vec<Vec<String>>, source: &str| {
        let header = header.iter().map(|it| (*it).to_owned()).collect();
        sheets::DossierTable {
            caption: caption.to_owned(),
            table: Table { header, rows },
            source: source.to_owned(),
            as_of: it.as_of,
        }
    };
    let section = |heading: &str, tables: Vec<sheets::DossierTable>| sheets::DossierSection {
        heading: heading.to_owned(),
        rows: Vec::new(),
        tables,
    };
    let sex = |it: &str| if it == "male" { "男" } else { "女" }.to_owned();
    let household = &it.household;
    let head = household.members.iter().find(|it| it.is_head);
    let members = household.members.iter().map(|it| {
        let departed = it.departed.clone().unwrap_or_default();
        vec![it.name.clone(), sex(&it.sex), it.birth.to_string(), it.id_number.clone(), departed]
    });
    let members = table(
        "家庭成员",
        &["姓名", "性别", "出生日期", "证件号码", "备注"],
        members.collect(),
        register,
    );
    let mut sections = vec![sheets::DossierSection {
        heading: "基本情况".to_owned(),
        rows: vec![
            row("户编号", household.household_no.clone(), register),
            row("住址", household.village.clone(), register),
            row("家庭人口", living(it).count().to_string(), register),
        ],
        tables: vec![members],
    }];
    for group in &it.findings {
        let rows = group.facts.iter().flat_map(|fact| {
            fact.rows.iter().map(|row| {
                vec![
                    fact.zh.clone(),
                    row.person.clone().unwrap_or_default(),
                    row.value_zh.clone(),
                    format!("{} 第{}行", row.file, row.row),
                ]
            })
        });
        let header = ["内容", "人员", "值", "来源文件"];
        sections.push(section(
            &format!("比对结果·{}", group.department),
            vec![table("", &header, rows.collect(), &group.department)],
        ));
    }
    let clues = it.clues.iter().map(|it| {
        vec![it.month.clone(), it.clue.clone(), it.class_zh.clone(), it.reasons.join("；")]
    });
    sections.push(section(
        "风险线索",
        vec![table("", &["月份", "编号", "类别", "为什么"], clues.collect(), "筛查")],
    ));
    let visits =
        it.visits.iter().map(|it| vec![it.on.to_string(), it.kind_zh.clone(), it.summary.clone()]);
    sections.push(section(
        "走访",
        vec![table("", &["日期", "类型", "情况"], visits.collect(), "走访记录")],
    ));
    let measures = it.measures.iter().map(|it| {
        let delivered: Vec<String> =
            it.delivered.iter().map(|it| format!("{} {}", it.on, it.what)).collect();
        vec![
            it.answers_zh.clone(),
            it.what.clone(),
            it.planned_on.to_string(),
            delivered.join("；"),
        ]
    });
    let header = ["针对的风险", "措施", "计划日期", "落实情况"];
    sections.push(section("帮扶措施", vec![table("", &header, measures.collect(), "帮扶记录")]));
    let changes = it.changes.iter().map(|it| vec![it.on.to_string(), it.zh.clone()]);
    sections.push(section(
        "家庭变化",
        vec![table("", &["日期", "变化"], changes.collect(), "办理记录")],
    ));
    sections
        .retain(|it| !it.rows.is_empty() || it.tables.iter().any(|it| !it.table.rows.is_empty()));
    sheets::HouseholdDossier {
        sheet,
        householder: head.map(|it| it.name.clone()).unwrap_or_default(),
        sections,
    }
    .render()
}

fn living(dossier: &Dossier) -> impl Iterator<Item = &MemberView> {
    dossier.household.members.iter().filter(|it| it.departed.is_none())
}

fn plain(value: &str) -> Known {
    Known { value: value.to_owned(), origin: None }
}

fn entries(case: &CaseView) -> Vec<Entry> {
    let entries = case.history.iter();
    entries.filter_map(|it| serde_json::from_value(it.entry.clone()).ok()).collect()
}

fn officer(case: &CaseView) -> Option<AssistanceOfficer> {
    entries(case).into_iter().rev().find_map(|it| match it.action {
        Action::AssignOfficer { officer } => Some(officer),
        _ => None,
    })
}

fn contact(duty: &str, it: &AssistanceOfficer) -> Contact {
    Contact {
        duty: duty.to_owned(),
        name: it.name.clone(),
        unit: it.unit.clone(),
        phone: String::new(),
    }
}

fn sheet(
    server: &Server,
    staff: &Staff,
    words: &PaperWords,
    number: String,
    region: &str,
) -> Sheet {
    Sheet {
        number,
        region: region.to_owned(),
        office: words.office.clone(),
        printed_by: staff.name.clone(),
        printed_on: server.today(),
    }
}

fn shown(html: String) -> Response {
    let name = HeaderName::from_static("content-security-policy");
    ([(name, HeaderValue::from_static(POLICY))], Html(html)).into_response()
}

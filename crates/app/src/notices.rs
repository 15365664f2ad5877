//! Public notices: drafted from cases and a template of the pack, posted in the village, seen by
//! everybody for their days, and taken down.
//!
//! What may stand on a notice is decided below: [`policy::NoticeField`] has no place for what must
//! not be published, and [`casework::render`] looks through everything that comes out.

use std::collections::BTreeSet;

use anyhow::Context;
use casework::{
    Action, ActionError, NoticeFrame, NoticeRefused, NoticeText, PublicNotice, Stage, next, render,
};
use chrono::{DateTime, Days, NaiveDate, Utc};
use kernel::RegionLevel;
use policy::{ChainKind, Limit, NoticeKind, ReviewStep, StepKind};
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::{DbError, Notice, NoticeCase, Scope, Tx, new_id};

use crate::{
    accounts::Manager,
    cases::{self, CaseError},
    home::Home,
    notice_households::{self, Listed},
    staff::Staff,
};

/// Why something with a notice is not possible.
#[derive(Debug, thiserror::Error)]
pub enum NoticeError {
    /// The person's roles do not publish this.
    #[error("{action}由{needed}办：请转给他们")]
    Role {
        /// In Chinese.
        action: &'static str,
        /// The roles that may, in Chinese.
        needed: String,
    },
    /// There is no such case, or the scope may not know of it.
    #[error("没有编号 {0} 的案：请用 cases list 查看")]
    NoCase(i64),
    /// There is no such notice, or the scope may not know of it.
    #[error("没有这份公示：请在公示列表里查看")]
    NotFound,
    /// No village has this code.
    #[error("没有这个村：请写 12 位统计用区划代码")]
    NoVillage,
    /// The cases lie in two villages.
    #[error("一份公示只贴在一个村：这些户不在同一个村，请分开公示")]
    TwoVillages,
    /// The case is not at the point at which such a notice is made.
    #[error("案 {case} 现在不能{}：{why}", kind.zh())]
    NotNow {
        /// The case.
        case: i64,
        /// The kind of notice.
        kind: NoticeKind,
        /// What has to come first.
        why: &'static str,
    },
    /// The procedure stands in the way.
    #[error("案 {case}：{error}")]
    Action {
        /// The case.
        case: i64,
        /// What stands in the way.
        error: ActionError,
    },
    /// The notice would hang for too short a time.
    #[error("公示至少到 {earliest}：请改截止日期")]
    TooShort {
        /// The earliest last day.
        earliest: NaiveDate,
    },
    /// The last day is over.
    #[error("公示截止日期已经过去：请改日期")]
    Over,
    /// There is no place.
    #[error("还没有写张贴地点：请补上")]
    NoPlace,
    /// The case has a notice of this kind in this run.
    #[error("案 {0} 这一轮已经公示过：只公示一次；确需重新公示的，请先撤下原公示")]
    AlreadyPosted(i64),
    /// The packs have no text.
    #[error("政策包里没有{}的模板：请补上 notices/{}.toml", .0.zh(), .0.word())]
    NoTemplate(NoticeKind),
    /// The text cannot be published.
    #[error(transparent)]
    Refused(#[from] NoticeRefused),
    /// No reason.
    #[error("撤下公示须写明理由")]
    ReasonNeeded,
    /// It was withdrawn before.
    #[error("这份公示已经撤下")]
    AlreadyWithdrawn,
    /// Somebody else acted first.
    #[error("有的案刚被别人办过一步：请重新打开再办")]
    Stale,
    /// Database, packs or files.
    #[error(transparent)]
    Internal(#[from] anyhow::Error),
}

impl NoticeError {
    /// The code clients may rely on.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            NoticeError::NoCase(_) => "notice.no_case",
            NoticeError::Role { .. } => "case.role",
            NoticeError::NotFound => "notice.not_found",
            NoticeError::NoVillage => "notice.no_village",
            NoticeError::TwoVillages => "notice.two_villages",
            NoticeError::NotNow { .. } => "notice.not_now",
            NoticeError::Action { error, .. } => error.code(),
            NoticeError::TooShort { .. } => "notice.too_short",
            NoticeError::Over => "notice.over",
            NoticeError::NoPlace => "notice.no_place",
            NoticeError::AlreadyPosted(_) => "notice.already_posted",
            NoticeError::NoTemplate(_) => "notice.no_template",
            NoticeError::Refused(refused) => refused.code(),
            NoticeError::ReasonNeeded => "notice.reason_needed",
            NoticeError::AlreadyWithdrawn => "notice.already_withdrawn",
            NoticeError::Stale => "notice.stale",
            NoticeError::Internal(_) => "internal",
        }
    }
}

impl From<DbError> for NoticeError {
    fn from(error: DbError) -> NoticeError {
        NoticeError::Internal(error.into())
    }
}

/// What is to be posted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct NoticeIn {
    /// The cases, all of one village.
    pub case_ids: BTreeSet<i64>,
    /// What it is about.
    pub kind: NoticeKind,
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub until: NaiveDate,
    /// Where it will hang.
    pub place: String,
}

/// Whether a notice hangs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum NoticeState {
    /// 已张贴.
    Posted,
    /// 已撤下, with a reason.
    Withdrawn,
    /// 已届满.
    Ended,
}

impl NoticeState {
    /// The stored word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            NoticeState::Posted => "posted",
            NoticeState::Withdrawn => "withdrawn",
            NoticeState::Ended => "ended",
        }
    }

    /// The state of that word, or none.
    #[must_use]
    pub fn from_word(word: &str) -> Option<NoticeState> {
        use NoticeState as S;
        [S::Posted, S::Withdrawn, S::Ended].into_iter().find(|it| it.word() == word)
    }

    /// The Chinese label.
    #[must_use]
    pub fn zh(self) -> &'static str {
        match self {
            NoticeState::Posted => "已张贴",
            NoticeState::Withdrawn => "已撤下",
            NoticeState::Ended => "已届满",
        }
    }
}

/// A notice as staff see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct NoticeView {
    /// Id.
    pub id: String,
    /// What it is about.
    pub kind: NoticeKind,
    /// The same in Chinese.
    pub kind_zh: String,
    /// 村, with everything above it.
    pub village: String,
    /// The cases on it.
    pub case_ids: Vec<i64>,
    /// Whether it hangs.
    pub state: NoticeState,
    /// The same in Chinese.
    pub state_zh: String,
    /// Where it hangs.
    pub place: String,
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub until: NaiveDate,
    /// The text as it was posted.
    pub text: NoticeText,
    /// Who posted it.
    pub created_by: String,
    /// When.
    pub created_at: DateTime<Utc>,
    /// Why it was withdrawn.
    pub withdrawn_reason: Option<String>,
}

/// One line of a list of notices.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct NoticeRow {
    /// Id; the next page begins behind it.
    pub id: String,
    /// What it is about.
    pub kind: NoticeKind,
    /// The same in Chinese.
    pub kind_zh: String,
    /// The heading.
    pub title: String,
    /// 村, with everything above it.
    pub village: String,
    /// How many households.
    pub households: usize,
    /// Whether it hangs.
    pub state: NoticeState,
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub until: NaiveDate,
}

/// A notice as everybody sees it while it hangs: nothing but what was posted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct PublicNoticeView {
    /// Id.
    pub id: String,
    /// What it is about, in Chinese.
    pub kind_zh: String,
    /// Where it hangs.
    pub place: String,
    /// The text as it was posted.
    pub text: NoticeText,
}

/// The text as it would be posted. Writes nothing.
///
/// # Errors
/// What is missing, what comes first, or where something stands that must not be published.
pub async fn draft(
    home: &Home,
    scope: &Scope,
    wanted: &NoticeIn,
    today: NaiveDate,
) -> Result<NoticeText, NoticeError> {
    let mut tx = home.db.read().await?;
    Ok(prepare(home, &mut tx, scope, wanted, today).await?.text)
}

/// Posts a notice. The cases are not moved: use [`post_and_record`] for both.
///
/// # Errors
/// As [`draft`], and [`NoticeError::AlreadyPosted`]; then nothing is written.
pub async fn post(
    home: &Home,
    scope: &Scope,
    wanted: &NoticeIn,
    today: NaiveDate,
    who: Manager<'_>,
    now: DateTime<Utc>,
) -> Result<NoticeView, NoticeError> {
    write(home, scope, wanted, today, who, now, false).await
}

/// Posts a notice and records it with each of its cases, in one unit of work: 发布公示 in the
/// procedures of identification and elimination, 发布公告 after the decision. Publicity of
/// measures is no step of a case and is only posted.
///
/// # Errors
/// As [`post`], or what stands in the way of one of the cases; then nothing is written.
pub async fn post_and_record(
    home: &Home,
    scope: &Scope,
    wanted: &NoticeIn,
    today: NaiveDate,
    who: Manager<'_>,
    now: DateTime<Utc>,
) -> Result<NoticeView, NoticeError> {
    write(home, scope, wanted, today, who, now, true).await
}

/// Takes a notice down, with a reason for the file. Its cases may be posted again in the same run.
///
/// # Errors
/// [`NoticeError::NotFound`], [`NoticeError::AlreadyWithdrawn`], [`NoticeError::ReasonNeeded`].
pub async fn withdraw(
    home: &Home,
    scope: &Scope,
    id: &str,
    reason: &str,
    actor: &str,
    now: DateTime<Utc>,
) -> Result<NoticeView, NoticeError> {
    let reason = reason.trim();
    if reason.is_empty() {
        return Err(NoticeError::ReasonNeeded);
    }
    let mut tx = home.db.write().await?;
    if tx.notice_in(scope, id).await?.is_none() {
        return Err(NoticeError::NotFound);
    }
    if !tx.withdraw_notice(scope, id, reason).await? {
        return Err(NoticeError::AlreadyWithdrawn);
    }
    let notice = tx.notice_in(scope, id).await?.ok_or(NoticeError::NotFound)?;
    let detail = json!({ "cases": notice.households });
    tx.append_audit(now, actor, "notice.withdraw", &format!("notice {id}"), &detail).await?;
    tx.commit().await?;
    view(home, notice)
}

/// One notice of a scope.
///
/// # Errors
/// [`NoticeError::NotFound`].
pub async fn show(home: &Home, scope: &Scope, id: &str) -> Result<NoticeView, NoticeError> {
    let notice = home.db.read().await?.notice_in(scope, id).await?;
    view(home, notice.ok_or(NoticeError::NotFound)?)
}

/// One page of a scope's notices in a state, oldest first, beginning behind the notice `after`
/// (`""` for the first page).
///
/// # Errors
/// When the database cannot be read.
pub async fn list(
    home: &Home,
    scope: &Scope,
    state: NoticeState,
    after: &str,
    limit: i64,
) -> Result<Vec<NoticeRow>, NoticeError> {
    let found = home.db.read().await?.notices_in(scope, state.word(), after, limit).await?;
    found.into_iter().map(|it| row(home, it)).collect()
}

/// Every notice a case is or was on, oldest first.
///
/// # Errors
/// When the database cannot be read.
pub async fn of_case(
    home: &Home,
    scope: &Scope,
    case_id: i64,
) -> Result<Vec<NoticeRow>, NoticeError> {
    let found = home.db.read().await?.notices_of_case(scope, case_id).await?;
    found.into_iter().map(|it| row(home, it)).collect()
}

/// What hangs in a village today, for the board and the public page. It takes no scope: everybody
/// may read it.
///
/// # Errors
/// [`NoticeError::NoVillage`] when the code is not that of a village.
pub async fn public_in(
    home: &Home,
    village_code: &str,
    today: NaiveDate,
) -> Result<Vec<PublicNoticeView>, NoticeError> {
    let village = home.definitions.regions.by_stat_code(village_code);
    let village = village.filter(|it| it.level == RegionLevel::Village);
    let village = village.ok_or(NoticeError::NoVillage)?;
    let found = home.db.read().await?.public_notices(village.id, today).await?;
    let view = |it: Notice| {
        Ok(PublicNoticeView {
            kind_zh: kind_of(&it)?.zh().to_owned(),
            text: text_of(&it)?,
            id: it.id,
            place: it.place,
        })
    };
    found.into_iter().map(view).collect()
}

/// Marks as ended what is past its last day, and gives how many there were. Doing it twice changes
/// nothing, and nothing shows late where it was not done: [`public_in`] looks at the days itself.
///
/// # Errors
/// When the database refuses.
pub async fn end_due(
    home: &Home,
    today: NaiveDate,
    actor: &str,
    now: DateTime<Utc>,
) -> Result<u64, NoticeError> {
    let mut tx = home.db.write().await?;
    let ended = tx.end_notices(today).await?;
    if 0 < ended {
        let detail = json!({ "ended": ended });
        tx.append_audit(now, actor, "notice.end", &format!("notices until {today}"), &detail)
            .await?;
    }
    tx.commit().await?;
    Ok(ended)
}

/// A notice that is ready, and what is to be recorded with it.
struct Prepared {
    village_id: i64,
    text: NoticeText,
    cases: Vec<NoticeCase>,
    /// What it is in the procedure of each case; none for publicity that is no step.
    actions: Vec<(i64, Option<Action>)>,
}

async fn write(
    home: &Home,
    scope: &Scope,
    wanted: &NoticeIn,
    today: NaiveDate,
    who: Manager<'_>,
    now: DateTime<Utc>,
    records: bool,
) -> Result<NoticeView, NoticeError> {
    let actor = &who.actor();
    let mut tx = home.db.write().await?;
    let ready = prepare(home, &mut tx, scope, wanted, today).await?;
    let chain = home.definitions.regions.chain(ready.village_id);
    let above = |it: Option<i64>| it.context("这个村的上级区划不全：请检查行政区划");
    let notice = Notice {
        id: new_id(now),
        province_id: above(chain.province)?,
        prefecture_id: above(chain.prefecture)?,
        county_id: above(chain.county)?,
        township_id: above(chain.township)?,
        village_id: ready.village_id,
        kind: wanted.kind.word().to_owned(),
        title: ready.text.title.clone(),
        body: serde_json::to_value(&ready.text).map_err(anyhow::Error::from)?,
        households: wanted.case_ids.iter().copied().collect(),
        from_on: wanted.from,
        until_on: wanted.until,
        state: NoticeState::Posted.word().to_owned(),
        place: wanted.place.trim().to_owned(),
        created_at: now,
        created_by: actor.clone(),
        withdrawn_reason: None,
    };
    if let Some(case) = tx.insert_notice(&notice, &ready.cases).await? {
        return Err(NoticeError::AlreadyPosted(case));
    }
    if records {
        for (case, action) in ready.actions {
            let Some(action) = action else { continue };
            if let Manager::Staff(staff) = who {
                check_role(home, &mut tx, staff, case, &action, today).await?;
            }
            cases::record(home, &mut tx, case, action, None, today, actor, now)
                .await
                .map_err(|error| of_case_error(case, error))?;
        }
    }
    let detail = json!({
        "kind": wanted.kind.word(),
        "village": notice.village_id,
        "cases": notice.households,
        "from": wanted.from,
        "until": wanted.until,
        "recorded": records,
    });
    tx.append_audit(now, actor, "notice.post", &format!("notice {}", notice.id), &detail).await?;
    tx.commit().await?;
    view(home, notice)
}

/// The step of the chain that a notice does is for the role the chain names.
async fn check_role(
    home: &Home,
    tx: &mut Tx,
    staff: &Staff,
    case: i64,
    action: &Action,
    today: NaiveDate,
) -> Result<(), NoticeError> {
    let (stored, before, _) =
        cases::load(tx, case).await.map_err(|error| of_case_error(case, error))?;
    match cases::may_act(home, staff, &stored, &before, action, today) {
        Err(CaseError::Role { action, needed }) => Err(NoticeError::Role { action, needed }),
        other => other.map_err(|error| of_case_error(case, error)),
    }
}

/// Loads the cases, asks the procedure, and writes the text.
async fn prepare(
    home: &Home,
    tx: &mut Tx,
    scope: &Scope,
    wanted: &NoticeIn,
    today: NaiveDate,
) -> Result<Prepared, NoticeError> {
    if wanted.until < wanted.from {
        return Err(NoticeRefused::EndsBeforeItBegins.into());
    }
    if wanted.until < today {
        return Err(NoticeError::Over);
    }
    if wanted.place.trim().is_empty() {
        return Err(NoticeError::NoPlace);
    }
    let mut villages = BTreeSet::new();
    let mut listed = Vec::new();
    for id in &wanted.case_ids {
        let it = find(tx, scope, *id).await?;
        villages.insert(it.stored.village_id);
        listed.push(it);
    }
    let Some(village_id) = villages.pop_first() else {
        return Err(NoticeRefused::NobodyListed.into());
    };
    if !villages.is_empty() {
        return Err(NoticeError::TwoVillages);
    }

    let (mut households, mut cases, mut actions) = (Vec::new(), Vec::new(), Vec::new());
    for it in &listed {
        let (case_id, place) = (it.stored.id, place_in_procedure(it, wanted)?);
        if let Some(limit) = place.step.and_then(|it| it.at_least.as_ref()) {
            long_enough(home, wanted, limit)?;
        }
        let mut line = None;
        if let Some(action) = place.action.clone() {
            // What the procedure makes of it is asked on a copy: a draft moves nothing.
            let entry = cases::entry(home, village_id, action, today)
                .map_err(|error| of_case_error(case_id, error))?;
            next(&it.case, &entry).map_err(|error| of_action(case_id, error))?;
            line = entry.terms.line;
        }
        households.push(notice_households::load(home, tx, it, place.procedure, line).await?);
        cases.push(NoticeCase { case_id, run_began_on: place.run_began_on });
        actions.push((case_id, place.action));
    }

    let code = cases::county_code(home, village_id)?;
    let template = home.packs().notice_template(wanted.kind, &code, today);
    let template = template.ok_or(NoticeError::NoTemplate(wanted.kind))?;
    let frame = NoticeFrame {
        village: village_name(home, village_id),
        place: wanted.place.clone(),
        from: wanted.from,
        until: wanted.until,
    };
    let text = render(&template, &frame, &households)?;
    Ok(Prepared { village_id, text, cases, actions })
}

/// A case the scope may know of.
async fn find(tx: &mut Tx, scope: &Scope, id: i64) -> Result<Listed, NoticeError> {
    // Notices list whole families: they concern no single department and are no one helper's.
    let is_whole = scope.department.is_none() && scope.helper.is_none();
    if !is_whole || tx.case_in(id, scope).await?.is_none() {
        return Err(NoticeError::NoCase(id));
    }
    let (stored, case, _) = cases::load(tx, id).await.map_err(|error| of_case_error(id, error))?;
    Ok(Listed { stored, case })
}

/// What a notice is in the procedure of a case.
struct Place<'a> {
    step: Option<&'a ReviewStep>,
    procedure: Option<ChainKind>,
    run_began_on: NaiveDate,
    action: Option<Action>,
}

fn place_in_procedure<'a>(listed: &'a Listed, wanted: &NoticeIn) -> Result<Place<'a>, NoticeError> {
    let (stage, kind) = (listed.case.stage, wanted.kind);
    let not_now = |why| NoticeError::NotNow { case: listed.stored.id, kind, why };
    let (is_stage, step_kind, why) = match kind {
        NoticeKind::Identification => {
            (stage == Stage::Identifying, StepKind::VillageNotice, "要在识别认定中、评议之后公示")
        }
        NoticeKind::Elimination => {
            (stage == Stage::Eliminating, StepKind::VillageNotice, "要在风险消除中、评议之后公示")
        }
        NoticeKind::Announcement => (
            matches!(stage, Stage::Identified | Stage::Assisted | Stage::Eliminated),
            StepKind::Announcement,
            "要在县级审定之后公告，而且本地程序有公告这一步",
        ),
        NoticeKind::Measures => {
            let is_planned = matches!(stage, Stage::Assisted | Stage::Eliminating)
                && !listed.case.measures.is_empty();
            if !is_planned {
                return Err(not_now("要先制定帮扶计划"));
            }
            // Each set of measures is publicised; the first day tells one from another.
            return Ok(Place {
                step: None,
                procedure: None,
                run_began_on: wanted.from,
                action: None,
            });
        }
    };
    let review = listed.case.review.as_ref().filter(|_| is_stage).ok_or_else(|| not_now(why))?;
    let open = review.open_steps().into_iter().find(|it| it.kind == step_kind);
    let step = open.ok_or_else(|| not_now(why))?;
    let name = step.name.clone();
    let action = match step_kind {
        StepKind::Announcement => Action::Announce { step: name },
        _ => Action::PublishNotice {
            step: name,
            notice: PublicNotice {
                from: wanted.from,
                until: wanted.until,
                place: wanted.place.trim().to_owned(),
                objections: Vec::new(),
            },
        },
    };
    Ok(Place {
        step: Some(step),
        procedure: Some(review.chain.kind),
        run_began_on: review.began_on,
        action: Some(action),
    })
}

/// The first day counts: five days from the 1st are over after the 5th.
fn long_enough(home: &Home, wanted: &NoticeIn, limit: &Limit) -> Result<(), NoticeError> {
    let from = wanted.from;
    let earliest = if limit.working {
        let before = from.pred_opt().unwrap_or(from);
        let days = i32::try_from(limit.days).unwrap_or(i32::MAX);
        home.definitions.holidays.add_working_days(before, days)
    } else {
        let days = u64::from(limit.days.max(1)) - 1;
        from.checked_add_days(Days::new(days)).unwrap_or(from)
    };
    match wanted.until < earliest {
        true => Err(NoticeError::TooShort { earliest }),
        false => Ok(()),
    }
}

/// Township and village: on the board everybody knows the county.
fn village_name(home: &Home, village_id: i64) -> String {
    let regions = &home.definitions.regions;
    let township = regions.chain(village_id).township;
    let names = [township, Some(village_id)].into_iter().flatten();
    names.filter_map(|it| regions.get(it)).map(|it| &*it.name).collect()
}

fn of_action(case: i64, error: ActionError) -> NoticeError {
    match error {
        ActionError::NoticeTooShort { earliest } => NoticeError::TooShort { earliest },
        error => NoticeError::Action { case, error },
    }
}

fn of_case_error(case: i64, error: CaseError) -> NoticeError {
    match error {
        CaseError::NotFound(id) => NoticeError::NoCase(id),
        CaseError::Stale => NoticeError::Stale,
        CaseError::Action(error) => of_action(case, error),
        CaseError::Internal(error) => NoticeError::Internal(error),
        other => NoticeError::Internal(other.into()),
    }
}

fn view(home: &Home, notice: Notice) -> Result<NoticeView, NoticeError> {
    let (kind, state) = (kind_of(&notice)?, state_of(&notice)?);
    Ok(NoticeView {
        kind,
        kind_zh: kind.zh().to_owned(),
        village: home.definitions.regions.name_path(notice.village_id),
        state,
        state_zh: state.zh().to_owned(),
        text: text_of(&notice)?,
        id: notice.id,
        case_ids: notice.households,
        place: notice.place,
        from: notice.from_on,
        until: notice.until_on,
        created_by: notice.created_by,
        created_at: notice.created_at,
        withdrawn_reason: notice.withdrawn_reason,
    })
}

fn row(home: &Home, notice: Notice) -> Result<NoticeRow, NoticeError> {
    let kind = kind_of(&notice)?;
    Ok(NoticeRow {
        kind,
        kind_zh: kind.zh().to_owned(),
        village: home.definitions.regions.name_path(notice.village_id),
        households: notice.households.len(),
        state: state_of(&notice)?,
        id: notice.id,
        title: notice.title,
        from: notice.from_on,
        until: notice.until_on,
    })
}

fn kind_of(notice: &Notice) -> anyhow::Result<NoticeKind> {
    NoticeKind::from_word(&notice.kind)
        .with_context(|| format!("公示 {} 的种类读不出来", notice.id))
}

fn state_of(notice: &Notice) -> anyhow::Result<NoticeState> {
    NoticeState::from_word(&notice.state)
        .with_context(|| format!("公示 {} 的状态读不出来", notice.id))
}

fn text_of(notice: &Notice) -> anyhow::Result<NoticeText> {
    serde_json::from_value(notice.body.clone())
        .with_context(|| format!("公示 {} 的正文读不出来", notice.id))
}

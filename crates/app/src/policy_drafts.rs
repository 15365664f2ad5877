//! 政策草案: changes of packs, drafted by one person, tried, and approved by another.
//!
//! A draft is a set of pack files as they would stand. It never changes what held before its day:
//! a newer value stands beside the older one. Approved, its files are put into the folder of packs
//! and count from then on, each value from its own day.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Component, Path},
};

use anyhow::Context;
use chrono::{DateTime, Days, NaiveDate, Utc};
use kernel::fingerprint;
use policy::{PackInfo, Packs, Problem, days_of_change, diff};
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::{DbError, PolicyDraft, PolicyDraftVersion, Tx, new_id};

use crate::{accounts::Manager, home::Home, simulate::ChangeView};

/// Why something with a draft is not possible.
#[derive(Debug, thiserror::Error)]
pub enum DraftError {
    /// There is no such draft, or it is of another region.
    #[error("没有这份草案，或不在您的范围内")]
    NotFound,
    /// There is nothing in it.
    #[error("草案里没有文件：请放入要改的政策包文件")]
    NoFiles,
    /// A path leads out of the packs.
    #[error("{0} 不是政策包里的文件：路径应如 cn-532327/parameters/income.toml")]
    Path(String),
    /// The pack is of another region.
    #[error("{0} 不是您所在地区的政策包：只能改本地区及以下的")]
    OtherRegion(String),
    /// The packs would not be sound.
    #[error("草案有 {} 处问题，请改正后再存：\n{}", .0.len(), .0.join("\n"))]
    Unsound(Vec<String>),
    /// Somebody else was first.
    #[error("这份草案刚被改过：请重新打开再办")]
    Stale,
    /// It is not at the point at which this is done.
    #[error("这份草案现在是“{}”，不能这样办", state_zh(.0))]
    State(String),
    /// Whoever wrote it cannot approve it.
    #[error("起草和修改过这份草案的人不能审批它：请由另一位审批")]
    SamePerson,
    /// Its first day is over.
    #[error("起用日期 {0} 已经过去：请改成今天或以后")]
    TooEarly(NaiveDate),
    /// It changes what held before its first day.
    #[error(
        "草案改动了起用日期之前（{day}）的规定：{words}。新的数请另写一条，写明 from，不要改旧的"
    )]
    ChangesThePast {
        /// A day before.
        day: NaiveDate,
        /// The first change.
        words: String,
    },
    /// A file is not what it was when it was drafted.
    #[error("{0} 在起草以后被改过：请在新的内容上重新起草")]
    BaseChanged(String),
    /// Database or files.
    #[error(transparent)]
    Internal(#[from] anyhow::Error),
}

impl DraftError {
    /// The code clients may rely on.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            DraftError::NotFound => "draft.not_found",
            DraftError::NoFiles => "draft.no_files",
            DraftError::Path(_) => "draft.path",
            DraftError::OtherRegion(_) => "draft.other_region",
            DraftError::Unsound(_) => "draft.unsound",
            DraftError::Stale => "draft.stale",
            DraftError::State(_) => "draft.state",
            DraftError::SamePerson => "draft.same_person",
            DraftError::TooEarly(_) => "draft.too_early",
            DraftError::ChangesThePast { .. } => "draft.changes_the_past",
            DraftError::BaseChanged(_) => "draft.base_changed",
            DraftError::Internal(_) => "internal",
        }
    }
}

impl From<DbError> for DraftError {
    fn from(error: DbError) -> DraftError {
        DraftError::Internal(error.into())
    }
}

/// One file of a draft, as it would stand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DraftFile {
    /// Below the folder of packs, such as `cn-532327/parameters/income.toml`.
    pub path: String,
    /// Its whole content.
    pub text: String,
}

/// A draft as somebody writes it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PolicyDraftIn {
    /// What it is called.
    pub title: String,
    /// Why, with the document behind it.
    pub reason: String,
    /// The first day it is meant for.
    pub effective_on: NaiveDate,
    /// The files as they would stand.
    pub files: Vec<DraftFile>,
}

/// A draft as people see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct PolicyDraftView {
    /// Its id.
    pub draft: String,
    /// What it is called.
    pub title: String,
    /// Why it is proposed.
    pub reason: String,
    /// The first day it is meant for.
    pub effective_on: NaiveDate,
    /// `draft`, `submitted`, `approved`, `in_force`, `rejected` or `withdrawn`.
    pub state: String,
    /// The same in Chinese.
    pub state_zh: String,
    /// The latest version of its files.
    pub version: i64,
    /// Statistical code of the region of whoever drafts it; none for the nation.
    pub region: Option<String>,
    /// Who drafts it.
    pub created_by: String,
    /// When it was begun.
    pub created_at: DateTime<Utc>,
    /// Who decided.
    pub decided_by: Option<String>,
    /// When.
    pub decided_at: Option<DateTime<Utc>>,
    /// With which words.
    pub decision_note: Option<String>,
}

/// A draft with all there is about it.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
pub struct PolicyDraftPage {
    /// How it stands.
    pub draft: PolicyDraftView,
    /// Its files in the latest version.
    pub files: Vec<DraftFile>,
    /// What it changes, by region of the packs it touches, on its first day.
    pub changes: Vec<DraftChange>,
    /// Every version, oldest first.
    pub versions: Vec<DraftVersionView>,
}

/// What a draft changes for a region.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct DraftChange {
    /// Leading digits of the region's code; empty for the nation.
    pub region: String,
    /// The change.
    pub change: ChangeView,
}

/// One saved version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct DraftVersionView {
    /// Number.
    pub version: i64,
    /// Who saved it.
    pub saved_by: String,
    /// When.
    pub saved_at: DateTime<Utc>,
    /// Paths of its files.
    pub paths: Vec<String>,
}

/// A file as it is kept: with the fingerprint of what it takes the place of.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct KeptFile {
    path: String,
    text: String,
    base: Option<i64>,
}

fn state_zh(state: &str) -> &'static str {
    match state {
        "draft" => "起草中",
        "submitted" => "待审批",
        "approved" => "已批准，待写入",
        "in_force" => "已批准",
        "rejected" => "未批准",
        _ => "已撤回",
    }
}

/// Begins a draft.
///
/// # Errors
/// When a file lies elsewhere, the packs would not be sound, or what held before would change.
pub async fn begin(
    home: &Home,
    who: Manager<'_>,
    wanted: PolicyDraftIn,
    now: DateTime<Utc>,
) -> Result<PolicyDraftView, DraftError> {
    let files = checked(home, who, &wanted)?;
    let region_id = match who {
        Manager::Owner(_) => None,
        Manager::Staff(staff) => Some(staff.scope.region_id),
    };
    let draft = PolicyDraft {
        id: new_id(now),
        title: wanted.title,
        reason: wanted.reason,
        effective_on: wanted.effective_on,
        state: "draft".into(),
        version: 1,
        region_id,
        created_by: who.actor(),
        created_at: now,
        changed_at: now,
        decided_by: None,
        decided_at: None,
        decision_note: None,
    };
    let mut tx = home.db.write().await?;
    tx.insert_policy_draft(&draft).await?;
    save_version(&mut tx, &draft, &files, who, now).await?;
    audit(&mut tx, &draft, "draft.begin", who, now).await?;
    tx.commit().await?;
    Ok(view(home, draft))
}

/// Saves a further version of a draft that nobody has decided yet; a submitted one has to be
/// submitted again.
///
/// # Errors
/// As [`begin`], and [`DraftError::Stale`] when `version` is not the latest.
pub async fn save(
    home: &Home,
    who: Manager<'_>,
    id: &str,
    version: i64,
    wanted: PolicyDraftIn,
    now: DateTime<Utc>,
) -> Result<PolicyDraftView, DraftError> {
    let files = checked(home, who, &wanted)?;
    let mut tx = home.db.write().await?;
    let before = find(home, &mut tx, who, id).await?;
    at_state(&before, version, &["draft", "submitted", "rejected"])?;
    let draft = PolicyDraft {
        title: wanted.title,
        reason: wanted.reason,
        effective_on: wanted.effective_on,
        state: "draft".into(),
        version: before.version + 1,
        changed_at: now,
        ..before.clone()
    };
    change(&mut tx, &before, &draft).await?;
    save_version(&mut tx, &draft, &files, who, now).await?;
    audit(&mut tx, &draft, "draft.save", who, now).await?;
    tx.commit().await?;
    Ok(view(home, draft))
}

/// What is done with a draft besides writing it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DraftStep {
    /// 提交审批.
    Submit,
    /// 撤回.
    Withdraw,
    /// 批准.
    Approve,
    /// 不批准.
    Reject,
}

impl DraftStep {
    fn word(self) -> &'static str {
        match self {
            DraftStep::Submit => "draft.submit",
            DraftStep::Withdraw => "draft.withdraw",
            DraftStep::Approve => "draft.approve",
            DraftStep::Reject => "draft.reject",
        }
    }
}

/// Submits, withdraws, approves or rejects a draft. An approved one counts at once: its values have
/// days of their own.
///
/// # Errors
/// [`DraftError::SamePerson`] when somebody decides who has written at it; [`DraftError::State`],
/// [`DraftError::Stale`], [`DraftError::TooEarly`], [`DraftError::BaseChanged`].
pub async fn step(
    home: &Home,
    who: Manager<'_>,
    id: &str,
    version: i64,
    step: DraftStep,
    note: Option<&str>,
    now: DateTime<Utc>,
) -> Result<PolicyDraftView, DraftError> {
    let mut tx = home.db.write().await?;
    let before = find(home, &mut tx, who, id).await?;
    let (from, state): (&[&str], &str) = match step {
        DraftStep::Submit => (&["draft"], "submitted"),
        DraftStep::Withdraw => (&["draft", "submitted", "rejected"], "withdrawn"),
        DraftStep::Approve => (&["submitted"], "approved"),
        DraftStep::Reject => (&["submitted"], "rejected"),
    };
    at_state(&before, version, from)?;
    let decides = matches!(step, DraftStep::Approve | DraftStep::Reject);
    if decides {
        let versions = tx.policy_draft_versions(id).await?;
        if versions.iter().map(|it| &it.saved_by).any(|it| *it == who.actor()) {
            return Err(DraftError::SamePerson);
        }
        if step == DraftStep::Approve {
            let files = latest(&versions)?;
            if before.effective_on < kernel::china_day(now) {
                return Err(DraftError::TooEarly(before.effective_on));
            }
            bases_stand(home, &files)?;
            let packs = packs_with(home, &files)?;
            past_stands(home, &packs, &files, before.effective_on)?;
        }
    }
    let draft = PolicyDraft {
        state: state.into(),
        changed_at: now,
        decided_by: decides.then(|| who.actor()).or(before.decided_by.clone()),
        decided_at: decides.then_some(now).or(before.decided_at),
        decision_note: note.map(str::to_owned).or(before.decision_note.clone()),
        ..before.clone()
    };
    change(&mut tx, &before, &draft).await?;
    audit(&mut tx, &draft, step.word(), who, now).await?;
    tx.commit().await?;
    if step == DraftStep::Approve {
        put_in_force(home).await?;
        let found = home.db.read().await?.policy_draft(id).await?.ok_or(DraftError::NotFound)?;
        return Ok(view(home, found));
    }
    Ok(view(home, draft))
}

/// Puts the files of approved drafts into the folder of packs, the earliest decision first. What
/// was interrupted is done when the home is opened the next time, and counts from the decision.
///
/// # Errors
/// When a file was changed since it was drafted, or cannot be written: the draft stays approved.
pub(crate) async fn put_in_force(home: &Home) -> Result<(), DraftError> {
    let mut approved = home.db.read().await?.policy_drafts(Some("approved")).await?;
    approved.sort_by_key(|it| it.decided_at);
    for before in approved {
        let now = before.decided_at.unwrap_or(before.changed_at);
        let mut tx = home.db.write().await?;
        let files = latest(&tx.policy_draft_versions(&before.id).await?)?;
        bases_stand(home, &files)?;
        let packs = packs_with(home, &files)?;
        for file in &files {
            let path = home.definitions.packs_folder.join(&file.path);
            if let Some(folder) = path.parent() {
                fs::create_dir_all(folder).context("政策包的文件夹建不了")?;
            }
            let writing = path.with_extension("toml.writing");
            fs::write(&writing, &file.text)
                .and_then(|()| fs::rename(&writing, &path))
                .with_context(|| format!("无法写入 {}", path.display()))?;
        }
        let draft = PolicyDraft { state: "in_force".into(), changed_at: now, ..before.clone() };
        change(&mut tx, &before, &draft).await?;
        let detail = json!({ "version": draft.version, "packs": packs.hash() });
        tx.append_audit(now, "policy", "draft.in_force", &subject(&draft), &detail).await?;
        tx.commit().await?;
        home.definitions.packs.replace(packs);
    }
    Ok(())
}

/// Every draft a person may know of, the newest first.
///
/// # Errors
/// When the database cannot be read.
pub async fn list(home: &Home, who: Manager<'_>) -> Result<Vec<PolicyDraftView>, DraftError> {
    let all = home.db.read().await?.policy_drafts(None).await?;
    let seen = all.into_iter().filter(|it| may_see(home, who, it));
    Ok(seen.map(|it| view(home, it)).collect())
}

/// A draft with its files and what they change.
///
/// # Errors
/// [`DraftError::NotFound`], or when the packs would no longer be sound with it.
pub async fn show(home: &Home, who: Manager<'_>, id: &str) -> Result<PolicyDraftPage, DraftError> {
    let mut tx = home.db.read().await?;
    let draft = find(home, &mut tx, who, id).await?;
    let versions = tx.policy_draft_versions(id).await?;
    let files = latest(&versions)?;
    let is_open = matches!(draft.state.as_str(), "draft" | "submitted" | "rejected");
    let mut changes = Vec::new();
    if is_open {
        let (now, tried) = (home.packs(), packs_with(home, &files)?);
        let facts = home.definitions.fact_names();
        for region in regions_of(&tried, &files) {
            for it in diff(&now, &tried, &region, draft.effective_on, &facts) {
                changes.push(DraftChange { region: region.clone(), change: it.into() });
            }
        }
    }
    Ok(PolicyDraftPage {
        draft: view(home, draft),
        files: files.into_iter().map(|it| DraftFile { path: it.path, text: it.text }).collect(),
        changes,
        versions: versions
            .iter()
            .map(|it| {
                Ok(DraftVersionView {
                    version: it.version,
                    saved_by: it.saved_by.clone(),
                    saved_at: it.saved_at,
                    paths: kept(it)?.into_iter().map(|it| it.path).collect(),
                })
            })
            .collect::<Result<_, DraftError>>()?,
    })
}

/// The packs as they would be with a draft, to try them.
///
/// # Errors
/// [`DraftError::NotFound`], or when the packs would no longer be sound with it.
pub async fn packs_of(home: &Home, who: Manager<'_>, id: &str) -> Result<Packs, DraftError> {
    let mut tx = home.db.read().await?;
    find(home, &mut tx, who, id).await?;
    packs_with(home, &latest(&tx.policy_draft_versions(id).await?)?)
}

fn view(home: &Home, it: PolicyDraft) -> PolicyDraftView {
    let region = it.region_id.and_then(|id| home.definitions.regions.get(id));
    PolicyDraftView {
        state_zh: state_zh(&it.state).to_owned(),
        region: region.map(|it| it.stat_code.clone()),
        draft: it.id,
        title: it.title,
        reason: it.reason,
        effective_on: it.effective_on,
        state: it.state,
        version: it.version,
        created_by: it.created_by,
        created_at: it.created_at,
        decided_by: it.decided_by,
        decided_at: it.decided_at,
        decision_note: it.decision_note,
    }
}

fn subject(draft: &PolicyDraft) -> String {
    format!("draft {}", draft.id)
}

async fn audit(
    tx: &mut Tx,
    draft: &PolicyDraft,
    action: &str,
    who: Manager<'_>,
    now: DateTime<Utc>,
) -> Result<(), DraftError> {
    let detail = json!({ "version": draft.version, "effective_on": draft.effective_on });
    Ok(tx.append_audit(now, &who.actor(), action, &subject(draft), &detail).await.map(|_| ())?)
}

async fn find(
    home: &Home,
    tx: &mut Tx,
    who: Manager<'_>,
    id: &str,
) -> Result<PolicyDraft, DraftError> {
    let found = tx.policy_draft(id).await?.filter(|it| may_see(home, who, it));
    found.ok_or(DraftError::NotFound)
}

/// Drafts of the region, of those above it, whose policy it lives by, and of those below it.
fn may_see(home: &Home, who: Manager<'_>, draft: &PolicyDraft) -> bool {
    let Manager::Staff(staff) = who else { return true };
    let Some(of) = draft.region_id else { return true };
    let on_the_way = |from: i64, to: i64| {
        from == to || home.definitions.regions.ancestors(from).any(|it| it.id == to)
    };
    on_the_way(of, staff.scope.region_id) || on_the_way(staff.scope.region_id, of)
}

fn at_state(draft: &PolicyDraft, version: i64, states: &[&str]) -> Result<(), DraftError> {
    if draft.version != version {
        return Err(DraftError::Stale);
    }
    if !states.contains(&draft.state.as_str()) {
        return Err(DraftError::State(draft.state.clone()));
    }
    Ok(())
}

async fn change(tx: &mut Tx, before: &PolicyDraft, draft: &PolicyDraft) -> Result<(), DraftError> {
    match tx.update_policy_draft(draft, (&before.state, before.version)).await? {
        true => Ok(()),
        false => Err(DraftError::Stale),
    }
}

async fn save_version(
    tx: &mut Tx,
    draft: &PolicyDraft,
    files: &[KeptFile],
    who: Manager<'_>,
    now: DateTime<Utc>,
) -> Result<(), DraftError> {
    let version = PolicyDraftVersion {
        draft_id: draft.id.clone(),
        version: draft.version,
        files: serde_json::to_value(files).map_err(anyhow::Error::from)?,
        saved_by: who.actor(),
        saved_at: now,
    };
    Ok(tx.insert_policy_draft_version(&version).await?)
}

fn kept(version: &PolicyDraftVersion) -> Result<Vec<KeptFile>, DraftError> {
    Ok(serde_json::from_value(version.files.clone()).context("草案的文件读不出来")?)
}

fn latest(versions: &[PolicyDraftVersion]) -> Result<Vec<KeptFile>, DraftError> {
    kept(versions.last().ok_or(DraftError::NotFound)?)
}

/// The files of a draft, if they may be kept.
fn checked(
    home: &Home,
    who: Manager<'_>,
    wanted: &PolicyDraftIn,
) -> Result<Vec<KeptFile>, DraftError> {
    if wanted.files.is_empty() {
        return Err(DraftError::NoFiles);
    }
    let mut files = BTreeMap::new();
    for file in &wanted.files {
        let path = file.path.trim();
        let is_plain = Path::new(path).components().all(|it| matches!(it, Component::Normal(_)));
        if !is_plain || !path.ends_with(".toml") || path.contains('\\') || !path.contains('/') {
            return Err(DraftError::Path(file.path.clone()));
        }
        let base = present(home, path);
        let kept = KeptFile { path: path.to_owned(), text: file.text.clone(), base };
        files.insert(path.to_owned(), kept);
    }
    let files: Vec<KeptFile> = files.into_values().collect();
    let packs = packs_with(home, &files)?;
    let all = packs.infos();
    if let Some(it) = files.iter().find(|it| !may_change(home, who, pack_of(&all, &it.path))) {
        return Err(DraftError::OtherRegion(it.path.clone()));
    }
    past_stands(home, &packs, &files, wanted.effective_on)?;
    Ok(files)
}

/// The pack a file belongs to.
fn pack_of<'a>(packs: &'a [PackInfo], path: &str) -> Option<&'a PackInfo> {
    let folder = path.split('/').next().unwrap_or_default();
    packs.iter().find(|it| it.name == folder)
}

fn may_change(home: &Home, who: Manager<'_>, pack: Option<&PackInfo>) -> bool {
    let Manager::Staff(staff) = who else { return true };
    let region = home.definitions.regions.get(staff.scope.region_id);
    let code = region.map_or("", |it| it.stat_code.as_str()).trim_end_matches("00");
    !code.is_empty() && pack.is_some_and(|it| it.region.starts_with(code))
}

/// The fingerprint of a file of the packs in force.
fn present(home: &Home, path: &str) -> Option<i64> {
    let text = fs::read_to_string(home.definitions.packs_folder.join(path)).ok()?;
    Some(fingerprint(&text))
}

/// A file may have been written already by an earlier try that was interrupted.
fn bases_stand(home: &Home, files: &[KeptFile]) -> Result<(), DraftError> {
    for file in files {
        let now = present(home, &file.path);
        if now != file.base && now != Some(fingerprint(&file.text)) {
            return Err(DraftError::BaseChanged(file.path.clone()));
        }
    }
    Ok(())
}

/// The regions that files may make a difference for: those of their packs, and of nearer packs,
/// which say less than everything.
fn regions_of(packs: &Packs, files: &[KeptFile]) -> BTreeSet<String> {
    let all = packs.infos();
    let touched: Vec<&PackInfo> = files.iter().filter_map(|it| pack_of(&all, &it.path)).collect();
    let feels = |it: &&PackInfo| touched.iter().any(|from| it.region.starts_with(&from.region));
    all.iter().filter(feels).map(|it| it.region.clone()).collect()
}

/// The packs with these files in place of those in force.
fn packs_with(home: &Home, files: &[KeptFile]) -> Result<Packs, DraftError> {
    let folder = tempfile::tempdir().context("临时文件夹建不了")?;
    copy(&home.definitions.packs_folder, folder.path()).context("政策包读不到")?;
    for file in files {
        let path = folder.path().join(&file.path);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent).context("临时文件夹建不了")?;
        }
        fs::write(path, &file.text).context("临时文件写不了")?;
    }
    let facts = home.definitions.fact_names();
    let problems: Vec<Problem> = policy::check(folder.path(), &facts);
    if !problems.is_empty() {
        return Err(DraftError::Unsound(problems.iter().map(ToString::to_string).collect()));
    }
    Ok(Packs::load(folder.path(), &facts)?)
}

/// Nothing that held before the first day may change.
fn past_stands(
    home: &Home,
    packs: &Packs,
    files: &[KeptFile],
    effective_on: NaiveDate,
) -> Result<(), DraftError> {
    let now = home.packs();
    let eve = effective_on - Days::new(1);
    let days = days_of_change(&now, packs).into_iter().filter(|it| *it < effective_on);
    let regions = regions_of(packs, files);
    let facts = home.definitions.fact_names();
    for day in days.chain([eve]) {
        for region in &regions {
            if let Some(it) = diff(&now, packs, region, day, &facts).into_iter().next() {
                let words = format!("{} {}", it.zh, it.words);
                return Err(DraftError::ChangesThePast { day, words });
            }
        }
    }
    Ok(())
}

fn copy(from: &Path, to: &Path) -> std::io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}

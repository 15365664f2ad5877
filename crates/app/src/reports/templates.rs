//! 自编报表: put together for somebody who asked, and kept with who it was, when and what for.

use chrono::{DateTime, NaiveDate, Utc};
use indicator::ReportLayout;
use kernel::Region;
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::{ReportTemplate, Scope, Tx, new_id};

use super::error::ReportError;
use crate::{home::Home, ledgers::actor_name, reach, staff::Staff};

/// A template to be saved.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewReportTemplate {
    /// What it is called.
    pub name: String,
    /// How it is set out.
    pub layout: ReportLayout,
    /// Who asked: an office or a post.
    pub asker: String,
    /// The document that asks, with its number.
    #[serde(default)]
    pub document: Option<String>,
    /// The day it was asked.
    pub asked_on: NaiveDate,
    /// What for.
    pub purpose: String,
}

/// A template.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct ReportTemplateView {
    /// Its id; it is printed by it.
    pub template: String,
    /// What it is called.
    pub name: String,
    /// How it is set out.
    pub layout: ReportLayout,
    /// Who asked.
    pub asker: String,
    /// The document that asks.
    pub document: Option<String>,
    /// The day it was asked.
    pub asked_on: NaiveDate,
    /// What for.
    pub purpose: String,
    /// When it was saved.
    pub created_at: DateTime<Utc>,
    /// By whom.
    pub created_by: String,
    /// Since when it is no longer used.
    pub ended_at: Option<DateTime<Utc>>,
}

/// Saves a template in the region of whoever makes it. There is no change: another layout is
/// another template, so that a printing always says which it was.
///
/// # Errors
/// [`ReportError::Missing`], [`ReportError::Layout`].
pub async fn save_template(
    home: &Home,
    staff: &Staff,
    new: &NewReportTemplate,
    now: DateTime<Utc>,
) -> Result<ReportTemplateView, ReportError> {
    let region = own_region(home, &staff.scope)?;
    let code = region.leading_digits();
    let problems =
        new.layout.problems(&|name| home.definitions.indicators.get(code, name).is_some());
    if !problems.is_empty() {
        return Err(ReportError::Layout(problems));
    }
    let saved = ReportTemplate {
        id: new_id(now),
        region_id: region.id,
        name: filled(&new.name, "名称")?,
        layout: serde_json::to_value(&new.layout).map_err(anyhow::Error::from)?,
        asker: filled(&new.asker, "要数的单位或职务")?,
        document: maybe(new.document.as_deref()),
        asked_on: new.asked_on,
        purpose: filled(&new.purpose, "做什么用")?,
        created_at: now,
        created_by: staff.actor(),
        ended_at: None,
        ended_by: None,
    };
    let mut tx = home.db.write().await?;
    tx.insert_report_template(&saved).await?;
    let detail = json!({ "region": region.stat_code, "name": saved.name,
                         "document": saved.document });
    tx.append_audit(now, &staff.actor(), "report.save_template", &saved.id, &detail).await?;
    tx.commit().await?;
    let mut tx = home.db.read().await?;
    view(&mut tx, saved).await
}

/// One template of the scope, in use or not.
///
/// # Errors
/// [`ReportError::NotFound`].
pub async fn template(
    home: &Home,
    scope: &Scope,
    id: &str,
) -> Result<ReportTemplateView, ReportError> {
    let mut tx = home.db.read().await?;
    let found = in_scope(home, &mut tx, scope, id).await?;
    view(&mut tx, found).await
}

/// Ends a template of the scope: it is no longer offered, and what was printed with it stays.
///
/// # Errors
/// [`ReportError::NotFound`] also where it has ended.
pub async fn end_template(
    home: &Home,
    staff: &Staff,
    id: &str,
    now: DateTime<Utc>,
) -> Result<ReportTemplateView, ReportError> {
    let mut tx = home.db.write().await?;
    in_scope(home, &mut tx, &staff.scope, id).await?;
    if !tx.end_report_template(id, now, &staff.actor()).await? {
        return Err(ReportError::NotFound);
    }
    tx.append_audit(now, &staff.actor(), "report.end_template", id, &json!({})).await?;
    tx.commit().await?;
    template(home, &staff.scope, id).await
}

async fn in_scope(
    home: &Home,
    tx: &mut Tx,
    scope: &Scope,
    id: &str,
) -> Result<ReportTemplate, ReportError> {
    let found = tx.find_report_template(id).await?;
    let inside = found.filter(|it| reach::regions(home, scope).contains(&it.region_id));
    inside.ok_or(ReportError::NotFound)
}

async fn view(tx: &mut Tx, it: ReportTemplate) -> Result<ReportTemplateView, ReportError> {
    Ok(ReportTemplateView {
        template: it.id,
        name: it.name,
        layout: serde_json::from_value(it.layout).map_err(anyhow::Error::from)?,
        asker: it.asker,
        document: it.document,
        asked_on: it.asked_on,
        purpose: it.purpose,
        created_at: it.created_at,
        created_by: actor_name(tx, &it.created_by).await.map_err(anyhow::Error::from)?,
        ended_at: it.ended_at,
    })
}

pub(super) fn own_region<'a>(home: &'a Home, scope: &Scope) -> Result<&'a Region, ReportError> {
    home.definitions.regions.get(scope.region_id).ok_or(ReportError::NotFound)
}

/// A text that has to be there.
pub(super) fn filled(text: &str, what: &'static str) -> Result<String, ReportError> {
    let text = text.trim();
    if text.is_empty() {
        return Err(ReportError::Missing(what));
    }
    Ok(text.to_owned())
}

/// A text that may be missing.
pub(super) fn maybe(text: Option<&str>) -> Option<String> {
    text.map(str::trim).filter(|it| !it.is_empty()).map(str::to_owned)
}

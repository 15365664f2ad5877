//! Printing: the content is kept with its plan, its moment and its SM3, and can be had again.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::{ReportPrint, Scope, Tx, new_id, sm3_of};

use super::{
    content::ReportContent,
    error::ReportError,
    period,
    plan::Plan,
    view::{Source, filled, moment, open_as_of},
};
use crate::{access::Access, home::Home, ledgers::actor_name, reach, staff::Staff};

/// What is to be printed.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PrintOrder {
    /// Statistical code of the region.
    pub region: String,
    /// `2023-10`, `2023Q4` or `2023`.
    pub period: String,
    /// The numbers as they were known at the end of this day; as they are known now when absent.
    #[serde(default)]
    pub as_of: Option<NaiveDate>,
    /// It leaves the office, so small counts are left out; as the report says when absent, and yes
    /// for one that somebody put together.
    #[serde(default)]
    pub for_others: Option<bool>,
}

/// A printing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct ReportPrintView {
    /// Its id.
    pub print: String,
    /// The report or template.
    pub report: String,
    /// What was printed.
    pub content: ReportContent,
    /// The moment whose numbers it shows: what had been said before it.
    pub as_of: DateTime<Utc>,
    /// The day to open its numbers with; none for those of now.
    pub open_as_of: Option<NaiveDate>,
    /// It left the office: small counts are left out.
    pub for_others: bool,
    /// SM3 of the content when it was printed.
    pub sm3: String,
    /// Fingerprint of the packs then.
    pub packs_hash: String,
    /// When.
    pub printed_at: DateTime<Utc>,
    /// Who: the name of the account.
    pub printed_by: String,
    /// Filled in again from the numbers of its moment, it is the same to the byte. When not, what
    /// was printed then is shown.
    pub same: bool,
}

/// Prints a report of the packs or a template, and keeps it.
///
/// # Errors
/// As [`super::show`], and [`ReportError::MayNotPrint`].
pub async fn print(
    home: &Home,
    staff: &Staff,
    report: &str,
    order: &PrintOrder,
    now: DateTime<Utc>,
) -> Result<ReportPrintView, ReportError> {
    let region =
        reach::region_in(home, &staff.scope, &order.region).ok_or(ReportError::NotFound)?;
    let of = period::parse(&order.period)?;
    let at = moment(order.as_of, now)?;
    let mut tx = home.db.read().await?;
    let source = Source::find(home, &mut tx, &staff.scope, region, report).await?;
    let leaves = match &source {
        Source::Pack(defined) => {
            if !Access::get().is_among(&staff.roles, &defined.print) {
                return Err(ReportError::MayNotPrint);
            }
            defined.leaves_office
        }
        Source::Template(_) => true,
    };
    let for_others = order.for_others.unwrap_or(leaves);
    let plan = Plan::of(home, &source.to_plan(for_others), region, of)?;
    let content = filled(home, &mut tx, &plan, at).await?;
    drop(tx);
    let text = content.text()?;
    let printed = ReportPrint {
        id: new_id(now),
        report: report.to_owned(),
        title: content.title.clone(),
        region_id: region.id,
        period: of.to_string(),
        as_of: at,
        for_others,
        plan: serde_json::to_string(&plan).map_err(anyhow::Error::from)?,
        sm3: sm3_of(&text),
        content: text,
        packs_hash: home.packs().hash(),
        printed_at: now,
        printed_by: staff.actor(),
    };
    let mut tx = home.db.write().await?;
    tx.insert_report_print(&printed).await?;
    let detail = json!({ "report": report, "region": region.stat_code, "period": printed.period,
                         "as_of": at, "for_others": for_others, "sm3": printed.sm3 });
    tx.append_audit(now, &staff.actor(), "report.print", &printed.id, &detail).await?;
    tx.commit().await?;
    let mut tx = home.db.read().await?;
    Ok(view(&mut tx, printed, content, true, now).await?)
}

/// A printing of the scope, filled in again.
///
/// # Errors
/// [`ReportError::NotFound`].
pub async fn printed(
    home: &Home,
    scope: &Scope,
    id: &str,
    now: DateTime<Utc>,
) -> Result<ReportPrintView, ReportError> {
    let mut tx = home.db.read().await?;
    let (kept, plan) = kept(home, &mut tx, scope, id).await?;
    let again = filled(home, &mut tx, &plan, kept.as_of).await?;
    let text = again.text()?;
    let same = text == kept.content && sm3_of(&text) == kept.sm3;
    let content = match same {
        true => again,
        false => serde_json::from_str(&kept.content).map_err(anyhow::Error::from)?,
    };
    Ok(view(&mut tx, kept, content, same, now).await?)
}

/// What was kept of a printing of the scope.
pub(super) async fn kept(
    home: &Home,
    tx: &mut Tx,
    scope: &Scope,
    id: &str,
) -> Result<(ReportPrint, Plan), ReportError> {
    let found = tx.find_report_print(id).await?.ok_or(ReportError::NotFound)?;
    let region = home.definitions.regions.get(found.region_id);
    let inside = region.and_then(|it| reach::region_in(home, scope, &it.stat_code));
    if inside.is_none() {
        return Err(ReportError::NotFound);
    }
    let plan = serde_json::from_str(&found.plan).map_err(anyhow::Error::from)?;
    Ok((found, plan))
}

async fn view(
    tx: &mut Tx,
    it: ReportPrint,
    content: ReportContent,
    same: bool,
    now: DateTime<Utc>,
) -> anyhow::Result<ReportPrintView> {
    Ok(ReportPrintView {
        print: it.id,
        report: it.report,
        content,
        as_of: it.as_of,
        open_as_of: open_as_of(it.as_of, now),
        for_others: it.for_others,
        sm3: it.sm3,
        packs_hash: it.packs_hash,
        printed_at: it.printed_at,
        printed_by: actor_name(tx, &it.printed_by).await.map_err(anyhow::Error::from)?,
        same,
    })
}

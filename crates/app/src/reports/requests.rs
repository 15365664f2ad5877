//! 要数登记: who asked for which numbers, when, by which document and what for, and how they were
//! answered. Whoever records a request is shown who has asked for the same before, so that a village
//! is not asked twice.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::{NumberRequest, RequestFilter, Scope, Tx, new_id};

use super::{
    error::ReportError,
    period,
    print::kept,
    templates::{filled, maybe},
};
use crate::{home::Home, ledgers::actor_name, reach, staff::Staff};

/// How many requests a page has.
const MOST: i64 = 50;

/// A request to be recorded.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewNumberRequest {
    /// Statistical code of the region whose numbers are wanted.
    pub region: String,
    /// `2023-10`, `2023Q4` or `2023`.
    pub period: String,
    /// The indicators.
    pub indicators: Vec<String>,
    /// Who asks: an office or a post.
    pub asker: String,
    /// The document that asks, with its number.
    #[serde(default)]
    pub document: Option<String>,
    /// The day it was asked.
    pub asked_on: NaiveDate,
    /// What for.
    pub purpose: String,
    /// The day it is wanted.
    #[serde(default)]
    pub due_on: Option<NaiveDate>,
}

/// How a request is answered.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AnswerIn {
    /// In words: handed over, refused, answered by telephone.
    pub answer: String,
    /// The print that was handed over.
    #[serde(default)]
    pub print: Option<String>,
}

/// Which requests.
#[derive(Debug, Clone, Default)]
pub struct RequestQuery {
    /// Words in the asker, the document or the purpose.
    pub words: Option<String>,
    /// That ask for this indicator.
    pub indicator: Option<String>,
    /// Statistical code of a region; with everything below it.
    pub region: Option<String>,
    /// For this period.
    pub period: Option<String>,
    /// Not answered yet.
    pub open: bool,
    /// Those before this request.
    pub before: Option<String>,
}

/// A request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct NumberRequestView {
    /// Its id.
    pub request: String,
    /// Statistical code of the region.
    pub region: String,
    /// The region, from the province on.
    pub region_name: String,
    /// The period.
    pub period: String,
    /// What is asked for.
    pub indicators: Vec<AskedIndicator>,
    /// Who asked.
    pub asker: String,
    /// The document that asks.
    pub document: Option<String>,
    /// The day it was asked.
    pub asked_on: NaiveDate,
    /// What for.
    pub purpose: String,
    /// The day it is wanted.
    pub due_on: Option<NaiveDate>,
    /// When it was recorded.
    pub recorded_at: DateTime<Utc>,
    /// By whom.
    pub recorded_by: String,
    /// When it was answered.
    pub answered_at: Option<DateTime<Utc>>,
    /// By whom.
    pub answered_by: Option<String>,
    /// How.
    pub answer: Option<String>,
    /// The print that was handed over.
    pub print: Option<String>,
}

/// An indicator that was asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct AskedIndicator {
    /// The indicator.
    pub indicator: String,
    /// In Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
}

/// A request that was recorded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct RecordedRequest {
    /// The request.
    pub recorded: NumberRequestView,
    /// Others about the same period, one of the same indicators, and the same region or one above or
    /// below it.
    pub earlier: Vec<NumberRequestView>,
}

/// Records a request for numbers of a region of the scope.
///
/// # Errors
/// [`ReportError`]: outside the scope, no period, no such indicator, something not filled in.
pub async fn record(
    home: &Home,
    staff: &Staff,
    new: &NewNumberRequest,
    now: DateTime<Utc>,
) -> Result<RecordedRequest, ReportError> {
    let region = reach::region_in(home, &staff.scope, &new.region).ok_or(ReportError::NotFound)?;
    let of = period::parse(&new.period)?;
    let code = region.leading_digits();
    let mut indicators = new.indicators.clone();
    indicators.sort();
    indicators.dedup();
    if indicators.is_empty() {
        return Err(ReportError::Missing("要哪几个指标"));
    }
    let unknown = |it: &&String| home.definitions.indicators.get(code, it).is_none();
    let unknown: Vec<String> = indicators.iter().filter(unknown).map(|it| no_such(it)).collect();
    if !unknown.is_empty() {
        return Err(ReportError::Layout(unknown));
    }
    let request = NumberRequest {
        id: new_id(now),
        region_id: region.id,
        period: of.to_string(),
        asker: filled(&new.asker, "要数的单位或职务")?,
        document: maybe(new.document.as_deref()),
        asked_on: new.asked_on,
        purpose: filled(&new.purpose, "做什么用")?,
        due_on: new.due_on,
        recorded_at: now,
        recorded_by: staff.actor(),
        answered_at: None,
        answered_by: None,
        answer: None,
        print_id: None,
    };
    let mut tx = home.db.write().await?;
    let regions = &home.definitions.regions;
    let own = reach::regions(home, &staff.scope);
    let related = own.into_iter().filter(|it| {
        *it == region.id
            || regions.ancestors(*it).any(|above| above.id == region.id)
            || regions.ancestors(region.id).any(|above| above.id == *it)
    });
    let related: Vec<i64> = related.collect();
    let mut earlier: BTreeMap<String, NumberRequest> = BTreeMap::new();
    for indicator in &indicators {
        let filter = RequestFilter {
            indicator: Some(indicator.clone()),
            period: Some(request.period.clone()),
            ..RequestFilter::default()
        };
        let found = tx.number_requests(&related, &filter, MOST).await?;
        earlier.extend(found.into_iter().map(|it| (it.id.clone(), it)));
    }
    tx.insert_number_request(&request, &indicators).await?;
    let detail = json!({ "region": region.stat_code, "period": request.period,
                         "indicators": indicators, "document": request.document });
    tx.append_audit(now, &staff.actor(), "report.request", &request.id, &detail).await?;
    tx.commit().await?;
    let mut tx = home.db.read().await?;
    let earlier = views(home, &mut tx, earlier.into_values().rev().collect()).await?;
    let mut recorded = views(home, &mut tx, vec![request]).await?;
    let recorded = recorded.pop().ok_or(ReportError::NotFound)?;
    Ok(RecordedRequest { recorded, earlier })
}

fn no_such(indicator: &str) -> String {
    format!("没有指标 {indicator}：用 indicators list 查看")
}

/// The requests of a scope, at most fifty, the newest first.
///
/// # Errors
/// [`ReportError::NotFound`] outside the scope.
pub async fn requests(
    home: &Home,
    scope: &Scope,
    query: &RequestQuery,
) -> Result<Vec<NumberRequestView>, ReportError> {
    let narrowed = reach::narrowed(home, scope, query.region.as_deref());
    let regions = reach::regions(home, &narrowed.ok_or(ReportError::NotFound)?);
    let period = query.period.as_deref().map(period::parse).transpose()?;
    let filter = RequestFilter {
        words: maybe(query.words.as_deref()),
        indicator: query.indicator.clone(),
        period: period.map(|it| it.to_string()),
        open: query.open,
        before: query.before.clone(),
    };
    let mut tx = home.db.read().await?;
    let found = tx.number_requests(&regions, &filter, MOST).await?;
    views(home, &mut tx, found).await
}

/// Says how a request of the scope was answered, once.
///
/// # Errors
/// [`ReportError::NotFound`] also for a print outside the scope, [`ReportError::Answered`],
/// [`ReportError::Missing`].
pub async fn answer(
    home: &Home,
    staff: &Staff,
    id: &str,
    given: &AnswerIn,
    now: DateTime<Utc>,
) -> Result<NumberRequestView, ReportError> {
    let said = filled(&given.answer, "怎样答复的")?;
    let mut tx = home.db.write().await?;
    let found = tx.find_number_request(id).await?.ok_or(ReportError::NotFound)?;
    if !reach::regions(home, &staff.scope).contains(&found.region_id) {
        return Err(ReportError::NotFound);
    }
    if let Some(print) = &given.print {
        kept(home, &mut tx, &staff.scope, print).await?;
    }
    let print = given.print.as_deref();
    if !tx.answer_number_request(id, &said, print, now, &staff.actor()).await? {
        return Err(ReportError::Answered);
    }
    let detail = json!({ "print": given.print });
    tx.append_audit(now, &staff.actor(), "report.answer", id, &detail).await?;
    tx.commit().await?;
    let mut tx = home.db.read().await?;
    let found = tx.find_number_request(id).await?.ok_or(ReportError::NotFound)?;
    let mut views = views(home, &mut tx, vec![found]).await?;
    views.pop().ok_or(ReportError::NotFound)
}

async fn views(
    home: &Home,
    tx: &mut Tx,
    found: Vec<NumberRequest>,
) -> Result<Vec<NumberRequestView>, ReportError> {
    let ids: Vec<String> = found.iter().map(|it| it.id.clone()).collect();
    let asked = tx.indicators_of_requests(&ids).await?;
    let mut views = Vec::new();
    for it in found {
        let region = home.definitions.regions.get(it.region_id);
        let code = region.map(kernel::Region::leading_digits).unwrap_or_default();
        let named = |name: &String| {
            let defined = home.definitions.indicators.get(code, name);
            AskedIndicator {
                indicator: name.clone(),
                zh: defined.map(|it| it.zh.clone()).unwrap_or_default(),
                en: defined.map(|it| it.en.clone()).unwrap_or_default(),
            }
        };
        let own = asked.iter().filter(|(request, _)| *request == it.id);
        let answered_by = match &it.answered_by {
            Some(by) => Some(actor_name(tx, by).await.map_err(anyhow::Error::from)?),
            None => None,
        };
        views.push(NumberRequestView {
            region: region.map(|it| it.stat_code.clone()).unwrap_or_default(),
            region_name: home.definitions.regions.name_path(it.region_id),
            period: it.period,
            indicators: own.map(|(_, name)| named(name)).collect(),
            asker: it.asker,
            document: it.document,
            asked_on: it.asked_on,
            purpose: it.purpose,
            due_on: it.due_on,
            recorded_at: it.recorded_at,
            recorded_by: actor_name(tx, &it.recorded_by).await.map_err(anyhow::Error::from)?,
            answered_at: it.answered_at,
            answered_by,
            answer: it.answer,
            print: it.print_id,
            request: it.id,
        });
    }
    Ok(views)
}

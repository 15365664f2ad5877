//! The words of appeals in a region: channels, needs, departments; for the forms that ask for them.

use chrono::NaiveDate;
use serde::Serialize;

use crate::{appeals::AppealError, home::Home, staff::Staff};

/// What an appeal in the own region may be about, come by, and go to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct AppealTerms {
    /// The doors appeals come in by.
    pub channels: Vec<AppealTerm>,
    /// What people ask for.
    pub needs: Vec<AppealTerm>,
    /// Departments that answer.
    pub departments: Vec<String>,
    /// The telephone people are told.
    pub hotline: String,
}

/// A word with its names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct AppealTerm {
    /// The word that is stored.
    pub value: String,
    /// In Chinese.
    pub zh: String,
    /// In English; in Chinese where the packs have no English.
    pub en: String,
}

/// The words of somebody's region on a day.
///
/// # Errors
/// [`AppealError::NoPolicy`] where the packs say nothing of appeals.
pub fn appeal_terms(home: &Home, staff: &Staff, on: NaiveDate) -> Result<AppealTerms, AppealError> {
    let region = home.definitions.regions.get(staff.scope.region_id);
    let code = region.map(|it| it.stat_code.clone()).unwrap_or_default();
    let policy = home.packs().appeals(&code, on).ok_or(AppealError::NoPolicy)?;
    let feeds = home.definitions.feeds.iter().map(|it| it.department.clone());
    let named = policy.needs.iter().map(|it| it.department.clone());
    let departments: std::collections::BTreeSet<String> = feeds.chain(named).collect();
    let term = |value: String, zh: String, en: String| AppealTerm { value, zh, en };
    Ok(AppealTerms {
        channels: policy
            .channels
            .into_iter()
            .map(|it| term(it.name, it.zh.clone(), it.zh))
            .collect(),
        needs: policy.needs.into_iter().map(|it| term(it.name, it.zh, it.en)).collect(),
        departments: departments.into_iter().filter(|it| !it.is_empty()).collect(),
        hotline: policy.hotline,
    })
}

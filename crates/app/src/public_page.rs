//! 农户自主申报页面: whether it is open in a place, and what it says there.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use kernel::{Region, RegionLevel};

use crate::{appeals::AppealError, home::Home};

/// Parameters of the packs.
const OPEN: &str = "public_page.open";
const PLATFORM: &str = "public_page.platform";
const OFFICE: &str = "notice.office";

/// The channel of what comes in by the page.
pub const CHANNEL: &str = "self_application";

/// What the tokens of forms are sealed for.
const FORM: &str = "application_form";

/// A form filled in faster than this was not filled in by a person.
const FASTEST: TimeDelta = TimeDelta::seconds(3);

/// How long a form may lie open.
const LONGEST: TimeDelta = TimeDelta::hours(12);

/// What the page of a place says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicPage {
    /// People may apply here.
    pub open: bool,
    /// The platform people are to use where it is closed.
    pub platform: String,
    /// The hotline.
    pub hotline: String,
    /// The office in charge.
    pub office: String,
    /// What people may ask for.
    pub needs: Vec<PublicNeed>,
}

/// Something people may ask for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicNeed {
    /// The word that is stored.
    pub name: String,
    /// In Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
}

/// What the page of a county, township or village says on a day.
///
/// # Errors
/// [`AppealError::NoPolicy`] where the packs say nothing of appeals.
pub fn public_page(home: &Home, region: &Region, on: NaiveDate) -> Result<PublicPage, AppealError> {
    let packs = home.packs();
    let code = &region.stat_code;
    let policy = packs.appeals(code, on).ok_or(AppealError::NoPolicy)?;
    let text =
        |name: &str| packs.parameter(name, code, on).and_then(|it| it.text).unwrap_or_default();
    Ok(PublicPage {
        open: packs.parameter(OPEN, code, on).is_some_and(|it| it.value != 0),
        platform: text(PLATFORM),
        office: text(OFFICE),
        hotline: policy.hotline,
        needs: policy
            .needs
            .into_iter()
            .map(|it| PublicNeed { name: it.name, zh: it.zh, en: it.en })
            .collect(),
    })
}

/// The village of a code; none for what is no village.
#[must_use]
pub fn village<'a>(home: &'a Home, code: &str) -> Option<&'a Region> {
    let found = home.definitions.regions.by_stat_code(code)?;
    (found.level == RegionLevel::Village).then_some(found)
}

/// The token a form carries: when it was made, sealed. It shows that the form was asked for here,
/// not so long ago, and not filled in by a program in an instant; it says nothing of who asked.
#[must_use]
pub fn form_token(home: &Home, now: DateTime<Utc>) -> String {
    store::hex(&home.keys.seal(FORM, now.timestamp().to_string().as_bytes()))
}

/// Whether a form with this token may be taken now.
#[must_use]
pub fn form_token_is_good(home: &Home, token: &str, now: DateTime<Utc>) -> bool {
    let made = || {
        let plain = home.keys.open(FORM, &store::bytes_of_hex(token)?).ok()?;
        DateTime::from_timestamp(std::str::from_utf8(&plain).ok()?.parse().ok()?, 0)
    };
    made().is_some_and(|made| {
        let age = now - made;
        FASTEST <= age && age <= LONGEST
    })
}

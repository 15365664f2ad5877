//! 一户: looked for, shown, and a hidden field revealed.

use chrono::{DateTime, NaiveDate, Utc};
use kernel::resident_id::ResidentId;
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::{DbError, HouseholdLine, HouseholdSearch, Person, Scope};

use crate::{home::Home, staff::Staff};

/// The most households a search shows; whoever finds more asks more narrowly.
const FOUND: i64 = 50;

/// What the fields of a person are sealed for, see `register`.
const ID_NUMBER: &str = "id_number";
const PHONE: &str = "phone";

/// Why a household cannot be shown.
#[derive(Debug, thiserror::Error)]
pub enum HouseholdError {
    /// There is none of that key in the scope.
    #[error("没有这一户，或不在您的范围内")]
    NotFound,
    /// Nothing to look for, or two things.
    #[error("姓名、证件号码、户编号请写一项")]
    OneOf,
    /// The identity number is none.
    #[error("证件号码不对：请核对后再查")]
    BadNumber,
    /// No reason is given.
    #[error("查看隐去的内容须写明理由：理由记入审计")]
    ReasonNeeded,
    /// The field is empty.
    #[error("登记簿里没有这一项")]
    Empty,
    /// Database or keys.
    #[error(transparent)]
    Internal(#[from] anyhow::Error),
}

impl HouseholdError {
    /// The code clients may rely on.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            HouseholdError::NotFound => "household.not_found",
            HouseholdError::OneOf => "household.one_of",
            HouseholdError::BadNumber => "household.bad_number",
            HouseholdError::ReasonNeeded => "household.reason_needed",
            HouseholdError::Empty => "household.empty",
            HouseholdError::Internal(_) => "internal",
        }
    }
}

impl From<DbError> for HouseholdError {
    fn from(error: DbError) -> HouseholdError {
        HouseholdError::Internal(error.into())
    }
}

/// What a household is looked for by: one of the three. It is sent in the body, never in the
/// address.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SearchIn {
    /// The whole name of a member.
    #[serde(default)]
    pub name: Option<String>,
    /// The identity number of a member.
    #[serde(default)]
    pub id_number: Option<String>,
    /// 户编号.
    #[serde(default)]
    pub household_no: Option<String>,
}

/// One household found.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
pub struct HouseholdRow {
    /// Key.
    pub household: i64,
    /// 户编号.
    pub household_no: String,
    /// 户主.
    pub householder: String,
    /// 村, with its township.
    pub village: String,
    /// Members.
    pub members: i64,
    /// 户类型.
    pub base_type: String,
    /// Whether it is monitored, as the national register says: `none`, `monitored`, `eliminated`.
    pub monitoring_state: String,
}

/// 一户: register and cases.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
pub struct HouseholdView {
    /// Key.
    pub household: i64,
    /// 户编号.
    pub household_no: String,
    /// 村, with its township.
    pub village: String,
    /// Statistical code of the village.
    pub village_code: String,
    /// 户类型.
    pub base_type: String,
    /// 监测类型, as the national register says.
    pub monitoring_type: Option<String>,
    /// `none`, `monitored` or `eliminated`, as the national register says.
    pub monitoring_state: String,
    /// 识别日期, as the national register says.
    pub identified_on: Option<NaiveDate>,
    /// 风险消除日期, as the national register says.
    pub eliminated_on: Option<NaiveDate>,
    /// 风险, as the national register says.
    pub risks: Vec<String>,
    /// 整户无劳动能力兜底保障户.
    pub no_labor_safety_net: bool,
    /// Members, those who departed included.
    pub members: Vec<MemberView>,
    /// Its cases in the scope, the newest first.
    pub cases: Vec<HouseholdCase>,
}

/// 家庭成员.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
pub struct MemberView {
    /// Key of the person.
    pub person: i64,
    /// 姓名.
    pub name: String,
    /// 证件号码, its middle hidden.
    pub id_number: String,
    /// 出生日期.
    pub birth: NaiveDate,
    /// `male` or `female`.
    pub sex: String,
    /// 户主.
    pub is_head: bool,
    /// A telephone is on record.
    pub has_phone: bool,
    /// `dead` or `moved`, of somebody who is no longer there.
    pub departed: Option<String>,
}

/// A case of the household.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct HouseholdCase {
    /// Number.
    pub case: i64,
    /// Stage.
    pub stage: String,
    /// The day of the first clue.
    pub first_clue_on: NaiveDate,
}

/// A field that is shown only on request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum HiddenField {
    /// 证件号码.
    IdNumber,
    /// 电话.
    Phone,
}

/// Looks for households of a scope. What was looked for is not written down anywhere.
///
/// # Errors
/// [`HouseholdError::OneOf`], [`HouseholdError::BadNumber`], or when the database cannot be read.
pub async fn search(
    home: &Home,
    scope: &Scope,
    wanted: &SearchIn,
) -> Result<Vec<HouseholdRow>, HouseholdError> {
    let search = match (&wanted.name, &wanted.id_number, &wanted.household_no) {
        (Some(name), None, None) => HouseholdSearch::Name(clean(name)),
        (None, Some(number), None) => {
            let reading = ResidentId::read(number).map_err(|_| HouseholdError::BadNumber)?;
            HouseholdSearch::Number(home.keys.blind_index(&reading.id))
        }
        (None, None, Some(no)) => HouseholdSearch::HouseholdNo(clean(no)),
        _ => return Err(HouseholdError::OneOf),
    };
    let found = home.db.read().await?.search_households(scope, &search, FOUND).await?;
    Ok(found.into_iter().map(|it| row(home, it)).collect())
}

/// A household of a scope.
///
/// # Errors
/// [`HouseholdError::NotFound`], or when the database cannot be read.
pub async fn show(home: &Home, scope: &Scope, id: i64) -> Result<HouseholdView, HouseholdError> {
    let mut tx = home.db.read().await?;
    if !tx.household_is_in(id, scope).await? {
        return Err(HouseholdError::NotFound);
    }
    let it = tx.household(id).await?.ok_or(HouseholdError::NotFound)?;
    let members = tx.members_of(id).await?;
    let cases = tx.cases_of_household(id, scope).await?;
    Ok(HouseholdView {
        household: it.id,
        household_no: it.national_household_no.or(it.police_book_no).unwrap_or_default(),
        village: home.definitions.regions.name_path(it.village_id),
        village_code: home
            .definitions
            .regions
            .get(it.village_id)
            .map_or_else(String::new, |it| it.stat_code.clone()),
        base_type: it.base_type,
        monitoring_type: it.monitoring_type,
        monitoring_state: it.monitoring_state,
        identified_on: it.identified_on,
        eliminated_on: it.eliminated_on,
        risks: it.risks,
        no_labor_safety_net: it.no_labor_safety_net,
        members: members.iter().map(|it| member(home, it)).collect::<Result<_, _>>()?,
        cases: cases
            .into_iter()
            .map(|it| HouseholdCase {
                case: it.id,
                stage: it.stage,
                first_clue_on: it.first_clue_on,
            })
            .collect(),
    })
}

/// Shows a hidden field of a person whose household lies in the scope. That it was shown, to whom
/// and why, is in the audit chain before the value leaves; the value is not.
///
/// # Errors
/// [`HouseholdError::NotFound`], [`HouseholdError::ReasonNeeded`], [`HouseholdError::Empty`].
pub async fn reveal(
    home: &Home,
    staff: &Staff,
    person_id: i64,
    field: HiddenField,
    reason: &str,
    now: DateTime<Utc>,
) -> Result<String, HouseholdError> {
    let reason = reason.trim();
    if reason.is_empty() {
        return Err(HouseholdError::ReasonNeeded);
    }
    let mut tx = home.db.write().await?;
    let person = tx.person(person_id).await?.ok_or(HouseholdError::NotFound)?;
    if !tx.household_is_in(person.household_id, &staff.scope).await? {
        return Err(HouseholdError::NotFound);
    }
    let value = match field {
        HiddenField::IdNumber => number_of(home, &person)?.reveal().to_owned(),
        HiddenField::Phone => {
            let sealed = person.phone_sealed.as_ref().ok_or(HouseholdError::Empty)?;
            let opened = home.keys.open(PHONE, sealed).map_err(anyhow::Error::from)?;
            String::from_utf8(opened).map_err(anyhow::Error::from)?
        }
    };
    let detail = json!({ "field": field, "reason": reason });
    let subject = format!("person {person_id}");
    tx.append_audit(now, &staff.actor(), "person.reveal", &subject, &detail).await?;
    tx.commit().await?;
    Ok(value)
}

fn row(home: &Home, it: HouseholdLine) -> HouseholdRow {
    HouseholdRow {
        household: it.id,
        household_no: it.national_household_no.or(it.police_book_no).unwrap_or_default(),
        householder: it.householder.unwrap_or_default(),
        village: home.definitions.regions.name_path(it.village_id),
        members: it.members,
        base_type: it.base_type,
        monitoring_state: it.monitoring_state,
    }
}

fn member(home: &Home, it: &Person) -> anyhow::Result<MemberView> {
    Ok(MemberView {
        person: it.id,
        name: it.name.clone(),
        id_number: number_of(home, it)?.to_string(),
        birth: it.birth,
        sex: it.sex.clone(),
        is_head: it.is_head,
        has_phone: it.phone_sealed.is_some(),
        departed: it.departed.clone(),
    })
}

/// The number of a person; it shows itself with its middle hidden.
fn number_of(home: &Home, it: &Person) -> anyhow::Result<ResidentId> {
    let opened = home.keys.open(ID_NUMBER, &it.id_sealed)?;
    let reading = ResidentId::read(&String::from_utf8(opened)?);
    Ok(reading.map_err(|_| anyhow::anyhow!("登记的证件号码读不出来：person {}", it.id))?.id)
}

fn clean(text: &str) -> String {
    text.trim().replace('\0', "")
}

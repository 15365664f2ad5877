//! An appeal is taken down: who asks, by which door, for what. Six inputs suffice.

use casework::{Appeal, AppealAction, AppealOpening};
use chrono::{DateTime, NaiveDate, Utc};
use kernel::{Region, RegionLevel, ResidentId, china_day, cleaning::squeeze, person_name};
use policy::AppealPolicy;
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::{StoredAppeal, Tx, new_id, new_receipt};

use super::{AppealError, Desk, as_stored, filled, settle, source_of, terms_of};
use crate::home::Home;

/// How often a receipt number is drawn before something must be wrong.
const MOST_DRAWS: usize = 8;

/// What is taken down.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct NewAppeal {
    /// The channel of the region's packs.
    pub channel: String,
    /// What is asked for; without it, the words point to one.
    #[serde(default)]
    pub need: Option<String>,
    /// 困难对象.
    pub name: String,
    /// 身份证号.
    #[serde(default)]
    pub id_number: Option<String>,
    /// 电话, by which the applicant can ask how far it is.
    #[serde(default)]
    pub phone: Option<String>,
    /// Statistical code of the village or township.
    pub region: String,
    /// 困难情况, in the applicant's words.
    pub text: String,
    /// Who applies for somebody who cannot.
    #[serde(default)]
    pub proxy: Option<Proxy>,
    /// The day it was received; one that came on paper is typed in later.
    pub received_on: NaiveDate,
    /// Its number in the other system.
    #[serde(default)]
    pub outside_no: Option<String>,
}

/// 代办人.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Proxy {
    /// Name.
    pub name: String,
    /// 电话.
    #[serde(default)]
    pub phone: Option<String>,
}

/// What the applicant is given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Receipt {
    /// 回执号.
    pub receipt: String,
    /// The appeal.
    pub appeal: String,
    /// It had been received before; nothing was stored.
    pub known: bool,
    /// An open appeal of the same household for the same; both are answered together.
    pub joined_to: Option<String>,
    /// The household's open case.
    pub case: Option<i64>,
    /// What is asked for.
    pub need: String,
    /// In Chinese.
    pub need_zh: String,
    /// The last day on which it is accepted in time.
    pub due_on: Option<NaiveDate>,
    /// The sentence for the applicant.
    pub text: String,
}

/// An appeal to be stored, its cells read.
pub(crate) struct Taken {
    pub(crate) channel: String,
    pub(crate) need: Option<String>,
    pub(crate) category: String,
    pub(crate) name: String,
    pub(crate) id: Option<ResidentId>,
    pub(crate) phone: Option<String>,
    pub(crate) region: Region,
    pub(crate) text: String,
    pub(crate) proxy: Option<(String, Option<String>)>,
    pub(crate) received_on: NaiveDate,
    pub(crate) outside_no: Option<String>,
    /// The other system has answered it.
    pub(crate) is_done: bool,
}

/// What became of an appeal that was taken.
pub(crate) struct Received {
    pub(crate) stored: StoredAppeal,
    pub(crate) known: bool,
}

/// Takes an appeal down and gives its receipt. An appeal that another system sent before is the
/// one that is there; one of a household with an open appeal for the same is joined to that; a risk
/// lead of a household with an open case is linked to the case.
///
/// # Errors
/// What is missing or cannot be read, and what to do; then nothing is stored.
pub async fn receive(
    home: &Home,
    new: NewAppeal,
    actor: &str,
    now: DateTime<Utc>,
) -> Result<Receipt, AppealError> {
    let today = china_day(now);
    let taken = read(home, new, today)?;
    let policy = policy_at(home, &taken.region, taken.received_on)?;
    let tx = home.db.write().await?;
    let mut desk = Desk { home, tx, on: today, actor, now };
    let done = take(&mut desk, &policy, taken).await?;
    let receipt = received(&policy, &done);
    if done.known {
        return Ok(receipt);
    }
    let it = &done.stored;
    let detail = json!({
        "channel": it.channel, "need": it.need, "joined_to": it.joined_to, "case": it.case_id,
    });
    let Desk { mut tx, .. } = desk;
    let subject = format!("appeal {}", it.id);
    tx.append_audit(now, actor, "appeal.receive", &subject, &detail).await?;
    tx.commit().await?;
    Ok(receipt)
}

/// Stores what was taken down, joined to what is there.
pub(crate) async fn take(
    desk: &mut Desk<'_>,
    policy: &AppealPolicy,
    taken: Taken,
) -> Result<Received, AppealError> {
    if let Some(known) = known(&mut desk.tx, &taken).await? {
        return Ok(Received { stored: known, known: true });
    }
    let channel = policy.channel(&taken.channel);
    let channel = channel.ok_or_else(|| AppealError::no_such_channel(policy, &taken.channel))?;
    let need = match &taken.need {
        Some(need) => policy.need(need).ok_or_else(|| AppealError::no_such_need(policy, need))?,
        None => policy.guess(&taken.category, &taken.text),
    };
    let person = match &taken.id {
        Some(id) => desk.tx.find_person(&desk.home.keys.blind_index(id)).await?,
        None => None,
    };
    // A number that belongs to another name, or to somebody who has died or left, is no answer:
    // a person has to look.
    let person =
        person.filter(|it| it.departed.is_none() && intake::names_agree(&taken.name, &it.name));
    let opening = AppealOpening {
        channel: channel.name.clone(),
        source: source_of(&channel.source)?,
        terms: terms_of(need),
        received_on: taken.received_on,
        household_id: person.as_ref().map(|it| it.household_id),
        person_id: person.as_ref().map(|it| it.id),
    };
    let appeal = Appeal::open(opening.clone());
    let mut stored = blank(desk, &taken, &opening)?;
    if let Some(household) = opening.household_id
        && let Some(household) = desk.tx.household(household).await?
    {
        settle(&mut stored, &household);
    }
    stored = as_stored(desk.home, stored, &appeal);
    let is_done = taken.is_done;
    let stored = match insert(desk, stored).await? {
        Some(stored) => stored,
        // Somebody else has just taken the same one down.
        None => {
            let known = known(&mut desk.tx, &taken).await?.ok_or(AppealError::Stale)?;
            return Ok(Received { stored: known, known: true });
        }
    };
    let (mut stored, mut appeal) = (stored, appeal);
    if is_done {
        let text = policy.done_answer.clone();
        for action in [AppealAction::Accept, AppealAction::Answer { text }] {
            (stored, appeal) = desk.record(stored, appeal, action).await?;
        }
    }
    let (stored, _) = desk.join_what_is_there(stored, appeal).await?;
    Ok(Received { stored, known: false })
}

/// The receipt of what was taken down.
pub(crate) fn received(policy: &AppealPolicy, done: &Received) -> Receipt {
    let it = &done.stored;
    Receipt {
        receipt: it.receipt.clone(),
        appeal: it.id.clone(),
        known: done.known,
        joined_to: it.joined_to.clone(),
        case: it.case_id,
        need: it.need.clone(),
        need_zh: policy.need(&it.need).map_or_else(String::new, |need| need.zh.clone()),
        due_on: it.due_on,
        text: filled(&policy.receipt, policy, it, it.received_on),
    }
}

/// The inbox of the county a region lies in.
pub(crate) fn policy_at(
    home: &Home,
    region: &Region,
    on: NaiveDate,
) -> Result<AppealPolicy, AppealError> {
    let packs = &home.packs();
    packs.appeals(&region.stat_code, on).ok_or(AppealError::NoPolicy)
}

/// Digits of a telephone number; none when they are too few or too many for one.
pub(super) fn clean_phone(text: &str) -> Option<String> {
    let squeezed = squeeze(text);
    let allowed = |it: char| it.is_ascii_digit() || matches!(it, '-' | '+' | '(' | ')');
    if !squeezed.chars().all(allowed) {
        return None;
    }
    let digits: String = squeezed.chars().filter(char::is_ascii_digit).collect();
    let digits = match digits.strip_prefix("86") {
        Some(rest) if rest.len() == 11 => rest.to_owned(),
        _ => digits,
    };
    (7..=12).contains(&digits.len()).then_some(digits)
}

async fn known(tx: &mut Tx, taken: &Taken) -> Result<Option<StoredAppeal>, AppealError> {
    match &taken.outside_no {
        Some(no) => Ok(tx.appeal_by_outside_no(&taken.channel, no).await?),
        None => Ok(None),
    }
}

/// Stores an appeal under a receipt number nobody else has. None when there is one of this channel
/// and outside number already.
async fn insert(
    desk: &mut Desk<'_>,
    mut stored: StoredAppeal,
) -> Result<Option<StoredAppeal>, AppealError> {
    for _ in 0..MOST_DRAWS {
        if desk.tx.insert_appeal(&stored).await? {
            return Ok(Some(stored));
        }
        if stored.outside_no.is_some() {
            let no = stored.outside_no.as_deref().unwrap_or_default();
            if desk.tx.appeal_by_outside_no(&stored.channel, no).await?.is_some() {
                return Ok(None);
            }
        }
        stored.receipt = new_receipt();
    }
    Err(AppealError::Internal(anyhow::anyhow!("取不到没有用过的回执号：请重试")))
}

fn read(home: &Home, new: NewAppeal, today: NaiveDate) -> Result<Taken, AppealError> {
    let region = home.definitions.regions.by_stat_code(&new.region).cloned();
    let region =
        region.filter(|it| matches!(it.level, RegionLevel::Township | RegionLevel::Village));
    let region = region.ok_or(AppealError::NoSuchRegion(new.region))?;
    let given = |text: Option<String>| text.filter(|it| !it.trim().is_empty());
    let id = given(new.id_number)
        .map(|it| ResidentId::read(&it).map(|it| it.id))
        .transpose()
        .map_err(AppealError::IdNumber)?;
    let phone = |text: Option<String>| {
        given(text).map(|it| clean_phone(&it).ok_or(AppealError::Phone)).transpose()
    };
    let name = person_name::clean(&new.name);
    if name.is_empty() {
        return Err(AppealError::NameNeeded);
    }
    if new.text.trim().is_empty() {
        return Err(AppealError::TextNeeded);
    }
    if today < new.received_on {
        return Err(AppealError::ReceivedOn(new.received_on));
    }
    let proxy = new.proxy.filter(|it| !it.name.trim().is_empty());
    let proxy = match proxy {
        Some(it) => Some((person_name::clean(&it.name), phone(it.phone)?)),
        None => None,
    };
    Ok(Taken {
        channel: new.channel,
        need: given(new.need),
        category: String::new(),
        name,
        id,
        phone: phone(new.phone)?,
        region,
        text: new.text.trim().to_owned(),
        proxy,
        received_on: new.received_on,
        outside_no: given(new.outside_no).map(|it| it.trim().to_owned()),
        is_done: false,
    })
}

/// The row of an appeal that has just come in.
fn blank(
    desk: &Desk<'_>,
    taken: &Taken,
    opening: &AppealOpening,
) -> Result<StoredAppeal, AppealError> {
    let keys = &desk.home.keys;
    let chain = desk.home.definitions.regions.chain(taken.region.id);
    let no_county = || AppealError::NoSuchRegion(taken.region.stat_code.clone());
    let proxy_phone = taken.proxy.as_ref().and_then(|it| it.1.as_deref());
    let seal_phone = |it: &str| keys.seal("phone", it.as_bytes());
    Ok(StoredAppeal {
        id: new_id(desk.now),
        receipt: new_receipt(),
        channel: taken.channel.clone(),
        outside_no: taken.outside_no.clone(),
        need: opening.terms.need.clone(),
        department: opening.terms.department.clone(),
        lead: opening.terms.lead,
        province_id: chain.province.ok_or_else(no_county)?,
        prefecture_id: chain.prefecture.ok_or_else(no_county)?,
        county_id: chain.county.ok_or_else(no_county)?,
        township_id: chain.township,
        village_id: chain.village,
        household_id: None,
        person_id: None,
        case_id: None,
        joined_to: None,
        name: taken.name.clone(),
        id_index: taken.id.as_ref().map(|it| keys.blind_index(it).to_vec()),
        id_sealed: taken.id.as_ref().map(|it| keys.seal("id_number", it.reveal().as_bytes())),
        phone_index: taken.phone.as_deref().map(|it| keys.blind_phone(it)),
        phone_sealed: taken.phone.as_deref().map(seal_phone),
        proxy_name: taken.proxy.as_ref().map(|it| it.0.clone()),
        proxy_phone_index: proxy_phone.map(|it| keys.blind_phone(it)),
        proxy_phone_sealed: proxy_phone.map(seal_phone),
        text_sealed: keys.seal("appeal", taken.text.as_bytes()),
        opening: serde_json::to_value(opening)?,
        stage: String::new(),
        is_open: true,
        version: 0,
        received_on: taken.received_on,
        due_on: None,
        last_on: taken.received_on,
        received_at: desk.now,
        changed_at: desk.now,
    })
}

#[cfg(test)]
mod tests {
    use super::clean_phone;

    #[test]
    fn a_telephone_is_its_digits() {
        let check = |text: &str, expected: Option<&str>| {
            assert_eq!(clean_phone(text).as_deref(), expected, "{text}");
        };
        check(" 139 0000 0000 ", Some("13900000000"));
        check("+86-13900000000", Some("13900000000"));
        check("１３９００００００００", Some("13900000000"));
        check("0878-6712345", Some("08786712345"));
        check("12345", None);
        check("没有", None);
        check("1390000000013900000000", None);
    }
}

//! The inbox of appeals: taken down, routed, answered, and shown to those who may know.
//!
//! Load, decide, record: the history is loaded and replayed, [`casework::next_appeal`] decides, and
//! the action is recorded in one transaction with its audit row. Who asks and in what words stands
//! beside the history, sealed; audit rows hold ids and counts.

mod error;
mod receive;
mod views;

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Context;
use casework::{
    Appeal, AppealAction, AppealActionError, AppealEntry, AppealOpening, AppealStage, AppealTerms,
    Assignee, ClueSource, appeal_due, next_appeal, replay_appeal,
};
use chrono::{DateTime, NaiveDate, Utc};
use kernel::RegionLevel;
use policy::{AppealNeed, AppealPolicy};
use serde_json::json;
use store::{AppealFilter, Household, Scope, StoredAppeal, StoredAppealAction, Tx, is_receipt};

pub use error::AppealError;
pub use receive::{NewAppeal, Proxy, Receipt, receive};
pub(crate) use receive::{Taken, take};
pub use views::{
    AppealCandidate, AppealCountView, AppealHistoryView, AppealRow, AppealView, Progress,
    RevealedContact,
};

use crate::{cases::CaseError, home::Home};

/// The most candidates that are shown: with more the name says too little.
const MOST_CANDIDATES: i64 = 20;

/// Does one thing with an appeal, if the procedure and the version allow it. What is answered,
/// closed or sent on is so for every appeal that is joined to it.
///
/// # Errors
/// [`AppealError::NotFound`] outside the scope, [`AppealError::Stale`] when `version` is not the
/// appeal's, or what stands in the way; then nothing is changed.
#[expect(clippy::too_many_arguments, reason = "the one way people act on an appeal")]
pub async fn act(
    home: &Home,
    scope: &Scope,
    id: &str,
    version: Option<i64>,
    action: AppealAction,
    on: NaiveDate,
    actor: &str,
    now: DateTime<Utc>,
) -> Result<AppealView, AppealError> {
    let mut tx = home.db.write().await?;
    let stored = tx.appeal_in(id, scope).await?.ok_or(AppealError::NotFound)?;
    if version.is_some_and(|it| it != stored.version) {
        return Err(AppealError::Stale);
    }
    let word = action.word().0;
    let mut desk = Desk { home, tx, on, actor, now };
    let appeal = desk.load(&stored).await?;
    let (action, opened) = desk.complete(scope, &stored, &appeal, action).await?;
    let is_identified = matches!(action, AppealAction::Identify { .. });
    let together = together(&action);
    let (mut stored, mut appeal) = desk.record(stored, appeal, action).await?;
    if is_identified {
        (stored, appeal) = desk.join_what_is_there(stored, appeal).await?;
    }
    let others = match &together {
        Some(action) => desk.record_joined(id, action).await?,
        None => 0,
    };
    let Desk { mut tx, .. } = desk;
    if let Some(case) = opened {
        let detail = json!({ "appeal": id });
        tx.append_audit(now, actor, "case.open", &format!("case {case}"), &detail).await?;
    }
    let detail = json!({
        "action": word, "version": stored.version, "case": appeal.case_id, "together": others,
    });
    tx.append_audit(now, actor, "appeal.act", &format!("appeal {id}"), &detail).await?;
    tx.commit().await?;
    // Whoever acted may see what came of it, also when it has left the scope.
    let mut tx = home.db.read().await?;
    views::view(home, &mut tx, scope, stored, on).await
}

/// An appeal with its history, what may be done, whom it may be about, and until when.
///
/// # Errors
/// [`AppealError::NotFound`] outside the scope, or when the database cannot be read.
pub async fn show(
    home: &Home,
    scope: &Scope,
    id: &str,
    today: NaiveDate,
) -> Result<AppealView, AppealError> {
    let mut tx = home.db.read().await?;
    let stored = tx.appeal_in(id, scope).await?.ok_or(AppealError::NotFound)?;
    views::view(home, &mut tx, scope, stored, today).await
}

/// One page of the appeals of a scope, beginning behind the appeal `after`; empty for the first.
///
/// # Errors
/// When the database cannot be read.
pub async fn list(
    home: &Home,
    scope: &Scope,
    filter: &AppealFilter,
    after: &str,
    limit: i64,
    today: NaiveDate,
) -> Result<Vec<AppealRow>, AppealError> {
    let mut tx = home.db.read().await?;
    let found = tx.appeals_in(scope, filter, after, limit).await?;
    Ok(views::rows(home, found, today))
}

/// The appeals of a scope that are overdue or about to be, the longest overdue first.
///
/// # Errors
/// When the database cannot be read.
pub async fn due(
    home: &Home,
    scope: &Scope,
    today: NaiveDate,
    limit: i64,
) -> Result<Vec<AppealRow>, AppealError> {
    let region = home.definitions.regions.get(scope.region_id);
    let code = region.map_or("", |it| it.stat_code.as_str());
    let until = today + chrono::Days::new(views::remind_days(home, code, today));
    let mut tx = home.db.read().await?;
    let found = tx.appeals_due(scope, until, limit).await?;
    Ok(views::rows(home, found, today))
}

/// The appeals of a household, the newest first.
///
/// # Errors
/// When the database cannot be read.
pub async fn of_household(
    home: &Home,
    scope: &Scope,
    household: i64,
    today: NaiveDate,
) -> Result<Vec<AppealRow>, AppealError> {
    let mut tx = home.db.read().await?;
    let found = tx.appeals_of_household(household, scope).await?;
    Ok(views::rows(home, found, today))
}

/// How many appeals a scope has, by stage and need.
///
/// # Errors
/// When the database cannot be read.
pub async fn counts(
    home: &Home,
    scope: &Scope,
    today: NaiveDate,
) -> Result<Vec<AppealCountView>, AppealError> {
    let region = home.definitions.regions.get(scope.region_id);
    let code = region.map_or("", |it| it.stat_code.as_str());
    let policy = home.packs().appeals(code, today);
    let mut tx = home.db.read().await?;
    let counts = tx.count_appeals(scope).await?;
    Ok(counts.into_iter().map(|it| views::count(policy.as_ref(), it)).collect())
}

/// How far an appeal is, for whoever knows its receipt number and the telephone it was left with.
/// No name and no word of the appeal is told.
///
/// # Errors
/// [`AppealError::NotFound`], the same for a wrong receipt number and a wrong telephone.
pub async fn progress(
    home: &Home,
    receipt: &str,
    phone: &str,
    today: NaiveDate,
) -> Result<Progress, AppealError> {
    let receipt: String = receipt.chars().filter(|it| !it.is_whitespace() && *it != '-').collect();
    let phone = receive::clean_phone(phone).ok_or(AppealError::NotFound)?;
    if !is_receipt(&receipt) {
        return Err(AppealError::NotFound);
    }
    let mut tx = home.db.read().await?;
    let index = home.keys.blind_phone(&phone);
    let stored = tx.appeal_by_receipt(&receipt, index).await?.ok_or(AppealError::NotFound)?;
    let (appeal, _) = load(&mut tx, &stored).await?;
    let policy = policy_of(home, &stored, today)?;
    Ok(views::progress(&policy, &stored, &appeal))
}

/// The answer that the packs suggest, by how far the case of an appeal is. None when there is no
/// case, or nothing to be said yet. A person decides what is answered.
///
/// # Errors
/// [`AppealError::NotFound`] outside the scope, or when the database cannot be read.
pub async fn suggested_answer(
    home: &Home,
    scope: &Scope,
    id: &str,
    today: NaiveDate,
) -> Result<Option<String>, AppealError> {
    let mut tx = home.db.read().await?;
    let stored = tx.appeal_in(id, scope).await?.ok_or(AppealError::NotFound)?;
    let policy = policy_of(home, &stored, today)?;
    Ok(suggestion(&mut tx, &policy, &stored, today).await?)
}

/// The identity number and the telephones of an appeal in clear. That somebody looked is recorded.
///
/// # Errors
/// [`AppealError::NotFound`] outside the scope, or when they cannot be opened.
pub async fn reveal(
    home: &Home,
    scope: &Scope,
    id: &str,
    actor: &str,
    now: DateTime<Utc>,
) -> Result<RevealedContact, AppealError> {
    let mut tx = home.db.write().await?;
    let stored = tx.appeal_in(id, scope).await?.ok_or(AppealError::NotFound)?;
    let revealed = views::revealed(home, &stored)?;
    let subject = format!("appeal {id}");
    tx.append_audit(now, actor, "appeal.reveal", &subject, &json!({})).await?;
    tx.commit().await?;
    Ok(revealed)
}

/// Where appeals are worked on: one unit of work, a day and somebody who acts.
pub(crate) struct Desk<'a> {
    pub(crate) home: &'a Home,
    pub(crate) tx: Tx,
    pub(crate) on: NaiveDate,
    pub(crate) actor: &'a str,
    pub(crate) now: DateTime<Utc>,
}

impl Desk<'_> {
    async fn load(&mut self, stored: &StoredAppeal) -> Result<Appeal, AppealError> {
        Ok(load(&mut self.tx, stored).await?.0)
    }

    /// Looks up what an action refers to, and opens the case it asks for; gives the action as it
    /// is recorded, and the number of a case that was opened.
    async fn complete(
        &mut self,
        scope: &Scope,
        stored: &StoredAppeal,
        appeal: &Appeal,
        action: AppealAction,
    ) -> Result<(AppealAction, Option<i64>), AppealError> {
        match &action {
            AppealAction::OpenCase { .. } => {
                let household = appeal.household_id.ok_or(AppealActionError::NoHousehold)?;
                let open = self.tx.open_cases_of(&[household]).await?;
                if let Some(case) = open.first() {
                    return Ok((AppealAction::OpenCase { case: Some(case.id) }, None));
                }
                let case = self.open_case(appeal, household).await?;
                return Ok((AppealAction::OpenCase { case: Some(case) }, Some(case)));
            }
            AppealAction::LinkCase { case } => {
                let found = self.tx.case_in(*case, scope).await?;
                let found = found.filter(|it| Some(it.household_id) == appeal.household_id);
                found.ok_or(AppealError::NoSuchCase(*case))?;
            }
            AppealAction::Identify { household, person } => {
                let found = self.tx.household(*household).await?;
                let found = found.filter(|it| lies_in(it, scope));
                found.ok_or(AppealError::NoSuchHousehold(*household))?;
                if let Some(person) = person {
                    let found = self.tx.person(*person).await?;
                    found
                        .filter(|it| it.household_id == *household)
                        .ok_or(AppealError::NoSuchPerson(*person))?;
                }
            }
            AppealAction::Join { appeal: other } => {
                if *other == stored.id {
                    return Err(AppealActionError::JoinedToItself.into());
                }
                let found = self.tx.appeal_in(other, scope).await?;
                found.filter(|it| it.is_open).ok_or(AppealError::NoSuchAppeal)?;
            }
            AppealAction::Assign { assignee: Assignee::Department { department } } => {
                let policy = policy_of(self.home, stored, self.on)?;
                let mut known: BTreeSet<&str> =
                    policy.needs.iter().map(|it| it.department.as_str()).collect();
                known.extend(self.home.definitions.feeds.iter().map(|it| it.department.as_str()));
                if !known.contains(department.as_str()) {
                    let known: Vec<&str> = known.into_iter().collect();
                    return Err(AppealError::NoSuchDepartment {
                        department: department.clone(),
                        known: known.join("、"),
                    });
                }
            }
            AppealAction::Assign { assignee: Assignee::Region { region } } => {
                let regions = &self.home.definitions.regions;
                let found = regions.by_stat_code(region);
                let is_below = found.is_some_and(|it| {
                    matches!(it.level, RegionLevel::Township | RegionLevel::Village)
                        && regions.chain(it.id).county == Some(stored.county_id)
                });
                if !is_below {
                    return Err(AppealError::NoSuchRegion(region.clone()));
                }
            }
            _ => (),
        }
        Ok((action, None))
    }

    async fn open_case(&mut self, appeal: &Appeal, household: i64) -> Result<i64, AppealError> {
        let opened = crate::case_opening::open_case(
            self.home,
            &mut self.tx,
            household,
            appeal.source,
            appeal.received_on,
            BTreeSet::from([appeal.department().to_owned()]),
            self.now,
        );
        opened.await.map_err(|error| match error {
            CaseError::NoHousehold(it) => AppealError::NoSuchHousehold(it),
            other => AppealError::Internal(other.into()),
        })
    }

    /// Records an action and gives the appeal after it.
    pub(crate) async fn record(
        &mut self,
        stored: StoredAppeal,
        appeal: Appeal,
        action: AppealAction,
    ) -> Result<(StoredAppeal, Appeal), AppealError> {
        let terms = match &action {
            AppealAction::CorrectNeed { need } => {
                let policy = policy_of(self.home, &stored, self.on)?;
                let found = policy.need(need);
                let found = found.ok_or_else(|| AppealError::no_such_need(&policy, need))?;
                Some(terms_of(found))
            }
            _ => None,
        };
        let entry = AppealEntry { on: self.on, action, terms };
        let after = next_appeal(&appeal, &entry)?;
        let mut moved = as_stored(self.home, stored, &after);
        self.place(&mut moved, &entry.action).await?;
        let row = StoredAppealAction {
            appeal_id: moved.id.clone(),
            number: moved.version,
            day: self.on,
            at: self.now,
            actor: self.actor.to_owned(),
            action: entry.action.word().0.to_owned(),
            stage: moved.stage.clone(),
            entry: serde_json::to_value(&entry)?,
        };
        (moved.last_on, moved.changed_at) = (self.on, self.now);
        if !self.tx.record_appeal_action(&row, &moved).await? {
            return Err(AppealError::Stale);
        }
        Ok((moved, after))
    }

    /// What an action tells of the place: where a household lives, when nobody had said where, and
    /// the township or village that has been asked and so has to see it.
    async fn place(
        &mut self,
        moved: &mut StoredAppeal,
        action: &AppealAction,
    ) -> Result<(), AppealError> {
        let regions = &self.home.definitions.regions;
        match action {
            AppealAction::Identify { household, .. } if moved.village_id.is_none() => {
                if let Some(it) = self.tx.household(*household).await? {
                    settle(moved, &it);
                }
            }
            AppealAction::Assign { assignee: Assignee::Region { region } } => {
                let chain = regions.by_stat_code(region).map(|it| regions.chain(it.id));
                let Some(chain) = chain else { return Ok(()) };
                if chain.village.is_some() || chain.township != moved.township_id {
                    moved.village_id = chain.village;
                }
                moved.township_id = chain.township;
            }
            _ => (),
        }
        Ok(())
    }

    /// One visit and one answer for a family: an appeal that is a lead is linked to the family's
    /// open case, and joined to an older open appeal for the same.
    pub(crate) async fn join_what_is_there(
        &mut self,
        stored: StoredAppeal,
        appeal: Appeal,
    ) -> Result<(StoredAppeal, Appeal), AppealError> {
        let Some(household) = appeal.household_id else { return Ok((stored, appeal)) };
        let (mut stored, mut appeal) = (stored, appeal);
        if appeal.terms.lead && appeal.case_id.is_none() {
            let open = self.tx.open_cases_of(&[household]).await?;
            if let Some(case) = open.first() {
                let action = AppealAction::LinkCase { case: case.id };
                (stored, appeal) = self.record(stored, appeal, action).await?;
            }
        }
        if AppealAction::is_known(appeal.stage, "join") {
            let need = appeal.terms.need.clone();
            let other = self.tx.open_appeal_of(household, &need, &stored.id).await?;
            // They never join each other: the one that joined is no longer open.
            if let Some(other) = other {
                let action = AppealAction::Join { appeal: other.id };
                (stored, appeal) = self.record(stored, appeal, action).await?;
            }
        }
        Ok((stored, appeal))
    }

    /// Does the same with every appeal that is joined to one, and to those in turn; where their
    /// stage does not know it, they stay as they are. Gives how many there were.
    async fn record_joined(
        &mut self,
        id: &str,
        action: &AppealAction,
    ) -> Result<usize, AppealError> {
        let mut count = 0;
        let mut waiting = vec![id.to_owned()];
        while let Some(id) = waiting.pop() {
            for stored in self.tx.appeals_joined_to(&id).await? {
                let appeal = self.load(&stored).await?;
                waiting.push(stored.id.clone());
                // A day that lies before something done with the other is no day for it.
                let fits = AppealAction::is_known(appeal.stage, action.word().0)
                    && appeal.last_on <= self.on;
                if fits {
                    self.record(stored, appeal, action.clone()).await?;
                    count += 1;
                }
            }
        }
        Ok(count)
    }
}

/// What is done with the appeals that are joined to one, when this is done with it.
fn together(action: &AppealAction) -> Option<AppealAction> {
    match action {
        AppealAction::Answer { .. } | AppealAction::Close | AppealAction::SendOn { .. } => {
            Some(action.clone())
        }
        // The others have not withdrawn theirs.
        AppealAction::Withdraw { .. } => {
            Some(AppealAction::Separate { reason: "主件已撤回".to_owned() })
        }
        _ => None,
    }
}

pub(crate) async fn load(
    tx: &mut Tx,
    stored: &StoredAppeal,
) -> Result<(Appeal, Vec<StoredAppealAction>), AppealError> {
    let id = &stored.id;
    let history = tx.appeal_history(id).await?;
    let opening: AppealOpening = serde_json::from_value(stored.opening.clone())
        .with_context(|| format!("诉求 {id} 的开头读不出来"))?;
    let entries: Vec<AppealEntry> = history
        .iter()
        .map(|it| serde_json::from_value(it.entry.clone()))
        .collect::<Result<_, _>>()
        .with_context(|| format!("诉求 {id} 的历史读不出来"))?;
    let appeal = replay_appeal(opening, &entries)
        .with_context(|| format!("诉求 {id} 的历史不合程序：数据库可能被别的程序改过"))?;
    Ok((appeal, history))
}

/// The row of an appeal as its history makes it.
fn as_stored(home: &Home, before: StoredAppeal, appeal: &Appeal) -> StoredAppeal {
    StoredAppeal {
        need: appeal.terms.need.clone(),
        department: appeal.department().to_owned(),
        lead: appeal.terms.lead,
        household_id: appeal.household_id,
        person_id: appeal.person_id,
        case_id: appeal.case_id,
        joined_to: appeal.joined_to.clone(),
        stage: appeal.stage.word().to_owned(),
        is_open: appeal.stage.is_open(),
        version: i64::from(appeal.version),
        due_on: appeal_due(appeal, &home.definitions.holidays),
        ..before
    }
}

/// The inbox as the packs of an appeal's county describe it on a day.
fn policy_of(
    home: &Home,
    stored: &StoredAppeal,
    on: NaiveDate,
) -> Result<AppealPolicy, AppealError> {
    let county = home.definitions.regions.get(stored.county_id);
    let code = county.map_or("", |it| it.stat_code.as_str());
    home.packs().appeals(code, on).ok_or(AppealError::NoPolicy)
}

fn terms_of(need: &AppealNeed) -> AppealTerms {
    AppealTerms {
        need: need.name.clone(),
        department: need.department.clone(),
        lead: need.lead,
        accept: need.accept.clone(),
        answer: need.answer.clone(),
    }
}

/// The 线索来源 a channel counts as.
fn source_of(word: &str) -> anyhow::Result<ClueSource> {
    serde_json::from_value(json!(word)).with_context(|| format!("没有线索来源 {word}"))
}

async fn suggestion(
    tx: &mut Tx,
    policy: &AppealPolicy,
    stored: &StoredAppeal,
    today: NaiveDate,
) -> Result<Option<String>, store::DbError> {
    let Some(case) = stored.case_id else { return Ok(None) };
    let Some(case) = tx.find_case(case).await? else { return Ok(None) };
    let sentence = policy.answers.get(&case.stage);
    Ok(sentence.map(|it| filled(it, policy, stored, today)))
}

/// A sentence of the packs with its blanks filled in.
fn filled(
    sentence: &str,
    policy: &AppealPolicy,
    stored: &StoredAppeal,
    today: NaiveDate,
) -> String {
    let need = policy.need(&stored.need).map_or(stored.need.as_str(), |it| it.zh.as_str());
    let due = stored.due_on.map_or_else(String::new, |it| it.to_string());
    let blanks: BTreeMap<&str, String> = BTreeMap::from([
        ("{receipt}", stored.receipt.clone()),
        ("{need}", need.to_owned()),
        ("{received_on}", stored.received_on.to_string()),
        ("{due_on}", due),
        ("{day}", today.to_string()),
        ("{hotline}", policy.hotline.clone()),
    ]);
    blanks.iter().fold(sentence.to_owned(), |text, (blank, word)| text.replace(blank, word))
}

/// Whether a household lies in the region of a scope.
fn lies_in(household: &Household, scope: &Scope) -> bool {
    let region = match scope.level {
        RegionLevel::Province => household.province_id,
        RegionLevel::Prefecture => household.prefecture_id,
        RegionLevel::County => household.county_id,
        RegionLevel::Township => household.township_id,
        RegionLevel::Village => household.village_id,
    };
    region == scope.region_id
}

/// Fills in where a household lives, if it lies where the appeal comes from.
fn settle(stored: &mut StoredAppeal, household: &Household) {
    let fits = stored.county_id == household.county_id
        && stored.township_id.is_none_or(|it| it == household.township_id);
    if fits && stored.village_id.is_none() {
        stored.township_id = Some(household.township_id);
        stored.village_id = Some(household.village_id);
    }
}

/// Numbers that may be somebody's identity number or telephone are taken out of a text that leaves
/// the office.
pub(crate) fn without_long_numbers(text: &str) -> String {
    let mut cleaned = String::with_capacity(text.len());
    let mut digits = String::new();
    let flush = |digits: &mut String, cleaned: &mut String| {
        let is_long = 11 <= digits.chars().count();
        cleaned.push_str(if is_long { "＊＊＊" } else { digits.as_str() });
        digits.clear();
    };
    for c in text.chars() {
        let continues = c.is_ascii_digit()
            || ('０'..='９').contains(&c)
            || (matches!(c, 'x' | 'X') && digits.len() == 17);
        if continues {
            digits.push(c);
        } else {
            flush(&mut digits, &mut cleaned);
            cleaned.push(c);
        }
    }
    flush(&mut digits, &mut cleaned);
    cleaned
}

/// The stage of a stored word; the database holds no other.
fn stage_of(word: &str) -> AppealStage {
    AppealStage::from_word(word).unwrap_or(AppealStage::Received)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_numbers_do_not_leave_the_office() {
        let check = |text: &str, expected: &str| assert_eq!(without_long_numbers(text), expected);
        check("证号99012319900101001X已核对", "证号＊＊＊已核对");
        check("请打13900000000问", "请打＊＊＊问");
        check("10月13日发放3000元，工单2023101", "10月13日发放3000元，工单2023101");
        check("末尾１３９００００００００", "末尾＊＊＊");
    }
}

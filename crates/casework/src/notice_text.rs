//! The text of a public notice, and the guard behind it.
//!
//! A template has no place for what must not be published ([`policy::NoticeField`]), and a
//! household comes here without it. The guard is for what people write into a place that is there:
//! a telephone beside a name, an illness in brackets. Everything that goes in and everything that
//! comes out is looked through; a refusal names the place and never repeats what stands there.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, NaiveDate};
use kernel::{cleaning::squeeze, longest_number};
use policy::{ChainKind, NameShown, NoticeField, NoticeTemplate};
use serde::{Deserialize, Serialize};

use crate::{MeasureGroup, MonitoringType};

/// Digits in a row that a value may have. Seven are a telephone.
const MOST_DIGITS: usize = 6;

/// What stands in for words that are public already while the rest is looked through: it is no
/// digit and joins none.
const PUBLIC: &str = "…";

/// What a notice may know of a household.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoticeHousehold {
    /// 户主.
    pub householder: String,
    /// 村民小组.
    pub group: Option<String>,
    /// 家庭人口.
    pub members: u32,
    /// 监测对象类别; none while it is not settled.
    pub monitoring_type: Option<MonitoringType>,
    /// The procedure whose result is shown; none where there is no result.
    pub procedure: Option<ChainKind>,
    /// Groups of the measures.
    pub measure_groups: BTreeSet<MeasureGroup>,
    /// 评议日期.
    pub meeting_day: Option<NaiveDate>,
    /// Whether another householder of the village has the same name.
    pub namesake: Namesake,
    /// The last four of the identity number. Used only for a namesake in the same group.
    pub last4: Option<String>,
}

/// Whether a name says who is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Namesake {
    /// Nobody else in the village has it.
    Nobody,
    /// Somebody in another group has it.
    InVillage,
    /// Somebody in the same group has it, or the group is not known.
    InGroup,
}

/// What a notice says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoticeFrame {
    /// The village with its township, from the table of regions: a public name, in which words
    /// that are forbidden elsewhere may stand.
    pub village: String,
    /// Where it will hang.
    pub place: String,
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub until: NaiveDate,
}

/// A notice for paper and page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct NoticeText {
    /// The heading.
    pub title: String,
    /// What it says.
    pub paragraphs: Vec<String>,
    /// The list of households.
    pub table: Option<NoticeTable>,
    /// Who signs.
    pub signature: String,
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub until: NaiveDate,
}

/// The list of a notice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct NoticeTable {
    /// Heads of the columns.
    pub header: Vec<String>,
    /// A row a household.
    pub rows: Vec<Vec<String>>,
}

/// Where something stands that must not be published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoticeSpot {
    /// The household's place in the list, from 1; none outside the list.
    pub row: Option<usize>,
    /// The field, in Chinese.
    pub what: &'static str,
}

/// Why a notice is not made. No value is repeated.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoticeRefused {
    /// No household.
    #[error("公示名单是空的：请选要公示的户")]
    NobodyListed,
    /// The last day lies before the first.
    #[error("公示截止日期早于开始日期：请改正")]
    EndsBeforeItBegins,
    /// The sentence names the day of the meeting, and nobody has met.
    #[error("还没有民主评议的日期：请先登记民主评议")]
    NoMeeting,
    /// A household without a householder.
    #[error("第 {row} 户没有户主姓名：请先登记户主")]
    NoHouseholder {
        /// Its place in the list, from 1.
        row: usize,
    },
    /// Namesakes in one group, and nothing to tell them apart.
    #[error("第 {row} 户与同组另一户的户主同名，又没有证件号后四位可以区分：请先补登记")]
    NamesakesAlike {
        /// Its place in the list, from 1.
        row: usize,
    },
    /// The template has no words for a result.
    #[error("公示模板没有写这种结果的用语：请在政策包里补上")]
    NoWords,
    /// A long number.
    #[error("{spot}里有一长串数字，像是证件号、电话或银行账号，公示不得出现：请删去，或更正登记")]
    Number {
        /// Where.
        spot: NoticeSpot,
    },
    /// A forbidden word.
    #[error("{spot}里有会透露健康状况的词，公示不得出现：请删去，或换一种写法")]
    Health {
        /// Where.
        spot: NoticeSpot,
    },
}

impl std::fmt::Display for NoticeSpot {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.row {
            Some(row) => write!(out, "第 {row} 户的“{}”", self.what),
            None => write!(out, "“{}”", self.what),
        }
    }
}

impl NoticeRefused {
    /// The code clients may rely on.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            NoticeRefused::NobodyListed => "notice.nobody_listed",
            NoticeRefused::EndsBeforeItBegins => "notice.ends_before_it_begins",
            NoticeRefused::NoMeeting => "notice.no_meeting",
            NoticeRefused::NoHouseholder { .. } => "notice.no_householder",
            NoticeRefused::NamesakesAlike { .. } => "notice.namesakes_alike",
            NoticeRefused::NoWords => "notice.no_words",
            NoticeRefused::Number { .. } => "notice.number",
            NoticeRefused::Health { .. } => "notice.health",
        }
    }
}

/// The text of a notice.
///
/// # Errors
/// What is missing, or where something stands that must not be published.
pub fn render(
    template: &NoticeTemplate,
    frame: &NoticeFrame,
    households: &[NoticeHousehold],
) -> Result<NoticeText, NoticeRefused> {
    if households.is_empty() {
        return Err(NoticeRefused::NobodyListed);
    }
    if frame.until < frame.from {
        return Err(NoticeRefused::EndsBeforeItBegins);
    }
    let guard = Guard { forbidden_words: &template.forbidden_words };
    guard.number(None, NoticeField::Village.zh(), &frame.village)?;
    guard.look(None, "张贴地点", &frame.place)?;
    for (row, household) in (1..).zip(households) {
        guard.look_at_household(row, household)?;
    }

    let version = &template.version;
    let meeting = meeting_days(households);
    if version.asks_for(NoticeField::MeetingDay) && meeting.is_empty() {
        return Err(NoticeRefused::NoMeeting);
    }
    let value = |field: NoticeField| match field {
        NoticeField::Village => frame.village.clone(),
        NoticeField::From => day(frame.from),
        NoticeField::Until => day(frame.until),
        NoticeField::MeetingDay => meeting.clone(),
        NoticeField::Office => template.office.clone(),
        NoticeField::Contact => template.contact.clone(),
        // Said of each household, in the list: a pack with these in a sentence does not load.
        _ => String::new(),
    };
    let rows: Result<Vec<Vec<String>>, NoticeRefused> =
        (1..).zip(households).map(|(row, it)| list_row(template, row, it)).collect();
    let text = NoticeText {
        title: version.title.fill(value),
        paragraphs: version.body.iter().map(|it| it.fill(value)).collect(),
        table: Some(NoticeTable {
            header: version.fields.iter().map(|it| it.zh().to_owned()).collect(),
            rows: rows?,
        }),
        signature: version.signature.fill(value),
        from: frame.from,
        until: frame.until,
    };

    // Once more, put together: two halves of a number are harmless each by itself. What is public
    // already, the village's name and what the packs say, is left out.
    let shown = |field: NoticeField| match field {
        NoticeField::Village | NoticeField::Office | NoticeField::Contact => PUBLIC.to_owned(),
        other => value(other),
    };
    for sentence in version.sentences() {
        guard.look(None, "正文", &sentence.fill(shown))?;
    }
    for (row, cells) in (1..).zip(text.table.iter().flat_map(|it| &it.rows)) {
        for (field, cell) in version.fields.iter().zip(cells) {
            guard.look(Some(row), field.zh(), cell)?;
        }
    }
    Ok(text)
}

fn list_row(
    template: &NoticeTemplate,
    row: usize,
    household: &NoticeHousehold,
) -> Result<Vec<String>, NoticeRefused> {
    let version = &template.version;
    let mut cells = Vec::with_capacity(version.fields.len());
    for field in &version.fields {
        cells.push(match field {
            NoticeField::Group => household.group.clone().unwrap_or_default(),
            NoticeField::Householder => householder(template, row, household)?,
            NoticeField::Members => household.members.to_string(),
            NoticeField::MonitoringType => match household.monitoring_type {
                Some(it) => type_zh(it).to_owned(),
                None => version.undecided.clone().unwrap_or_default(),
            },
            NoticeField::ReviewResult => {
                let words = household.procedure.and_then(|it| version.results.get(&it));
                words.cloned().ok_or(NoticeRefused::NoWords)?
            }
            NoticeField::MeasureGroups => groups_of(template, &household.measure_groups),
            // Said of the notice, in its sentences: a pack with these in its list does not load.
            _ => String::new(),
        });
    }
    Ok(cells)
}

/// The name, and what tells namesakes apart: the group, or where that does not do it the last four
/// of the identity number.
fn householder(
    template: &NoticeTemplate,
    row: usize,
    household: &NoticeHousehold,
) -> Result<String, NoticeRefused> {
    let name = household.householder.trim();
    let Some(surname) = name.chars().next() else {
        return Err(NoticeRefused::NoHouseholder { row });
    };
    if template.version.name == NameShown::Surname {
        return Ok(format!("{surname}*"));
    }
    let has_column = template.version.fields.contains(&NoticeField::Group);
    match (household.namesake, &household.group) {
        (Namesake::Nobody, _) => Ok(name.to_owned()),
        (Namesake::InVillage, Some(_)) if has_column => Ok(name.to_owned()),
        (Namesake::InVillage, Some(group)) => Ok(format!("{name}（{group}）")),
        _ => match household.last4.as_deref().filter(|it| is_last4(it)) {
            Some(last4) => Ok(format!("{name}（证件号后四位{last4}）")),
            None => Err(NoticeRefused::NamesakesAlike { row }),
        },
    }
}

fn is_last4(text: &str) -> bool {
    text.len() == 4
        && text[..3].bytes().all(|it| it.is_ascii_digit())
        && text[3..].bytes().all(|it| it.is_ascii_digit() || it == b'X')
}

/// The groups the template has words for, in the order of the national list; one word for all
/// others.
fn groups_of(template: &NoticeTemplate, groups: &BTreeSet<MeasureGroup>) -> String {
    let words: &BTreeMap<String, String> = &template.version.measure_groups;
    let named = groups.iter().map(|it| words.get(group_word(*it)));
    let mut shown: Vec<&str> = named.clone().flatten().map(String::as_str).collect();
    if named.clone().any(|it| it.is_none()) {
        shown.extend(template.version.other_groups.as_deref());
    }
    shown.join("、")
}

/// The days on which these households were talked about, usually one.
fn meeting_days(households: &[NoticeHousehold]) -> String {
    let days: BTreeSet<NaiveDate> = households.iter().filter_map(|it| it.meeting_day).collect();
    days.into_iter().map(day).collect::<Vec<_>>().join("、")
}

/// `2023年11月1日`.
fn day(date: NaiveDate) -> String {
    format!("{}年{}月{}日", date.year(), date.month(), date.day())
}

/// The identifier of a group, as it is stored and as packs write it.
fn group_word(group: MeasureGroup) -> &'static str {
    use MeasureGroup as M;
    match group {
        M::Industry => "industry",
        M::Employment => "employment",
        M::Finance => "finance",
        M::PublicWelfarePost => "public_welfare_post",
        M::Housing => "housing",
        M::Water => "water",
        M::Health => "health",
        M::CompulsoryEducation => "compulsory_education",
        M::OtherEducation => "other_education",
        M::ComprehensiveSecurity => "comprehensive_security",
        M::Society => "society",
        M::Relocation => "relocation",
        M::LivingConditions => "living_conditions",
        M::Infrastructure => "infrastructure",
    }
}

fn type_zh(it: MonitoringType) -> &'static str {
    match it {
        MonitoringType::UnstableOutOfPoverty => "脱贫不稳定户",
        MonitoringType::MarginalVulnerable => "边缘易致贫户",
        MonitoringType::SuddenSevereDifficulty => "突发严重困难户",
    }
}

/// Looks through texts for what must not be published.
struct Guard<'a> {
    forbidden_words: &'a [String],
}

impl Guard<'_> {
    fn look_at_household(
        &self,
        row: usize,
        household: &NoticeHousehold,
    ) -> Result<(), NoticeRefused> {
        self.look(Some(row), NoticeField::Householder.zh(), &household.householder)?;
        let group = household.group.as_deref().unwrap_or_default();
        self.look(Some(row), NoticeField::Group.zh(), group)?;
        let last4 = household.last4.as_deref().unwrap_or_default();
        self.look(Some(row), "证件号后四位", last4)
    }

    fn look(
        &self,
        row: Option<usize>,
        what: &'static str,
        text: &str,
    ) -> Result<(), NoticeRefused> {
        self.number(row, what, text)?;
        self.words(row, what, text)
    }

    fn number(
        &self,
        row: Option<usize>,
        what: &'static str,
        text: &str,
    ) -> Result<(), NoticeRefused> {
        match MOST_DIGITS < longest_number(text) {
            true => Err(NoticeRefused::Number { spot: NoticeSpot { row, what } }),
            false => Ok(()),
        }
    }

    fn words(
        &self,
        row: Option<usize>,
        what: &'static str,
        text: &str,
    ) -> Result<(), NoticeRefused> {
        // A word with a blank or a dash in it is the same word.
        let letters: String = squeeze(text).chars().filter(|it| it.is_alphanumeric()).collect();
        let holds = |word: &String| text.contains(word.as_str()) || letters.contains(word.as_str());
        match self.forbidden_words.iter().any(holds) {
            true => Err(NoticeRefused::Health { spot: NoticeSpot { row, what } }),
            false => Ok(()),
        }
    }
}

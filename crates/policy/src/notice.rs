//! Public notices: what a notice says of a household, in whose words, and what it must never say.
//!
//! The fields are a closed list. There is none for an identity number, a telephone, a bank
//! account, health or a cause of risk, so a template that asks for one does not load.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::chain::ChainKind;

/// What a notice is about.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum NoticeKind {
    /// 民主评议结果公示, in the procedure of identification.
    Identification,
    /// 风险消除公示.
    Elimination,
    /// 帮扶措施公示.
    Measures,
    /// 公告 after the county's decision.
    Announcement,
}

/// What a template may ask for. This list is closed.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum NoticeField {
    /// 村, with its township.
    Village,
    /// 公示开始日期.
    From,
    /// 公示截止日期.
    Until,
    /// 评议日期: the day of the meeting, or the days.
    MeetingDay,
    /// 主管部门.
    Office,
    /// 投诉举报方式, from the packs.
    Contact,
    /// 村民小组.
    Group,
    /// 户主.
    Householder,
    /// 家庭人口: how many, not who.
    Members,
    /// 监测对象类别.
    MonitoringType,
    /// 评议或审定结果.
    ReviewResult,
    /// 帮扶措施类别, as far as the pack has words for them.
    MeasureGroups,
}

/// How a householder is named.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum NameShown {
    /// 全名.
    Full,
    /// 只写姓: 张*.
    Surname,
}

/// A sentence with places to be filled in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TemplateText(Vec<TemplatePart>);

/// A part of a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
enum TemplatePart {
    Words(String),
    Field(NoticeField),
}

/// Why a sentence is no template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TemplateFault {
    /// Braces that do not close, or close nothing.
    Braces,
    /// No field of this name.
    NoSuchField(String),
}

/// One version of a notice, as a pack writes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoticeVersion {
    /// What it is about.
    pub kind: NoticeKind,
    /// The Chinese name.
    pub zh: String,
    /// The heading.
    pub title: TemplateText,
    /// The paragraphs.
    pub body: Vec<TemplateText>,
    /// Who signs.
    pub signature: TemplateText,
    /// What the list says of each household, column by column.
    pub fields: Vec<NoticeField>,
    /// How householders are named.
    pub name: NameShown,
    /// What 结果 reads, by the procedure it is the result of.
    pub results: BTreeMap<ChainKind, String>,
    /// What 监测对象类别 reads while it is not settled.
    pub undecided: Option<String>,
    /// The words for groups of measures that may be read by everybody, by the group's identifier.
    pub measure_groups: BTreeMap<String, String>,
    /// What stands for every other group.
    pub other_groups: Option<String>,
    /// The pack it was found in, for example `cn`.
    pub pack: String,
    /// Document and place, or `default`.
    pub basis: String,
    /// No document gives this text: a default of the software, to be confirmed by the office.
    pub is_default: bool,
    /// Where a default comes from, or a remark on a documented text.
    pub note: Option<String>,
    /// The first day of this version.
    pub from: NaiveDate,
    /// Its last day, when it was ended; a newer version ends it too.
    pub to: Option<NaiveDate>,
}

/// A notice as it applies to one region on one day: the version of the nearest pack, with what
/// the region says elsewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoticeTemplate {
    /// The version in force.
    pub version: NoticeVersion,
    /// 投诉举报方式. A telephone of an office may stand here: it comes from a pack, not from a
    /// record.
    pub contact: String,
    /// 主管部门.
    pub office: String,
    /// Words that no value may hold: of health, and of causes that reveal it. Those of every pack
    /// on the way to the nation.
    pub forbidden_words: Vec<String>,
}

impl NoticeKind {
    /// Every kind.
    pub const ALL: [NoticeKind; 4] = [
        NoticeKind::Identification,
        NoticeKind::Elimination,
        NoticeKind::Measures,
        NoticeKind::Announcement,
    ];

    /// The word in file names and in the database, for example `identification`.
    pub fn word(self) -> &'static str {
        match self {
            NoticeKind::Identification => "identification",
            NoticeKind::Elimination => "elimination",
            NoticeKind::Measures => "measures",
            NoticeKind::Announcement => "announcement",
        }
    }

    /// The kind of that word, or none.
    pub fn from_word(word: &str) -> Option<NoticeKind> {
        NoticeKind::ALL.into_iter().find(|it| it.word() == word)
    }

    /// The Chinese word.
    pub fn zh(self) -> &'static str {
        match self {
            NoticeKind::Identification => "民主评议结果公示",
            NoticeKind::Elimination => "风险消除公示",
            NoticeKind::Measures => "帮扶措施公示",
            NoticeKind::Announcement => "审定结果公告",
        }
    }

    /// The procedures whose result this kind can show.
    pub fn shows_results_of(self) -> &'static [ChainKind] {
        match self {
            NoticeKind::Identification => &[ChainKind::Identification],
            NoticeKind::Elimination => &[ChainKind::Elimination],
            NoticeKind::Measures => &[],
            NoticeKind::Announcement => &ChainKind::ALL,
        }
    }
}

impl NoticeField {
    /// Every field: first those of the notice, then those of a household.
    pub const ALL: [NoticeField; 12] = [
        NoticeField::Village,
        NoticeField::From,
        NoticeField::Until,
        NoticeField::MeetingDay,
        NoticeField::Office,
        NoticeField::Contact,
        NoticeField::Group,
        NoticeField::Householder,
        NoticeField::Members,
        NoticeField::MonitoringType,
        NoticeField::ReviewResult,
        NoticeField::MeasureGroups,
    ];

    /// The word in braces and in `fields`, for example `householder`.
    pub fn word(self) -> &'static str {
        match self {
            NoticeField::Village => "village",
            NoticeField::From => "from",
            NoticeField::Until => "until",
            NoticeField::MeetingDay => "meeting_day",
            NoticeField::Office => "office",
            NoticeField::Contact => "contact",
            NoticeField::Group => "group",
            NoticeField::Householder => "householder",
            NoticeField::Members => "members",
            NoticeField::MonitoringType => "monitoring_type",
            NoticeField::ReviewResult => "review_result",
            NoticeField::MeasureGroups => "measure_groups",
        }
    }

    /// The field of that word, or none.
    pub fn from_word(word: &str) -> Option<NoticeField> {
        NoticeField::ALL.into_iter().find(|it| it.word() == word)
    }

    /// The Chinese word, which also heads its column.
    pub fn zh(self) -> &'static str {
        match self {
            NoticeField::Village => "村",
            NoticeField::From => "公示开始日期",
            NoticeField::Until => "公示截止日期",
            NoticeField::MeetingDay => "评议日期",
            NoticeField::Office => "主管部门",
            NoticeField::Contact => "投诉举报方式",
            NoticeField::Group => "村民小组",
            NoticeField::Householder => "户主",
            NoticeField::Members => "家庭人口",
            NoticeField::MonitoringType => "监测对象类别",
            NoticeField::ReviewResult => "结果",
            NoticeField::MeasureGroups => "帮扶措施类别",
        }
    }

    /// Said of each household, in the list; else of the notice as a whole, in its sentences.
    pub fn is_of_household(self) -> bool {
        use NoticeField as F;
        matches!(
            self,
            F::Group
                | F::Householder
                | F::Members
                | F::MonitoringType
                | F::ReviewResult
                | F::MeasureGroups
        )
    }
}

impl NameShown {
    /// The word in the files.
    pub fn word(self) -> &'static str {
        match self {
            NameShown::Full => "full",
            NameShown::Surname => "surname",
        }
    }

    /// The way of that word, or none.
    pub fn from_word(word: &str) -> Option<NameShown> {
        [NameShown::Full, NameShown::Surname].into_iter().find(|it| it.word() == word)
    }
}

impl TemplateText {
    /// Reads a sentence: `{village}` is a place for a field.
    ///
    /// # Errors
    /// When the braces do not match, or name no field.
    pub fn parse(text: &str) -> Result<TemplateText, TemplateFault> {
        let mut parts = Vec::new();
        let mut rest = text;
        while let Some(open) = rest.find(['{', '}']) {
            let (words, behind) = rest.split_at(open);
            let behind = behind.strip_prefix('{').ok_or(TemplateFault::Braces)?;
            let (word, after) = behind.split_once('}').ok_or(TemplateFault::Braces)?;
            let field = NoticeField::from_word(word)
                .ok_or_else(|| TemplateFault::NoSuchField(word.to_owned()))?;
            if !words.is_empty() {
                parts.push(TemplatePart::Words(words.to_owned()));
            }
            parts.push(TemplatePart::Field(field));
            rest = after;
        }
        if !rest.is_empty() {
            parts.push(TemplatePart::Words(rest.to_owned()));
        }
        Ok(TemplateText(parts))
    }

    /// The sentence with every place filled in. What is filled in is not read again.
    pub fn fill(&self, value: impl Fn(NoticeField) -> String) -> String {
        let mut text = String::new();
        for part in &self.0 {
            match part {
                TemplatePart::Words(words) => text.push_str(words),
                TemplatePart::Field(field) => text.push_str(&value(*field)),
            }
        }
        text
    }

    /// The fields it asks for, in order.
    pub fn fields(&self) -> impl Iterator<Item = NoticeField> {
        self.0.iter().filter_map(|part| match part {
            TemplatePart::Field(field) => Some(*field),
            TemplatePart::Words(_) => None,
        })
    }
}

impl NoticeVersion {
    /// Every sentence: heading, paragraphs, signature.
    pub fn sentences(&self) -> impl Iterator<Item = &TemplateText> {
        [&self.title].into_iter().chain(&self.body).chain([&self.signature])
    }

    /// Whether a sentence or the list asks for a field.
    pub fn asks_for(&self, field: NoticeField) -> bool {
        self.fields.contains(&field)
            || self.sentences().any(|it| it.fields().any(|asked| asked == field))
    }
}

/// The version in force on a day: the newest that has begun, unless it has ended. `versions` stand
/// oldest first, and an older one does not come back.
pub(crate) fn in_force<'a>(
    versions: impl DoubleEndedIterator<Item = &'a NoticeVersion>,
    day: NaiveDate,
) -> Option<&'a NoticeVersion> {
    let newest = versions.rev().find(|it| it.from <= day)?;
    newest.to.is_none_or(|last| day <= last).then_some(newest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_is_filled_in_once() {
        let text = TemplateText::parse("{village}：{from}至{until}").expect("a template");
        let asked: Vec<&str> = text.fields().map(NoticeField::word).collect();
        assert_eq!(asked, ["village", "from", "until"]);
        let filled = text.fill(|field| match field {
            NoticeField::Village => "{contact}".to_owned(),
            other => other.zh().to_owned(),
        });
        assert_eq!(filled, "{contact}：公示开始日期至公示截止日期");
        let plain = TemplateText::parse("没有空格").expect("a template");
        assert_eq!(plain.fill(|_| String::new()), "没有空格");
    }

    #[test]
    fn there_is_no_place_for_what_is_nobodys_business() {
        for word in [
            "id_number",
            "phone",
            "account",
            "health",
            "disability",
            "cause",
            "risk",
            "risks",
            "causes",
            "income",
            "members_names",
            "name",
            "birth",
            "last4",
            "",
            "户主",
            " village",
        ] {
            let fault = TemplateText::parse(&format!("甲{{{word}}}乙"));
            assert_eq!(fault, Err(TemplateFault::NoSuchField(word.to_owned())), "{word}");
        }
        for text in ["{village", "village}", "{{village}}", "{vil{lage}"] {
            assert!(TemplateText::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn kinds_and_fields_are_known_by_their_words() {
        for kind in NoticeKind::ALL {
            assert_eq!(NoticeKind::from_word(kind.word()), Some(kind));
            assert_eq!(serde_json::to_value(kind).expect("JSON"), kind.word());
        }
        for field in NoticeField::ALL {
            assert_eq!(NoticeField::from_word(field.word()), Some(field));
            assert_eq!(serde_json::to_value(field).expect("JSON"), field.word());
        }
    }
}

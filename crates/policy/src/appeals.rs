//! The inbox of appeals as a region's packs describe it: what people ask for, who answers it and
//! by when, through which doors it comes in, and the sentences they are answered with.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::Serialize;

use crate::limit::Limit;

/// How a household can come to notice, by the words a channel may name. They are those of the
/// casework's 线索来源.
pub const CLUE_SOURCES: [(&str, &str); 7] = [
    ("self_application", "农户自主申报"),
    ("proxy_application", "代他人申报"),
    ("grassroots_inspection", "基层干部排查"),
    ("department_alert", "部门筛查预警"),
    ("petition_hotline", "信访热线"),
    ("media_clue", "舆情线索"),
    ("platform_transfer", "平台转来"),
];

/// What may stand in braces in the receipt and in suggested answers.
pub const APPEAL_BLANKS: [&str; 6] = ["receipt", "need", "received_on", "due_on", "day", "hotline"];

/// The inbox as it applies to one region on one day. Needs and channels of all packs on the way
/// to the nation are there, each as the nearest pack writes it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AppealPolicy {
    /// What people ask for, in the order in which a text is looked through for their words.
    pub needs: Vec<AppealNeed>,
    /// The doors appeals come in by.
    pub channels: Vec<AppealChannel>,
    /// The need of an appeal that no word speaks for.
    pub otherwise: String,
    /// The sentence of the receipt, with blanks.
    pub receipt: String,
    /// The telephone people are told.
    pub hotline: String,
    /// Suggested answers, with blanks, by the stage of the case.
    pub answers: BTreeMap<String, String>,
    /// States of another system that mean that it has answered.
    pub done_states: Vec<String>,
    /// What is noted as the answer of such an appeal.
    pub done_answer: String,
}

/// 诉求类型: what is asked for, who answers it and by when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AppealNeed {
    /// The word that is stored, for example `water`.
    pub name: String,
    /// The Chinese name.
    pub zh: String,
    /// The English name.
    pub en: String,
    /// Who answers it, by the name in `feeds/`.
    pub department: String,
    /// It is a risk lead by itself: the family has to be looked at.
    pub lead: bool,
    /// Categories of other systems that mean it.
    pub categories: Vec<String>,
    /// Words of a text that point to it.
    pub words: Vec<String>,
    /// Days until it is accepted, from the day it was received.
    pub accept: Limit,
    /// Days until it is answered, from the day it was received.
    pub answer: Limit,
    /// The pack it was found in.
    pub pack: String,
}

/// 诉求渠道: a door appeals come in by.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AppealChannel {
    /// The word that is stored, for example `hotline_12317`.
    pub name: String,
    /// The Chinese name.
    pub zh: String,
    /// The word of the 线索来源 it counts as, one of [`CLUE_SOURCES`].
    pub source: String,
}

/// A pack's `appeals.toml`, one version of it. What it leaves out, farther packs say.
#[derive(Clone, Debug)]
pub(crate) struct AppealVersion {
    pub(crate) line: u32,
    pub(crate) from: NaiveDate,
    pub(crate) to: Option<NaiveDate>,
    pub(crate) accept: Option<Limit>,
    pub(crate) answer: Option<Limit>,
    pub(crate) otherwise: Option<String>,
    pub(crate) receipt: Option<String>,
    pub(crate) hotline: Option<String>,
    pub(crate) done: Option<(Vec<String>, String)>,
    pub(crate) answers: BTreeMap<String, String>,
    pub(crate) needs: Vec<WrittenNeed>,
    pub(crate) channels: Vec<AppealChannel>,
}

/// A need as one pack writes it: limits may be left to the pack's, or to a farther one's.
#[derive(Clone, Debug)]
pub(crate) struct WrittenNeed {
    pub(crate) name: String,
    pub(crate) zh: String,
    pub(crate) en: String,
    pub(crate) department: String,
    pub(crate) lead: bool,
    pub(crate) categories: Vec<String>,
    pub(crate) words: Vec<String>,
    pub(crate) accept: Option<Limit>,
    pub(crate) answer: Option<Limit>,
}

impl AppealPolicy {
    /// The need of this name, or none.
    pub fn need(&self, name: &str) -> Option<&AppealNeed> {
        self.needs.iter().find(|it| it.name == name)
    }

    /// The channel of this name, or none.
    pub fn channel(&self, name: &str) -> Option<&AppealChannel> {
        self.channels.iter().find(|it| it.name == name)
    }

    /// The need that a category of another system, or else the text, points to. It is a guess: a
    /// person can correct it. The needs are tried in their order; where nothing speaks for one, it
    /// is the need of all others.
    pub fn guess(&self, category: &str, text: &str) -> &AppealNeed {
        let category = category.trim();
        let by_category =
            self.needs.iter().find(|it| it.categories.iter().any(|word| word == category));
        let has_word = |it: &&AppealNeed| it.words.iter().any(|word| text.contains(word.as_str()));
        by_category
            .or_else(|| self.needs.iter().find(has_word))
            .or_else(|| self.need(&self.otherwise))
            // A policy has at least the need of all others; this only names one for the compiler.
            .unwrap_or(&self.needs[0])
    }
}

/// The version in force on a day: the newest that has begun, unless it has ended. `versions` stand
/// oldest first.
fn in_force(versions: &[AppealVersion], day: NaiveDate) -> Option<&AppealVersion> {
    let newest = versions.iter().rev().find(|it| it.from <= day)?;
    newest.to.is_none_or(|last| day <= last).then_some(newest)
}

/// What packs say together: `packs` are names and versions, the nearest first. None where no pack
/// says anything; an error names what all of them leave out.
pub(crate) fn overlay<'a>(
    packs: impl Iterator<Item = (&'a str, &'a [AppealVersion])>,
    day: NaiveDate,
) -> Option<Result<AppealPolicy, &'static str>> {
    let found: Vec<(&str, &AppealVersion)> =
        packs.filter_map(|(pack, versions)| Some((pack, in_force(versions, day)?))).collect();
    if found.is_empty() {
        return None;
    }
    Some(merge(&found))
}

fn merge(nearest_first: &[(&str, &AppealVersion)]) -> Result<AppealPolicy, &'static str> {
    fn nearest<T: Clone>(
        found: &[(&str, &AppealVersion)],
        what: impl Fn(&AppealVersion) -> Option<&T>,
    ) -> Option<T> {
        found.iter().find_map(|(_, it)| what(it)).cloned()
    }
    let accept = nearest(nearest_first, |it| it.accept.as_ref());
    let answer = nearest(nearest_first, |it| it.answer.as_ref());
    let (mut needs, mut channels, mut answers) = (Vec::new(), Vec::new(), BTreeMap::new());
    for (pack, version) in nearest_first.iter().rev() {
        // A nearer need takes the place of the farther one; a new one is looked for first.
        let mut fresh = Vec::new();
        for it in &version.needs {
            let need = AppealNeed {
                name: it.name.clone(),
                zh: it.zh.clone(),
                en: it.en.clone(),
                department: it.department.clone(),
                lead: it.lead,
                categories: it.categories.clone(),
                words: it.words.clone(),
                accept: it.accept.clone().or_else(|| accept.clone()).ok_or("accept")?,
                answer: it.answer.clone().or_else(|| answer.clone()).ok_or("answer")?,
                pack: (*pack).to_owned(),
            };
            let there = needs.iter_mut().find(|old: &&mut AppealNeed| old.name == need.name);
            match there {
                Some(old) => *old = need,
                None => fresh.push(need),
            }
        }
        needs.splice(0..0, fresh);
        for it in &version.channels {
            channels.retain(|old: &AppealChannel| old.name != it.name);
            channels.push(it.clone());
        }
        answers.extend(version.answers.clone());
    }
    let otherwise = nearest(nearest_first, |it| it.otherwise.as_ref()).ok_or("otherwise")?;
    if !needs.iter().any(|it| it.name == otherwise) {
        return Err("otherwise 所指的 needs");
    }
    if channels.is_empty() {
        return Err("channels");
    }
    let (done_states, done_answer) = nearest(nearest_first, |it| it.done.as_ref()).ok_or("done")?;
    Ok(AppealPolicy {
        needs,
        channels,
        otherwise,
        receipt: nearest(nearest_first, |it| it.receipt.as_ref()).ok_or("receipt")?,
        hotline: nearest(nearest_first, |it| it.hotline.as_ref()).ok_or("hotline")?,
        answers,
        done_states,
        done_answer,
    })
}

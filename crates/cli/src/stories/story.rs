//! A story as its file tells it. Files are read strictly: an unknown key, role, action or word
//! stops the reading, with the file and the step.

use std::{collections::BTreeMap, fs, path::Path};

use anyhow::Context;
use app::access::Access;
use casework::{Action, AppealAction};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::stories::words::{Words, fill};

/// The file of steps that are the same in every story.
const FORMS: &str = "forms";

/// 故事.
#[derive(Debug, Clone)]
pub struct Story {
    /// Name of its file.
    pub name: String,
    /// Title.
    pub zh: String,
    /// What happens, in a few sentences.
    pub about: String,
    /// The department whose data raised the clue: its officer compares.
    pub department: String,
    /// Which household it is about.
    pub find: Find,
    /// What happens, in order.
    pub steps: Vec<Step>,
}

/// Which household a story is about: the first clue, by its number, for which all of this holds and
/// whose household no other story has.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Find {
    /// One of these signals; any when there is none.
    #[serde(default)]
    pub signals: Vec<String>,
    /// The clue waits for somebody to confirm it: nobody has been sent.
    #[serde(default)]
    pub waits_for_confirmation: bool,
    /// 户类型.
    pub base_type: Option<String>,
    /// Members, at least.
    pub least_members: Option<usize>,
    /// Members, at most.
    pub most_members: Option<usize>,
    /// Everybody is at least so old at the end of the month.
    pub least_age: Option<u32>,
    /// A grown child of the head lives there: `$grown`.
    #[serde(default)]
    pub grown: bool,
}

/// One thing that somebody does.
#[derive(Debug, Clone)]
pub struct Step {
    /// Days after the end of the month.
    pub day: i64,
    /// In words.
    pub zh: String,
    /// 角色.
    pub who: String,
    /// Of another township than the household's.
    pub elsewhere: bool,
    /// Of this department rather than the story's.
    pub department: Option<String>,
    /// With the case of the part that has split off.
    pub other_case: bool,
    /// Having seen the version before: the second of two writers.
    pub stale: bool,
    /// What.
    pub deed: Deed,
    /// With what; its words are not filled in yet.
    pub with: Value,
    /// The code of the problem that is expected; then nothing may change.
    pub refused: Option<String>,
    /// The stage of the case after it.
    pub stage: Option<String>,
}

/// What somebody does, by the endpoint it goes through.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Deed {
    /// An action of the case.
    Act(String),
    /// Opens the case.
    ShowCase,
    /// Posts a notice, which is recorded with the case.
    PostNotice,
    /// Takes down an appeal.
    ReceiveAppeal,
    /// An action of the appeal.
    ActOnAppeal(String),
    /// 分户.
    SplitHousehold,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct StoryFile {
    zh: String,
    about: String,
    department: String,
    find: Find,
    steps: Vec<StepFile>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct StepFile {
    day: i64,
    #[serde(default)]
    form: Option<String>,
    #[serde(default)]
    zh: Option<String>,
    #[serde(default)]
    who: Option<String>,
    #[serde(default, rename = "do")]
    deed: Option<String>,
    #[serde(default)]
    with: Map<String, Value>,
    #[serde(default)]
    elsewhere: bool,
    #[serde(default)]
    department: Option<String>,
    #[serde(default)]
    other_case: bool,
    #[serde(default)]
    stale: bool,
    #[serde(default)]
    refused: Option<String>,
    #[serde(default)]
    stage: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Form {
    zh: String,
    who: String,
    #[serde(rename = "do")]
    deed: String,
    #[serde(default)]
    with: Map<String, Value>,
}

impl Deed {
    /// The deed of a word, or none.
    fn of(word: &str) -> Option<Deed> {
        let appeal = word.strip_prefix("appeal.");
        if let Some(word) = appeal {
            let known = AppealAction::WORDS.iter().any(|it| it.0 == word);
            return known.then(|| Deed::ActOnAppeal(word.to_owned()));
        }
        Some(match word {
            "show_case" => Deed::ShowCase,
            "post_notice" => Deed::PostNotice,
            "receive_appeal" => Deed::ReceiveAppeal,
            "split_household" => Deed::SplitHousehold,
            _ if Action::WORDS.iter().any(|it| it.0 == word) => Deed::Act(word.to_owned()),
            _ => return None,
        })
    }

    /// The action of a case or an appeal, as its endpoint takes it.
    pub fn action(&self, with: &Value) -> Value {
        let mut action = with.clone();
        if let (Deed::Act(word) | Deed::ActOnAppeal(word), Value::Object(fields)) =
            (self, &mut action)
        {
            fields.insert("do".to_owned(), json!(word));
        }
        action
    }
}

/// The stories that come with the program, by name.
///
/// # Errors
/// When one of them is not in order.
pub fn embedded() -> anyhow::Result<Vec<Story>> {
    let name =
        |path: &str| path.trim_start_matches("stories/").trim_end_matches(".toml").to_owned();
    let texts = super::EMBEDDED.iter().map(|(path, text)| (name(path), (*text).to_owned()));
    read(texts.collect())
}

/// The stories of a folder, by name.
///
/// # Errors
/// When the folder or a file cannot be read, or one of them is not in order.
pub fn in_folder(folder: &Path) -> anyhow::Result<Vec<Story>> {
    let mut texts = BTreeMap::new();
    let entries = fs::read_dir(folder).with_context(|| format!("不能打开 {}", folder.display()))?;
    for entry in entries {
        let path = entry?.path();
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        if path.extension().is_some_and(|it| it == "toml") {
            let text = fs::read_to_string(&path);
            texts.insert(name, text.with_context(|| format!("不能读 {}", path.display()))?);
        }
    }
    read(texts)
}

fn read(mut texts: BTreeMap<String, String>) -> anyhow::Result<Vec<Story>> {
    let forms: BTreeMap<String, Form> = match texts.remove(FORMS) {
        Some(text) => toml::from_str(&text).context("forms.toml 读不懂")?,
        None => BTreeMap::new(),
    };
    let mut stories = Vec::new();
    for (name, text) in texts {
        let file: StoryFile =
            toml::from_str(&text).with_context(|| format!("{name}.toml 读不懂"))?;
        let mut steps: Vec<Step> = Vec::new();
        for (number, it) in (1..).zip(file.steps) {
            let place = format!("{name}.toml 第 {number} 步");
            let last = steps.last().map_or(1, |it| it.day);
            anyhow::ensure!(last <= it.day, "{place}：day 从 1 开始，只能往后：这里是 {}", it.day);
            steps.push(step(&forms, it).with_context(|| place)?);
        }
        anyhow::ensure!(!steps.is_empty(), "{name}.toml 一步也没有");
        let StoryFile { zh, about, department, find, .. } = file;
        stories.push(Story { name, zh, about, department, find, steps });
    }
    anyhow::ensure!(!stories.is_empty(), "没有故事：文件夹里要有 .toml");
    Ok(stories)
}

fn step(forms: &BTreeMap<String, Form>, it: StepFile) -> anyhow::Result<Step> {
    let form = match &it.form {
        Some(name) => Some(forms.get(name).with_context(|| format!("forms.toml 里没有 {name}"))?),
        None => None,
    };
    let from_form = |said: Option<String>, of: fn(&Form) -> &String| {
        said.or_else(|| form.map(|it| of(it).clone()))
    };
    let who = from_form(it.who, |it| &it.who).context("没有写 who（谁办）")?;
    let word = from_form(it.deed, |it| &it.deed).context("没有写 do（办什么）")?;
    let zh = from_form(it.zh, |it| &it.zh).unwrap_or_else(|| word.clone());
    let deed = Deed::of(&word).with_context(|| format!("没有动作 {word}：见 docs/workflow.md"))?;
    let role = Access::get().roles.get(&who);
    let role = role.with_context(|| format!("没有角色 {who}：见 access.toml"))?;
    anyhow::ensure!(
        it.department.is_none() || role.department,
        "{who} 不属于部门：不用写 department"
    );
    let mut with = Value::Object(form.map(|it| it.with.clone()).unwrap_or_default());
    lay_over(&mut with, Value::Object(it.with));
    let step = Step {
        day: it.day,
        zh,
        who,
        elsewhere: it.elsewhere,
        department: it.department,
        other_case: it.other_case,
        stale: it.stale,
        deed,
        with,
        refused: it.refused,
        stage: it.stage,
    };
    check(&step)?;
    Ok(step)
}

/// Lays fields over others; what is a table on both sides is laid over field by field.
fn lay_over(below: &mut Value, above: Value) {
    match (below, above) {
        (Value::Object(below), Value::Object(above)) => {
            for (name, value) in above {
                lay_over(below.entry(name).or_insert(Value::Null), value);
            }
        }
        (below, above) => *below = above,
    }
}

/// Whether the endpoint will understand the step: its words are known, and no field is misspelt.
fn check(step: &Step) -> anyhow::Result<()> {
    let filled = fill(&step.with, &Words::example())?;
    let given = step.deed.action(&filled);
    let understood = match &step.deed {
        Deed::Act(_) => {
            serde_json::from_value::<Action>(given.clone()).and_then(serde_json::to_value)
        }
        Deed::ActOnAppeal(_) => {
            serde_json::from_value::<AppealAction>(given.clone()).and_then(serde_json::to_value)
        }
        _ => return Ok(()),
    };
    let understood = understood.context("with 读不懂")?;
    known(&given, &understood, "with")
}

fn known(given: &Value, understood: &Value, place: &str) -> anyhow::Result<()> {
    match (given, understood) {
        (Value::Object(given), Value::Object(understood)) => {
            for (name, value) in given {
                let place = format!("{place}.{name}");
                let there = understood.get(name).with_context(|| format!("没有 {place} 这一项"))?;
                known(value, there, &place)?;
            }
            Ok(())
        }
        (Value::Array(given), Value::Array(understood)) => {
            given.iter().zip(understood).try_for_each(|(a, b)| known(a, b, place))
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FORM: &str = "[look]\nzh = '看'\nwho = 'village_worker'\ndo = 'follow_up'\n\
                        with = { summary = '好' }\n";

    fn one(step: &str) -> anyhow::Result<Vec<Story>> {
        let head = "zh = '甲'\nabout = '乙'\ndepartment = '医保局'\n[find]\n";
        let texts = [("forms", FORM.to_owned()), ("a", format!("{head}[[steps]]\n{step}"))];
        read(texts.map(|(name, text)| (name.to_owned(), text)).into())
    }

    #[test]
    fn a_step_is_its_form_with_its_own_fields_laid_over() {
        let stories = one("day = 3\nform = 'look'\nwith = { summary = '更好' }\n").unwrap();
        let step = &stories[0].steps[0];
        assert_eq!((step.zh.as_str(), &step.deed), ("看", &Deed::Act("follow_up".into())));
        assert_eq!(step.with, json!({ "summary": "更好" }));
    }

    #[test]
    fn what_nobody_would_understand_is_refused_with_its_place() {
        let check = |step: &str, expected: &str| {
            let error = format!("{:#}", one(step).expect_err("it should be refused"));
            assert!(error.contains(expected), "{step}: {error}");
        };
        check("day = 0\nform = 'look'", "day 从 1 开始");
        check("day = 1\nform = 'lok'", "没有 lok");
        check("day = 1", "没有写 who");
        check("day = 1\nform = 'look'\nwho = 'mayor'", "没有角色 mayor");
        check("day = 1\nform = 'look'\ndo = 'celebrate'", "没有动作 celebrate");
        check("day = 1\nform = 'look'\nwith = { sumary = '好' }", "没有 with.sumary");
        check("day = 1\nform = 'look'\nwith = { summary = '$tomorrow' }", "$tomorrow");
        check("day = 1\nform = 'look'\nplace = '村'", "读不懂");
    }

    #[test]
    fn the_stories_that_come_with_the_program_are_in_order() {
        let stories = embedded().unwrap();
        assert_eq!(stories.len(), 10);
        for it in &stories {
            let refusals = it.steps.iter().filter(|it| it.refused.is_some()).count();
            assert!(2 <= refusals, "{}: {refusals}", it.name);
            assert!(it.steps.iter().any(|it| it.stage.is_some()), "{}", it.name);
        }
    }
}

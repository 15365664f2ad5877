//! Plays stories: all of them in one time, day by day, every step as somebody of the county.

use anyhow::Context;
use api::Server;
use app::home::Home;
use chrono::{Days, NaiveDate};
use kernel::{Month, Region};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::stories::{
    cast::{Answer, Cast, Member, Post},
    family::{self, Family},
    story::{Deed, Step, Story},
    words::{Words, fill},
};

/// The day after the month's end on which the county sends its clues out.
const DISPATCHED: i64 = 1;

/// Who looks at how things stand between two steps.
const WATCHER: &str = "county_officer";

/// Whose account `$helper` is.
const HELPER: &str = "helper";

/// What became of the stories; kept in the home folder, nothing personal in it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Played {
    /// 县.
    pub county: String,
    /// The month whose clues were dispatched.
    pub month: String,
    /// Cases opened for the clues of the month, those of the stories among them.
    pub dispatched: u64,
    /// The first and the last day.
    pub from: NaiveDate,
    /// The last day.
    pub until: NaiveDate,
    /// One row a story.
    pub stories: Vec<Told>,
    /// The accounts that played.
    pub cast: Vec<Member>,
}

/// A story that has been played.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Told {
    /// Name of its file.
    pub story: String,
    /// Title.
    pub zh: String,
    /// Key of the household.
    pub household: i64,
    /// 户编号.
    pub household_no: String,
    /// 村, with its township.
    pub village: String,
    /// The case.
    pub case: i64,
    /// Its last state.
    pub stage: String,
    /// In Chinese.
    pub stage_zh: String,
    /// Actions in its history.
    pub actions: usize,
    /// Steps that had to be refused, and were.
    pub refused: usize,
    /// The case of the part that split off.
    pub other_case: Option<i64>,
    /// The appeal it began with.
    pub appeal: Option<String>,
}

/// How a story stands.
struct Thread<'a> {
    story: &'a Story,
    family: Family,
    watcher: Post,
    case: Option<i64>,
    other_case: Option<i64>,
    appeal: Option<String>,
    refused: usize,
}

/// The case or appeal as it is seen between two steps.
#[derive(Debug, Clone, PartialEq)]
struct Seen {
    version: i64,
    stage: String,
}

/// Plays the stories in a home whose month has been screened and not been dispatched. Nothing is
/// done when a family cannot be found, or the last day lies ahead. Gives the server back, whose
/// clock stands on the last day.
///
/// # Errors
/// When there is nothing to play with; or with story, step, what was expected and what came.
pub async fn play(
    home: Home,
    county: &Region,
    month: Month,
    stories: &[Story],
    today: NaiveDate,
) -> anyhow::Result<(Server, Played)> {
    let last = stories.iter().flat_map(|it| &it.steps).map(|it| it.day).max().unwrap_or(0);
    let end = month.last_day();
    let day = |days: i64| {
        let days = u64::try_from(days).ok().and_then(|it| end.checked_add_days(Days::new(it)));
        days.context("故事的日子太远")
    };
    anyhow::ensure!(day(last)? <= today, "故事演到 {}，还没有到：请用更早的月份", day(last)?);
    let families = family::find_all(&home, county, month, stories).await?;
    // In the order in which they are first needed.
    let mut posts: Vec<Post> = Vec::new();
    for (story, family) in stories.iter().zip(&families) {
        let mut needed = vec![
            Post::of(&home, county, family, WATCHER, "", false)?,
            Post::of(&home, county, family, HELPER, "", false)?,
        ];
        for step in &story.steps {
            needed.push(post(&home, county, family, story, step)?);
        }
        for it in needed {
            if !posts.contains(&it) {
                posts.push(it);
            }
        }
    }
    let mut cast = Cast::new(home, day(DISPATCHED)?)?;
    cast.hire(posts).await?;

    let mut threads = Vec::new();
    for (story, family) in stories.iter().zip(families) {
        let watcher = Post::of(cast.home(), county, &family, WATCHER, "", false)?;
        threads.push(Thread {
            story,
            family,
            watcher,
            case: None,
            other_case: None,
            appeal: None,
            refused: 0,
        });
    }
    let dispatched = dispatch(&mut cast, &mut threads, month).await?;

    let mut order: Vec<(i64, usize, usize)> = Vec::new();
    for (thread, it) in threads.iter().enumerate() {
        order.extend(it.story.steps.iter().enumerate().map(|(at, step)| (step.day, thread, at)));
    }
    order.sort_unstable();
    for (days, thread, at) in order {
        cast.wait_for(day(days)?);
        let thread = &mut threads[thread];
        let step = &thread.story.steps[at];
        let place = format!(
            "故事 {}（{}）第 {} 步，第 {days} 天，{}“{}”",
            thread.story.name,
            thread.story.zh,
            at + 1,
            step.who,
            step.zh
        );
        thread.take(&mut cast, county, step).await.with_context(|| place)?;
    }

    let mut told = Vec::new();
    for thread in threads {
        told.push(thread.told(&mut cast).await?);
    }
    let played = Played {
        county: county.stat_code.clone(),
        month: month.to_string(),
        dispatched,
        from: day(DISPATCHED)?,
        until: day(last)?,
        stories: told,
        cast: cast.members().to_vec(),
    };
    Ok((cast.into_server(), played))
}

/// The post that does a step.
fn post(
    home: &Home,
    county: &Region,
    family: &Family,
    story: &Story,
    step: &Step,
) -> anyhow::Result<Post> {
    let department = step.department.as_deref().unwrap_or(&story.department);
    Post::of(home, county, family, &step.who, department, step.elsewhere)
        .with_context(|| format!("{}.toml “{}”", story.name, step.zh))
}

/// The county sends all clues of the month out; the stories' cases are among those it opens.
async fn dispatch(
    cast: &mut Cast,
    threads: &mut [Thread<'_>],
    month: Month,
) -> anyhow::Result<u64> {
    let Some(watcher) = threads.first().map(|it| it.watcher.clone()) else { return Ok(0) };
    let body = json!({ "month": month.to_string() });
    let answer = cast.ask(&watcher, "POST", "/api/v1/clues/dispatch", Some(&body)).await?;
    anyhow::ensure!(answer.status.is_success(), "派发线索没有成功：{}", answer.says());
    for thread in threads {
        if !thread.story.find.waits_for_confirmation {
            let seen = thread.household(cast).await?;
            let case = seen["cases"][0]["case"].as_i64();
            let no = &thread.family.household_no;
            thread.case = Some(case.with_context(|| format!("户 {no} 的线索没有立案"))?);
        }
    }
    Ok(answer.body["opened"].as_u64().unwrap_or_default())
}

impl Thread<'_> {
    /// Does one step, and compares what came with what the story says.
    async fn take(&mut self, cast: &mut Cast, county: &Region, step: &Step) -> anyhow::Result<()> {
        let post = post(cast.home(), county, &self.family, self.story, step)?;
        let words = self.words(cast, county).await?;
        let with = fill(&step.with, &words)?;
        let before = self.seen(cast, step).await?;
        let (method, path, body) = self.request(step, with, before.as_ref())?;
        let answer = cast.ask(&post, method, &path, body.as_ref()).await?;
        match &step.refused {
            Some(code) => {
                anyhow::ensure!(
                    answer.is_refused(code),
                    "应当不许办（{code}），实际：{}",
                    answer.says()
                );
                let after = self.seen(cast, step).await?;
                anyhow::ensure!(before == after, "不许办的一步改动了案：{before:?} {after:?}");
                self.refused += 1;
            }
            None => {
                anyhow::ensure!(answer.status.is_success(), "应当办成，实际：{}", answer.says());
                self.note(step, &answer);
            }
        }
        if let Some(stage) = &step.stage {
            let after = self.case_seen(cast, step.other_case).await?;
            let came = after.map(|it| it.stage).unwrap_or_default();
            anyhow::ensure!(*stage == came, "之后应当是 {stage}，实际是 {came}");
        }
        Ok(())
    }

    /// Method, path and body of a step.
    fn request(
        &self,
        step: &Step,
        with: Value,
        seen: Option<&Seen>,
    ) -> anyhow::Result<(&'static str, String, Option<Value>)> {
        let version = seen.map(|it| it.version - i64::from(step.stale));
        let case = || self.case_of(step.other_case).context("这时还没有案");
        let appeal = || self.appeal.as_ref().context("这时还没有诉求");
        Ok(match &step.deed {
            Deed::Act(_) => {
                let action = step.deed.action(&with);
                let body = json!({ "version": version, "action": action });
                ("POST", format!("/api/v1/cases/{}/actions", case()?), Some(body))
            }
            Deed::ShowCase => ("GET", format!("/api/v1/cases/{}", case()?), None),
            Deed::PostNotice => {
                let body = with_field(with, "case_ids", json!([case()?]))?;
                ("POST", "/api/v1/notices".to_owned(), Some(body))
            }
            Deed::ReceiveAppeal => ("POST", "/api/v1/appeals".to_owned(), Some(with)),
            Deed::ActOnAppeal(_) => {
                let action = step.deed.action(&with);
                let body = json!({ "version": version, "action": action });
                ("POST", format!("/api/v1/appeals/{}/actions", appeal()?), Some(body))
            }
            Deed::SplitHousehold => {
                let body = with_field(with, "event", json!("household_split"))?;
                let body = with_field(body, "version", json!(version))?;
                let path = format!("/api/v1/households/{}/events", self.family.household);
                ("POST", path, Some(body))
            }
        })
    }

    /// Notes what an answer tells: numbers of cases and appeals.
    fn note(&mut self, step: &Step, answer: &Answer) {
        let body = &answer.body;
        match &step.deed {
            Deed::ReceiveAppeal => self.appeal = body["appeal"].as_str().map(str::to_owned),
            Deed::ActOnAppeal(_) => self.case = self.case.or(body["case"].as_i64()),
            Deed::SplitHousehold => self.other_case = body["opened"].as_i64(),
            _ => (),
        }
    }

    fn case_of(&self, other: bool) -> Option<i64> {
        if other { self.other_case } else { self.case }
    }

    /// What a step is about, as it stands: the appeal for its actions, else the case.
    async fn seen(&self, cast: &mut Cast, step: &Step) -> anyhow::Result<Option<Seen>> {
        match (&step.deed, &self.appeal) {
            (Deed::ReceiveAppeal, _) => Ok(None),
            (Deed::ActOnAppeal(_), Some(appeal)) => {
                let path = format!("/api/v1/appeals/{appeal}");
                Ok(Some(seen(&look(cast, &self.watcher, &path).await?)))
            }
            _ => self.case_seen(cast, step.other_case).await,
        }
    }

    async fn case_seen(&self, cast: &mut Cast, other: bool) -> anyhow::Result<Option<Seen>> {
        let Some(case) = self.case_of(other) else { return Ok(None) };
        let path = format!("/api/v1/cases/{case}");
        Ok(Some(seen(&look(cast, &self.watcher, &path).await?)))
    }

    async fn household(&self, cast: &mut Cast) -> anyhow::Result<Value> {
        let path = format!("/api/v1/households/{}", self.family.household);
        look(cast, &self.watcher, &path).await
    }

    async fn words(&self, cast: &mut Cast, county: &Region) -> anyhow::Result<Words> {
        let seen = self.household(cast).await?;
        let members: Vec<family::Lives> = serde_json::from_value(seen["members"].clone())?;
        let living: Vec<&family::Lives> = members.iter().filter(|it| it.is_here()).collect();
        let head = living.iter().find(|it| it.is_head).context("这一户没有户主")?;
        let today = cast.today();
        let helper = Post::of(cast.home(), county, &self.family, HELPER, "", false)?;
        let village = &self.family.village;
        Ok(Words {
            today,
            members: living.iter().map(|it| it.person).collect(),
            head: head.person,
            head_name: head.name.clone(),
            grown: family::grown(&living, today),
            household: self.family.household,
            village: cast.home().definitions.regions.name_path(village.id),
            village_code: village.stat_code.clone(),
            clue: self.family.clue.clone(),
            helper: cast.account(&helper).unwrap_or_default(),
        })
    }

    async fn told(self, cast: &mut Cast) -> anyhow::Result<Told> {
        let case = self.case.with_context(|| format!("故事 {} 没有案", self.story.name))?;
        let seen = look(cast, &self.watcher, &format!("/api/v1/cases/{case}")).await?;
        let text = |name: &str| seen[name].as_str().unwrap_or_default().to_owned();
        Ok(Told {
            story: self.story.name.clone(),
            zh: self.story.zh.clone(),
            household: self.family.household,
            household_no: self.family.household_no,
            village: text("village"),
            case,
            stage: text("stage"),
            stage_zh: text("stage_zh"),
            actions: seen["history"].as_array().map_or(0, Vec::len),
            refused: self.refused,
            other_case: self.other_case,
            appeal: self.appeal,
        })
    }
}

/// Looks at something as somebody who may see it.
async fn look(cast: &mut Cast, watcher: &Post, path: &str) -> anyhow::Result<Value> {
    let answer = cast.ask(watcher, "GET", path, None).await?;
    anyhow::ensure!(answer.status.is_success(), "看不到 {path}：{}", answer.says());
    Ok(answer.body)
}

fn seen(view: &Value) -> Seen {
    Seen {
        version: view["version"].as_i64().unwrap_or_default(),
        stage: view["stage"].as_str().unwrap_or_default().to_owned(),
    }
}

fn with_field(mut body: Value, name: &str, value: Value) -> anyhow::Result<Value> {
    let fields = body.as_object_mut().context("with 要写成表")?;
    fields.insert(name.to_owned(), value);
    Ok(body)
}

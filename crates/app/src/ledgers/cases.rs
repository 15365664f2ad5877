//! 案例: what ledgers are to do, tried out on a database of its own.
//!
//! `packs/*/ledger_cases/<id>.toml` holds samples, which have to be accepted, and cases: records that
//! are there, a record, what is done with it, and what comes of it. Each is tried in a unit of work
//! that is dropped afterwards.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use anyhow::{Context, bail};
use chrono::{DateTime, NaiveDate, NaiveTime, TimeZone, Utc};
use kernel::RegionLevel;
use ledger::{FieldType, Ledger, Plain};
use policy::Problem;
use serde::Deserialize;
use store::{Cell, Household, LedgerRecord, Person, Scope, Tx};

use super::{
    error::{LedgerError, Refusal},
    terms::Terms,
    writer::{Change, Draft, Step, Writer, opened},
};
use crate::home::{Home, HomeOptions};

/// The day on which a case is tried when it names none.
const DAY: &str = "2023-10-31";

/// Families of the county the cases are tried in: household and person `n` are the `n`-th.
const FAMILIES: i64 = 20;

/// The first of them came out of poverty, the others are ordinary.
const OUT_OF_POVERTY: i64 = 7;

/// The first of them are of working age; then come a child, an old person and one who has died.
const OF_WORKING_AGE: i64 = 17;

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct CaseFile {
    #[serde(default)]
    samples: Vec<Row>,
    #[serde(default)]
    cases: Vec<Case>,
}

/// Fields and words; `region`, `state` and `opened_on` may stand among them.
type Row = BTreeMap<String, String>;

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    zh: String,
    #[serde(default)]
    also: Vec<Also>,
    #[serde(default)]
    row: Row,
    #[serde(default)]
    state: Option<String>,
    #[serde(default)]
    on: Option<NaiveDate>,
    /// Fields that are changed once everything is there.
    #[serde(default)]
    change: Row,
    #[serde(default, rename = "do")]
    action: Option<Do>,
    then: Then,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Also {
    ledger: String,
    #[serde(default, rename = "as")]
    name: Option<String>,
    #[serde(default)]
    row: Row,
    #[serde(default)]
    state: Option<String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Do {
    action: String,
    #[serde(default)]
    fills: Row,
    #[serde(default)]
    reason: Option<String>,
    #[serde(default)]
    on: Option<NaiveDate>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Then {
    #[serde(default)]
    accepted: bool,
    #[serde(default)]
    refused: OneOrMany,
    #[serde(default)]
    state: Option<String>,
    #[serde(default)]
    values: Row,
    #[serde(default)]
    finds: OneOrMany,
    #[serde(default)]
    not: OneOrMany,
    #[serde(default)]
    figures: Row,
}

impl Then {
    fn says_something(&self) -> bool {
        let named = [&self.refused, &self.finds, &self.not];
        self.accepted || !self.figures.is_empty() || named.iter().any(|it| !it.all().is_empty())
    }
}

#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
enum OneOrMany {
    One(String),
    Many(Vec<String>),
}

impl Default for OneOrMany {
    fn default() -> OneOrMany {
        OneOrMany::Many(Vec::new())
    }
}

impl OneOrMany {
    fn all(&self) -> &[String] {
        match self {
            OneOrMany::One(it) => std::slice::from_ref(it),
            OneOrMany::Many(list) => list,
        }
    }
}

/// Tries every sample and every case of a folder of packs. `definitions` holds tables, facts and
/// regions.
///
/// # Errors
/// When files cannot be read or the database for trying cannot be made.
pub async fn check_cases(definitions: &Path, packs: &Path) -> anyhow::Result<Vec<Problem>> {
    let folder = tempfile::tempdir()?;
    for name in ["feeds", "facts", "data"] {
        copy(&definitions.join(name), &folder.path().join("definitions").join(name))?;
    }
    let options = HomeOptions { packs: Some(packs.to_owned()), ..HomeOptions::default() };
    let home = Home::open(folder.path(), &[], &options).await?;
    super::ready(&home).await?;
    let mut problems = Vec::new();
    for info in home.packs().all() {
        let folder = packs.join(&info.name).join("ledger_cases");
        if !folder.exists() {
            continue;
        }
        let place = Place::of(&home, &info.region)?;
        place.settle_families(&home).await?;
        let files = read_files(&home, packs, &info.region)?;
        let mut names: Vec<&String> =
            files.iter().filter(|it| it.1.0 == info.name).map(|it| it.0).collect();
        names.sort();
        for id in names {
            let (_, file) = &files[id];
            let path = format!("{}/ledger_cases/{id}.toml", info.name);
            let mut told = |zh: &str, what: String| {
                let message = format!("案例“{zh}”：{what}");
                problems.push(Problem { file: path.clone(), line: None, message });
            };
            for (at, _) in file.samples.iter().enumerate() {
                let mut trial = Trial::new(&home, &place, &files).await?;
                if let Err(error) = trial.sample(id, at + 1).await {
                    told(&format!("样例 {}", at + 1), format!("{error:#}"));
                }
            }
            for case in &file.cases {
                let mut trial = Trial::new(&home, &place, &files).await?;
                match trial.case(id, case).await {
                    Ok(wrong) => wrong.into_iter().for_each(|it| told(&case.zh, it)),
                    Err(error) => told(&case.zh, format!("{error:#}")),
                }
            }
        }
    }
    Ok(problems)
}

fn copy(from: &Path, to: &Path) -> anyhow::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from).with_context(|| format!("读不了 {}", from.display()))? {
        let entry = entry?;
        if entry.file_type()?.is_file() {
            fs::copy(entry.path(), to.join(entry.file_name()))?;
        }
    }
    Ok(())
}

/// Case files by ledger, the nearest pack's, with the pack.
type Files = BTreeMap<String, (String, CaseFile)>;

fn read_files(home: &Home, packs: &Path, region: &str) -> anyhow::Result<Files> {
    let mut files = Files::new();
    let mut chain = home.packs().chain(region);
    chain.reverse();
    for info in chain {
        let folder = packs.join(&info.name).join("ledger_cases");
        if !folder.exists() {
            continue;
        }
        for entry in fs::read_dir(&folder)? {
            let path = entry?.path();
            let Some(id) = path.file_stem().map(|it| it.to_string_lossy().into_owned()) else {
                continue;
            };
            let text = fs::read_to_string(&path)?;
            let mut file: CaseFile =
                toml::from_str(&text).with_context(|| path.display().to_string())?;
            if file.samples.is_empty()
                && let Some((_, above)) = files.get_mut(&id)
            {
                file.samples = std::mem::take(&mut above.samples);
            }
            files.insert(id, (info.name.clone(), file));
        }
    }
    Ok(files)
}

/// Where the cases of a pack are tried.
struct Place {
    /// The code up to which packs apply.
    code: String,
    county: i64,
    townships: Vec<i64>,
    villages: Vec<i64>,
}

impl Place {
    /// A county of the pack's region, or any.
    fn of(home: &Home, code: &str) -> anyhow::Result<Place> {
        let regions = &home.definitions.regions;
        let inside = |level: RegionLevel, code: &str| {
            let found = regions
                .iter()
                .filter(|it| it.level == level && !it.pseudo && it.stat_code.starts_with(code));
            found.map(|it| it.id).collect::<Vec<i64>>()
        };
        let county = inside(RegionLevel::County, code).into_iter().find(|it| {
            let code = regions.get(*it).map(|it| it.stat_code[..6].to_owned()).unwrap_or_default();
            inside(RegionLevel::Village, &code).len() > 9
        });
        let county = county.with_context(|| format!("{code} 下面没有县"))?;
        let digits = regions.get(county).map(|it| it.stat_code[..6].to_owned());
        let digits = digits.unwrap_or_default();
        Ok(Place {
            code: code.to_owned(),
            county,
            townships: inside(RegionLevel::Township, &digits),
            villages: inside(RegionLevel::Village, &digits),
        })
    }

    /// The key of household and person `n`, which are of one family.
    fn family(&self, n: i64) -> i64 {
        self.county * 100 + n
    }

    async fn settle_families(&self, home: &Home) -> anyhow::Result<()> {
        let mut tx = home.db.write().await?;
        if tx.household(self.family(1)).await?.is_some() {
            return Ok(());
        }
        let day = |text: &str| text.parse::<NaiveDate>();
        let (mut households, mut persons) = (Vec::new(), Vec::new());
        for n in 1..=FAMILIES {
            let id = self.family(n);
            let village = self.villages[usize::try_from(n)? % self.villages.len()];
            let chain = home.definitions.regions.chain(village);
            let base = match n <= OUT_OF_POVERTY {
                true => "out_of_poverty_household",
                false => "ordinary_household",
            };
            households.push(Household {
                id,
                province_id: chain.province.unwrap_or_default(),
                prefecture_id: chain.prefecture.unwrap_or_default(),
                county_id: self.county,
                township_id: chain.township.unwrap_or_default(),
                village_id: village,
                group_id: None,
                national_household_no: Some(format!("{id:012}")),
                police_book_no: None,
                base_type: base.to_owned(),
                monitoring_type: None,
                monitoring_state: "none".to_owned(),
                identified_on: None,
                eliminated_on: None,
                no_labor_safety_net: false,
                members: 1,
                risks: Vec::new(),
            });
            let (birth, departed) = match n - OF_WORKING_AGE {
                1 => (day("2012-03-01")?, None),
                2 => (day("1950-03-01")?, None),
                3 => (day("1950-03-01")?, Some("dead")),
                _ => (day("1985-03-01")?, None),
            };
            let mut id_index = [0; 16];
            id_index[..8].copy_from_slice(&id.to_be_bytes());
            persons.push(Person {
                id,
                household_id: id,
                county_id: self.county,
                name: format!("户主{n}"),
                id_index,
                id_sealed: vec![0],
                birth,
                sex: if n % 2 == 0 { "female" } else { "male" }.to_owned(),
                is_head: true,
                departed: departed.map(ToOwned::to_owned),
                departed_on: departed.and_then(|_| day("2023-01-01").ok()),
                phone_index: None,
                phone_sealed: None,
                former_county_id: None,
                other_household_ids: Vec::new(),
            });
        }
        tx.save_households(&households).await?;
        tx.save_persons(&persons).await?;
        tx.commit().await?;
        Ok(())
    }
}

/// One trial: a unit of work that nobody commits.
struct Trial<'a> {
    home: &'a Home,
    place: &'a Place,
    files: &'a Files,
    tx: Tx,
    named: BTreeMap<String, i64>,
}

impl<'a> Trial<'a> {
    async fn new(home: &'a Home, place: &'a Place, files: &'a Files) -> anyhow::Result<Trial<'a>> {
        let tx = home.db.write().await?;
        Ok(Trial { home, place, files, tx, named: BTreeMap::new() })
    }

    fn terms(&self, on: NaiveDate) -> Terms<'a> {
        Terms::of_pack(self.home, self.place.county, self.place.code.clone(), on)
    }

    /// The `n`-th sample of a ledger, recorded when it is first asked for.
    async fn sample(&mut self, ledger: &str, n: usize) -> anyhow::Result<i64> {
        let key = format!("{ledger}:{n}");
        if let Some(id) = self.named.get(&key) {
            return Ok(*id);
        }
        let row = self.files.get(ledger).and_then(|it| it.1.samples.get(n - 1));
        let row = row.with_context(|| format!("没有样例 {key}"))?.clone();
        let state = row.get("state").cloned();
        let id = match Box::pin(self.record(ledger, &row, state.as_deref(), day()?)).await? {
            Ok(id) => id,
            Err(refused) => bail!("样例 {key} 不能登记：{}", words(&refused)),
        };
        self.named.insert(key, id);
        Ok(id)
    }

    /// Records a row as people write it.
    async fn record(
        &mut self,
        ledger: &str,
        row: &Row,
        state: Option<&str>,
        on: NaiveDate,
    ) -> anyhow::Result<Result<i64, Vec<Refusal>>> {
        let opened_on = row.get("opened_on").map(|it| it.parse()).transpose()?.unwrap_or(on);
        let terms = self.terms(opened_on);
        let definition = terms.ledger(ledger).with_context(|| format!("没有台账 {ledger}"))?;
        let region = row.get("region").map_or("county", String::as_str);
        let region_id = self.region(region)?;
        let values = match Box::pin(self.values(definition, row)).await? {
            Ok(values) => values,
            Err(refused) => return Ok(Err(refused)),
        };
        let state = state.or(row.get("state").map(String::as_str));
        let state = match state {
            None => None,
            Some(word) => {
                let found = definition
                    .states
                    .iter()
                    .find(|it| it.name == word || it.words.zh == word)
                    .with_context(|| format!("没有状态 {word}"))?;
                Some(found.name.clone())
            }
        };
        let draft = Draft { region_id, values, state };
        let now = moment(opened_on);
        let actor = "case".to_owned();
        let mut writer = Writer { tx: &mut self.tx, terms: &terms, actor, now };
        let written = writer.add(definition, &[draft], "record").await;
        let written = written.map_err(anyhow::Error::from)?;
        Ok(written.into_iter().next().unwrap_or_else(|| Err(Vec::new())))
    }

    fn region(&self, word: &str) -> anyhow::Result<i64> {
        let (level, n) = word.split_once(':').unwrap_or((word, "1"));
        let n: usize = n.parse().with_context(|| format!("地区 {word}"))?;
        let found = match level {
            "county" => Some(&self.place.county),
            "township" => self.place.townships.get(n - 1),
            "village" => self.place.villages.get(n - 1),
            _ => None,
        };
        found.copied().with_context(|| format!("没有地区 {word}"))
    }

    async fn values(
        &mut self,
        ledger: &Ledger,
        row: &Row,
    ) -> anyhow::Result<Result<BTreeMap<String, Plain>, Vec<Refusal>>> {
        let mut values = BTreeMap::new();
        let mut refused = Vec::new();
        for (name, text) in row {
            if matches!(name.as_str(), "region" | "state" | "opened_on") {
                continue;
            }
            let field = ledger.field(name);
            let field = field.with_context(|| format!("{} 没有字段 {name}", ledger.id))?;
            if text.is_empty() {
                continue;
            }
            let key = match (&field.ty, text.split_once(':')) {
                (FieldType::Household | FieldType::Person, Some((_, n))) => {
                    Some(self.place.family(n.parse()?))
                }
                (FieldType::Region { .. }, _) => Some(self.region(text)?),
                (FieldType::Link { to }, Some((other, n))) => {
                    anyhow::ensure!(to == other, "{name} 应关联到 {to}");
                    Some(Box::pin(self.sample(other, n.parse()?)).await?)
                }
                (FieldType::Link { .. }, None) if text.starts_with('@') => {
                    let found = self.named.get(text.as_str()).copied();
                    Some(found.with_context(|| format!("没有 {text}"))?)
                }
                _ => None,
            };
            let value = match key {
                Some(key) => Plain::Number(key),
                None => match ledger.read(field, text) {
                    Ok(value) => value,
                    Err(why) => {
                        refused.push(super::writer::refusal("value", Some(name), &why.zh, &why.en));
                        continue;
                    }
                },
            };
            values.insert(name.clone(), value);
        }
        Ok(if refused.is_empty() { Ok(values) } else { Err(refused) })
    }

    /// What is otherwise than the case says.
    async fn case(&mut self, ledger: &str, case: &Case) -> anyhow::Result<Vec<String>> {
        if !case.then.says_something() {
            return Ok(vec!["then 里什么也没写".to_owned()]);
        }
        let later = needing_the_row(&case.also);
        for (at, also) in case.also.iter().enumerate() {
            if !later.contains(&at) {
                let refused = self.also(also, at).await?;
                anyhow::ensure!(
                    refused.is_empty(),
                    "also 里的 {} 不能登记：{}",
                    also.ledger,
                    words(&refused)
                );
            }
        }
        let on = case.on.unwrap_or(day()?);
        let made_on = on.min(day()?);
        let row = self.with_sample(ledger, &case.row);
        let written = self.record(ledger, &row, case.state.as_deref(), made_on).await?;
        let id = match written {
            Ok(id) => id,
            Err(refused) => return Ok(compare_refused(&case.then, &refused)),
        };
        self.named.insert("@row".to_owned(), id);
        for (at, also) in case.also.iter().enumerate() {
            if later.contains(&at) {
                // What belongs to the row may be what the row's own rules refuse.
                let refused = self.also(also, at).await?;
                if !refused.is_empty() {
                    return Ok(compare_refused(&case.then, &refused));
                }
            }
        }
        if !case.change.is_empty() {
            let refused = self.change(ledger, id, &case.change, on).await?;
            if !refused.is_empty() {
                return Ok(compare_refused(&case.then, &refused));
            }
        }
        if let Some(it) = &case.action {
            let refused = self.act(ledger, id, it, on).await?;
            if !refused.is_empty() {
                return Ok(compare_refused(&case.then, &refused));
            }
        }
        if !case.then.refused.all().is_empty() {
            let wanted = case.then.refused.all().join("、");
            return Ok(vec![format!("应拒绝（{wanted}），实际办成了")]);
        }
        let mut wrong = self.compare(ledger, id, &case.then, on).await?;
        wrong.extend(self.compare_figures(ledger, &case.then, on).await?);
        Ok(wrong)
    }

    async fn also(&mut self, also: &Also, at: usize) -> anyhow::Result<Vec<Refusal>> {
        let row = self.with_sample(&also.ledger, &also.row);
        let name = also.name.clone().unwrap_or_else(|| format!("{at}"));
        match self.record(&also.ledger, &row, also.state.as_deref(), day()?).await? {
            Ok(id) => {
                self.named.insert(format!("@{name}"), id);
                Ok(Vec::new())
            }
            Err(refused) => Ok(refused),
        }
    }

    /// A row over the first sample of its ledger, without the state of that.
    fn with_sample(&self, ledger: &str, row: &Row) -> Row {
        let sample = self.files.get(ledger).and_then(|it| it.1.samples.first());
        let mut whole = sample.cloned().unwrap_or_default();
        whole.remove("state");
        whole.extend(row.clone());
        whole
    }

    async fn read(&mut self, definition: &Ledger, id: i64) -> anyhow::Result<LedgerRecord> {
        let names: Vec<&str> = definition.fields.iter().map(|it| it.name.as_str()).collect();
        let scope = Scope::region(self.place.county, RegionLevel::County);
        let found = self.tx.record(definition, &names, &scope, id).await?;
        found.context("记录不见了")
    }

    async fn change(
        &mut self,
        ledger: &str,
        id: i64,
        fields: &Row,
        on: NaiveDate,
    ) -> anyhow::Result<Vec<Refusal>> {
        let terms = self.terms(on);
        let definition = terms.ledger(ledger).context("没有台账")?;
        let before = self.read(definition, id).await?;
        let mut values = opened(self.home, definition, &before).map_err(anyhow::Error::from)?;
        for (name, text) in fields.iter().filter(|it| it.1.is_empty()) {
            anyhow::ensure!(text.is_empty() && definition.field(name).is_some(), "{name}");
            values.insert(name.clone(), Plain::Blank);
        }
        match self.values(definition, fields).await? {
            Ok(changed) => values.extend(changed),
            Err(refused) => return Ok(refused),
        }
        let change = Change { word: "change", reason: None, step: Step::Stay };
        self.write(&terms, definition, &before, &values, change, on).await
    }

    /// Applies a change; what is refused.
    async fn write(
        &mut self,
        terms: &Terms<'_>,
        definition: &Ledger,
        before: &LedgerRecord,
        values: &BTreeMap<String, Plain>,
        change: Change<'_>,
        on: NaiveDate,
    ) -> anyhow::Result<Vec<Refusal>> {
        let (actor, now) = ("case".to_owned(), moment(on));
        let mut writer = Writer { tx: &mut self.tx, terms, actor, now };
        match writer.apply(definition, before, values, change).await {
            Ok(_) => Ok(Vec::new()),
            Err(LedgerError::Refused(refused)) => Ok(refused),
            Err(error) => Err(error.into()),
        }
    }

    async fn act(
        &mut self,
        ledger: &str,
        id: i64,
        it: &Do,
        on: NaiveDate,
    ) -> anyhow::Result<Vec<Refusal>> {
        let on = it.on.unwrap_or(on);
        let terms = self.terms(on);
        let definition = terms.ledger(ledger).context("没有台账")?;
        let action = definition.action(&it.action);
        let action = action.with_context(|| format!("没有操作 {}", it.action))?;
        let before = self.read(definition, id).await?;
        if !action.from.contains(&before.state) {
            return Ok(vec![super::writer::refusal("from", None, "这个状态不能办", "wrong state")]);
        }
        if action.reason && it.reason.is_none() {
            return Ok(vec![super::writer::refusal("reason", None, "没有写理由", "no reason")]);
        }
        let mut values = opened(self.home, definition, &before).map_err(anyhow::Error::from)?;
        match self.values(definition, &it.fills).await? {
            Ok(fills) => values.extend(fills),
            Err(refused) => return Ok(refused),
        }
        let change = Change {
            word: &it.action,
            reason: it.reason.as_deref(),
            step: Step::Go(Box::new(action.clone()), on),
        };
        self.write(&terms, definition, &before, &values, change, on).await
    }

    async fn compare(
        &mut self,
        ledger: &str,
        id: i64,
        then: &Then,
        on: NaiveDate,
    ) -> anyhow::Result<Vec<String>> {
        let terms = self.terms(on);
        let definition = terms.ledger(ledger).context("没有台账")?;
        let record = self.read(definition, id).await?;
        let mut wrong = Vec::new();
        if let Some(wanted) = &then.state {
            let state = definition.state(&record.state).map(|it| it.words.zh.as_str());
            if record.state != *wanted && state != Some(wanted) {
                wrong.push(format!("状态应是 {wanted}，实际是 {}", record.state));
            }
        }
        let values = opened(self.home, definition, &record).map_err(anyhow::Error::from)?;
        for (name, wanted) in &then.values {
            let field = definition.field(name).with_context(|| format!("没有字段 {name}"))?;
            let value = values.get(name).cloned().unwrap_or_default();
            let read = definition.read(field, wanted).map_err(|it| anyhow::anyhow!(it.zh))?;
            if read != value {
                let shown = definition.show(field, &value, false);
                wrong.push(format!("{name} 应是 {wanted}，实际是 {shown}"));
            }
        }
        let engine = self.tx.engine();
        let conditions: Vec<String> = definition
            .checks
            .iter()
            .map(|it| {
                let condition = terms.condition(engine, &it.condition);
                format!("case when {condition} then 1 else 0 end")
            })
            .collect();
        let rows = self.tx.record_values(definition, &conditions, &[id]).await?;
        let found: BTreeSet<&str> = definition
            .checks
            .iter()
            .zip(rows.iter().flat_map(|it| &it[1..]))
            .filter(|(_, cell)| cell.number() == Some(1))
            .map(|(check, _)| check.name.as_str())
            .collect();
        for name in then.finds.all().iter().chain(then.not.all()) {
            if !definition.checks.iter().any(|it| it.name == *name) {
                wrong.push(format!("没有疑点 {name}"));
            }
        }
        for name in then.finds.all() {
            if !found.contains(name.as_str()) {
                wrong.push(format!("应发现 {name}，实际没有"));
            }
        }
        for name in then.not.all() {
            if found.contains(name.as_str()) {
                wrong.push(format!("不应发现 {name}，实际发现了"));
            }
        }
        Ok(wrong)
    }

    async fn compare_figures(
        &mut self,
        ledger: &str,
        then: &Then,
        on: NaiveDate,
    ) -> anyhow::Result<Vec<String>> {
        let terms = self.terms(on);
        let definition = terms.ledger(ledger).context("没有台账")?;
        let engine = self.tx.engine();
        let scope = Scope::region(self.place.county, RegionLevel::County);
        let mut wrong = Vec::new();
        for (name, wanted) in &then.figures {
            let figure = definition.figures.iter().find(|it| it.name == *name);
            let figure = figure.with_context(|| format!("没有指标数 {name}"))?;
            let value = terms.value(engine, &figure.value);
            let condition = figure.condition.as_ref().map(|it| terms.condition(engine, it));
            let rows = self
                .tx
                .aggregate_records(definition, &scope, &value, condition.as_deref(), &[])
                .await?;
            let value = rows.first().and_then(|it| it.last()).and_then(Cell::number);
            let places = match figure.unit.stored() {
                policy::Unit::BasisPoints => figure.value.scale() - 2,
                _ => figure.value.scale(),
            };
            let read = kernel::decimal::scaled(wanted, 10_i64.pow(places));
            if wanted.is_empty() != value.is_none() || (!wanted.is_empty() && read != value) {
                wrong.push(format!("{name} 应是 {wanted}，实际是 {value:?}（{places} 位小数）"));
            }
        }
        Ok(wrong)
    }
}

/// Which of them point to the row, or to one that does.
fn needing_the_row(also: &[Also]) -> BTreeSet<usize> {
    let mut names = BTreeSet::from(["@row".to_owned()]);
    let mut found = BTreeSet::new();
    loop {
        let before = found.len();
        for (at, it) in also.iter().enumerate() {
            if it.row.values().any(|it| names.contains(it)) {
                found.insert(at);
                names.extend(it.name.iter().map(|it| format!("@{it}")));
            }
        }
        if found.len() == before {
            return found;
        }
    }
}

/// What stands in the way is compared with what should.
fn compare_refused(then: &Then, refused: &[Refusal]) -> Vec<String> {
    let codes: Vec<String> = refused
        .iter()
        .map(|it| match (&it.must, &it.field) {
            (Some(must), _) => must.clone(),
            (None, Some(field)) => format!("{}:{field}", it.code),
            (None, None) => it.code.clone(),
        })
        .collect();
    let wanted = then.refused.all();
    if wanted.is_empty() {
        return vec![format!("应办成，实际拒绝：{}（{}）", codes.join("、"), words(refused))];
    }
    // Of several fields that are unique together the first is named.
    let unique = codes.iter().any(|it| it.starts_with("unique"));
    let is_there = |it: &&String| codes.contains(it) || (unique && it.starts_with("unique"));
    let missing: Vec<&String> = wanted.iter().filter(|it| !is_there(it)).collect();
    match missing.is_empty() {
        true => Vec::new(),
        false => vec![format!("应拒绝（{}），实际是 {}", wanted.join("、"), codes.join("、"))],
    }
}

fn words(refused: &[Refusal]) -> String {
    refused.iter().map(|it| it.zh.as_str()).collect::<Vec<_>>().join("；")
}

fn day() -> anyhow::Result<NaiveDate> {
    Ok(DAY.parse()?)
}

/// Noon in China.
fn moment(on: NaiveDate) -> DateTime<Utc> {
    Utc.from_utc_datetime(&on.and_time(NaiveTime::from_hms_opt(4, 0, 0).unwrap_or_default()))
}

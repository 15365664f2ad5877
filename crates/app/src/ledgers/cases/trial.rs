//! A case as it is tried, in a unit of work of its own.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, bail};
use chrono::{DateTime, NaiveDate, NaiveTime, TimeZone, Utc};
use kernel::RegionLevel;
use ledger::{FieldType, Ledger, Plain};
use store::{LedgerRecord, Scope, Tx};

use super::{
    compare::{compare_refused, words},
    file::{Also, Case, Do, Files, Row},
    place::Place,
};
use crate::{
    home::Home,
    ledgers::{
        error::{LedgerError, Refusal},
        terms::Terms,
        writer::{Change, Draft, Step, Writer, opened, refusal},
    },
};

/// The day on which a case is tried when it names none.
const DAY: &str = "2023-10-31";

/// One trial: a unit of work that nobody commits.
pub(super) struct Trial<'a> {
    pub(super) home: &'a Home,
    pub(super) place: &'a Place,
    pub(super) files: &'a Files,
    pub(super) tx: Tx,
    pub(super) named: BTreeMap<String, i64>,
}

impl<'a> Trial<'a> {
    pub(super) async fn new(
        home: &'a Home,
        place: &'a Place,
        files: &'a Files,
    ) -> anyhow::Result<Trial<'a>> {
        let tx = home.db.write().await?;
        Ok(Trial { home, place, files, tx, named: BTreeMap::new() })
    }

    pub(super) fn terms(&self, on: NaiveDate) -> Terms<'a> {
        Terms::of_pack(self.home, self.place.county, self.place.code.clone(), on)
    }

    /// The `n`-th sample of a ledger, recorded when it is first asked for.
    pub(super) async fn sample(&mut self, ledger: &str, n: usize) -> anyhow::Result<i64> {
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
                        refused.push(refusal("value", Some(name), &why.zh, &why.en));
                        continue;
                    }
                },
            };
            values.insert(name.clone(), value);
        }
        Ok(if refused.is_empty() { Ok(values) } else { Err(refused) })
    }

    /// What is otherwise than the case says.
    pub(super) async fn case(&mut self, ledger: &str, case: &Case) -> anyhow::Result<Vec<String>> {
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

    pub(super) async fn read(
        &mut self,
        definition: &Ledger,
        id: i64,
    ) -> anyhow::Result<LedgerRecord> {
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
            return Ok(vec![refusal("from", None, "这个状态不能办", "wrong state")]);
        }
        if action.reason && it.reason.is_none() {
            return Ok(vec![refusal("reason", None, "没有写理由", "no reason")]);
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

fn day() -> anyhow::Result<NaiveDate> {
    Ok(DAY.parse()?)
}

/// Noon in China.
fn moment(on: NaiveDate) -> DateTime<Utc> {
    Utc.from_utc_datetime(&on.and_time(NaiveTime::from_hms_opt(4, 0, 0).unwrap_or_default()))
}

//! The annual collection in the layout of the national system: read in and compared.
//!
//! A file read in never overwrites: where an account already has another total, the difference is
//! reported and both stay.

use std::{
    collections::{BTreeMap, HashMap},
    path::Path,
};

use ::income::{ComponentState, IncomePeriod, LineFrom};
use chrono::{DateTime, Utc};
use intake::{Recognised, Row, RowReader, Skip, Step, WarningCode, open, recognise};
use kernel::Region;
use policy::IncomeComponent;
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::{Household, IncomeCollection, IncomeEntry, Tx, new_id};

use super::{
    base::Base,
    error::IncomeError,
    fill::refill,
    gather::{Gathered, sheet_of},
    period::stored,
};
use crate::{home::Home, ledgers};

/// The feed whose layout it is.
const FEED: &str = "national_persons";
/// The column with the number of the household.
const HOUSEHOLD_NO: &str = "household_no";

/// A row that could not be taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct IncomeRefused {
    /// Row in the file, from 1.
    pub row: u32,
    /// Why, and what to do.
    pub why: String,
}

/// A total that differs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct IncomeDifference {
    /// Row of the file that says it, from 1.
    pub row: u32,
    /// The household.
    pub household: i64,
    /// 户编号.
    pub household_no: String,
    /// Component.
    pub component: IncomeComponent,
    /// 中文名.
    pub zh: String,
    /// In English.
    pub en: String,
    /// In the file, fen.
    pub in_file: i64,
    /// In the account, fen.
    pub here: i64,
    /// Where the account has it from, in Chinese.
    pub from: String,
    /// `feed`, `national`, `document`, `said`, `collected`, `quarters`, or `lines` for a sum of
    /// lines.
    pub origin: String,
}

/// What came of reading a collection.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct IncomeImported {
    /// Rows below the header that are not blank: `households` + `repeated` + `no_data` + refused.
    pub rows: i64,
    /// Rows that repeat the values of their household: skipped.
    pub repeated: i64,
    /// Headings, subtotals and notes: skipped.
    pub no_data: i64,
    /// Rows that were taken, one for each household.
    pub households: i64,
    /// Totals entered.
    pub entered: i64,
    /// Totals that were there already, the same.
    pub same: i64,
    /// Totals that differ and were not entered.
    pub differences: Vec<IncomeDifference>,
    /// Rows that could not be taken.
    pub refused: Vec<IncomeRefused>,
}

impl IncomeImported {
    /// Every row is in one place.
    fn adds_up(&self) -> bool {
        let refused = i64::try_from(self.refused.len()).unwrap_or(i64::MAX);
        self.rows == self.households + self.repeated + self.no_data + refused
    }
}

/// A component's total column of the national system, by the canonical column it fills.
pub(super) fn columns(sheet: &::income::Sheet, home: &Home) -> BTreeMap<IncomeComponent, String> {
    let facts = &home.definitions.facts;
    let column = |name: &str| match &facts.get(name)?.source {
        lake::declaration::Source::Table(source) if source.table == FEED => {
            source.value.as_ref()?.inputs.first().cloned()
        }
        _ => None,
    };
    sheet.total_facts().into_iter().filter_map(|(it, fact)| Some((it, column(fact)?))).collect()
}

/// The sheet of a file that is in the national layout.
pub(super) fn recognised(
    home: &Home,
    path: &Path,
) -> Result<(intake::Book, usize, Recognised), IncomeError> {
    let name = path.file_name().map(|it| it.to_string_lossy().into_owned()).unwrap_or_default();
    let book = open(path).map_err(|error| IncomeError::File(format!("{name}：{error}")))?;
    let sheets: Vec<usize> = book.data_sheets().collect();
    for at in sheets {
        let head = book.head(at).map_err(|error| IncomeError::File(format!("{name}：{error}")))?;
        let sheet = book.sheets().get(at).map(|it| it.name.clone()).unwrap_or_default();
        let found = recognise(&home.definitions.feeds, &head, &name, &sheet, None);
        if let Some(found) = found.ok().filter(|it| it.feed == FEED) {
            return Ok((book, at, found));
        }
    }
    Err(IncomeError::File(format!(
        "{name}：不是国家系统的人员信息表；请用国家系统导出的原表，表头要有户编号、姓名、证件号码"
    )))
}

/// Reads the totals of a period from a file in the national layout, and keeps what came of it.
///
/// # Errors
/// When the file is no such file, or the period was not filled yet.
pub async fn import_national(
    home: &Home,
    county: &Region,
    period: IncomePeriod,
    path: &Path,
    actor: &str,
    now: DateTime<Utc>,
) -> Result<(IncomeCollection, IncomeImported), IncomeError> {
    ledgers::ready(home).await.map_err(anyhow::Error::from)?;
    let (sheet, checks) = sheet_of(home, county, period)?;
    let columns = columns(&sheet, home);
    let (book, at, found) = recognised(home, path)?;
    let records = book.records(at).map_err(anyhow::Error::from)?;
    let mut reader = RowReader::new(&home.definitions.feeds, &found, records, period.as_of())
        .map_err(anyhow::Error::from)?;
    let table = reader.table().clone();
    let places: Vec<(IncomeComponent, usize)> = columns
        .iter()
        .filter(|(_, column)| found.has(column))
        .filter_map(|(component, column)| {
            let at = table.columns.iter().position(|it| it.name == *column)?;
            Some((*component, at))
        })
        .collect();
    if places.is_empty() {
        let what = "表里没有一列收入：请在国家系统里把收入各项选进自定义导出";
        return Err(IncomeError::File(what.to_owned()));
    }
    let number_at = number_column(&found)?;

    let mut imported = IncomeImported::default();
    // By household the first row with its values; rows of the family repeat them.
    let mut stated: BTreeMap<String, BTreeMap<IncomeComponent, i64>> = BTreeMap::new();
    let mut first_row: HashMap<String, u32> = HashMap::new();
    let mut row = Row::new();
    while let Some(step) = reader.next_into(&mut row).map_err(anyhow::Error::from)? {
        match step {
            Step::Row => imported.rows += 1,
            Step::Skipped { why: Skip::Blank, .. } => continue,
            Step::Skipped { row, .. } if row <= found.header_row => continue,
            Step::Skipped { .. } => {
                imported.rows += 1;
                imported.no_data += 1;
                continue;
            }
        }
        let no = row.original.trimmed(number_at).to_owned();
        let mut refuse = |why: &str| {
            imported.refused.push(IncomeRefused { row: row.row, why: why.to_owned() });
        };
        if no.is_empty() {
            refuse("没有户编号，请补上再导入");
            continue;
        }
        let lost = row.warnings.iter().find(|it| {
            let of_income = columns.values().any(|column| *column == *it.column);
            of_income && it.code != WarningCode::Blank && it.code != WarningCode::AmountAbout
        });
        if let Some(lost) = lost {
            refuse(&format!("“{}”不是可用的金额，请改正再导入", lost.raw.trim()));
            continue;
        }
        let mut values = BTreeMap::new();
        for (component, at) in &places {
            if let Some(fen) = row.values.get(*at).and_then(whole) {
                values.insert(*component, fen);
            }
        }
        match stated.get(&no) {
            None => {
                first_row.insert(no.clone(), row.row);
                stated.insert(no, values);
            }
            Some(known) if *known == values => imported.repeated += 1,
            Some(_) => refuse("与同一户前面的行收入不同，请核对后再导入；以前面的行为准"),
        }
    }

    let (last, months) = stored(period);
    let mut tx = home.db.write().await?;
    let mut bases = bases_of(home, &mut tx, county, period).await?;
    let entered =
        tx.income_entries_of_county(county.id, &period.first().to_string(), &last).await?;
    let mut of_household: HashMap<i64, Vec<&IncomeEntry>> = HashMap::new();
    for it in &entered {
        of_household.entry(it.household_id).or_default().push(it);
    }
    let by_no: HashMap<String, Household> = tx
        .households_in(county.id)
        .await?
        .into_iter()
        .filter_map(|it| Some((it.national_household_no.clone()?, it)))
        .collect();
    let mut accounts = Vec::new();
    for (no, values) in stated {
        let row = first_row.get(&no).copied().unwrap_or_default();
        let Some((household, base)) =
            by_no.get(&no).and_then(|it| Some((it, bases.remove(&it.id)?)))
        else {
            let why = format!("登记簿里没有户编号 {no}；请先导入国家系统导出");
            imported.refused.push(IncomeRefused { row, why });
            continue;
        };
        imported.households += 1;
        let before = of_household.get(&household.id).map(Vec::as_slice).unwrap_or_default();
        let known = base.known(&sheet, period, before);
        let account = sheet.accounts(std::slice::from_ref(&known))?;
        let mut new = Vec::new();
        for (component, fen) in values {
            let of = account.first().and_then(|it| it.component(component));
            let here = match known.totals.get(&component) {
                Some(total) => Some((total.fen, total.from.zh(), total.from.word())),
                None => of
                    .filter(|it| it.state == ComponentState::Lines)
                    .map(|it| (it.fen, "各项相加", "lines")),
            };
            let named = sheet.component(component);
            match here {
                Some((here, ..)) if here == fen => imported.same += 1,
                Some((here, from, origin)) => imported.differences.push(IncomeDifference {
                    row,
                    household: household.id,
                    household_no: no.clone(),
                    component,
                    zh: named.map(|it| it.zh.clone()).unwrap_or_default(),
                    en: named.map(|it| it.en.clone()).unwrap_or_default(),
                    in_file: fen,
                    here,
                    from: from.to_owned(),
                    origin: origin.to_owned(),
                }),
                None => new.push(IncomeEntry {
                    id: tx.allocate("income_entries", 1).await?,
                    household_id: household.id,
                    county_id: county.id,
                    period: last.clone(),
                    months,
                    line: component.word().to_owned(),
                    fen: Some(fen),
                    kind: LineFrom::Collected.word().to_owned(),
                    source: "国家系统版式的年度采集表".to_owned(),
                    reason: None,
                    account: actor.to_owned(),
                    at: now,
                }),
            }
        }
        if !new.is_empty() {
            tx.add_income_entries(&new).await?;
            imported.entered += i64::try_from(new.len()).unwrap_or_default();
            let entries: Vec<&IncomeEntry> = before.iter().copied().chain(&new).collect();
            let definitions = (&sheet, &checks);
            accounts.push(refill(&mut tx, definitions, household, period, &base, &entries).await?);
        }
    }
    if !imported.adds_up() {
        let what = "读到的行和收下、略过、没有收的行对不上，没有保存";
        return Err(anyhow::anyhow!("{what}：{}", imported.rows).into());
    }
    tx.upsert_income_accounts(&accounts).await?;
    let name = path.file_name().map(|it| it.to_string_lossy().into_owned()).unwrap_or_default();
    let collection = IncomeCollection {
        id: new_id(now),
        county_id: county.id,
        period: last.clone(),
        months,
        file_name: name,
        report: serde_json::to_value(&imported).map_err(anyhow::Error::from)?,
        taken_at: now,
        taken_by: actor.to_owned(),
    };
    tx.insert_income_collection(&collection).await?;
    let detail = json!({
        "collection": collection.id, "period": last, "months": months, "rows": imported.rows, "entered": imported.entered,
        "differences": imported.differences.len(), "refused": imported.refused.len(),
    });
    let subject = format!("county {}", county.leading_digits());
    tx.append_audit(now, actor, "income.import", &subject, &detail).await?;
    tx.commit().await?;
    Ok((collection, imported))
}

/// What lists know of every household of a county, from the lists that filled the period.
async fn bases_of(
    home: &Home,
    tx: &mut Tx,
    county: &Region,
    period: IncomePeriod,
) -> Result<HashMap<i64, Base>, IncomeError> {
    let (last, months) = stored(period);
    let fill = tx.income_fill(county.id, &last, months).await?;
    let fill = fill.ok_or_else(|| IncomeError::NotFilled(period.to_string()))?;
    let month = fill.evidence.parse().map_err(|error| anyhow::anyhow!("{error}"))?;
    let gathered = Gathered::of(home, tx, county, period, month).await?;
    let households = tx.households_in(county.id).await?.into_iter().map(|it| (it.id, it)).collect();
    let persons = tx.persons_in(county.id).await?;
    let bases = gathered.bases(home, &households, &persons);
    let keys = gathered.evidence.snapshot.households.iter().map(|it| it.hid);
    Ok(keys.zip(bases).collect())
}

/// A whole number of a cell that was read.
fn whole(value: &kernel::value::Value) -> Option<i64> {
    match value {
        kernel::value::Value::Int(fen) => Some(*fen),
        _ => None,
    }
}

/// Where the numbers of the households stand.
pub(super) fn number_column(found: &Recognised) -> Result<usize, IncomeError> {
    let missing = || IncomeError::File("表里没有户编号一列".to_owned());
    place_of(found, HOUSEHOLD_NO).ok_or_else(missing)
}

/// Where a canonical column stands in the file.
pub(super) fn place_of(found: &Recognised, target: &str) -> Option<usize> {
    found.columns.iter().position(|it| it.targets.iter().any(|known| known == target))
}

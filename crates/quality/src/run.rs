//! One run: open, load, derive, judge, exempt, compare, add up.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::PathBuf,
};

use anyhow::ensure;
use chrono::NaiveDate;
use policy::Packs;

use crate::{
    bind::Bindings,
    catalogue::Catalogue,
    check::{Check, Level},
    compare::compare,
    database::Database,
    derive::derive,
    exempt::Exemption,
    judge::{Ground, Judged, judge},
    load::Sources,
    report::{
        Change, CheckResult, CheckState, Exempted, FileError, Finding, PlaceTotal, Report,
        UnusedExemption, harmless,
    },
    schema::Schema,
};

/// What to check.
#[derive(Debug, Default)]
pub struct Order {
    /// Files: the name to show, and where it lies.
    pub files: Vec<(String, PathBuf)>,
    /// Region code; figures are those of this region.
    pub region: String,
    /// Data date; ages and months count to this day, and figures are those of this day.
    pub on: NaiveDate,
    /// What was looked at before and is right as it is.
    pub exemptions: Vec<Exemption>,
    /// Lines of the list of exemptions that could not be used.
    pub exemption_errors: Vec<FileError>,
    /// The report of the run before.
    pub previous: Option<Report>,
}

/// How far a run has come.
#[derive(Clone, Copy, Debug)]
pub enum Step<'a> {
    /// A file is being opened.
    Opening(&'a str),
    /// Its rows are being put into the database.
    Loading(&'a str),
    /// Checks: how many are done, and how many there are.
    Checking(usize, usize),
}

/// What a run found, with the files still open, for the original rows of the workbook.
#[derive(Debug)]
pub struct Outcome {
    /// What was found.
    pub report: Report,
    pub(crate) sources: Sources,
    pub(crate) schema: Schema,
}

/// Runs every check in force for the region and day over the exports.
///
/// Files that cannot be read are in the report, with what to do.
///
/// # Errors
/// When none of the files is an export of the national system, when the previous report is of
/// another region, or when a declaration of the packs is wrong.
pub async fn run(
    catalogue: &Catalogue,
    packs: &Packs,
    order: Order,
    progress: &dyn Fn(Step<'_>),
) -> anyhow::Result<Outcome> {
    if let Some(previous) = &order.previous {
        ensure!(
            previous.region == order.region,
            "上次的结果是 {} 的，这次检查的是 {}，不能相比",
            previous.region,
            order.region
        );
    }
    let Order { region, on, .. } = &order;
    let schema = catalogue.schema_for(packs, region);
    let checks = catalogue.checks_for(packs, region, *on);
    ensure!(!checks.is_empty(), "{region} 在 {on} 没有有效的核查规则，请检查政策包里的 checks");
    let sources = Sources::open(&order.files, &schema, &|it| progress(Step::Opening(it)));
    if sources.sources.is_empty() {
        let lines = sources.errors.iter().map(|it| format!("{}：{}", it.file, it.message));
        anyhow::bail!("没有可以核查的表\n{}", lines.collect::<Vec<_>>().join("\n"));
    }
    let present = sources.present(&schema);
    let mut database = Database::open().await?;
    database.create(&schema, &present).await?;
    let files = sources
        .load(&mut database, &schema, &present, *on, &|it| progress(Step::Loading(it)))
        .await?;
    let dates = Bindings::new(*on);
    let bindings = dates.clone().with(&schema.parameters, packs, region, *on);
    derive(&mut database, &schema, &present, &bindings).await?;

    let mut report = Report {
        region: region.clone(),
        on: *on,
        hash: catalogue.hash().to_owned(),
        files,
        errors: sources.errors.iter().chain(&order.exemption_errors).cloned().collect(),
        ..Report::default()
    };
    let ground = Ground { schema: &schema, present: &present, sources: &sources };
    for (done, check) in checks.iter().enumerate() {
        progress(Step::Checking(done, checks.len()));
        let names = check.parameters.iter().map(|(name, parameter)| (name, parameter));
        let bindings = dates.clone().with(names, packs, region, *on);
        let judged = judge(&mut database, &ground, check, &bindings).await;
        let export = schema.sheet(&check.sheet).map_or("", |it| &it.zh);
        let mut result = result_of(check, export, &bindings);
        match judged {
            Judged::Not(why) => {
                result.state = CheckState::NotJudged;
                result.why = why;
            }
            Judged::Findings(findings) => {
                if !findings.is_empty() {
                    result.state = CheckState::Found;
                }
                sort_out(findings, &order, &mut result, &mut report);
            }
        }
        report.checks.push(result);
    }
    note_unused(&order, &mut report);
    if let Some(previous) = &order.previous {
        compare(&mut report, previous);
    }
    report.places = places(&report);
    Ok(Outcome { report, sources, schema })
}

fn result_of(check: &Check, export: &str, bindings: &Bindings) -> CheckResult {
    let condition = check.condition.text();
    CheckResult {
        id: check.id.clone(),
        level: check.level,
        object: check.object,
        export: export.to_owned(),
        title: check.title.clone(),
        fix: check.fix.clone(),
        basis: check.basis.clone(),
        note: check.note.clone(),
        pack: check.pack.clone(),
        condition: condition.to_owned(),
        parameters: bindings.used(condition),
        state: CheckState::Clean,
        findings: 0,
        exempted: 0,
        why: Vec::new(),
    }
}

/// Findings that an exemption covers are listed apart; where it has run out they come back.
fn sort_out(findings: Vec<Finding>, order: &Order, result: &mut CheckResult, report: &mut Report) {
    for mut finding in findings {
        let covering = || order.exemptions.iter().filter(|it| it.covers(&finding));
        match covering().max_by_key(|it| it.until) {
            Some(it) if order.on <= it.until => {
                result.exempted += 1;
                let exempted = Exempted {
                    reason: harmless(&it.reason),
                    approver: harmless(&it.approver),
                    until: it.until,
                    finding,
                };
                report.exempted.push(exempted);
            }
            expired => {
                finding.exemption_expired = expired.map(|it| it.until);
                result.findings += 1;
                report.findings.push(finding);
            }
        }
    }
}

fn note_unused(order: &Order, report: &mut Report) {
    for it in &order.exemptions {
        let mut found = report.findings.iter();
        let mut exempted = report.exempted.iter().map(|it| &it.finding);
        if !found.any(|finding| it.covers(finding)) && !exempted.any(|finding| it.covers(finding)) {
            report.unused_exemptions.push(UnusedExemption {
                check: harmless(&it.check),
                household_no: harmless(&it.household_no),
                name: harmless(&it.name),
                row: it.row,
            });
        }
    }
}

/// Findings by township and village.
fn places(report: &Report) -> Vec<PlaceTotal> {
    let levels: BTreeMap<&str, Level> =
        report.checks.iter().map(|it| (it.id.as_str(), it.level)).collect();
    let mut totals: BTreeMap<(&str, &str), PlaceTotal> = BTreeMap::new();
    let mut households: BTreeMap<(&str, &str), BTreeSet<&str>> = BTreeMap::new();
    for it in &report.findings {
        let key = (it.township.as_str(), it.village.as_str());
        let total = totals.entry(key).or_default();
        total.findings += 1;
        if let Some(level) = levels.get(it.check.as_str()) {
            *total.levels.entry(level.word().to_owned()).or_default() += 1;
        }
        total.new += usize::from(it.change == Some(Change::New));
        if !it.household_no.is_empty() {
            households.entry(key).or_default().insert(&it.household_no);
        }
    }
    for it in &report.mended {
        totals.entry((&it.township, &it.village)).or_default().mended += 1;
    }
    let with_names = |(key, total): ((&str, &str), PlaceTotal)| PlaceTotal {
        township: key.0.to_owned(),
        village: key.1.to_owned(),
        households: households.get(&key).map_or(0, BTreeSet::len),
        ..total
    };
    totals.into_iter().map(with_names).collect()
}

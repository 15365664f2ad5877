//! Screens a month: facts, rules, and what is already known, folded into clues.
//!
//! A finding becomes a new clue, an added risk on a monitored household, or is
//! suppressed with its reason. Running a month twice changes nothing.

mod classify;

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use kernel::{Month, Region};
use lake::{
    fold::fold,
    judging::{Judgment, facts_read, judge},
};
use policy::{CompiledRule, Effect, Packs};
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::{Alarm, Clue, Run, RunInputs, RunStatistic};

pub use classify::SuppressionReason;
pub(crate) use classify::{Found, Known, Outcome, classify};

use crate::{evidence::CountyEvidence, home::Home, taking};

/// Parameter: share of a village's households with new difficulties.
pub(crate) const VILLAGE_SHARE: &str = "alarm.village_share";
/// Parameter: share of a township's households with new difficulties.
pub(crate) const TOWNSHIP_SHARE: &str = "alarm.township_share";

/// What became of a household's findings. The words are stable: reports and
/// exports carry them.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum ClueClass {
    /// 新线索.
    NewClue,
    /// 待人工确认后成为新线索: only doubtful rows say so.
    NewClueAfterConfirmation,
    /// 监测户补充风险.
    RiskSupplement,
    /// 已监测、风险已记录.
    AlreadyKnown,
    /// 风险消除后又有新情况，需复查.
    ReopenReview,
}

impl ClueClass {
    /// All classes.
    pub const ALL: [ClueClass; 5] = [
        ClueClass::NewClue,
        ClueClass::NewClueAfterConfirmation,
        ClueClass::RiskSupplement,
        ClueClass::AlreadyKnown,
        ClueClass::ReopenReview,
    ];

    /// The stable word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            ClueClass::NewClue => "new_clue",
            ClueClass::NewClueAfterConfirmation => "new_clue_after_confirmation",
            ClueClass::RiskSupplement => "risk_supplement",
            ClueClass::AlreadyKnown => "already_known",
            ClueClass::ReopenReview => "reopen_review",
        }
    }

    /// The Chinese name.
    #[must_use]
    pub fn zh(self) -> &'static str {
        match self {
            ClueClass::NewClue => "新线索",
            ClueClass::NewClueAfterConfirmation => "待人工确认的线索",
            ClueClass::RiskSupplement => "监测户补充风险",
            ClueClass::AlreadyKnown => "已监测且风险已记录",
            ClueClass::ReopenReview => "风险消除后需复查",
        }
    }

    /// The class of a stable word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<ClueClass> {
        ClueClass::ALL.into_iter().find(|it| it.word() == word)
    }

    /// Whether it is a new difficulty of the village, as scale alarms count.
    #[must_use]
    pub fn is_new_difficulty(self) -> bool {
        matches!(
            self,
            ClueClass::NewClue | ClueClass::NewClueAfterConfirmation | ClueClass::ReopenReview
        )
    }
}

/// One condition of a rule as a clue keeps it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct ConditionEvidence {
    /// Fact.
    pub fact: String,
    /// Its Chinese name.
    pub zh: String,
    /// Unit of the stored value.
    pub unit: String,
    /// The household's value.
    pub actual: Option<i64>,
    /// How it is compared.
    pub op: String,
    /// With what.
    pub limit: i64,
    /// Whether the comparison holds.
    pub holds: bool,
    /// The parameter behind the limit.
    pub parameter: Option<ParameterEvidence>,
}

/// The parameter a limit comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct ParameterEvidence {
    /// Name.
    pub name: String,
    /// Chinese name.
    pub zh: String,
    /// Its value.
    pub value: i64,
    /// Multiple, in thousandths, when the limit is a multiple of it.
    pub times_thousandths: Option<i64>,
    /// Pack.
    pub pack: String,
    /// Document and section.
    pub basis: String,
    /// Whether no document states it.
    pub is_default: bool,
    /// Valid from.
    pub from: chrono::NaiveDate,
}

/// One rule that fired, as a clue keeps it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct RuleEvidence {
    /// Rule.
    pub rule: String,
    /// Its title.
    pub title: String,
    /// Its signal.
    pub signal: String,
    /// `clue` or `watch`.
    pub effect: String,
    /// The risk it raises, as a code; nothing for none.
    pub raises: Option<String>,
    /// Pack it comes from.
    pub pack: String,
    /// Document and section.
    pub basis: String,
    /// Whether sure rows alone make it fire.
    pub sure: bool,
    /// Its conditions with the values they met.
    pub conditions: Vec<ConditionEvidence>,
}

/// A village or township whose share of households with new difficulties is
/// high.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct AlarmReport {
    /// Statistical code.
    pub region: String,
    /// Name with its township.
    pub name: String,
    /// `village` or `township`.
    pub level: String,
    /// Households there.
    pub households: i64,
    /// With new difficulties, candidates included.
    pub affected: i64,
    /// Share in basis points.
    pub share_basis_points: i64,
    /// Limit in basis points.
    pub limit_basis_points: i64,
    /// Whether the limit is passed.
    pub raised: bool,
}

/// What one rule found, by department and feed that answer for it.
#[derive(
    Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, utoipa::ToSchema,
)]
pub struct RuleReport {
    /// Department of the feed.
    pub department: String,
    /// Feed.
    pub feed: String,
    /// Rule.
    pub rule: String,
    /// Rows of the feed.
    pub rows: i64,
    /// Rows matched to somebody.
    pub matched: i64,
    /// Households the rule fired for.
    pub findings: i64,
    /// New clues it took part in.
    pub new_clues: i64,
}

/// A rule that could not be judged.
#[derive(
    Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, utoipa::ToSchema,
)]
pub struct NotJudged {
    /// Rule.
    pub rule: String,
    /// Its title.
    pub title: String,
    /// Facts that are unknown.
    pub unknown_facts: Vec<String>,
    /// Tables that have not arrived.
    pub missing_tables: Vec<String>,
}

/// The outcome of screening one county's month.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, utoipa::ToSchema)]
pub struct CountyReport {
    /// Statistical code.
    pub county: String,
    /// Name.
    pub name: String,
    /// Run id.
    pub run: i64,
    /// Whether an equal run had been made before, whose answer this is.
    pub repeated: bool,
    /// Households screened.
    pub households: i64,
    /// Persons in them.
    pub persons: i64,
    /// Households by class.
    pub classes: BTreeMap<String, i64>,
    /// Suppressed findings by reason.
    pub suppressed: BTreeMap<String, i64>,
    /// Alarms and near misses, the largest share first.
    pub alarms: Vec<AlarmReport>,
    /// Rules that could not be judged.
    pub not_judged: Vec<NotJudged>,
    /// By department, feed and rule.
    pub rules: Vec<RuleReport>,
}

/// The outcome of screening a region's month.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
pub struct ScreenReport {
    /// Statistical code of the region.
    pub region: String,
    /// Month.
    pub month: String,
    /// Data date.
    pub as_of: chrono::NaiveDate,
    /// Fingerprint of the packs.
    pub packs: String,
    /// Fingerprint of the facts.
    pub facts: String,
    /// Households screened.
    pub households: i64,
    /// New clues: sure ones, those that wait for confirmation, and reviews of
    /// eliminated households.
    pub new_clues: i64,
    /// Monitored households with a risk that is not on record.
    pub added_risks: i64,
    /// Findings that raised nothing.
    pub suppressed: i64,
    /// Households by class.
    pub classes: BTreeMap<String, i64>,
    /// Alarms raised.
    pub alarms: Vec<AlarmReport>,
    /// Each county.
    pub counties: Vec<CountyReport>,
}

/// Screens the counties of `region` that have a register, one after the other;
/// each is one transaction. `progress` hears the county's name before it starts.
///
/// # Errors
/// When no county below the region has a register, or the evidence cannot be
/// read. Counties done before the error stay done.
pub async fn screen(
    home: &Home,
    region: &Region,
    month: Month,
    actor: &str,
    now: DateTime<Utc>,
    progress: &dyn Fn(&str),
) -> anyhow::Result<ScreenReport> {
    let mut counties = Vec::new();
    for county in home.counties_of(region)? {
        progress(&county.name);
        if let Some(report) = screen_county(home, &county, month, actor, now).await? {
            counties.push(report);
        }
    }
    anyhow::ensure!(
        !counties.is_empty(),
        "{} 还没有登记簿：请先用 import 导入户籍人口或国家系统导出",
        region.name
    );
    let mut classes: BTreeMap<String, i64> = BTreeMap::new();
    for (class, count) in counties.iter().flat_map(|it| &it.classes) {
        *classes.entry(class.clone()).or_default() += count;
    }
    let of = |class: ClueClass| classes.get(class.word()).copied().unwrap_or_default();
    Ok(ScreenReport {
        region: region.stat_code.clone(),
        month: month.to_string(),
        as_of: month.last_day(),
        packs: home.packs().hash(),
        facts: home.definitions.facts.hash(),
        households: counties.iter().map(|it| it.households).sum(),
        new_clues: of(ClueClass::NewClue)
            + of(ClueClass::NewClueAfterConfirmation)
            + of(ClueClass::ReopenReview),
        added_risks: of(ClueClass::RiskSupplement),
        suppressed: counties.iter().flat_map(|it| it.suppressed.values()).sum(),
        alarms: counties.iter().flat_map(|it| &it.alarms).filter(|it| it.raised).cloned().collect(),
        classes,
        counties,
    })
}

/// The latest report of each county of a region for a month, where there is one.
///
/// # Errors
/// When the database cannot be read.
pub async fn latest_reports(
    home: &Home,
    region: &Region,
    month: Month,
) -> anyhow::Result<Vec<CountyReport>> {
    let mut reports = Vec::new();
    let mut tx = home.db.read().await?;
    for county in home.counties_of(region)? {
        let run = tx.latest_run(county.id, &month.to_string()).await?;
        let report = run.and_then(|it| it.report).map(serde_json::from_value);
        reports.extend(report.transpose()?);
    }
    Ok(reports)
}

async fn screen_county(
    home: &Home,
    county: &Region,
    month: Month,
    actor: &str,
    now: DateTime<Utc>,
) -> anyhow::Result<Option<CountyReport>> {
    let mut tx = home.db.read().await?;
    let is_history = tx.screened_after(county.id, &month.to_string()).await?;
    drop(tx);
    if !is_history {
        taking::take_in(home, county, month, actor, now).await?;
    }
    let mut tx = home.db.read().await?;
    let latest = tx.latest_run(county.id, &month.to_string()).await?;
    let evidence = CountyEvidence::answering(home, &mut tx, county, month).await?;
    if evidence.snapshot.households.is_empty() {
        return Ok(None);
    }
    let packs = &home.packs();
    let facts = &home.definitions.facts;
    let code = county.leading_digits();
    let inputs = RunInputs {
        county_id: county.id,
        month: month.to_string(),
        as_of: evidence.as_of,
        packs_hash: packs.hash(),
        facts_hash: facts.hash(),
        lake_files_hash: evidence.hash(),
        lake_files: evidence.file_ids(),
    };
    let known = Known::read(packs, &mut tx, county, month).await?;
    let files = tables_by_feed(&mut tx, &evidence).await?;
    drop(tx);

    // The same question was answered last: its answer stands.
    if let Some(run) = latest.filter(|it| same_question(it, &inputs)) {
        let report = run.report.unwrap_or_default();
        if let Ok(stored) = serde_json::from_value::<CountyReport>(report) {
            return Ok(Some(CountyReport { repeated: true, ..stored }));
        }
    }

    let rules = packs.rules_for(code, evidence.as_of);
    let wanted = facts.closure(facts_read(&rules));
    let folding = evidence.for_folding(home);
    let folded = fold(facts, &wanted, &folding)?;
    let judgment = judge(facts, &rules, &folded);
    let mut outcome = classify(facts, &rules, &evidence, &folded, &judgment, &known);

    let mut tx = home.db.write().await?;
    let run = tx.start_run(&inputs, now).await?;
    let clues: Vec<Clue> = outcome
        .clues
        .iter()
        .map(|it| clue_of(it, run, county, month, &inputs.packs_hash, now))
        .collect();
    tx.save_clues(&clues).await?;
    tx.withdraw_clues_not_raised_by(run, county.id, &inputs.month).await?;
    for it in &mut outcome.suppressed {
        it.run_id = run;
    }
    tx.save_suppressed(&outcome.suppressed).await?;
    let alarms = alarms(packs, county, &evidence, &outcome, run);
    tx.save_alarms(&alarms).await?;
    let statistics = statistics(home, &rules, &files, &outcome, run);
    tx.save_run_statistics(&statistics).await?;
    let report = county_report(
        home,
        county,
        &rules,
        &evidence,
        &judgment,
        &outcome,
        &alarms,
        &statistics,
        run,
    );
    tx.finish_run(run, now, &serde_json::to_value(&report)?).await?;
    tx.append_audit(
        now,
        actor,
        "screen.run",
        &format!("run {run}"),
        &json!({ "county": code, "month": inputs.month, "classes": report.classes,
                 "packs": inputs.packs_hash, "facts": inputs.facts_hash }),
    )
    .await?;
    evidence.freeze(home, county, run)?;
    tx.commit().await?;
    Ok(Some(report))
}

fn same_question(run: &Run, inputs: &RunInputs) -> bool {
    run.finished_at.is_some()
        && run.packs_hash == inputs.packs_hash
        && run.facts_hash == inputs.facts_hash
        && run.lake_files_hash == inputs.lake_files_hash
}

/// What was found of a household as the clue of a run.
pub(crate) fn clue_of(
    found: &Found,
    run: i64,
    county: &Region,
    month: Month,
    packs_hash: &str,
    now: DateTime<Utc>,
) -> Clue {
    let signals = |sure: bool| -> Vec<String> {
        let set: BTreeSet<&str> = found
            .rules
            .iter()
            .filter(|it| it.effect == Effect::Clue.name() && it.sure == sure)
            .map(|it| it.signal.as_str())
            .collect();
        set.into_iter().map(str::to_owned).collect()
    };
    let sure = signals(true);
    let to_confirm: Vec<String> =
        signals(false).into_iter().filter(|it| !sure.contains(it)).collect();
    let state = if found.class == ClueClass::AlreadyKnown { "known" } else { "open" };
    Clue {
        id: format!(
            "{}-{:04}{:02}-{:06}",
            county.leading_digits(),
            month.year,
            month.month,
            found.hid
        ),
        run_id: run,
        county_id: county.id,
        township_id: found.township,
        village_id: found.village,
        household_id: found.hid,
        month: month.to_string(),
        class: found.class.word().to_owned(),
        signals: json!(sure),
        signals_to_confirm: json!(to_confirm),
        risks: json!(found.risks),
        rules: found.rules.iter().map(|it| it.rule.clone()).collect(),
        evidence: serde_json::to_value(&found.rules).unwrap_or_default(),
        state: state.to_owned(),
        packs_hash: packs_hash.to_owned(),
        created_at: now,
    }
}

/// Share of households with new difficulties, per village and per township;
/// kept when it passes the limit or comes within half of it.
pub(crate) fn alarms(
    packs: &Packs,
    county: &Region,
    evidence: &CountyEvidence,
    outcome: &Outcome,
    run: i64,
) -> Vec<Alarm> {
    let affected: BTreeSet<u32> = outcome
        .clues
        .iter()
        .filter(|it| it.class.is_new_difficulty())
        .map(|it| it.household)
        .collect();
    let mut alarms = Vec::new();
    for (name, village) in [(VILLAGE_SHARE, true), (TOWNSHIP_SHARE, false)] {
        let Some(limit) = packs.parameter(name, county.leading_digits(), evidence.as_of) else {
            continue;
        };
        let mut counts: BTreeMap<i64, (i64, i64)> = BTreeMap::new();
        for (household, position) in evidence.snapshot.households.iter().zip(0u32..) {
            let region = if village { household.village } else { household.township };
            let count = counts.entry(region).or_default();
            count.0 += 1;
            count.1 += i64::from(affected.contains(&position));
        }
        for (region, (households, affected)) in counts {
            let share = affected * 10_000 / households;
            // Compared without rounding: strictly more than the share.
            let raised = affected * 10_000 > limit.value * households;
            if raised || share * 2 >= limit.value {
                alarms.push(Alarm {
                    run_id: run,
                    region_id: region,
                    households,
                    affected,
                    share_basis_points: share,
                    limit_basis_points: limit.value,
                    raised,
                });
            }
        }
    }
    alarms
}

/// Rows and matches of one feed among the files read.
#[derive(Default)]
struct FeedRows {
    department: String,
    rows: i64,
    matched: i64,
}

/// Table → feed → rows.
type FeedsByTable = BTreeMap<String, BTreeMap<String, FeedRows>>;

async fn tables_by_feed(
    tx: &mut store::Tx,
    evidence: &CountyEvidence,
) -> anyhow::Result<FeedsByTable> {
    let mut tables = FeedsByTable::new();
    for (table, files) in &evidence.files {
        for source in files.iter().filter_map(|it| it.source_file_id) {
            let Some(source) = tx.source_file(source).await? else { continue };
            let feeds = tables.entry(table.clone()).or_default();
            let feed = feeds.entry(source.feed.clone().unwrap_or_default()).or_default();
            let count = |name: &str| source.counts.get(name).and_then(serde_json::Value::as_i64);
            feed.department = source.department.clone().unwrap_or_default();
            feed.rows += count("data_rows").unwrap_or_default();
            feed.matched += count("matched").unwrap_or_default();
        }
    }
    Ok(tables)
}

fn statistics(
    home: &Home,
    rules: &[CompiledRule],
    files: &FeedsByTable,
    outcome: &Outcome,
    run: i64,
) -> Vec<RunStatistic> {
    let mut new_clues: BTreeMap<&str, i64> = BTreeMap::new();
    for found in outcome.clues.iter().filter(|it| it.class.is_new_difficulty()) {
        for rule in &found.rules {
            *new_clues.entry(&rule.rule).or_default() += 1;
        }
    }
    let facts = &home.definitions.facts;
    let mut statistics = Vec::new();
    for rule in rules {
        let tables: BTreeSet<&String> =
            rule.facts().filter_map(|it| facts.get(it)).flat_map(|it| &it.needs).collect();
        for (feed, rows) in tables.iter().filter_map(|it| files.get(*it)).flatten() {
            statistics.push(RunStatistic {
                run_id: run,
                department: rows.department.clone(),
                feed: feed.clone(),
                rule: rule.id.clone(),
                rows: rows.rows,
                matched: rows.matched,
                findings: outcome.findings.get(&rule.id).copied().unwrap_or_default(),
                new_clues: new_clues.get(rule.id.as_str()).copied().unwrap_or_default(),
            });
        }
    }
    statistics.sort_by(|one, other| {
        (&one.department, &one.feed, &one.rule).cmp(&(&other.department, &other.feed, &other.rule))
    });
    statistics.dedup_by(|one, other| {
        (&one.department, &one.feed, &one.rule) == (&other.department, &other.feed, &other.rule)
    });
    statistics
}

#[expect(clippy::too_many_arguments, reason = "gathers the whole run once")]
fn county_report(
    home: &Home,
    county: &Region,
    rules: &[CompiledRule],
    evidence: &CountyEvidence,
    judgment: &Judgment,
    outcome: &Outcome,
    alarms: &[Alarm],
    statistics: &[RunStatistic],
    run: i64,
) -> CountyReport {
    let mut classes: BTreeMap<String, i64> =
        ClueClass::ALL.into_iter().map(|it| (it.word().to_owned(), 0)).collect();
    for found in &outcome.clues {
        *classes.entry(found.class.word().to_owned()).or_default() += 1;
    }
    let mut suppressed: BTreeMap<String, i64> = BTreeMap::new();
    for it in &outcome.suppressed {
        *suppressed.entry(it.reason.clone()).or_default() += 1;
    }
    let facts = &home.definitions.facts;
    let not_judged = judgment
        .unknown
        .iter()
        .map(|(rule, unknown)| {
            let needed: BTreeSet<&String> =
                unknown.iter().filter_map(|it| facts.get(it)).flat_map(|it| &it.needs).collect();
            NotJudged {
                rule: rules[*rule].id.clone(),
                title: rules[*rule].title.clone(),
                unknown_facts: unknown.clone(),
                missing_tables: needed
                    .into_iter()
                    .filter(|it| !evidence.files.contains_key(*it))
                    .cloned()
                    .collect(),
            }
        })
        .collect();
    let mut alarms: Vec<AlarmReport> = alarms.iter().map(|it| alarm_report(home, it)).collect();
    alarms.sort_by_key(|it| std::cmp::Reverse(it.share_basis_points));
    let size = |it: usize| i64::try_from(it).unwrap_or(i64::MAX);
    CountyReport {
        county: county.leading_digits().to_owned(),
        name: county.name.clone(),
        run,
        repeated: false,
        households: size(evidence.snapshot.households.len()),
        persons: size(evidence.snapshot.persons.len()),
        classes,
        suppressed,
        alarms,
        not_judged,
        rules: statistics
            .iter()
            .map(|it| RuleReport {
                department: it.department.clone(),
                feed: it.feed.clone(),
                rule: it.rule.clone(),
                rows: it.rows,
                matched: it.matched,
                findings: it.findings,
                new_clues: it.new_clues,
            })
            .collect(),
    }
}

fn alarm_report(home: &Home, alarm: &Alarm) -> AlarmReport {
    let regions = &home.definitions.regions;
    let region = regions.get(alarm.region_id);
    let is_village = region.is_some_and(|it| it.level == kernel::RegionLevel::Village);
    AlarmReport {
        region: region.map(|it| it.stat_code.clone()).unwrap_or_default(),
        name: regions.name_path(alarm.region_id),
        level: if is_village { "village" } else { "township" }.to_owned(),
        households: alarm.households,
        affected: alarm.affected,
        share_basis_points: alarm.share_basis_points,
        limit_basis_points: alarm.limit_basis_points,
        raised: alarm.raised,
    }
}

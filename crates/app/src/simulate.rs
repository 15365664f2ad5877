//! 试算: what other packs would have made of months that have been screened, beside what the packs
//! in force make of them. Nothing is written.
//!
//! Both sides are judged from the same facts by the code that screens, so that the count of the
//! other side is the count a real run with those packs would give. Months are gone through in
//! order; what a side raised in an earlier one counts as raised before.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use kernel::{Month, Region};
use lake::{
    fold::fold,
    judging::{facts_read, judge},
};
use policy::{Change, CompiledRule, Effect, Packs, diff};
use serde::{Deserialize, Serialize};
use store::Clue;

use crate::{
    accounts::Manager,
    benefits,
    evidence::CountyEvidence,
    home::Home,
    policy_drafts,
    screen::{ClueClass, Found, Known, Outcome, alarms, classify, clue_of},
};

/// What differs, and by how much.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
pub struct Simulation {
    /// Statistical code of the region.
    pub region: String,
    /// The months judged.
    pub months: Vec<String>,
    /// Fingerprint of the packs in force.
    pub packs_now: String,
    /// Fingerprint of the packs tried.
    pub packs_tried: String,
    /// What the packs say otherwise on the last day of the last month.
    pub changes: Vec<ChangeView>,
    /// All of the region and all months together.
    pub total: SimulatedArea,
    /// Counties and townships, month by month.
    pub areas: Vec<SimulatedArea>,
    /// Rule by rule, all months together; those that find the same on both sides are left out.
    pub rules: Vec<SimulatedRule>,
    /// Benefits that come to something else in the last month; those that do not are left out.
    pub benefits: Vec<SimulatedBenefit>,
    /// Households that fare differently, the first [`LISTED`] of them.
    pub households: Vec<SimulatedHousehold>,
    /// How many fare differently.
    pub households_changed: i64,
    /// What it was counted with.
    pub notes: Vec<String>,
}

/// One thing that the packs say otherwise.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct ChangeView {
    /// `parameter`, `rule`, `chain` and so on, in Chinese.
    pub kind: String,
    /// Identifier.
    pub name: String,
    /// Chinese name.
    pub zh: String,
    /// What changes.
    pub words: String,
}

/// What one side makes of an area.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct SimulatedSide {
    /// Households by class.
    pub classes: BTreeMap<String, i64>,
    /// Households somebody would have to visit: every class but those that are known already.
    pub visits: i64,
    /// Of them, found true by a visit that was made, or identified.
    pub found_true: i64,
    /// Of them, found untrue.
    pub found_untrue: i64,
    /// Of them, nobody has gone there, or nobody could tell.
    pub untold: i64,
    /// Found true, or identified, from a clue of these months, and not raised by this side.
    pub missed: i64,
    /// True among those that a visit told apart, in basis points; none where no visit did.
    pub hit_rate_basis_points: Option<i64>,
    /// Scale alarms raised.
    pub alarms: i64,
}

/// An area in a month, on both sides.
#[derive(Debug, Clone, Default, PartialEq, Serialize, utoipa::ToSchema)]
pub struct SimulatedArea {
    /// Statistical code.
    pub region: String,
    /// Name.
    pub name: String,
    /// `county`, `township`, or the level of the region asked for in the total.
    pub level: String,
    /// Month; empty in the total.
    pub month: String,
    /// With the packs in force.
    pub now: SimulatedSide,
    /// With the packs tried.
    pub tried: SimulatedSide,
    /// Households raised only by the packs tried.
    pub more: i64,
    /// Households raised only by the packs in force.
    pub fewer: i64,
}

/// A rule on both sides.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct SimulatedRule {
    /// Rule.
    pub rule: String,
    /// Title.
    pub title: String,
    /// Households it finds with the packs in force.
    pub findings_now: i64,
    /// Households it finds with the packs tried.
    pub findings_tried: i64,
    /// Households to be visited among whose rules it is, with the packs in force.
    pub visits_now: i64,
    /// The same with the packs tried.
    pub visits_tried: i64,
}

/// A benefit on both sides, in the last month.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct SimulatedBenefit {
    /// Benefit.
    pub benefit: String,
    /// 中文名.
    pub zh: String,
    /// Entitled people or households with the packs in force.
    pub entitled_now: i64,
    /// The same with the packs tried.
    pub entitled_tried: i64,
    /// What it comes to for one period of the benefit with the packs in force, in fen.
    pub amount_now: i64,
    /// The same with the packs tried.
    pub amount_tried: i64,
}

/// A household that fares differently.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct SimulatedHousehold {
    /// Key of the household.
    pub household: i64,
    /// Month.
    pub month: String,
    /// Village, with its township.
    pub village: String,
    /// Class with the packs in force; none when nothing is raised.
    pub class_now: Option<String>,
    /// Class with the packs tried.
    pub class_tried: Option<String>,
    /// Rules with the packs in force.
    pub rules_now: Vec<String>,
    /// Rules with the packs tried.
    pub rules_tried: Vec<String>,
    /// What a visit found, when there was one.
    pub finding: Option<String>,
}

/// A value to try.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TriedValue {
    /// The parameter, such as `income.monitoring_line`.
    pub name: String,
    /// As people write it, such as `9570`, or as a change, such as `+10%`.
    pub value: String,
}

/// The packs to try: those in force, or those of a draft, with other values of some parameters
/// from the first of the months on.
///
/// # Errors
/// When the draft is none the person may know of, or a value is none.
pub async fn tried(
    home: &Home,
    who: Manager<'_>,
    region: &Region,
    months: &[Month],
    draft: Option<&str>,
    values: &[TriedValue],
) -> anyhow::Result<Packs> {
    let packs = match draft {
        Some(id) => policy_drafts::packs_of(home, who, id).await?,
        None => Packs::clone(&home.packs()),
    };
    with_values(packs, region, months, values)
}

/// Packs with other values of some parameters from the first of the months on.
///
/// # Errors
/// When a value is none.
pub fn with_values(
    mut packs: Packs,
    region: &Region,
    months: &[Month],
    values: &[TriedValue],
) -> anyhow::Result<Packs> {
    let first = months.iter().min().map(|it| it.last_day()).unwrap_or_default();
    let code = region.leading_digits();
    for it in values {
        packs = packs.supposing(&it.name, code, first, &it.value)?;
    }
    Ok(packs)
}

/// How many households that fare differently are listed.
pub const LISTED: usize = 500;

/// Judges months of a region by the packs in force and by others.
///
/// # Errors
/// When no county below the region has a register, or evidence cannot be read.
pub async fn simulate(
    home: &Home,
    tried: &Packs,
    region: &Region,
    months: &[Month],
    progress: &dyn Fn(&str),
) -> anyhow::Result<Simulation> {
    let now = home.packs();
    let months: BTreeSet<Month> = months.iter().copied().collect();
    anyhow::ensure!(!months.is_empty(), "请写至少一个月份，如 2023-10");
    let mut sum = Summing::default();
    let mut areas = Vec::new();
    let mut judged = false;
    let last_month = months.iter().next_back().copied();
    for county in home.counties_of(region)? {
        progress(&county.name);
        // What each side has raised in the months before.
        let mut raised: [BTreeMap<String, Vec<Clue>>; 2] = [BTreeMap::new(), BTreeMap::new()];
        for month in &months {
            let Some(both) = judge_month(home, [&now, tried], &county, *month, &raised).await?
            else {
                continue;
            };
            judged = true;
            areas.extend(both.areas(home, &county, &mut sum));
            if last_month == Some(*month) {
                sum.benefits(home, [&now, tried], &county, &both.evidence)?;
            }
            for (side, clues) in raised.iter_mut().zip(both.clues(&county)) {
                side.insert(month.to_string(), clues);
            }
        }
    }
    anyhow::ensure!(
        judged,
        "{} 还没有登记簿：请先用 import 导入户籍人口或国家系统导出",
        region.name
    );
    let mut total = SimulatedArea {
        region: region.stat_code.clone(),
        name: region.name.clone(),
        level: region.level.word().to_owned(),
        ..SimulatedArea::default()
    };
    for area in areas.iter().filter(|it| it.level == "county") {
        total.add(area);
    }
    let last = last_month.map(|it| it.last_day()).unwrap_or_default();
    let changed = i64::try_from(sum.households.len()).unwrap_or(i64::MAX);
    sum.households.truncate(LISTED);
    Ok(Simulation {
        region: region.stat_code.clone(),
        months: months.iter().map(ToString::to_string).collect(),
        packs_now: now.hash(),
        packs_tried: tried.hash(),
        changes: diff(&now, tried, region.leading_digits(), last, &home.definitions.fact_names())
            .into_iter()
            .map(ChangeView::from)
            .collect(),
        total,
        areas,
        rules: sum.rules(),
        benefits: sum.by_benefit.into_values().filter(SimulatedBenefit::differs).collect(),
        households: sum.households,
        households_changed: changed,
        notes: vec![
            "入户：除已监测且风险已记录的以外，每户一次；有案未了结的户并入原案，不另入户".into(),
            "属实：入户核实属实，或由此纳入监测；未入户的不计入命中率".into(),
            "待遇：最后一个月应享的户数或人数和金额，按这项待遇的一期（一年、一月或一次）算，不看发放".into(),
            "漏掉：这些月份的线索（含群众申报）核实属实或纳入监测，而这一边没有提示".into(),
        ],
    })
}

impl From<Change> for ChangeView {
    fn from(it: Change) -> ChangeView {
        ChangeView { kind: it.kind.zh().to_owned(), name: it.name, zh: it.zh, words: it.words }
    }
}

/// A county's month, judged by both sides.
struct BothSides {
    month: Month,
    evidence: Arc<CountyEvidence>,
    outcomes: [Outcome; 2],
    rules: [Vec<CompiledRule>; 2],
    alarms: [i64; 2],
    /// What visits found, by household: true or untrue.
    told: BTreeMap<i64, bool>,
}

async fn judge_month(
    home: &Home,
    sides: [&Packs; 2],
    county: &Region,
    month: Month,
    raised: &[BTreeMap<String, Vec<Clue>>; 2],
) -> anyhow::Result<Option<BothSides>> {
    let mut tx = home.db.read().await?;
    let evidence = CountyEvidence::answering(home, &mut tx, county, month).await?;
    if evidence.snapshot.households.is_empty() {
        return Ok(None);
    }
    let told = told(&mut tx, county, month).await?;
    let mut known = [
        Known::read(sides[0], &mut tx, county, month).await?,
        Known::read(sides[1], &mut tx, county, month).await?,
    ];
    drop(tx);
    for (known, raised) in known.iter_mut().zip(raised) {
        for (month, clues) in raised {
            known.suppose(month, clues);
        }
    }
    let code = county.leading_digits();
    let rules = sides.map(|packs| packs.rules_for(code, evidence.as_of));
    let facts = &home.definitions.facts;
    let wanted = facts.closure(rules.iter().flat_map(|it| facts_read(it)));
    let folded = fold(facts, &wanted, &evidence.for_folding(home))?;
    let outcome = |side: usize| {
        let judgment = judge(facts, &rules[side], &folded);
        classify(facts, &rules[side], &evidence, &folded, &judgment, &known[side])
    };
    let outcomes = [outcome(0), outcome(1)];
    let raised_alarms = |side: usize| {
        let all = alarms(sides[side], county, &evidence, &outcomes[side], 0);
        count(all.iter().filter(|it| it.raised).count())
    };
    let alarms = [raised_alarms(0), raised_alarms(1)];
    let evidence = Arc::new(evidence);
    Ok(Some(BothSides { month, evidence, outcomes, rules, alarms, told }))
}

/// What was found out about the households of a month: by the visits to its clues, and by cases
/// that began in it, whoever spoke first.
async fn told(
    tx: &mut store::Tx,
    county: &Region,
    month: Month,
) -> anyhow::Result<BTreeMap<i64, bool>> {
    let mut told = BTreeMap::new();
    let word = month.to_string();
    for it in tx.clue_findings(county.id, &word, &word).await? {
        match it.finding.as_deref() {
            Some("confirmed") => _ = told.insert(it.household_id, true),
            Some("not_confirmed") => _ = told.insert(it.household_id, false),
            _ => {}
        }
        if it.identified_on.is_some() {
            told.insert(it.household_id, true);
        }
    }
    for id in tx.identified_from(county.id, month.first_day(), month.last_day()).await? {
        told.insert(id, true);
    }
    Ok(told)
}

fn count(it: usize) -> i64 {
    i64::try_from(it).unwrap_or(i64::MAX)
}

/// Whether somebody has to go there.
fn is_visit(class: ClueClass) -> bool {
    class != ClueClass::AlreadyKnown
}

impl BothSides {
    /// What each side raised, as clues of the month.
    fn clues(&self, county: &Region) -> [Vec<Clue>; 2] {
        let at = chrono::DateTime::UNIX_EPOCH;
        [0, 1].map(|side| {
            let clues = self.outcomes[side].clues.iter();
            clues.map(|it| clue_of(it, 0, county, self.month, "", at)).collect()
        })
    }

    /// The county and its townships; rules and households go to `sum`.
    fn areas(&self, home: &Home, county: &Region, sum: &mut Summing) -> Vec<SimulatedArea> {
        let regions = &home.definitions.regions;
        let mut areas: BTreeMap<i64, SimulatedArea> = BTreeMap::new();
        let by_household = self.outcomes.each_ref().map(|it| {
            it.clues.iter().map(|found| (found.hid, found)).collect::<BTreeMap<i64, &Found>>()
        });
        let all: BTreeSet<i64> =
            by_household.iter().flat_map(|it| it.keys()).chain(self.told.keys()).copied().collect();
        let townships: BTreeMap<i64, i64> =
            self.evidence.snapshot.households.iter().map(|it| (it.hid, it.township)).collect();
        for hid in all {
            let pair = [by_household[0].get(&hid).copied(), by_household[1].get(&hid).copied()];
            let township = pair.iter().flatten().next().map(|it| it.township);
            let township = township.or_else(|| townships.get(&hid).copied());
            for region in [Some(county.id), township].into_iter().flatten() {
                areas.entry(region).or_default().count(pair, self.told.get(&hid).copied());
            }
            sum.household(regions, self.month, hid, pair, self.told.get(&hid).copied());
        }
        for (side, rules) in self.rules.iter().enumerate() {
            sum.rules_of(side, rules, &self.outcomes[side]);
        }
        let county_area = areas.entry(county.id).or_default();
        county_area.now.alarms = self.alarms[0];
        county_area.tried.alarms = self.alarms[1];
        areas
            .into_iter()
            .map(|(id, area)| {
                let region = regions.get(id);
                SimulatedArea {
                    region: region.map(|it| it.stat_code.clone()).unwrap_or_default(),
                    name: region.map(|it| it.name.clone()).unwrap_or_default(),
                    level: if id == county.id { "county" } else { "township" }.to_owned(),
                    month: self.month.to_string(),
                    ..area
                }
            })
            .collect()
    }
}

impl SimulatedSide {
    fn count(&mut self, found: Option<&Found>, told: Option<bool>) {
        let visited = found.is_some_and(|it| is_visit(it.class));
        if let Some(found) = found {
            *self.classes.entry(found.class.word().to_owned()).or_default() += 1;
        }
        match (visited, told) {
            (true, Some(true)) => self.found_true += 1,
            (true, Some(false)) => self.found_untrue += 1,
            (true, None) => self.untold += 1,
            // A household that is monitored and known is not missed.
            (false, Some(true)) if found.is_none() => self.missed += 1,
            (false, _) => {}
        }
        self.visits += i64::from(visited);
        self.rate();
    }

    fn add(&mut self, other: &SimulatedSide) {
        for (class, count) in &other.classes {
            *self.classes.entry(class.clone()).or_default() += count;
        }
        self.visits += other.visits;
        self.found_true += other.found_true;
        self.found_untrue += other.found_untrue;
        self.untold += other.untold;
        self.missed += other.missed;
        self.alarms += other.alarms;
        self.rate();
    }

    fn rate(&mut self) {
        let told = self.found_true + self.found_untrue;
        self.hit_rate_basis_points = (0 < told).then(|| self.found_true * 10_000 / told);
    }
}

impl SimulatedBenefit {
    fn differs(&self) -> bool {
        (self.entitled_now, self.amount_now) != (self.entitled_tried, self.amount_tried)
    }
}

impl SimulatedArea {
    fn count(&mut self, pair: [Option<&Found>; 2], told: Option<bool>) {
        self.now.count(pair[0], told);
        self.tried.count(pair[1], told);
        let visited = pair.map(|it| it.is_some_and(|it| is_visit(it.class)));
        self.more += i64::from(visited == [false, true]);
        self.fewer += i64::from(visited == [true, false]);
    }

    fn add(&mut self, other: &SimulatedArea) {
        self.now.add(&other.now);
        self.tried.add(&other.tried);
        self.more += other.more;
        self.fewer += other.fewer;
    }
}

/// What is gathered over counties and months.
#[derive(Default)]
struct Summing {
    by_rule: BTreeMap<String, SimulatedRule>,
    by_benefit: BTreeMap<String, SimulatedBenefit>,
    households: Vec<SimulatedHousehold>,
}

impl Summing {
    fn rules_of(&mut self, side: usize, rules: &[CompiledRule], outcome: &Outcome) {
        let mut visits: BTreeMap<&str, i64> = BTreeMap::new();
        for found in outcome.clues.iter().filter(|it| is_visit(it.class)) {
            for rule in found.rules.iter().filter(|it| it.effect == Effect::Clue.name()) {
                *visits.entry(&rule.rule).or_default() += 1;
            }
        }
        for rule in rules {
            let entry = self.by_rule.entry(rule.id.clone()).or_default();
            entry.rule.clone_from(&rule.id);
            entry.title.clone_from(&rule.title);
            let findings = outcome.findings.get(&rule.id).copied().unwrap_or_default();
            let visits = visits.get(rule.id.as_str()).copied().unwrap_or_default();
            if side == 0 {
                entry.findings_now += findings;
                entry.visits_now += visits;
            } else {
                entry.findings_tried += findings;
                entry.visits_tried += visits;
            }
        }
    }

    /// What benefits come to on both sides.
    fn benefits(
        &mut self,
        home: &Home,
        sides: [&Packs; 2],
        county: &Region,
        evidence: &Arc<CountyEvidence>,
    ) -> anyhow::Result<()> {
        for (side, packs) in sides.into_iter().enumerate() {
            for it in benefits::cost(home, packs, county, evidence.clone())? {
                let entry = self.by_benefit.entry(it.benefit.clone()).or_default();
                entry.benefit = it.benefit;
                entry.zh = it.zh;
                let amount = it.amount.unwrap_or_default();
                if side == 0 {
                    entry.entitled_now += it.entitled;
                    entry.amount_now += amount;
                } else {
                    entry.entitled_tried += it.entitled;
                    entry.amount_tried += amount;
                }
            }
        }
        Ok(())
    }

    fn rules(&self) -> Vec<SimulatedRule> {
        let differs = |it: &&SimulatedRule| {
            (it.findings_now, it.visits_now) != (it.findings_tried, it.visits_tried)
        };
        self.by_rule.values().filter(differs).cloned().collect()
    }

    fn household(
        &mut self,
        regions: &kernel::RegionTree,
        month: Month,
        hid: i64,
        pair: [Option<&Found>; 2],
        told: Option<bool>,
    ) {
        let rules = |it: Option<&Found>| -> Vec<String> {
            let rules = it.map(|it| it.rules.iter()).into_iter().flatten();
            rules.filter(|it| it.effect == Effect::Clue.name()).map(|it| it.rule.clone()).collect()
        };
        let class = |it: Option<&Found>| it.map(|it| it.class.word().to_owned());
        let (rules_now, rules_tried) = (rules(pair[0]), rules(pair[1]));
        let (class_now, class_tried) = (class(pair[0]), class(pair[1]));
        if class_now == class_tried && rules_now == rules_tried {
            return;
        }
        let village = pair.iter().flatten().next().map(|it| it.village).unwrap_or_default();
        self.households.push(SimulatedHousehold {
            household: hid,
            month: month.to_string(),
            village: regions.name_path(village),
            class_now,
            class_tried,
            rules_now,
            rules_tried,
            finding: told.map(|it| if it { "confirmed" } else { "not_confirmed" }.to_owned()),
        });
    }
}

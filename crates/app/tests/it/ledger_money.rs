//! 钱不多也不少: whatever is done to funds, projects, allocations, payments and assets, in whatever
//! order, no unit of money appears or disappears, and nothing is paid without a project.

use std::collections::BTreeMap;

use app::ledgers::{self, Draft, LedgerError, StepTaken};
use ledger::Plain;
use proptest::{
    prelude::*,
    test_runner::{Config, RngAlgorithm, TestRng, TestRunner},
};

use crate::support::{COUNTY, Office, at, office};

const LEDGERS: [&str; 5] = ["funds", "projects", "allocations", "payments", "assets"];

/// States a project may be taken over in, the last two of them outside the library.
const PROJECT_STATES: [&str; 6] =
    ["reserved", "started", "building", "completed", "draft", "declared"];

/// What somebody tries. Whether it succeeds is for the rules to say.
#[derive(Clone, Debug)]
enum Try {
    Fund { yuan: i64, arrived: bool },
    Project { yuan: i64, state: usize },
    Allocate { fund: usize, project: usize, yuan: i64, issued: bool },
    Pay { allocation: usize, yuan: i64, state: usize },
    Asset { project: usize, yuan: i64 },
    Change { ledger: usize, record: usize, yuan: i64 },
    Void { ledger: usize, record: usize },
    Restore { ledger: usize, record: usize },
    Act { ledger: usize, record: usize, action: usize },
}

fn tries() -> impl Strategy<Value = Try> {
    let yuan = 1_i64..60;
    let which = 0_usize..1000;
    prop_oneof![
        2 => (yuan.clone(), any::<bool>()).prop_map(|(yuan, arrived)| Try::Fund { yuan, arrived }),
        2 => (yuan.clone(), 0..PROJECT_STATES.len())
            .prop_map(|(yuan, state)| Try::Project { yuan: yuan * 3, state }),
        4 => (which.clone(), which.clone(), yuan.clone(), prop::bool::weighted(0.8)).prop_map(
            |(fund, project, yuan, issued)| Try::Allocate { fund, project, yuan, issued }),
        4 => (which.clone(), yuan.clone(), 0_usize..3)
            .prop_map(|(allocation, yuan, state)| Try::Pay { allocation, yuan, state }),
        1 => (which.clone(), yuan.clone())
            .prop_map(|(project, yuan)| Try::Asset { project, yuan }),
        3 => (0..LEDGERS.len(), which.clone(), yuan)
            .prop_map(|(ledger, record, yuan)| Try::Change { ledger, record, yuan }),
        2 => (0..LEDGERS.len(), which.clone())
            .prop_map(|(ledger, record)| Try::Void { ledger, record }),
        1 => (0..LEDGERS.len(), which.clone())
            .prop_map(|(ledger, record)| Try::Restore { ledger, record }),
        3 => (0..LEDGERS.len(), which, 0_usize..12)
            .prop_map(|(ledger, record, action)| Try::Act { ledger, record, action }),
    ]
}

#[test]
fn no_order_of_writes_makes_or_loses_money() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let books = runtime.block_on(Books::open());
    let config = Config { cases: 6, failure_persistence: None, ..Config::default() };
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &[7; 32]);
    let mut runner = TestRunner::new_with_rng(config, rng);
    let done = std::cell::RefCell::new(BTreeMap::new());
    runner
        .run(&prop::collection::vec(tries(), 60..90), |tries| {
            let mut records: BTreeMap<&str, Vec<i64>> = BTreeMap::new();
            for it in tries {
                let name = format!("{it:?}");
                let name = name.split([' ', '{']).next().unwrap_or_default().to_owned();
                let succeeded = runtime.block_on(books.attempt(&it, &mut records));
                if succeeded {
                    *done.borrow_mut().entry(name).or_insert(0) += 1;
                }
                let wrong = runtime.block_on(books.wrong());
                prop_assert!(wrong.is_empty(), "after {it:?}: {wrong:?}");
            }
            Ok(())
        })
        .unwrap();
    // Rules that refuse everything would keep the money together as well.
    let done = done.into_inner();
    for kind in ["Fund", "Project", "Allocate", "Pay", "Asset", "Change", "Void", "Act"] {
        assert!(done.get(kind).is_some_and(|it| *it > 2), "{kind}: {done:?}");
    }
}

struct Books {
    office: Office,
    officer: app::staff::Staff,
    approver: app::staff::Staff,
    county: i64,
}

/// What is read of a record to check the sums.
type Line = (i64, String, BTreeMap<String, i64>);

impl Books {
    async fn open() -> Books {
        let office = office().await;
        let officer = office.staff("officer", "county_officer", COUNTY, "").await;
        let approver = office.staff("approver", "county_approver", COUNTY, "").await;
        ledgers::ready(&office.home).await.unwrap();
        let county = office.home.region(COUNTY).unwrap().id;
        Books { office, officer, approver, county }
    }

    async fn attempt(&self, it: &Try, records: &mut BTreeMap<&'static str, Vec<i64>>) -> bool {
        let pick = |ledger: &str, at: usize, records: &BTreeMap<&'static str, Vec<i64>>| {
            let list = records.get(ledger)?;
            list.get(at % list.len().max(1)).copied()
        };
        match it {
            Try::Fund { yuan, arrived } => {
                let n = records.values().map(Vec::len).sum::<usize>();
                let values = [
                    ("document", text(&format!("测财农〔2026〕{n}-{yuan}号"))),
                    ("year", Plain::Number(2026)),
                    ("source", text("bridging")),
                    ("level", text("central")),
                    ("amount", fen(*yuan)),
                    ("notified_on", Plain::Number(20_000)),
                    ("arrived_on", Plain::Number(20_010)),
                ];
                let state = if *arrived { "arrived" } else { "notified" };
                self.add("funds", &values, state, records).await
            }
            Try::Project { yuan, state } => {
                let n = records.values().map(Vec::len).sum::<usize>();
                let values = [
                    ("code", text(&format!("C{n}-{yuan}-{state}"))),
                    ("name", text("测试项目")),
                    ("kind", text("infrastructure")),
                    ("nature", text("new")),
                    ("year", Plain::Number(2026)),
                    ("raised_by", text("village")),
                    ("budget", fen(*yuan)),
                ];
                self.add("projects", &values, PROJECT_STATES[*state], records).await
            }
            Try::Allocate { fund, project, yuan, issued } => {
                let (Some(fund), Some(project)) =
                    (pick("funds", *fund, records), pick("projects", *project, records))
                else {
                    return false;
                };
                let values = [
                    ("fund", Plain::Number(fund)),
                    ("project", Plain::Number(project)),
                    ("amount", fen(*yuan)),
                    ("document", text("测〔2026〕1号")),
                    ("decided_on", Plain::Number(20_020)),
                    ("fund_use", text("infrastructure")),
                    ("mode", text(",direct,")),
                ];
                let state = if *issued { "issued" } else { "proposed" };
                self.add("allocations", &values, state, records).await
            }
            Try::Pay { allocation, yuan, state } => {
                let Some(id) = pick("allocations", *allocation, records) else { return false };
                let Some(line) = self.lines("allocations", &["fund", "project"], id).await else {
                    return false;
                };
                let n = records.values().map(Vec::len).sum::<usize>();
                let values = [
                    ("allocation", Plain::Number(id)),
                    ("fund", Plain::Number(line.2["fund"])),
                    ("project", Plain::Number(line.2["project"])),
                    ("amount", fen(*yuan)),
                    ("payee_kind", text("collective")),
                    ("payee", text("测试村集体")),
                    ("reason", text("进度款")),
                    ("applied_on", Plain::Number(20_030)),
                    ("paid_on", Plain::Number(20_031)),
                    ("channel", text("treasury_direct")),
                    ("voucher", text(&format!("V{n}-{yuan}-{id}"))),
                ];
                let state = ["applied", "approved", "paid"][*state];
                self.add("payments", &values, state, records).await
            }
            Try::Asset { project, yuan } => {
                let Some(project) = pick("projects", *project, records) else { return false };
                let n = records.values().map(Vec::len).sum::<usize>();
                let sample = self.asset(project, *yuan, n);
                self.add("assets", &sample, "listed", records).await
                    || self.add("assets", &sample, "registered", records).await
            }
            Try::Change { ledger, record, yuan } => {
                let ledger = LEDGERS[*ledger];
                let Some(id) = pick(ledger, *record, records) else { return false };
                let field = match ledger {
                    "projects" => "budget",
                    "assets" => "original_value",
                    _ => "amount",
                };
                let typed = BTreeMap::from([(field.to_owned(), yuan.to_string())]);
                let version = self.version(ledger, id).await;
                let home = &self.office.home;
                let done =
                    ledgers::change(home, &self.officer, ledger, id, version, &typed, at(9)).await;
                settled(done)
            }
            Try::Void { ledger, record } => {
                let ledger = LEDGERS[*ledger];
                let Some(id) = pick(ledger, *record, records) else { return false };
                let (home, version) = (&self.office.home, self.version(ledger, id).await);
                let why = Some("登记错了");
                settled(ledgers::void(home, &self.officer, ledger, id, version, why, at(9)).await)
            }
            Try::Restore { ledger, record } => {
                let ledger = LEDGERS[*ledger];
                let Some(id) = pick(ledger, *record, records) else { return false };
                let (home, version) = (&self.office.home, self.version(ledger, id).await);
                settled(
                    ledgers::restore(home, &self.officer, ledger, id, version, None, at(9)).await,
                )
            }
            Try::Act { ledger, record, action } => {
                let ledger = LEDGERS[*ledger];
                let Some(id) = pick(ledger, *record, records) else { return false };
                self.act(ledger, id, *action).await
            }
        }
    }

    /// Some step of the ledger by whoever does it, with the fields it needs.
    async fn act(&self, ledger: &str, id: i64, action: usize) -> bool {
        let home = &self.office.home;
        let today = kernel::china_day(at(9));
        let view = ledgers::show_ledger(home, &self.officer, ledger, today).await.unwrap();
        let Some(action) = view.actions.get(action % view.actions.len().max(1)) else {
            return false;
        };
        let mut typed = BTreeMap::new();
        for name in &action.needs {
            let field = view.fields.iter().find(|it| it.name == *name).unwrap();
            let value = match field.ty.as_str() {
                "date" => "2026-02-01".to_owned(),
                "number" => "50".to_owned(),
                "code" | "codes" => field.codes[0].code.clone(),
                "link" => continue,
                _ => format!("测试{id}-{}", action.name),
            };
            typed.insert(name.clone(), value);
        }
        for who in [&self.officer, &self.approver] {
            let step = StepTaken {
                version: self.version(ledger, id).await,
                action: &action.name,
                typed: &typed,
                reason: Some("按程序"),
                on: None,
            };
            if settled(ledgers::act(home, who, ledger, id, &step, at(9)).await) {
                return true;
            }
        }
        false
    }

    fn asset(&self, project: i64, yuan: i64, n: usize) -> Vec<(&'static str, Plain)> {
        vec![
            ("code", text(&format!("Z{n}-{yuan}"))),
            ("name", text("测试资产")),
            ("class", text("public_asset")),
            ("condition", text("normal")),
            ("project", Plain::Number(project)),
            ("original_value", fen(yuan)),
            ("fiscal_value", fen(yuan)),
            ("ownership", text("collective")),
            ("title_basis", text("村民代表会议决议")),
            ("owner", text("测试村")),
            ("keeper", text("村委会")),
        ]
    }

    async fn add(
        &self,
        ledger: &'static str,
        values: &[(&str, Plain)],
        state: &str,
        records: &mut BTreeMap<&'static str, Vec<i64>>,
    ) -> bool {
        let home = &self.office.home;
        let today = kernel::china_day(at(9));
        let view = ledgers::show_ledger(home, &self.officer, ledger, today).await.unwrap();
        let known = |name: &str| view.fields.iter().any(|it| it.name == name);
        let values = values.iter().filter(|(name, _)| known(name));
        let values = values.map(|(name, it)| ((*name).to_owned(), it.clone())).collect();
        let draft = Draft { region_id: self.county, values, state: Some(state.to_owned()) };
        let mut tx = home.db.write().await.unwrap();
        let drafts = [draft];
        let written =
            ledgers::add_many(home, &mut tx, ledger, self.county, &drafts, "test", at(9)).await;
        let written = written.unwrap().remove(0);
        tx.commit().await.unwrap();
        match written {
            Ok(id) => {
                records.entry(ledger).or_default().push(id);
                true
            }
            Err(_) => false,
        }
    }

    async fn version(&self, ledger: &str, id: i64) -> i64 {
        let today = kernel::china_day(at(9));
        let home = &self.office.home;
        ledgers::show(home, &self.officer, ledger, id, today).await.unwrap().version
    }

    async fn lines(&self, ledger: &str, fields: &[&str], id: i64) -> Option<Line> {
        self.all(ledger, fields).await.into_iter().find(|it| it.0 == id)
    }

    /// The living records of a ledger with some of their numbers, read past everything that computes.
    async fn all(&self, ledger: &str, fields: &[&str]) -> Vec<Line> {
        let home = &self.office.home;
        let today = kernel::china_day(at(9));
        let definitions = home.definitions.ledgers.of(&home.packs(), COUNTY, today);
        let definition = definitions.iter().find(|it| it.id == ledger).unwrap();
        let scope = store::Scope::region(self.county, kernel::RegionLevel::County);
        let mut tx = home.db.read().await.unwrap();
        let filter = store::RecordFilter::default();
        let found = tx.records(definition, fields, &scope, &filter, None, 100_000).await.unwrap();
        found
            .into_iter()
            .map(|it| {
                let numbers = fields.iter().zip(&it.cells);
                let numbers = numbers
                    .map(|(name, cell)| ((*name).to_owned(), cell.number().unwrap_or_default()));
                (it.id, it.state, numbers.collect())
            })
            .collect()
    }

    /// Every sum that does not hold.
    async fn wrong(&self) -> Vec<String> {
        let funds = self.all("funds", &["amount", "allocated", "paid"]).await;
        let projects = self.all("projects", &["budget", "allocated", "paid"]).await;
        let allocations = self.all("allocations", &["fund", "project", "amount", "paid"]).await;
        let payments = self.all("payments", &["allocation", "project", "fund", "amount"]).await;
        let assets = self.all("assets", &["project", "fiscal_value"]).await;
        let mut wrong = Vec::new();
        let of = |lines: &[Line], field: &str, key: i64, states: &[&str], amount: &str| -> i64 {
            lines
                .iter()
                .filter(|it| it.2[field] == key && states.contains(&it.1.as_str()))
                .map(|it| it.2[amount])
                .sum()
        };
        let alive = ["proposed", "issued"];
        let owed = ["applied", "approved", "paid"];
        for (id, _, it) in &funds {
            let allocated = of(&allocations, "fund", *id, &alive, "amount");
            if allocated > it["amount"] || allocated != it["allocated"] {
                wrong.push(format!("fund {id}: {allocated} of {it:?}"));
            }
            let paid = of(&payments, "fund", *id, &["paid"], "amount");
            if paid > it["amount"] || paid != it["paid"] {
                wrong.push(format!("fund {id}: paid {paid} of {it:?}"));
            }
        }
        for (id, state, it) in &allocations {
            if !funds.iter().any(|fund| fund.0 == it["fund"]) {
                wrong.push(format!("allocation {id} without a fund"));
            }
            let paid = of(&payments, "allocation", *id, &owed, "amount");
            if paid > it["amount"] || (paid > 0 && state != "issued") {
                wrong.push(format!("allocation {id} ({state}): {paid} of {it:?}"));
            }
        }
        for (id, state, it) in &projects {
            let issued = of(&allocations, "project", *id, &["issued"], "amount");
            if issued != it["allocated"] || issued > it["budget"] {
                wrong.push(format!("project {id} ({state}): {issued} of {it:?}"));
            }
            let booked = ["registered", "handed_over", "archived", "disposed"];
            let value = of(&assets, "project", *id, &booked, "fiscal_value");
            if value > issued {
                wrong.push(format!("project {id}: assets of {value}, allocated {issued}"));
            }
        }
        for (id, state, it) in &payments {
            if !owed.contains(&state.as_str()) {
                continue;
            }
            let allocation = allocations.iter().find(|line| line.0 == it["allocation"]);
            let same = allocation.is_some_and(|line| line.2["project"] == it["project"]);
            let project = projects.iter().find(|line| line.0 == it["project"]);
            let inside = project.is_some_and(|line| {
                !matches!(line.1.as_str(), "draft" | "declared" | "reviewed" | "removed")
            });
            if !same || !inside {
                wrong.push(format!("payment {id} without a project in the library"));
            }
        }
        wrong
    }
}

fn text(it: &str) -> Plain {
    Plain::Text(it.to_owned())
}

fn fen(yuan: i64) -> Plain {
    Plain::Number(yuan * 100)
}

/// Refusals are answers; anything else is a fault.
fn settled(done: Result<(), LedgerError>) -> bool {
    match done {
        Ok(()) => true,
        Err(LedgerError::Internal(error)) => panic!("{error:#}"),
        Err(_) => false,
    }
}

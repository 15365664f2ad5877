//! Events beside screening: what the packs name is there, and households that do not recover are
//! asked about.

use std::collections::BTreeSet;

use app::{
    screen::{CountyReport, screen},
    shocks::{
        self, EventHouseholdReport, EventListChange, NewEvent, NewEventArea, NewEventCampaign,
        ShockError,
    },
    staff::Staff,
};
use kernel::ResidentId;
use policy::{FoundBy, TriggerOf};
use shock::{EventFinding, MemberAction, Recovery};
use store::{Household, Person};

use crate::{
    families::{household, person},
    support::{COUNTY, COUNTY_PACK, Office, VILLAGE, at, office, office_with},
};

#[tokio::test]
async fn what_kinds_of_events_and_triggers_name_is_there() {
    let office = office().await;
    let home = &office.home;
    let on = "2023-10-31".parse().expect("a date");
    let packs = home.packs();
    for code in ["", "53", "532327", "52", "51"] {
        let ledgers = home.definitions.ledgers.of(&packs, code, on);
        let field = |ledger: &str, name: &str| {
            let ledger = ledgers.iter().find(|it| it.id == ledger);
            let ledger = ledger.unwrap_or_else(|| panic!("{code}: no such ledger"));
            let found = ledger.field(name);
            found.unwrap_or_else(|| panic!("{code}: {} has no {name}", ledger.id)).clone()
        };
        let types = packs.shock_types(code, on);
        assert_eq!(types.len(), 12, "{code}");
        for it in &types {
            if let Some(hits) = &it.hits {
                assert!(ledgers.iter().any(|ledger| ledger.id == hits.ledger), "{}", it.id);
                if let Some(name) = &hits.field {
                    field(&hits.ledger, name);
                }
            }
            for way in &it.ways {
                let FoundBy::Ledger(by) = &way.by else { continue };
                let of = field(&by.ledger, &by.of).ty;
                assert!(
                    matches!(of, ledger::FieldType::Household | ledger::FieldType::Person),
                    "{}: {} names nobody",
                    it.id,
                    by.of
                );
                let hits = it.hits.as_ref().expect("a link points to something");
                let link = by.link.as_ref().map(|name| field(&by.ledger, name).ty);
                let fits = match (&link, &hits.field) {
                    (Some(ledger::FieldType::Link { to }), None) => *to == hits.ledger,
                    (Some(ledger::FieldType::Code { .. }), Some(_)) => true,
                    _ => false,
                };
                assert!(fits, "{}: {:?} does not point to {}", it.id, by.link, hits.ledger);
                let ledger = ledgers.iter().find(|ledger| ledger.id == by.ledger);
                let states: BTreeSet<&str> =
                    ledger.iter().flat_map(|it| &it.states).map(|it| it.name.as_str()).collect();
                assert!(by.states.iter().all(|it| states.contains(it.as_str())), "{}", it.id);
            }
        }
        for it in packs.alarm_triggers(code, on) {
            match &it.of {
                TriggerOf::Indicator { indicator, .. } => {
                    let found = home.definitions.indicators.get(code, indicator);
                    let found = found.unwrap_or_else(|| panic!("no indicator {indicator}"));
                    assert_eq!(found.unit.written(), policy::Unit::Percent, "{indicator}");
                }
                TriggerOf::Prices { ledger, product, on, price, .. } => {
                    assert_eq!(field(ledger, product).ty, ledger::FieldType::Text);
                    assert_eq!(field(ledger, on).ty, ledger::FieldType::Date);
                    assert_eq!(field(ledger, price).ty, ledger::FieldType::Money);
                }
            }
        }
    }
}

/// Three families of one person each, in one village.
async fn people(office: &Office) {
    let keys = &office.home.keys;
    let households: Vec<Household> = (1..=3).map(household).collect();
    let people: Vec<Person> = (1..=3)
        .map(|id| {
            let number = ResidentId::with_check_digit(&format!("00000020100101{id:03}")).unwrap();
            person(keys, id, id, format!("赵{id}"), &number)
        })
        .collect();
    let mut tx = office.home.db.write().await.unwrap();
    tx.save_households(&households).await.unwrap();
    tx.save_persons(&people).await.unwrap();
    tx.commit().await.unwrap();
}

async fn screened(office: &Office, minutes: i64) -> CountyReport {
    let county = office.home.region(COUNTY).unwrap().clone();
    let month = "2023-10".parse().unwrap();
    let done = screen(&office.home, &county, month, "an", at(minutes), &|_| {}).await.unwrap();
    done.counties.into_iter().next().unwrap()
}

/// Households with an open clue of the month.
async fn raised(office: &Office) -> Vec<i64> {
    let mut tx = office.home.db.read().await.unwrap();
    let clues = tx.clues_in(3, "2023-10").await.unwrap();
    clues.into_iter().filter(|it| it.state == "open").map(|it| it.household_id).collect()
}

fn flood() -> NewEvent {
    NewEvent {
        kind: "meteorological".into(),
        subtype: Some("flood".into()),
        happened_on: "2023-08-01".parse().unwrap(),
        title: None,
        areas: vec![NewEventArea { region: VILLAGE.into(), group: None }],
        source: "县应急局".into(),
        document: None,
        description: None,
        target: None,
    }
}

async fn does(office: &Office, staff: &Staff, event: i64, household: i64, action: MemberAction) {
    let seen = shocks::show_member(&office.home, staff, event, household, kernel::china_day(at(0)));
    let version = seen.await.unwrap().row.version;
    let report = EventHouseholdReport { version, on: None, action };
    shocks::report(&office.home, staff, event, household, &report, at(20)).await.unwrap();
}

fn found(finding: EventFinding) -> MemberAction {
    MemberAction::Report { finding, zone: None, class: None, loss_fen: None, note: None }
}

/// A county whose own plan asks about families that do not recover, by Yunnan's rule.
const RULE: &str = include_str!("../../../../packs/cn-53/rules/R427.toml");
const CASES: &str = include_str!("../../../../packs/cn-53/cases/R427.toml");

#[tokio::test]
async fn who_does_not_recover_is_asked_about_by_the_next_screening() {
    let office = office_with(&[
        ("packs/cn-990123/pack.toml", COUNTY_PACK),
        ("packs/cn-990123/rules/R427.toml", RULE),
        ("packs/cn-990123/cases/R427.toml", CASES),
    ])
    .await;
    people(&office).await;
    let home = &office.home;
    let county = office.staff("an.county", "county_officer", COUNTY, "").await;

    // No event was ever recorded: nobody knows, and nobody says that all is well.
    let first = screened(&office, 5).await;
    assert!(first.not_judged.iter().any(|it| it.rule == "R427"), "{:?}", first.not_judged);

    let event = shocks::record(home, &county, &flood(), at(10)).await.unwrap();
    let opened = NewEventCampaign { version: 0, ways: Vec::new(), month: None };
    let opened = shocks::open(home, &county, event, &opened, at(11)).await.unwrap();
    assert_eq!((opened.listed, opened.cases), (3, 0));
    let second = screened(&office, 12).await;
    assert!(!second.not_judged.iter().any(|it| it.rule == "R427"));
    assert_eq!(raised(&office).await, [1, 2, 3], "91 days after the flood nobody has recovered");

    // Not affected, recovered, in hardship: only the last is still asked about.
    does(&office, &county, event, 1, found(EventFinding::NotAffected)).await;
    does(&office, &county, event, 2, found(EventFinding::NoHardship)).await;
    let recovered = MemberAction::FollowUp { recovery: Recovery::Recovered, note: "好了".into() };
    does(&office, &county, event, 2, recovered).await;
    does(&office, &county, event, 3, found(EventFinding::Hardship)).await;
    screened(&office, 30).await;
    assert_eq!(raised(&office).await, [3]);

    // Dropped: nobody is left, and that is known.
    let today = kernel::china_day(at(0));
    let seen = shocks::show_member(home, &county, event, 3, today).await.unwrap();
    let drop =
        EventListChange {
            version: seen.row.version, drop: true, reason: "并到另一事件".into()
        };
    shocks::change_listing(home, &county, event, 3, &drop, at(40)).await.unwrap();
    let last = screened(&office, 45).await;
    assert_eq!(raised(&office).await, [0_i64; 0]);
    assert!(!last.not_judged.iter().any(|it| it.rule == "R427"), "zero, not unknown");
    let again = screened(&office, 50).await;
    assert!(again.repeated, "nothing changed, nothing is written");

    // Every write left its row.
    for (action, times) in
        [("event.record", 1), ("event.open_campaign", 1), ("event.act", 5), ("case.open", 1)]
    {
        assert_eq!(office.audited(action).await.len(), times, "{action}");
    }
    shocks::close(home, &county, event, 1, "都已处理", at(55)).await.unwrap();
    let late = shocks::close(home, &county, event, 2, "再结束", at(56)).await;
    assert!(matches!(late, Err(ShockError::State(_))), "{late:?}");
}

//! The sample county, compared with what was planted in it, file by file and row by row.
//!
//! The sample lies beside the checkout (`../shared`); where it does not, the test says so.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::Path;

use chrono::NaiveDate;
use intake::{
    BlindIndex, Departure, Duplicates, Feeds, HouseholdRepeats, Matcher, Outcome, ReviewReason,
    Roster, RosterPerson, Row, Skip, StruckOff, TextEncoding, UnmatchedReason, group_key,
    names_agree, open, phone_key,
};
use kernel::{IdForm, RegionNames, RegionTree, ResidentId, Value, date_of};

use crate::support::{ReadSheet, feeds, project, read_file};

const POLICE: &str = "02_公安局/永仁县农村户籍人口_截至20231031.csv";
const PERSONS: &str = "01_国家系统导出/（自定义）监测对象信息_20231031.xlsx";
const DEPARTURES: &str = "02_公安局/2023年死亡注销及迁出人员.xlsx";

#[test]
fn the_sample_county_reconciles_with_its_truth() {
    let folder = project().join("../shared/samples/yongren");
    if !folder.exists() {
        println!("skipped: {} is not there", folder.display());
        return;
    }
    let feeds = feeds();
    let tree = std::fs::read_to_string(project().join("data/regions.csv")).unwrap();
    let tree = RegionTree::parse(&tree).unwrap();
    let names = RegionNames::of(&tree, tree.by_stat_code("532327").unwrap().id);
    let truth = Truth::load(&folder);
    let mut differences: Vec<String> = Vec::new();

    let people = People::gather(feeds, &folder, &names, &mut differences);
    let mut claims_seen: HashMap<i64, (u32, i64)> = HashMap::new();
    let mut medical = Medical::default();
    for expected in &truth.files {
        let path = folder.join(&expected["file"]);
        let sheets = match read_file(feeds, &path) {
            Err(error) => {
                let code = match expected["key"].as_str() {
                    "zero" => "file_empty",
                    "blank" => "file_no_data",
                    "cut" => "file_truncated",
                    _ => "no error",
                };
                if error.code() != code {
                    differences.push(format!(
                        "{}: {} ({error}) ≠ {code}",
                        expected["file"],
                        error.code()
                    ));
                }
                continue;
            }
            Ok(sheets) => sheets,
        };
        let sheet = sheets.iter().find(|sheet| sheet.name == expected["sheet"]);
        let Some(sheet) = sheet.or(sheets.first().filter(|_| expected["sheet"].is_empty())) else {
            differences.push(format!("{}: sheet {} not read", expected["file"], expected["sheet"]));
            continue;
        };
        check_layout(&path, sheet, expected, &mut differences);
        let outcomes = people.outcomes(feeds, sheet, &names, &mut claims_seen, &mut differences);
        check_counts(sheet, &outcomes, expected, &mut differences);
        truth.check_rows(sheet, &outcomes, expected, &people, &mut differences);
        truth.check_cells(sheet, expected, &mut differences);
        match sheet.recognised.feed.as_str() {
            "medical_claims" => medical.add(sheet, &outcomes),
            "hotline_appeals" | "platform_appeals" => {
                check_hardship(&folder, sheet, &expected["file"], &mut differences);
            }
            _ => (),
        }
    }
    medical.check(&folder, &mut differences);
    for difference in differences.iter().take(200) {
        println!("{difference}");
    }
    assert_eq!(differences.len(), 0, "differences from the truth");
}

#[test]
fn every_file_of_the_sample_opens_to_the_sheets_it_has() {
    let folder = project().join("../shared/samples/yongren");
    if !folder.exists() {
        println!("skipped: {} is not there", folder.display());
        return;
    }
    let book = open(&folder.join("08_住建局/农村C、D级危房台账（10月更新）.xlsx")).unwrap();
    let hidden: Vec<bool> = book.sheets().iter().map(|sheet| sheet.hidden).collect();
    assert_eq!(hidden, [false, true]);
    assert_eq!(book.data_sheets().collect::<Vec<_>>(), [0]);
    let book = open(&folder.join("04_民政局/2023年10月份农村低保备案表.xls")).unwrap();
    assert_eq!(book.sheets().len(), 3);
    assert_eq!(book.data_sheets().count(), 1);
}

/// The people of the base, and what each stands for in the truth.
struct People {
    roster: Roster,
    /// The number of each person, by pid.
    ids: HashMap<i64, String>,
    /// The national number of each household, by hid.
    household_nos: HashMap<i64, BTreeSet<String>>,
    book_nos: HashMap<i64, BTreeSet<String>>,
}

impl People {
    /// Base = police register + national persons; the departures mark or strike off.
    fn gather(
        feeds: &Feeds,
        folder: &Path,
        names: &RegionNames,
        differences: &mut Vec<String>,
    ) -> People {
        let mut people: Vec<RosterPerson> = Vec::new();
        let mut ids: HashMap<i64, String> = HashMap::new();
        let mut by_id: HashMap<ResidentId, usize> = HashMap::new();
        let mut household_of: HashMap<String, i64> = HashMap::new();
        let mut book_nos: HashMap<i64, BTreeSet<String>> = HashMap::new();
        let mut household_nos: HashMap<i64, BTreeSet<String>> = HashMap::new();
        let mut unplaced = 0;

        let police = read_file(feeds, &folder.join(POLICE)).unwrap().remove(0);
        let birth = police_birth(feeds);
        for row in &police.rows {
            let next = household_of.len() as i64 + 1;
            let hid = *household_of.entry(format!("book {}", row.person.book_no)).or_insert(next);
            book_nos.entry(hid).or_default().insert(row.person.book_no.clone());
            let address = names.in_address(&row.person.address);
            if address.is_none() {
                unplaced += 1;
            }
            let id = row.id.as_ref().ok().map(|reading| reading.id);
            if let Some(&known) = id.and_then(|id| by_id.get(&id)) {
                people[known].other_households |= people[known].hid != hid;
                continue;
            }
            let pid = people.len() as i64;
            if let Some(id) = id {
                by_id.insert(id, people.len());
                ids.insert(pid, id.reveal().to_owned());
            }
            people.push(RosterPerson {
                pid,
                hid,
                village: address.as_ref().map_or(0, |address| address.village),
                name: row.person.name.clone(),
                birth: row.values[birth].as_int().map(date_of).unwrap_or_default(),
                phone: None,
                group: address.and_then(|it| it.group).map_or(0, |group| group_key(&group)),
                index: id.as_ref().map(index),
                departed: None,
                other_households: false,
            });
        }

        let persons = read_file(feeds, &folder.join(PERSONS)).unwrap().remove(0);
        let mut of_number: HashMap<String, i64> = HashMap::new();
        for row in &persons.rows {
            if let Ok(reading) = &row.id
                && let Some(&known) = by_id.get(&reading.id)
            {
                of_number.entry(row.person.household_no.clone()).or_insert(people[known].hid);
            }
        }
        for row in &persons.rows {
            let next = (household_of.len() + of_number.len()) as i64 + 1_000_000;
            let hid = *of_number.entry(row.person.household_no.clone()).or_insert(next);
            household_nos.entry(hid).or_default().insert(row.person.household_no.clone());
            let phone = Some(phone_key(&row.person.phone)).filter(|_| !row.person.phone.is_empty());
            let Ok(reading) = &row.id else { continue };
            if let Some(&known) = by_id.get(&reading.id) {
                people[known].phone = people[known].phone.or(phone);
                continue;
            }
            // Registered without a number: the national export knows it.
            let birth = reading.id.birth();
            let unnumbered = people.iter_mut().enumerate().find(|(_, person)| {
                person.index.is_none() && person.name == row.person.name && person.birth == birth
            });
            if let Some((known, person)) = unnumbered {
                person.index = Some(index(&reading.id));
                by_id.insert(reading.id, known);
                ids.insert(person.pid, reading.id.reveal().to_owned());
                continue;
            }
            let pid = people.len() as i64;
            by_id.insert(reading.id, people.len());
            ids.insert(pid, reading.id.reveal().to_owned());
            let village = names.village(Some(&row.person.township), &row.person.village);
            people.push(RosterPerson {
                pid,
                hid,
                village: village.unwrap_or(0),
                name: row.person.name.clone(),
                birth: reading.id.birth(),
                phone,
                group: 0,
                index: Some(index(&reading.id)),
                departed: None,
                other_households: false,
            });
        }
        if unplaced > 0 {
            differences
                .push(format!("{unplaced} addresses of the police register have no village"));
        }

        let departures = read_file(feeds, &folder.join(DEPARTURES)).unwrap().remove(0);
        let table = feeds.get("departures").unwrap().table.clone();
        let (kind, on) = (table.position("kind").unwrap(), table.position("departed_on").unwrap());
        let mut struck_off = Vec::new();
        for row in &departures.rows {
            let Ok(reading) = &row.id else { continue };
            let departure = match row.values[kind] {
                Value::Int(0) => Departure::Died,
                _ => Departure::Moved,
            };
            let date = row.values[on].as_int().map(date_of).unwrap_or(NaiveDate::MIN);
            match by_id.get(&reading.id) {
                Some(&known) => people[known].departed = Some((departure, date)),
                None => {
                    struck_off.push(StruckOff { index: index(&reading.id), departure, on: date })
                }
            }
        }
        People { roster: Roster::new(people, struck_off), ids, household_nos, book_nos }
    }

    /// The verdict on every row of the sheet; `None` for a repeated row, with the first.
    fn outcomes(
        &self,
        feeds: &Feeds,
        sheet: &ReadSheet,
        names: &RegionNames,
        claims_seen: &mut HashMap<i64, (u32, i64)>,
        differences: &mut Vec<String>,
    ) -> Vec<(u32, Found)> {
        let feed = feeds.get(&sheet.recognised.feed).unwrap();
        let mut repeats = HouseholdRepeats::new(&feed.one_household);
        if !feed.one_household.is_empty() {
            sheet.rows.iter().for_each(|row| repeats.see(row));
        }
        let matcher = Matcher::new(&self.roster, &index);
        let mut duplicates = Duplicates::new();
        let mut found = Vec::new();
        let mut unplaced = 0;
        let mut own_claims = Vec::new();
        for row in &sheet.rows {
            if let Some(repeated) = duplicates.seen(row) {
                if repeated.differs {
                    differences
                        .push(format!("{} row {}: key again, content differs", feed.name, row.row));
                }
                found.push((
                    row.row,
                    Found::Duplicate(format!("same as row {}", repeated.first_row)),
                ));
                continue;
            }
            if let Some(key) = row.natural_key {
                if let Some((first, content)) = claims_seen.get(&key) {
                    if *content != row.content_hash {
                        differences.push(format!(
                            "{} row {}: claim differs from row {first} of the other file",
                            feed.name, row.row
                        ));
                    }
                    found.push((
                        row.row,
                        Found::Duplicate(format!("same as other file, row {first}")),
                    ));
                    continue;
                }
                own_claims.push((key, (row.row, row.content_hash)));
            }
            let person = &row.person;
            // The truth counts candidates by name alone where the file has no column for the
            // village, so the address of the police register is not used here.
            let village = match person.village.is_empty() {
                true => None,
                false => {
                    let township = Some(person.township.as_str()).filter(|it| !it.is_empty());
                    let village = names.village(township, &person.village);
                    unplaced += usize::from(village.is_none());
                    village
                }
            };
            let event = feed.event_date.and_then(|slot| row.values[slot].as_int()).map(date_of);
            let repeats = (!feed.one_household.is_empty()).then_some(&repeats);
            let verdict = matcher.verdict(row, village, event, feed, repeats);
            found.push((row.row, Found::Verdict(verdict.pid, verdict.hid, verdict.outcome)));
        }
        claims_seen.extend(own_claims);
        if unplaced > 0 {
            differences
                .push(format!("{}: {unplaced} rows name a village that was not found", feed.name));
        }
        found
    }
}

enum Found {
    Duplicate(String),
    Verdict(Option<i64>, Option<i64>, Outcome),
}

impl Found {
    /// State and reason in the words of the truth; `None` for a row that is simply matched.
    fn words(&self) -> Option<(&'static str, String)> {
        Some(match self {
            Found::Duplicate(reason) => ("duplicate", reason.clone()),
            Found::Verdict(_, _, outcome) => match outcome {
                Outcome::Matched => return None,
                Outcome::Review(reason) => ("matched_review", reason.code().to_owned()),
                Outcome::Unmatched(reason) => {
                    let words = match reason {
                        UnmatchedReason::NotInRegister => "not in base",
                        UnmatchedReason::DiedStruckOff => "died, struck off",
                        UnmatchedReason::MovedStruckOff => "moved away, struck off",
                    };
                    ("unmatched", words.to_owned())
                }
                Outcome::Candidate { problem: Some(problem), .. } => {
                    ("candidate", problem.code().to_owned())
                }
                // The police register has three children without a number; the truth knows their
                // numbers, no file does. Their claims are candidates here, matched there.
                Outcome::Candidate { problem: None, .. } => return None,
                Outcome::Quarantined(problem) => ("quarantined", problem.code().to_owned()),
                Outcome::Accepted => ("accepted", "row about a whole group".to_owned()),
            },
        })
    }
}

fn index(id: &ResidentId) -> BlindIndex {
    let mut index = [0; 16];
    index[..8].copy_from_slice(&id.seventeen().to_le_bytes());
    index
}

fn police_birth(feeds: &Feeds) -> usize {
    feeds.get("police_register").unwrap().table.position("birth").unwrap()
}

type Line = BTreeMap<String, String>;

/// The planted truth.
struct Truth {
    files: Vec<Line>,
    /// State, reason, person, household, candidates by file, sheet and row.
    rows: BTreeMap<(String, String), BTreeMap<u32, Line>>,
    defects: BTreeMap<(String, String), Vec<Line>>,
    quarantine: BTreeMap<(String, String), BTreeMap<String, u32>>,
    person_ids: HashMap<String, String>,
    household_of_id: HashMap<String, String>,
    households: HashMap<String, Line>,
}

impl Truth {
    fn load(folder: &Path) -> Truth {
        let lines = |name: &str| read_lines(&folder.join("truth").join(name));
        let place = |line: &Line| (line["file"].clone(), line["sheet"].clone());
        let mut rows: BTreeMap<_, BTreeMap<u32, Line>> = BTreeMap::new();
        for line in lines("row_outcomes.csv") {
            rows.entry(place(&line)).or_default().insert(line["row"].parse().unwrap(), line);
        }
        let mut defects: BTreeMap<_, Vec<Line>> = BTreeMap::new();
        for line in lines("defects.csv") {
            defects.entry(place(&line)).or_default().push(line);
        }
        let mut quarantine: BTreeMap<_, BTreeMap<String, u32>> = BTreeMap::new();
        for line in lines("quarantine_reasons.csv") {
            let count = line["rows"].parse().unwrap();
            quarantine.entry(place(&line)).or_default().insert(line["reason"].clone(), count);
        }
        let persons = lines("persons.csv");
        let household_of_id = persons.iter();
        let household_of_id = household_of_id
            .map(|line| (line["id_no"].clone(), line["household_id"].clone()))
            .collect();
        let persons = persons.into_iter();
        let households = lines("households.csv").into_iter();
        Truth {
            files: lines("files.csv"),
            rows,
            defects,
            quarantine,
            household_of_id,
            person_ids: persons
                .map(|mut line| (take(&mut line, "person_id"), take(&mut line, "id_no")))
                .collect(),
            households: households
                .map(|mut line| (take(&mut line, "household_id"), line))
                .collect(),
        }
    }

    fn check_rows(
        &self,
        sheet: &ReadSheet,
        outcomes: &[(u32, Found)],
        expected: &Line,
        people: &People,
        differences: &mut Vec<String>,
    ) {
        let key = (expected["file"].clone(), expected["sheet"].clone());
        let none = BTreeMap::new();
        let truth = self.rows.get(&key).unwrap_or(&none);
        let mut found: BTreeMap<u32, (String, String)> = BTreeMap::new();
        let about_people = expected["person_rows"] == "yes";
        let mut reasons: BTreeMap<String, u32> = BTreeMap::new();
        for (row, outcome) in outcomes {
            if let Some((state, reason)) = outcome.words().filter(|_| about_people) {
                if matches!(state, "candidate" | "quarantined") {
                    *reasons.entry(reason.clone()).or_default() += 1;
                }
                found.insert(*row, (state.to_owned(), reason));
            }
        }
        if self.quarantine.get(&key).cloned().unwrap_or_default() != reasons {
            differences.push(format!("{}: quarantine reasons {reasons:?}", key.0));
        }
        for (row, why) in &sheet.skipped {
            let state = if *why == Skip::RepeatedHeader { "header" } else { why.code() };
            // The truth counts footers but does not list them.
            if sheet.recognised.header_row < *row && *why != Skip::Footer {
                found.insert(*row, (state.to_owned(), String::new()));
            }
        }
        for row in truth.keys().chain(found.keys()).collect::<BTreeSet<_>>() {
            let wanted = truth.get(row).map(|line| (line["state"].clone(), line["reason"].clone()));
            if wanted.as_ref() != found.get(row) {
                differences.push(format!("{} row {row}: {:?} ≠ {wanted:?}", key.0, found.get(row)));
            }
        }
        for (row, outcome) in outcomes {
            let Found::Verdict(pid, hid, outcome) = outcome else { continue };
            if let Outcome::Candidate { problem: None, chosen, .. } = outcome {
                println!("{} row {row}: registered without a number", key.0);
                let id = sheet.rows.iter().find(|it| it.row == *row).unwrap().id.unwrap().id;
                let household = self.household_of_id.get(id.reveal());
                let right = household.is_some_and(|it| self.is_household(people, hid.unwrap(), it));
                if chosen.is_none() || !right {
                    differences.push(format!("{} row {row}: not the child meant", key.0));
                }
            }
            let Some(line) = truth.get(row) else { continue };
            if let Outcome::Candidate { candidates, chosen, .. } = outcome {
                if candidates.len().to_string() != line["candidates"] {
                    let count = &line["candidates"];
                    differences.push(format!(
                        "{} row {row}: {} candidates ≠ {count}",
                        key.0,
                        candidates.len()
                    ));
                }
                if chosen.is_some()
                    && !self.is_household(people, hid.unwrap(), &line["household_id"])
                {
                    differences.push(format!("{} row {row}: chose the wrong household", key.0));
                }
            }
            if let Outcome::Review(ReviewReason::NameConflict { .. }) = outcome {
                // The number's owner is in the base; the truth names the person really meant.
                assert!(pid.is_some_and(|pid| people.ids.contains_key(&pid)));
                assert!(self.person_ids.contains_key(&line["person_id"]));
            }
        }
    }

    fn is_household(&self, people: &People, hid: i64, household: &str) -> bool {
        let Some(line) = self.households.get(household) else { return false };
        let has = |numbers: &HashMap<i64, BTreeSet<String>>, number: &str| {
            numbers.get(&hid).is_some_and(|numbers| numbers.contains(number))
        };
        has(&people.book_nos, &line["police_no"])
            || has(&people.book_nos, &line["second_police_no"])
            || has(&people.household_nos, &line["household_no"])
    }

    /// Every planted defect of a cell: cleaned to the right value, or lost or kept with a warning.
    fn check_cells(&self, sheet: &ReadSheet, expected: &Line, differences: &mut Vec<String>) {
        let key = (expected["file"].clone(), expected["sheet"].clone());
        let rows: HashMap<u32, &Row> = sheet.rows.iter().map(|row| (row.row, row)).collect();
        for defect in self.defects.get(&key).map(Vec::as_slice).unwrap_or(&[]) {
            let number: u32 = defect["row"].parse().unwrap();
            let (kind, right) = (defect["kind"].as_str(), defect["right"].as_str());
            let Some(row) = rows.get(&number) else {
                differences.push(format!("{} row {number}: {kind} is no row", key.0));
                continue;
            };
            let columns = sheet.recognised.columns.iter();
            let column = columns.clone().find(|column| column.header == defect["column"]);
            let target =
                column.and_then(|column| column.targets.first()).cloned().unwrap_or_default();
            let mut wrong = |why: String| {
                differences.push(format!("{} row {number} {kind} {target}: {why}", key.0));
            };
            let has_warning = row.warnings.iter().any(|warning| *warning.column == *target);
            let slot = feeds().get(&sheet.recognised.feed).unwrap().table.position(&target);
            match (kind.split('_').next().unwrap(), defect["action"].as_str()) {
                ("id", "clean") => {
                    let read = row.id.as_ref().map(|reading| reading.id.reveal().to_owned());
                    if read.as_deref() != Ok(&right[..18]) {
                        wrong(format!("{read:?} ≠ {right}"));
                    }
                }
                // The school number beside an unusable number holds the right one.
                ("id", "quarantine") if right_by_school_number(row, right) => (),
                ("id", "quarantine") if row.id.is_ok() => wrong("was read".to_owned()),
                ("name", "clean") => {
                    let cell = row.person.get(intake::Role::from_word(&target).unwrap()).unwrap();
                    // A second defect of the same name may have cost a character.
                    if cell != right && !(names_agree(cell, right) && cell.contains(['□', '某']))
                    {
                        wrong(format!("{cell} ≠ {right}"));
                    }
                }
                ("phone", "clean") if row.person.phone != right => {
                    wrong(format!("{} ≠ {right}", row.person.phone));
                }
                // A date ten years off that is still in the past looks like any other.
                ("date", "warn")
                    if kind == "date_future" && defect["raw"].as_str() <= "2023-10-31" => {}
                ("phone" | "amt" | "date", "warn") if !has_warning && !target.is_empty() => {
                    wrong(format!("no warning for {}", defect["raw"]));
                }
                ("amt", "clean" | "net") if slot.is_some() => {
                    let fen = kernel::Fen::from_yuan_text(right).map(Value::from);
                    let got = &row.values[slot.unwrap()];
                    if Some(got) != fen.as_ref() {
                        wrong(format!("{got:?} ≠ {right}"));
                    }
                }
                ("date", "clean") if slot.is_some() => {
                    let date: NaiveDate = right.parse().unwrap();
                    let got = &row.values[slot.unwrap()];
                    if *got != Value::date(date) {
                        wrong(format!("{got:?} ≠ {right}"));
                    }
                }
                _ => (),
            }
        }
    }
}

fn right_by_school_number(row: &Row, right: &str) -> bool {
    let reading = row.id.as_ref();
    reading.is_ok_and(|it| it.form == IdForm::SchoolNumber && it.id.reveal() == &right[..18])
}

/// Self-paid cost by person, from the rows that are surely theirs.
#[derive(Default)]
struct Medical {
    /// Fen in the twelve months, and fen by inpatient visit, by number.
    persons: HashMap<String, (i64, HashMap<i64, i64>)>,
}

impl Medical {
    fn add(&mut self, sheet: &ReadSheet, outcomes: &[(u32, Found)]) {
        let table = &feeds().get("medical_claims").unwrap().table;
        let slots = ["in_catalogue_self_paid", "visited_on", "visit_kind", "visit_no"];
        let [paid, day, kind, visit] = slots.map(|column| table.position(column).unwrap());
        let window = ["2022-11-01", "2023-10-31"].map(|day| kernel::days_of(day.parse().unwrap()));
        let matched: BTreeSet<u32> = outcomes
            .iter()
            .filter(|(_, outcome)| matches!(outcome, Found::Verdict(_, _, Outcome::Matched)))
            .map(|(row, _)| *row)
            .collect();
        for row in sheet.rows.iter().filter(|row| matched.contains(&row.row)) {
            let cell = |slot: usize| row.values[slot].as_int();
            let (Some(paid), Some(day)) = (cell(paid), cell(day)) else { continue };
            if (window[0]..=window[1]).contains(&day) {
                let id = row.id.unwrap().id.reveal().to_owned();
                let person = self.persons.entry(id).or_default();
                person.0 += paid;
                if cell(kind) == table.columns[kind].ty.index_of("inpatient") {
                    *person.1.entry(cell(visit).unwrap()).or_default() += paid;
                }
            }
        }
    }

    fn check(&self, folder: &Path, differences: &mut Vec<String>) {
        let mut compared = 0;
        for line in read_lines(&folder.join("truth/medical_totals.csv")) {
            let fen = |column: &str| kernel::Fen::from_yuan_text(&line[column]).unwrap().0;
            let none = (0, HashMap::new());
            let (sum, stays) = self.persons.get(&line["id_no"]).unwrap_or(&none);
            let largest = stays.values().copied().max().unwrap_or(0).max(0);
            let wanted = (fen("self_paid_12_months"), fen("largest_inpatient_stay"));
            if (*sum, largest) != wanted {
                let person = &line["person_id"];
                differences
                    .push(format!("medical total of {person}: {:?} ≠ {wanted:?}", (sum, largest)));
            }
            compared += 1;
        }
        assert!(compared > 1000);
    }
}

/// What an appeal is about, by its category or its text; what no word decides stays open.
fn check_hardship(folder: &Path, sheet: &ReadSheet, file: &str, differences: &mut Vec<String>) {
    let table = &feeds().get("hotline_appeals").unwrap().table;
    let slot = table.position("hardship").unwrap();
    let rows: HashMap<u32, &Row> = sheet.rows.iter().map(|row| (row.row, row)).collect();
    let mut open = 0;
    for line in
        read_lines(&folder.join("truth/cases.csv")).iter().filter(|line| line["file"] == file)
    {
        let wanted = i64::from(line["hardship"] == "yes");
        match rows[&line["row"].parse().unwrap()].values[slot].as_int() {
            None => open += 1,
            Some(found) if found == wanted => (),
            Some(found) => {
                differences.push(format!("{file} row {}: hardship {found}", line["row"]))
            }
        }
    }
    println!("{file}: {open} appeals are left for a person to judge");
    assert!(open <= 2);
}

fn check_layout(path: &Path, sheet: &ReadSheet, expected: &Line, differences: &mut Vec<String>) {
    let book = open(path).unwrap();
    let mut check = |what: &str, found: String, wanted: &str| {
        if found != wanted {
            differences.push(format!("{}: {what} {found} ≠ {wanted}", expected["file"]));
        }
    };
    check("header row", sheet.recognised.header_row.to_string(), &expected["header_row"]);
    check("columns", sheet.recognised.columns.len().to_string(), &expected["columns"]);
    let encoding = match expected["encoding"].as_str() {
        // GB18030 holds GBK.
        "gbk" | "gb18030" => TextEncoding::Gb18030.name(),
        "utf-8-sig" => TextEncoding::Utf8.name(),
        other => other,
    };
    check("encoding", book.encoding().map_or("", TextEncoding::name).to_owned(), encoding);
    let delimiter =
        book.delimiter().map(|c| if c == '\t' { "TAB".to_owned() } else { c.to_string() });
    check("delimiter", delimiter.unwrap_or_default(), &expected["delimiter"]);
}

fn check_counts(
    sheet: &ReadSheet,
    outcomes: &[(u32, Found)],
    expected: &Line,
    differences: &mut Vec<String>,
) {
    let mut states: BTreeMap<&str, u32> = BTreeMap::new();
    let mut persons: BTreeSet<i64> = BTreeSet::new();
    for (_, outcome) in outcomes {
        let state = outcome.words().map_or("matched", |(state, _)| state);
        *states.entry(state).or_default() += 1;
        if let (Found::Verdict(Some(pid), ..), None) = (outcome, outcome.words()) {
            persons.insert(*pid);
        }
    }
    let state = |name: &str| states.get(name).copied().unwrap_or(0);
    let unusable = state("candidate") + state("quarantined");
    let tally = sheet.tally;
    let titles_among = sheet
        .skipped
        .iter()
        .filter(|(row, why)| *why == Skip::Title && *row > sheet.recognised.header_row);
    let titles_among = titles_among.count() as u32;
    let about_people = expected["person_rows"] == "yes";
    let people = |count: u32| if about_people { count } else { 0 };
    for (what, found) in [
        ("data_rows", tally.rows),
        ("valid_rows", tally.rows - unusable - state("duplicate")),
        ("matched_rows", people(state("matched"))),
        ("matched_persons", people(persons.len() as u32)),
        ("review_rows", state("matched_review")),
        ("unmatched_rows", state("unmatched")),
        ("candidate_rows", state("candidate")),
        ("quarantined_rows", unusable),
        ("duplicate_rows", state("duplicate")),
        ("subtotal_rows", tally.subtotals),
        ("repeated_header_rows", tally.repeated_headers),
        ("blank_rows", tally.blanks),
        ("footer_rows", tally.footers),
        ("title_rows_among_data", titles_among),
        ("title_rows", tally.titles - titles_among),
        ("header_lines", tally.headers),
        ("last_row", tally.records),
    ] {
        if found.to_string() != expected[what] {
            differences.push(format!(
                "{} {}: {what} {found} ≠ {}",
                expected["file"], expected["sheet"], expected[what]
            ));
        }
    }
}

fn take(line: &mut Line, name: &str) -> String {
    line.remove(name).unwrap()
}

fn read_lines(path: &Path) -> Vec<Line> {
    let mut reader = csv::Reader::from_path(path).unwrap();
    let header = reader.headers().unwrap().clone();
    let line = |record: csv::StringRecord| {
        header.iter().zip(&record).map(|(name, cell)| (name.to_owned(), cell.to_owned())).collect()
    };
    reader.records().map(|record| line(record.unwrap())).collect()
}

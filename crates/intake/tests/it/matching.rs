//! Whom a row is about.

use std::sync::Arc;

use chrono::NaiveDate;
use intake::{
    BlindIndex, Departure, Evidence, Feed, HouseholdRepeats, Matcher, Outcome, ReviewReason,
    Roster, RosterPerson, Row, StruckOff, UnmatchedReason, Verdict, group_key, phone_key,
};
use kernel::{IdProblem, MatchLevel, ResidentId};

use crate::support::{Writing, cells, feeds, id, read_file, write};

const EAST: i64 = 11;
const WEST: i64 = 12;

fn index(id: &ResidentId) -> BlindIndex {
    let mut index = [7; 16];
    index[..8].copy_from_slice(&id.seventeen().to_le_bytes());
    index
}

fn index_of(number: &str) -> BlindIndex {
    index(&ResidentId::read(number).unwrap().id)
}

fn person(pid: i64, hid: i64, village: i64, name: &str, number: &str) -> RosterPerson {
    let id = ResidentId::read(number).unwrap().id;
    RosterPerson {
        pid,
        hid,
        village,
        name: name.to_owned(),
        birth: id.birth(),
        phone: None,
        group: 0,
        index: Some(index(&id)),
        departed: None,
        other_households: false,
    }
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// 李文勇 and 李文芳 are one household in the east; two 王芳 live in the east, one in the west.
fn roster() -> Roster {
    let people = vec![
        person(1, 100, EAST, "李文勇", &id("19800101", 1)),
        person(2, 100, EAST, "李文芬", &id("19820202", 2)),
        RosterPerson {
            phone: Some(phone_key("16100000003")),
            group: group_key("一组"),
            ..person(3, 300, EAST, "王芳", &id("19700303", 3))
        },
        person(4, 400, EAST, "王芳", &id("19600404", 4)),
        person(5, 500, WEST, "王芳", &id("19500505", 5)),
        person(6, 400, EAST, "赵大山", &id("19580606", 6)),
        RosterPerson {
            departed: Some((Departure::Died, day("2023-02-06"))),
            ..person(7, 700, WEST, "钱七", &id("19400707", 7))
        },
        RosterPerson {
            departed: Some((Departure::Moved, day("2023-03-01"))),
            ..person(8, 700, WEST, "钱八", &id("19900808", 8))
        },
        RosterPerson { index: None, ..person(9, 300, EAST, "王小宝", &id("20230909", 9)) },
        RosterPerson {
            other_households: true,
            ..person(10, 500, WEST, "孙十", &id("19751010", 10))
        },
    ];
    let gone = |number: &str, departure| StruckOff {
        index: index_of(number),
        departure,
        on: day("2023-01-05"),
    };
    Roster::new(
        people,
        vec![
            gone(&id("19300101", 11), Departure::Died),
            gone(&id("19910101", 12), Departure::Moved),
        ],
    )
}

/// A row of a 低保 list, or of claims.
fn row(feed: &str, name: &str, number: &str, more: &[(&str, &str)]) -> (Row, Arc<Feed>) {
    let feeds = feeds();
    let mut header = vec!["姓名", "身份证号"];
    let mut cells_of_row = vec![name, number];
    let fixed: &[(&str, &str)] = match feed {
        "dibao" => &[("保障类别", "A类"), ("月保障金（元）", "480"), ("起始日期", "202101")],
        _ => &[("结算流水号", "A1"), ("目录内个人自付", "1"), ("就诊日期", "2023-02-15")],
    };
    for (head, cell) in fixed.iter().chain(more) {
        header.push(head);
        cells_of_row.push(cell);
    }
    let folder = tempfile::tempdir().unwrap();
    let name = if feed == "dibao" { "低保.csv" } else { "医保结算.csv" };
    let path = write(folder.path(), name, &cells(&[&header, &cells_of_row]), Writing::CsvUtf8);
    let mut sheet = read_file(feeds, &path).unwrap().remove(0);
    assert_eq!(sheet.recognised.feed, feed);
    (sheet.rows.remove(0), feeds.get(feed).unwrap().clone())
}

fn verdict(
    feed: &str,
    name: &str,
    number: &str,
    village: Option<i64>,
    more: &[(&str, &str)],
) -> Verdict {
    let (row, feed) = row(feed, name, number, more);
    let roster = roster();
    let event = feed.event_date.and_then(|slot| row.values[slot].as_int()).map(kernel::date_of);
    Matcher::new(&roster, &index).verdict(&row, village, event, &feed, None)
}

#[test]
fn a_number_of_the_base_is_a_match_when_the_name_agrees() {
    let check = |name: &str, number: &str, level: MatchLevel| {
        let verdict = verdict("dibao", name, number, Some(EAST), &[]);
        assert_eq!(verdict.outcome, Outcome::Matched, "{name} {level:?}");
        assert_eq!((verdict.level, verdict.pid, verdict.hid), (level, Some(1), Some(100)));
    };
    let number = id("19800101", 1);
    check("李文勇", &number, MatchLevel::IdExact);
    check("李 文 勇", &format!("'{number}"), MatchLevel::IdExact);
    check("李文泳", &number, MatchLevel::IdExact);
    check("李某", &number, MatchLevel::IdExact);
    check("李文勇", &format!("{number}43"), MatchLevel::IdFromCertificate);
    check("李文勇", &format!("G{number}"), MatchLevel::IdFromCertificate);
    check("李文勇", &format!("{}{}", &number[..6], &number[8..17]), MatchLevel::IdFromFifteen);
    let both = verdict("dibao", "孙十", &id("19751010", 10), None, &[]);
    assert!(both.other_households && both.outcome == Outcome::Matched);
}

#[test]
fn what_contradicts_waits_for_a_person() {
    let check = |feed: &str, name: &str, number: &str, expected: Option<ReviewReason>| {
        let verdict = verdict(feed, name, number, None, &[]);
        let expected = expected.map_or(Outcome::Matched, Outcome::Review);
        assert_eq!(verdict.outcome, expected, "{name}");
        assert!(verdict.pid.is_some());
    };
    let stranger = ReviewReason::NameConflict { swapped_with: None };
    check("dibao", "周五", &id("19800101", 1), Some(stranger));
    check("dibao", "李文军", &id("19800101", 1), Some(stranger));
    let swapped = ReviewReason::NameConflict { swapped_with: Some(2) };
    check("dibao", "李文芬", &id("19800101", 1), Some(swapped));
    check("dibao", "钱七", &id("19400707", 7), Some(ReviewReason::PersonDead));
    check("dibao", "钱八", &id("19900808", 8), Some(ReviewReason::PersonMoved));
    // The claim is of 2023-02-15, the death of 2023-02-06.
    check("medical_claims", "钱七", &id("19400707", 7), Some(ReviewReason::ClaimAfterDeath));
    check("medical_claims", "钱八", &id("19900808", 8), None);
    let dead = verdict("dibao", "钱七", &id("19400707", 7), None, &[]);
    assert_eq!(dead.level, MatchLevel::Departed);
}

#[test]
fn a_number_outside_the_base_says_why() {
    let check = |name: &str, number: &str, level: MatchLevel, reason: UnmatchedReason| {
        let verdict = verdict("dibao", name, number, None, &[]);
        assert_eq!((verdict.outcome, verdict.level), (Outcome::Unmatched(reason), level));
        assert_eq!(verdict.pid, None);
    };
    check("周五", &id("19850101", 20), MatchLevel::Unmatched, UnmatchedReason::NotInRegister);
    check("吴一", &id("19300101", 11), MatchLevel::Departed, UnmatchedReason::DiedStruckOff);
    check("吴二", &id("19910101", 12), MatchLevel::Departed, UnmatchedReason::MovedStruckOff);
}

#[test]
fn someone_registered_without_a_number_is_only_proposed() {
    let found = verdict("dibao", "王小宝", &id("20230909", 21), None, &[]);
    assert_eq!((found.level, found.hid), (MatchLevel::Candidate, Some(300)));
    assert!(matches!(found.outcome, Outcome::Candidate { problem: None, chosen: Some(0), .. }));
    let other_day = verdict("dibao", "王小宝", &id("20230910", 22), None, &[]);
    assert_eq!(other_day.outcome, Outcome::Unmatched(UnmatchedReason::NotInRegister));
}

#[test]
fn without_a_usable_number_the_name_only_proposes() {
    let candidates = |number: &str, village: Option<i64>, more: &[(&str, &str)]| match verdict(
        "dibao", "王芳", number, village, more,
    )
    .outcome
    {
        Outcome::Candidate { problem: Some(problem), candidates, chosen } => {
            let pids: Vec<i64> = candidates.iter().map(|it| it.pid).collect();
            (problem, pids, chosen.map(|place| candidates[place].pid))
        }
        other => panic!("{other:?}"),
    };
    assert_eq!(candidates("", None, &[]), (IdProblem::Missing, vec![3, 4, 5], None));
    assert_eq!(candidates("无", Some(EAST), &[]), (IdProblem::Missing, vec![3, 4], None));
    assert_eq!(candidates("无", Some(WEST), &[]), (IdProblem::Missing, vec![5], Some(5)));
    let phone = [("联系电话", "16100000003")];
    assert_eq!(candidates("", Some(EAST), &phone), (IdProblem::Missing, vec![3, 4], Some(3)));
    let group = [("村民小组", "1组")];
    assert_eq!(candidates("", Some(EAST), &group), (IdProblem::Missing, vec![3, 4], Some(3)));
    let head = [("户主姓名", "赵大山")];
    assert_eq!(candidates("", Some(EAST), &head), (IdProblem::Missing, vec![3, 4], Some(4)));
    // The birth date can be read in a number whose check digit is wrong.
    let mut wrong = id("19600404", 4);
    let last = if wrong.ends_with('1') { "2" } else { "1" };
    wrong.replace_range(17.., last);
    assert_eq!(candidates(&wrong, Some(EAST), &[]), (IdProblem::Checksum, vec![3, 4], Some(4)));
    assert_eq!(candidates("5.32327E+17", None, &[]).0, IdProblem::LostDigits);

    let placed = verdict("dibao", "王芳", "", Some(WEST), &[]);
    assert_eq!((placed.level, placed.pid), (MatchLevel::Candidate, Some(5)));
    let Outcome::Candidate { candidates, .. } = placed.outcome else { panic!() };
    assert_eq!(candidates[0].why, [Evidence::Name, Evidence::Village]);
}

#[test]
fn the_number_of_the_household_chooses_between_namesakes() {
    let feeds = feeds();
    let folder = tempfile::tempdir().unwrap();
    let rows = cells(&[
        &["户编号", "姓名", "证件号码", "监测对象类别", "人均纯收入（元）"],
        &["990123000004", "王芳", "999999196004041234", "边缘易致贫户", "7000"],
    ]);
    let path = write(folder.path(), "监测对象信息.csv", &rows, Writing::CsvUtf8);
    let sheet = read_file(feeds, &path).unwrap().remove(0);
    let roster = roster().with_household_numbers([("990123000004", 400), ("990123000003", 300)]);
    let feed = feeds.get("national_persons").unwrap();
    let verdict =
        Matcher::new(&roster, &index).verdict(&sheet.rows[0], Some(EAST), None, feed, None);
    assert_eq!((verdict.level, verdict.pid), (MatchLevel::Candidate, Some(4)));
}

#[test]
fn without_number_and_without_namesake_the_row_is_quarantined() {
    let nobody = verdict("dibao", "郑九", "不详", Some(EAST), &[]);
    assert_eq!(nobody.outcome, Outcome::Quarantined(IdProblem::Missing));
    assert_eq!(nobody.level, MatchLevel::Unmatched);
    let elsewhere = verdict("dibao", "李文勇", "", Some(WEST), &[]);
    assert_eq!(elsewhere.outcome, Outcome::Quarantined(IdProblem::Missing));
}

#[test]
fn one_number_in_two_households_is_shown_for_both() {
    let feeds = feeds();
    let (one, two) = (id("19800101", 1), id("19700303", 3));
    let folder = tempfile::tempdir().unwrap();
    let rows = cells(&[
        &["户主姓名", "保障对象姓名", "身份证号", "村委会", "保障类别", "月保障金（元）"],
        &["李文勇", "李文勇", &one, "东村", "A类", "480"],
        &["赵大山", "李文勇", &one, "西村", "A类", "480"],
        &["王芳", "王芳", &two, "东村", "B类", "385"],
        &["王芳", "王芳", &two, "东村", "C类", "290"],
    ]);
    let path = write(folder.path(), "低保.csv", &rows, Writing::CsvUtf8);
    let sheet = read_file(feeds, &path).unwrap().remove(0);
    let feed = feeds.get("dibao").unwrap();
    let mut repeats = HouseholdRepeats::new(&feed.one_household);
    sheet.rows.iter().for_each(|row| repeats.see(row));
    let roster = roster();
    let matcher = Matcher::new(&roster, &index);
    let outcomes: Vec<Outcome> = sheet
        .rows
        .iter()
        .map(|row| matcher.verdict(row, None, None, feed, Some(&repeats)).outcome)
        .collect();
    let two_households = Outcome::Review(ReviewReason::SameIdTwoHouseholds);
    assert_eq!(
        outcomes,
        [two_households.clone(), two_households, Outcome::Matched, Outcome::Matched]
    );
}

#[test]
fn a_row_about_a_group_needs_no_person() {
    let feeds = feeds();
    let folder = tempfile::tempdir().unwrap();
    let rows = cells(&[
        &["乡镇", "村委会", "村民小组", "影响范围", "问题类型", "发现日期", "户主姓名", "身份证号"],
        &["甲镇", "东村", "一组", "整组", "管道破裂", "2023-08-01", "", ""],
    ]);
    let path = write(folder.path(), "饮水.csv", &rows, Writing::CsvUtf8);
    let sheet = read_file(feeds, &path).unwrap().remove(0);
    let roster = roster();
    let feed = feeds.get("water_problems").unwrap();
    let verdict =
        Matcher::new(&roster, &index).verdict(&sheet.rows[0], Some(EAST), None, feed, None);
    assert_eq!((verdict.outcome, verdict.level), (Outcome::Accepted, MatchLevel::Group));
}

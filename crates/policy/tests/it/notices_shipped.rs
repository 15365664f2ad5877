//! The notices of this repository.

use std::{collections::BTreeSet, fs};

use kernel::{RegionLevel, RegionTree};
use policy::{NoticeField, NoticeKind};

use crate::{
    fixture::day,
    shipped::{packs, root},
};

#[test]
fn every_region_has_a_text_for_every_kind() {
    let packs = packs();
    for region in ["45", "51", "52", "53", "5329", "532327"] {
        for kind in NoticeKind::ALL {
            for on in ["2021-01-01", "2023-10-31", "2026-06-30"] {
                let template = packs.notice_template(kind, region, day(on)).expect("a notice");
                assert!(template.version.note.is_some(), "{region} says where its words are from");
                assert!(template.contact.contains("12317"), "{region}");
                for word in ["病", "残", "癌", "住院", "手术", "精神", "智力"] {
                    assert!(template.forbidden_words.iter().any(|it| it == word), "{word}");
                }
            }
        }
    }
}

/// 健康帮扶 and 综合保障 would say that somebody is ill or disabled.
#[test]
fn groups_of_measures_that_reveal_health_are_not_named() {
    let measures = packs()
        .notice_template(NoticeKind::Measures, "532327", day("2023-10-31"))
        .expect("a notice");
    let named: BTreeSet<&str> =
        measures.version.measure_groups.keys().map(String::as_str).collect();
    assert_eq!(named.len(), 12, "{named:?}");
    assert!(!named.contains("health") && !named.contains("comprehensive_security"));
    assert_eq!(measures.version.other_groups.as_deref(), Some("其他帮扶措施"));
}

#[test]
fn the_list_says_no_more_than_the_practice_does() {
    let packs = packs();
    let fields = |kind| {
        let template = packs.notice_template(kind, "532327", day("2023-10-31")).expect("a notice");
        template.version.fields.iter().map(|it| it.word()).collect::<Vec<_>>().join(" ")
    };
    let of_review = "group householder members monitoring_type review_result";
    assert_eq!(fields(NoticeKind::Identification), of_review);
    assert_eq!(fields(NoticeKind::Elimination), of_review);
    assert_eq!(fields(NoticeKind::Announcement), of_review);
    assert_eq!(fields(NoticeKind::Measures), "group householder measure_groups");
    assert_eq!(NoticeField::ALL.len(), 12, "a new field: may everybody read it?");
}

/// A word that stands in the name of a village would stand in the way of its groups and boards.
/// The one exception is known: 智力村.
#[test]
fn forbidden_words_do_not_stand_in_the_names_of_villages() {
    let regions = fs::read_to_string(root().join("data/regions.csv")).expect("the regions");
    let regions = RegionTree::parse(&regions).expect("the regions are sound");
    let words = packs()
        .notice_template(NoticeKind::Identification, "53", day("2023-10-31"))
        .expect("a notice")
        .forbidden_words;
    let villages = regions.iter().filter(|it| it.level == RegionLevel::Village);
    let named: Vec<&str> = villages
        .filter(|it| words.iter().any(|word| it.name.contains(word.as_str())))
        .map(|it| &*it.name)
        .collect();
    assert_eq!(named, ["智力村村民委员会"]);
}

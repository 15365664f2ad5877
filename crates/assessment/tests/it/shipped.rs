//! The schemes of this repository's packs.

use assessment::{Object, Source};
use chrono::NaiveDate;

use crate::support::{read, root};

#[test]
fn every_region_has_a_scheme_worded_as_its_documents_word_it() {
    let (packs, schemes, problems) = read(&root().join("packs"));
    assert!(problems.is_empty(), "{problems:#?}");
    let on: NaiveDate = "2023-10-31".parse().unwrap();
    for (region, parts, last) in [
        ("532327", 3, "省级和驻滇单位定点帮扶工作成效考核评价"),
        ("532901", 3, "州级和驻大理单位定点帮扶工作成效考核评价"),
        ("520521", 4, "定点帮扶成效"),
        ("510105", 3, "定点帮扶工作成效考核评价"),
    ] {
        let scheme = schemes.get(&packs, region, "county", on).expect(region);
        assert_eq!(scheme.parts.len(), parts, "{region}");
        let named = scheme.parts.iter().find(|it| it.id == "designated").expect("a part");
        assert_eq!(named.zh, last, "{region}");
        let grades: Vec<&str> = scheme.grades.iter().map(|it| it.zh.as_str()).collect();
        assert_eq!(grades, ["好", "较好", "一般"], "{region}");
    }
    assert_eq!(schemes.of(&packs, "520521", on).len(), 2, "places and units in Guizhou");
    let unit = schemes.get(&packs, "520521", "unit", on).expect("of units");
    assert_eq!((unit.object, unit.strata.len()), (Object::Unit, 0));
    assert!(schemes.get(&packs, "532327", "unit", on).is_none());
}

/// Where no document states a figure, the file says so and says who has to confirm it.
#[test]
fn no_weight_or_size_is_given_out_as_a_document_s() {
    let (packs, schemes, _) = read(&root().join("packs"));
    let on: NaiveDate = "2023-10-31".parse().unwrap();
    for region in ["532327", "520521"] {
        for scheme in schemes.of(&packs, region, on) {
            let bases = (scheme.parts.iter().map(|it| &it.basis))
                .chain(scheme.items.iter().map(|it| &it.basis))
                .chain(scheme.strata.iter().map(|it| &it.basis))
                .chain(scheme.grades.iter().map(|it| &it.basis));
            for basis in bases {
                assert!(basis.is_default && basis.note.is_some(), "{region} {basis:?}");
            }
        }
    }
}

/// EVA-15: the vetoes of the years before are written down and switched off.
#[test]
fn the_one_vote_vetoes_of_before_are_off() {
    let (packs, schemes, _) = read(&root().join("packs"));
    let on: NaiveDate = "2023-10-31".parse().unwrap();
    let scheme = schemes.get(&packs, "532327", "county", on).expect("a scheme");
    for id in ["missed_rate", "wrong_exit_rate"] {
        let veto = scheme.vetoes.iter().find(|it| it.id == id).expect(id);
        assert!(!veto.on && veto.grade.as_deref() == Some("average"), "{veto:?}");
    }
    for rows in ["FND-05", "SOC-02", "SAF-07", "KEY-08", "KEY-09"] {
        let items = scheme.items.iter().filter(|it| it.catalogue.iter().any(|it| it == rows));
        let fed: Vec<&Source> = items.map(|it| &it.source).collect();
        assert!(fed.iter().any(|it| it.kind() == "ledger"), "{rows} feeds the round: {fed:?}");
    }
}

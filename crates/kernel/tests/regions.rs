//! The regions of the project: all of Yunnan, Guizhou and Sichuan.

use kernel::{RegionLevel, RegionNames, RegionTree};

fn ours() -> RegionTree {
    RegionTree::parse(&std::fs::read_to_string("../../data/regions.csv").unwrap()).unwrap()
}

/// The numbers of the source, and of its README.
#[test]
fn all_regions_are_there() {
    let tree = ours();
    let count = |level: RegionLevel, pseudo: bool| {
        tree.iter().filter(|region| region.level == level && region.pseudo == pseudo).count()
    };
    assert_eq!(tree.len(), 73_795);
    assert_eq!(count(RegionLevel::Province, false), 3);
    assert_eq!(count(RegionLevel::Prefecture, false), 46);
    assert_eq!(count(RegionLevel::County, false), 400);
    assert_eq!(count(RegionLevel::Township, false), 6_040);
    assert_eq!(count(RegionLevel::Township, true), 42);
    assert_eq!(count(RegionLevel::Village, false), 67_201);
    assert_eq!(count(RegionLevel::Village, true), 63);

    let children = |code: &str| tree.children(tree.by_stat_code(code).unwrap().id).count();
    assert_eq!((children("53"), children("52"), children("51")), (16, 9, 21));
    assert_eq!(children("532327"), 7);
    assert_eq!(children("532327101"), 12);
}

/// Ids stand in the lake and in the store: they never change.
#[test]
fn ids_never_change() {
    let tree = ours();
    let check = |code: &str, name: &str, id: i64| {
        let region = tree.by_stat_code(code).unwrap();
        assert_eq!((region.name.as_str(), region.id), (name, id));
    };
    check("51", "四川省", 1);
    check("52", "贵州省", 37_729);
    check("53", "云南省", 57_301);
    check("532327", "永仁县", 68_145);
}

#[test]
fn every_region_hangs_where_its_code_says() {
    let tree = ours();
    for region in tree.iter() {
        assert_eq!(tree.by_stat_code(&region.stat_code).unwrap().id, region.id);
        let digits = match region.level {
            RegionLevel::Province => continue,
            RegionLevel::Prefecture => 2,
            RegionLevel::County => 4,
            RegionLevel::Township => 6,
            RegionLevel::Village => 9,
        };
        let parent = tree.by_stat_code(&region.stat_code[..digits]).unwrap();
        assert_eq!(region.parent, Some(parent.id), "{}", region.name);
    }
}

/// In every county: each township and village is found by its official name and by its full
/// address, and no spelling leads to another village.
#[test]
fn every_official_name_finds_its_own_region() {
    let tree = ours();
    let mut alone = 0;
    for county in tree.iter().filter(|region| region.level == RegionLevel::County) {
        let names = RegionNames::of(&tree, county.id);
        for township in tree.children(county.id) {
            assert_eq!(names.township(&township.name), Some(township.id), "{}", township.name);
            for village in tree.children(township.id) {
                let path = tree.name_path(village.id);
                let own = Some(village.id);
                assert_eq!(names.village(Some(&township.name), &village.name), own, "{path}");

                let address = names.in_address(&format!("{path}大井组12号"));
                let address = address.unwrap_or_else(|| panic!("{path}"));
                assert_eq!(
                    (address.village, address.group.as_deref()),
                    (village.id, Some("大井组"))
                );

                let without_township = names.village(None, &village.name);
                assert!(without_township.is_none() || without_township == own, "{path}");
                alone += usize::from(without_township.is_some());
            }
        }
    }
    // The rest share their name with a village of another township.
    assert_eq!(alone, 65_991);
}

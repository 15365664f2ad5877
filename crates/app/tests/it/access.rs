//! The packs name roles; `access.toml` has to know them.

use std::{collections::BTreeSet, fs, path::PathBuf};

use app::access::Access;
use kernel::RegionLevel;

fn packs() -> Vec<PathBuf> {
    let folders = fs::read_dir("../../packs").unwrap().map(|it| it.unwrap().path());
    folders.filter(|it| it.join("pack.toml").exists()).collect()
}

fn read(path: &PathBuf) -> toml::Table {
    fs::read_to_string(path).unwrap().parse().unwrap()
}

#[test]
fn every_role_of_a_pack_is_known_under_the_same_name() {
    let mut seen = 0;
    for pack in packs() {
        let table = read(&pack.join("pack.toml"));
        let Some(roles) = table.get("roles").and_then(toml::Value::as_table) else { continue };
        for (name, zh) in roles {
            let known = Access::get().roles.get(name).map(|it| it.zh.as_str());
            assert_eq!(known, zh.as_str(), "{}: {name}", pack.display());
            seen += 1;
        }
    }
    assert!(6 <= seen, "the packs name {seen} roles");
}

#[test]
fn every_step_of_a_chain_is_done_by_a_role_of_its_level() {
    let mut steps = 0;
    for pack in packs() {
        let Ok(chains) = fs::read_dir(pack.join("chains")) else { continue };
        for chain in chains {
            let path = chain.unwrap().path();
            let table = read(&path);
            for version in table["versions"].as_array().unwrap() {
                for step in version["steps"].as_array().unwrap() {
                    let role = step["role"].as_str().unwrap();
                    let level = RegionLevel::from_word(step["level"].as_str().unwrap()).unwrap();
                    let known = Access::get().roles.get(role);
                    let levels = known.map(|it| it.levels.contains(&level));
                    assert_eq!(levels, Some(true), "{}: {role} {level:?}", path.display());
                    steps += 1;
                }
            }
        }
    }
    assert!(50 < steps, "the chains have {steps} steps");
}

#[test]
fn every_role_is_in_the_glossary() {
    let table = read(&PathBuf::from("../../glossary.toml"));
    let terms: BTreeSet<(&str, &str)> = table["term"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| (it["zh"].as_str().unwrap(), it["identifier"].as_str().unwrap()))
        .collect();
    for (name, role) in &Access::get().roles {
        // 帮扶责任人 is a person of a household first; the role has its own entry.
        let as_role = format!("{}（角色）", role.zh);
        let zhs = [role.zh.as_str(), as_role.as_str()];
        assert!(zhs.iter().any(|zh| terms.contains(&(zh, name.as_str()))), "{name} {}", role.zh);
    }
}

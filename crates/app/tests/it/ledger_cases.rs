//! The ledgers that come with the program: every sample is accepted, every case comes out as it
//! says, every row of the catalogue is realised by something.

use std::{collections::BTreeSet, env, fs, path::Path};

use app::{
    access::Access,
    definitions::fact_names_of,
    home::{Home, HomeOptions},
    ledgers,
};
use ledger::{Coverage, Ledgers, Outside};
use policy::Packs;
use store::{RecordFilter, Scope};

use crate::support::at;

const ROOT: &str = "../..";
const PAGE: &str = "../../docs/coverage.zh-CN.md";

#[tokio::test]
async fn every_sample_and_case_of_every_ledger_comes_out_as_it_says() {
    let root = Path::new(ROOT);
    let problems = ledgers::check_cases(root, &root.join("packs")).await.unwrap();
    let lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
    assert!(lines.is_empty(), "{} wrong\n{}", lines.len(), lines.join("\n"));
}

#[test]
fn every_rule_and_every_check_has_a_case() {
    let packs = Path::new(ROOT).join("packs");
    let mut bare = Vec::new();
    let mut named = 0;
    for pack in fs::read_dir(&packs).unwrap() {
        let Ok(files) = fs::read_dir(pack.unwrap().path().join("ledgers")) else { continue };
        for file in files {
            let path = file.unwrap().path();
            let id = path.file_name().unwrap().to_string_lossy().into_owned();
            if id == "codes.toml" {
                continue;
            }
            // A rule of the nation may have its case where a region makes it possible.
            let cases: String = fs::read_dir(&packs)
                .unwrap()
                .filter_map(|it| {
                    fs::read_to_string(it.unwrap().path().join("ledger_cases").join(&id)).ok()
                })
                .collect();
            let table: toml::Table = fs::read_to_string(&path).unwrap().parse().unwrap();
            for key in ["must", "checks"] {
                let list = table.get(key).and_then(toml::Value::as_array);
                for it in list.into_iter().flatten() {
                    let name = it["name"].as_str().unwrap();
                    named += 1;
                    if !cases.contains(&format!("\"{name}\"")) {
                        bare.push(format!("{}: {name}", path.display()));
                    }
                }
            }
        }
    }
    assert!(600 < named, "{named} rules and checks");
    // What only a person's age or death decides cannot be tried with the families of the trial.
    let known = ["age_outside_group", "paid_after_death", "payee_departed"];
    bare.retain(|it| !known.iter().any(|name| it.ends_with(name)));
    assert!(bare.is_empty(), "{}", bare.join("\n"));
}

#[test]
fn every_row_of_the_catalogue_is_realised_and_the_page_says_by_what() {
    let root = Path::new(ROOT);
    let folder = root.join("packs");
    let packs = Packs::load(&folder, &fact_names_of(root).unwrap()).unwrap();
    let roles: BTreeSet<String> = Access::get().names();
    let ledgers = Ledgers::load(&folder, &packs, &Outside { roles: &roles }).unwrap();
    let (coverage, problems) = Coverage::read(&folder, &packs, &ledgers).unwrap();
    let lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
    assert!(lines.is_empty(), "{}", lines.join("\n"));
    let page = coverage.page();
    if env::var_os("UPDATE_PACK_PAGES").is_some() {
        fs::write(PAGE, &page).unwrap();
    }
    let kept = fs::read_to_string(PAGE).unwrap_or_default();
    assert_eq!(kept, page, "UPDATE_PACK_PAGES=1 cargo test -p app writes {PAGE} anew");
}

/// 441,039.52 万元 in fen: 永仁县规划第四章第一节.
const PLANNED: i64 = 441_039_520_000;

#[tokio::test]
async fn the_investment_plan_of_yongren_opens_its_project_library_and_adds_up() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["feeds", "facts", "data"] {
        let to = folder.path().join("definitions").join(name);
        fs::create_dir_all(&to).unwrap();
        for entry in fs::read_dir(Path::new(ROOT).join(name)).unwrap() {
            let entry = entry.unwrap();
            if entry.file_type().unwrap().is_file() {
                fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
            }
        }
    }
    let packs = Some(Path::new(ROOT).join("packs"));
    let options = HomeOptions { packs, ..HomeOptions::default() };
    let home = Home::open(folder.path(), &[], &options).await.unwrap();

    let opened = ledgers::open_books(&home, "532327", "test", at(0)).await.unwrap();
    assert_eq!((opened.rows, opened.added, opened.present), (11, 11, 0));
    let again = ledgers::open_books(&home, "532327", "test", at(1)).await.unwrap();
    assert_eq!((again.rows, again.added, again.present), (11, 0, 11));

    let today = kernel::china_day(at(0));
    let definitions = home.definitions.ledgers.of(&home.packs(), "532327", today);
    let plan = definitions.iter().find(|it| it.id == "plan_investments").unwrap();
    let county = home.region("532327").unwrap();
    let scope = Scope::region(county.id, county.level);
    let mut tx = home.db.read().await.unwrap();
    let fields = ["breakdown", "amount"];
    let filter = RecordFilter::default();
    let rows = tx.records(plan, &fields, &scope, &filter, None, 100).await.unwrap();
    drop(tx);
    for breakdown in ["programme", "source"] {
        let of = rows.iter().filter(|it| it.cells[0].text() == Some(breakdown));
        let sum: i64 = of.map(|it| it.cells[1].number().unwrap()).sum();
        assert_eq!(sum, PLANNED, "{breakdown}");
    }
    // The checks of the pack compare the lines with what the plan states: they find nothing.
    let looked = ledgers::find(&home, "test", county.id, at(2)).await.unwrap();
    assert_eq!((looked.new, looked.open), (0, 0));
}

//! The page of every pack, held against `docs/packs/`.

use std::{env, fs};

use crate::shipped::{facts, packs, root};

#[test]
fn the_pages_are_those_under_version_control() {
    let folder = root().join("docs/packs");
    let pages = packs().pages(&facts());
    let update = env::var_os("UPDATE_PACK_PAGES").is_some();
    if update {
        fs::create_dir_all(&folder).expect("a folder");
    }
    let mut names = Vec::new();
    for page in &pages {
        let path = folder.join(format!("{}.md", page.name));
        if update {
            fs::write(&path, &page.markdown).expect("written");
        }
        let stored = fs::read_to_string(&path).unwrap_or_default();
        assert!(
            stored == page.markdown,
            "{} is not what the pack says: UPDATE_PACK_PAGES=1 cargo test -p policy",
            path.display()
        );
        names.push(format!("{}.md", page.name));
    }
    let mut stored: Vec<String> = fs::read_dir(&folder)
        .expect("the pages")
        .map(|it| it.expect("an entry").file_name().to_string_lossy().into_owned())
        .collect();
    stored.sort();
    names.sort();
    assert_eq!(stored, names, "a page of a pack that is no more");
}

#[test]
fn a_page_says_where_a_value_comes_from_and_what_is_a_default() {
    let pages = packs().pages(&facts());
    let page = pages.iter().find(|it| it.name == "cn-52").expect("Guizhou");
    for part in [
        "7300元",
        "默认值",
        "家庭人均纯收入低于 income.monitoring",
        "乡村振兴夯实基础县",
        "第七章第三节",
    ] {
        let escaped = part.replace('_', "\\_");
        assert!(page.markdown.contains(&escaped), "{part} is missing");
        assert!(page.html.contains(part), "{part} is missing in the HTML");
    }
    for page in &pages {
        assert!(page.html.starts_with("<!DOCTYPE html>") && !page.html.contains("<script"));
        assert_eq!(page.html.matches("<table>").count(), page.html.matches("</table>").count());
    }
}

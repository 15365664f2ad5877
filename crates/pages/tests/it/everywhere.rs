//! What holds for every page.

use std::collections::BTreeSet;

use pages::{ASSETS, ASSETS_AT};

use crate::{
    markup::{Tag, tags},
    sample::{self, HOSTILE},
};

/// Checks every page; a complaint names its page.
#[track_caller]
fn check_all(check: impl Fn(&str, &[Tag<'_>]) -> Vec<String>) {
    let mut complaints = Vec::new();
    for (name, html) in sample::everything() {
        let found = check(&html, &tags(&html));
        complaints.extend(found.into_iter().map(|it| format!("{name}: {it}")));
    }
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}

#[test]
fn a_page_has_a_language_a_title_and_one_heading() {
    check_all(|html, tags| {
        let count = |name: &str| tags.iter().filter(|it| it.name == name && !it.closes).count();
        let lang = tags.iter().find(|it| it.name == "html").and_then(|it| it.get("lang"));
        let title = tags.iter().find(|it| it.name == "title").map_or("", |it| it.text.trim());
        let mut wrong = Vec::new();
        if !html.starts_with("<!doctype html>") {
            wrong.push("does not begin with its type".to_owned());
        }
        if lang.is_none_or(str::is_empty) || title.is_empty() {
            wrong.push("no language or no title".to_owned());
        }
        if (count("h1"), count("main")) != (1, 1) {
            wrong.push(format!("{} h1, {} main", count("h1"), count("main")));
        }
        wrong
    });
}

#[test]
fn elements_end_where_they_should() {
    check_all(|_, tags| {
        let (mut open, mut wrong) = (Vec::new(), Vec::new());
        for tag in tags.iter().filter(|it| !it.is_void()) {
            if !tag.closes {
                open.push(tag.name);
            } else if open.pop() != Some(tag.name) {
                wrong.push(format!("</{}> ends nothing", tag.name));
            }
        }
        wrong.extend(open.into_iter().map(|it| format!("<{it}> has no end")));
        wrong
    });
}

#[test]
fn ids_are_there_once_and_what_refers_to_one_finds_it() {
    check_all(|_, tags| {
        let ids: Vec<&str> = tags.iter().filter_map(|it| it.get("id")).collect();
        let known: BTreeSet<&str> = ids.iter().copied().collect();
        let mut wrong = Vec::new();
        if known.len() != ids.len() {
            wrong.push(format!("an id is there twice: {ids:?}"));
        }
        for tag in tags {
            let within = tag.get("href").and_then(|it| it.strip_prefix('#'));
            let named = ["for", "aria-describedby", "aria-labelledby"].map(|it| tag.get(it));
            let refers = named.into_iter().flatten().flat_map(str::split_whitespace).chain(within);
            wrong.extend(refers.filter(|it| !known.contains(it)).map(|it| format!("no id {it}")));
        }
        wrong
    });
}

#[test]
fn every_input_has_a_label() {
    check_all(|_, tags| {
        let labelled: BTreeSet<&str> = tags.iter().filter_map(|it| it.get("for")).collect();
        let (mut inside, mut wrong) = (false, Vec::new());
        for tag in tags {
            match tag.name {
                "label" => inside = !tag.closes,
                "input" | "textarea" | "select" if !tag.closes => {
                    let is_hidden = tag.get("type") == Some("hidden");
                    let is_labelled = tag.get("id").is_some_and(|it| labelled.contains(it));
                    if !is_hidden && !inside && !is_labelled {
                        wrong.push(format!("{:?} has no label", tag.get("name")));
                    }
                }
                _ => (),
            }
        }
        wrong
    });
}

#[test]
fn what_people_wrote_stays_text() {
    check_all(|html, tags| {
        let mut wrong = Vec::new();
        if html.contains(HOSTILE) || html.contains("<script>") {
            wrong.push("text became markup".to_owned());
        }
        if tags.iter().any(|it| it.name == "script" && !it.closes && it.get("src").is_none()) {
            wrong.push("a script in the page".to_owned());
        }
        wrong
    });
    let hostile = sample::everything().into_iter().filter(|(_, html)| html.contains("&#60;script"));
    assert!(4 < hostile.count());
}

#[test]
fn a_strict_content_security_policy_suffices() {
    check_all(|_, tags| {
        let attributes = tags.iter().flat_map(|it| &it.attributes);
        let is_inline = |key: &str| key.starts_with("on") || key == "style";
        let inline = attributes.clone().filter(|(key, _)| is_inline(key));
        let run = attributes.clone().filter(|(_, value)| value.contains("javascript:"));
        let blocks = tags.iter().filter(|it| it.name == "style").map(|_| "a <style>".to_owned());
        inline.chain(run).map(|it| format!("{it:?}")).chain(blocks).collect()
    });
}

#[test]
fn nothing_is_fetched_from_elsewhere() {
    check_all(|_, tags| {
        let fetched = tags.iter().filter(|it| ["link", "script", "img"].contains(&it.name));
        let addresses = fetched.filter_map(|it| it.get("src").or_else(|| it.get("href")));
        let ours = |it: &&str| it.starts_with('/') && !it.starts_with("//");
        let wrong = addresses.clone().filter(|it| !ours(it)).map(str::to_owned);
        let unknown = addresses
            .filter_map(|it| it.strip_prefix(ASSETS_AT))
            .filter(|it| !ASSETS.iter().any(|asset| asset.name == *it));
        wrong.chain(unknown.map(str::to_owned)).collect()
    });
    for asset in ASSETS {
        for outside in ["http:", "https:", "url(", "@import"] {
            assert!(!asset.body.contains(outside), "{} has {outside}", asset.name);
        }
    }
}

//! What holds for the pages for farmers.

use pages::{
    Lang, contains_identity,
    online::{ApplyField, Frame, HONEYPOT},
};

use crate::{
    markup::tags,
    sample::{self, online},
};

const KIB: usize = 1024;

fn all() -> Vec<sample::Rendered> {
    [online::ordinary(), online::biggest(), online::awkward()].concat()
}

#[test]
fn a_page_is_small() {
    for (name, html) in all() {
        assert!(html.len() < 12 * KIB, "{name} has {} bytes", html.len());
    }
    assert!(pages::APPLY_CSS.body.len() < 8 * KIB);
    assert!(pages::READ_ALOUD_JS.body.len() < 2 * KIB);
}

#[test]
fn help_is_offered_on_every_page() {
    for (name, html) in all() {
        assert!(html.contains("href=\"tel:12317\""), "{name} has no hotline");
        assert!(html.contains("替您申报") || html.contains("apply for you"), "{name}: 代申报");
    }
}

#[test]
fn an_english_page_is_english() {
    let is_chinese = |text: &str| text.chars().any(|c| ('\u{2e80}'..'\u{30000}').contains(&c));
    for (name, html) in online::ordinary().iter().filter(|(name, _)| name.contains("-en-")) {
        // The language of each open element; none where it is that of the page.
        let mut open: Vec<Option<&str>> = Vec::new();
        for tag in tags(html) {
            if tag.closes {
                open.pop();
            } else if !tag.is_void() {
                open.push(tag.get("lang").filter(|_| tag.name != "html"));
            }
            let marked = open.iter().flatten().any(|it| *it == "zh-CN");
            // What was typed, and what a title or quotation marks hold, cannot be marked.
            let is_typed = ["textarea", "title"].contains(&tag.name) || tag.text.contains('“');
            assert!(marked || is_typed || !is_chinese(tag.text), "{name}: {}", tag.text);
            let label = tag.get("aria-label").unwrap_or_default();
            assert!(!is_chinese(label), "{name}: {label}");
        }
    }
}

#[test]
fn the_form_posts_the_names_it_promises() {
    use ApplyField as F;
    let html = online::apply(Frame::default()).render();
    let posted: Vec<&str> = tags(&html).iter().filter_map(|it| it.get("name")).collect();
    let fields = [
        F::Name,
        F::Phone,
        F::IdNumber,
        F::Risk,
        F::Text,
        F::Photo,
        F::ProxyName,
        F::ProxyPhone,
        F::ProxyRelation,
        F::Consent,
    ];
    for name in fields.map(ApplyField::name).into_iter().chain(["village", "token", HONEYPOT]) {
        assert!(posted.contains(&name), "{name}");
    }
}

#[test]
fn what_was_typed_is_still_there_after_an_error() {
    let html = online::refused(Frame::default()).render();
    for typed in ["普文忠", "1380013", "53990019900101001", "殷丽仙", "花了三万元"] {
        assert!(html.contains(typed), "{typed}");
    }
    assert!(html.contains("value=\"illness\" checked"));
    assert!(html.contains("<details class=\"card\" id=\"proxy\" open>"));
    assert!(html.contains("name=\"consent\" value=\"yes\" required checked"));
    // On top, and beside each of the three fields.
    assert_eq!(html.matches("role=\"alert\"").count(), 4);
    assert_eq!(html.matches("aria-invalid=\"true\"").count(), 3);
}

#[test]
fn photos_are_asked_for_only_where_they_are_accepted() {
    let with = online::apply(Frame::default());
    assert!(with.render().contains("multipart/form-data"));
    let without = pages::online::ApplyPage { photos: None, ..with }.render();
    assert!(!without.contains("multipart/form-data") && !without.contains("type=\"file\""));
}

#[test]
fn language_and_size_go_on_with_a_form() {
    for (name, html) in online::biggest().iter().filter(|(_, html)| html.contains("<form")) {
        assert!(html.contains("<input type=\"hidden\" name=\"big\" value=\"2\">"), "{name}");
    }
    let english = Frame { lang: Lang::En, ..Frame::default() };
    assert!(online::apply(english).render().contains("name=\"lang\" value=\"en\""));
}

#[test]
fn what_everybody_may_see_shows_no_number_of_a_person() {
    let public =
        |name: &str| ["notices", "receipt", "place", "closed"].iter().any(|it| name.ends_with(it));
    for (name, html) in all().iter().filter(|(name, _)| public(name)) {
        assert!(!contains_identity(html), "{name}");
    }
    let mut page = online::notices(Frame::default());
    page.notices[0].paragraphs.push("联系人电话 138 0013 8000".to_owned());
    assert!(contains_identity(&page.render()));
}

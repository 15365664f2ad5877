//! What holds for paper.

use pages::{
    contains_identity,
    paper::{HouseholdCard, NoticeSheet},
};

use crate::{
    markup::tags,
    sample::{LONG_NAME, Rendered, paper},
};

fn named(pages: Vec<Rendered>, name: &str) -> String {
    let found = pages.into_iter().find(|(it, _)| it.ends_with(name));
    found.unwrap_or_else(|| panic!("no page {name}")).1
}

#[test]
fn title_and_number_stand_at_the_head_of_every_page() {
    for (name, html) in paper::ordinary().iter().filter(|(name, _)| name != "paper-board") {
        let tags = tags(html);
        let head = tags.iter().find_map(|it| it.get("data-head")).unwrap_or_default();
        assert!(head.contains("　编号：") && head.contains("532327"), "{name}: {head}");
        assert!(html.contains("<svg class=\"qr\""), "{name} has no code");
    }
    assert!(pages::PAPER_CSS.body.contains("attr(data-head)"));
}

#[test]
fn without_a_number_there_is_no_code_and_no_empty_label() {
    for (name, html) in paper::blank().iter().filter(|(name, _)| name != "paper-blank-board") {
        assert!(!html.contains("<svg") && !html.contains("编号"), "{name}");
    }
}

#[test]
fn what_stays_together_is_not_torn() {
    for rule in [
        "thead { display: table-header-group; }",
        "tr, .pair, .block, .sign { break-inside: avoid; }",
    ] {
        assert!(pages::PAPER_CSS.body.contains(rule), "{rule}");
    }
}

#[test]
fn every_long_table_has_a_head_that_can_be_repeated() {
    for (name, html) in [paper::ordinary(), paper::awkward()].concat() {
        for table in html.split("<table").skip(1) {
            let table = table.split("</table>").next().unwrap_or_default();
            // A label stands in each row of these.
            let has_labels = table.starts_with(" class=\"facts\"");
            let is_long = !has_labels && 7 < table.matches("<tr").count();
            assert!(!is_long || table.contains("<thead>"), "{name}: {table}");
        }
    }
}

#[test]
fn the_letter_has_a_place_for_each_of_twenty_members() {
    let html = named(paper::awkward(), "paper-awkward-authorization");
    let letter = html.split("签字、按手印").nth(1).expect("the table of members");
    let rows = letter.split("</table>").next().expect("its end");
    assert_eq!(rows.matches("<tr class=\"tall\">").count(), 20);
    assert_eq!(rows.matches(&format!("监护人{LONG_NAME}代签")).count(), 20);
}

#[test]
fn nobody_signs_a_letter_without_knowing_what_is_queried() {
    let html = paper::authorization().render();
    assert!(html.contains("存款和理财、车辆、房产、市场主体登记、社会保险、财政供养。"));
    assert!(html.contains("至2027年11月21日止"));
    for place in
        ["户主签字（按手印）", "代理人签字（按手印）", "宣读人、核查人签字", "村民委员会（盖章）"]
    {
        assert!(html.contains(place), "{place}");
    }
    let blank = named(paper::blank(), "paper-blank-authorization");
    assert!(blank.contains("至　　　　年　　月　　日止"));
}

#[test]
fn a_value_that_is_known_says_where_it_comes_from() {
    let html = paper::verification().render();
    assert!(html.contains("大坝一组 <small>公安局户籍（2026-10-31）</small>"), "{html}");
    assert!(html.contains("<td class=\"money\">18000.00</td>"));
    assert!(html.contains("人社局务工台账（2026-10-31） 普文忠，县内，6个月"));
    // In the narrow cells of members a number stands for it, and the list says the rest.
    assert!(html.contains("<td>户主<sup>1</sup></td>"));
    assert!(html.contains("<span>1 公安局户籍（2026-10-31）</span>"));
    assert!(html.contains("<td>患有大病<sup>6</sup></td>"));
    assert!(html.contains("<span>6 医保局结算明细（2026-10-31）</span>"));
    // What is not known has no source, but a place for the pen.
    assert!(html.contains("<td></td><td>居民医保"));
}

#[test]
fn every_member_has_a_line_to_be_corrected() {
    let html = named(paper::awkward(), "paper-awkward-verification");
    assert_eq!(html.matches("<small>更正</small>").count(), 20);
    assert_eq!(html.matches("<small>增加</small>").count(), 3);
}

#[test]
fn a_risk_that_something_points_to_stands_by_itself() {
    let html = paper::verification().render();
    let row = html.split("□ 因病").nth(1).expect("the risk");
    assert!(row.split("</tr>").next().is_some_and(|it| it.contains("自付医疗支出26000元")));
    assert!(html.contains("□ 因残</span> <span"));
}

#[test]
fn a_figure_that_is_not_known_is_not_zero() {
    let html = named(paper::ordinary(), "paper-dispatch");
    assert_eq!(html.matches("<td>—</td>").count(), 8);
    assert!(html.contains("— 是没有数据，不是零。"));
    assert!(html.contains("<tr class=\"total\"><th scope=\"row\">合计</th>"));
}

#[test]
fn many_figures_lie_on_their_side() {
    assert!(named(paper::ordinary(), "paper-dispatch-lying").contains("<body class=\"lying\">"));
    assert!(named(paper::ordinary(), "paper-dispatch").contains("<body class=\"\">"));
}

#[test]
fn an_odd_number_of_attendees_leaves_one_place() {
    let html = named(paper::awkward(), "paper-awkward-review");
    let places = html.split("三、到会人员签字").nth(1).expect("the places");
    // 41 of them, and 8 empty places.
    assert_eq!(places.matches("<tr class=\"tall\">").count(), 25);
}

#[test]
fn what_hangs_on_a_wall_shows_no_number_of_a_person() {
    // Their helpers' and offices' telephones are there, and meant to be.
    let shown = [paper::notice().render(), paper::card().render(), paper::board().render()];
    for html in shown {
        assert!(html.contains("13900139"), "{html}");
        assert!(!contains_identity(&html), "{html}");
    }
    let slipped = "普文忠 138-0013-8000".to_owned();
    let card = HouseholdCard { householder: slipped.clone(), ..paper::card() };
    assert!(contains_identity(&card.render()));
    let notice = NoticeSheet { place: slipped, ..paper::notice() };
    assert!(contains_identity(&notice.render()));
}

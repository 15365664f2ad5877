//! Headers drawn from the synonyms of each feed, in any order and any selection: a sheet is either
//! recognised as what it is, or a person is asked. It is never taken for something else.

use intake::{Feed, FileError, HEAD_ROWS, HeadRow, Record, recognise};

use crate::support::feeds;

/// A sequence of numbers that is the same in every run.
struct Draw(u64);

impl Draw {
    fn below(&mut self, limit: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % limit
    }
}

/// A header of all required columns and most of the others, each by one of its synonyms, and the
/// columns it was drawn for.
fn header(feed: &Feed, draw: &mut Draw) -> Vec<(String, String)> {
    let mut header: Vec<(String, String)> = Vec::new();
    for column in &feed.columns {
        // Columns that share their headers are filled by one of them.
        let is_there = header.iter().any(|(known, _)| column.headers.contains(known));
        if !is_there && (column.required || draw.below(4) > 0) {
            let synonym = &column.headers[draw.below(column.headers.len())];
            if !header.iter().any(|(known, _)| known == synonym) {
                header.push((synonym.clone(), column.name.clone()));
            }
        }
    }
    for place in (1..header.len()).rev() {
        header.swap(place, draw.below(place + 1));
    }
    header
}

fn sheet(title: &str, header: &[String]) -> Vec<HeadRow> {
    let title: Record = [title].iter().collect();
    let rows = [title, header.iter().collect()];
    let numbered = (1..=HEAD_ROWS as u32).zip(rows);
    numbered.map(|(row, cells)| HeadRow { row, cells }).collect()
}

#[test]
fn synonyms_lead_to_the_feed_or_to_a_question() {
    let mut draw = Draw(20_231_031);
    let (mut right, mut asked, mut named_right, mut all) = (0, 0, 0, 0);
    let mut wrong: Vec<String> = Vec::new();
    for feed in feeds().iter() {
        let missing_by_chance = |error: &FileError| {
            // Two synonyms may be equal once cleaned; then one column is not there.
            matches!(error, FileError::ColumnsMissing { feed: named, .. } if *named == feed.name)
        };
        for _ in 0..60 {
            all += 1;
            let drawn = header(feed, &mut draw);
            let header: Vec<String> = drawn.iter().map(|(header, _)| header.clone()).collect();
            match recognise(feeds(), &sheet("统计表", &header), "新建文件.xlsx", "Sheet1", None)
            {
                Ok(found) if found.feed == feed.name => {
                    right += 1;
                    for (column, (header, target)) in found.columns.iter().zip(&drawn) {
                        // A name may be the head's when no other name is there.
                        let fits = column.targets.contains(target)
                            || (target == "head_name" && column.targets == ["name"]);
                        if !fits {
                            let taken = &column.targets;
                            wrong.push(format!(
                                "{}: {header} is {taken:?}, not {target}",
                                feed.name
                            ));
                        }
                    }
                }
                Ok(found) => wrong.push(format!("{} as {}: {header:?}", feed.name, found.feed)),
                Err(FileError::FeedAmbiguous { feeds })
                    if feeds.iter().any(|it| it.0 == feed.name) =>
                {
                    asked += 1;
                }
                Err(error) if missing_by_chance(&error) => asked += 1,
                Err(error) => wrong.push(format!("{} {}: {header:?}", feed.name, error.code())),
            }
            let file_name = format!("2023年{}（10月）.xlsx", feed.zh);
            let named = recognise(feeds(), &sheet(&feed.zh, &header), &file_name, "Sheet1", None);
            match named {
                Ok(found) if found.feed == feed.name => named_right += 1,
                Ok(found) => {
                    wrong.push(format!("named {} as {}: {header:?}", feed.name, found.feed))
                }
                Err(_) => (),
            }
        }
    }
    println!(
        "{all} sheets: {right} recognised by headers alone, {asked} asked; {named_right} with a telling name"
    );
    for line in &wrong {
        println!("{line}");
    }
    assert!(wrong.is_empty(), "{} of {all} taken for something else", wrong.len());
    assert!(right * 100 >= all * 90, "{right} of {all}");
    assert!(named_right * 100 >= all * 97, "{named_right} of {all}");
}

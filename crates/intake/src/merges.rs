//! The merged cells of an xlsx workbook.
//!
//! They stand behind the cells of a sheet. Parsing the sheet a second time to get there would
//! double the time of a large export, so its text is only searched for them.

use std::fs::File;
use std::io::{BufReader, Read};
use std::path::Path;

use hashbrown::HashMap;
use zip::ZipArchive;

use crate::markup;

/// First row, last row and column, counted from 0, of a region that covers more than one row.
pub(crate) type Downward = (u32, u32, u32);

/// The regions of every sheet that reach down, by the sheet's name. A part that cannot be read has
/// none: the cells are read by other means, and say what is wrong with the file.
pub(crate) fn downward(path: &Path) -> HashMap<String, Vec<Downward>> {
    read_all(path).unwrap_or_default()
}

type Archive = ZipArchive<BufReader<File>>;

fn read_all(path: &Path) -> Option<HashMap<String, Vec<Downward>>> {
    let mut archive = ZipArchive::new(BufReader::new(File::open(path).ok()?)).ok()?;
    let book = text(&mut archive, "xl/workbook.xml")?;
    let relations = text(&mut archive, "xl/_rels/workbook.xml.rels")?;
    let targets: HashMap<String, String> = tags(&relations, "Relationship")
        .filter_map(|tag| Some((markup::attribute(tag, "Id")?, markup::attribute(tag, "Target")?)))
        .collect();
    let mut regions = HashMap::new();
    for tag in tags(&book, "sheet") {
        let (Some(name), Some(id)) = (markup::attribute(tag, "name"), markup::attribute(tag, "id"))
        else {
            continue;
        };
        let Some(target) = targets.get(&id) else { continue };
        let part = match target.strip_prefix('/') {
            Some(absolute) => absolute.to_owned(),
            None => format!("xl/{target}"),
        };
        regions.insert(name, search(&mut archive, &part).unwrap_or_default());
    }
    Some(regions)
}

fn text(archive: &mut Archive, part: &str) -> Option<String> {
    let mut text = String::new();
    archive.by_name(part).ok()?.read_to_string(&mut text).ok()?;
    Some(text)
}

/// The start tags of this name, whatever their namespace prefix.
fn tags<'a>(xml: &'a str, name: &'a str) -> impl Iterator<Item = &'a str> {
    xml.split('<').skip(1).filter_map(move |rest| {
        let tag = rest.split('>').next()?;
        let full = tag.split(|c: char| c.is_whitespace() || c == '/').next()?;
        (full.rsplit(':').next()? == name).then_some(tag)
    })
}

/// Searches a sheet for `<mergeCell ref="A1:B3"/>`.
fn search(archive: &mut Archive, part: &str) -> Option<Vec<Downward>> {
    const NEEDLE: &[u8] = b"mergeCell ";
    const LONGEST_TAG: usize = 256;
    let mut sheet = archive.by_name(part).ok()?;
    let finder = memchr::memmem::Finder::new(NEEDLE);
    let mut buffer = vec![0_u8; 1 << 17];
    let mut filled = 0;
    let mut regions = Vec::new();
    loop {
        let more = sheet.read(&mut buffer[filled..]).ok()?;
        filled += more;
        let at_end = more == 0;
        // A tag that may be cut off waits for the next round.
        let complete = if at_end { filled } else { filled.saturating_sub(LONGEST_TAG) };
        let mut done = 0;
        while let Some(found) = finder.find(&buffer[done..filled]) {
            let at = done + found;
            if at >= complete {
                break;
            }
            done = at + NEEDLE.len();
            let begins = at > 0 && matches!(buffer[at - 1], b'<' | b':');
            let tag = &buffer[at..(at + LONGEST_TAG).min(filled)];
            let tag = String::from_utf8_lossy(tag.split(|&byte| byte == b'>').next()?);
            if begins && let Some(reference) = markup::attribute(&tag, "ref") {
                regions.extend(region(&reference));
            }
        }
        if at_end {
            return Some(regions);
        }
        let keep = done.max(complete.saturating_sub(1));
        buffer.copy_within(keep..filled, 0);
        filled -= keep;
    }
}

/// `B12:C15` → rows 11 to 14 of column 1; `None` for a region of one row.
fn region(reference: &str) -> Option<Downward> {
    let (first, last) = reference.split_once(':')?;
    let ((column, first), (_, last)) = (cell(first)?, cell(last)?);
    (first < last).then_some((first, last, column))
}

fn cell(reference: &str) -> Option<(u32, u32)> {
    let reference = reference.replace('$', "");
    let letters = reference.bytes().take_while(u8::is_ascii_alphabetic).count();
    let (column, row) = reference.split_at(letters);
    let number = |letter: u8| u32::from(letter.to_ascii_uppercase() - b'A') + 1;
    let column = column
        .bytes()
        .try_fold(0_u32, |sum, letter| sum.checked_mul(26)?.checked_add(number(letter)))?;
    Some((column.checked_sub(1)?, row.parse::<u32>().ok()?.checked_sub(1)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn regions_that_reach_down() {
        let check =
            |reference: &str, expected| assert_eq!(region(reference), expected, "{reference}");
        check("B12:B15", Some((11, 14, 1)));
        check("A1:AA2", Some((0, 1, 0)));
        check("$AB$3:$AC$9", Some((2, 8, 27)));
        check("A1:Q1", None);
        check("A1", None);
        check("1:2", None);
        check("A0:A5", None);
    }

    #[test]
    fn found_among_many_cells() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("b.xlsx");
        let mut book = rust_xlsxwriter::Workbook::new();
        let plain = rust_xlsxwriter::Format::new();
        let sheet = book.add_worksheet().set_name("名单 & 表").unwrap();
        for row in 0..20_000 {
            sheet.write_string(row, 3, "mergeCell ref=\"A1:A9\"").unwrap();
        }
        let mut expected = Vec::new();
        for place in 0..3_000 {
            sheet.merge_range(place * 3, 1, place * 3 + 2, 1, "村", &plain).unwrap();
            expected.push((place * 3, place * 3 + 2, 1));
        }
        book.add_worksheet();
        book.save(&path).unwrap();
        let regions = downward(&path);
        assert_eq!(regions["名单 & 表"], expected);
        assert_eq!(regions["Sheet2"], []);
    }
}

//! Which feed a sheet is, where its header stands, and what each column means.

use serde::{Deserialize, Serialize};

use kernel::Value;

use crate::book::HeadRow;
use crate::error::FileError;
use crate::feed::{Feed, Feeds};
use crate::header;
use crate::words::Meaning;

/// The header stands in one of the first rows that are not blank.
const HEADER_ROWS: usize = 15;

/// A header row has at least this many known headers, this much of them telling.
const LEAST_HEADERS: usize = 3;
const LEAST_SCORE: f64 = 1.0;

/// A feed within this share of the best one's score is a rival: the file's name must decide.
const RIVAL: f64 = 0.85;

/// Between rivals that no name decides, the best must lead by this much, or a person decides.
const LEAD: f64 = 1.05;

/// What was recognised of a sheet. A person can look at it, change it, and have it remembered.
#[derive(Clone, Debug)]
pub struct Recognised {
    /// The feed.
    pub feed: String,
    /// The first line of the header, which may have two.
    pub header_first: u32,
    /// The last line of the header; data follows.
    pub header_row: u32,
    /// Every column of the sheet, from the left.
    pub columns: Vec<SourceColumn>,
    /// Columns of the feed that the sheet does not have.
    pub missing: Vec<String>,
    /// Canonical columns whose value stands in the name of the sheet or of the file.
    pub classes: Vec<(String, Value)>,
    /// The normal text of the title cells above the header.
    pub titles: Vec<String>,
}

/// A column of the sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceColumn {
    /// Its header as it stands; of a header of two lines, the lower.
    pub header: String,
    /// The canonical columns and personal roles it fills; none when it is not used.
    pub targets: Vec<String>,
}

/// A mapping to use again for the next file of the same layout. One without headers only names
/// the feed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedMapping {
    /// The feed.
    pub feed: String,
    /// Header and what it fills; nothing means that it is not used.
    pub headers: Vec<(String, Vec<String>)>,
}

impl Recognised {
    /// The mapping, to be remembered.
    pub fn saved(&self) -> SavedMapping {
        let filled = self.columns.iter().filter(|column| !column.header.is_empty());
        let headers = filled.map(|column| (column.header.clone(), column.targets.clone()));
        SavedMapping { feed: self.feed.clone(), headers: headers.collect() }
    }

    /// Whether a column of the sheet fills this canonical column or role.
    pub fn has(&self, target: &str) -> bool {
        self.columns.iter().any(|column| column.targets.iter().any(|known| known == target))
    }
}

/// Recognises a sheet by its head rows.
///
/// Headers decide. The names of file and sheet and the titles only decide between feeds whose
/// headers fit about equally well. A remembered mapping is used when most of its headers are
/// there; headers it does not know are looked up as usual.
///
/// # Errors
/// `feed_unknown`, `feed_ambiguous` when a person must choose, `columns_missing`.
pub fn recognise(
    feeds: &Feeds,
    head: &[HeadRow],
    file_name: &str,
    sheet_name: &str,
    remembered: Option<&SavedMapping>,
) -> Result<Recognised, FileError> {
    let candidates = header_candidates(head);
    if let Some(saved) = remembered.filter(|saved| feeds.get(&saved.feed).is_some())
        && let Some(found) = remembered_fit(feeds, saved, &candidates)
    {
        return finish(feeds, found, head, file_name, sheet_name);
    }
    let mut fits: Vec<Fit> = Vec::new();
    for place in 0..feeds.all().len() {
        let best = candidates.iter().filter_map(|candidate| fit(feeds, place, candidate));
        // The first row wins among equals: a repeated header is not the header.
        let best = best.fold(None, |best: Option<Fit>, next| match best {
            Some(best) if next.score <= best.score => Some(best),
            _ => Some(next),
        });
        fits.extend(best);
    }
    fits.sort_by(|a, b| b.score.total_cmp(&a.score));
    let found = choose(feeds, fits, head, file_name, sheet_name)?;
    finish(feeds, found, head, file_name, sheet_name)
}

/// A row, or two rows read as one, that may be the header.
struct HeaderCandidate {
    first: usize,
    last: usize,
    cells: Vec<String>,
    normal: Vec<String>,
}

/// A feed and how its columns lie in a header row.
struct Fit {
    feed: usize,
    score: f64,
    first: usize,
    last: usize,
    columns: Vec<SourceColumn>,
    missing_required: Vec<usize>,
}

fn header_candidates(head: &[HeadRow]) -> Vec<HeaderCandidate> {
    let rows = head.iter().enumerate().filter(|(_, row)| !row.cells.is_blank()).take(HEADER_ROWS);
    let rows: Vec<usize> = rows.map(|(place, _)| place).collect();
    let texts = |place: usize| -> Vec<String> {
        head[place].cells.iter().map(|cell| cell.trim().to_owned()).collect()
    };
    let candidate = |first: usize, last: usize, cells: Vec<String>| {
        let normal = cells.iter().map(|cell| header::normal(cell)).collect();
        HeaderCandidate { first, last, cells, normal }
    };
    let mut candidates = Vec::new();
    for (order, &place) in rows.iter().enumerate() {
        candidates.push(candidate(place, place, texts(place)));
        let Some(&below) = rows.get(order + 1).filter(|&&below| below == place + 1) else {
            continue;
        };
        let (upper, mut lower) = (texts(place), texts(below));
        if lower.iter().any(|cell| looks_like_data(cell)) {
            continue;
        }
        lower.resize(lower.len().max(upper.len()), String::new());
        for (cell, above) in lower.iter_mut().zip(upper) {
            if cell.is_empty() {
                *cell = above;
            }
        }
        candidates.push(candidate(place, below, lower));
    }
    candidates
}

/// Numbers of some length stand in data, not in headers.
fn looks_like_data(cell: &str) -> bool {
    cell.bytes().filter(u8::is_ascii_digit).count() >= 4 || cell.parse::<f64>().is_ok()
}

/// How well a feed fits a header row; `None` when hardly at all.
fn fit(feeds: &Feeds, place: usize, candidate: &HeaderCandidate) -> Option<Fit> {
    let mut score = 0.0;
    let mut known = 0;
    for normal in &candidate.normal {
        let Some((uses, exact)) = feeds.index.find(normal) else { continue };
        if uses.uses.iter().any(|(feed, _, _)| *feed == place) {
            known += 1;
            score += (0.1 + uses.weight) * if exact { 1.0 } else { 0.8 };
        }
    }
    if known < LEAST_HEADERS || score < LEAST_SCORE {
        return None;
    }
    // Two rows are one header only when that makes more of both: less is a title or data.
    if candidate.first < candidate.last {
        score -= 0.3;
    }
    let columns = assign(feeds, place, candidate);
    let feed = &feeds.all()[place];
    let missing_required = required_missing(feed, &columns);
    Some(Fit {
        feed: place,
        score,
        first: candidate.first,
        last: candidate.last,
        columns,
        missing_required,
    })
}

fn required_missing(feed: &Feed, columns: &[SourceColumn]) -> Vec<usize> {
    let filled = |name: &str| columns.iter().any(|c| c.targets.iter().any(|target| target == name));
    let places = feed.columns.iter().enumerate();
    places.filter(|(_, c)| c.required && !filled(&c.name)).map(|(place, _)| place).collect()
}

/// Gives each column of the feed its header: one that fits as it stands before one that fits
/// without its brackets, the better synonym before the worse, the left before the right. A header
/// that occurs twice is given twice: the second is used where the first is blank.
fn assign(feeds: &Feeds, place: usize, candidate: &HeaderCandidate) -> Vec<SourceColumn> {
    let feed = &feeds.all()[place];
    let mut sources: Vec<SourceColumn> = candidate
        .cells
        .iter()
        .map(|cell| SourceColumn { header: cell.clone(), targets: Vec::new() })
        .collect();
    let mut owners: Vec<Option<usize>> = vec![None; sources.len()];
    let mut done = vec![false; feed.columns.len()];
    for exact_wanted in [true, false] {
        for (column_place, column) in feed.columns.iter().enumerate() {
            if done[column_place] {
                continue;
            }
            let mut best: Option<(usize, usize)> = None;
            for (source, normal) in candidate.normal.iter().enumerate() {
                let Some((uses, exact)) = feeds.index.find(normal) else { continue };
                let is_free = match owners[source] {
                    None => true,
                    Some(owner) => column.shares && feed.columns[owner].shares,
                };
                if exact != exact_wanted || !is_free {
                    continue;
                }
                let mine = (place, Some(column_place));
                let mut ranks = uses.uses.iter().filter(|u| (u.0, u.1) == mine).map(|u| u.2);
                if let Some(rank) = ranks.next()
                    && best.is_none_or(|(known, _)| rank < known)
                {
                    best = Some((rank, source));
                }
            }
            let Some((_, chosen)) = best else { continue };
            done[column_place] = true;
            for source in chosen..sources.len() {
                if candidate.normal[source] == candidate.normal[chosen] {
                    owners[source] = owners[source].or(Some(column_place));
                    sources[source].targets.push(column.name.clone());
                }
            }
        }
    }
    sources
}

/// Picks the feed: the best one that has what it requires, unless rivals fit as well.
fn choose(
    feeds: &Feeds,
    fits: Vec<Fit>,
    head: &[HeadRow],
    file_name: &str,
    sheet_name: &str,
) -> Result<Fit, FileError> {
    let Some(first) = fits.first() else {
        return Err(FileError::FeedUnknown { rows: head.len().min(HEADER_ROWS) });
    };
    let best_complete = fits.iter().find(|fit| fit.missing_required.is_empty());
    let complete_score = best_complete.map_or(0.0, |fit| fit.score);
    if complete_score * 1.6 < first.score {
        return Err(columns_missing(feeds, first));
    }
    let rivals: Vec<&Fit> = fits
        .iter()
        .filter(|fit| fit.missing_required.is_empty() && fit.score >= complete_score * RIVAL)
        .collect();
    let chosen = match rivals.as_slice() {
        [only] => only.feed,
        [best, second, ..] => {
            let words = |fit: &Fit| name_words(feeds, fit, head, file_name, sheet_name);
            let longest = rivals.iter().map(|fit| words(fit)).max().unwrap_or(0);
            let named: Vec<&&Fit> = rivals.iter().filter(|fit| words(fit) == longest).collect();
            match named.as_slice() {
                [only] => only.feed,
                _ if best.score >= second.score * LEAD && words(best) == longest => best.feed,
                _ => {
                    let names = named.iter().map(|fit| {
                        let feed = &feeds.all()[fit.feed];
                        (feed.name.clone(), feed.zh.clone())
                    });
                    return Err(FileError::FeedAmbiguous { feeds: names.collect() });
                }
            }
        }
        [] => return Err(columns_missing(feeds, first)),
    };
    let found = fits.into_iter().find(|fit| fit.feed == chosen);
    found.ok_or(FileError::FeedUnknown { rows: head.len().min(HEADER_ROWS) })
}

fn columns_missing(feeds: &Feeds, fit: &Fit) -> FileError {
    let feed = &feeds.all()[fit.feed];
    let usual = |&place: &usize| feed.columns[place].headers.first().cloned().unwrap_or_default();
    FileError::ColumnsMissing {
        feed: feed.name.clone(),
        zh: feed.zh.clone(),
        missing: fit.missing_required.iter().map(usual).collect(),
    }
}

/// The length of the longest word of the feed in the names of the file, the sheet and the titles.
fn name_words(
    feeds: &Feeds,
    fit: &Fit,
    head: &[HeadRow],
    file_name: &str,
    sheet_name: &str,
) -> usize {
    let mut names = vec![header::normal(file_name), header::normal(sheet_name)];
    names.extend(titles_above(head, fit.first));
    let words = &feeds.all()[fit.feed].file_name;
    let found = words.iter().filter(|word| names.iter().any(|name| name.contains(word.as_str())));
    found.map(|word| word.chars().count()).max().unwrap_or(0)
}

fn titles_above(head: &[HeadRow], header: usize) -> Vec<String> {
    let cells = head[..header].iter().flat_map(|row| row.cells.iter());
    cells.map(header::normal).filter(|text| !text.is_empty()).collect()
}

/// The fit of a remembered mapping, when most of its headers are there.
fn remembered_fit(
    feeds: &Feeds,
    saved: &SavedMapping,
    candidates: &[HeaderCandidate],
) -> Option<Fit> {
    let place = feeds.all().iter().position(|feed| feed.name == saved.feed)?;
    let known: Vec<(String, &Vec<String>)> =
        saved.headers.iter().map(|(header, targets)| (header::normal(header), targets)).collect();
    if known.is_empty() {
        let fits = candidates.iter().filter_map(|candidate| fit(feeds, place, candidate));
        return fits.reduce(|best, next| if next.score > best.score { next } else { best });
    }
    let found_in = |candidate: &HeaderCandidate| {
        known.iter().filter(|(header, _)| candidate.normal.contains(header)).count()
    };
    let best = candidates
        .iter()
        .reduce(|best, next| if found_in(next) > found_in(best) { next } else { best })?;
    if found_in(best) * 10 < known.len() * 6 {
        return None;
    }
    let feed = &feeds.all()[place];
    let mut columns = assign(feeds, place, best);
    let saved_targets: Vec<&String> =
        known.iter().flat_map(|(_, targets)| targets.iter()).collect();
    for (column, normal) in columns.iter_mut().zip(&best.normal) {
        match known.iter().find(|(header, _)| header == normal) {
            Some((_, targets)) => {
                let exist = targets.iter().filter(|target| feed.column(target).is_some());
                column.targets = exist.cloned().collect();
            }
            None => column.targets.retain(|target| !saved_targets.contains(&target)),
        }
    }
    let missing_required = required_missing(feed, &columns);
    let (first, last) = (best.first, best.last);
    Some(Fit { feed: place, score: 0.0, first, last, columns, missing_required })
}

fn finish(
    feeds: &Feeds,
    fit: Fit,
    head: &[HeadRow],
    file_name: &str,
    sheet_name: &str,
) -> Result<Recognised, FileError> {
    if !fit.missing_required.is_empty() {
        return Err(columns_missing(feeds, &fit));
    }
    let feed = &feeds.all()[fit.feed];
    let titles = titles_above(head, fit.first);
    let names = [sheet_name, file_name].into_iter().chain(titles.iter().map(String::as_str));
    let names: Vec<&str> = names.collect();
    let mut classes = Vec::new();
    for class in &feed.classes {
        let found = names.iter().find_map(|name| match class.words.meaning(name) {
            Meaning::Is(place) => class.values.get(usize::try_from(place).ok()?),
            _ => None,
        });
        if let Some(value) = found {
            classes.push((feed.table.columns[class.slot].name.clone(), value.clone()));
        }
    }
    let filled =
        |name: &str| fit.columns.iter().any(|c| c.targets.iter().any(|target| target == name));
    let missing = feed.columns.iter().filter(|column| !filled(&column.name));
    Ok(Recognised {
        feed: feed.name.clone(),
        header_first: head[fit.first].row,
        header_row: head[fit.last].row,
        missing: missing.map(|column| column.name.clone()).collect(),
        columns: fit.columns,
        classes,
        titles,
    })
}

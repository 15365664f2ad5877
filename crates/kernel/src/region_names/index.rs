//! All spellings of the regions of one level, and which region each of them means.

use std::collections::HashMap;

use super::fold::is_unreadable;

/// All spellings of the regions of one level, and what they mean.
#[derive(Clone, Debug, Default)]
pub(super) struct Spellings {
    meanings: HashMap<Box<str>, Vec<Meaning>>,
    /// For each first character, the lengths in characters of the spellings, as bits.
    lengths: HashMap<char, u64>,
}

impl Spellings {
    pub(super) fn add(&mut self, spelling: String, meaning: Meaning) {
        let Some(first) = spelling.chars().next() else { return };
        let length = spelling.chars().count().min(63);
        *self.lengths.entry(first).or_default() |= 1 << length;
        let meanings = self.meanings.entry(spelling.into()).or_default();
        match meanings.iter_mut().find(|known| known.region == meaning.region) {
            Some(known) => known.rank = known.rank.min(meaning.rank),
            None => meanings.push(meaning),
        }
    }

    /// `None`: no such spelling; `Some(None)`: several mean it equally.
    pub(super) fn find(&self, within: Option<i64>, text: &str) -> Option<Option<i64>> {
        plainest(self.meanings.get(text)?, within).region()
    }

    /// As `find`, for a text with characters a computer could not show: each stands for any one.
    pub(super) fn find_unreadable(&self, within: Option<i64>, text: &str) -> Option<Option<i64>> {
        if !text.chars().any(is_unreadable) || text.chars().all(is_unreadable) {
            return None;
        }
        let fits = |spelling: &str| {
            let mut characters = spelling.chars();
            let same = |c| characters.next().is_some_and(|known| known == c || is_unreadable(c));
            text.chars().all(same) && characters.next().is_none()
        };
        let fitting = self.meanings.iter().filter(|(spelling, _)| fits(spelling));
        let meanings: Vec<Meaning> = fitting.flat_map(|(_, meanings)| meanings.clone()).collect();
        plainest(&meanings, within).region()
    }

    /// The beginnings of the text that are spellings, longest first, what they mean, and what
    /// follows each.
    pub(super) fn prefixes<'s, 't>(
        &'s self,
        text: &'t str,
    ) -> impl Iterator<Item = (&'t str, &'s [Meaning], &'t str)> {
        let first = text.chars().next();
        let lengths = first.and_then(|first| self.lengths.get(&first)).copied().unwrap_or(0);
        let mut ends = [0_usize; 64];
        let mut longest = 0;
        for (length, (start, c)) in
            (1..64 - lengths.leading_zeros() as usize).zip(text.char_indices())
        {
            ends[length] = start + c.len_utf8();
            longest = length;
        }
        (1..=longest).rev().filter(move |&length| lengths & (1 << length) != 0).filter_map(
            move |length| {
                let (prefix, rest) = text.split_at(ends[length]);
                Some((prefix, self.meanings.get(prefix)?.as_slice(), rest))
            },
        )
    }
}

/// What a spelling means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Meaning {
    pub(super) region: i64,
    pub(super) township: i64,
    /// How plain the spelling is; the lowest wins.
    pub(super) rank: u8,
    /// A pseudo-unit or abolished name: it gives way to a real one of the same rank.
    pub(super) secondary: bool,
}

/// Which of the meanings of a spelling counts.
pub(super) enum Plainest {
    None,
    One(Meaning),
    /// They cannot be told apart.
    Several,
}

impl Plainest {
    fn region(self) -> Option<Option<i64>> {
        match self {
            Plainest::None => None,
            Plainest::One(meaning) => Some(Some(meaning.region)),
            Plainest::Several => Some(None),
        }
    }
}

/// The meaning of the lowest rank in the township; of equal ones the one that is not secondary.
pub(super) fn plainest(meanings: &[Meaning], within: Option<i64>) -> Plainest {
    let mut plainest = Plainest::None;
    let mut order = (u8::MAX, true);
    for &meaning in meanings {
        if within.is_some_and(|within| within != meaning.township) {
            continue;
        }
        let place = (meaning.rank, meaning.secondary);
        match &plainest {
            Plainest::One(known) if known.region == meaning.region => order = order.min(place),
            Plainest::One(_) | Plainest::Several if place == order => plainest = Plainest::Several,
            Plainest::One(_) | Plainest::Several if order < place => {}
            _ => (plainest, order) = (Plainest::One(meaning), place),
        }
    }
    plainest
}

//! One record of a file: its cells as they stand there, in one buffer that is used again.

use std::fmt;

/// The cells of one record, as text. Reading the next record into the same value allocates
/// nothing. `Debug` shows only the number of cells: they are personal.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Record {
    text: String,
    cells: Vec<(u32, u32)>,
}

impl Record {
    /// The cell in this place, counted from 0; empty beyond the last.
    #[inline]
    pub fn get(&self, place: usize) -> &str {
        match self.cells.get(place) {
            Some(&(start, end)) => &self.text[start as usize..end as usize],
            None => "",
        }
    }

    /// The cell in this place without white space around it.
    #[inline]
    pub fn trimmed(&self, place: usize) -> &str {
        trim(self.get(place))
    }

    /// How many cells there are.
    pub fn len(&self) -> usize {
        self.cells.len()
    }

    /// Whether there is no cell at all.
    pub fn is_empty(&self) -> bool {
        self.cells.is_empty()
    }

    /// The cells in order.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).map(|place| self.get(place))
    }

    /// Whether every cell is empty or white space.
    pub fn is_blank(&self) -> bool {
        self.iter().all(|cell| trim(cell).is_empty())
    }

    pub(crate) fn clear(&mut self) {
        self.text.clear();
        self.cells.clear();
    }

    pub(crate) fn push(&mut self, cell: &str) {
        let start = self.text.len() as u32;
        self.text.push_str(cell);
        self.cells.push((start, self.text.len() as u32));
    }

    /// Cells up to this place exist, empty where nothing was pushed.
    pub(crate) fn pad(&mut self, cells: usize) {
        let end = self.text.len() as u32;
        while self.cells.len() < cells {
            self.cells.push((end, end));
        }
    }

    /// A line without quotes is copied once; its cells lie between the delimiters.
    pub(crate) fn set_line(&mut self, line: &str, delimiter: u8) {
        self.clear();
        self.text.push_str(line);
        let mut start = 0;
        for end in memchr::memchr_iter(delimiter, line.as_bytes()) {
            self.cells.push((start, end as u32));
            start = end as u32 + 1;
        }
        self.cells.push((start, line.len() as u32));
    }

    /// Appends to the cell being built; [`Record::end_cell`] closes it.
    pub(crate) fn append(&mut self, part: &str) {
        self.text.push_str(part);
    }

    pub(crate) fn end_cell(&mut self) {
        let start = self.cells.last().map_or(0, |&(_, end)| end);
        self.cells.push((start, self.text.len() as u32));
    }
}

/// [`str::trim`], quicker for the cells that need no more than ASCII blanks taken off.
#[inline]
pub(crate) fn trim(cell: &str) -> &str {
    let cell = cell.trim_ascii();
    let bytes = cell.as_bytes();
    // No white space outside ASCII begins with one of these.
    let is_han = |byte: u8| (0xE4..=0xE9).contains(&byte);
    let is_visible = |byte: u8| (0x21..=0x7E).contains(&byte);
    let ends_solid = match bytes {
        [] => return cell,
        [.., last] if *last < 0x80 => is_visible(*last),
        [.., lead, _, _] => is_han(*lead),
        _ => false,
    };
    let begins_solid = is_visible(bytes[0]) || is_han(bytes[0]);
    if begins_solid && ends_solid { cell } else { cell.trim() }
}

/// Whether a text is as [`kernel::cleaning::squeeze`] would leave it, seen without looking at
/// characters: visible ASCII and common Han characters only.
pub(crate) fn is_plain(text: &str) -> bool {
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        match byte {
            0x21..=0x7E => (),
            0xE4..=0xE9 => {
                bytes.nth(1);
            }
            _ => return false,
        }
    }
    true
}

impl fmt::Debug for Record {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Record({} cells)", self.len())
    }
}

impl<S: AsRef<str>> FromIterator<S> for Record {
    fn from_iter<I: IntoIterator<Item = S>>(cells: I) -> Record {
        let mut record = Record::default();
        for cell in cells {
            record.push(cell.as_ref());
        }
        record
    }
}

#[cfg(test)]
mod tests {
    use kernel::cleaning::squeeze;

    use super::*;

    #[test]
    fn trims_as_the_standard_library_does() {
        for cell in [
            "",
            " ",
            "a",
            " a ",
            "\t532327\t",
            "李文勇",
            " 李文勇\u{3000}",
            "\u{3000}李",
            "李\u{A0}",
            "\u{2003}李\u{2028}",
            "·李·",
            "ａ",
            "é",
            "é ",
            "\u{1680}x",
            "𠮷",
            " 𠮷\u{3000}",
            "x\u{85}",
            "〇",
        ] {
            assert_eq!(trim(cell), cell.trim(), "{cell:?}");
        }
    }

    #[test]
    fn a_plain_text_is_not_changed_by_cleaning() {
        for text in ["", "李文勇", "C级", "a1-2/3", "住宅(安置)"] {
            assert!(is_plain(text), "{text}");
            assert_eq!(squeeze(text), text);
        }
        for text in ["李 文", "李\u{3000}", "１", "·", "李\n", "𠮷", "\u{F900}"] {
            assert!(!is_plain(text), "{text}");
        }
    }
}

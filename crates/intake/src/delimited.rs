//! Text files: decoded and split as they are read, so that memory does not grow with the file.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use encoding_rs::{CoderResult, Decoder};

use crate::encoding::{self, TextEncoding};
use crate::error::FileError;
use crate::record::Record;

/// How many bytes are read at a time.
const CHUNK: usize = 1 << 17;

/// A quoted cell longer than this never ends: the quote was a stray character.
const LONGEST_QUOTED: usize = 1 << 16;

/// How a text file is written.
#[derive(Clone, Debug)]
pub(crate) struct TextLayout {
    path: PathBuf,
    pub(crate) encoding: TextEncoding,
    bom: u64,
    pub(crate) delimiter: u8,
    line_end: u8,
}

/// The records of a text file, one after another. An empty line is a record with one empty cell.
pub(crate) struct TextRecords {
    file: File,
    decoder: Decoder,
    raw: Vec<u8>,
    raw_done: usize,
    raw_filled: usize,
    at_end: bool,
    text: String,
    done: usize,
    delimiter: u8,
    line_end: u8,
    row: u32,
}

impl TextLayout {
    /// Looks at the beginning of the file. `None` when it is no text, or holds only white space.
    pub(crate) fn sniff(path: &Path) -> Result<Option<TextLayout>, FileError> {
        let mut head = vec![0; CHUNK];
        let mut file = File::open(path)?;
        let filled = read_full(&mut file, &mut head)?;
        head.truncate(filled);
        // Only ASCII so far says nothing about the encoding of what follows.
        let mut deciding = head.clone();
        while deciding.is_ascii() {
            deciding.resize(CHUNK, 0);
            let filled = read_full(&mut file, &mut deciding)?;
            deciding.truncate(filled);
            if filled == 0 {
                deciding.clone_from(&head);
                break;
            }
        }
        let Some((encoding, bom)) = encoding::sniff(&deciding) else { return Ok(None) };
        let text = encoding.decode(&head[bom..]);
        let text = text.trim_start_matches('\u{FEFF}');
        if text.trim().is_empty() {
            return Ok(None);
        }
        let line_end = if text.contains('\n') || !text.contains('\r') { b'\n' } else { b'\r' };
        let delimiter = sniff_delimiter(text, line_end);
        let path = path.to_owned();
        Ok(Some(TextLayout { path, encoding, bom: bom as u64, delimiter, line_end }))
    }

    pub(crate) fn records(&self) -> Result<TextRecords, FileError> {
        let mut file = File::open(&self.path)?;
        file.seek(SeekFrom::Start(self.bom))?;
        Ok(TextRecords {
            file,
            decoder: self.encoding.decoder(),
            raw: vec![0; CHUNK],
            raw_done: 0,
            raw_filled: 0,
            at_end: false,
            text: String::new(),
            done: 0,
            delimiter: self.delimiter,
            line_end: self.line_end,
            row: 0,
        })
    }
}

impl TextRecords {
    /// Reads the next record and returns its number, counted from 1.
    pub(crate) fn next(&mut self, record: &mut Record) -> Result<Option<u32>, FileError> {
        let mut searched = self.done;
        loop {
            let found = memchr::memchr2(self.line_end, b'"', &self.text.as_bytes()[searched..]);
            match found.map(|place| searched + place) {
                Some(end) if self.text.as_bytes()[end] == self.line_end => {
                    let line = without_return(&self.text[self.done..end], self.line_end);
                    record.set_line(line, self.delimiter);
                    self.done = end + 1;
                    break;
                }
                Some(_) => match self.quoted(record)? {
                    true => break,
                    false => return Ok(None),
                },
                None if self.at_end => {
                    if self.done == self.text.len() || is_end_mark(&self.text[self.done..]) {
                        return Ok(None);
                    }
                    let line = without_return(&self.text[self.done..], self.line_end);
                    record.set_line(line, self.delimiter);
                    self.done = self.text.len();
                    break;
                }
                None => {
                    let unread = self.text.len() - self.done;
                    self.fill()?;
                    searched = self.done + unread;
                }
            }
        }
        self.row += 1;
        Ok(Some(self.row))
    }

    /// A record with a quote somewhere. `false` at the end of the file.
    fn quoted(&mut self, record: &mut Record) -> Result<bool, FileError> {
        loop {
            let rest = &self.text[self.done..];
            match split(rest, self.delimiter, self.line_end, true, record) {
                Split::Ends { length } => {
                    self.done += length;
                    return Ok(true);
                }
                Split::OpenQuote if rest.len() > LONGEST_QUOTED || self.at_end => {
                    match split(rest, self.delimiter, self.line_end, false, record) {
                        Split::Ends { length } => self.done += length,
                        _ => self.done = self.text.len(),
                    }
                    return Ok(true);
                }
                Split::NoLineEnd if self.at_end => {
                    self.done = self.text.len();
                    return Ok(!rest_is_nothing(record));
                }
                _ => self.fill()?,
            }
        }
    }

    /// Drops what was read and decodes more.
    fn fill(&mut self) -> Result<(), FileError> {
        self.text.drain(..self.done);
        self.done = 0;
        if self.raw_done == self.raw_filled {
            self.raw_filled = read_full(&mut self.file, &mut self.raw)?;
            self.raw_done = 0;
        }
        let last = self.raw_filled < self.raw.len();
        let bytes = &self.raw[self.raw_done..self.raw_filled];
        self.text
            .reserve(self.decoder.max_utf8_buffer_length(bytes.len()).unwrap_or(bytes.len() * 3));
        let (result, read, _) = self.decoder.decode_to_string(bytes, &mut self.text, last);
        self.raw_done += read;
        self.at_end = last && result == CoderResult::InputEmpty;
        if self.row == 0 && self.text.starts_with('\u{FEFF}') {
            self.done = '\u{FEFF}'.len_utf8();
        }
        Ok(())
    }
}

enum Split {
    /// The record ends; it and its line end take this many bytes.
    Ends { length: usize },
    /// The text ends inside a quoted cell.
    OpenQuote,
    /// The text ends without a line end; the record holds what there was.
    NoLineEnd,
}

/// Splits one record. A cell that begins with a quote runs to the closing quote, over line ends
/// and delimiters; two quotes inside are one. A quote elsewhere is an ordinary character.
fn split(text: &str, delimiter: u8, line_end: u8, quotes: bool, record: &mut Record) -> Split {
    record.clear();
    let bytes = text.as_bytes();
    let mut at = 0;
    loop {
        if quotes && bytes.get(at) == Some(&b'"') {
            at += 1;
            loop {
                let Some(quote) = memchr::memchr(b'"', &bytes[at..]) else {
                    return Split::OpenQuote;
                };
                record.append(&text[at..at + quote]);
                at += quote + 1;
                if bytes.get(at) != Some(&b'"') {
                    break;
                }
                record.append("\"");
                at += 1;
            }
        }
        let Some(end) = memchr::memchr2(delimiter, line_end, &bytes[at..]) else {
            record.append(without_return(&text[at..], line_end));
            record.end_cell();
            return Split::NoLineEnd;
        };
        let end = at + end;
        let ends_record = bytes[end] == line_end;
        let rest = &text[at..end];
        record.append(if ends_record { without_return(rest, line_end) } else { rest });
        record.end_cell();
        at = end + 1;
        if ends_record {
            return Split::Ends { length: at };
        }
    }
}

/// The delimiter that cuts the first records into the most equal rows.
fn sniff_delimiter(text: &str, line_end: u8) -> u8 {
    let score = |delimiter: u8| {
        let mut rest = text;
        let mut record = Record::default();
        let mut widths = [0_usize; 256];
        for _ in 0..60 {
            match split(rest, delimiter, line_end, true, &mut record) {
                Split::Ends { length } => rest = &rest[length..],
                _ => break,
            }
            widths[record.len().min(255)] += 1;
        }
        widths.iter().enumerate().skip(2).map(|(width, records)| width * records).max().unwrap_or(0)
    };
    let scores = [b',', b'\t', b';', b'|'].map(|delimiter| (delimiter, score(delimiter)));
    let best = scores.iter().map(|&(_, score)| score).max().unwrap_or(0);
    scores.iter().find(|&&(_, score)| score == best).map_or(b',', |&(delimiter, _)| delimiter)
}

fn without_return(line: &str, line_end: u8) -> &str {
    if line_end == b'\n' { line.strip_suffix('\r').unwrap_or(line) } else { line }
}

/// Ctrl-Z, which old programs write behind the last line.
fn is_end_mark(text: &str) -> bool {
    text == "\u{1A}"
}

fn rest_is_nothing(record: &Record) -> bool {
    record.len() == 1 && record.get(0).is_empty()
}

fn read_full(file: &mut File, buffer: &mut [u8]) -> Result<usize, FileError> {
    let mut filled = 0;
    while filled < buffer.len() {
        match file.read(&mut buffer[filled..])? {
            0 => break,
            more => filled += more,
        }
    }
    Ok(filled)
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn records(bytes: &[u8]) -> Vec<Vec<String>> {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        file.write_all(bytes).unwrap();
        let layout = TextLayout::sniff(file.path()).unwrap().unwrap();
        let mut source = layout.records().unwrap();
        let mut record = Record::default();
        let mut all = Vec::new();
        while let Some(row) = source.next(&mut record).unwrap() {
            all.push(record.iter().map(str::to_owned).collect());
            assert_eq!(row as usize, all.len());
        }
        all
    }

    #[test]
    fn splits_as_spreadsheets_do() {
        let check = |text: &str, expected: &[&[&str]]| {
            assert_eq!(records(text.as_bytes()), expected, "{text:?}");
        };
        check("a,b\n1,2\n", &[&["a", "b"], &["1", "2"]]);
        check("a,b\r\n1,2", &[&["a", "b"], &["1", "2"]]);
        check("a,b\r1,2\r", &[&["a", "b"], &["1", "2"]]);
        check("a,b\n\n1,2\n", &[&["a", "b"], &[""], &["1", "2"]]);
        check("a,b\n\"x\ny\",\"1,5\"\n", &[&["a", "b"], &["x\ny", "1,5"]]);
        check("a,b\n\"说\"\"好\"\"\",\n", &[&["a", "b"], &["说\"好\"", ""]]);
        check("a,b\n5\"管,2\n", &[&["a", "b"], &["5\"管", "2"]]);
        check("a,b\n\"1\"\n", &[&["a", "b"], &["1"]]);
        check("a,b\n1,\"2\"", &[&["a", "b"], &["1", "2"]]);
        check("a,b\n1,2\n\u{1A}", &[&["a", "b"], &["1", "2"]]);
        check("\u{FEFF}a,b\n1,2\n", &[&["a", "b"], &["1", "2"]]);
        check(
            "标题\na\tb,c\td\n1\t2\t3\n4\t5\t6\n",
            &[&["标题"], &["a", "b,c", "d"], &["1", "2", "3"], &["4", "5", "6"]],
        );
        check("a;b\n1;2\n", &[&["a", "b"], &["1", "2"]]);
        check("a|b|c\n1|2|3\n", &[&["a", "b", "c"], &["1", "2", "3"]]);
    }

    #[test]
    fn a_quote_that_never_closes_does_not_swallow_the_file() {
        let mut text = String::from("a,b\n\"坏,1\n");
        for _ in 0..20_000 {
            text.push_str("好,2\n");
        }
        let all = records(text.as_bytes());
        assert_eq!(all.len(), 20_002);
        assert_eq!(all[1], ["\"坏", "1"]);
        assert_eq!(all[20_001], ["好", "2"]);
    }

    #[test]
    fn records_may_cross_chunks() {
        let mut text = String::from("姓名,正文\n");
        for row in 0..30_000 {
            text.push_str(&format!("人{row},\"第{row}行\n还有\"\"一行\"\n"));
        }
        let (bytes, _, _) = encoding_rs::GB18030.encode(&text);
        let all = records(&bytes);
        assert_eq!(all.len(), 30_001);
        assert_eq!(all[29_999], ["人29998", "第29998行\n还有\"一行"]);
    }

    #[test]
    fn the_encoding_shows_late() {
        let mut bytes = b"a,b\n".to_vec();
        while bytes.len() < 3 * CHUNK {
            bytes.extend_from_slice(b"0123456789,0\n");
        }
        bytes.extend_from_slice(&encoding_rs::GB18030.encode("\u{59D3}\u{540D},1\n").0);
        assert_eq!(records(&bytes).last().unwrap()[0], "姓名");
    }

    #[test]
    fn agrees_with_the_csv_crate() {
        let text = "a,b,c\r\n1,\"x, \"\"y\"\"\",\r\n,,\r\n\"多\n行\",2,3\r\n甲,乙,丙";
        let mut oracle = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .from_reader(text.as_bytes());
        let expected: Vec<Vec<String>> = oracle
            .records()
            .map(|record| record.unwrap().iter().map(str::to_owned).collect())
            .collect();
        assert_eq!(records(text.as_bytes()), expected);
    }
}

//! A file whose sheets were recognised, and what is wrong with it as a whole.

use std::{fs::File, io::Read as _, path::Path};

use intake::{Book, FileError, Record};
use kernel::RegionLevel;
use ledger::Ledger;
use sha2::{Digest, Sha256};

use super::{
    header::{self, Layout},
    report::ImportedSheet,
};
use crate::ledgers::{error::LedgerError, template::EXPLANATION, writer::refusal};

/// A file whose sheets were recognised.
pub(super) struct Opened {
    pub(super) book: Book,
    pub(super) sheets: Vec<OpenedSheet>,
    pub(super) ignored: Vec<String>,
}

/// A sheet of this ledger.
pub(super) struct OpenedSheet {
    pub(super) place: usize,
    pub(super) name: String,
    pub(super) layout: Layout,
}

impl Opened {
    /// Opens a file and finds the sheets that are of this ledger.
    pub(super) fn open(
        file: &str,
        path: &Path,
        ledger: &Ledger,
        level: RegionLevel,
    ) -> Result<Opened, LedgerError> {
        let book = intake::open(path).map_err(|it| unreadable(file, &it))?;
        let mut sheets = Vec::new();
        let mut ignored = Vec::new();
        for place in book.data_sheets() {
            let name = book.sheets()[place].name.clone();
            let head = book.head(place).map_err(|it| unreadable(file, &it))?;
            match header::find(ledger, &head).filter(|_| name != EXPLANATION) {
                Some(layout) => sheets.push(OpenedSheet { place, name, layout }),
                None => ignored.push(name),
            }
        }
        // A sheet of something else may have a column or two of the same name.
        let most = sheets.iter().map(|it| it.layout.columns.len()).max().unwrap_or_default();
        let (sheets, others): (Vec<_>, Vec<_>) =
            sheets.into_iter().partition(|it| it.layout.columns.len() * 2 > most);
        ignored.extend(others.into_iter().map(|it| it.name));
        ignored.retain(|it| it != EXPLANATION);
        if sheets.is_empty() {
            return Err(of_file(
                format!(
                    "{file}：没有找到“{}”的表头。请下载导入模板，把列名写得和模板一样再导入",
                    ledger.words.zh
                ),
                format!(
                    "{file}: no header of {} found; name the columns as in the template",
                    ledger.words.en
                ),
            ));
        }
        for sheet in &sheets {
            sheet.check(file, ledger, level)?;
        }
        Ok(Opened { book, sheets, ignored })
    }

    /// What is told of the sheets.
    pub(super) fn reports(&self, ledger: &Ledger) -> Vec<ImportedSheet> {
        let report = |it: &OpenedSheet| ImportedSheet {
            sheet: it.name.clone(),
            header_row: it.layout.header_row,
            unit: it.layout.unit.map(ToOwned::to_owned),
            unknown_columns: it.layout.unknown.clone(),
            absent_columns: it.layout.absent(ledger),
        };
        self.sheets.iter().map(report).collect()
    }

    /// How many rows there are, for whoever waits.
    pub(super) fn count(&self, file: &str) -> Result<i64, LedgerError> {
        let mut count = 0;
        let mut record = Record::default();
        for sheet in &self.sheets {
            let mut records = self.book.records(sheet.place).map_err(|it| unreadable(file, &it))?;
            while let Some(row) = records.next(&mut record).map_err(|it| unreadable(file, &it))? {
                count += i64::from(row > sheet.layout.header_row && !record.is_blank());
            }
        }
        Ok(count)
    }
}

impl OpenedSheet {
    /// What is wrong with the columns as a whole.
    fn check(&self, file: &str, ledger: &Ledger, level: RegionLevel) -> Result<(), LedgerError> {
        let row = self.layout.header_row;
        let (at_zh, at_en) = match self.name.as_str() {
            "" => (format!("{file}第 {row} 行"), format!("{file}, row {row}")),
            name => {
                (format!("{file}“{name}”第 {row} 行"), format!("{file}, sheet {name}, row {row}"))
            }
        };
        let missing = self.layout.missing(ledger, level);
        if !missing.is_empty() {
            return Err(of_file(
                format!(
                    "{at_zh}的表头缺少必填的列：{}。请补上这些列再导入（可对照导入模板）",
                    missing.join("、")
                ),
                format!("{at_en}: the header lacks required columns: {}", missing.join(", ")),
            ));
        }
        if let Some((header, unit)) = self.layout.other_units.first() {
            return Err(of_file(
                format!("{at_zh}：“{header}”的单位和台账的“{unit}”不同，请换算后改表头再导入"),
                format!("{at_en}: \"{header}\" is not in {unit}; convert the column first"),
            ));
        }
        Ok(())
    }
}

/// Sums and headers printed again.
pub(super) fn is_no_data(layout: &Layout, record: &Record) -> bool {
    let first = record.iter().map(str::trim).find(|it| !it.is_empty()).unwrap_or("");
    let first = kernel::cleaning::squeeze(first);
    let is_sum = ["合计", "小计", "总计", "共计"].iter().any(|word| {
        first.strip_prefix(word).is_some_and(|rest| !rest.starts_with(char::is_alphabetic))
    });
    is_sum || layout.is_header(record)
}

/// What is wrong with a file as a whole.
pub(super) fn of_file(zh: String, en: String) -> LedgerError {
    LedgerError::Refused(vec![refusal("file", None, &zh, &en)])
}

/// Why a file cannot be read, and what to do.
pub(super) fn unreadable(file: &str, error: &FileError) -> LedgerError {
    let en = match error.code() {
        "file_empty" => "the file is empty (0 bytes): ask for it again",
        "file_no_data" => "there is no data in it (sheets empty or hidden): is it the right file?",
        "file_truncated" => "the end of the file is missing: ask for it again",
        "file_password" => "it has a password: save it without one",
        "file_unknown_format" => "no table of a known kind: save it as xlsx or csv",
        _ => "it cannot be read: open it in a spreadsheet program and save it again",
    };
    of_file(format!("{file}：{error}"), format!("{file}: {en}"))
}

/// SHA-256 of a file, for the audit.
pub(super) fn fingerprint(path: &Path) -> anyhow::Result<String> {
    let mut file = File::open(path)?;
    let mut hash = Sha256::new();
    let mut buffer = vec![0; 1 << 16];
    loop {
        match file.read(&mut buffer)? {
            0 => break,
            read => hash.update(&buffer[..read]),
        }
    }
    Ok(hash.finalize().iter().map(|it| format!("{it:02x}")).collect())
}

//! The list of exemptions (豁免清单): what was looked at and is right as it is.

use std::path::Path;

use chrono::NaiveDate;
use intake::{DateCell, Record, normal_header, open, read_date};
use kernel::cleaning::{number, squeeze};

use crate::report::{FileError, Finding};

/// One line of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exemption {
    /// The check's number.
    pub check: String,
    /// Household number; empty for a village.
    pub household_no: String,
    /// The person; empty for the whole household.
    pub name: String,
    /// The village, where there is no household number.
    pub village: String,
    /// Why it is right as it is.
    pub reason: String,
    /// Who approved it.
    pub approver: String,
    /// The last day it holds.
    pub until: NaiveDate,
    /// The row of the list.
    pub row: u32,
}

impl Exemption {
    /// Whether it speaks of this finding.
    pub(crate) fn covers(&self, finding: &Finding) -> bool {
        let agrees = |ours: &str, theirs: &str| ours.is_empty() || ours == theirs;
        self.check == finding.check
            && agrees(&self.household_no, &finding.household_no)
            && agrees(&self.name, &finding.name)
            && agrees(&self.village, &finding.village)
    }
}

/// What the columns of the list are called.
const HEADERS: [(&str, &[&str]); 7] = [
    ("规则", &["规则", "规则编号", "编号", "疑点编号"]),
    ("户编号", &["户编号", "家庭编号"]),
    ("姓名", &["姓名", "成员姓名", "户主姓名"]),
    ("村", &["村", "行政村", "村名称"]),
    ("理由", &["理由", "豁免理由", "原因", "说明"]),
    ("批准人", &["批准人", "审批人", "审核人"]),
    ("到期日", &["到期日", "有效期至", "截止日期", "到期日期", "有效期"]),
];

/// Reads a list (xlsx, xls or csv): 规则, 户编号 (or 村), 姓名 where one person is meant, 理由,
/// 批准人, 到期日. A line in which something is missing is an error with what to do; the others
/// count.
///
/// # Errors
/// When the file cannot be opened or has no such header.
pub fn read_exemptions(
    path: &Path,
    on: NaiveDate,
) -> anyhow::Result<(Vec<Exemption>, Vec<FileError>)> {
    let file = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let book = open(path).map_err(|error| anyhow::anyhow!("豁免清单 {file}：{error}"))?;
    let mut exemptions = Vec::new();
    let mut errors = Vec::new();
    let mut found = false;
    for place in book.data_sheets() {
        let mut records = book.records(place)?;
        let mut record = Record::default();
        let mut columns: Option<[Option<usize>; 7]> = None;
        while let Some(row) = records.next(&mut record)? {
            if record.is_blank() {
                continue;
            }
            let Some(columns) = columns else {
                let header = header(&record);
                if header[0].is_some() && header[4].is_some() {
                    columns = Some(header);
                    found = true;
                }
                continue;
            };
            let cell = |it: usize| columns[it].map_or("", |place| record.trimmed(place));
            match line(cell, row, on) {
                Ok(it) => exemptions.push(it),
                Err(what) => errors.push(FileError {
                    file: file.clone(),
                    sheet: book.sheets()[place].name.clone(),
                    code: "exemption_incomplete".to_owned(),
                    message: format!("豁免清单第{row}行：{what}；这一行没有用"),
                }),
            }
        }
    }
    let names: Vec<&str> = HEADERS.iter().map(|(name, _)| *name).collect();
    anyhow::ensure!(
        found,
        "豁免清单 {file} 里没有找到表头：要有 {} 这些列（村、姓名可以空）",
        names.join("、")
    );
    Ok((exemptions, errors))
}

fn header(record: &Record) -> [Option<usize>; 7] {
    HEADERS.map(|(_, words)| {
        let cells: Vec<String> = record.iter().map(normal_header).collect();
        words.iter().find_map(|word| cells.iter().position(|cell| cell == word))
    })
}

fn line<'a>(cell: impl Fn(usize) -> &'a str, row: u32, on: NaiveDate) -> Result<Exemption, String> {
    let text = |it: usize| squeeze(cell(it)).into_owned();
    let household_no = number(cell(1));
    let household_no = household_no.strip_suffix(".0").unwrap_or(&household_no).to_owned();
    let (check, village) = (text(0), text(3));
    if check.is_empty() {
        return Err("没有写规则编号，请补上，如 1_02_006".to_owned());
    }
    if household_no.is_empty() && village.is_empty() {
        return Err("没有写户编号，请补上（行政村的疑点写村）".to_owned());
    }
    for (place, what) in [(4, "理由"), (5, "批准人")] {
        if cell(place).is_empty() {
            return Err(format!("没有写{what}，请补上"));
        }
    }
    let DateCell::Is(until) = read_date(cell(6), on) else {
        return Err("到期日没有写或读不出来，请写成 2024-06-30".to_owned());
    };
    Ok(Exemption {
        check,
        household_no,
        name: text(2),
        village,
        reason: cell(4).to_owned(),
        approver: cell(5).to_owned(),
        until,
        row,
    })
}

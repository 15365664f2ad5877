//! 导入模板: an empty sheet to be filled in, with what may be written and a sheet that explains it.

use anyhow::Context;
use chrono::NaiveDate;
use kernel::RegionLevel;
use ledger::{Field, FieldType, Ledger};
use rust_xlsxwriter::{
    Color, DataValidation, Format, FormatAlign, FormatBorder, Formula, Note, Workbook, Worksheet,
};

use super::{
    error::LedgerError,
    sheet::{Slot, template_slots},
    terms::Terms,
};
use crate::{home::Home, staff::Staff};

/// The sheet that explains the columns; an import does not look at it.
pub(super) const EXPLANATION: &str = "填写说明";

/// The hidden sheet with the words that lists offer.
const CHOICES: &str = "选项";

/// The longest sheet name Excel takes.
const SHEET_NAME: usize = 31;

/// The last row of a sheet, from 0.
const LAST_ROW: u32 = 1_048_575;

/// A workbook to fill in and import: one sheet named as the ledger, one that explains it.
///
/// # Errors
/// [`LedgerError::NoLedger`], or when the workbook cannot be made.
pub fn template(
    home: &Home,
    staff: &Staff,
    ledger: &str,
    today: NaiveDate,
) -> Result<Vec<u8>, LedgerError> {
    let terms = Terms::of(home, staff.scope.region_id, today);
    let ledger = terms.seen(staff, ledger)?;
    Ok(workbook(&terms, staff, ledger).context("做不出导入模板")?)
}

fn workbook(terms: &Terms<'_>, staff: &Staff, ledger: &Ledger) -> anyhow::Result<Vec<u8>> {
    let slots = template_slots(ledger);
    let mut book = Workbook::new();
    let mut choices = Choices::default();
    let sheet = book.add_worksheet();
    sheet.set_name(sheet_name(&ledger.words.zh))?;
    for (at, slot) in slots.iter().enumerate() {
        let at = u16::try_from(at)?;
        let format = header_format(is_required(ledger, *slot));
        sheet.write_string_with_format(0, at, slot.header(ledger), &format)?;
        sheet.set_column_width(at, width(ledger, *slot))?;
        sheet.set_column_format(at, &cell_format(ledger, *slot))?;
        if is_required(ledger, *slot) {
            let text = format!("必填。{}", what_to_write(terms, ledger, *slot).0);
            sheet.insert_note(0, at, &Note::new(text).add_author_prefix(false))?;
        }
        let words = words(terms.home, staff, ledger, *slot);
        if !words.is_empty() {
            let list = choices.column(&slot.header(ledger), words)?;
            sheet.add_data_validation(1, at, LAST_ROW, at, &list)?;
        }
    }
    sheet.set_freeze_panes(1, 0)?;
    explain(book.add_worksheet(), terms, ledger, &slots)?;
    if !choices.columns.is_empty() {
        choices.write(book.add_worksheet())?;
    }
    Ok(book.save_to_buffer()?)
}

/// A name a sheet may have.
pub(super) fn sheet_name(zh: &str) -> String {
    let plain = zh.chars().filter(|it| !matches!(it, '[' | ']' | ':' | '*' | '?' | '/' | '\\'));
    let name: String = plain.take(SHEET_NAME).collect();
    let name = name.trim_matches('\'');
    if name.is_empty() { "台账".to_owned() } else { name.to_owned() }
}

/// Words that lists of a workbook offer, a column each.
#[derive(Default)]
struct Choices {
    columns: Vec<(String, Vec<String>)>,
}

impl Choices {
    /// Keeps the words of a column and gives the list that points to them.
    fn column(&mut self, header: &str, words: Vec<String>) -> anyhow::Result<DataValidation> {
        let letter = rust_xlsxwriter::column_number_to_name(u16::try_from(self.columns.len())?);
        let range = format!("='{CHOICES}'!${letter}$2:${letter}${}", words.len() + 1);
        self.columns.push((header.to_owned(), words));
        let list = DataValidation::new()
            .allow_list_formula(Formula::new(range))
            .set_error_title("请从列表里选")?
            .set_error_message("只能写列表里的词，见“填写说明”")?;
        Ok(list)
    }

    fn write(&self, sheet: &mut Worksheet) -> anyhow::Result<()> {
        sheet.set_name(CHOICES)?;
        for (at, (header, words)) in self.columns.iter().enumerate() {
            let at = u16::try_from(at)?;
            sheet.write_string(0, at, header)?;
            for (row, word) in (1..).zip(words) {
                sheet.write_string(row, at, word)?;
            }
        }
        sheet.set_hidden(true);
        Ok(())
    }
}

/// What may be written in a column, where it is one of few.
fn words(home: &Home, staff: &Staff, ledger: &Ledger, slot: Slot) -> Vec<String> {
    let field = match slot {
        Slot::Township | Slot::Village => return place_names(home, staff, slot),
        Slot::Field(at) => &ledger.fields[at],
        _ => return Vec::new(),
    };
    match &field.ty {
        FieldType::YesNo => vec!["是".into(), "否".into()],
        FieldType::Code { .. } => code_words(ledger, field),
        _ => Vec::new(),
    }
}

fn code_words(ledger: &Ledger, field: &Field) -> Vec<String> {
    let list = field.ty.list().and_then(|it| ledger.list(it));
    let items = list.map(|it| it.items.as_slice()).unwrap_or_default();
    items.iter().map(|it| it.words.zh.clone()).collect()
}

/// The townships or villages of the scope; above the county there are too many to choose from.
fn place_names(home: &Home, staff: &Staff, slot: Slot) -> Vec<String> {
    let regions = &home.definitions.regions;
    let chain = regions.chain(staff.scope.region_id);
    let Some(county) = chain.county else { return Vec::new() };
    let townships: Vec<i64> = match chain.township {
        Some(it) => vec![it],
        None => {
            regions.children(county).filter(|it| it.valid_to.is_none()).map(|it| it.id).collect()
        }
    };
    let name = |id: i64| regions.get(id).map(|it| it.name.clone());
    if slot == Slot::Township {
        return townships.into_iter().filter_map(name).collect();
    }
    let villages: Vec<i64> = match chain.village {
        Some(it) => vec![it],
        None => townships
            .iter()
            .flat_map(|it| regions.children(*it))
            .filter(|it| it.valid_to.is_none())
            .map(|it| it.id)
            .collect(),
    };
    let mut names: Vec<String> = villages.into_iter().filter_map(name).collect();
    names.sort();
    names.dedup();
    names
}

/// Whether a row without it is refused.
fn is_required(ledger: &Ledger, slot: Slot) -> bool {
    let has = |level| ledger.levels.contains(&level);
    match slot {
        Slot::Township => !has(RegionLevel::County) && !has(RegionLevel::Prefecture),
        Slot::Village => {
            !has(RegionLevel::Township)
                && !has(RegionLevel::County)
                && !has(RegionLevel::Prefecture)
        }
        Slot::Field(at) | Slot::Key(at) => must_be_filled(&ledger.fields[at]),
        _ => false,
    }
}

/// Whether a new record is refused when somebody leaves the field blank.
pub(super) fn must_be_filled(field: &Field) -> bool {
    field.required && field.value.is_none() && field.otherwise.is_none()
}

fn header_format(required: bool) -> Format {
    let fill = if required { 0x00FF_E699 } else { 0x00D9_E2F3 };
    Format::new()
        .set_bold()
        .set_background_color(Color::RGB(fill))
        .set_border(FormatBorder::Thin)
        .set_align(FormatAlign::Center)
        .set_text_wrap()
}

fn cell_format(ledger: &Ledger, slot: Slot) -> Format {
    let format = match slot {
        Slot::Field(at) => match &ledger.fields[at].ty {
            FieldType::Date => "yyyy-mm-dd",
            FieldType::Month => "yyyy-mm",
            FieldType::Number | FieldType::Year | FieldType::Decimal { .. } => "General",
            FieldType::Money => "0.00",
            _ => "@",
        },
        // Long numbers lose digits as anything but text.
        _ => "@",
    };
    Format::new().set_num_format(format)
}

fn width(ledger: &Ledger, slot: Slot) -> f64 {
    let field = match slot {
        Slot::Key(_) => return 22.0,
        Slot::Field(at) => &ledger.fields[at],
        _ => return 14.0,
    };
    match field.ty {
        FieldType::LongText => 40.0,
        FieldType::Text | FieldType::Link { .. } | FieldType::Codes { .. } => 24.0,
        FieldType::IdNumber | FieldType::AccountNumber => 22.0,
        _ => 14.0,
    }
}

/// What belongs into a column, in Chinese and English.
fn what_to_write(terms: &Terms<'_>, ledger: &Ledger, slot: Slot) -> (String, String) {
    let pair = |zh: &str, en: &str| (zh.to_owned(), en.to_owned());
    let field = match slot {
        Slot::Township => return pair("乡镇名称", "name of the township"),
        Slot::Village => {
            return pair(
                "行政村或社区名称，可以不写“村委会”“社区”",
                "name of the village or community",
            );
        }
        Slot::Key(at) => {
            return match ledger.fields[at].ty {
                FieldType::Household => pair(
                    "全国系统的户编号；没有的写户主的身份证号",
                    "national number of the household, or the head's identity number",
                ),
                _ => pair("18 位身份证号，按它认人", "identity number; people are found by it"),
            };
        }
        Slot::Field(at) => &ledger.fields[at],
        _ => return pair("", ""),
    };
    match &field.ty {
        FieldType::Text => {
            pair("文字，一行，最多 200 字", "one line of text, at most 200 characters")
        }
        FieldType::LongText => pair("文字，最多 4000 字", "text, at most 4,000 characters"),
        FieldType::Number => match &field.unit {
            Some(it) => (format!("整数（{it}）"), format!("whole number ({it})")),
            None => pair("整数", "whole number"),
        },
        FieldType::Decimal { places } => {
            let unit = field.unit.as_ref().map(|it| format!("（{it}）")).unwrap_or_default();
            (format!("数{unit}，{places} 位小数"), format!("number with {places} places{unit}"))
        }
        FieldType::Money => pair(
            "金额，按元写；表头写“（万元）”的按万元读",
            "amount in yuan; in ten thousand yuan when the header says 万元",
        ),
        FieldType::Date => pair("日期，如 2023-10-31", "day, as 2023-10-31"),
        FieldType::Month => pair("月份，如 2023-10", "month, as 2023-10"),
        FieldType::Year => pair("年份，如 2023", "year, as 2023"),
        FieldType::YesNo => pair("是、否", "是 (yes) or 否 (no)"),
        FieldType::Code { .. } => pair("从列表里选一个", "one word of the list"),
        FieldType::Codes { .. } => {
            pair("可写几个，用“、”隔开", "one or several words, with 、 between them")
        }
        FieldType::Region { .. } => pair(
            "地名，写全乡镇和村；县以上可写区划代码",
            "a place: township and village, or a code",
        ),
        FieldType::Household => pair("户主姓名", "name of the head of the household"),
        FieldType::Person => pair("姓名", "name"),
        FieldType::Link { to } => {
            let words = terms.ledger(to).map(|it| it.words.clone()).unwrap_or_default();
            (
                format!("{}里那条记录的名称，或它的记录编号", words.zh),
                format!("title or number of a record of {}", words.en),
            )
        }
        FieldType::Name => pair("姓名", "name"),
        FieldType::Phone => pair("电话，7 到 12 位数字", "telephone, 7 to 12 digits"),
        FieldType::IdNumber => pair("18 位身份证号", "identity number of 18 characters"),
        FieldType::AccountNumber => pair("账号，8 到 30 位数字", "account, 8 to 30 digits"),
    }
}

fn explain(
    sheet: &mut Worksheet,
    terms: &Terms<'_>,
    ledger: &Ledger,
    slots: &[Slot],
) -> anyhow::Result<()> {
    sheet.set_name(EXPLANATION)?;
    let title = Format::new().set_bold().set_font_size(14);
    let text = Format::new().set_num_format("@").set_text_wrap().set_align(FormatAlign::Top);
    sheet.write_string_with_format(0, 0, &ledger.words.zh, &title)?;
    let lines = [
        ledger.about.zh.as_str(),
        "每条记录写一行；黄色表头的列必填；没有的列可以不要，列的先后不限",
        "改已有的记录：先导出，改好再导入；“记录编号”“版本”不要动，打了星号的格子不动就不变",
    ];
    for (row, line) in (1..).zip(lines) {
        sheet.write_string(row, 0, line)?;
    }
    let columns = [
        ("列", 22.0),
        ("必填", 6.0),
        ("填什么", 36.0),
        ("可写的词", 40.0),
        ("说明", 40.0),
        ("由谁提供", 14.0),
        ("Column", 22.0),
        ("What to write", 36.0),
        ("Note", 40.0),
    ];
    for (at, (header, width)) in (0..).zip(columns) {
        sheet.set_column_width(at, width)?;
        sheet.write_string_with_format(5, at, header, &header_format(false))?;
    }
    for (row, slot) in (6..).zip(slots) {
        let field = slot.field(ledger).filter(|_| matches!(slot, Slot::Field(_)));
        let (zh, en) = what_to_write(terms, ledger, *slot);
        let help = field.and_then(|it| it.help.clone()).unwrap_or_default();
        let cells = [
            slot.header(ledger),
            if is_required(ledger, *slot) { "必填".into() } else { String::new() },
            zh,
            field.map(|it| code_words(ledger, it).join("、")).unwrap_or_default(),
            help.zh,
            field.and_then(|it| it.department.clone()).unwrap_or_default(),
            english_header(ledger, *slot),
            en,
            help.en,
        ];
        for (at, cell) in (0..).zip(&cells) {
            sheet.write_string_with_format(row, at, cell, &text)?;
        }
    }
    sheet.set_freeze_panes(6, 1)?;
    Ok(())
}

fn english_header(ledger: &Ledger, slot: Slot) -> String {
    match slot {
        Slot::Township => "Township".into(),
        Slot::Village => "Village".into(),
        Slot::Field(at) => ledger.fields[at].words.en.clone(),
        Slot::Key(at) => match ledger.fields[at].ty {
            FieldType::Household => format!("{}: household number", ledger.fields[at].words.en),
            _ => format!("{}: identity number", ledger.fields[at].words.en),
        },
        _ => String::new(),
    }
}

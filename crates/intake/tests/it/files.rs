//! What is opened, and what is refused with which code.

use std::path::Path;

use intake::{FileFormat, TextEncoding, open};

use crate::support::{Writing, cells, fill_sheet, write};

fn refused(bytes: &[u8]) -> &'static str {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("名单.xlsx");
    std::fs::write(&path, bytes).unwrap();
    open(&path).unwrap_err().code()
}

#[test]
fn a_file_that_cannot_be_read_says_why() {
    assert_eq!(refused(b""), "file_empty");
    assert_eq!(refused(b"\r\n  \r\n"), "file_no_data");
    assert_eq!(refused("\u{FEFF}".as_bytes()), "file_no_data");
    assert_eq!(refused(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\0"), "file_unknown_format");
    assert_eq!(refused(b"%PDF-1.7\x00\x01\x02\x03\x04\x05"), "file_unknown_format");
    assert_eq!(refused(b"PAR1\x15\x04\x15\x10\x15\x14\x4c"), "file_truncated");

    let utf16 = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    let mut compound = vec![0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
    compound.resize(512, 0xFF);
    compound[30] = 9;
    compound.extend(utf16("EncryptedPackage"));
    compound.resize(2048, 0);
    assert_eq!(refused(&compound), "file_password");
    // The first sector of the directory lies beyond the end.
    let mut cut = compound[..512].to_vec();
    cut[48..52].copy_from_slice(&20_u32.to_le_bytes());
    assert_eq!(refused(&cut), "file_truncated");
    // A Word document is a compound file too.
    let mut word = compound[..512].to_vec();
    word.extend(utf16("WordDocument"));
    word.resize(2048, 0);
    assert_eq!(refused(&word), "file_unknown_format");
    assert!(open(Path::new("no such file")).unwrap_err().code() == "file_unreadable");
}

#[test]
fn a_workbook_that_was_cut_off_is_not_read_halfway() {
    let folder = tempfile::tempdir().unwrap();
    let rows = cells(&[&["姓名", "身份证号"], &["甲某", "1"]]);
    let path = write(folder.path(), "物价补贴.xlsx", &rows, Writing::Xlsx);
    let bytes = std::fs::read(&path).unwrap();
    assert_eq!(refused(&bytes[..bytes.len() / 2]), "file_truncated");
    let mut damaged = bytes.clone();
    let sheet = b"xl/worksheets/sheet1.xml";
    let place = damaged.windows(sheet.len()).position(|part| part == sheet).unwrap() + sheet.len();
    damaged[place..place + 60].fill(0x55);
    assert_eq!(refused(&damaged), "file_unreadable");
    // A zip that is no workbook.
    let mut word = bytes;
    replace_all(&mut word, b"xl/workbook.xml", b"word/docume.xml");
    assert_eq!(refused(&word), "file_unknown_format");
}

#[test]
fn hidden_and_empty_sheets_are_not_data() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("台账.xlsx");
    let mut book = rust_xlsxwriter::Workbook::new();
    book.add_worksheet().set_name("空").unwrap();
    fill_sheet(book.add_worksheet().set_name("数据").unwrap(), &cells(&[&["姓名"], &["甲"]]));
    let dictionary = book.add_worksheet().set_name("字典").unwrap();
    fill_sheet(dictionary, &cells(&[&["危房等级"], &["C级"]]));
    dictionary.set_hidden(true);
    book.save(&path).unwrap();
    let opened = open(&path).unwrap();
    let sheets: Vec<(&str, bool, bool)> =
        opened.sheets().iter().map(|s| (s.name.as_str(), s.hidden, s.has_rows())).collect();
    assert_eq!(sheets, [("空", false, false), ("数据", false, true), ("字典", true, false)]);
    assert_eq!(opened.data_sheets().collect::<Vec<_>>(), [1]);

    let mut book = rust_xlsxwriter::Workbook::new();
    book.add_worksheet();
    book.save(&path).unwrap();
    assert_eq!(open(&path).unwrap_err().code(), "file_no_data");
}

#[test]
fn the_format_is_found_by_content_and_not_by_name() {
    let folder = tempfile::tempdir().unwrap();
    let rows = cells(&[
        &["序号", "姓名", "备注"],
        &["1", "李文勇", "一，二；三|四"],
        &["2", "王芳", "说\"好\"\n再说"],
        &["3", "阿依·木乃", ""],
    ]);
    for (writing, format, encoding, delimiter) in [
        (Writing::CsvGb18030, FileFormat::Text, Some(TextEncoding::Gb18030), Some(',')),
        (Writing::CsvUtf8, FileFormat::Text, Some(TextEncoding::Utf8), Some(',')),
        (Writing::CsvUtf8Bom, FileFormat::Text, Some(TextEncoding::Utf8), Some(',')),
        (Writing::Semicolon, FileFormat::Text, Some(TextEncoding::Gb18030), Some(';')),
        (Writing::Pipe, FileFormat::Text, Some(TextEncoding::Gb18030), Some('|')),
        (Writing::TabUtf16Le, FileFormat::Text, Some(TextEncoding::Utf16Le), Some('\t')),
        (Writing::TabUtf16BeWithoutBom, FileFormat::Text, Some(TextEncoding::Utf16Be), Some('\t')),
        (Writing::Xlsx, FileFormat::Xlsx, None, None),
        (Writing::Html, FileFormat::Markup, None, None),
        (Writing::Excel2003Xml, FileFormat::Markup, None, None),
        (Writing::Parquet, FileFormat::Parquet, None, None),
    ] {
        let path = write(folder.path(), "名单.xls", &rows, writing);
        let book = open(&path).unwrap();
        assert_eq!(book.format(), format, "{writing:?}");
        assert_eq!((book.encoding(), book.delimiter()), (encoding, delimiter), "{writing:?}");
        let head = book.head(book.data_sheets().next().unwrap()).unwrap();
        let read: Vec<Vec<&str>> = head.iter().map(|row| row.cells.iter().collect()).collect();
        for (place, (read, written)) in read.iter().zip(&rows).enumerate() {
            // An empty last cell of a workbook is not there.
            let last = written.iter().rposition(|cell| !cell.is_empty()).unwrap() + 1;
            assert_eq!(read[..last], written[..last], "{writing:?} row {place}");
            assert_eq!(head[place].row as usize, place + 1);
        }
        assert_eq!(read.len(), rows.len(), "{writing:?}");
    }
}

#[test]
fn number_and_date_cells_become_text() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("数字.xlsx");
    let mut book = rust_xlsxwriter::Workbook::new();
    let date = rust_xlsxwriter::Format::new().set_num_format("yyyy-mm-dd");
    let moment = rust_xlsxwriter::Format::new().set_num_format("yyyy-mm-dd hh:mm");
    let sheet = book.add_worksheet();
    sheet.write_number(0, 0, 532_327_194_902_139_379.0).unwrap();
    sheet.write_number(0, 1, 13_800_000_000.0).unwrap();
    sheet.write_number(0, 2, 0.1 + 0.2).unwrap();
    sheet.write_number_with_format(0, 3, 45_182.0, &date).unwrap();
    sheet.write_number_with_format(0, 4, 45_182.5, &moment).unwrap();
    sheet.write_boolean(0, 5, true).unwrap();
    book.save(&path).unwrap();
    let book = open(&path).unwrap();
    let head = book.head(0).unwrap();
    let cells: Vec<&str> = head[0].cells.iter().collect();
    assert!(cells[0].starts_with("5.3232719490213") && cells[0].ends_with("E17"));
    assert!(cells[2].starts_with("0.3"));
    let rest = [cells[1], cells[3], cells[4], cells[5]];
    assert_eq!(rest, ["13800000000", "2023-09-13", "2023-09-13 12:00:00", "TRUE"]);
}

fn replace_all(bytes: &mut [u8], from: &[u8], to: &[u8]) {
    assert_eq!(from.len(), to.len());
    let mut at = 0;
    while at + from.len() <= bytes.len() {
        if bytes[at..].starts_with(from) {
            bytes[at..at + from.len()].copy_from_slice(to);
        }
        at += 1;
    }
}

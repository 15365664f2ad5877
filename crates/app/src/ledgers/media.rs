//! What kind of file something is, told by its content and not by its name.

const DOCX: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// Kinds of files that are known by their content.
pub(crate) const MEDIA: [&str; 5] = ["image/jpeg", "image/png", "application/pdf", DOCX, XLSX];

/// What a file is, by how it begins and, for office files, by the parts it names.
pub(super) fn media_of(content: &[u8]) -> Option<&'static str> {
    let names = |part: &str| content.windows(part.len()).any(|it| it == part.as_bytes());
    match content {
        [0xFF, 0xD8, 0xFF, ..] => Some("image/jpeg"),
        [0x89, b'P', b'N', b'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] => Some("image/png"),
        [b'%', b'P', b'D', b'F', b'-', ..] => Some("application/pdf"),
        [b'P', b'K', 3, 4, ..] if names("word/document.xml") => Some(DOCX),
        [b'P', b'K', 3, 4, ..] if names("xl/workbook.xml") => Some(XLSX),
        _ => None,
    }
}

/// As offices call a kind of file.
pub(super) fn kind_word(media: &str) -> &str {
    match media {
        "image/jpeg" => "JPG",
        "image/png" => "PNG",
        "application/pdf" => "PDF",
        DOCX => "Word（docx）",
        XLSX => "Excel（xlsx）",
        other => other,
    }
}

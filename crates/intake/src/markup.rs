//! Tables in HTML pages and in Excel 2003 XML, both of which arrive under an .xls name.

use crate::grid::Grid;

/// A table of the page.
pub(crate) struct MarkupTable {
    pub(crate) name: String,
    pub(crate) grid: Grid,
}

/// Whether the text is a page with a table.
pub(crate) fn is_table_page(text: &str) -> bool {
    let text = text.trim_start_matches('\u{FEFF}').trim_start();
    text.starts_with('<') && ["<table", "<workbook", "<tr"].iter().any(|tag| contains(text, tag))
}

/// The character set the page names for itself.
pub(crate) fn charset(head: &[u8]) -> Option<&'static encoding_rs::Encoding> {
    let head = String::from_utf8_lossy(&head[..head.len().min(4096)]).to_ascii_lowercase();
    let after =
        ["charset=", "encoding="].iter().find_map(|key| head.split_once(key)).map(|it| it.1)?;
    let label: String = after
        .trim_start_matches(['"', '\''])
        .chars()
        .take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
        .collect();
    encoding_rs::Encoding::for_label(label.as_bytes())
}

/// Reads every table of the page that has a cell.
pub(crate) fn tables(text: &str) -> Vec<MarkupTable> {
    let mut tables = vec![Table::default()];
    let mut rest = text;
    let mut nested = 0_usize;
    while let Some(open) = rest.find('<') {
        if let Some(table) = tables.last_mut() {
            table.text(&rest[..open]);
        }
        rest = &rest[open..];
        if let Some(comment) = rest.strip_prefix("<!--") {
            rest = comment.find("-->").map_or("", |end| &comment[end + 3..]);
            continue;
        }
        let Some(close) = rest.find('>') else { break };
        let tag = &rest[1..close];
        rest = &rest[close + 1..];
        let name = tag_name(tag);
        if matches!(name.as_str(), "style" | "script") {
            let end = format!("</{name}");
            rest = find_ignoring_case(rest, &end).map_or("", |at| &rest[at..]);
            continue;
        }
        match name.as_str() {
            "table" | "worksheet" if tables.last().is_none_or(|table| table.cell.is_none()) => {
                let sheet = attribute(tag, "name").unwrap_or_default();
                let is_part_of_worksheet = name == "table"
                    && tables.last().is_some_and(|t| !t.name.is_empty() && t.row == 0);
                if !is_part_of_worksheet {
                    tables.push(Table { name: sheet, ..Table::default() });
                }
            }
            "table" => nested += 1,
            "/table" if nested > 0 => nested -= 1,
            _ if nested > 0 => (),
            _ => {
                if let Some(table) = tables.last_mut() {
                    table.tag(&name, tag);
                }
            }
        }
    }
    let filled = tables.into_iter().map(Table::finish).filter(|table| !table.grid.is_empty());
    filled.collect()
}

/// A table while it is read. Rows and columns are counted from 0.
#[derive(Default)]
struct Table {
    name: String,
    grid: Grid,
    merged: Vec<(u32, u32, u32)>,
    /// The row after the last one begun.
    row: u32,
    column: u32,
    /// Columns taken by cells that reach down from above: (column, last row).
    taken: Vec<(u32, u32)>,
    cell: Option<Cell>,
}

struct Cell {
    text: String,
    across: u32,
    down: u32,
}

impl Table {
    fn text(&mut self, text: &str) {
        if let Some(cell) = &mut self.cell {
            cell.text.push_str(text);
        }
    }

    fn tag(&mut self, name: &str, tag: &str) {
        match name {
            "tr" | "row" => {
                self.end_cell();
                match number(tag, "index") {
                    Some(index) => self.row = index.max(self.row + 1),
                    None => self.row += 1,
                }
                self.column = 0;
            }
            "td" | "th" | "cell" => {
                self.end_cell();
                self.row = self.row.max(1);
                if let Some(index) = number(tag, "index") {
                    self.column = index - 1;
                }
                let merged_across = number(tag, "mergeacross").map(|more| more + 1);
                let merged_down = number(tag, "mergedown").map(|more| more + 1);
                self.cell = Some(Cell {
                    text: String::new(),
                    across: number(tag, "colspan").or(merged_across).unwrap_or(1),
                    down: number(tag, "rowspan").or(merged_down).unwrap_or(1),
                });
                if tag.ends_with('/') {
                    self.end_cell();
                }
            }
            "/td" | "/th" | "/cell" | "/tr" | "/row" | "/table" | "/worksheet" => self.end_cell(),
            "br" | "br/" | "br /" | "/p" | "/div" => self.text("\n"),
            _ => (),
        }
    }

    fn end_cell(&mut self) {
        let Some(cell) = self.cell.take() else { return };
        let row = self.row - 1;
        while self.taken.iter().any(|&(column, last)| column == self.column && row <= last) {
            self.column += 1;
        }
        self.grid.push(row, self.column, &unescape(cell.text.trim()));
        if 1 < cell.down && cell.down < 1 << 16 {
            self.merged.push((row, row + cell.down - 1, self.column));
            for column in self.column..self.column + cell.across.min(256) {
                self.taken.push((column, row + cell.down - 1));
            }
        }
        self.column += cell.across.min(1 << 14);
    }

    fn finish(mut self) -> MarkupTable {
        self.end_cell();
        self.grid.fill_down(&self.merged);
        MarkupTable { name: self.name, grid: self.grid }
    }
}

fn tag_name(tag: &str) -> String {
    let name = tag.split(|c: char| c.is_whitespace()).next().unwrap_or_default();
    let name = if name.len() > 1 { name.trim_end_matches('/') } else { name };
    let local = match name.rsplit_once(':') {
        Some((prefix, local)) if prefix.starts_with('/') => format!("/{local}"),
        Some((_, local)) => local.to_owned(),
        None => name.to_owned(),
    };
    local.to_ascii_lowercase()
}

/// The value of an attribute, whatever its namespace prefix.
pub(crate) fn attribute(tag: &str, name: &str) -> Option<String> {
    let mut from = 0;
    while let Some(at) = find_ignoring_case(&tag[from..], name) {
        let at = from + at;
        from = at + name.len();
        let before = tag[..at].chars().next_back();
        let begins = before.is_some_and(|c| c.is_whitespace() || c == ':');
        let Some(value) = tag[from..].trim_start().strip_prefix('=') else { continue };
        if !begins {
            continue;
        }
        let value = value.trim_start();
        let value = match value.chars().next()? {
            quote @ ('"' | '\'') => value[1..].split(quote).next()?,
            _ => value.split(|c: char| c.is_whitespace() || c == '/').next()?,
        };
        return Some(unescape(value));
    }
    None
}

fn number(tag: &str, name: &str) -> Option<u32> {
    attribute(tag, name)?.trim().parse().ok().filter(|&number| 0 < number && number < 1 << 20)
}

fn contains(text: &str, tag: &str) -> bool {
    find_ignoring_case(text, tag).is_some()
}

/// Where an ASCII word begins, capitals or not.
fn find_ignoring_case(text: &str, word: &str) -> Option<usize> {
    let (text, word) = (text.as_bytes(), word.as_bytes());
    let last = text.len().checked_sub(word.len())?;
    (0..=last).find(|&at| text[at..at + word.len()].eq_ignore_ascii_case(word))
}

fn unescape(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        plain.push_str(&rest[..at]);
        rest = &rest[at..];
        let entity = rest.find(';').filter(|&end| end <= 10).map(|end| &rest[1..end]);
        match entity.and_then(|name| Some((name, character(name)?))) {
            Some((name, c)) => {
                plain.push(c);
                rest = &rest[name.len() + 2..];
            }
            None => {
                plain.push('&');
                rest = &rest[1..];
            }
        }
    }
    plain.push_str(rest);
    plain
}

fn character(entity: &str) -> Option<char> {
    match entity {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        "nbsp" => Some(' '),
        "middot" => Some('·'),
        _ => {
            let code = entity.strip_prefix('#')?;
            let number = match code.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => code.parse().ok()?,
            };
            char::from_u32(number)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::grid::GridCursor;
    use crate::record::Record;

    fn rows(page: &str) -> Vec<Vec<Vec<String>>> {
        tables(page)
            .iter()
            .map(|table| {
                let mut cursor = GridCursor::default();
                let mut record = Record::default();
                let mut rows = Vec::new();
                while cursor.next(&table.grid, &mut record).is_some() {
                    rows.push(record.iter().map(str::to_owned).collect());
                }
                rows
            })
            .collect()
    }

    #[test]
    fn reads_the_tables_of_a_page() {
        let page = "<html><head><style>td{}</style></head><body><TABLE border=1>\
            <tr><th>乡镇</th><th>姓&nbsp;名</th></tr>\
            <tr><td rowspan=\"2\">永定镇</td><td>甲<br>乙</td></tr>\
            <!-- <tr><td>无</td></tr> -->\
            <tr><td>丙&lt;&#20010;&#x4E2A;</td></tr></TABLE></body></html>";
        assert_eq!(
            rows(page),
            [vec![vec!["乡镇", "姓 名"], vec!["永定镇", "甲\n乙"], vec!["永定镇", "丙<个个"],]]
        );
    }

    #[test]
    fn a_cell_that_is_not_closed_ends_with_the_next() {
        assert_eq!(
            rows("<table><tr><td>甲<td>乙<tr><td>丙</table>"),
            [vec![vec!["甲", "乙"], vec!["丙"],]]
        );
    }

    #[test]
    fn a_column_span_leaves_its_columns_empty() {
        assert_eq!(
            rows("<table><tr><td colspan=3>标题</td><td>尾</td></tr></table>"),
            [vec![vec!["标题", "", "", "尾"]]]
        );
    }

    #[test]
    fn reads_excel_2003_xml() {
        let page = "<?xml version=\"1.0\"?><Workbook xmlns:ss=\"urn\"><Worksheet ss:Name=\"名单\">\
            <Table><Row><Cell><Data ss:Type=\"String\">姓名</Data></Cell>\
            <Cell ss:Index=\"3\"><Data>金额</Data></Cell></Row>\
            <Row ss:Index=\"3\"><Cell ss:MergeDown=\"1\"><Data>甲</Data></Cell><Cell ss:Index=\"3\">\
            <Data>5</Data></Cell></Row><Row><Cell ss:Index=\"3\"><Data>6</Data></Cell></Row>\
            </Table></Worksheet></Workbook>";
        assert!(is_table_page(page));
        assert_eq!(tables(page)[0].name, "名单");
        assert_eq!(
            rows(page),
            [vec![vec!["姓名", "", "金额"], vec![], vec!["甲", "", "5"], vec!["甲", "", "6"],]]
        );
    }
}

//! A table of words.

/// A table as it is shown: heads of the columns, and a row for each entry.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// Heads of the columns.
    pub header: Vec<String>,
    /// The rows, each with a cell for every column.
    pub rows: Vec<Vec<String>>,
}

impl Table {
    /// The cells of a row, each with the head of its column.
    pub(crate) fn labelled<'a>(&'a self, row: &'a [String]) -> Vec<(&'a str, &'a str)> {
        let heads = self.header.iter().map(String::as_str);
        heads.zip(row.iter().map(String::as_str)).collect()
    }
}

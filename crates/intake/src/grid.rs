//! A sheet held in memory: only the cells that say something, all text in one buffer.

use std::fmt;

use crate::record::Record;

/// The filled cells of a sheet, in order of row and column, both counted from 0.
#[derive(Default)]
pub(crate) struct Grid {
    text: String,
    cells: Vec<GridCell>,
}

#[derive(Clone, Copy, Debug)]
struct GridCell {
    row: u32,
    column: u32,
    start: u32,
    end: u32,
}

/// The cells are personal: only their number is shown.
impl fmt::Debug for Grid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Grid({} cells)", self.cells.len())
    }
}

/// Reads a grid row by row.
#[derive(Debug, Default)]
pub(crate) struct GridCursor {
    row: u32,
    next: usize,
}

impl Grid {
    /// Adds a cell; white space alone is nothing.
    pub(crate) fn push(&mut self, row: u32, column: u32, text: &str) {
        if text.trim().is_empty() {
            return;
        }
        let start = self.text.len() as u32;
        self.text.push_str(text);
        self.cells.push(GridCell { row, column, start, end: self.text.len() as u32 });
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.cells.is_empty()
    }

    /// Copies the first cell of each merged region down into the rows the region covers.
    /// Regions are (first row, last row, column).
    pub(crate) fn fill_down(&mut self, regions: &[(u32, u32, u32)]) {
        self.sort();
        let mut filled = Vec::new();
        for &(first, last, column) in regions {
            let Some(top) = self.find(first, column) else { continue };
            for row in first + 1..=last {
                if self.find(row, column).is_none() {
                    filled.push(GridCell { row, ..top });
                }
            }
        }
        self.cells.extend(filled);
        self.sort();
    }

    /// Readers give cells in order, but nothing obliges them to.
    pub(crate) fn sort(&mut self) {
        if !self.cells.is_sorted_by_key(|cell| (cell.row, cell.column)) {
            self.cells.sort_by_key(|cell| (cell.row, cell.column));
        }
    }

    fn find(&self, row: u32, column: u32) -> Option<GridCell> {
        let place = self.cells.binary_search_by_key(&(row, column), |cell| (cell.row, cell.column));
        place.ok().map(|place| self.cells[place])
    }
}

impl GridCursor {
    /// The next row of the sheet, empty ones included, and its number counted from 1.
    pub(crate) fn next(&mut self, grid: &Grid, record: &mut Record) -> Option<u32> {
        if self.next >= grid.cells.len() {
            return None;
        }
        record.clear();
        while let Some(cell) = grid.cells.get(self.next).filter(|cell| cell.row == self.row) {
            record.pad(cell.column as usize);
            record.push(&grid.text[cell.start as usize..cell.end as usize]);
            self.next += 1;
        }
        self.row += 1;
        Some(self.row)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(grid: &Grid) -> Vec<Vec<String>> {
        let mut cursor = GridCursor::default();
        let mut record = Record::default();
        let mut all = Vec::new();
        while let Some(row) = cursor.next(grid, &mut record) {
            all.push(record.iter().map(str::to_owned).collect());
            assert_eq!(row as usize, all.len());
        }
        all
    }

    #[test]
    fn merged_cells_reach_every_row() {
        let mut grid = Grid::default();
        grid.push(0, 0, "乡镇");
        grid.push(0, 1, "户主");
        grid.push(1, 0, "永定镇");
        grid.push(1, 1, "甲");
        grid.push(2, 1, "乙");
        grid.push(4, 1, "丙");
        grid.push(4, 2, " \n");
        grid.fill_down(&[(1, 2, 0), (3, 3, 5)]);
        assert_eq!(
            rows(&grid),
            [
                vec!["乡镇", "户主"],
                vec!["永定镇", "甲"],
                vec!["永定镇", "乙"],
                vec![],
                vec!["", "丙"],
            ]
        );
    }
}

//! Pages of lists: a cursor says behind which row the next page begins.

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// The most rows of a page.
const MOST: u32 = 200;

/// Which page of a list.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Cursor {
    /// Begin behind this row: `next` of the page before.
    pub after: Option<String>,
    /// Rows a page, from 1 to 200; 50 when absent.
    #[param(minimum = 1, maximum = 200)]
    pub limit: Option<u32>,
}

/// One page.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Page<T> {
    /// The rows.
    pub items: Vec<T>,
    /// Where the next page begins; absent on the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

impl Cursor {
    /// Rows a page.
    #[must_use]
    pub fn limit(&self) -> i64 {
        i64::from(self.limit.unwrap_or(50).clamp(1, MOST))
    }

    /// One more than a page, to see whether another follows.
    #[must_use]
    pub fn one_more(&self) -> i64 {
        self.limit() + 1
    }

    /// The number the page begins behind; a cursor that is no number begins at the start.
    #[must_use]
    pub fn after_number(&self) -> i64 {
        self.after.as_deref().and_then(|it| it.parse().ok()).unwrap_or(0)
    }

    /// The text the page begins behind.
    #[must_use]
    pub fn after_text(&self) -> &str {
        self.after.as_deref().unwrap_or_default()
    }

    /// Cuts rows that were read with [`Cursor::one_more`] into a page.
    pub fn page<T>(&self, mut rows: Vec<T>, key: impl Fn(&T) -> String) -> Page<T> {
        let limit = usize::try_from(self.limit()).unwrap_or(1);
        let more = limit < rows.len();
        rows.truncate(limit);
        let next = if more { rows.last().map(key) } else { None };
        Page { items: rows, next }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_page_begins_behind_the_last_row_shown() {
        let cursor = Cursor { after: None, limit: Some(2) };
        let page = cursor.page(vec![1, 2, 3], ToString::to_string);
        assert_eq!((page.items, page.next.as_deref()), (vec![1, 2], Some("2")));
        let page = cursor.page(vec![3, 4], ToString::to_string);
        assert_eq!((page.items, page.next), (vec![3, 4], None));
        assert_eq!(Cursor { after: Some("x".into()), limit: Some(9_999) }.one_more(), 201);
    }
}

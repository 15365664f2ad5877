//! 脱贫历史: what plans tell of the years before, with totals added again.

use crate::amount::Amount;

/// A column of the history.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Column {
    /// 摘帽县.
    Counties,
    /// 退出乡镇.
    Townships,
    /// 出列村.
    Villages,
    /// 脱贫人数.
    Persons,
    /// 人均纯收入, in yuan.
    Income,
}

/// The years of one region.
#[derive(Clone, Debug)]
pub struct History {
    /// Leading digits of the region.
    pub region: String,
    /// The file below the folder of packs.
    pub file: String,
    /// Year by year.
    pub years: Vec<HistoryYear>,
    /// Totals the plan prints.
    pub totals: Vec<HistoryTotal>,
    /// Where it does not agree with itself.
    pub conflicts: Vec<Conflict>,
}

/// One year.
#[derive(Clone, Debug)]
pub struct HistoryYear {
    /// The year.
    pub year: i32,
    /// Its values; nothing where the plan prints nothing.
    pub values: Vec<(Column, Amount)>,
    /// Document and place.
    pub source: String,
}

/// A printed total.
#[derive(Clone, Debug)]
pub struct HistoryTotal {
    /// The first year.
    pub from: i32,
    /// The last year.
    pub to: i32,
    /// As printed.
    pub values: Vec<(Column, Amount)>,
    /// Document and place.
    pub source: String,
}

/// How a conflict came to be known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConflictKind {
    /// The table's own total does not add up.
    Total,
    /// The text says something else than the table.
    Text,
}

/// Two figures for one thing. Both are kept, neither is averaged nor chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// How it came to be known.
    pub kind: ConflictKind,
    /// What it is about.
    pub column: Column,
    /// The first year.
    pub from: i32,
    /// The last year.
    pub to: i32,
    /// What is printed.
    pub stated: Amount,
    /// What the years add up to.
    pub added: Amount,
    /// The number of [`crate::Oddity`].
    pub oddity: Option<u32>,
    /// In Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
    /// Where it is printed.
    pub source: String,
}

impl Column {
    /// Every column.
    pub const ALL: [Column; 5] =
        [Column::Counties, Column::Townships, Column::Villages, Column::Persons, Column::Income];

    /// The word of the files.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Column::Counties => "counties",
            Column::Townships => "townships",
            Column::Villages => "villages",
            Column::Persons => "persons",
            Column::Income => "income",
        }
    }

    /// In Chinese.
    #[must_use]
    pub fn zh(self) -> &'static str {
        match self {
            Column::Counties => "摘帽县",
            Column::Townships => "退出乡镇",
            Column::Villages => "出列村",
            Column::Persons => "脱贫人数",
            Column::Income => "人均纯收入（元）",
        }
    }

    /// In English.
    #[must_use]
    pub fn en(self) -> &'static str {
        match self {
            Column::Counties => "Counties delisted",
            Column::Townships => "Townships delisted",
            Column::Villages => "Villages delisted",
            Column::Persons => "Persons lifted",
            Column::Income => "Net income per head (yuan)",
        }
    }
}

impl History {
    /// What the years from one to another add up to; nothing when none of them has a value.
    #[must_use]
    pub fn added(&self, column: Column, from: i32, to: i32) -> Option<Amount> {
        let years = self.years.iter().filter(|it| (from..=to).contains(&it.year));
        let values = years.flat_map(|it| &it.values).filter(|(of, _)| *of == column);
        values.map(|(_, it)| *it).reduce(Amount::plus)
    }

    /// Printed totals that the years do not add up to.
    #[must_use]
    pub fn totals_that_do_not_add_up(&self) -> Vec<Conflict> {
        let mut found = Vec::new();
        for total in &self.totals {
            for (column, stated) in &total.values {
                let added = self.added(*column, total.from, total.to).unwrap_or_default();
                if added != *stated {
                    found.push(Conflict {
                        kind: ConflictKind::Total,
                        column: *column,
                        from: total.from,
                        to: total.to,
                        stated: *stated,
                        added,
                        oddity: None,
                        zh: format!("{}合计与各年相加不符", column.zh()),
                        en: format!("{}: the total is not the sum of the years", column.en()),
                        source: total.source.clone(),
                    });
                }
            }
        }
        found
    }
}

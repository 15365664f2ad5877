//! The life of a case: the table, stories of families in every region, random histories.

mod changes;
mod conditions;
mod family;
mod golden;
mod histories;
mod notices;
mod recommendation;
mod stories;
mod workflow;

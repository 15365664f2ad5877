//! The life of a case: the table, stories of families in every region, random histories.

mod appeals;
mod appeals_random;
mod changes;
mod conditions;
mod family;
mod golden;
mod histories;
mod notices;
mod recommendation;
mod stories;
mod taking_over;
mod workflow;

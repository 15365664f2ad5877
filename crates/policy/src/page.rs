//! A page per pack for people: what it says, from which document, and what is a default.
//!
//! The page is written once as blocks and printed as Markdown and as plain HTML, so that both say
//! the same. Nothing of it is computed for a day: a page shows everything the pack holds.

mod markup;
mod sections;

use markup::{Block, html, markdown};

use crate::{fact::FactNames, packs::Packs};

/// The page of one pack.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PackPage {
    /// The folder of the pack, for example `cn-53`.
    pub name: String,
    /// The page as Markdown.
    pub markdown: String,
    /// The page as one HTML file without scripts; everything from the pack is escaped.
    pub html: String,
}

impl Packs {
    /// A page for every pack, the nation first, then by region. `facts` give rules their words.
    pub fn pages(&self, facts: &FactNames) -> Vec<PackPage> {
        let mut packs: Vec<_> = self.packs.iter().collect();
        packs.sort_by_key(|pack| &pack.info.name);
        packs
            .into_iter()
            .map(|pack| {
                let title = format!("政策包 {} {}", pack.info.name, pack.info.zh);
                let blocks: Vec<Block> = sections::of(self, pack, facts);
                PackPage {
                    name: pack.info.name.clone(),
                    markdown: markdown(&title, &blocks),
                    html: html(&title, &blocks),
                }
            })
            .collect()
    }
}

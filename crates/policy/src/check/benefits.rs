//! Benefits as far as policy knows them; their formulas are checked where they are compiled.

use super::farther;
use crate::{
    packs::Packs,
    problem::{Faults, Problem},
    written::Pack,
};

/// What is switched off must be there to be switched off.
pub(super) fn fit(packs: &Packs, pack: &Pack, problems: &mut Vec<Problem>) {
    for (id, benefit) in pack.benefits.iter().filter(|(_, it)| it.body.is_none()) {
        let is_there = |it: &Pack| it.benefits.contains_key(id) || it.unreadable.contains(id);
        if !farther(packs, pack).any(is_there) {
            Faults { file: &benefit.file, list: problems }
                .at(benefit.line, format!("上级政策包没有待遇 {id}，不必停用；请删去这个文件"));
        }
    }
}

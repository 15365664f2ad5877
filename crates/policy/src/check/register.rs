//! What a policy of the register says realises it is there.

use crate::{
    packs::Packs,
    problem::{Faults, Problem},
    register::Realised,
    suggest,
    written::Pack,
};

/// Notes what the register of one pack names and nobody has.
pub(super) fn names_what_is_there(packs: &Packs, pack: &Pack, problems: &mut Vec<Problem>) {
    for policy in pack.register.values() {
        let mut faults = Faults { file: &policy.file, list: &mut *problems };
        for realised in &policy.realised_by {
            let chain = || packs.chain_of(&pack.info.region);
            let (zh, name, known): (_, _, Vec<&String>) = match realised {
                Realised::Measure(name) => {
                    ("措施", name, chain().flat_map(|it| it.measures.keys()).collect())
                }
                Realised::Rule(name) => {
                    ("规则", name, chain().flat_map(|it| it.rules.keys()).collect())
                }
                Realised::Parameter(name) => {
                    ("参数", name, chain().flat_map(|it| it.parameters.keys()).collect())
                }
                Realised::List(name) => {
                    ("名单", name, chain().flat_map(|it| it.lists.keys()).collect())
                }
            };
            let unreadable = chain().any(|it| it.unreadable.contains(name));
            if !known.contains(&name) && !unreadable {
                let hint = suggest::hint(name, known.into_iter().map(String::as_str));
                faults.at(policy.line, format!("没有{zh} {name}{hint}；请改正或删去"));
            }
        }
    }
}

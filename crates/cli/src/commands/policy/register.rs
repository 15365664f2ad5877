//! The lists and the register of policies of a region on a day, in tables and in JSON.

use chrono::NaiveDate;
use policy::{Packs, PolicyList, RegisteredPolicy};
use serde::Serialize;

use crate::output::Output;

/// What is printed beside parameters, rules and chains.
#[derive(Debug, Serialize)]
pub(super) struct Listed {
    lists: Vec<PolicyList>,
    /// Names of the lists of regions that name this region.
    named_in: Vec<String>,
    register: Vec<RegisteredPolicy>,
}

/// The lists and policies of a region (leading digits of its code) on a day.
pub(super) fn listed(packs: &Packs, code: &str, on: NaiveDate) -> Listed {
    Listed {
        lists: packs.all_lists(code, on),
        named_in: packs.lists_naming(code, on).into_iter().map(|it| it.zh).collect(),
        register: packs.register(code, on),
    }
}

/// Prints the lists, and the register when it is asked for.
pub(super) fn print(listed: &Listed, with_register: bool, output: &Output) {
    if !listed.named_in.is_empty() {
        let names = listed.named_in.join("、");
        output.line(format!("{}：{names}", output.say("本地列入", "this region is named in")));
    }
    output.table(
        &[
            output.say("名单", "list"),
            output.say("名称", "name"),
            output.say("个数", "size"),
            output.say("内容", "items"),
            output.say("依据", "basis"),
        ],
        listed.lists.iter().map(|it| {
            let items: Vec<&str> = it.items.iter().map(|item| item.zh.as_str()).collect();
            let basis = basis(&it.basis, it.is_default, it.note.as_deref(), output);
            let size = it.size().to_string();
            vec![
                it.name.clone(),
                it.zh.clone(),
                size,
                items.join("、"),
                format!("{} {basis}", it.pack),
            ]
        }),
    );
    if !with_register {
        let hint = output.say(
            "项政策已登记；加 --register 列出",
            "policies are registered; --register lists them",
        );
        output.line(format!("{} {hint}", listed.register.len()));
        return;
    }
    output.table(
        &[
            output.say("领域", "field"),
            output.say("政策", "policy"),
            output.say("怎么处理", "outcome"),
            output.say("自", "from"),
            output.say("至", "to"),
            output.say("依据", "basis"),
            output.say("由什么落实", "realised by"),
        ],
        listed.register.iter().map(|it| {
            let realised: Vec<String> = it.realised_by.iter().map(|it| it.written()).collect();
            let basis = basis(&it.basis, it.is_default, it.note.as_deref(), output);
            vec![
                it.kind.zh().to_owned(),
                it.zh.clone(),
                it.outcome.zh().to_owned(),
                it.from.to_string(),
                it.to.map(|it| it.to_string()).unwrap_or_default(),
                format!("{} {basis}", it.pack),
                realised.join("、"),
            ]
        }),
    );
}

fn basis(text: &str, is_default: bool, note: Option<&str>, output: &Output) -> String {
    match (is_default, note) {
        (true, Some(note)) => format!("{}：{note}", output.say("默认值", "default")),
        (true, None) => output.say("默认值", "default").to_owned(),
        (false, Some(note)) => format!("{text}（{note}）"),
        (false, None) => text.to_owned(),
    }
}

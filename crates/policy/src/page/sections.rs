//! What a page shows of a pack, in the order of `packs/README.md`.

use chrono::NaiveDate;

use super::markup::Block;
use crate::{
    basis::Basis,
    chain::ReviewChain,
    fact::FactNames,
    list::{ListItem, ListVersion, WrittenList},
    packs::Packs,
    parameter::{Dated, Parameter},
    risk::Risk,
    written::{Against, Condition, Pack, Rule},
};

pub(super) fn of(packs: &Packs, pack: &Pack, facts: &FactNames) -> Vec<Block> {
    let mut blocks = vec![head(packs, pack), Block::Paragraph(defaults(pack))];
    let sections = [
        ("依据的文件", documents(packs, pack)),
        ("参数", parameters(pack)),
        ("名单", lists(pack)),
        ("规则", rules(pack, facts)),
        ("程序", chains(packs, pack)),
        ("帮扶措施", measures(pack)),
        ("公示", notices(pack)),
        ("政策登记", register(pack)),
    ];
    for (title, mut table) in sections {
        if title != "依据的文件" {
            cite_by_key(packs, pack, &mut table);
        }
        if let Block::Table { rows, .. } = &table
            && !rows.is_empty()
        {
            blocks.push(Block::Heading(2, format!("{title}（{}）", rows.len())));
            blocks.push(table);
        }
    }
    blocks
}

fn head(packs: &Packs, pack: &Pack) -> Block {
    let region = match pack.info.region.as_str() {
        "" => "全国".to_owned(),
        code => format!("区划代码以 {code} 开头的地区"),
    };
    let above: Vec<String> = packs
        .chain_of(&pack.info.region)
        .filter(|it| it.info.name != pack.info.name)
        .map(|it| format!("{} {}", it.info.name, it.info.zh))
        .collect();
    let above = match above.is_empty() {
        true => String::new(),
        false => format!("这里没有写的，依次用：{}。", above.join("、")),
    };
    Block::Paragraph(format!("适用于{region}。{above}"))
}

/// How much of the pack no document gives.
fn defaults(pack: &Pack) -> String {
    let values = pack.parameters.values().flat_map(|it| &it.values).map(|it| &it.basis);
    let rules = pack.rules.values().map(|it| &it.basis);
    let count = |all: Vec<&Basis>| (all.len(), all.iter().filter(|it| it.is_default).count());
    let (values, default_values) = count(values.collect());
    let (rules, default_rules) = count(rules.collect());
    format!(
        "参数共有{values}个值，其中{default_values}个是默认值（没有文件依据，请确认）；规则{rules}条，其中{default_rules}条\
         没有文件依据。"
    )
}

/// The documents a basis of this pack may name: its own, and those of the packs above.
fn documents(packs: &Packs, pack: &Pack) -> Block {
    let chain = packs.chain_of(&pack.info.region);
    let rows = chain.flat_map(|owner| {
        let name = &owner.info.name;
        owner.documents.iter().map(|(key, it)| vec![key.clone(), it.zh.clone(), name.clone()])
    });
    Block::Table { head: &["键", "名称", "登记在"], rows: rows.collect() }
}

/// Titles are long and stand in the first table; a basis is shown as the files write it.
fn cite_by_key(packs: &Packs, pack: &Pack, table: &mut Block) {
    let Block::Table { rows, .. } = table else { return };
    for cell in rows.iter_mut().flatten() {
        let cited = packs
            .chain_of(&pack.info.region)
            .flat_map(|it| &it.documents)
            .find_map(|(key, document)| Some(format!("{key}{}", cell.strip_prefix(&document.zh)?)));
        if let Some(cited) = cited {
            *cell = cited;
        }
    }
}

fn parameters(pack: &Pack) -> Block {
    let rows = pack.parameters.iter().flat_map(|(name, parameter)| {
        parameter.values.iter().map(move |it| value_row(name, parameter, it))
    });
    Block::Table {
        head: &["参数", "名称", "值", "自", "至", "依据", "说明"], rows: rows.collect()
    }
}

fn value_row(name: &str, parameter: &Parameter, dated: &Dated) -> Vec<String> {
    let value = dated.text.clone().unwrap_or_else(|| parameter.unit.stored().show(dated.value));
    vec![
        name.to_owned(),
        parameter.zh.clone(),
        value,
        dated.from.to_string(),
        last(dated.to),
        basis(&dated.basis),
        note(&dated.basis),
    ]
}

fn lists(pack: &Pack) -> Block {
    let rows = pack
        .lists
        .iter()
        .flat_map(|(name, list)| list.versions.iter().map(move |it| list_row(name, list, it)));
    Block::Table {
        head: &["名单", "名称", "个数", "内容", "自", "至", "依据", "说明"],
        rows: rows.collect(),
    }
}

fn list_row(name: &str, list: &WrittenList, version: &ListVersion) -> Vec<String> {
    let listed = version.items.len();
    let count = match version.count {
        Some(count) if usize::try_from(count).ok() != Some(listed) => {
            format!("{count}，列出{listed}")
        }
        _ => listed.to_string(),
    };
    let item = |it: &ListItem| match &it.note {
        Some(note) => format!("{}（{note}）", it.zh),
        None => it.zh.clone(),
    };
    let items: Vec<String> = version.items.iter().map(item).collect();
    vec![
        name.to_owned(),
        list.zh.clone(),
        count,
        items.join("、"),
        version.from.to_string(),
        last(version.to),
        basis(&version.basis),
        note(&version.basis),
    ]
}

fn rules(pack: &Pack, facts: &FactNames) -> Block {
    let rows = pack.rules.iter().map(|(id, rule)| rule_row(id, rule, facts));
    Block::Table {
        head: &["规则", "名称", "作用", "风险", "条件", "自", "至", "依据", "说明"],
        rows: rows.collect(),
    }
}

fn rule_row(id: &str, rule: &Rule, facts: &FactNames) -> Vec<String> {
    let (title, effect, risk, conditions) = match &rule.body {
        None => ("在本地区停用".to_owned(), "停用", "", String::new()),
        Some(body) => {
            let mut parts: Vec<String> = body.all.iter().map(|it| condition(it, facts)).collect();
            if !body.any.is_empty() {
                let any: Vec<String> = body.any.iter().map(|it| condition(it, facts)).collect();
                parts.push(format!("（{}）", any.join("，或")));
            }
            let risk = body.raises.map_or("", Risk::zh);
            (body.title.clone(), body.effect.zh(), risk, parts.join("；"))
        }
    };
    vec![
        id.to_owned(),
        title,
        effect.to_owned(),
        risk.to_owned(),
        conditions,
        rule.from.to_string(),
        last(rule.to),
        basis(&rule.basis),
        note(&rule.basis),
    ]
}

fn condition(condition: &Condition, facts: &FactNames) -> String {
    let fact = facts.get(&condition.fact).map_or(condition.fact.as_str(), |it| it.zh.as_str());
    let limit = match &condition.against {
        Against::Value(value) => condition.unit.show(*value),
        Against::Parameter { name, times: None } => format!(" {name}"),
        Against::Parameter { name, times: Some(times) } => format!(" {name} 的{times}倍"),
    };
    format!("{fact}{}{limit}", condition.op.zh())
}

fn chains(packs: &Packs, pack: &Pack) -> Block {
    let rows = pack.chains.values().flatten().map(|chain| chain_row(packs, pack, chain));
    Block::Table {
        head: &["程序", "各步（由谁办）", "全程", "自", "至", "依据", "说明"],
        rows: rows.collect(),
    }
}

fn chain_row(packs: &Packs, pack: &Pack, chain: &ReviewChain) -> Vec<String> {
    let steps: Vec<String> = chain
        .steps
        .iter()
        .map(|step| {
            let role = packs.role_zh(&step.role, &pack.info.region).unwrap_or(&step.role);
            let days = match (&step.limit, &step.at_least) {
                (Some(limit), _) => format!("，{}内", limit.show()),
                (None, Some(least)) => format!("，不少于{}", least.show()),
                (None, None) => String::new(),
            };
            format!("{}（{role}{days}）", step.zh)
        })
        .collect();
    vec![
        chain.zh.clone(),
        steps.join(" → "),
        chain.whole.as_ref().map(|it| it.show()).unwrap_or_default(),
        chain.from.to_string(),
        last(chain.to),
        document(&chain.basis, chain.is_default),
        chain.note.clone().unwrap_or_default(),
    ]
}

fn measures(pack: &Pack) -> Block {
    let rows = pack.measures.iter().map(|(id, written)| {
        let group = written.group.zh().to_owned();
        let (from, to) = (written.from.to_string(), last(written.to));
        match &written.body {
            None => vec![
                id.clone(),
                "在本地区停用".to_owned(),
                group,
                String::new(),
                from,
                to,
                String::new(),
            ],
            Some(it) => {
                let answers: Vec<&str> = it.answers.iter().map(|risk| risk.zh()).collect();
                let basis = document(&it.basis, it.is_default);
                vec![id.clone(), it.zh.clone(), group, answers.join("、"), from, to, basis]
            }
        }
    });
    Block::Table {
        head: &["措施", "名称", "大类", "应对的风险", "自", "至", "依据"],
        rows: rows.collect(),
    }
}

fn notices(pack: &Pack) -> Block {
    let rows = pack.notices.values().flatten().map(|it| {
        let notice = &it.value;
        let basis = document(&notice.basis, notice.is_default);
        vec![notice.zh.clone(), notice.from.to_string(), last(notice.to), basis]
    });
    Block::Table { head: &["公示", "自", "至", "依据"], rows: rows.collect() }
}

fn register(pack: &Pack) -> Block {
    let mut policies: Vec<_> = pack.register.iter().collect();
    policies.sort_by_key(|(id, it)| (it.kind, *id));
    let rows = policies.into_iter().map(|(_, it)| {
        let realised: Vec<String> = it.realised_by.iter().map(|it| it.written()).collect();
        vec![
            it.kind.zh().to_owned(),
            it.zh.clone(),
            it.outcome.zh().to_owned(),
            it.from.to_string(),
            last(it.to),
            basis(&it.basis),
            realised.join("、"),
            note(&it.basis),
        ]
    });
    Block::Table {
        head: &["领域", "政策", "怎么处理", "自", "至", "依据", "由什么落实", "说明"],
        rows: rows.collect(),
    }
}

fn last(day: Option<NaiveDate>) -> String {
    day.map(|it| it.to_string()).unwrap_or_default()
}

fn basis(basis: &Basis) -> String {
    document(&basis.text, basis.is_default)
}

fn document(text: &str, is_default: bool) -> String {
    match is_default {
        true => "默认值".to_owned(),
        false => text.to_owned(),
    }
}

fn note(basis: &Basis) -> String {
    basis.note.clone().unwrap_or_default()
}

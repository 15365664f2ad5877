//! The review chains of a region on a day, in tables and in JSON.

use chrono::NaiveDate;
use kernel::RegionLevel;
use policy::{ChainKind, Limit, Packs, ReviewChain, ReviewStep};
use serde::Serialize;

use crate::output::Output;

#[derive(Debug, Serialize)]
pub(super) struct ChainView {
    kind: &'static str,
    zh: String,
    pack: String,
    basis: String,
    default: bool,
    note: Option<String>,
    from: NaiveDate,
    to: Option<NaiveDate>,
    whole: Option<LimitView>,
    steps: Vec<StepView>,
}

#[derive(Debug, Serialize)]
struct StepView {
    order: usize,
    name: String,
    zh: String,
    kind: &'static str,
    level: &'static str,
    role: String,
    role_zh: Option<String>,
    limit: Option<LimitView>,
    at_least: Option<LimitView>,
    alongside: bool,
    stops_clock: bool,
    decides: bool,
    waits_for: Vec<String>,
}

#[derive(Debug, Serialize)]
struct LimitView {
    days: u32,
    working: bool,
    basis: String,
    default: bool,
    note: Option<String>,
}

/// The chains of a region (leading digits of its code) on a day, identification first.
pub(super) fn views(packs: &Packs, code: &str, on: NaiveDate) -> Vec<ChainView> {
    let chains = ChainKind::ALL.into_iter().filter_map(|it| packs.review_chain(it, code, on));
    chains.map(|chain| view(packs, code, chain)).collect()
}

fn view(packs: &Packs, code: &str, chain: ReviewChain) -> ChainView {
    let step = |(order, step): (usize, &ReviewStep)| StepView {
        order,
        name: step.name.clone(),
        zh: step.zh.clone(),
        kind: step.kind.word(),
        level: step.level.word(),
        role: step.role.clone(),
        role_zh: packs.role_zh(&step.role, code).map(str::to_owned),
        limit: step.limit.as_ref().map(limit_view),
        at_least: step.at_least.as_ref().map(limit_view),
        alongside: step.alongside,
        stops_clock: step.stops_clock,
        decides: step.decides,
        waits_for: chain.waits_for(&step.name).iter().map(|it| it.name.clone()).collect(),
    };
    ChainView {
        kind: chain.kind.word(),
        steps: (1..).zip(&chain.steps).map(step).collect(),
        zh: chain.zh,
        pack: chain.pack,
        basis: chain.basis,
        default: chain.is_default,
        note: chain.note,
        from: chain.from,
        to: chain.to,
        whole: chain.whole.as_ref().map(limit_view),
    }
}

fn limit_view(limit: &Limit) -> LimitView {
    LimitView {
        days: limit.days,
        working: limit.working,
        basis: limit.basis.clone(),
        default: limit.is_default,
        note: limit.note.clone(),
    }
}

/// Prints each chain: a line about the whole, the remark, and a row for each step.
pub(super) fn print(chains: &[ChainView], output: &Output) {
    for chain in chains {
        let whole = chain.whole.as_ref().map_or_else(
            || output.say("没有全程时限", "no limit of the whole").to_owned(),
            |it| {
                let words = output.say("全程", "in all");
                format!("{words} {}（{}）", days(it, output), limit_source(it, output))
            },
        );
        let from = output.say("自", "from");
        let basis = if chain.default { output.say("默认值", "default") } else { &chain.basis };
        let title = if output.is_zh() { &chain.zh } else { chain.kind };
        output.line(format!("{title} · {} {basis} · {from} {}", chain.pack, chain.from));
        output.line(whole);
        if let Some(note) = &chain.note {
            output.line(format!("{}{note}", output.say("说明：", "note: ")));
        }
        output.table(
            &[
                output.say("序", "no."),
                output.say("步骤", "step"),
                output.say("级别", "level"),
                output.say("由谁", "role"),
                output.say("时限", "limit"),
                output.say("出处", "source"),
            ],
            chain.steps.iter().map(|it| row(it, output)),
        );
    }
}

fn row(step: &StepView, output: &Output) -> Vec<String> {
    let mut what = match output.is_zh() {
        true => step.zh.clone(),
        false => format!("{} {}", step.zh, step.kind),
    };
    for (holds, zh, en) in [
        (step.alongside, "（可与上一步同时）", " (alongside the step before)"),
        (step.stops_clock, "（不计入全程）", " (stops the clock)"),
        (step.decides, "（作决定）", " (decides)"),
    ] {
        if holds {
            what.push_str(output.say(zh, en));
        }
    }
    let role = step.role_zh.as_deref().filter(|_| output.is_zh()).unwrap_or(&step.role);
    let (mut limits, mut sources) = (Vec::new(), Vec::new());
    for (limit, zh, en) in
        [(&step.limit, "不超过", "at most "), (&step.at_least, "至少", "at least ")]
    {
        if let Some(limit) = limit {
            limits.push(format!("{}{}", output.say(zh, en), days(limit, output)));
            sources.push(limit_source(limit, output));
        }
    }
    vec![
        step.order.to_string(),
        what,
        if output.is_zh() { level_zh(step.level) } else { step.level }.to_owned(),
        role.to_owned(),
        limits.join("；"),
        sources.join("；"),
    ]
}

fn days(limit: &LimitView, output: &Output) -> String {
    let unit = if limit.working {
        output.say("个工作日", " working days")
    } else {
        output.say("天", " days")
    };
    format!("{}{unit}", limit.days)
}

fn limit_source(limit: &LimitView, output: &Output) -> String {
    match (&limit.note, limit.default) {
        (Some(note), true) => format!("{}：{note}", output.say("默认值", "default")),
        (None, true) => output.say("默认值", "default").to_owned(),
        _ => limit.basis.clone(),
    }
}

fn level_zh(word: &str) -> &str {
    match RegionLevel::from_word(word) {
        Some(RegionLevel::Province) => "省",
        Some(RegionLevel::Prefecture) => "州市",
        Some(RegionLevel::County) => "县",
        Some(RegionLevel::Township) => "乡镇",
        Some(RegionLevel::Village) => "村",
        None => word,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Format, output::Lang};

    #[test]
    fn a_step_is_shown_with_its_marks_limit_and_source() {
        let limit = |days, working, note: Option<&str>| LimitView {
            days,
            working,
            basis: "规划 第三章".into(),
            default: note.is_some(),
            note: note.map(str::to_owned),
        };
        let step = StepView {
            order: 2,
            name: "notice".into(),
            zh: "公示".into(),
            kind: "village_notice",
            level: "village",
            role: "village_worker".into(),
            role_zh: Some("村级核实人员".into()),
            limit: Some(limit(7, true, None)),
            at_least: Some(limit(5, false, Some("见于记录"))),
            alongside: true,
            stops_clock: true,
            decides: false,
            waits_for: Vec::new(),
        };
        assert_eq!(
            row(&step, &Output::new(Lang::Zh, Format::Table)),
            [
                "2",
                "公示（可与上一步同时）（不计入全程）",
                "村",
                "村级核实人员",
                "不超过7个工作日；至少5天",
                "规划 第三章；默认值：见于记录",
            ]
        );
        assert_eq!(
            row(&step, &Output::new(Lang::En, Format::Table)),
            [
                "2",
                "公示 village_notice (alongside the step before) (stops the clock)",
                "village",
                "village_worker",
                "at most 7 working days；at least 5 days",
                "规划 第三章；default：见于记录",
            ]
        );
    }
}

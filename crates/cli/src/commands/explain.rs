//! `shouwang explain 532327-202310-000123`

use app::{
    clue_list::{condition_zh, value_zh},
    explain::{Explanation, explain},
    home::Home,
};

use crate::{Format, output::Output};

#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// 线索编号 / clue id
    clue: String,
}

pub async fn run(home: &Home, arguments: Arguments, output: &Output) -> anyhow::Result<()> {
    let explanation = explain(home, &arguments.clue).await?;
    if output.format == Format::Json {
        return output.json(&explanation);
    }
    print(&explanation, output);
    Ok(())
}

fn print(it: &Explanation, output: &Output) {
    output.line(format!(
        "{} {}  {}{}  {} {}  {}",
        output.say("线索", "clue"),
        it.clue.clue,
        it.clue.township,
        it.clue.village,
        it.clue.household_no,
        it.clue.householder,
        if output.is_zh() { it.clue.class_zh() } else { &it.clue.class },
    ));
    output.line(format!(
        "{} {}，{} {}，{} {}，{} {}",
        output.say("数据日期", "as of"),
        it.as_of,
        output.say("筛查编号", "run"),
        it.run,
        output.say("政策包指纹", "packs"),
        it.packs,
        output.say("事实指纹", "facts"),
        it.facts,
    ));
    for rule in &it.rules {
        output.line(format!(
            "\n■ {} {}{}{}",
            rule.rule.rule,
            rule.rule.title,
            if rule.rule.effect == "watch" {
                output.say("（参考，不单独提示）", " (context only)")
            } else {
                ""
            },
            if rule.rule.sure {
                ""
            } else {
                output.say("（待人工确认）", " (to be confirmed)")
            },
        ));
        output.line(format!(
            "  {} {} [{}]",
            output.say("依据", "basis"),
            rule.rule.basis,
            rule.rule.pack
        ));
        for condition in &rule.conditions {
            let mark = if condition.condition.holds { "✔" } else { "✘" };
            output.line(format!("  {mark} {}", condition_zh(&condition.condition)));
            if let Some(parameter) = &condition.condition.parameter {
                let times = parameter
                    .times_thousandths
                    .map(|it| format!(" × {}.{:03}", it / 1000, it % 1000))
                    .unwrap_or_default();
                output.line(format!(
                    "      {} {}（{}）= {}{times}，{} {}，{} {}{}",
                    output.say("参数", "parameter"),
                    parameter.zh,
                    parameter.name,
                    value_zh(parameter.value, &condition.condition.unit),
                    output.say("自", "from"),
                    parameter.from,
                    parameter.pack,
                    parameter.basis,
                    if parameter.is_default {
                        output.say("（默认值，无文件规定）", " (default)")
                    } else {
                        ""
                    },
                ));
            }
            for row in &condition.rows {
                let sheet =
                    if row.sheet.is_empty() { String::new() } else { format!(" [{}]", row.sheet) };
                output.line(format!(
                    "      {}：{}{sheet} {} {}  {}  {}  {} {}",
                    row.fact_zh,
                    row.file,
                    output.say("行", "row"),
                    row.row,
                    row.person.as_deref().unwrap_or(""),
                    row.value_zh,
                    row.matched,
                    row.sha256.get(..12).unwrap_or_default(),
                ));
            }
        }
    }
}

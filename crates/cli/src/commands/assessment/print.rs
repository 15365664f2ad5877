//! Rounds, samples and schemes on the terminal.

use app::assessment::{ItemView, RoundLine, RoundView, SampleView, SchemeLine};

use crate::{Format, output::Output};

pub(super) fn schemes(all: &[SchemeLine], output: &Output) -> anyhow::Result<()> {
    if output.format == Format::Json {
        return output.json(&all);
    }
    let header = [
        output.say("方案", "scheme"),
        output.say("名称", "name"),
        output.say("对象", "object"),
        output.say("由数据", "from data"),
        output.say("由调查", "from visits"),
        output.say("由人", "by a person"),
        output.say("每户问题", "questions"),
        output.say("依据", "basis"),
    ];
    let rows = all.iter().map(|it| {
        vec![
            it.scheme.clone(),
            output.say(&it.zh, &it.en).to_owned(),
            it.object.clone(),
            it.from_data.to_string(),
            it.from_visits.to_string(),
            it.by_person.to_string(),
            it.questions.to_string(),
            it.basis.clone(),
        ]
    });
    output.table(&header, rows);
    Ok(())
}

pub(super) fn rounds(all: &[RoundLine], output: &Output) -> anyhow::Result<()> {
    if output.format == Format::Json {
        return output.json(&all);
    }
    let header = [
        output.say("编号", "round"),
        output.say("对象", "object"),
        output.say("年度", "year"),
        output.say("方案", "scheme"),
        output.say("状态", "state"),
        output.say("总分", "total"),
        output.say("等次", "grade"),
    ];
    let rows = all.iter().map(|it| {
        vec![
            it.round.clone(),
            it.object.clone(),
            it.year.to_string(),
            it.scheme.clone(),
            it.state.clone(),
            text(&it.total),
            grade(it, output),
        ]
    });
    output.table(&header, rows);
    Ok(())
}

fn grade(it: &RoundLine, output: &Output) -> String {
    let (zh, code) = (text(&it.grade_zh), text(&it.grade));
    output.say(&zh, &code).to_owned()
}

pub(super) fn sample(it: &SampleView, output: &Output) -> anyhow::Result<()> {
    if output.format == Format::Json {
        return output.json(it);
    }
    let same = match it.same_as_seed {
        true => output.say("按种子重抽，一样", "drawn again from the seed: the same"),
        false => output.say("按种子重抽，不一样！", "drawn again from the seed: NOT the same"),
    };
    output.line(format!("{} {}  {same}", output.say("种子", "seed"), it.seed));
    for it in &it.strata {
        let name = output.say(&it.zh, &it.en);
        output.line(format!("{name}：{}  SM3 {}", it.arithmetic, it.frame_hash));
    }
    let header = [
        output.say("户", "household"),
        output.say("户主", "householder"),
        output.say("村", "village"),
        output.say("层", "stratum"),
        output.say("次序", "place"),
        output.say("状态", "state"),
        output.say("评估人员", "assessor"),
    ];
    let rows = it.rows.iter().map(|it| {
        vec![
            it.household.to_string(),
            text(&it.householder),
            it.village.clone(),
            it.stratum.clone(),
            it.place.to_string(),
            it.state.clone(),
            text(&it.assessor),
        ]
    });
    output.table(&header, rows);
    Ok(())
}

pub(super) fn round(it: &RoundView, output: &Output) -> anyhow::Result<()> {
    if output.format == Format::Json {
        return output.json(it);
    }
    let line = &it.line;
    let name = output.say(&line.zh, &line.en);
    output.line(format!("{}  {} {} {name}  {}", line.round, line.object, line.year, line.state));
    output.line(format!("{} {}", output.say("种子", "seed"), it.seed));
    output.line(format!("{} {}（{}）", output.say("方案", "scheme"), it.file, it.basis));
    let header = [
        output.say("考核项", "item"),
        output.say("名称", "name"),
        output.say("满分", "of"),
        output.say("得分", "score"),
        output.say("数", "value"),
        output.say("怎样折分、理由", "arithmetic, reason"),
        output.say("数的来源", "source"),
    ];
    for part in &it.table.parts {
        output.line(format!(
            "{}  {} {}  {} {}",
            output.say(&part.zh, &part.en),
            output.say("权重", "weight"),
            part.weight,
            output.say("得分", "score"),
            part.score.as_deref().unwrap_or("—")
        ));
        output.table(&header, part.items.iter().map(|it| cells(it, output)));
    }
    output.line(format!(
        "{} {}  {} {}  {}",
        output.say("总分", "total"),
        it.table.total.as_deref().unwrap_or("—"),
        output.say("等次", "grade"),
        output.say(
            it.table.grade_zh.as_deref().unwrap_or("—"),
            it.table.grade.as_deref().unwrap_or("—")
        ),
        it.table.arithmetic
    ));
    for it in it.table.vetoes.iter().filter(|it| it.set_off) {
        let name = output.say(&it.zh, &it.en);
        output.line(format!("{}：{name} {}", output.say("否决", "veto"), text(&it.reason)));
    }
    for it in &it.table.consequences {
        let due = it.due_on.map(|it| format!("  {it}")).unwrap_or_default();
        let name = output.say(&it.zh, &it.en);
        output.line(format!("{}：{name}{due}", output.say("结果运用", "follows")));
    }
    for it in &it.findings {
        output.line(format!(
            "{} {}：{}（{} {}）",
            output.say("整改", "to be put right"),
            it.task,
            it.problem,
            text(&it.owner_unit),
            text(&it.state)
        ));
    }
    for it in &it.waits {
        output.line(format!("{}：{}", output.say("还差", "waits"), output.say(&it.zh, &it.en)));
    }
    Ok(())
}

fn cells(it: &ItemView, output: &Output) -> Vec<String> {
    let of = it.evidence.as_ref();
    let score = match it.not_applicable {
        true => output.say("不涉及", "does not apply").to_owned(),
        false => text(&it.score),
    };
    let value = of.map(|it| format!("{}{}", text(&it.value), it.unit)).unwrap_or_default();
    let why = of.and_then(|it| it.arithmetic.clone()).or_else(|| it.reason.clone());
    let source = of.map(|it| format!("{} {}", it.source, it.name)).unwrap_or_default();
    vec![
        it.item.clone(),
        output.say(&it.zh, &it.en).to_owned(),
        it.points.clone(),
        score,
        value,
        why.unwrap_or_default(),
        source,
    ]
}

fn text(it: &Option<String>) -> String {
    it.clone().unwrap_or_default()
}

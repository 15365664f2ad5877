//! `shouwang regions 永定镇`

use app::home::Home;
use kernel::Region;
use serde::Serialize;

use crate::{Format, output::Output};

#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// 名称的一部分或代码 / part of a name, or a code
    search: String,
    /// 列出下一级 / list what lies directly below
    #[arg(long)]
    below: bool,
    /// 包括统计用的虚拟单位 / include statistical pseudo-units
    #[arg(long)]
    pseudo: bool,
    /// 最多几条 / at most
    #[arg(long, default_value_t = 100)]
    limit: usize,
}

#[derive(Debug, Serialize)]
struct RegionView {
    stat_code: String,
    level: String,
    name: String,
    path: String,
    pseudo: bool,
}

pub fn run(home: &Home, arguments: Arguments, output: &Output) -> anyhow::Result<()> {
    let regions = &home.definitions.regions;
    let wanted = |it: &&Region| arguments.pseudo || !it.pseudo;
    let view = |it: &Region| RegionView {
        stat_code: it.stat_code.clone(),
        level: format!("{:?}", it.level).to_lowercase(),
        name: it.name.clone(),
        path: regions.name_path(it.id),
        pseudo: it.pseudo,
    };
    let found: Vec<RegionView> = match regions.by_stat_code(&arguments.search) {
        Some(region) if arguments.below => {
            regions.children(region.id).filter(wanted).map(view).collect()
        }
        Some(region) => vec![view(region)],
        None => regions
            .iter()
            .filter(wanted)
            .filter(|it| it.name.contains(&arguments.search))
            .take(arguments.limit)
            .map(view)
            .collect(),
    };
    anyhow::ensure!(
        !found.is_empty(),
        "{} {}",
        output.say("没有找到行政区划", "no region found for"),
        arguments.search
    );
    if output.format == Format::Json {
        return output.json(&found);
    }
    output.table(
        &[output.say("代码", "code"), output.say("名称", "name"), output.say("全称", "path")],
        found.into_iter().map(|it| vec![it.stat_code, it.name, it.path]),
    );
    Ok(())
}

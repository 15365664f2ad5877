//! Writes the department files of an invented county:
//! `cargo run -p synth --example county_files -- data/regions.csv 532327 2023-10 OUT [SEED]`.

use std::{env, fs, path::Path};

use anyhow::Context;
use kernel::{Month, RegionTree};

fn main() -> anyhow::Result<()> {
    let words: Vec<String> = env::args().skip(1).collect();
    let [regions, code, month, out, rest @ ..] = &words[..] else {
        anyhow::bail!("要四个参数：regions.csv、县代码、月份、输出文件夹，可再加种子");
    };
    let regions = RegionTree::parse(&fs::read_to_string(regions)?)?;
    let county = regions.by_stat_code(code).context("没有这个县")?.id;
    let month: Month = month.parse()?;
    let seed = rest.first().map_or(Ok(1), |it| it.parse())?;
    for path in synth::county_files::write(&regions, county, month, seed, Path::new(out))? {
        println!("{path}");
    }
    Ok(())
}

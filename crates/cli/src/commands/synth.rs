//! `shouwang synth --region 532327 --month 2023-10 --out FOLDER`

use std::path::PathBuf;

use app::home::Home;
use kernel::Month;

use crate::{Format, output::Output};

#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// 县的区划代码 / county code
    #[arg(long)]
    region: String,
    /// 月份 / month
    #[arg(long)]
    month: Month,
    /// 种子：同一个种子得到同样的文件 / seed
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// 多少户：少些就快些 / households; fewer are faster
    #[arg(long, default_value_t = synth::county_files::Scale::default().households)]
    households: usize,
    /// 放到哪个文件夹 / folder
    #[arg(long)]
    out: PathBuf,
}

pub fn run(home: &Home, arguments: &Arguments, output: &Output) -> anyhow::Result<()> {
    let county = home.region(&arguments.region)?;
    let scale = synth::county_files::Scale { households: arguments.households };
    let files = synth::county_files::write_scaled(
        &home.definitions.regions,
        county.id,
        arguments.month,
        arguments.seed,
        &arguments.out,
        scale,
    )?;
    if output.format == Format::Json {
        return output.json(&files);
    }
    for file in &files {
        output.line(file);
    }
    output.line(format!(
        "{} {} {}",
        output.say("虚构的", "invented files:"),
        files.len(),
        output.say("个部门文件", "")
    ));
    Ok(())
}

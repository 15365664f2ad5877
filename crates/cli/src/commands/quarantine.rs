//! `shouwang quarantine export --region 532327 --format csv`

use std::path::PathBuf;

use app::{home::Home, quarantine_export::quarantined, workbook};

use crate::{Format, output::Output};

#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, clap::Subcommand)]
enum What {
    /// 导出隔离的行：改好后可再导入 / export rows to mend and import again
    Export {
        /// 区划代码；只有一个县时可省 / region code; may be left out when there is one county
        #[arg(long)]
        region: Option<String>,
        /// 只要这一批 / only this batch
        #[arg(long)]
        batch: Option<i64>,
        /// 工作簿文件 / file of the workbook
        #[arg(long)]
        out: Option<PathBuf>,
    },
}

/// Columns of the CSV form; scripts rely on them.
const CSV: [&str; 7] = ["file", "sheet", "row", "reason", "column", "original", "candidates"];

pub async fn run(home: &Home, arguments: Arguments, output: &Output) -> anyhow::Result<()> {
    let What::Export { region, batch, out } = arguments.what;
    let counties = match &region {
        Some(code) => home.counties_of(&home.region(code)?.clone())?,
        None => home.counties_in_use().await?,
    };
    let mut sheets = Vec::new();
    for county in &counties {
        sheets.extend(quarantined(home, county, batch).await?);
    }
    let rows = || sheets.iter().flat_map(|it| &it.rows);
    match output.format {
        Format::Json => output.json(&sheets),
        Format::Csv => output.csv(
            &CSV,
            rows().map(|it| {
                vec![
                    it.file.clone(),
                    it.sheet.clone(),
                    it.row.to_string(),
                    it.reason.clone(),
                    it.column.clone(),
                    serde_json::to_string(&it.original).unwrap_or_default(),
                    it.candidates.join("；"),
                ]
            }),
        ),
        Format::Table | Format::Xlsx => {
            let path = match out {
                Some(path) => path,
                None => home.exports()?.join("隔离行_待改.xlsx"),
            };
            workbook::write_quarantine(&path, &sheets)?;
            output.raw(&format!(
                "{}  {} {}",
                path.display(),
                rows().count(),
                output.say("行待改", "rows to mend")
            ));
            Ok(())
        }
    }
}

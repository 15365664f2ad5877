//! `shouwang batches list --region 532327`, `shouwang batches rollback 3`

use app::home::Home;
use chrono::Utc;
use serde::Serialize;

use crate::{Format, output::Output};

#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(subcommand)]
    what: Option<What>,
}

#[derive(Debug, clap::Subcommand)]
enum What {
    /// 列出批次 / list
    List {
        /// 区划代码 / region code
        #[arg(long)]
        region: Option<String>,
    },
    /// 回滚一批：它的数据不再使用 / take a batch back: its data no longer count
    Rollback {
        /// 批次编号 / batch
        batch: i64,
    },
}

#[derive(Debug, Serialize)]
struct BatchView {
    batch: i64,
    county: String,
    month: String,
    state: String,
    files: usize,
    rows: i64,
    created_at: String,
    note: String,
}

pub async fn run(home: &Home, arguments: Arguments, output: &Output) -> anyhow::Result<()> {
    match arguments.what.unwrap_or(What::List { region: None }) {
        What::Rollback { batch } => {
            app::import::roll_back(home, batch, crate::owner::ACTOR, Utc::now()).await?;
            output.line(format!("{} {batch}", output.say("已回滚批次", "rolled back batch")));
            if output.format == Format::Json {
                output.json(&serde_json::json!({ "batch": batch, "state": "rolled_back" }))?;
            }
            Ok(())
        }
        What::List { region } => {
            let counties = match &region {
                Some(code) => home.counties_of(&home.region(code)?.clone())?,
                None => home.counties_in_use().await?,
            };
            let mut views = Vec::new();
            let mut tx = home.db.read().await?;
            for county in &counties {
                for it in tx.batches_in(county.id).await? {
                    let files = tx.source_files_of(it.id).await?;
                    let rows = files
                        .iter()
                        .filter_map(|it| {
                            it.counts.get("stored").and_then(serde_json::Value::as_i64)
                        })
                        .sum();
                    views.push(BatchView {
                        batch: it.id,
                        county: county.name.clone(),
                        month: it.month,
                        state: it.state,
                        files: files.len(),
                        rows,
                        created_at: it.created_at.to_rfc3339(),
                        note: it.note,
                    });
                }
            }
            if output.format == Format::Json {
                return output.json(&views);
            }
            output.table(
                &[
                    output.say("批次", "batch"),
                    output.say("县", "county"),
                    output.say("月份", "month"),
                    output.say("状态", "state"),
                    output.say("文件", "files"),
                    output.say("存入行", "rows"),
                    output.say("时间", "when"),
                ],
                views.into_iter().map(|it| {
                    vec![
                        it.batch.to_string(),
                        it.county,
                        it.month,
                        it.state,
                        it.files.to_string(),
                        it.rows.to_string(),
                        it.created_at,
                    ]
                }),
            );
            Ok(())
        }
    }
}

//! `shouwang audit verify | checkpoint | export | check`: the audit chain. `check` needs neither
//! home folder nor database: an auditor runs it elsewhere, on what was handed over.

use std::{
    fs,
    io::{BufWriter, Write},
    path::{Path, PathBuf},
};

use anyhow::Context;
use app::{audit, home::Home};
use chrono::Utc;
use store::{ChainState, Checkpoint, FaultKind};

use crate::{Format, output::Output, owner::ACTOR};

#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, clap::Subcommand)]
enum What {
    /// 核对数据库里的审计链 / verify the chain in the database
    Verify {
        /// 以前写出的检查点，可写多个 / checkpoints taken earlier
        #[arg(long)]
        checkpoint: Vec<PathBuf>,
    },
    /// 写出检查点：现在的链尾，另行保管 / write a checkpoint, to be kept elsewhere
    Checkpoint {
        /// 文件 / file
        #[arg(short, long)]
        out: PathBuf,
    },
    /// 导出审计链，每条一行 JSON / export the chain as lines of JSON
    Export {
        /// 文件 / file
        #[arg(short, long)]
        out: PathBuf,
        /// 从第几条起 / from this entry on
        #[arg(long, default_value_t = 1)]
        from: i64,
    },
    /// 核对导出的文件，不需要数据文件夹和数据库 / check an exported file, offline
    Check {
        /// 导出的文件 / exported file
        file: PathBuf,
        /// 以前写出的检查点，可写多个 / checkpoints taken earlier
        #[arg(long)]
        checkpoint: Vec<PathBuf>,
    },
}

impl Arguments {
    /// Whether an exported file is checked, which needs no home folder.
    pub fn only_checks(&self) -> bool {
        matches!(self.what, What::Check { .. })
    }
}

pub async fn run(home: &Home, arguments: Arguments, output: &Output) -> anyhow::Result<()> {
    match arguments.what {
        What::Verify { checkpoint } => {
            let state = audit::verify(home, &read_checkpoints(&checkpoint)?).await?;
            print_state(&state, output)
        }
        What::Checkpoint { out } => {
            let mut file = create_new(&out)?;
            let taken = audit::checkpoint(home, env!("CARGO_PKG_VERSION"), ACTOR, Utc::now()).await;
            let taken = taken.inspect_err(|_| remove(&out))?;
            writeln!(file, "{}", serde_json::to_string_pretty(&taken)?)?;
            if output.format == Format::Json {
                return output.json(&taken);
            }
            output.line(format!(
                "{} {} {} {}",
                output.say("检查点：第", "checkpoint at"),
                taken.seq,
                output.say("条，散列", "hash"),
                taken.hash
            ));
            output.line(output.say(
                "请把文件存到管数据库的人改不到的地方",
                "keep the file where whoever owns the database cannot reach it",
            ));
            Ok(())
        }
        What::Export { out, from } => {
            let mut file = BufWriter::new(create_new(&out)?);
            let written = audit::export(home, from, &mut file, ACTOR, Utc::now()).await;
            let written = written.inspect_err(|_| remove(&out))?;
            if output.format == Format::Json {
                return output.json(&serde_json::json!({ "entries": written, "from": from }));
            }
            output.line(format!("{} {written}", output.say("导出条数", "entries exported")));
            Ok(())
        }
        check @ What::Check { .. } => check_file(Arguments { what: check }, output),
    }
}

/// Checks an exported file.
pub fn check_file(arguments: Arguments, output: &Output) -> anyhow::Result<()> {
    let What::Check { file, checkpoint } = arguments.what else { return Ok(()) };
    let state = audit::check(&file, &read_checkpoints(&checkpoint)?)?;
    print_state(&state, output)
}

fn read_checkpoints(paths: &[PathBuf]) -> anyhow::Result<Vec<Checkpoint>> {
    Ok(paths.iter().map(|it| audit::read_checkpoint(it)).collect::<Result<_, _>>()?)
}

/// What a chain comes to: printed, and a failure when it is not sound.
fn print_state(state: &ChainState, output: &Output) -> anyhow::Result<()> {
    if output.format == Format::Json {
        output.json(state)?;
    } else if 0 < state.sound {
        output.line(match output.is_zh() {
            true => format!("第 {} 至 {} 条完好，共 {} 条", state.first, state.last, state.sound),
            false => format!("entries {} to {} are sound", state.first, state.last),
        });
        output.line(format!("{} {}", output.say("散列", "hash"), state.hash));
        if !state.checkpoints.is_empty() {
            let places: Vec<String> = state.checkpoints.iter().map(i64::to_string).collect();
            output.line(format!(
                "{} {}",
                output.say("与检查点相符：第", "as checkpointed at"),
                places.join(" ")
            ));
        }
    }
    let Some(fault) = state.fault else { return Ok(()) };
    anyhow::bail!(match output.is_zh() {
        true => format!("第 {} 条{}", fault.seq, fault.kind.zh()),
        false => format!("entry {}: {}", fault.seq, english(fault.kind)),
    })
}

fn english(kind: FaultKind) -> &'static str {
    match kind {
        FaultKind::Altered => "altered, the hash does not fit",
        FaultKind::Missing => "missing",
        FaultKind::OutOfOrder => "out of order",
        FaultKind::Unlinked => "does not follow the entry before it, which was written anew",
        FaultKind::CutOff => "missing, the end was cut off",
        FaultKind::HeadRewritten => "the head does not fit the last entry",
        FaultKind::NotAsCheckpointed => "differs from the checkpoint: written anew since",
        FaultKind::CheckpointNotCovered => "the checkpoint lies before what was exported",
    }
}

/// A new file: evidence is not overwritten.
fn create_new(path: &Path) -> anyhow::Result<fs::File> {
    fs::File::create_new(path).with_context(|| {
        format!("不能写 {}：文件已经有了，或文件夹不可写；请换一个名字", path.display())
    })
}

/// Takes back a file that came to nothing.
fn remove(path: &Path) {
    let _ = fs::remove_file(path);
}

//! `shouwang ledgers list | show | template | export | import | find | open`: ledgers and their sheets.

use std::{
    fs::{self, File},
    io::{BufWriter, Write as _},
    path::{Path, PathBuf},
};

use anyhow::Context;
use app::{
    home::Home,
    ledgers::{self, ImportOrder, LedgerError, LedgerImport, LedgerView, RecordQuery},
};
use chrono::Utc;
use kernel::china_day;

use crate::{
    Format,
    output::Output,
    owner::{ACTOR, owner_of},
};

/// How many rows that were left out are printed.
const PRINTED: usize = 20;

#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, clap::Subcommand)]
enum What {
    /// 一个地方有哪些台账 / the ledgers of a region
    List {
        /// 区划代码，可到村 / region code, down to the village
        #[arg(long)]
        region: String,
    },
    /// 一张台账：字段、状态、办理 / one ledger: fields, states, actions
    Show {
        /// 台账，如 projects / ledger
        ledger: String,
        /// 区划代码 / region code
        #[arg(long)]
        region: String,
    },
    /// 导入模板：空表、下拉选项、填写说明 / an empty sheet to fill in
    Template {
        /// 台账，如 projects / ledger
        ledger: String,
        /// 区划代码 / region code
        #[arg(long)]
        region: String,
        /// 写到 / write to
        #[arg(short = 'o', long)]
        out: PathBuf,
    },
    /// 导出记录，改好可再导入；个人信息打星号 / export records; they can be changed and imported
    Export {
        /// 台账，如 projects / ledger
        ledger: String,
        /// 区划代码，可到村 / region code, down to the village
        #[arg(long)]
        region: String,
        /// 只要这个状态 / only in this state
        #[arg(long)]
        state: Option<String>,
        /// 只要超期的 / only those past their last day
        #[arg(long)]
        overdue: bool,
        /// 要作废的 / the voided ones instead
        #[arg(long)]
        voided: bool,
        /// 清单的文字、姓名里有这些字 / with these words in the text or names of the list
        #[arg(long)]
        words: Option<String>,
        /// 字段=值，可写几次 / field=value, may be given several times
        #[arg(long = "where", value_name = "FIELD=VALUE")]
        equal: Vec<String>,
        /// 写到；不写则放进数据文件夹的 exports / write to; the exports of the home by default
        #[arg(short = 'o', long)]
        out: Option<PathBuf>,
    },
    /// 导入一个表：新增、修改，错的行另存 / import a sheet: new rows, changed rows, faulty rows apart
    Import {
        /// 台账，如 projects / ledger
        ledger: String,
        /// xlsx、xls、csv 文件 / file
        file: PathBuf,
        /// 县（或乡镇、村）的区划代码 / code of the county, township or village
        #[arg(long)]
        region: String,
        /// 只看会怎样，不写入 / only say what would happen
        #[arg(long)]
        preview: bool,
        /// 没有导入的行写到；不写则放在原文件旁边 / the rows left out; beside the file by default
        #[arg(long)]
        errors: Option<PathBuf>,
    },
    /// 查一遍台账里的问题，列出没有解决的 / run the checks, list what is open
    Find {
        /// 区划代码，可到村 / region code, down to the village
        #[arg(long)]
        region: String,
        /// 只列这张台账 / only of this ledger
        #[arg(long)]
        ledger: Option<String>,
        /// 最多几条 / at most
        #[arg(long, default_value_t = 50)]
        limit: i64,
    },
    /// 开账：登记政策包给本县的起点，如规划投资 / record what the packs give a county to begin with
    Open {
        /// 县的区划代码 / code of the county
        #[arg(long)]
        region: String,
    },
}

pub async fn run(home: &Home, arguments: Arguments, output: &Output) -> anyhow::Result<()> {
    output.refuse(Format::Csv)?;
    output.refuse(Format::Xlsx)?;
    let now = Utc::now();
    let today = china_day(now);
    match arguments.what {
        What::Open { region } => {
            let opened = ledgers::open_books(home, &region, ACTOR, now).await?;
            if output.format == Format::Json {
                return output.json(&opened);
            }
            output.line(match output.say("zh", "en") {
                "zh" => format!(
                    "共 {} 条：新登记 {}，原来就有 {}",
                    opened.rows, opened.added, opened.present
                ),
                _ => format!(
                    "{} rows: {} recorded, {} there before",
                    opened.rows, opened.added, opened.present
                ),
            });
            Ok(())
        }
        What::List { region } => {
            let staff = owner_of(home, &region)?;
            let groups = told(ledgers::menu(home, &staff, today).await, output)?;
            if output.format == Format::Json {
                return output.json(&groups);
            }
            for group in groups {
                output.line(output.say(&group.zh, &group.en));
                let rows = group.ledgers.into_iter().map(|it| {
                    let name = output.say(&it.zh, &it.en).to_owned();
                    let about = output.say(&it.about_zh, &it.about_en).to_owned();
                    vec![it.ledger, name, it.department, about]
                });
                let header = [
                    output.say("台账", "ledger"),
                    output.say("名称", "name"),
                    output.say("部门", "department"),
                    output.say("用处", "what for"),
                ];
                output.table(&header, rows);
            }
            Ok(())
        }
        What::Show { ledger, region } => {
            let staff = owner_of(home, &region)?;
            let view = told(ledgers::show_ledger(home, &staff, &ledger, today).await, output)?;
            print_ledger(&view, output)
        }
        What::Template { ledger, region, out } => {
            let staff = owner_of(home, &region)?;
            let bytes = told(ledgers::template(home, &staff, &ledger, today), output)?;
            write(&out, &bytes)?;
            print_written(&out, None, output)
        }
        What::Export { ledger, region, state, overdue, voided, words, equal, out } => {
            let staff = owner_of(home, &region)?;
            let equal = equal.iter().map(|it| pair(it, output)).collect::<Result<_, _>>()?;
            let query = RecordQuery { region: None, state, overdue, voided, equal, words };
            // Its name and kind are known when it is written.
            let folder = match out.as_deref().and_then(Path::parent) {
                Some(it) if !it.as_os_str().is_empty() => it.to_owned(),
                Some(_) => PathBuf::from("."),
                None => home.exports()?,
            };
            let draft = folder.join(format!("{ledger}.{}.writing", std::process::id()));
            let done = {
                let file = File::create(&draft)
                    .with_context(|| format!("无法写入 {}", draft.display()))?;
                let mut file = BufWriter::new(file);
                let done = ledgers::export(home, &staff, &ledger, &query, now, &mut file).await;
                told(done, output).and_then(|it| Ok(file.flush().map(|()| it)?))
            };
            let done = done.inspect_err(|_| drop(fs::remove_file(&draft)))?;
            let path = match out {
                None => folder.join(&done.file_name),
                Some(it) => it.with_extension(done.format.extension()),
            };
            fs::rename(&draft, &path).with_context(|| {
                format!("无法写入 {}：请关闭已打开的同名工作簿", path.display())
            })?;
            print_written(&path, Some(done.records), output)
        }
        What::Import { ledger, file, region, preview, errors } => {
            let staff = owner_of(home, &region)?;
            let order = ImportOrder { ledger: &ledger, region: &region, path: &file, preview };
            let bar = output.progress(0);
            let done = ledgers::import(home, &staff, &order, now, &|rows, of, name| {
                bar.set_length(u64::try_from(of).unwrap_or_default());
                bar.set_position(u64::try_from(rows).unwrap_or_default());
                bar.set_message(name.to_owned());
            })
            .await;
            bar.finish_and_clear();
            let done = told(done, output)?;
            let errors = match &done.errors_workbook {
                None => None,
                Some(bytes) => {
                    let path = errors.unwrap_or_else(|| beside(&file));
                    write(&path, bytes)?;
                    Some(path)
                }
            };
            print_import(&done, errors.as_deref(), output)
        }
        What::Find { region, ledger, limit } => {
            let staff = owner_of(home, &region)?;
            let mut looked = ledgers::Looked::default();
            for county in app::reach::counties(home, &staff.scope) {
                let it = told(ledgers::find(home, ACTOR, county.id, now).await, output)?;
                looked.new += it.new;
                looked.open += it.open;
                looked.gone += it.gone;
            }
            let ledger = ledger.as_deref();
            let found = ledgers::findings(home, &staff, None, ledger, None, limit, today).await;
            let found = told(found, output)?;
            if output.format == Format::Json {
                return output.json(&serde_json::json!({ "looked": looked, "findings": found }));
            }
            output.line(match output.is_zh() {
                true => {
                    format!("新发现 {}，仍在 {}，已消失 {}", looked.new, looked.open, looked.gone)
                }
                false => format!("new {}, open {}, gone {}", looked.new, looked.open, looked.gone),
            });
            let rows = found.iter().map(|it| {
                vec![
                    it.due.to_string(),
                    output.say(&it.ledger_zh, &it.ledger_en).to_owned(),
                    it.record.to_string(),
                    it.title.clone(),
                    it.region_name.clone(),
                    output.say(&it.zh, &it.en).to_owned(),
                    output.say(&it.advice_zh, &it.advice_en).to_owned(),
                ]
            });
            let header = [
                output.say("期限", "due"),
                output.say("台账", "ledger"),
                output.say("编号", "number"),
                output.say("名称", "title"),
                output.say("地区", "place"),
                output.say("问题", "finding"),
                output.say("怎么办", "what to do"),
            ];
            output.table(&header, rows);
            Ok(())
        }
    }
}

/// What stands in the way, in the language asked for where it has two.
fn told<T>(done: Result<T, LedgerError>, output: &Output) -> anyhow::Result<T> {
    done.map_err(|error| match error {
        LedgerError::Refused(refusals) if !output.is_zh() => {
            let reasons: Vec<&str> = refusals.iter().map(|it| it.en.as_str()).collect();
            anyhow::anyhow!(reasons.join("; "))
        }
        LedgerError::Internal(error) => error,
        error => error.into(),
    })
}

fn pair(text: &str, output: &Output) -> anyhow::Result<(String, String)> {
    let pair = text.split_once('=').map(|(field, value)| (field.to_owned(), value.to_owned()));
    pair.with_context(|| {
        let say = output.say("请写成 字段=值", "write it as field=value");
        format!("{text}：{say}")
    })
}

fn write(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    fs::write(path, bytes)
        .with_context(|| format!("无法写入 {}：请关闭已打开的同名工作簿", path.display()))
}

/// `<name>_未导入.xlsx` in the same folder.
fn beside(file: &Path) -> PathBuf {
    let stem = file.file_stem().unwrap_or_default().to_string_lossy();
    file.with_file_name(format!("{stem}_未导入.xlsx"))
}

fn print_written(path: &Path, records: Option<u64>, output: &Output) -> anyhow::Result<()> {
    if output.format == Format::Json {
        return output.json(&serde_json::json!({ "file": path, "records": records }));
    }
    let count = match records {
        Some(it) => format!("  {it} {}", output.say("条", "records")),
        None => String::new(),
    };
    output.line(format!("{} {}{count}", output.say("已写入", "written to"), path.display()));
    Ok(())
}

fn print_ledger(view: &LedgerView, output: &Output) -> anyhow::Result<()> {
    if output.format == Format::Json {
        return output.json(view);
    }
    let line = &view.line;
    output.line(format!(
        "{} {}  {} {}",
        line.ledger,
        output.say(&line.zh, &line.en),
        output.say("部门", "department"),
        line.department
    ));
    output.line(output.say(&line.about_zh, &line.about_en));
    output.line(format!("{} {}", output.say("依据", "basis"), view.basis));
    let rows = view.sections.iter().flat_map(|it| &it.fields);
    let rows = rows.filter_map(|name| view.fields.iter().find(|it| it.name == *name)).map(|it| {
        let mark = match (it.required, it.computed) {
            (_, true) => output.say("计算", "computed"),
            (true, _) => output.say("必填", "required"),
            _ => "",
        };
        let words: Vec<&str> = it.codes.iter().map(|code| output.say(&code.zh, &code.en)).collect();
        vec![
            it.name.clone(),
            output.say(&it.zh, &it.en).to_owned(),
            it.ty.clone(),
            mark.to_owned(),
            words.join(output.say("、", ", ")),
        ]
    });
    let header = [
        output.say("字段", "field"),
        output.say("名称", "name"),
        output.say("类型", "type"),
        output.say("填写", "filling"),
        output.say("可写的词", "words"),
    ];
    output.table(&header, rows);
    for it in &view.states {
        output.line(format!(
            "{} {}  {}",
            output.say("状态", "state"),
            it.name,
            output.say(&it.zh, &it.en)
        ));
    }
    for it in &view.actions {
        output.line(format!(
            "{} {}  {}  {} → {}",
            output.say("办理", "action"),
            it.name,
            output.say(&it.zh, &it.en),
            it.from.join(" "),
            it.to
        ));
    }
    Ok(())
}

fn print_import(done: &LedgerImport, errors: Option<&Path>, output: &Output) -> anyhow::Result<()> {
    if output.format == Format::Json {
        let mut value = serde_json::to_value(done)?;
        value["errors_workbook"] = serde_json::json!(errors);
        return output.json(&value);
    }
    if done.preview {
        output.line(output.say("预览，没有写入", "preview: nothing was written"));
    }
    output.line(match output.is_zh() {
        true => format!(
            "{}：读入 {} 行：新增 {}，修改 {}，没有变化 {}，未导入 {}（另跳过合计、重复表头 {} 行）",
            done.file,
            done.read,
            done.added,
            done.changed,
            done.unchanged,
            done.quarantined_rows,
            done.skipped
        ),
        false => format!(
            "{}: {} rows read: added {}, changed {}, unchanged {}, left out {} ({} sums and headers skipped)",
            done.file,
            done.read,
            done.added,
            done.changed,
            done.unchanged,
            done.quarantined_rows,
            done.skipped
        ),
    });
    for it in &done.sheets {
        if !it.unknown_columns.is_empty() {
            output.line(format!(
                "  {} {}：{}",
                it.sheet,
                output.say("没有读的列", "columns not read"),
                it.unknown_columns.join("、")
            ));
        }
        if let Some(unit) = &it.unit {
            let say = output.say("没写单位的金额按这个单位读", "unit of amounts without one");
            output.line(format!("  {} {say}：{unit}", it.sheet));
        }
    }
    for it in done.quarantined.iter().take(PRINTED) {
        output.line(match output.is_zh() {
            true => format!("  {} 第 {} 行：{}", it.sheet, it.row, it.reasons_zh.join("；")),
            false => format!("  {} row {}: {}", it.sheet, it.row, it.reasons_en.join("; ")),
        });
    }
    if let Some(path) = errors {
        output.line(format!(
            "{} {}",
            output.say(
                "没有导入的行和原因见（改好后直接导入它）",
                "rows left out, with reasons (mend and import it):"
            ),
            path.display()
        ));
    }
    Ok(())
}

//! 需求覆盖: which row of the requirements catalogue is realised by what.
//!
//! `packs/cn/coverage/rows.toml` names the rows; definitions say with `catalogue` which of them they
//! realise; the other files of the folder say what else does, or why a row is no software.

use std::{collections::BTreeMap, fmt::Write as _, fs, path::Path};

use anyhow::Context;
use policy::{Faults, Packs, Problem, table};

use crate::{ledger::Words, ledgers::Ledgers, read};

/// The file of the rows themselves.
const ROWS: &str = "rows.toml";

/// Areas that ledgers have to cover to the last row.
pub const AREAS: [&str; 20] = [
    "PRJ", "FND", "AST", "REL", "EDU", "MED", "HOU", "WAT", "EMP", "IND", "ECO", "SAF", "INS",
    "LND", "KEY", "SOC", "CON", "GOV", "DIS", "EVA",
];

/// What may realise a row besides ledgers, with its Chinese word.
const MEANS: [(&str, &str); 15] = [
    ("rule", "规则"),
    ("benefit", "待遇"),
    ("parameter", "参数"),
    ("list", "名单"),
    ("measure", "帮扶措施"),
    ("chain", "程序"),
    ("case", "案件"),
    ("appeal", "诉求"),
    ("indicator", "指标"),
    ("report", "报表"),
    ("assessment", "考核评估方案"),
    ("import", "数据导入"),
    ("page", "页面"),
    ("ledger", "台账"),
    ("not_software", "不属软件"),
];

/// The catalogue and what realises it.
#[derive(Clone, Debug, Default)]
pub struct Coverage {
    rows: BTreeMap<String, Words>,
    /// By row: `台账 项目库：字段 绩效目标` and the like, in both languages.
    by_ledger: BTreeMap<String, Vec<Words>>,
    otherwise: BTreeMap<String, Otherwise>,
}

#[derive(Clone, Debug)]
struct Otherwise {
    by: &'static str,
    what: Vec<String>,
    words: Words,
}

impl Coverage {
    /// Reads the folder `cn/coverage` of a folder of packs, with what is wrong: names that stand for
    /// nothing, and rows of the ledgers' areas that nothing realises.
    ///
    /// # Errors
    /// Unreadable files.
    pub fn read(
        dir: &Path,
        packs: &Packs,
        ledgers: &Ledgers,
    ) -> anyhow::Result<(Coverage, Vec<Problem>)> {
        let folder = dir.join("cn").join("coverage");
        let mut problems = Vec::new();
        let mut all = Coverage::default();
        for name in read::files(&folder)? {
            let file = format!("cn/coverage/{name}.toml");
            let path = folder.join(format!("{name}.toml"));
            let text =
                fs::read_to_string(&path).with_context(|| format!("读不了 {}", path.display()))?;
            let mut top = table::parse(&file, &text, &mut problems);
            let mut faults = Faults { file: &file, list: &mut problems };
            for (row, item) in top.take_all() {
                let table::Item::Table(mut it) = item.value else {
                    faults.at(item.line, format!("{row} 应写成 [{row}]"));
                    continue;
                };
                let line = it.line;
                if format!("{name}.toml") == ROWS {
                    all.rows.insert(row, read::words(&mut it, &mut faults));
                } else if let Some(found) = otherwise(&mut it, &mut faults) {
                    for what in &found.what {
                        if !is_known(dir, packs, ledgers, found.by, what) {
                            let message = format!("{row}：没有{} {what}", zh_of(found.by));
                            faults.at(line, message);
                        }
                    }
                    all.otherwise.insert(row, found);
                }
                it.finish(&mut faults);
            }
        }
        all.take_ledgers(ledgers, &mut problems);
        for row in all.otherwise.keys() {
            if !all.rows.contains_key(row) {
                problems.push(unknown(row, "cn/coverage", None));
            }
        }
        for row in all.rows.keys() {
            let area = row.split('-').next().unwrap_or_default();
            let named = all.by_ledger.contains_key(row) || all.otherwise.contains_key(row);
            if AREAS.contains(&area) && !named {
                problems.push(Problem {
                    file: format!("cn/coverage/{area}.toml"),
                    line: None,
                    message: format!("{row} 没有说明由什么落实"),
                });
            }
        }
        Ok((all, problems))
    }

    fn take_ledgers(&mut self, ledgers: &Ledgers, problems: &mut Vec<Problem>) {
        for (place, rows, file, line) in ledgers.claims() {
            for row in rows {
                if !self.rows.contains_key(&row) {
                    problems.push(unknown(&row, &file, Some(line)));
                }
                let claims = self.by_ledger.entry(row).or_default();
                if !claims.contains(&place) {
                    claims.push(place.clone());
                }
            }
        }
    }

    /// The page for people, in Chinese.
    #[must_use]
    pub fn page(&self) -> String {
        let mut text = String::from(
            "# 需求覆盖\n\n每条需求由哪张台账、哪个字段或哪项规定落实；由程序从政策包生成，不手改。\n",
        );
        let mut area = "";
        for (row, words) in &self.rows {
            let of = row.split('-').next().unwrap_or_default();
            let claims = self.by_ledger.get(row);
            let otherwise = self.otherwise.get(row);
            if claims.is_none() && otherwise.is_none() {
                continue;
            }
            if of != area {
                area = of;
                let _ = write!(text, "\n## {area}\n\n| 需求 | 内容 | 落实 |\n|---|---|---|\n");
            }
            let mut realised: Vec<String> =
                claims.into_iter().flatten().map(|it| it.zh.clone()).collect();
            if let Some(it) = otherwise {
                let what = match it.what.as_slice() {
                    [] => String::new(),
                    what => format!(" `{}`", what.join("` `")),
                };
                realised.push(format!("{}{what}：{}", zh_of(it.by), it.words.zh));
            }
            let _ = writeln!(text, "| {row} | {} | {} |", words.zh, realised.join("；"));
        }
        text
    }
}

fn otherwise(it: &mut table::Table, faults: &mut Faults<'_>) -> Option<Otherwise> {
    let by = it.required_text("by", faults);
    let what = read::plain_texts(it, "what", faults);
    let words = read::words(it, faults);
    let by = by?;
    let known = MEANS.iter().find(|(word, _)| *word == by.value).map(|(word, _)| *word);
    if known.is_none() {
        faults.at(by.line, format!("by 没有 {}", by.value));
    }
    Some(Otherwise { by: known?, what, words })
}

fn is_known(dir: &Path, packs: &Packs, ledgers: &Ledgers, by: &str, what: &str) -> bool {
    let in_packs = |folder: &str, name: &str| {
        let file = format!("{name}.toml");
        packs.all().iter().any(|it| dir.join(&it.name).join(folder).join(&file).exists())
    };
    match by {
        "rule" => in_packs("rules", what),
        "report" => in_packs("reports", what),
        "assessment" => in_packs("assessment", what),
        "parameter" => packs.parameter_unit(what).is_some(),
        "benefit" => packs.all_benefits().any(|it| it.id == what),
        "measure" => packs.knows_measure(what),
        "list" => packs.knows_list(what),
        "ledger" => ledgers.whole().any(|it| it.id == what),
        _ => true,
    }
}

fn unknown(row: &str, file: &str, line: Option<u32>) -> Problem {
    Problem { file: file.to_owned(), line, message: format!("需求目录里没有 {row}") }
}

fn zh_of(by: &str) -> &'static str {
    MEANS.iter().find(|(word, _)| *word == by).map_or("", |(_, zh)| *zh)
}

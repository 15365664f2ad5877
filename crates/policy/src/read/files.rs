//! Which files there are: finds them, reads them, and notes those that have no business there.

use std::{collections::BTreeMap, fs, path::Path};

use crate::{
    chain::ChainKind, income::IncomeComponent, measure::MeasureGroup, notice::NoticeKind,
    problem::Problem,
};

/// The file of `notices/` that is no notice.
pub(super) const FORBIDDEN_WORDS: &str = "forbidden_words";

/// The TOML files of all packs: path below the folder (with `/`) to content.
pub(super) struct Files(BTreeMap<String, String>);

impl Files {
    /// Every path and content, by path.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&String, &String)> {
        self.0.iter()
    }

    /// The content of one file.
    pub(super) fn get(&self, path: &str) -> Option<&String> {
        self.0.get(path)
    }

    /// A stable digest of paths and contents.
    pub(super) fn hash(&self) -> String {
        let mut all = String::new();
        for (path, text) in &self.0 {
            all.push_str(&format!("{path}\n{}\n", text.len()));
            all.push_str(text);
        }
        format!("{:016x}", kernel::value::fingerprint(&all).cast_unsigned())
    }
}

/// Finds and reads the files, and notes those that have no business there.
pub(super) fn list(dir: &Path, problems: &mut Vec<Problem>) -> Files {
    let mut files = BTreeMap::new();
    for (folder, is_dir) in entries(dir, dir, problems) {
        if !is_dir {
            continue;
        }
        let base = dir.join(&folder);
        for (name, is_dir) in entries(dir, &base, problems) {
            let path = format!("{folder}/{name}");
            match (name.as_str(), is_dir) {
                ("pack.toml" | "appeals.toml" | "register.toml", false) => {
                    read_file(dir, path, &mut files, problems)
                }
                (
                    "parameters" | "rules" | "cases" | "chains" | "measures" | "notices" | "lists"
                    | "benefits" | "benefit_cases" | "income" | "shocks" | "triggers",
                    true,
                ) => {
                    for (leaf, is_dir) in entries(dir, &base.join(&name), problems) {
                        let path = format!("{path}/{leaf}");
                        match file_name_fault(&name, &leaf, is_dir) {
                            None => read_file(dir, path, &mut files, problems),
                            Some(message) => problems.push(Problem {
                                file: path,
                                line: None,
                                message: message.into(),
                            }),
                        }
                    }
                }
                // Checks of the national exports are read, and held to account, by `quality`;
                // ledgers, and what covers the catalogue, by `ledger`; schemes by
                // `assessment`; the rest by `indicator`.
                ("checks" | "ledgers" | "ledger_cases" | "ledger_openings" | "coverage", true) => {}
                ("indicators" | "targets" | "history" | "reports" | "assessment", true) => {}
                (_, false) if name.ends_with(".md") => {}
                _ => problems.push(Problem {
                    file: path,
                    line: None,
                    message:
                        "不认识的文件或文件夹，请改名或移走（政策包里只有 pack.toml、appeals.toml、\
                              register.toml、parameters、rules、cases、chains、measures、\
                              notices、lists、benefits、benefit_cases、income、shocks、triggers、checks、ledgers、\
                              ledger_cases、ledger_openings、coverage、indicators、targets、\
                              history、reports、assessment）"
                            .into(),
                }),
            }
        }
    }
    Files(files)
}

fn entries(root: &Path, dir: &Path, problems: &mut Vec<Problem>) -> Vec<(String, bool)> {
    let listed = fs::read_dir(dir).and_then(|all| all.collect::<Result<Vec<_>, _>>());
    let mut names = Vec::new();
    match listed {
        Ok(all) => {
            for entry in all {
                let name = entry.file_name().to_string_lossy().into_owned();
                if !name.starts_with('.') {
                    names.push((name, entry.path().is_dir()));
                }
            }
        }
        Err(error) => problems.push(Problem {
            file: dir.strip_prefix(root).unwrap_or(dir).display().to_string(),
            line: None,
            message: format!("读不了这个文件夹，请检查路径和权限（{error}）"),
        }),
    }
    names.sort();
    names
}

fn read_file(
    dir: &Path,
    path: String,
    files: &mut BTreeMap<String, String>,
    problems: &mut Vec<Problem>,
) {
    match fs::read_to_string(dir.join(&path)) {
        Ok(text) => {
            let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n");
            files.insert(path, text);
        }
        Err(error) => problems.push(Problem {
            file: path,
            line: None,
            message: format!("读不了这个文件，请存成 UTF-8 编码的文本（{error}）"),
        }),
    }
}

fn file_name_fault(folder: &str, leaf: &str, is_dir: bool) -> Option<&'static str> {
    let stem = leaf.strip_suffix(".toml");
    match (folder, stem) {
        _ if is_dir => Some("这里不能再有文件夹，请移走"),
        (_, None) => Some("只读 .toml 文件，请改名或移走"),
        ("parameters", Some(topic)) if !is_snake_case(topic) => {
            Some("文件名是参数的主题，只用小写英文字母、数字和下划线，例如 medical.toml")
        }
        ("lists", Some(topic)) if !is_snake_case(topic) => {
            Some("文件名是名单的主题，只用小写英文字母、数字和下划线，例如 regions.toml")
        }
        ("rules" | "cases", Some(id)) if !is_rule_id(id) => {
            Some("文件名是规则编号，写作 R 加三位数字，例如 R101.toml")
        }
        ("shocks" | "triggers", Some(id)) if !is_snake_case(id) => {
            Some("文件名是标识，只用小写英文字母、数字和下划线，例如 meteorological.toml")
        }
        ("benefits" | "benefit_cases", Some(id)) if !is_snake_case(id) => {
            Some("文件名是待遇的标识，只用小写英文字母、数字和下划线，例如 travel_aid.toml")
        }
        ("income", Some(name))
            if !matches!(name, "forms" | "plausibility")
                && IncomeComponent::from_word(name).is_none() =>
        {
            Some(
                "文件名只能是收入的一类（wage、operating、property、transfer、operating_expense、\
                 claims、out_of_pocket），或 forms.toml（表）、plausibility.toml（合理性核对）",
            )
        }
        ("chains", Some(kind)) if ChainKind::from_word(kind).is_none() => {
            Some("文件名只能是 identification.toml（识别认定）或 elimination.toml（风险消除）")
        }
        ("measures", Some(group))
            if group != "groups" && MeasureGroup::from_word(group).is_none() =>
        {
            Some(
                "文件名是措施的大类，如 industry.toml、health.toml（全部见 packs/README.md），\
                 或 groups.toml（大类与风险的对应）",
            )
        }
        ("notices", Some(name))
            if name != FORBIDDEN_WORDS && NoticeKind::from_word(name).is_none() =>
        {
            Some(
                "文件名只能是 identification.toml（民主评议结果公示）、elimination.toml（风险消除\
                 公示）、measures.toml（帮扶措施公示）、announcement.toml（审定结果公告）或 \
                 forbidden_words.toml（禁用词）",
            )
        }
        _ => None,
    }
}

fn is_rule_id(id: &str) -> bool {
    id.strip_prefix('R')
        .is_some_and(|rest| rest.len() == 3 && rest.bytes().all(|byte| byte.is_ascii_digit()))
}

pub(super) fn is_snake_case(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_lowercase())
        && name
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
}

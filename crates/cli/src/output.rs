//! What people and programs are shown.

use std::io::{IsTerminal, Write};

use clap::ValueEnum;
use comfy_table::{ContentArrangement, Table, presets};
use indicatif::{ProgressBar, ProgressStyle};
use serde::Serialize;

use crate::Format;

/// Language of messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Lang {
    /// 中文
    Zh,
    /// English
    En,
}

/// Where and how results go.
#[derive(Debug)]
pub struct Output {
    lang: Lang,
    /// The form asked for.
    pub format: Format,
}

impl Output {
    /// Results in this language and form.
    pub fn new(lang: Lang, format: Format) -> Output {
        Output { lang, format }
    }

    /// Whichever of two texts is in the language asked for.
    pub fn say<'a>(&self, zh: &'a str, en: &'a str) -> &'a str {
        match self.lang {
            Lang::Zh => zh,
            Lang::En => en,
        }
    }

    /// Whether Chinese is asked for.
    pub fn is_zh(&self) -> bool {
        self.lang == Lang::Zh
    }

    /// Prints a line for people; nothing when a program reads.
    pub fn line(&self, text: impl AsRef<str>) {
        if self.format == Format::Table {
            print(&format!("{}\n", text.as_ref()));
        }
    }

    /// Prints a text that has one form only, whatever form is asked for.
    pub fn raw(&self, text: &str) {
        print(&format!("{text}\n"));
    }

    /// Prints a value as JSON.
    pub fn json(&self, value: &impl Serialize) -> anyhow::Result<()> {
        print(&format!("{}\n", serde_json::to_string_pretty(value)?));
        Ok(())
    }

    /// Refuses a form that a command does not have.
    pub fn refuse(&self, form: Format) -> anyhow::Result<()> {
        anyhow::ensure!(
            self.format != form,
            "{}",
            self.say(
                "这个命令没有这种输出形式：可用 table、json",
                "no such form here: table, json"
            )
        );
        Ok(())
    }

    /// Prints rows as a table with a header; nothing when a program reads.
    pub fn table(&self, header: &[&str], rows: impl IntoIterator<Item = Vec<String>>) {
        if self.format != Format::Table {
            return;
        }
        let mut table = Table::new();
        table.load_preset(presets::UTF8_HORIZONTAL_ONLY);
        table.set_content_arrangement(ContentArrangement::Dynamic);
        if !std::io::stdout().is_terminal() {
            table.set_width(140);
        }
        table.set_header(header);
        for row in rows {
            table.add_row(row);
        }
        print(&format!("{table}\n"));
    }

    /// Prints rows as CSV with a header. Cells that a spreadsheet would execute
    /// are made plain text.
    pub fn csv(
        &self,
        header: &[&str],
        rows: impl IntoIterator<Item = Vec<String>>,
    ) -> anyhow::Result<()> {
        let mut writer = csv::Writer::from_writer(std::io::stdout().lock());
        if writer.write_record(header).is_err() {
            return Ok(());
        }
        for row in rows {
            let cells: Vec<_> = row.iter().map(|it| intake::neutralise_formula(it)).collect();
            if writer.write_record(cells.iter().map(AsRef::as_ref)).is_err() {
                // The reader has gone away.
                return Ok(());
            }
        }
        let _ = writer.flush();
        Ok(())
    }

    /// Prints an error: what happened, then each cause.
    pub fn error(&self, error: &anyhow::Error) {
        if self.format == Format::Json {
            let causes: Vec<String> = error.chain().skip(1).map(ToString::to_string).collect();
            let body = serde_json::json!({ "error": error.to_string(), "causes": causes });
            print(&format!("{body}\n"));
        }
        let mut text = format!("{}{error}\n", self.say("没有完成：", "failed: "));
        for cause in error.chain().skip(1) {
            text.push_str(&format!("  {}{cause}\n", self.say("原因：", "because: ")));
        }
        let _ = std::io::stderr().write_all(text.as_bytes());
    }

    /// A bar for long work; silent when nobody watches.
    pub fn progress(&self, length: u64) -> ProgressBar {
        if !std::io::stderr().is_terminal() {
            return ProgressBar::hidden();
        }
        let bar = ProgressBar::new(length);
        if let Ok(style) = ProgressStyle::with_template("{bar:30} {pos}/{len} {wide_msg} {elapsed}")
        {
            bar.set_style(style);
        }
        bar
    }
}

/// Writes to standard output; a reader that has gone away is no error.
fn print(text: &str) {
    let _ = std::io::stdout().lock().write_all(text.as_bytes());
}

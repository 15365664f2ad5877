//! Runs the program as an office does: as a process, on a home folder.

use std::{
    path::{Path, PathBuf},
    process::{Command, Output},
};

use serde_json::Value;

/// A home folder that goes with the test, and the program working in it.
pub struct Office {
    pub folder: tempfile::TempDir,
    /// A database elsewhere; without one it lies in the home folder.
    pub database: Option<String>,
}

impl Office {
    pub fn new() -> Office {
        Office { folder: tempfile::tempdir().expect("a folder"), database: None }
    }

    pub fn home(&self) -> PathBuf {
        self.folder.path().join("home")
    }

    pub fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_shouwang"));
        command.arg("--home").arg(self.home());
        if let Some(database) = &self.database {
            command.arg("--database").arg(database);
        }
        command.args(words);
        command
    }

    pub fn run(&self, words: &[&str]) -> Output {
        self.command(words).output().expect("the program starts")
    }

    /// Runs a command that must succeed; gives what it printed.
    pub fn text(&self, words: &[&str]) -> String {
        let output = self.run(words);
        assert!(
            output.status.success(),
            "{words:?}: {}{}",
            String::from_utf8_lossy(&output.stderr),
            String::from_utf8_lossy(&output.stdout)
        );
        String::from_utf8(output.stdout).expect("UTF-8")
    }

    /// Runs a command that must fail; gives what it says.
    pub fn fails(&self, words: &[&str]) -> String {
        let output = self.run(words);
        assert!(!output.status.success(), "{words:?} should fail");
        String::from_utf8_lossy(&output.stderr).into_owned()
    }

    /// The same, as JSON.
    pub fn json(&self, words: &[&str]) -> Value {
        serde_json::from_str(&self.text(&[words, &["--format", "json"]].concat())).expect("JSON")
    }

    /// The same, as CSV rows by header.
    pub fn csv(&self, words: &[&str]) -> Vec<std::collections::BTreeMap<String, String>> {
        let text = self.text(&[words, &["--format", "csv"]].concat());
        csv::Reader::from_reader(text.as_bytes())
            .deserialize()
            .map(|it| it.expect("a row"))
            .collect()
    }

    pub fn import(&self, path: &Path) -> Value {
        let path = path.to_string_lossy();
        self.json(&["import", &path, "--region", "532327", "--month", "2023-10", "--yes"])
    }

    pub fn screen(&self) -> Value {
        self.json(&["screen", "--region", "532327", "--month", "2023-10"])
    }

    pub fn clues(&self) -> Vec<std::collections::BTreeMap<String, String>> {
        self.csv(&["clues", "--region", "532327", "--month", "2023-10"])
    }
}

/// The sample county beside the checkout, when it is there.
pub fn sample() -> Option<PathBuf> {
    let folder = PathBuf::from("../../../shared/samples/yongren");
    if folder.is_dir() {
        return Some(folder);
    }
    println!("the sample county is not beside this checkout: skipped");
    None
}

/// A truth file of the sample.
pub fn truth(sample: &Path, name: &str) -> Vec<std::collections::BTreeMap<String, String>> {
    csv::Reader::from_path(sample.join("truth").join(name))
        .expect("the truth file")
        .deserialize()
        .map(|it| it.expect("a row"))
        .collect()
}

//! What is wrong in a pack.

use std::fmt;

use serde::Serialize;

/// One fault, with the place to mend it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// The file below the folder of packs, for example `cn-53/rules/R101.toml`.
    pub file: String,
    /// The line in it, counted from 1, where one can be named.
    pub line: Option<u32>,
    /// What is wrong and what to do, in Chinese.
    pub message: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(out, "{} 第{line}行：{}", self.file, self.message),
            None => write!(out, "{}：{}", self.file, self.message),
        }
    }
}

/// Gathers the faults of one file.
#[derive(Debug)]
pub struct Faults<'a> {
    /// The file below the folder of packs.
    pub file: &'a str,
    /// Where they are put.
    pub list: &'a mut Vec<Problem>,
}

impl Faults<'_> {
    /// Notes a fault on a line of this file.
    pub fn at(&mut self, line: u32, message: impl Into<String>) {
        self.list.push(Problem {
            file: self.file.to_owned(),
            line: Some(line),
            message: message.into(),
        });
    }
}

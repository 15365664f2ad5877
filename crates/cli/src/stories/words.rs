//! Words of a story that stand for what is known only when it is played.

use anyhow::Context;
use chrono::{Days, NaiveDate};
use serde_json::{Value, json};

/// What the words stand for on one day of one family.
#[derive(Debug, Clone)]
pub struct Words {
    /// `$today`, with `+` and a number of days.
    pub today: NaiveDate,
    /// `$members`: whoever lives in the household.
    pub members: Vec<i64>,
    /// `$head`.
    pub head: i64,
    /// `$head_name`.
    pub head_name: String,
    /// `$grown`: a grown child of the head.
    pub grown: Option<i64>,
    /// `$household`.
    pub household: i64,
    /// `$village`: its name.
    pub village: String,
    /// `$village_code`.
    pub village_code: String,
    /// `$clue`.
    pub clue: String,
    /// `$helper`: the account of the 帮扶责任人.
    pub helper: String,
}

impl Words {
    /// Words for reading a story before anybody is known.
    pub fn example() -> Words {
        Words {
            today: NaiveDate::default(),
            members: vec![1, 2],
            head: 1,
            head_name: String::new(),
            grown: Some(2),
            household: 1,
            village: String::new(),
            village_code: String::new(),
            clue: String::new(),
            helper: String::new(),
        }
    }

    fn of(&self, word: &str) -> anyhow::Result<Value> {
        if let Some(rest) = word.strip_prefix("$today") {
            let days = match rest.strip_prefix('+') {
                Some(days) => days.parse().ok(),
                None => rest.is_empty().then_some(0),
            };
            let day = days.and_then(|it| self.today.checked_add_days(Days::new(it)));
            return Ok(json!(
                day.with_context(|| format!("读不懂 {word}：写成 $today 或 $today+5"))?
            ));
        }
        Ok(match word {
            "$members" => json!(self.members),
            "$head" => json!(self.head),
            "$head_name" => json!(self.head_name),
            "$grown" => {
                json!(self.grown.context("这一户没有成年的其他成员：find 里写 grown = true")?)
            }
            "$household" => json!(self.household),
            "$village" => json!(self.village),
            "$village_code" => json!(self.village_code),
            "$clue" => json!(self.clue),
            "$helper" => json!(self.helper),
            _ => anyhow::bail!("没有 {word} 这个词：见 stories/README.md"),
        })
    }
}

/// A value with its words filled in, however deep they stand.
///
/// # Errors
/// When there is no such word.
pub fn fill(value: &Value, words: &Words) -> anyhow::Result<Value> {
    Ok(match value {
        Value::String(text) if text.starts_with('$') => words.of(text)?,
        Value::Array(items) => {
            Value::Array(items.iter().map(|it| fill(it, words)).collect::<Result<_, _>>()?)
        }
        Value::Object(fields) => {
            let filled = fields.iter().map(|(name, it)| Ok((name.clone(), fill(it, words)?)));
            Value::Object(filled.collect::<anyhow::Result<_>>()?)
        }
        other => other.clone(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_filled_in_at_any_depth() {
        let today = NaiveDate::from_ymd_opt(2023, 12, 30).unwrap();
        let words = Words { today, ..Words::example() };
        let said = json!({ "a": ["$today+3", "$head"], "b": { "c": "$members" }, "d": "5 $" });
        let meant = json!({ "a": ["2024-01-02", 1], "b": { "c": [1, 2] }, "d": "5 $" });
        assert_eq!(fill(&said, &words).unwrap(), meant);
        for wrong in ["$today-1", "$today+x", "$tomorrow", "$"] {
            assert!(fill(&json!(wrong), &words).is_err(), "{wrong}");
        }
    }
}

//! What a row of the file asks for: a new record, changes of one that is there, nothing; or why it
//! cannot be taken.

use std::collections::{BTreeMap, HashMap};

use ledger::{FieldType, Ledger, Plain, ValueFault};

use super::{
    cell::{self, fault, is_same},
    header::Layout,
    work::{Asked, Known, Line, Work},
};
use crate::ledgers::{
    sheet::{Slot, has_key, key_word, mark, read_version, state_zh},
    writer::{Draft, opened},
};

impl Work<'_, '_> {
    /// What a row asks for, given the records that rows are about.
    pub(super) fn judge(
        &mut self,
        layout: &Layout,
        line: &Line,
        known: &HashMap<i64, Known>,
    ) -> Result<Asked, Vec<ValueFault>> {
        let number = layout.at(Slot::Record).map_or("", |it| layout.cell(it, &line.record));
        if number.is_empty() {
            return self.judge_new(layout, line).map(Asked::New);
        }
        let id: Option<i64> = number.parse().ok();
        let Some((id, it)) = id.and_then(|it| Some((it, known.get(&it)?))) else {
            return Err(vec![fault(
                &format!("没有记录编号 {number}，或不在所选的地区里：新记录请把编号空着"),
                &format!("no record {number} in this region; leave the number blank for a new one"),
            )]);
        };
        if let Some(first) = self.seen.insert(id, line.row) {
            self.seen.insert(id, first);
            return Err(vec![fault(
                &format!("记录编号 {id} 在第 {first} 行已有：请只留一行"),
                &format!("record {id} stands in row {first} already: keep one row"),
            )]);
        }
        self.judge_known(layout, line, it)
    }

    fn judge_new(&mut self, layout: &Layout, line: &Line) -> Result<Draft, Vec<ValueFault>> {
        let mut reasons = Vec::new();
        let cell = |slot| layout.at(slot).map_or("", |it| layout.cell(it, &line.record));
        let first = self.ledger.first_state();
        let state = cell(Slot::State);
        if !state.is_empty()
            && ![&first.words.zh, &first.words.en, &first.name].contains(&&state.to_owned())
        {
            reasons.push(fault(
                &format!(
                    "新记录从“{}”开始，不能直接写成“{state}”：请导入后逐步办理",
                    first.words.zh
                ),
                &format!("a new record begins as \"{}\"", first.words.en),
            ));
        }
        let region_id = match self.place(layout, line) {
            Ok(it) => it,
            Err(why) => {
                reasons.push(why);
                self.region_id
            }
        };
        let mut values = BTreeMap::new();
        for (at, field) in self.ledger.fields.iter().enumerate() {
            if field.value.is_some() {
                continue;
            }
            match self.read(layout, line, at) {
                None => {}
                Some(Ok(value)) => {
                    values.insert(field.name.clone(), value);
                }
                Some(Err(why)) => reasons.push(named(self.ledger, at, why)),
            }
        }
        match reasons.is_empty() {
            true => Ok(Draft { region_id, values, state: None }),
            false => Err(reasons),
        }
    }

    fn judge_known(
        &mut self,
        layout: &Layout,
        line: &Line,
        known: &Known,
    ) -> Result<Asked, Vec<ValueFault>> {
        let ledger = self.ledger;
        let record = &known.record;
        let differs = |slot: Slot| {
            let at = layout.at(slot)?;
            let cell = layout.cell(at, &line.record);
            (!is_same(cell, &known.texts[at])).then_some(cell)
        };
        let text = |slot| layout.at(slot).map_or("", |it| layout.cell(it, &line.record));
        let version = read_version(text(Slot::Version));
        let cells = mark(ledger, |it| text(Slot::Field(it)));
        let is_as_exported = version.is_some_and(|it| it.1 == Some(cells.as_str()));
        // What others changed since the export is not to be changed back.
        let is_computed = |it: Slot| it.field(ledger).is_some_and(|it| it.value.is_some());
        let is_touched = |it: Slot| {
            it != Slot::Version && differs(it).is_some() && !(is_as_exported && is_computed(it))
        };
        let stale = version.map(|it| it.0).filter(|it| *it != record.version);
        if let Some(version) = stale
            && layout.columns.iter().any(|it| is_touched(it.slot))
        {
            let now = record.version;
            return Err(vec![fault(
                &format!(
                    "导出以后（版本 {version}）这条记录有人改过，现在是版本 {now}：请重新导出再改"
                ),
                &format!("changed since version {version} was exported, now {now}: export again"),
            )]);
        }
        let mut reasons = Vec::new();
        if let Some(cell) = differs(Slot::State)
            && !ledger.state(&record.state).is_some_and(|it| it.name == cell || it.words.en == cell)
        {
            reasons.push(fault(
                &format!(
                    "状态现在是“{}”，不能在表里改成“{cell}”：请在台账里办理",
                    state_zh(ledger, record)
                ),
                "the state cannot be changed in a sheet: take the step in the ledger",
            ));
        }
        let moved = [Slot::County, Slot::Township, Slot::Village]
            .into_iter()
            .any(|it| differs(it).is_some());
        if moved && self.place(layout, line) != Ok(record.region_id) {
            reasons.push(fault(
                "地区不能改：写错了请作废，重新登记",
                "the place cannot be changed: void the record and record it anew",
            ));
        }
        let was = match opened(self.writer.terms.home, ledger, record) {
            Ok(it) => it,
            Err(_) => {
                return Err(vec![fault(
                    "这条记录的密封字段打不开：请联系维护人员",
                    "the sealed fields of this record cannot be opened",
                )]);
            }
        };
        let mut values = was.clone();
        for (at, field) in ledger.fields.iter().enumerate() {
            let name = differs(Slot::Field(at));
            let key = differs(Slot::Key(at)).is_some();
            if name.is_none() && !key {
                continue;
            }
            if field.value.is_some() {
                if is_touched(Slot::Field(at)) {
                    reasons.push(named(ledger, at, computed()));
                }
                continue;
            }
            if has_key(&field.ty) && !key && !name.unwrap_or_default().is_empty() {
                let word = key_word(&field.ty);
                reasons.push(named(
                    ledger,
                    at,
                    fault(
                        &format!("只改了姓名：换成别人要同时写对{word}"),
                        "only the name was changed: for somebody else give the number too",
                    ),
                ));
                continue;
            }
            match self.read(layout, line, at) {
                None => {}
                Some(Ok(value)) => {
                    values.insert(field.name.clone(), value);
                }
                Some(Err(why)) => reasons.push(named(ledger, at, why)),
            }
        }
        if !reasons.is_empty() {
            return Err(reasons);
        }
        if values == was {
            return Ok(Asked::Nothing);
        }
        if record.voided {
            return Err(vec![fault("已作废的记录不能改", "a voided record cannot be changed")]);
        }
        Ok(Asked::Change { record: Box::new(record.clone()), values })
    }

    /// What a row says of a field; none when the file has no column for it.
    fn read(&self, layout: &Layout, line: &Line, at: usize) -> Option<Result<Plain, ValueFault>> {
        let field = &self.ledger.fields[at];
        let column = layout.at(Slot::Field(at));
        let key = layout.at(Slot::Key(at));
        if column.is_none() && key.is_none() {
            return None;
        }
        let text = column.map_or("", |it| layout.cell(it, &line.record));
        let text = cell::tidy(text, field.ty == FieldType::LongText);
        let text = text.trim();
        let key = key.map_or("", |it| layout.cell(it, &line.record));
        Some(match &field.ty {
            FieldType::Person => self.lookups.person(text, key),
            FieldType::Household => self.lookups.household(text, key),
            _ if text.is_empty() => Ok(Plain::Blank),
            FieldType::Link { to } => self.lookups.record(to, text),
            FieldType::Region { levels } => self.lookups.region(text, levels),
            _ => {
                let fen = column.map_or(100, |it| layout.columns[it].fen);
                cell::read(self.ledger, field, text, fen)
            }
        })
    }

    /// Whose record a row is.
    fn place(&mut self, layout: &Layout, line: &Line) -> Result<i64, ValueFault> {
        let regions = &self.writer.terms.home.definitions.regions;
        let cell = |slot| layout.at(slot).map_or("", |it| layout.cell(it, &line.record));
        let county = cell(Slot::County);
        let own = regions.chain(self.region_id).county.and_then(|it| regions.get(it));
        let is_own = own.is_some_and(|it| it.name.starts_with(county.trim()));
        if !county.is_empty() && !is_own {
            return Err(fault(
                &format!("“{county}”不是所选的县：请分县导入"),
                &format!("\"{county}\" is not the county of this import: import it by itself"),
            ));
        }
        let (township, village) = (cell(Slot::Township), cell(Slot::Village));
        let found = if township.is_empty() && village.is_empty() {
            self.region_id
        } else {
            let key = (township.to_owned(), village.to_owned());
            let found = match self.places.get(&key) {
                Some(it) => it.clone(),
                None => {
                    let found = self.lookups.place(township, village);
                    self.places.entry(key).or_insert(found).clone()
                }
            };
            found?
        };
        let Some(region) = regions.get(found) else { return Ok(found) };
        if !self.ledger.levels.contains(&region.level) {
            let levels: Vec<&str> =
                self.ledger.levels.iter().map(|it| crate::access::level_zh(*it)).collect();
            let words: Vec<&str> = self.ledger.levels.iter().map(|it| it.word()).collect();
            return Err(fault(
                &format!("要写明是哪里的：这张台账的记录属于{}", levels.join("、")),
                &format!("the place is missing: a record belongs to a {}", words.join(" or ")),
            ));
        }
        let inside =
            found == self.region_id || regions.ancestors(found).any(|it| it.id == self.region_id);
        if !inside {
            return Err(fault(
                &format!("“{township}{village}”不在所选的地区里"),
                &format!("\"{township}{village}\" lies outside the region of this import"),
            ));
        }
        Ok(found)
    }
}

/// A reason with the field it is about.
fn named(ledger: &Ledger, at: usize, why: ValueFault) -> ValueFault {
    let words = &ledger.fields[at].words;
    ValueFault { zh: format!("{}：{}", words.zh, why.zh), en: format!("{}: {}", words.en, why.en) }
}

fn computed() -> ValueFault {
    fault(
        "是自动计算的，不能改：请改它依据的内容，或重新导出再改",
        "computed, cannot be changed: change what it follows from, or export again",
    )
}

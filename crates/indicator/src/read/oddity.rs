//! `targets/oddities.toml`.

use policy::{Faults, table::Table};

use super::{list, number};
use crate::{indicators::Indicators, oddity::Oddity};

pub(super) fn oddities(mut top: Table, found: &mut Indicators, faults: &mut Faults<'_>) {
    for mut it in top.tables("oddities", faults) {
        let line = it.line;
        it.require("no", faults);
        let no = number(&mut it, "no", faults);
        let regions = list(&mut it, "regions", faults);
        let zh = it.required_text("zh", faults);
        let en = it.required_text("en", faults);
        let place = it.required_text("where", faults);
        it.finish(faults);
        let no = no.and_then(|no| u32::try_from(no.value).ok());
        let (Some(no), Some(zh), Some(en), Some(place)) = (no, zh, en, place) else { continue };
        if found.oddities.iter().any(|it| it.no == no) {
            faults.at(line, format!("编号 {no} 有两条"));
        }
        let (zh, en, place) = (zh.value, en.value, place.value);
        found.oddities.push(Oddity { no, regions, zh, en, place });
    }
    top.finish(faults);
}

//! Notices say whom to turn to, and the packs' own words are held to what they ask of others.

use chrono::{Days, NaiveDate};
use kernel::longest_number;

use crate::{
    notice::{NoticeField, NoticeVersion},
    packs::{NOTICE_CONTACT, NOTICE_OFFICE, Packs},
    problem::{Faults, Problem},
    table::Lined,
    unit::Unit,
    written::Pack,
};

/// The longest telephone of an office: area code and number. What is longer is an account or an
/// identity number.
const LONGEST_TELEPHONE: usize = 12;

/// Notes what is wrong with the notices of a pack, and with its contact.
pub(super) fn are_sound(packs: &Packs, pack: &Pack, problems: &mut Vec<Problem>) {
    for (kind, versions) in &pack.notices {
        let file = format!("{}/notices/{}.toml", pack.info.name, kind.word());
        let mut faults = Faults { file: &file, list: problems };
        for (at, version) in versions.iter().enumerate() {
            let next = versions.get(at + 1).map(|it| it.value.from);
            version_is_sound(packs, &pack.info.region, version, next, &mut faults);
        }
    }
    contact_is_an_office(packs, pack, problems);
}

fn version_is_sound(
    packs: &Packs,
    region: &str,
    version: &Lined<NoticeVersion>,
    next: Option<NaiveDate>,
    faults: &mut Faults<'_>,
) {
    let Lined { line, value: version } = version;
    let is_in_force = |day: &NaiveDate| {
        version.from <= *day
            && version.to.is_none_or(|last| *day <= last)
            && next.is_none_or(|next| *day < next)
    };
    for (field, name) in
        [(NoticeField::Contact, NOTICE_CONTACT), (NoticeField::Office, NOTICE_OFFICE)]
    {
        if !version.asks_for(field) {
            continue;
        }
        let values = packs.chain_of(region).filter_map(|it| it.parameters.get(name));
        let ends = values.flat_map(|it| &it.values).filter_map(|it| it.to);
        let days = ends.filter_map(|it| it.checked_add_days(Days::new(1))).chain([version.from]);
        let mut missing: Vec<NaiveDate> = days
            .filter(is_in_force)
            .filter(|day| packs.text(name, region, *day).is_none())
            .collect();
        missing.sort();
        if let Some(day) = missing.first() {
            let field = field.word();
            faults.at(
                *line,
                format!("用到 {{{field}}}，而参数 {name} 在 {day} 没有值；请写进 parameters/notice.toml，单位写 text"),
            );
        }
    }
    let forbidden = packs.forbidden_words(region, version.from);
    if forbidden.is_empty() {
        let day = version.from;
        faults.at(
            *line,
            format!("{day} 有公示模板，却没有禁用词；请在 notices/forbidden_words.toml 写一个那天有效的版本"),
        );
    }
    let written = version.sentences().map(|it| it.fill(|_| String::new()));
    let written = written.chain(version.results.values().cloned());
    let written = written.chain(version.measure_groups.values().cloned());
    let written = written.chain(version.undecided.clone()).chain(version.other_groups.clone());
    for text in written {
        for word in forbidden.iter().filter(|it| text.contains(it.as_str())) {
            faults.at(*line, format!("模板的文字里有禁用词“{word}”，请换一种写法"));
        }
    }
}

/// The contact is printed as it stands, so what it may hold is looked at here.
fn contact_is_an_office(packs: &Packs, pack: &Pack, problems: &mut Vec<Problem>) {
    for name in [NOTICE_CONTACT, NOTICE_OFFICE] {
        let Some(parameter) = pack.parameters.get(name) else { continue };
        let mut faults = Faults { file: &parameter.file, list: problems };
        if parameter.unit != Unit::Text {
            faults.at(parameter.line, format!("{name} 的单位应是 text"));
        }
        for value in &parameter.values {
            let text = value.text.as_deref().unwrap_or_default();
            if LONGEST_TELEPHONE < longest_number(text) {
                let message = "里有比电话更长的数字，像是证件号或账号；请只写单位的联系电话";
                faults.at(value.line, format!("{name} {message}"));
            }
            let forbidden = packs.forbidden_words(&pack.info.region, value.from);
            for word in forbidden.iter().filter(|it| text.contains(it.as_str())) {
                faults.at(value.line, format!("{name} 里有禁用词“{word}”，请换一种写法"));
            }
        }
    }
}

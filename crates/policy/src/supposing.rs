//! Trying another value: the same packs, as if one parameter had been set otherwise.

use chrono::NaiveDate;

use crate::{
    basis::Basis,
    packs::Packs,
    parameter::Dated,
    unit::{Unit, decimal},
};

/// Why a value cannot be tried.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SupposeError {
    /// No pack of the region has the parameter on the day.
    #[error("没有参数 {0}：请用 policy show 查看这个地区这一天的参数名")]
    NoParameter(String),
    /// What was written is no value of the parameter.
    #[error("{name}（{zh}）不能设为 {written}：{expected}")]
    NoValue {
        /// The parameter.
        name: String,
        /// Its Chinese name.
        zh: String,
        /// What was written.
        written: String,
        /// What is expected.
        expected: String,
    },
}

impl Packs {
    /// The same packs with another value of one parameter from a day on, for every place that the
    /// nearest pack of `region_code` with this parameter answers for. Later values stay.
    ///
    /// `written` is the value as people write it (`9570`, `12.5`, `是`), or a change of the present
    /// one (`+10%`, `-10%`), rounded to what the unit stores.
    ///
    /// # Errors
    /// When the parameter has no value there on the day, or `written` is none.
    pub fn supposing(
        &self,
        name: &str,
        region_code: &str,
        on: NaiveDate,
        written: &str,
    ) -> Result<Packs, SupposeError> {
        let missing = || SupposeError::NoParameter(name.to_owned());
        let present = self.parameter(name, region_code, on).ok_or_else(missing)?;
        let refused = |expected: &str| SupposeError::NoValue {
            name: name.to_owned(),
            zh: present.zh.clone(),
            written: written.to_owned(),
            expected: expected.to_owned(),
        };
        let (value, text) = match present.unit.written() {
            Unit::Code | Unit::Text => (0, Some(written.to_owned())),
            Unit::Bool => match written {
                "true" | "是" => (1, None),
                "false" | "否" => (0, None),
                _ => return Err(refused("应是 是 或 否")),
            },
            Unit::Date => return Err(refused("日期参数不能试算")),
            unit => {
                let places = if matches!(unit, Unit::Yuan | Unit::Percent) { 2 } else { 0 };
                let value = match changed(present.value, written) {
                    Some(value) => Some(value),
                    None => decimal(written, places),
                };
                let expected = "应是数，如 9570，或增减比例，如 +10%、-10%";
                (value.ok_or_else(|| refused(expected))?, None)
            }
        };
        let mut packs = self.clone();
        let pack = packs.packs.iter_mut().find(|it| it.info.name == present.pack);
        let parameter = pack.and_then(|it| it.parameters.get_mut(name)).ok_or_else(missing)?;
        parameter.values.retain(|it| it.from != on);
        let basis = Basis {
            text: "试算".into(),
            is_default: true,
            note: Some("试算的数，没有生效".into()),
        };
        parameter.values.push(Dated { line: 0, from: on, to: None, value, text, basis });
        parameter.values.sort_by_key(|it| it.from);
        let print = format!("{} {name} {region_code} {on} {written}", self.hash);
        packs.hash = format!("{:016x}", kernel::value::fingerprint(&print).cast_unsigned());
        Ok(packs)
    }
}

/// `+10%` of 870000 is 957000; none for what is not written so.
fn changed(present: i64, written: &str) -> Option<i64> {
    let share = written.strip_suffix('%').or_else(|| written.strip_suffix('％'))?;
    if !share.starts_with(['+', '-']) {
        return None;
    }
    let whole = i128::from(decimal(share, 2)?) + 10_000;
    let scaled = i128::from(present) * whole;
    // Half a unit is rounded away from zero.
    i64::try_from((scaled + 5_000 * scaled.signum()) / 10_000).ok()
}

#[cfg(test)]
mod tests {
    use super::changed;

    #[test]
    fn a_change_is_a_signed_share_of_the_present_value() {
        assert_eq!(changed(870_000, "+10%"), Some(957_000));
        assert_eq!(changed(870_000, "-10%"), Some(783_000));
        assert_eq!(changed(3, "+50%"), Some(5));
        assert_eq!(changed(3, "-0.5%"), Some(3));
        assert_eq!(changed(870_000, "10%"), None);
        assert_eq!(changed(870_000, "+ten%"), None);
    }
}

//! Header text in one form, so that a list of synonyms can find it.

use std::borrow::Cow;

use kernel::cleaning::squeeze;

/// A header as synonyms are compared: one form of each character, no blanks or line breaks, no
/// asterisks or colons around it, small letters.
pub fn normal(header: &str) -> String {
    let squeezed = squeeze(header);
    squeezed.trim_matches(['*', '★', '※', ':', '#', '"']).to_lowercase()
}

/// A normal header as it is compared when it was not found as it stands: without brackets and
/// without 名称 at its end (定点医疗机构名称(全称) → 定点医疗机构). Empty when nothing else is there.
pub fn loose(normal: &str) -> Cow<'_, str> {
    let mut bare = without_brackets(normal);
    if let Some(stem) = bare.strip_suffix("名称").filter(|stem| stem.chars().count() >= 2) {
        bare = Cow::Owned(stem.to_owned());
    }
    bare
}

/// A normal header without what stands in brackets: `月保障金(元)` → `月保障金`.
pub fn without_brackets(normal: &str) -> Cow<'_, str> {
    if !normal.contains(['(', '[', '【', '〔', '{', '<']) {
        return Cow::Borrowed(normal);
    }
    let mut depth = 0_usize;
    let bare = normal.chars().filter(|&c| match c {
        '(' | '[' | '【' | '〔' | '{' | '<' => {
            depth += 1;
            false
        }
        ')' | ']' | '】' | '〕' | '}' | '>' => {
            depth = depth.saturating_sub(1);
            false
        }
        _ => depth == 0,
    });
    Cow::Owned(bare.collect())
}

/// A unit that a header names in brackets or at its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HeaderUnit {
    /// 元
    Yuan,
    /// 千元
    ThousandYuan,
    /// 万元
    WanYuan,
    /// 亩
    Mu,
    /// 公顷, fifteen mu.
    Hectare,
    /// 平方米
    SquareMetre,
}

/// The unit in a normal header, when it names exactly one.
pub fn unit(normal: &str) -> Option<HeaderUnit> {
    let start = normal.rfind(['(', '[', '【', '/'])?;
    let inside = &normal[start..];
    let found = [
        ("万元", HeaderUnit::WanYuan),
        ("千元", HeaderUnit::ThousandYuan),
        ("元", HeaderUnit::Yuan),
        ("公顷", HeaderUnit::Hectare),
        ("亩", HeaderUnit::Mu),
        ("平方米", HeaderUnit::SquareMetre),
        ("m2", HeaderUnit::SquareMetre),
    ];
    found.into_iter().find(|(word, _)| inside.contains(word)).map(|(_, unit)| unit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_in_one_form() {
        let check = |header: &str, expected: &str| assert_eq!(normal(header), expected, "{header}");
        check(" 姓  名 ", "姓名");
        check("身份\n证号", "身份证号");
        check("*身份证号：", "身份证号");
        check("乡（镇）", "乡(镇)");
        check("ＩＤ", "id");
        check("面积(㎡)", "面积(m2)");
    }

    #[test]
    fn brackets_are_dropped() {
        let check = |header: &str, expected: &str| {
            assert_eq!(without_brackets(&normal(header)), expected, "{header}");
        };
        check("月保障金（元）", "月保障金");
        check("行政村文化（图书）室个数 （个）", "行政村文化室个数");
        check("姓名", "姓名");
        check("（元）", "");
        check("就业渠道（易地搬迁后扶使用）", "就业渠道");
    }

    #[test]
    fn a_name_for_a_name_is_the_same() {
        assert_eq!(loose("定点医疗机构名称(全称)"), "定点医疗机构");
        assert_eq!(loose("村名称"), "村名称");
        assert_eq!(loose("姓名"), "姓名");
    }

    #[test]
    fn units_are_found() {
        let check =
            |header: &str, expected| assert_eq!(unit(&normal(header)), expected, "{header}");
        check("注册资本（万元）", Some(HeaderUnit::WanYuan));
        check("金额(元)", Some(HeaderUnit::Yuan));
        check("受灾面积[公顷]", Some(HeaderUnit::Hectare));
        check("面积（㎡）", Some(HeaderUnit::SquareMetre));
        check("单位：元", None);
        check("金额", None);
    }
}

//! Telling data from what is printed around it.

use kernel::cleaning::squeeze;

use crate::header;
use crate::record::Record;
use crate::row::Skip;

/// What is known of the sheet when its records are looked at.
#[derive(Debug, Default)]
pub(crate) struct Surroundings {
    /// The normal header cells.
    pub(crate) header: Vec<String>,
    /// The normal title cells above the header.
    pub(crate) titles: Vec<String>,
    /// Columns with the running number.
    pub(crate) seq: Vec<usize>,
    /// Columns with township, village, group.
    pub(crate) places: Vec<usize>,
    /// Columns with the name of a person.
    pub(crate) names: Vec<usize>,
    /// Columns with identity numbers.
    pub(crate) ids: Vec<usize>,
    /// Columns of free text, in which words mean nothing here.
    pub(crate) texts: Vec<usize>,
    /// Rows are about villages: the village stands for the name.
    pub(crate) about_villages: bool,
}

const TOTALS: [&str; 8] = ["小计", "合计", "总计", "累计", "共计", "总合计", "总数", "计"];

const FOOTERS: [&str; 36] = [
    "审核人",
    "填表人",
    "制表人",
    "填报人",
    "分管领导",
    "负责人",
    "单位负责人",
    "主要领导",
    "经办人",
    "复核人",
    "填表日期",
    "填报日期",
    "制表日期",
    "填报时间",
    "制表时间",
    "联系人",
    "联系电话",
    "单位盖章",
    "盖章",
    "签字",
    "审批人",
    "主管领导",
    "录入人",
    "统计人",
    "统计负责人",
    "打印时间",
    "打印日期",
    "导出时间",
    "填表说明",
    "填报说明",
    "说明",
    "备注",
    "注",
    "报送单位",
    "填报单位",
    "制表单位",
];

impl Surroundings {
    /// What the record is, when it is no data. Called for records without a usable identity
    /// number; a record with one is data, whatever else it says.
    pub(crate) fn skip(&self, record: &Record) -> Option<Skip> {
        let cells: Vec<(usize, String)> = record
            .iter()
            .enumerate()
            .filter(|(_, cell)| !cell.trim().is_empty())
            .map(|(place, cell)| (place, header::normal(cell)))
            .filter(|(_, cell)| !cell.is_empty())
            .collect();
        let Some((first_place, first)) = cells.first() else { return Some(Skip::Blank) };
        let same_as_header =
            cells.iter().filter(|(place, cell)| self.header.get(*place) == Some(cell)).count();
        if same_as_header >= 2 && same_as_header * 10 >= cells.len() * 6 {
            return Some(Skip::RepeatedHeader);
        }
        if cells.len() <= 4 && cells.iter().all(|(_, cell)| self.titles.contains(cell)) {
            return Some(Skip::Title);
        }
        if self.has_identity(&cells) {
            return None;
        }
        if self.is_subtotal(&cells) {
            return Some(Skip::Subtotal);
        }
        let name = self.name(&cells);
        let named = name.is_some_and(|(place, name)| place != *first_place && is_name_like(name));
        if !named && is_footer(first) {
            return Some(Skip::Footer);
        }
        if cells.len() == 1 {
            let is_number = first.bytes().all(|byte| byte.is_ascii_digit());
            if self.seq.contains(first_place) {
                return Some(if is_number { Skip::Blank } else { Skip::Title });
            }
            // A heading across the sheet; but a lone short name is a person.
            if *first_place == 0 && !(self.names.contains(first_place) && is_name_like(first)) {
                return Some(Skip::Title);
            }
        }
        let says_where = |place: &usize| self.seq.contains(place) || self.places.contains(place);
        if !self.about_villages && cells.iter().all(|(place, _)| says_where(place)) {
            return Some(Skip::Blank);
        }
        None
    }

    fn has_identity(&self, cells: &[(usize, String)]) -> bool {
        let digits = |text: &str| text.bytes().filter(u8::is_ascii_digit).count();
        cells.iter().any(|(place, cell)| self.ids.contains(place) && digits(cell) >= 6)
    }

    fn name<'a>(&self, cells: &'a [(usize, String)]) -> Option<(usize, &'a str)> {
        let cell = cells.iter().find(|(place, _)| self.names.contains(place));
        cell.map(|(place, name)| (*place, name.as_str()))
    }

    /// A place or the running number says 小计 or 合计, and there is no person.
    fn is_subtotal(&self, cells: &[(usize, String)]) -> bool {
        let in_words = |place: &usize| !self.texts.contains(place);
        let total = cells.iter().take(6).find(|(place, cell)| in_words(place) && is_total(cell));
        let Some((total_place, _)) = total else { return false };
        match self.name(cells) {
            None => true,
            Some((place, name)) => place == *total_place || is_total(name) || !is_name_like(name),
        }
    }
}

fn is_total(cell: &str) -> bool {
    if cell.chars().count() > 14 {
        return false;
    }
    let bare = header::without_brackets(cell);
    TOTALS.iter().any(|word| bare == *word)
        || TOTALS[..7].iter().any(|word| bare.ends_with(word) || starts_as_label(cell, word))
}

/// 合计: …, 合计(人), 合计12户 but not 合计村.
fn starts_as_label(cell: &str, word: &str) -> bool {
    let rest = cell.strip_prefix(word).and_then(|rest| rest.chars().next());
    rest.is_some_and(|c| c.is_ascii_digit() || matches!(c, ':' | '(' | ',' | '户' | '人' | '金'))
}

fn is_footer(cell: &str) -> bool {
    let page = |cell: &str| {
        let rest = cell.strip_prefix('第').unwrap_or("");
        rest.starts_with(|c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c))
            && rest.contains('页')
    };
    let labelled = |word: &str| {
        let rest = cell.strip_prefix('(').unwrap_or(cell).strip_prefix(word);
        let rest =
            rest.map(|rest| rest.trim_start_matches(['(', ')', '签', '字', '章', '盖', '名']));
        rest.is_some_and(|rest| {
            rest.starts_with([':', '：']) || (rest.is_empty() && word.len() > 6)
        })
    };
    let numbered_note = cell.starts_with("注1") || cell.starts_with("注一");
    page(cell) || numbered_note || FOOTERS.iter().any(|word| labelled(word))
}

/// Two to four characters without digits, or a longer name with a dot.
pub(crate) fn is_name_like(text: &str) -> bool {
    let text = squeeze(text);
    let length = text.chars().count();
    let has_digit = text.chars().any(|c| c.is_ascii_digit());
    let dotted = text.contains(['·', '•', '.']) && length <= 20;
    !has_digit && ((2..=5).contains(&length) || dotted) && !is_total(&text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheet() -> Surroundings {
        Surroundings {
            header: ["序号", "乡镇", "村委会", "姓名", "身份证号", "金额", "备注"]
                .map(header::normal)
                .into(),
            titles: vec![header::normal("永仁县补助发放表")],
            seq: vec![0],
            places: vec![1, 2],
            names: vec![3],
            ids: vec![4],
            texts: vec![6],
            about_villages: false,
        }
    }

    #[test]
    fn what_is_not_data() {
        let check = |cells: &[&str], expected: Option<Skip>| {
            let record: Record = cells.iter().collect();
            assert_eq!(sheet().skip(&record), expected, "{cells:?}");
        };
        check(&[], Some(Skip::Blank));
        check(&["", " ", "\u{3000}"], Some(Skip::Blank));
        check(&["17", "", ""], Some(Skip::Blank));
        check(&["17", "永定镇", "大坝村"], Some(Skip::Blank));
        check(&["永仁县补助发放表"], Some(Skip::Title));
        check(&["一、永定镇"], Some(Skip::Title));
        check(
            &["序号", "乡镇", "村委会", "姓 名", "身份证号", "金额", "备注"],
            Some(Skip::RepeatedHeader),
        );
        check(&["", "", "苴却社区小计", "17户30人", "", "11740"], Some(Skip::Subtotal));
        check(&["", "合  计", "", "", "", "621800"], Some(Skip::Subtotal));
        check(&["", "合计：35户", "", "", "", "621800"], Some(Skip::Subtotal));
        check(&["", "永定镇", "", "小计", "", "300"], Some(Skip::Subtotal));
        check(&["审核人：        填表人："], Some(Skip::Footer));
        check(&["填表人（签字）：", "", "", "", "审核人："], Some(Skip::Footer));
        check(&["注：本表一式三份"], Some(Skip::Footer));
        check(&["第2页 共10页"], Some(Skip::Footer));
    }

    #[test]
    fn what_is_data() {
        let check = |cells: &[&str]| {
            let record: Record = cells.iter().collect();
            assert_eq!(sheet().skip(&record), None, "{cells:?}");
        };
        check(&["1", "永定镇", "大坝村", "李文勇", "", "300", ""]);
        check(&["1", "永定镇", "大坝村", "李文勇", "无", "300", "合计两次"]);
        check(&["", "永定镇", "合计村", "李文勇", "", "300"]);
        check(&["", "", "", "李文勇"]);
        check(&["2", "永定镇", "小计", "王五", "53232719", "1"]);
        check(&["备注", "永定镇", "大坝村", "李文勇", "", "300"]);
    }
}

//! What is wrong in a scheme is told with the file and the line.

use std::fs;

use crate::support::read;

const PACK: &str = "name = \"cn\"\nzh = \"全国\"\nregion = \"\"\n\n[documents]\nplan = { zh = \"规划\", file = \"plan.txt\" }\n";

const LISTS: &str = r#"
[grades]
zh = "考核等次"
of = "words"
[[grades.versions]]
from  = "2021-01-01"
basis = "plan 第一章"
count = 2
items = [{ code = "good", zh = "好" }, { code = "average", zh = "一般" }]

[content]
zh = "考核内容"
of = "words"
[[content.versions]]
from  = "2021-01-01"
basis = "plan 第一章"
count = 1
items = [{ code = "work", zh = "工作落实" }]
"#;

const INDICATORS: &str = r#"
[households]
zh = "户"
en = "Households"
unit = "households"
count = true
from = "2021-01-01"
basis = "plan 第一章"

[typed]
zh = "登记的数"
en = "Typed"
unit = "percent"
reported = true
from = "2021-01-01"
basis = "plan 第一章"
"#;

/// A sound scheme.
const SOUND: &str = r#"zh = "方案"
en = "Scheme"
object = "place"
from = "2021-01-01"
basis = "plan 第一章"

[may]
open = ["county_officer"]
sample = ["county_officer"]
score = ["county_officer"]
find = ["county_officer"]
close = ["county_approver"]

[[parts]]
id = "all"
zh = "全部"
en = "All"
weight = 100
basis = "plan 第一章"

[[strata]]
id = "all"
zh = "全部户"
en = "All"
indicator = "households"
share = 5
least = 1
most = 10
basis = "plan 第一章"

[[questions]]
id = "content"
zh = "满意吗"
en = "Content?"
basis = "plan 第一章"
answers = [
    { code = "yes", zh = "满意", en = "Yes" },
    { code = "no", zh = "不满意", en = "No" },
    { code = "none", zh = "不涉及", en = "None", outside = true },
]

[[items]]
id = "content"
zh = "满意"
en = "Content"
part = "all"
aspect = "work"
points = 10
survey = "content"
answers = ["yes"]
full = 100
zero = 80
basis = "plan 第一章"

[[items]]
id = "typed"
zh = "登记"
en = "Typed"
part = "all"
points = 5.5
indicator = "typed"
full = 0
zero = 2
basis = "plan 第一章"

[[vetoes]]
id = "few"
zh = "否决"
en = "Veto"
item = "typed"
above = 1
grade = "average"
basis = "plan 第一章"

[[grades]]
code = "good"
at_least = 90
basis = "default"
note = "请确认"

[[grades]]
code = "average"
at_least = 0
basis = "default"
note = "请确认"

[[consequences]]
id = "talk"
zh = "约谈"
en = "Talk"
grades = ["average"]
vetoes = ["few"]
basis = "plan 第一章"
"#;

/// The faults of a scheme in a pack that has what it names.
fn faults(text: &str) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    let pack = folder.path().join("cn");
    for (path, text) in [
        ("pack.toml", PACK),
        ("lists/assessment.toml", LISTS),
        ("indicators/x.toml", INDICATORS),
        ("assessment/x.toml", text),
    ] {
        let file = pack.join(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text).unwrap();
    }
    read(folder.path()).2.iter().map(ToString::to_string).collect()
}

#[test]
fn a_sound_scheme_is_read() {
    assert_eq!(faults(SOUND), Vec::<String>::new());
}

#[test]
fn what_is_wrong_is_told() {
    for (from, to, words) in [
        ("object = \"place\"", "object = \"person\"", "place 或 unit"),
        ("object = \"place\"", "object = \"unit\"", "不写 strata"),
        ("close = [\"county_approver\"]", "close = [\"king\"]", "没有角色 king"),
        ("open = [\"county_officer\"]\n", "", "缺少 open"),
        ("weight = 100", "weight = 0", "weight 要大于 0"),
        ("weight = 100", "weight = \"100\"", "小数"),
        ("part = \"all\"", "part = \"none\"", "不在 [[parts]]"),
        ("aspect = \"work\"", "aspect = \"play\"", "不在名单 assessment.content"),
        ("survey = \"content\"\n", "survey = \"contnt\"\n", "没有问题 contnt"),
        ("answers = [\"yes\"]", "answers = [\"none\"]", "没有算数的回答 none"),
        ("answers = [\"yes\"]", "answers = []", "要写 answers"),
        ("indicator = \"typed\"\n", "indicator = \"tiped\"\n", "没有指标 tiped"),
        ("indicator = \"typed\"\n", "person = true\n", "不写 full、zero"),
        ("indicator = \"typed\"\n", "ledger = \"x\"\nfigure = \"y\"\n", "没有指标数 y"),
        ("indicator = \"typed\"\n", "", "写一种数的来源"),
        ("full = 0\nzero = 2", "full = 2\nzero = 2", "不能相同"),
        ("full = 0\n", "", "要一起写"),
        ("points = 5.5", "points = 0", "points 要大于 0"),
        ("indicator = \"households\"", "indicator = \"typed\"", "不是按户算的指标"),
        ("most = 10", "most = 0", "most 要大于 0"),
        (
            "code = \"no\", zh = \"不满意\"",
            "code = \"no\", outside = true, zh = \"不满意\"",
            "两个算数",
        ),
        ("at_least = 90", "at_least = 0", "逐个变小"),
        ("code = \"good\"\nat", "code = \"fine\"\nat", "不在名单 assessment.grades"),
        ("at_least = 0", "at_least = 1", "写 0"),
        ("item = \"typed\"\n", "item = \"other\"\n", "不是有数的一项"),
        ("above = 1\n", "", "写 item 和 above"),
        ("grade = \"average\"", "grade = \"bad\"", "grade 不在"),
        ("vetoes = [\"few\"]", "vetoes = [\"many\"]", "没有否决 many"),
        ("vetoes = [\"few\"]", "vetoes = [\"few\"]\ndays = \"x.days\"", "没有 x.days"),
        ("note = \"请确认\"", "", "要写 note"),
        ("basis = \"plan 第一章\"", "basis = \"plam 第一章\"", "没有文件 plam"),
        ("zh = \"方案\"", "zh = \"方案\"\ncolour = 1", "不认识的键 colour"),
        ("id = \"typed\"", "id = \"content\"", "有两个"),
    ] {
        assert!(SOUND.contains(from), "{from}");
        let found = faults(&SOUND.replacen(from, to, 1));
        assert!(found.iter().any(|it| it.contains(words)), "{from} → {to}: {found:#?}");
        assert!(found.iter().all(|it| it.starts_with("cn/assessment/x.toml 第")), "{found:#?}");
    }
}

//! The catalogue of measures: what is refused, and what the nearest pack changes.

use policy::{MeasureGroup, Risk};

use crate::fixture::{COUNTY, PROVINCE, day, folder, load, problems};

const GROUPS: &str = r#"
[[matches]]
risk = "illness"
groups = ["health"]
also = ["comprehensive_security"]
from = "2021-01-01"
basis = "plan 附录"
[[national_codes]]
group = "health"
code = "100A45"
basis = "default"
note = "试用"
"#;

const HEALTH: &str = r#"
[medical_assistance]
zh = "医疗救助"
answers = ["illness"]
department = "医保局"
timing = "remedial"
floor = true
from = "2021-01-01"
basis = "plan 第四章"
[premium_subsidy]
zh = "资助参保"
answers = ["illness"]
department = "医保局"
timing = "preventive"
from = "2021-01-01"
to = "2024-12-31"
basis = "plan 第四章"
"#;

const FILE: &str = "cn/measures/health.toml";
const MATCHES: &str = "cn/measures/groups.toml";

/// One problem, which says each of these.
#[track_caller]
fn refuses(more: &[(&str, &str)], says: &[&str]) {
    let found = problems(more);
    let all_said = |line: &String| says.iter().all(|it| line.contains(it));
    assert!(found.len() == 1 && all_said(&found[0]), "wanted {says:?}, got {found:#?}");
}

#[test]
fn what_is_wrong_with_a_measure_is_said_with_file_line_and_remedy() {
    let table: &[(&str, &str, &[&str])] = &[
        ("floor = true", "flor = true", &["第7行：不认识的键 flor（是不是想写 floor？）"]),
        ("zh = \"医疗救助\"\n", "", &["第2行：缺少 zh，请补上"]),
        (
            "answers = [\"illness\"]\ndepartment = \"医保局\"\ntiming = \"rem",
            "answers = [\"ilness\"]\ndepartment = \"医保局\"\ntiming = \"rem",
            &["answers 没有 ilness（是不是想写 illness？）"],
        ),
        (
            "answers = [\"illness\"]\ndepartment = \"医保局\"\ntiming = \"rem",
            "answers = []\ndepartment = \"医保局\"\ntiming = \"rem",
            &["answers 是空的"],
        ),
        (
            "answers = [\"illness\"]\ndepartment = \"医保局\"\ntiming = \"rem",
            "answers = [\"illness\", \"illness\"]\ndepartment = \"医保局\"\ntiming = \"rem",
            &["illness 写了两次"],
        ),
        ("\"remedial\"", "\"after\"", &["timing 没有 after", "remedial、preventive"]),
        (
            "floor = true",
            "floor = true\nneeds_labor = true",
            &["要求有劳动力（needs_labor）的，不能又是兜底"],
        ),
        ("floor = true", "only_with = \"pupil\"", &["only_with 没有 pupil（是不是想写 pupils？）"]),
        ("floor = true", "outlives_elimination = \"2025\"", &["outlives_elimination 没有 2025"]),
        ("[premium_subsidy]", "[PremiumSubsidy]", &["措施标识 PremiumSubsidy 只用小写"]),
        ("floor = true", "off = true", &["不认识的键"]),
    ];
    for (from, to, says) in table {
        assert_eq!(HEALTH.matches(from).count(), 1, "{from:?} once");
        let health = HEALTH.replace(from, to);
        if *to == "off = true" {
            // What is switched off has nothing to say about itself.
            let found = problems(&[(FILE, &health), (MATCHES, GROUPS)]);
            assert_eq!(found.iter().filter(|it| it.contains(says[0])).count(), 4, "{found:#?}");
            continue;
        }
        let mut says = says.to_vec();
        says.push(FILE);
        refuses(&[(FILE, &health), (MATCHES, GROUPS)], &says);
    }
}

#[test]
fn a_measure_answers_only_what_its_group_can_answer() {
    let housing = HEALTH.replace("\"illness\"", "\"unsafe_housing\"");
    let found = problems(&[(FILE, &housing), (MATCHES, GROUPS)]);
    assert_eq!(found.len(), 2, "{found:#?}");
    assert!(found[0].contains("没有把 health 列为 unsafe_housing 的对口大类"), "{found:#?}");
    // A table that cannot be read is told once, and nothing is blamed on the measures.
    let broken = GROUPS.replace("[\"health\"]", "[\"helth\"]");
    refuses(&[(FILE, HEALTH), (MATCHES, &broken)], &["groups 没有 helth（是不是想写 health？）"]);
    let twice = GROUPS.replace("also = [\"comp", "also = [\"health\", \"comp");
    refuses(&[(MATCHES, &twice)], &["health 在 groups 和 also 里都写了"]);
    refuses(&[("cn/measures/helth.toml", HEALTH)], &["文件名是措施的大类"]);
    // Developmental measures are no floor.
    let floor = HEALTH.replace("\"illness\"", "\"other\"").replace("premium", "other_premium");
    let found = problems(&[("cn/measures/industry.toml", &floor), (MATCHES, GROUPS)]);
    assert!(found.iter().any(|it| it.contains("产业帮扶是开发式帮扶，不能写 floor")), "{found:#?}");
}

#[test]
fn the_nearest_pack_adds_replaces_and_switches_off() {
    let province = "
[medical_assistance]
zh = \"省医疗救助\"
answers = [\"illness\"]
department = \"医保局\"
timing = \"remedial\"
from = \"2023-01-01\"
basis = \"plan 第一章\"
[treatment]
zh = \"专项救治\"
answers = [\"illness\"]
department = \"卫健局\"
timing = \"remedial\"
from = \"2021-01-01\"
basis = \"plan 第一章\"
";
    let county = "
[premium_subsidy]
off = true
from = \"2022-01-01\"
basis = \"default\"
note = \"本县不办\"
";
    let files = [
        (FILE, HEALTH),
        (MATCHES, GROUPS),
        ("cn-99/pack.toml", PROVINCE),
        ("cn-99/measures/health.toml", province),
        ("cn-990123/pack.toml", COUNTY),
        ("cn-990123/measures/health.toml", county),
    ];
    let dir = folder(&files);
    let packs = load(dir.path());
    let names = |region: &str, on: &str| -> Vec<String> {
        let measures = packs.measures(region, day(on));
        measures.into_iter().map(|it| format!("{} {}", it.pack, it.zh)).collect()
    };
    assert_eq!(names("98", "2023-10-31"), ["cn 医疗救助", "cn 资助参保"]);
    assert_eq!(names("98", "2025-01-01"), ["cn 医疗救助"], "it has ended");
    assert_eq!(
        names("99", "2022-12-31"),
        ["cn 医疗救助", "cn 资助参保", "cn-99 专项救治"],
        "before the province's own begins"
    );
    // A replacement stands where what it replaces stood.
    assert_eq!(names("99", "2023-10-31"), ["cn-99 省医疗救助", "cn 资助参保", "cn-99 专项救治"]);
    assert_eq!(names("990123000000", "2023-10-31"), ["cn-99 省医疗救助", "cn-99 专项救治"]);

    let matches = packs.risk_matches("990123", day("2023-10-31"));
    assert_eq!(matches.iter().map(|it| it.risk).collect::<Vec<_>>(), [Risk::Illness]);
    assert!(matches[0].fits(MeasureGroup::ComprehensiveSecurity));
    assert!(!matches[0].fits(MeasureGroup::Housing));
    let code = packs.group_code(MeasureGroup::Health, "990123").expect("a code");
    assert_eq!((code.code.as_str(), code.is_default), ("100A45", true));

    // A replacement stays in its group, and nothing that is not there is switched off.
    let groups = GROUPS.replace("\"comprehensive_security\"]", "\"society\"]");
    refuses(
        &[
            (FILE, HEALTH),
            (MATCHES, &groups),
            ("cn-99/pack.toml", PROVINCE),
            ("cn-99/measures/society.toml", province.split("[treatment]").next().expect("a part")),
        ],
        &["cn-99/measures/society.toml 第2行", "大类不能变，请写进 health.toml"],
    );
    refuses(
        &[("cn-990123/pack.toml", COUNTY), ("cn-990123/measures/health.toml", county)],
        &["上级政策包没有措施 premium_subsidy，不必停用"],
    );
}

//! Pupils, and those who should be pupils.

use super::office::{Office, Sheet, row, sex};
use super::plan::{age_on, school_cut};

const NUMERALS: [&str; 9] = ["一", "二", "三", "四", "五", "六", "七", "八", "九"];

/// Writes the files of the education department.
pub(super) fn write(office: &mut Office<'_>) -> anyhow::Result<()> {
    roll(office)?;
    dropouts(office)
}

/// The stage and the grade of somebody of this age, if at school.
fn stage(age: i64) -> Option<(&'static str, String)> {
    let numeral = |it: i64| NUMERALS[it as usize - 1];
    match age {
        4 | 5 => Some(("学前教育", (if age == 4 { "中班" } else { "大班" }).to_owned())),
        6..12 => Some(("小学", format!("{}年级", numeral(age - 5)))),
        12..15 => Some(("初中", format!("{}年级", numeral(age - 5)))),
        15..18 => Some(("普通高中", format!("高{}", numeral(age - 14)))),
        18..21 => Some(("高职高专", format!("高职高专{}年级", numeral(age - 17)))),
        _ => None,
    }
}

fn roll(office: &mut Office<'_>) -> anyhow::Result<()> {
    let (county, plan) = (office.county, office.plan);
    let mut random = county.random(40);
    let cut = school_cut(county.as_of);
    let (mut here, mut away) = (Vec::new(), Vec::new());
    for place in county.present().filter(|it| !plan.not_enrolled.contains(it)) {
        let person = &county.people[place];
        let age = age_on(person, cut);
        let Some((stage, grade)) = stage(age) else { continue };
        let compulsory = (6..15).contains(&age);
        if person.work.is_some() || (!compulsory && !random.chance(700_000)) {
            continue;
        }
        let village = county.village_of(person);
        let outside = age > 17 || random.chance(if compulsory { 40_000 } else { 150_000 });
        // One of a hundred has only the number of the roll; it holds the identity number.
        let id = if random.chance(10_000) { "" } else { &person.id };
        let class = format!("{}班", random.between(1, 4));
        let tail = row![
            stage,
            grade,
            class,
            person.name,
            sex(person),
            format!("G{}", person.id),
            id,
            county.head_of(person.household).name,
            person.phone,
            village.township,
            village.name,
            if age > 14 { random.between(20, 90) * 100 } else { 0 },
        ];
        let mut line = row![""];
        if outside {
            line.push(random.pick(&["攀枝花市仁和区", "楚雄市", "昆明市"]).to_owned());
            line.push("县外学校".to_owned());
            line.extend(tail);
            away.push(line);
        } else {
            line.push(format!("{}{stage}学校", village.township));
            line.extend(tail);
            here.push(line);
        }
    }
    let common = [
        "学段",
        "年级",
        "班级",
        "学生姓名",
        "性别",
        "学籍号",
        "身份证件号",
        "监护人",
        "监护人电话",
        "户籍乡镇",
        "户籍村",
        "学年自付费用",
    ];
    let header = |first: &[&'static str]| [&["序号"], first, &common[..]].concat();
    let mut sheet = |name, title: String, first: &[&'static str], rows| {
        let sheet = Sheet {
            name,
            titles: vec![title],
            header: header(first),
            rows,
            numbers: &["学年自付费用"],
            ..Sheet::default()
        };
        sheet.mess(&mut random, true).numbered()
    };
    let term = format!("{}年秋季学期", cut.format("%Y"));
    let sheets = [
        sheet("县内在校", format!("{}{term}在校学生花名册", county.name), &["学校名称"], here),
        sheet(
            "县外就读",
            format!("{}户籍县外就读学生", county.name),
            &["就读县市", "就读学校"],
            away,
        ),
    ];
    office.xlsx(&format!("06_教体局/{term}在校学生名册.xlsx"), &sheets)
}

fn dropouts(office: &mut Office<'_>) -> anyhow::Result<()> {
    let (county, plan) = (office.county, office.plan);
    let mut random = county.random(41);
    let cut = school_cut(county.as_of);
    let at_school: Vec<usize> = county
        .present()
        .filter(|it| (7..14).contains(&age_on(&county.people[*it], cut)))
        .filter(|it| !plan.not_enrolled.contains(it))
        .collect();
    let mut chosen: Vec<(usize, &str, &str)> = Vec::new();
    for person in &plan.dropouts {
        chosen.push((
            *person,
            random.pick(&["随父母外出失联", "厌学", "家庭变故"]),
            random.pick(&["家长不配合", "正在劝返", "联系不上"]),
        ));
    }
    for _ in 0..county.part(24) {
        let place = at_school[random.below(at_school.len() as i64) as usize];
        let (why, now) = if random.chance(500_000) {
            ("厌学", "已劝返复学")
        } else {
            ("身体原因", "经教育专家委员会评估，送教上门")
        };
        chosen.push((place, why, now));
    }
    chosen.sort_unstable();
    let mut rows = Vec::new();
    for (place, why, now) in chosen {
        let person = &county.people[place];
        let village = county.village_of(person);
        let grade = stage(age_on(person, cut)).map(|it| it.1).unwrap_or_default();
        rows.push(row![
            "",
            format!("{}小学", village.township),
            grade,
            person.name,
            sex(person),
            person.id,
            village.township,
            village.name,
            county.head_of(person.household).name,
            person.phone,
            county.days_ago(random.between(10, 55)).format("%Y.%-m.%-d"),
            why,
            now,
        ]);
    }
    let sheet = Sheet {
        titles: vec![format!("义务教育阶段疑似失学辍学学生名单（{}排查）", office.month_zh())],
        header: vec![
            "序号",
            "学校",
            "年级",
            "姓名",
            "性别",
            "学籍号/身份证号",
            "乡镇",
            "村委会",
            "监护人",
            "联系电话",
            "离校时间",
            "未到校原因",
            "劝返情况",
        ],
        rows,
        ..Sheet::default()
    };
    let sheet = sheet.mess(&mut random, true).numbered();
    office.xlsx(&format!("06_教体局/疑似辍学名单_{}.xlsx", office.month()), &[sheet])
}

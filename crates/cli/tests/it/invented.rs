//! A few invented families and their files, written by the tests themselves.

use std::{fmt::Write as _, fs, path::Path};

use kernel::ResidentId;

/// Somebody invented: the sequence part of the number hits no living person.
pub fn number(person: usize) -> String {
    let (year, month, day) = (1950 + person % 60, 1 + person % 12, 1 + person % 28);
    let seventeen = format!("532327{year:04}{month:02}{day:02}{:03}", 600 + person / 60 % 390);
    ResidentId::with_check_digit(&seventeen).expect("a possible number").reveal().to_owned()
}

/// A name that differs from person to person of a village.
pub fn name(person: usize) -> String {
    const FAMILY: [&str; 8] = ["赵", "钱", "孙", "李", "周", "吴", "郑", "王"];
    const FIRST: [&str; 10] = ["春", "夏", "秋", "冬", "东", "南", "西", "北", "山", "川"];
    const SECOND: [&str; 10] = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十"];
    format!("{}{}{}", FAMILY[person % 8], FIRST[person / 8 % 10], SECOND[person / 80 % 10])
}

/// The police register: two persons a household.
pub fn write_register(folder: &Path, persons: usize) {
    let mut text =
        String::from("户号,姓名,性别,民族,出生日期,公民身份号码,与户主关系,户主姓名,户籍地址\n");
    for person in 0..persons {
        let household = person / 2;
        let id = number(person);
        let relation = if person % 2 == 0 { "户主" } else { "子" };
        let sex = if id.as_bytes()[16] % 2 == 1 { "男" } else { "女" };
        writeln!(
            text,
            "5323271010{household:05},{},{sex},汉族,{},{id},{relation},{},云南省永仁县永定镇苴却社区凹子组{household}号",
            name(person),
            &id[6..14],
            name(household * 2),
        )
        .expect("written");
    }
    fs::write(folder.join("户籍人口.csv"), text).expect("written");
}

/// One claim as the department writes it.
pub struct Claim {
    pub number: String,
    pub name: String,
    pub id: String,
    pub kind: &'static str,
    pub self_paid: String,
    pub day: String,
}

/// A file of claims.
pub fn write_claims(path: &Path, claims: &[Claim]) {
    let mut text = String::from(
        "序号,结算流水号,姓名,身份证号码,就诊类型,费用总额,统筹支付,大病保险支付,医疗救助支付,目录内个人自付,目录外自费,就诊日期,医疗机构\n",
    );
    for (row, it) in claims.iter().enumerate() {
        writeln!(
            text,
            "{},{},{},{},{},100.00,0,0,0,{},0,{},永仁县人民医院",
            row + 1,
            it.number,
            it.name,
            it.id,
            it.kind,
            it.self_paid,
            it.day,
        )
        .expect("written");
    }
    fs::write(path, text).expect("written");
}

/// `count` small claims spread over `persons`, and one person above every line.
pub fn claims(count: usize, persons: usize) -> Vec<Claim> {
    (0..count)
        .map(|it| {
            let person = it % persons;
            Claim {
                number: format!("5323272310{it:08}"),
                name: name(person),
                id: number(person),
                kind: if it == 0 { "普通住院" } else { "普通门诊" },
                self_paid: if it == 0 { "9000.00".to_owned() } else { "1.25".to_owned() },
                day: format!("2023-{:02}-{:02}", 1 + it % 10, 1 + it % 28),
            }
        })
        .collect()
}

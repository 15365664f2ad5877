//! Claims, people without insurance, diagnoses, disability.

use std::collections::HashMap;

use chrono::NaiveDate;

use super::office::{Encoding, Office, Sheet, row, sex, yuan};
use super::people::County;
use crate::random::Random;

/// Writes the files of the medical and the disability departments.
pub(super) fn write(office: &mut Office<'_>) -> anyhow::Result<()> {
    claims(office)?;
    uninsured(office)?;
    diagnoses(office)?;
    disability(office)
}

struct Claim {
    number: String,
    person: usize,
    kind: &'static str,
    on: NaiveDate,
    self_paid: i64,
}

struct Claims<'c> {
    county: &'c County,
    random: Random,
    list: Vec<Claim>,
}

impl Claims<'_> {
    /// `self_paid` in fen.
    fn add(&mut self, person: usize, kind: &'static str, self_paid: i64) {
        let on = self.county.days_ago(self.random.between(0, 355));
        let number = format!("5323{}{:07}", on.format("%y%m"), self.list.len() + 1);
        self.list.push(Claim { number, person, kind, on, self_paid });
    }

    fn reverse_last(&mut self) {
        if let Some(last) = self.list.last() {
            let (number, on) = (format!("{}R", last.number), last.on);
            let (person, kind, self_paid) = (last.person, last.kind, -last.self_paid);
            self.list.push(Claim { number, person, kind, on, self_paid });
        }
    }
}

fn claims(office: &mut Office<'_>) -> anyhow::Result<()> {
    let (county, plan) = (office.county, office.plan);
    let mut made = Claims { county, random: county.random(20), list: Vec::new() };
    for person in &plan.expensive_year {
        let bills = made.random.between(3, 6);
        let each = made.random.between(9_000, 26_000) * 100 / bills;
        for _ in 0..bills {
            let paid = each + made.random.between(1, 90) * 7;
            made.add(*person, "普通住院", paid);
        }
    }
    for person in &plan.expensive_stay {
        let paid = made.random.between(610_000, 845_000);
        made.add(*person, "普通住院", paid);
    }
    for person in &plan.reversed_stay {
        let paid = made.random.between(900_000, 1_500_000);
        made.add(*person, "普通住院", paid);
        made.reverse_last();
    }
    // Everybody else stays clearly below the yearly line.
    let mut sums: HashMap<usize, i64> = HashMap::new();
    for claim in &made.list {
        *sums.entry(claim.person).or_default() += claim.self_paid.abs();
    }
    let people: Vec<usize> = county.present().collect();
    let wanted = county.part(60_000);
    while made.list.len() < wanted {
        let person = people[made.random.below(people.len() as i64) as usize];
        let age = county.people[person].age;
        if age < 50 && made.random.chance(550_000) {
            continue;
        }
        let kind = match made.random.below(100) {
            0..70 => "普通门诊",
            70..86 => "门诊慢性病",
            _ => "普通住院",
        };
        let usual = if kind == "普通住院" { 90_000.0 } else { 5_200.0 };
        let paid = made.random.amount(usual, 0.6).min(420_000);
        let sum = sums.entry(person).or_default();
        if *sum + paid < 700_000 {
            *sum += paid;
            made.add(person, kind, paid);
            if made.random.chance(400) {
                made.reverse_last();
            }
        }
    }
    let Claims { mut random, mut list, .. } = made;
    list.sort_by(|one, other| (one.on, &one.number).cmp(&(other.on, &other.number)));
    let first = county.month.first_day();
    let early: Vec<&Claim> = list.iter().filter(|it| it.on < first).collect();
    // The file of the month sends the last rows of the other once more.
    let sent_again = early.len() - (early.len() / 900).min(early.len());
    let late: Vec<&Claim> = early[sent_again..]
        .iter()
        .copied()
        .chain(list.iter().filter(|it| it.on >= first))
        .collect();
    let header = vec![
        "序号",
        "结算流水号",
        "姓名",
        "身份证号码",
        "医疗机构",
        "就诊类型",
        "就诊日期",
        "费用总额",
        "统筹支付",
        "大病保险支付",
        "医疗救助支付",
        "目录内个人自付",
        "目录外自费",
    ];
    let from = county.days_ago(355).format("%Y%m").to_string();
    let month = office.month();
    let paths = [
        format!("03_医保局/医保个人自付明细_{from}起.csv"),
        format!("03_医保局/医保个人自付明细_{month}当月.csv"),
    ];
    let title = format!("{}城乡居民医保{}个人自付明细", county.name, office.month_zh());
    for (path, claims, titles) in [(&paths[0], early, vec![]), (&paths[1], late, vec![title])] {
        let rows = claims
            .iter()
            .map(|it| claim_row(&mut Random::of(&[county.seed, digits(&it.number)]), county, it));
        let sheet =
            Sheet { titles, header: header.clone(), rows: rows.collect(), ..Sheet::default() };
        let sheet = sheet.mess(&mut random, false).numbered();
        office.csv(path, &sheet, Encoding::Gb18030)?;
    }
    Ok(())
}

fn digits(number: &str) -> u64 {
    number.trim_end_matches('R').parse().unwrap_or_default()
}

fn claim_row(random: &mut Random, county: &County, claim: &Claim) -> Vec<String> {
    let person = &county.people[claim.person];
    let outside = claim.self_paid * random.between(2, 20) / 100;
    let stay = claim.kind == "普通住院";
    let pooled = claim.self_paid * random.between(120, 260) / 100;
    let large = if stay && claim.self_paid.abs() > 500_000 { claim.self_paid / 3 } else { 0 };
    let aid = if stay && random.chance(200_000) { claim.self_paid / 10 } else { 0 };
    let total = claim.self_paid + outside + pooled + large + aid;
    let county_hospital = format!("{}人民医院", county.name);
    let station = format!("{}卫生院", county.village_of(person).township);
    let hospital = match random.below(4) {
        0 | 1 if !stay => station,
        0..3 => county_hospital,
        _ => "攀枝花市中心医院".to_owned(),
    };
    row![
        "",
        claim.number,
        person.name,
        format!("{}\t", person.id),
        hospital,
        claim.kind,
        claim.on,
        yuan(total),
        yuan(pooled),
        yuan(large),
        yuan(aid),
        yuan(claim.self_paid),
        yuan(outside),
    ]
}

fn uninsured(office: &mut Office<'_>) -> anyhow::Result<()> {
    let (county, plan) = (office.county, office.plan);
    let mut random = county.random(21);
    let people: Vec<usize> = county.present().collect();
    let mut chosen: Vec<(usize, &str)> = Vec::new();
    for person in &plan.uninsured {
        chosen.push((*person, random.pick(&["本人不愿参保", "费用高", "外出联系不上"])));
    }
    while chosen.len() < county.part(930) {
        let place = people[random.below(people.len() as i64) as usize];
        let poor = county.households[county.people[place].household].low_income();
        let elsewhere = ["已参加职工医保", "已在外地参保", "现役军人"];
        let why = if poor || random.chance(400_000) {
            random.pick(&elsewhere)
        } else {
            random.pick(&["本人不愿参保", "在外参保待核实"])
        };
        chosen.push((place, why));
    }
    chosen.sort_unstable();
    chosen.dedup_by_key(|it| it.0);
    let rows = chosen.into_iter().map(|(place, why)| {
        let person = &county.people[place];
        let village = county.village_of(person);
        row![
            "",
            village.township,
            village.name,
            person.name,
            person.id,
            "居民",
            why,
            person.phone,
            ""
        ]
    });
    let sheet = Sheet {
        titles: vec![
            format!("{}{}城乡居民医保未参保人员名单", county.name, office.month_zh()),
            format!("填报单位：{}医疗保障局", county.name),
        ],
        header: vec![
            "序号",
            "乡镇",
            "村委会",
            "姓名",
            "身份证号码",
            "人员类别",
            "未参保原因",
            "联系电话",
            "备注",
        ],
        rows: rows.collect(),
        ..Sheet::default()
    };
    let sheet = sheet.mess(&mut random, false).numbered();
    let path = format!("03_医保局/城乡居民医保未参保人员_{}.xlsx", office.day());
    office.xlsx(&path, &[sheet])
}

fn diagnoses(office: &mut Office<'_>) -> anyhow::Result<()> {
    let (county, plan) = (office.county, office.plan);
    let mut random = county.random(22);
    let serious = ["肺癌", "胃癌", "乳腺癌", "慢性肾衰竭", "急性心肌梗塞", "脑卒中后遗症"];
    let chronic = ["高血压", "糖尿病", "慢性阻塞性肺疾病", "帕金森病", "类风湿性关节炎"];
    let mut chosen: Vec<(usize, &str, &str)> = Vec::new();
    for person in &plan.diagnosed {
        chosen.push((*person, random.pick(&serious), "大病"));
    }
    let people: Vec<usize> = county.present().filter(|it| county.people[*it].age > 35).collect();
    for _ in 0..county.part(210) {
        let place = people[random.below(people.len() as i64) as usize];
        chosen.push((place, random.pick(&chronic), "慢病"));
    }
    chosen.sort_unstable();
    let mut rows = Vec::new();
    for (place, disease, kind) in chosen {
        let person = &county.people[place];
        let village = county.village_of(person);
        let on = county.days_ago(random.between(0, 80)).format("%Y/%-m/%-d");
        let hospital = random.pick(&["县人民医院", "县中医医院", "攀枝花市中心医院"]);
        rows.push(row![
            "",
            village.township,
            village.name,
            person.name,
            sex(person),
            person.id,
            disease,
            kind,
            on,
            hospital,
            person.phone,
            "",
        ]);
    }
    let sheet = Sheet {
        titles: vec![format!("{}新增大病、慢病确诊人员", office.month_zh())],
        header: vec![
            "序号",
            "乡镇",
            "村委会",
            "姓名",
            "性别",
            "身份证号",
            "疾病名称",
            "病种类别",
            "确诊日期",
            "确诊医院",
            "联系电话",
            "备注",
        ],
        rows,
        ..Sheet::default()
    };
    let sheet = sheet.mess(&mut random, false).numbered();
    let path = format!("13_卫健局/新增大病慢病确诊名单_{}.xlsx", office.month());
    office.xlsx(&path, &[sheet])
}

fn disability(office: &mut Office<'_>) -> anyhow::Result<()> {
    let (county, plan) = (office.county, office.plan);
    let mut random = county.random(23);
    const KINDS: [&str; 7] = ["视力", "听力", "言语", "肢体", "智力", "精神", "多重"];
    const GRADES: [&str; 4] = ["一级", "二级", "三级", "四级"];
    // Person, category and grade as in the certificate, how many days ago.
    let mut chosen: Vec<(usize, i64, i64, i64)> = Vec::new();
    for (people, kinds, grades) in [
        (&plan.severe, [1, 4, 6], [1, 2]),
        (&plan.mental, [5, 6, 6], [3, 4]),
        (&plan.other_disabled, [1, 2, 4], [3, 4]),
    ] {
        for person in people {
            let kind = kinds[random.below(3) as usize];
            let grade = grades[random.below(2) as usize];
            chosen.push((*person, kind, grade, random.between(3, 85)));
        }
    }
    let recent: Vec<usize> = chosen.iter().map(|it| it.0).collect();
    for place in county.present() {
        if county.people[place].health == "残疾" && !recent.contains(&place) {
            let (kind, grade) = (random.between(1, 7), random.between(1, 4));
            chosen.push((place, kind, grade, random.between(200, 3_600)));
        }
    }
    chosen.sort_unstable();
    let mut rows = Vec::new();
    for (place, kind, grade, days) in chosen {
        let person = &county.people[place];
        let village = county.village_of(person);
        let state = if days > 200 && random.chance(15_000) { "冻结" } else { "有效" };
        rows.push(row![
            "",
            person.name,
            sex(person),
            format!("{}{kind}{grade}", person.id),
            KINDS[kind as usize - 1],
            GRADES[grade as usize - 1],
            county.days_ago(days),
            state,
            village.township,
            village.name,
            person.phone,
            "",
        ]);
    }
    let header = vec![
        "序号",
        "姓名",
        "性别",
        "残疾人证号",
        "残疾类别",
        "残疾等级",
        "发证日期",
        "证件状态",
        "乡镇",
        "村（社区）",
        "联系电话",
        "备注",
    ];
    let sheet = Sheet { header, rows, ..Sheet::default() }.mess(&mut random, false).numbered();
    let path = format!("05_残联/持证残疾人名册_{}.xlsx", office.day());
    office.xlsx(&path, &[sheet])
}

//! Work away from home, unemployment, people who came back.

use std::collections::HashSet;

use super::office::{Encoding, Office, Sheet, row};

/// Writes the files of the human resources department.
pub(super) fn write(office: &mut Office<'_>) -> anyhow::Result<()> {
    migrant_work(office)?;
    unemployment(office)?;
    returnees(office)
}

fn migrant_work(office: &mut Office<'_>) -> anyhow::Result<()> {
    let (county, plan) = (office.county, office.plan);
    let mut random = county.random(50);
    let jobless: HashSet<usize> = plan.jobless.iter().copied().collect();
    let mut rows = Vec::new();
    for place in county.present() {
        let person = &county.people[place];
        let Some(work) = &person.work else { continue };
        let village = county.village_of(person);
        let ended = if jobless.contains(&place) {
            county.days_ago(220).format("%Y%m").to_string()
        } else {
            String::new()
        };
        rows.push(row![
            "",
            village.township,
            village.name,
            person.name,
            person.id,
            work.place,
            random.pick(&["建筑业", "制造业", "住宿和餐饮业", "采矿业"]),
            work.wage,
            work.from.format("%Y%m"),
            ended,
            random.pick(&["亲戚朋友介绍", "政府组织劳务输出", "自发"]),
            person.phone,
            "",
        ]);
    }
    let header = vec![
        "序号",
        "乡镇",
        "村委会",
        "姓名",
        "身份证号码",
        "务工地点",
        "行业",
        "月收入",
        "外出时间",
        "返回时间",
        "就业渠道",
        "联系电话",
        "备注",
    ];
    let sheet = Sheet { header, rows, ..Sheet::default() }.mess(&mut random, false).numbered();
    let path = format!("07_人社局/农村劳动力转移就业信息_{}.csv", office.day());
    office.csv(&path, &sheet, Encoding::Gb18030)
}

fn unemployment(office: &mut Office<'_>) -> anyhow::Result<()> {
    let (county, plan) = (office.county, office.plan);
    let mut random = county.random(51);
    // Person, days since, found work again.
    let mut chosen: Vec<(usize, i64, &str)> = Vec::new();
    for person in &plan.jobless {
        chosen.push((*person, random.between(100, 210), "否"));
    }
    let workers: Vec<usize> = county
        .present()
        .filter(|it| county.people[*it].work.is_some() && !plan.jobless.contains(it))
        .collect();
    for number in 0..county.part(120).min(workers.len()) {
        let place = workers[random.below(workers.len() as i64) as usize];
        let again = if number % 2 == 0 {
            (random.between(30, 200), "是")
        } else {
            (random.between(5, 80), "否")
        };
        chosen.push((place, again.0, again.1));
    }
    chosen.sort_unstable();
    chosen.dedup_by_key(|it| it.0);
    let mut rows = Vec::new();
    for (place, days, again) in chosen {
        let person = &county.people[place];
        let village = county.village_of(person);
        let place = person.work.as_ref().map_or("", |it| it.place);
        rows.push(row![
            "",
            person.name,
            person.id,
            village.township,
            village.name,
            place,
            county.days_ago(days).format("%Y/%-m/%-d"),
            county.days_ago((days - 12).max(0)).format("%Y/%-m/%-d"),
            random.pick(&["企业裁员", "工程完工", "个人原因离职"]),
            again,
            person.phone,
            "",
        ]);
    }
    let header = vec![
        "序号",
        "姓名",
        "身份证号码",
        "乡镇",
        "村委会",
        "原就业地",
        "失业时间",
        "登记日期",
        "失业原因",
        "是否再就业",
        "联系电话",
        "备注",
    ];
    let sheet = Sheet { header, rows, ..Sheet::default() }.mess(&mut random, false).numbered();
    let path = format!("07_人社局/失业登记人员名单_{}.csv", office.month());
    office.csv(&path, &sheet, Encoding::Gb18030)
}

fn returnees(office: &mut Office<'_>) -> anyhow::Result<()> {
    let county = office.county;
    let mut random = county.random(52);
    let workers: Vec<usize> =
        county.present().filter(|it| county.people[*it].work.is_some()).collect();
    let mut rows = Vec::new();
    for _ in 0..county.part(310) {
        let person = &county.people[workers[random.below(workers.len() as i64) as usize]];
        let village = county.village_of(person);
        let short = random.chance(800_000);
        let (why, plan) = if short {
            (random.pick(&["返乡秋收", "家中办喜事"]), "继续外出")
        } else {
            ("工地停工", random.pick(&["本地就业", "暂无打算"]))
        };
        rows.push(row![
            "",
            village.township,
            village.name,
            person.name,
            person.id,
            person.work.as_ref().map_or("", |it| it.place),
            county.days_ago(random.between(2, 60)),
            why,
            plan,
            person.phone,
            if short { "短期" } else { "" },
        ]);
    }
    let header = vec![
        "序号",
        "乡镇",
        "村委会",
        "姓名",
        "身份证号码",
        "返乡前务工地",
        "返乡时间",
        "返乡原因",
        "就业意愿",
        "联系电话",
        "备注",
    ];
    let sheet = Sheet { header, rows, ..Sheet::default() }.mess(&mut random, false).numbered();
    let path = format!("07_人社局/返乡人员统计表_{}.csv", office.month());
    office.csv(&path, &sheet, Encoding::Gb18030)
}

//! Police register, departures, and the exports of the national system.

use super::office::{Encoding, Office, Sheet, row, sex};

/// Writes the four files that others are matched against.
pub(super) fn write(office: &mut Office<'_>) -> anyhow::Result<()> {
    police(office)?;
    departures(office)?;
    persons(office)?;
    households(office)
}

fn police(office: &mut Office<'_>) -> anyhow::Result<()> {
    let county = office.county;
    let mut random = county.random(10);
    let mut rows = Vec::with_capacity(county.people.len());
    for place in county.present() {
        let person = &county.people[place];
        let home = &county.households[person.household];
        rows.push(row![
            home.book_no,
            person.name,
            sex(person),
            home.ethnicity,
            person.birth.format("%Y%m%d"),
            person.id,
            person.relation,
            county.head_of(person.household).name,
            if person.age < 22 { "未婚" } else { "已婚" },
            if person.age < 16 {
                ""
            } else {
                random.pick(&["小学毕业", "初级中学毕业", "普通高中毕业"])
            },
            county.address(person.household),
            "农业家庭户口",
            "正常",
        ]);
    }
    let header = vec![
        "户号",
        "姓名",
        "性别",
        "民族",
        "出生日期",
        "公民身份号码",
        "与户主关系",
        "户主姓名",
        "婚姻状况",
        "文化程度",
        "户籍地址",
        "户口性质",
        "人员状态",
    ];
    let sheet = Sheet { header, rows, ..Sheet::default() }.mess(&mut random, true);
    let path = format!("02_公安局/{}户籍人口信息_{}.csv", county.name, office.day());
    office.csv(&path, &sheet, Encoding::Gb18030)
}

fn departures(office: &mut Office<'_>) -> anyhow::Result<()> {
    let county = office.county;
    let mut rows = Vec::new();
    for person in &county.people {
        let Some((kind, on)) = person.departed else { continue };
        let village = county.village_of(person);
        let why = if kind == "迁出" { "迁往外县" } else { "自然死亡" };
        rows.push(row![
            "",
            person.name,
            sex(person),
            person.id,
            village.township,
            village.name,
            kind,
            on,
            why
        ]);
    }
    let sheet = Sheet {
        titles: vec![format!("{}死亡注销及户口迁出人员（截至{}）", county.name, county.as_of)],
        header: vec![
            "序号",
            "姓名",
            "性别",
            "身份证号",
            "乡镇",
            "村委会",
            "注销类型",
            "注销日期",
            "原因",
        ],
        rows,
        ..Sheet::default()
    };
    let sheet = sheet.mess(&mut county.random(11), true).numbered();
    let path = format!("02_公安局/死亡注销、迁出人员名单_{}.xlsx", office.month());
    office.xlsx(&path, &[sheet])
}

fn persons(office: &mut Office<'_>) -> anyhow::Result<()> {
    let (county, plan) = (office.county, office.plan);
    let mut random = county.random(12);
    let mut rows = Vec::new();
    for (place, home) in county.households.iter().enumerate() {
        if !home.out_of_poverty && home.monitored.is_none() {
            continue;
        }
        let listed: Vec<usize> = home
            .members
            .clone()
            .filter(|it| county.people[*it].departed.is_none() || random.chance(120_000))
            .collect();
        let head = if plan.low_income.contains(&place) {
            random.between(4_200, 8_650)
        } else {
            (random.amount(15_600.0, 0.28)).max(9_150)
        };
        let people = listed.len() as i64;
        let net = head * people;
        let (wage, operating, property) = (net * 55 / 100, net * 36 / 100, net / 100);
        let cost = net / 10;
        let transfer = net + cost - wage - operating - property;
        let village = &county.villages[home.village];
        let watched = home.monitored.as_ref();
        let risk = |it: usize| watched.map_or("", |one| one.risks[it]);
        let date = |it: chrono::NaiveDate| it.format("%Y-%m-%d").to_string();
        for member in listed {
            let person = &county.people[member];
            let school = match person.age {
                0..3 => "学龄前儿童",
                3..6 => "学前教育",
                6..12 => "小学",
                12..15 => "初中",
                _ => "非在校生",
            };
            let yes = |good: bool| if good { "是" } else { "否" };
            rows.push(row![
                county.name,
                village.township,
                village.short,
                home.national_no,
                person.name,
                "居民身份证",
                person.id,
                sex(person),
                home.ethnicity,
                person.relation,
                if home.out_of_poverty { "脱贫户" } else { "一般农户" },
                watched.map_or("", |it| it.kind),
                watched.map_or("", |it| yes(it.eliminated.is_some())),
                watched.map_or_else(String::new, |it| date(it.identified)),
                watched.and_then(|it| it.eliminated).map_or_else(String::new, date),
                risk(0),
                risk(1),
                "",
                wage,
                operating,
                property,
                transfer,
                cost,
                net,
                head,
                "0",
                "0",
                person.labor,
                person.health,
                school,
                "是",
                "否",
                yes(person.age >= 16),
                if home.dibao.is_some() { "农村低保" } else { "未享受" },
                if home.tekun { "农村特困" } else { "未享受" },
                "否",
                yes(!plan.dry.contains(&place)),
                person.phone,
            ]);
        }
    }
    let header = vec![
        "县",
        "乡",
        "村",
        "户编号",
        "姓名",
        "证件类型",
        "证件号码",
        "性别",
        "民族",
        "与户主关系",
        "户类型",
        "监测对象类别",
        "风险是否已消除",
        "识别监测时间",
        "消除监测时间",
        "致贫/返贫风险1",
        "致贫/返贫风险2",
        "致贫/返贫风险3",
        "工资性收入",
        "生产经营性收入",
        "财产性收入",
        "转移性收入",
        "生产经营性支出",
        "家庭纯收入",
        "人均纯收入（元）",
        "家庭理赔收入",
        "合规自付支出",
        "劳动技能",
        "健康状况",
        "在校生状况",
        "是否参加城乡居民基本医疗保险",
        "是否参加城镇职工基本医疗保险",
        "是否参加城乡居民基本养老保险",
        "享受低保政策情况",
        "享受特困供养政策情况",
        "是否危房户",
        "是否解决安全饮用水",
        "家庭成员联系电话",
    ];
    let titles = vec!["（自定义）监测对象信息".to_owned(), exported(office)];
    let sheet = Sheet { titles, header, rows, ..Sheet::default() }.mess(&mut random, true);
    let path = format!("01_国家系统导出/（自定义）监测对象信息导出_{}.xlsx", office.day());
    office.xlsx(&path, &[sheet])
}

fn households(office: &mut Office<'_>) -> anyhow::Result<()> {
    let county = office.county;
    let mut random = county.random(13);
    let mut rows = Vec::new();
    for (place, home) in county.households.iter().enumerate() {
        let (village, head) = (&county.villages[home.village], county.head_of(place));
        let members = home.members.len() as i64;
        let yes = |good: bool| if good { "是" } else { "否" };
        let watched = home.monitored.as_ref().filter(|it| it.eliminated.is_none());
        rows.push(row![
            county.name,
            village.township,
            village.short,
            home.group,
            home.national_no,
            head.name,
            head.id,
            if home.out_of_poverty { "脱贫户" } else { "一般农户" },
            watched.map_or("", |it| it.kind),
            members,
            random.between(1, members),
            head.phone,
            random.pick(&["砖混", "框架", "砖木", "土木"]),
            random.between(60, 220),
            yes(random.chance(960_000)),
            yes(random.chance(980_000)),
            yes(random.chance(900_000)),
        ]);
    }
    let header = vec![
        "县(市、区、旗)",
        "乡(镇)",
        "行政村",
        "自然村（组）",
        "户编号",
        "户主姓名",
        "户主证件号码",
        "户类型",
        "监测对象类别",
        "家庭人口数",
        "常住人口数",
        "户联系电话",
        "住房结构",
        "住房面积",
        "卫生厕所是否能正常使用",
        "是否通自来水",
        "入户道路是否硬化",
    ];
    let titles = vec!["（乡村建设）户信息".to_owned(), exported(office)];
    let sheet = Sheet { titles, header, rows, ..Sheet::default() }.mess(&mut random, true);
    let path = format!("01_国家系统导出/（乡村建设）户信息导出_{}.xlsx", office.day());
    office.xlsx(&path, &[sheet])
}

fn exported(office: &Office<'_>) -> String {
    let county = office.county;
    format!("导出单位：{}{}    导出时间：{} 17:30:05", county.prefecture, county.name, county.as_of)
}

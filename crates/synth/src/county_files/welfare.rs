//! Dibao, tekun, temporary assistance, payments.

use super::office::{Office, Sheet, row, sex};

/// Writes the files of the civil affairs department.
pub(super) fn write(office: &mut Office<'_>) -> anyhow::Result<()> {
    dibao(office)?;
    tekun(office)?;
    assistance(office)?;
    heating(office)
}

/// Village subtotals, and the header again for every township, as it is printed.
fn dibao(office: &mut Office<'_>) -> anyhow::Result<()> {
    let county = office.county;
    let mut random = county.random(30);
    let header = vec![
        "序号",
        "乡镇",
        "村委会",
        "户主姓名",
        "保障对象姓名",
        "身份证号码",
        "与户主关系",
        "保障类别",
        "月保障金",
        "起始日期",
        "备注",
    ];
    let mut people = Vec::new();
    for (place, home) in county.households.iter().enumerate() {
        let Some(grade) = home.dibao else { continue };
        let amount = match grade {
            "A类" => 450,
            "B类" => 320,
            _ => 230,
        };
        let started = county.days_ago(random.between(200, 2_500));
        let village = &county.villages[home.village];
        for member in home.members.clone() {
            let person = &county.people[member];
            if person.departed.is_some_and(|_| !random.chance(100_000)) {
                continue;
            }
            people.push(row![
                "",
                village.township,
                village.name,
                county.head_of(place).name,
                person.name,
                person.id,
                person.relation,
                grade,
                amount,
                started,
                "",
            ]);
        }
    }
    let rows = Sheet { header: header.clone(), rows: people, ..Sheet::default() };
    let people = rows.mess(&mut random, false).numbered().rows;
    let mut printed: Vec<Vec<String>> = Vec::new();
    let mut in_village = 0;
    for (place, person) in people.iter().enumerate() {
        in_village += 1;
        printed.push(person.clone());
        let next = people.get(place + 1);
        if next.is_none_or(|it| it[1..3] != person[1..3]) {
            let mut subtotal = vec![String::new(); header.len()];
            subtotal[1] = format!("{}小计", person[2]);
            subtotal[8] = format!("{in_village}人");
            printed.push(subtotal);
            in_village = 0;
        }
        if next.is_some_and(|it| it[1] != person[1]) {
            printed.push(header.iter().map(ToString::to_string).collect());
        }
    }
    let sheet = Sheet {
        titles: vec![
            format!("{}农村居民最低生活保障备案表", county.name),
            format!("{}    单位：人、元", office.month_zh()),
        ],
        header,
        rows: printed,
        numbers: &["月保障金"],
        ..Sheet::default()
    };
    let path = format!("04_民政局/农村低保备案表_{}.xlsx", office.month());
    office.xlsx(&path, &[sheet])
}

fn tekun(office: &mut Office<'_>) -> anyhow::Result<()> {
    let county = office.county;
    let mut random = county.random(31);
    let mut rows = Vec::new();
    for (place, home) in county.households.iter().enumerate().filter(|(_, it)| it.tekun) {
        let (person, village) = (county.head_of(place), &county.villages[home.village]);
        let care = random.pick(&["全自理", "全自理", "半护理", "全护理"]);
        let mode = if care == "全护理" { "集中供养" } else { "分散供养" };
        rows.push(row![
            "",
            village.township,
            village.name,
            person.name,
            sex(person),
            person.id,
            mode,
            care,
            897,
            county.days_ago(random.between(300, 3_000)).format("%Y.%m.%d"),
            "",
        ]);
    }
    let sheet = Sheet {
        titles: vec![format!("{}农村特困人员供养名册（{}）", county.name, office.month_zh())],
        header: vec![
            "序号",
            "乡镇",
            "村委会",
            "姓名",
            "性别",
            "身份证号",
            "供养方式",
            "自理能力",
            "月供养金",
            "纳入时间",
            "备注",
        ],
        rows,
        numbers: &["月供养金"],
        ..Sheet::default()
    };
    let sheet = sheet.mess(&mut random, false).numbered();
    let path = format!("04_民政局/农村特困人员名册_{}.xlsx", office.month());
    office.xlsx(&path, &[sheet])
}

fn assistance(office: &mut Office<'_>) -> anyhow::Result<()> {
    let county = office.county;
    let mut random = county.random(32);
    let mut paid: Vec<(i64, usize)> = Vec::new();
    for _ in 0..county.part(640) {
        let place = random.below(county.households.len() as i64) as usize;
        paid.push((-random.between(1, 300), place));
    }
    paid.sort_unstable();
    let mut rows = Vec::new();
    for (days, place) in paid {
        let (person, home) = (county.head_of(place), &county.households[place]);
        let village = county.village_of(person);
        rows.push(row![
            "",
            village.township,
            village.name,
            person.name,
            person.id,
            home.members.len(),
            random.pick(&["大病医疗", "受灾", "交通事故", "家庭困难"]),
            random.between(1, 6) * 500,
            county.days_ago(days).format("%Y年%-m月%-d日"),
            person.phone,
            "",
        ]);
    }
    let sheet = Sheet {
        titles: vec![format!("{}临时救助发放台账（至{}）", county.name, office.month_zh())],
        header: vec![
            "序号",
            "乡镇",
            "村委会",
            "申请人姓名",
            "身份证号码",
            "家庭人口",
            "救助原因",
            "救助金额（元）",
            "发放日期",
            "联系电话",
            "备注",
        ],
        rows,
        numbers: &["救助金额（元）", "家庭人口"],
        ..Sheet::default()
    };
    let sheet = sheet.mess(&mut random, false).numbered();
    let path = format!("04_民政局/临时救助台账_{}.xlsx", office.month());
    office.xlsx(&path, &[sheet])
}

fn heating(office: &mut Office<'_>) -> anyhow::Result<()> {
    let county = office.county;
    let mut random = county.random(33);
    let mut rows = Vec::new();
    for number in 0..county.part(40) {
        let place = random.below(county.households.len() as i64) as usize;
        let person = county.head_of(place);
        let village = county.village_of(person);
        rows.push(row![
            number + 1,
            village.township,
            village.name,
            person.name,
            person.id,
            "冬春取暖补助",
            300,
            county.days_ago(random.between(1, 20)),
        ]);
    }
    let header =
        vec!["序号", "乡镇", "村委会", "姓名", "身份证号", "补助项目", "补助金额", "发放日期"];
    let sheet = Sheet { header, rows, ..Sheet::default() };
    let path = format!("04_民政局/冬春取暖补助发放_{}.xls", office.month());
    office.html(&path, &sheet)
}

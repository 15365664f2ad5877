//! Bad houses, missing water, losses by hail and flood.

use super::office::{Encoding, Office, Sheet, row};

/// Writes the files of the housing, water and emergency departments.
pub(super) fn write(office: &mut Office<'_>) -> anyhow::Result<()> {
    houses(office)?;
    water(office)?;
    losses(office)
}

/// The cells of township and village are merged downwards.
fn houses(office: &mut Office<'_>) -> anyhow::Result<()> {
    let (county, plan) = (office.county, office.plan);
    let mut random = county.random(60);
    let mut chosen: Vec<(usize, bool)> = plan.bad_houses.iter().map(|it| (*it, true)).collect();
    chosen.extend(plan.other_houses.iter().map(|it| (*it, false)));
    chosen.sort_unstable();
    let mut rows = Vec::new();
    for (place, bad) in chosen {
        let (person, home) = (county.head_of(place), &county.households[place]);
        let village = county.village_of(person);
        let (lived_in, repair) = match (bad, random.chance(500_000)) {
            (true, true) => ("是", "未改造"),
            (true, false) => ("是", "改造中"),
            (false, true) => ("是", "已竣工验收"),
            (false, false) => ("否", "未改造"),
        };
        rows.push(row![
            "",
            village.township,
            village.name,
            home.group,
            person.name,
            person.id,
            home.members.len(),
            random.pick(&["C级", "C级", "D级"]),
            random.pick(&["土木", "砖木"]),
            county.days_ago(random.between(10, 300)).format("%Y.%-m.%-d"),
            lived_in,
            repair,
            person.phone,
            "",
        ]);
    }
    let sheet = Sheet {
        name: "台账",
        titles: vec![format!("{}农村C、D级危房台账", county.name), office.month_zh()],
        header: vec![
            "序号",
            "乡镇",
            "村委会",
            "村民小组",
            "户主姓名",
            "身份证号",
            "家庭人口",
            "危房等级",
            "房屋结构",
            "鉴定时间",
            "是否有人居住",
            "改造状态",
            "联系电话",
            "备注",
        ],
        rows,
        numbers: &["家庭人口"],
        merged: 2,
    };
    let sheet = sheet.numbered();
    office.xlsx(&format!("08_住建局/农村危房C、D级台账_{}.xlsx", office.month()), &[sheet])
}

fn water(office: &mut Office<'_>) -> anyhow::Result<()> {
    let (county, plan) = (office.county, office.plan);
    let mut random = county.random(61);
    let mut rows = Vec::new();
    let faults = ["水质浑浊", "季节性缺水", "水窖渗漏", "水管损坏"];
    for (long, places) in [(true, &plan.dry), (false, &plan.dry_shortly)] {
        for place in places {
            let (person, home) = (county.head_of(*place), &county.households[*place]);
            let village = county.village_of(person);
            let days = if long { random.between(36, 110) } else { random.between(34, 60) };
            // The short ones were over before a month had passed.
            let restored =
                if long { String::new() } else { county.days_ago(days - 20).to_string() };
            rows.push(row![
                "",
                village.township,
                village.name,
                home.group,
                format!("{}集中供水工程", village.short),
                "单户",
                random.pick(&faults),
                county.days_ago(days),
                restored,
                1,
                person.name,
                person.id,
                person.phone,
                if long { "未恢复" } else { "已恢复" },
                "",
            ]);
        }
    }
    // Whole groups: no name and no number. One lasts, the others are new.
    for (number, village) in
        county.villages.iter().enumerate().filter(|(it, _)| it % 21 == 5).take(3)
    {
        let days = if number < 21 { 52 } else { random.between(4, 25) };
        let group = village.groups[number % village.groups.len()];
        let homes =
            county.households.iter().filter(|it| it.village == number && it.group == group).count();
        rows.push(row![
            "",
            village.township,
            village.name,
            group,
            format!("{}集中供水工程", village.short),
            "整组",
            "主管道爆裂",
            county.days_ago(days),
            "",
            homes,
            "",
            "",
            "",
            "未恢复",
            "整组停水",
        ]);
    }
    let header = vec![
        "序号",
        "乡镇",
        "村委会",
        "村民小组",
        "供水工程",
        "影响范围",
        "问题类型",
        "发现日期",
        "恢复日期",
        "影响户数",
        "户主姓名",
        "身份证号",
        "联系电话",
        "处置状态",
        "备注",
    ];
    let sheet = Sheet { header, rows, ..Sheet::default() }.numbered();
    let path = format!("09_水务局/饮水安全问题台账_{}.csv", office.day());
    office.csv(&path, &sheet, Encoding::Utf8Bom)
}

/// A third of the rows lacks the number, as villages report it.
fn losses(office: &mut Office<'_>) -> anyhow::Result<()> {
    let (county, plan) = (office.county, office.plan);
    let mut random = county.random(62);
    let hail_on = county.days_ago(48);
    let mut rows = Vec::new();
    for place in &plan.losses {
        let (person, home) = (county.head_of(*place), &county.households[*place]);
        let village = county.village_of(person);
        let hail = plan.hail.contains(place);
        let kind = if hail {
            "风雹灾害"
        } else {
            random.pick(&["洪涝灾害", "火灾", "低温冷冻"])
        };
        let on = if hail { hail_on } else { county.days_ago(random.between(3, 85)) };
        let id = if random.chance(333_000) { "" } else { &person.id };
        rows.push(row![
            "",
            village.township,
            village.name,
            home.group,
            person.name,
            id,
            home.members.len(),
            kind,
            on.format("%Y.%-m.%-d"),
            random.pick(&["玉米", "魔芋", "烤烟", "芒果"]),
            format!("{}.{}", random.between(0, 9), random.between(1, 9)),
            random.pick(&["无", "无", "轻微", "一般损坏", "严重损坏"]),
            random.between(8, 220) * 100,
            person.phone,
            "",
        ]);
    }
    let sheet = Sheet {
        titles: vec![
            format!("{}自然灾害受灾农户统计表", county.name),
            format!("填报：应急管理局    截至{}", county.as_of),
        ],
        header: vec![
            "序号",
            "乡镇",
            "村委会",
            "小组",
            "户主",
            "身份证号码",
            "人口",
            "灾害种类",
            "受灾时间",
            "受灾作物",
            "受灾面积（亩）",
            "房屋受损",
            "直接经济损失（元）",
            "电话",
            "备注",
        ],
        rows,
        numbers: &["人口", "受灾面积（亩）", "直接经济损失（元）"],
        ..Sheet::default()
    };
    let sheet = sheet.mess(&mut random, false).numbered();
    office.xlsx(&format!("10_应急局/受灾农户统计表_{}.xlsx", office.month()), &[sheet])
}

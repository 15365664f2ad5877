//! What people ask for: hotlines, petitions, the platform for relief.

use super::office::{Encoding, Office, Sheet, row};

/// What is said, what it is filed as.
const HARDSHIPS: [(&str, &str); 6] = [
    ("家里老人住院，\n自付的医药费都是借的，\n想问可以帮一点吗。", "医疗救助"),
    ("墙体开裂，下雨就漏，\n一家人还住在里面。", "住房安全"),
    ("水浑得很，放一晚上底下全是泥。", "农村饮水"),
    ("工地停工回来几个月了，\n没有找着活。", "就业"),
    ("冰雹把烤烟打完了，今年没有收成。", "其他"),
    ("家里只有老人和娃娃，生活费都拿不出。", "生活困难"),
];
const OTHERS: [(&str, &str); 4] = [
    ("今年化肥涨价，洋芋价钱又不涨。", "农资价格"),
    ("村口路灯坏了，什么时候修？", "公共设施"),
    ("请问身份证丢了要怎么补办？", "其他"),
    ("隔壁烧烤摊吵得睡不着。", "噪音扰民"),
];

/// Writes both lists.
pub(super) fn write(office: &mut Office<'_>) -> anyhow::Result<()> {
    hotline(office)?;
    platform(office)
}

fn hotline(office: &mut Office<'_>) -> anyhow::Result<()> {
    let county = office.county;
    let mut random = county.random(80);
    let mut rows = Vec::new();
    for number in 0..county.part(240) {
        let place = random.below(county.households.len() as i64) as usize;
        let person = county.head_of(place);
        let village = county.village_of(person);
        let (text, filed) = if random.chance(600_000) {
            HARDSHIPS[random.below(6) as usize]
        } else {
            OTHERS[random.below(4) as usize]
        };
        let on = county.days_ago(random.between(0, 88));
        // One caller sends what a spreadsheet would execute.
        let text = if number == 0 {
            "=HYPERLINK(\"http://example.invalid\",\"领取补贴\")"
        } else {
            text
        };
        rows.push(row![
            "",
            format!("{}{:04}", on.format("%Y%m%d"), number + 1),
            random.pick(&["12345热线", "12317热线", "网上信访", "县长信箱"]),
            on,
            person.name,
            if random.chance(40_000) { "" } else { &person.id },
            person.phone,
            village.township,
            village.name,
            text,
            filed,
            random.pick(&["已办结", "办理中", "待签收"]),
        ]);
    }
    let header = vec![
        "序号",
        "工单编号",
        "来源",
        "受理时间",
        "诉求人",
        "身份证号",
        "联系电话",
        "乡镇",
        "村（社区）",
        "诉求内容",
        "诉求分类",
        "办理状态",
    ];
    let sheet = Sheet { header, rows, ..Sheet::default() }.numbered();
    let path = format!("14_信访热线/热线信访转办件_{}.csv", office.month());
    office.csv(&path, &sheet, Encoding::Gb18030)
}

fn platform(office: &mut Office<'_>) -> anyhow::Result<()> {
    let county = office.county;
    let mut random = county.random(81);
    let mut rows = Vec::new();
    for number in 0..county.part(100) {
        let place = random.below(county.households.len() as i64) as usize;
        let (person, home) = (county.head_of(place), &county.households[place]);
        let village = county.village_of(person);
        let (text, filed) = HARDSHIPS[random.below(6) as usize];
        let on = county.days_ago(random.between(0, 88));
        rows.push(row![
            format!("ZF{}{:05}", on.format("%Y%m%d"), number + 1),
            random.pick(&["群众举手", "他人代举", "政府托举"]),
            format!("{on} 10:15:00"),
            person.name,
            if random.chance(40_000) { "" } else { &person.id },
            person.name,
            person.phone,
            village.township,
            village.name,
            home.group,
            filed,
            text.replace('\n', ""),
            random.pick(&["已转办", "已办结"]),
        ]);
    }
    let header = vec![
        "申请编号",
        "申请方式",
        "申请时间",
        "困难对象",
        "证件号码",
        "申请人",
        "申请人电话",
        "乡镇",
        "村",
        "组",
        "困难类型",
        "困难描述",
        "状态",
    ];
    let sheet = Sheet { header, rows, ..Sheet::default() };
    let path = format!("14_信访热线/政府救助平台申请_{}.csv", office.month());
    office.csv(&path, &sheet, Encoding::Utf8Bom)
}

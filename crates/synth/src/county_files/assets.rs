//! Vehicles, companies, houses in town.

use kernel::CreditCode;

use super::office::{Office, Sheet, row};
use crate::random::Random;

/// Writes the files of the departments that register property.
pub(super) fn write(office: &mut Office<'_>) -> anyhow::Result<()> {
    vehicles(office)?;
    companies(office)?;
    houses(office)
}

/// Adults, some of them twice.
fn owners(office: &Office<'_>, random: &mut Random, full: usize) -> Vec<usize> {
    let county = office.county;
    let adults: Vec<usize> =
        county.present().filter(|it| (20..70).contains(&county.people[*it].age)).collect();
    let many = adults.len() as i64;
    (0..county.part(full)).map(|_| adults[random.below(many) as usize]).collect()
}

fn vehicles(office: &mut Office<'_>) -> anyhow::Result<()> {
    let county = office.county;
    let mut random = county.random(70);
    let kinds = [
        "小型轿车",
        "小型普通客车",
        "轻型栏板货车",
        "普通二轮摩托车",
        "普通二轮摩托车",
        "大型拖拉机",
    ];
    let mut rows = Vec::new();
    for place in owners(office, &mut random, 3_400) {
        let person = &county.people[place];
        let village = county.village_of(person);
        let state = if random.chance(60_000) { "报废" } else { "正常" };
        let note = if random.chance(25_000) { "车辆已卖，未过户" } else { "" };
        rows.push(row![
            "",
            person.name,
            person.id,
            format!("云E{:05}", random.below(100_000)),
            random.pick(&kinds),
            random.pick(&["长安", "五菱", "东方红", "嘉陵"]),
            county.days_ago(random.between(100, 4_000)),
            state,
            village.township,
            village.short,
            note,
        ]);
    }
    let header = vec![
        "序号",
        "所有人",
        "身份证明号码",
        "号牌号码",
        "车辆类型",
        "品牌",
        "初次登记日期",
        "机动车状态",
        "乡镇",
        "村",
        "备注",
    ];
    let sheet = Sheet { header, rows, ..Sheet::default() }.mess(&mut random, false).numbered();
    office.xlsx(&format!("02_公安局/机动车登记比对结果_{}.xlsx", office.month()), &[sheet])
}

fn companies(office: &mut Office<'_>) -> anyhow::Result<()> {
    let county = office.county;
    let mut random = county.random(71);
    let mut rows = Vec::new();
    for place in owners(office, &mut random, 880) {
        let person = &county.people[place];
        let village = county.village_of(person);
        let (kind, role, first, capital) = match random.below(10) {
            0..7 => ("个体工商户", "经营者", "92", random.between(1, 20)),
            7 | 8 => ("农民专业合作社", "成员", "93", random.between(10, 300)),
            _ => ("有限责任公司", "法定代表人", "91", random.between(10, 500)),
        };
        let state = random.pick(&["存续", "存续", "存续", "注销"]);
        rows.push(row![
            "",
            credit_code(&mut random, first),
            format!("{}虚构商贸{:04}号", county.name, rows.len() + 1),
            kind,
            person.name,
            person.id,
            role,
            capital,
            county.days_ago(random.between(200, 4_000)),
            state,
            village.township,
            village.short,
            "",
        ]);
    }
    let header = vec![
        "序号",
        "统一社会信用代码",
        "主体名称",
        "主体类型",
        "姓名",
        "证件号码",
        "职务",
        "注册资本（万元）",
        "成立日期",
        "登记状态",
        "户籍乡镇",
        "户籍村",
        "备注",
    ];
    let numbers = &["注册资本（万元）"];
    let sheet = Sheet { header, rows, numbers, ..Sheet::default() };
    let sheet = sheet.mess(&mut random, false).numbered();
    office.xlsx(&format!("11_市监局/市场主体登记名单_{}.xlsx", office.month()), &[sheet])
}

fn houses(office: &mut Office<'_>) -> anyhow::Result<()> {
    let county = office.county;
    let mut random = county.random(72);
    let uses = [
        "农村宅基地/住宅",
        "农村宅基地/住宅",
        "农村宅基地/住宅",
        "城镇住宅用地/住宅",
        "商业服务",
        "住宅（安置）",
    ];
    let mut rows = Vec::new();
    for place in owners(office, &mut random, 720) {
        let person = &county.people[place];
        let village = county.village_of(person);
        rows.push(row![
            "",
            person.name,
            person.id,
            format!("虚构不动产权第{:07}号", rows.len() + 1),
            random.pick(&uses),
            format!("{}.{:02}", random.between(60, 180), random.below(100)),
            county.days_ago(random.between(100, 3_000)),
            "单独所有",
            village.township,
            village.short,
            "",
        ]);
    }
    let sheet = Sheet {
        titles: vec!["不动产登记信息查询结果（仅供比对使用）".to_owned()],
        header: vec![
            "序号",
            "权利人",
            "证件号",
            "不动产权证号",
            "用途",
            "面积",
            "登记日期",
            "共有情况",
            "户籍乡镇",
            "户籍村",
            "备注",
        ],
        rows,
        numbers: &["面积"],
        ..Sheet::default()
    };
    let sheet = sheet.mess(&mut random, false).numbered();
    office.xlsx(&format!("12_自然资源局/不动产登记查询_{}.xlsx", office.month()), &[sheet])
}

/// A code with a valid check character.
fn credit_code(random: &mut Random, first: &str) -> String {
    let letters: Vec<char> = "0123456789ABCDEFGHJKLMNPQRTUWXY".chars().collect();
    let body: String =
        (0..9).map(|_| letters[random.below(letters.len() as i64) as usize]).collect();
    letters
        .iter()
        .map(|check| format!("{first}532327{body}{check}"))
        .find(|code| CreditCode::read(code).is_ok())
        .unwrap_or_default()
}

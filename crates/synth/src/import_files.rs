//! Files for the import benchmark: a register and a million claims of invented people.
//!
//! The claims have the columns of the insurance bureau's file, a TAB after every
//! number, and one row in a hundred with a defect of the kinds the sample holds.

use std::{
    fs,
    fs::File,
    io::{BufWriter, Write},
    path::Path,
};

use anyhow::Context;
use chrono::NaiveDate;
use kernel::{ResidentId, value::date_of, value::days_of};
use rust_xlsxwriter::Workbook;

use crate::random::Random;

/// 户籍人口, the people the claims are matched with; GB18030.
pub const REGISTER: &str = "农村户籍人口.csv";
/// The claims as the bureau sends them.
pub const GB18030: &str = "个人自付明细_gb18030.csv";
/// The same claims for tools that read UTF-8 only.
pub const UTF8: &str = "个人自付明细_utf8.csv";
/// The first of them as a workbook.
pub const WORKBOOK: &str = "个人自付明细.xlsx";

/// How much to write.
#[derive(Debug, Clone, Copy)]
pub struct Amount {
    /// People in the register; one claim in eighty is of somebody else.
    pub people: u64,
    /// Claims in the text files.
    pub claims: u64,
    /// Claims in the workbook.
    pub workbook_claims: u64,
}

impl Default for Amount {
    /// A large county and six of its years: a quarter of a million people, a million claims.
    fn default() -> Amount {
        Amount { people: 250_000, claims: 1_000_000, workbook_claims: 100_000 }
    }
}

const HEADER: [&str; 13] = [
    "序号",
    "结算流水号",
    "姓名",
    "身份证号码",
    "就诊类型",
    "费用总额",
    "统筹支付",
    "大病保险支付",
    "医疗救助支付",
    "目录内个人自付",
    "目录外自费",
    "就诊日期",
    "医疗机构",
];
const REGISTER_HEADER: &str =
    "户号,姓名,性别,民族,出生日期,公民身份号码,与户主关系,户主姓名,户籍地址";
const SURNAMES: [&str; 20] = [
    "李", "杨", "张", "王", "罗", "周", "赵", "刘", "陈", "普", "尹", "起", "徐", "何", "黄", "段",
    "马", "鲁", "朱", "自",
];
const GIVEN: [&str; 32] = [
    "国", "文", "志", "建", "明", "光", "华", "荣", "忠", "平", "军", "正", "天", "海", "云", "德",
    "兴", "贵", "林", "美", "琼", "芬", "芳", "兰", "英", "秀", "翠", "凤", "珍", "玉", "桂", "莲",
];
const HOSPITALS: [&str; 6] =
    ["县人民医院", "县中医医院", "永定镇卫生院", "中和镇卫生院", "州人民医院", "妇幼保健院"];

/// Writes the four files into `dir`. Equal arguments give equal files.
///
/// `villages` are (township, village) names of the county the people live in.
///
/// # Errors
/// When `villages` is empty or a file cannot be written.
pub fn write(
    dir: &Path,
    villages: &[(String, String)],
    seed: u64,
    amount: Amount,
) -> anyhow::Result<()> {
    anyhow::ensure!(!villages.is_empty(), "没有村，无法生成户籍人口");
    fs::create_dir_all(dir).with_context(|| format!("无法建立文件夹 {}", dir.display()))?;
    let people = People { seed, count: amount.people };
    people.write_register(&dir.join(REGISTER), villages)?;

    let mut utf8 = create(&dir.join(UTF8))?;
    let mut gb18030 = create(&dir.join(GB18030))?;
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    let mut line = HEADER.join(",");
    line.push_str("\r\n");
    utf8.write_all(line.as_bytes())?;
    gb18030.write_all(&encoding_rs::GB18030.encode(&line).0)?;
    for (column, header) in (0u16..).zip(HEADER) {
        sheet.write_string(0, column, header)?;
    }
    let mut random = Random::of(&[seed, 2]);
    for number in 1..=amount.claims {
        let cells = claim(&people, number, &mut random);
        line.clear();
        for (place, cell) in cells.iter().enumerate() {
            line.push_str(if place == 0 { "" } else { "," });
            if cell.contains(',') {
                line.push_str(&format!("\"{cell}\""));
            } else {
                line.push_str(cell);
            }
        }
        line.push_str("\r\n");
        utf8.write_all(line.as_bytes())?;
        gb18030.write_all(&encoding_rs::GB18030.encode(&line).0)?;
        if number <= amount.workbook_claims {
            let row = u32::try_from(number)?;
            for (column, cell) in (0u16..).zip(&cells) {
                let amount = (5..=10).contains(&column).then(|| cell.parse::<f64>().ok()).flatten();
                match amount {
                    Some(amount) => sheet.write_number(row, column, amount)?,
                    None => sheet.write_string(row, column, cell.trim_end())?,
                };
            }
        }
    }
    utf8.flush()?;
    gb18030.flush()?;
    workbook.save(dir.join(WORKBOOK))?;
    Ok(())
}

fn create(path: &Path) -> anyhow::Result<BufWriter<File>> {
    let file = File::create(path).with_context(|| format!("无法写入 {}", path.display()))?;
    Ok(BufWriter::with_capacity(1 << 20, file))
}

/// People by number: each a function of the seed, none of them real.
struct People {
    seed: u64,
    count: u64,
}

struct Person {
    name: String,
    id: ResidentId,
}

impl People {
    /// Births spread over eighty years. Sequence digits lie between 600 and 959, in blocks of
    /// forty for people born on the same day, so that no number occurs twice.
    fn person(&self, number: u64) -> Person {
        const DAYS: u64 = 80 * 365;
        let mut random = Random::of(&[self.seed, 1, number]);
        let birth = days_of(NaiveDate::default()) - 12_000
            + i64::try_from(number % DAYS).unwrap_or_default();
        let block = i64::try_from(number / DAYS % 9).unwrap_or_default();
        let sequence = 600 + block * 40 + random.below(40);
        let seventeen = format!("532327{}{sequence}", date_of(birth).format("%Y%m%d"));
        let mut name = random.pick(&SURNAMES).to_owned();
        name.push_str(random.pick(&GIVEN));
        if random.chance(700_000) {
            name.push_str(random.pick(&GIVEN));
        }
        let id = ResidentId::with_check_digit(&seventeen);
        Person { name, id: id.expect("a date of the calendar and three digits make a number") }
    }

    /// Households of four neighbours in number, the first the head.
    fn write_register(&self, path: &Path, villages: &[(String, String)]) -> anyhow::Result<()> {
        let mut file = create(path)?;
        file.write_all(&encoding_rs::GB18030.encode(REGISTER_HEADER).0)?;
        file.write_all(b"\r\n")?;
        let mut head = String::new();
        for number in 0..self.count {
            let person = self.person(number);
            let home = number / 4;
            if number % 4 == 0 {
                head.clone_from(&person.name);
            }
            let village = usize::try_from(home).unwrap_or_default() % villages.len();
            let (township, village) = &villages[village];
            let line = format!(
                "{},{},{},汉族,{},{},{},{head},云南省永仁县{township}{village}{}组{}号\r\n",
                532_327_200_000_000 + home,
                person.name,
                if person.id.sex() == kernel::Sex::Male { "男" } else { "女" },
                person.id.birth().format("%Y%m%d"),
                person.id.reveal(),
                if number % 4 == 0 { "户主" } else { "家庭成员" },
                home % 9 + 1,
                home,
            );
            file.write_all(&encoding_rs::GB18030.encode(&line).0)?;
        }
        file.flush()?;
        Ok(())
    }
}

fn claim(people: &People, number: u64, random: &mut Random) -> [String; 13] {
    let count = i64::try_from(people.count).unwrap_or(i64::MAX);
    // One in eighty is of somebody who is not in the register.
    let person = people.person(random.below(count + count / 80).unsigned_abs());
    let kind = match random.below(100) {
        0..15 => "普通住院",
        15..35 => "门诊慢性病",
        _ => "普通门诊",
    };
    let self_paid = random.amount(if kind == "普通住院" { 130_000.0 } else { 3_500.0 }, 0.7);
    let outside = self_paid * random.between(0, 40) / 100;
    let assistance = if random.chance(250_000) { self_paid / 2 } else { 0 };
    let pooled = self_paid * random.between(10, 30) / 10;
    let total = self_paid + outside + assistance + pooled;
    let yuan = |fen: i64| format!("{}.{:02}", fen / 100, fen % 100);
    let day = date_of(19_297 + random.below(365));
    let mut cells = [
        number.to_string(),
        format!("532327{:011}", number * 10 + random.below(10).unsigned_abs()),
        person.name,
        format!("{}\t", person.id.reveal()),
        kind.to_owned(),
        yuan(total),
        yuan(pooled),
        "0.00".to_owned(),
        yuan(assistance),
        yuan(self_paid),
        yuan(outside),
        day.to_string(),
        random.pick(&HOSPITALS).to_owned(),
    ];
    if random.chance(10_000) {
        spoil(&mut cells, &day, random);
    }
    cells
}

/// One defect of those the sample holds.
fn spoil(cells: &mut [String; 13], day: &NaiveDate, random: &mut Random) {
    let id = cells[3].trim_end().to_owned();
    let last = if id.ends_with('1') { '2' } else { '1' };
    match random.below(14) {
        0 => cells[3].clear(),
        1 => cells[3] = format!("{}{last}", &id[..17]),
        2 => cells[3] = id[..17].to_owned(),
        3 => cells[3] = format!("{}.{}E+17", &id[..1], &id[1..6]),
        4 => cells[3] = id.to_lowercase(),
        5 => cells[3] = format!("{} {} {}", &id[..6], &id[6..14], &id[14..]),
        6 => cells[3] = id.chars().map(full_width).collect(),
        7 => cells[11] = day.format("%Y/%-m/%-d").to_string(),
        8 => cells[11] = day.format("%Y%m%d").to_string(),
        9 => cells[11] = day.format("%Y年%-m月%-d日").to_string(),
        10 => cells[9] = format!("{}元", cells[9]),
        11 => cells[9].clear(),
        12 => cells[9] = format!("1,{:0>6}", cells[9]),
        _ => cells[2] = cells[2].chars().flat_map(|it| [it, '\u{3000}']).collect(),
    }
}

fn full_width(letter: char) -> char {
    char::from_u32(u32::from(letter) + 0xFEE0).unwrap_or(letter)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn the_three_files_hold_the_same_claims_of_people_in_the_register() {
        let folder = tempfile::tempdir().expect("a folder");
        let villages = [("永定镇".to_owned(), "苴却社区居民委员会".to_owned())];
        let amount = Amount { people: 400, claims: 2_000, workbook_claims: 10 };
        write(folder.path(), &villages, 7, amount).expect("the files are written");

        let read = |name: &str| fs::read(folder.path().join(name)).expect("the file is there");
        let utf8 = String::from_utf8(read(UTF8)).expect("it is UTF-8");
        let gb18030 = read(GB18030);
        assert_eq!(encoding_rs::GB18030.decode(&gb18030).0, utf8);
        assert_eq!(utf8.lines().count(), 2_001);
        assert!(read(WORKBOOK).starts_with(b"PK"));

        let register = read(REGISTER);
        let register = encoding_rs::GB18030.decode(&register).0;
        let known: HashSet<&str> =
            register.lines().skip(1).filter_map(|it| it.split(',').nth(5)).collect();
        assert_eq!(known.len(), 400, "nobody has another's number");
        let ids: Vec<&str> = utf8.lines().skip(1).filter_map(|it| it.split(',').nth(3)).collect();
        let usable = ids.iter().filter_map(|it| ResidentId::read(it).ok());
        let (inside, outside): (Vec<_>, Vec<_>) =
            usable.partition(|it| known.contains(it.id.reveal()));
        assert!(1_930 < inside.len() && !outside.is_empty(), "{}", inside.len());
        assert!(inside.len() + outside.len() < 2_000, "some numbers are spoiled");
    }
}

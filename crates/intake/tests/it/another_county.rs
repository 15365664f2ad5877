//! The same rows from other counties: other orders of columns, other words for them, other titles,
//! other formats. One code reads them all to the same canonical rows.

use intake::{Feeds, Row, RowSubject};

use crate::support::{Cells, Writing, as_of, feeds, id, read_file, write};

/// A column: what each county calls it, and its cell in each row. A county whose word is empty
/// does not send the column.
type Column = ([&'static str; 3], Vec<String>);

/// A file as three counties would send it.
struct SameFile {
    feed: &'static str,
    /// The names of the files.
    names: [&'static str; 3],
    titles: [&'static [&'static str]; 3],
    columns: Vec<Column>,
}

/// Every county writes its columns in another order and another format.
const WRITINGS: [(Writing, Order); 5] = [
    (Writing::Xlsx, Order::AsListed),
    (Writing::CsvGb18030, Order::Backwards),
    (Writing::TabUtf16Le, Order::Turned),
    (Writing::Html, Order::Backwards),
    (Writing::Semicolon, Order::AsListed),
];

#[derive(Clone, Copy)]
enum Order {
    AsListed,
    Backwards,
    Turned,
}

#[test]
fn every_county_is_read_to_the_same_rows() {
    let feeds = feeds();
    for file in files() {
        let first = read(feeds, &file, 0, Writing::Xlsx, Order::AsListed);
        assert!(!first.is_empty(), "{}", file.feed);
        for county in 0..3 {
            for (writing, order) in WRITINGS {
                let rows = read(feeds, &file, county, writing, order);
                assert_eq!(rows.len(), first.len(), "{} {county} {writing:?}", file.feed);
                for (row, expected) in rows.iter().zip(&first) {
                    let place = format!("{} {county} {writing:?} row {}", file.feed, row.row);
                    same(row, expected, &place);
                }
            }
        }
    }
}

#[test]
fn the_content_hash_does_not_depend_on_order_or_format() {
    let feeds = feeds();
    for file in files() {
        let first = read(feeds, &file, 0, Writing::Xlsx, Order::AsListed);
        for (writing, order) in WRITINGS {
            let rows = read(feeds, &file, 0, writing, order);
            for (row, expected) in rows.iter().zip(&first) {
                assert_eq!(row.content_hash, expected.content_hash, "{} {writing:?}", file.feed);
                assert_eq!(row.natural_key, expected.natural_key, "{} {writing:?}", file.feed);
            }
        }
    }
}

fn same(row: &Row, expected: &Row, place: &str) {
    assert_eq!(row.subject, expected.subject, "{place}");
    assert_eq!(row.id.map(|it| it.id), expected.id.map(|it| it.id), "{place}");
    assert_eq!(row.person.name, expected.person.name, "{place}");
    assert_eq!(row.person.village, expected.person.village, "{place}");
    assert_eq!(row.person.phone, expected.person.phone, "{place}");
    assert_eq!(row.person.household_no, expected.person.household_no, "{place}");
    assert_eq!(row.values, expected.values, "{place}");
}

fn read(feeds: &Feeds, file: &SameFile, county: usize, writing: Writing, order: Order) -> Vec<Row> {
    let folder = tempfile::tempdir().unwrap();
    let path = write(folder.path(), file.names[county], &layout(file, county, order), writing);
    let sheets = read_file(feeds, &path).unwrap_or_else(|error| {
        panic!("{} {county} {writing:?}: {} {error}", file.feed, error.code())
    });
    assert_eq!(sheets.len(), 1);
    let sheet = sheets.into_iter().next().unwrap();
    assert_eq!(sheet.recognised.feed, file.feed, "county {county}");
    assert_eq!(sheet.recognised.header_row as usize, file.titles[county].len() + 1);
    sheet.rows
}

fn layout(file: &SameFile, county: usize, order: Order) -> Cells {
    let sent: Vec<&Column> =
        file.columns.iter().filter(|(words, _)| !words[county].is_empty()).collect();
    let mut places: Vec<usize> = (0..sent.len()).collect();
    match order {
        Order::AsListed => (),
        Order::Backwards => places.reverse(),
        Order::Turned => places.rotate_left(sent.len() / 2),
    }
    let mut rows: Cells =
        file.titles[county].iter().map(|title| vec![(*title).to_owned()]).collect();
    rows.push(places.iter().map(|&place| sent[place].0[county].to_owned()).collect());
    for row in 0..sent[0].1.len() {
        rows.push(places.iter().map(|&place| sent[place].1[row].clone()).collect());
    }
    rows
}

fn column(words: [&'static str; 3], cells: &[&str]) -> Column {
    (words, cells.iter().map(|&cell| cell.to_owned()).collect())
}

fn ids() -> Vec<String> {
    vec![id("19800101", 101), id("19520304", 102), id("20150912", 103)]
}

fn people(name: [&'static str; 3], number: [&'static str; 3]) -> Vec<Column> {
    vec![
        column(["序号", "序 号", "编号"], &["1", "2", "3"]),
        column(name, &["李文勇", "阿依·木乃", "王 芳"]),
        (number, ids()),
    ]
}

fn places() -> Vec<Column> {
    vec![
        column(["乡镇", "乡（镇、街道）", "所在乡镇"], &["甲镇", "甲镇", "乙乡"]),
        column(["村委会", "村（社区）", "行政村"], &["东村委会", "东村委会", "西社区"]),
    ]
}

fn files() -> Vec<SameFile> {
    let mut files = Vec::new();

    let mut columns =
        people(["姓名", "参保人姓名", "患者姓名"], ["身份证号码", "证件号码", "公民身份号码"]);
    columns.extend([
        column(["结算流水号", "结算单号", "医保结算流水号"], &["A0001", "A0002", "A0002R"]),
        column(["就诊类型", "医疗类别", "就医类别"], &["普通住院", "门诊慢性病", "门诊慢性病"]),
        column(["费用总额", "医疗总费用", "总费用（元）"], &["1,200.50", "88元", "-88"]),
        column(["统筹支付", "统筹基金支付", "基金支付"], &["600", "40", "-40"]),
        column(["目录内个人自付", "政策范围内个人自付", "合规自付费用"], &["500.5", "４０", "-40"]),
        column(["就诊日期", "结算日期", "出院时间"], &["2023-09-13", "2023年9月14日", "20230915"]),
        column(["医疗机构", "就诊医院", "定点医疗机构名称"], &["甲县医院", "乙 医院", "乙医院"]),
    ]);
    files.push(SameFile {
        feed: "medical_claims",
        names: ["个人自付明细.csv", "医疗费用202310.xlsx", "导出数据.txt"],
        titles: [&[], &["某县医保结算明细表"], &["某县2023年10月", "单位：元"]],
        columns,
    });

    let mut columns = people(
        ["保障对象姓名", "姓名", "享受人姓名"],
        ["身份证号", "身份证号码", "保障对象身份证号"],
    );
    columns.extend(places());
    columns.extend([
        column(["户主姓名", "户主", "户主名字"], &["李文勇", "李文勇", "王芳"]),
        column(["保障类别", "低保类别", "保障档次"], &["A类", "B", "三档"]),
        column(["月保障金（元）", "月补助金额", "保障金额(元)"], &["480", "385.00", "290"]),
        column(["家庭月保障金（元）", "", "户保障金"], &["960", "770", "290"]),
        column(["起始日期", "享受低保时间", "纳入时间"], &["202101", "2020年3月", "44652"]),
    ]);
    files.push(SameFile {
        feed: "dibao",
        names: ["农村低保备案表.xls", "最低生活保障花名册.xlsx", "10月城乡低保.csv"],
        titles: [
            &["某县农村最低生活保障对象备案表", "填报单位（盖章）：某县民政局", "单位：人、元"],
            &["某县最低生活保障花名册"],
            &[],
        ],
        columns,
    });

    let mut columns = people(
        ["所有人", "车主姓名", "机动车所有人"],
        ["身份证明号码", "证件号码", "车主身份证号"],
    );
    columns.extend(places());
    columns.extend([
        column(["车辆类型", "车型", "机动车类型"], &["小型轿车", "轻型栏板货车", "普通二轮摩托车"]),
        column(["号牌号码", "车牌号", "号牌"], &["云A00001", "云A00002", "云A00003"]),
        column(
            ["初次登记日期", "注册登记日期", "登记日期"],
            &["2019-05-06", "2020.7.8", "2021/9/1"],
        ),
        column(["机动车状态", "车辆状态", "状态"], &["正常", "达到报废标准", "注销"]),
        column(["备注", "情况说明", "备 注"], &["", "借名登记", ""]),
    ]);
    files.push(SameFile {
        feed: "vehicles",
        names: ["机动车登记信息比对结果.xlsx", "车辆.csv", "比对结果2.xlsx"],
        titles: [&[], &["某县车辆登记信息"], &["比对结果"]],
        columns,
    });

    let mut columns =
        people(["户主姓名", "姓名", "户主"], ["身份证号", "户主身份证号", "证件号码"]);
    columns.extend(places());
    columns.extend([
        column(["村民小组", "小组", "自然村（组）"], &["一组", "二组", "三组"]),
        column(["危房等级", "鉴定等级", "房屋危险等级"], &["C级", "D", "C级危房"]),
        column(["鉴定时间", "鉴定日期", "评定时间"], &["2023.9.13", "2023-06-01", "45182"]),
        column(["是否有人居住", "是否居住", "居住情况"], &["是", "否", "有人居住"]),
        column(["改造状态", "改造进度", "实施进度"], &["未改造", "已竣工验收", "改造中"]),
        column(["致危原因", "", "建房年代"], &["年久失修", "开裂", "1980"]),
    ]);
    files.push(SameFile {
        feed: "housing_safety",
        names: ["农村C、D级危房台账.xlsx", "住房安全动态监测.csv", "农房.xls"],
        titles: [&["某县农村危房动态监测台账", "单位：户"], &[], &["农房安全情况"]],
        columns,
    });

    let mut columns =
        people(["学生姓名", "姓名", "学生姓名"], ["身份证件号", "身份证号", "学生身份证号码"]);
    columns.extend([
        column(["学段", "办学类型", "教育阶段"], &["小学", "初中", "中职"]),
        column(["年级", "就读年级", "所在年级"], &["三年级", "初二", "中职一年级"]),
        column(["学校名称", "学校", "就读学校"], &["甲小学", "甲中学", "州职校"]),
        column(["学籍号", "全国学籍号", "学籍编号"], &["G1", "G2", "G3"]),
        column(["户籍村", "户籍所在村", "村（社区）"], &["东村", "东村", "西社区"]),
        column(
            ["监护人电话", "家长联系电话", "联系电话"],
            &["16100000001", "16100000002.0", "161 0000 0003"],
        ),
    ]);
    files.push(SameFile {
        feed: "school_roll",
        names: ["县内在校学生花名册.xlsx", "学生名单（县内）.csv", "县内学籍.txt"],
        titles: [
            &["某县2023年秋季学期在校学生花名册", "统计时间：2023年9月28日"],
            &[],
            &["学生信息"],
        ],
        columns,
    });

    let mut columns = people(["姓名", "姓名", "姓名"], ["证件号码", "证件号码", "身份证号"]);
    columns.extend([
        column(["县", "县(市、区、旗)", "县"], &["某县", "某县", "某县"]),
        column(["乡", "乡(镇)", "乡镇"], &["甲镇", "甲镇", "乙乡"]),
        column(["村", "行政村", "村"], &["东村", "东村", "西社区"]),
        column(["户编号", "户编号", "户编码"], &["990123000001", "990123000001", "990123000002"]),
        column(["与户主关系", "与户主关系", "与户主的关系"], &["户主", "之母", "户主"]),
        column(["户类型", "户类型", "农户类型"], &["脱贫户", "脱贫户", "一般农户"]),
        column(
            ["监测对象类别", "监测对象类别", "监测类别"],
            &["脱贫不稳定户", "脱贫不稳定户", "边缘易致贫户"],
        ),
        column(["风险是否已消除", "风险是否已消除", "风险是否消除"], &["否", "否", "是"]),
        column(
            ["识别监测时间", "识别监测时间", "纳入监测时间"],
            &["202106", "202106", "2022年5月"],
        ),
        column(
            ["致贫/返贫风险1", "返贫致贫风险1", "致贫返贫风险1"],
            &["因病", "因病", "因务工就业不稳"],
        ),
        column(["健康状况", "健康状况", "身体状况"], &["残疾,长期慢性病", "健康", "患有大病"]),
        column(
            ["劳动技能", "劳动技能", "劳动能力"],
            &["普通劳动力", "弱劳动力或半劳动力", "无劳动力"],
        ),
        column(
            ["人均纯收入（元）", "人均纯收入（元）", "家庭人均纯收入"],
            &["7855", "7855", "6000.50"],
        ),
        column(
            ["风险消除后家庭人均纯收入", "风险消除后家庭人均纯收入", ""],
            &["9000", "9000", "9000"],
        ),
        column(["享受低保政策情况", "享受低保政策情况", "是否低保"], &["未享受", "农村低保", "否"]),
        column(["是否危房户", "是否危房户", "是否危房"], &["否", "否", "是"]),
    ]);
    files.push(SameFile {
        feed: "national_persons",
        names: ["（自定义）监测对象信息.xlsx", "监测对象信息_20231031.csv", "名单.xlsx"],
        titles: [&["（自定义）监测对象信息", "导出单位：某县"], &[], &["监测对象"]],
        columns,
    });

    let mut columns =
        people(["姓名", "诊断对象姓名", "患者姓名"], ["身份证号", "身份证号码", "患者身份证号"]);
    columns[1].0[1] = "姓 名";
    columns.extend(places());
    columns.extend([
        column(["疾病名称", "病种名称", "诊断名称"], &["胃癌", "高血压", "精神分裂症"]),
        column(["病种类别", "疾病类别", "病种类型"], &["大病", "慢性病", "严重精神障碍"]),
        column(["确诊日期", "确诊时间", "诊断日期"], &["2023/9/13", "23.9.14", "2023-09-15"]),
    ]);
    files.push(SameFile {
        feed: "diagnoses",
        names: ["大病慢病确诊名单.xlsx", "新增患病.csv", "卫健.xls"],
        titles: [&["2023年10月新增大病、慢病确诊人员名单"], &[], &["名单"]],
        columns,
    });
    files
}

#[test]
fn the_rows_say_what_was_written() {
    let feeds = feeds();
    let files = files();
    let of = |feed: &str| files.iter().find(|file| file.feed == feed).unwrap();
    let value = |feed: &str, rows: &[Row], column: &str| -> Vec<Option<i64>> {
        let slot = feeds.get(feed).unwrap().table.position(column).unwrap();
        rows.iter().map(|row| row.values[slot].as_int()).collect()
    };
    let day = |text: &str| Some(kernel::days_of(text.parse().unwrap()));

    let rows = read(feeds, of("medical_claims"), 2, Writing::TabUtf16Le, Order::Turned);
    let of_claims = |column: &str| value("medical_claims", &rows, column);
    assert_eq!(of_claims("total_cost"), [Some(120_050), Some(8_800), Some(-8_800)]);
    assert_eq!(of_claims("in_catalogue_self_paid"), [Some(50_050), Some(4_000), Some(-4_000)]);
    assert_eq!(of_claims("visited_on"), [day("2023-09-13"), day("2023-09-14"), day("2023-09-15")]);
    assert_eq!(of_claims("visit_kind"), [Some(3), Some(1), Some(1)]);
    assert_eq!(of_claims("reversal"), [Some(0), Some(0), Some(1)]);
    let visits = of_claims("visit_no");
    assert!(visits[0] != visits[1] && visits[1] == visits[2]);
    assert_ne!(rows[1].natural_key, rows[2].natural_key);
    assert_eq!(rows[0].id.unwrap().id.reveal(), ids()[0]);
    assert_eq!(rows[2].person.name, "王芳");

    let rows = read(feeds, of("dibao"), 2, Writing::Semicolon, Order::AsListed);
    assert_eq!(value("dibao", &rows, "grade"), [Some(0), Some(1), Some(2)]);
    assert_eq!(value("dibao", &rows, "monthly_amount"), [Some(48_000), Some(38_500), Some(29_000)]);
    let started = [day("2021-01-01"), day("2020-03-01"), day("2022-04-01")];
    assert_eq!(value("dibao", &rows, "started_on"), started);
    assert_eq!(rows[1].person.head_name, "李文勇");

    let rows = read(feeds, of("vehicles"), 1, Writing::CsvGb18030, Order::Backwards);
    assert_eq!(value("vehicles", &rows, "kind"), [Some(0), Some(2), Some(3)]);
    assert_eq!(value("vehicles", &rows, "state"), [Some(0), Some(1), Some(2)]);
    assert_eq!(value("vehicles", &rows, "explained"), [Some(0), Some(1), Some(0)]);

    let rows = read(feeds, of("school_roll"), 1, Writing::CsvGb18030, Order::Backwards);
    assert_eq!(value("school_roll", &rows, "stage"), [Some(1), Some(2), Some(4)]);
    assert_eq!(value("school_roll", &rows, "year"), [Some(3), Some(8), None]);
    assert_eq!(value("school_roll", &rows, "in_county"), [Some(1); 3]);
    assert_eq!(rows[2].person.phone, "16100000003");

    let rows = read(feeds, of("national_persons"), 2, Writing::Html, Order::Backwards);
    let of_persons = |column: &str| value("national_persons", &rows, column);
    assert_eq!(of_persons("net_income_per_capita"), [Some(785_500), Some(785_500), Some(600_050)]);
    assert_eq!(of_persons("is_head"), [Some(1), Some(0), Some(1)]);
    assert_eq!(of_persons("ill"), [Some(1), Some(0), Some(1)]);
    assert_eq!(of_persons("seriously_ill"), [Some(0), Some(0), Some(1)]);
    assert_eq!(of_persons("disabled"), [Some(1), Some(0), Some(0)]);
    assert_eq!(of_persons("risk_eliminated"), [Some(0), Some(0), Some(1)]);
    assert_eq!(of_persons("dibao"), [Some(0), Some(1), Some(0)]);
    assert!(rows.iter().all(|row| row.subject == RowSubject::Person));
    assert!(as_of() > rows[0].id.unwrap().id.birth());
}

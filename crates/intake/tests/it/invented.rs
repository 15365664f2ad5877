//! Layouts and cells that the sample does not have, one at a time.

use intake::{
    Duplicates, FileError, Row, RowReader, SavedMapping, Skip, WarningCode, open, recognise,
};
use kernel::{IdProblem, Value, days_of};

use crate::support::{
    Cells, ReadSheet, Writing, as_of, cells, feeds, fill_sheet, id, read_file, write,
};

fn read(name: &str, rows: &Cells, writing: Writing) -> Result<Vec<ReadSheet>, FileError> {
    let folder = tempfile::tempdir().unwrap();
    read_file(feeds(), &write(folder.path(), name, rows, writing))
}

fn read_one(name: &str, rows: &Cells) -> ReadSheet {
    read(name, rows, Writing::CsvGb18030).unwrap().remove(0)
}

fn value(sheet: &ReadSheet, row: usize, column: &str) -> Value {
    let feeds = feeds();
    let slot = feeds.get(&sheet.recognised.feed).unwrap().table.position(column).unwrap();
    sheet.rows[row].values[slot].clone()
}

fn warned(row: &Row) -> Vec<(&str, WarningCode)> {
    row.warnings.iter().map(|warning| (&*warning.column, warning.code)).collect()
}

fn date(text: &str) -> Value {
    Value::Int(days_of(text.parse().unwrap()))
}

#[test]
fn what_is_printed_around_the_data_is_not_data() {
    let (one, two) = (id("19800101", 1), id("19520304", 2));
    let header =
        ["序号", "乡镇", "村委会", "姓名", "身份证号", "供养方式", "月供养金（元）", "备注"];
    let rows = cells(&[
        &["某县农村特困人员备案表"],
        &["填报单位：某县民政局", "", "", "2023年10月"],
        &header,
        &["1", "甲镇", "东村", "李文勇", &one, "分散供养", "910", ""],
        &["", "", "东村小计", "1人", "", "", "910"],
        &["某县农村特困人员备案表"],
        &header,
        &["2", "甲镇", "西村", "王芳", &two, "集中", "1330", "合计另报"],
        &["3", "甲镇", "西村", "赵六", "", "集中供养", "1330", ""],
        &["", "", "", "", "", "", "", ""],
        &["4"],
        &["", "合计", "", "", "", "", "3570"],
        &["审核人：某某        填表人：某某        2023年10月12日"],
    ]);
    let sheet = read_one("特困.csv", &rows);
    let skipped: Vec<(u32, Skip)> = sheet.skipped;
    assert_eq!(
        skipped,
        [
            (1, Skip::Title),
            (2, Skip::Title),
            (3, Skip::Header),
            (5, Skip::Subtotal),
            (6, Skip::Title),
            (7, Skip::RepeatedHeader),
            (10, Skip::Blank),
            (11, Skip::Blank),
            (12, Skip::Subtotal),
            (13, Skip::Footer),
        ]
    );
    let rows: Vec<u32> = sheet.rows.iter().map(|row| row.row).collect();
    assert_eq!(rows, [4, 8, 9]);
    assert_eq!(sheet.rows[2].id, Err(IdProblem::Missing));
    assert!(sheet.tally.adds_up());
}

#[test]
fn a_header_of_two_lines_is_read_as_one() {
    let number = id("19800101", 1);
    let rows = cells(&[
        &["某县受灾农户统计表"],
        &["序号", "户主", "身份证号码", "所在地", "", "灾害情况", "", ""],
        &["", "", "", "乡镇", "村委会", "灾害种类", "受灾时间", "直接经济损失（元）"],
        &["1", "李文勇", &number, "甲镇", "东村", "风雹灾害", "2023.8.16", "2000"],
    ]);
    let sheet = read_one("受灾.csv", &rows);
    assert_eq!(sheet.recognised.feed, "disaster_losses");
    assert_eq!((sheet.recognised.header_first, sheet.recognised.header_row), (2, 3));
    assert_eq!(sheet.tally.headers, 2);
    assert_eq!(sheet.rows[0].person.village, "东村");
    assert_eq!(value(&sheet, 0, "direct_loss"), Value::Int(200_000));
}

#[test]
fn merged_places_reach_every_row() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("危房台账.xlsx");
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    let rows = cells(&[
        &["乡镇", "村委会", "户主姓名", "身份证号", "危房等级"],
        &["", "", "李文勇", &id("19800101", 1), "C级"],
        &["", "", "王芳", &id("19520304", 2), "D级"],
        &["乙乡", "西社区", "赵六", &id("19600506", 3), "C"],
    ]);
    fill_sheet(sheet, &rows);
    let plain = rust_xlsxwriter::Format::new();
    sheet.merge_range(1, 0, 2, 0, "甲镇", &plain).unwrap();
    sheet.merge_range(1, 1, 2, 1, "东村", &plain).unwrap();
    book.save(&path).unwrap();
    let sheet = read_file(feeds(), &path).unwrap().remove(0);
    let places: Vec<(&str, &str)> = sheet
        .rows
        .iter()
        .map(|row| (row.person.township.as_str(), row.person.village.as_str()))
        .collect();
    assert_eq!(places, [("甲镇", "东村"), ("甲镇", "东村"), ("乙乡", "西社区")]);
    assert!(
        sheet
            .rows
            .iter()
            .all(|row| row.warnings.iter().all(|w| w.code != WarningCode::FilledFromAbove))
    );

    // The same as text: the merge is lost, the row above is taken and said to be taken.
    let sheet = read_one(
        "危房台账.csv",
        &cells(&[
            &["乡镇", "村委会", "户主姓名", "身份证号", "危房等级"],
            &["甲镇", "东村", "李文勇", &id("19800101", 1), "C级"],
            &["", "", "王芳", &id("19520304", 2), "D级"],
            &["乙乡", "", "赵六", &id("19600506", 3), "C"],
        ]),
    );
    assert_eq!(sheet.rows[1].person.village, "东村");
    assert!(warned(&sheet.rows[1]).contains(&("village", WarningCode::FilledFromAbove)));
    assert_eq!(sheet.rows[2].person.village, "", "another township has other villages");
}

#[test]
fn a_column_that_stands_twice_fills_its_own_gaps() {
    let header =
        ["户编号", "姓名", "证件号码", "风险是否已消除", "人均纯收入（元）", "风险是否已消除"];
    let (one, two, three) = (id("19800101", 1), id("19520304", 2), id("19600506", 3));
    let sheet = read_one(
        "监测对象信息.csv",
        &cells(&[
            &header,
            &["1", "李文勇", &one, "", "7000", "是"],
            &["1", "王芳", &two, "否", "7000", "否"],
            &["1", "赵六", &three, "否", "7000", "是"],
        ]),
    );
    assert_eq!(value(&sheet, 0, "risk_eliminated"), Value::Int(1));
    assert_eq!(value(&sheet, 1, "risk_eliminated"), Value::Int(0));
    assert_eq!(value(&sheet, 2, "risk_eliminated"), Value::Int(0));
    let disagree = ("risk_eliminated", WarningCode::ColumnsDisagree);
    assert_eq!(warned(&sheet.rows[2]), [disagree]);
    assert!(sheet.rows[..2].iter().all(|row| row.warnings.is_empty()));
}

#[test]
fn a_class_may_stand_in_the_name_of_the_file() {
    let rows = cells(&[
        &["防止返贫致贫监测对象信息"],
        &["户编号", "姓名", "证件号码", "监测对象类别", "人均纯收入（元）"],
        &["1", "李文勇", &id("19800101", 1), "边缘易致贫户", "7000"],
    ]);
    let of = |name: &str, column: &str| value(&read_one(name, &rows), 0, column);
    assert_eq!(of("6-监测对象信息_20230902-风险未消除608人.csv", "risk_eliminated"), Value::Int(0));
    assert_eq!(of("10-监测对象信息-风险已消除2928人.csv", "risk_eliminated"), Value::Int(1));
    assert_eq!(of("监测对象信息.csv", "risk_eliminated"), Value::Null);
    assert_eq!(of("1-脱贫户信息_20250902-继续享受政策.csv", "base_type"), Value::Int(1));
}

#[test]
fn the_unit_in_the_header_wins() {
    let of = |header: &str, cell: &str| {
        let number = id("19800101", 1);
        let rows = cells(&[
            &["统一社会信用代码", "主体名称", "主体类型", "姓名", "证件号码", header, "登记状态"],
            &["91350100M000100Y43", "甲店", "个体工商户", "李文勇", &number, cell, "吊销，未注销"],
        ]);
        let sheet = read_one("市场主体.csv", &rows);
        assert_eq!(value(&sheet, 0, "state"), Value::Int(1));
        assert_eq!(warned(&sheet.rows[0]), []);
        value(&sheet, 0, "capital")
    };
    assert_eq!(of("注册资本（万元）", "5"), Value::Int(5_000_000));
    assert_eq!(of("注册资本（元）", "50000"), Value::Int(5_000_000));
    assert_eq!(of("注册资本", "5"), Value::Int(5_000_000));
    assert_eq!(of("注册资本", "50000元"), Value::Int(5_000_000));
    assert_eq!(of("注册资金(万元)", "0.5万元"), Value::Int(500_000));
}

#[test]
fn cells_that_cannot_be_used_are_lost_with_a_warning() {
    let header =
        ["结算流水号", "姓名", "身份证号", "就诊类型", "费用总额", "目录内个人自付", "就诊日期"];
    let number = id("19800101", 1);
    let claim =
        |no: &str, kind: &str, total: &str, paid: &str, day: &str| -> (ReadSheet, Vec<Value>) {
            let sheet = read_one(
                "医保结算.csv",
                &cells(&[&header, &[no, "李文勇", &number, kind, total, paid, day]]),
            );
            let values = ["visit_kind", "total_cost", "in_catalogue_self_paid", "visited_on"];
            let values = values.map(|column| value(&sheet, 0, column)).to_vec();
            (sheet, values)
        };
    let (sheet, values) = claim("A1", "理疗", "待核", "-5", "2023-02-30");
    assert_eq!(values, vec![Value::Null; 4]);
    assert_eq!(
        warned(&sheet.rows[0]),
        [
            ("visit_kind", WarningCode::WordUnknown),
            ("total_cost", WarningCode::AmountUnreadable),
            ("in_catalogue_self_paid", WarningCode::AmountNegative),
            ("visited_on", WarningCode::DateImpossible),
        ]
    );
    let (sheet, values) = claim("A1", "住院", "约300", "", "2033-01-01");
    assert_eq!(values[1], Value::Int(30_000));
    assert_eq!(
        warned(&sheet.rows[0]),
        [
            ("total_cost", WarningCode::AmountAbout),
            ("in_catalogue_self_paid", WarningCode::Blank),
            ("visited_on", WarningCode::DateFuture),
        ]
    );
    let (sheet, values) = claim("A1R", "住院", "-300", "20", "2023.1");
    assert_eq!(values[1], Value::Int(-30_000));
    assert_eq!(
        warned(&sheet.rows[0]),
        [
            ("in_catalogue_self_paid", WarningCode::ReversalPositive),
            ("visited_on", WarningCode::DateAmbiguous),
        ]
    );
    let (sheet, _) = claim("5.32327E+16", "住院", "1", "1", "2023-01-01");
    assert_eq!(warned(&sheet.rows[0]), [("claim_no", WarningCode::KeyLostDigits)]);
    assert_eq!(sheet.rows[0].natural_key, None);
}

#[test]
fn the_certificate_number_knows_category_and_grade() {
    let number = id("19800101", 1);
    let with = |mark: &str| format!("{number}{mark}");
    let sheet = read_one(
        "残疾人.csv",
        &cells(&[
            &["姓名", "残疾人证号", "残疾类别", "残疾等级", "发证日期"],
            &["李文勇", &with("43"), "肢体", "三级", "2014-07-20"],
            &["李文勇", &with("52B1"), "", "", "2014-07-20"],
            &["李文勇", &with("11"), "听力", "一级", "2014-07-20"],
            &["李文勇", &with("80"), "精神", "二级", "2014-07-20"],
            &["李文勇", &number, "精神", "2级", "2014-07-20"],
        ]),
    );
    let marks: Vec<(Value, Value)> =
        (0..5).map(|row| (value(&sheet, row, "category"), value(&sheet, row, "grade"))).collect();
    let mark = |category: i64, grade: i64| (Value::Int(category), Value::Int(grade));
    assert_eq!(marks, [mark(3, 3), mark(4, 2), mark(0, 1), mark(5, 2), mark(5, 2)]);
    assert!(sheet.rows.iter().all(|row| row.id.is_ok()));
    assert_eq!(warned(&sheet.rows[2]), [("category", WarningCode::CertificateDisagrees)]);
    assert_eq!(warned(&sheet.rows[3]), [("id_number", WarningCode::CertificateMark)]);
}

#[test]
fn the_school_number_stands_in_for_a_missing_number() {
    let (one, two) = (id("20150912", 1), id("20150913", 2));
    let sheet = read_one(
        "在校学生.csv",
        &cells(&[
            &["姓名", "学籍号", "身份证件号", "学段", "年级"],
            &["甲乙", &format!("G{one}"), "", "小学", "一年级"],
            &["甲乙", &format!("G{one}"), "990123", "小学", "一年级"],
            &["甲乙", &format!("G{one}"), &two, "小学", "一年级"],
            &["甲乙", "G99", "", "小学", "一年级"],
        ]),
    );
    let ids: Vec<_> =
        sheet.rows.iter().map(|row| row.id.map(|it| it.id.reveal().to_owned())).collect();
    assert_eq!(ids, [Ok(one.clone()), Ok(one), Ok(two), Err(IdProblem::Length)]);
    assert_eq!(warned(&sheet.rows[0]), []);
    assert_eq!(warned(&sheet.rows[1]), [("id_number", WarningCode::IdFromOtherColumn)]);
    assert_eq!(warned(&sheet.rows[2]), [("id_number", WarningCode::IdsDisagree)]);
}

#[test]
fn a_whole_group_is_no_person() {
    let sheet = read_one(
        "饮水.csv",
        &cells(&[
            &[
                "乡镇",
                "村委会",
                "村民小组",
                "影响范围",
                "问题类型",
                "发现日期",
                "影响户数",
                "户主姓名",
                "身份证号",
            ],
            &["甲镇", "东村", "一组", "整组", "管道破裂", "2023-08-01", "31", "", ""],
            &["甲镇", "东村", "", "全村", "水源枯竭", "2023-08-01", "210", "", ""],
            &["甲镇", "东村", "二组", "单户", "水窖渗漏", "2023-08-01", "1", "李文勇", ""],
        ]),
    );
    let subjects: Vec<_> = sheet.rows.iter().map(|row| row.subject).collect();
    use intake::RowSubject::{Group, Person, Village};
    assert_eq!(subjects, [Group, Village, Person]);
}

#[test]
fn labels_carry_no_personal_numbers() {
    let sheet = read_one(
        "未参保.csv",
        &cells(&[
            &["姓名", "身份证号", "未参保原因"],
            &["李文勇", &id("19800101", 1), "电话 16100000001 联系不上"],
            &["王芳", &id("19520304", 2), "在校大学生在学校参保"],
        ]),
    );
    assert_eq!(value(&sheet, 0, "reason"), Value::Null);
    assert_eq!(warned(&sheet.rows[0]), [("reason", WarningCode::LabelPersonal)]);
    assert_eq!(value(&sheet, 0, "covered_elsewhere"), Value::Int(0));
    assert_eq!(value(&sheet, 1, "covered_elsewhere"), Value::Int(1));
}

#[test]
fn an_appeal_is_a_hardship_by_category_or_by_its_text() {
    let row = |category: &str, text: &str| -> Value {
        let sheet = read_one(
            "12345热线.csv",
            &cells(&[
                &["工单编号", "来源", "受理时间", "诉求人", "诉求内容", "诉求分类"],
                &["1", "12345热线", "2023-08-01", "李文勇", text, category],
            ]),
        );
        value(&sheet, 0, "hardship")
    };
    assert_eq!(row("医疗救助", "……"), Value::Int(1));
    assert_eq!(row("举报", "住院"), Value::Int(0));
    assert_eq!(row("其他", "我妈住院三个月，\n实在没有钱了"), Value::Int(1));
    assert_eq!(row("其他", "请问住院怎么报销"), Value::Int(0));
    assert_eq!(row("其他", "=cmd|'/C calc'!A0"), Value::Null);
    assert_eq!(row("", ""), Value::Null);
}

#[test]
fn a_sheet_that_is_no_feed_is_an_error() {
    let code = |name: &str, rows: &Cells| read(name, rows, Writing::CsvUtf8).err().unwrap().code();
    let menu = cells(&[&["菜名", "价格", "口味"], &["豆花", "5", "辣"]]);
    assert_eq!(code("菜单.csv", &menu), "feed_unknown");
    let header = ["序号", "姓名", "身份证号", "乡镇", "村委会"];
    let bare = cells(&[&header, &["1", "李文勇", &id("19800101", 1), "甲镇", "东村"]]);
    assert_eq!(code("名单.csv", &bare), "feed_unknown");
}

#[test]
fn missing_columns_are_named() {
    let rows = cells(&[
        &["姓名", "身份证号", "结算流水号", "统筹支付", "大病保险支付", "医疗机构", "就诊日期"],
        &["李文勇", &id("19800101", 1), "A1", "1", "1", "甲医院", "2023-01-01"],
    ]);
    match read("医保.csv", &rows, Writing::CsvUtf8).err().unwrap() {
        FileError::ColumnsMissing { feed, missing, .. } => {
            assert_eq!(feed, "medical_claims");
            assert_eq!(missing, ["目录内个人自付"]);
        }
        other => panic!("{other}"),
    }
}

#[test]
fn between_feeds_that_fit_alike_the_name_decides_or_a_person() {
    let header =
        ["序号", "姓名", "身份证号", "乡镇", "村委会", "务工地点", "月工资", "外出日期", "电话"];
    let rows = cells(&[
        &header,
        &[
            "1",
            "李文勇",
            &id("19800101", 1),
            "甲镇",
            "东村",
            "昆明市",
            "3000",
            "2023-09-01",
            "16100000001",
        ],
    ]);
    let read_as = |name: &str| read(name, &rows, Writing::CsvUtf8);
    assert_eq!(read_as("外出务工补报.csv").unwrap()[0].recognised.feed, "migrant_work_supplement");
    assert_eq!(read_as("农村劳动力务工信息.csv").unwrap()[0].recognised.feed, "migrant_work");
    match read_as("新建文件.csv").err().unwrap() {
        FileError::FeedAmbiguous { feeds } => {
            let names: Vec<&str> = feeds.iter().map(|(name, _)| name.as_str()).collect();
            assert_eq!(names, ["migrant_work", "migrant_work_supplement"]);
        }
        other => panic!("{other}"),
    }

    // The person's choice is a mapping that only names the feed.
    let folder = tempfile::tempdir().unwrap();
    let path = write(folder.path(), "新建文件.csv", &rows, Writing::CsvUtf8);
    let book = open(&path).unwrap();
    let choice = SavedMapping { feed: "migrant_work".to_owned(), headers: Vec::new() };
    let head = book.head(0).unwrap();
    let recognised = recognise(feeds(), &head, "新建文件.csv", "", Some(&choice)).unwrap();
    assert_eq!(recognised.feed, "migrant_work");
}

#[test]
fn a_mapping_can_be_corrected_and_used_again() {
    let feeds = feeds();
    let folder = tempfile::tempdir().unwrap();
    let number = id("19800101", 1);
    let header = ["姓名", "身份证号", "救助原因", "发了多少", "发放日期"];
    let rows = cells(&[&header, &["李文勇", &number, "受灾", "500", "2023-09-01"]]);
    let path = write(folder.path(), "临时救助.csv", &rows, Writing::CsvUtf8);
    let book = open(&path).unwrap();
    let head = book.head(0).unwrap();
    let refused = recognise(feeds, &head, "临时救助.csv", "", None).unwrap_err();
    assert_eq!(refused.code(), "columns_missing");

    let mapping = |header: &str, target: &str| (header.to_owned(), vec![target.to_owned()]);
    let saved = SavedMapping {
        feed: "temporary_assistance".to_owned(),
        headers: vec![
            mapping("姓名", "name"),
            mapping("身份证号", "id_number"),
            mapping("救助原因", "reason"),
            mapping("发了多少", "amount"),
            ("发放日期".to_owned(), Vec::new()),
        ],
    };
    let text = serde_json::to_string(&saved).unwrap();
    let saved: SavedMapping = serde_json::from_str(&text).unwrap();
    let recognised = recognise(feeds, &head, "临时救助.csv", "", Some(&saved)).unwrap();
    assert_eq!(recognised.saved(), saved);
    let records = book.records(0).unwrap();
    let mut reader = RowReader::new(feeds, &recognised, records, as_of()).unwrap();
    let mut row = Row::new();
    reader.next_into(&mut row).unwrap();
    reader.next_into(&mut row).unwrap();
    let table = reader.table().clone();
    assert_eq!(row.values[table.position("amount").unwrap()], Value::Int(50_000));
    assert_eq!(row.values[table.position("paid_on").unwrap()], Value::Null);

    // Another layout: what is remembered does not fit, and the headers are read as usual.
    let other = cells(&[
        &["申请人姓名", "身份证号码", "救助事由", "救助金额", "审批日期"],
        &["李文勇", &number, "受灾", "500", "2023-09-01"],
    ]);
    let path = write(folder.path(), "临时救助2.csv", &other, Writing::CsvUtf8);
    let head = open(&path).unwrap().head(0).unwrap();
    let recognised = recognise(feeds, &head, "临时救助2.csv", "", Some(&saved)).unwrap();
    assert!(recognised.has("paid_on"));
}

#[test]
fn a_row_sent_again_is_found_whatever_its_running_number() {
    let (one, two) = (id("19800101", 1), id("19520304", 2));
    let sheet = read_one(
        "失业登记.csv",
        &cells(&[
            &["序号", "姓名", "身份证号", "原工作单位", "失业时间"],
            &["1", "李文勇", &one, "甲厂", "2023-09-01"],
            &["2", "王芳", &two, "甲厂", "2023-09-01"],
            &["3", "李 文勇", &one, "甲厂", "2023年9月1日"],
            &["4", "李文勇", &one, "乙厂", "2023-09-01"],
        ]),
    );
    let mut duplicates = Duplicates::new();
    let repeats: Vec<Option<u32>> =
        sheet.rows.iter().map(|row| duplicates.seen(row).map(|it| it.first_row)).collect();
    assert_eq!(repeats, [None, None, Some(2), None]);
    assert_eq!(value(&sheet, 0, "lost_on"), date("2023-09-01"));
}

#[test]
fn nothing_personal_is_printed() {
    let number = id("19800101", 1);
    let sheet = read_one(
        "失业登记.csv",
        &cells(&[
            &["姓名", "身份证号", "失业时间", "电话"],
            &["李文勇", &number, "2023-09-01", "1610000000"],
        ]),
    );
    let printed =
        format!("{:?} {:?} {:?}", sheet.rows[0], sheet.rows[0].person, sheet.rows[0].original);
    for personal in ["李文勇", &number, "1610000000"] {
        assert!(!printed.contains(personal), "{printed}");
    }
}

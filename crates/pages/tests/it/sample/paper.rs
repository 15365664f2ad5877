//! Paper.

use kernel::Fen;
use pages::{Table, paper::*};

use super::{HOSTILE, LONG_NAME, Rendered, day, online::review_notice, strings};

/// Every paper as it usually is.
pub fn ordinary() -> Vec<Rendered> {
    named(
        "paper",
        [
            ("authorization", authorization().render()),
            ("verification", verification().render()),
            ("review", review().render()),
            ("notice", notice().render()),
            ("card", card().render()),
            ("plan", plan().render()),
            ("dossier", dossier().render()),
            ("record", record().render()),
            ("dispatch", dispatch(6).render()),
            ("dispatch-lying", dispatch(12).render()),
            ("report", report().render()),
            ("board", board().render()),
        ],
    )
}

/// With nothing in it but what must be.
pub fn blank() -> Vec<Rendered> {
    let none = || Sheet { number: String::new(), printed_by: String::new(), ..sheet() };
    named(
        "paper-blank",
        [
            (
                "authorization",
                AuthorizationLetter {
                    sheet: none(),
                    members: Vec::new(),
                    blank_members: 6,
                    queries: Vec::new(),
                    valid_until: None,
                    agent: None,
                    ..authorization()
                }
                .render(),
            ),
            (
                "verification",
                VerificationForm {
                    sheet: none(),
                    household: Vec::new(),
                    reasons: Vec::new(),
                    members: Vec::new(),
                    blank_members: 0,
                    income: Vec::new(),
                    spending: Vec::new(),
                    guarantees: Vec::new(),
                    risks: Vec::new(),
                    ..verification()
                }
                .render(),
            ),
            (
                "review",
                ReviewRecord {
                    sheet: none(),
                    on: None,
                    place: String::new(),
                    chair: String::new(),
                    recorder: String::new(),
                    invited: None,
                    present: None,
                    stepped_aside: String::new(),
                    minutes: String::new(),
                    attendees: Vec::new(),
                    blank_attendees: 15,
                    matters: vec![ReviewMatter {
                        householder: "普文忠".to_owned(),
                        ..ReviewMatter::default()
                    }],
                    ..review()
                }
                .render(),
            ),
            (
                "notice",
                NoticeSheet {
                    sheet: none(),
                    paragraphs: Vec::new(),
                    table: None,
                    objections: String::new(),
                    place: String::new(),
                    ..notice()
                }
                .render(),
            ),
            (
                "card",
                HouseholdCard {
                    sheet: none(),
                    helpers: Vec::new(),
                    measures: Vec::new(),
                    policies: Vec::new(),
                    ..card()
                }
                .render(),
            ),
            (
                "plan",
                AssistancePlan {
                    sheet: none(),
                    household: Vec::new(),
                    risks: Vec::new(),
                    goal: String::new(),
                    officer: Contact::default(),
                    measures: Vec::new(),
                    blank_measures: 6,
                    ..plan()
                }
                .render(),
            ),
            (
                "dossier",
                HouseholdDossier {
                    sheet: none(),
                    sections: vec![DossierSection {
                        heading: "走访".to_owned(),
                        ..DossierSection::default()
                    }],
                    ..dossier()
                }
                .render(),
            ),
            (
                "record",
                RecordForm {
                    sheet: none(),
                    state: String::new(),
                    sections: Vec::new(),
                    signatures: Vec::new(),
                    ..record()
                }
                .render(),
            ),
            (
                "dispatch",
                DispatchReport {
                    sheet: none(),
                    figures: Vec::new(),
                    rows: Vec::new(),
                    remarks: Vec::new(),
                    ..dispatch(6)
                }
                .render(),
            ),
            (
                "board",
                BoardPage {
                    contacts: Vec::new(),
                    promise: String::new(),
                    platform: Some("云南省政府救助平台".to_owned()),
                    ..board()
                }
                .render(),
            ),
        ],
    )
}

/// With what breaks paper: twenty members, long names, markup in free text.
pub fn awkward() -> Vec<Rendered> {
    let sheet = || Sheet {
        number: HOSTILE.to_owned(),
        region: HOSTILE.to_owned(),
        printed_by: LONG_NAME.to_owned(),
        ..sheet()
    };
    let many = |of: usize| (0..of).map(|_| LONG_NAME.to_owned());
    let hostile = || Known {
        value: HOSTILE.to_owned(),
        origin: Some(Origin { source: HOSTILE.to_owned(), as_of: None }),
    };
    let contact = || Contact {
        duty: HOSTILE.to_owned(),
        name: LONG_NAME.to_owned(),
        unit: HOSTILE.to_owned(),
        phone: HOSTILE.to_owned(),
    };
    let table = || Table {
        header: strings(&["户主", HOSTILE, "结果"]),
        rows: vec![strings(&[LONG_NAME, HOSTILE, "通过"]); 40],
    };
    named(
        "paper-awkward",
        [
            (
                "authorization",
                AuthorizationLetter {
                    sheet: sheet(),
                    householder: LONG_NAME.to_owned(),
                    address: HOSTILE.to_owned(),
                    members: many(20)
                        .map(|name| LetterMember {
                            name,
                            relation: HOSTILE.to_owned(),
                            id_number: "539900**********14".to_owned(),
                            guardian: Some(LONG_NAME.to_owned()),
                        })
                        .collect(),
                    queries: strings(&[HOSTILE]),
                    agent: Some(Agent {
                        name: LONG_NAME.to_owned(),
                        relation: HOSTILE.to_owned(),
                        id_number: HOSTILE.to_owned(),
                        phone: HOSTILE.to_owned(),
                        reason: HOSTILE.to_owned(),
                    }),
                    ..authorization()
                }
                .render(),
            ),
            (
                "verification",
                VerificationForm {
                    sheet: sheet(),
                    householder: LONG_NAME.to_owned(),
                    household: vec![(HOSTILE.to_owned(), hostile())],
                    reasons: vec![hostile(); 5],
                    members: many(20)
                        .map(|name| VisitedMember {
                            name,
                            schooling: hostile(),
                            insurance: hostile(),
                            ..member("", "其他", "53990019900101001*")
                        })
                        .collect(),
                    blank_members: 3,
                    risks: vec![RiskBox { label: HOSTILE.to_owned(), pointer: hostile() }],
                    guarantees: vec![CheckRow {
                        label: HOSTILE.to_owned(),
                        known: hostile(),
                        answers: strings(&[HOSTILE]),
                    }],
                    ..verification()
                }
                .render(),
            ),
            (
                "review",
                ReviewRecord {
                    sheet: sheet(),
                    minutes: format!("{HOSTILE}\n").repeat(30),
                    stepped_aside: HOSTILE.to_owned(),
                    matters: many(20)
                        .map(|householder| ReviewMatter {
                            householder,
                            opinion: HOSTILE.to_owned(),
                            ..ReviewMatter::default()
                        })
                        .collect(),
                    attendees: many(41)
                        .map(|name| Attendee { name, duty: HOSTILE.to_owned() })
                        .collect(),
                    ..review()
                }
                .render(),
            ),
            (
                "notice",
                NoticeSheet {
                    sheet: sheet(),
                    title: HOSTILE.to_owned(),
                    paragraphs: strings(&[HOSTILE]),
                    table: Some(table()),
                    objections: HOSTILE.to_owned(),
                    signature: LONG_NAME.to_owned(),
                    place: HOSTILE.to_owned(),
                    ..notice()
                }
                .render(),
            ),
            (
                "card",
                HouseholdCard {
                    sheet: sheet(),
                    householder: LONG_NAME.to_owned(),
                    helpers: vec![contact(); 4],
                    measures: vec![
                        CardMeasure {
                            what: HOSTILE.to_owned(),
                            who: LONG_NAME.to_owned(),
                            when: HOSTILE.to_owned(),
                            state: HOSTILE.to_owned()
                        };
                        15
                    ],
                    policies: vec![
                        CardPolicy {
                            name: HOSTILE.to_owned(),
                            what: HOSTILE.to_owned(),
                            office: LONG_NAME.to_owned(),
                            phone: HOSTILE.to_owned()
                        };
                        8
                    ],
                    ..card()
                }
                .render(),
            ),
            (
                "plan",
                AssistancePlan {
                    sheet: sheet(),
                    householder: LONG_NAME.to_owned(),
                    risks: strings(&[HOSTILE; 5]),
                    goal: HOSTILE.to_owned(),
                    officer: contact(),
                    ..plan()
                }
                .render(),
            ),
            (
                "record",
                RecordForm {
                    sheet: sheet(),
                    heading: HOSTILE.to_owned(),
                    title: LONG_NAME.to_owned(),
                    state: HOSTILE.to_owned(),
                    voided: true,
                    sections: vec![RecordFormSection {
                        heading: HOSTILE.to_owned(),
                        rows: vec![
                            (
                                HOSTILE.to_owned(),
                                Known { value: HOSTILE.repeat(4), origin: None }
                            );
                            30
                        ],
                    }],
                    signatures: vec![HOSTILE.to_owned(); 6],
                    department: LONG_NAME.to_owned(),
                }
                .render(),
            ),
            (
                "dossier",
                HouseholdDossier {
                    sheet: sheet(),
                    householder: LONG_NAME.to_owned(),
                    sections: vec![DossierSection {
                        heading: HOSTILE.to_owned(),
                        rows: vec![
                            DossierRow {
                                label: HOSTILE.to_owned(),
                                value: HOSTILE.to_owned(),
                                source: HOSTILE.to_owned(),
                                as_of: None
                            };
                            20
                        ],
                        tables: vec![DossierTable {
                            caption: HOSTILE.to_owned(),
                            table: table(),
                            source: HOSTILE.to_owned(),
                            as_of: None,
                        }],
                    }],
                }
                .render(),
            ),
            (
                "dispatch",
                DispatchReport {
                    sheet: sheet(),
                    title: HOSTILE.to_owned(),
                    regions: HOSTILE.to_owned(),
                    rows: many(30)
                        .map(|region| ReportRow { region, values: vec![None; 12], is_total: false })
                        .collect(),
                    remarks: strings(&[HOSTILE]),
                    ..dispatch(12)
                }
                .render(),
            ),
            (
                "board",
                BoardPage {
                    village: LONG_NAME.to_owned(),
                    region: HOSTILE.to_owned(),
                    contacts: vec![contact(); 3],
                    promise: HOSTILE.to_owned(),
                    platform: Some(HOSTILE.to_owned()),
                    ..board()
                }
                .render(),
            ),
        ],
    )
}

fn named<const N: usize>(prefix: &str, pages: [(&str, String); N]) -> Vec<Rendered> {
    pages.into_iter().map(|(name, html)| (format!("{prefix}-{name}"), html)).collect()
}

fn sheet() -> Sheet {
    Sheet {
        number: "AJ-532327-2026-00367".to_owned(),
        region: "楚雄州永仁县永定镇大坝村".to_owned(),
        office: "永仁县农业农村局".to_owned(),
        printed_by: "李国华".to_owned(),
        printed_on: day(2026, 11, 22),
    }
}

fn known(value: &str, source: &str) -> Known {
    Known {
        value: value.to_owned(),
        origin: Some(Origin { source: source.to_owned(), as_of: Some(day(2026, 10, 31)) }),
    }
}

pub fn authorization() -> AuthorizationLetter {
    let member =
        |name: &str, relation: &str, id_number: &str, guardian: Option<&str>| LetterMember {
            name: name.to_owned(),
            relation: relation.to_owned(),
            id_number: id_number.to_owned(),
            guardian: guardian.map(str::to_owned),
        };
    AuthorizationLetter {
        sheet: sheet(),
        term: "监测对象".to_owned(),
        householder: "普文忠".to_owned(),
        address: "永仁县永定镇大坝村大坝一组".to_owned(),
        members: vec![
            member("普文忠", "户主", "539900********0014", None),
            member("殷丽仙", "配偶", "539900********0022", None),
            member("普学荣", "之子", "539900********0038", Some("普文忠")),
            member("罗桂珍", "之母", "539900********0046", None),
        ],
        blank_members: 0,
        queries: strings(&["存款和理财", "车辆", "房产", "市场主体登记", "社会保险", "财政供养"]),
        valid_until: Some(day(2027, 11, 21)),
        agent: None,
    }
}

fn member(name: &str, relation: &str, id_number: &str) -> VisitedMember {
    VisitedMember {
        name: name.to_owned(),
        relation: known(relation, "公安局户籍"),
        id_number: known(id_number, "公安局户籍"),
        schooling: known("初中", "全国防返贫监测系统"),
        health: known("健康", "全国防返贫监测系统"),
        labor: known("普通劳动力", "全国防返贫监测系统"),
        work: known("县内务工8个月", "人社局务工台账"),
        insurance: known("居民医保、居民养老", "医保局参保名单"),
    }
}

pub fn verification() -> VerificationForm {
    let lines = |heading: &str, items: &[&str]| AmountGroup {
        heading: heading.to_owned(),
        lines: items
            .iter()
            .map(|item| AmountLine { item: (*item).to_owned(), ..AmountLine::default() })
            .collect(),
    };
    let line = |item: &str, yuan: i64, source: &str, note: &str| AmountLine {
        item: item.to_owned(),
        amount: Some(Fen(yuan * 100)),
        origin: Some(Origin { source: source.to_owned(), as_of: Some(day(2026, 10, 31)) }),
        note: note.to_owned(),
    };
    let mut wages =
        lines("A 工资性收入", &["行业部门公益岗", "乡镇公益岗", "村级公益岗", "自主采摘"]);
    wages.lines.insert(0, line("务工收入", 18_000, "人社局务工台账", "普文忠，县内，6个月"));
    let mut transfers = lines(
        "D 转移性收入",
        &["计划生育金", "特困供养金", "生态补偿", "高龄、优抚、残疾补贴", "赡养费", "其他"],
    );
    transfers.lines.insert(0, line("低保金", 10_800, "民政局低保发放", "2人，12个月"));
    transfers.lines.insert(1, line("养老保险金", 3_000, "人社局养老发放", ""));
    let check = |label: &str, value: &str, source: &str| CheckRow {
        label: label.to_owned(),
        known: known(value, source),
        answers: strings(&["有保障", "没有保障"]),
    };
    let risk = |label: &str| RiskBox { label: label.to_owned(), pointer: Known::default() };
    VerificationForm {
        sheet: sheet(),
        householder: "普文忠".to_owned(),
        household: vec![
            ("村民小组".to_owned(), known("大坝一组", "公安局户籍")),
            ("户类型".to_owned(), known("脱贫户", "全国防返贫监测系统")),
            ("家庭人口".to_owned(), known("4人", "公安局户籍")),
            ("联系电话".to_owned(), known("138****8000", "本人申报")),
            ("监测情况".to_owned(), known("未纳入监测", "全国防返贫监测系统")),
        ],
        reasons: vec![
            known("近12个月合规自付医疗支出26000元，超过本县预警线", "医保局结算明细"),
            known("本人申报：家里老人住院花费大", "自主申报"),
        ],
        members: vec![
            member("普文忠", "户主", "539900********0014"),
            member("殷丽仙", "配偶", "539900********0022"),
            VisitedMember {
                labor: known("无劳动力", "全国防返贫监测系统"),
                work: Known::default(),
                schooling: known("八年级", "教体局学籍"),
                ..member("普学荣", "之子", "539900********0038")
            },
            VisitedMember {
                health: known("患有大病", "医保局结算明细"),
                work: Known::default(),
                ..member("罗桂珍", "之母", "539900********0046")
            },
        ],
        blank_members: 1,
        period: (day(2025, 11, 1), day(2026, 10, 31)),
        income: vec![
            wages,
            lines("B 生产经营性收入", &["种植", "养殖", "林果", "其他"]),
            lines(
                "C 财产性收入",
                &["资产收益分红", "土地流转", "金融贷款项目", "代种代养", "其他"],
            ),
            transfers,
            lines("E 生产经营性支出", &["种植", "养殖", "林果", "其他"]),
        ],
        spending: vec![AmountGroup {
            heading: "合规自付支出".to_owned(),
            lines: vec![
                line("医疗（报销和救助以后）", 26_000, "医保局结算明细", "罗桂珍，住院2次"),
                AmountLine { item: "教育".to_owned(), ..AmountLine::default() },
                AmountLine { item: "住房修建".to_owned(), ..AmountLine::default() },
                AmountLine { item: "意外、灾害".to_owned(), ..AmountLine::default() },
            ],
        }],
        guarantees: vec![
            check("义务教育", "普学荣在校就读", "教体局学籍"),
            check("基本医疗", "4人参加居民医保", "医保局参保名单"),
            check("住房安全", "B级", "住建局鉴定"),
            check("饮水安全", "达标", "水务局台账"),
        ],
        risks: vec![
            RiskBox {
                label: "因病".to_owned(),
                pointer: known("自付医疗支出26000元", "医保局结算明细"),
            },
            risk("因残"),
            risk("因学"),
            risk("因自然灾害"),
            risk("因意外事故"),
            risk("因产业项目失败"),
            risk("因务工就业不稳"),
            risk("缺劳动力"),
            risk("因安全住房"),
            risk("因安全饮水"),
            risk("其他（写明）"),
        ],
    }
}

fn review() -> ReviewRecord {
    let attendee =
        |name: &str, duty: &str| Attendee { name: name.to_owned(), duty: duty.to_owned() };
    ReviewRecord {
        sheet: sheet(),
        meeting: "村“两委”（扩大）会议".to_owned(),
        on: Some(day(2026, 11, 19)),
        place: "大坝村党群服务中心".to_owned(),
        chair: "李国华".to_owned(),
        recorder: "杨晓梅".to_owned(),
        invited: Some(15),
        present: Some(13),
        stepped_aside: "普学明（评议普文忠户时）".to_owned(),
        matters: vec![
            ReviewMatter {
                householder: "普文忠".to_owned(),
                group: "大坝一组".to_owned(),
                matter: "纳入监测".to_owned(),
                agree: Some(12),
                disagree: Some(0),
                abstain: Some(0),
                passed: Some(true),
                opinion: "老人住院花费大，情况属实，同意纳入。".to_owned(),
            },
            ReviewMatter {
                householder: "罗正兴".to_owned(),
                group: "上村组".to_owned(),
                matter: "纳入监测".to_owned(),
                agree: Some(3),
                disagree: Some(9),
                abstain: Some(1),
                passed: Some(false),
                opinion: "儿子在外务工收入稳定，能够自己解决。".to_owned(),
            },
        ],
        minutes: "李国华：介绍两户入户核查情况。\n杨晓梅：普文忠家老人今年住院两次，家里借了钱。\n罗正明：同意。".to_owned(),
        attendees: vec![
            attendee("李国华", "村党总支书记"),
            attendee("杨晓梅", "村委会副主任"),
            attendee("普学明", "村务监督委员会主任"),
            attendee("罗正明", "大坝一组组长"),
            attendee("殷应国", "村民代表"),
            attendee("普丽华", "驻村第一书记"),
        ],
        blank_attendees: 8,
    }
}

pub fn notice() -> NoticeSheet {
    let it = review_notice();
    NoticeSheet {
        sheet: Sheet { number: "GS-532327-2026-0042".to_owned(), ..sheet() },
        title: it.title,
        paragraphs: it.paragraphs,
        table: it.table,
        objections: "永仁县农业农村局，电话 0878-6712345、13900139000".to_owned(),
        signature: it.signature,
        from: it.from,
        until: it.until,
        place: it.place,
    }
}

pub fn card() -> HouseholdCard {
    let helper = |duty: &str, name: &str, unit: &str, phone: &str| Contact {
        duty: duty.to_owned(),
        name: name.to_owned(),
        unit: unit.to_owned(),
        phone: phone.to_owned(),
    };
    let measure = |what: &str, who: &str, when: &str, state: &str| CardMeasure {
        what: what.to_owned(),
        who: who.to_owned(),
        when: when.to_owned(),
        state: state.to_owned(),
    };
    let policy = |name: &str, what: &str, office: &str, phone: &str| CardPolicy {
        name: name.to_owned(),
        what: what.to_owned(),
        office: office.to_owned(),
        phone: phone.to_owned(),
    };
    HouseholdCard {
        sheet: sheet(),
        householder: "普文忠".to_owned(),
        group: "大坝一组".to_owned(),
        members: 4,
        helpers: vec![
            helper("帮扶责任人", "杨晓梅", "永定镇政府农业农村办", "13900139000"),
            helper("村干部", "李国华", "村党总支书记", "13900139001"),
            helper("驻村第一书记", "普丽华", "县水务局派驻", "13900139002"),
        ],
        measures: vec![
            measure(
                "公益性岗位：村道保洁，每月800元",
                "村委会",
                "2026年12月至2027年11月",
                "已落实",
            ),
            measure("发放鸡苗50只，技术员上门指导", "镇农业服务中心", "2026年12月底前", "正在办"),
            measure("孩子上学资助", "教体局", "每学期", "已落实"),
        ],
        policies: vec![
            policy("雨露计划", "子女读中职、高职，每学年3000元", "县农业农村局", "0878-6712345"),
            policy(
                "脱贫人口小额信贷",
                "5万元以下、3年以内，免抵押，财政贴息",
                "农村信用社永定分社",
                "0878-6711111",
            ),
            policy("外出务工交通补助", "跨省务工3个月以上，一年一次", "县人社局", "0878-6713333"),
        ],
        hotline: "12317".to_owned(),
        as_of: day(2026, 11, 22),
    }
}

fn plan() -> AssistancePlan {
    let measure = |group: &str, answers: &str, what: &str, who: &str| PlanMeasure {
        group: group.to_owned(),
        answers: answers.to_owned(),
        what: what.to_owned(),
        who: who.to_owned(),
        due: Some(day(2026, 12, 31)),
        delivered: Vec::new(),
    };
    AssistancePlan {
        sheet: sheet(),
        householder: "普文忠".to_owned(),
        household: vec![
            ("村民小组".to_owned(), known("大坝一组", "公安局户籍")),
            ("家庭人口".to_owned(), known("4人，劳动力2人", "入户核查")),
            ("监测对象类别".to_owned(), known("脱贫不稳定户", "县级审定")),
            ("识别时间".to_owned(), known("2026年11月", "县级审定")),
            ("人均纯收入".to_owned(), known("7855元", "入户核查")),
        ],
        risks: strings(&["因病", "因务工就业不稳"]),
        goal: "一年内收入稳定在监测范围以上，医疗支出有保障，不再新增借款。".to_owned(),
        officer: Contact {
            duty: "帮扶责任人".to_owned(),
            name: "杨晓梅".to_owned(),
            unit: "永定镇政府农业农村办".to_owned(),
            phone: "13900139000".to_owned(),
        },
        measures: vec![
            PlanMeasure {
                delivered: vec![
                    Delivery {
                        on: day(2026, 11, 25), what: "医疗救助8000元到账".to_owned()
                    },
                    Delivery {
                        on: day(2026, 12, 2), what: "签约家庭医生，上门随访".to_owned()
                    },
                ],
                ..measure(
                    "健康帮扶",
                    "因病",
                    "申请医疗救助，落实家庭医生签约",
                    "县医保局、村卫生室",
                )
            },
            measure(
                "公益性岗位帮扶",
                "因务工就业不稳",
                "村道保洁岗位，每月800元，一年",
                "大坝村委会",
            ),
            measure("产业帮扶", "因务工就业不稳", "发放鸡苗50只，签订回收协议", "镇农业服务中心"),
        ],
        blank_measures: 2,
    }
}

fn record() -> RecordForm {
    let row = |label: &str, value: &str| {
        (label.to_owned(), Known { value: value.to_owned(), origin: None })
    };
    RecordForm {
        sheet: sheet(),
        heading: "项目入库申报表".to_owned(),
        title: "岔路口蓄水池".to_owned(),
        state: "村已申报".to_owned(),
        voided: false,
        sections: vec![
            RecordFormSection {
                heading: "基本情况".to_owned(),
                rows: vec![
                    row("项目类型", "乡村基础设施"),
                    row("概算总投资", "120000.50 元"),
                    row("联系人", "普**"),
                    row("开工日期", ""),
                ],
            },
            RecordFormSection {
                heading: "绩效".to_owned(),
                rows: vec![row("绩效目标", "40 户 160 亩地能浇上水")],
            },
        ],
        signatures: strings(&["村民委员会", "乡镇人民政府"]),
        department: "乡村振兴局".to_owned(),
    }
}

fn dossier() -> HouseholdDossier {
    let row = |label: &str, value: &str, source: &str| DossierRow {
        label: label.to_owned(),
        value: value.to_owned(),
        source: source.to_owned(),
        as_of: Some(day(2026, 10, 31)),
    };
    let section = |heading: &str, rows: Vec<DossierRow>, tables: Vec<DossierTable>| {
        DossierSection { heading: heading.to_owned(), rows, tables }
    };
    HouseholdDossier {
        sheet: sheet(),
        householder: "普文忠".to_owned(),
        sections: vec![
            section(
                "一、基本情况",
                vec![
                    row("户编号", "5323270001234", "全国防返贫监测系统"),
                    row("户类型", "脱贫户", "全国防返贫监测系统"),
                    row("监测对象类别", "脱贫不稳定户", "县级审定"),
                    row("联系电话", "138****8000", "本人申报"),
                ],
                Vec::new(),
            ),
            section(
                "二、家庭成员",
                Vec::new(),
                vec![DossierTable {
                    caption: "成员".to_owned(),
                    table: Table {
                        header: strings(&[
                            "姓名",
                            "与户主关系",
                            "证件号码",
                            "健康状况",
                            "劳动能力",
                        ]),
                        rows: vec![
                            strings(&[
                                "普文忠",
                                "户主",
                                "539900********0014",
                                "健康",
                                "普通劳动力",
                            ]),
                            strings(&[
                                "殷丽仙",
                                "配偶",
                                "539900********0022",
                                "健康",
                                "普通劳动力",
                            ]),
                            strings(&["普学荣", "之子", "539900********0038", "健康", "无劳动力"]),
                            strings(&[
                                "罗桂珍",
                                "之母",
                                "539900********0046",
                                "患有大病",
                                "无劳动力",
                            ]),
                        ],
                    },
                    source: "公安局户籍、全国防返贫监测系统".to_owned(),
                    as_of: Some(day(2026, 10, 31)),
                }],
            ),
            section(
                "三、收入和支出",
                vec![
                    row("工资性收入", "18000.00元", "人社局务工台账"),
                    row("转移性收入", "13800.00元", "民政局、人社局发放"),
                    row("人均纯收入", "7855.00元", "入户核查"),
                    row("合规自付支出", "26000.00元", "医保局结算明细"),
                ],
                Vec::new(),
            ),
            section(
                "四、办理经过",
                Vec::new(),
                vec![DossierTable {
                    caption: "经过".to_owned(),
                    table: Table {
                        header: strings(&["日期", "事项", "经办", "结果"]),
                        rows: vec![
                            strings(&["2026年11月3日", "发现线索", "医保局结算明细", "派发大坝村"]),
                            strings(&["2026年11月6日", "入户核查", "李国华、杨晓梅", "属实"]),
                            strings(&[
                                "2026年11月19日",
                                "民主评议",
                                "村“两委”（扩大）会议",
                                "同意12人，通过",
                            ]),
                        ],
                    },
                    ..DossierTable::default()
                }],
            ),
            section("五、走访", Vec::new(), Vec::new()),
        ],
    }
}

fn report() -> ReportPaper {
    let column = |group: &str, label: &str| (group.to_owned(), label.to_owned(), "户".to_owned());
    let line = |group: &str, label: &str, value: &str| PaperLine {
        group: group.to_owned(),
        label: label.to_owned(),
        unit: "户".to_owned(),
        value: value.to_owned(),
    };
    ReportPaper {
        sheet: Sheet {
            number: "532327-2026-10-0a1b2c3d4e5f".to_owned(),
            region: "永仁县".to_owned(),
            ..sheet()
        },
        title: "永仁县2026年10月防止返贫监测帮扶工作调度表".to_owned(),
        number: "调度01表".to_owned(),
        issuer: String::new(),
        unit: "户".to_owned(),
        period: "2026年10月".to_owned(),
        as_of: day(2026, 10, 31),
        parts: vec![
            PaperPart::Table(PaperTable {
                heading: String::new(),
                columns: vec![
                    column("线索", "新线索"),
                    column("线索", "属实"),
                    column("", "办理中"),
                    column("监测对象", "在册"),
                ],
                rows: vec![
                    ("永定镇".to_owned(), strings(&["12", "5", "3", "40"]), false),
                    ("宜就镇".to_owned(), strings(&["*", "*", "—", "22"]), false),
                    ("合计".to_owned(), strings(&["14", "6", "3", "62"]), true),
                ],
            }),
            PaperPart::List(
                "风险构成".to_owned(),
                vec![line("风险", "因病", "31"), line("", "在册", "62")],
            ),
            PaperPart::Text(
                "一、总体情况".to_owned(),
                strings(&["在册监测对象62户，比上月增加2户。"]),
            ),
        ],
        notes: strings(&["地区按行政区划代码排列，不作排名。"]),
        sm3: "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0".to_owned(),
    }
}

fn dispatch(figures: usize) -> DispatchReport {
    let all = [
        ("新增线索", "件", "本月筛查生成的线索"),
        ("已派发", "件", "派到村的线索"),
        ("已核查", "件", "登记了入户核查的线索"),
        ("属实", "件", "核查结果为属实"),
        ("超期未办", "件", "数据日期时超过期限"),
        ("新识别", "户", "县级审定为监测对象"),
        ("监测中", "户", "风险未消除的监测对象"),
        ("没有责任人", "户", "监测中没有帮扶责任人"),
        ("没有措施", "户", "识别到期没有帮扶措施"),
        ("风险消除", "户", "本月标注风险消除"),
        ("核查率", "%", "已核查占已派发"),
        ("属实率", "%", "属实占已核查"),
    ];
    let towns = ["永定镇", "宜就镇", "中和镇", "莲池乡", "维的乡", "猛虎乡", "永兴傣族乡"];
    let row = |(number, region): (usize, &str)| ReportRow {
        region: region.to_owned(),
        values: (0..figures)
            .map(|it| (it != 4).then(|| (number * 7 + it * 3).to_string()))
            .collect(),
        is_total: region == "合计",
    };
    DispatchReport {
        sheet: Sheet {
            number: "DD-532327-202610".to_owned(),
            region: "永仁县".to_owned(),
            ..sheet()
        },
        title: "2026年10月线索派发调度表".to_owned(),
        as_of: day(2026, 10, 31),
        regions: "乡镇".to_owned(),
        figures: all[..figures]
            .iter()
            .map(|(label, unit, source)| ReportFigure {
                label: (*label).to_owned(),
                unit: (*unit).to_owned(),
                source: (*source).to_owned(),
                as_of: (*label == "监测中").then(|| day(2026, 11, 5)),
            })
            .collect(),
        rows: towns.into_iter().chain(["合计"]).enumerate().map(row).collect(),
        remarks: strings(&["永兴傣族乡11月3日补派2件，未计入本表。"]),
    }
}

pub fn board() -> BoardPage {
    BoardPage {
        village: "大坝村".to_owned(),
        region: "永仁县永定镇".to_owned(),
        url: "https://shouwang.example.invalid/apply?village=532327101201".to_owned(),
        platform: None,
        hotline: "12317".to_owned(),
        contacts: vec![
            Contact {
                duty: "村党总支书记".to_owned(),
                name: "李国华".to_owned(),
                unit: String::new(),
                phone: "13900139001".to_owned(),
            },
            Contact {
                duty: "驻村第一书记".to_owned(),
                name: "普丽华".to_owned(),
                unit: String::new(),
                phone: "13900139002".to_owned(),
            },
        ],
        promise: "申报后5个工作日内上门核实。".to_owned(),
        office: "永仁县农业农村局".to_owned(),
    }
}

//! The pages for farmers.

use pages::{
    Lang, Table,
    online::{
        ApplyField, ApplyPage, ApplyValues, Choice, ClosedPage, FieldError, Frame, HangingNotice,
        NextStep, PaperForm, PhotoRule, PlacePage, PlaceStep, Platform, ProgressForm, ProgressPage,
        PublicNoticesPage, ReceiptPage, TextSize, Village,
    },
};

use super::{HOSTILE, LONG_NAME, Rendered, day, strings};

/// Every page for farmers in both languages, as it usually is.
pub fn ordinary() -> Vec<Rendered> {
    [Lang::Zh, Lang::En].into_iter().flat_map(|lang| in_lang(lang, TextSize::Standard)).collect()
}

/// Every page in the largest letters.
pub fn biggest() -> Vec<Rendered> {
    in_lang(Lang::Zh, TextSize::Biggest)
}

/// With nothing in them, and with what breaks pages.
pub fn awkward() -> Vec<Rendered> {
    let frame = || frame(Lang::Zh, TextSize::Big);
    let empty = PublicNoticesPage { notices: Vec::new(), ..notices(frame()) };
    let nowhere =
        PlacePage { places: Vec::new(), back: None, within: String::new(), ..place(frame()) };
    let lean = ApplyPage {
        promise: String::new(),
        risks: Vec::new(),
        photos: None,
        values: ApplyValues::default(),
        errors: Vec::new(),
        ..refused(frame())
    };
    let hostile = ApplyPage {
        token: HOSTILE.to_owned(),
        village: Village { code: HOSTILE.to_owned(), name: LONG_NAME.to_owned() },
        promise: HOSTILE.to_owned(),
        values: ApplyValues {
            name: LONG_NAME.to_owned(),
            phone: HOSTILE.to_owned(),
            id_number: HOSTILE.to_owned(),
            text: HOSTILE.to_owned(),
            risks: strings(&["illness", HOSTILE]),
            consent: false,
            proxy_name: HOSTILE.to_owned(),
            proxy_phone: HOSTILE.to_owned(),
            proxy_relation: HOSTILE.to_owned(),
        },
        ..refused(frame())
    };
    let answered = ProgressPage { answer: Some(HOSTILE.to_owned()), ..progress(frame()) };
    let waiting = ProgressPage {
        answer: None,
        answered_on: None,
        due_on: None,
        is_late: false,
        next: String::new(),
        ..progress(frame())
    };
    let hanging = HangingNotice {
        title: HOSTILE.to_owned(),
        paragraphs: strings(&[HOSTILE, ""]),
        table: Some(Table {
            header: strings(&["户主", HOSTILE]),
            rows: vec![strings(&[LONG_NAME, HOSTILE]); 20],
        }),
        signature: LONG_NAME.to_owned(),
        from: day(2026, 11, 5),
        until: day(2026, 11, 9),
        place: HOSTILE.to_owned(),
    };
    let long =
        PublicNoticesPage { notices: vec![hanging, HangingNotice::default()], ..notices(frame()) };
    let plain = ClosedPage {
        platform: Platform { name: HOSTILE.to_owned(), how: HOSTILE.to_owned(), href: None },
        paper: None,
        ..closed(frame())
    };
    let known = ReceiptPage {
        is_known: true,
        steps: Vec::new(),
        need: HOSTILE.to_owned(),
        ..receipt(frame())
    };
    named(
        "online-awkward",
        [
            ("notices-none", empty.render()),
            ("place-none", nowhere.render()),
            ("apply-lean", lean.render()),
            ("apply-hostile", hostile.render()),
            ("progress-hostile", answered.render()),
            ("progress-waiting", waiting.render()),
            ("notices-long", long.render()),
            ("closed-plain", plain.render()),
            ("receipt-known", known.render()),
        ],
    )
}

fn in_lang(lang: Lang, size: TextSize) -> Vec<Rendered> {
    let frame = || frame(lang, size);
    let prefix = format!(
        "online-{}{}",
        if lang == Lang::En { "en" } else { "zh" },
        size.word().unwrap_or_default()
    );
    named(
        &prefix,
        [
            ("apply", apply(frame()).render()),
            ("apply-refused", refused(Frame { here: None, ..frame() }).render()),
            ("place", place(frame()).render()),
            ("receipt", receipt(frame()).render()),
            ("progress-form", progress_form(frame()).render()),
            ("progress", progress(frame()).render()),
            ("closed", closed(frame()).render()),
            ("notices", notices(frame()).render()),
        ],
    )
}

fn named<const N: usize>(prefix: &str, pages: [(&str, String); N]) -> Vec<Rendered> {
    pages.into_iter().map(|(name, html)| (format!("{prefix}-{name}"), html)).collect()
}

fn frame(lang: Lang, size: TextSize) -> Frame {
    Frame {
        lang,
        size,
        here: Some("/apply?village=532327101201".to_owned()),
        office: "永仁县农业农村局".to_owned(),
        hotline: "12317".to_owned(),
        apply_at: Some("/apply?village=532327101201".to_owned()),
        read_aloud: true,
    }
}

pub fn apply(frame: Frame) -> ApplyPage {
    let lang = frame.lang;
    let risk = |value: &str, zh: &str, en: &str| Choice {
        value: value.to_owned(),
        label: if lang == Lang::Zh { zh } else { en }.to_owned(),
    };
    ApplyPage {
        frame: Frame { apply_at: None, ..frame },
        action: "/apply".to_owned(),
        token: "eyJ2IjoxfQ.c2lnbmF0dXJlLXRoYXQtaXMtZm9ydHktbG9uZw".to_owned(),
        village: Village { code: "532327101201".to_owned(), name: "永定镇大坝村".to_owned() },
        other_village: "/apply".to_owned(),
        promise: said(
            lang,
            "村组干部会在5个工作日内上门核实。",
            "A village cadre will visit you within 5 working days.",
        ),
        risks: vec![
            risk("illness", "生病住院花费大", "Illness, large hospital bills"),
            risk("disability", "残疾", "Disability"),
            risk("schooling", "孩子上学困难", "Children's schooling"),
            risk("natural_disaster", "自然灾害", "Natural disaster"),
            risk("accident", "意外事故", "Accident"),
            risk("business_failure", "种养经营亏损", "Loss in farming or trade"),
            risk("unstable_employment", "失去工作", "Loss of work"),
            risk("labor_shortage", "家里缺劳力", "Nobody able to work"),
            risk("unsafe_housing", "房屋漏雨、危险", "Unsafe house"),
            risk("unsafe_water", "饮水困难", "No safe drinking water"),
            risk("other", "其他困难", "Other"),
        ],
        several_risks: true,
        id_number_is_optional: true,
        photos: Some(PhotoRule { at_most: 6, megabytes: 10 }),
        values: ApplyValues::default(),
        errors: Vec::new(),
    }
}

pub fn refused(frame: Frame) -> ApplyPage {
    let lang = frame.lang;
    let error = |field, zh: &str, en: &str| FieldError { field, text: said(lang, zh, en) };
    ApplyPage {
        id_number_is_optional: false,
        several_risks: false,
        values: ApplyValues {
            name: "普文忠".to_owned(),
            phone: "1380013".to_owned(),
            id_number: "53990019900101001".to_owned(),
            text: "家里老人住院，自己花了三万元。".to_owned(),
            risks: strings(&["illness"]),
            consent: true,
            proxy_name: "殷丽仙".to_owned(),
            ..ApplyValues::default()
        },
        errors: vec![
            error(
                None,
                "填写时间太长，请再点一次提交",
                "This took too long. Please send it once more",
            ),
            error(
                Some(ApplyField::Phone),
                "手机号码应有11位，现在是7位",
                "A mobile number has 11 digits, this one has 7",
            ),
            error(
                Some(ApplyField::IdNumber),
                "身份证号应有18位，现在是17位",
                "An identity number has 18 characters, this one has 17",
            ),
            error(
                Some(ApplyField::ProxyPhone),
                "请留下您的手机号码",
                "Please leave your telephone number",
            ),
        ],
        ..apply(frame)
    }
}

fn place(frame: Frame) -> PlacePage {
    let villages = [
        "苴却社区",
        "龙头山社区",
        "小汉坝社区",
        "大坝村",
        "良田村",
        "糯达村",
        "麻栗树村",
        "太平地村",
        "乍石村",
        "云龙村",
        "麦拉村",
        "店子村",
    ];
    PlacePage {
        frame,
        within: "永仁县永定镇".to_owned(),
        step: PlaceStep::Village,
        places: (1..)
            .zip(villages)
            .map(|(number, name)| (name.to_owned(), format!("/apply?village=532327101{number:03}")))
            .collect(),
        back: Some("/apply".to_owned()),
    }
}

fn receipt(frame: Frame) -> ReceiptPage {
    let lang = frame.lang;
    let step = |zh: &str, en: &str, until| NextStep { text: said(lang, zh, en), until };
    ReceiptPage {
        receipt: "2611220417".to_owned(),
        received_on: day(2026, 11, 22),
        need: said(lang, "医疗", "Medical care"),
        is_known: false,
        steps: vec![
            step("告诉您是否受理", "We tell you whether it is accepted", Some(day(2026, 11, 24))),
            step("村组干部上门核实", "A village cadre visits you", Some(day(2026, 11, 27))),
            step("答复您", "You get an answer", None),
        ],
        progress_url: "https://shouwang.example.invalid/progress?receipt=2611220417".to_owned(),
        progress_at: "/progress?receipt=2611220417".to_owned(),
        frame: Frame { here: None, ..frame },
    }
}

fn progress_form(frame: Frame) -> ProgressForm {
    let lang = frame.lang;
    ProgressForm {
        action: "/progress".to_owned(),
        receipt: "2611220417".to_owned(),
        phone: "1390013".to_owned(),
        error: Some(said(
            lang,
            "回执号和手机号码对不上，请再看一看",
            "Receipt number and telephone do not fit together",
        )),
        frame,
    }
}

fn progress(frame: Frame) -> ProgressPage {
    let lang = frame.lang;
    ProgressPage {
        receipt: "2611220417".to_owned(),
        received_on: day(2026, 11, 22),
        need: said(lang, "医疗", "Medical care"),
        stage: said(lang, "已转到村里，等待上门核实", "With the village, waiting for a visit"),
        next: said(lang, "村组干部上门核实", "a village cadre visits you"),
        due_on: Some(day(2026, 11, 27)),
        is_late: true,
        answer: Some(
            "您反映的医疗问题（回执号 2611220417）已转到村里，工作人员会入户核实。".to_owned(),
        ),
        answered_on: Some(day(2026, 11, 23)),
        again: "/progress".to_owned(),
        frame: Frame { here: None, ..frame },
    }
}

fn closed(frame: Frame) -> ClosedPage {
    let lang = frame.lang;
    ClosedPage {
        platform: Platform {
            name: "云南省政府救助平台".to_owned(),
            how: said(
                lang,
                "在微信里搜索小程序“找政府”，点“我要求助”。",
                "Search for the mini-program “找政府” in WeChat and ask for help there.",
            ),
            href: Some("https://platform.example.invalid/help".to_owned()),
        },
        paper: Some(PaperForm {
            place: said(lang, "村委会便民服务室", "service room of the village committee"),
            href: Some("/paper/application".to_owned()),
        }),
        frame: Frame { apply_at: None, ..frame },
    }
}

pub fn notices(frame: Frame) -> PublicNoticesPage {
    PublicNoticesPage {
        village: "永定镇大坝村".to_owned(),
        today: day(2026, 11, 22),
        notices: vec![review_notice()],
        frame,
    }
}

/// As the packs write it.
pub fn review_notice() -> HangingNotice {
    HangingNotice {
        title: "永定镇大坝村防返贫监测民主评议结果公示".to_owned(),
        paragraphs: strings(&[
            "根据农户申请、授权等程序，2026年11月19日，我村组织召开了村“两委”（扩大）会议，履行防返贫监测民主评议程序。现将民主评议结果公示如下（名单附后）。",
            "公示时间：2026年11月20日至2026年11月24日。如有异议，请在公示期内向村民委员会提出，也可以向永仁县农业农村局反映：12317热线、0878-6712345。",
        ]),
        table: Some(Table {
            header: strings(&["村民小组", "户主", "家庭人口", "监测对象类别", "评议结果"]),
            rows: vec![
                strings(&["大坝一组", "普文忠", "4", "脱贫不稳定户", "评议通过，拟纳入监测"]),
                strings(&["小河边组", "殷丽仙", "3", "突发严重困难户", "评议通过，拟纳入监测"]),
                strings(&["上村组", "罗正兴（上村组）", "2", "边缘易致贫户", "评议未通过"]),
            ],
        }),
        signature: "永定镇大坝村民委员会".to_owned(),
        from: day(2026, 11, 20),
        until: day(2026, 11, 24),
        place: "村委会公示栏".to_owned(),
    }
}

fn said(lang: Lang, zh: &str, en: &str) -> String {
    if lang == Lang::Zh { zh } else { en }.to_owned()
}

//! 政策登记: every support policy a plan names, what becomes of it, and what realises it here.
//!
//! The register moves nothing by itself. It answers which policies are kept, adjusted or ended,
//! from which document, and where the system puts them into effect.

use chrono::NaiveDate;
use serde::Serialize;

use crate::{basis::Basis, packs::Packs};

/// The field a policy belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PolicyKind {
    /// 监测帮扶.
    Monitoring,
    /// 财政.
    Fiscal,
    /// 金融保险.
    Financial,
    /// 土地.
    Land,
    /// 人才.
    Talent,
    /// 产业.
    Industry,
    /// 就业.
    Employment,
    /// 教育.
    Education,
    /// 医疗健康.
    Health,
    /// 住房.
    Housing,
    /// 饮水.
    Water,
    /// 社会救助和保障.
    SocialSecurity,
    /// 搬迁后续.
    Relocation,
    /// 社会帮扶.
    SocialAssistance,
    /// 生态.
    Ecology,
    /// 乡村建设.
    Construction,
    /// 项目资产.
    Assets,
    /// 税收.
    Tax,
    /// 考核和组织.
    Organisation,
}

impl PolicyKind {
    /// Every field, in the order of the enum.
    pub const ALL: [PolicyKind; 19] = [
        PolicyKind::Monitoring,
        PolicyKind::Fiscal,
        PolicyKind::Financial,
        PolicyKind::Land,
        PolicyKind::Talent,
        PolicyKind::Industry,
        PolicyKind::Employment,
        PolicyKind::Education,
        PolicyKind::Health,
        PolicyKind::Housing,
        PolicyKind::Water,
        PolicyKind::SocialSecurity,
        PolicyKind::Relocation,
        PolicyKind::SocialAssistance,
        PolicyKind::Ecology,
        PolicyKind::Construction,
        PolicyKind::Assets,
        PolicyKind::Tax,
        PolicyKind::Organisation,
    ];

    /// The word used in the files.
    pub fn word(self) -> &'static str {
        self.names().0
    }

    /// The Chinese name.
    pub fn zh(self) -> &'static str {
        self.names().1
    }

    fn names(self) -> (&'static str, &'static str) {
        match self {
            PolicyKind::Monitoring => ("monitoring", "监测帮扶"),
            PolicyKind::Fiscal => ("fiscal", "财政"),
            PolicyKind::Financial => ("financial", "金融保险"),
            PolicyKind::Land => ("land", "土地"),
            PolicyKind::Talent => ("talent", "人才"),
            PolicyKind::Industry => ("industry", "产业"),
            PolicyKind::Employment => ("employment", "就业"),
            PolicyKind::Education => ("education", "教育"),
            PolicyKind::Health => ("health", "医疗健康"),
            PolicyKind::Housing => ("housing", "住房"),
            PolicyKind::Water => ("water", "饮水"),
            PolicyKind::SocialSecurity => ("social_security", "社会救助和保障"),
            PolicyKind::Relocation => ("relocation", "搬迁后续"),
            PolicyKind::SocialAssistance => ("social_assistance", "社会帮扶"),
            PolicyKind::Ecology => ("ecology", "生态"),
            PolicyKind::Construction => ("construction", "乡村建设"),
            PolicyKind::Assets => ("assets", "项目资产"),
            PolicyKind::Tax => ("tax", "税收"),
            PolicyKind::Organisation => ("organisation", "考核和组织"),
        }
    }
}

/// What becomes of a policy in the transition period (ORG-05).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PolicyOutcome {
    /// 接续: goes on as it was (延续、继续、保持).
    Continued,
    /// 完善: goes on, made complete (健全、完善).
    Completed,
    /// 加强: goes on, stronger (加大、提高、扩大).
    Strengthened,
    /// 优化调整: goes on, changed (调整、规范、逐步调整).
    Adjusted,
    /// 取消: ends (退出、不再享受).
    Withdrawn,
    /// 新设: begins with this plan (建立、探索、试点).
    New,
}

impl PolicyOutcome {
    /// Every outcome, in the order of the enum.
    pub const ALL: [PolicyOutcome; 6] = [
        PolicyOutcome::Continued,
        PolicyOutcome::Completed,
        PolicyOutcome::Strengthened,
        PolicyOutcome::Adjusted,
        PolicyOutcome::Withdrawn,
        PolicyOutcome::New,
    ];

    /// The word used in the files.
    pub fn word(self) -> &'static str {
        self.names().0
    }

    /// The Chinese name.
    pub fn zh(self) -> &'static str {
        self.names().1
    }

    fn names(self) -> (&'static str, &'static str) {
        match self {
            PolicyOutcome::Continued => ("continued", "接续"),
            PolicyOutcome::Completed => ("completed", "完善"),
            PolicyOutcome::Strengthened => ("strengthened", "加强"),
            PolicyOutcome::Adjusted => ("adjusted", "优化调整"),
            PolicyOutcome::Withdrawn => ("withdrawn", "取消"),
            PolicyOutcome::New => ("new", "新设"),
        }
    }
}

/// Something of the packs that puts a policy into effect.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(tag = "kind", content = "name", rename_all = "snake_case")]
pub enum Realised {
    /// A measure of the catalogue, by identifier.
    Measure(String),
    /// A rule, by number.
    Rule(String),
    /// A parameter, `topic.key`.
    Parameter(String),
    /// A list, `topic.key`.
    List(String),
}

impl Realised {
    /// As the files write it, for example `measure microcredit`.
    pub fn written(&self) -> String {
        match self {
            Realised::Measure(name) => format!("measure {name}"),
            Realised::Rule(name) => format!("rule {name}"),
            Realised::Parameter(name) => format!("parameter {name}"),
            Realised::List(name) => format!("list {name}"),
        }
    }
}

/// A policy of the register as it applies to one region on one day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RegisteredPolicy {
    /// The identifier, unique on the way from the region to the nation.
    pub id: String,
    /// The Chinese name.
    pub zh: String,
    /// Its field.
    pub kind: PolicyKind,
    /// What becomes of it.
    pub outcome: PolicyOutcome,
    /// What puts it into effect here; empty where nothing does.
    pub realised_by: Vec<Realised>,
    /// The pack it is written in, which is the region it applies to.
    pub pack: String,
    /// Document and place, or `default`.
    pub basis: String,
    /// No document says so.
    pub is_default: bool,
    /// A remark.
    pub note: Option<String>,
    /// The first day.
    pub from: NaiveDate,
    /// The last day, where one is said.
    pub to: Option<NaiveDate>,
}

/// A policy as one pack writes it.
#[derive(Clone, Debug)]
pub(crate) struct WrittenPolicy {
    pub(crate) file: String,
    pub(crate) line: u32,
    pub(crate) zh: String,
    pub(crate) kind: PolicyKind,
    pub(crate) outcome: PolicyOutcome,
    pub(crate) realised_by: Vec<Realised>,
    pub(crate) from: NaiveDate,
    pub(crate) to: Option<NaiveDate>,
    pub(crate) basis: Basis,
}

impl WrittenPolicy {
    pub(crate) fn is_valid_on(&self, day: NaiveDate) -> bool {
        self.from <= day && self.to.is_none_or(|last| day <= last)
    }

    pub(crate) fn resolve(&self, id: &str, pack: &str) -> RegisteredPolicy {
        RegisteredPolicy {
            id: id.to_owned(),
            zh: self.zh.clone(),
            kind: self.kind,
            outcome: self.outcome,
            realised_by: self.realised_by.clone(),
            pack: pack.to_owned(),
            basis: self.basis.text.clone(),
            is_default: self.basis.is_default,
            note: self.basis.note.clone(),
            from: self.from,
            to: self.to,
        }
    }
}

impl Packs {
    /// The policies in force for a region on a day, by field and identifier; of one identifier the
    /// nearest pack that has it in force counts.
    pub fn register(&self, region_code: &str, on: NaiveDate) -> Vec<RegisteredPolicy> {
        let ids: std::collections::BTreeSet<&String> =
            self.chain_of(region_code).flat_map(|pack| pack.register.keys()).collect();
        let mut policies: Vec<RegisteredPolicy> = ids
            .into_iter()
            .filter_map(|id| {
                self.chain_of(region_code).find_map(|pack| {
                    let policy = pack.register.get(id).filter(|it| it.is_valid_on(on))?;
                    Some(policy.resolve(id, &pack.info.name))
                })
            })
            .collect();
        policies.sort_by(|left, right| (left.kind, &left.id).cmp(&(right.kind, &right.id)));
        policies
    }
}

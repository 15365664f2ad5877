//! 帮扶措施目录: which measures there are, which risks they answer, who gives them.
//!
//! A catalogue, not a plan: it says what may be proposed to a family, and why. Amounts are not
//! here; they change every year and belong to the benefits themselves.

use std::{cmp::Reverse, collections::BTreeMap};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{packs::Packs, risk::Risk};

/// The groups of measures of the national record (`practice.md` §1.6).
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum MeasureGroup {
    /// 产业帮扶.
    Industry,
    /// 就业帮扶.
    Employment,
    /// 金融帮扶.
    Finance,
    /// 公益性岗位帮扶.
    PublicWelfarePost,
    /// 住房安全保障.
    Housing,
    /// 饮水安全保障.
    Water,
    /// 健康帮扶.
    Health,
    /// 义务教育保障.
    CompulsoryEducation,
    /// 其他教育帮扶.
    OtherEducation,
    /// 综合保障: 低保、特困、残疾人补贴、临时救助.
    ComprehensiveSecurity,
    /// 社会帮扶.
    Society,
    /// 搬迁.
    Relocation,
    /// 生产生活条件改善.
    LivingConditions,
    /// 基础设施建设.
    Infrastructure,
}

/// 预防性措施 or 事后帮扶.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum MeasureTiming {
    /// 事后帮扶: the difficulty is there.
    Remedial,
    /// 预防性: before it comes, or before it comes again.
    Preventive,
}

/// Until when a measure goes on after the risk was eliminated.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Outlives {
    /// 小额信贷: to the end of the contract.
    ContractEnd,
    /// 公益性岗位: to the end of the agreement.
    AgreementEnd,
    /// 教育资助、雨露计划: to the end of the school stage.
    SchoolStageEnd,
}

/// Whom a family needs among its members for a measure to make sense.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum OnlyWith {
    /// 在校学生.
    Pupils,
    /// 中职、高职在校学生.
    VocationalStudents,
    /// 持证残疾人.
    DisabledMembers,
}

/// A measure as it applies to one region on one day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CatalogueMeasure {
    /// The identifier, for example `medical_assistance`; it is never used for anything else.
    pub id: String,
    /// The Chinese name.
    pub zh: String,
    /// The group of the national record.
    pub group: MeasureGroup,
    /// The risks it answers: 缺什么补什么.
    pub answers: Vec<Risk>,
    /// The department that gives it, by the name it has in `feeds/`.
    pub department: String,
    /// Somebody in the family has to be able to work.
    pub needs_labor: bool,
    /// 兜底: what holds when nothing else does.
    pub floor: bool,
    /// For families that cannot live by their work: proposed to others last of all.
    pub without_labor: bool,
    /// 事后 or 预防性.
    pub timing: MeasureTiming,
    /// Whom the family has to have among its members.
    pub only_with: Option<OnlyWith>,
    /// It goes on after the risk was eliminated, until then.
    pub outlives_elimination: Option<Outlives>,
    /// The pack it was found in, for example `cn-53`.
    pub pack: String,
    /// Document and place, or `default`.
    pub basis: String,
    /// No document gives it: a default of the software, to be confirmed by the office.
    pub is_default: bool,
    /// Where a default comes from, or a remark.
    pub note: Option<String>,
    /// The first day.
    pub from: NaiveDate,
    /// The last day, when it was ended.
    pub to: Option<NaiveDate>,
}

/// Which groups of measures go with a risk (`practice.md` appendix A4).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RiskMatch {
    /// The risk.
    pub risk: Risk,
    /// One measure of these groups there must be.
    pub groups: Vec<MeasureGroup>,
    /// These fit as well, but do not answer the risk alone.
    pub also: Vec<MeasureGroup>,
    /// The pack it was found in.
    pub pack: String,
    /// Document and place, or `default`.
    pub basis: String,
    /// No document gives it.
    pub is_default: bool,
    /// A remark.
    pub note: Option<String>,
    /// The first day.
    pub from: NaiveDate,
    /// The last day, when it was ended.
    pub to: Option<NaiveDate>,
}

/// The number a group has in the national system.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct GroupCode {
    /// The group.
    pub group: MeasureGroup,
    /// The code, for example `100A39`.
    pub code: String,
    /// Document and place, or `default`.
    pub basis: String,
    /// No document gives it.
    pub is_default: bool,
    /// A remark.
    pub note: Option<String>,
}

/// A measure as one pack writes it.
#[derive(Clone, Debug)]
pub(crate) struct WrittenMeasure {
    pub(crate) file: String,
    pub(crate) line: u32,
    pub(crate) group: MeasureGroup,
    pub(crate) from: NaiveDate,
    pub(crate) to: Option<NaiveDate>,
    /// None when the measure is switched off.
    pub(crate) body: Option<CatalogueMeasure>,
}

/// What `measures/groups.toml` of one pack says.
#[derive(Clone, Debug, Default)]
pub(crate) struct WrittenGroups {
    pub(crate) matches: Vec<RiskMatch>,
    pub(crate) codes: Vec<GroupCode>,
}

impl MeasureGroup {
    /// Every group, in the order of the national record, the developmental ones first.
    pub const ALL: [MeasureGroup; 14] = [
        MeasureGroup::Industry,
        MeasureGroup::Employment,
        MeasureGroup::Finance,
        MeasureGroup::PublicWelfarePost,
        MeasureGroup::Housing,
        MeasureGroup::Water,
        MeasureGroup::Health,
        MeasureGroup::CompulsoryEducation,
        MeasureGroup::OtherEducation,
        MeasureGroup::ComprehensiveSecurity,
        MeasureGroup::Society,
        MeasureGroup::Relocation,
        MeasureGroup::LivingConditions,
        MeasureGroup::Infrastructure,
    ];

    /// 开发式帮扶: these let a household earn by itself.
    #[must_use]
    pub fn is_developmental(self) -> bool {
        use MeasureGroup as M;
        matches!(self, M::Industry | M::Employment | M::Finance | M::PublicWelfarePost)
    }

    /// The word in files and stored rows, for example `public_welfare_post`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            MeasureGroup::Industry => "industry",
            MeasureGroup::Employment => "employment",
            MeasureGroup::Finance => "finance",
            MeasureGroup::PublicWelfarePost => "public_welfare_post",
            MeasureGroup::Housing => "housing",
            MeasureGroup::Water => "water",
            MeasureGroup::Health => "health",
            MeasureGroup::CompulsoryEducation => "compulsory_education",
            MeasureGroup::OtherEducation => "other_education",
            MeasureGroup::ComprehensiveSecurity => "comprehensive_security",
            MeasureGroup::Society => "society",
            MeasureGroup::Relocation => "relocation",
            MeasureGroup::LivingConditions => "living_conditions",
            MeasureGroup::Infrastructure => "infrastructure",
        }
    }

    /// The group of that word, or none.
    #[must_use]
    pub fn from_word(word: &str) -> Option<MeasureGroup> {
        MeasureGroup::ALL.into_iter().find(|it| it.word() == word)
    }

    /// The words of the national record.
    #[must_use]
    pub fn zh(self) -> &'static str {
        match self {
            MeasureGroup::Industry => "产业帮扶",
            MeasureGroup::Employment => "就业帮扶",
            MeasureGroup::Finance => "金融帮扶",
            MeasureGroup::PublicWelfarePost => "公益性岗位帮扶",
            MeasureGroup::Housing => "住房安全保障",
            MeasureGroup::Water => "饮水安全保障",
            MeasureGroup::Health => "健康帮扶",
            MeasureGroup::CompulsoryEducation => "义务教育保障",
            MeasureGroup::OtherEducation => "其他教育帮扶",
            MeasureGroup::ComprehensiveSecurity => "综合保障",
            MeasureGroup::Society => "社会帮扶",
            MeasureGroup::Relocation => "搬迁",
            MeasureGroup::LivingConditions => "生产生活条件改善",
            MeasureGroup::Infrastructure => "基础设施建设",
        }
    }
}

impl MeasureTiming {
    /// Both.
    pub const ALL: [MeasureTiming; 2] = [MeasureTiming::Remedial, MeasureTiming::Preventive];

    /// The word in the files.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            MeasureTiming::Remedial => "remedial",
            MeasureTiming::Preventive => "preventive",
        }
    }

    /// The Chinese word.
    #[must_use]
    pub fn zh(self) -> &'static str {
        match self {
            MeasureTiming::Remedial => "事后帮扶",
            MeasureTiming::Preventive => "预防性措施",
        }
    }
}

impl Outlives {
    /// Every one.
    pub const ALL: [Outlives; 3] =
        [Outlives::ContractEnd, Outlives::AgreementEnd, Outlives::SchoolStageEnd];

    /// The word in the files.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Outlives::ContractEnd => "contract_end",
            Outlives::AgreementEnd => "agreement_end",
            Outlives::SchoolStageEnd => "school_stage_end",
        }
    }

    /// The Chinese words.
    #[must_use]
    pub fn zh(self) -> &'static str {
        match self {
            Outlives::ContractEnd => "到合同期满",
            Outlives::AgreementEnd => "到协议期满",
            Outlives::SchoolStageEnd => "到本学段结束",
        }
    }
}

impl OnlyWith {
    /// Every one.
    pub const ALL: [OnlyWith; 3] =
        [OnlyWith::Pupils, OnlyWith::VocationalStudents, OnlyWith::DisabledMembers];

    /// The word in the files.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            OnlyWith::Pupils => "pupils",
            OnlyWith::VocationalStudents => "vocational_students",
            OnlyWith::DisabledMembers => "disabled_members",
        }
    }

    /// The Chinese words.
    #[must_use]
    pub fn zh(self) -> &'static str {
        match self {
            OnlyWith::Pupils => "在校学生",
            OnlyWith::VocationalStudents => "职业院校在校学生",
            OnlyWith::DisabledMembers => "持证残疾人",
        }
    }
}

impl RiskMatch {
    /// Whether a measure of this group has to do with the risk.
    #[must_use]
    pub fn fits(&self, group: MeasureGroup) -> bool {
        self.groups.contains(&group) || self.also.contains(&group)
    }
}

impl Packs {
    /// The measures of a region on a day: where several packs have one of the same identifier, the
    /// nearest valid one counts, also when it is switched off. By group; in a group the nation's
    /// come first, in the order of the file, and one that replaces another stands in its place.
    #[must_use]
    pub fn measures(&self, region_code: &str, on: NaiveDate) -> Vec<CatalogueMeasure> {
        let mut nearest: BTreeMap<&str, &WrittenMeasure> = BTreeMap::new();
        let mut places: BTreeMap<&str, (Reverse<usize>, u32)> = BTreeMap::new();
        for (distance, pack) in self.chain_of(region_code).enumerate() {
            for (id, measure) in &pack.measures {
                if is_valid(measure.from, measure.to, on) {
                    nearest.entry(id).or_insert(measure);
                    places.insert(id, (Reverse(distance), measure.line));
                }
            }
        }
        let bodies = nearest.into_values().filter_map(|it| it.body.as_ref());
        let mut measures: Vec<&CatalogueMeasure> = bodies.collect();
        measures.sort_by_key(|it| (it.group, places.get(it.id.as_str()).copied()));
        measures.into_iter().cloned().collect()
    }

    /// Whether any pack has a measure of this identifier, whenever it is valid.
    #[must_use]
    pub fn knows_measure(&self, id: &str) -> bool {
        self.packs.iter().any(|it| it.measures.contains_key(id))
    }

    /// The groups of measures that go with each risk for a region on a day, in the order of the
    /// risks; for each risk the nearest pack that says something.
    #[must_use]
    pub fn risk_matches(&self, region_code: &str, on: NaiveDate) -> Vec<RiskMatch> {
        Risk::ALL.into_iter().filter_map(|it| self.risk_match(it, region_code, on)).collect()
    }

    pub(crate) fn risk_match(
        &self,
        risk: Risk,
        region_code: &str,
        on: NaiveDate,
    ) -> Option<RiskMatch> {
        let mut packs = self.chain_of(region_code);
        packs.find_map(|pack| {
            let of_risk = pack.groups.matches.iter().filter(|it| it.risk == risk);
            of_risk.filter(|it| is_valid(it.from, it.to, on)).max_by_key(|it| it.from).cloned()
        })
    }

    /// The number of a group in the national system, from the nearest pack that gives it.
    #[must_use]
    pub fn group_code(&self, group: MeasureGroup, region_code: &str) -> Option<GroupCode> {
        let mut packs = self.chain_of(region_code);
        packs.find_map(|pack| pack.groups.codes.iter().find(|it| it.group == group)).cloned()
    }
}

fn is_valid(from: NaiveDate, to: Option<NaiveDate>, day: NaiveDate) -> bool {
    from <= day && to.is_none_or(|last| day <= last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_group_is_stored_as_its_word() {
        for group in MeasureGroup::ALL {
            assert_eq!(MeasureGroup::from_word(group.word()), Some(group));
            let stored = serde_json::to_string(&group).expect("JSON");
            assert_eq!(stored, format!("\"{}\"", group.word()));
        }
        let developmental = MeasureGroup::ALL.into_iter().filter(|it| it.is_developmental());
        assert_eq!(developmental.count(), 4);
    }
}

//! A case as its history makes it.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use crate::{
    ActionError, AssetHit, AssistanceOfficer, AuthorizationLetter, BaseType, ClueSource,
    DemocraticReview, EffectOutcome, EffectReview, EliminationMode, Entry, HomeVerification,
    HouseholdConsent, Measure, Monitoring, NationalRecord, Opening, PublicNotice, Review, Stage,
    next,
};

/// One household's case. Nothing sets a field but [`next`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case {
    /// The household it is about now; a split can move it.
    pub household_id: i64,
    /// 户类型.
    pub base_type: BaseType,
    /// Its members.
    pub members: BTreeSet<i64>,
    /// How it came to notice.
    pub source: ClueSource,
    /// The day of the first clue of this spell.
    pub first_clue_on: NaiveDate,
    /// The clues answered by it.
    pub clues: BTreeSet<String>,
    /// Where it stands.
    pub stage: Stage,
    /// Who has been asked to look.
    pub assignee: Option<String>,
    /// 先行帮扶: what was given before the procedure.
    pub helped_first: Vec<(NaiveDate, String)>,
    /// 承诺授权书.
    pub letters: Vec<AuthorizationLetter>,
    /// The run through the chain, the last one when none is under way.
    pub review: Option<Review>,
    /// The visit of this run.
    pub visit: Option<HomeVerification>,
    /// The hits of this run.
    pub hits: Vec<AssetHit>,
    /// The meeting of this run.
    pub meeting: Option<DemocraticReview>,
    /// The notice of this run.
    pub notice: Option<PublicNotice>,
    /// The spell of being monitored, the last one when it is over.
    pub monitoring: Option<Monitoring>,
    /// What the national system said, where this spell was taken over from it.
    pub taken_over: Option<NationalRecord>,
    /// 帮扶责任人, and after elimination 监测联系人.
    pub officer: Option<AssistanceOfficer>,
    /// 帮扶措施.
    pub measures: Vec<Measure>,
    /// 帮扶成效评议.
    pub effect_reviews: Vec<EffectReview>,
    /// How the risk is said to have ended, and the household's consent.
    pub elimination: Option<(EliminationMode, Option<HouseholdConsent>)>,
    /// The day the risk was marked as gone.
    pub eliminated_on: Option<NaiveDate>,
    /// The last 跟踪回访 of this spell; after elimination, the last since.
    pub followed_up_on: Option<NaiveDate>,
    /// The day of the last action.
    pub last_on: NaiveDate,
    /// How many actions there were: the second of two writers has an old one.
    pub version: u32,
}

impl Case {
    /// A case at its beginning.
    #[must_use]
    pub fn open(opening: Opening) -> Case {
        Case {
            household_id: opening.household_id,
            base_type: opening.base_type,
            members: opening.members,
            source: opening.source,
            first_clue_on: opening.first_clue_on,
            clues: opening.clues,
            stage: Stage::Clue,
            assignee: None,
            helped_first: Vec::new(),
            letters: Vec::new(),
            review: None,
            visit: None,
            hits: Vec::new(),
            meeting: None,
            notice: None,
            monitoring: None,
            taken_over: None,
            officer: None,
            measures: Vec::new(),
            effect_reviews: Vec::new(),
            elimination: None,
            eliminated_on: None,
            followed_up_on: None,
            last_on: opening.first_clue_on,
            version: 0,
        }
    }

    /// 整户无劳动能力: tracked and guarded by social security, never eliminated. The last effect
    /// review says it; before there is one, the national record that was taken over does.
    #[must_use]
    pub fn is_without_labor(&self) -> bool {
        match self.effect_reviews.last() {
            Some(review) => review.outcome == EffectOutcome::NoLabor,
            None => self.taken_over.as_ref().is_some_and(|it| it.no_labor_safety_net),
        }
    }

    /// What the national record that was taken over lacked, and nobody has filled in since.
    #[must_use]
    pub fn missing(&self) -> Vec<String> {
        let (Some(record), Some(monitoring)) = (&self.taken_over, &self.monitoring) else {
            return Vec::new();
        };
        NationalRecord { causes: monitoring.causes.clone(), ..record.clone() }.missing()
    }

    /// Members whom no letter covers on a day.
    #[must_use]
    pub fn not_authorized(&self, on: NaiveDate) -> Vec<i64> {
        let covers = |person: &i64| {
            self.letters
                .iter()
                .any(|it| it.signed_on <= on && on <= it.valid_until && it.covers.contains(person))
        };
        self.members.iter().filter(|it| !covers(it)).copied().collect()
    }
}

/// The case that a history makes.
///
/// # Errors
/// The first action that the procedure refuses: such a history was not written by us.
pub fn replay(opening: Opening, history: &[Entry]) -> Result<Case, ActionError> {
    history.iter().try_fold(Case::open(opening), |case, entry| next(&case, entry))
}

//! An invented family and what is done for it.

use std::collections::BTreeSet;

use casework::{
    Action, ActionError, AssistanceOfficer, AuthorizationLetter, BaseType, Case, CaseTerms,
    ClueSource, DemocraticReview, EffectOutcome, EffectReview, EliminationMode, Entry, Finding,
    GuaranteeStatus, HomeVerification, HouseholdConsent, Measure, MeasureGroup, MonitoringType,
    Opening, PublicNotice, RiskCause, SignedBy, next, replay,
};
use chrono::{Days, NaiveDate};
use kernel::Fen;
use policy::{ChainKind, FactNames, Packs, ReviewChain, Risk, StepKind};

pub const YONGREN: &str = "532327";

pub fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

/// The chain of a region as shipped.
pub fn chain(kind: ChainKind, region: &str, on: NaiveDate) -> ReviewChain {
    packs().review_chain(kind, region, on).expect("every region has a chain")
}

/// The shipped packs, with their chains, measures and notices.
pub fn packs() -> &'static Packs {
    static PACKS: std::sync::OnceLock<Packs> = std::sync::OnceLock::new();
    PACKS.get_or_init(|| {
        // None of them looks at facts; rules are left out so that none are needed.
        let folder = std::env::temp_dir().join(format!("chains-{}", std::process::id()));
        for pack in std::fs::read_dir("../../packs").expect("packs").flatten() {
            if !pack.path().is_dir() {
                continue;
            }
            let to = folder.join(pack.file_name());
            std::fs::create_dir_all(&to).expect("a folder");
            std::fs::copy(pack.path().join("pack.toml"), to.join("pack.toml")).expect("a copy");
            for folder in ["chains", "measures", "notices", "parameters"] {
                std::fs::create_dir_all(to.join(folder)).expect("a folder");
                let files = std::fs::read_dir(pack.path().join(folder)).into_iter().flatten();
                for file in files.flatten() {
                    std::fs::copy(file.path(), to.join(folder).join(file.file_name()))
                        .expect("a copy");
                }
            }
        }
        let packs = Packs::load(&folder, &FactNames::new()).expect("the chains load");
        std::fs::remove_dir_all(&folder).expect("it goes");
        packs
    })
}

pub fn terms() -> CaseTerms {
    CaseTerms { line: Some(Fen(870_000)), most_causes: 5, stable_months: 6, sources: Vec::new() }
}

pub fn cause(risk: Risk) -> RiskCause {
    RiskCause { risk, detail: None, remark: None }
}

/// A family of three, and the history it has so far.
pub struct Family {
    pub region: &'static str,
    pub opening: Opening,
    pub history: Vec<Entry>,
    pub case: Case,
    pub today: NaiveDate,
}

impl Family {
    pub fn new(region: &'static str, base_type: BaseType) -> Family {
        let today = day("2023-03-01");
        let opening = Opening {
            household_id: 1,
            base_type,
            members: BTreeSet::from([11, 12, 13]),
            first_clue_on: today,
            source: ClueSource::DepartmentAlert,
            clues: BTreeSet::from(["线索501".to_owned()]),
        };
        let case = Case::open(opening.clone());
        Family { region, opening, history: Vec::new(), case, today }
    }

    /// Does it today, or says why not. What worked is in the history, and the history makes the
    /// case.
    pub fn try_to(&mut self, action: Action) -> Result<(), ActionError> {
        let kind = match action {
            Action::BeginElimination { .. } => Some(ChainKind::Elimination),
            Action::VerifyHome { .. } | Action::Analyze { .. } => Some(ChainKind::Identification),
            _ => None,
        };
        let chain = kind.map(|it| chain(it, self.region, self.today));
        let entry = Entry { on: self.today, action, terms: terms(), chain };
        self.case = next(&self.case, &entry)?;
        self.history.push(entry);
        let again = replay(self.opening.clone(), &self.history).expect("a history of ours");
        assert_eq!(again, self.case);
        Ok(())
    }

    pub fn does(&mut self, action: Action) {
        let word = action.word().0;
        self.try_to(action).unwrap_or_else(|error| panic!("{word}: {error}"));
    }

    pub fn refuses(&mut self, action: Action) -> &'static str {
        let before = self.case.clone();
        let error = self.try_to(action).expect_err("it should be refused");
        assert_eq!(self.case, before);
        error.code()
    }

    pub fn wait(&mut self, days: u64) {
        self.today = self.today.checked_add_days(Days::new(days)).expect("a day");
    }

    pub fn dispatch(&mut self) {
        self.does(Action::Dispatch { to: "莲池乡查利么村".into() });
    }

    pub fn authorize(&mut self) {
        self.does(Action::Authorize {
            letter: AuthorizationLetter {
                signed_on: self.today,
                valid_until: self.today.checked_add_days(Days::new(365)).expect("a day"),
                signed_by: SignedBy::Thumbprint,
                covers: self.case.members.clone(),
                attachment: None,
            },
        });
    }

    /// The usual way through every open step up to the decision.
    pub fn go_through(&mut self, visit: &HomeVerification) {
        loop {
            let open = match &self.case.review {
                Some(review) => review.open_steps(),
                None => Vec::new(),
            };
            // Before the review has begun, the first step of the chain begins it.
            let step = match open.first() {
                Some(step) => (*step).clone(),
                None => chain(ChainKind::Identification, self.region, self.today).steps[0].clone(),
            };
            if step.decides {
                return;
            }
            let name = step.name.clone();
            match step.kind {
                StepKind::HomeVerification => {
                    let visit = HomeVerification { on: self.today, ..visit.clone() };
                    self.does(Action::VerifyHome { step: name, visit });
                }
                StepKind::Analysis => {
                    self.does(Action::Analyze {
                        step: name, opinion: "情况属实，建议入户".into()
                    });
                }
                StepKind::AssetComparison => {
                    if !self.case.not_authorized(self.today).is_empty() {
                        self.authorize();
                    }
                    self.does(Action::CompareAssets { step: Some(name), hits: Vec::new() });
                }
                StepKind::DemocraticReview => {
                    let review = meeting(self.today, true);
                    self.does(Action::HoldReview { step: name, review });
                }
                StepKind::VillageNotice => {
                    let notice = notice(self.today, 5);
                    self.does(Action::PublishNotice { step: name.clone(), notice });
                    self.wait(5);
                    self.does(Action::CloseNotice { step: name });
                }
                StepKind::Approval => {
                    self.does(Action::Approve { step: name, opinion: "同意".into() });
                }
                StepKind::Announcement => self.does(Action::Announce { step: name }),
            }
        }
    }

    pub fn deciding_step(&self) -> String {
        let review = self.case.review.as_ref().expect("a review");
        review.chain.steps.iter().find(|it| it.decides).expect("a decision").name.clone()
    }

    pub fn identify(&mut self, monitoring_type: MonitoringType, causes: &[Risk]) {
        let step = self.deciding_step();
        let causes = causes.iter().copied().map(cause).collect();
        let reason = Some("大额医疗支出，基本生活严重困难".to_owned());
        self.does(Action::Identify { step, monitoring_type, causes, reason });
    }

    pub fn plan(&mut self, measures: &[(MeasureGroup, Risk)]) {
        let measures = measures.iter().map(|(group, answers)| Measure {
            number: 0,
            group: *group,
            answers: *answers,
            what: "按缺什么补什么".into(),
            catalogue: None,
            delivered: Vec::new(),
        });
        self.does(Action::PlanMeasures { measures: measures.collect() });
    }

    pub fn review_effect(&mut self, outcome: EffectOutcome) {
        let opinion = "措施对路，风险点已解决，收入稳定".to_owned();
        let review = EffectReview::new(self.today, outcome, opinion);
        self.does(Action::ReviewEffect { review });
    }

    pub fn begin_elimination(&mut self) {
        let consent =
            HouseholdConsent { on: self.today, signed_by: SignedBy::Signature, helper: None };
        let mode = EliminationMode::ByAssistance;
        self.does(Action::BeginElimination { mode, consent: Some(consent) });
    }

    pub fn eliminate(&self) -> Action {
        Action::Eliminate { step: self.deciding_step(), contact: officer(self.today) }
    }
}

pub fn officer(from: NaiveDate) -> AssistanceOfficer {
    AssistanceOfficer {
        name: "起云德".into(), unit: "县农业农村局".into(), from, account: None
    }
}

/// A difficulty that is real, with an income in yuan a head.
pub fn confirmed(yuan: i64) -> HomeVerification {
    HomeVerification {
        on: day("2023-03-01"),
        finding: Finding::Confirmed,
        summary: "户主住院两次，欠债".into(),
        causes: Vec::new(),
        net_income_per_capita: Some(yuan * 100),
        guarantees: GuaranteeStatus { education: true, medical: true, housing: true, water: true },
        has_labor: true,
        rigid_expenditure_solved: false,
        income_stable_months: 0,
    }
}

/// The visit before an elimination that is due.
pub fn recovered() -> HomeVerification {
    HomeVerification {
        rigid_expenditure_solved: true,
        income_stable_months: 8,
        summary: "收入稳定，病已痊愈".into(),
        ..confirmed(14_000)
    }
}

pub fn meeting(on: NaiveDate, passed: bool) -> DemocraticReview {
    let (agree, disagree) = if passed { (28, 2) } else { (5, 25) };
    DemocraticReview { on, present: 30, agree, disagree, passed, minutes: String::new() }
}

pub fn notice(from: NaiveDate, days: u64) -> PublicNotice {
    let until = from.checked_add_days(Days::new(days - 1)).expect("a day");
    PublicNotice { from, until, place: "村委会公示栏".into(), objections: Vec::new() }
}

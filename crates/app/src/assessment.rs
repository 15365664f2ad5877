//! 考核评估: a yearly round for a county or a unit, by a scheme of the packs.
//!
//! A round is opened with a seed, a sample of households is drawn and given to assessors with
//! narrow accounts of their own, numbers are gathered from live data, people give points with a
//! reason where no number can, and somebody else closes the round to a grade. What has to be put
//! right becomes tasks of the ledger of tasks. A round keeps its scheme, its frames and the result
//! of the day it was closed.
//!
//! Nothing here knows of cadres: objects are places and units.

mod close;
mod error;
mod evidence;
mod findings;
mod open;
mod rights;
mod sample;
mod score;
mod show;
mod survey;
mod table;
mod workbook;

pub use self::{
    close::{CloseRound, FoundVeto, close},
    error::AssessmentError,
    evidence::{Evidence, gather},
    findings::{FindingView, NewFinding, find},
    open::{NewRound, SchemeLine, open, schemes, void},
    sample::{Assigned, NewAssignment, SampleRow, SampleView, StratumView, assign, draw, sample},
    score::{NewScore, ScoreRow, score, score_history},
    show::{AssessorLine, Obstacle, RoundLine, RoundRights, RoundView, list, show},
    survey::{
        AnswerView, NewSurvey, QuestionView, SurveyForm, SurveyLine, own_surveys, survey,
        survey_form, typed_for,
    },
    table::{ConsequenceView, GradeView, ItemView, PartView, RoundTable, VetoView},
    workbook::round_workbook,
};

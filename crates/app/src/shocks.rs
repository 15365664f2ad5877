//! 突发事件: an event is recorded with its area, finds the households it may have hit, opens a
//! campaign with a share for every village, and is followed until each household has recovered or
//! is monitored.

mod acting;
mod campaign;
mod cases;
mod error;
mod event;
mod find;
pub(crate) mod lake;
mod list;
mod members;
mod plans;
mod recording;
mod tasks;
mod terms;
mod told;
mod view;

pub use self::{
    acting::{
        EventHouseholdReport, EventListChange, NewEventHousehold, add_member, change_listing,
        report,
    },
    campaign::{CampaignOpened, NewEventCampaign, close, open},
    error::ShockError,
    event::{NewEvent, NewEventArea, NewEventHit, record},
    find::{EventPreview, FoundInVillage, NotJudgedWay, preview},
    list::{EventFilter, EventTodo, list, show, todos},
    members::{
        EventHousehold, EventHouseholdHistory, EventHouseholdRow, MemberFilter, members,
        show_member,
    },
    plans::{ActivatePlan, Activation, activate},
    tasks::{NewEventTask, open_task},
    terms::{EventTypeView, EventTypes, EventWay, EventWord, HitView, types},
    view::{EventArea, EventRow, EventShare, EventView, HitShown},
};
pub(crate) use told::after_case_action;

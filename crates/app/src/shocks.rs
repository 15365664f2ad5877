//! 突发事件: an event is recorded with its area, finds the households it may have hit, opens a
//! campaign with a share for every village, and is followed until each household has recovered or
//! is monitored.

mod campaign;
mod cases;
mod error;
mod event;
mod find;
pub(crate) mod lake;
mod list;
mod members;
mod plans;
mod tasks;
mod terms;
mod told;
mod view;

pub use self::{
    campaign::{CampaignOpened, NewCampaign, close, open},
    error::ShockError,
    event::{NewArea, NewEvent, NewTarget, record},
    find::{NotJudgedWay, Preview, VillageFound, preview},
    list::{EventFilter, EventTodo, list, show, todos},
    members::{
        ListChange, MemberFilter, MemberHistory, MemberReport, MemberRow, MemberView, NewMember,
        add_member, change_listing, members, report, show_member,
    },
    plans::{ActivatePlan, Activation, activate},
    tasks::{EventTask, NewEventTask, open_task},
    terms::{EventTypeView, EventTypes, TargetView, WayView, WordView, types},
    view::{AreaView, EventRow, EventView, TargetShown, VillageShare},
};
pub(crate) use told::after_case_action;

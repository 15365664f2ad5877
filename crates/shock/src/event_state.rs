//! How far an event is.

/// How far an event is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EventState {
    /// It is recorded; nobody was looked for.
    Recorded,
    /// Its campaign is open: households are verified and followed.
    Surveying,
    /// Nothing is left to be done.
    Closed,
}

impl EventState {
    /// Every state.
    pub const ALL: [EventState; 3] =
        [EventState::Recorded, EventState::Surveying, EventState::Closed];

    /// The stored word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            EventState::Recorded => "recorded",
            EventState::Surveying => "surveying",
            EventState::Closed => "closed",
        }
    }

    /// The Chinese name.
    #[must_use]
    pub fn zh(self) -> &'static str {
        match self {
            EventState::Recorded => "已登记",
            EventState::Surveying => "排查跟踪中",
            EventState::Closed => "已结束",
        }
    }

    /// The state of a stored word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<EventState> {
        EventState::ALL.into_iter().find(|it| it.word() == word)
    }
}

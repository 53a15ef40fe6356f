//! What Tribune does behind the requests.

use std::time::Duration;

/// A kind of job. One that is not here, of a newer version beside this one, is left for those who know it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Publishes a post at the time that its author set.
    PublishPost,
    /// Erases what was deleted so long ago that nobody can restore it.
    EraseDeleted,
    /// Removes sessions that have ended, and refresh tokens that are of no more use.
    RemoveEndedSessions,
    /// Removes events that were kept long enough.
    RemoveEvents,
    /// Removes idempotency keys that were known long enough.
    RemoveIdempotencyKeys,
}

impl Kind {
    pub const ALL: [Self; 5] = [
        Self::PublishPost,
        Self::EraseDeleted,
        Self::RemoveEndedSessions,
        Self::RemoveEvents,
        Self::RemoveIdempotencyKeys,
    ];

    /// The name in the database.
    pub fn name(self) -> &'static str {
        match self {
            Self::PublishPost => "publish_post",
            Self::EraseDeleted => "erase_deleted",
            Self::RemoveEndedSessions => "remove_ended_sessions",
            Self::RemoveEvents => "remove_events",
            Self::RemoveIdempotencyKeys => "remove_idempotency_keys",
        }
    }

    /// The kind of this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// How long after it was done it is done again; nothing for what is asked for. There is one job of a recurring kind,
    /// however many instances there are. What else is kept for a time only is removed by a kind of its own here.
    pub fn every(self) -> Option<Duration> {
        match self {
            Self::PublishPost => None,
            Self::EraseDeleted | Self::RemoveEvents | Self::RemoveIdempotencyKeys => {
                Some(Duration::from_secs(60 * 60))
            }
            Self::RemoveEndedSessions => Some(Duration::from_secs(6 * 60 * 60)),
        }
    }
}

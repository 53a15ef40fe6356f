//! What happened, for whoever watches. Sent after the commit, best effort: who is not connected misses it.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A change that a client may watch. It carries ids only: what is shown of it is read anew for each viewer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum Event {
    /// A post was published for the first time.
    PostPublished {
        post_id: Uuid,
    },
    CommentAdded {
        post_id: Uuid,
        comment_id: Uuid,
    },
    /// Sign-ins that ended before their time; their sockets close.
    SessionsRevoked {
        session_ids: Vec<Uuid>,
    },
}

//! Who is asking.

use sea_orm::{DeriveActiveEnum, EnumIter};
use uuid::Uuid;

/// What somebody may do at all; each role may do what those before it may.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Role {
    /// Reads, reacts, comments, follows, bookmarks.
    #[default]
    Reader,
    /// Also writes posts. A new account's role.
    Author,
    /// Also sees what is hidden among people, and moderates.
    Moderator,
    /// Also sees e-mail addresses and administers.
    Admin,
}

/// Somebody who has signed in, for the length of one request or one event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SignedIn {
    pub user_id: Uuid,
    pub session_id: Uuid,
    pub role: Role,
}

/// The one who asks: nobody in particular, or somebody signed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Viewer {
    Anonymous,
    SignedIn(SignedIn),
}

impl Viewer {
    pub fn signed_in(&self) -> Option<&SignedIn> {
        match self {
            Self::Anonymous => None,
            Self::SignedIn(person) => Some(person),
        }
    }

    pub fn user_id(&self) -> Option<Uuid> {
        self.signed_in().map(|person| person.user_id)
    }

    /// Whether this is the person with that id; never true of Anonymous, nor of an id that is gone.
    pub fn is(&self, user_id: Option<Uuid>) -> bool {
        user_id.is_some() && self.user_id() == user_id
    }

    /// Whether the viewer is signed in with at least this role.
    pub fn has_role(&self, role: Role) -> bool {
        self.signed_in().is_some_and(|person| person.role >= role)
    }
}

//! Sign-ins, as their owner sees them.

use async_graphql::SimpleObject;
use async_graphql::parser::types::Field;
use chrono::{DateTime, Utc};

use crate::entity::authored::Wanted;
use crate::entity::session::Model;
use crate::graphql::connection::{Loaded, connection};
use crate::graphql::ready::{Fill, Fragments, Quick, Wants, ready};
use crate::graphql::scalar::NodeId;
use crate::id::Kind;
use crate::viewer::SignedIn;

/// A sign-in.
#[derive(SimpleObject, Clone, Debug)]
pub struct Session {
    /// The globally unique, opaque id.
    #[graphql(owned)]
    pub id: NodeId,
    /// When it began.
    created_at: DateTime<Utc>,
    /// When its refresh token was last used, or it began; to a quarter of an hour.
    last_seen_at: DateTime<Utc>,
    /// When it ends unless it is used before.
    expires_at: DateTime<Utc>,
    /// What the client called itself.
    user_agent: Option<String>,
    /// From where it began.
    ip_address: Option<String>,
    /// Whether it is the one that asks.
    is_current: bool,
}

ready!(Session {
    "id" => id,
    "createdAt" => created_at,
    "lastSeenAt" => last_seen_at,
    "expiresAt" => expires_at,
    "userAgent" => user_agent,
    "ipAddress" => ip_address,
    "isCurrent" => is_current,
});

impl Fill for Session {}

impl Wants for Session {
    fn want(_: &Field, _: &Fragments, _: &mut Wanted) {}
}

impl Session {
    pub fn new(session: Model, person: &SignedIn) -> Self {
        Self {
            id: NodeId::new(Kind::Session, session.id),
            created_at: session.created_at,
            last_seen_at: session.last_seen_at,
            expires_at: session.expires_at,
            user_agent: session.user_agent,
            ip_address: session.ip_address,
            is_current: session.id == person.session_id,
        }
    }
}

/// A session as it was read, with the person who asks.
#[derive(Clone, Debug)]
pub struct Seen {
    session: Model,
    person: SignedIn,
}

connection! {
    /// A page of sign-ins.
    SessionConnection, SessionEdge, Session, from Seen => |position, seen| SessionEdge {
        position,
        node: Quick(Session::new(seen.session, &seen.person)),
    }
}

impl SessionConnection {
    pub fn new(loaded: Loaded<Model>, person: &SignedIn) -> Self {
        let person = *person;
        loaded.map(|session| Seen { session, person }).into()
    }
}

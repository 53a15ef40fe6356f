//! What goes into the mutations of identity, and what comes out.

use async_graphql::{InputObject, SimpleObject};
use chrono::{DateTime, Utc};

use crate::domain::identity::SignIn;
use crate::graphql::account::Viewer;
use crate::graphql::error::UserError;
use crate::id::{self, Id};

/// A new account.
#[derive(InputObject)]
pub struct RegisterInput {
    /// 3 to 30 of a-z, 0-9 and _, beginning with a letter; unique.
    pub username: String,
    /// Unique; seen by nobody but themselves and admins.
    pub email: String,
    /// 12 to 128 characters; not one of those that attackers try first.
    pub password: String,
    /// 1 to 80 characters; the username when left out.
    pub display_name: Option<String>,
}

/// Who signs in.
#[derive(InputObject)]
pub struct LoginInput {
    /// Username or email address.
    pub login: String,
    /// The password.
    pub password: String,
}

/// The token to trade in.
#[derive(InputObject)]
pub struct RefreshSessionInput {
    /// The refresh token that the last sign-in or refresh gave. Left out by browsers, whose token is in the cookie.
    pub refresh_token: Option<String>,
}

/// Which session to end.
#[derive(InputObject)]
pub struct RevokeSessionInput {
    /// One of one's own sessions.
    pub session_id: Id<id::Session>,
}

/// A new password.
#[derive(InputObject)]
pub struct ChangePasswordInput {
    /// The password until now.
    pub current_password: String,
    /// 12 to 128 characters; not one of those that attackers try first.
    pub new_password: String,
}

macro_rules! sign_in_payload {
    ($(#[doc = $doc:literal])* $payload:ident) => {
        $(#[doc = $doc])*
        #[derive(SimpleObject)]
        pub struct $payload {
            /// The person who is signed in now; null when there are `userErrors`.
            viewer: Option<Viewer>,
            /// For the header `Authorization: Bearer …`; lives 15 minutes. Null for browsers that asked for cookies.
            access_token: Option<String>,
            /// When the access token ends.
            access_token_expires_at: Option<DateTime<Utc>>,
            /// For `refreshSession`; spent by being used. Null for browsers that asked for cookies.
            refresh_token: Option<String>,
            /// What the person can mend; empty when all went well.
            user_errors: Vec<UserError>,
        }

        impl $payload {
            /// `shows_tokens` is false where a browser keeps them in cookies.
            pub fn new(sign_in: Option<SignIn>, shows_tokens: bool, user_errors: Vec<UserError>) -> Self {
                match sign_in {
                    None => Self {
                        viewer: None,
                        access_token: None,
                        access_token_expires_at: None,
                        refresh_token: None,
                        user_errors,
                    },
                    Some(sign_in) => Self {
                        viewer: Some(sign_in.user.into()),
                        access_token: shows_tokens.then_some(sign_in.access_token),
                        access_token_expires_at: Some(sign_in.access_token_expires_at),
                        refresh_token: shows_tokens.then_some(sign_in.refresh_token),
                        user_errors,
                    },
                }
            }
        }
    };
}

sign_in_payload! {
    /// What became of `register`.
    RegisterPayload
}
sign_in_payload! {
    /// What became of `login`.
    LoginPayload
}
sign_in_payload! {
    /// What became of `refreshSession`.
    RefreshSessionPayload
}

/// What became of `logout`.
#[derive(SimpleObject)]
pub struct LogoutPayload {
    /// What the person can mend; empty when all went well.
    pub user_errors: Vec<UserError>,
}

/// What became of `revokeSession`.
#[derive(SimpleObject)]
pub struct RevokeSessionPayload {
    /// What the person can mend; empty when all went well.
    pub user_errors: Vec<UserError>,
}

/// What became of `revokeAllSessions`.
#[derive(SimpleObject)]
pub struct RevokeAllSessionsPayload {
    /// How many sessions ended, the one that asked among them.
    pub revoked_count: Option<i32>,
    /// What the person can mend; empty when all went well.
    pub user_errors: Vec<UserError>,
}

/// What became of `changePassword`.
#[derive(SimpleObject)]
pub struct ChangePasswordPayload {
    /// What the person can mend; empty when all went well.
    pub user_errors: Vec<UserError>,
}

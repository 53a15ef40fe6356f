//! Who is asking: from what a request or a socket brings to a viewer. A missing token is Anonymous, a bad one is
//! refused.

use sea_orm::DbErr;
use uuid::Uuid;

use crate::domain::{Domain, identity};
use crate::viewer::Viewer;

/// What became of the credentials.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Identified {
    As(Viewer),
    /// There was a token, and it is no longer good, or never was.
    Stale {
        reason: Stale,
        /// Its session, where the token is ours: good for signing out and nothing else.
        session_id: Option<Uuid>,
    },
}

/// Why a token is not good.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Stale {
    #[error("The header `Authorization` must read `Bearer <access token>`.")]
    NotBearer,
    #[error("The access token is not one of this server's.")]
    Foreign,
    #[error("The access token has expired; trade the refresh token for a new one with `refreshSession`.")]
    Expired,
    #[error("The session has ended; sign in again.")]
    Ended,
}

/// Looks at the value of `Authorization`, from a header or from a socket's first message.
pub async fn identify(domain: &Domain, authorization: Option<&str>) -> Result<Identified, DbErr> {
    let stale = |reason, session_id| Ok(Identified::Stale { reason, session_id });
    let Some(authorization) = authorization.map(str::trim).filter(|value| !value.is_empty()) else {
        return Ok(Identified::As(Viewer::Anonymous));
    };
    let token = match authorization.split_once(' ') {
        Some((scheme, token)) if scheme.eq_ignore_ascii_case("bearer") => token.trim(),
        _ => return stale(Stale::NotBearer, None),
    };
    let Some(token) = domain.tokens.read(token, domain.clock.now()) else {
        return stale(Stale::Foreign, None);
    };
    if token.is_expired {
        return stale(Stale::Expired, Some(token.session_id));
    }
    match identity::authenticate(domain, token.session_id).await? {
        Some(person) => Ok(Identified::As(Viewer::SignedIn(person))),
        None => stale(Stale::Ended, None),
    }
}

//! Who is asking: from what a request or a socket brings to a viewer. A missing token is Anonymous, a bad one is
//! refused.

use sea_orm::DbErr;
use uuid::Uuid;

use crate::domain::Domain;
use crate::domain::identity::Claim;
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

/// What a request brings, before anything is looked up.
pub enum Presented {
    /// Nothing: it is Anonymous.
    Nothing,
    /// A token that is good, as far as it can be told by itself.
    Claim(Claim),
    /// A token that is not.
    Stale {
        reason: Stale,
        /// Its session, where the token is ours.
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

/// Reads the value of `Authorization`, from a header or from a socket's first message.
pub fn presented(domain: &Domain, authorization: Option<&str>) -> Presented {
    let stale = |reason, session_id| Presented::Stale { reason, session_id };
    let Some(authorization) = authorization.map(str::trim).filter(|value| !value.is_empty()) else {
        return Presented::Nothing;
    };
    let token = match authorization.split_once(' ') {
        Some((scheme, token)) if scheme.eq_ignore_ascii_case("bearer") => token.trim(),
        _ => return stale(Stale::NotBearer, None),
    };
    match domain.tokens.read(token, domain.clock.now()) {
        None => stale(Stale::Foreign, None),
        Some(token) if token.is_expired => stale(Stale::Expired, Some(token.claim.session_id)),
        Some(token) => Presented::Claim(token.claim),
    }
}

/// Finds out who asks.
///
/// # Errors
/// The session can't be looked up.
pub async fn identify(domain: &Domain, presented: Presented) -> Result<Identified, DbErr> {
    match presented {
        Presented::Nothing => Ok(Identified::As(Viewer::Anonymous)),
        Presented::Stale { reason, session_id } => Ok(Identified::Stale { reason, session_id }),
        Presented::Claim(claim) => Ok(match claim.prove(domain).await? {
            Some(person) => Identified::As(Viewer::SignedIn(person)),
            None => Identified::Stale { reason: Stale::Ended, session_id: None },
        }),
    }
}

//! Being somebody by a token, before the session behind it was looked up.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use sea_orm::DbErr;
use uuid::Uuid;

use super::session::authenticate;
use crate::domain::Domain;
use crate::viewer::SignedIn;

/// What a token that is good says of who sends it. Its session may have ended all the same: whoever counts on it has it
/// proven, or asks for the session in the statement that they run.
#[derive(Clone, Debug)]
pub struct Claim {
    pub user_id: Uuid,
    pub session_id: Uuid,
    credit: Credit,
}

/// Whether a session was alive when it was last looked up by this process, and nobody counts on that at the moment. Shared by
/// all tokens of the session.
#[derive(Clone, Debug, Default)]
pub(super) struct Credit(Arc<AtomicBool>);

impl Claim {
    pub(super) fn new(user_id: Uuid, session_id: Uuid, credit: Credit) -> Self {
        Self { user_id, session_id, credit }
    }

    /// Whether to go on before it is proven: a request is charged to the person before that. Each proof is good for one: so
    /// whose session has ended spends what is another's once at the most, however many they send and however they end.
    pub fn take_credit(&self) -> bool {
        self.credit.0.swap(false, Ordering::Relaxed)
    }

    /// Says that the session was seen alive.
    pub fn confirm(&self) {
        self.credit.0.store(true, Ordering::Relaxed);
    }

    /// The person behind it, if their session still lives.
    ///
    /// # Errors
    /// The database can't be asked.
    pub async fn prove(&self, domain: &Domain) -> Result<Option<SignedIn>, DbErr> {
        let person = authenticate(domain, self.session_id).await?;
        if person.is_some() {
            self.confirm();
        }
        Ok(person)
    }
}

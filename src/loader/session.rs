//! Sign-ins, by their ids.

use std::collections::HashMap;

use async_graphql::dataloader::Loader;
use uuid::Uuid;

use super::{LoadError, Reader, answer};
use crate::entity::session::{Model as Session, find};

/// The viewer's own live session, by id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct SessionById(pub Uuid);

impl Loader<SessionById> for Reader {
    type Value = Option<Session>;
    type Error = LoadError;

    async fn load(&self, keys: &[SessionById]) -> Result<HashMap<SessionById, Self::Value>, LoadError> {
        let Some(user_id) = self.viewer().user_id() else { return Ok(answer(keys, [])) };
        let ids: Vec<Uuid> = keys.iter().map(|key| key.0).collect();
        let found = find::by_ids(self.connection(), &ids, user_id, self.now()).await?;
        Ok(answer(keys, found.into_iter().map(|session| (SessionById(session.id), session))))
    }
}

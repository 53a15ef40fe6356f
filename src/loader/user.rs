//! People by their ids.

use std::collections::HashMap;

use async_graphql::dataloader::Loader;
use uuid::Uuid;

use super::{LoadError, Reader, answer};
use crate::entity::user::{UserRow, find};

/// A person, by id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UserById(pub Uuid);

impl Loader<UserById> for Reader {
    type Value = Option<UserRow>;
    type Error = LoadError;

    async fn load(&self, keys: &[UserById]) -> Result<HashMap<UserById, Self::Value>, LoadError> {
        let ids: Vec<Uuid> = keys.iter().map(|key| key.0).collect();
        let found = find::by_ids(self.connection(), &ids).await?;
        Ok(answer(keys, found.into_iter().map(|user| (UserById(user.id), user))))
    }
}

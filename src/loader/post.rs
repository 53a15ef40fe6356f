//! Posts by their ids, those that the viewer may read.

use std::collections::HashMap;

use async_graphql::dataloader::Loader;
use uuid::Uuid;

use super::{LoadError, Reader, answer};
use crate::entity::post::{PostRow, PostText, find};

/// A post, by id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PostById(pub Uuid);

impl Loader<PostById> for Reader {
    type Value = Option<PostRow>;
    type Error = LoadError;

    async fn load(&self, keys: &[PostById]) -> Result<HashMap<PostById, Self::Value>, LoadError> {
        let ids: Vec<Uuid> = keys.iter().map(|key| key.0).collect();
        let found = find::by_ids(self.connection(), &ids, self.viewer(), self.now()).await?;
        Ok(answer(keys, found.into_iter().map(|post| (PostById(post.id), post))))
    }
}

/// The long texts of a post that was read, by its id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PostTextById(pub Uuid);

impl Loader<PostTextById> for Reader {
    type Value = Option<PostText>;
    type Error = LoadError;

    async fn load(&self, keys: &[PostTextById]) -> Result<HashMap<PostTextById, Self::Value>, LoadError> {
        let ids: Vec<Uuid> = keys.iter().map(|key| key.0).collect();
        let found = find::texts(self.connection(), &ids).await?;
        Ok(answer(keys, found.into_iter().map(|(id, text)| (PostTextById(id), text))))
    }
}

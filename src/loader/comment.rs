//! Comments by their ids, those that the viewer may read.

use std::collections::HashMap;

use async_graphql::dataloader::Loader;
use uuid::Uuid;

use super::{LoadError, Reader, answer};
use crate::entity::comment::{Model as Comment, find};

/// A comment, by id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CommentById(pub Uuid);

impl Loader<CommentById> for Reader {
    type Value = Option<Comment>;
    type Error = LoadError;

    async fn load(&self, keys: &[CommentById]) -> Result<HashMap<CommentById, Self::Value>, LoadError> {
        let ids: Vec<Uuid> = keys.iter().map(|key| key.0).collect();
        let found = find::by_ids(self.connection(), &ids, self.viewer(), self.now()).await?;
        Ok(answer(keys, found.into_iter().map(|comment| (CommentById(comment.id), comment))))
    }
}

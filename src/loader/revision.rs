//! Revisions by their ids, those that the viewer may read.

use std::collections::HashMap;

use async_graphql::dataloader::Loader;
use uuid::Uuid;

use super::{LoadError, Reader, answer};
use crate::entity::post_revision::{RevisionRow, find};

/// A revision, by id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RevisionById(pub Uuid);

impl Loader<RevisionById> for Reader {
    type Value = Option<RevisionRow>;
    type Error = LoadError;

    async fn load(&self, keys: &[RevisionById]) -> Result<HashMap<RevisionById, Self::Value>, LoadError> {
        let ids: Vec<Uuid> = keys.iter().map(|key| key.0).collect();
        let found = find::by_ids(self.connection(), &ids, self.viewer(), self.now()).await?;
        Ok(answer(keys, found.into_iter().map(|revision| (RevisionById(revision.id), revision))))
    }
}

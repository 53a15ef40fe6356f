//! Discussions, without their texts.

use std::collections::HashMap;
use std::sync::Arc;

use async_graphql::dataloader::Loader;
use uuid::Uuid;

use super::{LoadError, Reader};
use crate::entity::comment::thread::{Bone, skeletons};

/// What stands under a post that was read, in no order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SkeletonOfPost(pub Uuid);

impl Loader<SkeletonOfPost> for Reader {
    type Value = Arc<Vec<Bone>>;
    type Error = LoadError;

    async fn load(&self, keys: &[SkeletonOfPost]) -> Result<HashMap<SkeletonOfPost, Self::Value>, LoadError> {
        let ids: Vec<Uuid> = keys.iter().map(|key| key.0).collect();
        let found = skeletons(self.connection(), &ids).await?;
        Ok(found.into_iter().map(|(id, bones)| (SkeletonOfPost(id), Arc::new(bones))).collect())
    }
}

//! Tags, by their ids and by the posts that carry them.

use std::collections::HashMap;

use async_graphql::dataloader::Loader;
use uuid::Uuid;

use super::{LoadError, Reader, answer};
use crate::entity::tag::{Model as Tag, find};

/// A tag, by id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct TagById(pub Uuid);

impl Loader<TagById> for Reader {
    type Value = Option<Tag>;
    type Error = LoadError;

    async fn load(&self, keys: &[TagById]) -> Result<HashMap<TagById, Self::Value>, LoadError> {
        let ids: Vec<Uuid> = keys.iter().map(|key| key.0).collect();
        let found = find::by_ids(self.connection(), &ids).await?;
        Ok(answer(keys, found.into_iter().map(|tag| (TagById(tag.id), tag))))
    }
}

/// The tags of a post, in its author's order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct TagsByPost(pub Uuid);

impl Loader<TagsByPost> for Reader {
    type Value = Vec<Tag>;
    type Error = LoadError;

    async fn load(&self, keys: &[TagsByPost]) -> Result<HashMap<TagsByPost, Self::Value>, LoadError> {
        let ids: Vec<Uuid> = keys.iter().map(|key| key.0).collect();
        let mut tags: HashMap<TagsByPost, Vec<Tag>> = keys.iter().map(|key| (*key, Vec::new())).collect();
        for (post_id, tag) in find::by_posts(self.connection(), &ids).await? {
            tags.entry(TagsByPost(post_id)).or_default().push(tag);
        }
        Ok(tags)
    }
}

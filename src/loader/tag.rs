//! Tags, by their ids and by the posts that carry them.

use std::collections::HashMap;

use async_graphql::dataloader::Loader;
use uuid::Uuid;

use super::{LoadError, Reader, answer};
use crate::entity::list::ById;
use crate::entity::row::Columns;
use crate::entity::tag::{Model as Tag, find};

/// A tag, by id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TagsByPost(pub Uuid);

impl Loader<TagsByPost> for Reader {
    type Value = Vec<Tag>;
    type Error = LoadError;

    async fn load(&self, keys: &[TagsByPost]) -> Result<HashMap<TagsByPost, Self::Value>, LoadError> {
        let ids: Vec<Uuid> = keys.iter().map(|key| key.0).collect();
        let tags = self.tags_by_posts(&ids, Columns::USUAL).await?;
        Ok(tags.into_iter().map(|(post_id, tags)| (TagsByPost(post_id), tags)).collect())
    }
}

impl Reader {
    /// The tags of each post, in its author's order.
    pub async fn tags_by_posts(
        &self,
        post_ids: &[Uuid],
        columns: Columns,
    ) -> Result<ById<Vec<Tag>>, LoadError> {
        if post_ids.is_empty() {
            return Ok(ById::default());
        }
        let mut tags: ById<Vec<Tag>> = post_ids.iter().map(|id| (*id, Vec::new())).collect();
        for (post_id, tag) in find::by_posts(self.connection(), post_ids, columns).await? {
            tags.entry(post_id).or_default().push(tag);
        }
        Ok(tags)
    }
}

//! Co-authors, by the posts that they write together with others.

use std::collections::HashMap;

use async_graphql::dataloader::Loader;
use uuid::Uuid;

use super::{LoadError, Reader};
use crate::entity::list::ById;
use crate::entity::row::Columns;
use crate::entity::user::{UserRow, find};

/// The co-authors of a post, those who came first first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CoAuthorsByPost(pub Uuid);

impl Loader<CoAuthorsByPost> for Reader {
    type Value = Vec<UserRow>;
    type Error = LoadError;

    async fn load(
        &self,
        keys: &[CoAuthorsByPost],
    ) -> Result<HashMap<CoAuthorsByPost, Self::Value>, LoadError> {
        let ids: Vec<Uuid> = keys.iter().map(|key| key.0).collect();
        let people = self.co_authors_by_posts(&ids, Columns::USUAL).await?;
        Ok(people.into_iter().map(|(post_id, people)| (CoAuthorsByPost(post_id), people)).collect())
    }
}

impl Reader {
    /// The co-authors of each post, those who came first first.
    pub async fn co_authors_by_posts(
        &self,
        post_ids: &[Uuid],
        columns: Columns,
    ) -> Result<ById<Vec<UserRow>>, LoadError> {
        if post_ids.is_empty() {
            return Ok(ById::default());
        }
        let mut people: ById<Vec<UserRow>> = post_ids.iter().map(|id| (*id, Vec::new())).collect();
        for (post_id, user) in find::co_authors(self.connection(), post_ids, columns).await? {
            people.entry(post_id).or_default().push(user);
        }
        Ok(people)
    }
}

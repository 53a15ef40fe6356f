//! What is saved beside the live text of a post, for its authors.

use std::collections::HashMap;

use async_graphql::dataloader::Loader;
use uuid::Uuid;

use super::{LoadError, Reader, answer};
use crate::entity::post_draft::{Model as Draft, find};

/// The draft beside a post, where there is one and the viewer is an author of the post.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DraftOfPost(pub Uuid);

impl Loader<DraftOfPost> for Reader {
    type Value = Option<Draft>;
    type Error = LoadError;

    async fn load(&self, keys: &[DraftOfPost]) -> Result<HashMap<DraftOfPost, Self::Value>, LoadError> {
        if self.viewer().signed_in().is_none() {
            return Ok(answer(keys, []));
        }
        let ids: Vec<Uuid> = keys.iter().map(|key| key.0).collect();
        let found = find::by_posts(self.connection(), &ids, self.viewer(), self.now()).await?;
        Ok(answer(keys, found.into_iter().map(|draft| (DraftOfPost(draft.post_id), draft))))
    }
}

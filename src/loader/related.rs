//! Posts that are read after others.

use std::collections::HashMap;

use async_graphql::dataloader::Loader;
use uuid::Uuid;

use super::{LoadError, Reader};
use crate::entity::post::{PostRow, related};

/// The posts next to a post, so many at the most.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RelatedPosts {
    pub post_id: Uuid,
    pub count: u32,
}

impl Loader<RelatedPosts> for Reader {
    type Value = Vec<PostRow>;
    type Error = LoadError;

    async fn load(&self, keys: &[RelatedPosts]) -> Result<HashMap<RelatedPosts, Self::Value>, LoadError> {
        let mut answers: HashMap<_, _> = keys.iter().map(|key| (*key, Vec::new())).collect();
        // Aliases may ask for different numbers on one level.
        let mut alike: HashMap<u32, Vec<Uuid>> = HashMap::new();
        for key in keys {
            alike.entry(key.count).or_default().push(key.post_id);
        }
        for (count, ids) in alike {
            for (post_id, post) in related::by_posts(self.connection(), &ids, count, self.viewer()).await? {
                answers.entry(RelatedPosts { post_id, count }).or_default().push(post);
            }
        }
        Ok(answers)
    }
}

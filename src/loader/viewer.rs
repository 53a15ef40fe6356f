//! What the viewer did with things: the `viewer…` fields of a whole level in one statement each.

use std::collections::HashMap;

use async_graphql::dataloader::Loader;
use sea_orm::{ConnectionTrait, QueryResult};
use uuid::Uuid;

use super::{LoadError, Reader};
use crate::entity::reaction::ReactionKind;
use crate::entity::sql::Sql;

/// The viewer's reaction to a subject.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ReactionTo {
    Post(Uuid),
    Comment(Uuid),
}

/// Whether the viewer has bookmarked a post.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BookmarkOfPost(pub Uuid);

/// Whether the viewer is a co-author of a post.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CoAuthorOfPost(pub Uuid);

/// Whether the viewer follows a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FollowOfUser(pub Uuid);

/// Whether a person follows the viewer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FollowsViewer(pub Uuid);

/// Whether the viewer follows a tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FollowOfTag(pub Uuid);

impl Loader<ReactionTo> for Reader {
    type Value = Option<ReactionKind>;
    type Error = LoadError;

    async fn load(&self, keys: &[ReactionTo]) -> Result<HashMap<ReactionTo, Self::Value>, LoadError> {
        let mut answers: HashMap<_, _> = keys.iter().map(|key| (*key, None)).collect();
        let posts: Vec<Uuid> = keys
            .iter()
            .filter_map(|key| if let ReactionTo::Post(id) = key { Some(*id) } else { None })
            .collect();
        let comments: Vec<Uuid> = keys
            .iter()
            .filter_map(|key| if let ReactionTo::Comment(id) = key { Some(*id) } else { None })
            .collect();
        for row in self.mine("post_id, kind", "post_reactions", "user_id", "post_id", &posts).await? {
            answers.insert(ReactionTo::Post(row.try_get_by_index(0)?), Some(row.try_get_by_index(1)?));
        }
        for row in
            self.mine("comment_id, kind", "comment_reactions", "user_id", "comment_id", &comments).await?
        {
            answers.insert(ReactionTo::Comment(row.try_get_by_index(0)?), Some(row.try_get_by_index(1)?));
        }
        Ok(answers)
    }
}

macro_rules! whether {
    ($key:ident, $table:literal, $viewer:literal, $other:literal) => {
        impl Loader<$key> for Reader {
            type Value = bool;
            type Error = LoadError;

            async fn load(&self, keys: &[$key]) -> Result<HashMap<$key, bool>, LoadError> {
                let ids: Vec<Uuid> = keys.iter().map(|key| key.0).collect();
                let mut answers: HashMap<_, _> = keys.iter().map(|key| (*key, false)).collect();
                for row in self.mine($other, $table, $viewer, $other, &ids).await? {
                    answers.insert($key(row.try_get_by_index(0)?), true);
                }
                Ok(answers)
            }
        }
    };
}

whether!(BookmarkOfPost, "bookmarks", "user_id", "post_id");
whether!(CoAuthorOfPost, "post_co_authors", "user_id", "post_id");
whether!(FollowOfUser, "user_follows", "follower_id", "followee_id");
whether!(FollowsViewer, "user_follows", "followee_id", "follower_id");
whether!(FollowOfTag, "tag_follows", "user_id", "tag_id");

impl Reader {
    /// The rows of a table that are the viewer's and about one of the ids.
    async fn mine(
        &self,
        columns: &str,
        table: &str,
        viewer_column: &str,
        id_column: &str,
        ids: &[Uuid],
    ) -> Result<Vec<QueryResult>, LoadError> {
        let (Some(user_id), false) = (self.viewer().user_id(), ids.is_empty()) else {
            return Ok(Vec::new());
        };
        let mut sql = Sql::new(self.connection().get_database_backend(), "SELECT ");
        sql.push(columns)
            .push(" FROM ")
            .push(table)
            .push(" WHERE ")
            .push(viewer_column)
            .push(" = ")
            .bind(user_id);
        sql.push(" AND ").any(id_column, ids);
        Ok(sql.all(self.connection()).await?)
    }
}

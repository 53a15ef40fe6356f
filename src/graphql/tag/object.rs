//! A tag as clients see it.

use async_graphql::{ComplexObject, Context, Result, SimpleObject};
use uuid::Uuid;

use super::hanging::Hanging;
use crate::entity::post::list::PostList;
use crate::entity::tag::Model;
use crate::entity::tag::list::TagItem;
use crate::graphql::connection::{children, connection};
use crate::graphql::context::ContextExt;
use crate::graphql::error::OrInternal;
use crate::graphql::post::{PostConnection, PostOrder};
use crate::graphql::ready::{Quick, ready, wanted};
use crate::graphql::scalar::NodeId;
use crate::id::Kind;
use crate::loader::FollowOfTag;
use crate::page::Arguments;

/// A tag, by which posts of one subject are found.
#[derive(SimpleObject, Clone, Debug)]
#[graphql(complex)]
pub struct Tag {
    /// The globally unique, opaque id.
    #[graphql(owned)]
    pub id: NodeId,
    /// Its name in addresses, unique.
    slug: String,
    /// Its name as it was first written.
    name: String,
    /// What it is about.
    description: Option<String>,
    /// Posts that are published and PUBLIC.
    post_count: i32,
    /// People who follow it.
    follower_count: i32,
    #[graphql(skip)]
    pub(super) hanging: Hanging,
}

ready!(Tag of Model {
    "id" => id,
    "slug" => slug,
    "name" => name,
    "description" => description,
    "postCount" => post_count,
    "followerCount" => follower_count,
} and {
    "posts" => hanging.posts,
    "viewerIsFollowing" => hanging.viewer_is_following,
});

impl From<Model> for Tag {
    fn from(tag: Model) -> Self {
        Self {
            id: NodeId::new(Kind::Tag, tag.id),
            slug: tag.slug,
            name: tag.name,
            description: tag.description,
            post_count: tag.post_count,
            follower_count: tag.follower_count,
            hanging: Hanging::default(),
        }
    }
}

impl Tag {
    pub(super) fn uuid(&self) -> Uuid {
        self.id.uuid
    }
}

#[ComplexObject]
impl Tag {
    /// Published posts that carry it, newest first unless told otherwise.
    async fn posts(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, from 1 to 100; 20 when left out.")] first: Option<i32>,
        #[graphql(desc = "The cursor after which to begin.")] after: Option<String>,
        #[graphql(desc = "The order.")] order_by: Option<PostOrder>,
    ) -> Result<Quick<PostConnection>> {
        if let Some(read) = self.hanging.posts.read(ctx) {
            return read;
        }
        let (order, arguments) = (PostOrder::of(order_by), Arguments::forward(first, after));
        let wanted = wanted::<PostConnection>(ctx);
        Ok(Quick(children(ctx, PostList::OfTag, self.uuid(), order, arguments, None, wanted).await?.into()))
    }

    /// Whether the viewer follows it.
    async fn viewer_is_following(&self, ctx: &Context<'_>) -> Result<bool> {
        if let Some(read) = self.hanging.viewer_is_following.read(ctx) {
            return read;
        }
        Ok(ctx
            .current()
            .loader
            .load_one(FollowOfTag(self.uuid()))
            .await
            .or_internal(ctx)?
            .unwrap_or_default())
    }
}

connection! {
    /// A page of tags.
    TagConnection, TagEdge, Tag, from TagItem => |position, item| TagEdge { position, node: Quick(item.tag.into()) }
}

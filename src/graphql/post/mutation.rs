//! Writing posts.

use async_graphql::{Context, InputObject, Object, Result, SimpleObject};

use super::connection::PostEdge;
use super::input::{CreatePostInput, UpdatePostInput};
use super::object::Post;
use crate::domain::post;
use crate::graphql::context::ContextExt;
use crate::graphql::error::{UserError, settle};
use crate::graphql::guard;
use crate::graphql::scalar::{Instant, NodeId};
use crate::id::{self, Id, Kind};
use crate::viewer::Role;

/// Which post to publish, and when.
#[derive(InputObject)]
pub struct PublishPostInput {
    /// The post.
    post_id: Id<id::Post>,
    /// When to publish a draft, in the future; at once when left out. Another time replaces the one before.
    at: Option<Instant>,
}

/// Which post to unpublish.
#[derive(InputObject)]
pub struct UnpublishPostInput {
    /// The post.
    post_id: Id<id::Post>,
}

/// Which post to archive.
#[derive(InputObject)]
pub struct ArchivePostInput {
    /// The post.
    post_id: Id<id::Post>,
}

/// Which post to delete.
#[derive(InputObject)]
pub struct DeletePostInput {
    /// The post.
    post_id: Id<id::Post>,
}

/// Which post to restore.
#[derive(InputObject)]
pub struct RestorePostInput {
    /// The post.
    post_id: Id<id::Post>,
}

/// What became of `createPost`.
#[derive(SimpleObject)]
pub struct CreatePostPayload {
    /// The new post; null when there are `userErrors`.
    post: Option<Post>,
    /// The new post with its cursor among one's own posts; null when there are `userErrors`.
    post_edge: Option<PostEdge>,
    /// What the person can mend; empty when all went well.
    user_errors: Vec<UserError>,
}

/// What became of `updatePost`.
#[derive(SimpleObject)]
pub struct UpdatePostPayload {
    /// The post as it is now; null when there are `userErrors`.
    post: Option<Post>,
    /// What the person can mend; empty when all went well.
    user_errors: Vec<UserError>,
}

/// What became of `publishPost`.
#[derive(SimpleObject)]
pub struct PublishPostPayload {
    /// The post as it is now; null when there are `userErrors`.
    post: Option<Post>,
    /// What the person can mend; empty when all went well.
    user_errors: Vec<UserError>,
}

/// What became of `unpublishPost`.
#[derive(SimpleObject)]
pub struct UnpublishPostPayload {
    /// The post as it is now; null when there are `userErrors`.
    post: Option<Post>,
    /// What the person can mend; empty when all went well.
    user_errors: Vec<UserError>,
}

/// What became of `archivePost`.
#[derive(SimpleObject)]
pub struct ArchivePostPayload {
    /// The post as it is now; null when there are `userErrors`.
    post: Option<Post>,
    /// What the person can mend; empty when all went well.
    user_errors: Vec<UserError>,
}

/// What became of `restorePost`.
#[derive(SimpleObject)]
pub struct RestorePostPayload {
    /// The post as it is now; null when there are `userErrors`.
    post: Option<Post>,
    /// What the person can mend; empty when all went well.
    user_errors: Vec<UserError>,
}

/// What became of `deletePost`.
#[derive(SimpleObject)]
pub struct DeletePostPayload {
    /// The id of the post that is gone; null when there are `userErrors`.
    deleted_post_id: Option<NodeId>,
    /// What the person can mend; empty when all went well.
    user_errors: Vec<UserError>,
}

#[derive(Default)]
pub struct PostMutation;

#[Object]
impl PostMutation {
    /// Writes a new post, as a draft or published in the same step.
    #[graphql(guard = "guard::role(Role::Author)")]
    async fn create_post(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The new post.")] input: CreatePostInput,
    ) -> Result<Option<CreatePostPayload>> {
        let result = post::create_post(ctx.domain(), &ctx.person()?, input.into()).await;
        let (post, user_errors) = settle(ctx, result)?;
        let post_edge = post.clone().map(PostEdge::of_new);
        Ok(Some(CreatePostPayload { post: post.map(Post::from), post_edge, user_errors }))
    }

    /// Changes one's own post.
    #[graphql(guard = "guard::role(Role::Author)")]
    async fn update_post(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The change.")] input: UpdatePostInput,
    ) -> Result<Option<UpdatePostPayload>> {
        let post_id = input.post_id.uuid();
        let result = post::update_post(ctx.domain(), &ctx.person()?, post_id, input.into()).await;
        let (post, user_errors) = settle(ctx, result)?;
        Ok(Some(UpdatePostPayload { post: post.map(Post::from), user_errors }))
    }

    /// Publishes a draft, or brings an archived post back; what is published stays so. First publication alone sets publishedAt
    /// and is told to those who watch. With `at`, a draft is scheduled: published at that time, as it stands then.
    #[graphql(guard = "guard::role(Role::Author)")]
    async fn publish_post(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which post.")] input: PublishPostInput,
    ) -> Result<Option<PublishPostPayload>> {
        let result =
            post::publish_post(ctx.domain(), &ctx.person()?, input.post_id.uuid(), input.at.map(|at| at.0))
                .await;
        let (post, user_errors) = settle(ctx, result)?;
        Ok(Some(PublishPostPayload { post: post.map(Post::from), user_errors }))
    }

    /// Takes a post back into the drafts; publishedAt is kept. What is scheduled is a draft that nobody publishes by itself.
    #[graphql(guard = "guard::role(Role::Author)")]
    async fn unpublish_post(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which post.")] input: UnpublishPostInput,
    ) -> Result<Option<UnpublishPostPayload>> {
        let result = post::unpublish_post(ctx.domain(), &ctx.person()?, input.post_id.uuid()).await;
        let (post, user_errors) = settle(ctx, result)?;
        Ok(Some(UnpublishPostPayload { post: post.map(Post::from), user_errors }))
    }

    /// Takes a post out of every list and closes it; it stays by its link.
    #[graphql(guard = "guard::role(Role::Author)")]
    async fn archive_post(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which post.")] input: ArchivePostInput,
    ) -> Result<Option<ArchivePostPayload>> {
        let result = post::archive_post(ctx.domain(), &ctx.person()?, input.post_id.uuid()).await;
        let (post, user_errors) = settle(ctx, result)?;
        Ok(Some(ArchivePostPayload { post: post.map(Post::from), user_errors }))
    }

    /// Takes a deletion back within 30 days: the post has the state it had. One that was scheduled for a time that is over is a
    /// draft.
    #[graphql(guard = "guard::role(Role::Author)")]
    async fn restore_post(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which post.")] input: RestorePostInput,
    ) -> Result<Option<RestorePostPayload>> {
        let result = post::restore_post(ctx.domain(), &ctx.person()?, input.post_id.uuid()).await;
        let (post, user_errors) = settle(ctx, result)?;
        Ok(Some(RestorePostPayload { post: post.map(Post::from), user_errors }))
    }

    /// Gone for everybody at once; restorable by its author for 30 days.
    #[graphql(guard = "guard::role(Role::Author)")]
    async fn delete_post(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which post.")] input: DeletePostInput,
    ) -> Result<Option<DeletePostPayload>> {
        let result = post::delete_post(ctx.domain(), &ctx.person()?, input.post_id.uuid()).await;
        let (post, user_errors) = settle(ctx, result)?;
        let deleted_post_id = post.map(|post| NodeId::new(Kind::Post, post.id));
        Ok(Some(DeletePostPayload { deleted_post_id, user_errors }))
    }
}

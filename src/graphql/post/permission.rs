//! What of the policy takes more than the post to say.

use async_graphql::{Context, Result};
use uuid::Uuid;

use crate::domain::policy;
use crate::entity::post::{self, PostState};
use crate::graphql::context::ContextExt;
use crate::graphql::error::OrInternal;
use crate::loader::{CoAuthorOfPost, FollowOfUser};

/// Whether the viewer may comment on a post; whom they follow, and what they write, is asked only where it matters.
pub async fn viewer_can_comment(ctx: &Context<'_>, post_id: Uuid, post: &PostState) -> Result<bool> {
    let belongs = post.comment_policy == post::CommentPolicy::Followers
        && (follows(ctx, post.author_id).await? || is_co_author(ctx, post_id, post).await?);
    Ok(policy::can_comment(&ctx.viewer(), post, belongs).is_ok())
}

async fn follows(ctx: &Context<'_>, author_id: Option<Uuid>) -> Result<bool> {
    let Some(author_id) = author_id else { return Ok(false) };
    Ok(ctx.current().loader.load_one(FollowOfUser(author_id)).await.or_internal(ctx)?.unwrap_or_default())
}

/// Whether the viewer writes a post together with its author.
pub async fn is_co_author(ctx: &Context<'_>, post_id: Uuid, post: &PostState) -> Result<bool> {
    let viewer = ctx.viewer();
    if viewer.signed_in().is_none() || viewer.is(post.author_id) {
        return Ok(false);
    }
    Ok(ctx.current().loader.load_one(CoAuthorOfPost(post_id)).await.or_internal(ctx)?.unwrap_or_default())
}

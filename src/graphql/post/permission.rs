//! What of the policy takes more than the post to say.

use async_graphql::{Context, Result};

use crate::domain::policy;
use crate::entity::post::{self, PostState};
use crate::graphql::context::ContextExt;
use crate::graphql::error::OrInternal;
use crate::loader::FollowOfUser;

/// Whether the viewer may comment on a post; whom they follow is asked only where it matters.
pub async fn viewer_can_comment(ctx: &Context<'_>, post: &PostState) -> Result<bool> {
    let follows = match post.author_id {
        Some(author_id) if post.comment_policy == post::CommentPolicy::Followers => {
            let key = FollowOfUser(author_id);
            ctx.current().loader.load_one(key).await.or_internal(ctx)?.unwrap_or_default()
        }
        _ => false,
    };
    Ok(policy::can_comment(&ctx.viewer(), post, follows).is_ok())
}

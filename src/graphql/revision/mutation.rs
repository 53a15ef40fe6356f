//! Bringing a former text back.

use async_graphql::{Context, InputObject, Object, Result, SimpleObject};

use crate::domain::post;
use crate::graphql::context::ContextExt;
use crate::graphql::error::{UserError, settle};
use crate::graphql::guard;
use crate::graphql::post::Post;
use crate::id::{self, Id};
use crate::viewer::Role;

/// Which revision to restore.
#[derive(InputObject)]
pub struct RestoreRevisionInput {
    /// The revision.
    revision_id: Id<id::Revision>,
}

/// What became of `restoreRevision`.
#[derive(SimpleObject)]
pub struct RestoreRevisionPayload {
    /// The post as it is now; null when there are `userErrors`.
    post: Option<Post>,
    /// What the person can mend; empty when all went well.
    user_errors: Vec<UserError>,
}

#[derive(Default)]
pub struct RevisionMutation;

#[Object]
impl RevisionMutation {
    /// Gives a post the title, the subtitle, the excerpt, the text and the tags of a revision. What they were before is among its
    /// revisions then.
    #[graphql(guard = "guard::role(Role::Author)")]
    async fn restore_revision(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which revision.")] input: RestoreRevisionInput,
    ) -> Result<Option<RestoreRevisionPayload>> {
        let result = post::restore_revision(ctx.domain(), &ctx.person()?, input.revision_id.uuid()).await;
        let (post, user_errors) = settle(ctx, result)?;
        Ok(Some(RestoreRevisionPayload { post: post.map(Post::from), user_errors }))
    }
}

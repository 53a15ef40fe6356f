//! Writing together.

use async_graphql::{Context, InputObject, Object, Result, SimpleObject};

use super::object::Post;
use crate::domain::post;
use crate::graphql::context::ContextExt;
use crate::graphql::error::{UserError, settle};
use crate::graphql::guard;
use crate::id::{self, Id};
use crate::viewer::Role;

/// Who is to write a post together with its author.
#[derive(InputObject)]
pub struct AddCoAuthorInput {
    /// One's own post.
    post_id: Id<id::Post>,
    /// Somebody with the role AUTHOR, other than its author.
    user_id: Id<id::User>,
}

/// Who is no longer to write a post together with its author.
#[derive(InputObject)]
pub struct RemoveCoAuthorInput {
    /// The post.
    post_id: Id<id::Post>,
    /// The co-author, who may be oneself.
    user_id: Id<id::User>,
}

/// What became of `addCoAuthor`.
#[derive(SimpleObject)]
pub struct AddCoAuthorPayload {
    /// The post as it is now; null when there are `userErrors`.
    post: Option<Post>,
    /// What the person can mend; empty when all went well.
    user_errors: Vec<UserError>,
}

/// What became of `removeCoAuthor`.
#[derive(SimpleObject)]
pub struct RemoveCoAuthorPayload {
    /// The post as it is now; null when there are `userErrors`, and when it is hidden now from who went.
    post: Option<Post>,
    /// What the person can mend; empty when all went well.
    user_errors: Vec<UserError>,
}

#[derive(Default)]
pub struct CoAuthorMutation;

#[Object]
impl CoAuthorMutation {
    /// Has somebody read and edit one's own post in whatever state, and stand beside its author; at most 10. Doing it twice
    /// changes nothing.
    #[graphql(guard = "guard::role(Role::Author)")]
    async fn add_co_author(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Who, and of which post.")] input: AddCoAuthorInput,
    ) -> Result<Option<AddCoAuthorPayload>> {
        let (post_id, user_id) = (input.post_id.uuid(), input.user_id.uuid());
        let result = post::add_co_author(ctx.domain(), &ctx.person()?, post_id, user_id).await;
        let (post, user_errors) = settle(ctx, result)?;
        Ok(Some(AddCoAuthorPayload { post: post.map(Post::from), user_errors }))
    }

    /// Ends that, of somebody at one's own post, or of oneself at another's. Doing it twice changes nothing.
    #[graphql(guard = "guard::signed_in")]
    async fn remove_co_author(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Who, and of which post.")] input: RemoveCoAuthorInput,
    ) -> Result<Option<RemoveCoAuthorPayload>> {
        let (post_id, user_id) = (input.post_id.uuid(), input.user_id.uuid());
        let result = post::remove_co_author(ctx.domain(), &ctx.person()?, post_id, user_id).await;
        let (post, user_errors) = settle(ctx, result)?;
        Ok(Some(RemoveCoAuthorPayload { post: post.flatten().map(Post::from), user_errors }))
    }
}

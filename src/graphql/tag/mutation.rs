//! Following tags.

use async_graphql::{Context, InputObject, Object, Result, SimpleObject};

use super::object::Tag;
use crate::domain::tag;
use crate::graphql::context::ContextExt;
use crate::graphql::error::{UserError, settle};
use crate::graphql::guard;
use crate::id::{self, Id};

/// Which tag to follow.
#[derive(InputObject)]
pub struct FollowTagInput {
    /// The tag.
    tag_id: Id<id::Tag>,
}

/// Which tag to unfollow.
#[derive(InputObject)]
pub struct UnfollowTagInput {
    /// The tag.
    tag_id: Id<id::Tag>,
}

/// What became of `followTag`.
#[derive(SimpleObject)]
pub struct FollowTagPayload {
    /// The tag as it is now; null when there are `userErrors`.
    tag: Option<Tag>,
    /// What the person can mend; empty when all went well.
    user_errors: Vec<UserError>,
}

/// What became of `unfollowTag`.
#[derive(SimpleObject)]
pub struct UnfollowTagPayload {
    /// The tag as it is now; null when there are `userErrors`.
    tag: Option<Tag>,
    /// What the person can mend; empty when all went well.
    user_errors: Vec<UserError>,
}

#[derive(Default)]
pub struct TagMutation;

#[Object]
impl TagMutation {
    /// Follows a tag; doing it twice changes nothing.
    #[graphql(guard = "guard::signed_in")]
    async fn follow_tag(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which tag to follow.")] input: FollowTagInput,
    ) -> Result<Option<FollowTagPayload>> {
        let result = tag::follow_tag(ctx.domain(), &ctx.person()?, input.tag_id.uuid()).await;
        let (tag, user_errors) = settle(ctx, result)?;
        Ok(Some(FollowTagPayload { tag: tag.map(Tag::from), user_errors }))
    }

    /// Unfollows a tag; doing it twice changes nothing.
    #[graphql(guard = "guard::signed_in")]
    async fn unfollow_tag(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which tag to unfollow.")] input: UnfollowTagInput,
    ) -> Result<Option<UnfollowTagPayload>> {
        let result = tag::unfollow_tag(ctx.domain(), &ctx.person()?, input.tag_id.uuid()).await;
        let (tag, user_errors) = settle(ctx, result)?;
        Ok(Some(UnfollowTagPayload { tag: tag.map(Tag::from), user_errors }))
    }
}

//! Changing one's profile, and following people.

use async_graphql::{Context, InputObject, MaybeUndefined, Object, Result, SimpleObject};

use super::user::User;
use super::viewer::Viewer;
use crate::domain::account::{self, ProfileChange};
use crate::graphql::context::ContextExt;
use crate::graphql::error::{UserError, settle};
use crate::graphql::guard;
use crate::graphql::post::changed;
use crate::graphql::scalar::Url;
use crate::id::{self, Id};

/// A change of one's profile. Left out: unchanged. Null: cleared.
#[derive(InputObject)]
pub struct UpdateProfileInput {
    /// 1 to 80 characters.
    display_name: MaybeUndefined<String>,
    /// Markdown, at most 2,000 characters.
    bio: MaybeUndefined<String>,
    /// Their own page elsewhere.
    website_url: MaybeUndefined<Url>,
    /// At most 100 characters.
    location: MaybeUndefined<String>,
    /// 3 to 30 of a-z, 0-9 and _, beginning with a letter. The former one leads on and stays theirs.
    username: MaybeUndefined<String>,
}

/// Whom to follow.
#[derive(InputObject)]
pub struct FollowUserInput {
    /// The person.
    user_id: Id<id::User>,
}

/// Whom to unfollow.
#[derive(InputObject)]
pub struct UnfollowUserInput {
    /// The person.
    user_id: Id<id::User>,
}

/// What became of `updateProfile`.
#[derive(SimpleObject)]
pub struct UpdateProfilePayload {
    /// The person as they are now; null when there are `userErrors`.
    viewer: Option<Viewer>,
    /// What the person can mend; empty when all went well.
    user_errors: Vec<UserError>,
}

/// What became of `followUser`.
#[derive(SimpleObject)]
pub struct FollowUserPayload {
    /// Who was followed, as they are now; null when there are `userErrors`.
    user: Option<User>,
    /// What the person can mend; empty when all went well.
    user_errors: Vec<UserError>,
}

/// What became of `unfollowUser`.
#[derive(SimpleObject)]
pub struct UnfollowUserPayload {
    /// Who was unfollowed, as they are now; null when there are `userErrors`.
    user: Option<User>,
    /// What the person can mend; empty when all went well.
    user_errors: Vec<UserError>,
}

#[derive(Default)]
pub struct AccountMutation;

#[Object]
impl AccountMutation {
    /// Changes one's own profile.
    #[graphql(guard = "guard::signed_in")]
    async fn update_profile(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The change.")] input: UpdateProfileInput,
    ) -> Result<Option<UpdateProfilePayload>> {
        let change = ProfileChange {
            username: changed(input.username),
            display_name: changed(input.display_name),
            bio: changed(input.bio),
            website_url: changed(input.website_url).map(|url| url.map(|url| url.0)),
            location: changed(input.location),
        };
        let result = account::update_profile(ctx.domain(), &ctx.person()?, change).await;
        let (user, user_errors) = settle(ctx, result)?;
        Ok(Some(UpdateProfilePayload { viewer: user.map(Viewer::from), user_errors }))
    }

    /// Follows somebody; doing it twice changes nothing.
    #[graphql(guard = "guard::signed_in")]
    async fn follow_user(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whom to follow.")] input: FollowUserInput,
    ) -> Result<Option<FollowUserPayload>> {
        let result = account::follow_user(ctx.domain(), &ctx.person()?, input.user_id.uuid()).await;
        let (user, user_errors) = settle(ctx, result)?;
        Ok(Some(FollowUserPayload { user: user.map(User::from), user_errors }))
    }

    /// Unfollows somebody; doing it twice changes nothing.
    #[graphql(guard = "guard::signed_in")]
    async fn unfollow_user(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whom to unfollow.")] input: UnfollowUserInput,
    ) -> Result<Option<UnfollowUserPayload>> {
        let result = account::unfollow_user(ctx.domain(), &ctx.person()?, input.user_id.uuid()).await;
        let (user, user_errors) = settle(ctx, result)?;
        Ok(Some(UnfollowUserPayload { user: user.map(User::from), user_errors }))
    }
}

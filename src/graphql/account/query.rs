//! Finding people.

use async_graphql::{Context, Object, Result};

use super::named::find_named;
use super::role::Role;
use super::user::{User, UserConnection};
use super::viewer::Viewer;
use crate::entity::user::list;
use crate::graphql::context::ContextExt;
use crate::graphql::error::OrInternal;
use crate::graphql::ready::{Quick, filled, wanted};
use crate::graphql::{connection, guard};
use crate::loader::UserById;
use crate::page::Arguments;
use crate::viewer;

#[derive(Default)]
pub struct AccountQuery;

#[Object]
impl AccountQuery {
    /// The signed-in person and all that is theirs alone; null when nobody is signed in.
    async fn viewer(&self, ctx: &Context<'_>) -> Result<Option<Viewer>> {
        let current = ctx.current();
        let Some(user_id) = current.viewer.user_id() else {
            return Ok(None);
        };
        let user = current.loader.load_one(UserById(user_id)).await.or_internal(ctx)?.flatten();
        Ok(user.map(Viewer::from))
    }

    /// A person by their username, also by a former one.
    async fn user(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The username, in whatever case.")] username: String,
    ) -> Result<Option<Quick<User>>> {
        if username.contains('\0') {
            return Ok(None);
        }
        Ok(match find_named(ctx, &username.to_lowercase()).await? {
            Some(user) => Some(filled(ctx, user).await),
            None => None,
        })
    }

    /// People, by name; for directories and for picking. Moderators may ask by role too.
    async fn users(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, from 1 to 100; 20 when left out.")] first: Option<i32>,
        #[graphql(desc = "The cursor after which to begin.")] after: Option<String>,
        #[graphql(desc = "Only those whose username or display name begins so.")] query: Option<String>,
        #[graphql(desc = "Only those with this role. Moderators only.")] role: Option<Role>,
    ) -> Result<Quick<UserConnection>> {
        if role.is_some() {
            guard::role(viewer::Role::Moderator)(ctx)?;
        }
        // No name holds a NUL, and PostgreSQL takes none.
        let query =
            query.map(|query| query.trim().replace('\0', "\u{fffd}")).filter(|query| !query.is_empty());
        let list = list::all(query.as_deref(), role.map(Into::into), wanted::<UserConnection>(ctx));
        let page = connection::list(ctx, list, Arguments::forward(first, after)).await?;
        Ok(filled(ctx, page.into()).await)
    }
}

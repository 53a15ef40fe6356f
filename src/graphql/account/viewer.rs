//! The signed-in person's own side.

use async_graphql::{ComplexObject, Context, Result, SimpleObject};
use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::session::SessionConnection;
use super::user::User;
use crate::entity::authored::Wanted;
use crate::entity::bookmark::list::{Bookmarks, NEWEST as NEWEST_BOOKMARK};
use crate::entity::post::list::{OrderField, PostList, order};
use crate::entity::session::list::{LiveSessions, NEWEST as NEWEST_SESSION};
use crate::entity::user::UserRow;
use crate::graphql::bookmark::BookmarkConnection;
use crate::graphql::connection::children;
use crate::graphql::context::ContextExt;
use crate::graphql::post::{PostConnection, PostStatus};
use crate::graphql::ready::{Quick, filled, wanted};
use crate::graphql::scalar::NodeId;
use crate::id::Kind;
use crate::page::Arguments;

/// The signed-in person: `user` is what everybody sees of them, the rest is theirs alone.
#[derive(SimpleObject, Clone, Debug)]
#[graphql(complex)]
pub struct Viewer {
    /// The globally unique, opaque id of this side of them; another than that of `user`.
    #[graphql(owned)]
    pub id: NodeId,
    /// What everybody sees of them.
    user: User,
    /// The address by which they sign in and are written to.
    email: Option<String>,
    /// When they showed that the address is theirs; null while they have not.
    email_verified_at: Option<DateTime<Utc>>,
}

impl From<UserRow> for Viewer {
    fn from(user: UserRow) -> Self {
        Self {
            id: NodeId::new(Kind::Viewer, user.id),
            email: user.email.clone(),
            email_verified_at: user.email_verified_at,
            user: user.into(),
        }
    }
}

impl Viewer {
    fn uuid(&self) -> Uuid {
        self.id.uuid
    }
}

#[ComplexObject]
impl Viewer {
    /// Own posts in any status, last touched first.
    async fn posts(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, from 1 to 100; 20 when left out.")] first: Option<i32>,
        #[graphql(desc = "The cursor after which to begin.")] after: Option<String>,
        #[graphql(desc = "Only in this status.")] status: Option<PostStatus>,
    ) -> Result<Quick<PostConnection>> {
        let (list, order) = (PostList::Own(status.map(Into::into)), order(OrderField::UpdatedAt, true));
        let (arguments, wanted) = (Arguments::forward(first, after), wanted::<PostConnection>(ctx));
        let page = children(ctx, list, self.uuid(), order, arguments, None, wanted).await?;
        Ok(filled(ctx, page.into()).await)
    }

    /// Others' posts that one writes together with them, in any status, last touched first.
    async fn co_authored_posts(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, from 1 to 100; 20 when left out.")] first: Option<i32>,
        #[graphql(desc = "The cursor after which to begin.")] after: Option<String>,
    ) -> Result<Quick<PostConnection>> {
        let (arguments, order) = (Arguments::forward(first, after), order(OrderField::UpdatedAt, true));
        let (list, wanted) = (PostList::CoWritten, wanted::<PostConnection>(ctx));
        let page = children(ctx, list, self.uuid(), order, arguments, None, wanted).await?;
        Ok(filled(ctx, page.into()).await)
    }

    /// Deleted within the last 30 days, still to be restored; the latest first.
    async fn deleted_posts(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, from 1 to 100; 20 when left out.")] first: Option<i32>,
        #[graphql(desc = "The cursor after which to begin.")] after: Option<String>,
    ) -> Result<Quick<PostConnection>> {
        let (arguments, order) = (Arguments::forward(first, after), order(OrderField::DeletedAt, true));
        let (list, wanted) = (PostList::Deleted, wanted::<PostConnection>(ctx));
        let page = children(ctx, list, self.uuid(), order, arguments, None, wanted).await?;
        Ok(filled(ctx, page.into()).await)
    }

    /// What they keep to read later, the latest first.
    async fn bookmarks(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, from 1 to 100; 20 when left out.")] first: Option<i32>,
        #[graphql(desc = "The cursor after which to begin.")] after: Option<String>,
    ) -> Result<Quick<BookmarkConnection>> {
        let arguments = Arguments::forward(first, after);
        let wanted = wanted::<BookmarkConnection>(ctx);
        let page = children(ctx, Bookmarks, self.uuid(), NEWEST_BOOKMARK, arguments, None, wanted).await?;
        Ok(filled(ctx, page.into()).await)
    }

    /// Where they are signed in, the latest sign-in first.
    async fn sessions(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, from 1 to 100; 20 when left out.")] first: Option<i32>,
        #[graphql(desc = "The cursor after which to begin.")] after: Option<String>,
    ) -> Result<SessionConnection> {
        let arguments = Arguments::forward(first, after);
        let loaded =
            children(ctx, LiveSessions, self.uuid(), NEWEST_SESSION, arguments, None, Wanted::default())
                .await?;
        Ok(SessionConnection::new(loaded, &ctx.person()?))
    }
}

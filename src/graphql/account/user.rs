//! A person as everybody sees them.

use async_graphql::{ComplexObject, Context, Result, SimpleObject};
use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::hanging::Hanging;
use super::role::Role;
use crate::domain::policy;
use crate::entity::authored::Author;
use crate::entity::comment::list::{CommentList, NEWEST};
use crate::entity::post::list::PostList;
use crate::entity::series::list::{NEWEST as NEWEST_SERIES, SeriesOfAuthor};
use crate::entity::tag::list::{FollowedTags, NEWEST_FOLLOW as NEWEST_TAG};
use crate::entity::user::UserRow;
use crate::entity::user::list::{NEWEST_FOLLOW, UserItem, UserList};
use crate::graphql::comment::CommentConnection;
use crate::graphql::connection::{children, connection};
use crate::graphql::context::ContextExt;
use crate::graphql::error::OrInternal;
use crate::graphql::guard;
use crate::graphql::post::{PostConnection, PostOrder};
use crate::graphql::ready::{Quick, Slot, ready, wanted};
use crate::graphql::scalar::{Html, NodeId, Url};
use crate::graphql::series::SeriesConnection;
use crate::graphql::tag::TagConnection;
use crate::id::Kind;
use crate::loader::{FollowOfUser, FollowsViewer, UserById};
use crate::page::Arguments;

/// A person.
#[derive(SimpleObject, Clone, Debug)]
#[graphql(complex)]
pub struct User {
    /// The globally unique, opaque id.
    #[graphql(owned)]
    pub id: NodeId,
    #[graphql(skip)]
    private: Private,
    /// Their name in addresses, unique. A former one leads to them still.
    username: String,
    /// The name they go by.
    display_name: String,
    /// What they say of themselves, in Markdown.
    bio: Option<String>,
    /// What they say of themselves, as sanitised HTML.
    bio_html: Option<Html>,
    /// Their own page elsewhere.
    website_url: Option<Url>,
    /// Where they are, in their own words.
    location: Option<String>,
    /// What they may do at all.
    role: Role,
    /// When they registered.
    #[graphql(name = "joinedAt")]
    created_at: DateTime<Utc>,
    /// Posts that are published and PUBLIC.
    post_count: i32,
    /// People who follow them.
    follower_count: i32,
    /// People whom they follow.
    following_count: i32,
    #[graphql(skip)]
    pub(super) hanging: Hanging,
}

/// What is for themselves and admins.
#[derive(Clone, Debug)]
struct Private {
    email: Option<String>,
    email_verified_at: Option<DateTime<Utc>>,
}

ready!(User of UserRow {
    "id" => id,
    "username" => username,
    "displayName" => display_name,
    "bio" => bio,
    "bioHtml" => bio_html,
    "websiteUrl" => website_url,
    "location" => location,
    "role" => role,
    "joinedAt" => created_at,
    "postCount" => post_count,
    "followerCount" => follower_count,
    "followingCount" => following_count,
} and {
    "posts" => hanging.posts,
    "comments" => hanging.comments,
    "followers" => hanging.followers,
    "following" => hanging.following,
    "followedTags" => hanging.followed_tags,
    "viewerIsFollowing" => hanging.viewer_is_following,
    "viewerIsFollowedBy" => hanging.viewer_is_followed_by,
});

impl From<UserRow> for User {
    fn from(user: UserRow) -> Self {
        Self {
            id: NodeId::new(Kind::User, user.id),
            private: Private { email: user.email, email_verified_at: user.email_verified_at },
            username: user.username,
            display_name: user.display_name,
            bio: user.bio,
            bio_html: user.bio_html.map(Html),
            website_url: user.website_url.map(Url),
            location: user.location,
            role: user.role.into(),
            created_at: user.created_at,
            post_count: user.post_count,
            follower_count: user.follower_count,
            following_count: user.following_count,
            hanging: Hanging::default(),
        }
    }
}

impl User {
    pub(super) fn uuid(&self) -> Uuid {
        self.id.uuid
    }

    /// How many follow them, and how many they follow.
    pub(super) fn follow_counts(&self) -> (i32, i32) {
        (self.follower_count, self.following_count)
    }

    /// Who was read together with what they wrote.
    pub fn joined(author: Author) -> Slot<Option<Box<Quick<Self>>>> {
        match author {
            Author::Unread => Slot::default(),
            Author::Read(user) => Slot::full(user.map(|user| Box::new(Quick((*user).into())))),
        }
    }

    /// Somebody by their id, read together with others.
    pub async fn find(ctx: &Context<'_>, id: Option<Uuid>) -> Result<Option<Quick<Self>>> {
        let Some(id) = id else { return Ok(None) };
        let user = ctx.current().loader.load_one(UserById(id)).await.or_internal(ctx)?.flatten();
        Ok(user.map(|user| Quick(user.into())))
    }
}

#[ComplexObject]
impl User {
    /// Their page on the site, by the configured address of the frontend; null when none is configured.
    async fn url(&self, ctx: &Context<'_>) -> Option<Url> {
        ctx.request().site().page(&format!("@{}", self.username)).map(Url)
    }

    /// Their e-mail address. Themselves and admins only.
    async fn email(&self, ctx: &Context<'_>) -> Option<&str> {
        guard::only(policy::sees_email(&ctx.viewer(), self.uuid()), || self.private.email.as_deref())
    }

    /// When they showed that the address is theirs. Themselves and admins only.
    async fn email_verified_at(&self, ctx: &Context<'_>) -> Option<DateTime<Utc>> {
        guard::only(policy::sees_email(&ctx.viewer(), self.uuid()), || self.private.email_verified_at)
    }

    /// What this viewer may see of the published posts, newest first unless told otherwise.
    async fn posts(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the beginning, from 1 to 100; 20 when left out.")] first: Option<i32>,
        #[graphql(desc = "The cursor after which to begin.")] after: Option<String>,
        #[graphql(desc = "How many from the end, from 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "The cursor before which to end.")] before: Option<String>,
        #[graphql(desc = "The order.")] order_by: Option<PostOrder>,
    ) -> Result<Quick<PostConnection>> {
        if let Some(read) = self.hanging.posts.read(ctx) {
            return read;
        }
        let arguments = Arguments { first, after, last, before };
        let (order, wanted) = (PostOrder::of(order_by), wanted::<PostConnection>(ctx));
        Ok(Quick(
            children(ctx, PostList::OfAuthor, self.uuid(), order, arguments, None, wanted).await?.into(),
        ))
    }

    /// What they commented on posts that this viewer finds in lists, the newest first.
    async fn comments(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, from 1 to 100; 20 when left out.")] first: Option<i32>,
        #[graphql(desc = "The cursor after which to begin.")] after: Option<String>,
    ) -> Result<Quick<CommentConnection>> {
        if let Some(read) = self.hanging.comments.read(ctx) {
            return read;
        }
        let (arguments, wanted) = (Arguments::forward(first, after), wanted::<CommentConnection>(ctx));
        let loaded =
            children(ctx, CommentList::OfAuthor, self.uuid(), NEWEST, arguments, None, wanted).await?;
        Ok(Quick(CommentConnection::new(loaded, &ctx.viewer())))
    }

    /// Their series, the one begun last first.
    async fn series_list(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, from 1 to 100; 20 when left out.")] first: Option<i32>,
        #[graphql(desc = "The cursor after which to begin.")] after: Option<String>,
    ) -> Result<Quick<SeriesConnection>> {
        let (arguments, wanted) = (Arguments::forward(first, after), wanted::<SeriesConnection>(ctx));
        let loaded =
            children(ctx, SeriesOfAuthor, self.uuid(), NEWEST_SERIES, arguments, None, wanted).await?;
        Ok(Quick(loaded.into()))
    }

    /// Who follows them, the latest first.
    async fn followers(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, from 1 to 100; 20 when left out.")] first: Option<i32>,
        #[graphql(desc = "The cursor after which to begin.")] after: Option<String>,
    ) -> Result<Quick<UserConnection>> {
        if let Some(read) = self.hanging.followers.read(ctx) {
            return read;
        }
        let (arguments, total) = (Arguments::forward(first, after), Some(self.follower_count));
        let (list, wanted) = (UserList::Followers, wanted::<UserConnection>(ctx));
        Ok(Quick(children(ctx, list, self.uuid(), NEWEST_FOLLOW, arguments, total, wanted).await?.into()))
    }

    /// Whom they follow, the latest first.
    async fn following(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, from 1 to 100; 20 when left out.")] first: Option<i32>,
        #[graphql(desc = "The cursor after which to begin.")] after: Option<String>,
    ) -> Result<Quick<UserConnection>> {
        if let Some(read) = self.hanging.following.read(ctx) {
            return read;
        }
        let (arguments, total) = (Arguments::forward(first, after), Some(self.following_count));
        let (list, wanted) = (UserList::Following, wanted::<UserConnection>(ctx));
        Ok(Quick(children(ctx, list, self.uuid(), NEWEST_FOLLOW, arguments, total, wanted).await?.into()))
    }

    /// Which tags they follow, the latest first.
    async fn followed_tags(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, from 1 to 100; 20 when left out.")] first: Option<i32>,
        #[graphql(desc = "The cursor after which to begin.")] after: Option<String>,
    ) -> Result<Quick<TagConnection>> {
        if let Some(read) = self.hanging.followed_tags.read(ctx) {
            return read;
        }
        let (arguments, wanted) = (Arguments::forward(first, after), wanted::<TagConnection>(ctx));
        Ok(Quick(children(ctx, FollowedTags, self.uuid(), NEWEST_TAG, arguments, None, wanted).await?.into()))
    }

    /// Whether the viewer follows them.
    async fn viewer_is_following(&self, ctx: &Context<'_>) -> Result<bool> {
        if let Some(read) = self.hanging.viewer_is_following.read(ctx) {
            return read;
        }
        Ok(ctx
            .current()
            .loader
            .load_one(FollowOfUser(self.uuid()))
            .await
            .or_internal(ctx)?
            .unwrap_or_default())
    }

    /// Whether they follow the viewer.
    async fn viewer_is_followed_by(&self, ctx: &Context<'_>) -> Result<bool> {
        if let Some(read) = self.hanging.viewer_is_followed_by.read(ctx) {
            return read;
        }
        Ok(ctx
            .current()
            .loader
            .load_one(FollowsViewer(self.uuid()))
            .await
            .or_internal(ctx)?
            .unwrap_or_default())
    }

    /// Whether the viewer may follow them.
    async fn viewer_can_follow(&self, ctx: &Context<'_>) -> bool {
        policy::can_follow(&ctx.viewer(), self.uuid())
    }
}

connection! {
    /// A page of people.
    UserConnection, UserEdge, User, from UserItem => |position, item| UserEdge {
        position,
        since: item.since,
        node: Quick(item.user.into()),
    }, {
        /// When the follow that this edge stands for began; in a list of all people, when they registered.
        since: chrono::DateTime<chrono::Utc>,
    }
}

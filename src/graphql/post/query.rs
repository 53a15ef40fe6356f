//! Finding posts.

use async_graphql::{Context, Enum, InputObject, Object, Result};

use super::connection::PostConnection;
use super::object::Post;
use crate::domain::post::tag_slug;
use crate::entity::post::{find, list};
use crate::graphql::connection;
use crate::graphql::context::ContextExt;
use crate::graphql::error::OrInternal;
use crate::graphql::ready::{Quick, filled, wanted};
use crate::graphql::scalar::Instant;
use crate::id::{self, Id};
use crate::page::{Arguments, Order};

/// Which way a list is sorted.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum SortDirection {
    /// The smallest, earliest, first in the alphabet first.
    Asc,
    /// The largest, latest, last in the alphabet first.
    Desc,
}

/// An order of posts.
#[derive(InputObject, Clone, Copy)]
pub struct PostOrder {
    /// What to sort by.
    field: PostOrderField,
    /// Which way.
    #[graphql(default_with = "SortDirection::Desc")]
    direction: SortDirection,
}

/// What posts can be sorted by. Where the key moves while one pages, an item may come twice: drop it by its id. More may
/// come.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum PostOrderField {
    /// By when they were first published.
    PublishedAt,
    /// By when they were last changed.
    UpdatedAt,
    /// By how many reactions they have.
    ReactionCount,
    /// By how many comments they have.
    CommentCount,
}

impl PostOrder {
    /// The order asked for, or the newest first.
    pub fn of(order: Option<Self>) -> Order {
        let field = match order.map(|order| order.field) {
            None | Some(PostOrderField::PublishedAt) => list::OrderField::PublishedAt,
            Some(PostOrderField::UpdatedAt) => list::OrderField::UpdatedAt,
            Some(PostOrderField::ReactionCount) => list::OrderField::ReactionCount,
            Some(PostOrderField::CommentCount) => list::OrderField::CommentCount,
        };
        list::order(field, order.is_none_or(|order| order.direction == SortDirection::Desc))
    }
}

/// What the posts are to have; all that is given holds together.
#[derive(InputObject, Default)]
pub struct PostFilter {
    /// Only by this person.
    author_id: Option<Id<id::User>>,
    /// Only with this tag, by its slug.
    tag: Option<String>,
    /// Only published at this time or later.
    published_after: Option<Instant>,
    /// Only published before this time.
    published_before: Option<Instant>,
    /// Only in this language, a tag of BCP 47.
    language: Option<String>,
}

impl From<PostFilter> for list::Filter {
    fn from(filter: PostFilter) -> Self {
        Self {
            author_id: filter.author_id.map(Id::uuid),
            tag: filter.tag.as_deref().map(tag_slug),
            published_after: filter.published_after.map(|time| time.0),
            published_before: filter.published_before.map(|time| time.0),
            // No stored tag holds a NUL, and PostgreSQL takes none.
            language: filter.language.map(|language| language.replace('\0', "\u{fffd}")),
        }
    }
}

#[derive(Default)]
pub struct PostQuery;

#[Object]
impl PostQuery {
    /// A post by its slug, also by a former one.
    async fn post(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The slug.")] slug: String,
    ) -> Result<Option<Quick<Post>>> {
        if slug.contains('\0') {
            return Ok(None);
        }
        let domain = ctx.domain();
        let (viewer, now) = (ctx.viewer(), domain.clock.now());
        let (current, wanted) = (ctx.current(), wanted::<Post>(ctx));
        let found = find::by_slug(current.connection(), &slug, &viewer, now, wanted).await;
        Ok(match found.or_internal(ctx)? {
            Some(found) => Some(filled(ctx, Post::from(found)).await),
            None => None,
        })
    }

    /// Published posts, newest first unless told otherwise.
    #[allow(clippy::too_many_arguments, reason = "they are the field's arguments, as the contract has them")]
    async fn posts(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the beginning, from 1 to 100; 20 when left out.")] first: Option<i32>,
        #[graphql(desc = "The cursor after which to begin.")] after: Option<String>,
        #[graphql(desc = "How many from the end, from 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "The cursor before which to end.")] before: Option<String>,
        #[graphql(desc = "What the posts are to have.")] filter: Option<PostFilter>,
        #[graphql(desc = "The order.")] order_by: Option<PostOrder>,
    ) -> Result<Quick<PostConnection>> {
        let filter = filter.unwrap_or_default().into();
        let arguments = Arguments { first, after, last, before };
        let wanted = wanted::<PostConnection>(ctx).of_rows(arguments.size());
        let list = list::published(&ctx.viewer(), filter, PostOrder::of(order_by), wanted);
        let page = connection::list(ctx, list, arguments).await?;
        Ok(filled(ctx, page.into()).await)
    }
}

//! Finding tags.

use async_graphql::{Context, Enum, InputObject, Object, Result};

use super::object::{Tag, TagConnection};
use crate::domain::post::tag_slug;
use crate::entity::tag::{find, list};
use crate::graphql::connection;
use crate::graphql::context::ContextExt;
use crate::graphql::error::OrInternal;
use crate::graphql::post::SortDirection;
use crate::graphql::ready::{Quick, filled};
use crate::page::Arguments;

/// An order of tags.
#[derive(InputObject, Clone, Copy)]
pub struct TagOrder {
    /// What to sort by.
    field: TagOrderField,
    /// Which way.
    #[graphql(default_with = "SortDirection::Desc")]
    direction: SortDirection,
}

/// What tags can be sorted by. More may come.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "list::OrderField")]
pub enum TagOrderField {
    /// By slug, that is by name without regard to case and accents.
    Name,
    /// By how many published posts carry it.
    PostCount,
    /// By how many people follow it.
    FollowerCount,
}

#[derive(Default)]
pub struct TagQuery;

#[Object]
impl TagQuery {
    /// A tag by its slug.
    async fn tag(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The slug.")] slug: String,
    ) -> Result<Option<Quick<Tag>>> {
        if slug.contains('\0') {
            return Ok(None);
        }
        let tag = find::by_slug(ctx.current().connection(), &slug).await.or_internal(ctx)?;
        Ok(match tag {
            Some(tag) => Some(filled(ctx, tag.into()).await),
            None => None,
        })
    }

    /// Tags, those on the most posts first unless told otherwise.
    async fn tags(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, from 1 to 100; 20 when left out.")] first: Option<i32>,
        #[graphql(desc = "The cursor after which to begin.")] after: Option<String>,
        #[graphql(desc = "Only those whose name begins so.")] query: Option<String>,
        #[graphql(desc = "The order.")] order_by: Option<TagOrder>,
    ) -> Result<Quick<TagConnection>> {
        let (field, descending) = match order_by {
            Some(order) => (order.field.into(), order.direction == SortDirection::Desc),
            None => (list::OrderField::PostCount, true),
        };
        let query = query.filter(|query| !query.trim().is_empty()).map(|query| tag_slug(query.trim()));
        let list = list::all(query, list::order(field, descending));
        let page = connection::list(ctx, list, Arguments::forward(first, after)).await?;
        Ok(filled(ctx, page.into()).await)
    }
}

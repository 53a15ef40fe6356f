//! A person by their username, with the page of posts that most profiles ask for.

use async_graphql::parser::types::Field;
use async_graphql::{Context, ContextSelectionSet, Positioned, Result};
use sea_orm::DatabaseBackend;

use super::user::User;
use crate::entity::authored::Wanted;
use crate::entity::list::Children;
use crate::entity::post::list::PostList;
use crate::entity::user::find;
use crate::graphql::connection::{Loaded, Total, page};
use crate::graphql::context::ContextExt;
use crate::graphql::error::OrInternal;
use crate::graphql::post::{PostConnection, order_by};
use crate::graphql::ready::{Quick, below, may_be_written, selected, wanted};
use crate::page::{Order, Page};

/// The person with this username, in lower case, or who had it once; where their posts are asked for, on PostgreSQL, with
/// the first page that is. What else hangs on them is left to be filled.
pub async fn find_named(ctx: &Context<'_>, username: &str) -> Result<Option<User>> {
    let (current, columns) = (ctx.current(), wanted::<User>(ctx).columns);
    let (connection, below) = (current.connection(), below(ctx));
    let Some(Ahead { field, order, page, wanted }) = Ahead::of(&below) else {
        let user = find::by_username(connection, username, columns).await.or_internal(ctx)?;
        return Ok(user.map(User::from));
    };
    let (list, reader) = (PostList::OfAuthor, current.loader.loader());
    let described = list.list(reader.viewer(), reader.now(), order, wanted);
    let found = find::by_username_with_page(connection, username, columns, &list, (&described, &page)).await;
    let Some((user, slice)) = found.or_internal(ctx)? else { return Ok(None) };
    let mut user = User::from(user);
    let total = Total::of(list, user.uuid(), order);
    let posts = PostConnection::from(Loaded::new(slice, order, &page, total));
    user.hanging.posts.fill(&field.node, Ok(Quick(posts)));
    Ok(Some(user))
}

/// A page of a person's posts that can be read before they are known.
struct Ahead<'a> {
    field: &'a Positioned<Field>,
    order: Order,
    page: Page,
    wanted: Wanted,
}

impl<'a> Ahead<'a> {
    /// The first that is selected of the person, if any.
    fn of(ctx: &'a ContextSelectionSet<'a>) -> Option<Self> {
        if ctx.domain().database.backend() != DatabaseBackend::Postgres || !may_be_written(ctx) {
            return None;
        }
        let field = selected::<User>(ctx).into_iter().find(|field| field.node.name.node == "posts")?;
        let ctx = ctx.with_field(field);
        let order = order_by(&ctx)?;
        let page = page(&ctx, &order)?;
        let wanted = wanted::<PostConnection>(&ctx).of_rows(page.size as usize);
        Some(Self { field, order, page, wanted })
    }
}

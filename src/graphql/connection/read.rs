//! Reading pages: of one parent's list together with those of others, of many parents at once, of a list of its own.

use async_graphql::{Context, Result};
use uuid::Uuid;

use super::{Loaded, Total};
use crate::entity::authored::Wanted;
use crate::entity::list::{ById, Children, Item, List, Slice};
use crate::graphql::context::ContextExt;
use crate::graphql::error::{OrInternal, bad_page};
use crate::loader::{LoadError, PageOf};
use crate::page::{Arguments, Order, Page};

/// A page of a list that hangs on a parent, read together with those of other parents.
pub async fn children<L: Children>(
    ctx: &Context<'_>,
    list: L,
    parent: Uuid,
    order: Order,
    arguments: Arguments,
    total: Option<i32>,
    wanted: Wanted,
) -> Result<Loaded<L::Item>> {
    let page = arguments.page(&order).map_err(bad_page)?;
    let key = PageOf { list: list.clone(), parent, order, page: page.clone(), wanted };
    let slice = ctx.current().loader.load_one(key).await.or_internal(ctx)?.unwrap_or_default();
    let total = total.map_or_else(|| Total::of(list, parent, order), Total::Known);
    Ok(Loaded::new(slice, order, &page, total))
}

/// The same page of the lists of many parents.
pub struct Pages<L: Children> {
    list: L,
    order: Order,
    page: Page,
    slices: ById<Slice<L::Item>>,
    /// Whether a parent stands in several places of the level.
    is_repeated: bool,
}

impl<L: Children> Pages<L> {
    /// Reads them; nothing when the arguments of the field make no page.
    pub async fn read(
        ctx: &Context<'_>,
        list: L,
        order: Order,
        wanted: Wanted,
        mut parents: Vec<Uuid>,
    ) -> Option<std::result::Result<Self, LoadError>> {
        if parents.is_empty() {
            return None;
        }
        let places = parents.len();
        // A parent that is given twice would have its rows twice.
        parents.sort_unstable();
        parents.dedup();
        let is_repeated = parents.len() < places;
        let page = asked_page(ctx, &order)?;
        let slices = ctx.current().loader.loader().pages(&list, order, &page, wanted, &parents).await;
        Some(slices.map(|slices| Self { list, order, page, slices, is_repeated }))
    }

    /// The page of a parent's list.
    pub fn take(&mut self, parent: Uuid, total: Option<i32>) -> Option<Loaded<L::Item>> {
        let slice = match self.is_repeated {
            true => self.slices.get(&parent)?.clone(),
            false => self.slices.remove(&parent)?,
        };
        let total = total.map_or_else(|| Total::of(self.list.clone(), parent, self.order), Total::Known);
        Some(Loaded::new(slice, self.order, &self.page, total))
    }
}

/// The page that the field of a list asks for; nothing when its arguments make none, which its resolver tells.
pub fn asked_page(ctx: &Context<'_>, order: &Order) -> Option<Page> {
    let arguments = Arguments {
        first: ctx.param_value("first", None).ok()?.1,
        after: ctx.param_value("after", None).ok()?.1,
        last: ctx.param_value("last", None).ok()?.1,
        before: ctx.param_value("before", None).ok()?.1,
    };
    arguments.page(order).ok()
}

/// A page of a list that hangs on nothing.
pub async fn list<T: Item>(ctx: &Context<'_>, list: List, arguments: Arguments) -> Result<Loaded<T>> {
    let page = arguments.page(&list.order).map_err(bad_page)?;
    let order = list.order;
    let slice = list.page(ctx.current().connection(), &page).await.or_internal(ctx)?;
    Ok(Loaded::new(slice, order, &page, Total::of_list(list)))
}

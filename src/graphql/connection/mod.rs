//! Pages as clients see them (<https://relay.dev/graphql/connections.htm>), with `nodes` beside `edges`.

mod objects;
mod read;
mod total;

use async_graphql::Object;
use async_graphql::parser::types::Field;

use super::ready::{Fragments, Json, ReadyValue, ready};
use crate::entity::list::{Item, Slice};
use crate::page::{Order, Page, Position};

pub(super) use objects::connection;
pub use objects::{of_nodes, of_nodes_in};
pub use read::{Pages, asked_page, children, list};
pub use total::Total;

/// Where an edge stands, written as a cursor only when it is asked for.
#[derive(Clone, Debug)]
pub struct Cursor {
    order: Order,
    position: Position,
}

impl Cursor {
    pub fn text(&self) -> String {
        self.position.encode(&self.order)
    }
}

/// Where a page stands in its list.
#[derive(Clone, Debug)]
pub struct PageInfo {
    has_next_page: bool,
    has_previous_page: bool,
    start: Option<Cursor>,
    end: Option<Cursor>,
}

/// Where a page stands in its list.
#[Object]
impl PageInfo {
    /// Whether there are items after this page.
    async fn has_next_page(&self) -> bool {
        self.has_next_page
    }

    /// Whether there are items before this page; after a cursor there always was at least the one it points at.
    async fn has_previous_page(&self) -> bool {
        self.has_previous_page
    }

    /// The cursor of the first item, for `before`; null when the page is empty.
    async fn start_cursor(&self) -> Option<String> {
        self.start.as_ref().map(Cursor::text)
    }

    /// The cursor of the last item, for `after`; null when the page is empty.
    async fn end_cursor(&self) -> Option<String> {
        self.end.as_ref().map(Cursor::text)
    }
}

ready!(PageInfo {
    "hasNextPage" => has_next_page,
    "hasPreviousPage" => has_previous_page,
    "startCursor" => start,
    "endCursor" => end,
});

impl ReadyValue for Cursor {
    fn write(&self, _: &Field, _: &Fragments, json: &mut Json) -> bool {
        json.plain(&self.text());
        true
    }
}

/// A page that was read, before its items become objects.
pub struct Loaded<T> {
    pub items: Vec<(Cursor, T)>,
    pub info: PageInfo,
    pub total: Total,
}

impl<T: Item> Loaded<T> {
    /// From what was read of a list in this order.
    pub fn new(slice: Slice<T>, order: Order, page: &Page, total: Total) -> Self {
        let cursor = |item: &T| Cursor { order, position: item.position(&order) };
        let info = PageInfo {
            has_next_page: if page.backward { page.from.is_some() } else { slice.has_more },
            has_previous_page: if page.backward { slice.has_more } else { page.from.is_some() },
            start: slice.items.first().map(cursor),
            end: slice.items.last().map(cursor),
        };
        let items = slice.items.into_iter().map(|item| (cursor(&item), item)).collect();
        Self { items, info, total }
    }
}

impl<T> Loaded<T> {
    /// The same page of something else.
    pub fn map<U>(self, make: impl Fn(T) -> U) -> Loaded<U> {
        let items = self.items.into_iter().map(|(cursor, item)| (cursor, make(item))).collect();
        Loaded { items, info: self.info, total: self.total }
    }
}

/// The edge of an item that was just made, as the given order would place it.
pub fn cursor_of<T: Item>(item: &T, order: Order) -> Cursor {
    Cursor { order, position: item.position(&order) }
}

//! Pages as clients see them (<https://relay.dev/graphql/connections.htm>), with `nodes` beside `edges`.

use std::sync::Arc;

use async_graphql::{Context, Object, Result, Value};
use futures_util::future::BoxFuture;
use uuid::Uuid;

use super::context::ContextExt;
use super::error::{OrInternal, bad_page};
use super::ready::{ReadyValue, ready};
use crate::entity::list::{Children, Item, List, Slice};
use crate::loader::{PageOf, TotalOf};
use crate::page::{Arguments, Order, Page, Position};

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
    fn ready_value(&self) -> Value {
        Value::String(self.text())
    }
}

type Count = dyn for<'a> Fn(&'a Context<'a>) -> BoxFuture<'a, Result<Option<i32>>> + Send + Sync;

/// How many items a list holds: kept, or counted when it is asked for.
#[derive(Clone)]
pub enum Total {
    Known(i32),
    Counted(Arc<Count>),
}

impl Total {
    /// Counted with the same lists of other parents.
    pub fn of<L: Children>(list: L, parent: Uuid, order: Order) -> Self {
        let key = TotalOf { list, parent, order };
        Self::Counted(Arc::new(move |ctx| {
            let key = key.clone();
            Box::pin(async move {
                let total = ctx.current().loader.load_one(key).await.or_internal(ctx)?;
                Ok(total.flatten())
            })
        }))
    }

    /// Counted for one list that hangs on nothing.
    pub fn of_list(list: List) -> Self {
        let list = Arc::new(list);
        Self::Counted(Arc::new(move |ctx| {
            let list = list.clone();
            Box::pin(async move { list.total(ctx.domain().database.reader()).await.or_internal(ctx) })
        }))
    }

    /// When it is known.
    pub fn ready(&self) -> Option<Value> {
        match self {
            Self::Known(total) => Some(Value::from(*total)),
            Self::Counted(_) => None,
        }
    }

    pub async fn count(&self, ctx: &Context<'_>) -> Result<Option<i32>> {
        match self {
            Self::Known(total) => Ok(Some(*total)),
            Self::Counted(count) => count(ctx).await,
        }
    }
}

/// A page that was read, before its items become objects.
pub struct Loaded<T> {
    pub items: Vec<(Cursor, T)>,
    pub info: PageInfo,
    pub total: Total,
}

impl<T: Item> Loaded<T> {
    fn new(slice: Slice<T>, order: Order, page: &Page, total: Total) -> Self {
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

/// A page of a list that hangs on a parent, read together with those of other parents.
pub async fn children<L: Children>(
    ctx: &Context<'_>,
    list: L,
    parent: Uuid,
    order: Order,
    arguments: Arguments,
    total: Option<i32>,
) -> Result<Loaded<L::Item>> {
    let page = arguments.page(&order).map_err(bad_page)?;
    let key = PageOf { list: list.clone(), parent, order, page: page.clone() };
    let slice = ctx.current().loader.load_one(key).await.or_internal(ctx)?.unwrap_or_default();
    let total = total.map_or_else(|| Total::of(list, parent, order), Total::Known);
    Ok(Loaded::new(slice, order, &page, total))
}

/// A page of a list that hangs on nothing.
pub async fn list<T: Item>(ctx: &Context<'_>, list: List, arguments: Arguments) -> Result<Loaded<T>> {
    let page = arguments.page(&list.order).map_err(bad_page)?;
    let order = list.order;
    let slice = list.page(ctx.domain().database.reader(), &page).await.or_internal(ctx)?;
    Ok(Loaded::new(slice, order, &page, Total::of_list(list)))
}

/// The edge of an item that was just made, as the given order would place it.
pub fn cursor_of<T: Item>(item: &T, order: Order) -> Cursor {
    Cursor { order, position: item.position(&order) }
}

/// Makes a connection and its edge. What stands on the edge beside its node follows in braces.
macro_rules! connection {
    (
        $(#[doc = $doc:literal])* $connection:ident, $edge:ident, $node:ty, from $item:ty => $make:expr
        $(, { $($(#[doc = $field_doc:literal])* $field:ident: $field_type:ty),* $(,)? })?
    ) => {
        $(#[doc = $doc])*
        #[derive(async_graphql::SimpleObject, Clone)]
        #[graphql(complex)]
        pub struct $connection {
            /// The items with their cursors, and what else is known of each one's place in the list.
            edges: $crate::graphql::ready::QuickList<$edge>,
            /// Where this page stands in the list.
            page_info: $crate::graphql::ready::Quick<$crate::graphql::connection::PageInfo>,
            #[graphql(skip)]
            total: $crate::graphql::connection::Total,
        }

        #[async_graphql::ComplexObject]
        impl $connection {
            /// The items, for who needs no cursors.
            async fn nodes(&self) -> $crate::graphql::ready::QuickList<&$node> {
                $crate::graphql::ready::QuickList(self.edges.0.iter().map(|edge| &edge.node.0).collect())
            }

            /// How many items the whole list holds: exact where a counter is kept or up to 1,000, null beyond.
            async fn total_count(&self, ctx: &async_graphql::Context<'_>) -> async_graphql::Result<Option<i32>> {
                self.total.count(ctx).await
            }
        }

        #[doc = concat!("One item of a ", stringify!($connection), ".")]
        #[derive(async_graphql::SimpleObject, Clone)]
        #[graphql(complex)]
        pub struct $edge {
            #[graphql(skip)]
            pub(in $crate::graphql) position: $crate::graphql::connection::Cursor,
            /// The item.
            pub(in $crate::graphql) node: $crate::graphql::ready::Quick<$node>,
            $($(
                $(#[doc = $field_doc])*
                pub(in $crate::graphql) $field: $field_type,
            )*)?
        }

        #[async_graphql::ComplexObject]
        impl $edge {
            /// Where the item stands in this order of the list, for `after` and `before`.
            async fn cursor(&self) -> String {
                self.position.text()
            }
        }

        $crate::graphql::ready::ready!($connection {
            "edges" => [edges],
            "nodes" => (ready_nodes),
            "pageInfo" => {page_info},
            "totalCount" => (ready_total),
        });

        $crate::graphql::ready::ready!($edge { "cursor" => position, "node" => {node} });

        impl $connection {
            fn ready_nodes(
                &self,
                field: &async_graphql::parser::types::Field,
                fragments: &$crate::graphql::ready::Fragments,
            ) -> Option<async_graphql::Value> {
                let nodes = self.edges.0.iter().map(|edge| &edge.node.0);
                $crate::graphql::ready::whole_list(nodes, &field.selection_set.node, fragments)
            }

            fn ready_total(
                &self,
                _: &async_graphql::parser::types::Field,
                _: &$crate::graphql::ready::Fragments,
            ) -> Option<async_graphql::Value> {
                self.total.ready()
            }
        }

        impl From<$crate::graphql::connection::Loaded<$item>> for $connection {
            fn from(loaded: $crate::graphql::connection::Loaded<$item>) -> Self {
                let make: fn($crate::graphql::connection::Cursor, $item) -> $edge = $make;
                let edges = loaded.items.into_iter().map(|(position, item)| make(position, item)).collect();
                Self {
                    edges: $crate::graphql::ready::QuickList(edges),
                    page_info: $crate::graphql::ready::Quick(loaded.info),
                    total: loaded.total,
                }
            }
        }
    };
}

pub(super) use connection;

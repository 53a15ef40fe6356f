//! Pages as clients see them (<https://relay.dev/graphql/connections.htm>), with `nodes` beside `edges`.

use std::sync::Arc;

use async_graphql::parser::types::{Field, SelectionSet};
use async_graphql::{Context, ContextSelectionSet, Object, OutputType, Positioned, Result};
use futures_util::future::BoxFuture;
use uuid::Uuid;

use super::context::ContextExt;
use super::error::{OrInternal, bad_page};
use super::ready::{Fragments, Json, ReadyValue, fields, ready, selected};
use crate::entity::authored::Wanted;
use crate::entity::list::{ById, Children, Item, List, Slice};
use crate::loader::{LoadError, PageOf, TotalOf};
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
    fn write(&self, _: &Field, _: &Fragments, json: &mut Json) -> bool {
        json.plain(&self.text());
        true
    }
}

type Count = dyn for<'a> Fn(&'a Context<'a>) -> BoxFuture<'a, Result<Option<i32>>> + Send + Sync;

/// How many items a list holds: kept, or counted when it is asked for.
#[derive(Clone)]
pub enum Total {
    Known(i32),
    Counted(Arc<Count>),
}

impl std::fmt::Debug for Total {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Known(total) => write!(formatter, "Known({total})"),
            Self::Counted(_) => formatter.write_str("Counted"),
        }
    }
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
            Box::pin(async move { list.total(ctx.current().connection()).await.or_internal(ctx) })
        }))
    }

    /// When it is known.
    pub fn write(&self, json: &mut Json) -> bool {
        match self {
            Self::Known(total) => json.int(*total),
            Self::Counted(_) => return false,
        }
        true
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
    /// Reads them; nothing when the arguments of the field make no page, which its resolver tells.
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
        let page = arguments(ctx)?.page(&order).ok()?;
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

/// The arguments that all lists have, where they are what they must be.
fn arguments(ctx: &Context<'_>) -> Option<Arguments> {
    Some(Arguments {
        first: ctx.param_value("first", None).ok()?.1,
        after: ctx.param_value("after", None).ok()?.1,
        last: ctx.param_value("last", None).ok()?.1,
        before: ctx.param_value("before", None).ok()?.1,
    })
}

/// A page of a list that hangs on nothing.
pub async fn list<T: Item>(ctx: &Context<'_>, list: List, arguments: Arguments) -> Result<Loaded<T>> {
    let page = arguments.page(&list.order).map_err(bad_page)?;
    let order = list.order;
    let slice = list.page(ctx.current().connection(), &page).await.or_internal(ctx)?;
    Ok(Loaded::new(slice, order, &page, Total::of_list(list)))
}

/// The edge of an item that was just made, as the given order would place it.
pub fn cursor_of<T: Item>(item: &T, order: Order) -> Cursor {
    Cursor { order, position: item.position(&order) }
}

/// What is selected of the items of a connection, as nodes and as nodes of edges.
pub fn of_nodes<'a, C: OutputType, E: OutputType>(
    ctx: &ContextSelectionSet<'a>,
) -> Vec<&'a Positioned<SelectionSet>> {
    let fragments = &ctx.query_env.fragments;
    selected::<C>(ctx).into_iter().flat_map(|field| of_nodes_in::<E>(&field.node, fragments)).collect()
}

/// The same within one field of the connection.
pub fn of_nodes_in<'a, E: OutputType>(
    field: &'a Field,
    fragments: &'a Fragments,
) -> Vec<&'a Positioned<SelectionSet>> {
    match field.name.node.as_str() {
        "nodes" => vec![&field.selection_set],
        "edges" => {
            let mut within = Vec::new();
            // A fragment of another type than the edge's cannot stand here.
            fields::<E>(&field.selection_set.node, fragments, &mut within);
            let nodes = within.into_iter().filter(|field| field.node.name.node == "node");
            nodes.map(|field| &field.node.selection_set).collect()
        }
        _ => Vec::new(),
    }
}

/// Makes a connection and its edge. What stands on the edge beside its node follows in braces.
macro_rules! connection {
    (
        $(#[doc = $doc:literal])* $connection:ident, $edge:ident, $node:ty, from $item:ty => $make:expr
        $(, { $($(#[doc = $field_doc:literal])* $field:ident: $field_type:ty),* $(,)? })?
    ) => {
        $(#[doc = $doc])*
        #[derive(async_graphql::SimpleObject, Clone, Debug)]
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
        #[derive(async_graphql::SimpleObject, Clone, Debug)]
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
            "edges" => edges,
            "nodes" => (write_nodes),
            "pageInfo" => page_info,
            "totalCount" => (write_total),
        });

        $crate::graphql::ready::ready!($edge { "cursor" => position, "node" => node });

        impl $crate::graphql::ready::Fill for $connection {
            fn fill<'a>(
                pages: Vec<&'a mut Self>,
                ctx: &'a async_graphql::ContextSelectionSet<'a>,
            ) -> futures_util::future::BoxFuture<'a, ()> {
                Box::pin(async move {
                    let of_nodes = $crate::graphql::connection::of_nodes::<Self, $edge>(ctx);
                    if of_nodes.is_empty() {
                        return;
                    }
                    let edges = pages.into_iter().flat_map(|page| &mut page.edges.0);
                    let mut nodes: Vec<&mut $node> = edges.map(|edge| &mut edge.node.0).collect();
                    for set in of_nodes {
                        let nodes = nodes.iter_mut().map(|node| &mut **node).collect();
                        <$node as $crate::graphql::ready::Fill>::fill(nodes, &ctx.with_selection_set(set)).await;
                    }
                })
            }
        }

        impl $crate::graphql::ready::Wants for $connection {
            fn want(
                field: &async_graphql::parser::types::Field,
                fragments: &$crate::graphql::ready::Fragments,
                wanted: &mut $crate::entity::authored::Wanted,
            ) {
                let of_nodes = $crate::graphql::connection::of_nodes_in::<$edge>(field, fragments);
                for set in of_nodes {
                    $crate::graphql::ready::want::<$node>(&set.node, fragments, wanted);
                }
            }
        }

        impl $connection {
            fn write_nodes(
                &self,
                field: &async_graphql::parser::types::Field,
                fragments: &$crate::graphql::ready::Fragments,
                json: &mut $crate::graphql::ready::Json,
            ) -> bool {
                let nodes = self.edges.0.iter().map(|edge| &edge.node.0);
                $crate::graphql::ready::whole_list(nodes, &field.selection_set.node, fragments, json)
            }

            fn write_total(
                &self,
                _: &async_graphql::parser::types::Field,
                _: &$crate::graphql::ready::Fragments,
                json: &mut $crate::graphql::ready::Json,
            ) -> bool {
                self.total.write(json)
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

//! The connections and edges of the schema, made by a macro, and what is selected of their items.

use async_graphql::parser::types::{Field, SelectionSet};
use async_graphql::{ContextSelectionSet, OutputType, Positioned};

use crate::graphql::ready::{Fragments, fields, selected};

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

pub(in crate::graphql) use connection;

//! Objects answered in one pass. The library makes a future of every field, boxed and queued, and a value of its own of
//! what comes of it; most fields of an object that was read hold what is there already. Here a whole selection is
//! written as JSON at once where everything in it is there; else what is there is taken, and only the rest is asked for
//! by the library's resolvers.
//!
//! So that more is there than an object's own columns, a resolver that gives an object looks ahead: it reads the columns
//! that are selected ([`Wants`]), and then what hangs on the objects, level by level ([`Fill`]).

mod fill;
mod object;
mod slot;
mod value;
mod walk;

use std::collections::HashMap;

use async_graphql::parser::types::{Field, FragmentDefinition};
use async_graphql::resolver_utils::ContainerType;
use async_graphql::{Name, Positioned};

pub use super::json::Json;
pub use fill::{Fill, Wants, ask, below, fill_pages, filled, selected, want, wanted};
pub use object::{Quick, QuickList, may_be_written};
pub use slot::{Slot, Slots};
pub(super) use value::ready_enum;
pub use value::{ReadyValue, name_of};
pub use walk::{all_of, fields, whole, whole_list};

/// The fragments of the document that runs.
pub type Fragments = HashMap<Name, Positioned<FragmentDefinition>>;

/// An object of which some fields need no waiting for.
pub trait Ready: ContainerType {
    /// Writes what a field holds, the same as its resolver gives; `false` leaves it to that one, whatever was written.
    fn write(&self, field: &Field, fragments: &Fragments, json: &mut Json) -> bool;
}

impl<T: Ready> Ready for &T {
    fn write(&self, field: &Field, fragments: &Fragments, json: &mut Json) -> bool {
        T::write(self, field, fragments, json)
    }
}

/// Says which fields of an object are ready, each by its name in the schema: those that hold what a field of the struct
/// holds, `"slug" => slug`, or what a function of it writes, `"totalCount" => (write_total)`.
///
/// `ready!(Post of PostRow { … } and { … })` says moreover that each of the first fields holds the column of its own name,
/// and gives `Post::column`, which knows the columns by the names of the fields.
macro_rules! ready {
    ($type:ty { $($name:literal => $field:tt $(. $inner:tt)*),* $(,)? }) => {
        impl $crate::graphql::ready::Ready for $type {
            fn write(
                &self,
                field: &async_graphql::parser::types::Field,
                fragments: &$crate::graphql::ready::Fragments,
                json: &mut $crate::graphql::ready::Json,
            ) -> bool {
                match field.name.node.as_str() {
                    $($name => {
                        $crate::graphql::ready::ready!(@value self, field, fragments, json, $field $(. $inner)*)
                    })*
                    _ => false,
                }
            }
        }
    };
    (
        $type:ident of $row:ty { $($name:literal => $column:ident),* $(,)? }
        and { $($other:literal => $field:tt $(. $inner:tt)*),* $(,)? }
    ) => {
        $crate::graphql::ready::ready!($type {
            $($name => $column,)*
            $($other => $field $(. $inner)*,)*
        });

        impl $type {
            /// The column that a field holds.
            pub(super) fn column(field: &str) -> Option<$crate::entity::row::Columns> {
                use $crate::entity::row::{Columns, Row};
                match field {
                    $($name => Some(const { Columns::named(<$row as Row>::NAMES, stringify!($column)) }),)*
                    _ => None,
                }
            }
        }
    };
    (@value $self:ident, $field:ident, $fragments:ident, $json:ident, ($method:ident)) => {
        $self.$method($field, $fragments, $json)
    };
    (@value $self:ident, $field:ident, $fragments:ident, $json:ident, $place:ident $(. $inner:tt)*) => {
        $crate::graphql::ready::ReadyValue::write(&$self.$place $(. $inner)*, $field, $fragments, $json)
    };
}

pub(super) use ready;

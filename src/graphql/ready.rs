//! Objects answered in one pass. The library makes a future of every field, boxed and queued; most fields of an object
//! that was read hold what is there already. Here those are taken at once, and only the others are asked for by the
//! library's resolvers: the ones with arguments, with a rule, or with something still to be read.

use std::borrow::Cow;
use std::collections::HashMap;

use async_graphql::parser::types::{Field, FragmentDefinition, Selection, SelectionSet};
use async_graphql::registry::Registry;
use async_graphql::resolver_utils::{ContainerType, resolve_container};
use async_graphql::{ContextSelectionSet, Name, OutputType, Positioned, ServerResult, Value};
use async_graphql_value::indexmap::IndexMap;
use chrono::{DateTime, Utc};
use futures_util::future::{BoxFuture, join_all, try_join_all};

/// The fragments of the document that runs.
pub type Fragments = HashMap<Name, Positioned<FragmentDefinition>>;

/// An object of which some fields need no waiting for.
pub trait Ready: ContainerType {
    /// What a field holds, the same as its resolver gives; `None` leaves it to that one.
    fn ready(&self, field: &Field, fragments: &Fragments) -> Option<Value>;
}

/// An object, or a list of some, that is answered in one pass.
#[derive(Clone, Debug)]
pub struct Quick<T>(pub T);

impl<T: Ready> OutputType for Quick<T> {
    fn type_name() -> Cow<'static, str> {
        T::type_name()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        T::create_type_info(registry)
    }

    async fn resolve(&self, ctx: &ContextSelectionSet<'_>, _: &Positioned<Field>) -> ServerResult<Value> {
        answer(&self.0, ctx).await
    }
}

/// A list of objects that are answered in one pass.
#[derive(Clone, Debug)]
pub struct QuickList<T>(pub Vec<T>);

impl<T: Ready> OutputType for QuickList<T> {
    fn type_name() -> Cow<'static, str> {
        <Vec<T> as OutputType>::type_name()
    }

    fn qualified_type_name() -> String {
        <Vec<T> as OutputType>::qualified_type_name()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        <Vec<T> as OutputType>::create_type_info(registry)
    }

    async fn resolve(&self, ctx: &ContextSelectionSet<'_>, _: &Positioned<Field>) -> ServerResult<Value> {
        if let Some(items) = whole_list(&self.0, &ctx.item.node, &ctx.query_env.fragments) {
            return Ok(items);
        }
        let items = self.0.iter().enumerate().map(|(index, item)| async move {
            let ctx = ctx.with_index(index);
            answer(item, &ctx).await.map_err(|error| ctx.set_error_path(error))
        });
        try_join_all(items).await.map(Value::List)
    }
}

/// All of an object's selection, when every field of it is ready.
pub fn whole<T: Ready>(object: &T, set: &SelectionSet, fragments: &Fragments) -> Option<Value> {
    let mut pass = Pass::new(set.items.len());
    (pass.take(object, set, fragments) && pass.asked.is_empty()).then_some(Value::Object(pass.taken))
}

/// All of some objects' selections, when every field of them is ready.
pub fn whole_list<'a, T: Ready + 'a>(
    objects: impl IntoIterator<Item = &'a T>,
    set: &SelectionSet,
    fragments: &Fragments,
) -> Option<Value> {
    let items: Option<Vec<Value>> = objects.into_iter().map(|object| whole(object, set, fragments)).collect();
    items.map(Value::List)
}

/// What is ready is taken, the rest is asked for, all at once.
async fn answer<T: Ready>(object: &T, ctx: &ContextSelectionSet<'_>) -> ServerResult<Value> {
    let set = &ctx.item.node;
    let mut pass = Pass::new(set.items.len());
    if !pass.take(object, set, &ctx.query_env.fragments) {
        return resolve_container(ctx, object).await;
    }
    let Pass { mut taken, asked } = pass;
    // Boxed, for an object's fields may hold objects of its own kind.
    let answers = join_all(asked.iter().map(|(_, field)| -> BoxFuture<'_, ServerResult<Option<Value>>> {
        Box::pin(async move { object.resolve_field(&ctx.with_field(field)).await })
    }));
    for (answer, (at, _)) in answers.await.into_iter().zip(&asked) {
        match answer {
            Ok(value) => {
                if let Some((_, place)) = taken.get_index_mut(*at) {
                    *place = value.unwrap_or_default();
                }
            }
            // Null stays in its place; what that means for the fields above is told by the answer's shape.
            Err(error) => ctx.add_error(error),
        }
    }
    Ok(Value::Object(taken))
}

impl<T: Ready> Ready for &T {
    fn ready(&self, field: &Field, fragments: &Fragments) -> Option<Value> {
        T::ready(self, field, fragments)
    }
}

/// One walk over a selection.
struct Pass<'a> {
    taken: IndexMap<Name, Value>,
    /// Fields that are not ready, each with its place among the others.
    asked: Vec<(usize, &'a Positioned<Field>)>,
}

impl<'a> Pass<'a> {
    fn new(most: usize) -> Self {
        Self { taken: IndexMap::with_capacity(most), asked: Vec::new() }
    }

    /// Takes what is ready; `false` where that needs more than a look: a fragment of another type, a key that comes
    /// twice and whose two halves belong together.
    fn take<T: Ready>(&mut self, object: &T, set: &'a SelectionSet, fragments: &'a Fragments) -> bool {
        set.items.iter().all(|selection| match &selection.node {
            Selection::Field(field) => self.take_field(object, field, fragments),
            Selection::InlineFragment(fragment) => {
                let condition = fragment.node.type_condition.as_ref();
                condition.is_none_or(|condition| condition.node.on.node == *T::type_name())
                    && self.take(object, &fragment.node.selection_set.node, fragments)
            }
            Selection::FragmentSpread(spread) => {
                fragments.get(&spread.node.fragment_name.node).is_some_and(|fragment| {
                    fragment.node.type_condition.node.on.node == *T::type_name()
                        && self.take(object, &fragment.node.selection_set.node, fragments)
                })
            }
        })
    }

    fn take_field<T: Ready>(
        &mut self,
        object: &T,
        field: &'a Positioned<Field>,
        fragments: &'a Fragments,
    ) -> bool {
        let value = if field.node.name.node == "__typename" {
            Some(Value::String(T::type_name().into_owned()))
        } else {
            object.ready(&field.node, fragments)
        };
        let at = self.taken.len();
        if value.is_none() {
            self.asked.push((at, field));
        }
        self.taken.insert(field.node.response_key().node.clone(), value.unwrap_or_default()).is_none()
    }
}

/// What a field that is ready holds, as the library would give it.
pub trait ReadyValue {
    fn ready_value(&self) -> Value;
}

impl ReadyValue for String {
    fn ready_value(&self) -> Value {
        Value::String(self.clone())
    }
}

impl ReadyValue for i32 {
    fn ready_value(&self) -> Value {
        Value::from(*self)
    }
}

impl ReadyValue for bool {
    fn ready_value(&self) -> Value {
        Value::Boolean(*self)
    }
}

impl ReadyValue for DateTime<Utc> {
    fn ready_value(&self) -> Value {
        Value::String(self.to_rfc3339())
    }
}

impl<T: ReadyValue> ReadyValue for Option<T> {
    fn ready_value(&self) -> Value {
        self.as_ref().map_or(Value::Null, T::ready_value)
    }
}

/// Values of an enum of the schema are ready.
macro_rules! ready_enum {
    ($($type:ty),* $(,)?) => {
        $(impl $crate::graphql::ready::ReadyValue for $type {
            fn ready_value(&self) -> async_graphql::Value {
                (*self).into()
            }
        })*
    };
}

/// Says which fields of an object are ready: those without arguments that hold what the object holds, each by its name
/// in the schema. A field of the struct is `"slug" => slug`, an object in it `"pageInfo" => {page_info}`, a list of
/// objects `"edges" => [edges]`, and what a function of the struct gives `"totalCount" => (ready_total)`.
macro_rules! ready {
    ($type:ty { $($name:literal => $field:tt $(. $inner:tt)*),* $(,)? }) => {
        impl $crate::graphql::ready::Ready for $type {
            fn ready(
                &self,
                field: &async_graphql::parser::types::Field,
                fragments: &$crate::graphql::ready::Fragments,
            ) -> Option<async_graphql::Value> {
                let _ = fragments;
                match field.name.node.as_str() {
                    $($name => $crate::graphql::ready::ready!(@value self, field, fragments, $field $(. $inner)*),)*
                    _ => None,
                }
            }
        }
    };
    (@value $self:ident, $field:ident, $fragments:ident, [$list:ident]) => {
        $crate::graphql::ready::whole_list(&$self.$list.0, &$field.selection_set.node, $fragments)
    };
    (@value $self:ident, $field:ident, $fragments:ident, {$object:ident}) => {
        $crate::graphql::ready::whole(&$self.$object.0, &$field.selection_set.node, $fragments)
    };
    (@value $self:ident, $field:ident, $fragments:ident, ($method:ident)) => {
        $self.$method($field, $fragments)
    };
    (@value $self:ident, $field:ident, $fragments:ident, $place:ident $(. $inner:tt)*) => {
        Some($crate::graphql::ready::ReadyValue::ready_value(&$self.$place $(. $inner)*))
    };
}

pub(super) use {ready, ready_enum};

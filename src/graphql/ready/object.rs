//! The objects that are answered in one pass, as the library's output types.

use std::borrow::Cow;

use async_graphql::parser::types::Field;
use async_graphql::registry::Registry;
use async_graphql::resolver_utils::resolve_container;
use async_graphql::{ContextSelectionSet, Name, OutputType, Positioned, ServerResult, Value};
use async_graphql_value::indexmap::IndexMap;
use futures_util::future::{BoxFuture, join_all, try_join_all};

use super::Json;
use super::Ready;
use super::walk::{all_of, fields, whole, whole_list, write_field};
use crate::graphql::context::ContextExt;

/// Bytes for which there is room at first: to grow is to copy.
const ROOM: usize = 16 * 1_024;

/// An object that is answered in one pass.
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
        answer(&self.0, &ctx.with_selection_set(all_of(ctx, ctx.item))).await
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
        if may_be_written(ctx) {
            let mut json = Json::with_capacity(ROOM);
            if whole_list(&self.0, &ctx.item.node, &ctx.query_env.fragments, &mut json) {
                return Ok(json.into_value());
            }
        }
        let items = self.0.iter().enumerate().map(|(index, item)| async move {
            let ctx = ctx.with_index(index);
            answer(item, &ctx).await.map_err(|error| ctx.set_error_path(error))
        });
        try_join_all(items).await.map(Value::List)
    }
}

/// What stands twice in a selection is put together by the library, which must see it for that.
pub fn may_be_written(ctx: &ContextSelectionSet<'_>) -> bool {
    ctx.request().may_be_written()
}

/// What is ready is taken, the rest is asked for, all at once.
async fn answer<T: Ready>(object: &T, ctx: &ContextSelectionSet<'_>) -> ServerResult<Value> {
    let (set, fragments) = (&ctx.item.node, &ctx.query_env.fragments);
    if !may_be_written(ctx) {
        return resolve_container(ctx, object).await;
    }
    let mut json = Json::with_capacity(ROOM);
    if whole(object, set, fragments, &mut json) {
        return Ok(json.into_value());
    }
    let mut selected = Vec::with_capacity(set.items.len());
    if !fields::<T>(set, fragments, &mut selected) {
        return resolve_container(ctx, object).await;
    }
    let mut taken: IndexMap<Name, Value> = IndexMap::with_capacity(selected.len());
    let mut asked = Vec::new();
    for (at, field) in selected.into_iter().enumerate() {
        json.cut(0);
        if write_field(object, &field.node, fragments, &mut json) {
            taken.insert(field.node.response_key().node.clone(), json.to_value());
        } else {
            asked.push((at, field));
            taken.insert(field.node.response_key().node.clone(), Value::Null);
        }
    }
    // There may be many of these objects, and they wait together.
    drop(json);
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

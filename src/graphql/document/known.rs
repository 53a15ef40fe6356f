//! Answers that are known before they are asked for again: those of operations that ask for nothing but the schema.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};

use async_graphql::parser::types::{OperationDefinition, OperationType};
use async_graphql::{Name, Response, Value};

use crate::graphql::json::Json;

/// Bytes of the longest answer that is kept.
pub const LONGEST_KNOWN: usize = 256 * 1024;
/// Bytes of all answers that are kept.
const KEPT_BYTES: usize = 8 * 1024 * 1024;

/// The bytes that are left for answers to be kept. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Room(Arc<AtomicUsize>);

/// The answer of an operation of which all is about the schema (GraphQL specification, section 4): load balancers ask for
/// `{ __typename }` again and again, and tools for all of the schema. It is the same for all who may know it, as long as
/// the process lives: no type and no field is there for some and not for others (`visible`). Who may is judged before.
#[derive(Debug)]
pub struct KnownAnswer {
    /// Its data as text. Nothing where it is not to be kept.
    text: OnceLock<Option<Value>>,
    room: Room,
}

impl Default for Room {
    fn default() -> Self {
        Self(Arc::new(AtomicUsize::new(KEPT_BYTES)))
    }
}

impl Room {
    /// Takes so many bytes, if there are.
    fn take(&self, bytes: usize) -> bool {
        self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(bytes)).is_ok()
    }

    fn give_back(&self, bytes: usize) {
        self.0.fetch_add(bytes, Ordering::Relaxed);
    }
}

impl KnownAnswer {
    /// A place for the answer of an operation with these root fields, if it depends on nothing.
    pub fn of(
        definition: &OperationDefinition,
        root_fields: &[Name],
        is_conditional: bool,
        room: &Room,
    ) -> Option<Self> {
        let is_of_schema = |name: &Name| name == "__typename" || is_introspection(name);
        let is_the_same = definition.ty == OperationType::Query
            && !is_conditional
            && definition.variable_definitions.is_empty()
            && root_fields.iter().all(is_of_schema);
        is_the_same.then(|| Self { text: OnceLock::new(), room: room.clone() })
    }

    /// The data of the answer, once it was given.
    pub fn get(&self) -> Option<Value> {
        self.text.get()?.clone()
    }

    /// Keeps what was answered, unless something was wrong with it, it is long, or too much is kept already.
    pub fn keep(&self, response: &Response) {
        if self.text.get().is_some() || !response.errors.is_empty() {
            return;
        }
        let mut json = Json::default();
        json.value(&response.data);
        let bytes = json.len();
        let is_kept = bytes <= LONGEST_KNOWN && self.room.take(bytes);
        let text = is_kept.then(|| Value::Binary(json.into_bytes().into()));
        // Another request may have been first, with the same.
        if self.text.set(text).is_err() && is_kept {
            self.room.give_back(bytes);
        }
    }
}

impl Drop for KnownAnswer {
    fn drop(&mut self) {
        if let Some(Some(Value::Binary(text))) = self.text.get() {
            self.room.give_back(text.len());
        }
    }
}

/// Whether a field of the root asks for the schema itself (GraphQL specification, section 4.1).
pub fn is_introspection(name: &Name) -> bool {
    matches!(name.as_str(), "__schema" | "__type")
}

#[cfg(test)]
mod tests {
    use async_graphql::ServerError;
    use async_graphql::parser::parse_query;
    use async_graphql::parser::types::DocumentOperations;

    use super::*;

    fn known(text: &str, root_fields: &[&str], is_conditional: bool, room: &Room) -> Option<KnownAnswer> {
        let document = parse_query(text).unwrap();
        let DocumentOperations::Single(definition) = &document.operations else { panic!("one operation") };
        let root_fields: Vec<Name> = root_fields.iter().map(Name::new).collect();
        KnownAnswer::of(&definition.node, &root_fields, is_conditional, room)
    }

    #[test]
    fn only_what_depends_on_nothing_is_known() {
        let is_known = |text, root_fields: &[&str], is_conditional| {
            known(text, root_fields, is_conditional, &Room::default()).is_some()
        };
        assert!(is_known("{ __typename }", &["__typename"], false));
        assert!(is_known("{ a: __typename __schema { __typename } }", &["__typename", "__schema"], false));
        assert!(!is_known("{ __typename a }", &["__typename", "a"], false));
        assert!(!is_known("{ __typename @skip(if: true) }", &["__typename"], true));
        assert!(!is_known("query ($a: String!) { __type(name: $a) { name } }", &["__type"], false));
        assert!(!is_known("mutation { __typename }", &["__typename"], false));
    }

    #[test]
    fn what_was_right_is_kept_as_it_was_first() {
        let known = known("{ __typename }", &["__typename"], false, &Room::default()).unwrap();
        known.keep(&Response::from_errors(vec![ServerError::new("x", None)]));
        assert!(known.get().is_none());
        known.keep(&Response::new(Value::from("x")));
        known.keep(&Response::new(Value::from("y")));
        assert_eq!(known.get(), Some(Value::Binary("\"x\"".into())));
    }

    #[test]
    fn what_is_long_is_not_kept_nor_what_finds_no_room_until_others_have_gone() {
        let room = Room::default();
        let kept = |bytes: usize| {
            let known = known("{ __typename }", &["__typename"], false, &room).unwrap();
            known.keep(&Response::new(Value::from("x".repeat(bytes - 2))));
            known.get().is_some().then_some(known)
        };
        assert!(kept(LONGEST_KNOWN + 1).is_none());
        let all: Vec<_> = (0..KEPT_BYTES / LONGEST_KNOWN).map(|_| kept(LONGEST_KNOWN).unwrap()).collect();
        assert!(kept(2).is_none());
        drop(all);
        assert_eq!(room.0.load(Ordering::Relaxed), KEPT_BYTES);
        assert!(kept(2).is_some());
    }
}

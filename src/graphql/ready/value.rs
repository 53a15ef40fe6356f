//! What a field that is ready can hold.

use async_graphql::parser::types::Field;
use async_graphql::resolver_utils::EnumType;
use chrono::{DateTime, Utc};

use super::{Fragments, Json, Quick, QuickList, Ready, whole, whole_list};

/// What a field that is ready holds.
pub trait ReadyValue {
    /// Writes it as the library would give it, by what is selected of it; `false` when something in it is not ready,
    /// whatever was written.
    fn write(&self, field: &Field, fragments: &Fragments, json: &mut Json) -> bool;
}

impl ReadyValue for String {
    fn write(&self, _: &Field, _: &Fragments, json: &mut Json) -> bool {
        json.text(self);
        true
    }
}

impl ReadyValue for i32 {
    fn write(&self, _: &Field, _: &Fragments, json: &mut Json) -> bool {
        json.int(*self);
        true
    }
}

impl ReadyValue for bool {
    fn write(&self, _: &Field, _: &Fragments, json: &mut Json) -> bool {
        json.boolean(*self);
        true
    }
}

impl ReadyValue for DateTime<Utc> {
    fn write(&self, _: &Field, _: &Fragments, json: &mut Json) -> bool {
        json.time(self);
        true
    }
}

impl<T: ReadyValue> ReadyValue for Option<T> {
    fn write(&self, field: &Field, fragments: &Fragments, json: &mut Json) -> bool {
        match self {
            Some(value) => value.write(field, fragments, json),
            None => {
                json.null();
                true
            }
        }
    }
}

impl<T: ReadyValue> ReadyValue for Box<T> {
    fn write(&self, field: &Field, fragments: &Fragments, json: &mut Json) -> bool {
        T::write(self, field, fragments, json)
    }
}

impl<T: Ready> ReadyValue for Quick<T> {
    fn write(&self, field: &Field, fragments: &Fragments, json: &mut Json) -> bool {
        whole(&self.0, &field.selection_set.node, fragments, json)
    }
}

impl<T: Ready> ReadyValue for QuickList<T> {
    fn write(&self, field: &Field, fragments: &Fragments, json: &mut Json) -> bool {
        whole_list(&self.0, &field.selection_set.node, fragments, json)
    }
}

impl<T: Ready> ReadyValue for Vec<T> {
    fn write(&self, field: &Field, fragments: &Fragments, json: &mut Json) -> bool {
        whole_list(self, &field.selection_set.node, fragments, json)
    }
}

/// What a value of an enum is called in the schema.
pub fn name_of<T: EnumType>(value: T) -> &'static str {
    T::items().iter().find(|item| item.value == value).map_or("", |item| item.name)
}

/// Values of an enum of the schema are ready.
macro_rules! ready_enum {
    ($($type:ty),* $(,)?) => {
        $(impl $crate::graphql::ready::ReadyValue for $type {
            fn write(
                &self,
                _: &async_graphql::parser::types::Field,
                _: &$crate::graphql::ready::Fragments,
                json: &mut $crate::graphql::ready::Json,
            ) -> bool {
                json.plain($crate::graphql::ready::name_of(*self));
                true
            }
        })*
    };
}

pub(in crate::graphql) use ready_enum;

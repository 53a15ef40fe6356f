//! The scalars: ids, times, web addresses, HTML.

use std::borrow::Cow;

use async_graphql::parser::types::Field;
use async_graphql::registry::Registry;
use async_graphql::{
    ContextSelectionSet, ID, InputType, InputValueError, InputValueResult, OutputType, Positioned, Scalar,
    ScalarType, ServerResult, Value,
};
use chrono::{DateTime, Utc};
use type_safe_id::StaticType;
use uuid::Uuid;

use super::error::code;
use super::ready::{Fragments, Json, ReadyValue};
use crate::clock::is_comparable;
use crate::id::{Id, Kind};

/// The id of an object, written as text only when it is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NodeId {
    pub kind: Kind,
    pub uuid: Uuid,
}

impl NodeId {
    pub fn new(kind: Kind, uuid: Uuid) -> Self {
        Self { kind, uuid }
    }
}

impl OutputType for NodeId {
    fn type_name() -> Cow<'static, str> {
        <ID as OutputType>::type_name()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        <ID as OutputType>::create_type_info(registry)
    }

    async fn resolve(&self, _: &ContextSelectionSet<'_>, _: &Positioned<Field>) -> ServerResult<Value> {
        Ok(Value::String(self.kind.format(self.uuid)))
    }
}

impl ReadyValue for NodeId {
    fn write(&self, _: &Field, _: &Fragments, json: &mut Json) -> bool {
        json.display(self.kind.of(self.uuid));
        true
    }
}

impl ReadyValue for Url {
    fn write(&self, _: &Field, _: &Fragments, json: &mut Json) -> bool {
        json.text(&self.0);
        true
    }
}

impl ReadyValue for Html {
    fn write(&self, _: &Field, _: &Fragments, json: &mut Json) -> bool {
        json.text(&self.0);
        true
    }
}

impl<K: StaticType + 'static> InputType for Id<K> {
    type RawValueType = Self;

    fn type_name() -> Cow<'static, str> {
        <ID as InputType>::type_name()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        <ID as InputType>::create_type_info(registry)
    }

    fn parse(value: Option<Value>) -> InputValueResult<Self> {
        match value.unwrap_or_default() {
            Value::String(text) => Self::parse(&text)
                .map_err(|error| InputValueError::custom(error).with_extension("code", code::BAD_USER_INPUT)),
            other => Err(InputValueError::expected_type(other).with_extension("code", code::BAD_USER_INPUT)),
        }
    }

    fn to_value(&self) -> Value {
        Value::String(self.to_string())
    }

    fn as_raw_value(&self) -> Option<&Self> {
        Some(self)
    }
}

/// A time that somebody gives; one that is given back is a `DateTime<Utc>` as it is.
#[derive(Clone, Copy, Debug)]
pub struct Instant(pub DateTime<Utc>);

impl InputType for Instant {
    type RawValueType = Self;

    fn type_name() -> Cow<'static, str> {
        <DateTime<Utc> as InputType>::type_name()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        <DateTime<Utc> as InputType>::create_type_info(registry)
    }

    fn parse(value: Option<Value>) -> InputValueResult<Self> {
        let refused = |error: InputValueError<Self>| error.with_extension("code", code::BAD_USER_INPUT);
        let time = <DateTime<Utc> as InputType>::parse(value).map_err(|error| refused(error.propagate()))?;
        // As the databases keep it: to the microsecond, and without the leap second that chrono knows.
        let kept = DateTime::from_timestamp_micros(time.timestamp_micros());
        if let Some(time) = kept.filter(is_comparable) {
            return Ok(Self(time));
        }
        Err(refused(InputValueError::custom("The year must be from 0 to 9999.")))
    }

    fn to_value(&self) -> Value {
        InputType::to_value(&self.0)
    }

    fn as_raw_value(&self) -> Option<&Self> {
        Some(self)
    }
}

/// An address on the web, beginning with http:// or https://.
#[derive(Clone, Debug)]
pub struct Url(pub String);

/// An address on the web, beginning with http:// or https://.
#[Scalar(name = "URL")]
impl ScalarType for Url {
    fn parse(value: Value) -> InputValueResult<Self> {
        // Whether it is an address is told in `userErrors`, beside the field, by the domain.
        match value {
            Value::String(text) => Ok(Self(text)),
            other => Err(InputValueError::expected_type(other)),
        }
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.clone())
    }
}

/// Sanitised HTML, safe to put into a page as it is.
#[derive(Clone, Debug)]
pub struct Html(pub String);

/// Sanitised HTML, safe to put into a page as it is.
#[Scalar(name = "HTML")]
impl ScalarType for Html {
    fn parse(value: Value) -> InputValueResult<Self> {
        match value {
            Value::String(text) => Ok(Self(text)),
            other => Err(InputValueError::expected_type(other)),
        }
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.clone())
    }
}

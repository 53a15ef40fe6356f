//! Variables held against their types before anything runs (GraphQL specification, section 6.1.2): the library looks
//! at one when a field reads it, and by then the mutation before that field has happened.

#[cfg(test)]
mod tests;
mod usage;

use std::collections::HashMap;

use async_graphql::parser::parse_schema;
use async_graphql::parser::types::{
    BaseType, InterfaceType, ObjectType, OperationDefinition, Type, TypeKind, TypeSystemDefinition,
    VariableDefinition,
};
use async_graphql::{InputType, ServerError, Variables};
use async_graphql_value::ConstValue;
use chrono::{DateTime, Utc};

use super::error::{code, refusal};

pub use usage::{Needed, check_needed};

/// What may be given and where, from our own schema.
#[derive(Clone, Debug, Default)]
pub struct Inputs {
    /// The types that a variable may be of.
    types: HashMap<String, Input>,
    /// The fields of objects, by the object's name.
    places: HashMap<String, HashMap<String, usage::Place>>,
}

#[derive(Clone, Debug)]
enum Input {
    /// A scalar of the specification's (section 3.5).
    BuiltIn(BuiltIn),
    /// A scalar of our own that is a text; what else it must be is told beside the field, by the domain.
    Text,
    /// A time.
    Time,
    Enum(Vec<String>),
    Object(HashMap<String, InputField>),
}

#[derive(Clone, Copy, Debug)]
enum BuiltIn {
    Int,
    Float,
    String,
    Boolean,
    Id,
}

#[derive(Clone, Debug)]
struct InputField {
    ty: Type,
    has_default: bool,
}

/// What is wrong with a value, and where in it.
struct Wrong {
    path: String,
    why: String,
}

impl Inputs {
    /// Reads the schema's own text.
    ///
    /// # Errors
    /// When the text is no schema.
    pub fn new(sdl: &str) -> Result<Self, String> {
        let built_in = [
            ("Int", BuiltIn::Int),
            ("Float", BuiltIn::Float),
            ("String", BuiltIn::String),
            ("Boolean", BuiltIn::Boolean),
            ("ID", BuiltIn::Id),
        ];
        let mut inputs: HashMap<String, Input> =
            built_in.into_iter().map(|(name, kind)| (name.to_owned(), Input::BuiltIn(kind))).collect();
        let mut places: HashMap<String, HashMap<String, usage::Place>> = HashMap::new();
        for definition in parse_schema(sdl).map_err(|error| error.to_string())?.definitions {
            let TypeSystemDefinition::Type(definition) = definition else { continue };
            let name = definition.node.name.node.to_string();
            if let TypeKind::Object(ObjectType { fields, .. })
            | TypeKind::Interface(InterfaceType { fields, .. }) = &definition.node.kind
            {
                let fields = fields
                    .iter()
                    .map(|field| (field.node.name.node.to_string(), usage::Place::of(&field.node)));
                places.insert(name.clone(), fields.collect());
            }
            let input = match definition.node.kind {
                TypeKind::Scalar if name == "DateTime" => Input::Time,
                TypeKind::Scalar => Input::Text,
                TypeKind::Enum(values) => {
                    Input::Enum(values.values.iter().map(|value| value.node.value.node.to_string()).collect())
                }
                TypeKind::InputObject(object) => Input::Object(
                    object
                        .fields
                        .into_iter()
                        .map(|field| {
                            let has_default = field.node.default_value.is_some();
                            let ty = field.node.ty.node;
                            (field.node.name.node.to_string(), InputField { ty, has_default })
                        })
                        .collect(),
                ),
                _ => continue,
            };
            inputs.insert(name, input);
        }
        Ok(Self { types: inputs, places })
    }

    fn place(&self, type_name: &str, field: &str) -> Option<&usage::Place> {
        self.places.get(type_name)?.get(field)
    }

    /// Refuses an operation with a variable of a type that there is not (section 5.8.2). The library panics on one of
    /// a list of such.
    pub fn check_types(&self, operation: &OperationDefinition) -> Result<(), ServerError> {
        for variable in &operation.variable_definitions {
            let ty = &variable.node.var_type;
            let name = innermost(&ty.node);
            if !self.types.contains_key(name) {
                let shown: String = name.chars().take(80).collect();
                let message =
                    format!("The variable ${} can't be of type {shown:?}.", variable.node.name.node);
                return Err(refusal(code::GRAPHQL_VALIDATION_FAILED, message, Some(ty.pos)));
            }
        }
        Ok(())
    }

    /// Refuses values that are not of their variables' types, and missing ones that must be there.
    pub fn check_values(
        &self,
        operation: &OperationDefinition,
        variables: &Variables,
    ) -> Result<(), ServerError> {
        for variable in &operation.variable_definitions {
            self.check_variable(&variable.node, variables).map_err(|Wrong { path, why }| {
                let name = &variable.node.name.node;
                let message = format!("The variable ${name}{path} {why}.");
                let message: String = message.chars().take(300).collect();
                refusal(code::BAD_USER_INPUT, message, Some(variable.pos))
            })?;
        }
        Ok(())
    }

    fn check_variable(&self, variable: &VariableDefinition, variables: &Variables) -> Result<(), Wrong> {
        let ty = &variable.var_type.node;
        match variables.get(&variable.name.node) {
            Some(value) => self.check(value, ty, ""),
            None if variable.default_value.is_some() || ty.nullable => Ok(()),
            None => Err(Wrong { path: String::new(), why: format!("is missing; it must be a {ty}") }),
        }
    }

    fn check(&self, value: &ConstValue, ty: &Type, path: &str) -> Result<(), Wrong> {
        let wrong = |why: String| Err(Wrong { path: path.to_owned(), why });
        if *value == ConstValue::Null {
            return if ty.nullable { Ok(()) } else { wrong(format!("is null; it must be a {ty}")) };
        }
        match &ty.base {
            // A single value stands for a list of it (section 3.11).
            BaseType::List(item) => match value {
                ConstValue::List(values) => values
                    .iter()
                    .enumerate()
                    .try_for_each(|(index, value)| self.check(value, item, &format!("{path}[{index}]"))),
                value => self.check(value, item, path),
            },
            BaseType::Named(name) => match self.types.get(name.as_str()) {
                Some(Input::BuiltIn(kind)) if !kind.takes(value) => {
                    wrong(format!("must be a {name}{}", kind.range()))
                }
                Some(Input::Text) if !matches!(value, ConstValue::String(_)) => {
                    wrong(format!("must be a {name}, a text"))
                }
                Some(Input::Time) if !is_time(value) => {
                    wrong(format!("must be a {name} as of RFC 3339, for example \"2026-01-02T03:04:05Z\""))
                }
                Some(Input::Enum(values)) if !is_one_of(value, values) => {
                    wrong(format!("must be one of {}", values.join(", ")))
                }
                Some(Input::Object(fields)) => match value {
                    ConstValue::Object(given) => self.check_object(given, fields, name, path),
                    _ => wrong(format!("must be an object, a {name}")),
                },
                _ => Ok(()),
            },
        }
    }

    fn check_object(
        &self,
        given: &async_graphql_value::indexmap::IndexMap<async_graphql::Name, ConstValue>,
        fields: &HashMap<String, InputField>,
        name: &str,
        path: &str,
    ) -> Result<(), Wrong> {
        if let Some(unknown) = given.keys().find(|key| !fields.contains_key(key.as_str())) {
            let shown: String = unknown.chars().take(80).collect();
            return Err(Wrong {
                path: path.to_owned(),
                why: format!("holds {shown:?}, which is no field of {name}"),
            });
        }
        for (key, field) in fields {
            let path = format!("{path}.{key}");
            match given.get(key.as_str()) {
                Some(value) => self.check(value, &field.ty, &path)?,
                None if field.has_default || field.ty.nullable => {}
                None => {
                    let why = format!("is missing; it must be a {}", field.ty);
                    return Err(Wrong { path, why });
                }
            }
        }
        Ok(())
    }
}

impl BuiltIn {
    fn takes(self, value: &ConstValue) -> bool {
        match (self, value) {
            (Self::Int, ConstValue::Number(number)) => {
                number.as_i64().is_some_and(|number| i32::try_from(number).is_ok())
            }
            (Self::Float | Self::Id, ConstValue::Number(number)) => {
                matches!(self, Self::Float) || number.is_i64() || number.is_u64()
            }
            (Self::String | Self::Id, ConstValue::String(_)) | (Self::Boolean, ConstValue::Boolean(_)) => {
                true
            }
            _ => false,
        }
    }

    fn range(self) -> &'static str {
        match self {
            Self::Int => " from -2147483648 to 2147483647",
            _ => "",
        }
    }
}

fn is_time(value: &ConstValue) -> bool {
    <DateTime<Utc> as InputType>::parse(Some(value.clone())).is_ok()
}

fn is_one_of(value: &ConstValue, values: &[String]) -> bool {
    match value {
        ConstValue::String(text) => values.iter().any(|value| value == text),
        ConstValue::Enum(name) => values.iter().any(|value| value == name.as_str()),
        _ => false,
    }
}

fn innermost(ty: &Type) -> &str {
    match &ty.base {
        BaseType::Named(name) => name,
        BaseType::List(item) => innermost(item),
    }
}

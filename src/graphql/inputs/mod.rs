//! Variables held against their types before anything runs (GraphQL specification, section 6.1.2): the library looks
//! at one when a field reads it, and by then the mutation before that field has happened.

#[cfg(test)]
mod tests;

use std::collections::HashMap;

use async_graphql::parser::parse_schema;
use async_graphql::parser::types::{
    BaseType, OperationDefinition, Type, TypeKind, TypeSystemDefinition, VariableDefinition,
};
use async_graphql::{ServerError, Variables};
use async_graphql_value::ConstValue;

use super::error::{code, refusal};

/// The types that a variable may be of, from our own schema.
#[derive(Clone, Debug, Default)]
pub struct Inputs(HashMap<String, Input>);

#[derive(Clone, Debug)]
enum Input {
    /// A scalar of the specification's (section 3.5).
    BuiltIn(BuiltIn),
    /// A scalar of our own: what it may be is known to the field that reads it.
    Scalar,
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
        for definition in parse_schema(sdl).map_err(|error| error.to_string())?.definitions {
            let TypeSystemDefinition::Type(definition) = definition else { continue };
            let input = match definition.node.kind {
                TypeKind::Scalar => Input::Scalar,
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
            inputs.insert(definition.node.name.node.to_string(), input);
        }
        Ok(Self(inputs))
    }

    /// Refuses an operation with a variable of a type that there is not (section 5.8.2). The library panics on one of
    /// a list of such.
    pub fn check_types(&self, operation: &OperationDefinition) -> Result<(), ServerError> {
        for variable in &operation.variable_definitions {
            let ty = &variable.node.var_type;
            let name = innermost(&ty.node);
            if !self.0.contains_key(name) {
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
            BaseType::Named(name) => match self.0.get(name.as_str()) {
                Some(Input::BuiltIn(kind)) if !kind.takes(value) => {
                    wrong(format!("must be a {name}{}", kind.range()))
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

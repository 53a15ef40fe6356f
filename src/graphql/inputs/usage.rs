//! Where variables are used (GraphQL specification, section 5.8.5). The library looks at it together with the values: a
//! document that was run with other values would be let through.

use std::collections::{HashMap, HashSet};

use async_graphql::parser::types::{
    BaseType, Directive, ExecutableDocument, FieldDefinition, OperationDefinition, OperationType, Selection,
    SelectionSet, Type, VariableDefinition,
};
use async_graphql::{Name, Positioned, ServerError, Variables};
use async_graphql_value::{ConstValue, Value};

use super::{Input, InputField, Inputs, innermost};
use crate::graphql::error::{code, refusal};

/// A field of an object: what it takes and where it leads.
#[derive(Clone, Debug)]
pub(super) struct Place {
    arguments: HashMap<String, InputField>,
    target: String,
}

impl Place {
    pub(super) fn of(field: &FieldDefinition) -> Self {
        let arguments = field.arguments.iter().map(|argument| {
            let argument = &argument.node;
            let has_default = argument.default_value.is_some();
            (argument.name.node.to_string(), InputField { ty: argument.ty.node.clone(), has_default })
        });
        Self { arguments: arguments.collect(), target: innermost(&field.ty.node).to_owned() }
    }
}

/// A variable that may be null where null may not stand.
#[derive(Clone, Debug)]
pub struct Needed {
    variable: Name,
    ty: String,
}

impl Inputs {
    /// Refuses an operation that uses a variable where its type does not fit; which ones need a value when it runs.
    ///
    /// # Errors
    /// A variable of another type than its place.
    pub fn check_usages(
        &self,
        document: &ExecutableDocument,
        operation: &OperationDefinition,
    ) -> Result<Vec<Needed>, ServerError> {
        let mut walk = Walk { inputs: self, document, seen: HashSet::new(), usages: Vec::new() };
        let root = match operation.ty {
            OperationType::Query => "Query",
            OperationType::Mutation => "Mutation",
            OperationType::Subscription => "Subscription",
        };
        walk.directives(&operation.directives);
        walk.selection_set(root, &operation.selection_set.node);
        let mut needed = Vec::new();
        for Usage { variable, ty, has_default } in walk.usages {
            let definition = operation
                .variable_definitions
                .iter()
                .find(|definition| definition.node.name.node == variable);
            // One that is not defined is found by the library's validation.
            let Some(definition) = definition else { continue };
            let of = &definition.node.var_type.node;
            if !is_allowed(&definition.node, &ty, has_default) {
                let message =
                    format!("The variable ${variable} is a {of}; it is used where a {ty} is needed.");
                let message: String = message.chars().take(300).collect();
                return Err(refusal(code::GRAPHQL_VALIDATION_FAILED, message, Some(definition.pos)));
            }
            if of.nullable && !ty.nullable {
                needed.push(Needed { variable, ty: ty.to_string() });
            }
        }
        Ok(needed)
    }
}

/// Refuses null where it may not stand: by its type the variable may be null, its place may not.
///
/// # Errors
/// A variable is null that must not be.
pub fn check_needed(needed: &[Needed], variables: &Variables) -> Result<(), ServerError> {
    for Needed { variable, ty } in needed {
        if variables.get(variable) == Some(&ConstValue::Null) {
            let message = format!("The variable ${variable} is null; it is used where a {ty} is needed.");
            return Err(refusal(code::BAD_USER_INPUT, message, None));
        }
    }
    Ok(())
}

/// `IsVariableUsageAllowed` of the specification.
fn is_allowed(variable: &VariableDefinition, place: &Type, has_default: bool) -> bool {
    let of = &variable.var_type.node;
    if place.nullable || !of.nullable {
        return is_compatible(of, place);
    }
    let has_value = matches!(variable.default_value(), Some(value) if *value != ConstValue::Null);
    (has_value || has_default) && is_compatible(of, &Type { base: place.base.clone(), nullable: true })
}

fn is_compatible(of: &Type, place: &Type) -> bool {
    if of.nullable && !place.nullable {
        return false;
    }
    match (&of.base, &place.base) {
        (BaseType::List(of), BaseType::List(place)) => is_compatible(of, place),
        (BaseType::Named(of), BaseType::Named(place)) => of == place,
        _ => false,
    }
}

/// A variable and the type of the place where it stands.
struct Usage {
    variable: Name,
    ty: Type,
    has_default: bool,
}

struct Walk<'a> {
    inputs: &'a Inputs,
    document: &'a ExecutableDocument,
    /// Fragments that were looked at: what is in them is the same wherever they are spread.
    seen: HashSet<&'a str>,
    usages: Vec<Usage>,
}

impl<'a> Walk<'a> {
    fn selection_set(&mut self, type_name: &str, set: &'a SelectionSet) {
        for selection in &set.items {
            match &selection.node {
                Selection::Field(field) => {
                    let field = &field.node;
                    self.directives(&field.directives);
                    let place = self.inputs.place(type_name, &field.name.node);
                    for (name, value) in &field.arguments {
                        // What is not known is found by the library's validation.
                        if let Some(argument) =
                            place.and_then(|place| place.arguments.get(name.node.as_str()))
                        {
                            self.value(&value.node, &argument.ty, argument.has_default);
                        }
                    }
                    let target = place.map_or("", |place| &place.target);
                    self.selection_set(target, &field.selection_set.node);
                }
                Selection::InlineFragment(fragment) => {
                    let fragment = &fragment.node;
                    self.directives(&fragment.directives);
                    let on = fragment.type_condition.as_ref().map(|on| on.node.on.node.as_str());
                    self.selection_set(on.unwrap_or(type_name), &fragment.selection_set.node);
                }
                Selection::FragmentSpread(spread) => {
                    self.directives(&spread.node.directives);
                    let name = spread.node.fragment_name.node.as_str();
                    if let Some(fragment) = self.document.fragments.get(name)
                        && self.seen.insert(name)
                    {
                        let on = &fragment.node.type_condition.node.on.node;
                        self.selection_set(on, &fragment.node.selection_set.node);
                    }
                }
            }
        }
    }

    /// Those that decide whether something is done; there are no others with arguments.
    fn directives(&mut self, directives: &'a [Positioned<Directive>]) {
        let condition = Type { base: BaseType::Named(Name::new("Boolean")), nullable: false };
        for directive in directives {
            if let Some(value) = directive.node.get_argument("if") {
                self.value(&value.node, &condition, false);
            }
        }
    }

    fn value(&mut self, value: &Value, ty: &Type, has_default: bool) {
        match (value, &ty.base) {
            (Value::Variable(name), _) => {
                self.usages.push(Usage { variable: name.clone(), ty: ty.clone(), has_default });
            }
            (Value::List(items), BaseType::List(item)) => {
                items.iter().for_each(|value| self.value(value, item, false));
            }
            // A single value stands for a list of it (section 3.11).
            (value, BaseType::List(item)) => self.value(value, item, false),
            (Value::Object(fields), BaseType::Named(name)) => {
                let inputs = self.inputs;
                let Some(Input::Object(known)) = inputs.types.get(name.as_str()) else { return };
                for (key, value) in fields {
                    if let Some(field) = known.get(key.as_str()) {
                        self.value(value, &field.ty, field.has_default);
                    }
                }
            }
            _ => {}
        }
    }
}

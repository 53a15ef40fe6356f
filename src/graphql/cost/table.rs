//! What each field leads to and how often, from our own schema.

use std::collections::HashMap;

use async_graphql::parser::parse_schema;
use async_graphql::parser::types::{BaseType, FieldDefinition, Type, TypeKind, TypeSystemDefinition};

/// How many there are at the most in lists that are no pages.
const BOUNDS: [(&str, &str, usize); 6] = [
    ("Post", "related", 10),
    ("Post", "coAuthors", 10),
    ("Post", "tags", 5),
    ("Post", "reactions", 5),
    ("Comment", "reactions", 5),
    ("Reactable", "reactions", 5),
];

/// What a field costs by itself that reads more than it gives: a thread all of a discussion, however small the page.
const OWN: [(&str, &str, usize); 1] = [("Post", "thread", 100)];

/// How often what stands under a field may occur.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Times {
    Once,
    /// A list without pages, of a bound that the domain keeps.
    Bounded(usize),
    /// A list as long as this argument's.
    LikeArgument(&'static str),
    /// A connection: its `edges` and `nodes` as often as the page is large.
    Page,
}

/// Where a field leads.
#[derive(Clone, Debug)]
pub(in crate::graphql) struct Entry {
    /// The type's name without its wrappers.
    pub target: String,
    pub ty: Type,
    pub(super) times: Times,
    /// Points that it costs by itself.
    pub(super) own: usize,
}

/// The fields of all types that have some.
#[derive(Clone, Debug, Default)]
pub struct Table(HashMap<String, HashMap<String, Entry>>);

impl Table {
    /// Reads the schema's own text.
    ///
    /// # Errors
    /// When the text is no schema, or has a plain list whose bound nobody named.
    pub fn new(sdl: &str) -> Result<Self, String> {
        let document = parse_schema(sdl).map_err(|error| error.to_string())?;
        let mut types = HashMap::new();
        for definition in document.definitions {
            let TypeSystemDefinition::Type(definition) = definition else { continue };
            let name = definition.node.name.node.to_string();
            let fields = match definition.node.kind {
                TypeKind::Object(object) => object.fields,
                TypeKind::Interface(interface) => interface.fields,
                _ => continue,
            };
            let entries: Result<HashMap<_, _>, String> =
                fields.iter().map(|field| entry(&name, &field.node)).collect();
            types.insert(name, entries?);
        }
        // A list says of its elements whether they are objects; those of scalars weigh nothing.
        let objects: Vec<String> = types.keys().cloned().collect();
        for (name, fields) in &types {
            for (field, entry) in fields {
                if entry.times == Times::Bounded(0) && objects.contains(&entry.target) && !is_page_part(field)
                {
                    return Err(format!("{name}.{field} is a plain list; name its bound in the cost table"));
                }
            }
        }
        Ok(Self(types))
    }

    pub(in crate::graphql) fn entry(&self, type_name: &str, field: &str) -> Option<&Entry> {
        self.0.get(type_name)?.get(field)
    }
}

/// What is part of a page costs nothing of its own and is multiplied by the page.
pub(super) fn is_page_part(field: &str) -> bool {
    matches!(field, "edges" | "nodes")
}

fn entry(type_name: &str, field: &FieldDefinition) -> Result<(String, Entry), String> {
    let name = field.name.node.to_string();
    let (target, is_list) = unwrap(&field.ty.node);
    let times = if target.ends_with("Connection") {
        Times::Page
    } else if !is_list || name == "userErrors" {
        // Errors are a handful: as many as an input has fields.
        Times::Once
    } else if type_name == "Query" && name == "nodes" {
        Times::LikeArgument("ids")
    } else {
        let bound = BOUNDS.iter().find(|(of, field, _)| *of == type_name && *field == name);
        Times::Bounded(bound.map_or(0, |(_, _, bound)| *bound))
    };
    let own = OWN.iter().find(|(of, field, _)| *of == type_name && *field == name);
    let own = own.map_or(1, |(_, _, own)| *own);
    Ok((name, Entry { target, ty: field.ty.node.clone(), times, own }))
}

fn unwrap(ty: &Type) -> (String, bool) {
    match &ty.base {
        BaseType::Named(name) => (name.to_string(), false),
        BaseType::List(inner) => (unwrap(inner).0, true),
    }
}

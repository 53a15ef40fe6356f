//! Walking the one operation that runs.

use std::cell::Cell;
use std::collections::HashMap;

use async_graphql::parser::types::{
    Directive, ExecutableDocument, Field, OperationDefinition, OperationType, Selection, SelectionSet,
};
use async_graphql::{Name, Positioned, Variables};
use async_graphql_value::{ConstValue, Value};

use super::limits::{Limits, TooMuch};
use super::table::{Table, Times, is_page_part};
use crate::page::{DEFAULT_SIZE, MAX_SIZE};

/// One operation of a document, with what it is given.
pub struct Operation<'a> {
    pub document: &'a ExecutableDocument,
    pub definition: &'a OperationDefinition,
    pub variables: &'a Variables,
}

/// The size of a selection: fields deep, and points.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Size {
    depth: usize,
    points: usize,
}

impl Size {
    /// Judges it by the limits; `signed_in` people may ask for more. Its points.
    ///
    /// # Errors
    /// It is more than they may.
    pub fn judge(self, limits: &Limits, signed_in: bool) -> Result<usize, TooMuch> {
        if self.depth > limits.depth {
            return Err(TooMuch::Depth { limit: limits.depth, actual: self.depth });
        }
        let limit = if signed_in { limits.complexity_signed_in } else { limits.complexity_anonymous };
        if self.points > limit {
            return Err(TooMuch::Complexity { limit, actual: self.points });
        }
        Ok(self.points)
    }

    fn beside(self, other: Self) -> Self {
        Self { depth: self.depth.max(other.depth), points: self.points.saturating_add(other.points) }
    }
}

struct Walk<'a> {
    operation: &'a Operation<'a>,
    table: &'a Table,
    /// Each fragment is measured once; `None` while it is being measured, so that one that spreads itself ends.
    fragments: HashMap<&'a str, Option<Size>>,
    /// Whether a variable was looked at.
    is_variable: Cell<bool>,
}

impl Operation<'_> {
    /// The size of what the operation asks for, and whether it would be another with other variables.
    pub fn measure(&self, table: &Table) -> (Size, bool) {
        let root = match self.definition.ty {
            OperationType::Query => "Query",
            OperationType::Mutation => "Mutation",
            OperationType::Subscription => "Subscription",
        };
        let mut walk =
            Walk { operation: self, table, fragments: HashMap::new(), is_variable: Cell::new(false) };
        let size = walk.selection_set(root, &self.definition.selection_set.node, 1);
        (size, walk.is_variable.get())
    }
}

impl<'a> Walk<'a> {
    /// `page` is how often the parts of a page stand in it.
    fn selection_set(&mut self, type_name: &str, set: &'a SelectionSet, page: usize) -> Size {
        let mut size = Size::default();
        for selection in &set.items {
            let part = match &selection.node {
                Selection::Field(field) if self.runs(&field.node.directives) => {
                    self.field(type_name, &field.node, page)
                }
                Selection::InlineFragment(fragment) if self.runs(&fragment.node.directives) => {
                    let fragment = &fragment.node;
                    let on =
                        fragment.type_condition.as_ref().map(|condition| condition.node.on.node.as_str());
                    self.selection_set(on.unwrap_or(type_name), &fragment.selection_set.node, page)
                }
                Selection::FragmentSpread(spread) if self.runs(&spread.node.directives) => {
                    self.fragment(spread.node.fragment_name.node.as_str(), page)
                }
                _ => Size::default(),
            };
            size = size.beside(part);
        }
        size
    }

    fn fragment(&mut self, name: &'a str, page: usize) -> Size {
        // A fragment on a connection weighs by the page that it stands in: it is measured anew there.
        let definition = self.operation.document.fragments.get(name);
        let Some(definition) = definition.map(|definition| &definition.node) else {
            return Size::default();
        };
        if page == 1
            && let Some(known) = self.fragments.get(name)
        {
            return known.unwrap_or_default();
        }
        if self.fragments.get(name) == Some(&None) {
            return Size::default();
        }
        let before = self.fragments.insert(name, None);
        let on = definition.type_condition.node.on.node.as_str();
        let size = self.selection_set(on, &definition.selection_set.node, page);
        let remembered = if page == 1 { Some(Some(size)) } else { before };
        match remembered {
            Some(size) => self.fragments.insert(name, size),
            None => self.fragments.remove(name),
        };
        size
    }

    fn field(&mut self, type_name: &str, field: &'a Field, page: usize) -> Size {
        let name = field.name.node.as_str();
        // Introspection is judged by its own rule, and an unknown field by validation.
        let Some(entry) = self.table.entry(type_name, name) else {
            return Size::default();
        };
        let is_free = is_page_part(name) && type_name.ends_with("Connection")
            || matches!(name, "node" if type_name.ends_with("Edge"))
            || matches!(name, "cursor" | "pageInfo" | "totalCount")
            || type_name == "PageInfo";
        let (times, inner_page) = match entry.times {
            Times::Page => (1, self.page_size(field)),
            Times::Bounded(0) if is_page_part(name) => (page, 1),
            Times::Bounded(bound) => (bound.max(1), 1),
            Times::LikeArgument(argument) => (self.length(field, argument), 1),
            Times::Once => (1, 1),
        };
        let (target, own) = (entry.target.clone(), if is_free { 0 } else { entry.own });
        let inner = self.selection_set(&target, &field.selection_set.node, inner_page);
        Size { depth: inner.depth + 1, points: inner.points.saturating_mul(times).saturating_add(own) }
    }

    fn page_size(&self, field: &Field) -> usize {
        let argument = |name| self.argument(field, name);
        let size = argument("first").or_else(|| argument("last"));
        let size = match size {
            Some(ConstValue::Number(number)) => number.as_i64().unwrap_or(i64::from(MAX_SIZE)),
            _ => i64::from(DEFAULT_SIZE),
        };
        // What is out of bounds is refused when it runs.
        usize::try_from(size.clamp(1, i64::from(MAX_SIZE))).unwrap_or(1)
    }

    fn length(&self, field: &Field, argument: &str) -> usize {
        match self.argument(field, argument) {
            Some(ConstValue::List(items)) => items.len().max(1),
            _ => 1,
        }
    }

    fn runs(&self, directives: &[Positioned<Directive>]) -> bool {
        directives.iter().all(|directive| {
            let directive = &directive.node;
            let condition = directive.get_argument("if").map(|value| self.value(&value.node));
            match directive.name.node.as_str() {
                "skip" => condition != Some(Some(ConstValue::Boolean(true))),
                "include" => condition != Some(Some(ConstValue::Boolean(false))),
                _ => true,
            }
        })
    }

    fn argument(&self, field: &Field, name: &str) -> Option<ConstValue> {
        let value = self.value(&field.get_argument(name)?.node)?;
        (value != ConstValue::Null).then_some(value)
    }

    fn value(&self, value: &Value) -> Option<ConstValue> {
        value.clone().into_const_with(|name| self.variable(&name).ok_or(())).ok()
    }

    fn variable(&self, name: &Name) -> Option<ConstValue> {
        self.is_variable.set(true);
        self.operation.variables.get(name).cloned().or_else(|| {
            let definitions = &self.operation.definition.variable_definitions;
            let definition = definitions.iter().find(|definition| definition.node.name.node == *name)?;
            definition.node.default_value().cloned()
        })
    }
}

#[cfg(test)]
mod tests {
    use async_graphql::parser::parse_query;
    use async_graphql::parser::types::DocumentOperations;
    use serde_json::json;

    use super::*;

    fn judge(text: &str, variables: serde_json::Value) -> Result<usize, TooMuch> {
        let document = parse_query(text).unwrap();
        let DocumentOperations::Single(definition) = &document.operations else { panic!("one operation") };
        let variables = Variables::from_json(variables);
        let operation =
            Operation { document: &document, definition: &definition.node, variables: &variables };
        let limits = Limits { depth: 15, complexity_anonymous: 5_000, ..Limits::default() };
        let (size, _) = operation.measure(&Table::new(&crate::graphql::sdl()).unwrap());
        size.judge(&limits, false)
    }

    fn points(text: &str) -> usize {
        judge(text, json!({})).unwrap()
    }

    #[test]
    fn a_page_multiplies_what_stands_in_it() {
        assert_eq!(
            points("{ posts(first: 3) { nodes { title slug } pageInfo { endCursor } totalCount } }"),
            1 + 3 * 2
        );
        assert_eq!(points("{ posts { edges { cursor node { title } } } }"), 1 + 20);
        assert_eq!(
            points("{ posts(last: 2) { nodes { comments(first: 5) { nodes { author { username } } } } } }"),
            1 + 2 * (1 + 5 * 2)
        );
        assert_eq!(points("{ posts(first: 2) { nodes { tags { name } } } }"), 1 + 2 * (1 + 5));
    }

    #[test]
    fn variables_defaults_and_fragments_count() {
        let text = "query ($n: Int = 7) { posts(first: $n) { ...P } } fragment P on PostConnection { nodes { title } }";
        assert_eq!(judge(text, json!({})), Ok(8));
        assert_eq!(judge(text, json!({ "n": 2 })), Ok(3));
        assert_eq!(judge(text, json!({ "n": 2_000_000 })), Ok(101));
        assert_eq!(points("{ node(id: \"x\") { ... on Post { title } } }"), 2);
        assert_eq!(points("{ nodes(ids: [\"a\", \"b\", \"c\"]) { id } }"), 1 + 3);
    }

    #[test]
    fn what_is_skipped_costs_nothing() {
        let text = "query ($no: Boolean!) { a: posts @include(if: $no) { nodes { title } } tag(slug: \"x\") { name @skip(if: true) } }";
        assert_eq!(judge(text, json!({ "no": false })), Ok(1));
        assert_eq!(judge(text, json!({ "no": true })), Ok(22));
    }

    #[test]
    fn a_fragment_that_spreads_itself_ends() {
        assert_eq!(points("{ ...A } fragment A on Query { ...A viewer { email } }"), 2);
    }

    #[test]
    fn too_much_is_refused_with_the_numbers() {
        let deep = "{ posts { nodes { author { posts { nodes { author { posts { nodes { author { posts { nodes { author { posts { nodes { author { username } } } } } } } } } } } } } } } }";
        assert!(matches!(judge(deep, json!({})), Err(TooMuch::Depth { limit: 15, actual: 16 })));
        let wide = "{ posts(first: 100) { nodes { comments(first: 100) { nodes { id } } } } }";
        assert_eq!(
            judge(wide, json!({})),
            Err(TooMuch::Complexity { limit: 5_000, actual: 1 + 100 * (1 + 100) })
        );
        let huge = "{ posts(first: 100) { nodes { comments(first: 100) { nodes { replies(first: 100) { nodes { replies(first: 100) { nodes { replies(first: 100) { nodes { id } } } } } } } } } } }";
        assert!(matches!(judge(huge, json!({})), Err(TooMuch::Complexity { .. })));
    }

    #[test]
    fn introspection_is_judged_by_its_own_rule() {
        assert_eq!(
            points(
                "{ __schema { types { fields { type { ofType { ofType { ofType { name } } } } } } } __typename }"
            ),
            0
        );
    }
}

//! One attempt a request: mutations that check or make credentials may not be stacked by aliases.

use std::collections::HashMap;

use async_graphql::parser::types::{
    ExecutableDocument, OperationDefinition, OperationType, Selection, SelectionSet,
};

/// Root fields of which a request holds one at the most, all of them together; some are still to come.
const CREDENTIAL_MUTATIONS: [&str; 5] =
    ["register", "login", "completeMfaLogin", "requestPasswordReset", "resetPassword"];

/// Why a request is not run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "The request holds {0} of the mutations register, login, completeMfaLogin, requestPasswordReset and resetPassword; \
     send one a request."
)]
pub struct TooMany(usize);

/// Counts them in the operation that runs, in its fragments too, whatever `@skip` says.
pub fn check(document: &ExecutableDocument, operation: &OperationDefinition) -> Result<(), TooMany> {
    if operation.ty != OperationType::Mutation {
        return Ok(());
    }
    match count(document, &operation.selection_set.node, &mut HashMap::new()) {
        0 | 1 => Ok(()),
        count => Err(TooMany(count)),
    }
}

/// `known` holds the fragments that were counted, so that each is looked at once however often it is spread; one that
/// spreads itself counts nothing in itself.
fn count<'a>(
    document: &'a ExecutableDocument,
    set: &'a SelectionSet,
    known: &mut HashMap<&'a str, usize>,
) -> usize {
    let mut sum = 0_usize;
    for selection in &set.items {
        let part = match &selection.node {
            Selection::Field(field) => {
                usize::from(CREDENTIAL_MUTATIONS.contains(&field.node.name.node.as_str()))
            }
            Selection::InlineFragment(fragment) => count(document, &fragment.node.selection_set.node, known),
            Selection::FragmentSpread(spread) => {
                let name = spread.node.fragment_name.node.as_str();
                match (known.get(name), document.fragments.get(name)) {
                    (Some(count), _) => *count,
                    (None, None) => 0,
                    (None, Some(fragment)) => {
                        known.insert(name, 0);
                        let count = count(document, &fragment.node.selection_set.node, known);
                        known.insert(name, count);
                        count
                    }
                }
            }
        };
        sum = sum.saturating_add(part);
    }
    sum
}

#[cfg(test)]
mod tests {
    use async_graphql::parser::parse_query;
    use async_graphql::parser::types::DocumentOperations;

    use super::*;

    fn holds(text: &str) -> Result<(), TooMany> {
        let document = parse_query(text).unwrap();
        let DocumentOperations::Single(operation) = &document.operations else { panic!("one operation") };
        check(&document, &operation.node)
    }

    #[test]
    fn one_is_enough_by_whatever_name() {
        assert_eq!(holds("mutation { login { x } createPost { x } logout { x } }"), Ok(()));
        assert_eq!(holds("mutation { a: login { x } b: login { x } }"), Err(TooMany(2)));
        assert_eq!(holds("mutation { register { x } ... on Mutation { login { x } } }"), Err(TooMany(2)));
        assert_eq!(holds("mutation { ...A ...A } fragment A on Mutation { login { x } }"), Err(TooMany(2)));
        assert_eq!(holds("mutation { ...A } fragment A on Mutation { login { x } ...A }"), Ok(()));
        assert_eq!(holds("query { login register }"), Ok(()));
    }

    #[test]
    fn nested_fragments_are_counted_without_walking_each_spread() {
        let mut text = String::from("mutation { ...F0 } fragment F40 on Mutation { login { x } }");
        for level in 0..40 {
            let next = level + 1;
            text.push_str(&format!(
                " fragment F{level} on Mutation {{ {} }}",
                format!("...F{next} ").repeat(60)
            ));
        }
        assert_eq!(holds(&text), Err(TooMany(usize::MAX)));
    }
}

//! What clients send fits with room.

use std::fs;
use std::path::Path;

use super::super::{Limits, check};

#[test]
fn our_examples_and_graphiqls_introspection_fit_with_room() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut documents = vec![root.join("fuzz/corpus/document/introspection.graphql")];
    for entry in fs::read_dir(root.join("examples")).unwrap() {
        documents.push(entry.unwrap().path());
    }
    documents.retain(|path| path.extension().is_some_and(|extension| extension == "graphql"));
    assert!(documents.len() > 20);
    let limits = Limits::default();
    for path in documents {
        let text = fs::read_to_string(&path).unwrap();
        // Clients add it to every selection set.
        let sizes =
            check(&with_typename(&text), &limits).unwrap_or_else(|refusal| panic!("{path:?}: {refusal}"));
        assert!(
            sizes.bytes * 4 <= limits.bytes * 3 && sizes.tokens * 2 <= limits.tokens,
            "{path:?}: {sizes:?}"
        );
        assert!(
            sizes.nesting * 2 <= limits.nesting && sizes.expanded_nesting * 4 <= limits.expanded_nesting * 3
        );
        assert!(sizes.expanded_selections * 4 <= limits.expanded_selections, "{path:?}: {sizes:?}");
        assert!(sizes.aliases * 2 <= limits.aliases && sizes.root_fields * 2 <= limits.root_fields);
        assert!(sizes.spreads * 4 <= limits.spreads && sizes.directives * 2 <= limits.directives);
    }
}

fn with_typename(text: &str) -> String {
    let mut round = 0_i32;
    let mut with = String::new();
    for character in text.chars() {
        round += i32::from(character == '(') - i32::from(character == ')');
        with.push(character);
        if character == '{' && round == 0 {
            with.push_str(" __typename ");
        }
    }
    with
}

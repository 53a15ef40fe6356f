//! Whatever text comes in: the guard neither panics nor tarries, and what it lets through the library's parser survives.

#![no_main]

use async_graphql_parser::parse_query;
use libfuzzer_sys::fuzz_target;
use tribune::graphql::document::{Limits, check};

fuzz_target!(|document: &str| {
    let limits = Limits::default();
    match check(document, &limits) {
        Ok(sizes) => {
            assert!(sizes.nesting <= limits.nesting && sizes.tokens <= limits.tokens);
            if let Ok(parsed) = parse_query(document) {
                assert_eq!(parsed.operations.iter().count(), sizes.operations);
                assert_eq!(parsed.fragments.len(), sizes.fragments);
            }
        }
        Err(refusal) => assert!(refusal.to_string().len() <= 300),
    }
});

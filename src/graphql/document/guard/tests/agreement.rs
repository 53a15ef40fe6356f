//! The guard and the library's parser find the same in the same document.

use async_graphql::parser::parse_query;

use super::super::Measured;
use super::count::counted;
use super::measured;
use super::writer::Writer;

#[test]
fn the_parser_counts_the_same() {
    let mut seen = Measured::default();
    for seed in 0..1_000 {
        let text = Writer::document(seed);
        let parsed = parse_query(&text).unwrap_or_else(|error| panic!("{text}\n{error}"));
        let found = measured(&text);
        assert_eq!(Measured { bytes: 0, tokens: 0, nesting: 0, ..found }, counted(&parsed), "{text}");
        seen.spreads += found.spreads;
        seen.aliases += found.aliases;
        seen.directives += found.directives;
        seen.expanded_nesting = seen.expanded_nesting.max(found.expanded_nesting);
    }
    assert!(seen.spreads > 500 && seen.aliases > 500 && seen.directives > 500, "{seen:?}");
    assert!(seen.expanded_nesting > 10, "{seen:?}");
}

//! Variables held against their types.

use async_graphql::parser::parse_query;
use serde_json::{Value, json};

use super::*;

const SDL: &str = "
    scalar Moment
    scalar DateTime
    enum Order { NEWEST OLDEST }
    input Filter { text: String! order: Order = NEWEST also: [Filter!] }
    type Query { a: Int }
";

fn check(variable: &str, given: Value) -> Result<(), String> {
    let document = parse_query(format!("query (${variable}) {{ a }}")).unwrap();
    let (_, operation) = document.operations.iter().next().unwrap();
    let inputs = Inputs::new(SDL).unwrap();
    inputs.check_types(&operation.node).map_err(|error| error.message)?;
    let given = Variables::from_json(given);
    inputs.check_values(&operation.node, &given).map_err(|error| error.message)
}

#[test]
fn what_is_of_its_type_is_taken() {
    for (variable, value) in [
        ("v: Int!", json!(1)),
        ("v: Int", json!(null)),
        ("v: Float!", json!(1)),
        ("v: ID!", json!(1)),
        ("v: ID!", json!("a")),
        ("v: [Int!]!", json!([1, 2])),
        ("v: [Int!]!", json!(1)),
        ("v: [[Int]]", json!([[1, null], null])),
        ("v: Order!", json!("OLDEST")),
        ("v: Moment!", json!("any text")),
        ("v: DateTime", json!("2026-01-02T03:04:05+02:00")),
        ("v: Filter!", json!({ "text": "a" })),
        ("v: Filter!", json!({ "text": "a", "order": "OLDEST", "also": [{ "text": "b" }] })),
    ] {
        assert_eq!(check(variable, json!({ "v": value })), Ok(()), "{variable} {value}");
    }
    assert_eq!(check("v: Int! = 1", json!({})), Ok(()));
    assert_eq!(check("v: Int", json!({})), Ok(()));
}

#[test]
fn what_is_not_says_where_and_what_would_be() {
    for (variable, value, message) in [
        ("v: Moment!", json!({ "any": "thing" }), "$v must be a Moment, a text."),
        (
            "v: DateTime",
            json!("today"),
            "$v must be a DateTime as of RFC 3339, for example \"2026-01-02T03:04:05Z\".",
        ),
        ("v: Int!", json!("1"), "$v must be a Int from -2147483648 to 2147483647."),
        ("v: Int!", json!(99_999_999_999_i64), "$v must be a Int from -2147483648 to 2147483647."),
        ("v: Int!", json!(1.5), "$v must be a Int from -2147483648 to 2147483647."),
        ("v: String!", json!(1), "$v must be a String."),
        ("v: Boolean!", json!(0), "$v must be a Boolean."),
        ("v: ID!", json!(1.5), "$v must be a ID."),
        ("v: [Int!]!", json!([1, null]), "$v[1] is null; it must be a Int!."),
        ("v: Int! = 1", json!(null), "$v is null; it must be a Int!."),
        ("v: Order", json!("BEST"), "$v must be one of NEWEST, OLDEST."),
        ("v: Filter!", json!("a"), "$v must be an object, a Filter."),
        ("v: Filter!", json!({}), "$v.text is missing; it must be a String!."),
        ("v: Filter!", json!({ "text": "a", "x": 1 }), "$v holds \"x\", which is no field of Filter."),
        (
            "v: Filter!",
            json!({ "text": "a", "also": [{}] }),
            "$v.also[0].text is missing; it must be a String!.",
        ),
    ] {
        assert_eq!(
            check(variable, json!({ "v": value })),
            Err(format!("The variable {message}")),
            "{variable}"
        );
    }
    assert_eq!(check("v: Int!", json!({})), Err("The variable $v is missing; it must be a Int!.".to_owned()));
}

fn used(query: &str, given: Value) -> Result<(), String> {
    let sdl = "
        input Filter { text: String! order: Int = 1 any: [ID!] }
        type Query { post(slug: String!, first: Int = 20): Post }
        type Post { comments(filter: Filter, ids: [ID!]!, size: Int! = 3): Int }
    ";
    let document = parse_query(query).unwrap();
    let (_, operation) = document.operations.iter().next().unwrap();
    let inputs = Inputs::new(sdl).unwrap();
    let needed = inputs.check_usages(&document, &operation.node).map_err(|error| error.message)?;
    check_needed(&needed, &Variables::from_json(given)).map_err(|error| error.message)
}

#[test]
fn a_variable_fits_its_place() {
    for query in [
        "query ($v: String!) { post(slug: $v) { x } }",
        "query ($v: String = \"x\") { post(slug: $v) { x } }",
        "query ($v: Int) { post(slug: \"x\", first: $v) { comments(ids: [], size: $v) } }",
        "query ($v: ID!) { post(slug: \"x\") { comments(ids: [$v], filter: { text: \"x\", any: [$v] }) } }",
        "query ($v: [ID!]!) { post(slug: \"x\") { ...F } } fragment F on Post { comments(ids: $v) }",
        "query ($v: Boolean!) { post(slug: \"x\") @include(if: $v) { x @skip(if: $v) } }",
    ] {
        assert_eq!(used(query, json!({})), Ok(()), "{query}");
    }
    for (query, needs) in [
        ("query ($v: Int) { post(slug: $v) { x } }", "String!"),
        ("query ($v: String) { post(slug: $v) { x } }", "String!"),
        ("query ($v: String = null) { post(slug: $v) { x } }", "String!"),
        ("query ($v: [Int]) { post(slug: \"x\", first: $v) { x } }", "Int"),
        ("query ($v: ID) { post(slug: \"x\") { comments(ids: [$v]) } }", "ID!"),
        ("query ($v: ID!) { post(slug: \"x\") { comments(ids: $v) } }", "[ID!]!"),
        ("query ($v: Int) { post(slug: \"x\") { comments(ids: [], filter: { text: $v }) } }", "String!"),
        (
            "query ($v: Boolean) { post(slug: \"x\") { ...F @include(if: $v) } } fragment F on Post { x }",
            "Boolean!",
        ),
    ] {
        let error = used(query, json!({})).unwrap_err();
        assert!(error.ends_with(&format!("it is used where a {needs} is needed.")), "{query}: {error}");
    }
}

#[test]
fn null_does_not_get_where_it_may_not_stand() {
    let query = "query ($v: String = \"x\") { post(slug: $v) { x } }";
    assert_eq!(used(query, json!({ "v": "y" })), Ok(()));
    let message = "The variable $v is null; it is used where a String! is needed.";
    assert_eq!(used(query, json!({ "v": null })), Err(message.to_owned()));
}

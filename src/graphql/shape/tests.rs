use async_graphql::parser::parse_query;
use async_graphql::parser::types::DocumentOperations;
use async_graphql::{Pos, ServerError};
use serde_json::{Value as Json, json};

use super::*;

const SDL: &str = "
    type Query { may: Thing must: Thing! list: List loose: Loose }
    type Thing { may: Int must: Int! deeper: Thing! }
    type List { nodes: [Thing!]! }
    type Loose { nodes: [Thing]! }
";

fn path(text: &str) -> Vec<PathSegment> {
    let segment = |part: &str| match part.parse() {
        Ok(index) => PathSegment::Index(index),
        Err(_) => PathSegment::Field(part.to_owned()),
    };
    text.split('.').map(segment).collect()
}

fn shaped(query: &str, answer: Json, failed: &[&str]) -> String {
    let document = parse_query(query).unwrap();
    let DocumentOperations::Single(operation) = &document.operations else { panic!("one operation") };
    let errors = failed.iter().map(|failed| {
        let mut error = ServerError::new("failed", Some(Pos::default()));
        error.path = path(failed);
        error
    });
    let mut response = Response::new(Value::from_json(answer).unwrap());
    response.errors = errors.collect();
    Shape::of(&document, &operation.node, &Table::new(SDL).unwrap(), None).give(&mut response);
    response.data.to_string()
}

#[test]
fn fields_come_as_they_were_asked_for() {
    let query = "{ c: x b { e ...F d } a } fragment F on B { f }";
    let answer = json!({ "a": 1, "b": [{ "d": 1, "e": 2, "f": 3 }, null], "c": 3 });
    assert_eq!(shaped(query, answer, &[]), "{c: 3, b: [{e: 2, f: 3, d: 1}, null], a: 1}");
}

#[test]
fn fragments_without_end_end() {
    assert_eq!(shaped("{ ...A } fragment A on Q { a ...A }", json!({ "a": 1 }), &[]), "{a: 1}");
}

#[test]
fn a_failed_field_is_null() {
    let query = "{ may { must may } must { may must } }";
    let answer = json!({ "must": { "must": 1 }, "may": { "must": 2 } });
    let shaped = shaped(query, answer, &["may.may", "must.may"]);
    assert_eq!(shaped, "{may: {must: 2, may: null}, must: {may: null, must: 1}}");
}

#[test]
fn an_object_without_a_field_left_is_one_still() {
    assert_eq!(shaped("{ may { may } }", json!({ "may": null }), &["may.may"]), "{may: {may: null}}");
    assert_eq!(shaped("{ may { may } }", json!(null), &["may"]), "{may: null}");
}

#[test]
fn null_is_carried_up_to_where_it_may_stand() {
    let query = "{ may { deeper { must may } } }";
    let answer = json!({ "may": { "deeper": { "may": 1 } } });
    assert_eq!(shaped(query, answer, &["may.deeper.must"]), "{may: null}");
    assert_eq!(shaped("{ must { must } }", json!({ "must": null }), &["must.must"]), "null");
}

#[test]
fn two_that_failed_together_make_one_null() {
    let query = "{ may { a: must b: must may } }";
    let answer = json!({ "may": { "may": 1 } });
    assert_eq!(shaped(query, answer, &["may.a", "may.b"]), "{may: null}");
}

#[test]
fn items_of_a_list_are_null_where_they_may_be() {
    let item = |list: &str| {
        let answer = json!({ list: { "nodes": [{ "must": 1 }, { "may": 1 }] } });
        let failed = format!("{list}.nodes.1.must");
        shaped(&format!("{{ {list} {{ nodes {{ must may }} }} }}"), answer, &[&failed])
    };
    assert_eq!(item("list"), "{list: null}");
    assert_eq!(item("loose"), "{loose: {nodes: [{must: 1}, null]}}");
}

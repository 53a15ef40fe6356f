//! Bad input: it answers clearly and changes nothing.

mod amplifiers;
mod characters;
mod discussion;
mod ids;
mod instants;
mod lengths;
mod pages;
mod storage;
mod times;
mod variables;

use serde_json::{Value, json};

use crate::sdl::{Sdl, Things, document, snapshot};
use crate::support::{Client, TestApp};

/// Expects a mutation to be refused in `userErrors`, and nothing to have changed; the codes.
async fn refused(app: &TestApp, client: &Client, name: &str, input: Value) -> Vec<String> {
    let before = snapshot(app).await;
    let codes = client.problems(&document(&Sdl::read(), name), json!({ "input": input })).await;
    assert_eq!(snapshot(app).await, before, "{name} changed something");
    codes
}

/// Expects a mutation to be refused at the top, and nothing to have changed; the code.
async fn refused_at_the_top(app: &TestApp, client: &Client, name: &str, input: Value) -> String {
    let before = snapshot(app).await;
    let code = client.refused(&document(&Sdl::read(), name), json!({ "input": input })).await;
    assert_eq!(snapshot(app).await, before, "{name} changed something");
    code
}

/// What a mutation is right with, by the fields that it needs.
fn right_input(sdl: &Sdl, things: &Things, name: &str) -> Value {
    let needed =
        sdl.inputs(name).into_iter().filter(|field| !field.ty.node.nullable && field.default_value.is_none());
    needed
        .map(|field| (field.name.node.to_string(), things.right(&field.name.node)))
        .collect::<serde_json::Map<_, _>>()
        .into()
}

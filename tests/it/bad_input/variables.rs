//! Variables that do not fit: nothing of the operation runs.

use serde_json::{Value, json};

use crate::support::TestApp;

#[tokio::test]
async fn a_variable_that_does_not_fit_stops_the_whole_operation() {
    let app = TestApp::new().await;
    let alice = app.alice().await;
    let document = "mutation ($input: UpdateProfileInput!, $skip: Boolean!) {
        createPost(input: { title: \"Ghost\", bodyMarkdown: \"x\" }) { post { slug } }
        updateProfile(input: $input) @skip(if: $skip) { userErrors { code } }
    }";
    for variables in [
        json!({}),
        json!({ "input": null, "skip": true }),
        json!({ "input": {}, "skip": "true" }),
        json!({ "input": { "displayName": 1 }, "skip": false }),
        json!({ "input": { "nothing": "x" }, "skip": false }),
        json!({ "input": [{}, {}], "skip": false }),
        json!({ "input": {} }),
    ] {
        let answer = alice.send(document, variables.clone()).await;
        assert_eq!(answer.code(), "BAD_USER_INPUT", "{variables}");
        assert_eq!(answer.body.get("data"), None, "{variables}");
    }
    assert_eq!(app.number("SELECT count(*) FROM posts").await, 0);
    let fits = alice.ask(document, json!({ "input": {}, "skip": true })).await;
    assert_eq!(fits["createPost"]["post"]["slug"], "ghost");
    assert_eq!(fits.get("updateProfile"), None::<&Value>);
}

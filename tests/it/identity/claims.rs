//! Who is looked up by the operation itself is told nothing and let do nothing whose session has ended, like everybody.

use serde_json::{Value, json};
use tribune::domain::rate_limit::Budgets;
use tribune::http::HttpLimits;

use super::{SIGN_IN, refresh_of, with};
use crate::sdl::snapshot;
use crate::support::world::{comment, mutation, post};
use crate::support::{Client, Options, TestApp, TestDatabase};

/// A new comment, and what of it and around it is for whom it is written by.
const COMMENT: &str =
    "comment { body: bodyMarkdown viewerCanEdit author { username } post { title viewerHasBookmarked } }";

/// A document is known once it has been answered, and from then on counts on itself.
async fn known(client: &Client, post_id: &str) -> String {
    let document = mutation("addComment", COMMENT);
    client.run(&document, input(post_id, None, "first")).await;
    document
}

fn input(post_id: &str, parent_id: Option<&str>, body: &str) -> Value {
    json!({ "input": { "postId": post_id, "parentId": parent_id, "bodyMarkdown": body } })
}

async fn ended(app: &TestApp) -> Client {
    let client = app.sign_in("alice").await;
    client.run("mutation { logout { userErrors { code } } }", json!({})).await;
    client
}

#[tokio::test]
async fn it_is_one_statement_and_knows_whose() {
    let app = TestApp::new().await;
    let (alice, bob) = (app.alice().await, app.bob().await);
    let post_id = post(&alice, "A post").await;
    let document = known(&alice, &post_id).await;
    bob.run(&mutation("bookmarkPost", "post { id }"), json!({ "input": { "postId": post_id } })).await;
    app.take_statements();
    for (client, username) in [(&alice, "alice"), (&bob, "bob")] {
        let written = &client.run(&document, input(&post_id, None, "again")).await["comment"];
        assert_eq!(written["author"]["username"], username);
        assert_eq!(written["viewerCanEdit"], true, "{written:#}");
        assert_eq!(written["post"]["viewerHasBookmarked"], username == "bob", "{written:#}");
    }
    let least = mutation("addComment", "comment { author { username } post { title } }");
    alice.run(&least, input(&post_id, None, "known now")).await;
    app.take_statements();
    alice.run(&least, input(&post_id, None, "at once")).await;
    let statements = app.take_statements();
    if app.is_postgres() {
        assert_eq!(statements.len(), 1, "{statements:#?}");
    }
    assert_eq!(app.number("SELECT count(*) FROM comments").await, 5);
}

#[tokio::test]
async fn whose_session_has_ended_is_told_the_same_whatever_they_send() {
    let app = TestApp::new().await;
    let alice = app.alice().await;
    let post_id = post(&alice, "A post").await;
    let parent_id = comment(&alice, &post_id, None, "the first").await;
    let document = known(&alice, &post_id).await;
    let skipped = "mutation ($input: AddCommentInput!, $skip: Boolean!) { addComment(input: $input) @skip(if: $skip) { userErrors { code } } }";
    let with_skip = |skip: bool| {
        let mut variables = input(&post_id, None, "x");
        variables["skip"] = json!(skip);
        variables
    };
    alice.ask(skipped, with_skip(false)).await;
    let dear = "mutation ($input: AddCommentInput!, $first: Int!) { addComment(input: $input) { comment { post { comments(first: $first) { nodes { author { posts(first: $first) { nodes { title } } } } } } } } }";
    alice.ask(dear, json!({ "input": input(&post_id, None, "x")["input"], "first": 1 })).await;
    let expected = ended(&app).await.send("{ viewer { id } }", json!({})).await;
    assert_eq!(expected.code(), "UNAUTHENTICATED");
    let requests = [
        (document.as_str(), input(&post_id, None, "x")),
        (&document, input(&post_id, Some(&parent_id), "x")),
        (&document, input("post_01h455vb4pex5vsknk084sn02q", None, "x")),
        (&document, input(&post_id, None, " ")),
        (&document, input("no id", None, "x")),
        (skipped, with_skip(true)),
        (skipped, with_skip(false)),
        (dear, json!({ "input": input(&post_id, None, "x")["input"], "first": 100 })),
    ];
    for (query, variables) in requests {
        // What is known to have been alive is believed once, whatever became of it.
        let client = app.sign_in("alice").await;
        client.run(document.as_str(), input(&post_id, None, "before")).await;
        client.run("mutation { logout { userErrors { code } } }", json!({})).await;
        let before = snapshot(&app).await;
        for _ in 0..2 {
            let answer = client.send(query, variables.clone()).await;
            assert_eq!(answer.status, expected.status, "{variables} {:#}", answer.body);
            let text = |body: &Value| (body.get("data").cloned(), body["errors"][0]["message"].clone());
            assert_eq!(text(&answer.body), text(&expected.body), "{query} {variables}");
            assert_eq!(answer.code(), "UNAUTHENTICATED", "{query} {variables}");
        }
        assert_eq!(snapshot(&app).await, before);
    }
}

#[tokio::test]
async fn whose_session_has_ended_spends_nobodys_budget_but_once() {
    let options = Options { budgets: Budgets::default(), ..Options::default() };
    let app = TestApp::with(TestDatabase::migrated(), options).await;
    let alice = app.alice().await;
    let post_id = post(&alice, "A post").await;
    let document = known(&alice, &post_id).await;
    // Two tokens of one session.
    let first = app.sign_in("alice").await;
    first.run(&document, input(&post_id, None, "x")).await;
    let refreshed = app
        .anon()
        .run(&mutation("refreshSession", SIGN_IN), json!({ "input": { "refreshToken": refresh_of(&first) } }))
        .await;
    let second = with(&app, &first, &refreshed);
    second.run(&document, input(&post_id, None, "x")).await;
    let remaining = async || {
        let answer = alice.send("{ __typename }", json!({})).await;
        answer.number("x-ratelimit-remaining").unwrap()
    };
    second.run("mutation { logout { userErrors { code } } }", json!({})).await;
    let before = remaining().await;
    let attempts = (0..8).map(|number| {
        let (client, document) =
            (if number % 2 == 0 { first.clone() } else { second.clone() }, document.clone());
        let input = input(&post_id, None, "x");
        tokio::spawn(async move { client.send(&document, input).await })
    });
    for answer in futures_util::future::join_all(attempts).await {
        let answer = answer.unwrap();
        assert_eq!(answer.code(), "UNAUTHENTICATED");
        assert_eq!(answer.number("x-ratelimit-limit"), Some(300), "nothing is told of her budget");
    }
    // The second look costs one as well.
    let spent = before - remaining().await;
    assert_eq!(spent, 2, "one point was taken for all of them");
}

#[tokio::test]
async fn events_and_batches_ask_first_or_on_the_way_alike() {
    let app = TestApp::with_http_limits(HttpLimits { batch: 2, ..HttpLimits::default() }).await;
    let alice = app.alice().await;
    let post_id = post(&alice, "A post").await;
    let document = known(&alice, &post_id).await;
    let ended = ended(&app).await;
    let before = snapshot(&app).await;
    for (accept, is_batch) in [("text/event-stream", false), ("application/json", true)] {
        for (client, is_welcome) in [(&ended, false), (&alice, true)] {
            let one = json!({ "query": document, "variables": input(&post_id, None, "x") });
            let body = if is_batch { json!([one, one]) } else { one };
            let request = axum::http::Request::post("/graphql")
                .header("content-type", "application/json")
                .header("accept", accept)
                .header("authorization", format!("Bearer {}", client.token().unwrap()));
            let answer = client.raw(request.body(body.to_string().into()).unwrap()).await;
            let text = answer.body.to_string();
            assert_eq!(text.contains("UNAUTHENTICATED"), !is_welcome, "{accept} {text}");
            assert_eq!(text.contains("viewerCanEdit"), is_welcome, "{accept} {text}");
        }
        if !is_batch {
            assert_eq!(app.number("SELECT count(*) FROM comments").await, 2);
        }
    }
    assert_ne!(snapshot(&app).await, before);
    assert_eq!(app.number("SELECT count(*) FROM comments").await, 4);
}

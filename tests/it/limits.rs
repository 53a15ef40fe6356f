//! Every limit of this server: one under, one over.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use serde_json::json;
use tribune::graphql::cost::Limits;

use crate::support::TestApp;

async fn code(app: &TestApp, query: &str) -> Option<String> {
    let answer = app.anon().send(query, json!({})).await;
    answer.body["errors"][0]["extensions"]["code"].as_str().map(str::to_owned)
}

#[tokio::test]
async fn depth() {
    let app = TestApp::with_limits(Limits { depth: 4, ..Limits::default() }).await;
    assert_eq!(code(&app, "{ posts { nodes { author { username } } } }").await, None);
    let deep = "{ posts { nodes { author { posts { totalCount } } } } }";
    let answer = app.anon().send(deep, json!({})).await;
    assert_eq!(answer.code(), "DEPTH_LIMIT_EXCEEDED");
    let extensions = &answer.body["errors"][0]["extensions"];
    assert_eq!((&extensions["limit"], &extensions["actual"]), (&json!(4), &json!(5)));
}

#[tokio::test]
async fn complexity_for_nobody_and_for_somebody() {
    let limits = Limits { complexity_anonymous: 21, complexity_signed_in: 22, ..Limits::default() };
    let app = TestApp::with_limits(limits).await;
    let (under, over) = ("{ posts { nodes { title } } }", "{ posts(first: 21) { nodes { title } } }");
    assert_eq!(code(&app, under).await, None);
    let answer = app.anon().send(over, json!({})).await;
    assert_eq!(answer.code(), "COMPLEXITY_LIMIT_EXCEEDED");
    let extensions = &answer.body["errors"][0]["extensions"];
    assert_eq!((&extensions["limit"], &extensions["actual"]), (&json!(21), &json!(22)));
    let alice = app.alice().await;
    alice.ask(over, json!({})).await;
    let told = "{ instance { limits { complexity } } }";
    assert_eq!(alice.ask(told, json!({})).await["instance"]["limits"]["complexity"], 22);
    assert_eq!(app.anon().ask(told, json!({})).await["instance"]["limits"]["complexity"], 21);
}

#[tokio::test]
async fn document_bytes_and_nesting() {
    let app = TestApp::new().await;
    let padded = |bytes: usize| format!("{{ __typename }}{}", " ".repeat(bytes - 14));
    assert_eq!(code(&app, &padded(16 * 1024)).await, None);
    assert_eq!(code(&app, &padded(16 * 1024 + 1)).await.as_deref(), Some("DOCUMENT_TOO_LARGE"));
    let nested = |levels: usize| {
        format!("{{ posts(filter: {}1{}) {{ totalCount }} }}", "[".repeat(levels), "]".repeat(levels))
    };
    // Not too large, and not a filter.
    assert_eq!(code(&app, &nested(64 - 2)).await.as_deref(), Some("BAD_USER_INPUT"));
    for levels in [64 - 1, 1_500, 8_000] {
        assert_eq!(code(&app, &nested(levels)).await.as_deref(), Some("DOCUMENT_TOO_LARGE"), "{levels}");
    }
}

/// A document with so many of something.
type Document<'a> = &'a dyn Fn(usize) -> String;

/// One at the limit is answered, one over it refused with the number of both.
#[tokio::test]
async fn what_a_document_holds() {
    let app = TestApp::new().await;
    let in_instance = |fields: String| format!("{{ instance {{ {fields} }} }}");
    let spreads = |count: usize, more: usize| {
        let spread = "...F ".repeat(count) + &"name ".repeat(more);
        in_instance(spread) + " fragment F on Instance { " + &"name ".repeat(49) + "}"
    };
    let documents: [(&str, usize, Document<'_>); 6] = [
        ("DOCUMENT_TOO_LARGE", 1_500, &|tokens| in_instance("name ".repeat(tokens - 5))),
        ("GRAPHQL_VALIDATION_FAILED", 30, &|aliases| {
            in_instance((0..aliases).map(|number| format!("a{number}: name ")).collect())
        }),
        ("GRAPHQL_VALIDATION_FAILED", 20, &|fields| format!("{{ {} }}", "__typename ".repeat(fields))),
        ("GRAPHQL_VALIDATION_FAILED", 50, &|count| in_instance("name @include(if: true) ".repeat(count))),
        ("DOCUMENT_TOO_LARGE", 300, &|count| {
            in_instance("...F ".repeat(count)) + " fragment F on Instance { name }"
        }),
        // A spread and what it spreads are fifty together, beside `instance` itself.
        ("DOCUMENT_TOO_LARGE", 5_000, &|count| spreads((count - 1) / 50, (count - 1) % 50)),
    ];
    for (code, limit, document) in documents {
        let under = app.anon().send(&document(limit), json!({})).await;
        assert!(under.body.get("errors").is_none(), "{limit}: {:#}", under.body);
        let over = app.anon().send(&document(limit + 1), json!({})).await;
        assert_eq!(over.code(), code, "{limit}");
        let extensions = &over.body["errors"][0]["extensions"];
        let told = (&extensions["limit"], &extensions["actual"]);
        assert_eq!(told, (&json!(limit), &json!(limit + 1)), "{}", over.body["errors"][0]["message"]);
    }
}

#[tokio::test]
async fn page_sizes_and_numbers_of_ids() {
    let app = TestApp::new().await;
    for (first, expected) in [
        (1, None),
        (100, None),
        (0, Some("BAD_USER_INPUT")),
        (-1, Some("BAD_USER_INPUT")),
        (101, Some("BAD_USER_INPUT")),
    ] {
        assert_eq!(
            code(&app, &format!("{{ tags(first: {first}) {{ totalCount }} }}")).await.as_deref(),
            expected,
            "{first}"
        );
    }
    for (count, expected) in [(100, None), (101, Some("BAD_USER_INPUT"))] {
        let ids = vec!["x"; count];
        let answer =
            app.anon().send("query ($ids: [ID!]!) { nodes(ids: $ids) { id } }", json!({ "ids": ids })).await;
        assert_eq!(answer.body["errors"][0]["extensions"]["code"].as_str(), expected, "{count}");
    }
}

#[tokio::test]
async fn body_bytes() {
    let app = TestApp::new().await;
    let send = async |bytes: usize| {
        let head = "{\"query\":\"{__typename}\",\"variables\":{\"x\":\"";
        let body = format!("{head}{}\"}}}}", "x".repeat(bytes - head.len() - 3));
        let request = Request::post("/graphql").header("content-type", "application/json");
        app.anon().raw(request.body(Body::from(body)).unwrap()).await.status
    };
    assert_eq!(send(1024 * 1024).await, StatusCode::OK);
    assert_eq!(send(1024 * 1024 + 1).await, StatusCode::PAYLOAD_TOO_LARGE);
}

/// The largest pages that frontends ask for fit, with `__typename` in every selection set.
#[tokio::test]
async fn what_frontends_ask_fits_with_room() {
    let app = TestApp::new().await;
    let feed = "{ __typename posts(first: 20) { __typename nodes { __typename id slug title excerpt publishedAt commentCount reactionCount
        author { __typename username displayName viewerIsFollowing } tags { __typename name slug } viewerReaction viewerHasBookmarked
        comments(first: 5) { __typename nodes { __typename id bodyHtml createdAt author { __typename username displayName } } } } } }";
    let post = "{ post(slug: \"x\") { __typename title bodyHtml author { __typename username displayName bioHtml } tags { __typename name }
        comments(first: 50) { __typename nodes { __typename id bodyHtml author { __typename username } reactions { __typename kind count } viewerReaction
        replies(first: 3) { nodes { __typename id bodyHtml author { __typename username } } } } } } }";
    let thread = "{ post(slug: \"x\") { __typename title bodyHtml author { __typename username displayName bioHtml } coAuthors { __typename username displayName }
        tags { __typename name } series { __typename title posts(first: 20) { __typename nodes { __typename slug title } } }
        thread(first: 50) { __typename nodes { __typename id depth bodyHtml author { __typename username displayName } reactions { __typename kind count } viewerReaction } }
        related(first: 5) { __typename slug title excerpt author { __typename username } } } }";
    let profile = "{ user(username: \"x\") { __typename displayName bioHtml followerCount followingCount postCount viewerIsFollowing
        posts(first: 20) { nodes { __typename title excerpt commentCount reactionCount tags { __typename name } } pageInfo { hasNextPage endCursor } }
        seriesList(first: 20) { __typename nodes { __typename slug title postCount } } } }";
    for query in [feed, post, thread, profile] {
        assert_eq!(code(&app, query).await, None, "{query}");
    }
}

/// A hundred visitors of one address are served, each every five minutes.
#[tokio::test]
async fn a_landing_page_takes_a_hundredth_of_an_anonymous_budget() {
    let app = TestApp::new().await;
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/landing-page.graphql");
    let page = std::fs::read_to_string(path).unwrap();
    let with_cost = page.replacen('{', "{ rateLimit { cost }", 1);
    assert_eq!(app.anon().ask(&with_cost, json!({})).await["rateLimit"]["cost"], 3);
}

#[tokio::test]
async fn introspection_is_for_explorers() {
    let query = "{ __schema { queryType { name } } }";
    let open = TestApp::new().await;
    assert_eq!(open.anon().ask(query, json!({})).await["__schema"]["queryType"]["name"], "Query");
    let closed = TestApp::closed().await;
    for query in [
        query,
        "{ __type(name: \"Post\") { name } }",
        "{ ...F } fragment F on Query { s: __schema { description } }",
    ] {
        assert_eq!(closed.anon().refused(query, json!({})).await, "UNAUTHENTICATED", "{query}");
    }
    closed.anon().ask("{ __typename }", json!({})).await;
    let alice = closed.alice().await;
    assert_eq!(alice.ask(query, json!({})).await["__schema"]["queryType"]["name"], "Query");
    let page = closed.anon().raw(Request::get("/").body(Body::empty()).unwrap()).await;
    assert_eq!(page.status, StatusCode::NOT_FOUND);
}

//! GraphQL over WebSocket: the protocol `graphql-transport-ws`, and what arrives live.

mod limits;

use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tokio_tungstenite::tungstenite::Message;
use tribune::viewer::Role;

use crate::support::socket::{Socket, serve};
use crate::support::world::{comment, mutation, post, post_with};
use crate::support::{Client, TestApp};

const COMMENTS: &str = "subscription ($id: ID!) { commentAdded(postId: $id) { commentId comment { id bodyMarkdown author { username } } commentEdge { cursor } } }";
const POSTS: &str = "subscription { postPublished { postId post { title } } }";
const VIEWER: &str = "{ viewer { user { username displayName } } }";

/// A socket of somebody.
async fn open(app: &TestApp, client: &Client) -> Socket {
    Socket::start(serve(app).await, client.token()).await
}

fn title(event: &Value) -> &str {
    event["postPublished"]["post"]["title"].as_str().unwrap()
}

#[tokio::test]
async fn a_socket_is_somebodys_or_nobodys() {
    let app = TestApp::new().await;
    let alice = app.alice().await;
    let address = serve(&app).await;

    let mut nobody = Socket::start(address, None).await;
    assert_eq!(nobody.ask("1", VIEWER, json!({})).await, json!({ "viewer": null }));
    let mut somebody = Socket::start(address, alice.token()).await;
    let expected = json!({ "viewer": { "user": { "username": "alice", "displayName": "Alice" } } });
    assert_eq!(somebody.ask("1", VIEWER, json!({})).await, expected);

    // The other spelling, and no payload at all.
    let mut socket = Socket::silent(address).await;
    let token = format!("Bearer {}", alice.token().unwrap());
    socket.send(json!({ "type": "connection_init", "payload": { "authorization": token } })).await;
    assert_eq!(socket.receive().await, json!({ "type": "connection_ack" }));
    assert_eq!(socket.ask("1", VIEWER, json!({})).await, expected);
    let mut socket = Socket::silent(address).await;
    socket.send(json!({ "type": "connection_init" })).await;
    assert_eq!(socket.receive().await, json!({ "type": "connection_ack" }));
    assert_eq!(socket.ask("1", VIEWER, json!({})).await, json!({ "viewer": null }));
}

#[tokio::test]
async fn comments_arrive_live_at_everybody_who_watches() {
    let app = TestApp::new().await;
    let (alice, bob) = (app.alice().await, app.bob().await);
    let (watched, other) = (post(&alice, "Watched").await, post(&alice, "Other").await);
    let mut sockets = [open(&app, &app.anon()).await, open(&app, &alice).await];
    for socket in &mut sockets {
        socket.watch("c", COMMENTS, json!({ "id": watched })).await;
    }
    comment(&bob, &other, None, "Elsewhere").await;
    let first = comment(&bob, &watched, None, "First").await;
    let reply = comment(&alice, &watched, Some(&first), "Reply").await;
    for socket in &mut sockets {
        for (id, text, author) in [(&first, "First", "bob"), (&reply, "Reply", "alice")] {
            let event = socket.event("c").await["commentAdded"].clone();
            assert_eq!(event["commentId"], id.as_str());
            assert_eq!(
                event["comment"],
                json!({ "id": id, "bodyMarkdown": text, "author": { "username": author } })
            );
            assert!(event["commentEdge"]["cursor"].is_string());
        }
    }
}

#[tokio::test]
async fn a_post_that_is_not_there_can_not_be_watched() {
    let app = TestApp::new().await;
    let alice = app.alice().await;
    let draft = post_with(&alice, json!({ "title": "Mine", "bodyMarkdown": "x" })).await;
    let mut socket = open(&app, &app.anon()).await;
    socket.request("1", COMMENTS, json!({ "id": draft })).await;
    assert_eq!(socket.refusal("1").await, ["BAD_USER_INPUT"]);
    let mut socket = open(&app, &alice).await;
    socket.watch("1", COMMENTS, json!({ "id": draft })).await;
}

#[tokio::test]
async fn posts_arrive_live_by_author_and_by_tag() {
    let app = TestApp::new().await;
    let (alice, bob) = (app.alice().await, app.bob().await);
    let mut socket = open(&app, &app.anon()).await;
    let some = "subscription ($author: ID, $tag: String) { postPublished(authorId: $author, tag: $tag) { postId post { title } } }";
    let filters = [
        ("all", json!({})),
        ("alice", json!({ "author": alice.user_id() })),
        ("rust", json!({ "tag": "rust" })),
        // As people write it.
        ("both", json!({ "author": alice.user_id(), "tag": "Rust" })),
    ];
    for (id, variables) in &filters {
        socket.watch(id, some, variables.clone()).await;
    }
    let input = |title: &str, tags: Value| json!({ "title": title, "bodyMarkdown": "x", "tags": tags, "publish": true });
    let mut heard: Vec<(String, String)> = Vec::new();
    for (author, title_given, tags, count) in [
        (&bob, "B", json!([]), 1),
        (&bob, "B Rust", json!(["Rust"]), 2),
        (&alice, "A", json!(["Go"]), 2),
        (&alice, "A Rust", json!(["Go", "rust"]), 4),
    ] {
        post_with(author, input(title_given, tags)).await;
        for _ in 0..count {
            let message = socket.receive().await;
            assert_eq!(message["type"], "next", "{message:#}");
            heard.push((message["id"].as_str().unwrap().into(), title(&message["payload"]["data"]).into()));
        }
    }
    heard.sort();
    let expected = [
        ("alice", "A"),
        ("alice", "A Rust"),
        ("all", "A"),
        ("all", "A Rust"),
        ("all", "B"),
        ("all", "B Rust"),
        ("both", "A Rust"),
        ("rust", "A Rust"),
        ("rust", "B Rust"),
    ];
    assert_eq!(heard, expected.map(|(id, title)| (id.to_owned(), title.to_owned())));

    // The first publication alone is told.
    let draft = post_with(&alice, json!({ "title": "Later", "bodyMarkdown": "x" })).await;
    let input = json!({ "input": { "postId": draft } });
    let mut socket = open(&app, &bob).await;
    socket.watch("1", POSTS, json!({})).await;
    alice.run(&mutation("publishPost", "post { id }"), input.clone()).await;
    assert_eq!(title(&socket.event("1").await), "Later");
    for step in ["unpublishPost", "publishPost"] {
        alice.run(&mutation(step, "post { id }"), input.clone()).await;
    }
    post(&alice, "Last").await;
    assert_eq!(title(&socket.event("1").await), "Last");
}

#[tokio::test]
async fn queries_and_mutations_run_over_a_socket_and_see_each_other() {
    let app = TestApp::new().await;
    let alice = app.alice().await;
    let mut socket = open(&app, &alice).await;
    let update = mutation("updateProfile", "viewer { user { displayName } }");
    for name in ["Alice the First", "Alice the Second"] {
        let data = socket.ask("1", &update, json!({ "input": { "displayName": name } })).await;
        assert_eq!(data["updateProfile"]["viewer"]["user"]["displayName"], name);
        let seen = socket.ask("1", VIEWER, json!({})).await;
        assert_eq!(seen["viewer"]["user"]["displayName"], name);
    }
    // What somebody else changed meanwhile is seen too.
    alice.run(&update, json!({ "input": { "displayName": "Alice the Third" } })).await;
    assert_eq!(socket.ask("1", VIEWER, json!({})).await["viewer"]["user"]["displayName"], "Alice the Third");

    // Subscribed, wrote and heard of it, all on one socket.
    let id = post(&alice, "Here").await;
    socket.watch("watch", COMMENTS, json!({ "id": id })).await;
    let add = mutation("addComment", "comment { id }");
    socket.request("add", &add, json!({ "input": { "postId": id, "bodyMarkdown": "Mine" } })).await;
    let mut types = Vec::new();
    for _ in 0..3 {
        let message = socket.receive().await;
        types.push(format!("{} {}", message["id"].as_str().unwrap(), message["type"].as_str().unwrap()));
    }
    types.sort();
    assert_eq!(types, ["add complete", "add next", "watch next"]);
}

#[tokio::test]
async fn pings_are_answered_before_and_after_the_first_message() {
    let app = TestApp::new().await;
    let mut socket = Socket::silent(serve(&app).await).await;
    socket.settle().await;
    socket.send(json!({ "type": "connection_init" })).await;
    assert_eq!(socket.receive().await, json!({ "type": "connection_ack" }));
    socket.send(json!({ "type": "ping", "payload": { "n": 1 } })).await;
    assert_eq!(socket.receive().await["type"], "pong");
    // One that nobody asked for, and the transport's own.
    socket.send(json!({ "type": "pong" })).await;
    socket.raw(Message::Ping("x".into())).await;
    socket.settle().await;
}

#[tokio::test]
async fn complete_stops_one_operation_and_no_other() {
    let app = TestApp::new().await;
    let alice = app.alice().await;
    let mut socket = open(&app, &app.anon()).await;
    socket.watch("stopped", POSTS, json!({})).await;
    socket.watch("kept", POSTS, json!({})).await;
    socket.send(json!({ "type": "complete", "id": "stopped" })).await;
    // Of one that does not run, or no longer.
    socket.send(json!({ "type": "complete", "id": "stopped" })).await;
    socket.send(json!({ "type": "complete", "id": "never" })).await;
    socket.settle().await;
    post(&alice, "One").await;
    post(&alice, "Two").await;
    assert_eq!(title(&socket.event("kept").await), "One");
    assert_eq!(title(&socket.event("kept").await), "Two");
    // Its id is free.
    socket.watch("stopped", POSTS, json!({})).await;
    socket.send(json!({ "type": "complete", "id": "kept" })).await;
    socket.settle().await;
    post(&alice, "Three").await;
    assert_eq!(title(&socket.event("stopped").await), "Three");
    socket.hears_nothing(Duration::from_millis(200)).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_id_that_is_used_again_belongs_to_the_new_operation_alone() {
    let app = TestApp::new().await;
    let mut socket = open(&app, &app.anon()).await;
    for _ in 0..200 {
        // Nothing of the first may be taken for the second, neither its data nor its end.
        socket.request("1", "{ first: __typename }", json!({})).await;
        socket.send(json!({ "type": "complete", "id": "1" })).await;
        socket.request("1", POSTS, json!({})).await;
        socket.send(json!({ "type": "ping" })).await;
        let mut messages = Vec::new();
        while messages.last() != Some(&json!({ "type": "pong" })) {
            messages.push(socket.receive().await);
        }
        // What was under way when the client said so may come still, before its word was heard.
        let completed = messages.iter().filter(|message| message["type"] == "complete").count();
        assert!(completed <= 1, "{messages:#?}");
        socket.hears_nothing(Duration::from_millis(1)).await;
        socket.send(json!({ "type": "complete", "id": "1" })).await;
    }
}

#[tokio::test]
async fn what_is_no_message_of_the_protocol_closes_4400() {
    let app = TestApp::new().await;
    let address = serve(&app).await;
    let garbage = [
        "",
        "garbage",
        "{}",
        "[]",
        "null",
        r#"{"type":"start"}"#,
        r#"{"type":"subscribe","id":"1"}"#,
        r#"{"type":"subscribe","id":1,"payload":{"query":"{a}"}}"#,
        r#"{"type":"subscribe","payload":{"query":"{a}"}}"#,
        r#"{"type":"complete"}"#,
        r#"{"id":"1"}"#,
    ];
    for text in garbage {
        let mut socket = Socket::start(address, None).await;
        socket.raw(Message::text(text)).await;
        assert_eq!(socket.closed().await, 4400, "{text}");
    }
    let mut socket = Socket::silent(address).await;
    socket.raw(Message::text("garbage")).await;
    assert_eq!(socket.closed().await, 4400);
    let mut socket = Socket::start(address, None).await;
    socket.raw(Message::binary(br#"{"type":"ping"}"#.as_slice())).await;
    assert_eq!(socket.closed().await, 4400);
}

#[tokio::test]
async fn a_subscription_before_the_acknowledgement_closes_4401() {
    let app = TestApp::new().await;
    let mut socket = Socket::silent(serve(&app).await).await;
    socket.request("1", "{ __typename }", json!({})).await;
    assert_eq!(socket.closed().await, 4401);
}

#[tokio::test]
async fn a_bad_token_closes_4403() {
    let app = TestApp::new().await;
    let (alice, bob) = (app.alice().await, app.bob().await);
    let address = serve(&app).await;
    bob.run("mutation { logout { userErrors { code } } }", json!({})).await;
    let ended = format!("Bearer {}", bob.token().unwrap());
    let mut headers =
        vec![json!("Bearer nonsense"), json!("nonsense"), json!("Basic YTpi"), json!(ended), json!(5)];
    app.advance(chrono::Duration::minutes(16));
    headers.push(json!(format!("Bearer {}", alice.token().unwrap())));
    for header in headers {
        let mut socket = Socket::silent(address).await;
        socket.send(json!({ "type": "connection_init", "payload": { "Authorization": header } })).await;
        assert_eq!(socket.closed().await, 4403, "{header}");
    }
}

#[tokio::test]
async fn another_subprotocol_closes_4406() {
    let app = TestApp::new().await;
    let address = serve(&app).await;
    let mut socket = Socket::open(address, None).await;
    assert_eq!(socket.closed().await, 4406);
    // One of several is enough.
    let mut socket = Socket::open(address, Some("graphql-ws, graphql-transport-ws")).await;
    socket.settle().await;
}

#[tokio::test]
async fn silence_for_five_seconds_closes_4408() {
    let app = TestApp::new().await;
    let address = serve(&app).await;
    let mut initialised = Socket::start(address, None).await;
    let (mut silent, mut pinging) = (Socket::silent(address).await, Socket::silent(address).await);
    let started = Instant::now();
    // A ping is not what is waited for.
    pinging.settle().await;
    assert_eq!(silent.closed().await, 4408);
    assert!((4_500..8_000).contains(&started.elapsed().as_millis()), "{:?}", started.elapsed());
    assert_eq!(pinging.closed().await, 4408);
    initialised.settle().await;
}

#[tokio::test]
async fn an_id_that_runs_closes_4409_and_a_second_beginning_4429() {
    let app = TestApp::new().await;
    let address = serve(&app).await;
    let mut socket = Socket::start(address, None).await;
    socket.watch("1", POSTS, json!({})).await;
    socket.request("1", "{ __typename }", json!({})).await;
    assert_eq!(socket.closed().await, 4409);
    let mut socket = Socket::start(address, None).await;
    socket.send(json!({ "type": "connection_init" })).await;
    assert_eq!(socket.closed().await, 4429);
}

#[tokio::test]
async fn a_request_that_is_refused_is_one_error_and_its_id_is_free() {
    let app = TestApp::new().await;
    let mut socket = open(&app, &app.anon()).await;
    let deep = format!(
        "{{ posts {}{} }}",
        "{ nodes { author { posts ".repeat(8),
        "{ totalCount }".to_owned() + &" } } }".repeat(8)
    );
    let refused = [
        ("", "BAD_REQUEST"),
        ("{ posts ", "GRAPHQL_PARSE_FAILED"),
        ("{ nothing }", "GRAPHQL_VALIDATION_FAILED"),
        ("query A { __typename } query B { __typename }", "OPERATION_RESOLUTION_FAILURE"),
        ("subscription { nothing }", "GRAPHQL_VALIDATION_FAILED"),
        ("subscription { commentAdded { commentId } }", "GRAPHQL_VALIDATION_FAILED"),
        (
            "subscription { a: postPublished { postId } b: postPublished { postId } }",
            "GRAPHQL_VALIDATION_FAILED",
        ),
        (&deep, "DEPTH_LIMIT_EXCEEDED"),
    ];
    for (query, code) in refused {
        socket.request("1", query, json!({})).await;
        let codes = socket.refusal("1").await;
        assert!(!codes.is_empty() && codes.iter().all(|found| found == code), "{query}: {codes:?}");
        // Neither a `complete` nor anything else.
        socket.settle().await;
        socket.hears_nothing(Duration::from_millis(20)).await;
    }
    assert_eq!(socket.ask("1", "{ __typename }", json!({})).await, json!({ "__typename": "Query" }));

    // An error within the data is an answer like any other.
    socket.request("1", "{ posts(first: 1000) { totalCount } instance { name } }", json!({})).await;
    let message = socket.receive().await;
    assert_eq!(message["type"], "next", "{message:#}");
    assert_eq!(message["payload"]["errors"][0]["extensions"]["code"], "BAD_USER_INPUT", "{message:#}");
    assert_eq!(socket.receive().await, json!({ "type": "complete", "id": "1" }));
}

#[tokio::test]
async fn a_socket_lives_as_long_as_its_session() {
    let app = TestApp::new().await;
    let (alice, bob) = (app.alice().await, app.bob().await);
    let mut socket = open(&app, &alice).await;
    socket.watch("1", POSTS, json!({})).await;
    // Longer than the access token.
    app.advance(chrono::Duration::minutes(20));
    assert_eq!(socket.ask("2", VIEWER, json!({})).await["viewer"]["user"]["username"], "alice");
    post(&app.sign_in("bob").await, "Late").await;
    assert_eq!(title(&socket.event("1").await), "Late");
    drop(bob);
    // Somebody else's end is not one's own.
    app.sign_in("bob").await.run("mutation { logout { userErrors { code } } }", json!({})).await;
    socket.settle().await;
}

#[tokio::test]
async fn a_session_that_is_ended_closes_its_sockets_4403_within_a_second() {
    let app = TestApp::new().await;
    let address = serve(&app).await;
    let alice = app.alice().await;
    let second = Duration::from_secs(1);
    let revoke = mutation("revokeSession", "");
    for how in ["logout", "revokeSession", "revokeAllSessions", "changePassword", "set-role", "set-password"]
    {
        let (here, elsewhere) = (app.sign_in("alice").await, app.sign_in("alice").await);
        let mut socket = Socket::start(address, elsewhere.token()).await;
        let mut idle = Socket::start(address, elsewhere.token()).await;
        let mut nobody = Socket::start(address, None).await;
        socket.watch("1", POSTS, json!({})).await;
        match how {
            "logout" | "revokeAllSessions" => {
                elsewhere.run(&format!("mutation {{ {how} {{ userErrors {{ code }} }} }}"), json!({})).await;
            }
            "revokeSession" => {
                here.run(&revoke, json!({ "input": { "sessionId": elsewhere.session_id() } })).await;
            }
            "changePassword" => {
                let password = crate::support::PASSWORD;
                // Back at once, so that the next round signs in as this one did.
                for (old, new) in [(password, "another one for tests"), ("another one for tests", password)] {
                    let input = json!({ "input": { "currentPassword": old, "newPassword": new } });
                    here.run(&mutation("changePassword", ""), input).await;
                }
            }
            "set-role" => {
                tribune::domain::identity::set_role(&app.domain, "alice", Role::Moderator).await.unwrap();
            }
            _ => {
                let password = crate::support::PASSWORD;
                tribune::domain::identity::set_password(&app.domain, "alice", password).await.unwrap();
            }
        }
        assert_eq!(socket.closed_within(second).await, 4403, "{how}");
        assert_eq!(idle.closed_within(second).await, 4403, "{how}");
        nobody.settle().await;
    }
    drop(alice);
}

#[tokio::test]
async fn unlisted_and_followers_posts_arrive_only_where_they_are_listed() {
    let app = TestApp::new().await;
    let (alice, bob) = (app.alice().await, app.bob().await);
    let carol = app.actor("carol", Role::Author).await;
    carol
        .run(&mutation("followUser", "user { id }"), json!({ "input": { "userId": alice.user_id() } }))
        .await;
    let mut sockets = Vec::new();
    for client in [&app.anon(), &bob, &carol, &alice] {
        let mut socket = open(&app, client).await;
        socket.watch("1", POSTS, json!({})).await;
        sockets.push(socket);
    }
    for visibility in ["UNLISTED", "FOLLOWERS", "PUBLIC"] {
        let input =
            json!({ "title": visibility, "bodyMarkdown": "x", "visibility": visibility, "publish": true });
        post_with(&alice, input).await;
    }
    for (socket, expected) in sockets.iter_mut().zip([
        ["PUBLIC"].as_slice(),
        &["PUBLIC"],
        &["FOLLOWERS", "PUBLIC"],
        &["FOLLOWERS", "PUBLIC"],
    ]) {
        for expected in expected {
            assert_eq!(title(&socket.event("1").await), *expected);
        }
        socket.settle().await;
    }
    // Who follows no longer is a stranger from the next event on.
    carol
        .run(&mutation("unfollowUser", "user { id }"), json!({ "input": { "userId": alice.user_id() } }))
        .await;
    for visibility in ["FOLLOWERS", "PUBLIC"] {
        let input =
            json!({ "title": visibility, "bodyMarkdown": "x", "visibility": visibility, "publish": true });
        post_with(&alice, input).await;
    }
    assert_eq!(title(&sockets[2].event("1").await), "PUBLIC");
}

#[tokio::test]
async fn a_server_that_stops_closes_1001() {
    let app = TestApp::new().await;
    let alice = app.alice().await;
    let address = serve(&app).await;
    let mut sockets = [
        Socket::silent(address).await,
        Socket::start(address, None).await,
        Socket::start(address, alice.token()).await,
    ];
    sockets[2].watch("1", POSTS, json!({})).await;
    app.stop.send(true).unwrap();
    for socket in &mut sockets {
        assert_eq!(socket.closed_within(Duration::from_secs(2)).await, 1001);
    }
}

#[tokio::test]
async fn instances_beside_each_other_tell_each_other() {
    if std::env::var_os("TRIBUNE_TEST_REDIS_URL").is_none() {
        return;
    }
    let here = TestApp::new().await;
    let there = here.beside().await;
    let (alice, bob) = (here.alice().await, here.bob().await);
    let mut sockets = [open(&here, &bob).await, open(&there, &bob).await];
    let id = post(&alice, "Watched").await;
    for socket in &mut sockets {
        // The first one's own publication may still be on its way: only comments are watched.
        socket.watch("1", COMMENTS, json!({ "id": id })).await;
    }
    let alice_there = Client::new(there.router.clone(), alice.sign_in.clone());
    comment(&alice, &id, None, "From here").await;
    for socket in &mut sockets {
        assert_eq!(socket.event("1").await["commentAdded"]["comment"]["bodyMarkdown"], "From here");
    }
    comment(&alice_there, &id, None, "From there").await;
    for socket in &mut sockets {
        assert_eq!(socket.event("1").await["commentAdded"]["comment"]["bodyMarkdown"], "From there");
    }
    // A sign-out at one ends the sockets at both.
    bob.run("mutation { logout { userErrors { code } } }", json!({})).await;
    for socket in &mut sockets {
        assert_eq!(socket.closed_within(Duration::from_secs(1)).await, 4403);
    }
}

//! Whose a socket is, and for how long.

use std::time::Duration;

use serde_json::json;
use tribune::viewer::Role;

use super::{POSTS, VIEWER, open, title};
use crate::support::TestApp;
use crate::support::socket::Socket;
use crate::support::world::{mutation, post};

#[tokio::test]
async fn a_socket_is_somebodys_or_nobodys() {
    let app = TestApp::new().await;
    let alice = app.alice().await;
    let address = app.address;

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
async fn a_bad_token_closes_4403() {
    let app = TestApp::new().await;
    let (alice, bob) = (app.alice().await, app.bob().await);
    let address = app.address;
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
    let address = app.address;
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

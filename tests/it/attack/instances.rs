//! Two programs over one PostgreSQL and one Redis, as people run them. On SQLite one, which is all there is.

use std::time::{Duration, Instant};

use serde_json::json;

use super::target::alone;
use crate::support::program::{Home, Program};
use crate::support::socket::Socket;
use crate::support::{Caller, PASSWORD};

const SECOND: Duration = Duration::from_secs(1);
const CHANGE: &str =
    "mutation ($input: ChangePasswordInput!) { changePassword(input: $input) { userErrors { message } } }";

/// As many as can share what there is.
fn programs(home: &Home) -> Vec<Program> {
    let count = if std::env::var_os("TRIBUNE_TEST_REDIS_URL").is_some() { 2 } else { 1 };
    (0..count).map(|_| home.serve()).collect()
}

async fn is_refused(caller: &Caller) {
    let answer = caller.try_ask("{ viewer { user { username } } }", json!({})).await.unwrap();
    assert_eq!(answer["errors"][0]["extensions"]["code"], "UNAUTHENTICATED", "{answer:#}");
}

#[tokio::test]
async fn a_changed_password_ends_what_was_open_within_a_second_everywhere() {
    let _alone = alone().await;
    let home = Home::new();
    let programs = programs(&home);
    let first = programs[0].caller().register("alice").await;
    // Each changes it at one instance; what is open at both ends.
    for (round, changed_at) in programs.iter().enumerate() {
        let [old, new] = if round == 0 {
            [PASSWORD, "another one for tests"]
        } else {
            ["another one for tests", PASSWORD]
        };
        let elsewhere = programs[0].caller().sign_in("alice", old).await.unwrap();
        let here = changed_at.caller().sign_in("alice", old).await.unwrap();
        let mut sockets = Vec::new();
        for program in &programs {
            let mut watching = Socket::start(program.address, elsewhere.token.as_deref()).await;
            watching.watch("1", "subscription { postPublished { postId } }", json!({})).await;
            sockets.push(watching);
            sockets.push(Socket::start(program.address, elsewhere.token.as_deref()).await);
        }
        let mut others = Vec::new();
        for program in &programs {
            others.push(Socket::start(program.address, None).await);
        }
        let input = json!({ "input": { "currentPassword": old, "newPassword": new } });
        here.run(CHANGE, input).await;
        let changed = Instant::now();
        for program in &programs {
            is_refused(&elsewhere.moved_to(program.address)).await;
        }
        for socket in &mut sockets {
            let left = SECOND.saturating_sub(changed.elapsed());
            assert_eq!(socket.closed_within(left).await, 4403);
        }
        assert!(changed.elapsed() < SECOND, "{:?}", changed.elapsed());
        for socket in &mut others {
            socket.settle().await;
        }
    }
    drop(first);
}

//! `tribune user`: what is done to accounts from the machine itself.

use serde_json::json;

use crate::support::program::{Home, ended_reading};

const FIRST: &str = "the first password of ada";
const SECOND: &str = "the second password of ada";

#[tokio::test]
async fn accounts_are_made_and_changed_beside_a_running_server() {
    let home = Home::new();
    let program = home.serve();
    let create = ["user", "create", "ada", "--email", "ada@example.org", "--role", "moderator"];
    let said = ended_reading(home.command(&create), &format!("{FIRST}\n")).well();
    assert!(said.contains("ada") && !said.contains(FIRST), "{said}");

    let role = "{ viewer { user { role } } }";
    let ada = program.caller().sign_in("ada", FIRST).await.unwrap();
    assert_eq!(ada.ask(role, json!({})).await["viewer"]["user"]["role"], "MODERATOR");

    home.run(&["user", "set-role", "ada", "admin"]).well();
    assert_eq!(is_signed_out(&ada).await, "UNAUTHENTICATED");
    let ada = program.caller().sign_in("ada", FIRST).await.unwrap();
    assert_eq!(ada.ask(role, json!({})).await["viewer"]["user"]["role"], "ADMIN");

    // As Windows ends lines.
    ended_reading(home.command(&["user", "set-password", "ada"]), &format!("{SECOND}\r\n")).well();
    assert_eq!(is_signed_out(&ada).await, "UNAUTHENTICATED");
    assert!(program.caller().sign_in("ada", FIRST).await.is_none());
    assert!(program.caller().sign_in("ada", SECOND).await.is_some());
}

/// The code with which the old token is refused.
async fn is_signed_out(caller: &crate::support::Caller) -> String {
    let answer = caller.try_ask("{ viewer { id } }", json!({})).await.unwrap();
    answer["errors"][0]["extensions"]["code"].as_str().unwrap_or_default().to_owned()
}

#[test]
fn what_is_wrong_with_an_account_is_said() {
    let home = Home::new();
    let create = |username: &str, email: &str, password: &str| {
        ended_reading(home.command(&["user", "create", username, "--email", email]), password)
    };
    create("alice", "alice@example.org", FIRST).well();
    create("alice", "other@example.org", FIRST).refused(1, "taken");
    create("al", "no address", "short").refused(1, "12");
    create("nobody", "nobody@example.org", "").refused(1, "12");
    home.run(&["user", "set-role", "nobody", "admin"]).refused(1, "There is no such person");
    ended_reading(home.command(&["user", "set-password", "alice"]), "short\n").refused(1, "12");
    ended_reading(home.command(&["user", "set-password", "nobody"]), FIRST)
        .refused(1, "There is no such person");
}

//! `tribune backup` and `tribune restore`.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use serde_json::json;

use crate::durability::assert_sound;
use crate::support::program::{Home, ended_reading};
use crate::support::{TestDatabase, is_postgres};

const PASSWORD: &str = "some long password of hers";

fn home() -> Home {
    let home = Home::new();
    let create = home.command(&["user", "create", "alice", "--email", "alice@example.org"]);
    ended_reading(create, PASSWORD).well();
    home.write(
        "blog/first.md",
        "---\ntitle: The first\ndate: 2024-03-01\ntags: [rust, sqlite]\n---\n\nHello.\n",
    );
    home.run(&["import", "markdown", "blog", "--as", "alice"]).well();
    home
}

fn empty() -> Home {
    Home::over(TestDatabase::empty())
}

fn move_to(file: &str, from: &Home, to: &Home) {
    fs::copy(from.path(file), to.path(file)).unwrap();
}

#[tokio::test]
async fn a_backup_holds_all_and_restores_into_nothing_else() {
    let home = home();
    let said = home.run(&["backup", "one.backup"]).well();
    assert!(said.contains("one.backup"), "{said}");
    // It holds the hashes of passwords.
    assert_eq!(fs::metadata(home.path("one.backup")).unwrap().permissions().mode() & 0o777, 0o600);
    home.run(&["backup", "one.backup"]).refused(1, "exists");
    home.run(&["restore", "one.backup"]).refused(1, "not empty");

    let other = empty();
    move_to("one.backup", &home, &other);
    other.run(&["restore", "one.backup"]).well();
    let posts = "{ posts { nodes { id title bodyHtml tags { name } author { username } } } }";
    let (before, after) = (home.serve(), other.serve());
    let before = before.caller().ask(posts, json!({})).await;
    assert_eq!(after.caller().ask(posts, json!({})).await, before);
    assert_eq!(before["posts"]["nodes"][0]["title"], "The first");
}

#[tokio::test]
async fn what_is_no_backup_changes_nothing() {
    let home = home();
    home.run(&["backup", "good"]).well();
    let whole = fs::read(home.path("good")).unwrap();
    let other = empty();
    other.write("text", "Not a backup.");
    other.write("nothing", "");
    fs::write(other.path("cut"), &whole[..whole.len() * 2 / 3]).unwrap();
    fs::write(other.path("shorter"), &whole[..60]).unwrap();
    other.run(&["restore", "text"]).refused(1, "no backup");
    other.run(&["restore", "nothing"]).refused(1, "no backup");
    other.run(&["restore", "absent"]).refused(1, "absent");
    other.run(&["restore", "cut"]).refused(1, "cut short or damaged");
    other.run(&["restore", "shorter"]).refused(1, "cut short or damaged");
    let foreign: &[u8] = if is_postgres() { b"SQLite format 3\0 and so on" } else { b"PGDMP and so on" };
    fs::write(other.path("foreign"), foreign).unwrap();
    other.run(&["restore", "foreign"]).refused(1, "is a backup of");
    // And it is still as empty as it was.
    move_to("good", &home, &other);
    other.run(&["restore", "good"]).well();
}

#[tokio::test]
async fn a_backup_of_a_newer_version_is_refused() {
    let home = home();
    home.database
        .execute("INSERT INTO seaql_migrations (version, applied_at) VALUES ('m29991231_000001_later', 0)")
        .await;
    home.run(&["backup", "refused"]).refused(1, "m29991231_000001_later");
    let plain = self::home();
    plain.run(&["backup", "good"]).well();
    let other = empty();
    move_to("good", &plain, &other);
    if !is_postgres() {
        let newer = TestDatabase::at(&other.path("good"));
        newer
            .execute(
                "INSERT INTO seaql_migrations (version, applied_at) VALUES ('m29991231_000001_later', 0)",
            )
            .await;
        other.run(&["restore", "good"]).refused(1, "m29991231_000001_later");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_backup_while_eight_write_is_of_one_instant() {
    let home = home();
    let program = home.serve();
    let stop = Arc::new(AtomicBool::new(false));
    let mut writers = Vec::new();
    for number in 0..8 {
        let (caller, stop) = (program.caller().register(&format!("writer{number}")).await, stop.clone());
        writers.push(tokio::spawn(async move {
            let mut written = 0;
            while !stop.load(Ordering::Relaxed) {
                let post = caller
                    .ask(
                        "mutation($t: String!) { createPost(input: {title: $t, bodyMarkdown: \"x\", publish: true, tags: [\"one\", \"two\"]}) { post { id } } }",
                        json!({ "t": format!("Post {number} {written}") }),
                    )
                    .await;
                let id = post["createPost"]["post"]["id"].clone();
                caller
                    .ask(
                        "mutation($id: ID!) { addComment(input: {postId: $id, bodyMarkdown: \"y\"}) { comment { id } } react(input: {subjectId: $id, kind: LIKE}) { userErrors { message } } }",
                        json!({ "id": id }),
                    )
                    .await;
                written += 1;
            }
            written
        }));
    }
    for file in ["one", "two", "three"] {
        let command = home.command(&["backup", file]);
        tokio::task::spawn_blocking(move || crate::support::program::ended(command)).await.unwrap().well();
    }
    stop.store(true, Ordering::Relaxed);
    for writer in writers {
        assert!(writer.await.unwrap() > 0);
    }
    for file in ["one", "two", "three"] {
        let other = empty();
        move_to(file, &home, &other);
        other.run(&["restore", file]).well();
        assert_sound(&other.database).await;
    }
}

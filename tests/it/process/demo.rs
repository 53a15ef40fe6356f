//! The demo, whose passwords everybody knows.

use sea_orm::{ConnectionTrait, Statement};

use crate::support::program::{Home, ended_reading};

const SECRET: &str = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

/// How many rows there are of what the demo fills.
async fn rows(home: &Home) -> Vec<i64> {
    let database = home.database.connect().await;
    let mut counts = Vec::new();
    for table in ["users", "posts", "comments", "post_reactions", "bookmarks", "user_follows", "tags"] {
        let sql = format!("SELECT count(*) FROM {table}");
        let statement = Statement::from_string(database.backend(), sql);
        let row = database.reader().query_one_raw(statement).await.unwrap().unwrap();
        counts.push(row.try_get_by_index(0).unwrap());
    }
    counts
}

#[tokio::test]
async fn the_demo_is_filled_in_once() {
    let home = Home::new();
    let first = home.run(&["seed"]).well();
    assert!(first.starts_with("The demo is in: "), "{first}");
    let before = rows(&home).await;
    assert!(before.iter().all(|count| *count > 0), "{before:?}");

    assert_eq!(home.run(&["seed"]).well(), "The demo is in already; nothing was added.\n");
    // With its worker it would erase comments of the demo that were deleted long ago.
    let mut program = home.serve_with(home.command(&["serve", "--demo", "--worker", "off"]));
    assert!(program.line("  Sign in  ").contains(tribune::demo::PASSWORD));
    assert!(program.caller().sign_in("alice", tribune::demo::PASSWORD).await.is_some());
    assert_eq!(rows(&home).await, before);
}

#[tokio::test]
async fn the_demo_is_refused_where_others_may_come() {
    let home = Home::new();
    let mut production = home.command(&["serve", "--demo"]);
    production.env("TRIBUNE_ENV", "production").env("TRIBUNE_SECRET_KEY", SECRET);
    crate::support::program::ended(production).refused(1, "it is not served in production");
    for address in ["0.0.0.0:0", "[::]:0", "192.0.2.1:8080"] {
        home.run(&["serve", "--demo", "--listen", address])
            .refused(1, "it is not served on an address that others can reach");
    }
    let mut production = home.command(&["seed"]);
    production.env("TRIBUNE_ENV", "production").env("TRIBUNE_SECRET_KEY", SECRET);
    crate::support::program::ended(production).refused(1, "not filled in in production");
    assert_eq!(rows(&home).await, [0; 7]);
}

#[tokio::test]
async fn a_database_that_somebody_uses_takes_no_demo() {
    let home = Home::new();
    let create = home.command(&["user", "create", "ada", "--email", "ada@example.org"]);
    ended_reading(create, "some long password of hers").well();
    home.run(&["seed"]).refused(1, "holds other data");
    home.run(&["serve", "--demo"]).refused(1, "holds other data");
    assert_eq!(rows(&home).await, [1, 0, 0, 0, 0, 0, 0]);
}

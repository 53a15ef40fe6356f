//! `tribune migrate`, and databases that are older or newer than the program.

use migration::{Migrator, MigratorTrait};
use sea_orm::ConnectionTrait;

use crate::support::TestDatabase;
use crate::support::program::Home;

#[test]
fn the_schema_goes_up_and_down() {
    let home = Home::over(TestDatabase::empty());
    let (count, newest) =
        (Migrator::migrations().len(), Migrator::migrations().last().unwrap().name().to_owned());

    let status = home.run(&["migrate", "status"]);
    assert_eq!(status.code, Some(1), "{}", status.stderr);
    assert!(status.stdout.starts_with(&format!("{count} changes are pending:\n")), "{}", status.stdout);
    let check = home.run(&["config", "check"]).well();
    assert!(check.contains(&format!("{count} changes are pending")), "{check}");

    home.run(&["migrate", "up"]).well();
    assert_eq!(home.run(&["migrate", "status"]).well(), "The schema is up to date.\n");
    let down = home.run(&["migrate", "down"]).well();
    assert_eq!(down, format!("1 change is pending:\n  {newest}\n"));
    let down = home.run(&["migrate", "down", "--steps", "2"]).well();
    assert!(down.starts_with("3 changes are pending:\n"), "{down}");
    assert_eq!(home.run(&["migrate", "status"]).code, Some(1));
    // Everything only when that is said.
    home.run(&["migrate", "down", "--steps", "1000"]).refused(1, &format!("all {} changes", count - 3));
    home.run(&["migrate", "down", "--steps", "1000", "--force"]).well();
    home.run(&["migrate", "down"]).well();
    home.run(&["migrate", "up"]).well();
    home.run(&["migrate", "up"]).well();
    home.run(&["migrate", "status"]).well();
}

#[tokio::test]
async fn serving_brings_an_empty_database_up_to_date() {
    let home = Home::over(TestDatabase::empty());
    let program = home.serve();
    program.caller().register("first").await;
    home.run(&["migrate", "status"]).well();
}

#[tokio::test]
async fn a_database_of_a_newer_version_is_left_alone() {
    let home = Home::new();
    let database = home.database.connect().await;
    let newer = "INSERT INTO seaql_migrations (version, applied_at) VALUES ('m29990101_000001_newer', 0)";
    database.writer().execute_unprepared(newer).await.unwrap();
    let commands: [&[&str]; 7] = [
        &["serve"],
        &["seed"],
        &["migrate", "up"],
        &["migrate", "down"],
        &["migrate", "status"],
        &["user", "set-role", "alice", "admin"],
        &["config", "check"],
    ];
    for command in commands {
        home.run(command).refused(1, "of a newer version of Tribune, it has changes that this one does not know: m29990101_000001_newer; start the newer version");
    }
}

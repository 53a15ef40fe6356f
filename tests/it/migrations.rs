//! The database's schema: up, down, up, and what stands in for the rules.

use std::time::Duration;

use migration::{Migrator, MigratorTrait};
use sea_orm::{ConnectionTrait, DatabaseBackend, Statement};
use serde_json::json;
use tribune::domain::job;
use tribune::infra::database::Database;
use tribune::infra::database::schema::SchemaState;

use crate::support::{TestApp, TestDatabase};

async fn shape(database: &Database) -> Vec<String> {
    let sql = match database.backend() {
        DatabaseBackend::Sqlite => "SELECT type || ' ' || name || ' ' || coalesce(sql, '') FROM sqlite_schema WHERE name NOT LIKE 'seaql%' AND name NOT LIKE 'sqlite%' ORDER BY 1",
        _ => {
            "SELECT 'column ' || table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable FROM information_schema.columns
             WHERE table_schema = 'public' AND table_name NOT LIKE 'seaql%'
             UNION ALL SELECT 'index ' || indexname || ' ' || indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename NOT LIKE 'seaql%'
             UNION ALL SELECT 'constraint ' || conname || ' ' || pg_get_constraintdef(c.oid) FROM pg_constraint c
             JOIN pg_namespace n ON n.oid = c.connamespace WHERE n.nspname = 'public' AND conname NOT LIKE 'seaql%'
             ORDER BY 1"
        }
    };
    let rows =
        database.reader().query_all_raw(Statement::from_string(database.backend(), sql)).await.unwrap();
    rows.iter().map(|row| row.try_get_by_index(0).unwrap()).collect()
}

#[tokio::test]
async fn up_down_and_up_again() {
    let test = TestDatabase::empty();
    let database = test.connect().await;
    let count = u32::try_from(Migrator::migrations().len()).unwrap();
    assert!(
        matches!(database.schema_state().await, Ok(SchemaState::Pending(names)) if names.len() == count as usize)
    );
    database.migrate().await.unwrap();
    assert_eq!(database.schema_state().await.unwrap(), SchemaState::Current);
    let first = shape(&database).await;
    assert!(first.len() > 50);
    // One at a time: each can be taken back alone.
    for _ in 0..count {
        database.migrate_down(1).await.unwrap();
    }
    assert_eq!(shape(&database).await, Vec::<String>::new());
    database.migrate().await.unwrap();
    assert_eq!(shape(&database).await, first);
    // Once more changes nothing.
    database.migrate().await.unwrap();
    assert_eq!(shape(&database).await, first);
}

/// On SQLite the table of posts can't be written anew: all that refers to it would go with it.
#[tokio::test]
async fn posts_and_what_hangs_on_them_outlive_the_change_by_which_they_can_be_scheduled() {
    let app = TestApp::new().await;
    let alice = app.alice().await;
    let id = crate::support::world::post(&alice, "Here").await;
    crate::support::world::comment(&alice, &id, None, "there").await;
    let draft =
        crate::support::world::post_with(&alice, json!({ "title": "Later", "bodyMarkdown": "x" })).await;
    let input = json!({ "postId": draft, "at": "2099-01-01T08:00:00Z" });
    let publish = crate::support::world::mutation("publishPost", "post { status }");
    alice.run(&publish, json!({ "input": input })).await;
    let rows = async |status: &str| {
        let sql = format!("SELECT count(*) FROM posts WHERE status = '{status}'");
        (app.number(&sql).await, app.number("SELECT count(*) FROM comments").await)
    };
    assert_eq!(rows("SCHEDULED").await, (1, 1));
    let before =
        Migrator::migrations().iter().position(|change| change.name().ends_with("create_jobs")).unwrap();
    let steps = u32::try_from(Migrator::migrations().len() - before).unwrap();
    app.domain.database.migrate_down(steps).await.unwrap();
    assert_eq!(rows("DRAFT").await, (1, 1));
    assert_eq!(rows("PUBLISHED").await, (1, 1));
    let scheduled = "UPDATE posts SET status = 'SCHEDULED' WHERE status = 'DRAFT'";
    assert!(app.domain.database.writer().execute_unprepared(scheduled).await.is_err());
    app.domain.database.migrate().await.unwrap();
    assert_eq!(rows("PUBLISHED").await, (1, 1));
    assert_eq!(alice.run(&publish, json!({ "input": input })).await["post"]["status"], "SCHEDULED");
    if !app.is_postgres() {
        let checked = app.number("SELECT count(*) FROM pragma_integrity_check WHERE integrity_check <> 'ok'");
        assert_eq!(checked.await, 0);
    }
}

#[tokio::test]
async fn instances_that_start_together_migrate_once() {
    let test = TestDatabase::empty();
    let (one, other) = (test.connect().await, test.connect().await);
    let (first, second) = tokio::join!(one.migrate(), other.migrate());
    first.unwrap();
    second.unwrap();
    assert_eq!(one.schema_state().await.unwrap(), SchemaState::Current);
}

#[tokio::test]
async fn a_newer_database_is_recognised() {
    let app = TestApp::new().await;
    app.execute(
        "INSERT INTO seaql_migrations (version, applied_at) VALUES ('m29990101_000001_from_the_future', 0)",
    )
    .await;
    let state = app.domain.database.schema_state().await.unwrap();
    assert_eq!(state, SchemaState::Newer(vec!["m29990101_000001_from_the_future".to_owned()]));
}

/// The database refuses what the domain would never write, so that a mistake there is an error and not a wrong row.
#[tokio::test]
async fn the_database_keeps_the_rules_by_itself() {
    let app = TestApp::new().await;
    let alice = app.alice().await;
    let id = crate::support::world::post(&alice, "Here").await;
    crate::support::world::comment(&alice, &id, None, "there").await;
    job::keep_recurring(&app.domain, "tidy", Duration::from_secs(60)).await.unwrap();
    let refused = [
        "UPDATE users SET username = 'ALICE'",
        "UPDATE users SET username = 'al'",
        "UPDATE users SET role = 'KING'",
        "UPDATE users SET post_count = -1",
        "UPDATE users SET display_name = ''",
        "UPDATE posts SET status = 'GONE'",
        "UPDATE posts SET title = ''",
        "UPDATE posts SET published_at = NULL",
        "UPDATE posts SET status = 'SCHEDULED'",
        "UPDATE posts SET scheduled_for = created_at",
        "INSERT INTO jobs SELECT * FROM jobs",
        "UPDATE jobs SET claimed_by = id",
        "UPDATE jobs SET died_at = run_at, claimed_by = id, claimed_until = run_at",
        "UPDATE posts SET like_count = 1",
        "UPDATE posts SET comment_count = -1",
        "UPDATE comments SET depth = 1",
        "UPDATE comments SET depth = 11",
        "UPDATE comments SET parent_id = post_id",
        "INSERT INTO usernames SELECT * FROM usernames",
        "INSERT INTO post_slugs SELECT * FROM post_slugs",
    ];
    for sql in refused {
        assert!(app.domain.database.writer().execute_unprepared(sql).await.is_err(), "{sql}");
    }
}

/// SQLite reads a row from its beginning: to read a title it must not walk a long text that stands before the rest.
#[tokio::test]
async fn long_texts_stand_last_in_their_rows() {
    let app = TestApp::new().await;
    for table in ["posts", "comments"] {
        let sql = match app.is_postgres() {
            false => format!(
                "SELECT group_concat(name) FROM (SELECT name FROM pragma_table_info('{table}') ORDER BY cid)"
            ),
            true => format!(
                "SELECT string_agg(column_name, ',' ORDER BY ordinal_position) FROM information_schema.columns WHERE table_name = '{table}'"
            ),
        };
        let connection = app.domain.database.reader();
        let statement = Statement::from_string(connection.get_database_backend(), sql);
        let columns: String =
            connection.query_one_raw(statement).await.unwrap().unwrap().try_get_by_index(0).unwrap();
        // NULL in all but a few rows, and a NULL stands in the head of its row.
        let columns = columns.strip_suffix(",scheduled_for").unwrap_or(&columns);
        assert!(columns.ends_with(",body_markdown,body_html"), "{table}: {columns}");
    }
}

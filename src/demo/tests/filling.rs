//! Filling: once, alike, and only what is empty.

use sea_orm::ConnectionTrait;
use sha2::{Digest, Sha256};

use super::{empty, empty_postgres, filled, number_of, rows};
use crate::demo::{Error, PASSWORD, Summary, fill};
use crate::domain::Domain;

const TABLES: [(&str, &str); 12] = [
    ("users", "id"),
    ("usernames", "username"),
    ("tags", "id"),
    ("posts", "id"),
    ("post_slugs", "slug"),
    ("post_tags", "post_id, tag_id"),
    ("comments", "id"),
    ("post_reactions", "id"),
    ("comment_reactions", "id"),
    ("bookmarks", "id"),
    ("user_follows", "id"),
    ("tag_follows", "id"),
];

/// The hash of all rows of all tables, in the words of SQLite.
async fn fingerprint(domain: &Domain) -> String {
    let mut hash = Sha256::new();
    for (table, order) in TABLES {
        let columns =
            rows(domain, &format!("SELECT name FROM pragma_table_info('{table}') ORDER BY cid")).await;
        let columns: Vec<String> = columns.iter().map(|row| row.try_get_by_index(0).unwrap()).collect();
        let quoted: Vec<String> = columns.iter().map(|column| format!("quote({column})")).collect();
        let sql = format!("SELECT {} FROM {table} ORDER BY {order}", quoted.join(" || ',' || "));
        let all = rows(domain, &sql).await;
        assert!(!all.is_empty(), "{table} is empty");
        for row in all {
            hash.update(row.try_get_by_index::<String>(0).unwrap());
        }
    }
    format!("{:x}", hash.finalize())
}

#[tokio::test]
async fn two_fills_at_one_instant_are_alike() {
    let (one, other) = (empty(1).await, empty(2).await);
    let first = fill(&one.domain, &mut |_| {}).await.unwrap();
    let second = fill(&other.domain, &mut |_| {}).await.unwrap();
    assert_eq!(first, second);
    assert_eq!(fingerprint(&one.domain).await, fingerprint(&other.domain).await);
}

#[tokio::test]
async fn a_second_fill_adds_nothing() {
    let (place, first) = filled().await;
    assert!(first.added);
    let before = fingerprint(&place.domain).await;
    let sql = "UPDATE users SET username = 'alicia', email = 'alicia@example.org' WHERE username = 'alice'";
    place.domain.database.writer().execute_unprepared(sql).await.unwrap();
    let second = fill(&place.domain, &mut |_| panic!("nothing is to be done")).await.unwrap();
    assert_eq!(second, Summary { added: false, ..first });
    let sql = "UPDATE users SET username = 'alice', email = 'alice@example.org' WHERE username = 'alicia'";
    place.domain.database.writer().execute_unprepared(sql).await.unwrap();
    assert_eq!(fingerprint(&place.domain).await, before);
}

#[tokio::test]
async fn what_belongs_to_others_is_left_alone() {
    let place = empty(1).await;
    let sql =
        "INSERT INTO tags (id, slug, name, created_at) VALUES (x'00', 'a', 'A', '2024-01-01T00:00:00+00:00')";
    place.domain.database.writer().execute_unprepared(sql).await.unwrap();
    let error = fill(&place.domain, &mut |_| {}).await.unwrap_err();
    assert!(matches!(error, Error::NotEmpty), "{error}");
    assert_eq!(number_of(&place.domain, "SELECT count(*) FROM users").await, 0);
}

#[tokio::test]
async fn a_fill_that_is_cut_off_leaves_nothing() {
    let place = empty(1).await;
    let sql = "CREATE TRIGGER full_disk BEFORE INSERT ON bookmarks BEGIN SELECT RAISE(ABORT, 'full'); END";
    place.domain.database.writer().execute_unprepared(sql).await.unwrap();
    fill(&place.domain, &mut |_| {}).await.unwrap_err();
    for (table, _) in TABLES {
        assert_eq!(number_of(&place.domain, &format!("SELECT count(*) FROM {table}")).await, 0, "{table}");
    }
    place.domain.database.writer().execute_unprepared("DROP TRIGGER full_disk").await.unwrap();
    assert!(fill(&place.domain, &mut |_| {}).await.unwrap().added);
}

#[tokio::test]
async fn every_stage_is_told_from_its_beginning_to_its_end() {
    let place = empty(1).await;
    let mut told = Vec::new();
    fill(&place.domain, &mut |progress| told.push(progress)).await.unwrap();
    for stage in told.chunk_by(|a, b| a.stage == b.stage) {
        let (first, last) = (stage[0], stage[stage.len() - 1]);
        assert_eq!((first.done, last.done), (0, last.total), "{}", last.stage);
        assert!(stage.is_sorted_by_key(|progress| progress.done));
    }
    let mut stages: Vec<&str> = told.iter().map(|progress| progress.stage).collect();
    stages.dedup();
    assert_eq!(stages, ["Writing texts", "Rendering texts", "Storing rows"]);
}

#[tokio::test]
async fn the_password_opens_three_accounts() {
    let (place, _) = filled().await;
    let sql = "SELECT username || ' ' || role || ' ' || email, password_hash FROM users \
               WHERE password_hash IS NOT NULL ORDER BY username";
    let known = rows(&place.domain, sql).await;
    let names: Vec<String> = known.iter().map(|row| row.try_get_by_index(0).unwrap()).collect();
    assert_eq!(
        names,
        ["ada ADMIN ada@example.org", "alice AUTHOR alice@example.org", "mona MODERATOR mona@example.org"]
    );
    for row in &known {
        let hash: String = row.try_get_by_index(1).unwrap();
        assert!(place.domain.passwords.verify(PASSWORD, Some(&hash)).await.unwrap());
    }
}

#[tokio::test]
async fn postgresql_holds_the_same() {
    let Some(place) = empty_postgres(1).await else { return };
    let (other, expected) = filled().await;
    assert_eq!(fill(&place.domain, &mut |_| {}).await.unwrap(), expected);
    super::counters::all_are_right(&place.domain).await;
    for sql in [
        "SELECT CAST(sum(length(body_html)) AS bigint) FROM posts",
        "SELECT CAST(sum(like_count * depth) AS bigint) FROM comments",
        "SELECT CAST(sum(post_count * follower_count) AS bigint) FROM users",
    ] {
        assert_eq!(number_of(&place.domain, sql).await, number_of(&other.domain, sql).await, "{sql}");
    }
    assert!(!fill(&place.domain, &mut |_| {}).await.unwrap().added);
}

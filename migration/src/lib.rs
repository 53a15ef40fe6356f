//! The database schema, one change a file, each with `up` and `down`, on SQLite and on PostgreSQL alike.
//!
//! A file that has landed is never changed again: a server somewhere has run it.

mod dialect;
mod m20261121_000001_create_users;
mod m20261121_000002_create_usernames;
mod m20261121_000003_create_sessions;
mod m20261121_000004_create_refresh_tokens;
mod m20261121_000005_create_tags;
mod m20261121_000006_create_posts;
mod m20261121_000007_create_post_slugs;
mod m20261121_000008_create_post_tags;
mod m20261121_000009_create_comments;
mod m20261121_000010_create_post_reactions;
mod m20261121_000011_create_comment_reactions;
mod m20261121_000012_create_bookmarks;
mod m20261121_000013_create_user_follows;
mod m20261121_000014_create_tag_follows;
mod m20261121_000015_create_imports;
mod m20261121_000016_create_jobs;
mod m20261121_000017_schedule_posts;
mod m20261121_000018_create_post_revisions;
mod m20261121_000019_create_post_drafts;
mod m20261121_000020_create_post_co_authors;
mod m20261121_000021_create_series;
mod m20261121_000022_create_series_posts;
mod m20261121_000023_create_events;
mod m20261121_000024_create_event_log;
mod m20261121_000025_create_idempotency_keys;

pub use sea_orm_migration::prelude::MigratorTrait;
use sea_orm_migration::prelude::*;

/// All changes, oldest first.
pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m20261121_000001_create_users::Migration),
            Box::new(m20261121_000002_create_usernames::Migration),
            Box::new(m20261121_000003_create_sessions::Migration),
            Box::new(m20261121_000004_create_refresh_tokens::Migration),
            Box::new(m20261121_000005_create_tags::Migration),
            Box::new(m20261121_000006_create_posts::Migration),
            Box::new(m20261121_000007_create_post_slugs::Migration),
            Box::new(m20261121_000008_create_post_tags::Migration),
            Box::new(m20261121_000009_create_comments::Migration),
            Box::new(m20261121_000010_create_post_reactions::Migration),
            Box::new(m20261121_000011_create_comment_reactions::Migration),
            Box::new(m20261121_000012_create_bookmarks::Migration),
            Box::new(m20261121_000013_create_user_follows::Migration),
            Box::new(m20261121_000014_create_tag_follows::Migration),
            Box::new(m20261121_000015_create_imports::Migration),
            Box::new(m20261121_000016_create_jobs::Migration),
            Box::new(m20261121_000017_schedule_posts::Migration),
            Box::new(m20261121_000018_create_post_revisions::Migration),
            Box::new(m20261121_000019_create_post_drafts::Migration),
            Box::new(m20261121_000020_create_post_co_authors::Migration),
            Box::new(m20261121_000021_create_series::Migration),
            Box::new(m20261121_000022_create_series_posts::Migration),
            Box::new(m20261121_000023_create_events::Migration),
            Box::new(m20261121_000024_create_event_log::Migration),
            Box::new(m20261121_000025_create_idempotency_keys::Migration),
        ]
    }
}

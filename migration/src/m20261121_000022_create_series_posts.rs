//! The places of posts in series. A post stands in one at the most.

use sea_orm_migration::prelude::*;

use crate::dialect::run;

/// The places of posts in series. A post stands in one at the most.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(
            manager,
            &[
                r#"CREATE TABLE series_posts (
                    post_id <uuid> PRIMARY KEY NOT NULL REFERENCES posts (id) ON DELETE CASCADE,
                    series_id <uuid> NOT NULL REFERENCES series (id) ON DELETE CASCADE,
                    position integer NOT NULL,
                    CONSTRAINT series_posts_position_check CHECK (position >= 0)
                ) <strict>"#,
                r#"CREATE INDEX series_posts_series_id ON series_posts (series_id, position, post_id)"#,
            ],
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(manager, &["DROP TABLE series_posts"]).await
    }
}

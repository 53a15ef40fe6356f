//! Writing all rows, many in a statement.

use sea_orm::{ActiveModelTrait, ConnectionTrait, DbErr, EntityTrait, IntoActiveModel, Iterable};

use super::Progress;
use super::world::World;
use crate::entity::series::series_post;
use crate::entity::{
    bookmark, comment, comment_reaction, post, post_co_author, post_reaction, post_slug, post_tag, series,
    tag, tag_follow, user, user_follow, username,
};

/// Values bound in one statement: SQLite takes 32,766, and PostgreSQL twice as many.
const MAX_VALUES: usize = 32_000;

/// Rows in one statement, so that the bar moves.
const MAX_ROWS: usize = 1_000;

/// How many rows of how many are in the database.
struct Meter<'a> {
    report: &'a mut dyn FnMut(Progress),
    done: u64,
    total: u64,
}

impl Meter<'_> {
    fn add(&mut self, rows: usize) {
        self.done += rows as u64;
        (self.report)(Progress { stage: "Storing rows", done: self.done, total: self.total });
    }
}

/// Writes the whole demo; what is referred to goes first.
pub(super) async fn insert(
    transaction: &impl ConnectionTrait,
    world: World,
    progress: &mut dyn FnMut(Progress),
) -> Result<(), DbErr> {
    let mut meter = Meter { report: progress, done: 0, total: world.rows() as u64 };
    meter.add(0);
    rows::<user::Entity, user::ActiveModel>(transaction, world.users, &mut meter).await?;
    rows::<username::Entity, username::ActiveModel>(transaction, world.usernames, &mut meter).await?;
    rows::<tag::Entity, tag::ActiveModel>(transaction, world.tags, &mut meter).await?;
    rows::<post::Entity, post::ActiveModel>(transaction, world.posts, &mut meter).await?;
    rows::<post_slug::Entity, post_slug::ActiveModel>(transaction, world.post_slugs, &mut meter).await?;
    rows::<post_tag::Entity, post_tag::ActiveModel>(transaction, world.post_tags, &mut meter).await?;
    rows::<post_co_author::Entity, post_co_author::ActiveModel>(
        transaction,
        world.post_co_authors,
        &mut meter,
    )
    .await?;
    rows::<series::Entity, series::ActiveModel>(transaction, world.series, &mut meter).await?;
    rows::<series_post::Entity, series_post::ActiveModel>(transaction, world.series_posts, &mut meter)
        .await?;
    rows::<comment::Entity, comment::ActiveModel>(transaction, world.comments, &mut meter).await?;
    rows::<post_reaction::Entity, post_reaction::ActiveModel>(transaction, world.post_reactions, &mut meter)
        .await?;
    rows::<comment_reaction::Entity, comment_reaction::ActiveModel>(
        transaction,
        world.comment_reactions,
        &mut meter,
    )
    .await?;
    rows::<bookmark::Entity, bookmark::ActiveModel>(transaction, world.bookmarks, &mut meter).await?;
    rows::<user_follow::Entity, user_follow::ActiveModel>(transaction, world.user_follows, &mut meter)
        .await?;
    rows::<tag_follow::Entity, tag_follow::ActiveModel>(transaction, world.tag_follows, &mut meter).await
}

async fn rows<E, A>(
    transaction: &impl ConnectionTrait,
    all: Vec<E::Model>,
    meter: &mut Meter<'_>,
) -> Result<(), DbErr>
where
    E: EntityTrait,
    E::Model: IntoActiveModel<A>,
    A: ActiveModelTrait<Entity = E>,
{
    let size = (MAX_VALUES / E::Column::iter().count().max(1)).clamp(1, MAX_ROWS);
    let mut all = all.into_iter();
    loop {
        let chunk: Vec<E::Model> = all.by_ref().take(size).collect();
        if chunk.is_empty() {
            return Ok(());
        }
        let count = chunk.len();
        E::insert_many(chunk.into_iter().map(IntoActiveModel::<A>::into_active_model))
            .exec_without_returning(transaction)
            .await?;
        meter.add(count);
    }
}

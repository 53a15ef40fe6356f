//! Changing a post that came in from a file, when the file says something else now.

use chrono::{DateTime, Utc};
use sea_orm::sea_query::LockType;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ConnectionTrait, DbErr, EntityTrait, QuerySelect};
use uuid::Uuid;

use super::counting::{Counted, counts, recount};
use super::create::Prepared;
use super::revision::{self, Cause, History};
use super::{fields, tagging};
use crate::domain::Domain;
use crate::domain::error::Result;
use crate::domain::event::{self, EventKind};
use crate::domain::input::Input;
use crate::entity::post::{self, Model as Post, PostRow, Status};

/// The post with its texts, whoever's and deleted or not, locked until the transaction ends.
pub(crate) async fn find_for_import(
    transaction: &impl ConnectionTrait,
    id: Uuid,
) -> std::result::Result<Option<Post>, DbErr> {
    post::Entity::find_by_id(id).lock(LockType::NoKeyUpdate).one(transaction).await
}

/// Brings title, text, excerpt and tags to what the file says. Slug and author stay, and the settings of what is published;
/// a draft is published where the file says so, as of `published_at` and for whom it says, and nothing that was published becomes a draft.
pub(crate) async fn change_imported(
    domain: &Domain,
    transaction: &impl ConnectionTrait,
    before: Post,
    prepared: &Prepared,
    published_at: Option<DateTime<Utc>>,
) -> Result<PostRow> {
    let now = domain.clock.now();
    let Prepared { read, rendered, .. } = prepared;
    let publishes = prepared.publish && before.status == Status::Draft;
    let mut input = Input::default();
    if publishes || before.status != Status::Draft {
        fields::require_title(&mut input, &read.title);
    }
    input.finish()?;

    let excerpt = read.excerpt.as_ref().unwrap_or(&rendered.excerpt).clone();
    let changes_text =
        read.title != before.title || read.body_markdown != before.body_markdown || excerpt != before.excerpt;
    let was_published = before.published_at.is_some();
    let mut row = post::ActiveModel {
        id: Set(before.id),
        title: Set(read.title.clone()),
        body_markdown: Set(read.body_markdown.clone()),
        body_html: Set(rendered.html.clone()),
        excerpt: Set(excerpt),
        excerpt_is_written: Set(read.excerpt.is_some()),
        word_count: Set(rendered.word_count),
        reading_time_minutes: Set(rendered.reading_time_minutes),
        version: Set(before.version + 1),
        updated_at: Set(now),
        ..Default::default()
    };
    if was_published && changes_text {
        row.edited_at = Set(Some(now));
    }
    if publishes {
        row.status = Set(prepared.status());
        // For whom it is was not asked of a draft.
        row.visibility = Set(prepared.visibility);
        row.comment_policy = Set(prepared.comment_policy);
    }
    if publishes || was_published {
        row.published_at = Set(published_at.or(before.published_at));
    }
    let before = PostRow::from(before);
    let history = History::open(domain, transaction, &before, Cause::Edit).await?;
    let after = PostRow::from(row.update(transaction).await?);
    let (tags_before, tags_after) = tagging::set(domain, transaction, after.id, &read.tags, false).await?;
    match after.author_id {
        _ if publishes => revision::published(domain, transaction, after.id, after.author_id, now).await?,
        Some(author_id) if changes_text || tags_before != tags_after => {
            history.edited(domain, transaction, &after, author_id, now).await?;
        }
        _ => {}
    }
    let was = Counted { counts: counts(&before), tags: &tags_before };
    recount(transaction, after.author_id, was, Counted { counts: counts(&after), tags: &tags_after }).await?;
    // Nobody is told of its publication, which is old news; who watches the post sees it change.
    event::of_post(transaction, EventKind::PostUpdated, after.id, now).await?;
    Ok(after)
}

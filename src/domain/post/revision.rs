//! Revisions: the text of a post is kept each time it goes live, so that nothing that people read is lost by a change.
//!
//! A publication makes one, where the text is another than before. Edits of what is live make one together, those of one
//! person within 10 minutes of the first. What was never live is kept only when another text is restored over it.

use chrono::{DateTime, Duration, Utc};
use sea_orm::{ConnectionTrait, DbErr};
use uuid::Uuid;

use super::tagging;
use crate::domain::Domain;
use crate::domain::error::Result;
use crate::entity::column::Column;
use crate::entity::post::{PostRow, Status};
use crate::entity::post_revision::Kind;
use crate::entity::sql::Sql;

/// Minutes from a person's first edit within which their others belong to the same revision.
const TOGETHER: i64 = 10;

/// The words of a comparison between a revision `r` and its post `p`; the tags are compared apart.
const SAME_TEXT: &str =
    "r.title = p.title AND r.subtitle IS NOT DISTINCT FROM p.subtitle AND r.excerpt = p.excerpt
    AND r.excerpt_is_written = p.excerpt_is_written AND r.body_markdown = p.body_markdown";

/// What is known of the latest revision of a post.
struct Latest {
    id: Uuid,
    kind: Kind,
    editor_id: Option<Uuid>,
    created_at: DateTime<Utc>,
}

/// How the text of a post comes to change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cause {
    Edit,
    /// A former text is restored.
    Restoration,
}

/// The revisions of a post that is about to change.
pub(super) struct History {
    latest: Option<Latest>,
    cause: Cause,
}

impl History {
    /// Looks at them before the change, and keeps the text as it is where that would be lost else: posts that are older
    /// than their revisions have none.
    pub(super) async fn open(
        domain: &Domain,
        transaction: &impl ConnectionTrait,
        post: &PostRow,
        cause: Cause,
    ) -> Result<Self> {
        let mut latest = latest(transaction, post.id).await?;
        let is_lost = match (cause, post.published_at) {
            (Cause::Restoration, _) => !is_kept(transaction, post.id, latest.as_ref()).await?,
            (Cause::Edit, published_at) => published_at.is_some() && latest.is_none(),
        };
        if is_lost {
            let kind = if is_live(post) { Kind::Publication } else { Kind::Draft };
            let written_at = post.edited_at.or(post.published_at).unwrap_or(post.updated_at);
            let kept =
                Latest { id: domain.clock.new_id(), kind, editor_id: post.author_id, created_at: written_at };
            keep(transaction, post.id, &kept).await?;
            latest = Some(kept);
        }
        Ok(Self { latest, cause })
    }

    /// Keeps the text as it is after the change, where it is live.
    pub(super) async fn edited(
        self,
        domain: &Domain,
        transaction: &impl ConnectionTrait,
        post: &PostRow,
        editor_id: Uuid,
        now: DateTime<Utc>,
    ) -> Result<()> {
        if !is_live(post) {
            return Ok(());
        }
        let together = self.latest.filter(|latest| {
            self.cause == Cause::Edit
                && latest.kind == Kind::Edit
                && latest.editor_id == Some(editor_id)
                && now < latest.created_at + Duration::minutes(TOGETHER)
        });
        match together {
            Some(latest) => replace(transaction, post.id, latest.id).await,
            None => {
                let id = domain.clock.new_id();
                let edit = Latest { id, kind: Kind::Edit, editor_id: Some(editor_id), created_at: now };
                keep(transaction, post.id, &edit).await
            }
        }
    }
}

/// Keeps the text of a post that has just gone live, where it is another than the one kept last.
pub(super) async fn published(
    domain: &Domain,
    transaction: &impl ConnectionTrait,
    post_id: Uuid,
    editor_id: Option<Uuid>,
    now: DateTime<Utc>,
) -> Result<()> {
    let latest = latest(transaction, post_id).await?;
    // What was kept as a draft is live only now.
    let is_kept = latest.as_ref().is_some_and(|latest| latest.kind != Kind::Draft)
        && is_kept(transaction, post_id, latest.as_ref()).await?;
    if is_kept {
        return Ok(());
    }
    first_published(domain, transaction, post_id, editor_id, now).await
}

/// Keeps the text of a post that went live and has no revisions.
pub(super) async fn first_published(
    domain: &Domain,
    transaction: &impl ConnectionTrait,
    post_id: Uuid,
    editor_id: Option<Uuid>,
    now: DateTime<Utc>,
) -> Result<()> {
    let id = domain.clock.new_id();
    keep(transaction, post_id, &Latest { id, kind: Kind::Publication, editor_id, created_at: now }).await
}

/// Whether others than the authors read the text.
fn is_live(post: &PostRow) -> bool {
    matches!(post.status, Status::Published | Status::Archived)
}

async fn latest(
    connection: &impl ConnectionTrait,
    post_id: Uuid,
) -> std::result::Result<Option<Latest>, DbErr> {
    let mut sql = Sql::new(
        connection.get_database_backend(),
        "SELECT r.id, r.kind, r.editor_id, r.created_at FROM post_revisions r WHERE r.post_id = ",
    );
    sql.bind(post_id).push(" ORDER BY r.id DESC LIMIT 1");
    let Some(row) = sql.one(connection).await? else { return Ok(None) };
    Ok(Some(Latest {
        id: Column::read(&row, 0)?,
        kind: Column::read(&row, 1)?,
        editor_id: Column::read(&row, 2)?,
        created_at: Column::read(&row, 3)?,
    }))
}

/// Whether the post's text is that of its latest revision.
async fn is_kept(connection: &impl ConnectionTrait, post_id: Uuid, latest: Option<&Latest>) -> Result<bool> {
    let Some(latest) = latest else { return Ok(false) };
    let mut sql = Sql::new(
        connection.get_database_backend(),
        "SELECT r.tags FROM post_revisions r JOIN posts p ON p.id = r.post_id WHERE r.id = ",
    );
    sql.bind(latest.id).push(" AND ").push(SAME_TEXT);
    let Some(row) = sql.one(connection).await? else { return Ok(false) };
    let tags: String = Column::read(&row, 0)?;
    Ok(tags == tags_of(connection, post_id).await?)
}

/// Writes the post's text, as it is now, as a revision.
async fn keep(connection: &impl ConnectionTrait, post_id: Uuid, revision: &Latest) -> Result<()> {
    let tags = tags_of(connection, post_id).await?;
    let mut sql = Sql::new(
        connection.get_database_backend(),
        "INSERT INTO post_revisions (id, post_id, kind, editor_id, created_at, tags, version, title, subtitle, excerpt, excerpt_is_written, body_markdown) SELECT ",
    );
    sql.bind(revision.id).push(", p.id, ").bind(revision.kind).push(", ").bind(revision.editor_id);
    sql.push(", ").bind(revision.created_at).push(", ").bind(tags).push(", ").push(TEXT);
    sql.push(" FROM posts p WHERE p.id = ").bind(post_id);
    sql.execute(connection).await?;
    Ok(())
}

/// Brings a revision to the post's text as it is now.
async fn replace(connection: &impl ConnectionTrait, post_id: Uuid, revision_id: Uuid) -> Result<()> {
    let tags = tags_of(connection, post_id).await?;
    let mut sql = Sql::new(connection.get_database_backend(), "UPDATE post_revisions SET tags = ");
    sql.bind(tags)
        .push(", (version, title, subtitle, excerpt, excerpt_is_written, body_markdown) = (SELECT ")
        .push(TEXT);
    sql.push(" FROM posts p WHERE p.id = ").bind(post_id).push(") WHERE id = ").bind(revision_id);
    sql.execute(connection).await?;
    Ok(())
}

/// What a revision holds of a post.
const TEXT: &str = "p.version, p.title, p.subtitle, p.excerpt, p.excerpt_is_written, p.body_markdown";

async fn tags_of(connection: &impl ConnectionTrait, post_id: Uuid) -> Result<String> {
    tagging::to_json(tagging::names_of(connection, post_id).await?)
}

//! Commenting.

use sea_orm::{ActiveModelTrait, ActiveValue::Set, ConnectionTrait, DatabaseBackend, DbErr};
use uuid::Uuid;

use super::{MAX_DEPTH, read_body, render_body};
use crate::domain::Domain;
use crate::domain::error::{Error, Problem, ProblemCode, Result};
use crate::domain::event::Event;
use crate::domain::policy::{self, CommentRefusal};
use crate::entity::comment::{self, Model as Comment};
use crate::entity::post::{self, CommentPolicy, PostRow};
use crate::entity::row::Row;
use crate::entity::sql::Sql;
use crate::viewer::{SignedIn, Viewer};

/// A comment just written, and its post as it stands now.
#[derive(Clone, Debug)]
pub struct Added {
    pub comment: Comment,
    pub post: PostRow,
}

/// Comments on a post, or replies to a comment under it.
pub async fn add_comment(
    domain: &Domain,
    person: &SignedIn,
    post_id: Uuid,
    parent_id: Option<Uuid>,
    body: &str,
) -> Result<Added> {
    let body_markdown = read_body(body)?;
    let body_html = render_body(&body_markdown).await?;
    let (viewer, now) = (Viewer::SignedIn(*person), domain.clock.now());
    let transaction = domain.database.begin().await?;
    let post = post::find::for_change(&transaction, post_id, &viewer, now).await?;
    let mut post = post.ok_or_else(|| Error::from(Problem::not_found("post").at("post_id")))?;
    may_comment(&transaction, &viewer, &post).await?;
    let parent = match parent_id {
        Some(parent_id) => Some(find_parent(&transaction, parent_id, post_id).await?),
        None => None,
    };
    let comment = comment::ActiveModel {
        id: Set(domain.clock.new_id()),
        post_id: Set(post_id),
        author_id: Set(Some(person.user_id)),
        depth: Set(parent.as_ref().map_or(0, |parent| parent.depth + 1)),
        parent_id: Set(parent.as_ref().map(|parent| parent.id)),
        body_markdown: Set(body_markdown),
        body_html: Set(body_html),
        created_at: Set(now),
        ..Default::default()
    }
    .insert(&transaction)
    .await?;
    count(&transaction, &comment, 1).await?;
    post.comment_count += 1;
    transaction.commit().await?;
    domain.tell(&Event::CommentAdded { post_id, comment_id: comment.id }).await;
    Ok(Added { comment, post })
}

async fn may_comment(connection: &impl ConnectionTrait, viewer: &Viewer, post: &PostRow) -> Result<()> {
    let follows =
        post.comment_policy == CommentPolicy::Followers && follows_author(connection, viewer, post).await?;
    let closed = |message| Err(Problem::new(ProblemCode::CommentsClosed, message).at("post_id").into());
    match policy::can_comment(viewer, &post.state(), follows) {
        Ok(()) => Ok(()),
        Err(CommentRefusal::SignedOut) => Err(Error::Unauthenticated),
        Err(CommentRefusal::NotLive) => {
            Err(Problem::not_allowed("The post is not published; nobody can comment on it.")
                .at("post_id")
                .into())
        }
        Err(CommentRefusal::Closed) => closed("The author has closed the comments."),
        Err(CommentRefusal::FollowersOnly) => closed("Only the author's followers can comment."),
    }
}

async fn follows_author(connection: &impl ConnectionTrait, viewer: &Viewer, post: &PostRow) -> Result<bool> {
    let mut sql =
        Sql::new(connection.get_database_backend(), "SELECT 1 FROM user_follows WHERE follower_id = ");
    sql.bind(viewer.user_id()).push(" AND followee_id = ").bind(post.author_id);
    Ok(sql.one(connection).await?.is_some())
}

/// The comment under which a reply goes: the one named, or the one above it where that is the deepest.
async fn find_parent(connection: &impl ConnectionTrait, parent_id: Uuid, post_id: Uuid) -> Result<Comment> {
    // Both in one statement: the named one first.
    let mut sql = Sql::new(connection.get_database_backend(), "SELECT ");
    sql.push(&Comment::columns("c")).push(" FROM comments c WHERE c.post_id = ").bind(post_id);
    sql.push(" AND (c.id = ").bind(parent_id);
    sql.push(&format!(
        " OR c.id = (SELECT d.parent_id FROM comments d WHERE d.depth = {MAX_DEPTH} AND d.id = "
    ));
    sql.bind(parent_id).push(")) ORDER BY c.depth DESC");
    if sql.backend() == DatabaseBackend::Postgres {
        sql.push(" FOR NO KEY UPDATE OF c");
    }
    let rows = sql.all(connection).await?;
    let found =
        rows.iter().map(|row| Comment::read(row, 0)).collect::<std::result::Result<Vec<_>, DbErr>>()?;
    let Some(named) = found.iter().find(|comment| comment.id == parent_id) else {
        return Err(Problem::not_found("comment under that post").at("parent_id").into());
    };
    if !policy::can_reply(&named.state()) {
        return Err(Problem::not_allowed("The comment was removed; nobody can reply to it.")
            .at("parent_id")
            .into());
    }
    let parent = found.into_iter().next_back();
    parent.ok_or_else(|| Problem::not_found("comment under that post").at("parent_id").into())
}

/// Counts a comment that comes or goes: on its post, and on its parent.
pub(super) async fn count(connection: &impl ConnectionTrait, comment: &Comment, step: i32) -> Result<()> {
    let mut sql =
        Sql::new(connection.get_database_backend(), "UPDATE posts SET comment_count = comment_count + ");
    sql.bind(step).push(" WHERE id = ").bind(comment.post_id);
    sql.execute(connection).await?;
    if let Some(parent_id) = comment.parent_id {
        let mut sql =
            Sql::new(connection.get_database_backend(), "UPDATE comments SET reply_count = reply_count + ");
        sql.bind(step).push(" WHERE id = ").bind(parent_id);
        sql.execute(connection).await?;
    }
    Ok(())
}

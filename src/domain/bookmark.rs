//! Bookmarks. Each command may be repeated: the second time changes nothing but the note.

use sea_orm::{ConnectionTrait, DbErr};
use uuid::Uuid;

use super::Domain;
use super::error::{Error, Problem, Result};
use super::input::Input;
use super::text::is_blank;
use crate::entity::post::{self, PostRow, Status};
use crate::entity::sql::{self, Sql};
use crate::viewer::{SignedIn, Viewer};

/// Characters of the longest note.
const MAX_NOTE: usize = 2_000;

/// Keeps a post to read later, with a note or without.
pub async fn bookmark_post(
    domain: &Domain,
    person: &SignedIn,
    post_id: Uuid,
    note: Option<&str>,
) -> Result<PostRow> {
    let mut input = Input::default();
    let note =
        note.map(|note| input.text("note", "The note", note, 0..=MAX_NOTE)).filter(|note| !is_blank(note));
    input.finish()?;
    let now = domain.clock.now();
    let transaction = domain.database.begin().await?;
    let mut post = find(&transaction, person, post_id, now).await?.ok_or_else(no_such_post)?;
    if matches!(post.status, Status::Draft | Status::Scheduled) || post.deleted_at.is_some() {
        return Err(Problem::not_allowed("Only a published post can be bookmarked.").at("post_id").into());
    }
    let backend = domain.database.backend();
    let mut sql =
        Sql::new(backend, "INSERT INTO bookmarks (id, user_id, post_id, note, created_at) VALUES (");
    sql.bind(domain.clock.new_id()).push(", ").bind(person.user_id).push(", ").bind(post_id).push(", ");
    sql.bind(note.clone()).push(", ").bind(now).push(") ON CONFLICT (user_id, post_id) DO NOTHING");
    if sql.execute(&transaction).await? == 1 {
        count(&transaction, post_id, 1).await?;
        post.bookmark_count += 1;
    } else {
        let mut sql = Sql::new(backend, "UPDATE bookmarks SET note = ");
        sql.bind(note).push(" WHERE user_id = ").bind(person.user_id).push(" AND post_id = ").bind(post_id);
        sql.execute(&transaction).await?;
    }
    transaction.commit().await?;
    Ok(post)
}

/// Lets go of a bookmark, also of a post that one may no longer read: then there is no post to show.
pub async fn remove_bookmark(domain: &Domain, person: &SignedIn, post_id: Uuid) -> Result<Option<PostRow>> {
    let transaction = domain.database.begin().await?;
    sql::lock(&transaction, "posts", post_id).await?;
    let mut sql = Sql::new(domain.database.backend(), "DELETE FROM bookmarks WHERE user_id = ");
    sql.bind(person.user_id).push(" AND post_id = ").bind(post_id);
    let is_removed = sql.execute(&transaction).await? == 1;
    if is_removed {
        count(&transaction, post_id, -1).await?;
    }
    let post = find(&transaction, person, post_id, domain.clock.now()).await?;
    if post.is_none() && !is_removed {
        return Err(no_such_post());
    }
    transaction.commit().await?;
    Ok(post)
}

async fn find(
    connection: &impl ConnectionTrait,
    person: &SignedIn,
    post_id: Uuid,
    now: chrono::DateTime<chrono::Utc>,
) -> std::result::Result<Option<PostRow>, DbErr> {
    post::find::for_change(connection, post_id, &Viewer::SignedIn(*person), now).await
}

fn no_such_post() -> Error {
    Problem::not_found("post").at("post_id").into()
}

async fn count(
    connection: &impl ConnectionTrait,
    post_id: Uuid,
    step: i32,
) -> std::result::Result<(), DbErr> {
    let mut sql =
        Sql::new(connection.get_database_backend(), "UPDATE posts SET bookmark_count = bookmark_count + ");
    sql.bind(step).push(" WHERE id = ").bind(post_id);
    sql.execute(connection).await.map(|_| ())
}

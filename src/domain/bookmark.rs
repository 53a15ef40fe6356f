//! Bookmarks. Each command may be repeated: the second time changes nothing but the note.

use sea_orm::{ConnectionTrait, DbErr};
use uuid::Uuid;

use super::Domain;
use super::error::{Problem, Result};
use super::input::Input;
use super::text::is_blank;
use crate::entity::post::{self, PostRow, Status};
use crate::entity::sql::Sql;
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
    let post = find(&transaction, person, post_id, now).await?;
    if post.status == Status::Draft || post.deleted_at.is_some() {
        return Err(Problem::not_allowed("Only a published post can be bookmarked.").at("post_id").into());
    }
    let backend = domain.database.backend();
    let mut sql =
        Sql::new(backend, "INSERT INTO bookmarks (id, user_id, post_id, note, created_at) VALUES (");
    sql.bind(domain.clock.new_id()).push(", ").bind(person.user_id).push(", ").bind(post_id).push(", ");
    sql.bind(note.clone()).push(", ").bind(now).push(") ON CONFLICT (user_id, post_id) DO NOTHING");
    let post = if sql.execute(&transaction).await? == 1 {
        count(&transaction, post, 1).await?
    } else {
        let mut sql = Sql::new(backend, "UPDATE bookmarks SET note = ");
        sql.bind(note).push(" WHERE user_id = ").bind(person.user_id).push(" AND post_id = ").bind(post_id);
        sql.execute(&transaction).await?;
        post
    };
    transaction.commit().await?;
    Ok(post)
}

/// Lets go of a bookmark.
pub async fn remove_bookmark(domain: &Domain, person: &SignedIn, post_id: Uuid) -> Result<PostRow> {
    let transaction = domain.database.begin().await?;
    let post = find(&transaction, person, post_id, domain.clock.now()).await?;
    let mut sql = Sql::new(domain.database.backend(), "DELETE FROM bookmarks WHERE user_id = ");
    sql.bind(person.user_id).push(" AND post_id = ").bind(post_id);
    let post = match sql.execute(&transaction).await? {
        1 => count(&transaction, post, -1).await?,
        _ => post,
    };
    transaction.commit().await?;
    Ok(post)
}

async fn find(
    connection: &impl ConnectionTrait,
    person: &SignedIn,
    post_id: Uuid,
    now: chrono::DateTime<chrono::Utc>,
) -> Result<PostRow> {
    let post = post::find::for_change(connection, post_id, &Viewer::SignedIn(*person), now).await?;
    post.ok_or_else(|| Problem::not_found("post").at("post_id").into())
}

/// The post is locked: what is added to the row at hand is what the database then holds.
async fn count(
    connection: &impl ConnectionTrait,
    mut post: PostRow,
    step: i32,
) -> std::result::Result<PostRow, DbErr> {
    let mut sql =
        Sql::new(connection.get_database_backend(), "UPDATE posts SET bookmark_count = bookmark_count + ");
    sql.bind(step).push(" WHERE id = ").bind(post.id);
    sql.execute(connection).await?;
    post.bookmark_count += step;
    Ok(post)
}

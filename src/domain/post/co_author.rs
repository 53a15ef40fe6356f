//! Writing together: the author of a post chooses who edits it with them. Each command may be repeated: the second time
//! changes nothing.

use chrono::{DateTime, Utc};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, PaginatorTrait, QueryFilter};
use uuid::Uuid;

use super::find_standing;
use crate::domain::Domain;
use crate::domain::error::{Error, Problem, ProblemCode, Result};
use crate::domain::event::{self, EventKind};
use crate::entity::post::{self, PostRow};
use crate::entity::post_co_author::{self, is_one};
use crate::entity::sql;
use crate::entity::user;
use crate::viewer::{Role, SignedIn, Viewer};

/// Co-authors of a post.
pub const MAX_CO_AUTHORS: usize = 10;

/// Has somebody write one's own post together with its author.
pub async fn add_co_author(
    domain: &Domain,
    person: &SignedIn,
    post_id: Uuid,
    user_id: Uuid,
) -> Result<PostRow> {
    let transaction = domain.database.begin().await?;
    let post = find_standing(domain, &transaction, person, post_id).await?;
    let Some(user) = user::Entity::find_by_id(user_id).one(&transaction).await? else {
        return Err(no_such_person());
    };
    if post.author_id == Some(user_id) {
        return Err(Problem::not_allowed("The author of a post is not its co-author too.")
            .at("user_id")
            .into());
    }
    if user.role < Role::Author {
        let message = format!("{} has not the role AUTHOR, which a co-author needs.", user.username);
        return Err(Problem::not_allowed(message).at("user_id").into());
    }
    if is_one(&transaction, post_id, user_id).await? {
        return Ok(post);
    }
    // The post is locked: nobody adds another meanwhile.
    let of_post = post_co_author::Entity::find().filter(post_co_author::Column::PostId.eq(post_id));
    if of_post.count(&transaction).await? >= MAX_CO_AUTHORS as u64 {
        let message = format!("The post has {MAX_CO_AUTHORS} co-authors; more are not allowed.");
        let problem = Problem::new(ProblemCode::TooMany, message).at("user_id");
        return Err(problem.bounds(None, Some(MAX_CO_AUTHORS)).into());
    }
    let now = domain.clock.now();
    put_co_author(&transaction, post_id, user_id, now).await?;
    event::of_post(&transaction, EventKind::PostUpdated, post_id, now).await?;
    transaction.commit().await?;
    domain.announce();
    Ok(post)
}

/// Notes a co-author, whoever asks for it; one who is one already stays as they are.
pub(crate) async fn put_co_author(
    transaction: &impl ConnectionTrait,
    post_id: Uuid,
    user_id: Uuid,
    added_at: DateTime<Utc>,
) -> std::result::Result<(), DbErr> {
    let row =
        post_co_author::ActiveModel { post_id: Set(post_id), user_id: Set(user_id), added_at: Set(added_at) };
    let nothing = OnConflict::columns([post_co_author::Column::PostId, post_co_author::Column::UserId])
        .do_nothing()
        .to_owned();
    post_co_author::Entity::insert(row).on_conflict(nothing).exec_without_returning(transaction).await?;
    Ok(())
}

/// Ends that: the author may send anybody away, and everybody may go. Nothing where that leaves the post hidden from who
/// asked.
pub async fn remove_co_author(
    domain: &Domain,
    person: &SignedIn,
    post_id: Uuid,
    user_id: Uuid,
) -> Result<Option<PostRow>> {
    let transaction = domain.database.begin().await?;
    let is_leaving = user_id == person.user_id && is_one(&transaction, post_id, user_id).await?;
    if is_leaving {
        sql::lock(&transaction, "posts", post_id).await?;
    } else {
        find_standing(domain, &transaction, person, post_id).await?;
        if user::Entity::find_by_id(user_id).one(&transaction).await?.is_none() {
            return Err(no_such_person());
        }
    }
    let removed = post_co_author::Entity::delete_by_id((post_id, user_id)).exec(&transaction).await?;
    let now = domain.clock.now();
    let post = post::find::for_change(&transaction, post_id, &Viewer::SignedIn(*person), now).await?;
    if removed.rows_affected > 0 {
        event::of_post(&transaction, EventKind::PostUpdated, post_id, now).await?;
    }
    transaction.commit().await?;
    domain.announce();
    Ok(post)
}

/// Whether somebody may edit a post as its co-author.
pub(super) async fn edits(
    connection: &impl ConnectionTrait,
    person: &SignedIn,
    post: &PostRow,
) -> Result<bool> {
    // It is not looked up where it does not matter.
    if post.author_id == Some(person.user_id) || person.role < Role::Author {
        return Ok(false);
    }
    Ok(is_one(connection, post.id, person.user_id).await?)
}

fn no_such_person() -> Error {
    Problem::not_found("person").at("user_id").into()
}

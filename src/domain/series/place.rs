//! The places of posts in a series.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, DbErr};
use uuid::Uuid;

use super::find_own;
use crate::domain::error::{Error, Problem, ProblemCode, Result};
use crate::domain::policy;
use crate::entity::column::Column;
use crate::entity::post::{self, PostRow};
use crate::entity::series;
use crate::entity::sql::Sql;
use crate::viewer::{SignedIn, Viewer};

/// Posts in one series.
pub const MAX_POSTS: usize = 500;

/// Gives a series exactly these posts, in this order; they leave the series in which they stood. What is deleted stays
/// where it is, for its author may restore it.
pub(super) async fn set(
    transaction: &impl ConnectionTrait,
    person: &SignedIn,
    series_id: Uuid,
    post_ids: &[Uuid],
    now: DateTime<Utc>,
) -> Result<()> {
    let post_ids = &each_once(post_ids);
    if post_ids.len() > MAX_POSTS {
        return Err(too_many(post_ids.len()).at("post_ids").into());
    }
    let found = post::find::by_ids(transaction, post_ids, &Viewer::SignedIn(*person), now).await?;
    let found: HashMap<Uuid, PostRow> = found.into_iter().map(|post| (post.id, post)).collect();
    for id in post_ids {
        let post = found.get(id).ok_or_else(|| Error::from(Problem::not_found("post").at("post_ids")))?;
        may_stand(person, post).map_err(|problem| problem.at("post_ids"))?;
    }
    let mut sql = Sql::new(transaction.get_database_backend(), "DELETE FROM series_posts WHERE series_id = ");
    sql.bind(series_id).push(" AND post_id IN (SELECT p.id FROM posts p JOIN series_posts sp ON sp.post_id = p.id WHERE sp.series_id = ");
    sql.bind(series_id).push(" AND p.deleted_at IS NULL)");
    sql.execute(transaction).await?;
    let places = (0_i32..).zip(post_ids).map(|(position, id)| (*id, position));
    put(transaction, series_id, places.collect()).await?;
    Ok(())
}

/// Has others who change series of one's own wait until the transaction ends.
pub(in crate::domain) async fn hold(
    transaction: &impl ConnectionTrait,
    person: &SignedIn,
) -> std::result::Result<(), DbErr> {
    series::find::own_for_change(transaction, person.user_id).await.map(|_| ())
}

/// Puts one's own post, which is locked, at the end of a series of one's own, or in none; whether that changed anything.
pub(in crate::domain) async fn put_last(
    transaction: &impl ConnectionTrait,
    person: &SignedIn,
    post: &PostRow,
    series_id: Option<Uuid>,
) -> Result<bool> {
    let Some(series_id) = series_id else {
        if !policy::can_change_post(&Viewer::SignedIn(*person), &post.state()) {
            return Err(somebody_elses().at("series_id").into());
        }
        let mut sql =
            Sql::new(transaction.get_database_backend(), "DELETE FROM series_posts WHERE post_id = ");
        sql.bind(post.id);
        return Ok(sql.execute(transaction).await? > 0);
    };
    find_own(transaction, person, series_id, "series_id").await?;
    may_stand(person, post).map_err(|problem| problem.at("series_id"))?;
    let mut sql = Sql::new(
        transaction.get_database_backend(),
        "SELECT count(*), max(sp.position), max(CASE WHEN sp.post_id = ",
    );
    sql.bind(post.id).push(" THEN 1 ELSE 0 END) FROM series_posts sp WHERE sp.series_id = ").bind(series_id);
    let Some(row) = sql.one(transaction).await? else { return Ok(false) };
    let (count, last): (i64, Option<i32>) = (Column::read(&row, 0)?, Column::read(&row, 1)?);
    let stands: Option<i32> = Column::read(&row, 2)?;
    if stands == Some(1) {
        return Ok(false);
    }
    let count = usize::try_from(count).unwrap_or(usize::MAX);
    if count >= MAX_POSTS {
        return Err(too_many(count + 1).at("series_id").into());
    }
    put(transaction, series_id, vec![(post.id, last.map_or(0, |last| last + 1))]).await?;
    Ok(true)
}

/// The ids that are given, each once, in the order in which they are first given.
fn each_once(ids: &[Uuid]) -> Vec<Uuid> {
    let mut seen = HashSet::with_capacity(ids.len());
    ids.iter().copied().filter(|id| seen.insert(*id)).collect()
}

fn may_stand(person: &SignedIn, post: &PostRow) -> std::result::Result<(), Problem> {
    if !policy::can_change_post(&Viewer::SignedIn(*person), &post.state()) {
        return Err(somebody_elses());
    }
    if post.deleted_at.is_some() {
        return Err(Problem::not_allowed("A deleted post has no place in a series; restore it first."));
    }
    Ok(())
}

fn somebody_elses() -> Problem {
    Problem::not_allowed("A series holds its author's own posts; one of these is somebody else's.")
}

fn too_many(count: usize) -> Problem {
    let message = format!("The series would have {count} posts; at most {MAX_POSTS} are allowed.");
    Problem::new(ProblemCode::TooMany, message).bounds(None, Some(MAX_POSTS))
}

async fn put(
    transaction: &impl ConnectionTrait,
    series_id: Uuid,
    mut places: Vec<(Uuid, i32)>,
) -> std::result::Result<(), DbErr> {
    if places.is_empty() {
        return Ok(());
    }
    // In one order everywhere: two who move the same posts wait for each other rather than lock each other out.
    places.sort_unstable();
    let mut sql = Sql::new(
        transaction.get_database_backend(),
        "INSERT INTO series_posts (post_id, series_id, position) VALUES ",
    );
    for (index, (post_id, position)) in places.into_iter().enumerate() {
        sql.push(if index > 0 { ", (" } else { "(" }).bind(post_id).push(", ").bind(series_id);
        sql.push(", ").bind(position).push(")");
    }
    sql.push(
        " ON CONFLICT (post_id) DO UPDATE SET series_id = excluded.series_id, position = excluded.position",
    );
    sql.execute(transaction).await.map(|_| ())
}

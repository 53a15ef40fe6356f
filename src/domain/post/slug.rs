//! The slugs of posts. A slug once taken stays its post's, so that old links lead on.

use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, DbErr};
use uuid::Uuid;

use crate::domain::error::{Error, Fault, Problem, ProblemCode, Result};
use crate::domain::text::slug;
use crate::entity::sql::Sql;

/// How often another is tried when somebody takes the one just found free.
const ATTEMPTS: usize = 5;

/// Takes the slug that was given by hand, or makes a free one of the title.
pub(super) async fn take(
    transaction: &impl ConnectionTrait,
    given: Option<&str>,
    title: &str,
    post_id: Uuid,
    now: DateTime<Utc>,
) -> Result<String> {
    if let Some(given) = given {
        return match claim(transaction, given, post_id, now).await? {
            true => Ok(given.to_owned()),
            false => Err(taken(given)),
        };
    }
    let base = slug::from_title(title);
    let mut candidate = base.clone();
    for _ in 0..ATTEMPTS {
        if claim(transaction, &candidate, post_id, now).await? {
            return Ok(candidate);
        }
        candidate = next_free(transaction, &base).await?;
    }
    Err(Error::Fault(Fault::Other(format!("no free slug was found for {base:?}"))))
}

/// Whether a slug is the one that a title makes, or that with a number behind it.
pub(super) fn is_made_of(slug: &str, title: &str) -> bool {
    let base = slug::from_title(title);
    let number = slug.rsplit_once('-').and_then(|(_, number)| number.parse().ok());
    slug == base || number.is_some_and(|number| slug == slug::with_suffix(&base, number))
}

/// Keeps a slug that a post had elsewhere before it came here; `false` when it is another's.
pub async fn take_former_slug(
    transaction: &impl ConnectionTrait,
    slug: &str,
    post_id: Uuid,
    now: DateTime<Utc>,
) -> std::result::Result<bool, DbErr> {
    claim(transaction, slug, post_id, now).await
}

fn taken(slug: &str) -> Error {
    Problem::new(ProblemCode::Taken, format!("The slug \"{slug}\" is taken.")).at("slug").into()
}

async fn claim(
    transaction: &impl ConnectionTrait,
    slug: &str,
    post_id: Uuid,
    now: DateTime<Utc>,
) -> std::result::Result<bool, DbErr> {
    let mut sql = Sql::new(
        transaction.get_database_backend(),
        "INSERT INTO post_slugs (slug, post_id, taken_at) VALUES (",
    );
    sql.bind(slug).push(", ").bind(post_id).push(", ").bind(now);
    // The update changes nothing; it makes a slug that is the post's own already count as a row.
    sql.push(") ON CONFLICT (slug) DO UPDATE SET post_id = excluded.post_id WHERE post_slugs.post_id = excluded.post_id");
    Ok(sql.execute(transaction).await? == 1)
}

/// The base with the least number behind it that is free.
async fn next_free(transaction: &impl ConnectionTrait, base: &str) -> std::result::Result<String, DbErr> {
    // Candidates are shortened at their end: what they share is shorter than the base by the longest suffix.
    let shared: String = base.chars().take(slug::MAX - 8).collect();
    let mut sql = Sql::new(transaction.get_database_backend(), "SELECT slug FROM post_slugs WHERE slug >= ");
    // A slug holds no character that sorts after "{".
    sql.bind(shared.as_str()).push(" AND slug < ").bind(format!("{shared}{{"));
    let rows = sql.all(transaction).await?;
    let taken = rows
        .iter()
        .map(|row| row.try_get_by_index(0))
        .collect::<std::result::Result<std::collections::HashSet<String>, _>>()?;
    let free =
        (2..).map(|number| slug::with_suffix(base, number)).find(|candidate| !taken.contains(candidate));
    Ok(free.unwrap_or_else(|| base.to_owned()))
}

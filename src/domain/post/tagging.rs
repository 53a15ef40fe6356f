//! The tags of a post: made when new, kept in their author's order.

use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, DbErr};
use uuid::Uuid;

use crate::domain::error::{Fault, Problem, ProblemCode, Result};
use crate::domain::input::{Input, invalid};
use crate::domain::{Domain, text};
use crate::entity::sql::Sql;

const MAX_NAME: usize = 40;

/// A tag as somebody wrote it, and the slug by which it is the same however it is written.
#[derive(Clone, Debug)]
pub(super) struct TagName {
    name: String,
    slug: String,
}

impl PartialEq for TagName {
    fn eq(&self, other: &Self) -> bool {
        self.slug == other.slug
    }
}

impl TagName {
    pub(super) fn name(&self) -> String {
        self.name.clone()
    }

    pub(super) fn read(input: &mut Input, name: &str) -> Self {
        let name = input.line("tags", "A tag", name.trim().trim_start_matches('#'), 1..=MAX_NAME);
        let slug = tag_slug(&name);
        if slug.is_empty() && !name.is_empty() {
            let message = format!("The tag {name:?} must hold a letter or a digit.");
            input.refuse(Problem::new(ProblemCode::Invalid, message).at("tags"));
        }
        if text::has_control_in_line(&name) {
            input.refuse(invalid("tags", "A tag must not contain control characters."));
        }
        Self { name, slug }
    }
}

/// The slug of a tag's name. The signs by which languages are told apart are spelled out: C, C++ and C# are three.
pub fn tag_slug(name: &str) -> String {
    let spelled = name.replace('+', " plus ").replace('#', " sharp ");
    let spelled = spelled.strip_prefix('.').map_or_else(|| spelled.clone(), |rest| format!("dot {rest}"));
    if spelled.chars().any(char::is_alphanumeric) { text::slug::from_title(&spelled) } else { String::new() }
}

/// Gives the post exactly these tags; the ids of those it had and of those it has now.
pub(super) async fn set(
    domain: &Domain,
    transaction: &impl ConnectionTrait,
    post_id: Uuid,
    tags: &[TagName],
    is_new: bool,
) -> Result<(Vec<Uuid>, Vec<Uuid>)> {
    let before = if is_new { Vec::new() } else { ids_of(transaction, post_id).await? };
    let mut after = Vec::with_capacity(tags.len());
    if !tags.is_empty() {
        make(domain, transaction, tags).await?;
        after = find(transaction, tags).await?;
    }
    if before != after {
        if !before.is_empty() {
            let mut sql =
                Sql::new(transaction.get_database_backend(), "DELETE FROM post_tags WHERE post_id = ");
            sql.bind(post_id);
            sql.execute(transaction).await?;
        }
        if !after.is_empty() {
            attach(transaction, post_id, &after).await?;
        }
    }
    Ok((before, after))
}

/// The ids of a post's tags, in order.
pub(super) async fn ids_of(
    connection: &impl ConnectionTrait,
    post_id: Uuid,
) -> std::result::Result<Vec<Uuid>, DbErr> {
    let mut sql =
        Sql::new(connection.get_database_backend(), "SELECT tag_id FROM post_tags WHERE post_id = ");
    sql.bind(post_id).push(" ORDER BY position");
    sql.all(connection).await?.iter().map(|row| row.try_get_by_index(0)).collect()
}

/// The names of a post's tags, in order.
pub(super) async fn names_of(
    connection: &impl ConnectionTrait,
    post_id: Uuid,
) -> std::result::Result<Vec<String>, DbErr> {
    let mut sql = Sql::new(
        connection.get_database_backend(),
        "SELECT t.name FROM post_tags pt JOIN tags t ON t.id = pt.tag_id WHERE pt.post_id = ",
    );
    sql.bind(post_id).push(" ORDER BY pt.position");
    sql.all(connection).await?.iter().map(|row| row.try_get_by_index(0)).collect()
}

/// The names of tags as they are kept beside a text that does not carry them.
pub(super) fn to_json(names: impl IntoIterator<Item = String>) -> Result<String> {
    let names: Vec<String> = names.into_iter().collect();
    serde_json::to_string(&names).map_err(|error| Fault::Other(error.to_string()).into())
}

async fn make(
    domain: &Domain,
    connection: &impl ConnectionTrait,
    tags: &[TagName],
) -> std::result::Result<(), DbErr> {
    let now: DateTime<Utc> = domain.clock.now();
    let mut sorted: Vec<_> = tags.iter().collect();
    // In one order everywhere: two who make the same tags at once wait for each other rather than lock each other out.
    sorted.sort_by(|a, b| a.slug.cmp(&b.slug));
    let mut sql =
        Sql::new(connection.get_database_backend(), "INSERT INTO tags (id, slug, name, created_at) VALUES ");
    for (index, tag) in sorted.into_iter().enumerate() {
        sql.push(if index > 0 { ", (" } else { "(" })
            .bind(domain.clock.new_id())
            .push(", ")
            .bind(tag.slug.as_str());
        sql.push(", ").bind(tag.name.as_str()).push(", ").bind(now).push(")");
    }
    sql.push(" ON CONFLICT (slug) DO NOTHING");
    sql.execute(connection).await.map(|_| ())
}

async fn find(connection: &impl ConnectionTrait, tags: &[TagName]) -> std::result::Result<Vec<Uuid>, DbErr> {
    let mut sql = Sql::new(connection.get_database_backend(), "SELECT slug, id FROM tags WHERE slug IN (");
    for (index, tag) in tags.iter().enumerate() {
        sql.push(if index > 0 { ", " } else { "" }).bind(tag.slug.as_str());
    }
    sql.push(")");
    let mut found = std::collections::HashMap::new();
    for row in sql.all(connection).await? {
        found.insert(row.try_get_by_index::<String>(0)?, row.try_get_by_index::<Uuid>(1)?);
    }
    Ok(tags.iter().filter_map(|tag| found.get(&tag.slug).copied()).collect())
}

async fn attach(
    connection: &impl ConnectionTrait,
    post_id: Uuid,
    tags: &[Uuid],
) -> std::result::Result<(), DbErr> {
    let mut sql = Sql::new(
        connection.get_database_backend(),
        "INSERT INTO post_tags (post_id, tag_id, position) VALUES ",
    );
    for (position, tag_id) in (0_i32..).zip(tags) {
        sql.push(if position > 0 { ", (" } else { "(" }).bind(post_id).push(", ").bind(*tag_id);
        sql.push(", ").bind(position).push(")");
    }
    sql.execute(connection).await.map(|_| ())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_told_apart_by_their_slugs() {
        let slugs = ["C", "C++", "c#", ".NET", "Rust Lang", "rust-lang"].map(tag_slug);
        assert_eq!(slugs, ["c", "c-plus-plus", "c-sharp", "dot-net", "rust-lang", "rust-lang"]);
        assert_eq!(tag_slug("!?"), "");
    }
}

//! The slugs of series, which are unique among series. They never change.

use sea_orm::{ConnectionTrait, DbErr};

use crate::domain::text::slug;
use crate::entity::series::find;
use crate::entity::sql::Sql;

/// The least number behind the slug of a title that is free, or none where the slug itself is.
pub(super) async fn free(connection: &impl ConnectionTrait, title: &str) -> Result<String, DbErr> {
    let base = slug::from_title(title);
    if find::by_slug(connection, &base).await?.is_none() {
        return Ok(base);
    }
    // Candidates are shortened at their end: what they share is shorter than the base by the longest suffix.
    let shared: String = base.chars().take(slug::MAX - 8).collect();
    let mut sql = Sql::new(connection.get_database_backend(), "SELECT slug FROM series WHERE slug >= ");
    // A slug holds no character that sorts after "{".
    sql.bind(shared.as_str()).push(" AND slug < ").bind(format!("{shared}{{"));
    let rows = sql.all(connection).await?;
    let taken = rows
        .iter()
        .map(|row| row.try_get_by_index(0))
        .collect::<Result<std::collections::HashSet<String>, _>>()?;
    let free =
        (2..).map(|number| slug::with_suffix(&base, number)).find(|candidate| !taken.contains(candidate));
    Ok(free.unwrap_or(base))
}

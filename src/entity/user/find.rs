//! Finding people.

use sea_orm::{ConnectionTrait, DatabaseBackend, DbErr};
use uuid::Uuid;

use super::model::UserRow;
use crate::entity::column::Column;
use crate::entity::list::{Item, List, Slice};
use crate::entity::row::{Columns, Row};
use crate::entity::sql::Sql;
use crate::page::Page;

/// The person with this username, or who had it once.
pub async fn by_username(
    connection: &impl ConnectionTrait,
    username: &str,
    columns: Columns,
) -> Result<Option<UserRow>, DbErr> {
    let mut sql = select(connection, columns);
    sql.push("usernames n JOIN users u ON u.id = n.user_id WHERE n.username = ").bind(username);
    let row = sql.one(connection).await?;
    row.map(|row| UserRow::read_some(&row, &mut 0, columns)).transpose()
}

/// The same person and a page of a list of theirs, where both are one statement: on PostgreSQL. Each row of the page has the
/// person's columns once more.
pub async fn by_username_with_page<T: Item>(
    connection: &impl ConnectionTrait,
    username: &str,
    columns: Columns,
    list: &List,
    parent_column: &str,
    page: &Page,
) -> Result<Option<(UserRow, Option<Slice<T>>)>, DbErr> {
    let backend = connection.get_database_backend();
    if backend != DatabaseBackend::Postgres {
        let user = by_username(connection, username, columns).await?;
        return Ok(user.map(|user| (user, None)));
    }
    let mut selected = "SELECT ".to_owned();
    UserRow::push_columns(&mut selected, "parent", columns);
    let mut sql = Sql::new(backend, &selected);
    sql.push(", page.* FROM usernames n JOIN users parent ON parent.id = n.user_id");
    list.join_page(&mut sql, parent_column, page);
    sql.push(" WHERE n.username = ").bind(username);
    let rows = sql.all(connection).await?;
    let Some(first) = rows.first() else { return Ok(None) };
    let user = UserRow::read_some(first, &mut 0, columns)?;
    Ok(Some((user, Some(list.read_joined_page(&rows, UserRow::count(columns), page)?))))
}

/// The people with these ids, in no order.
pub async fn by_ids(connection: &impl ConnectionTrait, ids: &[Uuid]) -> Result<Vec<UserRow>, DbErr> {
    let mut sql = select(connection, Columns::USUAL);
    sql.push("users u WHERE ").any("u.id", ids);
    sql.all(connection).await?.iter().map(|row| UserRow::read(row, 0)).collect()
}

/// The co-authors of posts, those who came first first, with the post's id.
pub async fn co_authors(
    connection: &impl ConnectionTrait,
    post_ids: &[Uuid],
    columns: Columns,
) -> Result<Vec<(Uuid, UserRow)>, DbErr> {
    let mut selected = "SELECT ca.post_id, ".to_owned();
    UserRow::push_columns(&mut selected, "u", columns);
    let mut sql = Sql::new(connection.get_database_backend(), &selected);
    sql.push(" FROM post_co_authors ca JOIN users u ON u.id = ca.user_id WHERE ");
    sql.any("ca.post_id", post_ids).push(" ORDER BY ca.added_at, ca.user_id");
    let rows = sql.all(connection).await?;
    rows.iter().map(|row| Ok((Column::read(row, 0)?, UserRow::read_some(row, &mut 1, columns)?))).collect()
}

fn select(connection: &impl ConnectionTrait, columns: Columns) -> Sql {
    let mut selected = "SELECT ".to_owned();
    UserRow::push_columns(&mut selected, "u", columns);
    let mut sql = Sql::new(connection.get_database_backend(), &selected);
    sql.push(" FROM ");
    sql
}

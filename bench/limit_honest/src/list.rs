//! Pages, and sorting the children of many parents to them.

use std::collections::HashMap;

use serde::Serialize;
use tokio_postgres::Row;
use uuid::Uuid;

use crate::cursor::Cursor;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Connection<E, P> {
    pub edges: Vec<E>,
    pub page_info: P,
}

#[derive(Serialize)]
pub struct Edge<T> {
    pub node: T,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct HasNext {
    pub has_next_page: bool,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct NextFrom {
    pub has_next_page: bool,
    pub end_cursor: Option<Cursor>,
}

#[derive(Serialize)]
pub struct Tag<'a> {
    pub name: &'a str,
}

/// The tags of posts, in their authors' order.
pub const TAGS: &str = "SELECT pt.post_id, t.name FROM post_tags pt JOIN tags t ON t.id = pt.tag_id WHERE pt.post_id = ANY($1) ORDER BY pt.position";

/// Cuts a page that was asked for with one row too many; whether there is more.
pub fn cut(rows: &mut Vec<Row>, size: usize) -> bool {
    let has_more = rows.len() > size;
    rows.truncate(size);
    has_more
}

/// The tags of each post, taken out once.
pub fn by_post(rows: &[Row]) -> HashMap<Uuid, Vec<Tag<'_>>> {
    let mut found: HashMap<Uuid, Vec<Tag<'_>>> = HashMap::with_capacity(20);
    for row in rows {
        found.entry(row.get(0)).or_default().push(Tag { name: row.get(1) });
    }
    found
}

//! What only this server has a word for: the table `tribune` of the front matter, as an export writes it.

use sea_orm::ActiveEnum;

use super::front_matter::FrontMatterError;
use super::keys::broken;
use super::value::{Map, Value};
use crate::entity::post::{CommentPolicy, Status, Visibility};

/// The table's name.
pub const TABLE: &str = "tribune";

/// What a file says of a post in this server's own words.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Settings {
    pub subtitle: Option<String>,
    pub visibility: Visibility,
    pub comment_policy: CommentPolicy,
    /// Only whether it is archived: drafts are told by `draft`.
    pub is_archived: bool,
    pub canonical_url: Option<String>,
    pub language: Option<String>,
    pub content_warning: Option<String>,
}

/// Reads the table. What cannot be read is an error rather than the default: that might show a post to more people than
/// it is for.
pub(super) fn read_settings(map: &Map, source: &str) -> Result<Settings, FrontMatterError> {
    let table = match map.get(TABLE) {
        Some(Value::Map(table)) => table,
        Some(Value::Nothing) | None => return Ok(Settings::default()),
        Some(_) => return Err(broken(source, TABLE, &format!("`{TABLE}` is no table"))),
    };
    let text = |key: &str| table.get(key).and_then(Value::text);
    Ok(Settings {
        subtitle: text("subtitle"),
        visibility: one_of(table, "visibility", source)?,
        comment_policy: one_of(table, "comments", source)?,
        is_archived: one_of::<Status>(table, "status", source)? == Status::Archived,
        canonical_url: text("canonical_url"),
        language: text("language"),
        content_warning: text("content_warning"),
    })
}

fn one_of<T>(table: &Map, key: &str, source: &str) -> Result<T, FrontMatterError>
where
    T: ActiveEnum<Value = String> + Default,
{
    let text = match table.get(key) {
        Some(Value::Nothing) | None => return Ok(T::default()),
        Some(value) => value.text().unwrap_or_default(),
    };
    T::try_from_value(&text.to_uppercase()).map_err(|_| {
        let known: Vec<String> = T::values().into_iter().map(|value| value.to_lowercase()).collect();
        broken(source, key, &format!("`{key}` is {text:?}; it can be {}", known.join(", ")))
    })
}

//! A post together with what is read on the way to it.

use std::borrow::Cow;

use sea_orm::{DbErr, QueryResult};

use super::row::PostRow;
use crate::entity::authored::{Authored, Wanted};
use crate::entity::row::Row;
use crate::entity::tag::Model as Tag;
use crate::entity::tag::find::{push_joined, read_joined};

/// A post that was found, with its tags where they were read on the way.
#[derive(Clone, Debug)]
pub struct Found {
    pub post: Authored<PostRow>,
    pub tags: Option<Vec<Tag>>,
}

impl From<Authored<PostRow>> for Found {
    fn from(post: Authored<PostRow>) -> Self {
        Self { post, tags: None }
    }
}

impl Found {
    /// The columns as SQL, of a post whose table has the alias `p`.
    pub fn columns(wanted: &Wanted) -> String {
        let columns = Authored::<PostRow>::columns("p", wanted);
        if wanted.tags.is_some() { ["tag.*, ", &columns].concat() } else { columns }
    }

    /// What is joined to the post for them.
    pub fn join(wanted: &Wanted) -> Cow<'static, str> {
        match wanted.tags {
            Some(tags) => {
                let mut text = String::with_capacity(512);
                text.push_str(author(wanted));
                push_joined(&mut text, tags);
                Cow::Owned(text)
            }
            None => Cow::Borrowed(author(wanted)),
        }
    }

    /// Reads what [`Found::columns`] selects.
    pub fn read(row: &QueryResult, first: usize, wanted: &Wanted) -> Result<Self, DbErr> {
        Ok(Self {
            post: Authored::read(row, first + wanted.tags.map_or(0, Tag::count), wanted)?,
            tags: wanted.tags.map(|tags| read_joined(row, first, tags)).transpose()?,
        })
    }
}

/// How the author is joined to a post, where they are wanted.
pub fn author(wanted: &Wanted) -> &'static str {
    if wanted.author.is_some() { " LEFT JOIN users a ON a.id = p.author_id" } else { "" }
}

//! What is in the database: SeaORM entities for writing, rows for reading, and the named scopes that say who may read
//! what.

pub mod authored;
pub mod bookmark;
pub mod column;
pub mod comment;
pub mod comment_reaction;
pub mod event;
pub mod import;
pub mod job;
pub mod list;
pub mod post;
pub mod post_co_author;
pub mod post_draft;
pub mod post_reaction;
pub mod post_revision;
pub mod post_slug;
pub mod post_tag;
pub mod reaction;
pub mod refresh_token;
pub mod row;
pub mod series;
pub mod session;
pub mod sql;
pub mod tag;
pub mod tag_follow;
pub mod user;
pub mod user_follow;
pub mod username;

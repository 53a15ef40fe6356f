//! A person.

use sea_orm::entity::prelude::*;

use crate::entity::row::row;
use crate::viewer::Role;

/// A person.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "users")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub username: String,
    pub email: Option<String>,
    pub email_verified_at: Option<DateTimeUtc>,
    pub display_name: String,
    pub search_name: String,
    pub bio: Option<String>,
    pub bio_html: Option<String>,
    pub website_url: Option<String>,
    pub location: Option<String>,
    pub role: Role,
    pub password_hash: Option<String>,
    pub imported_at: Option<DateTimeUtc>,
    pub post_count: i32,
    pub follower_count: i32,
    pub following_count: i32,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// What is read of a person to show them; the password's hash is not among it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UserRow {
    pub id: Uuid,
    pub username: String,
    pub email: Option<String>,
    pub email_verified_at: Option<DateTimeUtc>,
    pub display_name: String,
    pub bio: Option<String>,
    pub bio_html: Option<String>,
    pub website_url: Option<String>,
    pub location: Option<String>,
    pub role: Role,
    pub post_count: i32,
    pub follower_count: i32,
    pub following_count: i32,
    pub created_at: DateTimeUtc,
}

row!(UserRow {
    always { id, username }
    usual {
        email,
        email_verified_at,
        display_name,
        bio,
        bio_html,
        website_url,
        location,
        role,
        post_count,
        follower_count,
        following_count,
        created_at,
    }
    asked {}
});

impl From<Model> for UserRow {
    fn from(user: Model) -> Self {
        Self {
            id: user.id,
            username: user.username,
            email: user.email,
            email_verified_at: user.email_verified_at,
            display_name: user.display_name,
            bio: user.bio,
            bio_html: user.bio_html,
            website_url: user.website_url,
            location: user.location,
            role: user.role,
            post_count: user.post_count,
            follower_count: user.follower_count,
            following_count: user.following_count,
            created_at: user.created_at,
        }
    }
}

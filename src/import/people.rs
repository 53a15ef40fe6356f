//! Whose an imported post is.

use sea_orm::{ConnectionTrait, DbErr};
use uuid::Uuid;

use crate::domain::Domain;
use crate::domain::account::{find_imported_person, make_imported_person};
use crate::domain::error::Result;
use crate::entity::row::Columns;
use crate::entity::user::{self, UserRow};

/// The person as whom a folder is imported: posts without an author are theirs, and those that name them.
pub(super) struct Owner {
    id: Uuid,
    names: [String; 2],
}

impl Owner {
    pub(super) async fn find(domain: &Domain, username: &str) -> std::result::Result<Option<Self>, DbErr> {
        let username = username.trim().to_lowercase();
        // No name holds a NUL, and PostgreSQL takes none.
        if username.contains('\0') {
            return Ok(None);
        }
        let user = user::find::by_username(domain.database.reader(), &username, Columns::USUAL).await?;
        Ok(user.map(Self::from))
    }

    fn is_named(&self, name: &str) -> bool {
        self.names.contains(&name.to_lowercase())
    }
}

impl From<UserRow> for Owner {
    fn from(user: UserRow) -> Self {
        Self { id: user.id, names: [user.username, user.display_name.to_lowercase()] }
    }
}

/// The author of a post, who is the first that is named, and whether they were made just now.
///
/// A real person who merely has the author's name is never taken for them.
pub(super) async fn author(
    domain: &Domain,
    transaction: &impl ConnectionTrait,
    owner: &Owner,
    authors: &[String],
) -> Result<(Uuid, bool)> {
    if let Some(id) = find_author(transaction, owner, authors).await? {
        return Ok((id, false));
    }
    let name = authors.first().map(String::as_str).unwrap_or_default();
    Ok((make_imported_person(domain, transaction, name).await?, true))
}

/// The author, where they are here already.
pub(super) async fn find_author(
    connection: &impl ConnectionTrait,
    owner: &Owner,
    authors: &[String],
) -> std::result::Result<Option<Uuid>, DbErr> {
    match authors.first() {
        Some(name) if !owner.is_named(name) => find_imported_person(connection, name).await,
        _ => Ok(Some(owner.id)),
    }
}

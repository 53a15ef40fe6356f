//! What is done to accounts from the machine itself, by whoever can run the program there.

use sea_orm::{ActiveModelTrait, ActiveValue::Set, ConnectionTrait};
use uuid::Uuid;

use super::password::Password;
use super::register::{NewAccount, Registration, create_account};
use super::session::revoke;
use crate::domain::Domain;
use crate::domain::error::{Error, Problem, Result};
use crate::domain::input::Input;
use crate::domain::signal::Signal;
use crate::entity::row::Columns;
use crate::entity::user::{self, UserRow};
use crate::viewer::Role;

/// Makes an account with a role, whether registration is open or not.
pub async fn create_with_role(domain: &Domain, registration: &Registration, role: Role) -> Result<UserRow> {
    let account = NewAccount::read(registration)?;
    let hash = domain.passwords.hash(account.password.as_str(), domain.clock.random_bytes()).await?;
    let transaction = domain.database.begin().await?;
    let user = create_account(domain, &transaction, &account, hash, role).await?;
    transaction.commit().await?;
    Ok(user)
}

/// Gives somebody a role and ends their sessions: nobody goes on with what they may no longer do.
pub async fn set_role(domain: &Domain, username: &str, role: Role) -> Result<()> {
    change(domain, username, |row| row.role = Set(role)).await
}

/// Gives somebody a password and ends their sessions.
pub async fn set_password(domain: &Domain, username: &str, password: &str) -> Result<()> {
    let mut input = Input::default();
    let password = Password::read(&mut input, "password", password, &[username]);
    input.finish()?;
    let hash = domain.passwords.hash(password.as_str(), domain.clock.random_bytes()).await?;
    change(domain, username, |row| row.password_hash = Set(Some(hash))).await
}

async fn change(domain: &Domain, username: &str, set: impl FnOnce(&mut user::ActiveModel)) -> Result<()> {
    let now = domain.clock.now();
    let transaction = domain.database.begin().await?;
    let id = find(&transaction, username).await?;
    let mut row = user::ActiveModel { id: Set(id), updated_at: Set(now), ..Default::default() };
    set(&mut row);
    row.update(&transaction).await?;
    let session_ids = revoke(&transaction, id, None, None, now).await?;
    transaction.commit().await?;
    domain.tell(&Signal::SessionsRevoked { session_ids }).await;
    Ok(())
}

async fn find(connection: &impl ConnectionTrait, username: &str) -> Result<Uuid> {
    let user = user::find::by_username(connection, &username.to_lowercase(), Columns::USUAL).await?;
    user.map(|user| user.id).ok_or_else(|| Error::from(Problem::not_found("person").at("username")))
}

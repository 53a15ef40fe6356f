//! Signing in.

use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};

use super::client::Client;
use super::session::{SignIn, begin};
use super::throttle::LoginAttempt;
use crate::domain::Domain;
use crate::domain::error::{Problem, ProblemCode, Result};
use crate::entity::user;

/// Signs in by username or e-mail address. A wrong password and an unknown name answer in the same words and take the
/// same time, and so do refusals after too many failures.
pub async fn login(domain: &Domain, login: &str, password: &str, client: Client) -> Result<SignIn> {
    let login = login.trim().to_lowercase();
    let attempt = LoginAttempt::begin(domain, &login, &client).await?;
    let found = find(domain, &login, password).await;
    // Only what was looked at and found wrong is a failure.
    if !matches!(found, Ok(None)) {
        attempt.forgive(domain).await;
    }
    let Some(user) = found? else {
        let problem = Problem::new(ProblemCode::InvalidCredentials, "The name or the password is wrong.");
        return Err(problem.into());
    };
    let outdated = user.password_hash.as_deref().is_some_and(|hash| domain.passwords.is_outdated(hash));
    let rehashed = match outdated {
        true => Some(domain.passwords.hash(password, domain.clock.random_bytes()).await?),
        false => None,
    };
    let transaction = domain.database.begin().await?;
    if rehashed.is_some() {
        let change = user::ActiveModel { password_hash: Set(rehashed), ..Default::default() };
        user::Entity::update_many()
            .set(change)
            .filter(user::Column::Id.eq(user.id))
            .exec(&transaction)
            .await?;
    }
    let sign_in = begin(domain, &transaction, user.into(), client).await?;
    transaction.commit().await?;
    Ok(sign_in)
}

/// Whose name and password these are, if they are anybody's.
async fn find(domain: &Domain, login: &str, password: &str) -> Result<Option<user::Model>> {
    let column = if login.contains('@') { user::Column::Email } else { user::Column::Username };
    // No name holds a NUL, and PostgreSQL takes none.
    let user = match login.contains('\0') {
        true => None,
        false => user::Entity::find().filter(column.eq(login)).one(domain.database.reader()).await?,
    };
    let hash = user.as_ref().and_then(|user| user.password_hash.as_deref());
    let is_right = domain.passwords.verify(password, hash).await?;
    Ok(user.filter(|_| is_right))
}

//! Making an account.

use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect,
};
use uuid::Uuid;

use super::client::Client;
use super::email::Email;
use super::password::Password;
use super::session::{SignIn, begin};
use super::throttle;
use super::username::{Username, take_username, taken};
use crate::domain::Domain;
use crate::domain::error::{Error, Problem, ProblemCode, Result};
use crate::domain::input::Input;
use crate::entity::user::{self, UserRow};
use crate::viewer::Role;

/// What somebody gives to register.
#[derive(Clone, Debug)]
pub struct Registration {
    pub username: String,
    pub email: String,
    pub password: String,
    /// The username when left out.
    pub display_name: Option<String>,
}

/// An account that may be made: every part of it was read and found right.
pub struct NewAccount {
    pub username: Username,
    pub email: Email,
    pub display_name: String,
    pub password: Password,
}

impl NewAccount {
    /// Reads a registration; all its problems at once.
    pub fn read(registration: &Registration) -> Result<Self> {
        let mut input = Input::default();
        let account = Self {
            username: Username::read(&mut input, &registration.username),
            email: Email::read(&mut input, &registration.email),
            display_name: match &registration.display_name {
                Some(name) => input.line("display_name", "The display name", name, 1..=80),
                None => registration.username.trim().to_owned(),
            },
            password: Password::read(
                &mut input,
                "password",
                &registration.password,
                &[
                    &registration.username,
                    &registration.email,
                    registration.display_name.as_deref().unwrap_or_default(),
                ],
            ),
        };
        input.finish()?;
        Ok(account)
    }
}

/// Makes an account and signs in with it.
pub async fn register(domain: &Domain, registration: &Registration, client: Client) -> Result<SignIn> {
    if !domain.registration_is_open {
        return Err(Error::Forbidden("Registration is closed on this server."));
    }
    let account = NewAccount::read(registration)?;
    throttle::registration(domain, account.email.as_str(), &client).await?;
    let hash = domain.passwords.hash(account.password.as_str(), domain.clock.random_bytes()).await?;
    let transaction = domain.database.begin().await?;
    let user = create_account(domain, &transaction, &account, hash, Role::Author).await?;
    let sign_in = begin(domain, &transaction, user, client).await?;
    transaction.commit().await?;
    Ok(sign_in)
}

/// Writes an account. The database decides whether name and address are free: two who ask at the same instant cannot
/// both have them.
pub async fn create_account(
    domain: &Domain,
    transaction: &impl ConnectionTrait,
    account: &NewAccount,
    password_hash: String,
    role: Role,
) -> Result<UserRow> {
    let (id, now) = (domain.clock.new_id(), domain.clock.now());
    let email = account.email.as_str();
    if !take_username(transaction, &account.username, id, now).await? {
        let mut problems = vec![taken(account.username.as_str())];
        if email_exists(transaction, email).await? {
            problems.push(email_taken(email));
        }
        return Err(Error::Problems(problems));
    }
    let user = user::ActiveModel {
        id: Set(id),
        username: Set(account.username.as_str().to_owned()),
        email: Set(Some(email.to_owned())),
        display_name: Set(account.display_name.clone()),
        search_name: Set(account.display_name.to_lowercase()),
        role: Set(role),
        password_hash: Set(Some(password_hash)),
        created_at: Set(now),
        updated_at: Set(now),
        ..Default::default()
    };
    match user.insert(transaction).await {
        Ok(user) => Ok(user.into()),
        Err(error) => match error.sql_err() {
            Some(sea_orm::SqlErr::UniqueConstraintViolation(text)) if text.contains("email") => {
                Err(email_taken(email).into())
            }
            _ => Err(error.into()),
        },
    }
}

fn email_taken(email: &str) -> Problem {
    Problem::new(ProblemCode::Taken, format!("There is an account with the address {email} already."))
        .at("email")
}

async fn email_exists(connection: &impl ConnectionTrait, email: &str) -> Result<bool> {
    let query =
        user::Entity::find().filter(user::Column::Email.eq(email)).select_only().column(user::Column::Id);
    Ok(query.into_tuple::<Uuid>().one(connection).await?.is_some())
}

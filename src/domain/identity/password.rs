//! Passwords: which are good enough, and changing one's own.

use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};

use super::client::Client;
use super::session::revoke;
use super::throttle::LoginAttempt;
use crate::domain::Domain;
use crate::domain::error::{Error, Problem, ProblemCode, Result};
use crate::domain::input::Input;
use crate::domain::signal::Signal;
use crate::entity::user;
use crate::viewer::SignedIn;

const MIN: usize = 12;
const MAX: usize = 128;

/// Guesses that an attacker needs at the least, as zxcvbn reckons them: its score 2 of 4.
const MIN_SCORE: zxcvbn::Score = zxcvbn::Score::Two;

/// A password that is good enough: 12 to 128 characters and not one that is guessed early. No rules of composition
/// (NIST SP 800-63B, section 3.1.1.2).
pub struct Password(String);

impl Password {
    /// Reads a new password; `known` are words that an attacker tries first, such as the username.
    pub(crate) fn read(input: &mut Input, field: &'static str, text: &str, known: &[&str]) -> Self {
        let count = text.chars().count();
        if count < MIN {
            let message = format!("The password has {count} characters; at least {MIN} are needed.");
            input.refuse(Problem::new(ProblemCode::TooShort, message).at(field).bounds(Some(MIN), Some(MAX)));
        } else if count > MAX {
            let message = format!("The password has {count} characters; at most {MAX} are allowed.");
            input.refuse(Problem::new(ProblemCode::TooLong, message).at(field).bounds(Some(MIN), Some(MAX)));
        } else if zxcvbn::zxcvbn(text, known).score() < MIN_SCORE {
            let message = "The password is one that attackers try first; choose one that is harder to guess.";
            input.refuse(Problem::new(ProblemCode::WeakPassword, message).at(field));
        }
        Self(text.to_owned())
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Changes one's own password and ends all other sign-ins. A wrong current one counts like a failed sign-in: a session
/// that was left open is no way to guess it.
pub async fn change_password(
    domain: &Domain,
    person: &SignedIn,
    current: &str,
    new: &str,
    client: &Client,
) -> Result<()> {
    let user = user::Entity::find_by_id(person.user_id).one(domain.database.reader()).await?;
    let user = user.ok_or(Error::Unauthenticated)?;
    let mut input = Input::default();
    let known = [user.username.as_str(), user.email.as_deref().unwrap_or_default()];
    let new = Password::read(&mut input, "new_password", new, &known);
    let attempt = LoginAttempt::begin(domain, &user.username, client).await?;
    let is_right = domain.passwords.verify(current, user.password_hash.as_deref()).await;
    if !matches!(is_right, Ok(false)) {
        attempt.forgive(domain).await;
    }
    if !is_right? {
        let problem = Problem::new(ProblemCode::InvalidCredentials, "The current password is wrong.");
        input.refuse(problem.at("current_password"));
    }
    input.finish()?;
    let hash = domain.passwords.hash(new.as_str(), domain.clock.random_bytes()).await?;
    let now = domain.clock.now();
    let transaction = domain.database.begin().await?;
    let change =
        user::ActiveModel { password_hash: Set(Some(hash)), updated_at: Set(now), ..Default::default() };
    user::Entity::update_many()
        .set(change)
        .filter(user::Column::Id.eq(person.user_id))
        .exec(&transaction)
        .await?;
    let session_ids = revoke(&transaction, person.user_id, None, Some(person.session_id), now).await?;
    transaction.commit().await?;
    domain.tell(&Signal::SessionsRevoked { session_ids }).await;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(text: &str) -> Vec<ProblemCode> {
        let mut input = Input::default();
        Password::read(&mut input, "password", text, &["alice"]);
        input.problems().iter().map(|problem| problem.code).collect()
    }

    #[test]
    fn short_long_and_common_ones_are_refused() {
        assert_eq!(codes("tr0ub4dor"), [ProblemCode::TooShort]);
        assert_eq!(codes(&"x1".repeat(65)), [ProblemCode::TooLong]);
        for weak in ["password1234", "123456789012", "aaaaaaaaaaaa", "qwertyuiop12", "alicealicealice"] {
            assert_eq!(codes(weak), [ProblemCode::WeakPassword], "{weak}");
        }
        for good in
            ["tribune-demo-password", "correct horse battery staple", "日本語のとても長い秘密の合言葉"]
        {
            assert_eq!(codes(good), [], "{good}");
        }
    }
}

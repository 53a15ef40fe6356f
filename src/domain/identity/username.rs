//! Usernames: one is somebody's for good, also after they took another.

use sea_orm::{ConnectionTrait, DbErr};
use uuid::Uuid;

use crate::domain::error::{Problem, ProblemCode};
use crate::domain::input::{Input, invalid};
use crate::entity::sql::Sql;

/// Names that could be taken for the server's own voice.
const RESERVED: [&str; 14] = [
    "admin",
    "administrator",
    "anonymous",
    "api",
    "graphql",
    "help",
    "moderator",
    "null",
    "root",
    "security",
    "support",
    "system",
    "tribune",
    "undefined",
];

/// 3 to 30 of a-z, 0-9 and _, beginning with a letter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Username(String);

impl Username {
    /// Reads a username; upper case is taken as lower.
    pub(crate) fn read(input: &mut Input, text: &str) -> Self {
        let name = input.line("username", "The username", text, 3..=30).to_lowercase();
        let starts_well = name.starts_with(|first: char| first.is_ascii_lowercase());
        let allowed = |character: char| matches!(character, 'a'..='z' | '0'..='9' | '_');
        let is_well_formed = starts_well && name.chars().all(allowed);
        if !name.is_empty() && !is_well_formed {
            let rule =
                "The username must begin with a letter and hold only letters a to z, digits and underscores.";
            input.refuse(invalid("username", rule));
        }
        if RESERVED.contains(&name.as_str()) {
            input.refuse(taken(&name));
        }
        Self(name)
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

pub(super) fn taken(name: &str) -> Problem {
    Problem::new(ProblemCode::Taken, format!("The username \"{name}\" is taken.")).at("username")
}

/// Takes a name for somebody, who may have had it before; `false` when it is or was another's.
pub async fn take_username(
    transaction: &impl ConnectionTrait,
    username: &Username,
    user_id: Uuid,
    now: chrono::DateTime<chrono::Utc>,
) -> Result<bool, DbErr> {
    let mut sql = Sql::new(
        transaction.get_database_backend(),
        "INSERT INTO usernames (username, user_id, taken_at) VALUES (",
    );
    sql.bind(username.as_str()).push(", ").bind(user_id).push(", ").bind(now);
    // The update changes nothing; it makes a name that is one's own already count as a row.
    sql.push(") ON CONFLICT (username) DO UPDATE SET user_id = excluded.user_id WHERE usernames.user_id = excluded.user_id");
    Ok(sql.execute(transaction).await? == 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problems(text: &str) -> Vec<ProblemCode> {
        let mut input = Input::default();
        Username::read(&mut input, text);
        input.problems().iter().map(|problem| problem.code).collect()
    }

    #[test]
    fn the_form() {
        for good in ["abc", "a_1", " Alice ", &"a".repeat(30)] {
            assert_eq!(problems(good), [], "{good}");
        }
        for bad in ["1abc", "_abc", "a-b-c", "älice", "a b c"] {
            assert_eq!(problems(bad), [ProblemCode::Invalid], "{bad}");
        }
        assert_eq!(problems("ab"), [ProblemCode::TooShort]);
        assert_eq!(problems(""), [ProblemCode::Blank]);
        assert_eq!(problems(&"a".repeat(31)), [ProblemCode::TooLong]);
        assert_eq!(problems("Admin"), [ProblemCode::Taken]);
    }
}

//! People who came in with their posts. Nobody can sign in as one of them: they have neither address nor password
//! until somebody claims them.

use sea_orm::{ActiveModelTrait, ActiveValue::Set, ConnectionTrait, DbErr};
use uuid::Uuid;

use crate::domain::Domain;
use crate::domain::error::{Error, Fault, Result};
use crate::domain::identity::{Username, take_username};
use crate::domain::input::Input;
use crate::domain::text::slug;
use crate::entity::sql::Sql;
use crate::entity::user;
use crate::viewer::Role;

const LONGEST_USERNAME: usize = 30;

/// Characters of a derived username that no suffix takes away.
const SHARED: usize = 24;

/// As many people as may have names so alike.
const SUFFIXES: std::ops::RangeInclusive<u32> = 2..=9_999;

/// The person whom an earlier import made for an author of this name.
///
/// Others who merely have the same name are never found, and neither is one who has taken the name since: what bears
/// it must have been made under it, and bear it still.
pub(crate) async fn find_imported_person(
    connection: &impl ConnectionTrait,
    name: &str,
) -> std::result::Result<Option<Uuid>, DbErr> {
    let base = derived_username(name);
    let mut sql = Sql::new(
        connection.get_database_backend(),
        "SELECT u.id, u.display_name FROM usernames n JOIN users u ON u.id = n.user_id AND u.imported_at = n.taken_at",
    );
    // A username holds no character that sorts after "{".
    let shared = shared(&base);
    sql.push(" WHERE n.username >= ").bind(shared).push(" AND n.username < ").bind(format!("{shared}{{"));
    sql.push(" ORDER BY u.id");
    let mut alike = None;
    for row in sql.all(connection).await? {
        let (id, display_name) = (row.try_get_by_index(0)?, row.try_get_by_index::<String>(1)?);
        if display_name == name {
            return Ok(Some(id));
        }
        if alike.is_none() && is_same_name(&display_name, name) {
            alike = Some(id);
        }
    }
    Ok(alike)
}

/// Makes a person of this name, who cannot sign in until claimed.
pub(crate) async fn make_imported_person(
    domain: &Domain,
    transaction: &impl ConnectionTrait,
    name: &str,
) -> Result<Uuid> {
    let mut input = Input::default();
    let name = input.line("display_name", "The author's name", name, 1..=80);
    input.finish()?;
    let (id, now) = (domain.clock.new_id(), domain.clock.now());
    let base = derived_username(&name);
    let candidates = std::iter::once(base.clone()).chain(SUFFIXES.map(|number| with_suffix(&base, number)));
    for candidate in candidates {
        let mut input = Input::default();
        let username = Username::read(&mut input, &candidate);
        // Some are reserved.
        if !input.problems().is_empty() || !take_username(transaction, &username, id, now).await? {
            continue;
        }
        let person = user::ActiveModel {
            id: Set(id),
            username: Set(candidate),
            search_name: Set(name.to_lowercase()),
            display_name: Set(name),
            role: Set(Role::Author),
            imported_at: Set(Some(now)),
            created_at: Set(now),
            updated_at: Set(now),
            ..Default::default()
        };
        person.insert(transaction).await?;
        return Ok(id);
    }
    Err(Error::Fault(Fault::Other(format!("no free username was found for {base:?}"))))
}

/// A name in the letters of a username, with an underscore between words.
fn in_letters(name: &str) -> String {
    let letters = slug::from_title(name);
    if letters == slug::from_title("") { String::new() } else { letters.replace('-', "_") }
}

/// The username that a name suggests; the form of one whatever the name.
fn derived_username(name: &str) -> String {
    let letters = in_letters(name);
    let username = match letters.as_str() {
        "" => "author".to_owned(),
        short if short.len() < 3 => format!("author_{short}"),
        digits if digits.starts_with(|first: char| first.is_ascii_digit()) => format!("author_{digits}"),
        _ => letters,
    };
    // At the end of a word, unless that leaves little of it.
    let whole_words = |cut: &usize| username.len() > LONGEST_USERNAME && *cut > LONGEST_USERNAME / 2;
    let end = username[..username.len().min(LONGEST_USERNAME + 1)].rfind('_').filter(whole_words);
    cut(&username, end.unwrap_or(LONGEST_USERNAME)).to_owned()
}

fn with_suffix(base: &str, number: u32) -> String {
    let suffix = format!("_{number}");
    format!("{}{suffix}", cut(base, LONGEST_USERNAME - suffix.len()))
}

fn shared(base: &str) -> &str {
    cut(base, SHARED)
}

/// A username is ASCII, so that each byte is a character.
fn cut(username: &str, length: usize) -> &str {
    username[..username.len().min(length)].trim_end_matches('_')
}

/// Whether two ways of writing are of one name: they differ in case, signs and spaces only, or one is the other
/// without its accents. Of two names in other scripts that sound the same neither is the other.
fn is_same_name(one: &str, other: &str) -> bool {
    one.to_lowercase() == other.to_lowercase()
        || ((one.is_ascii() || other.is_ascii())
            && !in_letters(one).is_empty()
            && in_letters(one) == in_letters(other))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn usernames_are_derived() {
        for (name, username) in [
            ("Niko Matsakis", "niko_matsakis"),
            ("Tomáš Šedovič", "tomas_sedovic"),
            ("TC", "author_tc"),
            ("42 Club", "author_42_club"),
            ("!?", "author"),
            ("The Rust Survey Working Group in partnership", "the_rust_survey_working_group"),
            ("The Rust Security Response Team", "the_rust_security_response"),
            ("Fifteen And Fifteen Letters Here", "fifteen_and_fifteen_letters"),
            ("One Donaudampfschifffahrtsgesellschaft", "one_donaudampfschifffahrtsgese"),
        ] {
            assert_eq!(derived_username(name), username);
        }
        assert_eq!(with_suffix(&"a".repeat(30), 12), format!("{}_12", "a".repeat(27)));
        for suffix in SUFFIXES {
            assert!(with_suffix(&"a".repeat(30), suffix).starts_with(&"a".repeat(SHARED)));
        }
    }

    #[test]
    fn every_derived_username_has_the_form_of_one() {
        for name in ["admin", "日本語", "a", "_ _", "ß", "-9", &"é ".repeat(80)] {
            let mut input = Input::default();
            Username::read(&mut input, &derived_username(name));
            let of_form = |problem: &crate::domain::error::Problem| problem.message.ends_with("is taken.");
            assert!(input.problems().iter().all(of_form), "{name}");
        }
    }

    #[test]
    fn one_name_in_two_ways() {
        for (one, other) in [("Tomas Sedovic", "Tomáš Šedovič"), ("The Rustup Team", "The rustup team")] {
            assert!(is_same_name(one, other), "{one}");
        }
        for (one, other) in
            [("李明", "里明"), ("!", "?"), ("The Rust Survey Team", "The Rust Survey Team in Oslo")]
        {
            assert!(!is_same_name(one, other), "{one}");
        }
    }
}

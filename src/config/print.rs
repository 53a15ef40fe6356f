//! The settings in force, as a file of settings would hold them, secrets hidden.

use std::fmt::Write;

use clap::parser::ValueSource;
use clap::{ArgMatches, Command};
use url::Url;

use super::file::keys;

/// Options whose value is a secret.
const SECRET: [&str; 1] = ["secret-key"];
/// Options whose value may hold a password.
const ADDRESSES: [&str; 2] = ["database-url", "redis-url"];
/// What stands for a secret.
const HIDDEN: &str = "(hidden)";

/// The settings in force, one a line, each with where it comes from; `from_file` are the keys that the file set.
pub fn print(command: &Command, matches: &ArgMatches, from_file: &[String]) -> String {
    let mut text = String::new();
    for key in keys(command) {
        let id = key.replace('-', "_");
        let value =
            matches.get_raw(&id).and_then(|mut values| values.next()).map(|value| value.to_string_lossy());
        let source = match matches.value_source(&id) {
            Some(ValueSource::CommandLine) => "flag",
            Some(ValueSource::EnvVariable) => "environment",
            _ if from_file.contains(&key) => "file",
            _ => "default",
        };
        // Writing into a text can't fail.
        let _ = match value {
            None => writeln!(text, "# {key} is not set"),
            Some(value) => writeln!(text, "{key} = {} # {source}", toml::Value::from(shown(&key, &value))),
        };
    }
    text
}

fn shown(key: &str, value: &str) -> String {
    if SECRET.contains(&key) {
        return HIDDEN.to_owned();
    }
    if ADDRESSES.contains(&key) {
        return shown_address(value).unwrap_or_else(|| HIDDEN.to_owned());
    }
    value.to_owned()
}

/// An address without its password, which PostgreSQL's may have among the options too. Nothing when it is no address:
/// it can't be told then where in it a password is.
fn shown_address(value: &str) -> Option<String> {
    let mut url = Url::parse(value).ok()?;
    let is_among_options = url.query_pairs().any(|(name, _)| is_secret(&name));
    if url.password().is_none() && !is_among_options {
        // As it was written: an address is put in order when it is put together again.
        return Some(value.to_owned());
    }
    if url.password().is_some() {
        url.set_password(Some("hidden")).ok()?;
    }
    if is_among_options {
        let options: Vec<_> = url.query_pairs().into_owned().collect();
        let shown =
            options.iter().map(|(name, value)| (name, if is_secret(name) { "hidden" } else { value }));
        url.query_pairs_mut().clear().extend_pairs(shown);
    }
    Some(url.into())
}

fn is_secret(option: &str) -> bool {
    option.to_ascii_lowercase().contains("pass")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_hidden() {
        assert_eq!(shown("secret-key", "AAAA"), "(hidden)");
        assert_eq!(
            shown("database-url", "postgres://tribune:pass@db/tribune"),
            "postgres://tribune:hidden@db/tribune"
        );
        assert_eq!(
            shown("database-url", "postgres://db/tribune?user=tribune&password=pass&sslmode=require"),
            "postgres://db/tribune?user=tribune&password=hidden&sslmode=require"
        );
        assert_eq!(shown("database-url", "user=tribune password=pass"), "(hidden)");
        assert_eq!(shown("listen", "127.0.0.1:1"), "127.0.0.1:1");
    }

    #[test]
    fn an_address_without_a_secret_is_shown_as_it_is_written() {
        for address in [
            "sqlite://data/../my%20file.db?mode=ro",
            "postgres:///tribune?host=/run/postgresql",
            "redis://h:6379/?protocol=resp3",
        ] {
            assert_eq!(shown("database-url", address), address);
        }
    }
}

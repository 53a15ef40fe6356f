//! The settings in force, as a file of settings would hold them, secrets hidden.

use std::fmt::Write;

use clap::parser::ValueSource;
use clap::{ArgMatches, Command};

use super::file::keys;

/// Options whose value is a secret.
const SECRET: [&str; 1] = ["secret-key"];
/// Options whose value may hold a password.
const ADDRESSES: [&str; 2] = ["database-url", "redis-url"];

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
        return "(hidden)".to_owned();
    }
    if ADDRESSES.contains(&key)
        && let Ok(mut url) = url::Url::parse(value)
        && url.password().is_some()
    {
        return match url.set_password(Some("hidden")) {
            Ok(()) => url.into(),
            Err(()) => "(hidden)".to_owned(),
        };
    }
    value.to_owned()
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
        assert_eq!(shown("listen", "127.0.0.1:1"), "127.0.0.1:1");
    }
}

//! `tribune.toml`: its values become the defaults of the options, so that they are read and checked as those are.

use std::io;
use std::path::{Path, PathBuf};

use clap::Command;

/// The name under which a file is looked for when none is named.
const DEFAULT: &str = "tribune.toml";

/// Why a file of settings can't be used.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    #[error("the settings in {0} can't be read: {1}")]
    Unreadable(PathBuf, io::Error),
    #[error("the settings in {0} are not TOML: {1}")]
    NotToml(PathBuf, String),
    #[error("{path}: there is no setting {key:?}{nearest}")]
    UnknownKey { path: PathBuf, key: String, nearest: String },
    #[error("{path}: {key:?} must be a text, a number or true or false")]
    NotAValue { path: PathBuf, key: String },
    #[error("{path}: {key:?}: {why}")]
    WrongValue { path: PathBuf, key: String, why: String },
}

/// Gives the options of `command` the values of the file as their defaults; the keys that the file sets.
///
/// `named` is a file that must be there; without it, one of the usual name is read if it is there.
pub fn apply(mut command: Command, named: Option<&Path>) -> Result<(Command, Vec<String>), FileError> {
    let path = named.unwrap_or(Path::new(DEFAULT));
    let text = match std::fs::read_to_string(path) {
        Err(error) if named.is_none() && error.kind() == io::ErrorKind::NotFound => {
            return Ok((command, Vec::new()));
        }
        text => text.map_err(|error| FileError::Unreadable(path.to_owned(), error))?,
    };
    let table: toml::Table =
        toml::from_str(&text).map_err(|error| FileError::NotToml(path.to_owned(), error.to_string()))?;
    let known: Vec<String> = keys(&command).collect();
    let mut set = Vec::new();
    for (key, value) in table {
        if !known.contains(&key) {
            return Err(FileError::UnknownKey { path: path.to_owned(), nearest: nearest(&key, &known), key });
        }
        let value = match value {
            toml::Value::String(text) => text,
            toml::Value::Integer(number) => number.to_string(),
            toml::Value::Boolean(value) => value.to_string(),
            _ => return Err(FileError::NotAValue { path: path.to_owned(), key }),
        };
        let id = key.replace('-', "_");
        if let Some(why) = refusal(&command, &id, &key, &value) {
            return Err(FileError::WrongValue { path: path.to_owned(), key, why });
        }
        command = command.mut_arg(id, |option| option.default_value(value));
        set.push(key);
    }
    Ok((command, set))
}

/// Why the option does not take the value: a default is looked at only when it is used, and then named as a flag.
fn refusal(command: &Command, id: &str, key: &str, value: &str) -> Option<String> {
    let option = command.get_arguments().find(|option| option.get_id() == id)?.clone();
    let alone = Command::new("settings").no_binary_name(true).arg(option);
    let error = alone.try_get_matches_from([format!("--{key}={value}")]).err()?.to_string();
    let first = error.split("\n\n").next().unwrap_or_default();
    Some(first.trim_start_matches("error: ").to_owned())
}

/// Takes the variables that are empty for such that are not set, as those who write `DATABASE_URL=` mean it.
pub fn without_empty_variables(mut command: Command) -> Command {
    let is_empty = |option: &&clap::Arg| {
        option.get_env().and_then(std::env::var_os).is_some_and(|value| value.is_empty())
    };
    let empty: Vec<clap::Id> =
        command.get_arguments().filter(is_empty).map(|option| option.get_id().clone()).collect();
    for id in empty {
        command = command.mut_arg(id, |option| option.env(None::<&'static str>));
    }
    command
}

/// The keys that a file may hold: the long names of the options, but the one that names the file.
pub(super) fn keys(command: &Command) -> impl Iterator<Item = String> + '_ {
    let options =
        command.get_arguments().filter(|option| option.is_global_set() && option.get_id() != "config");
    options.filter_map(|option| option.get_long().map(str::to_owned))
}

fn nearest(key: &str, known: &[String]) -> String {
    let key = key.replace('_', "-");
    let best =
        known.iter().map(|name| (strsim::jaro_winkler(&key, name), name)).max_by(|a, b| a.0.total_cmp(&b.0));
    best.filter(|(likeness, _)| *likeness > 0.7)
        .map(|(_, name)| format!("; did you mean {name:?}?"))
        .unwrap_or_default()
}

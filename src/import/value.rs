//! One shape for what YAML and TOML can say, so that the keys are looked up in one place only.

use std::collections::BTreeMap;

use super::front_matter::FrontMatterError;

/// A value of the front matter. Numbers and dates are kept as their text: no key that is read wants a number.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value {
    Nothing,
    Flag(bool),
    Text(String),
    List(Vec<Value>),
    Map(Map),
}

/// Keys are in lower case, because Hugo does not tell `Title` from `title`.
pub(super) type Map = BTreeMap<String, Value>;

impl Value {
    /// The value as one line of text, or `None` if it is empty or is no single value.
    pub(super) fn text(&self) -> Option<String> {
        match self {
            Value::Text(text) => one_line(text),
            Value::Flag(flag) => Some(flag.to_string()),
            Value::Nothing | Value::List(_) | Value::Map(_) => None,
        }
    }

    /// The texts of a list, or a single text as a list of one.
    pub(super) fn texts(&self) -> Vec<String> {
        match self {
            Value::List(values) => values.iter().filter_map(Value::text).collect(),
            single => single.text().into_iter().collect(),
        }
    }
}

/// Line breaks come from folded YAML strings; other control characters, of which a database may refuse NUL, from
/// escapes.
pub(super) fn one_line(text: &str) -> Option<String> {
    let words: Vec<&str> = text
        .split(|letter: char| letter.is_whitespace() || letter.is_control())
        .filter(|word| !word.is_empty())
        .collect();
    (!words.is_empty()).then(|| words.join(" "))
}

/// `text` has as many empty lines before it as the file has lines before the front matter, so that the line the
/// parser names is the line in the file.
pub(super) fn parse_toml(text: &str) -> Result<Map, FrontMatterError> {
    let table: toml::Table = toml::from_str(text).map_err(|error: toml::de::Error| {
        let start = error.span().map_or(0, |span| span.start);
        let before = text.as_bytes().get(..start).unwrap_or_default();
        let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
        FrontMatterError::Broken { line, message: error.message().replace('\n', "; ") }
    })?;
    Ok(from_toml_table(table))
}

fn from_toml_table(table: toml::Table) -> Map {
    table.into_iter().map(|(key, value)| (key.to_lowercase(), from_toml(value))).collect()
}

fn from_toml(value: toml::Value) -> Value {
    match value {
        toml::Value::String(text) => Value::Text(text),
        toml::Value::Integer(number) => Value::Text(number.to_string()),
        toml::Value::Float(number) => Value::Text(number.to_string()),
        toml::Value::Boolean(flag) => Value::Flag(flag),
        toml::Value::Datetime(datetime) => Value::Text(datetime.to_string()),
        toml::Value::Array(values) => Value::List(values.into_iter().map(from_toml).collect()),
        toml::Value::Table(table) => Value::Map(from_toml_table(table)),
    }
}

/// As [`parse_toml`], for YAML.
pub(super) fn parse_yaml(text: &str) -> Result<Map, FrontMatterError> {
    let value: serde_norway::Value = serde_norway::from_str(text).map_err(|error| {
        let whole = error.to_string();
        match error.location() {
            Some(place) => {
                let suffix = format!(" at line {} column {}", place.line(), place.column());
                FrontMatterError::Broken { line: place.line(), message: whole.replacen(&suffix, "", 1) }
            }
            None => FrontMatterError::Broken { line: first_written_line(text), message: whole },
        }
    })?;
    match from_yaml(value) {
        Value::Map(map) => Ok(map),
        Value::Nothing => Ok(Map::new()),
        Value::Flag(_) | Value::Text(_) | Value::List(_) => Err(FrontMatterError::Broken {
            line: first_written_line(text),
            message: "expected lines of the form `key: value`".to_owned(),
        }),
    }
}

fn first_written_line(text: &str) -> usize {
    text.lines().position(|line| !line.trim().is_empty()).map_or(1, |position| position + 1)
}

fn from_yaml(value: serde_norway::Value) -> Value {
    match value {
        serde_norway::Value::Null => Value::Nothing,
        serde_norway::Value::Bool(flag) => Value::Flag(flag),
        serde_norway::Value::Number(number) => Value::Text(number.to_string()),
        serde_norway::Value::String(text) => Value::Text(text),
        serde_norway::Value::Sequence(values) => Value::List(values.into_iter().map(from_yaml).collect()),
        serde_norway::Value::Mapping(mapping) => Value::Map(
            mapping
                .into_iter()
                .filter_map(|(key, value)| Some((from_yaml(key).text()?.to_lowercase(), from_yaml(value))))
                .collect(),
        ),
        serde_norway::Value::Tagged(tagged) => from_yaml(tagged.value),
    }
}

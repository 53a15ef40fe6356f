//! JSON in the making.

use std::fmt::{self, Display, Write as _};
use std::io::Write as _;

use async_graphql::Value;
use chrono::{DateTime, Datelike, Timelike, Utc};

/// Bytes that are looked at together, of a long text and of what is left of it.
const PART: usize = 32;
const SMALL_PART: usize = 8;

/// A part of an answer as text. What was begun in vain is taken back by cutting it off.
#[derive(Debug, Default)]
pub struct Json(Vec<u8>);

impl Json {
    pub fn with_capacity(bytes: usize) -> Self {
        Self(Vec::with_capacity(bytes))
    }

    pub fn len(&self) -> usize {
        self.0.len()
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn cut(&mut self, length: usize) {
        self.0.truncate(length);
    }

    /// Appends what is JSON already.
    pub fn raw(&mut self, json: &[u8]) {
        self.0.extend_from_slice(json);
    }

    pub fn null(&mut self) {
        self.raw(b"null");
    }

    pub fn boolean(&mut self, value: bool) {
        self.raw(if value { b"true" } else { b"false" });
    }

    pub fn int(&mut self, value: i32) {
        self.serialize(&value);
    }

    /// Appends a text. Most have little in them that must be escaped, which is found many bytes at a time.
    pub fn text(&mut self, text: &str) {
        let mut rest = text.as_bytes();
        self.0.reserve(rest.len() + 2);
        self.raw(b"\"");
        loop {
            let (clean, dirty) = rest.split_at(clean(rest));
            self.raw(clean);
            let Some((byte, after)) = dirty.split_first() else { break };
            self.escaped(*byte);
            rest = after;
        }
        self.raw(b"\"");
    }

    /// Appends a character that stands in no text as it is (RFC 8259, section 7).
    fn escaped(&mut self, byte: u8) {
        match byte {
            b'"' => self.raw(br#"\""#),
            b'\\' => self.raw(br"\\"),
            b'\n' => self.raw(br"\n"),
            b'\r' => self.raw(br"\r"),
            b'\t' => self.raw(br"\t"),
            0x08 => self.raw(br"\b"),
            0x0c => self.raw(br"\f"),
            _ => self.raw(format!("\\u{byte:04x}").as_bytes()),
        }
    }

    /// Appends a text in which nothing needs to be escaped: a name, an id, a cursor.
    pub fn plain(&mut self, text: &str) {
        self.raw(b"\"");
        self.raw(text.as_bytes());
        self.raw(b"\"");
    }

    /// The same of what is told piece by piece.
    pub fn display(&mut self, text: impl Display) {
        self.raw(b"\"");
        // Writing to memory can't fail.
        let _ = write!(self, "{text}");
        self.raw(b"\"");
    }

    /// Appends a field's key and what separates it from those before.
    pub fn key(&mut self, key: &str, is_first: bool) {
        self.0.reserve(key.len() + 4);
        self.raw(if is_first { b"\"" } else { b",\"" });
        self.raw(key.as_bytes());
        self.raw(b"\":");
    }

    /// Appends a time as chrono's [`DateTime::to_rfc3339`] has it, which takes as long as three rows of a list.
    pub fn time(&mut self, time: &DateTime<Utc>) {
        let (year, nanosecond) = (time.year(), time.nanosecond());
        let Ok(year @ 0..=9_999) = u32::try_from(year) else { return self.plain(&time.to_rfc3339()) };
        // As many digits as chrono's `AutoSi` takes; what is beyond a second is a leap second.
        let (fraction, length) = match nanosecond {
            0 => (0, 0),
            1_000_000_000.. => return self.plain(&time.to_rfc3339()),
            _ if nanosecond % 1_000_000 == 0 => (nanosecond / 1_000_000, 3),
            _ if nanosecond % 1_000 == 0 => (nanosecond / 1_000, 6),
            _ => (nanosecond, 9),
        };
        let mut text = *b"\"0000-00-00T00:00:00.000000000";
        digits(&mut text[1..5], year);
        digits(&mut text[6..8], time.month());
        digits(&mut text[9..11], time.day());
        digits(&mut text[12..14], time.hour());
        digits(&mut text[15..17], time.minute());
        digits(&mut text[18..20], time.second());
        digits(&mut text[21..21 + length], fraction);
        self.raw(if length == 0 { &text[..20] } else { &text[..21 + length] });
        self.raw(b"+00:00\"");
    }

    /// Appends a value of the library's. Of its kinds only [`Value::Binary`] is put as it is: it is a part of an answer
    /// that was written before.
    pub fn value(&mut self, value: &Value) {
        match value {
            Value::Null => self.null(),
            Value::Boolean(value) => self.boolean(*value),
            Value::Number(number) => self.serialize(number),
            Value::String(text) => self.text(text),
            Value::Enum(name) => self.plain(name),
            Value::Binary(written) => self.raw(written),
            Value::List(items) => {
                self.raw(b"[");
                for (index, item) in items.iter().enumerate() {
                    if index > 0 {
                        self.raw(b",");
                    }
                    self.value(item);
                }
                self.raw(b"]");
            }
            Value::Object(fields) => {
                self.raw(b"{");
                for (index, (key, value)) in fields.iter().enumerate() {
                    self.key(key, index == 0);
                    self.value(value);
                }
                self.raw(b"}");
            }
        }
    }

    /// Bytes that a value takes at least, as far as a look at it tells.
    pub fn least(value: &Value) -> usize {
        match value {
            Value::Binary(written) => written.len(),
            Value::Object(fields) => fields.iter().map(|(key, value)| key.len() + Self::least(value)).sum(),
            Value::List(items) => items.iter().map(Self::least).sum(),
            _ => 0,
        }
    }

    /// Appends anything that is told by serde.
    pub fn serialize<T: serde::Serialize + ?Sized>(&mut self, value: &T) {
        // Neither can writing to memory fail, nor has anything here keys that are no text.
        let _ = serde_json::to_writer(self.0.by_ref(), value);
    }

    /// As a value that stands for itself in an answer.
    pub fn into_value(self) -> Value {
        Value::Binary(self.0.into())
    }

    /// As a value that stands for itself in an answer; null as null, which the library and the answer's shape look for.
    pub fn to_value(&self) -> Value {
        if self.0 == b"null" { Value::Null } else { Value::Binary(self.0.clone().into()) }
    }

    pub fn into_bytes(self) -> Vec<u8> {
        self.0
    }

    pub fn into_text(self) -> String {
        // All that is written is text; what is not would be a fault, and is shown rather than hidden.
        String::from_utf8(self.0)
            .unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned())
    }
}

impl fmt::Write for Json {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.raw(text.as_bytes());
        Ok(())
    }
}

/// Writes a number with as many digits as there are places.
fn digits(places: &mut [u8], mut number: u32) {
    for place in places.iter_mut().rev() {
        *place = b"0123456789"[(number % 10) as usize];
        number /= 10;
    }
}

/// How many bytes of a text stand for themselves, up to the first that must be escaped.
fn clean(text: &[u8]) -> usize {
    let mut count = clean_parts::<PART>(text);
    count += clean_parts::<SMALL_PART>(&text[count..]);
    count + text[count..].iter().take_while(|byte| is_clean(**byte)).count()
}

/// The same of whole parts.
fn clean_parts<const SIZE: usize>(text: &[u8]) -> usize {
    // No way out of the inner loop before its end: so the compiler makes few instructions of it.
    let is_all_clean = |part: &&[u8]| part.iter().fold(true, |clean, byte| clean & is_clean(*byte));
    text.chunks_exact(SIZE).take_while(is_all_clean).count() * SIZE
}

fn is_clean(byte: u8) -> bool {
    byte >= 0x20 && byte != b'"' && byte != b'\\'
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_value_is_written_as_the_library_writes_it() {
        let value = json!({
            "text": "a \"b\" \\ \n \u{1} é 😀", "int": -7, "float": 0.5, "null": null, "yes": true, "no": false,
            "list": [[], {}, [1, "2"]], "object": { "a": { "b": [] } },
        });
        let value = Value::from_json(value).unwrap();
        let mut json = Json::default();
        json.value(&value);
        assert_eq!(json.into_text(), serde_json::to_string(&value).unwrap());
    }

    #[test]
    fn every_character_is_escaped_as_serde_does_it() {
        let mut text: String = (0..0x100).filter_map(char::from_u32).collect();
        text.push_str("\u{2028}😀");
        for shift in 0..PART {
            let text = "x".repeat(shift) + &text + &"y".repeat(PART + shift);
            let mut json = Json::default();
            json.text(&text);
            assert_eq!(json.into_text(), serde_json::to_string(&text).unwrap());
        }
    }

    #[test]
    fn a_time_is_written_as_chrono_writes_it() {
        let seconds = [
            i64::from(i32::MIN) * 40, // before the year 0
            -62_167_219_201,
            -62_167_219_200, // the year 0
            -1,
            59,
            0,
            951_782_400, // a day that few years have
            1_704_412_800,
            253_402_300_799, // the year 9999
            253_402_300_800,
        ];
        let nanoseconds =
            [0, 1, 10, 1_000, 123_000, 1_000_000, 120_000_000, 123_456_789, 999_999_999, 1_500_000_000];
        for second in seconds {
            for nanosecond in nanoseconds {
                let Some(time) = DateTime::from_timestamp(second, nanosecond) else { continue };
                let mut json = Json::default();
                json.time(&time);
                assert_eq!(json.into_text(), format!("\"{}\"", time.to_rfc3339()));
            }
        }
        // A leap second, which is there at the end of a minute only.
        assert!(DateTime::from_timestamp(59, 1_500_000_000).is_some());
    }

    #[test]
    fn what_was_written_stands_as_it_is() {
        let mut json = Json::default();
        json.raw(b"[1");
        let before = json.len();
        json.raw(b",2");
        json.cut(before);
        json.raw(b"]");
        let mut whole = Json::default();
        whole.value(&Value::List(vec![json.into_value(), Value::Null]));
        assert_eq!(whole.into_text(), "[[1],null]");
    }
}

//! Pages of a list: the arguments, and cursors that carry the sort keys of the item they point at (keyset), so that
//! page 500 costs what page 1 costs and no item is skipped when others come or go.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::clock::is_comparable;

/// Items in a page that does not say how many.
pub const DEFAULT_SIZE: i32 = 20;
/// Items in the largest page.
pub const MAX_SIZE: i32 = 100;
/// A total is counted exactly up to here and unknown beyond, but where a counter is kept.
pub const MAX_TOTAL: i32 = 1_000;

/// What a list is sorted by. The id is always the last key, so that no two items are equal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Order {
    /// Stands in every cursor, so that one of another order is refused.
    pub name: &'static str,
    /// The column sorted by first, if there is one before the id.
    pub key: Option<KeyColumn>,
    /// The column of the unique id.
    pub id: &'static str,
    pub descending: bool,
}

/// A sort key's column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct KeyColumn {
    pub column: &'static str,
    pub kind: KeyKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum KeyKind {
    Time,
    Count,
    Text,
}

/// A sort key's value.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Key {
    None,
    Time(DateTime<Utc>),
    Count(i32),
    Text(String),
}

/// Where an item stands in its list.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Position {
    pub key: Key,
    pub id: Uuid,
}

/// One page of a list: so many items after (or before) a position.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Page {
    /// 1 to [`MAX_SIZE`].
    pub size: u32,
    /// From the end towards the beginning (`last`, `before`).
    pub backward: bool,
    pub from: Option<Position>,
}

/// `first`, `after`, `last` and `before` as they came in.
#[derive(Clone, Debug, Default)]
pub struct Arguments {
    pub first: Option<i32>,
    pub after: Option<String>,
    pub last: Option<i32>,
    pub before: Option<String>,
}

/// Why the arguments do not make a page; each message is for the person who sent them.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PageError {
    #[error("`{argument}` is {given}; it must be from 1 to {MAX_SIZE}.")]
    Size { argument: &'static str, given: i32 },
    #[error("A page goes one way: give `first` and `after`, or `last` and `before`.")]
    TwoWays,
    #[error("`{argument}` is not a cursor of this list in this order; use one that this very list gave.")]
    Cursor { argument: &'static str },
}

impl Arguments {
    pub fn forward(first: Option<i32>, after: Option<String>) -> Self {
        Self { first, after, ..Self::default() }
    }

    /// How many items are asked for, as far as that makes a page.
    pub fn size(&self) -> usize {
        usize::try_from(self.first.or(self.last).unwrap_or(DEFAULT_SIZE)).unwrap_or(0)
    }

    /// Reads the page; a cursor must be one of `order`.
    pub fn page(self, order: &Order) -> Result<Page, PageError> {
        let backward = self.last.is_some() || self.before.is_some();
        if backward && (self.first.is_some() || self.after.is_some()) {
            return Err(PageError::TwoWays);
        }
        let (argument, given) = if backward { ("last", self.last) } else { ("first", self.first) };
        let size = match given.unwrap_or(DEFAULT_SIZE) {
            size @ 1..=MAX_SIZE => size.unsigned_abs(),
            given => return Err(PageError::Size { argument, given }),
        };
        let (argument, cursor) = if backward { ("before", self.before) } else { ("after", self.after) };
        let from = cursor
            .map(|cursor| Position::decode(order, &cursor).ok_or(PageError::Cursor { argument }))
            .transpose()?;
        Ok(Page { size, backward, from })
    }
}

/// Between the parts of a cursor; no name, number or slug holds it.
const SEPARATOR: char = '\u{1f}';

impl Position {
    /// The opaque text that clients pass back.
    pub fn encode(&self, order: &Order) -> String {
        let mut text = String::with_capacity(96);
        text.push_str(order.name);
        text.push(SEPARATOR);
        match &self.key {
            Key::None => {}
            Key::Time(time) => text.push_str(itoa::Buffer::new().format(time.timestamp_micros())),
            Key::Count(count) => text.push_str(itoa::Buffer::new().format(*count)),
            Key::Text(key) => text.push_str(key),
        }
        text.push(SEPARATOR);
        text.push_str(self.id.simple().encode_lower(&mut Uuid::encode_buffer()));
        URL_SAFE_NO_PAD.encode(text)
    }

    fn decode(order: &Order, cursor: &str) -> Option<Self> {
        let text = String::from_utf8(URL_SAFE_NO_PAD.decode(cursor).ok()?).ok()?;
        let mut parts = text.split(SEPARATOR);
        let (name, key, id) = (parts.next()?, parts.next()?, parts.next()?);
        if name != order.name || parts.next().is_some() {
            return None;
        }
        let key = match order.key.map(|key| key.kind) {
            None => Key::None,
            Some(KeyKind::Time) => Key::Time(time(key)?),
            Some(KeyKind::Count) => Key::Count(key.parse().ok()?),
            // PostgreSQL refuses a NUL inside a text.
            Some(KeyKind::Text) if key.contains('\0') => return None,
            Some(KeyKind::Text) => Key::Text(key.to_owned()),
        };
        Some(Self { key, id: Uuid::try_parse(id).ok()? })
    }
}

fn time(microseconds: &str) -> Option<DateTime<Utc>> {
    DateTime::from_timestamp_micros(microseconds.parse().ok()?).filter(is_comparable)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NEWEST: Order = Order {
        name: "published_at desc",
        key: Some(KeyColumn { column: "p.published_at", kind: KeyKind::Time }),
        id: "p.id",
        descending: true,
    };

    fn position() -> Position {
        let time = DateTime::from_timestamp_micros(1_700_000_000_123_456).unwrap();
        Position { key: Key::Time(time), id: Uuid::from_u128(7) }
    }

    #[test]
    fn a_cursor_comes_back_as_it_went() {
        let after = Some(position().encode(&NEWEST));
        let page = Arguments::forward(Some(5), after).page(&NEWEST).unwrap();
        assert_eq!(page, Page { size: 5, backward: false, from: Some(position()) });
    }

    #[test]
    fn a_cursor_of_another_order_is_refused() {
        let other = Order { name: "updated_at desc", ..NEWEST };
        let garbage = ["", "x", "bm90IGEgY3Vyc29y", "\u{0}"].map(str::to_owned);
        for cursor in garbage.into_iter().chain([position().encode(&other)]) {
            let error = Arguments::forward(None, Some(cursor)).page(&NEWEST).unwrap_err();
            assert_eq!(error, PageError::Cursor { argument: "after" });
        }
    }

    #[test]
    fn sizes_outside_the_bounds_are_refused_not_clamped() {
        for given in [0, -1, 101, i32::MIN, i32::MAX] {
            let error = Arguments::forward(Some(given), None).page(&NEWEST).unwrap_err();
            assert_eq!(error, PageError::Size { argument: "first", given });
        }
        for (given, size) in [(Some(1), 1), (Some(100), 100), (None, 20)] {
            assert_eq!(Arguments::forward(given, None).page(&NEWEST).unwrap().size, size);
        }
    }

    #[test]
    fn both_ways_at_once_is_no_page() {
        let arguments = Arguments { first: Some(1), last: Some(1), ..Arguments::default() };
        assert_eq!(arguments.page(&NEWEST), Err(PageError::TwoWays));
    }
}

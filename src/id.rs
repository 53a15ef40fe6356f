//! Ids as clients see them: TypeIDs (<https://github.com/jetify-com/typeid>), a prefix per type and a UUIDv7.
//!
//! Inside the process and in the database an id is a plain [`Uuid`]; the prefix is put on and taken off at the
//! wire, in the log and in tokens.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;

use type_safe_id::{DynamicType, StaticType, TypeSafeId};
use uuid::Uuid;

/// The longest prefix, an underscore and 26 characters fit with room; longer text is no id and is not looked at.
const MAX_LENGTH: usize = 48;

macro_rules! kinds {
    ($($(#[$doc:meta])* $kind:ident = $prefix:literal),* $(,)?) => {
        $(
            $(#[$doc])*
            #[derive(Clone, Copy, Debug, Default)]
            pub struct $kind;

            impl StaticType for $kind {
                const TYPE: &'static str = $prefix;
            }
        )*

        /// What an id is an id of.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Kind { $($(#[$doc])* $kind),* }

        impl Kind {
            fn from_prefix(prefix: &str) -> Option<Self> {
                match prefix { $($prefix => Some(Self::$kind),)* _ => None }
            }

            /// The id of this kind as clients see it.
            pub fn format(self, uuid: Uuid) -> String {
                self.of(uuid).to_string()
            }

            /// The same, to be written somewhere.
            pub fn of(self, uuid: Uuid) -> impl fmt::Display {
                fmt::from_fn(move |formatter| match self { $(Self::$kind => fmt::Display::fmt(&Id::<$kind>::new(uuid), formatter),)* })
            }
        }
    };
}

kinds! {
    /// A person.
    User = "user",
    /// The signed-in person's own side; the same UUID as their `user_` id.
    Viewer = "viewer",
    /// A post.
    Post = "post",
    /// A comment.
    Comment = "comment",
    /// A tag.
    Tag = "tag",
    /// The text of a post as it was.
    Revision = "revision",
    /// A series of posts.
    Series = "series",
    /// A sign-in.
    Session = "session",
}

/// Work that is done behind the requests. Nothing that clients may hold: it is no [`Kind`].
#[derive(Clone, Copy, Debug, Default)]
pub struct Job;

impl StaticType for Job {
    const TYPE: &'static str = "job";
}

/// An id that knows what it is an id of.
pub struct Id<K> {
    uuid: Uuid,
    kind: PhantomData<fn() -> K>,
}

/// Why a text is not the id that was asked for; each message is for the person who sent it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum IdError {
    /// Not an id at all.
    #[error("{given:?} is not an id; one looks like \"{prefix}_01h455vb4pex5vsknk084sn02q\".")]
    Malformed { given: String, prefix: &'static str },
    /// An id, but of another type.
    #[error("{given:?} is not the id of a {prefix}; one begins with \"{prefix}_\".")]
    OtherType { given: String, prefix: &'static str },
}

impl<K: StaticType> Id<K> {
    pub fn new(uuid: Uuid) -> Self {
        Self { uuid, kind: PhantomData }
    }

    pub fn uuid(self) -> Uuid {
        self.uuid
    }

    /// Reads an id of exactly this type.
    pub fn parse(text: &str) -> Result<Self, IdError> {
        let given = || text.chars().take(MAX_LENGTH).collect();
        match parse_text(text) {
            Some(id) if id.type_prefix() == K::TYPE => Ok(Self::new(id.uuid())),
            Some(_) => Err(IdError::OtherType { given: given(), prefix: K::TYPE }),
            None => Err(IdError::Malformed { given: given(), prefix: K::TYPE }),
        }
    }
}

/// Reads an id of any type that clients may hold; `None` when it is not one.
pub fn parse_any(text: &str) -> Option<(Kind, Uuid)> {
    let id = parse_text(text)?;
    Some((Kind::from_prefix(id.type_prefix())?, id.uuid()))
}

fn parse_text(text: &str) -> Option<TypeSafeId<DynamicType>> {
    if text.len() > MAX_LENGTH || !text.is_ascii() {
        return None;
    }
    text.parse().ok()
}

impl<K: StaticType> fmt::Display for Id<K> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        TypeSafeId::from_type_and_uuid(K::default(), self.uuid).fmt(formatter)
    }
}

impl<K: StaticType> fmt::Debug for Id<K> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, formatter)
    }
}

// Derived, these would ask the same of the marker type.
impl<K> Clone for Id<K> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<K> Copy for Id<K> {}
impl<K> PartialEq for Id<K> {
    fn eq(&self, other: &Self) -> bool {
        self.uuid == other.uuid
    }
}
impl<K> Eq for Id<K> {}
impl<K> Hash for Id<K> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.uuid.hash(state);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "post_01h455vb4pex5vsknk084sn02q";

    #[test]
    fn round_trip() {
        let id = Id::<Post>::parse(TEXT).unwrap();
        assert_eq!(id.to_string(), TEXT);
        assert_eq!(parse_any(TEXT), Some((Kind::Post, id.uuid())));
    }

    #[test]
    fn another_type_and_no_id_at_all_are_told_apart() {
        assert!(matches!(Id::<User>::parse(TEXT), Err(IdError::OtherType { .. })));
        let long = "post_".repeat(100);
        for text in
            ["", "post", "post_", "post_zzzzzzzzzzzzzzzzzzzzzzzzzz", "pöst_01h455vb4pex5vsknk084sn02q", &long]
        {
            assert!(matches!(Id::<Post>::parse(text), Err(IdError::Malformed { .. })), "{text}");
        }
        assert_eq!(parse_any("planet_01h455vb4pex5vsknk084sn02q"), None);
    }
}

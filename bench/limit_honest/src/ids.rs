//! Ids as Tribune's clients see them: a prefix, and a UUID in Crockford's base 32.

use std::fmt::{self, Display};

use serde::{Serialize, Serializer};
use uuid::Uuid;

const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
const LENGTH: usize = 26;

/// An id on its way out.
pub struct Id(pub &'static str, pub Uuid);

impl Serialize for Id {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl Display for Id {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut bits = self.1.as_u128();
        let mut text = [0; LENGTH];
        for place in text.iter_mut().rev() {
            *place = ALPHABET[(bits & 31) as usize];
            bits >>= 5;
        }
        formatter.write_str(self.0)?;
        formatter.write_str(std::str::from_utf8(&text).map_err(|_| fmt::Error)?)
    }
}

/// The UUID of an id with this prefix, which ends in an underscore.
pub fn read(text: &str, prefix: &str) -> Option<Uuid> {
    let digits = text.strip_prefix(prefix)?.as_bytes();
    // The first digit holds the three bits that 25 of five leave.
    if digits.len() != LENGTH || digits[0] > b'7' {
        return None;
    }
    let digit =
        |bits: u128, byte: &u8| Some(bits << 5 | ALPHABET.iter().position(|known| known == byte)? as u128);
    Some(Uuid::from_u128(digits.iter().try_fold(0, digit)?))
}

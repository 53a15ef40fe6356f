//! The server's one secret and the keys that are derived from it.

use std::fmt;
use std::fs::OpenOptions;
use std::io::{self, Write};
use std::path::Path;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hkdf::Hkdf;
use sha2::Sha256;

/// The least a secret holds, in bytes.
const MIN_BYTES: usize = 32;

/// Random bytes that only this deployment knows. Never printed.
#[derive(Clone)]
pub struct Secret(Vec<u8>);

/// Why a secret will not do; says how to make a good one.
#[derive(Debug, thiserror::Error)]
pub enum SecretError {
    #[error("the secret key is not base64; make one with: openssl rand -base64 32")]
    NotBase64,
    #[error(
        "the secret key holds {0} bytes, at least {MIN_BYTES} are needed; make one with: openssl rand -base64 32"
    )]
    TooShort(usize),
    #[error("the secret key is all one byte; make a random one with: openssl rand -base64 32")]
    Trivial,
    #[error("the secret key's file {0} can't be used: {1}")]
    File(String, io::Error),
    #[error("{path}: {error} > {path}")]
    Kept { path: String, error: Box<SecretError> },
}

impl Secret {
    /// Reads a secret in base64.
    pub fn parse(text: &str) -> Result<Self, SecretError> {
        let bytes = STANDARD.decode(text.trim()).map_err(|_| SecretError::NotBase64)?;
        if bytes.len() < MIN_BYTES {
            return Err(SecretError::TooShort(bytes.len()));
        }
        if bytes.windows(2).all(|pair| pair[0] == pair[1]) {
            return Err(SecretError::Trivial);
        }
        Ok(Self(bytes))
    }

    /// The secret kept in `directory`, made of `fresh` bytes at the first call; for development.
    pub fn kept_in(directory: &Path, fresh: [u8; MIN_BYTES]) -> Result<Self, SecretError> {
        let path = directory.join("secret_key");
        let failed = |error| SecretError::File(path.display().to_string(), error);
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        match options.open(&path) {
            Ok(mut file) => file.write_all(STANDARD.encode(fresh).as_bytes()).map_err(failed)?,
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(failed(error)),
        }
        Self::parse(&std::fs::read_to_string(&path).map_err(failed)?)
            .map_err(|error| SecretError::Kept { path: path.display().to_string(), error: Box::new(error) })
    }

    /// A key for one purpose, by HKDF-SHA256 (RFC 5869); keys of different purposes tell nothing of each other.
    pub fn derive(&self, purpose: &str) -> [u8; 32] {
        let mut key = [0; 32];
        // `expand` fails only for a key longer than 255 hashes.
        if Hkdf::<Sha256>::new(None, &self.0).expand(purpose.as_bytes(), &mut key).is_err() {
            unreachable!("32 bytes are within HKDF's bounds");
        }
        key
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Secret(hidden)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weak_secrets_are_refused() {
        assert!(matches!(Secret::parse("not base64!"), Err(SecretError::NotBase64)));
        assert!(matches!(Secret::parse(&STANDARD.encode([1; 31])), Err(SecretError::TooShort(31))));
        assert!(matches!(Secret::parse(&STANDARD.encode([0; 32])), Err(SecretError::Trivial)));
    }

    #[test]
    fn purposes_give_different_keys_and_the_same_one_again() {
        let bytes: Vec<u8> = (0..32).collect();
        let secret = Secret::parse(&STANDARD.encode(bytes)).unwrap();
        assert_ne!(secret.derive("a"), secret.derive("b"));
        assert_eq!(secret.derive("a"), secret.derive("a"));
        assert!(!format!("{secret:?}").contains("AAEC"));
    }
}

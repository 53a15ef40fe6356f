//! Access tokens (JWT, RFC 9068) and refresh tokens.
//!
//! An access token lives for minutes and is checked without a secret being compared; the session behind it is looked up
//! all the same, so that signing out bites at once. A refresh token is random, kept as a hash, and spent by being used.

use std::convert::Infallible;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, Duration, Utc};
use ed25519_dalek::SigningKey;
use hmac::{Hmac, Mac};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use quick_cache::sync::Cache;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::claim::{Claim, Credit};
use crate::domain::error::{Error, Fault, Result};
use crate::id::{self, Id};
use crate::infra::secret::Secret;

/// An access token lives this long.
const ACCESS_MINUTES: i64 = 15;
/// Clocks of two machines may differ by this.
const LEEWAY_SECONDS: i64 = 30;
/// Tokens that are remembered to have been checked.
const CHECKED: usize = 10_000;
/// `typ` of the header, RFC 9068, section 2.1.
const TYPE: &str = "at+jwt";
/// What stands before a 32-byte seed in an Ed25519 private key's PKCS #8 form (RFC 8410, section 7).
const PKCS8_PREFIX: [u8; 16] = [0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 4, 0x22, 4, 0x20];

/// Makes and reads tokens.
pub struct Tokens {
    encoding: EncodingKey,
    decoding: DecodingKey,
    header: Header,
    validation: Validation,
    issuer: String,
    refresh_key: [u8; 32],
    /// Tokens whose signature was checked, by their hash: checking takes longer than most requests, and what was signed
    /// once stays signed.
    checked: Cache<[u8; 32], Checked>,
    /// By session, for its tokens to share.
    credits: Cache<Uuid, Credit>,
}

/// What stays true of a token.
#[derive(Clone)]
struct Checked {
    claim: Claim,
    /// Seconds since 1970.
    expires_at: i64,
}

#[derive(Debug, Serialize, Deserialize)]
struct Claims {
    iss: String,
    aud: String,
    /// The person.
    sub: String,
    /// The session.
    sid: String,
    iat: i64,
    exp: i64,
}

/// What a token of ours says.
#[derive(Clone, Debug)]
pub struct AccessToken {
    pub claim: Claim,
    pub is_expired: bool,
}

impl Tokens {
    /// `issuer` is the deployment's name in `iss` and `aud`.
    pub fn new(secret: &Secret, issuer: &str) -> Self {
        let seed = secret.derive("access token signature, Ed25519");
        let public = SigningKey::from_bytes(&seed).verifying_key().to_bytes();
        let mut private = PKCS8_PREFIX.to_vec();
        private.extend(seed);
        let mut header = Header::new(Algorithm::EdDSA);
        header.typ = Some(TYPE.to_owned());
        header.kid = Some(URL_SAFE_NO_PAD.encode(&Sha256::digest(public)[..8]));
        let mut validation = Validation::new(Algorithm::EdDSA);
        validation.set_issuer(&[issuer]);
        validation.set_audience(&[issuer]);
        validation.set_required_spec_claims(&["iss", "aud", "sub", "exp"]);
        // Judged below by the app's clock.
        validation.validate_exp = false;
        Self {
            encoding: EncodingKey::from_ed_der(&private),
            decoding: DecodingKey::from_ed_der(&public),
            header,
            validation,
            issuer: issuer.to_owned(),
            refresh_key: secret.derive("refresh token succession, HMAC-SHA256"),
            checked: Cache::new(CHECKED),
            credits: Cache::new(CHECKED),
        }
    }

    /// A signed access token and when it ends.
    pub(super) fn access(
        &self,
        user_id: Uuid,
        session_id: Uuid,
        now: DateTime<Utc>,
    ) -> Result<(String, DateTime<Utc>)> {
        let expires_at = now + Duration::minutes(ACCESS_MINUTES);
        let claims = Claims {
            iss: self.issuer.clone(),
            aud: self.issuer.clone(),
            sub: Id::<id::User>::new(user_id).to_string(),
            sid: Id::<id::Session>::new(session_id).to_string(),
            iat: now.timestamp(),
            exp: expires_at.timestamp(),
        };
        let token = jsonwebtoken::encode(&self.header, &claims, &self.encoding)
            .map_err(|error| Error::Fault(Fault::Other(format!("signing: {error}"))))?;
        Ok((token, expires_at))
    }

    /// Reads an access token; `None` when it is not one of ours.
    pub fn read(&self, token: &str, now: DateTime<Utc>) -> Option<AccessToken> {
        let hash: [u8; 32] = Sha256::digest(token).into();
        let checked = match self.checked.get(&hash) {
            Some(checked) => checked,
            None => {
                let checked = self.check(token)?;
                self.checked.insert(hash, checked.clone());
                checked
            }
        };
        let is_expired = now.timestamp() >= checked.expires_at.saturating_add(LEEWAY_SECONDS);
        Some(AccessToken { claim: checked.claim, is_expired })
    }

    fn check(&self, token: &str) -> Option<Checked> {
        let token = jsonwebtoken::decode::<Claims>(token, &self.decoding, &self.validation).ok()?;
        let is_ours = token.header.typ.as_deref() == Some(TYPE) && token.header.kid == self.header.kid;
        let user_id = Id::<id::User>::parse(&token.claims.sub).ok()?.uuid();
        let session_id = Id::<id::Session>::parse(&token.claims.sid).ok()?.uuid();
        is_ours.then(|| {
            let made =
                self.credits.get_or_insert_with(&session_id, || Ok::<_, Infallible>(Credit::default()));
            let Ok(credit) = made;
            Checked { claim: Claim::new(user_id, session_id, credit), expires_at: token.claims.exp }
        })
    }

    /// The one token that follows on a spent one: asking again gives the same, so that an answer lost on its way
    /// locks nobody out. Without the server's key it cannot be foretold.
    pub(super) fn successor(&self, refresh_token: &str) -> String {
        // HMAC takes a key of any length.
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(&self.refresh_key) else {
            unreachable!("HMAC takes a key of any length");
        };
        mac.update(refresh_token.as_bytes());
        URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes())
    }
}

/// A new refresh token of 256 random bits.
pub(super) fn refresh_token(random: [u8; 32]) -> String {
    URL_SAFE_NO_PAD.encode(random)
}

/// What is kept of a refresh token. A plain hash will do: there is nothing to guess in 256 random bits.
pub(super) fn refresh_token_hash(token: &str) -> Vec<u8> {
    Sha256::digest(token.as_bytes()).to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens(byte: u8) -> Tokens {
        let bytes: Vec<u8> = (0..32).map(|index| byte ^ index).collect();
        Tokens::new(
            &Secret::parse(&base64::engine::general_purpose::STANDARD.encode(bytes)).unwrap(),
            "tribune",
        )
    }

    #[test]
    fn a_token_is_read_by_the_key_that_made_it() {
        let now = DateTime::from_timestamp(1_700_000_000, 0).unwrap();
        let (token, expires_at) = tokens(1).access(Uuid::from_u128(1), Uuid::from_u128(2), now).unwrap();
        let read = |at| tokens(1).read(&token, at).map(|token| token.is_expired);
        assert_eq!(read(now), Some(false));
        assert_eq!(read(expires_at + Duration::seconds(LEEWAY_SECONDS - 1)), Some(false));
        assert_eq!(read(expires_at + Duration::seconds(LEEWAY_SECONDS)), Some(true));
        assert!(tokens(2).read(&token, now).is_none());
    }

    #[test]
    fn other_algorithms_and_tampering_are_refused() {
        let now = DateTime::from_timestamp(1_700_000_000, 0).unwrap();
        let (token, _) = tokens(1).access(Uuid::from_u128(1), Uuid::from_u128(2), now).unwrap();
        let none = URL_SAFE_NO_PAD.encode(r#"{"alg":"none","typ":"at+jwt"}"#);
        let parts: Vec<_> = token.split('.').collect();
        let forged = [
            format!("{none}.{}.", parts[1]),
            format!("{}.{}.{}", parts[0], parts[1], "A".repeat(86)),
            String::new(),
        ];
        for token in forged {
            assert!(tokens(1).read(&token, now).is_none(), "{token}");
        }
    }

    #[test]
    fn a_successor_is_always_the_same_and_of_this_server() {
        assert_eq!(tokens(1).successor("x"), tokens(1).successor("x"));
        assert_ne!(tokens(1).successor("x"), tokens(2).successor("x"));
        assert_ne!(tokens(1).successor("x"), tokens(1).successor("y"));
    }
}

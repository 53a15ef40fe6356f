//! Slowing down who guesses passwords and who makes accounts by the hundred. The commands ask here, so it does not
//! matter how many aliases, requests, sockets or instances carry the attempts.

use chrono::{DateTime, Utc};
use sha2::{Digest, Sha256};

use super::client::Client;
use crate::domain::Domain;
use crate::domain::error::{Error, Result};
use crate::domain::rate_limit::in_words;
use crate::infra::rate_limit::{Limit, Taken};

/// An attempt to sign in, counted as failed from its beginning, so that many at once can't outrun the count.
#[must_use = "an attempt that did not fail is to be forgiven"]
pub(super) struct LoginAttempt {
    counted: [(String, Limit); 2],
    at: DateTime<Utc>,
}

impl LoginAttempt {
    /// Counts an attempt, or refuses it unseen. `account` is the name as it was given, of an account or of none: both
    /// are counted alike, so that a refusal tells nothing.
    pub(super) async fn begin(domain: &Domain, account: &str, client: &Client) -> Result<Self> {
        let (limiter, budgets) = (&domain.rate_limits.limiter, &domain.rate_limits.budgets);
        let (at, network) = (domain.clock.now(), client.network());
        let address = (format!("login:address:{network}"), budgets.login_failures_per_address);
        // The account and the address together: by the account alone anybody could lock its owner out.
        let pair = (format!("login:account:{}:{network}", hash(account)), budgets.login_failures);
        let taken = limiter.take(&address.0, 1, address.1, at).await;
        if !taken.allowed {
            return Err(refused("There were too many failed sign-ins from this address.", taken));
        }
        let taken = limiter.take(&pair.0, 1, pair.1, at).await;
        if !taken.allowed {
            // It was not tried, so it did not fail.
            limiter.give_back(&address.0, 1, address.1, at).await;
            return Err(refused(
                "There were too many failed sign-ins to this account from this address.",
                taken,
            ));
        }
        Ok(Self { counted: [address, pair], at })
    }

    /// Takes the attempt back: the password was right, or could not be looked at.
    pub(super) async fn forgive(self, domain: &Domain) {
        for (key, limit) in &self.counted {
            domain.rate_limits.limiter.give_back(key, 1, *limit, self.at).await;
        }
    }
}

/// Counts an attempt to register, whatever will come of it, or refuses it. Called with input that was found right: what
/// a person mistypes is not counted.
pub(super) async fn registration(domain: &Domain, email: &str, client: &Client) -> Result<()> {
    let (limiter, limit) = (&domain.rate_limits.limiter, domain.rate_limits.budgets.registrations);
    let at = domain.clock.now();
    let taken = limiter.take(&format!("register:address:{}", client.network()), 1, limit, at).await;
    if !taken.allowed {
        return Err(refused("There were too many registrations from this address.", taken));
    }
    let taken = limiter.take(&format!("register:email:{}", hash(email)), 1, limit, at).await;
    if !taken.allowed {
        return Err(refused("There were too many registrations with this e-mail address.", taken));
    }
    Ok(())
}

fn refused(why: &'static str, taken: Taken) -> Error {
    let message = format!("{why} Try again in {}.", in_words(taken.retry_after));
    Error::RateLimited { message, limit: taken.limit, retry_after: taken.retry_after }
}

/// A name of a bucket as short as any, that tells nobody who looks into Redis whose it is.
fn hash(text: &str) -> String {
    let digest = Sha256::digest(text.as_bytes());
    digest[..16].iter().map(|byte| format!("{byte:02x}")).collect()
}

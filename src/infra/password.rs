//! Password hashing by argon2id, on a bounded pool beside the async threads.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
use tokio::sync::Semaphore;

/// How many are hashed or wait for a free core before the next one is turned away.
const QUEUE: usize = 64;

/// Hashes and verifies passwords; as many at once as there are cores, so that a flood of sign-ins cannot starve the
/// rest. Cheap to clone.
#[derive(Clone)]
pub struct Passwords {
    argon2: Argon2<'static>,
    cores: Arc<Semaphore>,
    waiting: Arc<AtomicUsize>,
    queue: usize,
    /// Verified against when there is no account, so that its absence takes as long.
    nobody: Arc<str>,
}

/// Why a password was neither hashed nor verified.
#[derive(Debug, thiserror::Error)]
pub enum PasswordError {
    /// The queue is full.
    #[error("too many passwords are being checked")]
    Busy,
    #[error("argon2 failed: {0}")]
    Hash(String),
}

impl Passwords {
    /// `memory` in KiB and `passes` as in RFC 9106; one lane.
    pub fn new(memory: u32, passes: u32) -> Result<Self, PasswordError> {
        let parameters =
            Params::new(memory, passes, 1, None).map_err(|error| PasswordError::Hash(error.to_string()))?;
        let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, parameters);
        let nobody = hash(&argon2, "nobody", [7; 16])?;
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        Ok(Self {
            argon2,
            cores: Arc::new(Semaphore::new(cores)),
            waiting: Arc::new(AtomicUsize::new(0)),
            queue: QUEUE,
            nobody: nobody.into(),
        })
    }

    /// With another length of the queue.
    #[must_use]
    pub fn with_queue(self, queue: usize) -> Self {
        Self { queue, ..self }
    }

    /// The hash of a password as a PHC string.
    pub async fn hash(&self, password: &str, salt: [u8; 16]) -> Result<String, PasswordError> {
        let (argon2, password) = (self.argon2.clone(), password.to_owned());
        self.run(move || hash(&argon2, &password, salt)).await?
    }

    /// Whether the password is the one behind the hash; without a hash it is not, and takes as long to say so.
    pub async fn verify(&self, password: &str, hash: Option<&str>) -> Result<bool, PasswordError> {
        let known = hash.is_some();
        let (argon2, password) = (self.argon2.clone(), password.to_owned());
        let hash = hash.map_or_else(|| self.nobody.to_string(), str::to_owned);
        let right = self
            .run(move || {
                let hash =
                    PasswordHash::new(&hash).map_err(|error| PasswordError::Hash(error.to_string()))?;
                Ok(argon2.verify_password(password.as_bytes(), &hash).is_ok())
            })
            .await??;
        Ok(right && known)
    }

    /// Whether a hash was made with weaker settings than those of today.
    pub fn is_outdated(&self, hash: &str) -> bool {
        PasswordHash::new(hash).ok().and_then(|hash| Params::try_from(&hash).ok()).is_none_or(|made_with| {
            made_with.m_cost() < self.argon2.params().m_cost()
                || made_with.t_cost() < self.argon2.params().t_cost()
        })
    }

    async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, PasswordError> {
        let _place = Place::take(&self.waiting, self.queue)?;
        let core = self.cores.clone().acquire_owned().await.map_err(|_| PasswordError::Busy)?;
        // The permit goes along: a request that is cut off does not free a core that is still hashing.
        let work = tokio::task::spawn_blocking(move || {
            let _core = core;
            work()
        });
        work.await.map_err(|error| PasswordError::Hash(error.to_string()))
    }
}

fn hash(argon2: &Argon2<'_>, password: &str, salt: [u8; 16]) -> Result<String, PasswordError> {
    argon2
        .hash_password_with_salt(password.as_bytes(), &salt)
        .map(|hash| hash.to_string())
        .map_err(|error| PasswordError::Hash(error.to_string()))
}

/// A place in the queue, given back when dropped.
struct Place(Arc<AtomicUsize>);

impl Place {
    fn take(waiting: &Arc<AtomicUsize>, queue: usize) -> Result<Self, PasswordError> {
        let place = Self(waiting.clone());
        // Taken before it is judged, so that two who come at once cannot both get the last one.
        if waiting.fetch_add(1, Ordering::Relaxed) >= queue {
            return Err(PasswordError::Busy);
        }
        Ok(place)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn only_the_right_password_verifies() {
        let passwords = Passwords::new(8, 1).unwrap();
        let hash = passwords.hash("correct horse", [1; 16]).await.unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=8,t=1,p=1$"), "{hash}");
        assert!(passwords.verify("correct horse", Some(&hash)).await.unwrap());
        assert!(!passwords.verify("wrong horse", Some(&hash)).await.unwrap());
        assert!(!passwords.verify("nobody", None).await.unwrap());
    }

    #[tokio::test]
    async fn a_weaker_hash_is_outdated() {
        let hash = Passwords::new(8, 1).unwrap().hash("correct horse", [1; 16]).await.unwrap();
        assert!(Passwords::new(16, 1).unwrap().is_outdated(&hash));
        assert!(!Passwords::new(8, 1).unwrap().is_outdated(&hash));
    }

    #[tokio::test]
    async fn past_the_queue_is_busy() {
        let passwords = Passwords::new(8, 1).unwrap();
        passwords.waiting.store(QUEUE, Ordering::Relaxed);
        assert!(matches!(passwords.verify("x", None).await, Err(PasswordError::Busy)));
        assert_eq!(passwords.waiting.load(Ordering::Relaxed), QUEUE);
    }
}

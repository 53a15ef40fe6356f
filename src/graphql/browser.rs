//! A browser that keeps its tokens in cookies, where no script of the page can read them.

use std::sync::{Mutex, PoisonError};

use crate::domain::identity::SignIn;

/// What the browser sent, and what it is to keep from now on.
#[derive(Debug, Default)]
pub struct Browser {
    refresh_token: Option<String>,
    change: Mutex<Option<CookieChange>>,
}

/// What a browser is to do with its cookies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CookieChange {
    Keep { access_token: String, refresh_token: String },
    Forget,
}

impl Browser {
    pub fn new(refresh_token: Option<String>) -> Self {
        Self { refresh_token, change: Mutex::default() }
    }

    /// The refresh token that it keeps.
    pub fn refresh_token(&self) -> Option<&str> {
        self.refresh_token.as_deref()
    }

    /// Has it keep what somebody holds who signed in.
    pub fn keep(&self, sign_in: &SignIn) {
        self.decide(CookieChange::Keep {
            access_token: sign_in.access_token.clone(),
            refresh_token: sign_in.refresh_token.clone(),
        });
    }

    /// Has it forget what it keeps.
    pub fn forget(&self) {
        self.decide(CookieChange::Forget);
    }

    /// What was decided last.
    pub fn change(&self) -> Option<CookieChange> {
        self.change.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn decide(&self, change: CookieChange) {
        *self.change.lock().unwrap_or_else(PoisonError::into_inner) = Some(change);
    }
}

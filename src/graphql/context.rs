//! What the resolvers of one request, or of one event of a subscription, share.

use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard};

use async_graphql::parser::types::SelectionSet;
use async_graphql::{Context, ContextSelectionSet, Positioned};
use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::browser::Browser;
use super::document::Running;
pub use super::moment::Current;
use super::moment::Moment;
use super::site::Site;
use crate::domain::Domain;
use crate::domain::identity::{self, Claim, Client};
use crate::domain::rate_limit::Charge;
use crate::loader::Batches;
use crate::viewer::{SignedIn, Viewer};

/// Lives as long as a request, or as long as a subscription.
pub struct RequestContext {
    domain: Arc<Domain>,
    site: Site,
    client: Client,
    request_id: Arc<str>,
    /// Whom it is for, where that is not proven yet.
    claim: Option<Claim>,
    /// The session of an access token that has expired; good for signing out and nothing else.
    expired_session_id: Option<Uuid>,
    /// A browser that keeps its tokens in cookies.
    browser: Option<Browser>,
    /// What it was charged; nothing while the limits are off.
    charge: Option<Charge>,
    /// Whether objects may be written in one pass.
    may_be_written: bool,
    /// What runs, where that is known.
    running: Option<Running>,
    /// Whether it writes nothing.
    only_reads: bool,
    /// The newest event when a subscription was asked for.
    asked_at: Option<i64>,
    batches: Batches,
    /// Whom it is for and what was read; replaced as a whole when either is no longer true.
    moment: RwLock<Moment>,
}

impl RequestContext {
    /// `only_reads` has all that is read take one connection; `now` is when it is asked.
    pub fn new(
        domain: Arc<Domain>,
        site: Site,
        client: Client,
        request_id: Arc<str>,
        viewer: Viewer,
        only_reads: bool,
        now: DateTime<Utc>,
    ) -> Self {
        Self {
            domain,
            site,
            client,
            request_id,
            claim: None,
            expired_session_id: None,
            browser: None,
            charge: None,
            may_be_written: false,
            running: None,
            only_reads,
            asked_at: None,
            batches: Batches::default(),
            moment: RwLock::new(Moment::new(viewer, now)),
        }
    }

    /// Has it proven on the way whom it is for, who is Anonymous until then.
    pub fn with_claim(mut self, claim: Option<Claim>) -> Self {
        self.claim = claim;
        self
    }

    /// What was not proven yet.
    pub fn claim(&self) -> Option<&Claim> {
        self.claim.as_ref().filter(|_| self.viewer().signed_in().is_none())
    }

    /// Looks up what was claimed; `false` when the session has ended.
    ///
    /// # Errors
    /// The database can't be asked.
    pub async fn prove(&self) -> Result<bool, sea_orm::DbErr> {
        let Some(claim) = self.claim() else { return Ok(true) };
        let Some(person) = claim.prove(&self.domain).await? else { return Ok(false) };
        self.become_viewer(Viewer::SignedIn(person));
        Ok(true)
    }

    /// Remembers the session of an access token that has expired.
    pub fn with_expired_session(mut self, session_id: Option<Uuid>) -> Self {
        self.expired_session_id = session_id;
        self
    }

    /// Has a browser keep its tokens in cookies.
    pub fn with_browser(mut self, browser: Option<Browser>) -> Self {
        self.browser = browser;
        self
    }

    /// The browser that keeps its tokens in cookies.
    pub fn browser(&self) -> Option<&Browser> {
        self.browser.as_ref()
    }

    /// Remembers what it was charged.
    pub fn with_charge(mut self, charge: Option<Charge>) -> Self {
        self.charge = charge;
        self
    }

    /// Has objects written in one pass: nothing is selected twice, for what is written is put together with nothing.
    pub fn written(mut self, may_be_written: bool) -> Self {
        self.may_be_written = may_be_written;
        self
    }

    /// Has selections of which the library knows only the places looked up in the document.
    pub fn running(mut self, running: Running) -> Self {
        self.running = Some(running);
        self
    }

    /// What is selected, where the library was told only in which place that stands.
    pub fn whole<'a>(&'a self, set: &'a Positioned<SelectionSet>) -> &'a Positioned<SelectionSet> {
        self.running.as_ref().map_or(set, |running| running.whole(set))
    }

    /// Whether objects may be written in one pass.
    pub fn may_be_written(&self) -> bool {
        self.may_be_written
    }

    /// Remembers the newest event of the moment in which a subscription was asked for.
    pub fn asked_at(mut self, position: Option<i64>) -> Self {
        self.asked_at = position;
        self
    }

    /// After which event a subscription begins that goes on from none.
    pub fn begins_after(&self) -> Option<i64> {
        self.asked_at
    }

    pub fn charge(&self) -> Option<&Charge> {
        self.charge.as_ref()
    }

    /// The session to sign out of.
    pub fn session_id(&self) -> Option<Uuid> {
        self.viewer().signed_in().map(|person| person.session_id).or(self.expired_session_id)
    }

    pub fn domain(&self) -> &Domain {
        &self.domain
    }

    pub fn site(&self) -> &Site {
        &self.site
    }

    pub fn client(&self) -> &Client {
        &self.client
    }

    pub fn request_id(&self) -> &str {
        &self.request_id
    }

    /// What drives the batches of the loader; the request runs within it.
    pub fn batches(&self) -> &Batches {
        &self.batches
    }

    /// The viewer and the loader of this moment.
    pub fn current(&self) -> Arc<Current> {
        self.moment().current(&self.domain, &self.batches, self.only_reads)
    }

    pub fn viewer(&self) -> Viewer {
        self.moment().viewer
    }

    fn moment(&self) -> RwLockReadGuard<'_, Moment> {
        self.moment.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// Gives the connection back over which was read, if nothing is being read.
    pub fn release(&self) {
        self.moment().release();
    }

    /// Forgets what was read: something was changed, or time has passed.
    pub fn renew(&self) {
        self.become_viewer(self.viewer());
    }

    /// From here on it is for somebody else: they signed in, or out, within the request.
    pub fn become_viewer(&self, viewer: Viewer) {
        let moment = Moment::new(viewer, self.domain.clock.now());
        *self.moment.write().unwrap_or_else(PoisonError::into_inner) = moment;
    }

    /// Looks at the viewer anew, for the next event of a subscription; `false` when their session has ended.
    pub async fn revisit(&self) -> Result<bool, sea_orm::DbErr> {
        let viewer = match self.viewer() {
            Viewer::Anonymous => Viewer::Anonymous,
            Viewer::SignedIn(person) => {
                match identity::authenticate(&self.domain, person.session_id).await? {
                    Some(person) => Viewer::SignedIn(person),
                    None => return Ok(false),
                }
            }
        };
        self.become_viewer(viewer);
        Ok(true)
    }
}

/// Short ways to what every resolver needs.
pub trait ContextExt {
    fn request(&self) -> &RequestContext;

    fn viewer(&self) -> Viewer {
        self.request().viewer()
    }

    fn domain(&self) -> &Domain {
        self.request().domain()
    }

    fn current(&self) -> Arc<Current> {
        self.request().current()
    }

    /// The person behind a field whose guard let only signed-in people through.
    fn person(&self) -> async_graphql::Result<SignedIn> {
        self.viewer().signed_in().copied().ok_or_else(super::error::unauthenticated)
    }
}

impl ContextExt for ContextSelectionSet<'_> {
    fn request(&self) -> &RequestContext {
        self.data_unchecked::<Arc<RequestContext>>()
    }
}

impl ContextExt for Context<'_> {
    fn request(&self) -> &RequestContext {
        self.data_unchecked::<Arc<RequestContext>>()
    }
}

impl ContextExt for RequestContext {
    fn request(&self) -> &RequestContext {
        self
    }
}

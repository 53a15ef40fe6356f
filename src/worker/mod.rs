//! Doing the jobs: claims what is due, so many at once, and keeps each claim while it is at it.
//!
//! It looks when it is called, when the next job's time comes, and every second in any case: a call may get lost, and
//! without Redis nobody calls from another process.

mod running;

use std::sync::Arc;
use std::time::Duration;

use sea_orm::DbErr;
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};
use tracing::{info, warn};
use uuid::Uuid;

use crate::domain::Domain;
use crate::domain::job::{self, Backoff, Handlers};
use crate::entity::job::find;

/// When others have just taken what is due, it is soon known what is left.
const TAKEN: Duration = Duration::from_millis(20);

/// How a worker works.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// Jobs that are done at once.
    pub jobs: usize,
    /// How long a job stays a worker's that is heard of no more.
    pub lease: Duration,
    /// It looks at least so often.
    pub poll: Duration,
    /// What is running has this long to end when the process does; what has not is given back.
    pub grace: Duration,
    pub backoff: Backoff,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            jobs: 4,
            lease: Duration::from_secs(30),
            poll: Duration::from_secs(1),
            grace: Duration::from_secs(8),
            backoff: Backoff::default(),
        }
    }
}

/// Does the jobs of one process.
pub struct Worker {
    domain: Domain,
    handlers: Arc<dyn Handlers>,
    settings: Settings,
    id: Uuid,
    kinds: Vec<&'static str>,
}

impl Worker {
    pub fn new(domain: Domain, handlers: Arc<dyn Handlers>, settings: Settings) -> Self {
        let (id, kinds) = (domain.clock.new_id(), handlers.kinds());
        Self { domain, handlers, settings, id, kinds }
    }

    /// Works until `stop` resolves, then finishes what it is at, or gives it back. Dropped before that, it leaves what it is
    /// at to whoever finds it when its time is over.
    pub async fn run(self, stop: impl Future<Output = ()>) {
        // Before it looks the first time, so that no call in between is missed.
        let mut sleeper = self.domain.wake.sleeper();
        let mut running = JoinSet::new();
        let (mut is_ready, mut is_failing) = (false, false);
        tokio::pin!(stop);
        loop {
            let looked = self.look(&mut running, &mut is_ready).await;
            if let Err(error) = &looked
                && !is_failing
            {
                warn!(%error, "jobs can't be read; it is tried again until they can");
            }
            is_failing = looked.is_err();
            let wait = looked.unwrap_or(self.settings.poll);
            tokio::select! {
                biased;
                () = &mut stop => break,
                Some(_) = running.join_next() => {}
                () = sleeper.called() => {}
                () = sleep(wait) => {}
            }
        }
        self.end(running).await;
    }

    /// Does what is due now and what becomes due by that, and returns when nothing is; how many were begun. For those who hold
    /// the time still.
    pub async fn run_due(&self) -> Result<usize, DbErr> {
        let (mut begun, mut running, mut is_ready) = (0, JoinSet::new(), false);
        loop {
            let before = running.len();
            let wait = self.look(&mut running, &mut is_ready).await?;
            begun += running.len() - before;
            if running.is_empty() && !wait.is_zero() {
                return Ok(begun);
            }
            running.join_next().await;
        }
    }

    /// Begins what is due, as far as there is room; how long there is nothing to do.
    async fn look(&self, running: &mut JoinSet<()>, is_ready: &mut bool) -> Result<Duration, DbErr> {
        if !*is_ready {
            for (kind, every) in self.handlers.recurring() {
                job::keep_recurring(&self.domain, kind, every).await?;
            }
            *is_ready = true;
        }
        let room = self.settings.jobs.saturating_sub(running.len());
        if room == 0 {
            return Ok(self.settings.poll);
        }
        let Some(earliest) = find::earliest(self.domain.database.reader(), &self.kinds).await? else {
            return Ok(self.settings.poll);
        };
        // Negative when it is due.
        if let Ok(wait) = (earliest - self.domain.clock.now()).to_std()
            && !wait.is_zero()
        {
            return Ok(wait.min(self.settings.poll));
        }
        let claims = job::claim(&self.domain, self.id, &self.kinds, room, self.settings.lease).await?;
        if claims.is_empty() {
            return Ok(TAKEN);
        }
        for claim in claims {
            running.spawn(running::run(self.domain.clone(), self.handlers.clone(), claim, self.settings));
        }
        Ok(Duration::ZERO)
    }

    async fn end(&self, mut running: JoinSet<()>) {
        if !running.is_empty() {
            info!(jobs = running.len(), "stopping: finishing the jobs that are running");
        }
        let all = async { while running.join_next().await.is_some() {} };
        if timeout(self.settings.grace, all).await.is_ok() {
            return;
        }
        running.shutdown().await;
        match job::give_back(&self.domain, self.id).await {
            Ok(jobs) => warn!(jobs, "some jobs did not end in time and are given back"),
            Err(error) => {
                warn!(%error, "some jobs did not end in time; others take them over a little later");
            }
        }
    }
}

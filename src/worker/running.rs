//! One job, from its claim to its end.

use std::any::Any;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use futures_util::FutureExt;
use tokio::time::sleep;
use tracing::{debug, info, warn};

use super::Settings;
use crate::domain::Domain;
use crate::domain::job::{Claim, Failure, Handlers};
use crate::id::{self, Id};

/// A claim is prolonged so often within its time.
const TURNS: u32 = 3;

/// Does the job; whatever comes of it is in the database when this ends, or is found when the claim is over.
pub(super) async fn run(domain: Domain, handlers: Arc<dyn Handlers>, claim: Claim, settings: Settings) {
    let (job, kind) = (Id::<id::Job>::new(claim.job.id), claim.job.kind.as_str());
    let failure = if claim.is_used_up() {
        Failure::Never("every worker that began it was gone before it ended".to_owned())
    } else {
        let handled = AssertUnwindSafe(handlers.handle(&domain, &claim)).catch_unwind();
        let ended = tokio::select! {
            ended = handled => ended.unwrap_or_else(|panic| Err(Failure::Again(told(&*panic)))),
            () = lost(&domain, &claim, settings.lease) => Err(Failure::Lost),
        };
        match ended {
            Ok(_) => {
                debug!(%job, kind, attempt = claim.job.attempts, "a job is done");
                return;
            }
            Err(failure) => failure,
        }
    };
    match &failure {
        Failure::Lost => info!(%job, kind, "a job is somebody else's by now, or was taken back"),
        failure => warn!(%job, kind, attempt = claim.job.attempts, error = %failure, "a job failed"),
    }
    if let Err(error) = claim.fail(&domain, &failure, &settings.backoff).await {
        warn!(%job, kind, %error, "that a job failed can't be written; it is taken over when its time is over");
    }
}

/// Prolongs the claim until it is lost.
async fn lost(domain: &Domain, claim: &Claim, lease: Duration) {
    loop {
        sleep(lease / TURNS).await;
        match claim.prolong(domain, lease).await {
            Ok(true) => {}
            Ok(false) => return,
            // Whether it is lost is found out at the end, when it is to be removed.
            Err(error) => debug!(%error, "a claim can't be prolonged at the moment"),
        }
    }
}

fn told(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    let text = text.or_else(|| panic.downcast_ref::<String>().cloned());
    format!("it panicked: {}", text.unwrap_or_default())
}

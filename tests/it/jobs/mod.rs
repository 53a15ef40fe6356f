//! Work behind the requests.

mod erasing;
mod instances;
mod rules;
mod scheduling;
mod storm;
mod workers;

use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use tribune::domain::Domain;
use tribune::domain::job::{Backoff, Claim, Done, Failure, Handlers, NewJob, TribuneHandlers, enqueue, list};
use tribune::entity::job::JobRow;
use tribune::entity::sql::Sql;
use tribune::worker::{Settings, Worker};
use uuid::Uuid;

use crate::support::TestApp;

/// What becomes of a job.
enum Plan {
    Done,
    Fails(&'static str),
    Never(&'static str),
    Panics,
    Hangs,
}

/// Handlers of a test: what becomes of a job is said by a function, and what is done leaves a row.
struct Scripted {
    recurring: Vec<(&'static str, Duration)>,
    plan: Box<dyn Fn(&Claim) -> Plan + Send + Sync>,
    /// The jobs that were begun, in order.
    begun: Mutex<Vec<Uuid>>,
}

impl Scripted {
    fn new(plan: impl Fn(&Claim) -> Plan + Send + Sync + 'static) -> Arc<Self> {
        Arc::new(Self { recurring: Vec::new(), plan: Box::new(plan), begun: Mutex::default() })
    }

    fn begun(&self) -> usize {
        self.begun.lock().unwrap().len()
    }
}

#[async_trait]
impl Handlers for Scripted {
    fn kinds(&self) -> Vec<&'static str> {
        vec!["test", "again"]
    }

    fn recurring(&self) -> Vec<(&'static str, Duration)> {
        self.recurring.clone()
    }

    async fn handle(&self, domain: &Domain, claim: &Claim) -> Result<Done, Failure> {
        self.begun.lock().unwrap().push(claim.job.id);
        match (self.plan)(claim) {
            Plan::Done => leave_a_mark(domain, claim).await,
            Plan::Fails(why) => Err(Failure::Again(why.to_owned())),
            Plan::Never(why) => Err(Failure::Never(why.to_owned())),
            Plan::Panics => panic!("as planned"),
            Plan::Hangs => std::future::pending().await,
        }
    }
}

/// The effect of a test's job, in one transaction with its end.
async fn leave_a_mark(domain: &Domain, claim: &Claim) -> Result<Done, Failure> {
    let transaction = domain.database.begin().await?;
    let mut sql = Sql::new(domain.database.backend(), "INSERT INTO marks (job) VALUES (");
    sql.bind(claim.job.payload.as_str()).push(")");
    sql.execute(&transaction).await?;
    claim.finish(domain, transaction).await
}

/// A server with a table for the marks.
async fn app() -> TestApp {
    let app = TestApp::new().await;
    app.execute("CREATE TABLE marks (job text NOT NULL)").await;
    app
}

async fn marks(app: &TestApp) -> i64 {
    app.number("SELECT count(*) FROM marks").await
}

async fn jobs(app: &TestApp) -> i64 {
    app.number("SELECT count(*) FROM jobs").await
}

/// The one job there is.
async fn only(app: &TestApp) -> JobRow {
    let mut all = list(&app.domain, None, None, 10).await.unwrap();
    assert_eq!(all.len(), 1, "{all:#?}");
    all.pop().unwrap()
}

/// How long it is from one time to another.
fn seconds(from: DateTime<Utc>, to: DateTime<Utc>) -> f64 {
    (to - from).as_seconds_f64()
}

/// A job that is due now.
fn due(domain: &Domain, payload: &str) -> NewJob {
    NewJob {
        kind: "test",
        key: None,
        payload: payload.to_owned(),
        run_at: domain.clock.now(),
        max_attempts: 3,
    }
}

async fn ask(domain: &Domain, job: &NewJob) {
    let transaction = domain.database.begin().await.unwrap();
    enqueue(domain, &transaction, job).await.unwrap();
    transaction.commit().await.unwrap();
    domain.wake.call().await;
}

/// Waits in no case, so that it tells of its backoff by the times alone.
fn settings() -> Settings {
    let backoff = Backoff { first: Duration::from_secs(10), longest: Duration::from_secs(60) };
    Settings { backoff, ..Settings::default() }
}

fn worker(app: &TestApp, handlers: Arc<Scripted>) -> Worker {
    Worker::new(app.domain.clone(), handlers, settings())
}

/// Does what Tribune has to do now.
async fn work(app: &TestApp) {
    let worker = Worker::new(app.domain.clone(), Arc::new(TribuneHandlers), Settings::default());
    worker.run_due().await.unwrap();
}

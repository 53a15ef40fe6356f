//! Fifty workers, a thousand jobs, a tenth failing at random, and workers that are gone at any moment.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use tokio::task::JoinHandle;
use tribune::clock::Clock;
use tribune::domain::Domain;
use tribune::domain::job::{self, Backoff};
use tribune::entity::job::JobState;
use tribune::worker::{Settings, Worker};

use super::{Plan, Scripted, app, due, jobs, marks};

const WORKERS: usize = 50;
const JOBS: usize = 1_000;
/// Those that fail whatever is done.
const DOOMED: usize = 20;
const DOOMED_ATTEMPTS: i32 = 3;

fn settings() -> Settings {
    let backoff = Backoff { first: Duration::from_millis(5), longest: Duration::from_millis(100) };
    let (lease, poll) = (Duration::from_secs(1), Duration::from_millis(100));
    Settings { jobs: 2, lease, poll, backoff, ..Settings::default() }
}

fn start(domain: &Domain, handlers: &Arc<Scripted>) -> JoinHandle<()> {
    tokio::spawn(Worker::new(domain.clone(), handlers.clone(), settings()).run(std::future::pending()))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn every_job_is_done_and_its_effect_is_seen_once() {
    let app = app().await;
    let domain = Domain { clock: Clock::system(), ..app.domain.clone() };
    let transaction = domain.database.begin().await.unwrap();
    for number in 0..JOBS {
        // So many that none dies of its workers.
        let mut job = job::NewJob { max_attempts: 1_000, ..due(&domain, &number.to_string()) };
        if number < DOOMED {
            (job.payload, job.max_attempts) = (format!("doomed {number}"), DOOMED_ATTEMPTS);
        }
        job::enqueue(&domain, &transaction, &job).await.unwrap();
    }
    transaction.commit().await.unwrap();

    let chance = domain.clock.clone();
    let handlers = Scripted::new(move |claim| {
        if claim.job.payload.starts_with("doomed") {
            return Plan::Fails("doomed");
        }
        // Some hang until their worker is gone: what they had is taken over.
        match chance.random_bytes::<1>()[0] {
            0..26 => Plan::Fails("by chance"),
            26..28 => Plan::Panics,
            28 if claim.job.attempts < 3 => Plan::Hangs,
            _ => Plan::Done,
        }
    });
    let mut workers: Vec<_> = (0..WORKERS).map(|_| start(&domain, &handlers)).collect();
    let is_over = Arc::new(AtomicBool::new(false));
    let until = Instant::now() + Duration::from_secs(120);
    let mut killed = 0;
    while !is_over.load(Ordering::Relaxed) {
        assert!(Instant::now() < until, "{} jobs are left", jobs(&app).await);
        let [one, other] = domain.clock.random_bytes::<2>();
        let victim = usize::from(u16::from_be_bytes([one, other])) % WORKERS;
        workers[victim].abort();
        workers[victim] = start(&domain, &handlers);
        killed += 1;
        tokio::time::sleep(Duration::from_millis(u64::from(one) % 20)).await;
        let live = app.number("SELECT count(*) FROM jobs WHERE died_at IS NULL").await;
        is_over.store(live == 0, Ordering::Relaxed);
    }
    for worker in &workers {
        worker.abort();
    }

    let mut begun: BTreeMap<_, usize> = BTreeMap::new();
    for id in handlers.begun.lock().unwrap().iter() {
        *begun.entry(*id).or_default() += 1;
    }
    assert_eq!(begun.len(), JOBS, "each was begun");
    let again = begun.values().filter(|count| **count > 1).count();
    eprintln!("{killed} workers were killed, {again} jobs were begun more than once");
    assert!(killed > 20 && again > JOBS / 20, "{killed} killed, {again} begun again");
    let done = i64::try_from(JOBS - DOOMED).unwrap();
    assert_eq!(marks(&app).await, done);
    assert_eq!(app.number("SELECT count(DISTINCT job) FROM marks").await, done);
    let dead = job::list(&domain, Some(JobState::Dead), None, 100).await.unwrap();
    assert_eq!(dead.len(), DOOMED);
    for job in dead {
        assert!(job.payload.starts_with("doomed"), "{job:?}");
        // One whose worker was killed at the last attempt is begun no more.
        assert!((DOOMED_ATTEMPTS..=DOOMED_ATTEMPTS + 1).contains(&job.attempts), "{job:?}");
        assert!(job.last_error.is_some(), "{job:?}");
    }
}

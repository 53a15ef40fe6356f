//! Workers: recurring work, and being woken.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::oneshot;
use tokio::time::{sleep, timeout};
use tribune::domain::job::{self, Claim};
use tribune::entity::job::JobState;
use tribune::worker::{Settings, Worker};

use super::{Plan, Scripted, app, ask, due, jobs, marks, only, seconds, settings, worker};
use crate::support::redis_url;

#[tokio::test]
async fn recurring_work_is_one_job_for_all() {
    let app = app().await;
    let every = Duration::from_secs(600);
    let recurring = |plan: fn(&Claim) -> Plan| {
        let mut handlers = Scripted::new(plan);
        Arc::get_mut(&mut handlers).unwrap().recurring = vec![("again", every)];
        handlers
    };
    let done = recurring(|_| Plan::Done);
    let workers = [worker(&app, done.clone()), worker(&app, done.clone()), worker(&app, done.clone())];
    for times in 1..=3 {
        for worker in &workers {
            worker.run_due().await.unwrap();
        }
        assert_eq!((done.begun(), jobs(&app).await), (times, 1));
        let next = only(&app).await;
        assert_eq!((next.attempts, next.state()), (0, JobState::Waiting));
        assert!((seconds(app.domain.clock.now(), next.run_at) - 600.0).abs() < 1.0);
        assert!(job::discard(&app.domain, next.id).await.is_err());
        app.advance(chrono::Duration::seconds(601));
    }
    // It never dies: after its last attempt it waits for its next time.
    let failing = recurring(|_| Plan::Fails("no luck"));
    let worker = worker(&app, failing.clone());
    for _ in 0..job::MAX_ATTEMPTS {
        assert_eq!(worker.run_due().await.unwrap(), 1);
        let job = only(&app).await;
        assert_eq!(job.state(), JobState::Waiting);
        app.advance(job.run_at - app.domain.clock.now());
    }
    let job = only(&app).await;
    assert_eq!((job.attempts, job.last_error.as_deref()), (0, Some("no luck")));
}

#[tokio::test]
async fn workers_of_other_instances_are_woken_through_redis() {
    let app = app().await;
    if redis_url().is_none() {
        return;
    }
    let other = app.beside().await;
    let mut sleeper = other.domain.wake.sleeper();
    app.domain.wake.call().await;
    timeout(Duration::from_secs(20), sleeper.called()).await.expect("a call through Redis");
}

#[tokio::test]
async fn a_worker_is_woken_by_the_commit_and_gives_back_what_it_can_not_end() {
    let app = app().await;
    let handlers = Scripted::new(|claim| if claim.job.payload == "hang" { Plan::Hangs } else { Plan::Done });
    // It would not look by itself before the test is over.
    let (poll, grace) = (Duration::from_secs(600), Duration::from_millis(50));
    let worker = Worker::new(app.domain.clone(), handlers.clone(), Settings { poll, grace, ..settings() });
    let (stop, stopped) = oneshot::channel::<()>();
    let running = tokio::spawn(worker.run(async { drop(stopped.await) }));
    let begins = async |count: usize| {
        let begun = async {
            while handlers.begun() < count {
                sleep(Duration::from_millis(2)).await;
            }
        };
        timeout(Duration::from_secs(20), begun).await.expect("the worker to be woken");
    };
    for count in 1..=3 {
        ask(&app.domain, &due(&app.domain, "a")).await;
        begins(count).await;
    }
    ask(&app.domain, &due(&app.domain, "hang")).await;
    begins(4).await;
    drop(stop);
    running.await.unwrap();
    let job = only(&app).await;
    assert_eq!((job.payload.as_str(), job.attempts, job.state()), ("hang", 0, JobState::Waiting));
    assert_eq!(marks(&app).await, 3);
}

#[tokio::test]
async fn no_more_are_done_at_once_than_there_is_room_for() {
    let app = app().await;
    for _ in 0..5 {
        ask(&app.domain, &due(&app.domain, "a")).await;
    }
    let handlers = Scripted::new(|_| Plan::Hangs);
    let (poll, grace) = (Duration::from_millis(5), Duration::from_millis(50));
    let settings = Settings { jobs: 4, poll, grace, ..settings() };
    let (stop, stopped) = oneshot::channel::<()>();
    let worker = Worker::new(app.domain.clone(), handlers.clone(), settings);
    let running = tokio::spawn(worker.run(async { drop(stopped.await) }));
    let full = async {
        while handlers.begun() < 4 {
            sleep(Duration::from_millis(2)).await;
        }
    };
    timeout(Duration::from_secs(20), full).await.expect("four to be begun");
    // It looks a few times more, in vain.
    sleep(Duration::from_millis(100)).await;
    assert_eq!(handlers.begun(), 4);
    let waiting = job::list(&app.domain, Some(JobState::Waiting), None, 10).await.unwrap();
    assert_eq!(waiting.len(), 1);
    drop(stop);
    running.await.unwrap();
}

//! The rules of jobs, with the time held still.

use std::time::Duration;

use tribune::domain::job::{self, Failure, NewJob, claim, give_back};
use tribune::entity::job::JobState;
use uuid::Uuid;

use super::{Plan, Scripted, app, ask, due, jobs, leave_a_mark, marks, only, seconds, settings, worker};

const LEASE: Duration = Duration::from_secs(30);

#[tokio::test]
async fn what_was_rolled_back_is_not_asked_for() {
    let app = app().await;
    let transaction = app.domain.database.begin().await.unwrap();
    job::enqueue(&app.domain, &transaction, &due(&app.domain, "a")).await.unwrap();
    transaction.rollback().await.unwrap();
    assert_eq!(worker(&app, Scripted::new(|_| Plan::Done)).run_due().await.unwrap(), 0);
    assert_eq!(jobs(&app).await, 0);
}

#[tokio::test]
async fn a_job_is_done_at_its_time_and_is_no_more() {
    let app = app().await;
    let run_at = app.domain.clock.now() + chrono::Duration::seconds(60);
    ask(&app.domain, &NewJob { run_at, ..due(&app.domain, "a") }).await;
    let worker = worker(&app, Scripted::new(|_| Plan::Done));
    app.advance(chrono::Duration::seconds(59));
    assert_eq!(worker.run_due().await.unwrap(), 0);
    app.advance(chrono::Duration::seconds(1));
    assert_eq!(worker.run_due().await.unwrap(), 1);
    assert_eq!((marks(&app).await, jobs(&app).await), (1, 0));
}

#[tokio::test]
async fn failing_waits_twice_as_long_each_time_and_then_it_is_dead() {
    let app = app().await;
    ask(&app.domain, &NewJob { max_attempts: 5, ..due(&app.domain, "a") }).await;
    let handlers = Scripted::new(|_| Plan::Fails("no luck\0"));
    let worker = worker(&app, handlers.clone());
    for (attempt, bound) in [(1, 10.0), (2, 20.0), (3, 40.0), (4, 60.0)] {
        let before = app.domain.clock.now();
        assert_eq!(worker.run_due().await.unwrap(), 1);
        let job = only(&app).await;
        assert_eq!((job.attempts, job.state()), (attempt, JobState::Waiting));
        let wait = seconds(before, job.run_at);
        assert!(wait >= bound / 2.0 && wait <= bound + 0.01, "attempt {attempt}: {wait} s of {bound} s");
        assert_eq!(job.last_error.as_deref(), Some("no luck\u{fffd}"));
        // Not a moment before its time.
        app.advance(job.run_at - app.domain.clock.now() - chrono::Duration::milliseconds(1));
        assert_eq!(worker.run_due().await.unwrap(), 0);
        app.advance(chrono::Duration::milliseconds(1));
    }
    assert_eq!(worker.run_due().await.unwrap(), 1);
    let dead = job::list(&app.domain, Some(JobState::Dead), Some("test"), 10).await.unwrap();
    assert_eq!((dead.len(), dead[0].attempts, handlers.begun()), (1, 5, 5));
    app.advance(chrono::Duration::days(400));
    assert_eq!(worker.run_due().await.unwrap(), 0);

    // Until somebody has it tried again, with all its attempts before it,
    job::retry(&app.domain, dead[0].id).await.unwrap();
    assert_eq!(worker.run_due().await.unwrap(), 1);
    assert_eq!((only(&app).await.attempts, only(&app).await.state()), (1, JobState::Waiting));
    // or removes it.
    job::discard(&app.domain, dead[0].id).await.unwrap();
    assert_eq!(jobs(&app).await, 0);
    assert!(job::retry(&app.domain, dead[0].id).await.is_err());
    assert!(job::show(&app.domain, dead[0].id).await.is_err());
}

#[tokio::test]
async fn what_will_never_do_is_dead_at_once_and_a_panic_is_a_failure() {
    let app = app().await;
    for payload in ["never", "panic"] {
        ask(&app.domain, &due(&app.domain, payload)).await;
    }
    let plan =
        |claim: &job::Claim| if claim.job.payload == "never" { Plan::Never("no") } else { Plan::Panics };
    assert_eq!(worker(&app, Scripted::new(plan)).run_due().await.unwrap(), 2);
    let dead = job::list(&app.domain, Some(JobState::Dead), None, 10).await.unwrap();
    assert_eq!((dead.len(), dead[0].payload.as_str(), dead[0].attempts), (1, "never", 1));
    let waiting = job::list(&app.domain, Some(JobState::Waiting), None, 10).await.unwrap();
    assert_eq!(waiting[0].last_error.as_deref(), Some("it panicked: as planned"));
}

#[tokio::test]
async fn who_is_gone_loses_the_job_and_what_they_did_too_late_is_not_kept() {
    let app = app().await;
    ask(&app.domain, &due(&app.domain, "a")).await;
    let domain = &app.domain;
    let take = async || claim(domain, domain.clock.new_id(), &["test"], 5, LEASE).await.unwrap();
    let first = take().await;
    assert_eq!(first.len(), 1);
    assert_eq!(only(&app).await.state(), JobState::Running);
    assert!(take().await.is_empty());
    // Nobody meddles with what somebody is at.
    let id = first[0].job.id;
    assert!(job::retry(domain, id).await.is_err() && job::discard(domain, id).await.is_err());
    // As long as it is prolonged it is theirs.
    app.advance(chrono::Duration::seconds(20));
    assert!(first[0].prolong(domain, LEASE).await.unwrap());
    app.advance(chrono::Duration::seconds(20));
    assert!(take().await.is_empty());
    app.advance(chrono::Duration::seconds(20));
    let second = take().await;
    assert_eq!((second.len(), second[0].job.attempts), (1, 2));
    assert!(!first[0].prolong(domain, LEASE).await.unwrap());
    assert!(matches!(leave_a_mark(domain, &first[0]).await, Err(Failure::Lost)));
    assert_eq!(marks(&app).await, 0);
    // Nor does it harm that they say it failed.
    first[0].fail(domain, &Failure::Never("late".into()), &settings().backoff).await.unwrap();
    assert_eq!(only(&app).await.state(), JobState::Running);
    leave_a_mark(domain, &second[0]).await.unwrap();
    assert_eq!((marks(&app).await, jobs(&app).await), (1, 0));
}

#[tokio::test]
async fn what_is_given_back_was_not_begun() {
    let app = app().await;
    ask(&app.domain, &due(&app.domain, "a")).await;
    let id = app.domain.clock.new_id();
    assert_eq!(claim(&app.domain, id, &["test"], 5, LEASE).await.unwrap().len(), 1);
    assert_eq!(give_back(&app.domain, Uuid::nil()).await.unwrap(), 0);
    assert_eq!(give_back(&app.domain, id).await.unwrap(), 1);
    assert_eq!((only(&app).await.attempts, only(&app).await.state()), (0, JobState::Waiting));
}

#[tokio::test]
async fn a_job_that_takes_its_workers_with_it_is_dead_in_the_end() {
    let app = app().await;
    ask(&app.domain, &due(&app.domain, "a")).await;
    for _ in 0..3 {
        let claims = claim(&app.domain, app.domain.clock.new_id(), &["test"], 1, LEASE).await.unwrap();
        assert_eq!(claims.len(), 1);
        app.advance(chrono::Duration::seconds(31));
    }
    let handlers = Scripted::new(|_| Plan::Done);
    worker(&app, handlers.clone()).run_due().await.unwrap();
    assert_eq!((handlers.begun(), only(&app).await.state()), (0, JobState::Dead));
}

#[tokio::test]
async fn a_kind_that_is_not_known_is_left_for_those_who_know_it() {
    let app = app().await;
    ask(&app.domain, &NewJob { kind: "of_the_future", ..due(&app.domain, "a") }).await;
    assert_eq!(worker(&app, Scripted::new(|_| Plan::Done)).run_due().await.unwrap(), 0);
    super::work(&app).await;
    let left = job::list(&app.domain, None, Some("of_the_future"), 10).await.unwrap();
    assert_eq!((left.len(), left[0].attempts, left[0].state()), (1, 0, JobState::Waiting));
}

#[tokio::test]
async fn to_ask_again_by_the_same_key_replaces_the_first_whatever_became_of_it() {
    let app = app().await;
    let domain = &app.domain;
    let keyed = |payload: &str| NewJob { key: Some("one".into()), ..due(domain, payload) };
    ask(domain, &keyed("first")).await;
    let claims = claim(domain, domain.clock.new_id(), &["test"], 1, LEASE).await.unwrap();
    ask(domain, &keyed("second")).await;
    assert!(matches!(leave_a_mark(domain, &claims[0]).await, Err(Failure::Lost)));
    assert_eq!(only(&app).await.payload, "second");
    worker(&app, Scripted::new(|_| Plan::Never("no"))).run_due().await.unwrap();
    assert_eq!(only(&app).await.state(), JobState::Dead);
    ask(domain, &keyed("third")).await;
    assert_eq!((only(&app).await.state(), only(&app).await.last_error), (JobState::Waiting, None));
    let transaction = domain.database.begin().await.unwrap();
    job::cancel(&transaction, "one").await.unwrap();
    transaction.commit().await.unwrap();
    assert_eq!(jobs(&app).await, 0);
}

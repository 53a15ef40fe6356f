//! A server that can't reach what it needs says so soon, and what, and where.

use std::net::{SocketAddr, TcpListener};
use std::time::{Duration, Instant};

use crate::support::program::{Home, ended};

/// A few seconds, and what a busy machine adds.
const SOON: Duration = Duration::from_secs(6);

/// Where nobody listens any more.
fn nowhere() -> SocketAddr {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap()
}

/// Fails to serve with one variable set so.
fn fails(variable: &str, url: &str, words: &[&str]) {
    let home = Home::new();
    let mut command = home.command(&["serve"]);
    command.env(variable, url);
    let begin = Instant::now();
    let failed = ended(command);
    assert!(begin.elapsed() < SOON, "{:?}", begin.elapsed());
    assert!(!failed.stderr.contains("hunter2"), "{}", failed.stderr);
    assert!(words.iter().all(|word| failed.stderr.contains(word)), "{}", failed.stderr);
    failed.refused(1, "tribune: ");
}

#[test]
fn a_redis_that_is_not_there_is_named() {
    let address = nowhere();
    let url = format!("redis://me:hunter2@{address}/");
    fails("REDIS_URL", &url, &["Redis at ", &address.to_string(), "Connection refused"]);
}

#[test]
fn a_postgresql_that_is_not_there_is_named() {
    let address = nowhere();
    let url = format!("postgres://me:hunter2@{address}/tribune");
    fails("DATABASE_URL", &url, &["PostgreSQL at ", &address.to_string(), "Connection refused"]);
}

#[test]
fn what_does_not_answer_is_named() {
    // The system takes connections for it.
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = silent.local_addr().unwrap();
    for (variable, scheme) in [("REDIS_URL", "redis"), ("DATABASE_URL", "postgres")] {
        fails(variable, &format!("{scheme}://me:hunter2@{address}/0"), &[&address.to_string(), "time"]);
    }
}

#[test]
fn an_address_that_is_none_is_not_tried() {
    fails("REDIS_URL", "http://:hunter2@127.0.0.1/", &["Redis at the configured address"]);
    fails("DATABASE_URL", "postgres://me:hunter2@127.0.0.1:port/tribune", &["port"]);
}

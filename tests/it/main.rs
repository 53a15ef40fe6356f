//! The integration tests: over real connections, as clients named by actor, each with a server and a database of its own.
//!
//! On SQLite with the in-process parts; on PostgreSQL and Redis where `TRIBUNE_TEST_POSTGRES_URL` and
//! `TRIBUNE_TEST_REDIS_URL` name servers. `scripts/test.sh` runs both.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "in a test a panic is the answer")]

mod support;

mod architecture;
mod attack;
mod authorization;
mod bad_input;
mod conditions;
mod conformance;
mod contract;
mod counters;
mod documents;
mod durability;
mod events;
mod examples;
mod given_up;
mod http;
mod identity;
mod jobs;
mod known;
mod limits;
mod migrations;
mod one_pass;
mod playground;
mod posts;
mod process;
mod rate_limits;
mod sdl;
mod statements;
mod taking_back;
mod websocket;
mod writing;

//! Whatever is sent, it is answered, the program lives, and a neighbour does not notice: the program as a process of
//! its own, over real sockets.
//!
//! `TRIBUNE_SWEEP=full` goes in small steps and many rounds, one attack after the other, and prints what each cost;
//! numbers are worth something with `--release` and `--nocapture` on a machine that does nothing else.

mod bytes;
mod crowd;
mod floods;
mod fragments;
mod gauge;
mod instances;
mod json;
mod ledger;
mod mutation;
mod neighbour;
mod nesting;
mod property;
mod raw;
mod redis;
mod sockets;
mod start;
mod target;
mod urls;

/// The guard's answer to what is too much.
const TOO_LARGE: &str = "DOCUMENT_TOO_LARGE";
/// What does not fit the schema, or a rule.
const INVALID: &str = "GRAPHQL_VALIDATION_FAILED";
/// A variable or an argument that does not fit.
const UNFIT: &str = "BAD_USER_INPUT";
/// What is no GraphQL.
const NO_GRAPHQL: &str = "GRAPHQL_PARSE_FAILED";
/// What is no request.
const BAD: &str = "BAD_REQUEST";
/// It ran.
const RAN: &str = "data";

/// The longest document that the program can be told to take.
const ROOMY: [&str; 2] = ["--max-document-bytes", "131072"];

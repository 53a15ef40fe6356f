//! The guard, a document that is kept, and a page of the feed on SQLite: `cargo bench` in this folder. criterion holds each
//! against the run before.

use std::hint::black_box;
use std::sync::Arc;

use axum::body::Body;
use axum::http::{Request, StatusCode};
use clap::Parser;
use criterion::{Criterion, criterion_group, criterion_main};
use http_body_util::BodyExt;
use tribune::app;
use tribune::clock::Clock;
use tribune::config::Config;
use tribune::demo;
use tribune::graphql::cost::{Limits, Table};
use tribune::graphql::document::{self, Documents};
use tribune::graphql::inputs::Inputs;
use tribune::graphql::sdl;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const FEED: &str = "query Feed($after: String) { posts(first: 20, after: $after) { edges { cursor node { id slug title excerpt \
                    publishedAt author { username displayName websiteUrl } tags { name } reactionCount commentCount } } \
                    pageInfo { hasNextPage endCursor } } }";

#[derive(Parser)]
struct Settings {
    #[command(flatten)]
    config: Config,
}

fn guard(criterion: &mut Criterion) {
    let limits = document::Limits::default();
    criterion.bench_function("guard", |bencher| {
        bencher.iter(|| document::check(black_box(FEED), &limits));
    });
}

fn kept_document(criterion: &mut Criterion) {
    let sdl = sdl();
    let table = Arc::new(Table::new(&sdl).expect("the schema parses"));
    let inputs = Arc::new(Inputs::new(&sdl).expect("the schema parses"));
    let documents = Documents::new(table, inputs, Limits::default());
    criterion.bench_function("kept document", |bencher| {
        bencher.iter(|| documents.read(black_box(FEED)).is_ok());
    });
}

fn feed_on_sqlite(criterion: &mut Criterion) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let folder = tempfile::tempdir().expect("a folder");
    let data_dir = folder.path().display().to_string();
    let settings = ["micro", "--data-dir", &data_dir, "--rate-limit", "off"];
    let config = Settings::parse_from(settings).config;
    let service = runtime.block_on(async {
        let database = app::connect(&config).await.expect("a database");
        database.migrate().await.expect("the schema");
        let domain = app::domain(&config, database, Clock::system()).await.expect("the domain");
        demo::fill(&domain, &mut |_| {}).await.expect("the demo");
        tribune::http::Service::new(app::http_state(&config, domain).expect("the handlers").0)
    });
    let body = format!(r#"{{"query":"{FEED}"}}"#);
    criterion.bench_function("feed page on SQLite", |bencher| {
        bencher.iter(|| {
            runtime.block_on(async {
                let request = Request::post("/graphql").header("content-type", "application/json");
                let request = request.body(Body::from(body.clone())).expect("a request");
                let answer = service.answer(request, std::net::Ipv4Addr::LOCALHOST.into()).await;
                assert_eq!(answer.status(), StatusCode::OK);
                let bytes = answer.into_body().collect().await.expect("a body").to_bytes();
                assert!(bytes.starts_with(br#"{"data":"#), "{bytes:?}");
                bytes.len()
            })
        });
    });
}

criterion_group!(benches, guard, kept_document, feed_on_sqlite);
criterion_main!(benches);

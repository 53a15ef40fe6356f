//! The least that the work of the comparison costs when every duty of Tribune's is kept: who asks is known by the token and
//! the session behind it, nothing is read that the viewer may not see, counters are kept and events written in the same
//! transaction, texts are rendered. No GraphQL: a route an operation, its variables as the body.
//!
//! Statements are few: to-one by join, one statement for each level of lists, those that need nothing of each other pipelined
//! on one connection. Tags as an array within the statement of a page were tried: one statement less, little less work here,
//! and much more for PostgreSQL; within that of one post they are the cheaper way.

mod answer;
mod comment;
mod cursor;
mod database;
mod discussion;
mod failure;
mod feed;
mod ids;
mod list;
mod post;
mod profile;
mod session;
mod visible;

use std::error::Error;
use std::sync::Arc;

use axum::Router;
use axum::routing::post;
use axum::serve::ListenerExt;
use deadpool_postgres::Pool;
use tokio::net::TcpListener;
use tribune::clock::Clock;
use tribune::domain::identity::token::Tokens;
use tribune::infra::secret::Secret;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// What the handlers share.
#[derive(Clone)]
struct App {
    pool: Pool,
    tokens: Arc<Tokens>,
    clock: Clock,
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let secret = Secret::parse(&std::env::var("TRIBUNE_SECRET_KEY")?)?;
    let app = App {
        pool: database::pool(&std::env::var("DATABASE_URL")?)?,
        tokens: Arc::new(Tokens::new(&secret, "tribune")),
        clock: Clock::system(),
    };
    let router = Router::new()
        .route("/Q0", post(answer::nothing))
        .route("/Q1", post(self::post::read))
        .route("/Q2", post(feed::read))
        .route("/Q3", post(discussion::read))
        .route("/Q4", post(profile::read))
        .route("/M1", post(comment::add))
        .with_state(app);
    let port: u16 = std::env::var("PORT")?.parse()?;
    let listener = TcpListener::bind(("127.0.0.1", port)).await?.tap_io(|stream| {
        // Without it the connection is slower, not wrong.
        let _ = stream.set_nodelay(true);
    });
    axum::serve(listener, router).await?;
    Ok(())
}

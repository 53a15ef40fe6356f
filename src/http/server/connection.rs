//! One connection, from its first request to its last.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::http::{Request, Response, StatusCode};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::TcpStream;
use tokio::sync::watch;
use tracing::debug;

use super::stream::{Progress, Timed};
use crate::http::limits::HttpLimits;
use crate::http::service::Service;
use crate::http::state::stopped;

/// How long a connection may idle between two requests: longer than the minute after which proxies give theirs up, so
/// that none sends a request into a connection that is just being closed.
const IDLE: Duration = Duration::from_secs(75);
/// Bytes of a request's line and headers together: a query string of 64 KiB, and the headers that a layer judges.
const MAX_HEAD: usize = 96 * 1024;

/// Serves a connection until either side ends it; when the process is to end, after the request at hand.
pub async fn serve(
    stream: TcpStream,
    address: SocketAddr,
    service: Service,
    limits: HttpLimits,
    mut stopping: watch::Receiver<bool>,
) {
    let progress = Arc::new(Progress::default());
    let stream = Timed::new(stream, limits.head_timeout, limits.socket.send_timeout, progress.clone());
    let answering = service_fn(move |request| answer(service.clone(), address, progress.clone(), request));
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(IDLE.max(limits.head_timeout))
        .max_buf_size(MAX_HEAD)
        .serve_connection(TokioIo::new(stream), answering)
        .with_upgrades();
    tokio::pin!(connection);
    let ended = tokio::select! {
        ended = &mut connection => ended,
        () = stopped(&mut stopping) => {
            connection.as_mut().graceful_shutdown();
            connection.await
        }
    };
    if let Err(error) = ended {
        debug!(%error, %address, "a connection broke");
    }
}

async fn answer(
    service: Service,
    address: SocketAddr,
    progress: Arc<Progress>,
    request: Request<Incoming>,
) -> Result<Response<Body>, Infallible> {
    progress.head_is_read();
    let response = service.answer(request.map(Body::new), address.ip()).await;
    // A socket has limits of its own.
    match response.status() {
        StatusCode::SWITCHING_PROTOCOLS => progress.handshake_is_answered(),
        _ => progress.request_is_answered(),
    }
    Ok(response)
}

//! One connection, from its first request to its last.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, HttpBody};
use axum::http::{Request, Response, StatusCode};
use futures_util::StreamExt;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;
use tokio::sync::watch;
use tracing::debug;

use super::stream::{Progress, Timed, Times};
use crate::http::limits::HttpLimits;
use crate::http::service::Service;
use crate::http::state::stopped;

/// How long a connection may idle between two requests, and up to twice that: longer than the minute after which proxies
/// give theirs up, so that none sends a request into a connection that is just being closed.
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
    let times = Times {
        head: limits.head_timeout,
        idle: IDLE.max(limits.head_timeout),
        send: limits.socket.send_timeout,
    };
    let stream = Timed::new(stream, times, progress.clone());
    let answering = service_fn(move |request| answer(service.clone(), address, progress.clone(), request));
    let connection = http1::Builder::new()
        // The stream has its own.
        .header_read_timeout(None)
        .max_buf_size(MAX_HEAD)
        .serve_connection(TokioIo::new(stream), answering)
        .with_upgrades();
    tokio::pin!(connection);
    let ended = tokio::select! {
        // In this order: by chance costs more, and nothing is won by it.
        biased;
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
        _ if response.body().size_hint().exact().is_some() => progress.request_is_answered(),
        // What comes bit by bit is at hand until its end.
        _ => {
            let at_hand = AtHand(progress);
            return Ok(response.map(|body| {
                Body::from_stream(body.into_data_stream().inspect(move |_| {
                    let _ = &at_hand;
                }))
            }));
        }
    }
    Ok(response)
}

/// A request that is answered when this is dropped.
struct AtHand(Arc<Progress>);

impl Drop for AtHand {
    fn drop(&mut self) {
        self.0.request_is_answered();
    }
}

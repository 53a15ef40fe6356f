//! One connection, from its first request to its last.

use std::convert::Infallible;
use std::future::poll_fn;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::task::Poll;
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
use tokio::task::coop::unconstrained;
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
    let answering = service_fn(move |request| {
        // Here, and not in what becomes of it: before that begins, it is looked whether more comes, and a head that counts as
        // awaited still is given a time limit.
        progress.head_is_read();
        answer(service.clone(), address, progress.clone(), request)
    });
    let connection = http1::Builder::new()
        // The stream has its own.
        .header_read_timeout(None)
        .max_buf_size(MAX_HEAD)
        .serve_connection(TokioIo::new(stream), answering)
        .with_upgrades();
    tokio::pin!(connection);
    let news = stopping.clone();
    let ended = {
        let (mut stopped, mut is_in_line) = (pin!(unconstrained(stopped(&mut stopping))), false);
        poll_fn(|context| {
            if let Poll::Ready(ended) = connection.as_mut().poll(context) {
                return Poll::Ready(Some(ended));
            }
            // Once in line for the news, which it is whatever else was done in this turn, there is nothing to ask until there
            // are some. All that wakes this task is the same to it, and each request does.
            if std::mem::replace(&mut is_in_line, true) && matches!(news.has_changed(), Ok(false)) {
                return Poll::Pending;
            }
            stopped.as_mut().poll(context).map(|()| None)
        })
        .await
    };
    let ended = match ended {
        Some(ended) => ended,
        None => {
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
    let response = service.answer(request, address.ip()).await;
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

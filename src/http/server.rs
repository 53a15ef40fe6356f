//! Listening, and stopping: what is in flight is finished, then the process ends.

use std::future::IntoFuture;
use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tracing::{info, warn};

/// What is in flight has this long to finish.
const GRACE: Duration = Duration::from_secs(9);

/// Serves until `stop` resolves; tells `stopping` at once, so that sockets close, and then waits for what is in flight.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    stopping: watch::Sender<bool>,
    stop: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    let mut told = stopping.subscribe();
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    let mut graceful = told.clone();
    let server = axum::serve(listener, service).with_graceful_shutdown(async move {
        let _ = graceful.wait_for(|stopping| *stopping).await;
    });
    let mut server = tokio::spawn(server.into_future());
    tokio::spawn(async move {
        stop.await;
        let _ = stopping.send(true);
    });
    tokio::select! {
        ended = &mut server => return ended.unwrap_or_else(|error| Err(std::io::Error::other(error))),
        _ = told.wait_for(|stopping| *stopping) => info!("stopping: finishing what is in flight"),
    }
    match tokio::time::timeout(GRACE, &mut server).await {
        Ok(ended) => ended.unwrap_or_else(|error| Err(std::io::Error::other(error))),
        Err(_) => {
            warn!(seconds = GRACE.as_secs(), "some requests did not finish in time and are cut off");
            server.abort();
            Ok(())
        }
    }
}

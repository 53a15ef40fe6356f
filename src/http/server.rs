//! Listening, and stopping: what is in flight is finished, sockets say why they close, then the process ends.

use std::future::IntoFuture;
use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use axum::serve::ListenerExt;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinError;
use tracing::{debug, info, warn};

/// What is in flight has this long to finish.
const GRACE: Duration = Duration::from_secs(9);

/// Serves until `stop` resolves; tells `stopping` at once, so that sockets close, and then waits for what is in flight.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    stopping: watch::Sender<bool>,
    stop: impl Future<Output = ()>,
) -> io::Result<()> {
    // A message on a socket is small and complete: nothing is won by holding it back for the next.
    let listener = listener.tap_io(|connection| {
        if let Err(error) = connection.set_nodelay(true) {
            debug!(%error, "a connection keeps its delay");
        }
    });
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    let mut told = stopping.subscribe();
    let server = axum::serve(listener, service).with_graceful_shutdown(async move {
        let _ = told.wait_for(|stopping| *stopping).await;
    });
    let mut server = tokio::spawn(server.into_future());
    tokio::select! {
        ended = &mut server => return flatten(ended),
        () = stop => info!("stopping: finishing what is in flight"),
    }
    stopping.send_replace(true);
    let finished = async {
        let ended = flatten((&mut server).await);
        // The server has let go of its sockets when they were taken over. Each holds a receiver until its last word is
        // said, and nobody else does once the router is gone.
        stopping.closed().await;
        ended
    };
    match tokio::time::timeout(GRACE, finished).await {
        Ok(ended) => ended,
        Err(_) => {
            warn!(seconds = GRACE.as_secs(), "some requests did not finish in time and are cut off");
            server.abort();
            Ok(())
        }
    }
}

fn flatten(ended: Result<io::Result<()>, JoinError>) -> io::Result<()> {
    ended.unwrap_or_else(|error| Err(io::Error::other(error)))
}

//! Listening, and stopping: what is in flight is finished, sockets say why they close, then the process ends.
//!
//! An accept loop of our own, because axum's has no time limits: whoever sends a head byte by byte, or does not read an
//! answer, would hold a connection for ever.

mod connection;
mod handshake;
mod stream;

use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tracing::{debug, info, warn};

use super::limits::HttpLimits;
use super::service::Service;

/// What is in flight has this long to finish.
const GRACE: Duration = Duration::from_secs(9);
/// When the system has no more to give, it may after this long.
const EXHAUSTED: Duration = Duration::from_secs(1);

/// Serves until `stop` resolves; tells `stopping` at once, so that sockets close, and then waits for what is in flight.
pub async fn serve(
    listener: TcpListener,
    service: Service,
    limits: HttpLimits,
    stopping: watch::Sender<bool>,
    stop: impl Future<Output = ()>,
) -> io::Result<()> {
    tokio::pin!(stop);
    loop {
        let (stream, address) = tokio::select! {
            accepted = accept(&listener) => accepted,
            () = &mut stop => break,
        };
        // A message on a socket is small and complete: nothing is won by holding it back for the next.
        if let Err(error) = stream.set_nodelay(true) {
            debug!(%error, "a connection keeps its delay");
        }
        tokio::spawn(connection::serve(stream, address, service.clone(), limits, stopping.subscribe()));
    }
    info!("stopping: finishing what is in flight");
    drop((listener, service));
    stopping.send_replace(true);
    // Every connection and every socket holds a receiver until its last word is said.
    if tokio::time::timeout(GRACE, stopping.closed()).await.is_err() {
        warn!(seconds = GRACE.as_secs(), "some requests did not finish in time and are cut off");
    }
    Ok(())
}

/// Takes the next connection. One that broke before it was taken is passed over; where the system has no more to give,
/// it is asked again a little later.
async fn accept(listener: &TcpListener) -> (TcpStream, SocketAddr) {
    loop {
        match listener.accept().await {
            Ok(accepted) => return accepted,
            Err(error)
                if matches!(
                    error.kind(),
                    io::ErrorKind::ConnectionAborted
                        | io::ErrorKind::ConnectionReset
                        | io::ErrorKind::ConnectionRefused
                ) => {}
            Err(error) => {
                warn!(%error, "no connection can be taken");
                tokio::time::sleep(EXHAUSTED).await;
            }
        }
    }
}

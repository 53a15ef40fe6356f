//! Requests over real connections, to a server that takes them as the program's own does.

use std::net::SocketAddr;

use axum::body::Body;
use axum::http::{Request, Response};
use hyper::body::Incoming;
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tribune::http::{self, HttpState};

/// The way to a server; cheap to clone.
#[derive(Clone)]
pub struct Wire {
    pub address: SocketAddr,
    client: Client<HttpConnector, Body>,
}

impl Wire {
    /// To a server that runs.
    pub fn to(address: SocketAddr) -> Self {
        Self { address, client: Client::builder(TokioExecutor::new()).build_http() }
    }

    /// Serves on an address of its own, until the test ends.
    pub fn serve(state: HttpState, stop: watch::Sender<bool>) -> Self {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        listener.set_nonblocking(true).unwrap();
        let address = listener.local_addr().unwrap();
        let listener = TcpListener::from_std(listener).unwrap();
        let limits = state.http_limits;
        tokio::spawn(http::serve(listener, http::Service::new(state), limits, stop, std::future::pending()));
        Self::to(address)
    }

    /// Sends a request that names a path.
    pub async fn send(&self, mut request: Request<Body>) -> Response<Incoming> {
        *request.uri_mut() = format!("http://{}{}", self.address, request.uri()).parse().unwrap();
        self.client.request(request).await.unwrap()
    }
}

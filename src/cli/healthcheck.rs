//! `tribune healthcheck`.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::process::ExitCode;
use std::time::Duration;

use axum::body::Body;
use clap::Args;
use http_body_util::{BodyExt, Limited};
use hyper_util::client::legacy::Client;
use hyper_util::rt::TokioExecutor;

use super::Failure;
use crate::config::Config;

/// An answer takes no longer than this.
const PATIENCE: Duration = Duration::from_secs(5);
/// Bytes of the answer that are shown.
const MAX_ANSWER: usize = 4_096;

#[derive(Args)]
pub(super) struct Healthcheck {
    /// The address to ask; that of the configured server when left out.
    #[arg(long, value_name = "URL")]
    url: Option<String>,
}

impl Healthcheck {
    pub(super) async fn run(self, config: &Config) -> Result<ExitCode, Failure> {
        let url = self.url.unwrap_or_else(|| format!("http://{}/readyz", reachable(config.http.listen)));
        let client = Client::builder(TokioExecutor::new()).build_http::<Body>();
        let answer = tokio::time::timeout(PATIENCE, client.get(url.parse()?)).await;
        let answer = answer.map_err(|_| format!("{url} did not answer within {} s", PATIENCE.as_secs()))?;
        let answer = answer.map_err(|error| format!("{url} can't be reached: {error}"))?;
        let status = answer.status();
        let body = Limited::new(answer.into_body(), MAX_ANSWER).collect().await?.to_bytes();
        say!("{}", String::from_utf8_lossy(&body).trim_end())?;
        Ok(if status.is_success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }
}

/// A server that listens everywhere is asked on this machine.
fn reachable(listen: SocketAddr) -> SocketAddr {
    let ip = match listen.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => IpAddr::V4(Ipv4Addr::LOCALHOST),
        IpAddr::V6(ip) if ip.is_unspecified() => IpAddr::V6(Ipv6Addr::LOCALHOST),
        ip => ip,
    };
    SocketAddr::new(ip, listen.port())
}

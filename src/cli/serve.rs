//! `tribune serve`.

use std::net::SocketAddr;
use std::process::ExitCode;

use clap::Args;
use tokio::net::TcpSocket;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;

use super::{Failure, open, seed};
use crate::app;
use crate::config::{Config, Environment, Switch};
use crate::demo;
use crate::domain::Domain;
use crate::entity::sql::Sql;
use crate::http;

/// Connections that wait to be taken.
const BACKLOG: u32 = 1_024;

#[derive(Args)]
pub(super) struct Serve {
    /// Fill the database with a demo first, if it is empty. Its passwords are known to everybody: it is refused in
    /// production and on an address that others can reach.
    #[arg(long)]
    demo: bool,

    /// Serve the demo all the same.
    #[arg(long, requires = "demo")]
    force_demo: bool,
}

impl Serve {
    pub(super) async fn run(self, config: &Config) -> Result<ExitCode, Failure> {
        if self.demo && !self.force_demo {
            self.refuse_demo(config)?;
        }
        // The address is taken before anything is changed, and nobody is let in before all is there.
        let socket = bind(config.http.listen)
            .map_err(|error| format!("can't listen on {}: {error}", config.http.listen))?;
        let domain = open(config).await?;
        if self.demo {
            seed::fill(&domain).await?;
        }
        let (state, stopping) = app::http_state(config, domain.clone())?;
        let listener = socket.listen(BACKLOG)?;
        // Signals are caught before anybody is told that the server is ready, and may want it to stop.
        let stopped = stopped()?;
        greet(config, &domain, listener.local_addr()?, self.demo).await?;
        let (stop_worker, mut stops) = watch::channel(false);
        let worker = (config.worker.worker == Switch::On).then(|| {
            let worker = app::worker(config, domain.clone());
            tokio::spawn(worker.run(async move {
                // Fails when the server has ended otherwise.
                let _ = stops.wait_for(|stops| *stops).await;
            }))
        });
        let stop = async move {
            stopped.await;
            stop_worker.send_replace(true);
        };
        let limits = state.http_limits;
        http::serve(listener, http::Service::new(state), limits, stopping, stop).await?;
        if let Some(worker) = worker {
            worker.await?;
        }
        Ok(ExitCode::SUCCESS)
    }

    fn refuse_demo(&self, config: &Config) -> Result<(), Failure> {
        let why = if config.env == Environment::Production {
            "in production"
        } else if !config.http.listen.ip().is_loopback() {
            "on an address that others can reach"
        } else {
            return Ok(());
        };
        Err(format!("the demo's passwords are known to everybody: it is not served {why}; --force-demo does it all the same").into())
    }
}

/// Catches SIGTERM and Ctrl-C from now on; resolves at the first.
pub(super) fn stopped() -> std::io::Result<impl Future<Output = ()>> {
    let (mut terminate, mut interrupt) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    })
}

fn bind(address: SocketAddr) -> std::io::Result<TcpSocket> {
    let socket = if address.is_ipv4() { TcpSocket::new_v4()? } else { TcpSocket::new_v6()? };
    // Connections of a process that has just ended don't keep the next one waiting.
    socket.set_reuseaddr(true)?;
    socket.bind(address)?;
    Ok(socket)
}

async fn greet(config: &Config, domain: &Domain, address: SocketAddr, demo: bool) -> Result<(), Failure> {
    let data = match &config.database.database_url {
        None => format!("{} (embedded SQLite)", config.data_dir.join("tribune.db").display()),
        Some(url) => match url::Url::parse(url) {
            Ok(url) => format!("{} at {}{}", url.scheme(), url.host_str().unwrap_or_default(), url.path()),
            Err(_) => "the configured database".to_owned(),
        },
    };
    say!("Tribune {} is ready.", env!("CARGO_PKG_VERSION"))?;
    if config.env == Environment::Development {
        say!("  Playground  http://{address}/")?;
        if !http::playground_is_built_in() {
            say!(
                "              (loads GraphiQL from unpkg.com; to build it in, run scripts/playground.sh and build again)"
            )?;
        }
    }
    say!("  API         http://{address}/graphql")?;
    say!("  WebSocket   ws://{address}/graphql (graphql-transport-ws)")?;
    say!("  Data        {data}")?;
    if demo {
        say!(
            "  Sign in     alice (an author), mona (a moderator) or ada (an admin), password {}",
            demo::PASSWORD
        )?;
    } else if is_without_admin(domain).await? {
        say!("  Admin       register, then: tribune user set-role USERNAME admin")?;
    }
    say!("Stop it with Ctrl-C.")?;
    Ok(())
}

async fn is_without_admin(domain: &Domain) -> Result<bool, Failure> {
    let sql = Sql::new(domain.database.backend(), "SELECT 1 FROM users WHERE role = 'ADMIN' LIMIT 1");
    Ok(sql.one(domain.database.reader()).await?.is_none())
}

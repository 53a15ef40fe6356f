//! A Redis of the test's own, to be stopped.

use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use super::program::signal;

const PATIENCE: Duration = Duration::from_secs(20);

pub struct RedisServer {
    child: Child,
    address: SocketAddr,
    directory: PathBuf,
}

impl RedisServer {
    /// On a free port; nothing where the program is not installed.
    pub fn start(directory: &Path) -> Option<Self> {
        let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        let child = spawn(address, directory)?;
        let server = Self { child, address, directory: directory.into() };
        server.is_there();
        Some(server)
    }

    pub fn url(&self) -> String {
        format!("redis://{}/?protocol=resp3", self.address)
    }

    /// Ends at once, with all it knows.
    pub fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    pub fn start_again(&mut self) {
        self.child = spawn(self.address, &self.directory).unwrap();
        self.is_there();
    }

    pub fn signal(&mut self, name: &str) {
        signal(name, self.child.id());
    }

    fn is_there(&self) {
        let until = Instant::now() + PATIENCE;
        while TcpStream::connect(self.address).is_err() {
            assert!(Instant::now() < until, "Redis does not start");
            std::thread::sleep(Duration::from_millis(10));
        }
    }
}

impl Drop for RedisServer {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn spawn(address: SocketAddr, directory: &Path) -> Option<Child> {
    let port = address.port().to_string();
    let mut command = Command::new("redis-server");
    command.args(["--port", &port, "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]);
    command.arg("--dir").arg(directory).stdin(Stdio::null()).stdout(Stdio::null());
    match command.spawn() {
        Ok(child) => Some(child),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            println!("there is no redis-server here to be stopped; nothing was tested");
            None
        }
        Err(error) => panic!("{error}"),
    }
}

//! Somebody who asks for next to nothing, all the time, and wants it at once.

use std::io::{self, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

const REQUEST: &str = "POST /graphql HTTP/1.1\r\nhost: tribune\r\ncontent-type: application/json\r\n\
    content-length: 24\r\n\r\n{\"query\":\"{__typename}\"}";
const PACE: Duration = Duration::from_millis(5);
/// No measure of the server, but an end to the test.
const PATIENCE: Duration = Duration::from_secs(30);

/// Asks from a thread of its own, so that nothing of the test's work delays it.
pub struct Neighbour {
    leaving: Arc<AtomicBool>,
    worst: Arc<AtomicU64>,
    thread: Option<JoinHandle<u64>>,
}

impl Neighbour {
    pub fn of(address: SocketAddr) -> Self {
        let (leaving, worst) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicU64::new(0)));
        let (leaves, latency) = (leaving.clone(), worst.clone());
        let thread = std::thread::spawn(move || {
            let mut stream = TcpStream::connect(address).unwrap();
            stream.set_nodelay(true).unwrap();
            stream.set_read_timeout(Some(PATIENCE)).unwrap();
            let mut answers = 0;
            while !leaves.load(Ordering::Relaxed) {
                let begin = Instant::now();
                if let Err(why) = ask(&mut stream) {
                    // A test that fails takes the program with it.
                    assert!(leaves.load(Ordering::Relaxed), "{why}");
                    break;
                }
                latency.fetch_max(begin.elapsed().as_micros().try_into().unwrap(), Ordering::Relaxed);
                answers += 1;
                std::thread::sleep(PACE);
            }
            answers
        });
        Self { leaving, worst, thread: Some(thread) }
    }

    /// The longest that an answer took since this was asked last.
    pub fn worst(&self) -> Duration {
        Duration::from_micros(self.worst.swap(0, Ordering::Relaxed))
    }

    /// Expects that every question was answered.
    pub fn leave(mut self) {
        self.leaving.store(true, Ordering::Relaxed);
        let answers = self.thread.take().unwrap().join().expect("the neighbour was not answered");
        assert!(answers > 0);
    }
}

impl Drop for Neighbour {
    fn drop(&mut self) {
        self.leaving.store(true, Ordering::Relaxed);
    }
}

fn ask(stream: &mut TcpStream) -> io::Result<()> {
    stream.write_all(REQUEST.as_bytes())?;
    let mut answer = Vec::new();
    let mut buffer = [0; 4096];
    // The body is the end of it.
    while !answer.ends_with(b"}}") {
        let count = stream.read(&mut buffer)?;
        if count == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        answer.extend_from_slice(&buffer[..count]);
    }
    assert!(answer.ends_with(br#"{"data":{"__typename":"Query"}}"#), "{}", String::from_utf8_lossy(&answer));
    Ok(())
}

//! A connection's bytes, with time limits on what the other end owes.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::time::{Sleep, sleep};

use super::handshake::spelled;

/// What is said to whom takes too long with a head (RFC 9110, section 15.5.9).
const TIMEOUT: &[u8] = b"HTTP/1.1 408 Request Timeout\r\nconnection: close\r\ncontent-length: 0\r\n\r\n";

/// How far a connection is: heads read and requests answered so far.
#[derive(Debug, Default)]
pub struct Progress {
    read: AtomicU64,
    answered: AtomicU64,
    /// Whether the answer to a handshake is still to be sent.
    is_switching: AtomicBool,
}

impl Progress {
    pub fn head_is_read(&self) {
        self.read.fetch_add(1, Ordering::Relaxed);
    }

    pub fn request_is_answered(&self) {
        self.answered.fetch_add(1, Ordering::Relaxed);
    }

    pub fn handshake_is_answered(&self) {
        self.is_switching.store(true, Ordering::Relaxed);
    }

    /// The number of the head that is awaited, unless a request is at hand.
    fn awaited(&self) -> Option<u64> {
        let read = self.read.load(Ordering::Relaxed);
        (read == self.answered.load(Ordering::Relaxed)).then_some(read)
    }
}

/// A stream whose other end must finish a head that it has begun, and read what is sent to it.
pub struct Timed {
    stream: TcpStream,
    head_timeout: Duration,
    send_timeout: Duration,
    progress: Arc<Progress>,
    /// Which head has begun, and when it must have come, once it is waited for: most come whole.
    head: Option<(u64, Option<Pin<Box<Sleep>>>)>,
    /// When what waits to be sent must have gone.
    send: Option<Pin<Box<Sleep>>>,
}

impl Timed {
    pub fn new(
        stream: TcpStream,
        head_timeout: Duration,
        send_timeout: Duration,
        progress: Arc<Progress>,
    ) -> Self {
        Self { stream, head_timeout, send_timeout, progress, head: None, send: None }
    }

    /// Whether the head that has begun has taken too long.
    fn is_overdue(&mut self, context: &mut Context<'_>) -> bool {
        let limit = self.head_timeout;
        match &mut self.head {
            Some((number, _)) if self.progress.awaited() != Some(*number) => {
                self.head = None;
                false
            }
            Some((_, wait)) => {
                wait.get_or_insert_with(|| Box::pin(sleep(limit))).as_mut().poll(context).is_ready()
            }
            None => false,
        }
    }

    /// The answer to a handshake, spelled out, once it is to be sent.
    fn handshake(&self, bytes: &[u8]) -> Option<Vec<u8>> {
        self.progress.is_switching.load(Ordering::Relaxed).then(|| spelled(bytes)).flatten()
    }

    /// Nothing went out for now: it may stay so for a while only.
    fn stalled<T>(&mut self, context: &mut Context<'_>) -> Poll<io::Result<T>> {
        let limit = self.send_timeout;
        let sleep = self.send.get_or_insert_with(|| Box::pin(sleep(limit)));
        ready!(sleep.as_mut().poll(context));
        Poll::Ready(Err(io::Error::new(io::ErrorKind::TimedOut, "the other end does not read")))
    }
}

impl AsyncRead for Timed {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        if let Poll::Ready(read) = Pin::new(&mut self.stream).poll_read(context, buffer) {
            if buffer.filled().len() > before
                && let Some(number) = self.progress.awaited()
                && self.head.as_ref().is_none_or(|(begun, _)| *begun != number)
            {
                self.head = Some((number, None));
            }
            return Poll::Ready(read);
        }
        if self.is_overdue(context) {
            self.head = None;
            // Whether it arrives is the other end's affair; for ours the connection has ended.
            let _ = self.stream.try_write(TIMEOUT);
            return Poll::Ready(Ok(()));
        }
        Poll::Pending
    }
}

impl AsyncWrite for Timed {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let handshake = self.handshake(bytes);
        match Pin::new(&mut self.stream).poll_write(context, handshake.as_deref().unwrap_or(bytes)) {
            Poll::Pending => self.stalled(context),
            written => {
                if handshake.is_some() {
                    self.progress.is_switching.store(false, Ordering::Relaxed);
                }
                self.send = None;
                written
            }
        }
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        if let Some(head) = bytes.first().filter(|head| self.handshake(head).is_some()) {
            return self.poll_write(context, head);
        }
        match Pin::new(&mut self.stream).poll_write_vectored(context, bytes) {
            Poll::Pending => self.stalled(context),
            written => {
                self.send = None;
                written
            }
        }
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

//! A connection's bytes, with time limits on what the other end owes.

use std::io;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::task::{Context, Poll, Waker, ready};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::task::coop::unconstrained;
use tokio::time::{Sleep, sleep};

use super::handshake::spelled;

/// What is said to whom takes too long with a head (RFC 9110, section 15.5.9).
const TIMEOUT: &[u8] = b"HTTP/1.1 408 Request Timeout\r\nconnection: close\r\ncontent-length: 0\r\n\r\n";

/// Bytes up to which a head and what follows it are copied into one piece: sending several takes the system longer.
const PUT_TOGETHER: usize = 4 * 1024;

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

/// How long the other end may take.
#[derive(Clone, Copy, Debug)]
pub struct Times {
    /// To send a head that it has begun.
    pub head: Duration,
    /// To begin one; up to twice that when it has asked something before.
    pub idle: Duration,
    /// To read some of what is sent to it.
    pub send: Duration,
}

/// A stream whose other end must ask for something now and then, finish a head that it has begun, and read what is sent to it.
pub struct Timed {
    stream: TcpStream,
    times: Times,
    progress: Arc<Progress>,
    /// Which head has begun, and when it must have come, once it is waited for: most come whole.
    head: Option<(u64, Option<Pin<Box<Sleep>>>)>,
    /// Looks at whether it idles, and whether a byte came or went since the last one.
    idle: Option<Look>,
    has_moved: bool,
    /// When what waits to be sent must have gone.
    send: Option<Pin<Box<Sleep>>>,
    /// In which a head and what follows it are put together.
    whole: Vec<u8>,
}

/// A look at whether a connection idles.
struct Look {
    next: Pin<Box<Sleep>>,
    /// Whom the timer wakes: as long as that is who reads, it need not be told again.
    waker: Waker,
}

impl Timed {
    pub fn new(stream: TcpStream, times: Times, progress: Arc<Progress>) -> Self {
        Self {
            stream,
            times,
            progress,
            head: None,
            idle: None,
            has_moved: false,
            send: None,
            whole: Vec::new(),
        }
    }

    /// Whether the head that has begun has taken too long.
    fn is_overdue(&mut self, context: &mut Context<'_>) -> bool {
        let limit = self.times.head;
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

    /// Whether nothing was asked, or sent, for too long. Looked at from time to time: to set a timer anew for each request
    /// costs more than the rest of what is watched here.
    fn has_idled(&mut self, context: &mut Context<'_>) -> bool {
        let (limit, waker) = (self.times.idle, context.waker());
        let look = self
            .idle
            .get_or_insert_with(|| Look { next: Box::pin(sleep(limit)), waker: Waker::noop().clone() });
        if look.waker.will_wake(waker) && !look.next.is_elapsed() {
            return false;
        }
        look.waker.clone_from(waker);
        // Whoever has used up their turn is to be told all the same: they will not ask this timer again.
        while pin!(unconstrained(look.next.as_mut())).poll(context).is_ready() {
            // What is on its way out is an answer still, and has a limit of its own.
            let rests = self.progress.awaited().is_some() && self.send.is_none();
            if rests && !std::mem::take(&mut self.has_moved) {
                return true;
            }
            look.next.set(sleep(limit));
        }
        false
    }

    /// The answer to a handshake, spelled out, once it is to be sent.
    fn handshake(&self, bytes: &[u8]) -> Option<Vec<u8>> {
        self.progress.is_switching.load(Ordering::Relaxed).then(|| spelled(bytes)).flatten()
    }

    /// Nothing went out for now: it may stay so for a while only.
    fn stalled<T>(&mut self, context: &mut Context<'_>) -> Poll<io::Result<T>> {
        let limit = self.times.send;
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
            let has_come = buffer.filled().len() > before;
            self.has_moved |= has_come;
            if has_come
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
        if self.has_idled(context) {
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
                    // Nothing is put together on a socket, and there are many that rest.
                    self.whole = Vec::new();
                }
                (self.send, self.has_moved) = (None, true);
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
        let length = bytes.iter().map(|piece| piece.len()).sum::<usize>();
        if bytes.len() > 1 && length <= PUT_TOGETHER {
            let mut whole = std::mem::take(&mut self.whole);
            whole.clear();
            if whole.capacity() < length {
                whole.reserve_exact(PUT_TOGETHER);
            }
            bytes.iter().for_each(|piece| whole.extend_from_slice(piece));
            let written = self.as_mut().poll_write(context, &whole);
            self.whole = whole;
            return written;
        }
        match Pin::new(&mut self.stream).poll_write_vectored(context, bytes) {
            Poll::Pending => self.stalled(context),
            written => {
                (self.send, self.has_moved) = (None, true);
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

#[cfg(test)]
mod tests;

//! When a batch runs: as soon as the request has nothing else to do, in the request's own task.
//!
//! A batch on a task of its own may be picked up by another thread while the siblings of the field that asked first are
//! still being polled; it would run without them, and the rest would need another. Here the request is polled until it
//! can only wait, and then what it waits for is run.

use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Wake, Waker};

use futures_util::StreamExt;
use futures_util::future::BoxFuture;
use futures_util::stream::FuturesUnordered;

type Batch = BoxFuture<'static, ()>;

/// The batches of one request that were asked for and do not run yet; cheap to clone.
#[derive(Clone, Default)]
pub struct Batches(Arc<Mutex<Vec<Batch>>>);

impl Batches {
    /// Puts a batch aside until the request has nothing else to do.
    pub(super) fn add(&self, batch: Batch) {
        self.waiting().push(batch);
    }

    /// Runs a request, and the batches that it asks for. Outside of this, what asks the loader waits for ever. What steps
    /// back on the way is told from what waits for a batch by waking itself at once; tokio's `yield_now`, which wakes once
    /// the turn is over, is not.
    pub async fn drive<T>(&self, mut request: impl Future<Output = T> + Unpin) -> T {
        // Most requests need none.
        let mut running: Option<FuturesUnordered<Batch>> = None;
        std::future::poll_fn(move |context| {
            // Most requests put nothing aside, and need not be told from one that wakes itself.
            if running.is_none() {
                if let Poll::Ready(output) = Pin::new(&mut request).poll(context) {
                    return Poll::Ready(output);
                }
                if self.waiting().is_empty() {
                    return Poll::Pending;
                }
            }
            loop {
                let mark =
                    Arc::new(Mark { waker: context.waker().clone(), is_woken: AtomicBool::new(false) });
                let marked = Waker::from(mark.clone());
                if let Poll::Ready(output) = Pin::new(&mut request).poll(&mut Context::from_waker(&marked)) {
                    return Poll::Ready(output);
                }
                // Woken while it was polled: it has more to do and let others go first. Its turn comes again.
                if !mark.is_woken.load(Ordering::Acquire) {
                    let waiting = std::mem::take(&mut *self.waiting());
                    if !waiting.is_empty() {
                        running.get_or_insert_default().extend(waiting);
                    }
                }
                let mut has_ended = false;
                if let Some(running) = &mut running {
                    while let Poll::Ready(Some(())) = running.poll_next_unpin(context) {
                        has_ended = true;
                    }
                }
                if !has_ended {
                    return Poll::Pending;
                }
            }
        })
        .await
    }

    fn waiting(&self) -> MutexGuard<'_, Vec<Batch>> {
        // A panic while it was held leaves a usable list behind.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Remembers that it woke its task.
struct Mark {
    waker: Waker,
    is_woken: AtomicBool,
}

impl Wake for Mark {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        self.is_woken.store(true, Ordering::Release);
        self.waker.wake_by_ref();
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::AtomicUsize;

    use super::*;

    /// Lets others go first, and wakes itself at once.
    async fn step_back() {
        let mut has_stepped_back = false;
        let step = futures_util::future::poll_fn(|context| {
            if std::mem::replace(&mut has_stepped_back, true) {
                return Poll::Ready(());
            }
            context.waker().wake_by_ref();
            Poll::Pending
        });
        step.await;
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn a_batch_runs_when_all_who_would_join_it_have_asked() {
        let batches = Batches::default();
        let asked = Arc::new(AtomicUsize::new(0));
        let siblings = (0..1_000).map(|number| {
            let (batches, asked) = (batches.clone(), asked.clone());
            async move {
                if number % 7 == 0 {
                    step_back().await;
                }
                let (tell, told) =
                    futures_util::future::poll_fn(|_| Poll::Ready(tokio::sync::oneshot::channel())).await;
                asked.fetch_add(1, Ordering::SeqCst);
                let asked = asked.clone();
                batches.add(Box::pin(async move {
                    let _ = tell.send(asked.load(Ordering::SeqCst));
                }));
                told.await.unwrap()
            }
        });
        // In a task, as a request is.
        let siblings = futures_util::future::join_all(siblings);
        let seen = tokio::spawn(async move { batches.drive(siblings).await }).await.unwrap();
        assert_eq!(seen, vec![1_000; 1_000]);
    }
}

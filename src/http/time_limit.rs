//! How long something may take.

use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::task::Poll;
use std::time::Duration;

use tokio::task::coop::unconstrained;
use tokio::time::sleep;

/// What comes of the future, or nothing when it takes longer than that from when it first has to wait.
///
/// What is done at once needs neither a clock nor a timer: `tokio::time::timeout` asks for both beforehand.
pub async fn within<F: Future + Unpin>(limit: Duration, mut future: F) -> Option<F::Output> {
    let mut end = pin!(None);
    poll_fn(|context| {
        if let Poll::Ready(output) = Pin::new(&mut future).poll(context) {
            return Poll::Ready(Some(output));
        }
        if end.is_none() {
            end.set(Some(sleep(limit)));
        }
        match end.as_mut().as_pin_mut() {
            // Whoever has used up their turn is to be stopped all the same.
            Some(end) => pin!(unconstrained(end)).poll(context).map(|()| None),
            None => Poll::Pending,
        }
    })
    .await
}

#[cfg(test)]
mod tests {
    use std::future::{pending, ready};

    use super::*;

    const SHORT: Duration = Duration::from_millis(20);

    #[tokio::test]
    async fn what_takes_too_long_is_given_up() {
        assert_eq!(within(Duration::ZERO, ready(1)).await, Some(1));
        assert_eq!(within(1_000 * SHORT, Box::pin(sleep(SHORT))).await, Some(()));
        assert_eq!(within(SHORT, pending::<()>()).await, None);
    }

    #[tokio::test]
    async fn what_never_lets_go_is_given_up_too() {
        let busy = Box::pin(async {
            loop {
                tokio::task::coop::consume_budget().await;
            }
        });
        let ended: Option<()> = within(SHORT, busy).await;
        assert!(ended.is_none());
    }
}

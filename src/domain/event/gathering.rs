//! Changes of counters, gathered: one event a second tells of all of them.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use tokio::time::Instant;
use uuid::Uuid;

use super::feed::Event;
use super::topic::Topic;

/// Changes of counters are told of so often.
pub(super) const PERIOD: Duration = Duration::from_secs(1);
/// Posts or comments whose counters changed and of which nothing was told yet; of more it is told at once.
const HELD: usize = 100;

/// Events on their way to one who watches, in the order of their positions: what is given out was never preceded by
/// something that is still held back, so that a client may go on from any event's cursor.
pub(super) struct Gathering {
    topic: Topic,
    /// Changes of counters, the newest of each subject.
    held: VecDeque<(Uuid, Arc<Event>)>,
    /// When that was told which was told last.
    told: Option<Instant>,
    ready: VecDeque<Arc<Event>>,
}

impl Gathering {
    pub(super) fn new(topic: Topic) -> Self {
        Self { topic, held: VecDeque::new(), told: None, ready: VecDeque::new() }
    }

    /// Takes events in.
    pub(super) fn add(&mut self, events: Vec<Arc<Event>>, now: Instant) {
        for event in events {
            let subject = self.topic.subject(&event.row);
            // The event shows its subject as it is by now: whatever is held of it is told by this one.
            self.held.retain(|(held, _)| *held != subject);
            if self.topic.counted(&event.row).is_some() {
                self.held.push_back((subject, event));
            } else {
                self.let_go(now);
                self.ready.push_back(event);
                self.told = Some(now);
            }
            if self.held.len() > HELD {
                self.let_go(now);
            }
        }
    }

    /// The next event to be told.
    pub(super) fn next(&mut self, now: Instant) -> Option<Arc<Event>> {
        if self.due().is_some_and(|due| due.is_none_or(|due| due <= now)) {
            self.let_go(now);
        }
        self.ready.pop_front()
    }

    /// When what is held is to be told: at once, or at a time; nothing when nothing is held.
    pub(super) fn due(&self) -> Option<Option<Instant>> {
        self.held.front().map(|_| self.told.map(|told| told + PERIOD))
    }

    fn let_go(&mut self, now: Instant) {
        if !self.held.is_empty() {
            self.ready.extend(self.held.drain(..).map(|(_, event)| event));
            self.told = Some(now);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entity::event::{EventKind, EventRow};

    fn event(position: i64, kind: EventKind, comment: u128) -> Arc<Event> {
        let comment_id = (comment > 0).then(|| Uuid::from_u128(comment));
        Arc::new(Event::new(EventRow { position, kind: Some(kind), post_id: Uuid::nil(), comment_id }))
    }

    fn told(gathering: &mut Gathering, now: Instant) -> Vec<i64> {
        std::iter::from_fn(|| gathering.next(now)).map(|event| event.row.position).collect()
    }

    #[test]
    fn counters_are_told_of_once_a_second_and_the_last_change_is_told() {
        let begin = Instant::now();
        let at = |milliseconds| begin + Duration::from_millis(milliseconds);
        let mut gathering = Gathering::new(Topic::Post(Uuid::nil()));
        let mut tell = |milliseconds, position, kind| {
            gathering.add(vec![event(position, kind, 0)], at(milliseconds));
            told(&mut gathering, at(milliseconds))
        };
        assert_eq!(tell(0, 1, EventKind::PostReacted), [1]);
        assert_eq!(tell(1, 2, EventKind::PostReacted), [0; 0]);
        assert_eq!(tell(999, 3, EventKind::CommentAdded), [0; 0]);
        // An edit is told at once, and tells the counters too.
        assert_eq!(tell(999, 4, EventKind::PostUpdated), [4]);
        assert_eq!(tell(1_500, 5, EventKind::CommentDeleted), [0; 0]);
        assert_eq!(tell(1_600, 6, EventKind::PostReacted), [0; 0]);
        assert_eq!(gathering.due(), Some(Some(at(1_999))));
        assert_eq!(told(&mut gathering, at(1_998)), [0; 0]);
        assert_eq!(told(&mut gathering, at(1_999)), [6]);
        assert_eq!((told(&mut gathering, at(9_999)), gathering.due()), (vec![], None));
    }

    #[test]
    fn what_is_held_never_comes_after_what_was_told() {
        let now = Instant::now();
        let mut gathering = Gathering::new(Topic::CommentsUpdated(Uuid::nil()));
        let reacted = |position, comment| event(position, EventKind::CommentReacted, comment);
        gathering.add(vec![reacted(1, 1), reacted(2, 2), reacted(3, 1)], now);
        assert_eq!(told(&mut gathering, now), [2, 3]);
        gathering.add(vec![reacted(4, 1), reacted(5, 2), reacted(6, 1)], now);
        gathering.add(vec![event(7, EventKind::CommentUpdated, 1), reacted(8, 3)], now);
        assert_eq!(told(&mut gathering, now), [5, 7]);
        assert_eq!(told(&mut gathering, now + PERIOD), [8]);
        // Memory is bounded.
        gathering.add((9..200).map(|at| reacted(at, at.unsigned_abs().into())).collect(), now + PERIOD);
        assert_eq!(told(&mut gathering, now + PERIOD), (9..=9 + 100).collect::<Vec<_>>());
    }
}

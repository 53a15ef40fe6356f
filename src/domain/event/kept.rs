//! The newest events, in memory: who is up to date, or nearly so, reads nothing from the table.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;

use uuid::Uuid;

use super::feed::Event;
use super::topic::Topic;
use crate::entity::event::{EventKind, EventRow};

/// Events kept in memory.
const CAPACITY: usize = 2_048;
/// Events handed out at once.
const AT_ONCE: usize = 64;

/// A stretch of events without gaps, up to the newest that is known.
#[derive(Default)]
pub(super) struct Kept {
    events: VecDeque<Arc<Event>>,
    /// The position of the newest; nothing before the table was looked at.
    through: Option<i64>,
    /// The newest event that changed more than a counter, of each post and comment that a kept event is of.
    changed: HashMap<Uuid, i64>,
}

/// What is there after a position.
pub(super) enum Step {
    /// These, and as far as they go.
    Events { events: Vec<Arc<Event>>, through: i64 },
    /// What follows is in the table only, as far as this.
    Table { through: i64 },
}

impl Kept {
    pub(super) fn through(&self) -> Option<i64> {
        self.through
    }

    /// Begins after a position, with nothing kept of what was before.
    pub(super) fn begin(&mut self, through: i64) {
        if self.through != Some(through) {
            self.events.clear();
            self.changed.clear();
            self.through = Some(through);
        }
    }

    /// Adds the events that follow.
    pub(super) fn add(&mut self, rows: Vec<EventRow>) {
        for row in rows {
            if self.through.is_some_and(|through| through + 1 != row.position) {
                // What lies between was removed before it was read: nobody can be given it from here.
                self.events.clear();
                self.changed.clear();
            }
            self.through = Some(row.position);
            if let Some(id) = changed_by(&row) {
                self.changed.insert(id, row.position);
            }
            self.events.push_back(Arc::new(Event::new(row)));
            if self.events.len() > CAPACITY
                && let Some(old) = self.events.pop_front()
                && let Some(id) = changed_by(&old.row)
                && self.changed.get(&id) == Some(&old.row.position)
            {
                self.changed.remove(&id);
            }
        }
    }

    /// The first events of a topic after a position.
    pub(super) fn after(&self, topic: Topic, position: i64) -> Step {
        let through = self.through.unwrap_or_default();
        let Some(first) = self.events.front().map(|event| event.row.position) else {
            return if position < through {
                Step::Table { through }
            } else {
                Step::Events { events: Vec::new(), through: position }
            };
        };
        if position + 1 < first {
            return Step::Table { through: first - 1 };
        }
        let skipped = usize::try_from(position + 1 - first).unwrap_or_default();
        let mut events = Vec::new();
        for event in self.events.iter().skip(skipped) {
            if topic.covers(&event.row) {
                events.push(event.clone());
                if events.len() == AT_ONCE {
                    return Step::Events { events, through: event.row.position };
                }
            }
        }
        Step::Events { events, through: through.max(position) }
    }

    /// Whether what was read of an event when the newest was `read` is what is true still, counters aside.
    pub(super) fn holds(&self, event: &EventRow, read: i64) -> bool {
        let ids = [Some(event.post_id), event.comment_id];
        ids.into_iter().flatten().all(|id| self.changed.get(&id).is_none_or(|changed| *changed <= read))
    }

    pub(super) fn events(&self) -> impl Iterator<Item = &Arc<Event>> {
        self.events.iter()
    }
}

/// The post or the comment that an event changes in more than its counters.
fn changed_by(event: &EventRow) -> Option<Uuid> {
    match event.kind? {
        EventKind::PostPublished | EventKind::PostUpdated => Some(event.post_id),
        EventKind::CommentUpdated | EventKind::CommentDeleted => event.comment_id,
        EventKind::PostReacted | EventKind::CommentAdded | EventKind::CommentReacted => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(position: i64, kind: EventKind, post: u128) -> EventRow {
        EventRow { position, kind: Some(kind), post_id: Uuid::from_u128(post), comment_id: None }
    }

    fn positions(step: Step) -> (Vec<i64>, i64) {
        match step {
            Step::Events { events, through } => {
                (events.iter().map(|event| event.row.position).collect(), through)
            }
            Step::Table { through } => panic!("in the table up to {through}"),
        }
    }

    #[test]
    fn who_is_behind_is_sent_to_the_table_and_comes_back_without_a_gap() {
        let mut kept = Kept::default();
        kept.begin(10);
        assert!(matches!(kept.after(Topic::PostsPublished, 7), Step::Table { through: 10 }));
        assert_eq!(positions(kept.after(Topic::PostsPublished, 10)), (vec![], 10));
        kept.add((11..=14).map(|at| row(at, EventKind::PostPublished, 1)).collect());
        assert!(matches!(kept.after(Topic::PostsPublished, 9), Step::Table { through: 10 }));
        assert_eq!(positions(kept.after(Topic::PostsPublished, 10)), (vec![11, 12, 13, 14], 14));
        assert_eq!(positions(kept.after(Topic::PostsPublished, 13)), (vec![14], 14));
        assert_eq!(positions(kept.after(Topic::Post(Uuid::nil()), 10)), (vec![], 14));
        // More than is handed out at once, and more than is kept.
        kept.add((15..=5_000).map(|at| row(at, EventKind::PostPublished, 1)).collect());
        let first = 5_000 - i64::try_from(CAPACITY).unwrap() + 1;
        assert!(
            matches!(kept.after(Topic::PostsPublished, 14), Step::Table { through } if through == first - 1)
        );
        let (found, through) = positions(kept.after(Topic::PostsPublished, first - 1));
        assert_eq!((found.len(), found[0], through), (AT_ONCE, first, found[AT_ONCE - 1]));
        // Events that nobody was there to watch.
        kept.begin(5_000);
        assert_eq!(positions(kept.after(Topic::PostsPublished, 4_999)), (vec![5_000], 5_000));
        kept.begin(5_500);
        assert!(matches!(kept.after(Topic::PostsPublished, 5_000), Step::Table { through: 5_500 }));
        kept.add(vec![row(5_501, EventKind::PostPublished, 1)]);
        assert!(matches!(kept.after(Topic::PostsPublished, 5_000), Step::Table { through: 5_500 }));
        assert_eq!(positions(kept.after(Topic::PostsPublished, 5_500)), (vec![5_501], 5_501));
        // A gap: what was removed unread.
        kept.add(vec![row(6_000, EventKind::PostPublished, 1)]);
        assert!(matches!(kept.after(Topic::PostsPublished, 5_000), Step::Table { through: 5_999 }));
    }

    #[test]
    fn what_was_read_holds_until_more_than_a_counter_changes() {
        let mut kept = Kept::default();
        let first = row(1, EventKind::PostPublished, 1);
        kept.add(vec![first, row(2, EventKind::PostReacted, 1), row(3, EventKind::PostUpdated, 2)]);
        assert!(kept.holds(&first, 1));
        kept.add(vec![row(4, EventKind::PostUpdated, 1)]);
        assert!(!kept.holds(&first, 3) && kept.holds(&first, 4));
        kept.add((5..5_000).map(|at| row(at, EventKind::PostUpdated, 2)).collect());
        assert_eq!(kept.changed.len(), 1);
    }
}

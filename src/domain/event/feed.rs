//! An instance's one reading of what happens, however many watch.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};
use std::time::Duration;

use sea_orm::DbErr;
use tokio::sync::{Mutex, Notify, watch};
use tokio::time::Instant;

use super::kept::{Kept, Step};
use super::shown::Shown;
use super::topic::Topic;
use crate::entity::event::{EventRow, find, position};
use crate::infra::database::Database;

/// Events that get positions, or are read, in one statement.
const PAGE: u32 = 1_000;
/// What was read of an event is shown for so long: a change that writes no event, as of its author's name, is seen then.
const FRESH: Duration = Duration::from_secs(1);

/// What an instance knows of what happens; cheap to clone.
#[derive(Clone, Default)]
pub struct Feed(Arc<Shared>);

struct Shared {
    /// One looks at a time.
    looking: Mutex<()>,
    /// Looks begun, and the newest that went well.
    begun: AtomicU64,
    done: AtomicU64,
    kept: RwLock<Kept>,
    /// Tells those who watch that there is more.
    through: watch::Sender<i64>,
    /// Something was committed here.
    committed: Notify,
}

impl Default for Shared {
    fn default() -> Self {
        Self {
            looking: Mutex::default(),
            begun: AtomicU64::default(),
            done: AtomicU64::default(),
            kept: RwLock::default(),
            through: watch::channel(0).0,
            committed: Notify::new(),
        }
    }
}

/// An event, and what it shows once somebody wanted to see it.
pub struct Event {
    pub row: EventRow,
    slot: Mutex<Option<Slot>>,
}

struct Slot {
    /// The newest event that was known when it was read, and when that was.
    through: i64,
    read_at: Instant,
    shown: Arc<Shown>,
}

impl Event {
    pub(super) fn new(row: EventRow) -> Self {
        Self { row, slot: Mutex::default() }
    }
}

impl Feed {
    /// Says that something was committed here.
    pub(in crate::domain) fn announce(&self) {
        self.0.committed.notify_one();
    }

    /// Waits until something was committed here.
    pub(super) async fn announced(&self) {
        self.0.committed.notified().await;
    }

    /// Whether anybody watches.
    pub(super) fn is_watched(&self) -> bool {
        self.0.through.receiver_count() > 0
    }

    /// Is told whenever there is more.
    pub(super) fn listen(&self) -> watch::Receiver<i64> {
        self.0.through.subscribe()
    }

    /// Reads all that was committed before this was called, if anybody watches; the position of the newest. Many who call
    /// at once share a look.
    pub async fn catch_up(&self, database: &Database) -> Result<i64, DbErr> {
        let shared = &self.0;
        let asked = shared.begun.load(Ordering::SeqCst);
        let _looking = shared.looking.lock().await;
        // One that began later than this was called saw all that is asked for.
        if shared.done.load(Ordering::SeqCst) <= asked {
            let number = shared.begun.fetch_add(1, Ordering::SeqCst) + 1;
            self.look(database).await?;
            shared.done.store(number, Ordering::SeqCst);
        }
        Ok(self.kept().through().unwrap_or_default())
    }

    async fn look(&self, database: &Database) -> Result<(), DbErr> {
        let reader = database.reader();
        let mut is_pending = position::is_pending(reader).await?;
        while is_pending {
            let transaction = database.begin().await?;
            let given = position::give(&transaction, PAGE).await?;
            transaction.commit().await?;
            is_pending = given == u64::from(PAGE);
        }
        let through = self.kept().through();
        // Where nobody watches, nothing is read: whoever comes with a cursor finds it in the table.
        let Some(mut through) = through.filter(|_| self.is_watched()) else {
            let last = position::last(reader).await?;
            self.kept_mut().begin(last);
            self.0.through.send_replace(last);
            return Ok(());
        };
        loop {
            let rows = find::after(reader, through, PAGE).await?;
            let Some(last) = rows.last().map(|row| row.position) else { return Ok(()) };
            let is_last = rows.len() < PAGE as usize;
            self.kept_mut().add(rows);
            self.0.through.send_replace(last);
            through = last;
            if is_last {
                return Ok(());
            }
        }
    }

    /// What there is of a topic after a position.
    pub(super) fn after(&self, topic: Topic, position: i64) -> Step {
        self.kept().after(topic, position)
    }

    /// What an event shows. It is read once for all who watch, and anew after a second, or when its post or comment was
    /// changed meanwhile.
    pub async fn shown(&self, database: &Database, event: &Event) -> Result<Arc<Shown>, DbErr> {
        let mut slot = event.slot.lock().await;
        if let Some(slot) = &*slot
            && slot.read_at.elapsed() < FRESH
            && self.kept().holds(&event.row, slot.through)
        {
            return Ok(slot.shown.clone());
        }
        let through = self.kept().through().unwrap_or_default();
        let found = Shown::load(database.reader(), &[event.row]).await?;
        let shown = Arc::new(found.into_iter().next().unwrap_or_default());
        *slot = Some(Slot { through, read_at: Instant::now(), shown: shown.clone() });
        Ok(shown)
    }

    /// Reads at once what some events from the table show.
    pub(super) async fn prepare(
        &self,
        database: &Database,
        rows: Vec<EventRow>,
    ) -> Result<Vec<Arc<Event>>, DbErr> {
        let through = self.kept().through().unwrap_or_default();
        let found = Shown::load(database.reader(), &rows).await?;
        let read_at = Instant::now();
        let events = rows.into_iter().zip(found).map(|(row, shown)| {
            let slot = Slot { through, read_at, shown: Arc::new(shown) };
            Arc::new(Event { row, slot: Mutex::new(Some(slot)) })
        });
        Ok(events.collect())
    }

    /// Forgets what was read and is too old to be shown.
    pub(super) fn forget(&self) {
        for event in self.kept().events() {
            if let Ok(mut slot) = event.slot.try_lock()
                && slot.as_ref().is_some_and(|slot| slot.read_at.elapsed() >= FRESH)
            {
                *slot = None;
            }
        }
    }

    fn kept(&self) -> RwLockReadGuard<'_, Kept> {
        // A panic while it was held leaves what is kept in order.
        self.0.kept.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn kept_mut(&self) -> RwLockWriteGuard<'_, Kept> {
        self.0.kept.write().unwrap_or_else(PoisonError::into_inner)
    }
}

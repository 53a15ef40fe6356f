//! How many sockets or streams one person holds at once, on this instance.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use uuid::Uuid;

use crate::viewer::Viewer;

/// How many each person holds.
type Taken = Arc<Mutex<HashMap<Uuid, usize>>>;

/// Counts what is held, by person. Cheap to clone.
#[derive(Clone)]
pub struct Places {
    taken: Taken,
    per_person: usize,
}

/// One of them; given back when it is dropped.
pub struct Place(Option<(Taken, Uuid)>);

impl Places {
    pub fn new(per_person: usize) -> Self {
        Self { taken: Arc::default(), per_person }
    }

    /// Takes one, if this person has one left. Who is nobody in particular is not counted: many of them may come from
    /// one address.
    pub fn take(&self, viewer: &Viewer) -> Option<Place> {
        let Some(person) = viewer.signed_in() else { return Some(Place(None)) };
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        let count = taken.entry(person.user_id).or_default();
        if *count >= self.per_person {
            return None;
        }
        *count += 1;
        Some(Place(Some((self.taken.clone(), person.user_id))))
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let Some((taken, user_id)) = &self.0 else { return };
        let mut taken = taken.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = taken.get_mut(user_id) {
            *count -= 1;
            if *count == 0 {
                taken.remove(user_id);
            }
        }
    }
}

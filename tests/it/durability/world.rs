//! What all writers share: things to write to.

use std::sync::Mutex;

use tokio::sync::Notify;

/// Writers meet at the newest things only, so that they come into each other's way.
const NEWEST: usize = 12;

/// Ids, shared by all writers.
#[derive(Default)]
pub struct World {
    people: Mutex<Vec<String>>,
    posts: Mutex<Vec<String>>,
    /// Comments, each with its post.
    comments: Mutex<Vec<(String, String)>>,
    tags: Mutex<Vec<String>>,
    /// Told of an acknowledged write.
    pub first_write: Notify,
}

/// Chance that is the same each time.
pub struct Chance(pub u64);

impl Chance {
    pub fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % bound
    }

    pub fn is_heads(&mut self) -> bool {
        self.below(2) == 0
    }
}

impl World {
    pub fn add_person(&self, id: String) {
        self.people.lock().unwrap().push(id);
    }

    pub fn add_post(&self, id: &str) {
        self.posts.lock().unwrap().push(id.to_owned());
    }

    pub fn add_comment(&self, id: &str, post_id: &str) {
        self.comments.lock().unwrap().push((id.to_owned(), post_id.to_owned()));
    }

    pub fn add_tag(&self, id: &str) {
        let mut tags = self.tags.lock().unwrap();
        if !tags.iter().any(|tag| tag == id) {
            tags.push(id.to_owned());
        }
    }

    /// Anybody but one.
    pub fn person_beside(&self, id: &str, chance: &mut Chance) -> String {
        let people = self.people.lock().unwrap();
        let others: Vec<&String> = people.iter().filter(|person| *person != id).collect();
        others[chance.below(others.len())].clone()
    }

    pub fn post(&self, chance: &mut Chance) -> String {
        newest(&self.posts, chance).unwrap()
    }

    pub fn tag(&self, chance: &mut Chance) -> String {
        newest(&self.tags, chance).unwrap()
    }

    /// A comment and its post, if there is one yet.
    pub fn comment(&self, chance: &mut Chance) -> Option<(String, String)> {
        newest(&self.comments, chance)
    }

    /// Forgets a write that came after the one that was waited for.
    pub fn begin_round(&self) {
        use futures_util::FutureExt;
        let _ = self.first_write.notified().now_or_never();
    }
}

fn newest<T: Clone>(all: &Mutex<Vec<T>>, chance: &mut Chance) -> Option<T> {
    let all = all.lock().unwrap();
    let newest = &all[all.len().saturating_sub(NEWEST)..];
    (!newest.is_empty()).then(|| newest[chance.below(newest.len())].clone())
}

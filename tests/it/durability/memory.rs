//! What a writer knows of its writes.

use std::collections::HashMap;

use serde_json::{Value, json};

/// What one person can have set on something, one at a time.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Choice {
    Reaction(String),
    Bookmark(String),
    Follow(String),
}

impl Choice {
    pub fn subject(&self) -> &str {
        match self {
            Self::Reaction(id) | Self::Bookmark(id) | Self::Follow(id) => id,
        }
    }

    /// The field that tells it to the viewer.
    pub fn field(&self) -> &'static str {
        match self {
            Self::Reaction(_) => "viewerReaction",
            Self::Bookmark(_) => "viewerHasBookmarked",
            Self::Follow(_) => "viewerIsFollowing",
        }
    }
}

/// Something new that was acknowledged, as it was answered.
pub struct Made {
    pub round: u64,
    pub id: String,
    pub text: Value,
}

/// What a writer knows of its writes.
#[derive(Default)]
pub struct Memory {
    pub acknowledged: u64,
    pub posts: Vec<Made>,
    pub comments: Vec<Made>,
    /// What may be, and when it was last touched: the state that was last acknowledged, and those that were asked for
    /// since. A write that was sent and not answered may come to be at any time.
    pub choices: HashMap<Choice, (u64, Vec<Value>)>,
}

impl Memory {
    /// Before the write is sent.
    pub fn expect(&mut self, round: u64, choice: &Choice, state: &Value) {
        let nothing = if matches!(choice, Choice::Reaction(_)) { Value::Null } else { json!(false) };
        let (touched, states) = self.choices.entry(choice.clone()).or_insert_with(|| (round, vec![nothing]));
        *touched = round;
        states.push(state.clone());
    }

    /// When the write is acknowledged: it is so, and not otherwise.
    pub fn settle(&mut self, choice: &Choice, state: &Value) {
        self.choices.get_mut(choice).unwrap().1 = vec![state.clone()];
    }
}

/// All that a post is made of follows from its title, so that one can be judged that nobody acknowledged.
pub fn post_of(title: &str) -> Value {
    let last = title.chars().last().unwrap();
    json!({
        "title": title,
        "bodyMarkdown": format!("{title}. ").repeat(100).trim_end(),
        "tags": [format!("shared {last}"), format!("own {title}")],
    })
}

/// What the API says of such a post.
pub fn shown_post_of(title: &str) -> Value {
    let post = post_of(title);
    let tags: Vec<Value> = post["tags"]
        .as_array()
        .unwrap()
        .iter()
        .map(|name| json!({ "name": name, "slug": slug(name) }))
        .collect();
    json!({ "title": title, "slug": slug(&json!(title)), "bodyMarkdown": post["bodyMarkdown"], "tags": tags })
}

fn slug(text: &Value) -> String {
    text.as_str().unwrap().replace(' ', "-")
}

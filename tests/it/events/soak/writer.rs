//! One who writes all the time.

use std::time::Duration;

use serde_json::{Value, json};
use tokio::sync::watch;
use tokio::time::sleep;

use super::{Truth, World};
use crate::support::Caller;

pub const POST: &str = "mutation ($input: CreatePostInput!) { createPost(input: $input) { post { id } userErrors { message } } }";
pub const COMMENT: &str = "mutation ($input: AddCommentInput!) { addComment(input: $input) { comment { id } userErrors { message } } }";
pub const CHANGE: &str = "mutation ($input: UpdateCommentInput!) { updateComment(input: $input) { comment { id } userErrors { message } } }";

pub struct Writer {
    world: World,
    number: usize,
    caller: Caller,
}

impl Writer {
    pub async fn register(world: &World, number: usize) -> Self {
        let caller = Caller::new(world.places.pick(0)).register(&format!("writer_{number}")).await;
        Self { world: world.clone(), number, caller }
    }

    /// Writes until it is told to stop; the ids of what was acknowledged.
    pub async fn write(self, stopping: watch::Receiver<Option<Option<Truth>>>) -> Vec<String> {
        let (mut acknowledged, mut own): (Vec<String>, Option<String>) = (Vec::new(), None);
        for round in self.number.. {
            if stopping.borrow().is_some() {
                break;
            }
            let text = format!("{} in round {round}", self.number);
            let post_id = &self.world.post_id;
            let (mutation, input) = match (round % 5, &own) {
                (0, _) => (POST, json!({ "title": text, "bodyMarkdown": "x", "publish": true })),
                (1 | 2, Some(id)) => (CHANGE, json!({ "commentId": id, "bodyMarkdown": text })),
                (3, Some(id)) => {
                    (COMMENT, json!({ "postId": post_id, "parentId": id, "bodyMarkdown": text }))
                }
                _ => (COMMENT, json!({ "postId": post_id, "bodyMarkdown": text })),
            };
            if let Some(answer) = self.ask(round, mutation, json!({ "input": input })).await {
                let payload = answer["data"].as_object().unwrap().values().next().unwrap();
                assert_eq!(payload["userErrors"], json!([]), "{answer:#}");
                let made = ["post", "comment"].into_iter().find_map(|name| payload[name]["id"].as_str());
                acknowledged.push(made.unwrap().to_owned());
                if mutation == COMMENT {
                    own = Some(made.unwrap().to_owned());
                }
            }
            sleep(Duration::from_millis(20)).await;
        }
        acknowledged
    }

    /// Asks one of the instances; nothing when it is away, or goes away meanwhile.
    async fn ask(&self, round: usize, mutation: &str, variables: Value) -> Option<Value> {
        let caller = self.caller.moved_to(self.world.places.pick(round));
        let answer = caller.try_ask(mutation, variables).await?;
        assert!(answer.get("errors").is_none(), "{answer:#}");
        Some(answer)
    }
}

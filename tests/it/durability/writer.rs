//! Somebody who writes until the server is gone.

use serde_json::{Value, json};

use super::memory::{Choice, Made, Memory, post_of};
use super::world::{Chance, World};
use crate::support::Caller;
use crate::support::world::mutation;

const KINDS: [&str; 5] = ["LIKE", "LOVE", "INSIGHTFUL", "FUNNY", "SAD"];

pub struct Writer {
    pub caller: Caller,
    pub memory: Memory,
    number: usize,
    id: String,
    steps: u64,
    chance: Chance,
}

impl Writer {
    /// With an account and a first post, so that everybody finds something.
    pub async fn register(number: usize, caller: Caller, world: &World) -> Self {
        let caller = caller.register(&format!("writer_{number}")).await;
        let viewer = caller.ask("{ viewer { user { id } } }", json!({})).await;
        let id = viewer["viewer"]["user"]["id"].as_str().unwrap().to_owned();
        world.add_person(id.clone());
        let chance = Chance(number as u64 + 1);
        let mut writer = Self { caller, memory: Memory::default(), number, id, steps: 0, chance };
        writer.create_post(world, 0).await.unwrap();
        writer
    }

    pub async fn write_until_it_breaks(&mut self, world: &World, round: u64) {
        while self.step(world, round).await.is_some() {
            self.memory.acknowledged += 1;
            world.first_write.notify_one();
        }
    }

    /// Nothing when the answer did not come.
    async fn step(&mut self, world: &World, round: u64) -> Option<()> {
        match self.chance.below(9) {
            0 | 1 => self.create_post(world, round).await,
            2 | 3 => self.add_comment(world, round).await,
            4 | 5 => self.react(world, round).await,
            6 => {
                let id = world.post(&mut self.chance);
                let input = json!({ "postId": id });
                let names = ["bookmarkPost", "removeBookmark"];
                self.choose(round, Choice::Bookmark(id), names, input).await
            }
            7 => {
                let id = world.person_beside(&self.id, &mut self.chance);
                let input = json!({ "userId": id });
                self.choose(round, Choice::Follow(id), ["followUser", "unfollowUser"], input).await
            }
            _ => {
                let id = world.tag(&mut self.chance);
                let input = json!({ "tagId": id });
                self.choose(round, Choice::Follow(id), ["followTag", "unfollowTag"], input).await
            }
        }
    }

    async fn create_post(&mut self, world: &World, round: u64) -> Option<()> {
        self.steps += 1;
        let title = format!("writer {} post {}", self.number, self.steps);
        let mut input = post_of(&title);
        input["publish"] = json!(true);
        let post = self.send("createPost", "post { id tags { id } }", input).await?["post"].clone();
        for tag in post["tags"].as_array().unwrap() {
            world.add_tag(tag["id"].as_str().unwrap());
        }
        let id = post["id"].as_str().unwrap().to_owned();
        world.add_post(&id);
        self.memory.posts.push(Made { round, id, text: json!(title) });
        Some(())
    }

    async fn add_comment(&mut self, world: &World, round: u64) -> Option<()> {
        self.steps += 1;
        let body = format!("writer {} comment {}", self.number, self.steps);
        let answered = if self.chance.is_heads() { world.comment(&mut self.chance) } else { None };
        let (parent, post) = match answered {
            Some((comment, post)) => (Some(comment), post),
            None => (None, world.post(&mut self.chance)),
        };
        let input = json!({ "postId": post, "parentId": parent, "bodyMarkdown": body });
        let payload = self.send("addComment", "comment { id }", input).await?;
        let id = payload["comment"]["id"].as_str().unwrap().to_owned();
        world.add_comment(&id, &post);
        self.memory.comments.push(Made {
            round,
            id,
            text: json!({ "bodyMarkdown": body, "post": { "id": post } }),
        });
        Some(())
    }

    async fn react(&mut self, world: &World, round: u64) -> Option<()> {
        let comment = if self.chance.is_heads() { world.comment(&mut self.chance) } else { None };
        let id = comment.map_or_else(|| world.post(&mut self.chance), |(comment, _)| comment);
        let kind = (self.chance.below(3) > 0).then(|| KINDS[self.chance.below(KINDS.len())]);
        let (name, input) = match kind {
            Some(kind) => ("react", json!({ "subjectId": id, "kind": kind })),
            None => ("removeReaction", json!({ "subjectId": id })),
        };
        self.set(round, Choice::Reaction(id), json!(kind), name, input).await
    }

    /// One of two: to have it, or not.
    async fn choose(&mut self, round: u64, choice: Choice, names: [&str; 2], input: Value) -> Option<()> {
        let is_on = self.chance.is_heads();
        self.set(round, choice, json!(is_on), names[usize::from(!is_on)], input).await
    }

    async fn set(
        &mut self,
        round: u64,
        choice: Choice,
        state: Value,
        name: &str,
        input: Value,
    ) -> Option<()> {
        self.memory.expect(round, &choice, &state);
        self.send(name, "__typename", input).await?;
        self.memory.settle(&choice, &state);
        Some(())
    }

    /// The payload; a mutation that is answered does what it is asked.
    async fn send(&self, name: &str, selection: &str, input: Value) -> Option<Value> {
        let answer = self.caller.try_ask(&mutation(name, selection), json!({ "input": input })).await?;
        let payload = answer["data"][name].clone();
        assert_eq!(payload["userErrors"], json!([]), "{name} {input}\n{answer:#}");
        Some(payload)
    }
}

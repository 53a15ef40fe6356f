//! What an event shows: rows that are the same for everybody, read once for all who watch. What of them is for whom is
//! said by the policy, for each viewer.

use sea_orm::{ConnectionTrait, DbErr};
use tokio::sync::OnceCell;
use uuid::Uuid;

use crate::entity::comment::{self, Model as Comment};
use crate::entity::event::EventRow;
use crate::entity::post::{self, PostRow, PostText};
use crate::entity::row::Columns;
use crate::entity::tag::{self, Model as Tag};
use crate::entity::user::{self, UserRow};

/// What an event shows, whoever may read it.
#[derive(Debug, Default)]
pub struct Shown {
    /// None when it was erased.
    pub post: Option<PostRow>,
    /// Of a comment's event.
    pub comment: Option<Comment>,
    /// Who wrote them.
    pub people: Vec<UserRow>,
    tags: OnceCell<Vec<Tag>>,
    text: OnceCell<Option<PostText>>,
}

impl Shown {
    /// What each of some events shows, in their order, in as many statements as for one.
    pub(super) async fn load(
        connection: &impl ConnectionTrait,
        events: &[EventRow],
    ) -> Result<Vec<Self>, DbErr> {
        let of_posts = events.iter().filter(|event| event.comment_id.is_none()).map(|event| event.post_id);
        let (ids, of_posts) = (distinct(events.iter().map(|event| event.post_id)), distinct(of_posts));
        let of_comments = distinct(events.iter().filter_map(|event| event.comment_id));
        let posts = post::find::whoever_reads(connection, &ids).await?;
        let comments = match of_comments.is_empty() {
            true => Vec::new(),
            false => comment::find::whoever_reads(connection, &of_comments).await?,
        };
        let wrote = posts.iter().filter_map(|post| post.author_id);
        let authors = distinct(wrote.chain(comments.iter().filter_map(|comment| comment.author_id)));
        let people = match authors.is_empty() {
            true => Vec::new(),
            false => user::find::by_ids(connection, &authors).await?,
        };
        let tags = match of_posts.is_empty() {
            true => Vec::new(),
            false => tag::find::by_posts(connection, &of_posts, Columns::USUAL).await?,
        };
        let shown = events.iter().map(|event| {
            let post = posts.iter().find(|post| post.id == event.post_id);
            let comment = comments.iter().find(|comment| Some(comment.id) == event.comment_id);
            let wrote = [post.and_then(|post| post.author_id), comment.and_then(|comment| comment.author_id)];
            let people = people.iter().filter(|person| wrote.contains(&Some(person.id)));
            // Those of a comment's post are read when they are asked for.
            let carried = event.comment_id.is_none().then(|| {
                let of_post = tags.iter().filter(|(post_id, _)| *post_id == event.post_id);
                of_post.map(|(_, tag)| tag.clone()).collect()
            });
            Self {
                post: post.cloned(),
                comment: comment.cloned(),
                people: people.cloned().collect(),
                tags: OnceCell::new_with(carried),
                text: OnceCell::new(),
            }
        });
        Ok(shown.collect())
    }

    /// The post's tags, in its author's order.
    pub async fn tags(&self, connection: &impl ConnectionTrait) -> Result<&[Tag], DbErr> {
        let Some(post) = &self.post else { return Ok(&[]) };
        let read = || async {
            let found = tag::find::by_posts(connection, &[post.id], Columns::USUAL).await?;
            Ok::<_, DbErr>(found.into_iter().map(|(_, tag)| tag).collect())
        };
        Ok(self.tags.get_or_try_init(read).await?)
    }

    /// The post's long texts, read when they are asked for; none where the post was changed since its row was read.
    pub async fn text(&self, connection: &impl ConnectionTrait) -> Result<Option<&PostText>, DbErr> {
        let Some(post) = &self.post else { return Ok(None) };
        let read = || async { post::find::text_of_version(connection, post.id, post.version).await };
        Ok(self.text.get_or_try_init(read).await?.as_ref())
    }
}

fn distinct(ids: impl Iterator<Item = Uuid>) -> Vec<Uuid> {
    let mut ids: Vec<Uuid> = ids.collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}

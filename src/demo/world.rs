//! All rows of the demo, made before the first is written.

use chrono::{DateTime, Utc};

use super::comments::{self, Said};
use super::follows::Follows;
use super::library::Library;
use super::people::People;
use super::posts::{self, Written};
use super::render::{self, Pages};
use super::tags::Tags;
use super::{Error, Progress, Summary, bookmarks, co_authors, counts, reactions, series as demo_series};
use crate::domain::error::Fault;
use crate::entity::{
    bookmark, comment, comment_reaction, post, post_co_author, post_reaction, post_slug, post_tag, series,
    tag, tag_follow, user, user_follow, username,
};

/// The rows of every table.
#[derive(Default)]
pub(super) struct World {
    pub users: Vec<user::Model>,
    pub usernames: Vec<username::Model>,
    pub tags: Vec<tag::Model>,
    pub posts: Vec<post::Model>,
    pub post_slugs: Vec<post_slug::Model>,
    pub post_tags: Vec<post_tag::Model>,
    pub post_co_authors: Vec<post_co_author::Model>,
    pub series: Vec<series::Model>,
    pub series_posts: Vec<series::series_post::Model>,
    pub comments: Vec<comment::Model>,
    pub post_reactions: Vec<post_reaction::Model>,
    pub comment_reactions: Vec<comment_reaction::Model>,
    pub bookmarks: Vec<bookmark::Model>,
    pub user_follows: Vec<user_follow::Model>,
    pub tag_follows: Vec<tag_follow::Model>,
}

/// Everything but the texts, which are not rendered yet.
struct Sketch {
    world: World,
    posts: Vec<Written>,
    comments: Vec<Said>,
    library: Library,
}

impl World {
    /// Makes it all, as of a time.
    pub(super) async fn make(
        now: DateTime<Utc>,
        password_hash: &str,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<Self, Error> {
        let report = |done| Progress { stage: "Writing texts", done, total: 1 };
        progress(report(0));
        let hash = password_hash.to_owned();
        let sketch = tokio::task::spawn_blocking(move || sketch(now, &hash)).await.map_err(|error| {
            Error::Domain(Fault::Other(format!("the demo could not be made: {error}")).into())
        })?;
        progress(report(1));
        let pages = render::render(sketch.library.into_blocks(), progress).await?;
        let mut world = sketch.world;
        world.posts = sketch.posts.into_iter().map(|post| finish_post(post, &pages)).collect();
        world.comments = sketch.comments.into_iter().map(|comment| finish_comment(comment, &pages)).collect();
        counts::fill(&mut world);
        Ok(world)
    }

    /// What there is of what people count.
    pub(super) fn summary(&self) -> Summary {
        Summary {
            added: true,
            people: self.users.len() as u64,
            posts: self.posts.len() as u64,
            comments: self.comments.len() as u64,
            reactions: (self.post_reactions.len() + self.comment_reactions.len()) as u64,
            bookmarks: self.bookmarks.len() as u64,
            follows: (self.user_follows.len() + self.tag_follows.len()) as u64,
        }
    }

    /// How many rows there are in all tables.
    pub(super) fn rows(&self) -> usize {
        let people =
            self.users.len() + self.usernames.len() + self.user_follows.len() + self.tag_follows.len();
        let posts = self.posts.len() + self.post_slugs.len() + self.post_tags.len() + self.tags.len();
        let writing = self.post_co_authors.len() + self.series.len() + self.series_posts.len();
        let rest = self.comments.len()
            + self.comment_reactions.len()
            + self.post_reactions.len()
            + self.bookmarks.len();
        people + posts + writing + rest
    }
}

fn sketch(now: DateTime<Utc>, password_hash: &str) -> Sketch {
    let mut library = Library::default();
    let people = People::make(now, password_hash);
    let tags = Tags::make(now);
    let (posts, post_slugs) = posts::make(now, &people, &tags, &mut library);
    let follows = Follows::make(now, &people, &tags);
    let comments = comments::make(now, &posts, &people, &follows, &mut library);
    let (series, series_posts) = demo_series::make(&posts, &people);
    let world = World {
        post_co_authors: co_authors::make(&posts, &people),
        series,
        series_posts,
        post_tags: posts.iter().flat_map(tags_of).collect(),
        post_reactions: reactions::to_posts(now, &posts, &people, &follows),
        comment_reactions: reactions::to_comments(now, &comments, &posts, &people, &follows),
        bookmarks: bookmarks::make(now, &posts, &people),
        users: people.rows,
        usernames: people.names,
        tags: tags.rows,
        post_slugs,
        user_follows: follows.of_users,
        tag_follows: follows.of_tags,
        ..World::default()
    };
    Sketch { world, posts, comments, library }
}

fn tags_of(post: &Written) -> impl Iterator<Item = post_tag::Model> {
    let post_id = post.row.id;
    (0..).zip(&post.tags).map(move |(position, tag_id)| post_tag::Model {
        post_id,
        tag_id: *tag_id,
        position,
    })
}

fn finish_post(post: Written, pages: &Pages) -> post::Model {
    let (body_markdown, rendered) = pages.text(&post.blocks);
    let mut row = post.row;
    if !row.excerpt_is_written {
        row.excerpt = rendered.excerpt;
    }
    post::Model {
        body_markdown,
        body_html: rendered.html,
        word_count: rendered.word_count,
        reading_time_minutes: rendered.reading_time_minutes,
        ..row
    }
}

fn finish_comment(comment: Said, pages: &Pages) -> comment::Model {
    // Nothing is left of a comment that was taken back.
    if comment.row.deleted_at.is_some() {
        return comment.row;
    }
    let (body_markdown, rendered) = pages.text(&comment.blocks);
    comment::Model { body_markdown, body_html: rendered.html, ..comment.row }
}

//! Reactions: one a person and subject. Each command may be repeated: the second time changes nothing.

use sea_orm::{ConnectionTrait, DbErr};
use uuid::Uuid;

use super::Domain;
use super::error::{Error, Problem, ProblemCode, Result};
use super::event::{self, EventKind};
use super::policy;
use crate::entity::comment::{self, Model as Comment};
use crate::entity::post::{self, PostRow};
use crate::entity::reaction::ReactionKind;
use crate::entity::sql::{self, Sql};
use crate::viewer::{SignedIn, Viewer};

/// What can be reacted to, by its id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SubjectId {
    Post(Uuid),
    Comment(Uuid),
}

/// What was reacted to.
#[derive(Clone, Debug)]
pub enum Subject {
    Post(Box<PostRow>),
    Comment(Box<Comment>),
}

/// The words of the one subject's tables.
struct Words {
    subjects: &'static str,
    reactions: &'static str,
    column: &'static str,
    id: Uuid,
}

/// Sets or replaces one's reaction.
pub async fn react(domain: &Domain, person: &SignedIn, id: SubjectId, kind: ReactionKind) -> Result<Subject> {
    change(domain, person, id, Some(kind)).await
}

/// Takes one's reaction back, also from what one may no longer read: then there is nothing to show. What is archived is
/// read-only, and keeps its reactions as they are.
pub async fn take_back(domain: &Domain, person: &SignedIn, id: SubjectId) -> Result<Option<Subject>> {
    match change(domain, person, id, None).await {
        Err(Error::Problems(problems))
            if problems.iter().all(|problem| problem.code == ProblemCode::NotFound) =>
        {
            match take_back_unseen(domain, person, id).await? {
                true => Ok(None),
                false => Err(Error::Problems(problems)),
            }
        }
        result => result.map(Some),
    }
}

/// Takes one's reaction back without a look at what it is of; false when there is none.
async fn take_back_unseen(domain: &Domain, person: &SignedIn, id: SubjectId) -> Result<bool> {
    let words = id.words();
    let transaction = domain.database.begin().await?;
    sql::lock(&transaction, words.subjects, words.id).await?;
    let Some(kind) = current(&transaction, &words, person.user_id).await? else { return Ok(false) };
    delete(&transaction, &words, person.user_id).await?;
    let counter = kind.counter();
    let text = format!(
        "UPDATE {} SET reaction_count = reaction_count - 1, {counter} = {counter} - 1 WHERE id = ",
        words.subjects
    );
    let mut sql = Sql::new(domain.database.backend(), &text);
    sql.bind(words.id);
    sql.execute(&transaction).await?;
    let post_id = match id {
        SubjectId::Post(id) => Some(id),
        SubjectId::Comment(id) => comment::find::post_of(&transaction, id).await?,
    };
    if let Some(post_id) = post_id {
        record(domain, &transaction, id, post_id).await?;
    }
    transaction.commit().await?;
    domain.announce();
    Ok(true)
}

async fn change(
    domain: &Domain,
    person: &SignedIn,
    id: SubjectId,
    kind: Option<ReactionKind>,
) -> Result<Subject> {
    let transaction = domain.database.begin().await?;
    let mut subject = find(domain, &transaction, person, id).await?;
    let words = id.words();
    let before = current(&transaction, &words, person.user_id).await?;
    match (before, kind) {
        (before, kind) if before == kind => {}
        (None, Some(kind)) => insert(domain, &transaction, &words, person.user_id, kind).await?,
        (Some(_), Some(kind)) => replace(&transaction, &words, person.user_id, kind).await?,
        (_, None) => delete(&transaction, &words, person.user_id).await?,
    }
    if before != kind {
        for (kind, step) in
            [(before, -1), (kind, 1)].into_iter().filter_map(|(kind, step)| Some((kind?, step)))
        {
            subject.count(kind, step);
        }
        subject.store_counts(&transaction, &words).await?;
        record(domain, &transaction, id, subject.post_id()).await?;
    }
    transaction.commit().await?;
    domain.announce();
    Ok(subject)
}

/// Writes that the reactions to a subject changed.
async fn record(
    domain: &Domain,
    transaction: &impl ConnectionTrait,
    id: SubjectId,
    post_id: Uuid,
) -> Result<()> {
    let now = domain.clock.now();
    match id {
        SubjectId::Post(_) => event::of_post(transaction, EventKind::PostReacted, post_id, now).await?,
        SubjectId::Comment(id) => {
            event::of_comment(transaction, EventKind::CommentReacted, post_id, id, now).await?;
        }
    }
    Ok(())
}

/// The subject, locked, if this person may react to it.
async fn find(
    domain: &Domain,
    transaction: &impl ConnectionTrait,
    person: &SignedIn,
    id: SubjectId,
) -> Result<Subject> {
    let (viewer, now) = (Viewer::SignedIn(*person), domain.clock.now());
    let missing = |what| Error::from(Problem::not_found(what).at("subject_id"));
    let (subject, post) = match id {
        SubjectId::Post(id) => {
            let post = post::find::for_change(transaction, id, &viewer, now)
                .await?
                .ok_or_else(|| missing("post"))?;
            (Subject::Post(Box::new(post.clone())), post)
        }
        SubjectId::Comment(id) => {
            let comment = comment::find::for_change(transaction, id, &viewer, now).await?;
            let comment = comment.ok_or_else(|| missing("comment"))?;
            if !policy::can_reply(&comment.state()) {
                let message = "The comment was removed; nobody can react to it.";
                return Err(Problem::not_allowed(message).at("subject_id").into());
            }
            let posts = post::find::by_ids(transaction, &[comment.post_id], &viewer, now).await?;
            (Subject::Comment(Box::new(comment)), posts.into_iter().next().ok_or_else(|| missing("comment"))?)
        }
    };
    if !policy::can_react(&viewer, &post.state()) {
        let message = "The post is not published; nobody can react to it or to its comments.";
        return Err(Problem::not_allowed(message).at("subject_id").into());
    }
    Ok(subject)
}

async fn current(
    connection: &impl ConnectionTrait,
    words: &Words,
    user_id: Uuid,
) -> Result<Option<ReactionKind>> {
    let mut sql = Sql::new(connection.get_database_backend(), "SELECT kind FROM ");
    sql.push(words.reactions);
    of(&mut sql, words, user_id);
    Ok(sql.one(connection).await?.map(|row| row.try_get_by_index(0)).transpose()?)
}

async fn insert(
    domain: &Domain,
    connection: &impl ConnectionTrait,
    words: &Words,
    user_id: Uuid,
    kind: ReactionKind,
) -> Result<()> {
    let text =
        format!("INSERT INTO {} (id, {}, user_id, kind, created_at) VALUES (", words.reactions, words.column);
    let mut sql = Sql::new(connection.get_database_backend(), &text);
    sql.bind(domain.clock.new_id()).push(", ").bind(words.id).push(", ").bind(user_id).push(", ");
    sql.bind(kind).push(", ").bind(domain.clock.now()).push(")");
    sql.execute(connection).await?;
    Ok(())
}

async fn replace(
    connection: &impl ConnectionTrait,
    words: &Words,
    user_id: Uuid,
    kind: ReactionKind,
) -> Result<()> {
    let mut sql = Sql::new(connection.get_database_backend(), "UPDATE ");
    sql.push(words.reactions).push(" SET kind = ").bind(kind);
    of(&mut sql, words, user_id);
    sql.execute(connection).await?;
    Ok(())
}

async fn delete(connection: &impl ConnectionTrait, words: &Words, user_id: Uuid) -> Result<()> {
    let mut sql = Sql::new(connection.get_database_backend(), "DELETE FROM ");
    sql.push(words.reactions);
    of(&mut sql, words, user_id);
    sql.execute(connection).await?;
    Ok(())
}

fn of(sql: &mut Sql, words: &Words, user_id: Uuid) {
    sql.push(" WHERE ").push(words.column).push(" = ").bind(words.id).push(" AND user_id = ").bind(user_id);
}

impl SubjectId {
    fn words(self) -> Words {
        match self {
            Self::Post(id) => Words { subjects: "posts", reactions: "post_reactions", column: "post_id", id },
            Self::Comment(id) => {
                Words { subjects: "comments", reactions: "comment_reactions", column: "comment_id", id }
            }
        }
    }
}

impl Subject {
    /// The post that it is, or under which it stands.
    fn post_id(&self) -> Uuid {
        match self {
            Self::Post(row) => row.id,
            Self::Comment(row) => row.post_id,
        }
    }

    fn count(&mut self, kind: ReactionKind, step: i32) {
        macro_rules! count {
            ($row:expr) => {{
                $row.reaction_count += step;
                *match kind {
                    ReactionKind::Like => &mut $row.like_count,
                    ReactionKind::Love => &mut $row.love_count,
                    ReactionKind::Insightful => &mut $row.insightful_count,
                    ReactionKind::Funny => &mut $row.funny_count,
                    ReactionKind::Sad => &mut $row.sad_count,
                } += step;
            }};
        }
        match self {
            Self::Post(row) => count!(row),
            Self::Comment(row) => count!(row),
        }
    }

    /// The subject is locked: what the row at hand holds is what the database is to hold.
    async fn store_counts(
        &self,
        connection: &impl ConnectionTrait,
        words: &Words,
    ) -> std::result::Result<(), DbErr> {
        let (total, counts) = match self {
            Self::Post(row) => (
                row.reaction_count,
                [row.like_count, row.love_count, row.insightful_count, row.funny_count, row.sad_count],
            ),
            Self::Comment(row) => (
                row.reaction_count,
                [row.like_count, row.love_count, row.insightful_count, row.funny_count, row.sad_count],
            ),
        };
        let mut sql = Sql::new(connection.get_database_backend(), "UPDATE ");
        sql.push(words.subjects).push(" SET reaction_count = ").bind(total);
        for (kind, count) in ReactionKind::ALL.into_iter().zip(counts) {
            sql.push(", ").push(kind.counter()).push(" = ").bind(count);
        }
        sql.push(" WHERE id = ").bind(words.id);
        sql.execute(connection).await.map(|_| ())
    }
}

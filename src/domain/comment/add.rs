//! Commenting.

use sea_orm::{ActiveModelTrait, ConnectionTrait, DatabaseBackend, DbErr, EntityTrait, IntoActiveModel};
use serde::Serialize;
use uuid::Uuid;

use super::{MAX_DEPTH, read_body, render_body};
use crate::domain::Domain;
use crate::domain::error::{Error, Problem, ProblemCode, Result};
use crate::domain::event::{self, EventKind};
use crate::domain::idempotency::{self, Request};
use crate::domain::identity::Claim;
use crate::domain::policy::{self, CommentRefusal};
use crate::entity::authored::{Author, Authored, Wanted};
use crate::entity::comment::{Entity, Model as Comment};
use crate::entity::post::{self, CommentPolicy, PostRow};
use crate::entity::row::Row;
use crate::entity::session::scope::live;
use crate::entity::sql::Sql;
use crate::viewer::{SignedIn, Viewer};

/// Who comments.
pub enum Commenter {
    SignedIn(SignedIn),
    /// Somebody whose session is to be asked for on the way.
    Claims(Claim),
}

/// A comment just written, and its post as it stands now, as far as it is wanted.
#[derive(Clone, Debug)]
pub struct Added {
    /// Who wrote it.
    pub person: SignedIn,
    pub comment: Comment,
    /// Where it was read on the way.
    pub author: Author,
    pub post: PostRow,
}

/// What somebody gives to comment.
#[derive(Clone, Debug, Serialize)]
pub struct NewComment {
    pub post_id: Uuid,
    /// The comment that is answered.
    pub parent_id: Option<Uuid>,
    pub body: String,
    /// Says of a comment that is sent again that it is the same one.
    #[serde(skip)]
    pub idempotency_key: Option<String>,
}

/// Comments on a post, or replies to a comment under it. So much is wanted of the post, and of the comment's author; more
/// may be read.
///
/// # Errors
/// What stands against it; that nobody is signed in, where the session of who claims to be has ended.
pub async fn add_comment(
    domain: &Domain,
    commenter: &Commenter,
    new: &NewComment,
    wanted: Wanted,
) -> Result<Added> {
    let NewComment { post_id, parent_id, .. } = *new;
    let request = Request::of(new.idempotency_key.as_deref(), &("addComment", new))?;
    let body_markdown = read_body(&new.body)?;
    let body_html = render_body(&body_markdown).await?;
    let comment = Comment {
        id: domain.clock.new_id(),
        post_id,
        author_id: Some(commenter.user_id()),
        body_markdown,
        body_html,
        created_at: domain.clock.now(),
        parent_id: None,
        depth: 0,
        reply_count: 0,
        reaction_count: 0,
        like_count: 0,
        love_count: 0,
        insightful_count: 0,
        funny_count: 0,
        sad_count: 0,
        edited_at: None,
        hidden_at: None,
        deleted_at: None,
    };
    let is_plain =
        parent_id.is_none() && request.is_none() && domain.database.backend() == DatabaseBackend::Postgres;
    let at_once = if is_plain { add_at_once(domain, commenter, &comment, wanted).await? } else { None };
    let added = match at_once {
        Some((person, Authored { row: post, author })) => Added { person, comment, author, post },
        // Boxed: what is rare must not make every comment's future large.
        None => Box::pin(add_in_steps(domain, commenter, comment, parent_id, request)).await?,
    };
    domain.announce();
    Ok(added)
}

/// Adds a top-level comment to a post that everybody may read and comment on, in one statement, which is what most comments are;
/// who wrote it, the post and the comment's author, or nothing where it is another post, or none, or the session of who
/// claims to be has ended.
async fn add_at_once(
    domain: &Domain,
    commenter: &Commenter,
    comment: &Comment,
    wanted: Wanted,
) -> Result<Option<(SignedIn, Authored<PostRow>)>> {
    let Comment { created_at: now, .. } = *comment;
    let mut sql = Sql::new(DatabaseBackend::Postgres, "WITH ");
    if let Commenter::Claims(claim) = commenter {
        sql.push("a AS (SELECT u.* FROM sessions s JOIN users u ON u.id = s.user_id WHERE s.id = ");
        sql.bind(claim.session_id).push(" AND s.user_id = ").bind(claim.user_id);
        live(&mut sql, now);
        sql.push("), ");
    }
    sql.push("post AS (UPDATE posts p SET comment_count = p.comment_count + 1");
    if let Commenter::Claims(_) = commenter {
        sql.push(" FROM a");
    }
    sql.push(" WHERE p.id = ").bind(comment.post_id).push(" AND ").push(post::scope::OPEN_TO_COMMENTS);
    post::scope::readable(&mut sql, &Viewer::Anonymous, now);
    let mut columns = String::with_capacity(256);
    PostRow::push_columns(&mut columns, "p", wanted.columns);
    sql.push(" RETURNING ").push(&columns);
    sql.push("), written AS (INSERT INTO comments (id, post_id, author_id, depth, body_markdown, body_html, created_at) SELECT ");
    sql.bind(comment.id).push(", post.id, ").bind(comment.author_id).push(", 0, ");
    sql.bind(comment.body_markdown.as_str()).push(", ").bind(comment.body_html.as_str()).push(", ");
    sql.bind(now)
        .push(" FROM post), told AS (INSERT INTO events (kind, post_id, comment_id, created_at) SELECT ");
    sql.bind(EventKind::CommentAdded.text()).push(", post.id, ").bind(comment.id).push(", ");
    sql.bind(now).push(" FROM post) SELECT ");
    let columns = Authored::<PostRow>::columns("post", &wanted);
    match commenter {
        Commenter::Claims(_) => {
            sql.push("a.role, ").push(&columns).push(" FROM post CROSS JOIN a");
        }
        Commenter::SignedIn(_) => {
            sql.push(&columns).push(" FROM post");
            if wanted.author.is_some() {
                sql.push(" JOIN users a ON a.id = ").bind(comment.author_id);
            }
        }
    }
    // One statement is a transaction of its own, over whatever connection.
    let Some(row) = sql.one(domain.database.reader()).await? else { return Ok(None) };
    Ok(Some(match commenter {
        Commenter::SignedIn(person) => (*person, Authored::read(&row, 0, &wanted)?),
        Commenter::Claims(claim) => {
            claim.confirm();
            let role = row.try_get_by_index(0)?;
            let person = SignedIn { user_id: claim.user_id, session_id: claim.session_id, role };
            (person, Authored::read(&row, 1, &wanted)?)
        }
    }))
}

impl Commenter {
    fn user_id(&self) -> Uuid {
        match self {
            Self::SignedIn(person) => person.user_id,
            Self::Claims(claim) => claim.user_id,
        }
    }

    /// The person, if their session still lives.
    async fn prove(&self, domain: &Domain) -> Result<SignedIn> {
        match self {
            Self::SignedIn(person) => Ok(*person),
            Self::Claims(claim) => claim.prove(domain).await?.ok_or(Error::Unauthenticated),
        }
    }
}

/// Looks at everything that may stand against a comment, one after the other, and says what does.
async fn add_in_steps(
    domain: &Domain,
    commenter: &Commenter,
    mut comment: Comment,
    parent_id: Option<Uuid>,
    request: Option<Request>,
) -> Result<Added> {
    let person = commenter.prove(domain).await?;
    let (post_id, viewer) = (comment.post_id, &Viewer::SignedIn(person));
    let transaction = domain.database.begin().await?;
    let made = match request {
        Some(request) => request.claim(&transaction, person.user_id, comment.id, comment.created_at).await?,
        None => None,
    };
    let post = post::find::for_change(&transaction, post_id, viewer, comment.created_at).await?;
    if let Some(made) = made {
        let made = Entity::find_by_id(made).one(&transaction).await?;
        let (Some(comment), Some(post)) = (made, post) else {
            return Err(idempotency::gone("comment").into());
        };
        return Ok(Added { person, comment, author: Author::Unread, post });
    }
    let mut post = post.ok_or_else(|| Error::from(Problem::not_found("post").at("post_id")))?;
    may_comment(&transaction, viewer, &post).await?;
    if let Some(parent_id) = parent_id {
        let parent = find_parent(&transaction, parent_id, post_id).await?;
        comment.parent_id = Some(parent.id);
        comment.depth = parent.depth + 1;
    }
    let comment = comment.into_active_model().reset_all().insert(&transaction).await?;
    count(&transaction, &comment, 1).await?;
    post.comment_count += 1;
    event::of_comment(&transaction, EventKind::CommentAdded, post_id, comment.id, comment.created_at).await?;
    transaction.commit().await?;
    Ok(Added { person, comment, author: Author::Unread, post })
}

async fn may_comment(connection: &impl ConnectionTrait, viewer: &Viewer, post: &PostRow) -> Result<()> {
    let belongs =
        post.comment_policy == CommentPolicy::Followers && belongs_to(connection, viewer, post).await?;
    let closed = |message| Err(Problem::new(ProblemCode::CommentsClosed, message).at("post_id").into());
    match policy::can_comment(viewer, &post.state(), belongs) {
        Ok(()) => Ok(()),
        Err(CommentRefusal::SignedOut) => Err(Error::Unauthenticated),
        Err(CommentRefusal::NotLive) => {
            Err(Problem::not_allowed("The post is not published; nobody can comment on it.")
                .at("post_id")
                .into())
        }
        Err(CommentRefusal::Closed) => closed("The author has closed the comments."),
        Err(CommentRefusal::FollowersOnly) => closed("Only the author's followers can comment."),
    }
}

/// Whether they follow the author, or are a co-author.
async fn belongs_to(connection: &impl ConnectionTrait, viewer: &Viewer, post: &PostRow) -> Result<bool> {
    let mut sql =
        Sql::new(connection.get_database_backend(), "SELECT 1 FROM user_follows WHERE follower_id = ");
    sql.bind(viewer.user_id()).push(" AND followee_id = ").bind(post.author_id);
    sql.push(" UNION ALL SELECT 1 FROM post_co_authors WHERE post_id = ").bind(post.id);
    sql.push(" AND user_id = ").bind(viewer.user_id());
    Ok(sql.one(connection).await?.is_some())
}

/// The comment under which a reply goes: the one named, or the one above it where that is the deepest.
async fn find_parent(connection: &impl ConnectionTrait, parent_id: Uuid, post_id: Uuid) -> Result<Comment> {
    // Both in one statement: the named one first.
    let mut sql = Sql::new(connection.get_database_backend(), "SELECT ");
    sql.push(&Comment::columns("c")).push(" FROM comments c WHERE c.post_id = ").bind(post_id);
    sql.push(" AND (c.id = ").bind(parent_id);
    sql.push(&format!(
        " OR c.id = (SELECT d.parent_id FROM comments d WHERE d.depth = {MAX_DEPTH} AND d.id = "
    ));
    sql.bind(parent_id).push(")) ORDER BY c.depth DESC");
    if sql.backend() == DatabaseBackend::Postgres {
        sql.push(" FOR NO KEY UPDATE OF c");
    }
    let rows = sql.all(connection).await?;
    let found =
        rows.iter().map(|row| Comment::read(row, 0)).collect::<std::result::Result<Vec<_>, DbErr>>()?;
    let Some(named) = found.iter().find(|comment| comment.id == parent_id) else {
        return Err(Problem::not_found("comment under that post").at("parent_id").into());
    };
    if !policy::can_reply(&named.state()) {
        return Err(Problem::not_allowed("The comment was removed; nobody can reply to it.")
            .at("parent_id")
            .into());
    }
    let parent = found.into_iter().next_back();
    parent.ok_or_else(|| Problem::not_found("comment under that post").at("parent_id").into())
}

/// Counts a comment that comes or goes: on its post, and on its parent.
pub(super) async fn count(connection: &impl ConnectionTrait, comment: &Comment, step: i32) -> Result<()> {
    let mut sql =
        Sql::new(connection.get_database_backend(), "UPDATE posts SET comment_count = comment_count + ");
    sql.bind(step).push(" WHERE id = ").bind(comment.post_id);
    sql.execute(connection).await?;
    if let Some(parent_id) = comment.parent_id {
        let mut sql =
            Sql::new(connection.get_database_backend(), "UPDATE comments SET reply_count = reply_count + ");
        sql.bind(step).push(" WHERE id = ").bind(parent_id);
        sql.execute(connection).await?;
    }
    Ok(())
}

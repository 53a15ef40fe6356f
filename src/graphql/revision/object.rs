//! A revision as clients see it.

use async_graphql::parser::types::Field;
use async_graphql::{ComplexObject, Context, Result, SimpleObject};
use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::entity::authored::{Authored, Wanted};
use crate::entity::post_revision::RevisionRow;
use crate::entity::row::{Columns, Row};
use crate::graphql::account::User;
use crate::graphql::connection::connection;
use crate::graphql::ready::{Fill, Fragments, Json, Quick, Slot, Wants, ready};
use crate::graphql::scalar::NodeId;
use crate::id::Kind;

/// The text of a post as it was. Restoring one restores title, subtitle, excerpt, text and tags.
#[derive(SimpleObject, Clone, Debug)]
#[graphql(complex)]
pub struct Revision {
    /// The globally unique, opaque id.
    #[graphql(owned)]
    pub id: NodeId,
    #[graphql(skip)]
    editor_id: Option<Uuid>,
    /// The post's version with this text.
    version: i32,
    /// The title.
    title: String,
    /// What stood below the title.
    subtitle: Option<String>,
    /// Written by the author, else the first 200 characters of the text.
    excerpt: String,
    /// The text in Markdown.
    body_markdown: Option<String>,
    /// The names of its tags, in its author's order.
    tag_names: Vec<String>,
    /// When it went live; of edits within 10 minutes, the first of them.
    created_at: DateTime<Utc>,
    #[graphql(skip)]
    editor: Slot<Option<Box<Quick<User>>>>,
}

ready!(Revision of RevisionRow {
    "id" => id,
    "version" => version,
    "title" => title,
    "subtitle" => subtitle,
    "excerpt" => excerpt,
    "bodyMarkdown" => body_markdown,
    "createdAt" => created_at,
} and {
    "tagNames" => (write_tag_names),
    "editor" => editor,
});

impl From<RevisionRow> for Revision {
    fn from(revision: RevisionRow) -> Self {
        Authored::from(revision).into()
    }
}

impl From<Authored<RevisionRow>> for Revision {
    fn from(Authored { row: revision, author }: Authored<RevisionRow>) -> Self {
        Self {
            id: NodeId::new(Kind::Revision, revision.id),
            editor_id: revision.editor_id,
            version: revision.version,
            title: revision.title,
            subtitle: revision.subtitle,
            excerpt: revision.excerpt,
            body_markdown: Some(revision.body_markdown),
            // What was not read is an empty text, and not looked at.
            tag_names: serde_json::from_str(&revision.tags).unwrap_or_default(),
            created_at: revision.created_at,
            editor: User::joined(author),
        }
    }
}

impl Revision {
    fn write_tag_names(&self, _: &Field, _: &Fragments, json: &mut Json) -> bool {
        json.serialize(&self.tag_names);
        true
    }
}

impl Wants for Revision {
    fn want(field: &Field, fragments: &Fragments, wanted: &mut Wanted) {
        let name = field.name.node.as_str();
        let columns = match name {
            "editor" => {
                User::want_as_author(field, fragments, wanted);
                Columns::NONE
            }
            "tagNames" => const { Columns::named(RevisionRow::NAMES, "tags") },
            "__typename" => Columns::NONE,
            _ => Self::column(name).unwrap_or(Columns::USUAL),
        };
        wanted.columns = wanted.columns.and(columns);
    }
}

// Nothing hangs on one that is not read together with it.
impl Fill for Revision {}

#[ComplexObject]
impl Revision {
    /// Who published or edited it. Null when the account is gone.
    async fn editor(&self, ctx: &Context<'_>) -> Result<Option<Quick<User>>> {
        match self.editor.read(ctx) {
            Some(read) => Ok(read?.map(|editor| *editor)),
            None => User::find(ctx, self.editor_id).await,
        }
    }
}

connection! {
    /// A page of revisions.
    RevisionConnection, RevisionEdge, Revision, from Authored<RevisionRow> => |position, revision| RevisionEdge {
        position,
        node: Quick(revision.into()),
    }
}

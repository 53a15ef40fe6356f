//! The authorization matrix.

/// What the mutation is pointed at. All of it is Alice's, but for the post under her comment, which is Bob's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    Nothing,
    Published,
    Followers,
    Draft,
    Scheduled,
    Archived,
    Deleted,
    Comment,
    /// A comment of hers under a draft of hers.
    BuriedComment,
    /// What the text of a published post was.
    Revision,
    /// The same of a post that is a draft again.
    BuriedRevision,
    /// A series with a post.
    Series,
    Session,
    Person,
    Tag,
}

use Target::{
    Archived, BuriedComment, BuriedRevision, Comment, Deleted, Draft, Followers, Nothing, Person, Published,
    Revision, Scheduled, Series, Session, Tag,
};

/// A mutation at a target, and how it ends for each of the actors: `OK`, a code at the top, or that of a user error.
pub type Line = (&'static str, Target, [&'static str; 6]);

const OK: &str = "OK";
const IN: &str = "UNAUTHENTICATED";
const FORBIDDEN: &str = "FORBIDDEN";
const GONE: &str = "NOT_FOUND";
const NO: &str = "NOT_ALLOWED";

const ALL: [&str; 6] = [OK; 6];
const SIGNED_IN: [&str; 6] = [IN, OK, OK, OK, OK, OK];
/// What is seen by all and changed by its author.
const OWN: [&str; 6] = [IN, NO, NO, OK, NO, NO];
/// What is seen by its author alone.
const HIDDEN: [&str; 6] = [IN, GONE, GONE, OK, GONE, GONE];
/// As above, and not to be touched in this state by its author either.
const HIDDEN_AND_CLOSED: [&str; 6] = [IN, GONE, GONE, NO, GONE, GONE];
const CLOSED: [&str; 6] = [IN, NO, NO, NO, NO, NO];
/// Writing posts takes an author.
const OWN_POST: [&str; 6] = [IN, FORBIDDEN, NO, OK, NO, NO];
const HIDDEN_POST: [&str; 6] = [IN, FORBIDDEN, GONE, OK, GONE, GONE];
const HIDDEN_AND_CLOSED_POST: [&str; 6] = [IN, FORBIDDEN, GONE, NO, GONE, GONE];

pub const LINES: &[Line] = &[
    ("register", Nothing, ALL),
    ("login", Nothing, ALL),
    ("refreshSession", Nothing, ALL),
    ("logout", Nothing, ALL),
    ("revokeSession", Session, HIDDEN),
    ("revokeAllSessions", Nothing, SIGNED_IN),
    ("changePassword", Nothing, SIGNED_IN),
    ("updateProfile", Nothing, SIGNED_IN),
    ("createPost", Nothing, [IN, FORBIDDEN, OK, OK, OK, OK]),
    ("updatePost", Published, OWN_POST),
    ("updatePost", Archived, OWN_POST),
    ("updatePost", Draft, HIDDEN_POST),
    ("updatePost", Scheduled, HIDDEN_POST),
    ("updatePost", Followers, HIDDEN_POST),
    ("updatePost", Deleted, HIDDEN_AND_CLOSED_POST),
    ("publishPost", Draft, HIDDEN_POST),
    ("publishPost", Scheduled, HIDDEN_POST),
    ("publishPost", Archived, OWN_POST),
    ("publishPost", Deleted, HIDDEN_AND_CLOSED_POST),
    ("unpublishPost", Published, OWN_POST),
    ("unpublishPost", Scheduled, HIDDEN_POST),
    ("unpublishPost", Draft, HIDDEN_AND_CLOSED_POST),
    ("archivePost", Published, OWN_POST),
    ("archivePost", Scheduled, HIDDEN_AND_CLOSED_POST),
    ("archivePost", Draft, HIDDEN_AND_CLOSED_POST),
    ("deletePost", Published, OWN_POST),
    ("deletePost", Draft, HIDDEN_POST),
    ("deletePost", Scheduled, HIDDEN_POST),
    ("deletePost", Followers, HIDDEN_POST),
    ("restorePost", Deleted, HIDDEN_POST),
    ("saveDraft", Published, OWN_POST),
    ("saveDraft", Archived, OWN_POST),
    ("saveDraft", Draft, HIDDEN_POST),
    ("saveDraft", Followers, HIDDEN_POST),
    ("saveDraft", Deleted, HIDDEN_AND_CLOSED_POST),
    ("discardDraft", Published, OWN_POST),
    ("discardDraft", Draft, HIDDEN_POST),
    ("discardDraft", Deleted, HIDDEN_AND_CLOSED_POST),
    ("addCoAuthor", Published, OWN_POST),
    ("addCoAuthor", Draft, HIDDEN_POST),
    ("addCoAuthor", Deleted, HIDDEN_AND_CLOSED_POST),
    // Who is no co-author can't go.
    ("removeCoAuthor", Published, OWN),
    ("removeCoAuthor", Draft, HIDDEN),
    ("removeCoAuthor", Deleted, HIDDEN_AND_CLOSED),
    // Moderators read it.
    ("restoreRevision", Revision, [IN, FORBIDDEN, GONE, OK, NO, NO]),
    ("restoreRevision", BuriedRevision, HIDDEN_POST),
    ("createSeries", Nothing, [IN, FORBIDDEN, OK, OK, OK, OK]),
    ("updateSeries", Series, OWN_POST),
    ("deleteSeries", Series, OWN_POST),
    ("addComment", Published, SIGNED_IN),
    ("addComment", Followers, HIDDEN),
    ("addComment", Draft, HIDDEN_AND_CLOSED),
    ("addComment", Scheduled, HIDDEN_AND_CLOSED),
    ("addComment", Archived, CLOSED),
    ("addComment", Deleted, HIDDEN_AND_CLOSED),
    ("updateComment", Comment, OWN),
    ("updateComment", BuriedComment, HIDDEN_AND_CLOSED),
    ("deleteComment", Comment, OWN),
    ("deleteComment", BuriedComment, HIDDEN),
    ("react", Published, SIGNED_IN),
    ("react", Followers, HIDDEN),
    ("react", Draft, HIDDEN_AND_CLOSED),
    ("react", Scheduled, HIDDEN_AND_CLOSED),
    ("react", Archived, CLOSED),
    ("react", Deleted, HIDDEN_AND_CLOSED),
    ("react", Comment, SIGNED_IN),
    ("react", BuriedComment, HIDDEN_AND_CLOSED),
    ("removeReaction", Published, SIGNED_IN),
    ("removeReaction", Followers, HIDDEN),
    ("removeReaction", Draft, HIDDEN_AND_CLOSED),
    ("removeReaction", Comment, SIGNED_IN),
    ("bookmarkPost", Published, SIGNED_IN),
    ("bookmarkPost", Archived, SIGNED_IN),
    ("bookmarkPost", Followers, HIDDEN),
    ("bookmarkPost", Draft, HIDDEN_AND_CLOSED),
    ("bookmarkPost", Scheduled, HIDDEN_AND_CLOSED),
    ("bookmarkPost", Deleted, HIDDEN_AND_CLOSED),
    ("removeBookmark", Published, SIGNED_IN),
    ("removeBookmark", Draft, HIDDEN),
    ("followUser", Person, [IN, OK, OK, NO, OK, OK]),
    ("unfollowUser", Person, SIGNED_IN),
    ("followTag", Tag, SIGNED_IN),
    ("unfollowTag", Tag, SIGNED_IN),
];

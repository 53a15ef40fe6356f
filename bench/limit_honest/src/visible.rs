//! Who may read what, as Tribune's scopes have it (`src/entity/post/scope.rs`); the table's alias is `p`.

/// What stands in lists for nobody in particular. The first half has the words of the lists' partial indexes.
macro_rules! listed {
    () => {
        "p.status = 'PUBLISHED' AND p.deleted_at IS NULL AND (p.visibility = 'PUBLIC')"
    };
}

/// What nobody in particular may read by its link.
macro_rules! readable {
    () => {
        "p.deleted_at IS NULL AND p.status IN ('PUBLISHED', 'ARCHIVED') AND p.visibility IN ('PUBLIC', 'UNLISTED')"
    };
}

pub(crate) use {listed, readable};

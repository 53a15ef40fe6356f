//! How much a document may hold.

/// The limits of a document; each is the largest number that passes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of text.
    pub bytes: usize,
    /// Lexical tokens.
    pub tokens: usize,
    /// Levels of brackets, of all kinds together. Lists and objects in values reach the parser's stack by this only.
    pub nesting: usize,
    /// Spreads of named fragments. Inline fragments are no spreads: nothing walks them twice.
    pub spreads: usize,
    /// Fields, spreads and inline fragments once fragments are written out, of all operations together and of
    /// fragments that none of them reaches.
    pub expanded_selections: usize,
    /// Levels of selection sets below the outermost once fragments are written out: a field's, an inline fragment's
    /// and a spread's count one each, as in the schema's `limit_recursive_depth`, which had better be this number.
    pub expanded_nesting: usize,
    /// Aliases in the document.
    pub aliases: usize,
    /// Directives in the document.
    pub directives: usize,
    /// Root fields of one operation once fragments are written out; `__typename` counts too.
    pub root_fields: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            bytes: 16 * 1024,
            tokens: 1_500,
            nesting: 64,
            spreads: 300,
            expanded_selections: 5_000,
            expanded_nesting: 32,
            aliases: 30,
            directives: 50,
            root_fields: 20,
        }
    }
}

/// Which of the limits is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Bound {
    /// Of [`Limits::bytes`].
    Bytes,
    /// Of [`Limits::tokens`].
    Tokens,
    /// Of [`Limits::nesting`].
    Nesting,
    /// Of [`Limits::spreads`].
    Spreads,
    /// Of [`Limits::expanded_selections`].
    ExpandedSelections,
    /// Of [`Limits::expanded_nesting`].
    ExpandedNesting,
    /// Of [`Limits::aliases`].
    Aliases,
    /// Of [`Limits::directives`].
    Directives,
    /// Of [`Limits::root_fields`].
    RootFields,
}

impl Bound {
    /// Whether what exceeds it is too large to be read at all, rather than against a rule.
    pub fn is_size(self) -> bool {
        !matches!(self, Self::Aliases | Self::Directives | Self::RootFields)
    }

    /// What was wrong, and what would be right.
    pub(super) fn sentence(self, limit: usize, actual: usize) -> String {
        match self {
            Self::Bytes => format!(
                "The document has {actual} bytes; at most {limit} are allowed. Ask for less at once, or pass long texts as \
                 variables."
            ),
            Self::Tokens => {
                format!(
                    "The document has {actual} tokens; at most {limit} are allowed. Ask for less at once."
                )
            }
            Self::Nesting => format!(
                "The document's brackets are nested {actual} deep; at most {limit} levels are allowed. Pass deep values as \
                 variables."
            ),
            Self::Spreads => {
                format!("The document spreads fragments {actual} times; at most {limit} are allowed.")
            }
            Self::ExpandedSelections => format!(
                "With its fragments written out the document selects {actual} fields and fragments; at most {limit} are \
                 allowed. Fragments within fragments multiply: spread them less often."
            ),
            Self::ExpandedNesting => format!(
                "With its fragments written out the document's selections are nested {actual} deep; at most {limit} levels \
                 are allowed."
            ),
            Self::Aliases => {
                format!(
                    "The document has {actual} aliases; at most {limit} are allowed. Ask for less at once."
                )
            }
            Self::Directives => {
                format!("The document has {actual} directives; at most {limit} are allowed.")
            }
            Self::RootFields => format!(
                "The operation selects {actual} root fields, `__typename` and those of fragments included; at most {limit} \
                 are allowed. Ask for less at once."
            ),
        }
    }
}

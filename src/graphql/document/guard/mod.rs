//! The first look at a document, before the parser sees it: how large it is, how deep, and how much it becomes once
//! its fragments are written out.
//!
//! The library's parser, validator and executor call themselves at every bracket and walk a fragment anew at every
//! spread: brackets some thousand deep overflow the stack and take the process with them, and some hundred bytes of
//! fragments within fragments keep a thread busy for seconds. So the document is read here once, in time linear in its
//! length and without recursion; each fragment is measured once and its size added at every spread.
//!
//! The reading is as strict as the specification's grammar, for the limits hold only as long as nobody reads the
//! document otherwise. The library's own grammar is laxer than the specification's: it takes `fragmentA on T {…}` for a
//! fragment, `"""x"` for two strings, `...on` with a comment after it for a spread. What is not GraphQL is refused
//! here, so that nothing hides from the counting in a place that only the parser finds.

mod cursor;
mod expansion;
mod lexer;
mod limits;
mod reader;
mod refusal;
mod shape;
mod value;

#[cfg(test)]
mod tests;

pub use limits::{Bound, Limits};
pub use refusal::{Position, Refusal};

use expansion::Expansion;
use reader::Reader;

/// How large a document is that was let through.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Measured {
    /// Bytes of text.
    pub bytes: usize,
    /// Lexical tokens (specification, section 2.1.6); comments, commas and spaces are none.
    pub tokens: usize,
    /// The deepest brackets, of all kinds together.
    pub nesting: usize,
    /// Operations (section 2.3).
    pub operations: usize,
    /// Fragment definitions (section 2.8).
    pub fragments: usize,
    /// Fields as written (section 2.5), `__typename` among them.
    pub fields: usize,
    /// Fields with an alias (section 2.7).
    pub aliases: usize,
    /// Directives (section 2.12), wherever they stand.
    pub directives: usize,
    /// Spreads of named fragments (section 2.8).
    pub spreads: usize,
    /// Variable definitions (section 2.10).
    pub variables: usize,
    /// Fields, spreads and inline fragments of all operations once fragments are written out.
    pub expanded_selections: usize,
    /// Levels of selection sets below the outermost, once fragments are written out.
    pub expanded_nesting: usize,
    /// Root fields of the operation that has most, once fragments are written out.
    pub root_fields: usize,
}

/// Reads a document and refuses what exceeds a limit or is no executable document.
///
/// What is let through conforms to the grammar of the specification (October 2021, with the descriptions of September
/// 2025), is without cycles among its fragments, and may be parsed, validated and walked on a stack of 2 MiB. Whether it
/// fits the schema is not judged.
pub fn check(document: &str, limits: &Limits) -> Result<Measured, Refusal> {
    let bytes = document.len();
    if bytes > limits.bytes {
        return Err(Refusal::exceeded(Bound::Bytes, limits.bytes, bytes, None));
    }
    let shape = Reader::new(document, limits)?.read()?;
    shape.spread_count.judge(Bound::Spreads, document)?;
    let expanded = Expansion::new(&shape, document, limits).judge()?;
    shape.aliases.judge(Bound::Aliases, document)?;
    shape.directives.judge(Bound::Directives, document)?;
    expanded.root_fields.judge(Bound::RootFields, document)?;
    let fragments = shape.definitions.iter().filter(|definition| definition.fragment.is_some()).count();
    Ok(Measured {
        bytes,
        tokens: shape.tokens,
        nesting: shape.nesting,
        operations: shape.definitions.len() - fragments,
        fragments,
        fields: shape.fields,
        aliases: shape.aliases.count,
        directives: shape.directives.count,
        spreads: shape.spread_count.count,
        variables: shape.variables,
        expanded_selections: expanded.selections.count,
        expanded_nesting: expanded.nesting.count,
        root_fields: expanded.root_fields.count,
    })
}

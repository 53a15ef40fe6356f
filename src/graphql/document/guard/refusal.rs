//! Why a document is not even parsed.

use super::lexer::{Kind, Token};
use super::limits::Bound;
use crate::graphql::error::code;

/// Characters of the document that a message quotes.
const MAX_QUOTED: usize = 40;

/// A place in a document (specification, section 7.1.2), each number counted from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// Of the lines.
    pub line: usize,
    /// Of the characters of the line.
    pub column: usize,
}

impl Position {
    /// The place of a byte. Lines end as in section 2.1.2: with `\n`, `\r\n` or `\r`.
    pub(super) fn of(document: &str, offset: usize) -> Self {
        let mut position = Self { line: 1, column: 1 };
        let mut characters = document.get(..offset).unwrap_or(document).chars().peekable();
        while let Some(character) = characters.next() {
            match character {
                '\r' if characters.peek() == Some(&'\n') => {}
                '\n' | '\r' => position = Self { line: position.line + 1, column: 1 },
                _ => position.column += 1,
            }
        }
        position
    }
}

/// Why a document is not even parsed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// More of something than may be; the position is of the first that is too many.
    #[error("{}", .bound.sentence(*.limit, *.actual))]
    Exceeded { bound: Bound, limit: usize, actual: usize, position: Option<Position> },
    /// A fragment that spreads itself (specification, section 5.5.2.2).
    #[error(
        "The fragment `{fragment}` spreads itself, directly or by way of others; fragments must not form cycles."
    )]
    Cycle { fragment: String, position: Position },
    /// A definition of a schema (section 5.1.1).
    #[error(
        "`{keyword}` defines a part of a schema; what is asked of a server holds operations and fragments only."
    )]
    NotExecutable { keyword: String, position: Position },
    /// What the grammar has no place for (section 2).
    #[error("Expected {expected}, found {found}.")]
    Syntax { expected: &'static str, found: String, position: Position },
}

impl Refusal {
    pub(super) fn exceeded(bound: Bound, limit: usize, actual: usize, position: Option<Position>) -> Self {
        Self::Exceeded { bound, limit, actual, position }
    }

    /// The value of `extensions.code`.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Exceeded { bound, .. } if bound.is_size() => code::DOCUMENT_TOO_LARGE,
            Self::Exceeded { .. } | Self::Cycle { .. } | Self::NotExecutable { .. } => {
                code::GRAPHQL_VALIDATION_FAILED
            }
            Self::Syntax { .. } => code::GRAPHQL_PARSE_FAILED,
        }
    }

    /// Where in the document; a document of too many bytes is not looked at.
    pub fn position(&self) -> Option<Position> {
        match *self {
            Self::Exceeded { position, .. } => position,
            Self::Cycle { position, .. }
            | Self::NotExecutable { position, .. }
            | Self::Syntax { position, .. } => Some(position),
        }
    }

    /// The limit and the number that exceeds it, for clients that word it themselves.
    pub fn limit_and_actual(&self) -> Option<(usize, usize)> {
        match *self {
            Self::Exceeded { limit, actual, .. } => Some((limit, actual)),
            _ => None,
        }
    }
}

/// A part of a document as a message quotes it.
pub(super) fn quote(text: &str) -> String {
    let mut quoted: String = text.chars().take(MAX_QUOTED).collect();
    if quoted.len() < text.len() {
        quoted.push('…');
    }
    quoted
}

/// A token as a message names it. What a string says is not repeated: it may be a secret.
pub(super) fn describe(token: Token<'_>) -> String {
    match token.kind {
        Kind::End => "the end of the document".to_owned(),
        Kind::String | Kind::BlockString => "a string".to_owned(),
        Kind::Name => format!("the name `{}`", quote(token.text)),
        Kind::Int | Kind::Float => format!("the number `{}`", quote(token.text)),
        Kind::Punctuator(_) | Kind::Spread => format!("`{}`", quote(token.text)),
    }
}

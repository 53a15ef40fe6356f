//! Walking along the tokens, counting them and the brackets among them.

use super::lexer::{Flaw, Kind, Lexer, Token};
use super::limits::{Bound, Limits};
use super::refusal::{Position, Refusal, describe};

/// The tokens of a document, with one in view.
#[derive(Debug)]
pub struct Cursor<'a> {
    document: &'a str,
    lexer: Lexer<'a>,
    limits: &'a Limits,
    current: Token<'a>,
    tokens: usize,
    depth: usize,
    deepest: usize,
}

impl<'a> Cursor<'a> {
    /// Looks at the first token.
    pub fn new(document: &'a str, limits: &'a Limits) -> Result<Self, Refusal> {
        let current = Token { kind: Kind::End, text: "", start: 0 };
        let lexer = Lexer::new(document);
        let mut cursor = Self { document, lexer, limits, current, tokens: 0, depth: 0, deepest: 0 };
        cursor.advance()?;
        Ok(cursor)
    }

    pub fn kind(&self) -> Kind {
        self.current.kind
    }

    pub fn start(&self) -> usize {
        self.current.start
    }

    /// How many tokens there were so far.
    pub fn tokens(&self) -> usize {
        self.tokens
    }

    /// How deep the brackets went so far.
    pub fn deepest(&self) -> usize {
        self.deepest
    }

    /// Gives the token in view and looks at the next.
    pub fn advance(&mut self) -> Result<Token<'a>, Refusal> {
        let next = self.lexer.token().map_err(|flaw| self.flaw(flaw))?;
        self.count(next);
        if self.tokens > self.limits.tokens {
            return Err(self.too_many(Bound::Tokens, next));
        }
        if self.deepest > self.limits.nesting {
            return Err(self.too_many(Bound::Nesting, next));
        }
        Ok(std::mem::replace(&mut self.current, next))
    }

    /// Whether a punctuator is in view.
    pub fn sees(&self, punctuator: u8) -> bool {
        self.current.kind == Kind::Punctuator(punctuator)
    }

    /// Passes a punctuator if it is in view.
    pub fn accept(&mut self, punctuator: u8) -> Result<bool, Refusal> {
        let is_there = self.sees(punctuator);
        if is_there {
            self.advance()?;
        }
        Ok(is_there)
    }

    /// Passes a punctuator that must be in view.
    pub fn expect(&mut self, punctuator: u8, expected: &'static str) -> Result<(), Refusal> {
        if self.accept(punctuator)? { Ok(()) } else { Err(self.unexpected(expected)) }
    }

    /// Passes a name that must be in view.
    pub fn expect_name(&mut self, expected: &'static str) -> Result<Token<'a>, Refusal> {
        if self.current.kind == Kind::Name { self.advance() } else { Err(self.unexpected(expected)) }
    }

    /// Whether a certain name is in view.
    pub fn sees_name(&self, name: &str) -> bool {
        self.current.kind == Kind::Name && self.current.text == name
    }

    /// What is to be said when the token in view has no place here.
    pub fn unexpected(&self, expected: &'static str) -> Refusal {
        let position = self.position(self.current.start);
        Refusal::Syntax { expected, found: describe(self.current), position }
    }

    pub fn position(&self, offset: usize) -> Position {
        Position::of(self.document, offset)
    }

    fn count(&mut self, token: Token<'_>) {
        match token.kind {
            Kind::End => return,
            Kind::Punctuator(b'{' | b'[' | b'(') => self.depth += 1,
            // One that closes nothing is refused by the grammar.
            Kind::Punctuator(b'}' | b']' | b')') => self.depth = self.depth.saturating_sub(1),
            _ => {}
        }
        self.tokens += 1;
        self.deepest = self.deepest.max(self.depth);
    }

    /// Counts to the end of the document, so that people are told by how much it is too large.
    fn too_many(&mut self, bound: Bound, first: Token<'_>) -> Refusal {
        while let Ok(token) = self.lexer.token()
            && token.kind != Kind::End
        {
            self.count(token);
        }
        let (limit, actual) = match bound {
            Bound::Nesting => (self.limits.nesting, self.deepest),
            _ => (self.limits.tokens, self.tokens),
        };
        Refusal::exceeded(bound, limit, actual, Some(self.position(first.start)))
    }

    fn flaw(&self, flaw: Flaw) -> Refusal {
        let position = self.position(flaw.offset);
        Refusal::Syntax { expected: flaw.expected, found: flaw.found, position }
    }
}

//! What is remembered of a document.

use std::ops::Range;

use super::limits::Bound;
use super::refusal::{Position, Refusal};

/// Sums end here, at the largest `Int` of GraphQL: they are told to clients.
const CEILING: usize = i32::MAX as usize;

/// A number with its limit, and where it went over it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Counter {
    pub count: usize,
    limit: usize,
    over: Option<usize>,
}

impl Counter {
    pub fn new(limit: usize) -> Self {
        Self { count: 0, limit, over: None }
    }

    /// Counts some that stand at an offset.
    pub fn add(&mut self, number: usize, offset: usize) {
        self.count = sum(self.count, number);
        self.note(offset);
    }

    /// Keeps the largest number.
    pub fn raise(&mut self, number: usize, offset: usize) {
        self.count = self.count.max(number);
        self.note(offset);
    }

    /// Refuses what went over the limit.
    pub fn judge(&self, bound: Bound, document: &str) -> Result<(), Refusal> {
        match self.over {
            None => Ok(()),
            Some(offset) => {
                let position = Some(Position::of(document, offset));
                Err(Refusal::exceeded(bound, self.limit, self.count, position))
            }
        }
    }

    fn note(&mut self, offset: usize) {
        if self.count > self.limit {
            self.over.get_or_insert(offset);
        }
    }
}

/// How large the selections of a definition are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Size {
    /// Fields, spreads and inline fragments.
    pub selections: usize,
    /// Fields of the outermost level.
    pub root_fields: usize,
    /// Levels below the outermost.
    pub depth: usize,
}

impl Size {
    /// Adds the fragment that a spread stands for.
    pub fn add(&mut self, spread: &Spread<'_>, fragment: Self) {
        self.selections = sum(self.selections, fragment.selections);
        if spread.is_at_root {
            self.root_fields = sum(self.root_fields, fragment.root_fields);
        }
        self.depth = self.depth.max(spread.level.saturating_add(1).saturating_add(fragment.depth));
    }
}

/// A spread of a named fragment.
#[derive(Clone, Copy, Debug)]
pub struct Spread<'a> {
    pub name: &'a str,
    pub start: usize,
    /// Selection sets around it within its definition, but for the outermost.
    pub level: usize,
    /// Whether its fields are fields of the definition's outermost level.
    pub is_at_root: bool,
}

/// An operation or a fragment.
#[derive(Clone, Debug)]
pub struct Definition<'a> {
    /// Its name, when it is a fragment.
    pub fragment: Option<&'a str>,
    pub start: usize,
    /// Its own selections, without what its spreads stand for.
    pub size: Size,
    /// Its spreads among those of the document.
    pub spreads: Range<usize>,
}

/// A document, as far as its limits go.
#[derive(Debug, Default)]
pub struct Shape<'a> {
    pub tokens: usize,
    pub nesting: usize,
    pub fields: usize,
    pub variables: usize,
    pub aliases: Counter,
    pub directives: Counter,
    pub spread_count: Counter,
    pub definitions: Vec<Definition<'a>>,
    pub spreads: Vec<Spread<'a>>,
}

fn sum(left: usize, right: usize) -> usize {
    left.saturating_add(right).min(CEILING)
}
